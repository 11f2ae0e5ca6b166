"""llama.cpp in this process (the xllamacpp wheel), spoken to over its own HTTP on a loopback port.

The port answers only to a key made for this process. Closing a stream frees its slot at once.
"""

import json
import logging
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import httpx

from interviewbuddy.errors import InputError, UnavailableError

log = logging.getLogger("interviewbuddy")


class RefusedError(UnavailableError):
    """The server would not have the request as it is: too long for it, most likely."""


class EmbeddedServer:
    """A GGUF model loaded and listening."""

    def __init__(self, model: Path, slots: int, context: int) -> None:
        """:param context: tokens a slot can hold.
        :raise InputError: if llama.cpp cannot load the file.
        """
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(model)
        params.n_parallel = slots
        params.n_ctx = slots * context
        params.fit_params = False
        params.ui = False
        params.verbosity = -1
        params.sse_ping_interval = 1
        params.n_threads_http = slots + 2
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = os.cpu_count() or 1
        key = secrets.token_hex(16)
        params.api_keys = [key]
        if not _is_gguf(model):
            raise InputError("model_unusable", model=model, reason="GGUF")
        try:
            self._server = xllamacpp.Server(params)
        except (RuntimeError, ValueError) as error:
            raise InputError("model_unusable", model=model, reason=error) from error
        self.client = httpx.Client(
            base_url=self._server.listening_address,
            headers={"Authorization": f"Bearer {key}"},
            timeout=httpx.Timeout(10.0, read=120.0, pool=None),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
            trust_env=False,
        )

    def busy_slots(self) -> int:
        """How many slots are writing now."""
        return sum(slot["is_processing"] for slot in self.client.get("/slots").json())

    def close(self) -> None:
        """Unloads the model."""
        self.client.close()
        self._server = None


@contextmanager
def event_stream(
    client: httpx.Client, path: str, body: dict[str, Any], cancel: Event
) -> Generator[Generator[dict[str, Any], None, None], None, None]:
    """The JSON objects of a server-sent stream; leaving the block closes the connection.

    :raise RefusedError: if the server answers 400, as it does where the prompt is longer than its context.
    :raise UnavailableError: if it has no room, cannot be reached, or breaks off.
    """
    try:
        with client.stream("POST", path, json=body) as response:
            if response.status_code != 200:
                log.warning("the model server answered %s: %s", response.status_code, response.read()[:500])
                if response.status_code == 400:
                    raise RefusedError("engine_gone")
                raise UnavailableError("busy" if response.status_code in {429, 503} else "engine_gone")
            yield _events(response, cancel)
    except httpx.HTTPError as error:
        raise UnavailableError("engine_gone") from error


def _events(response: httpx.Response, cancel: Event) -> Generator[dict[str, Any], None, None]:
    # The server's pings make a line every second, so a cancel is seen even while it reads a prompt.
    for line in response.iter_lines():
        if cancel.is_set():
            return
        data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
        if data == "[DONE]":
            return
        if data:
            event = json.loads(data)
            if "error" in event:
                raise UnavailableError("engine_gone")
            yield event


def _is_gguf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"GGUF"
