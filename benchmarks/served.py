"""Our engine in a process of its own, as it is served: no torch beside it, whose threads would wait for its.

Reads `{"ids": […], "tokens": n, "many": m}` a line, answers with the speed as JSON a line.
"""

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from interviewbuddy.engines.embedded import EmbeddedServer, event_stream


def stream(server: EmbeddedServer, ids: list[int], tokens: int) -> dict[str, float]:
    """Tokens a second and seconds to the first token, over the stream that a visitor's answer takes."""
    body = {
        "prompt": ids,
        "n_predict": tokens,
        "stream": True,
        "return_tokens": True,
        "top_k": 50,
        "top_p": 0.95,
        "min_p": 0.0,
        "temperature": 1.0,
        "logit_bias": [[1, False]],
        "cache_prompt": False,
    }
    started, first, written = time.perf_counter(), 0.0, 0
    with event_stream(server.client, "/completion", body, threading.Event()) as events:
        for event in events:
            written += len(event["tokens"])
            first = first or time.perf_counter() - started
    if written != tokens:
        raise RuntimeError(f"{written} tokens instead of {tokens}")
    return {"tokens_per_second": tokens / (time.perf_counter() - started), "first_token_seconds": first}


def crowd(server: EmbeddedServer, ids: list[int], tokens: int, many: int) -> dict[str, float]:
    """All tokens a second of `many` answers at once, and the slowest first token."""
    started = time.perf_counter()
    with ThreadPoolExecutor(many) as pool:
        results = list(pool.map(lambda _: stream(server, ids, tokens), range(many)))
    return {
        "tokens_per_second": many * tokens / (time.perf_counter() - started),
        "first_token_seconds": max(result["first_token_seconds"] for result in results),
    }


def main() -> None:
    """Serves one model to whoever writes lines."""
    path, slots, context = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    server = EmbeddedServer(path, slots, context)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(crowd(server, asked["ids"], asked["tokens"], asked["many"])), flush=True)
    server.close()


if __name__ == "__main__":
    main()
