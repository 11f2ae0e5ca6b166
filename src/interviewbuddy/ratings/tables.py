"""Rounds of rating on disk: what is rated, by whom, every mark, and every change of one.

A `Rating` is a place in an evaluator's order; its marks are those that hold now. `Change` keeps each
save as it was made, so that the latest can be taken back.
"""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interviewbuddy.database import Base, new_id, now
from interviewbuddy.ratings.scale import Marks

NAME_LENGTH = 200

PERSON = "person"
MODEL = "model"


class Round(Base):
    """Answers that are rated together; while `closed_at` is None nobody is told whose they are."""

    __tablename__ = "rating_round"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    seed: Mapped[int | None] = mapped_column(BigInteger)
    repeats: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Item(Base):
    """One generation under a name that tells nothing of its model; an imported item has only its name."""

    __tablename__ = "rating_item"
    __table_args__ = (UniqueConstraint("round_id", "name"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rating_round.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    position: Mapped[int]
    model: Mapped[str | None] = mapped_column(Text)
    run: Mapped[str | None] = mapped_column(Text)
    seed: Mapped[int | None] = mapped_column(BigInteger)
    question: Mapped[str | None] = mapped_column(Text)
    occupation: Mapped[str | None] = mapped_column(String(16))
    experience: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)


class Evaluator(Base):
    """Who rates: a person (by a link with a `token`, or imported without one), or a model."""

    __tablename__ = "rating_evaluator"
    __table_args__ = (UniqueConstraint("round_id", "name"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rating_round.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    kind: Mapped[str] = mapped_column(String(16), default=PERSON)
    token: Mapped[str | None] = mapped_column(String(32), unique=True)
    position: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class Rating(Base):
    """One place in an evaluator's order and the marks that hold there.

    `occasion` 0 counts for the scores; 1 is the same item shown again, for self-consistency alone.
    `revision` counts the changes, so that a save over another tab's is noticed. `rated_at` is None until
    the place is saved; a place saved with a mark missing is an incomplete rating.
    """

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("evaluator_id", "item_id", "occasion"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    evaluator_id: Mapped[str] = mapped_column(ForeignKey("rating_evaluator.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("rating_item.id", ondelete="CASCADE"), index=True)
    occasion: Mapped[int] = mapped_column(default=0)
    position: Mapped[int]
    sentence_accuracy: Mapped[int | None]
    question_relevance: Mapped[int | None]
    context_richness: Mapped[int | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    rated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    @property
    def marks(self) -> Marks:
        """The three marks that hold now."""
        return Marks(self.sentence_accuracy, self.question_relevance, self.context_richness)

    @marks.setter
    def marks(self, marks: Marks) -> None:
        self.sentence_accuracy, self.question_relevance, self.context_richness = marks.all


class Change(Base):
    """One save, numbered for its evaluator; `undone` ones no longer hold."""

    __tablename__ = "rating_change"
    __table_args__ = (UniqueConstraint("evaluator_id", "number"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    evaluator_id: Mapped[str] = mapped_column(ForeignKey("rating_evaluator.id", ondelete="CASCADE"), index=True)
    rating_id: Mapped[str] = mapped_column(ForeignKey("rating.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    sentence_accuracy: Mapped[int | None]
    question_relevance: Mapped[int | None]
    context_richness: Mapped[int | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    undone: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)

    @property
    def marks(self) -> Marks:
        """The three marks as they were saved."""
        return Marks(self.sentence_accuracy, self.question_relevance, self.context_richness)
