"""The service's database: SQLite by default, PostgreSQL by URL, one schema kept by Alembic.

Knows how a session is opened and what the service keeps for itself; what people keep has rooms of
its own (`web.store` conversations, `web.notebook` preparation notes, `ratings` human scores).
"""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, String, Text, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from interviewbuddy.errors import InputError


def new_id() -> str:
    """An id nobody can guess."""
    return uuid.uuid4().hex


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC; SQLite gives times back without their zone."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


class Base(DeclarativeBase):
    """All tables."""


class Setting(Base):
    """One value the service made for itself, such as its signing secret."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Database:
    """Sessions on one database URL."""

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

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session whose changes are all kept at its end, or none of them if it fails."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def secret(self) -> str:
        """The signing secret, made at first start and the same ever after."""
        with self.session() as session:
            setting = session.get(Setting, "secret")
            if setting is None:
                setting = Setting(name="secret", value=secrets.token_hex(32))
                session.add(setting)
            return setting.value

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()


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
    config.set_main_option("script_location", "interviewbuddy:migrations")
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
