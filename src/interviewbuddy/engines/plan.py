"""The plan that a person gets where no written answer surely fits: which one, and how it reads."""

from collections.abc import Mapping, Sequence

from interviewbuddy import locale
from interviewbuddy.bank import Match, Plan, plan_for, plans, question_form, question_types, samples
from interviewbuddy.prompts import Neighbour

BESIDE = 0.05
"""From this similarity on a record is near enough to stand under a plan, by its own question's name."""

_NEIGHBOURS, _LEARNT = 10, 0.3  # how many records' types tell a question's type; what is learnt of types counts so
_TO_KNOW = 0.5  # the share of types of knowledge from which a question is one, however it is put
_OF_A_TOPIC = {"knowledge", "tool"}
_SAMPLED, _SHOWN = 0.04, 3  # a sentence out of an answer to a less similar question shows nothing; below `NEAR`


def plan_text(
    question: str,
    learnt: Mapping[str, float],
    matches: Sequence[Match],
    examples: Sequence[Neighbour],
    lang: str,
) -> str:
    """The plan for what is asked, with sentences of a near record's answer of the same kind.

    :param learnt: type of question → how likely, as learnt; `matches`: the nearest records, the nearest first.
    :param examples: what to show whole beneath it.
    """
    words = locale.section("answer", lang)
    lines = [words["plan_intro"], "", *plan_lines(question, learnt, matches, matches, lang)]
    for example in examples:
        lines += ["", words["plan_near"].format(question=example.question), example.answer]
    return "\n".join(lines)


def plan_lines(
    question: str, learnt: Mapping[str, float], matches: Sequence[Match], quoted: Sequence[Match], lang: str
) -> list[str]:
    """The plan alone; its sentences are out of the answers of `quoted`."""
    words = locale.section("answer", lang)
    plan = plan_for(_kind(question, learnt, matches))
    near = [match for match in quoted if match.similarity >= _SAMPLED and _is_of(match, plan.kind)]
    return [
        f"{words['plan_wants']} {plan.wants}",
        "",
        *_parts(plan, samples(plan, [match.record for match in near[:_SHOWN]]), words["plan_sample"]),
        "",
        f"{words['plan_avoid']} {' · '.join(plan.avoid)}",
        "",
        words["plan_ask"],
        *(f"· {more}" for more in plan.ask),
    ]


def _parts(plan: Plan, shown: Sequence[str], sample_word: str) -> list[str]:
    """What to say in which order, a sample sentence under each part that has one."""
    lines = []
    for number, (part, sample) in enumerate(zip(plan.parts, shown, strict=True), 1):
        lines.append(f"{number}. {part.name}: {part.how}")
        lines += [f"   {sample_word} “{sample}”"] if sample else []
    return lines


def _kind(question: str, learnt: Mapping[str, float], matches: Sequence[Match]) -> str:
    """Which plan: of the type, where the question's own words show the likeliest one, else by how it is put.

    A type that only neighbours suggest is wrong too often, and its plan then helps less than a general one
    (docs/diary.md).
    """
    likely = _likely(learnt, matches)
    form = question_form(question)
    if form in {"situation", "knowledge"}:
        return form
    if sum(likely[kind] for kind in _OF_A_TOPIC) >= _TO_KNOW:
        return "knowledge"
    kind = max(likely, key=lambda name: likely[name])
    if kind in question_types(question):
        return kind
    return form if form in {"episode", "opinion"} else "general"


def _likely(learnt: Mapping[str, float], matches: Sequence[Match]) -> dict[str, float]:
    """Type of question → how likely, by what is learnt and by the nearest records' own types."""
    likely = {kind: _LEARNT * learnt.get(kind, 0.0) for kind in plans()}
    near = [(match.similarity, _planned(match)) for match in matches[:_NEIGHBOURS] if match.similarity >= BESIDE]
    typed = [(similarity, kind) for similarity, kind in near if kind]
    total = sum(similarity for similarity, _ in typed)
    for similarity, kind in typed:
        likely[kind] += (1 - _LEARNT) * similarity / total
    return likely


def _is_of(match: Match, kind: str) -> bool:
    """Whether a record's question is of a plan's kind: a type, or a way to put it."""
    return kind in match.types - _OF_A_TOPIC or question_form(match.record.question) == kind


def _planned(match: Match) -> str | None:
    """The first of a record's types that has a plan."""
    return next((one.expression for one in match.record.intents if one.expression in plans()), None)
