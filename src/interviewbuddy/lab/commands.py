"""`buddy lab …` and `buddy evaluate`: run, and say what came out."""

import importlib.util
import json
from contextlib import closing
from pathlib import Path
from typing import Any

from interviewbuddy import bundles, locale
from interviewbuddy.errors import InputError
from interviewbuddy.metrics.commands import require_packages
from interviewbuddy.ratings.commands import rated_items_at

_PACKAGES = ("torch", "transformers", "accelerate", "gguf", "scipy")


def run_and_tell(path: Path, out: Path, flags: dict[str, Any], ray: str | None, results: str | None) -> None:
    """Runs the matrix, a line a run, and writes its report.

    :raise InputError: if a package is missing, the configuration is wrong, and as a fine-tune does.
    """
    from interviewbuddy.lab.config import load_lab

    config = load_lab(path, flags)
    _require()
    from interviewbuddy.lab.matrix import run_lab

    def tell(number: int, total: int, spec: Any, done: bool) -> None:
        key = "lab_done" if done else "lab_run"
        _say(key, number=number, total=total, name=spec.name, seed=spec.config.seed, run=spec.key)

    run_lab(config, out, tell, ray, results)
    report_and_tell(out, None)


def report_and_tell(
    folder: Path,
    out: Path | None,
    encoder: str | None = None,
    ratings: str | None = None,
    database: str | None = None,
) -> None:
    """Writes report.json, report.md and report.html from the finished runs of `folder`.

    :raise InputError: if there is no lab in the folder, no run is finished, the encoder cannot be had, or the
        round is still open.
    :raise NotFoundError: if there is no such round.
    """
    _require()
    from interviewbuddy.lab.reporting import write_report

    rated = rated_items_at(database, ratings) if ratings else []
    written = write_report(folder, out or folder, encoder, rated)
    _say("lab_report", path=written)


def evaluate_and_tell(bundle: Path, corpus: Path, split: str, out: Path, questions: int, seed: int) -> None:
    """Asks a bundle the split's questions, scores it, and writes report.json and report.md.

    :raise InputError: if bundle or corpus cannot be used.
    """
    _require()
    from interviewbuddy.corpus.store import load_split
    from interviewbuddy.engines import open_engine
    from interviewbuddy.lab import asking
    from interviewbuddy.lab.reporting import write_evaluation

    card = bundles.load(bundle)
    records = asking.questions_of(load_split(corpus, split), questions)
    if not records:
        raise InputError("nothing_to_score")
    out.mkdir(parents=True, exist_ok=True)
    with closing(open_engine(str(bundle), 1, 0)) as engine:
        said = asking.generate(engine, card.name, card.corpus_hash[:12], seed, records)
    asking.save_generations(out / "generations.jsonl", said)
    report = write_evaluation(said, bundles.copies(bundle, card), card, corpus, split, out)
    _say("evaluated", out=out, scores=json.dumps(report, ensure_ascii=False))


def _require() -> None:
    require_packages()
    for package in _PACKAGES:
        if importlib.util.find_spec(package) is None:
            raise InputError("extra_missing", package=package, extra="lab")
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()


def _say(key: str, **values: object) -> None:
    print(locale.text(f"cli.{key}", locale.terminal_language(), **values), flush=True)
