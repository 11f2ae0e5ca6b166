"""Rounds made, listed and closed: what whoever runs the lab does.

Items get numbers in a drawn order, so that neither an item's name nor its place tells whose it is.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from random import Random
from unicodedata import category

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from interviewbuddy.database import Database, new_id, now
from interviewbuddy.errors import InputError, NotFoundError
from interviewbuddy.korean import nfc, squeeze
from interviewbuddy.ratings.drawing import Generation, order
from interviewbuddy.ratings.tables import MODEL, NAME_LENGTH, Evaluator, Item, Rating, Round

MAX_EVALUATORS = 100


@dataclass(frozen=True)
class Link:
    """An evaluator's name and the secret of their private address."""

    evaluator: str
    token: str


def round_name(name: str) -> str:
    """A round's name as it is kept: composed, one space between words.

    :raise InputError: if nothing is left, or it is too long.
    """
    kept = squeeze(nfc(name))
    if not kept or len(kept) > NAME_LENGTH or any(category(one) in {"Cc", "Cs"} for one in kept):
        raise InputError("rating_round_name", name=kept[:40], limit=NAME_LENGTH)
    return kept


def create(
    database: Database, name: str, generations: Sequence[Generation], evaluators: int, repeats: float, seed: int
) -> list[Link]:
    """Makes an open round of these generations; one private link an evaluator.

    :param repeats: the share of items that each evaluator is shown twice, 0 to 0.5.
    :raise InputError: if the name is taken, or a number is out of bounds.
    """
    if not 1 <= evaluators <= MAX_EVALUATORS:
        raise InputError("rating_evaluators", limit=MAX_EVALUATORS)
    if not 0 <= repeats <= 0.5:
        raise InputError("rating_repeats")
    made = Round(id=new_id(), name=round_name(name), seed=seed, repeats=repeats)
    try:
        with database.session() as session:
            session.add(made)
            session.flush()
            shuffled = Random(f"{seed}/items").sample(generations, len(generations))
            items = [_item(made.id, position, one) for position, one in enumerate(shuffled)]
            session.add_all(items)
            seats = [_seat(made.id, position) for position in range(evaluators)]
            session.add_all(seats)
            session.flush()
            for seat in seats:
                session.add_all(_places(seat, items, repeats, seed))
    except IntegrityError as error:
        raise InputError("rating_round_taken", name=made.name) from error
    return [Link(seat.name, seat.token or "") for seat in seats]


def _item(round_id: str, position: int, generation: Generation) -> Item:
    return Item(id=new_id(), round_id=round_id, name=f"{position + 1:03d}", position=position, **asdict(generation))


def _seat(round_id: str, position: int) -> Evaluator:
    return Evaluator(id=new_id(), round_id=round_id, name=str(position + 1), position=position, token=new_id())


def _places(seat: Evaluator, items: Sequence[Item], repeats: float, seed: int) -> list[Rating]:
    places = order(len(items), repeats, seed, seat.position)
    return [
        Rating(evaluator_id=seat.id, item_id=items[item].id, occasion=occasion, position=position)
        for position, (item, occasion) in enumerate(places)
    ]


def links(database: Database, name: str) -> list[Link]:
    """The private links of a round, in their order.

    :raise NotFoundError: if there is no such round.
    """
    with database.session() as session:
        found = find(session, name)
        own = select(Evaluator).where(Evaluator.round_id == found.id).order_by(Evaluator.position)
        return [Link(one.name, one.token) for one in session.scalars(own) if one.token]


def close(database: Database, name: str) -> bool:
    """Closes a round for good; False if it was closed already.

    :raise NotFoundError: if there is no such round.
    """
    with database.session() as session:
        found = find(session, name)
        open_one = update(Round).where(Round.id == found.id, Round.closed_at.is_(None))
        return bool(session.execute(open_one.values(closed_at=now())).rowcount)  # type: ignore[attr-defined]


def seat_model(database: Database, name: str, model: str) -> str:
    """The id of a model's place in an open round, made at its first call.

    :raise NotFoundError: if there is no such round.
    :raise InputError: if it is closed, holds no answers to read, or a person has that name.
    """
    with database.session() as session:
        found = find(session, name)
        if found.closed_at:
            raise InputError("rating_round_closed", name=found.name)
        items = list(session.scalars(select(Item).where(Item.round_id == found.id).order_by(Item.position)))
        if not any(item.answer is not None for item in items):
            raise InputError("rating_round_bare", name=found.name)
        seats = list(session.scalars(select(Evaluator).where(Evaluator.round_id == found.id)))
        seat = next((one for one in seats if one.name == model), None)
        if seat is None:
            seat = Evaluator(id=new_id(), round_id=found.id, name=model, kind=MODEL, position=len(seats))
            session.add(seat)
            session.flush()
            session.add_all(_places(seat, items, found.repeats, found.seed or 0))
        elif seat.kind != MODEL:
            raise InputError("rating_evaluator_person", evaluator=model)
        return seat.id


def find(session: Session, name: str) -> Round:
    """The round of that name.

    :raise NotFoundError: if there is none; the message names those that are.
    """
    found = session.scalar(select(Round).where(Round.name == squeeze(nfc(name))))
    if found is None:
        known = session.scalars(select(Round.name).order_by(Round.created_at)).all()
        raise NotFoundError("rating_round_unknown", name=name, known=", ".join(known) or "-")
    return found
