"""What a report says, as plain data: sections of paragraphs, tables, charts and answers side by side.

Whoever measures builds a `Document`; `markdown` and `page` draw it, and the web browses it. It is kept
as JSON (`to_json`, `from_json`), so that a report can be drawn again without what it was made of.
"""

from dataclasses import asdict, dataclass
from typing import Any

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Cell:
    """One figure or word. `low` and `high` bound a 95 % interval, `spread` is the deviation between seeds.

    `text` stands where there is no figure, or says why there is none (`not measured`); `best` marks the
    row that leads its column; `digits` after the decimal point.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    spread: float | None = None
    text: str = ""
    best: bool = False
    digits: int = 1


@dataclass(frozen=True)
class Column:
    """A heading, and what stands under it: `unit` is shown small, `signature` where a reader looks for it."""

    title: str
    unit: str = ""
    signature: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns; `data` says whose records were measured, and stands on every table."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    data: str
    note: str = ""


@dataclass(frozen=True)
class Point:
    """A place on a chart, with the bounds of its interval where it has one; `label` names a category."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Series:
    """Points that belong together."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Chart:
    """`kind`: "line" (curves over x), "interval" (a dot and its bounds for each label), "scatter"."""

    kind: str
    caption: str
    x: str
    y: str
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Said:
    """One model's answer to a question."""

    model: str
    answer: str
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """A question and what every model said; `about` is occupation and experience, `reference` what was written."""

    question: str
    about: str
    answers: tuple[Said, ...]
    reference: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a report, in the order paragraphs, charts, tables, answers. `name` serves as an anchor."""

    name: str
    title: str
    text: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole report. `made` are facts about its making by name: commit, date, data, versions."""

    title: str
    lead: str
    data: str
    made: dict[str, str]
    sections: tuple[Section, ...]


def to_json(document: Document) -> dict[str, Any]:
    """Plain JSON values."""
    return asdict(document)


def from_json(values: dict[str, Any]) -> Document:
    """What `to_json` gave.

    :raise TypeError, KeyError: if it is something else.
    """
    return Document(**{**values, "sections": tuple(_section(one) for one in values["sections"])})


def _section(values: dict[str, Any]) -> Section:
    return Section(
        values["name"],
        values["title"],
        tuple(values["text"]),
        tuple(_chart(one) for one in values["charts"]),
        tuple(_table(one) for one in values["tables"]),
        tuple(_asked(one) for one in values["asked"]),
    )


def _chart(values: dict[str, Any]) -> Chart:
    series = (Series(one["name"], tuple(Point(**point) for point in one["points"])) for one in values["series"])
    return Chart(**{**values, "series": tuple(series)})


def _table(values: dict[str, Any]) -> Table:
    columns = tuple(Column(**one) for one in values["columns"])
    rows = tuple(tuple(Cell(**cell) for cell in row) for row in values["rows"])
    return Table(**{**values, "columns": columns, "rows": rows})


def _asked(values: dict[str, Any]) -> Asked:
    return Asked(**{**values, "answers": tuple(Said(**one) for one in values["answers"])})
