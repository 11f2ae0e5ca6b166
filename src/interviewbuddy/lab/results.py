"""A lab's folder read back: every finished run by its place in the matrix, ready to be compared."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from interviewbuddy.copies import CopyIndex
from interviewbuddy.corpus import store
from interviewbuddy.errors import InputError
from interviewbuddy.lab import measuring, runs
from interviewbuddy.lab.asking import Generation, load_generations
from interviewbuddy.lab.contestants import contestants
from interviewbuddy.lab.matrix import CARD
from interviewbuddy.lab.neural import neural_metrics
from interviewbuddy.metrics.base import Array, Metric
from interviewbuddy.ratings import RatedItem


@dataclass(frozen=True)
class Results:
    """`cells`: name → one result a seed, but for the chains in the matrix's order.

    `neural`: measures that need an encoder, made for this report. `ratings`: a closed round of people's.
    """

    folder: Path
    card: dict[str, Any]
    cells: dict[str, list[dict[str, Any]]]
    neural: Mapping[str, Metric] = field(default_factory=dict)
    ratings: Sequence[RatedItem] = ()

    @cached_property
    def metrics(self) -> dict[str, Metric]:
        """The measures of the main tables by name."""
        return measuring.main_metrics() | dict(self.neural)

    @property
    def corpus(self) -> Path:
        """The corpus that was trained on."""
        named = Path(self.card["corpus"])
        return named if named.is_dir() else self.folder / "corpus"

    @cached_property
    def report(self) -> dict[str, Any]:
        """What the corpus says of itself."""
        return store.load_report(self.corpus)

    @cached_property
    def baselines(self) -> dict[str, list[Generation]]:
        """Floors and ceilings on the same questions."""
        splits = {name: store.load_split(self.corpus, name) for name in ("train", "validation", "test")}
        asked = runs.asked_records(self.corpus, self.card["questions"])
        return contestants(asked, splits["train"], [one for split in splits.values() for one in split])

    @cached_property
    def generations(self) -> dict[str, list[list[Generation]]]:
        """Everything that was said, by cell, a list a seed."""
        return {
            name: [load_generations(self.folder / "runs" / result["key"] / runs.GENERATIONS) for result in found]
            for name, found in self.cells.items()
        }

    @cached_property
    def _neural_rows(self) -> dict[tuple[str, str], dict[str, list[Array]]]:
        return {
            (target, measure): {
                name: [measuring.rows_of(metric, said, target) for said in found]
                for name, found in self.generations.items()
            }
            for target in measuring.TARGETS
            for measure, metric in self.neural.items()
        }

    def rows(self, target: str, measure: str) -> dict[str, list[Array]]:
        """Each cell's statistics of one measure, an array a seed."""
        if measure in self.neural:
            return self._neural_rows[target, measure]
        return {
            name: [measuring.as_arrays(result["rows"])[target][measure] for result in found]
            for name, found in self.cells.items()
        }

    @cached_property
    def baseline_rows(self) -> dict[str, dict[str, Any]]:
        """Floors and ceilings measured; only those who said anything."""
        copies = CopyIndex.of(one.answer for one in store.load_split(self.corpus, "train"))
        found = {name: measuring.measure(said, copies) for name, said in self.baselines.items() if said}
        for name, rows in found.items():
            for target in measuring.TARGETS:
                rows[target] |= {
                    measure: measuring.rows_of(metric, self.baselines[name], target)
                    for measure, metric in self.neural.items()
                }
        return found


def _finished(run: Path) -> dict[str, Any] | None:
    """A run's result; what one of an older format lacks is measured on what it said."""
    result = runs.finished(run)
    if result and "topical" not in result["rows"][measuring.TARGETS[0]]:
        said = load_generations(run / runs.GENERATIONS)
        result["rows"][measuring.TARGETS[0]] |= measuring.beside_questions(said)
    return result


def load_results(folder: Path, encoder: str | None = None, ratings: Sequence[RatedItem] = ()) -> Results:
    """The finished runs of a folder, with BERTScore by `encoder` or what can be had in its place.

    :raise InputError: if there is no lab, nothing is finished, or the encoder named cannot be had.
    """
    path = folder / CARD
    if not path.is_file():
        raise InputError("lab_missing", folder=folder)
    card = json.loads(path.read_text("utf-8"))
    every = {
        name: [result for key in keys if (result := _finished(folder / "runs" / key))]
        for name, keys in card["cells"].items()
    }
    cells = {name: results for name, results in every.items() if results}
    if not cells:
        raise InputError("lab_missing", folder=folder)
    base = folder / "base"
    found = neural_metrics(encoder, str(base) if base.is_dir() else card["base"])
    return Results(folder, card, cells, found, ratings)
