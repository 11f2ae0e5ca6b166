"""Conversations on disk.

A turn is a question and its answer. Nothing a visitor wrote is overwritten: regenerating or editing
makes a new turn that replaces the old one in the view. Ids are random and come from here; every
read names the visitor, so that nobody reads another's.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from interviewbuddy.database import Base, Database, iso, new_id, now
from interviewbuddy.errors import NotFoundError

TITLE_LENGTH = 60


class Conversation(Base):
    """A visitor's run of turns."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    visitor_id: Mapped[str] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    turns: Mapped[list["Turn"]] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", order_by="Turn.created_at"
    )


class Turn(Base):
    """A question, the conditions it was asked under, and its answer; its id is the message id."""

    __tablename__ = "turn"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(Text)
    occupation: Mapped[str | None] = mapped_column(String(16))
    experience: Mapped[str | None] = mapped_column(String(16))
    notes: Mapped[str] = mapped_column(Text, default="")
    attempt: Mapped[int] = mapped_column(default=0)
    replaces: Mapped[str | None] = mapped_column(String(32))
    replaced: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(Text, default="")
    finish_reason: Mapped[str | None] = mapped_column(String(16))
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    suggestions: Mapped[list[str]] = mapped_column(JSON, default=list)
    follow_ups: Mapped[list[str] | None] = mapped_column(JSON, default=list)
    similar: Mapped[list[dict[str, str]] | None] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    conversation: Mapped[Conversation] = relationship(back_populates="turns")

    def as_json(self) -> dict[str, Any]:
        """The turn as the API shows it."""
        names = ("question", "occupation", "experience", "notes", "answer", "finish_reason", "source")
        return {
            "message_id": self.id,
            **{name: getattr(self, name) for name in names},
            "facts": self.facts,
            "suggestions": self.suggestions,
            "follow_ups": self.follow_ups or [],
            "similar": self.similar or [],
            "created_at": iso(self.created_at),
        }


class Store:
    """The conversations of all visitors, and the database they stand in."""

    def __init__(self, url: str) -> None:
        """Opens the database at `url`.

        :raise InputError: as `Database` does.
        """
        self.database = Database(url)

    def close(self) -> None:
        """Closes every connection."""
        self.database.close()

    def secret(self) -> str:
        """The service's signing secret."""
        return self.database.secret()

    def begin_turn(
        self, visitor_id: str, conversation_id: str | None, replaces: str | None, asked: dict[str, Any]
    ) -> Turn:
        """A new turn in the visitor's conversation (a new one if None); what it replaces leaves the view.

        Its `attempt` counts how often this same question was asked to be answered anew.

        :raise NotFoundError: if the conversation or the replaced turn is not this visitor's.
        """
        with self.database.session() as session:
            conversation = self._conversation_for(session, visitor_id, conversation_id, asked["question"])
            turn = Turn(id=new_id(), conversation=conversation, **asked)
            session.add(turn)
            if replaces is not None:
                _replace(session, conversation, replaces, turn)
            conversation.updated_at = now()
            return turn

    def finish_turn(self, turn_id: str, **values: Any) -> None:
        """Writes the answer down; a turn whose conversation was deleted meanwhile is left alone."""
        with self.database.session() as session:
            turn = session.get(Turn, turn_id)
            if turn:
                for name, value in values.items():
                    setattr(turn, name, value)

    def conversations(self, visitor_id: str, limit: int = 200) -> list[dict[str, Any]]:
        """The visitor's conversations, latest first."""
        latest = select(Conversation).where(Conversation.visitor_id == visitor_id)
        latest = latest.order_by(Conversation.updated_at.desc()).limit(limit)
        with self.database.session() as session:
            return [
                {"id": one.id, "title": one.title, "updated_at": iso(one.updated_at)} for one in session.scalars(latest)
            ]

    def conversation(self, visitor_id: str, conversation_id: str) -> dict[str, Any]:
        """One conversation with the turns in view.

        :raise NotFoundError: if it does not exist or is not this visitor's.
        """
        with self.database.session() as session:
            found = _own(session, visitor_id, conversation_id)
            turns = [turn.as_json() for turn in found.turns if not turn.replaced]
            return {"id": found.id, "title": found.title, "messages": turns}

    def owns_turn(self, visitor_id: str, turn_id: str) -> bool:
        """Whether the turn stands in one of the visitor's conversations."""
        with self.database.session() as session:
            turn = session.get(Turn, turn_id)
            return turn is not None and turn.conversation.visitor_id == visitor_id

    def turn(self, visitor_id: str, turn_id: str) -> dict[str, Any]:
        """One turn, and how often its question was asked anew.

        :raise NotFoundError: if it does not exist or is not this visitor's.
        """
        with self.database.session() as session:
            turn = session.get(Turn, turn_id)
            if turn is None or turn.conversation.visitor_id != visitor_id:
                raise NotFoundError("message_unknown")
            return {**turn.as_json(), "attempt": turn.attempt}

    def delete_conversation(self, visitor_id: str, conversation_id: str) -> None:
        """Removes a conversation and its turns for good.

        :raise NotFoundError: if it does not exist or is not this visitor's.
        """
        with self.database.session() as session:
            session.delete(_own(session, visitor_id, conversation_id))

    def _conversation_for(
        self, session: Session, visitor_id: str, conversation_id: str | None, question: str
    ) -> Conversation:
        if conversation_id is not None:
            return _own(session, visitor_id, conversation_id)
        title = " ".join(question.split())[:TITLE_LENGTH]
        conversation = Conversation(id=new_id(), visitor_id=visitor_id, title=title)
        session.add(conversation)
        return conversation


def _own(session: Session, visitor_id: str, conversation_id: str) -> Conversation:
    found = session.get(Conversation, conversation_id)
    if found is None or found.visitor_id != visitor_id:
        raise NotFoundError("conversation_unknown")
    return found


def _replace(session: Session, conversation: Conversation, replaces: str, turn: Turn) -> None:
    old = session.get(Turn, replaces)
    if old is None or old.conversation_id != conversation.id:
        raise NotFoundError("message_unknown")
    old.replaced = True
    turn.replaces = old.id
    if (old.question, old.occupation, old.experience) == (turn.question, turn.occupation, turn.experience):
        turn.attempt = old.attempt + 1
