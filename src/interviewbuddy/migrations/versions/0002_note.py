"""Preparation notes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("visitor_id", sa.String(32), primary_key=True),
        sa.Column("occupation", sa.String(16)),
        sa.Column("experience", sa.String(16)),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "note_item",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "visitor_id",
            sa.String(32),
            sa.ForeignKey("note.visitor_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("keywords", sa.JSON, nullable=False),
        sa.Column("keywords_own", sa.Boolean, nullable=False),
        sa.Column("example", sa.Text, nullable=False),
        sa.Column("example_source", sa.JSON),
        sa.Column("example_facts", sa.JSON, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("box", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("note_item", "note"):
        op.drop_table(table)
