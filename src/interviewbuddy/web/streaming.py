"""One answer as server-sent events: `token`… then one `done` or one `error`.

A `restart` in between takes back the tokens before it; whoever passes over it still finds the whole
answer in `done`.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from interviewbuddy import locale
from interviewbuddy.buddy import Answer, Buddy, Restart
from interviewbuddy.engines.base import Request
from interviewbuddy.errors import BuddyError
from interviewbuddy.web.service import Service
from interviewbuddy.web.store import Store, Turn

log = logging.getLogger("interviewbuddy")


class Cancellation(threading.Event):
    """Set when the visitor pressed stop, and also when the client has left; `ended` when all is written down."""

    def __init__(self, has_left: Callable[[], bool] | None = None) -> None:
        super().__init__()
        self.ended = False
        self._has_left = has_left or (lambda: False)

    def is_set(self) -> bool:
        """Whether nobody waits for more."""
        return super().is_set() or self._has_left()


def stream_answer(
    buddy: Buddy, service: Service, store: Store, turn: Turn, cancel: Cancellation, lang: str
) -> Iterator[str]:
    """The events of one answer; what was said so far is kept however it ends."""
    said: list[str] = []
    outcome: str | None = "cancelled"
    try:
        with closing(buddy.answer(_request(turn, lang), cancel)) as items:
            for item in items:
                if isinstance(item, Answer):
                    store.finish_turn(turn.id, answer=item.text, **told(item))
                    outcome = None
                    yield _event("done", _done(turn, item))
                elif isinstance(item, Restart):
                    said.clear()
                    yield _event("restart", {"fault": item.fault})
                else:
                    said.append(item.text)
                    yield _event("token", {"text": item.text})
    except BuddyError as error:
        outcome = "error"
        yield _event("error", {"code": error.code, "message": error.message(lang)})
    except Exception:
        log.exception("an answer failed")
        outcome = "error"
        yield _event("error", {"code": "internal", "message": locale.text("error.internal", lang)})
    finally:
        cancel.set()
        cancel.ended = True
        service.forget(turn.id)
        if outcome:
            store.finish_turn(turn.id, answer="".join(said), finish_reason=outcome)


def end_unbegun(service: Service, store: Store, turn: Turn, cancel: Cancellation) -> None:
    """Closes the books on an answer whose client left before its stream began; else does nothing."""
    if not cancel.ended:
        service.forget(turn.id)
        store.finish_turn(turn.id, finish_reason="cancelled")


def _request(turn: Turn, lang: str) -> Request:
    return Request(turn.question, turn.occupation, turn.experience, turn.notes, turn.attempt, lang)


def told(answer: Answer) -> dict[str, Any]:
    """All of an answer but its text, as the API says it and the store keeps it."""
    return {
        "finish_reason": answer.finish_reason,
        "source": answer.source.as_json(),
        "facts": [fact.as_json() for fact in answer.facts],
        "suggestions": list(answer.suggestions),
        "follow_ups": list(answer.follow_ups),
        "similar": [{"question": one.question, "answer": one.answer} for one in answer.similar],
    }


def _done(turn: Turn, answer: Answer) -> dict[str, Any]:
    ids = {"message_id": turn.id, "conversation_id": turn.conversation_id}
    return {**ids, "text": answer.text, **told(answer)}


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
