"""Models that bring a chat template of their own: any OpenAI-compatible server, or a GGUF file."""

import mmap
import os
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from itertools import zip_longest
from pathlib import Path
from threading import Event
from typing import Any

import httpx

from interviewbuddy.bundles import Sampling
from interviewbuddy.engines.base import End, FinishReason, Piece, Request, Source
from interviewbuddy.engines.embedded import EmbeddedServer, RefusedError, event_stream
from interviewbuddy.engines.repetition import Step, Steps, Words, text_of, unrepeated
from interviewbuddy.engines.turns import Slots, capped
from interviewbuddy.errors import InputError, UnavailableError
from interviewbuddy.prompts import GROUNDED, chat_messages, render

MAX_TOKENS = 600
GGUF_CONTEXT = 4096
REMOTE_SLOTS = 16
_HEADER_BYTES = 64 << 20
_PIECES = 4  # a syllable may be so many tokens, and its text comes with the last of them


class ChatEngine:
    """Speaks OpenAI's chat protocol (https://platform.openai.com/docs/api-reference/chat) to a client."""

    def __init__(self, client: httpx.Client, path: str, name: str, slots: int) -> None:
        self.name = name
        self._client = client
        self._path = path
        self._slots = Slots(slots)

    def stream(self, request: Request, cancel: Event) -> Generator[Piece | End, None, None]:
        """The model's answer in the applicant's role; without the neighbours where its context cannot hold them."""
        reason: FinishReason = "cancelled"
        with self._slots.one(cancel) as held:
            if held:
                try:
                    reason = yield from self._pieces(self._body(request), cancel)
                except RefusedError:
                    if not request.neighbours:
                        raise
                    reason = yield from self._pieces(self._body(replace(request, neighbours=())), cancel)
        yield End(reason, Source("generated", self.name))

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _body(self, request: Request) -> dict[str, Any]:
        seed = {} if request.seed is None else {"seed": request.seed + request.attempt}
        return {
            "model": self.name,
            "messages": chat_messages(request.parts, request.notes, request.neighbours),
            "max_tokens": MAX_TOKENS,
            "temperature": 0.7,
            "stream": True,
            **seed,
        }

    def _pieces(self, body: dict[str, Any], cancel: Event) -> Any:
        with closing(self._steps(body, cancel)) as steps:
            return (yield from capped(steps, MAX_TOKENS))

    def _steps(self, body: dict[str, Any], cancel: Event) -> Steps:
        """What the server says to one request; one that breaks off without a reason has ended."""
        with event_stream(self._client, self._path, body, cancel) as events:
            for event in events:
                step = _read(event)
                yield step
                if step.reason:
                    return
        if not cancel.is_set():
            yield Step("", (), "stop")


def _read(event: dict[str, Any]) -> Step:
    """Text and finish reason of one event of either protocol (chat chunks, llama.cpp completions)."""
    if "choices" in event:
        choice = (event["choices"] or [{}])[0]
        text, reason = (choice.get("delta") or {}).get("content"), choice.get("finish_reason")
    else:
        text, reason = event.get("content"), event.get("stop") and event.get("stop_type")
    return Step(text or "", (), ("length" if reason in {"length", "limit"} else "stop") if reason else None)


class RemoteEngine(ChatEngine):
    """A server elsewhere: vLLM, llama-server, or anything that speaks OpenAI's protocol."""

    def __init__(self, url: str) -> None:
        """:raise InputError: if the server cannot be reached or names no model."""
        base = url.rstrip("/")
        base = base if base.endswith("/v1") else f"{base}/v1"
        key = os.environ.get("BUDDY_API_KEY") or os.environ.get("OPENAI_API_KEY")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        client = httpx.Client(base_url=base, headers=headers, timeout=httpx.Timeout(10.0, read=120.0, pool=None))
        try:
            models = client.get("/models").raise_for_status().json()["data"]
            name = models[0]["id"]
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as error:
            client.close()
            raise InputError("remote_unreachable", url=url, reason=error or type(error).__name__) from error
        super().__init__(client, "/chat/completions", name, REMOTE_SLOTS)


class GgufEngine(ChatEngine):
    """A user's own GGUF file, with the tokenizer and the chat template inside it.

    A file without a template is no instruct model; it is given the plain prompt and goes on writing.
    """

    def __init__(self, path: Path, slots: int) -> None:
        """:raise InputError: if llama.cpp cannot load the file."""
        self.server = EmbeddedServer(path, slots, GGUF_CONTEXT)
        self._has_template = _has_chat_template(path)
        route = "/v1/chat/completions" if self._has_template else "/completion"
        super().__init__(self.server.client, route, path.stem, slots)

    def close(self) -> None:
        """Unloads the model."""
        self.server.close()

    def _body(self, request: Request) -> dict[str, Any]:
        body = super()._body(request)
        if self._has_template:
            return body
        prompt = render(GROUNDED["conditions-question-answer"], request.parts).given
        sampling = {name: value for name, value in asdict(Sampling()).items() if name != "max_tokens"}
        return {**body, **sampling, "prompt": prompt, "n_predict": MAX_TOKENS}

    def _steps(self, body: dict[str, Any], cancel: Event) -> Steps:
        def write(kept: Sequence[Step], refused: Words, limit: int | None) -> Steps:
            said, left = text_of(kept), MAX_TOKENS - len(kept)
            if left <= 0:
                yield Step("", (), "length")
                return
            never = [number for word in refused for number in self._first_token(said, text_of(word))]
            left = min(limit * _PIECES, left) if limit else left
            yield from self._going_on(_continued(body, said, never, left, len(kept)), bool(kept), cancel)

        return unrepeated(write)

    def _going_on(self, body: dict[str, Any], is_begun: bool, cancel: Event) -> Steps:
        """An answer begun before; a template that has no place for one ends it at its last sentence."""
        try:
            yield from super()._steps(body, cancel)
        except RefusedError:
            if not is_begun:
                raise
            yield Step("", (), "length")

    def _first_token(self, said: str, words: str) -> list[int]:
        """The id of the token with which `words` goes on after `said`."""
        before, after = (self._ids(text) for text in (said, said + words))
        return [new for old, new in zip_longest(before, after) if old != new and new is not None][:1]

    def _ids(self, text: str) -> list[int]:
        try:
            found = self._client.post("/tokenize", json={"content": text}).raise_for_status().json()
        except httpx.HTTPError as error:
            raise UnavailableError("engine_gone") from error
        return [int(number) for number in found["tokens"]]


def _continued(body: dict[str, Any], said: str, never: Sequence[int], left: int, place: int) -> dict[str, Any]:
    """The request for what follows what was said: the assistant's turn begun, or more of the prompt."""
    more: dict[str, Any] = {"max_tokens": left, "n_predict": left, "logit_bias": [[number, False] for number in never]}
    if "seed" in body:
        more["seed"] = body["seed"] + place
    if "prompt" in body:
        return {**body, **more, "prompt": body["prompt"] + said}
    begun = [{"role": "assistant", "content": said}] if said else []
    return {**body, **more, "messages": [*body["messages"], *begun]}


def _has_chat_template(path: Path) -> bool:
    """Whether the file's header names a template."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as header:
        return header.find(b"tokenizer.chat_template", 0, _HEADER_BYTES) >= 0
