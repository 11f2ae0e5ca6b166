"""What readers judged: which written records fit which question (`tests/data/questions.jsonl`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewbuddy.corpus.record import Record


@dataclass(frozen=True)
class Judgement:
    """A question as somebody types it, the places of the records that a reader looked at, and which of them fit.

    `split` is `train` or `dev` (learnt from) or `test` (only measured on).
    """

    question: str
    occupation: str | None
    experience: str | None
    split: str
    records: tuple[int, ...]
    fits: tuple[bool, ...]


def read_judgements(path: Path, records: Sequence[Record]) -> list[Judgement]:
    """The judged questions of a file of JSON lines, in order; those nobody judged are left out.

    :raise KeyError: if a line names a record that is not among `records`.
    """
    places = {named(record): place for place, record in enumerate(records)}
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [_judgement(line, places) for line in lines if line.get("judged")]


def named(record: Record) -> str:
    """A record as the judged questions name it: `ict-new:12`."""
    return record.source.rsplit("/", 1)[-1].replace(".jsonl", "")


def _judgement(line: Mapping[str, Any], places: Mapping[str, int]) -> Judgement:
    return Judgement(
        line["question"],
        line["occupation"],
        line["experience"],
        line["split"],
        records=tuple(places[name] for name in line["judged"]),
        fits=tuple(name in line["fits"] for name in line["judged"]),
    )
