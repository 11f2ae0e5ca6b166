"""Ratings of a file into the database: all of them or none, and the same file again changes nothing."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from interviewbuddy.database import Database, new_id, now
from interviewbuddy.ratings.files import Problem, Row, RowError, RowsError, read_rows
from interviewbuddy.ratings.seats import keep
from interviewbuddy.ratings.tables import MODEL, Evaluator, Item, Rating, Round

_TURN = 71592
"""The lock's name among a database's advisory locks: any number nobody else uses."""


@dataclass
class _Known:
    """What the database has of one round, by name."""

    round: Round
    items: dict[str, Item]
    evaluators: dict[str, Evaluator]
    ratings: dict[tuple[str, str], Rating] = field(default_factory=dict)


def import_ratings(database: Database, path: Path, replace: bool = False) -> Counter[str]:
    """Takes in a file's ratings: how many were `new`, `same` or `replaced`, and how many are `incomplete`.

    A round, item or evaluator that does not exist is made; a round so made is closed. What is new to a
    round made of generations must be of its items.

    :raise InputError: if the file cannot be read.
    :raise RowsError: if a row is bad, or differs from what is kept and `replace` is False; then nothing is changed.
    """
    rows = read_rows(path)
    told: Counter[str] = Counter(incomplete=sum(row.marks.total is None for row in rows))
    problems: list[Problem] = []
    with database.session() as session:
        _take_turn(session)
        known: dict[str, _Known] = {}
        for row in rows:
            if row.round not in known:
                known[row.round] = _known(session, row.round)
            try:
                told[_take_in(session, known[row.round], row, replace)] += 1
            except RowError as error:
                problems.append(Problem(row.line, error))
        if problems:
            raise RowsError("ratings_rows", path=path, count=len(problems), rows=problems)
    return told


def _take_turn(session: Session) -> None:
    """One import at a time, from the first: nothing read here can change before it is written.

    SQLite has one writer; PostgreSQL gives a lock that goes with the transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_TURN)))
    else:
        session.execute(update(Round).where(Round.id == "").values(repeats=0.0))


def _known(session: Session, name: str) -> _Known:
    found = session.scalar(select(Round).where(Round.name == name))
    if found is None:
        found = Round(id=new_id(), name=name, closed_at=now())
        session.add(found)
        session.flush()
    items = {one.name: one for one in session.scalars(select(Item).where(Item.round_id == found.id))}
    evaluators = {one.name: one for one in session.scalars(select(Evaluator).where(Evaluator.round_id == found.id))}
    by_id = {one.id: name for name, one in items.items()}
    seats = {one.id: name for name, one in evaluators.items()}
    first = select(Rating).where(Rating.evaluator_id.in_(seats), Rating.occasion == 0)
    ratings = {(by_id[one.item_id], seats[one.evaluator_id]): one for one in session.scalars(first)}
    return _Known(found, items, evaluators, ratings)


def _take_in(session: Session, known: _Known, row: Row, replace: bool) -> str:
    """What became of a row: new, same or replaced.

    :raise RowError: if it cannot be taken.
    """
    place = known.ratings.get((row.item, row.evaluator))
    if place is not None and place.rated_at is not None:
        if place.marks == row.marks:
            return "same"
        if row.marks.contradicts(place.marks) and not replace:
            raise RowError("ratings_row_differs", rated=", ".join(row.key))
    # A round of generations has a seed; what it holds was drawn.
    if row.item not in known.items and known.round.seed is not None:
        raise RowError("ratings_row_item", round=row.round, item=row.item)
    seat = known.evaluators.get(row.evaluator)
    if seat is not None and seat.kind == MODEL:
        raise RowError("ratings_row_model", evaluator=row.evaluator)
    outcome = "new" if place is None or place.rated_at is None else "replaced"
    keep(session, place or _new_place(session, known, row), row.marks, place.comment if place else "")
    session.flush()
    return outcome


def _new_place(session: Session, known: _Known, row: Row) -> Rating:
    """A place for a row, with its item and evaluator where they are new."""
    of_round = {"round_id": known.round.id}
    if row.item not in known.items:
        item = Item(id=new_id(), name=row.item, position=len(known.items), **of_round)
        session.add(item)
        known.items[row.item] = item
    if row.evaluator not in known.evaluators:
        seat = Evaluator(id=new_id(), name=row.evaluator, position=len(known.evaluators), **of_round)
        session.add(seat)
        known.evaluators[row.evaluator] = seat
    session.flush()
    item, seat = known.items[row.item], known.evaluators[row.evaluator]
    place = Rating(id=new_id(), evaluator_id=seat.id, item_id=item.id, occasion=0, position=item.position)
    session.add(place)
    session.flush()
    known.ratings[row.item, row.evaluator] = place
    return place
