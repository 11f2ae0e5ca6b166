"""The plan that a person gets where no written answer fits: which one, and how it reads."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from interviewbuddy import locale
from interviewbuddy.bank import Match, Plan, plan_for, plans, samples
from interviewbuddy.prompts import Neighbour

BESIDE = 0.03
"""From this similarity on a record is near enough to stand under a plan, by its own question's name."""

_NEIGHBOURS, _LEARNT = 10, 0.3  # how many records' types tell a question's type; what is learnt of types counts so
_LIKELY = 0.35  # a type less likely than this, and no record near, is not taken for it
_SAMPLED, _SHOWN = 0.05, 3  # a sentence out of an answer to a less similar question shows nothing
_OF_A_TOPIC = {"knowledge", "tool"}


def plan_text(likely: Mapping[str, float], matches: Sequence[Match], examples: Sequence[Neighbour], lang: str) -> str:
    """The plan for the likeliest type of question, with sentences of near records of its type.

    :param likely: type of question → how likely, as learnt; `matches`: the nearest records, the nearest first.
    :param examples: what to show whole beneath it.
    """
    plan = plan_for(_kind(likely, matches))
    own = [m.record for m in matches if plan.kind in m.types - _OF_A_TOPIC and m.similarity >= _SAMPLED]
    words = locale.section("answer", lang)
    lines = [words["plan_intro"], "", f"{words['plan_wants']} {plan.wants}", ""]
    lines += _parts(plan, samples(plan, own[:_SHOWN]), words["plan_sample"])
    lines += ["", f"{words['plan_avoid']} {' · '.join(plan.avoid)}"]
    lines += ["", words["plan_ask"], *(f"· {question}" for question in plan.ask)]
    for example in examples:
        lines += ["", words["plan_near"].format(question=example.question), example.answer]
    return "\n".join(lines)


def _parts(plan: Plan, shown: Sequence[str], sample_word: str) -> list[str]:
    """What to say in which order, a sample sentence under each part that has one."""
    lines = []
    for number, (part, sample) in enumerate(zip(plan.parts, shown, strict=True), 1):
        lines.append(f"{number}. {part.name}: {part.how}")
        lines += [f"   {sample_word} “{sample}”"] if sample else []
    return lines


def _kind(learnt: Mapping[str, float], matches: Sequence[Match]) -> str:
    """The likeliest type, by what is learnt and by the nearest records' own; `general` where nothing tells."""
    likely = {kind: _LEARNT * learnt.get(kind, 0.0) for kind in plans()}
    near = [(match.similarity, _planned(match)) for match in matches[:_NEIGHBOURS] if match.similarity >= BESIDE]
    typed = [(similarity, kind) for similarity, kind in near if kind]
    for similarity, kind in typed:
        likely[kind] += (1 - _LEARNT) * similarity / sum(one for one, _ in typed)
    kind, share = max(likely.items(), key=itemgetter(1))
    return kind if typed or share >= _LEARNT * _LIKELY else "general"


def _planned(match: Match) -> str | None:
    """The first of a record's types that has a plan."""
    return next((one.expression for one in match.record.intents if one.expression in plans()), None)
