"""The offline default: the written answer whose question is nearest, streamed word by word."""

import re
from collections.abc import Generator, Iterator
from threading import Event

from interviewbuddy import locale
from interviewbuddy.bank import NEAR, Bank, Match, distinct_questions
from interviewbuddy.engines.base import End, FinishReason, Piece, Request, Source

SUGGESTIONS = 3
_WORDS = re.compile(r"\s*\S+")


class BankEngine:
    """Answers from written records; says so, and offers near questions, where none fits."""

    name = "bank"

    def __init__(self, bank: Bank, pace: float = 0.012) -> None:
        """:param pace: seconds between words, so that a reader can follow (0 on a terminal)."""
        self._bank = bank
        self._pace = pace

    def stream(self, request: Request, cancel: Event) -> Generator[Piece | End, None, None]:
        """The attempt-th nearest answer; past the last near one it starts over."""
        matches = self._bank.search(request.question, request.occupation, request.experience)
        near = [match for match in matches if match.similarity >= NEAR]
        match = near[(request.attempt + (request.seed or 0)) % len(near)] if near else None
        others = distinct_questions(_others(matches, match), SUGGESTIONS)
        if match is None:
            yield from self._words(locale.text("answer.nothing_near", request.lang), cancel)
            similarity = matches[0].similarity if matches else 0.0
            yield End(_reason(cancel), Source("written", self.name, similarity), tuple(others))
            return
        yield from self._words(match.record.answer or match.record.answer_raw, cancel)
        source = Source("written", self.name, match.similarity, match.record.source, question=match.record.question)
        yield End(_reason(cancel), source, tuple(others))

    def _words(self, text: str, cancel: Event) -> Iterator[Piece]:
        for word in _WORDS.findall(text):
            if cancel.is_set():
                return
            yield Piece(word)
            if self._pace:
                cancel.wait(self._pace)

    def close(self) -> None:
        """Nothing is held."""


def _reason(cancel: Event) -> FinishReason:
    return "cancelled" if cancel.is_set() else "stop"


def _others(matches: list[Match], answered: Match | None) -> Iterator[Match]:
    """What else to offer: the nearest questions, each of a type that was not asked or offered yet."""
    seen = _types(answered) if answered else set()
    for match in matches:
        types = _types(match)
        if not types & seen:
            seen |= types
            yield match


def _types(match: Match) -> set[str]:
    return {intent.expression for intent in match.record.intents} or {match.record.question}
