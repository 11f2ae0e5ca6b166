"""A Ray cluster: runs spread over it, and the connection that a search needs too.

A run whose worker dies is started again elsewhere and goes on from its last checkpoint; finished runs
are kept and never repeated.
"""

import importlib.util
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from interviewbuddy.errors import InputError
from interviewbuddy.lab import runs
from interviewbuddy.lab.shelf import Shelf, executed
from interviewbuddy.training.config import Scratch, TrainConfig

if TYPE_CHECKING:
    from interviewbuddy.lab.matrix import Plan, Tell

RETRIES = 5

_QUIET = {
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_AIR_NEW_OUTPUT": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "TUNE_DISABLE_AUTO_CALLBACK_LOGGERS": "1",
}
"""Ray's next default for machines without a GPU; no tables, reports home or files of its own beside ours."""


@contextmanager
def connected(address: str | None) -> Iterator[None]:
    """Connected to the cluster at `address` ("auto" finds one), or to this machine alone, a run at a time.

    :raise InputError: if Ray is not installed or no cluster answers.
    """
    if importlib.util.find_spec("ray") is None:
        raise InputError("extra_missing", package="ray", extra="ray")
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    if address is not None:
        _require_answer(address)
    else:
        # Ray gives a process with one processor one thread and a low priority; alone here, a run may have it all.
        os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count()))
        os.environ.setdefault("RAY_worker_niceness", "0")
    import ray

    logging.getLogger("ray").setLevel(logging.ERROR)
    alone: dict[str, Any] = {"address": "local", "num_cpus": 1, "include_dashboard": False}
    given = {"address": address} if address else alone
    try:
        ray.init(**given, log_to_driver=False, ignore_reinit_error=True, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise InputError("ray_unreachable", address=address, reason=str(error).splitlines()[0]) from error
    try:
        yield
    finally:
        ray.shutdown()


def _require_answer(address: str) -> None:
    """Whether anything listens there at all; Ray itself would try for minutes.

    :raise InputError: if nothing does.
    """
    place = urlsplit(address if "://" in address else f"//{address}")
    if address == "auto":
        return
    try:
        socket.create_connection((place.hostname or "", place.port or 6379), timeout=5).close()
    except (OSError, ValueError) as error:
        raise InputError("ray_unreachable", address=address, reason=error) from error


def spread(plan: "Plan", address: str, tell: "Tell") -> None:
    """Runs all specs on the cluster; each takes one processor.

    :raise InputError: as `connected` does.
    """
    with connected(address):
        import ray

        # A process for each run: its memory is its own, and gone afterwards.
        remote: Any = ray.remote(num_cpus=1, max_retries=RETRIES, max_calls=1)(_execute)
        waiting = {
            remote.remote(asdict(spec), str(plan.folder_of(spec.key)), plan.results): spec for spec in plan.specs
        }
        total = len(waiting)
        while waiting:
            ready, _ = ray.wait(list(waiting), num_returns=1)
            for one in ready:
                ray.get(one)
                tell(total - len(waiting) + 1, total, waiting.pop(one), True)


def made_again(config: dict[str, Any]) -> TrainConfig:
    """A recipe that was sent as plain values."""
    return TrainConfig(**{**config, "scratch": Scratch(**config["scratch"])})


def _execute(spec: dict[str, Any], folder: str, results: str | None) -> str:
    """What a worker does; plain values in, the run's hash out."""
    one = runs.Spec(**{**spec, "config": made_again(spec["config"])})
    return str(executed(one, Path(folder), Shelf.of(results))["key"])
