"""The offline default: the written answer whose question is nearest, streamed word by word.

Where none is near, a plan for that type of question; to what is no interview question, what this is for.
"""

import re
import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event

from interviewbuddy import locale
from interviewbuddy.bank import (
    NEAR,
    Bank,
    Match,
    Purpose,
    distinct_questions,
    english_for,
    named_things,
    request_of,
    two_advised,
    two_questions,
    wants_an_answer,
)
from interviewbuddy.corpus import Record
from interviewbuddy.engines.base import End, FinishReason, Piece, Request, Source
from interviewbuddy.engines.plan import BESIDE, plan_lines, plan_text
from interviewbuddy.predict import questions_for
from interviewbuddy.prompts import Neighbour, headed, neighbour_of

SUGGESTIONS = 3
SIMILAR = 2
_PREDICTED = 8
_OFFERED = 24
_LOOKED_AT = 500  # deep enough for questions of other types to be among them
_NAMED = 2  # words of what a person typed, to show that it was read
_BESIDE_ADVICE = 0.3  # the similarity from which an example helps beside advice (docs/diary.md)
_SURE = 0.25  # below, more first results miss than fit: the nearest is called that, a plan beneath (docs/diary.md)
_SAID_FIRST = 0.5  # the similarity from which an example goes before advice for who asks what to say
_MEANT = 0.25  # from this similarity on a record's question may have been meant by what looks like small talk
_WORDS = re.compile(r"\s*\S+")


@dataclass(frozen=True)
class _Reply:
    """A whole reply: text, whose it is, what else to ask, other examples, where in it an applicant speaks."""

    text: str
    source: Source
    suggestions: Sequence[str]
    similar: list[Neighbour] = field(default_factory=list)
    words: tuple[int, int] | None = None


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
        yield End(reason, reply.source, tuple(reply.suggestions), tuple(reply.similar), reply.words)

    def close(self) -> None:
        """Nothing is held."""

    def _reply(self, request: Request) -> "_Reply":
        purpose = self._bank.read(request.question).purpose
        named = None if purpose.reply else request_of(request.question)
        if named:
            return self._service(named, request)
        if purpose.aside:
            return self._aside(purpose, request)
        matches = self._bank.search(request.question, request.occupation, request.experience, limit=_LOOKED_AT)
        has_example = bool(matches) and matches[0].similarity >= _BESIDE_ADVICE
        if purpose.advice and not (request.to_prepare and has_example):
            return self._advice(purpose.advice, matches, request)
        if halves := two_questions(self._bank, request.question, request.occupation, request.experience):
            return self._both(halves, request)
        return self._example(matches, request)

    def _example(self, matches: list[Match], request: Request) -> "_Reply":
        """The attempt-th near record, with a word that it may not fit where that is so; a plan where none is near."""
        near = [match for match in matches if match.similarity >= NEAR]
        match = _next(near, request) if near else None
        others = distinct_questions(_others(matches, *([match] if match else [])), SUGGESTIONS)
        if match is None:
            return self._plan(request, matches, others)
        similar = [neighbour_of(other.record) for other in near if other is not match][:SIMILAR]
        source = Source("written", self.name, match.similarity, match.record.source, question=match.record.question)
        if match.similarity >= _SURE or request.to_prepare:
            return _Reply(neighbour_of(match.record).answer, source, others, similar)
        text, words = self._near(match, matches, request)
        return _Reply(text, replace(source, form="near"), others, similar, words)

    def _near(self, match: Match, matches: list[Match], request: Request) -> tuple[str, tuple[int, int]]:
        """An example said to be no more than near, the nearest with a plan beneath; and where the example stands."""
        example, told = neighbour_of(match.record), partial(locale.text, lang=request.lang)
        intro, plan = [told("answer.near_intro", question=example.question)], []
        if match is matches[0]:
            intro.append(told("answer.near_plan"))
            learnt = self._bank.read(request.question).types
            plan = ["", *plan_lines(request.question, learnt, matches, matches[1:], request.lang)]
        before = " ".join(intro) + "\n\n"
        return "\n".join([before + example.answer, *plan]), (len(before), len(before) + len(example.answer))

    def _both(self, halves: Sequence[list[Match]], request: Request) -> "_Reply":
        """Two examples, each under its own question, to who asks two questions at once."""
        near = [[match for match in half if match.similarity >= NEAR] for half in halves]
        chosen = [_next(matches, request) for matches in near]
        if _together(one.record for one in chosen) == request.shown:
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
        return _Reply(_together(shown), source, others, similar[:SIMILAR])

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

    def _advice(self, advised: Record, matches: list[Match], request: Request) -> "_Reply":
        """What is written on a question about the interview itself, and an answer to what it may lead to.

        Who asks what to say to a question is shown first what somebody said.
        """
        both = two_advised(self._bank, request.question)
        texts = [_together(both) if both else advised.answer]
        near = [match for match in matches[: SIMILAR + 1] if match.similarity >= _BESIDE_ADVICE]
        if near:
            example = neighbour_of(near[0].record)
            shown = [locale.text("answer.advice_example", request.lang, question=example.question), example.answer]
            is_first = near[0].similarity >= _SAID_FIRST and wants_an_answer(request.question)
            texts = [*shown, locale.text("answer.advice_too", request.lang), *texts] if is_first else [*texts, *shown]
        others = distinct_questions(_others(matches, *near[:1]), SUGGESTIONS)
        similar = [neighbour_of(match.record) for match in near[1:]]
        return _Reply("\n\n".join(texts), self._source("advice"), others, similar)

    def _aside(self, purpose: Purpose, request: Request) -> "_Reply":
        """What is said to small talk; where a question is near, that it may have been meant, and it comes first."""
        near = self._bank.search(request.question, request.occupation, request.experience, limit=1)
        meant = [match.record.question for match in near if match.similarity >= _MEANT]
        return self._notice("perhaps" if meant else "aside", request, _said_to(purpose, request) + " ", meant)

    def _notice(self, name: str, request: Request, before: str = "", meant: Sequence[str] = ()) -> "_Reply":
        """The service's own word, and three questions to go on with: others for whoever types something else."""
        offered = self._offered(request, _OFFERED)
        start = zlib.crc32(request.question.encode()) % max(1, len(offered) - SUGGESTIONS + 1)
        chosen = (*meant, *(one for one in offered[start : start + SUGGESTIONS] if one not in meant))[:SUGGESTIONS]
        text = before + locale.text(f"answer.{name}", request.lang, example=next(iter(chosen), ""))
        return _Reply(text, self._source("notice"), chosen)

    def _plan(self, request: Request, matches: list[Match], others: list[str]) -> "_Reply":
        """How to build an answer, and under it, by its own question's name, the nearest example."""
        likely = self._bank.read(request.question).types
        near = [neighbour_of(match.record) for match in matches[: SIMILAR + 1] if match.similarity >= BESIDE]
        text = plan_text(request.question, likely, matches, near[:1], request.lang)
        return _Reply(text, self._source("plan"), others, near[1:])

    def _offered(self, request: Request, limit: int) -> tuple[str, ...]:
        return questions_for(self._bank, request.occupation, request.experience, limit)

    def _source(self, form: str) -> Source:
        return Source("written", self.name, form=form)


def _said_to(purpose: Purpose, request: Request) -> str:
    """What is written to just this small talk, or what is said to its kind."""
    if purpose.reply and request.lang == "ko":
        return purpose.reply.answer
    words = ", ".join(f"‘{word}’" for word in named_things(request.question)[:_NAMED])
    topic = locale.text("answer.topic", request.lang, words=words) if words else ""
    return locale.text(f"aside.{purpose.aside}", request.lang, topic=topic)


def _next(near: Sequence[Match], request: Request) -> Match:
    """The attempt-th, starting over past the last; not the one that is shown already, where there is another."""
    place = (request.attempt + (request.seed or 0)) % len(near)
    again = neighbour_of(near[place].record).answer == request.shown
    return near[(place + again) % len(near)]


def _together(records: Iterable[Record]) -> str:
    return "\n\n".join(headed(neighbour_of(one)) for one in records)


def _others(matches: list[Match], *answered: Match) -> Iterator[Match]:
    """What else to offer: the nearest questions, each of a type that was not asked or offered yet."""
    seen = {name for one in answered for name in one.types}
    for match in matches:
        if not match.types & seen:
            seen |= match.types
            yield match
