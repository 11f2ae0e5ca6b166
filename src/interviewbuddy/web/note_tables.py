"""A preparation note on disk: one a visitor, with the questions they expect and what they prepared."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from interviewbuddy.database import Base, iso, new_id, now
from interviewbuddy.engines.base import ANSWERS
from interviewbuddy.keywords import keywords
from interviewbuddy.prompts import spoken


@dataclass(frozen=True)
class Example:
    """A suggested answer: its text, where it comes from, and the facts in it that are nobody's."""

    text: str
    source: dict[str, Any] | None
    facts: list[dict[str, Any]]
    attempts: int


class Note(Base):
    """A visitor's note and the conditions its examples are asked under."""

    __tablename__ = "note"
    visitor_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    occupation: Mapped[str | None] = mapped_column(String(16))
    experience: Mapped[str | None] = mapped_column(String(16))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class Item(Base):
    """One question: the example kept for it, the person's own answer, its cards, and how the drill went.

    `revision` counts the versions of the own answer alone, so that one written over an older
    version is noticed. `box` is Leitner's: 0 comes first.
    """

    __tablename__ = "note_item"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    visitor_id: Mapped[str] = mapped_column(ForeignKey("note.visitor_id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    done: Mapped[bool] = mapped_column(default=False)
    keywords: Mapped[list[str]] = mapped_column(JSON, default=list)
    keywords_own: Mapped[bool] = mapped_column(default=False)
    example: Mapped[str] = mapped_column(Text, default="")
    example_source: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    example_facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    attempts: Mapped[int] = mapped_column(default=0)
    box: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)

    def keep_example(self, example: Example) -> None:
        """Puts an example in the place of the one before."""
        self.example, self.example_source, self.example_facts = example.text, example.source, example.facts
        self.attempts = example.attempts
        self.derive_keywords()

    def derive_keywords(self) -> None:
        """Takes the cards from the own answer, else an applicant's example, unless the person made their own."""
        if not self.keywords_own:
            is_answer = (self.example_source or {}).get("form") in ANSWERS
            self.keywords = keywords(self.answer.strip() or (spoken(self.example) if is_answer else ""))

    def as_json(self) -> dict[str, Any]:
        """The item as the API shows it."""
        names = ("id", "question", "answer", "revision", "done", "keywords", "keywords_own", "box")
        example = {"answer": self.example, "source": self.example_source, "facts": self.example_facts}
        return {
            **{name: getattr(self, name) for name in names},
            "example": example if self.example else None,
            "seen_at": iso(self.seen_at) if self.seen_at else None,
        }
