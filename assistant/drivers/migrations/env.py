"""Run by Alembic: takes the steps on the connection, and in the transaction, that `plan_store.py` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
