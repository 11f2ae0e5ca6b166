"""Human scores: rounds, their items, evaluators' marks."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "rating_round",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "rating_item",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("round_id", sa.String(32), sa.ForeignKey("rating_round.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("model", sa.String(200)),
        sa.Column("question", sa.Text),
        sa.Column("answer", sa.Text),
        sa.UniqueConstraint("round_id", "name"),
    )
    op.create_index("ix_rating_item_round_id", "rating_item", ["round_id"])
    op.create_table(
        "rating",
        sa.Column("item_id", sa.String(32), sa.ForeignKey("rating_item.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("evaluator", sa.String(200), primary_key=True),
        sa.Column("sentence_accuracy", sa.Integer),
        sa.Column("question_relevance", sa.Integer),
        sa.Column("context_richness", sa.Integer),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for name in ("rating", "rating_item", "rating_round"):
        op.drop_table(name)
