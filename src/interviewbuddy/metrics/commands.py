"""`buddy score`: two text files in, JSON out."""

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from interviewbuddy.errors import InputError
from interviewbuddy.metrics import families as known
from interviewbuddy.metrics.base import Metric, Score, require_pairs

_PACKAGES = ("sacrebleu", "mecab_ko", "rouge_score")


def score_and_print(
    references: Path,
    hypotheses: Path,
    metrics: str | None,
    tokens: str,
    deck: bool,
    encoder: str | None,
    layer: int | None,
    rescale: bool,
) -> None:
    """Prints `{"scores": …, "n": …, "self_test": …}`.

    :raise InputError: if a file cannot be scored, a name is unknown, a package is missing, or the self-test fails.
    """
    require_packages()
    ours, theirs = read_lines(hypotheses), read_lines(references)
    require_pairs(ours, theirs)
    chosen = _families(metrics)
    made = known.as_the_deck() if deck else known.make(chosen, tokens)
    if deck:
        made = [one for one in made if ("rouge" if one.name in known.ROUGES else one.name) in chosen]
    extra = known.bertscore(encoder, layer, rescale) if "bertscore" in chosen else None
    print(json.dumps(scored(made, extra, ours, theirs, deck), ensure_ascii=False, indent=2))


def scored(
    metrics: Sequence[Metric], extra: Metric | Score | None, ours: Sequence[str], theirs: Sequence[str], deck: bool
) -> dict[str, Any]:
    """What `buddy score` prints, after the self-test.

    :raise InputError: if the self-test fails and nobody asked for the scores all the same.
    """
    every = [*metrics, extra] if isinstance(extra, Metric) else list(metrics)
    faults = known.self_test(every)
    if faults and not deck:
        raise InputError("self_test_failed", reasons="; ".join(faults))
    scores = {one.name: one(ours, theirs).as_json() for one in every}
    if isinstance(extra, Score):
        scores["bertscore"] = extra.as_json()
    report: dict[str, Any] = {"scores": scores, "n": len(ours), "self_test": "failed" if faults else "passed"}
    return report | ({"self_test_reasons": faults} if faults else {})


def require_packages() -> None:
    """:raise InputError: if the lab extra is not installed."""
    for package in _PACKAGES:
        if importlib.util.find_spec(package) is None:
            raise InputError("extra_missing", package=package, extra="lab")


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file, a text each; an empty line is an empty text.

    :raise InputError: if the file is missing, empty or in another encoding.
    """
    if not path.is_file():
        raise InputError("file_missing", path=path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("file_not_utf8", path=path, position=error.start) from error
    if not text.strip():
        raise InputError("file_empty", path=path)
    lines = text.removesuffix("\n").split("\n")
    return [line.removesuffix("\r") for line in lines]


def _families(names: str | None) -> list[str]:
    if names is None:
        return list(known.FAMILIES)
    return [name for name in (part.strip() for part in names.split(",")) if name]
