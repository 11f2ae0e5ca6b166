"""`buddy train` and `buddy export`: run, and say what came out."""

import importlib.util
import json
from pathlib import Path
from typing import Any

from interviewbuddy import locale
from interviewbuddy.errors import InputError
from interviewbuddy.training.config import CHECKPOINTS, RUN, load_config

_PACKAGES = ("torch", "transformers", "accelerate", "peft", "gguf")


def train_and_tell(path: Path | None, flags: dict[str, Any], show: int = 0) -> None:
    """Runs the recipe and prints its end in a line; with `show`, prints so many examples instead.

    :raise InputError: if the train extra is not installed, and as `fine_tune` does.
    """
    config = load_config(path, flags)
    _require_packages()
    _quiet()
    from interviewbuddy.training.fine_tune import fine_tune, preview
    from interviewbuddy.training.trainer import last_checkpoint

    if show:
        print("\n".join(preview(config, show)))
        return
    out = Path(config.out)
    already, checkpoint = (out / RUN).is_file(), last_checkpoint(out / CHECKPOINTS)
    if checkpoint and not already:
        _say("resuming", out=out, step=checkpoint.name.split("-")[-1])
    run = fine_tune(config)
    if already:
        _say("already_trained", out=out)
    loss = run["validation_loss"]
    _say(
        "trained",
        out=out,
        loss=f"{loss:.4f}" if loss is not None else "-",
        examples=run["examples"],
        skipped=run["skipped_too_long"],
        without=run["without_learned_part"],
    )


def export_and_tell(run: Path, out: Path, quantization: str, name: str | None, demonstration: bool) -> None:
    """Writes the bundle and says how to serve it.

    :raise InputError: if the train extra is not installed, and as `export` does.
    """
    if not _is_json(run / RUN):
        raise InputError("run_missing", run=run)
    _require_packages()
    _quiet()
    from interviewbuddy.training.export import export

    export(run, out, quantization, name, demonstration)
    _say("exported", out=out)


def _require_packages() -> None:
    for package in _PACKAGES:
        if importlib.util.find_spec(package) is None:
            raise InputError("extra_missing", package=package, extra="train")


def _is_json(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_text("utf-8")), dict)
    except (OSError, ValueError):
        return False


def _quiet() -> None:
    """Our own bar and sentences instead of transformers' notes."""
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()


def _say(key: str, **values: object) -> None:
    print(locale.text(f"cli.{key}", locale.terminal_language(), **values), flush=True)
