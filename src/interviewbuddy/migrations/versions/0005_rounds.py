"""Rounds with evaluators, an order for each, repeated items, comments, and changes that can be undone."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MARKS = ("sentence_accuracy", "question_relevance", "context_richness")


def upgrade() -> None:
    _widen_rounds_and_items()
    op.rename_table("rating", "rating_before")
    op.create_table(
        "rating_evaluator",
        sa.Column("id", sa.String(32), primary_key=True),
        _belongs("round_id", "rating_round"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("token", sa.String(32), unique=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("round_id", "name"),
    )
    op.create_table(
        "rating",
        # PostgreSQL has the old table's key under this one's usual name.
        sa.Column("id", sa.String(32), nullable=False),
        _belongs("evaluator_id", "rating_evaluator"),
        _belongs("item_id", "rating_item"),
        sa.Column("occasion", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *_marks(),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="rating_place_pkey"),
        sa.UniqueConstraint("evaluator_id", "item_id", "occasion"),
    )
    op.create_table(
        "rating_change",
        sa.Column("id", sa.String(32), primary_key=True),
        _belongs("evaluator_id", "rating_evaluator"),
        _belongs("rating_id", "rating"),
        sa.Column("number", sa.Integer, nullable=False),
        *_marks(),
        sa.Column("undone", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("evaluator_id", "number"),
    )
    _carry_over()
    op.drop_table("rating_before")


def _widen_rounds_and_items() -> None:
    for column in (
        sa.Column("seed", sa.BigInteger),
        sa.Column("repeats", sa.Float, nullable=False, server_default="0"),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("rating_round", column)
    op.execute(sa.text("UPDATE rating_round SET closed_at = created_at WHERE closed"))
    op.drop_column("rating_round", "closed")
    for column in (
        sa.Column("run", sa.Text),
        sa.Column("seed", sa.BigInteger),
        sa.Column("occupation", sa.String(16)),
        sa.Column("experience", sa.String(16)),
        sa.Column("reference", sa.Text),
        sa.Column("summary", sa.Text),
    ):
        op.add_column("rating_item", column)


def _carry_over() -> None:
    """Every rating of before becomes a place of its evaluator, with the change that made it."""
    connection = op.get_bind()
    wanted = f"b.item_id, b.evaluator, b.updated_at, i.round_id, i.position, {', '.join(MARKS)}"
    old = sa.text(f"SELECT {wanted} FROM rating_before b JOIN rating_item i ON i.id = b.item_id ORDER BY i.position")
    stamp = {"updated_at": sa.DateTime(timezone=True)}
    tables = {name: _table(connection, name) for name in ("rating_evaluator", "rating", "rating_change")}
    seats: dict[tuple[str, str], str] = {}
    numbers: dict[str, int] = {}
    for row in connection.execute(old.columns(**stamp)).mappings().all():
        key = (row["round_id"], row["evaluator"])
        if key not in seats:
            seats[key] = uuid.uuid4().hex
            seat = {"id": seats[key], "round_id": key[0], "name": key[1], "kind": "person", "position": len(seats)}
            connection.execute(tables["rating_evaluator"].insert().values(**seat, seen_at=row["updated_at"]))
        place, number = uuid.uuid4().hex, numbers.get(seats[key], 0) + 1
        numbers[seats[key]] = number
        shared = {"evaluator_id": seats[key], "comment": "", **{name: row[name] for name in MARKS}}
        kept = {"id": place, "item_id": row["item_id"], "occasion": 0, "position": row["position"], "revision": 1}
        connection.execute(tables["rating"].insert().values(**shared, **kept, rated_at=row["updated_at"]))
        change = {"id": uuid.uuid4().hex, "rating_id": place, "number": number, "undone": False}
        connection.execute(tables["rating_change"].insert().values(**shared, **change, created_at=row["updated_at"]))


def _table(connection: sa.Connection, name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=connection, resolve_fks=False)


def _belongs(column: str, table: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(column, sa.String(32), key, nullable=False, index=True)


def _marks() -> list[sa.Column[int] | sa.Column[str]]:
    return [*(sa.Column(name, sa.Integer) for name in MARKS), sa.Column("comment", sa.Text, nullable=False)]


def downgrade() -> None:
    raise NotImplementedError("links, orders and comments have no place in 0004")
