"""Files of ratings → rows, each with the line it stands on: CSV, or JSON (a list, or `{"ratings": […]}`).

Every row is judged before any is used, so that a person mends them all at once. Knows nothing of databases.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

from interviewbuddy import locale
from interviewbuddy.errors import InputError
from interviewbuddy.korean import nfc, squeeze
from interviewbuddy.ratings.scale import CRITERIA, Marks
from interviewbuddy.ratings.tables import NAME_LENGTH

NAMES = ("round", "item", "evaluator")
COLUMNS = (*NAMES, *CRITERIA)
SHOWN = 10
"""Bad rows that are told one by one; of more, only the number."""

_MARK = re.compile(r"([012])(?:\.0*)?")
_BLANK = re.compile(r"[ \t\r\n]*")
_decoder = json.JSONDecoder()


@dataclass(frozen=True)
class Row:
    """One rating of a file. `line` is where it begins, from 1."""

    line: int
    round: str
    item: str
    evaluator: str
    marks: Marks

    @property
    def key(self) -> tuple[str, str, str]:
        """What it rates, and who does."""
        return (self.round, self.item, self.evaluator)


class RowError(InputError):
    """What is wrong with one row."""


@dataclass(frozen=True)
class _Ragged:
    """A line of CSV with so many cells, and not as many as there are columns."""

    cells: int


@dataclass(frozen=True)
class Problem:
    """What is wrong with the row that begins at `line`."""

    line: int
    error: RowError


class RowsError(InputError):
    """Rows that cannot be used; the message names the first of them, each by its line."""

    def message(self, lang: str) -> str:
        """The sentence with the rows in it, in `lang`."""
        problems: list[Problem] = self.values["rows"]  # type: ignore[assignment]
        told = " / ".join(f"{one.line}: {one.error.message(lang)}" for one in problems[:SHOWN])
        more = " …" if len(problems) > SHOWN else ""
        return locale.text(f"error.{self.code}", lang, **{**self.values, "rows": told + more})


def read_rows(path: Path) -> list[Row]:
    """All ratings of a file; a line that repeats another word for word counts once.

    :raise InputError: if the file cannot be read, or its columns are not `COLUMNS`.
    :raise RowsError: if any row is bad, or two rows give the same answer different marks.
    """
    text = _text(path)
    entries = _json_entries(path, text) if text.lstrip()[:1] in ("[", "{") else _csv_entries(path, text)
    rows: dict[tuple[str, str, str], Row] = {}
    problems: list[Problem] = []
    for line, entry in entries:
        try:
            row = _row(line, entry)
            first = rows.setdefault(row.key, row)
            if first.marks != row.marks:
                raise RowError("ratings_row_twice", rated=", ".join(row.key), first=first.line)
        except RowError as error:
            problems.append(Problem(line, error))
    if problems:
        raise RowsError("ratings_rows", path=path, count=len(problems), rows=problems)
    if not rows:
        raise InputError("ratings_empty", path=path)
    return list(rows.values())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError("ratings_file", path=path, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise InputError("ratings_not_utf8", path=path) from error


def _csv_entries(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    """Line and cells by column."""
    # Spreadsheets on old Macs end a line with a carriage return alone.
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), strict=True)
    header: list[str] | None = None
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(path, cells)
            elif len(cells) != len(header):
                yield line, _Ragged(len(cells))
            else:
                yield line, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise InputError("ratings_csv", path=path, line=reader.line_num, reason=error) from error


def _header(path: Path, cells: list[str]) -> list[str]:
    header = [nfc(cell).strip().casefold() for cell in cells]
    wrong = [name for name in header if name not in COLUMNS]
    wrong += [name for name in COLUMNS if header.count(name) != 1]
    if wrong:
        expected, found = ",".join(COLUMNS), ",".join(cells)[:200]
        raise InputError("ratings_columns", path=path, expected=expected, wrong=", ".join(wrong), found=found)
    return header


def _json_entries(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    """Line and value of each element of the list."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("ratings_json", path=path, line=getattr(error, "lineno", 1), reason=error) from error
    listed = whole.get("ratings") if isinstance(whole, dict) else whole
    if not isinstance(listed, list) or (isinstance(whole, dict) and len(whole) != 1):
        raise InputError("ratings_json_form", path=path)
    at = text.index("[") + 1
    for _ in listed:
        at = _skip(text, at)
        value, end = _decoder.raw_decode(text, at)
        yield text.count("\n", 0, at) + 1, value
        at = _skip(text, end) + 1


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _row(line: int, entry: Any) -> Row:
    if isinstance(entry, _Ragged):
        raise RowError("ratings_row_cells", found=entry.cells, expected=len(COLUMNS))
    if not isinstance(entry, dict):
        raise RowError("ratings_row_object")
    if unknown := [name for name in entry if name not in COLUMNS]:
        raise RowError("ratings_row_unknown", names=", ".join(unknown)[:100])
    names = {name: _name(name, entry.get(name)) for name in NAMES}
    return Row(line, **names, marks=Marks(**{name: _mark(name, entry.get(name)) for name in CRITERIA}))


def _name(column: str, value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    name = squeeze(nfc(value)) if isinstance(value, str) else ""
    if not name:
        raise RowError("ratings_row_nameless", column=column)
    if len(name) > NAME_LENGTH or any(category(character) in {"Cc", "Cs"} for character in name):
        raise RowError("ratings_row_name", column=column, limit=NAME_LENGTH)
    return name


def _mark(column: str, value: Any) -> int | None:
    """0, 1 or 2; None where nothing was given."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not (found := _MARK.fullmatch(str(value).strip())):
        raise RowError("ratings_row_mark", column=column, value=str(value)[:40])
    return int(found[1])
