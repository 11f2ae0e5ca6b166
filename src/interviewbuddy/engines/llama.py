"""A bundle's model, embedded: token ids in, tokens out, both by the bundle's own tokenizer."""

import random
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event
from typing import Any

from tokenizers.decoders import DecodeStream

from interviewbuddy import bundles
from interviewbuddy.encoding import encode_given, load_tokenizer
from interviewbuddy.engines.base import End, FinishReason, Piece, Request, Source
from interviewbuddy.engines.embedded import EmbeddedServer, event_stream
from interviewbuddy.engines.repetition import Step, Steps, Words, unrepeated
from interviewbuddy.engines.turns import Slots, capped
from interviewbuddy.errors import InputError
from interviewbuddy.prompts import composition, render

SHORTEST_ANSWER = 32
"""Tokens that must be left for an answer, or the question is refused as too long."""


class BundleEngine:
    """Answers with the model of a verified bundle."""

    def __init__(self, folder: Path, slots: int) -> None:
        """:raise InputError: if the bundle is incomplete, changed, or cannot be loaded."""
        self.bundle = bundles.load(folder)
        self.name = self.bundle.name
        self.copies = bundles.copies(folder, self.bundle)
        self.showable = self.bundle.showable
        self._composition = composition(self.bundle.composition)
        self._tokenizer = load_tokenizer(folder / bundles.TOKENIZER)
        self._slots = Slots(slots)
        self.server = EmbeddedServer(folder / bundles.MODEL, slots, self.bundle.context)

    def stream(self, request: Request, cancel: Event) -> Generator[Piece | End, None, None]:
        """Tokens as text, never a broken character; `length` where the cap ended it.

        :raise InputError: if question and conditions leave no room for an answer.
        """
        body = self._body(request)
        source = Source("generated", self.name, demonstration=self.bundle.demonstration)
        reason: FinishReason = "cancelled"
        with self._slots.one(cancel) as held:
            if held:
                reason = yield from self._pieces(body, cancel)
        yield End(reason, source)

    def close(self) -> None:
        """Unloads the model."""
        self.server.close()

    def _body(self, request: Request) -> dict[str, Any]:
        ids = self._ids(request)
        sampling = asdict(self.bundle.sampling)
        limit = min(sampling.pop("max_tokens"), self.bundle.context - len(ids))
        seed = random.getrandbits(31) if request.seed is None else request.seed + request.attempt
        return {
            **sampling,
            "prompt": ids,
            "n_predict": limit,
            "seed": seed,
            "stream": True,
            "return_tokens": True,
            "cache_prompt": True,
            "logit_bias": self._never(),
        }

    def _ids(self, request: Request) -> list[int]:
        """The prompt; neighbours, then notes too, are left out where they would take half the model's context."""
        bare = replace(request, neighbours=())
        for one in (request, bare, replace(bare, notes="")):
            ids = encode_given(self._tokenizer, render(self._composition, one.parts), self.bundle.special)
            if len(ids) <= self.bundle.context // 2:
                return ids
        limit = self.bundle.context - SHORTEST_ANSWER
        if len(ids) > limit:
            raise InputError("question_too_long_for_model", limit=limit, length=len(ids))
        return ids

    def _never(self) -> list[list[Any]]:
        """Special tokens that no answer contains: all but the one that ends it."""
        special = self._tokenizer.get_added_tokens_decoder()
        return [[number, False] for number in special if number != self.bundle.special.eos]

    def _pieces(self, body: dict[str, Any], cancel: Event) -> Any:
        def write(kept: Sequence[Step], refused: Words, limit: int | None) -> Steps:
            left = body["n_predict"] - len(_tokens(kept))
            if left <= 0:
                yield Step("", (), "length")
                return
            yield from self._steps(_continued(body, kept, refused, min(limit or left, left)), kept, cancel)

        with closing(unrepeated(write)) as steps:
            return (yield from capped(steps, body["n_predict"]))

    def _steps(self, body: dict[str, Any], kept: Sequence[Step], cancel: Event) -> Steps:
        """Tokens as text; those that make half a character wait for the other half."""
        decoder = DecodeStream(skip_special_tokens=True)
        for number in _tokens(kept):
            decoder.step(self._tokenizer, number)
        waiting: list[int] = []
        with event_stream(self.server.client, "/completion", body, cancel) as events:
            for event in events:
                for number in event.get("tokens", ()):
                    waiting.append(number)
                    if text := decoder.step(self._tokenizer, number):
                        yield Step(text, tuple(waiting))
                        waiting = []
                if event.get("stop"):
                    yield Step("", tuple(waiting), "length" if event.get("stop_type") == "limit" else "stop")
                    return


def _continued(body: dict[str, Any], kept: Sequence[Step], refused: Words, limit: int) -> dict[str, Any]:
    """The request for `limit` tokens after the steps kept, the first of them none that those refused begin with."""
    said = _tokens(kept)
    never = [[number, False] for word in refused for number in _tokens(word)[:1]]
    return {
        **body,
        "prompt": [*body["prompt"], *said],
        "n_predict": limit,
        "seed": body["seed"] + len(said),
        "logit_bias": [*body["logit_bias"], *never],
    }


def _tokens(steps: Sequence[Step]) -> list[int]:
    return [number for step in steps for number in step.tokens]
