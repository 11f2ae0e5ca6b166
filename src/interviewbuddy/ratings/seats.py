"""One evaluator at work: the next answer, a save, the way back.

Every change first takes hold of the evaluator, so that two tabs, or two devices, change one after the
other. What is shown names neither model nor run nor the item itself: an answer goes by the id of its
place in this evaluator's order.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from interviewbuddy.database import Database, now
from interviewbuddy.errors import BuddyError, NotFoundError
from interviewbuddy.ratings.scale import Marks
from interviewbuddy.ratings.tables import Change, Evaluator, Item, Rating, Round


class StaleError(BuddyError):
    """Marks over another tab's, or an undo of what is no longer the latest; `state` is how things are."""

    status = 409

    def __init__(self, code: str, state: dict[str, Any]) -> None:
        super().__init__(code)
        self.state = state


class ClosedError(BuddyError):
    """The round takes no more marks."""

    status = 409


@dataclass(frozen=True)
class Save:
    """What is to be kept at a place; `revision` is the one it grew from."""

    marks: Marks
    comment: str
    revision: int


class Seats:
    """The evaluators of all rounds. A seat is named by its id; a link's token leads to it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def by_token(self, token: str) -> str:
        """The id of the seat that a private link leads to.

        :raise NotFoundError: if no link has that token.
        """
        with self.database.session() as session:
            found = session.scalar(select(Evaluator.id).where(Evaluator.token == token))
            if found is None:
                raise NotFoundError("rating_link_unknown")
            return found

    def round_of(self, seat_id: str) -> tuple[str, bool]:
        """The name of a seat's round, and whether it is closed."""
        with self.database.session() as session:
            found = session.get_one(Round, session.get_one(Evaluator, seat_id).round_id)
            return found.name, found.closed_at is not None

    def state(self, seat_id: str) -> dict[str, Any]:
        """Progress and the next answer to rate (None when all are)."""
        with self.database.session() as session:
            return _state(session, seat_id)

    def item(self, seat_id: str, place_id: str) -> dict[str, Any]:
        """The state with a chosen place's answer in view.

        :raise NotFoundError: if the place is not this evaluator's.
        """
        with self.database.session() as session:
            return _state(session, seat_id, _own(session, seat_id, place_id))

    def unrated(self, seat_id: str) -> list[str]:
        """The ids of the places still to be rated, in order."""
        open_ones = select(Rating.id).where(Rating.evaluator_id == seat_id, Rating.rated_at.is_(None))
        with self.database.session() as session:
            return list(session.scalars(open_ones.order_by(Rating.position)))

    def save(self, seat_id: str, place_id: str, save: Save) -> dict[str, Any]:
        """Keeps marks and comment; the state after it. The same save sent again changes nothing.

        :raise NotFoundError: if the place is not this evaluator's.
        :raise ClosedError: if the round is closed.
        :raise StaleError: if another tab saved something else there first; then nothing is changed.
        """
        with self.database.session() as session:
            _hold(session, seat_id)
            place = _own(session, seat_id, place_id)
            again = place.rated_at is not None and (place.marks, place.comment) == (save.marks, save.comment)
            if not again:
                if save.revision != place.revision:
                    raise StaleError("rating_stale", _state(session, seat_id))
                keep(session, place, save.marks, save.comment)
                session.flush()
            return _state(session, seat_id)

    def undo(self, seat_id: str, number: int) -> dict[str, Any]:
        """Takes back the save of that number if it is the latest; the state, with what was taken back as `undone`.

        :raise ClosedError: if the round is closed.
        :raise StaleError: if it is not the latest.
        """
        with self.database.session() as session:
            _hold(session, seat_id)
            change = session.scalar(select(Change).where(Change.evaluator_id == seat_id, Change.number == number))
            if change is None or (not change.undone and change.number != _latest(session, seat_id)):
                raise StaleError("rating_undo_stale", _state(session, seat_id))
            place = session.get_one(Rating, change.rating_id)
            if not change.undone:
                change.undone = True
                _put_back(session, place)
                session.flush()
            undone = {"marks": change.marks.as_json(), "comment": change.comment}
            return {**_state(session, seat_id, place), "undone": undone}


def keep(session: Session, place: Rating, marks: Marks, comment: str) -> None:
    """Writes marks at a place, and the change beside them."""
    own = Change.evaluator_id == place.evaluator_id
    number = (session.scalar(select(func.max(Change.number)).where(own)) or 0) + 1
    place.marks, place.comment, place.rated_at = marks, comment, now()
    place.revision = (place.revision or 0) + 1
    kept = {**marks.as_json(), "comment": comment, "number": number}
    session.add(Change(evaluator_id=place.evaluator_id, rating_id=place.id, **kept))


def _put_back(session: Session, place: Rating) -> None:
    """Gives a place what its latest change that still holds says, or nothing."""
    holding = select(Change).where(Change.rating_id == place.id, Change.undone.is_(False))
    before = session.scalar(holding.order_by(Change.number.desc()).limit(1))
    place.marks = before.marks if before else Marks()
    place.comment = before.comment if before else ""
    place.rated_at = before.created_at if before else None
    place.revision += 1


def _hold(session: Session, seat_id: str) -> None:
    """Nobody else changes this evaluator's marks until the session ends."""
    session.execute(update(Evaluator).where(Evaluator.id == seat_id).values(seen_at=now()))
    seat = session.get_one(Evaluator, seat_id)
    if session.get_one(Round, seat.round_id).closed_at:
        raise ClosedError("rating_closed")


def _own(session: Session, seat_id: str, place_id: str) -> Rating:
    found = session.get(Rating, place_id)
    if found is None or found.evaluator_id != seat_id:
        raise NotFoundError("rating_place_unknown")
    return found


def _latest(session: Session, seat_id: str) -> int | None:
    """The number of the latest save that holds."""
    holding = select(func.max(Change.number)).where(Change.evaluator_id == seat_id, Change.undone.is_(False))
    return session.scalar(holding)


def _state(session: Session, seat_id: str, shown: Rating | None = None) -> dict[str, Any]:
    seat = session.get_one(Evaluator, seat_id)
    own = select(Rating).where(Rating.evaluator_id == seat_id).order_by(Rating.position)
    places = list(session.scalars(own))
    shown = shown or next((place for place in places if place.rated_at is None), None)
    return {
        "evaluator": seat.name,
        "total": len(places),
        "done": sum(place.rated_at is not None for place in places),
        "incomplete": [place.id for place in places if place.rated_at and place.marks.total is None],
        "undo": _latest(session, seat_id),
        "item": _shown(session, shown) if shown else None,
    }


def _shown(session: Session, place: Rating) -> dict[str, Any]:
    item = session.get_one(Item, place.item_id)
    return {
        "id": place.id,
        "place": place.position + 1,
        **{name: getattr(item, name) for name in ("question", "answer", "occupation", "experience")},
        "marks": place.marks.as_json(),
        "comment": place.comment,
        "revision": place.revision,
    }
