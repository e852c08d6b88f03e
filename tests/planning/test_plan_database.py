"""The plans' database: survives any end of the process, forgets what is deleted, tells no secrets."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.domain import PlanEvent
from assistant.drivers import plan_store
from assistant.drivers.plan_store import open_plan_store
from assistant.errors import BadInput, PlanError
from assistant.planning import verbs
from assistant.planning.planner import Planner

ROOT = Path(__file__).resolve().parents[2]

_WRITER = """
import sys
from pathlib import Path
from assistant.drivers.plan_store import open_plan_store
from assistant.planning import verbs
from assistant.planning.planner import Planner
planner = Planner(open_plan_store(Path(sys.argv[1])))
plan = planner.new("0").plan.id
print(plan, flush=True)
for number in range(1, 100_000):
    planner.change(plan, verbs.rename(str(number)), verbs.state("number", str(number)))
    print(number, flush=True)
"""


def started(script: str, home: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", script, str(home)], env=env, text=True, **pipes)  # type: ignore[call-overload, no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.5])
def test_a_plan_survives_kill_9_between_any_two_events(tmp_path: Path, seconds: float) -> None:
    with started(_WRITER, tmp_path) as writer:
        assert writer.stdout is not None
        plan_id = writer.stdout.readline().strip()
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        told = [int(line) for line in writer.stdout.read().split("\n")[:-1]]
    log = Planner(open_plan_store(tmp_path)).open(plan_id)
    # Every change that was reported is there, perhaps one more, and never half of one.
    assert int(log.plan.title) in (max(told, default=0), max(told, default=0) + 1)
    assert log.version == int(log.plan.title) + 1
    assert log.plan.facts.get("number", ("0",)) == (log.plan.title,)


def event(title: str) -> PlanEvent:
    return PlanEvent(1, "e1", "2027-01-01T00:00:00.000+00:00", "user", "new", {"title": title})


def test_what_was_deleted_is_in_no_file_any_more(tmp_path: Path) -> None:
    store = open_plan_store(tmp_path)
    store.create("keep", "kept-words", [event("kept-words")])
    store.create("drop", "secret-words", [event("secret-words" * 500)])
    token = store.share("drop")
    store.delete("drop")
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"kept-words" in content
    assert b"secret-words" not in content
    assert token.encode() not in content


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    store = open_plan_store(tmp_path)
    with store._transaction() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert found == ["wal", 2, 1, 1]


def test_plans_are_for_their_owner_alone(tmp_path: Path) -> None:
    open_plan_store(tmp_path / "home").create("p", "t", [event("t")])
    assert {oct(file.stat().st_mode & 0o077) for file in (tmp_path / "home").iterdir()} == {"0o0"}


def test_the_migrations_make_the_tables_that_the_store_uses(tmp_path: Path) -> None:
    store = open_plan_store(tmp_path)
    with store._transaction() as connection:
        assert compare_metadata(MigrationContext.configure(connection), plan_store._TABLES) == []


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    open_plan_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "plans.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(PlanError, match="update v2a"):
        open_plan_store(tmp_path)


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    planner = Planner(open_plan_store(tmp_path))
    log = planner.change(planner.new("A plan").plan.id, verbs.state("place", "Spain"))
    assert Planner(open_plan_store(tmp_path)).open(log.plan.id) == log


def test_a_file_named_by_an_address_is_used_and_for_its_owner_alone_too(tmp_path: Path) -> None:
    file = tmp_path / "mine" / "our-plans.db"
    plan_id = Planner(open_plan_store(tmp_path, f"sqlite:///{file}")).new("A plan").plan.id
    assert Planner(open_plan_store(tmp_path, f"sqlite:///{file}")).open(plan_id).plan.title == "A plan"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "url",
    [
        "nonsense secret-word",
        "mysql://me:secret-word@host/db",
        "oracle://secret-word",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_being_shown(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInput, match="V2A_PLANS_URL") as caught:
        open_plan_store(tmp_path, url)
    assert "secret-word" not in str(caught.value)


def test_a_server_that_is_not_there_is_said_without_the_password(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(PlanError, match="cannot be used") as caught:
        open_plan_store(tmp_path, "postgresql://me:secret-word@127.0.0.1:1/db?connect_timeout=2")
    assert "secret-word" not in str(caught.value) + caplog.text
    assert caught.value.__cause__ is None


def test_a_file_that_is_no_database_is_said_plainly_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "plans.sqlite"
    file.write_bytes(b"these are no plans at all" * 100)
    with pytest.raises(PlanError, match="database"):
        open_plan_store(tmp_path)
    assert file.read_bytes() == b"these are no plans at all" * 100


def test_what_people_wrote_is_in_no_error_and_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = open_plan_store(tmp_path)
    with sqlite3.connect(tmp_path / "plans.sqlite") as connection:
        connection.execute("DROP TABLE events")
    with pytest.raises(PlanError) as caught:
        store.create("p", "secret-words", [event("secret-words")])
    assert "secret-words" not in str(caught.value) + caplog.text


def test_a_folder_that_cannot_be_made_is_said_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PlanError, match="set V2A_HOME"):
        open_plan_store(tmp_path / "file" / "home")
