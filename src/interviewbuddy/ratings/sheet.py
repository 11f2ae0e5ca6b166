"""A round as plain data: items, evaluators, and all marks. What the report and the lab reckon with."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewbuddy.database import Database
from interviewbuddy.ratings.rounds import find
from interviewbuddy.ratings.scale import Marks
from interviewbuddy.ratings.tables import MODEL, PERSON, Evaluator, Item, Rating, Round


@dataclass(frozen=True)
class SheetItem:
    """An item; what it is of is None for imported ones, and model, run and seed while the round is open."""

    name: str
    question: str | None
    answer: str | None
    model: str | None
    run: str | None
    seed: int | None


@dataclass(frozen=True)
class Given:
    """What an evaluator gave an item; `occasion` 1 is the item shown once more."""

    item: str
    evaluator: str
    occasion: int
    marks: Marks
    comment: str


@dataclass(frozen=True)
class Sheet:
    """One round. `kinds` are the evaluators in their order, each a person or a model."""

    round: str
    closed: bool
    items: tuple[SheetItem, ...]
    kinds: dict[str, str]
    places: dict[str, int]
    given: tuple[Given, ...]

    @property
    def panel(self) -> str:
        """Whose marks make the Human Score: people's where any person gave one, else models'."""
        people = any(self.kinds[one.evaluator] == PERSON for one in self.given)
        return PERSON if people or MODEL not in self.kinds.values() else MODEL

    def by(self, kind: str) -> list[Given]:
        """What evaluators of a kind gave where an item was shown first."""
        return [one for one in self.given if self.kinds[one.evaluator] == kind and one.occasion == 0]


def read_sheets(database: Database, name: str | None = None) -> list[Sheet]:
    """All rounds, or the one of that name, oldest first.

    :raise NotFoundError: if there is no such round.
    """
    with database.session() as session:
        every = session.scalars(select(Round).order_by(Round.created_at, Round.name))
        return [_sheet(session, one) for one in ([find(session, name)] if name is not None else every)]


def _sheet(session: Session, of: Round) -> Sheet:
    items = list(session.scalars(select(Item).where(Item.round_id == of.id).order_by(Item.position)))
    own = select(Evaluator).where(Evaluator.round_id == of.id).order_by(Evaluator.position)
    evaluators = {one.id: one for one in session.scalars(own)}
    names = {one.id: one.name for one in items}
    ratings = session.scalars(select(Rating).where(Rating.evaluator_id.in_(evaluators)).order_by(Rating.position)).all()
    seats = {one.name: sum(rating.evaluator_id == one.id for rating in ratings) for one in evaluators.values()}
    given = tuple(
        Given(names[one.item_id], evaluators[one.evaluator_id].name, one.occasion, one.marks, one.comment)
        for one in ratings
        if one.rated_at is not None
    )
    closed = of.closed_at is not None
    kinds = {one.name: one.kind for one in evaluators.values()}
    return Sheet(of.name, closed, tuple(_item(one, closed) for one in items), kinds, seats, given)


def _item(item: Item, closed: bool) -> SheetItem:
    """The blind is lifted here and nowhere else."""
    whose = (item.model, item.run, item.seed) if closed else (None, None, None)
    return SheetItem(item.name, item.question, item.answer, *whose)
