"""One try of an engine at an answer: what of it may be shown as it comes, and when it must stop.

Text never runs past the end of the answer into the interviewer's next question. Where a draft is
watched, nothing is shown before the first sentence stands, and a loop or a forbidden copy ends it.
Knows nothing of retries.
"""

import re
from collections.abc import Generator
from contextlib import closing
from threading import Event

from interviewbuddy.checks import loop_start
from interviewbuddy.engines.base import End, Engine, FinishReason, Piece, Request
from interviewbuddy.grounding import Fault, Grounding
from interviewbuddy.korean import last_sentence_end

HELD = 120
"""Characters held back at most while the first sentence has not ended."""

_LOOK_EVERY = 80
_WORTH_KEEPING = 60

# Where a model starts to speak for the interviewer: a label of the prompt or of a transcript.
# It begins a line or follows a sentence; inside a sentence ("입사 경력: 3년", "FAQ:") it is text.
_LABEL = r"(?:질문자?|면접관|지원자|답변|경력|직군|요약|참고|메모|Q|A|USER|Question|Interviewer|Assistant)"
_BEFORE = r"(?:^|\n\s*|(?<=[.!?…])\s*)"
_OTHER_SIDE = re.compile(rf"{_BEFORE}[*\[(]*{_LABEL}(?:님)?[*\])]*\s*[:：]|\n\s*\[(?:면접관|질문자)\]")
_MAYBE_OTHER_SIDE = re.compile(rf"{_BEFORE}[*\[(]*(?:[가-힣]{{0,4}}|[A-Za-z]{{0,11}})[*\])]*\s*$")


class Draft:
    """One stream of an engine. Once `pieces` are through, the attributes say what came of it.

    `text` is what a reader should be left with: whole sentences, nothing of a loop where enough stands
    before it, and of a cancelled draft no more than was `shown`.
    """

    def __init__(self, engine: Engine, request: Request, cancel: Event, grounding: Grounding | None = None) -> None:
        self.text = ""
        self.shown = ""
        self.fault: Fault | None = None
        self.cancelled = False
        self._engine, self._request, self._cancel, self._grounding = engine, request, cancel, grounding
        self._speaker = OneSpeaker()
        self._end: End | None = None
        self._looked = 0
        self._cut = False

    @property
    def end(self) -> End:
        """The engine's own end."""
        assert self._end is not None, "an engine ends with End"
        return self._end

    @property
    def reason(self) -> FinishReason:
        """Why the text ends: `stop` too where it was cut at a loop or before the other side's words."""
        return "stop" if self._cut and not self.cancelled else self.end.finish_reason

    def pieces(self) -> Generator[Piece, None, None]:
        """What may be shown as it comes; the engine is let go where the draft fails or the other side speaks."""
        stop = _Stop(self._cancel)
        with closing(self._engine.stream(self._request, stop)) as items:
            for item in items:
                if isinstance(item, End):
                    self._end = item
                elif not self.fault and self._speaker.feed(item.text):
                    yield from self._let(self._speaker.text)
                if self.fault or self._speaker.other_side:
                    self._cut = True
                    stop.set()
        self._conclude()

    def rest(self) -> Generator[Piece, None, None]:
        """What was held back to the end, for a draft that is to be shown."""
        if self.text.startswith(self.shown) and (more := self.text[len(self.shown) :]):
            self.shown = self.text
            yield Piece(more)

    def verdict(self) -> Fault | None:
        """What is wrong with the text that is left."""
        return self.fault or (self._grounding.fault(self._request, self.text) if self._grounding else None)

    def _let(self, text: str) -> Generator[Piece, None, None]:
        if self._grounding:
            self.fault = self._look(self._grounding, text)
            if self.fault or not (self.shown or len(text) >= HELD or last_sentence_end(text)):
                return
        more = text[len(self.shown) :]
        self.shown = text
        yield Piece(more)

    def _look(self, grounding: Grounding, text: str) -> Fault | None:
        if "\ufffd" in text:
            return "broken"
        if not grounding.showable and grounding.repeats_training(text):
            return "copied"
        if len(text) - self._looked >= _LOOK_EVERY or last_sentence_end(text) > self._looked:
            self._looked = len(text)
            return "looping" if loop_start(text) is not None else None
        return None

    def _conclude(self) -> None:
        self._speaker.rest()
        self.cancelled = self.end.finish_reason == "cancelled" and self._cancel.is_set()
        text = self._speaker.text.strip()
        if self._grounding and self.cancelled:
            text = self.shown.strip()
        elif self._grounding and self.fault in {None, "looping"} and (loop := loop_start(text)) is not None:
            kept = _whole_before(text, loop)
            self.fault, self._cut = None if kept else "looping", True
            text = kept or text
        elif self.reason == "length":
            text = text[: last_sentence_end(text)] or text
        self.text = text


def _whole_before(text: str, loop: int) -> str:
    """The whole sentences before a loop; "" if they are too few to be an answer."""
    kept = text[: last_sentence_end(text[:loop])].rstrip()
    return kept if len(kept) >= _WORTH_KEEPING else ""


class _Stop(Event):
    """Set when the person gave up, or when this draft alone must end."""

    def __init__(self, outer: Event) -> None:
        super().__init__()
        self._outer = outer

    def is_set(self) -> bool:
        """Either of both."""
        return super().is_set() or self._outer.is_set()


class OneSpeaker:
    """Lets text through until the other side begins to speak; holds back what might be its label."""

    def __init__(self) -> None:
        self.text = ""
        self.other_side = False
        self._held = ""

    def feed(self, text: str) -> str:
        """What of the text so far held back and `text` may be shown now."""
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
        """What was held back, now that nothing follows that could make a label of it."""
        held, self._held = self._held, ""
        return self._let(held.rstrip()) if not self.other_side else ""

    def _let(self, text: str) -> str:
        if not self.text:
            text = text.lstrip()
        self.text += text
        return text
