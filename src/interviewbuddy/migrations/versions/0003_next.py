"""What an interviewer would ask next of an answer, and other examples beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Turns of before have none.
    for name in ("follow_ups", "similar"):
        op.add_column("turn", sa.Column(name, sa.JSON, nullable=True))


def downgrade() -> None:
    for name in ("follow_ups", "similar"):
        op.drop_column("turn", name)
