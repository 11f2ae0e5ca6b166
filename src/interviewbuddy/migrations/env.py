"""Runs migrations on the connection that `database` opened."""

from alembic import context

from interviewbuddy.database import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
