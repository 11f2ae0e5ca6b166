"""Taking turns at an engine, and ending an answer well: a bounded queue, and a token cap at sentence ends."""

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from threading import Event

from interviewbuddy.engines.base import FinishReason, Piece
from interviewbuddy.engines.repetition import Steps
from interviewbuddy.errors import UnavailableError
from interviewbuddy.korean import last_sentence_end

QUEUE = 32
"""How many may wait for a slot; the next one is told to come back."""

PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.05


class Slots:
    """So many answers at a time, so many more waiting, nobody for ever."""

    def __init__(self, slots: int, queue: int = QUEUE, patience: float = PATIENCE_SECONDS) -> None:
        self._free = threading.Semaphore(slots)
        self._lock = threading.Lock()
        self._waiting = 0
        self._queue = queue
        self._patience = patience

    @contextmanager
    def one(self, cancel: Event) -> Iterator[bool]:
        """Holds a slot; yields False, holding none, if the caller gave up while waiting.

        :raise UnavailableError: if the queue is full or no slot came free in time.
        """
        held = self._take(cancel)
        try:
            yield held
        finally:
            if held:
                self._free.release()

    def _take(self, cancel: Event) -> bool:
        if self._free.acquire(blocking=False):
            return True
        with self._lock:
            if self._waiting >= self._queue:
                raise UnavailableError("busy")
            self._waiting += 1
        try:
            return self._wait(cancel)
        finally:
            with self._lock:
                self._waiting -= 1

    def _wait(self, cancel: Event) -> bool:
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            if cancel.is_set():
                return False
            if self._free.acquire(timeout=_POLL_SECONDS):
                return True
        raise UnavailableError("busy")


class SentenceCap:
    """Ends an answer at a sentence end once three quarters of its tokens are used.

    From there on only whole sentences are let through, so that the hard cap cuts nothing a reader
    has seen but, at worst, a single endless sentence.
    """

    def __init__(self, max_tokens: int) -> None:
        self._soft = max_tokens * 3 // 4
        self._used = 0
        self._held = ""
        self.reached = False

    def feed(self, text: str, tokens: int = 1) -> str:
        """The text to let through now; `reached` turns true at the sentence end that ends the answer."""
        self._used += tokens
        if self._used < self._soft:
            return text
        self._held += text
        # Punctuation may belong to what follows (3.5, "…"), so a sentence has ended when white space follows.
        end = last_sentence_end(self._held.rstrip()) if self._held[-1:].isspace() else _end_before_space(self._held)
        if not end:
            return ""
        released, self._held = self._held[:end], ""
        self.reached = True
        return released

    def rest(self, finished: bool) -> str:
        """What is still held when the engine stopped: all of it if it stopped by itself, else nothing."""
        return self._held if finished else ""


def capped(steps: Steps, max_tokens: int) -> Generator[Piece, None, FinishReason]:
    """The steps' text up to the cap, and why it ended; a step whose tokens are not known counts as one."""
    cap = SentenceCap(max_tokens)
    for step in steps:
        if text := cap.feed(step.text, len(step.tokens) or 1):
            yield Piece(text)
        if cap.reached:
            return "length"
        if step.reason:
            if text := cap.rest(step.reason == "stop"):
                yield Piece(text)
            return step.reason
    return "cancelled"


def _end_before_space(text: str) -> int:
    """The end of the first sentence that white space follows; 0 if none."""
    head, _, _ = text.rpartition(" ")
    return last_sentence_end(head)
