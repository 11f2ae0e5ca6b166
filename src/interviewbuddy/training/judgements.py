"""What readers judged: which written records fit which question (`tests/data/questions.jsonl`)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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


def knowing(records: Iterable[Record], judgements: Iterable[Judgement]) -> list[Record]:
    """The records with just these questions as their `asked`: each with those that it was found to fit."""
    asked: dict[int, list[str]] = defaultdict(list)
    for one in judgements:
        for place, fits in zip(one.records, one.fits, strict=True):
            if fits:
                asked[place].append(one.question)
    return [replace(record, asked=_new_to(record, asked[place])) for place, record in enumerate(records)]


def _new_to(record: Record, questions: Iterable[str]) -> tuple[str, ...]:
    """Those questions that are not among the record's own ways to be asked, each once."""
    own = {record.question, *record.paraphrases}
    return tuple(dict.fromkeys(question for question in questions if question not in own))


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
