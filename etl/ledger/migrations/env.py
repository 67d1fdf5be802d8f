"""Runs the ledger's migrations on the connection that is given; there is no command line and no file of settings."""

from alembic import context

from etl.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
