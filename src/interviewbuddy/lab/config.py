"""A matrix of fine-tunes as a TOML file gives it: what is shared, what varies, which seeds.

title, seeds, questions, chains, given
[matrix]         lists; every combination is a run. Keys are TrainConfig's
[train]          what all runs share
[search]         trials, seed, grace_epochs: how [train]'s values are searched before the matrix is run
[space]          what is searched: a list to choose from, or { low, high, log }
[scratch]        the shape of a base made from nothing, where base = "scratch"
[scratch_train]  what such a young base needs instead of [train]'s values
[scratch_space]  and instead of [space]'s
"""

import itertools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from interviewbuddy.errors import InputError
from interviewbuddy.training.config import SCRATCH, Scratch, TrainConfig

_TABLES = ("matrix", "train", "search", "space", "scratch", "scratch_train", "scratch_space")
_KEYS = ("title", "seeds", "questions", "chains", "given", *_TABLES)
GIVEN = ("another", "none")
"""What else a model that is given conditions may be asked with: those of another question, or none."""

_OURS = frozenset({"out", "seed", "scratch"})


@dataclass(frozen=True)
class Cell:
    """One place in the matrix: what sets it apart (`name`), and its recipe but for the seed."""

    name: str
    config: TrainConfig


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`, drawn evenly, or evenly in their logarithm."""

    low: float
    high: float
    log: bool = False


@dataclass(frozen=True)
class Search:
    """A search of recipes. `space`: TrainConfig's key → a range, or values to choose from.

    A trial is stopped after an evaluation if its best validation loss is worse than the median of what the
    others had come to by then; not before `grace_epochs`.
    """

    trials: int
    seed: int
    grace_epochs: int
    space: Mapping[str, Range | tuple[Any, ...]]


@dataclass(frozen=True)
class LabConfig:
    """A whole experiment. `questions` of the test split are asked of every model (0: all of them).

    `chains` are pairs of compositions: what the first answers is given to the second. `given` names what models
    that are given conditions are asked with too, beside the question's own.
    """

    title: str
    cells: tuple[Cell, ...]
    seeds: tuple[int, ...]
    questions: int
    chains: tuple[tuple[str, str], ...] = ()
    given: tuple[str, ...] = ()
    varied: tuple[str, ...] = ("composition",)
    search: Search | None = None

    @property
    def base(self) -> str:
        """The base that all runs share."""
        return self.cells[0].config.base

    @property
    def corpus(self) -> str:
        """The corpus that all runs share."""
        return self.cells[0].config.corpus


def load_lab(path: Path, flags: Mapping[str, Any]) -> LabConfig:
    """The experiment of a TOML file; flags override what all runs share.

    :raise InputError: if the file is missing, is no TOML, or names something unknown or contradictory.
    """
    values = _read(path)
    _refuse_unknown(path, values, _KEYS)
    for name in _TABLES:
        if not isinstance(values.get(name, {}), dict):
            raise InputError("config_invalid", path=path, reason=f"[{name}]")
    known = [one.name for one in fields(TrainConfig) if one.name not in _OURS]
    for name in ("matrix", "train", "space", "scratch_train", "scratch_space"):
        _refuse_unknown(path, values.get(name, {}), known)
    _refuse_unknown(path, values.get("scratch", {}), [one.name for one in fields(Scratch)])
    _refuse_unknown(path, values.get("search", {}), ("trials", "seed", "grace_epochs"))
    try:
        return _made(values, flags)
    except (TypeError, ValueError) as error:
        raise InputError("config_invalid", path=path, reason=error) from error


def _made(values: dict[str, Any], flags: Mapping[str, Any]) -> LabConfig:
    shared = {"base": SCRATCH, **values.get("train", {}), **flags}
    if shared["base"] == SCRATCH:
        shared |= values.get("scratch_train", {})
    scratch = values.get("scratch", {})
    base = TrainConfig(**shared, scratch=replace(Scratch(), **{**scratch, "text": tuple(scratch.get("text", ()))}))
    matrix = {name: list(values_of) for name, values_of in values.get("matrix", {}).items()}
    cells = [
        Cell(" · ".join(map(str, chosen)) or base.composition, replace(base, **dict(zip(matrix, chosen, strict=True))))
        for chosen in itertools.product(*matrix.values())
    ]
    seeds = tuple(int(seed) for seed in values.get("seeds", (42,)))
    if not cells or not seeds:
        raise ValueError("matrix, seeds")
    chains = tuple((str(first), str(second)) for first, second in values.get("chains", ()))
    given = tuple(values.get("given", ()))
    if unknown := sorted(set(given) - set(GIVEN)):
        raise ValueError(f"given: {', '.join(unknown)} ({', '.join(GIVEN)})")
    return LabConfig(
        str(values.get("title", "")),
        tuple(cells),
        seeds,
        int(values.get("questions", 0)),
        chains,
        given,
        tuple(matrix) or ("composition",),
        _search(values, base) if "search" in values else None,
    )


def _search(values: dict[str, Any], base: TrainConfig) -> Search:
    space = values.get("space", {}) | (values.get("scratch_space", {}) if base.base == SCRATCH else {})
    ranges = {name: Range(**one) if isinstance(one, dict) else tuple(one) for name, one in space.items()}
    for name, one in ranges.items():
        for value in (one.low, one.high) if isinstance(one, Range) else one:
            replace(base, **{name: value})
        if not one or (isinstance(one, Range) and not one.low < one.high):
            raise ValueError(f"[space] {name}")
    found = {"trials": 20, "seed": 42, "grace_epochs": 1, **values["search"]}
    if not ranges or found["trials"] < 1:
        raise ValueError("[space], [search] trials")
    return Search(**found, space=ranges)


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise InputError("config_missing", path=path)
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("config_invalid", path=path, reason=error) from error


def _refuse_unknown(path: Path, values: Mapping[str, Any], known: Any) -> None:
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise InputError("config_unknown_key", path=path, keys=", ".join(unknown), known=", ".join(known))
