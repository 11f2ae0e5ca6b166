"""Models that bring a chat template of their own: any OpenAI-compatible server, or a GGUF file."""

import mmap
import os
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import httpx

from interviewbuddy.engines.base import End, FinishReason, Piece, Request, Source
from interviewbuddy.engines.embedded import EmbeddedServer, RefusedError, event_stream
from interviewbuddy.engines.turns import SentenceCap, Slots
from interviewbuddy.errors import InputError
from interviewbuddy.prompts import GROUNDED, chat_messages, render

MAX_TOKENS = 600
GGUF_CONTEXT = 4096
REMOTE_SLOTS = 16
_HEADER_BYTES = 64 << 20


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
        cap = SentenceCap(MAX_TOKENS)
        with event_stream(self._client, self._path, body, cancel) as events:
            for event in events:
                text, finished = _read(event)
                if released := cap.feed(text):
                    yield Piece(released)
                if finished or cap.reached:
                    ended = finished != "length" and not cap.reached
                    if rest := cap.rest(ended):
                        yield Piece(rest)
                    return "stop" if ended else "length"
            if cancel.is_set():
                return "cancelled"
            if rest := cap.rest(finished=True):
                yield Piece(rest)
        return "stop"


def _read(event: dict[str, Any]) -> tuple[str, str | None]:
    """Text and finish reason of one event of either protocol (chat chunks, llama.cpp completions)."""
    if "choices" in event:
        choice = (event["choices"] or [{}])[0]
        return (choice.get("delta") or {}).get("content") or "", choice.get("finish_reason")
    reason = ("length" if event.get("stop_type") == "limit" else "stop") if event.get("stop") else None
    return event.get("content") or "", reason


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
        return {**body, "prompt": prompt, "n_predict": MAX_TOKENS, "repeat_penalty": 1.15}


def _has_chat_template(path: Path) -> bool:
    """Whether the file's header names a template."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as header:
        return header.find(b"tokenizer.chat_template", 0, _HEADER_BYTES) >= 0
