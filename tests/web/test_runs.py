"""A run can be ended while its source is still busy."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from ui.web.runs import Run, Runs, until_ended


def test_items_come_through_in_order() -> None:
    assert list(until_ended(Run(), iter([1, 2, 3]))) == [1, 2, 3]


def test_an_error_of_the_source_is_raised_to_the_reader() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(until_ended(Run(), broken()))


def test_ending_a_run_does_not_wait_for_the_step_in_progress() -> None:
    step_done = threading.Event()

    def slow() -> Iterator[int]:
        yield 1
        step_done.wait(10)
        yield 2

    runs = Runs()
    run = runs.begin("session")
    items = until_ended(run, slow())
    assert next(items) == 1
    runs.end("session")
    before = time.monotonic()
    assert list(items) == []
    assert time.monotonic() - before < 1
    step_done.set()


def test_a_new_run_ends_and_discards_the_one_before_it() -> None:
    runs = Runs()
    first = runs.begin("session")
    second = runs.begin("session")
    assert first.ended.is_set()
    assert first.discarded
    assert not second.ended.is_set()
    runs.finish("session", first)
    runs.end("session")
    assert second.ended.is_set()
    assert not second.discarded


def test_sessions_do_not_touch_each_other() -> None:
    runs = Runs()
    one, other = runs.begin("one"), runs.begin("other")
    runs.end("one")
    assert one.ended.is_set()
    assert not other.ended.is_set()
