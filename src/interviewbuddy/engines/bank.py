"""The offline default: the written answer whose question is nearest, streamed word by word.

Where none is near, a plan for that type of question; to what is no interview question, what this is for.
"""

import re
import zlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from interviewbuddy import locale
from interviewbuddy.bank import (
    NEAR,
    Bank,
    Match,
    distinct_questions,
    english_for,
    plan_for,
    plans,
    request_of,
    samples,
    two_questions,
)
from interviewbuddy.corpus import Record
from interviewbuddy.engines.base import End, FinishReason, Piece, Request, Source
from interviewbuddy.predict import questions_for
from interviewbuddy.prompts import Neighbour, headed, neighbour_of

SUGGESTIONS = 3
SIMILAR = 2
_PREDICTED = 8
_OFFERED = 24
_LOOKED_AT = 500  # deep enough for questions of other types to be among them
_OF_A_TOPIC = {"knowledge", "tool"}
_SAMPLED = 0.05  # a sentence out of an answer to a less similar question shows nothing
_BESIDE = 0.03  # an example this near stands under a plan, by its own question's name
_LIKELY = 0.35  # a type of question less likely than this is not taken for it
_WORDS = re.compile(r"\s*\S+")


@dataclass(frozen=True)
class _Reply:
    """A whole reply: text, whose it is, what else to ask, other examples."""

    text: str
    source: Source
    suggestions: Sequence[str]
    similar: list[Neighbour] = field(default_factory=list)


class BankEngine:
    """Answers from written records; says so, and offers a plan or near questions, where none fits."""

    name = "bank"

    def __init__(self, bank: Bank, pace: float = 0.012) -> None:
        """:param pace: seconds between words, so that a reader can follow (0 on a terminal)."""
        self._bank = bank
        self._pace = pace

    def stream(self, request: Request, cancel: Event) -> Generator[Piece | End, None, None]:
        """The attempt-th nearest answer; past the last near one it starts over."""
        reply = self._reply(request)
        for word in _WORDS.findall(reply.text):
            if cancel.is_set():
                break
            yield Piece(word)
            if self._pace:
                cancel.wait(self._pace)
        reason: FinishReason = "cancelled" if cancel.is_set() else "stop"
        yield End(reason, reply.source, tuple(reply.suggestions), tuple(reply.similar))

    def close(self) -> None:
        """Nothing is held."""

    def _reply(self, request: Request) -> "_Reply":
        if named := request_of(request.question):
            return self._service(named, request)
        if aside := self._bank.read(request.question).aside:
            return self._notice("aside", request, locale.text(f"aside.{aside}", request.lang) + " ")
        if halves := two_questions(self._bank, request.question, request.occupation, request.experience):
            return self._both(halves, request)
        matches = self._bank.search(request.question, request.occupation, request.experience, limit=_LOOKED_AT)
        near = [match for match in matches if match.similarity >= NEAR]
        match = _next(near, request) if near else None
        others = distinct_questions(_others(matches, *([match] if match else [])), SUGGESTIONS)
        if match is None:
            return self._plan(request, matches, others)
        source = Source("written", self.name, match.similarity, match.record.source, question=match.record.question)
        similar = [neighbour_of(other.record) for other in near if other is not match][:SIMILAR]
        return _Reply(neighbour_of(match.record).answer, source, others, similar)

    def _both(self, halves: Sequence[list[Match]], request: Request) -> "_Reply":
        """Two examples, each under its own question, to who asks two questions at once."""
        near = [[match for match in half if match.similarity >= NEAR] for half in halves]
        chosen = [_next(matches, request) for matches in near]
        if _together(chosen) == request.shown:
            chosen = [_next(matches, replace(request, attempt=request.attempt + 1)) for matches in near]
        source = Source(
            "written",
            self.name,
            min(one.similarity for one in chosen),
            chosen[0].record.source,
            question=" / ".join(one.record.question for one in chosen),
        )
        shown = [one.record for one in chosen]
        similar = [neighbour_of(one.record) for matches in near for one in matches if one.record not in shown]
        others = distinct_questions(_others(halves[0], *chosen), SUGGESTIONS)
        return _Reply(_together(chosen), source, others, similar[:SIMILAR])

    def _service(self, name: str, request: Request) -> "_Reply":
        """What a person gets who asks for a service instead of an answer."""
        if name == "english":
            found = english_for(request.question, request.occupation, request.experience, request.attempt)
            if found:
                return _Reply(found.answer, self._source("english"), self._offered(request, SUGGESTIONS))
        if name == "predictions":
            lines = self._offered(request, _PREDICTED)
            text = "\n".join([locale.text("answer.predictions", request.lang), "", *(f"· {line}" for line in lines)])
            return _Reply(text, self._source("notice"), lines[:SUGGESTIONS])
        return self._notice(name, request)

    def _notice(self, name: str, request: Request, before: str = "") -> "_Reply":
        """The service's own word, and three questions to go on with: others for whoever types something else."""
        offered = self._offered(request, _OFFERED)
        start = zlib.crc32(request.question.encode()) % max(1, len(offered) - SUGGESTIONS + 1)
        chosen = offered[start : start + SUGGESTIONS]
        text = before + locale.text(f"answer.{name}", request.lang, example=next(iter(chosen), ""))
        return _Reply(text, self._source("notice"), chosen)

    def _plan(self, request: Request, matches: list[Match], others: list[str]) -> "_Reply":
        """The plan for this type of question, with sentences of near records of its type, and the nearest one."""
        near = [match.record for match in matches[: SIMILAR + 1] if match.similarity >= _BESIDE]
        plan = plan_for(self._kind(request.question, near))
        own = [m.record for m in matches if plan.kind in m.types - _OF_A_TOPIC and m.similarity >= _SAMPLED]
        shown = samples(plan, own[:SUGGESTIONS])
        words = locale.section("answer", request.lang)
        lines = [words["plan_intro"], "", f"{words['plan_wants']} {plan.wants}", ""]
        for number, (part, sample) in enumerate(zip(plan.parts, shown, strict=True), 1):
            lines.append(f"{number}. {part.name}: {part.how}")
            lines += [f"   {words['plan_sample']} “{sample}”"] if sample else []
        lines += ["", f"{words['plan_avoid']} {' · '.join(plan.avoid)}"]
        lines += ["", words["plan_ask"], *(f"· {question}" for question in plan.ask)]
        examples = [neighbour_of(record) for record in near]
        if examples:
            lines += ["", words["plan_near"].format(question=examples[0].question), examples[0].answer]
        return _Reply("\n".join(lines), self._source("plan"), others, examples[1:])

    def _kind(self, question: str, near: Sequence[Record]) -> str:
        """The type of the nearest record, else the likeliest type of question; `general` where none is likely."""
        for kind in (intent.expression for record in near for intent in record.intents):
            if kind in plans():
                return kind
        kinds = self._bank.read(question).types
        kind = max(kinds, key=lambda name: kinds[name])
        return kind if kinds[kind] >= _LIKELY else "general"

    def _offered(self, request: Request, limit: int) -> tuple[str, ...]:
        return questions_for(self._bank, request.occupation, request.experience, limit)

    def _source(self, form: str) -> Source:
        return Source("written", self.name, form=form)


def _next(near: Sequence[Match], request: Request) -> Match:
    """The attempt-th, starting over past the last; not the one that is shown already, where there is another."""
    place = (request.attempt + (request.seed or 0)) % len(near)
    again = neighbour_of(near[place].record).answer == request.shown
    return near[(place + again) % len(near)]


def _together(chosen: Sequence[Match]) -> str:
    return "\n\n".join(headed(neighbour_of(one.record)) for one in chosen)


def _others(matches: list[Match], *answered: Match) -> Iterator[Match]:
    """What else to offer: the nearest questions, each of a type that was not asked or offered yet."""
    seen = {name for one in answered for name in one.types}
    for match in matches:
        if not match.types & seen:
            seen |= match.types
            yield match
