"""A lab's folder read back: every finished run by its place in the matrix, ready to be compared."""

import json
from dataclasses import dataclass
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
from interviewbuddy.metrics.base import Array


@dataclass(frozen=True)
class Results:
    """`cells`: name → one result a seed, but for the chains in the matrix's order."""

    folder: Path
    card: dict[str, Any]
    cells: dict[str, list[dict[str, Any]]]

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
    def generations(self) -> dict[str, list[Generation]]:
        """Everything that was said, by cell, seeds after each other."""
        return {
            name: [
                said
                for result in found
                for said in load_generations(self.folder / "runs" / result["key"] / runs.GENERATIONS)
            ]
            for name, found in self.cells.items()
        }

    def rows(self, target: str, measure: str) -> dict[str, list[Array]]:
        """Each cell's statistics of one measure, an array a seed."""
        return {
            name: [measuring.as_arrays(result["rows"])[target][measure] for result in found]
            for name, found in self.cells.items()
        }

    @cached_property
    def baseline_rows(self) -> dict[str, dict[str, Any]]:
        """Floors and ceilings measured; only those who said anything."""
        copies = CopyIndex.of(one.answer for one in store.load_split(self.corpus, "train"))
        return {name: measuring.measure(said, copies) for name, said in self.baselines.items() if said}


def load_results(folder: Path) -> Results:
    """The finished runs of a folder.

    :raise InputError: if there is no lab, or nothing is finished.
    """
    path = folder / CARD
    if not path.is_file():
        raise InputError("lab_missing", folder=folder)
    card = json.loads(path.read_text("utf-8"))
    found = {
        name: [result for key in keys if (result := runs.finished(folder / "runs" / key))]
        for name, keys in card["cells"].items()
    }
    cells = {name: results for name, results in found.items() if results}
    if not cells:
        raise InputError("lab_missing", folder=folder)
    return Results(folder, card, cells)
