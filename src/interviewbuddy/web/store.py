"""Conversations on disk: SQLite by default, PostgreSQL by URL, one schema kept by Alembic.

A turn is a question and its answer. Nothing a visitor wrote is overwritten: regenerating or editing
makes a new turn that replaces the old one in the view. Ids are random and come from here; every
read names the visitor, so that nobody reads another's.
"""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Engine,
    ForeignKey,
    String,
    Text,
    create_engine,
    event,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from interviewbuddy.errors import InputError, NotFoundError

TITLE_LENGTH = 60


def new_id() -> str:
    """An id nobody can guess."""
    return uuid.uuid4().hex


def _now() -> datetime:
    return datetime.now(UTC)


def _iso(moment: datetime) -> str:
    """ISO 8601 in UTC; SQLite gives times back without their zone."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


class Base(DeclarativeBase):
    """All tables."""


class Setting(Base):
    """One value the service made for itself, such as its signing secret."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Conversation(Base):
    """A visitor's run of turns."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    visitor_id: Mapped[str] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
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
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    conversation: Mapped[Conversation] = relationship(back_populates="turns")

    def as_json(self) -> dict[str, Any]:
        """The turn as the API shows it."""
        names = ("question", "occupation", "experience", "notes", "answer", "finish_reason", "source")
        return {
            "message_id": self.id,
            **{name: getattr(self, name) for name in names},
            "facts": self.facts,
            "suggestions": self.suggestions,
            "created_at": _iso(self.created_at),
        }


class Store:
    """All the service remembers, behind one database URL."""

    def __init__(self, url: str) -> None:
        """Opens the database and brings its schema up to date.

        :raise InputError: if the URL is none, its driver is missing, or the database cannot be opened.
        """
        try:
            self._engine = _open(url)
            _migrate(self._engine)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise InputError("database_url", url=_without_password(url), reason=_first_line(error)) from error
        except (SQLAlchemyError, OSError) as error:
            raise InputError("database_open", url=_without_password(url), reason=_first_line(error)) from error

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    def secret(self) -> str:
        """The signing secret, made at first start and the same ever after."""
        with self._session() as session:
            setting = session.get(Setting, "secret")
            if setting is None:
                setting = Setting(name="secret", value=secrets.token_hex(32))
                session.add(setting)
            return setting.value

    def begin_turn(
        self, visitor_id: str, conversation_id: str | None, replaces: str | None, asked: dict[str, Any]
    ) -> Turn:
        """A new turn in the visitor's conversation (a new one if None); what it replaces leaves the view.

        Its `attempt` counts how often this same question was asked to be answered anew.

        :raise NotFoundError: if the conversation or the replaced turn is not this visitor's.
        """
        with self._session() as session:
            conversation = self._conversation_for(session, visitor_id, conversation_id, asked["question"])
            turn = Turn(id=new_id(), conversation=conversation, **asked)
            session.add(turn)
            if replaces is not None:
                _replace(session, conversation, replaces, turn)
            conversation.updated_at = _now()
            return turn

    def finish_turn(self, turn_id: str, **values: Any) -> None:
        """Writes the answer down; a turn whose conversation was deleted meanwhile is left alone."""
        with self._session() as session:
            turn = session.get(Turn, turn_id)
            if turn:
                for name, value in values.items():
                    setattr(turn, name, value)

    def conversations(self, visitor_id: str, limit: int = 200) -> list[dict[str, Any]]:
        """The visitor's conversations, latest first."""
        latest = select(Conversation).where(Conversation.visitor_id == visitor_id)
        latest = latest.order_by(Conversation.updated_at.desc()).limit(limit)
        with self._session() as session:
            return [
                {"id": one.id, "title": one.title, "updated_at": _iso(one.updated_at)}
                for one in session.scalars(latest)
            ]

    def conversation(self, visitor_id: str, conversation_id: str) -> dict[str, Any]:
        """One conversation with the turns in view.

        :raise NotFoundError: if it does not exist or is not this visitor's.
        """
        with self._session() as session:
            found = _own(session, visitor_id, conversation_id)
            turns = [turn.as_json() for turn in found.turns if not turn.replaced]
            return {"id": found.id, "title": found.title, "messages": turns}

    def owns_turn(self, visitor_id: str, turn_id: str) -> bool:
        """Whether the turn stands in one of the visitor's conversations."""
        with self._session() as session:
            turn = session.get(Turn, turn_id)
            return turn is not None and turn.conversation.visitor_id == visitor_id

    def delete_conversation(self, visitor_id: str, conversation_id: str) -> None:
        """Removes a conversation and its turns for good.

        :raise NotFoundError: if it does not exist or is not this visitor's.
        """
        with self._session() as session:
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

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session


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


def default_url() -> str:
    """SQLite in the user's data folder."""
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('interviewbuddy', appauthor=False) / 'buddy.db'}"


def _open(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(parsed, connect_args={"timeout": 15})
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "interviewbuddy.web:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url[:80]


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
