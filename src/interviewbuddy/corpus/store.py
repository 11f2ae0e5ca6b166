"""Records on disk: Parquet files with one schema, and the card that says what may be done with them."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from interviewbuddy.corpus.record import Intent, Record
from interviewbuddy.corpus.splits import SPLITS
from interviewbuddy.errors import InputError

SCHEMA = pa.schema(
    [
        ("question", pa.string()),
        ("answer_raw", pa.string()),
        ("answer", pa.string()),
        ("summary", pa.string()),
        ("occupation", pa.string()),
        ("experience", pa.string()),
        ("gender", pa.string()),
        ("age_range", pa.string()),
        (
            "intents",
            pa.list_(pa.struct([("text", pa.string()), ("expression", pa.string()), ("category", pa.string())])),
        ),
        ("duration_ms", pa.int64()),
        ("question_duration_ms", pa.int64()),
        ("source", pa.string()),
        ("division", pa.string()),
        ("number", pa.int64()),
        ("level", pa.string()),
        ("paraphrases", pa.list_(pa.string())),
        ("asked", pa.list_(pa.string())),
        ("abstract", pa.bool_()),
        ("defects", pa.list_(pa.string())),
        ("split", pa.string()),
    ]
)

AIHUB_ATTRIBUTION = (
    "이 연구는 과학기술정보통신부의 재원으로 한국지능정보사회진흥원의 지원을 받아 구축된 "
    '"채용면접 인터뷰 데이터"을 활용하여 수행된 연구입니다. '
    "본 연구에 활용된 데이터는 AI 허브(aihub.or.kr)에서 다운로드 받으실 수 있습니다."
)


@dataclass(frozen=True)
class Licence:
    """What a corpus may be used for. `showable`: whether its text may be shown to visitors."""

    name: str
    licence: str
    showable: bool
    attribution: str


AIHUB_LICENCE = Licence("AI Hub 채용면접 인터뷰", "AI Hub terms of use", False, AIHUB_ATTRIBUTION)
"""What a source without a card of its own is taken for: the strictest case we know."""


class ShardWriter:
    """Parquet files written batch by batch; close it to make them whole."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self._writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", SCHEMA) for name in names}

    def write(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Adds rows to one file."""
        if rows:
            self._writers[name].write_table(pa.Table.from_pylist(rows, schema=SCHEMA))

    def close(self) -> None:
        """Writes the files' ends."""
        for writer in self._writers.values():
            writer.close()


def to_row(record: Record, split: str = "") -> dict[str, Any]:
    """A record as a Parquet row."""
    return {**asdict(record), "split": split}


def from_row(row: dict[str, Any]) -> Record:
    """A Parquet row as a record."""
    values = {key: value for key, value in row.items() if key != "split"}
    values["intents"] = tuple(Intent(**intent) for intent in row["intents"] or ())
    values |= {name: tuple(row.get(name) or ()) for name in ("defects", "paraphrases", "asked")}
    return Record(**values)


def read_rows(path: Path, batch: int = 2048) -> Iterator[list[dict[str, Any]]]:
    """The rows of one Parquet file, `batch` at a time."""
    with pq.ParquetFile(path) as file:
        for part in file.iter_batches(batch):
            yield part.to_pylist()


def load_split(folder: Path, split: str) -> list[Record]:
    """All records of one split of a built corpus.

    :raise InputError: if the folder is not a built corpus.
    """
    path = folder / f"{split}.parquet"
    if split not in SPLITS or not path.is_file():
        raise InputError("corpus_missing", folder=folder)
    try:
        return [from_row(row) for rows in read_rows(path) for row in rows]
    except (pa.ArrowException, OSError, TypeError, KeyError) as error:
        raise InputError("corpus_broken", path=path) from error


def load_report(folder: Path) -> dict[str, Any]:
    """The `report.json` of a built corpus.

    :raise InputError: if the folder is not a built corpus.
    """
    path = folder / "report.json"
    if not path.is_file():
        raise InputError("corpus_missing", folder=folder)
    try:
        report: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise InputError("corpus_broken", path=path) from error
    return report
