"""`buddy ratings …`: rounds made, asked for, imported, closed and reported."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from interviewbuddy import locale
from interviewbuddy.database import Database, default_url
from interviewbuddy.progress import track
from interviewbuddy.ratings import rounds
from interviewbuddy.ratings.drawing import draw, read_generations
from interviewbuddy.ratings.importing import import_ratings
from interviewbuddy.ratings.judge import Judge, rate_all
from interviewbuddy.ratings.report import RatedItem, rated_items, report
from interviewbuddy.ratings.scale import CRITERIA, criteria

LETTERS = ("D", "Q", "C")
"""The criteria as the Final Score's formula names them; tables are narrow."""


def import_and_tell(path: Path, replace: bool, database: str | None) -> None:
    """Imports a file and prints one line."""
    with _opened(database) as opened:
        told = import_ratings(opened, path, replace)
    _say("imported", path=path, **{name: told[name] for name in ("new", "same", "replaced", "incomplete")})


def report_and_tell(name: str | None, as_json: bool, database: str | None) -> None:
    """Prints the report, as JSON or as tables."""
    with _opened(database) as opened:
        told = report(opened, name)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif told["rounds"]:
        for one in told["rounds"]:
            _show(one)
    else:
        _say("none")


def rated_items_at(database: str | None, name: str) -> list[RatedItem]:
    """The items of a closed round in the database at an address.

    :raise NotFoundError: if there is no such round.
    :raise InputError: if it is still open.
    """
    with _opened(database) as opened:
        return rated_items(opened, name)


def create_and_tell(
    name: str,
    sources: list[Path],
    questions: int,
    models: list[str] | None,
    evaluators: int,
    repeats: float,
    seed: int | None,
    address: str,
    database: str | None,
) -> None:
    """Makes a round and prints a link an evaluator."""
    chosen = secrets.randbelow(1 << 31) if seed is None else seed
    drawn = draw(read_generations(sources), questions, models, chosen)
    with _opened(database) as opened:
        links = rounds.create(opened, name, drawn, evaluators, repeats, chosen)
    _say("created", name=name, items=len(drawn), evaluators=evaluators)
    _print_links(links, address)


def links_and_tell(name: str, address: str, database: str | None) -> None:
    """Prints a round's links."""
    with _opened(database) as opened:
        _print_links(rounds.links(opened, name), address)


def close_and_tell(name: str, database: str | None) -> None:
    """Closes a round and says so."""
    with _opened(database) as opened:
        first = rounds.close(opened, name)
    _say("closed" if first else "closed_before", name=name)


def ask_and_tell(name: str, url: str, database: str | None) -> None:
    """Has a model rate a round and says how far it came."""
    with _opened(database) as opened:
        judge = Judge(url)
        try:
            rated, failed = rate_all(opened, name, judge, lambda places: track(places, judge.name))
        finally:
            judge.close()
    _say("asked", model=judge.name, rated=rated, failed=failed)


@contextmanager
def _opened(url: str | None) -> Iterator[Database]:
    database = Database(url or default_url())
    try:
        yield database
    finally:
        database.close()


def _text(key: str, **values: object) -> str:
    return locale.text(f"ratings.{key}", locale.terminal_language(), **values)


def _say(key: str, **values: object) -> None:
    print(_text(key, **values))


def _print_links(links: list[rounds.Link], address: str) -> None:
    for link in links:
        print(f"{_text('evaluator', name=link.evaluator)}  {address.rstrip('/')}/rate/{link.token}")


def _show(told: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"\n{told['round']} · {_text('state_closed' if told['closed'] else 'state_open')}", markup=False)
    console.print(_table("item", told["items"]))
    if told.get("models"):
        console.print(_table("model", told["models"]))
    for letter, criterion in zip(LETTERS, criteria(locale.terminal_language()), strict=True):
        console.print(f"{letter} {criterion.name}: α {_number(told['alpha'][criterion.id])}", markup=False)
    for one in told["by_evaluator"]:
        console.print(_evaluator(one), markup=False)


def _table(kind: str, rows: list[dict[str, Any]]) -> Any:
    """Items with sums, models with means: the numbers that are theirs."""
    from rich.table import Table
    from rich.text import Text

    of_item = kind == "item"
    table = Table()
    table.add_column(_text(kind), overflow="fold")
    for head in (_text("final_score"), "95 %", *LETTERS, _text("complete" if of_item else "items")):
        table.add_column(head, justify="right", no_wrap=True)
    for row in rows:
        marks = [row[name] if of_item else row["means"][name] for name in CRITERIA]
        own = " · ".join(filter(None, (row[kind], row.get("model") if of_item else None)))
        numbers = (_short(row["final_score"]), _interval(row["interval"]), *map(_short, marks))
        table.add_row(Text(own), *numbers, str(row["complete" if of_item else "items"]))
    return table


def _evaluator(one: dict[str, Any]) -> str:
    counts = {name: one[name] for name in ("rated", "places", "incomplete")}
    said = _text(f"evaluator_{one['kind']}", name=one["name"], **counts)
    same = one["consistency"]
    return said + (_text("consistency", equal=f"{same['equal']:.0%}", pairs=same["pairs"]) if same["pairs"] else "")


def _number(found: dict[str, Any]) -> str:
    """A value with its interval behind it."""
    return f"{_short(found['value'])} {_interval(found['interval'])}".strip()


def _interval(bounds: list[float] | None) -> str:
    return f"[{', '.join(map(_short, bounds))}]" if bounds else ""


def _short(value: float | None) -> str:
    """Sums are whole, means have two places; what is not there is a dash."""
    if value is None or isinstance(value, int):
        return "–" if value is None else str(value)
    return f"{value:z.2f}"
