"""What every PlanStore must do: the fake, SQLite, and PostgreSQL on a real server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import PlanEvent
from assistant.drivers.plan_store import open_plan_store
from assistant.errors import PlanConflict, PlanMissing
from tests.conftest import FakePlanStore

ROOT = Path(__file__).resolve().parents[2]
SERVER = pytest.param("server", marks=pytest.mark.server)


@pytest.fixture(params=["fake", "sqlite", SERVER])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Opens the same plans again and again, as another process would."""
    if request.param == "fake":
        fake = FakePlanStore()
        yield lambda: fake
        return
    url = request.getfixturevalue("postgres_database") if request.param == "server" else ""
    stores: list[Any] = []

    def open_again() -> Any:
        stores.append(open_plan_store(tmp_path, url))
        return stores[-1]

    yield open_again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Any]) -> Any:
    return opened()


def event(seq: int, title: str = "A plan", at: str = "2027-01-01T00:00:00.000+00:00") -> PlanEvent:
    return PlanEvent(
        seq, f"e{seq}", at, "user", "set", {"name": "title", "value": title, "n": [1, None, {"é": "\u2028"}]}
    )


def test_a_new_store_has_no_plans(store: Any) -> None:
    assert store.plans() == []


def test_events_come_back_as_they_were_in_order(opened: Callable[[], Any]) -> None:
    first = opened()
    first.create("p", "A plan", [event(1), event(2)])
    first.append("p", "A plan", [event(3), event(4)], 2)
    again = opened()
    assert again.events("p") == [event(n) for n in (1, 2, 3, 4)]
    assert again.events("p", after=3) == [event(4)]
    assert again.events("p", after=4) == []


def test_characters_that_databases_refuse_come_back_too(store: Any) -> None:
    store.create("p", "ok", [event(1, "nul \x00, half a pair \ud800, 😀")])
    assert store.events("p")[0].data["value"] == "nul \x00, half a pair \ud800, 😀"


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_an_append_at_another_version_is_refused_and_changes_nothing(store: Any, expected: int) -> None:
    store.create("p", "A plan", [event(1), event(2)])
    with pytest.raises(PlanConflict):
        store.append("p", "Other", [event(expected + 1)], expected)
    assert len(store.events("p")) == 2
    assert store.plans()[0].title == "A plan"


def test_a_plan_is_made_once(store: Any) -> None:
    store.create("p", "A plan", [event(1)])
    with pytest.raises(PlanConflict):
        store.create("p", "Another", [event(1)])
    assert store.plans()[0].title == "A plan"


@pytest.mark.parametrize(
    "verb",
    [
        lambda store: store.events("nobody"),
        lambda store: store.events("nobody", after=2),
        lambda store: store.append("nobody", "", [event(1)], 0),
        lambda store: store.delete("nobody"),
        lambda store: store.share("nobody"),
        lambda store: store.token("nobody"),
        lambda store: store.unshare("nobody"),
        lambda store: store.shared("nothing"),
    ],
)
def test_what_is_not_there_is_missing(store: Any, verb: Callable[[Any], object]) -> None:
    with pytest.raises(PlanMissing):
        verb(store)


def test_the_plan_changed_last_is_listed_first(store: Any) -> None:
    for number, name in enumerate(("a", "b", "c")):
        store.create(name, name, [event(1, at=f"2027-01-0{number + 1}T00:00:00.000+00:00")])
    store.append("a", "a, renamed", [event(2, at="2027-02-01T00:00:00.000+00:00")], 1)
    assert [plan.id for plan in store.plans()] == ["a", "c", "b"]
    assert (store.plans()[0].title, store.plans()[0].version) == ("a, renamed", 2)


def test_a_deleted_plan_leaves_nothing_and_others_alone(opened: Callable[[], Any]) -> None:
    store = opened()
    for name in ("p", "q"):
        store.create(name, name, [event(1)])
    token = store.share("p")
    store.delete("p")
    again = opened()
    with pytest.raises(PlanMissing):
        again.events("p")
    with pytest.raises(PlanMissing):
        again.shared(token)
    assert [plan.id for plan in again.plans()] == ["q"]
    assert len(again.events("q")) == 1


def test_a_plan_has_one_token_until_it_is_withdrawn(store: Any) -> None:
    store.create("p", "A plan", [event(1)])
    assert store.token("p") == ""
    token = store.share("p")
    assert store.share("p") == store.token("p") == token
    assert token != "p"
    assert store.shared(token) == "p"
    store.unshare("p")
    assert store.token("p") == ""
    with pytest.raises(PlanMissing):
        store.shared(token)


_OPENER = """
import sys
from pathlib import Path
from assistant.drivers.plan_store import open_plan_store
sys.stdin.readline()
assert open_plan_store(Path(sys.argv[1]), sys.argv[2]).plans() == []
"""


@pytest.mark.slow
@pytest.mark.parametrize("where", ["sqlite", SERVER])
def test_processes_that_open_a_new_database_at_once_all_find_it_whole(
    request: pytest.FixtureRequest, tmp_path: Path, where: str
) -> None:
    url = request.getfixturevalue("postgres_database") if where == "server" else ""
    command = [sys.executable, "-c", _OPENER, str(tmp_path), url]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    openers = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, **pipes) for _ in range(3)]
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("\n")
        opener.stdin.flush()
    for opener in openers:
        _, error = opener.communicate(timeout=120)
        assert opener.returncode == 0, error


def test_a_new_store_opened_many_times_at_once_is_made_once(opened: Callable[[], Any]) -> None:
    start = threading.Barrier(4)
    plans: list[Any] = []

    def look() -> None:
        start.wait()
        plans.append(opened().plans())

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert plans == [[], [], [], []]


def test_of_many_writers_at_one_version_exactly_one_wins(store: Any) -> None:
    store.create("p", "A plan", [event(1)])
    won: list[int] = []
    lost: list[int] = []
    start = threading.Barrier(6)

    def write(number: int) -> None:
        start.wait()
        try:
            store.append("p", "A plan", [event(2, f"by {number}")], 1)
            won.append(number)
        except PlanConflict:
            lost.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 5)
    assert store.events("p")[-1].data["value"] == f"by {won[0]}"
