"""Ratings from a file, all of them or none: CSV or JSON with one evaluator's marks for one item a row.

Columns: round, item, evaluator, and the three criteria with 0, 1, 2 or nothing (not given). Rounds and
items that do not exist are made, the rounds closed. The same file again changes nothing.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewbuddy.errors import InputError
from interviewbuddy.korean import nfc, squeeze
from interviewbuddy.ratings.scale import CRITERIA, MARKS, Marks
from interviewbuddy.ratings.tables import RatedItem, Rating, Round

NAMES = ("round", "item", "evaluator")
COLUMNS = (*NAMES, *CRITERIA)
LONGEST = 200
_SHOWN = 20


@dataclass(frozen=True)
class Row:
    """One good row and the line it stands on (an object's number, in JSON)."""

    line: int
    round: str
    item: str
    marks: Marks

    @property
    def place(self) -> tuple[str, str, str]:
        """What may be marked once: round, item, evaluator."""
        return (self.round, self.item, self.marks.evaluator)


@dataclass(frozen=True)
class Imported:
    """How many marks were new, changed, and there already."""

    added: int
    changed: int
    same: int


def read_ratings(path: Path) -> list[Row]:
    """The rows of a file.

    :raise InputError: if the file cannot be read, or any row is bad: each with its line and what is wrong.
    """
    faults: list[str] = []
    rows: dict[tuple[str, str, str], Row] = {}
    for line, values in _values(path):
        try:
            row = _row(line, values)
        except ValueError as error:
            faults.append(f"{line}: {error}")
            continue
        before = rows.setdefault(row.place, row)
        if before.marks != row.marks:
            faults.append(f"{line}: {', '.join(row.place)} ≠ {before.line}")
    if faults:
        more = f"; … (+{len(faults) - _SHOWN})" if len(faults) > _SHOWN else ""
        raise InputError("ratings_rows", path=path, count=len(faults), faults="; ".join(faults[:_SHOWN]) + more)
    if not rows:
        raise InputError("file_empty", path=path)
    return list(rows.values())


def keep(session: Session, rows: Iterable[Row], replace: bool) -> Imported:
    """Writes rows to the database.

    :raise InputError: if another mark is there already and `replace` is not set; nothing is to be kept then.
    """
    added = changed = same = 0
    clashes = []
    for row in rows:
        item = _item(session, _round(session, row.round), row.item)
        there = session.get(Rating, (item.id, row.marks.evaluator))
        if there is None:
            rating = Rating(item_id=item.id, evaluator=row.marks.evaluator)
            rating.set(row.marks)
            session.add(rating)
            added += 1
        elif there.marks == row.marks:
            same += 1
        elif replace:
            there.set(row.marks)
            changed += 1
        else:
            clashes.append(f"{row.line}: {', '.join(row.place)}")
    if clashes:
        raise InputError("ratings_differ", count=len(clashes), faults="; ".join(clashes[:_SHOWN]))
    return Imported(added, changed, same)


def _round(session: Session, name: str) -> Round:
    found = session.scalar(select(Round).where(Round.name == name))
    if found is None:
        found = Round(name=name, closed=True)
        session.add(found)
        session.flush()
    return found


def _item(session: Session, where: Round, name: str) -> RatedItem:
    found = session.scalar(select(RatedItem).where(RatedItem.round_id == where.id, RatedItem.name == name))
    if found is None:
        found = RatedItem(round_id=where.id, name=name, position=len(where.items))
        where.items.append(found)
        session.flush()
    return found


def _values(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Line (or number) and columns of every row that is not blank."""
    text = _text(path)
    if text.lstrip()[:1] in {"[", "{"}:
        yield from enumerate(_objects(path, text), 1)
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True)
    columns = [(name or "").strip() for name in reader.fieldnames or ()]
    if sorted(columns) != sorted(COLUMNS):
        raise InputError("ratings_columns", path=path, found=", ".join(columns)[:200], expected=",".join(COLUMNS))
    reader.fieldnames = columns
    for values in reader:
        if any(isinstance(value, list) or (value or "").strip() for value in values.values()):
            yield reader.line_num, values


def _text(path: Path) -> str:
    if not path.is_file():
        raise InputError("file_missing", path=path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("file_not_utf8", path=path, position=error.start) from error
    if not text.strip():
        raise InputError("file_empty", path=path)
    return text


def _objects(path: Path, text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InputError("ratings_json", path=path, reason=error) from error
    rows = found.get("ratings") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise InputError("ratings_json", path=path, reason="[…]")
    return rows


def _row(line: int, values: Any) -> Row:
    if not isinstance(values, Mapping):
        raise ValueError("{…}")
    if unknown := [str(name) for name in values if name not in COLUMNS]:
        raise ValueError(f"{', '.join(unknown)}?")
    where, item, evaluator = (_name(name, values.get(name)) for name in NAMES)
    return Row(line, where, item, Marks(evaluator, *(_mark(name, values.get(name)) for name in CRITERIA)))


def _name(column: str, value: Any) -> str:
    name = squeeze(nfc(str(value))) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not name or len(name) > LONGEST:
        raise ValueError(f"{column}={value!r}")
    return name


def _mark(column: str, value: Any) -> int | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        number = float(value) if not isinstance(value, bool) else -1.0
    except (TypeError, ValueError):
        number = -1.0
    if number not in MARKS:
        raise ValueError(f"{column}={value!r} (0, 1, 2)")
    return int(number)
