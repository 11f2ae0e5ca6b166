"""An evaluator that is a model behind an OpenAI-compatible address.

It is asked as an evaluator is shown an answer, at temperature 0, and its reply is believed only if it is
one JSON object with the three marks and nothing else; a code fence around it is taken off. A reply that
is not is asked for once more; a second one leaves the answer unrated. Knows nothing of whose answers they are.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import httpx

from interviewbuddy.database import Database
from interviewbuddy.errors import InputError
from interviewbuddy.ratings.rounds import seat_model
from interviewbuddy.ratings.scale import CRITERIA, POINTS, Marks, criteria, judge_words
from interviewbuddy.ratings.seats import Save, Seats

TRIES = 2
MAX_TOKENS = 200
_FENCE = re.compile(r"```(?:json)?\s*(.*?)\s*```", re.DOTALL)


class Judge:
    """One model at one address (https://platform.openai.com/docs/api-reference/chat)."""

    def __init__(self, url: str) -> None:
        """:raise InputError: if the server cannot be reached or names no model."""
        base = url.rstrip("/")
        base = base if base.endswith("/v1") else f"{base}/v1"
        key = os.environ.get("BUDDY_API_KEY") or os.environ.get("OPENAI_API_KEY")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.url = url
        try:
            self._client = httpx.Client(base_url=base, headers=headers, timeout=httpx.Timeout(10.0, read=120.0))
            self.name = str(self._client.get("/models").raise_for_status().json()["data"][0]["id"])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, IndexError, TypeError) as error:
            raise InputError("remote_unreachable", url=url, reason=error or type(error).__name__) from error

    def rate(self, question: str, answer: str) -> Marks | None:
        """The model's marks for an answer; None where it gave none that can be read.

        :raise InputError: if the server can no longer be reached.
        """
        body = {
            "model": self.name,
            "messages": messages(question, answer),
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
        }
        for _ in range(TRIES):
            try:
                reply = self._client.post("/chat/completions", json=body).raise_for_status().json()
                if marks := parsed(reply["choices"][0]["message"]["content"]):
                    return marks
            except httpx.TransportError as error:
                raise InputError("remote_unreachable", url=self.url, reason=error or type(error).__name__) from error
            except (httpx.HTTPStatusError, ValueError, KeyError, IndexError, TypeError):
                continue
        return None

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()


def messages(question: str, answer: str) -> list[dict[str, str]]:
    """What the model is asked: the scale as people read it, then the question and the answer."""
    words = judge_words()
    scale = "\n\n".join(
        "\n".join([f"{one.id} ({one.name})", *(f"{point}: {meaning}" for point, meaning in enumerate(one.points))])
        for one in criteria("ko")
    )
    form = json.dumps(dict.fromkeys(CRITERIA, 0))
    system = words["system"].replace("{criteria}", scale).replace("{form}", form)
    # Replaced last: an answer may well say {question}.
    before, after = words["user"].replace("{question}", question, 1).rsplit("{answer}", 1)
    return [{"role": "system", "content": system}, {"role": "user", "content": before + answer + after}]


def parsed(reply: Any) -> Marks | None:
    """The marks of a reply that is exactly the three of them; None for any other."""
    if not isinstance(reply, str):
        return None
    fenced = _FENCE.fullmatch(reply.strip())
    try:
        value = json.loads(fenced[1] if fenced else reply)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or set(value) != set(CRITERIA):
        return None
    right = all(isinstance(mark, int) and not isinstance(mark, bool) and mark in POINTS for mark in value.values())
    return Marks(**value) if right else None


def rate_all(
    database: Database, name: str, judge: Judge, watched: Callable[[list[str]], Iterable[str]] = iter
) -> tuple[int, int]:
    """Rates every answer of an open round that this model has not rated yet: how many it did, and could not.

    :param watched: what the places go through, such as a progress bar.
    What was rated stays where the server fails in between; the next call goes on from there.

    :raise InputError: if the round is closed or the server can no longer be reached.
    """
    seats, seat = Seats(database), seat_model(database, name, judge.name)
    rated = failed = 0
    for place in watched(seats.unrated(seat)):
        item = seats.item(seat, place)["item"]
        marks = judge.rate(item["question"] or "", item["answer"] or "")
        if marks is None:
            failed += 1
        else:
            seats.save(seat, place, Save(marks, "", item["revision"]))
            rated += 1
    return rated, failed
