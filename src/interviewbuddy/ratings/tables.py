"""Rounds, items and marks on disk."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from interviewbuddy.database import Base, new_id, now
from interviewbuddy.ratings.scale import Marks


class Round(Base):
    """One rating of a set of answers; models are named to nobody until it is closed."""

    __tablename__ = "rating_round"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    items: Mapped[list["RatedItem"]] = relationship(order_by="RatedItem.position", cascade="all, delete-orphan")


class RatedItem(Base):
    """One answer to be marked. An imported item has a name alone."""

    __tablename__ = "rating_item"
    __table_args__ = (UniqueConstraint("round_id", "name"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rating_round.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    model: Mapped[str | None] = mapped_column(String(200))
    question: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    ratings: Mapped[list["Rating"]] = relationship(order_by="Rating.evaluator", cascade="all, delete-orphan")


class Rating(Base):
    """One evaluator's marks for one item; None where a mark was not given."""

    __tablename__ = "rating"
    item_id: Mapped[str] = mapped_column(ForeignKey("rating_item.id", ondelete="CASCADE"), primary_key=True)
    evaluator: Mapped[str] = mapped_column(String(200), primary_key=True)
    sentence_accuracy: Mapped[int | None]
    question_relevance: Mapped[int | None]
    context_richness: Mapped[int | None]
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, onupdate=now)

    @property
    def marks(self) -> Marks:
        """As plain data."""
        return Marks(self.evaluator, self.sentence_accuracy, self.question_relevance, self.context_richness)

    def set(self, marks: Marks) -> None:
        """Takes these marks."""
        self.sentence_accuracy, self.question_relevance, self.context_richness = marks.values
