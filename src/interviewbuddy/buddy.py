"""A question and its conditions in, a stream of text and one `Answer` out.

Puts an engine and the guards together: text never runs past the end of the answer into the
interviewer's next question, is cut to whole sentences where the token cap ended it, and the facts
the person never gave are found. Knows nothing of HTTP or of how an engine works.
"""

import re
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from threading import Event

from interviewbuddy.engines.base import End, Engine, FinishReason, Piece, Request, Source
from interviewbuddy.guards import Fact, unsupported_facts
from interviewbuddy.korean import last_sentence_end

# Where a model starts to speak for the interviewer: a label of the prompt or of a transcript.
# It begins a line or follows a sentence; inside a sentence ("입사 경력: 3년", "FAQ:") it is text.
_LABEL = r"(?:질문자?|면접관|지원자|답변|경력|직군|요약|Q|A|USER|Question|Interviewer|Assistant)"
_BEFORE = r"(?:^|\n\s*|(?<=[.!?…])\s*)"
_OTHER_SIDE = re.compile(rf"{_BEFORE}[*\[(]*{_LABEL}(?:님)?[*\])]*\s*[:：]|\n\s*\[(?:면접관|질문자)\]")
_MAYBE_OTHER_SIDE = re.compile(rf"{_BEFORE}[*\[(]*(?:[가-힣]{{0,4}}|[A-Za-z]{{0,11}})[*\])]*\s*$")


@dataclass(frozen=True)
class Answer:
    """A finished answer: the whole text, why it ended, whose words, and what in it nobody vouches for."""

    text: str
    finish_reason: FinishReason
    source: Source
    facts: tuple[Fact, ...]
    suggestions: tuple[str, ...]


class Buddy:
    """One engine behind the guards."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def answer(self, request: Request, cancel: Event) -> Generator[Piece | Answer, None, None]:
        """Pieces of text, then one `Answer` whose text is what a reader should be left with.

        `cancel` is also set here where the model began to speak for the other side.
        The answer's text is shorter than the pieces' only where the cap broke a sentence off.

        :raise UnavailableError: as the engine does.
        """
        speaker = _OneSpeaker()
        end: End | None = None
        with closing(self.engine.stream(request, cancel)) as items:
            for item in items:
                if isinstance(item, End):
                    end = item
                elif text := speaker.feed(item.text):
                    yield Piece(text)
                if speaker.other_side:
                    cancel.set()
        if text := speaker.rest():
            yield Piece(text)
        assert end is not None, "an engine ends with End"
        yield self._finished(request, speaker, end)

    def _finished(self, request: Request, speaker: "_OneSpeaker", end: End) -> Answer:
        text = speaker.text.strip()
        reason: FinishReason = "stop" if speaker.other_side else end.finish_reason
        if reason == "length":
            text = text[: last_sentence_end(text)] or text
        facts = unsupported_facts(text, f"{request.question}\n{request.notes}")
        return Answer(text, reason, end.source, tuple(facts), end.suggestions)


class _OneSpeaker:
    """Lets text through until the other side begins to speak; holds back what might be its label."""

    def __init__(self) -> None:
        self.text = ""
        self.other_side = False
        self._held = ""

    def feed(self, text: str) -> str:
        if self.other_side:
            return ""
        before = self.text[-1:]  # what a label may follow has been let through already
        window = before + self._held + text
        if match := _OTHER_SIDE.search(window, len(before)):
            self.other_side = True
            self._held = ""
            return self._let(window[len(before) : match.start()])
        at = _MAYBE_OTHER_SIDE.search(window, len(before))
        cut = at.start() if at else len(window)
        self._held = window[cut:]
        return self._let(window[len(before) : cut])

    def rest(self) -> str:
        held, self._held = self._held, ""
        return self._let(held.rstrip()) if not self.other_side else ""

    def _let(self, text: str) -> str:
        if not self.text:
            text = text.lstrip()
        self.text += text
        return text
