"""Plans in SQLite or PostgreSQL: the same tables and statements, brought to their newest shape when opened."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from assistant.domain import PlanEvent, PlanSummary
from assistant.errors import BadInput, PlanConflict, PlanError, PlanMissing

SECONDS_TO_WAIT = 30

_TABLES = sa.MetaData()
_PLANS = sa.Table(
    "plans",
    _TABLES,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("changed", sa.String(40), nullable=False, index=True),
)
_EVENTS = sa.Table(
    "events",
    _TABLES,
    sa.Column("plan", sa.String(64), sa.ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(64), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("who", sa.String(20), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)
_SHARES = sa.Table(
    "shares",
    _TABLES,
    sa.Column("plan", sa.String(64), sa.ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("token", sa.String(64), nullable=False, unique=True),
)

_SQLITE_PRAGMAS = (
    "journal_mode=WAL",  # readers and a writer at once
    "synchronous=FULL",  # what is committed survives the loss of power
    "foreign_keys=ON",  # deleting a plan deletes its rows
    f"busy_timeout={SECONDS_TO_WAIT * 1000}",
    "secure_delete=ON",  # deleted means overwritten
)
# Alembic keeps the database that it works on in a global.
_ONE_THREAD_MIGRATES = threading.Lock()
# What keeps two processes from migrating at the same time, first thing in the transaction.
_ONE_MIGRATES = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(8217360)"}
# What a deleted plan leaves behind until the next write goes, too.
_FORGET = {"sqlite": "PRAGMA wal_checkpoint(TRUNCATE)"}


class SqlPlanStore:
    """`PlanStore` in a database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, plan_id: str, title: str, events: Sequence[PlanEvent]) -> None:
        row = {"id": plan_id, "title": title, "version": len(events), "changed": events[-1].at}
        try:
            with self._transaction() as connection:
                connection.execute(_PLANS.insert(), row)
                connection.execute(_EVENTS.insert(), _rows(plan_id, events))
        except IntegrityError:
            raise PlanConflict("A plan with this id exists already: make a new one.") from None

    def append(self, plan_id: str, title: str, events: Sequence[PlanEvent], expected_version: int) -> None:
        version = expected_version + len(events)
        # The write comes first: it takes the lock, so that no other writer comes between the look and the leap.
        moved = (
            _PLANS.update()
            .where(_PLANS.c.id == plan_id, _PLANS.c.version == expected_version)
            .values(version=version, title=title, changed=events[-1].at)
        )
        with self._transaction() as connection:
            if connection.execute(moved).rowcount != 1:
                now = self._version(connection, plan_id)
                raise PlanConflict(f"The plan is at version {now}, not {expected_version}: reload it and try again.")
            connection.execute(_EVENTS.insert(), _rows(plan_id, events))

    def events(self, plan_id: str, after: int = 0) -> list[PlanEvent]:
        with self._transaction() as connection:
            found = connection.execute(
                _EVENTS.select().where(_EVENTS.c.plan == plan_id, _EVENTS.c.seq > after).order_by(_EVENTS.c.seq)
            ).all()
            if not found:
                self._version(connection, plan_id)
        return [PlanEvent(row.seq, row.id, row.at, row.who, row.kind, json.loads(row.data)) for row in found]

    def plans(self) -> list[PlanSummary]:
        order = (_PLANS.c.changed.desc(), _PLANS.c.id)
        with self._transaction() as connection:
            return [PlanSummary(*row) for row in connection.execute(_PLANS.select().order_by(*order))]

    def delete(self, plan_id: str) -> None:
        with self._transaction() as connection:
            if connection.execute(_PLANS.delete().where(_PLANS.c.id == plan_id)).rowcount != 1:
                raise _missing()
        self._forget()

    def share(self, plan_id: str) -> str:
        token = secrets.token_urlsafe(16)
        with self._transaction() as connection:
            # An update that changes nothing holds the plan still, so that two callers get one token.
            held = _PLANS.update().where(_PLANS.c.id == plan_id).values(version=_PLANS.c.version)
            if connection.execute(held).rowcount != 1:
                raise _missing()
            present = connection.scalar(sa.select(_SHARES.c.token).where(_SHARES.c.plan == plan_id))
            if present is None:
                connection.execute(_SHARES.insert(), {"plan": plan_id, "token": token})
        return str(present or token)

    def token(self, plan_id: str) -> str:
        with self._transaction() as connection:
            self._version(connection, plan_id)
            return str(connection.scalar(sa.select(_SHARES.c.token).where(_SHARES.c.plan == plan_id)) or "")

    def unshare(self, plan_id: str) -> None:
        with self._transaction() as connection:
            connection.execute(_SHARES.delete().where(_SHARES.c.plan == plan_id))
            self._version(connection, plan_id)

    def shared(self, token: str) -> str:
        with self._transaction() as connection:
            plan_id = connection.scalar(sa.select(_SHARES.c.plan).where(_SHARES.c.token == token))
        if plan_id is None:
            raise PlanMissing("This link opens no plan: it was withdrawn, or the plan was deleted. Ask for a new one.")
        return str(plan_id)

    def close(self) -> None:
        self._engine.dispose()

    def _forget(self) -> None:
        statement = _FORGET.get(self._engine.dialect.name)
        if statement:
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute(statement)
            finally:
                connection.close()

    def _version(self, connection: Connection, plan_id: str) -> int:
        version = connection.scalar(sa.select(_PLANS.c.version).where(_PLANS.c.id == plan_id))
        if version is None:
            raise _missing()
        return int(version)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with _plainly(), self._engine.begin() as connection:
            yield connection


def open_plan_store(directory: Path, url: str = "") -> SqlPlanStore:
    """The plans in `plans.sqlite` of that folder, or in the database that the URL names; made or migrated as needed.

    Raises BadInput for a URL that cannot be used, PlanError for a database that cannot be opened.
    """
    address = _address(directory, url)
    engine = _engine(address)
    try:
        with _plainly(), _ONE_THREAD_MIGRATES:
            _migrate(engine)
    except PlanError:
        engine.dispose()
        raise
    return SqlPlanStore(engine)


def _address(directory: Path, url: str) -> URL:
    if not url:
        return _own_file(directory / "plans.sqlite")
    try:
        address = make_url(url)
    except SQLAlchemyError:
        # Not shown: it may hold a password.
        raise BadInput("V2A_PLANS_URL is no database address: use postgresql://user:password@host/database.") from None
    if address.get_backend_name() == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if address.drivername == "sqlite" and address.database not in (None, "", ":memory:"):
        return _own_file(Path(str(address.database)))
    raise BadInput(f"V2A_PLANS_URL names {address.drivername!r}: use postgresql://user:password@host/database.")


def _own_file(file: Path) -> URL:
    """The file made for its owner alone; SQLite gives its side files the same rights."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise PlanError(
            f"Plans cannot be kept in {file.parent} ({error.strerror}): set V2A_HOME to a folder of yours."
        ) from None
    return URL.create("sqlite", database=str(file))


def _engine(address: URL) -> Engine:
    # Values of statements hold people's words, and tokens: they belong into no message.
    engine = sa.create_engine(address, hide_parameters=True, pool_pre_ping=address.drivername != "sqlite")
    if address.drivername == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    # Transactions are begun by `_begin`: Python's own way leaves changes of tables outside of them.
    connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("v2a_begin", "BEGIN"))


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", "assistant.drivers:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    dialect = engine.dialect.name
    with engine.connect().execution_options(v2a_begin=_ONE_MIGRATES["sqlite"]) as connection, connection.begin():
        if dialect != "sqlite":
            connection.exec_driver_sql(_ONE_MIGRATES[dialect])
        config.attributes["connection"] = connection
        command.upgrade(config, newest or "head")


@contextmanager
def _plainly() -> Iterator[None]:
    """Errors of the database in our own words; nothing of a statement or an address is repeated."""
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as error:
        raise PlanError(
            f"The plans' database cannot be used ({_cause(error)}): check V2A_HOME or V2A_PLANS_URL."
        ) from None
    except SQLAlchemyError as error:
        raise PlanError(f"The plans' database failed ({_cause(error)}): nothing was changed. Try again.") from None
    except CommandError:
        raise PlanError("The plans' database is of a newer version of v2a: update v2a, or name another one.") from None


def _cause(error: SQLAlchemyError) -> str:
    return type(getattr(error, "orig", None) or error).__name__


def _missing() -> PlanMissing:
    return PlanMissing("There is no plan with this id: it was deleted, or the link is incomplete.")


def _rows(plan_id: str, events: Sequence[PlanEvent]) -> list[dict[str, Any]]:
    # In ASCII, so that a character no database takes (a lone half of a pair) is still only an escape.
    return [
        {
            "plan": plan_id,
            "seq": event.seq,
            "id": event.id,
            "at": event.at,
            "who": event.who,
            "kind": event.kind,
            "data": json.dumps(event.data),
        }
        for event in events
    ]
