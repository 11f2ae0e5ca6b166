"""The runs of a matrix spread over a Ray cluster that shares the results' folder.

A run whose worker dies is started again elsewhere and goes on from its last checkpoint; finished runs
are on disk and are never repeated.
"""

import importlib.util
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewbuddy.errors import InputError
from interviewbuddy.lab import runs
from interviewbuddy.training.config import Scratch, TrainConfig

if TYPE_CHECKING:
    from interviewbuddy.lab.matrix import Plan, Tell

RETRIES = 5


def spread(plan: "Plan", address: str, tell: "Tell") -> None:
    """Runs all specs on the cluster at `address` ("auto" finds one); each takes one processor.

    :raise InputError: if Ray is not installed or no cluster answers.
    """
    if importlib.util.find_spec("ray") is None:
        raise InputError("extra_missing", package="ray", extra="ray")
    import ray

    try:
        ray.init(address=address, log_to_driver=False, ignore_reinit_error=True)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise InputError("ray_unreachable", address=address, reason=str(error).splitlines()[0]) from error
    try:
        # A process for each run: its memory is its own, and gone afterwards.
        remote: Any = ray.remote(num_cpus=1, max_retries=RETRIES, max_calls=1)(_execute)
        waiting = {remote.remote(asdict(spec), str(plan.folder_of(spec.key))): spec for spec in plan.specs}
        total = len(waiting)
        while waiting:
            ready, _ = ray.wait(list(waiting), num_returns=1)
            for one in ready:
                ray.get(one)
                tell(total - len(waiting) + 1, total, waiting.pop(one), True)
    finally:
        ray.shutdown()


def _execute(spec: dict[str, Any], folder: str) -> str:
    """What a worker does; plain values in, the run's hash out."""
    config = {**spec["config"], "scratch": Scratch(**spec["config"]["scratch"])}
    result = runs.execute(runs.Spec(**{**spec, "config": TrainConfig(**config)}), Path(folder))
    return str(result["key"])
