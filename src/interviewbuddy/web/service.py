"""What answers questions behind the pages: a buddy and a bank, loaded beside the server's start."""

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from interviewbuddy.bank import Bank
from interviewbuddy.buddy import Answer, Buddy
from interviewbuddy.engines.base import Request
from interviewbuddy.errors import BuddyError, UnavailableError

log = logging.getLogger("interviewbuddy")


@dataclass(frozen=True)
class Loaded:
    """A buddy that answers, and the bank that suggests what to ask."""

    buddy: Buddy
    bank: Bank


class Service:
    """Loads in a thread of its own, so that the page opens at once; until then it is unavailable."""

    def __init__(self, load: Callable[[], Loaded], on_failure: Callable[[BuddyError], None]) -> None:
        self._load = load
        self._on_failure = on_failure
        self._loaded: Loaded | None = None
        self._thread = threading.Thread(target=self._run, name="load", daemon=True)
        self._cancels: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def start(self) -> "Service":
        """Begins loading; returns at once."""
        self._thread.start()
        return self

    def wait(self, timeout: float | None = None) -> "Service":
        """Returns when loading has ended, well or not, or after `timeout` seconds."""
        self._thread.join(timeout)
        return self

    def loaded(self) -> Loaded:
        """Buddy and bank.

        :raise UnavailableError: while loading.
        """
        if self._loaded is None:
            raise UnavailableError("model_loading")
        return self._loaded

    def answer(self, request: Request, cancel: threading.Event) -> Answer:
        """One whole answer; setting `cancel`, or closing the service, ends it early.

        :raise UnavailableError: while loading, or as the engine does.
        """
        buddy = self.loaded().buddy
        key = f"whole-{id(cancel)}"
        self.register(key, cancel)
        try:
            with closing(buddy.answer(request, cancel)) as items:
                return next(item for item in items if isinstance(item, Answer))
        finally:
            self.forget(key)

    def register(self, message_id: str, cancel: threading.Event) -> None:
        """Remembers how to stop the answer `message_id`."""
        with self._lock:
            self._cancels[message_id] = cancel

    def forget(self, message_id: str) -> None:
        """The answer `message_id` has ended."""
        with self._lock:
            self._cancels.pop(message_id, None)

    def cancel(self, message_id: str) -> bool:
        """Stops the answer `message_id`; False if it is not under way."""
        with self._lock:
            cancel = self._cancels.get(message_id)
        if cancel:
            cancel.set()
        return cancel is not None

    def close(self) -> None:
        """Ends all answers and gives the engine back."""
        with self._lock:
            for cancel in self._cancels.values():
                cancel.set()
        if self._loaded:
            self._loaded.buddy.engine.close()

    def _run(self) -> None:
        try:
            self._loaded = self._load()
        except BuddyError as error:
            self._on_failure(error)
        except Exception as error:
            log.exception("loading failed")
            self._on_failure(UnavailableError("load_failed", reason=error))
        else:
            log.info("ready: %s", self._loaded.buddy.engine.name)
