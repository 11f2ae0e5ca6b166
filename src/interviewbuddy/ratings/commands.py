"""`buddy ratings …`: human scores in and out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from interviewbuddy import locale
from interviewbuddy.database import Database, default_url
from interviewbuddy.ratings.importing import keep, read_ratings
from interviewbuddy.ratings.report import report
from interviewbuddy.ratings.scale import CRITERIA, WORDING


def import_and_tell(path: Path, replace: bool, url: str | None) -> None:
    """Imports a file, all of it or nothing, and says how many marks were new.

    :raise InputError: if a row is bad, or differs from what is there and `replace` is not set.
    """
    rows = read_ratings(path)
    with _opened(url) as database, database.session() as session:
        done = keep(session, rows, replace)
    values = {"added": done.added, "changed": done.changed, "same": done.same}
    print(locale.text("cli.ratings_imported", locale.terminal_language(), **values))


def report_and_print(name: str | None, as_json: bool, url: str | None) -> None:
    """Prints the rounds, as JSON or as tables.

    :raise NotFoundError: if no round has the name.
    """
    with _opened(url) as database, database.session() as session:
        found = report(session, name)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in found["rounds"]:
        _print_round(one)


@contextmanager
def _opened(url: str | None) -> Iterator[Database]:
    database = Database(url or default_url())
    try:
        yield database
    finally:
        database.close()


def _print_round(one: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{one['round']} · n={one['evaluators']}")
    for heading in ("", *(WORDING[name][0] for name in CRITERIA), "Final Score", "95 %", "n"):
        table.add_column(heading, justify="right" if heading else "left")
    for item in one["items"]:
        score, bounds = item["final_score"], item["interval"]
        table.add_row(
            item["item"],
            *(str(item[name]) for name in CRITERIA),
            "-" if score is None else f"{score:.2f}",
            "-" if bounds is None else f"{bounds[0]:.2f}–{bounds[1]:.2f}",
            f"{item['complete']}/{item['evaluators']}",
        )
    Console().print(table)
    for name, found in one["alpha"].items():
        value, bounds = found["value"], found["interval"]
        told = "-" if value is None else f"{value:.2f}" + (f" [{bounds[0]:.2f}, {bounds[1]:.2f}]" if bounds else "")
        print(f"Krippendorff α · {WORDING[name][0]}: {told}")
