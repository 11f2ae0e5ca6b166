"""The matrix: every cell with every seed, in order on this machine or spread over a Ray cluster; resumable.

corpus/ base/      what all runs share
trials/<hash>/     the trials of a search (`search`)
runs/<hash>/       one run each (`runs`)
lab.json           the title, the cells and which hash stands where
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from interviewbuddy.lab import runs
from interviewbuddy.lab.base import shared_base, shared_corpus
from interviewbuddy.lab.cluster import spread
from interviewbuddy.lab.conditions import is_given
from interviewbuddy.lab.config import LabConfig
from interviewbuddy.lab.measuring import require_sound
from interviewbuddy.lab.search import search, with_found
from interviewbuddy.lab.shelf import BASE, CORPUS, Shelf, executed
from interviewbuddy.training.config import SAMPLE, SCRATCH

CARD = "lab.json"
CHAIN, GIVEN_WITH = " → ", " ← "
"""In the name of what is no run of its own: one model given another's answers, or given other conditions."""

Tell = Callable[[int, int, runs.Spec, bool], None]


@dataclass(frozen=True)
class Plan:
    """The runs to be, the folder they go to, and the address they are kept at beside it."""

    specs: tuple[runs.Spec, ...]
    folder: Path
    results: str | None = None

    def folder_of(self, key: str) -> Path:
        """One run's folder."""
        return self.folder / "runs" / key


def run_lab(config: LabConfig, out: Path, tell: Tell, ray: str | None = None, results: str | None = None) -> None:
    """Runs what is not done yet; ends with everything in `out` that a report needs.

    :param ray: the cluster's address; None runs in order on this machine.
    :param results: an address that fsspec knows, where runs are kept too and found again.
    :raise InputError: as `fine_tune` does.
    :raise RuntimeError: if a measure fails its self-test; nothing is run then.
    """
    require_sound()
    shelf = Shelf.of(results)
    _share(config, out, shelf)
    trials = None
    if config.search:
        trials = search(config, out, tell, ray)
        config = with_found(config, trials)
    plan = plan_of(config, out, results)
    runs.write_json(out / CARD, _card(config, plan) | ({"search": trials} if trials else {}))
    if ray is not None:
        spread(plan, ray, tell)
    for number, spec in enumerate(plan.specs, 1):
        folder = plan.folder_of(spec.key)
        if ray is None:
            tell(number, len(plan.specs), spec, runs.finished(folder) is not None)
        executed(spec, folder, shelf)
    for name, key, first, second in chains_of(config, plan):
        runs.chained(name, key, plan.folder_of(first), plan.folder_of(second), plan.folder_of(key))
    for name, key, spec, given in given_of(config, plan):
        runs.given_otherwise(name, key, spec, given, plan.folder_of(spec.key), plan.folder_of(key))


def _share(config: LabConfig, out: Path, shelf: Shelf | None) -> None:
    """Corpus and base: brought from the shelf or made, and put there."""
    out.mkdir(parents=True, exist_ok=True)
    kept = [CORPUS] * (config.corpus == SAMPLE) + [BASE] * (config.base == SCRATCH)
    if shelf:
        for name, last in kept:
            shelf.bring(name, out / name, last)
    shared_base(config, shared_corpus(config, out), out)
    if shelf:
        for name, last in kept:
            shelf.put(out / name, name, last)


def plan_of(config: LabConfig, out: Path, results: str | None = None) -> Plan:
    """Corpus and base made where they are missing, and every run with its hash; seeds vary slowest."""
    out.mkdir(parents=True, exist_ok=True)
    corpus = shared_corpus(config, out)
    base = shared_base(config, corpus, out)
    specs = [
        runs.spec_of(cell.name, replace(cell.config, seed=seed), corpus, base, config.questions)
        for seed in config.seeds
        for cell in config.cells
    ]
    return Plan(tuple(specs), out, results)


def chains_of(config: LabConfig, plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Name, hash and the hashes of both runs, for every chain and seed."""
    found = {(spec.config.composition, spec.config.seed): spec.key for spec in plan.specs}
    for first, second in config.chains:
        for seed in config.seeds:
            if (first, seed) in found and (second, seed) in found:
                pair = found[first, seed], found[second, seed]
                yield f"{first}{CHAIN}{second}", _key(*pair), *pair


def given_of(config: LabConfig, plan: Plan) -> Iterator[tuple[str, str, runs.Spec, str]]:
    """Name, hash, run and what it is given, for every run that takes conditions and everything else to give it."""
    for given in config.given:
        for spec in plan.specs:
            if is_given(spec.config.composition):
                yield f"{spec.name}{GIVEN_WITH}{given}", _key(spec.key, given), spec, given


def _key(*parts: str) -> str:
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def _card(config: LabConfig, plan: Plan) -> dict[str, Any]:
    cells: dict[str, list[str]] = {}
    for spec in plan.specs:
        cells.setdefault(spec.name, []).append(spec.key)
    for name, key, *_ in (*chains_of(config, plan), *given_of(config, plan)):
        cells.setdefault(name, []).append(key)
    return {
        "title": config.title,
        "varied": list(config.varied),
        "seeds": list(config.seeds),
        "questions": config.questions,
        "corpus": plan.specs[0].config.corpus,
        "base": config.base,
        "cells": cells,
    }
