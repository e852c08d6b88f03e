"""Stopping an answer: one run per browser session, ended from outside at once, whatever it is waiting for.

Gradio's own cancelling waits for the step in progress and then closes the session's stream, and with it the answer to
a question asked meanwhile. So a run ends by itself, as a normal event, when its flag is set.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
# How long a set flag may go unnoticed, in seconds; short enough to feel immediate.
PATIENCE = 0.05


@dataclass(eq=False)
class Run:
    """One answer under way. `discarded`: what has arrived is not to be kept either."""

    ended: threading.Event = field(default_factory=threading.Event)
    discarded: bool = False


@dataclass
class Runs:
    """The run of each session; a new one ends the one before it."""

    _live: dict[str, Run] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, session: str) -> Run:
        """A fresh run for the session."""
        self.end(session, discard=True)
        with self._lock:
            return self._live.setdefault(session, Run())

    def end(self, session: str, discard: bool = False) -> None:
        """Sets the flag of the session's run, if one is under way."""
        with self._lock:
            run = self._live.pop(session, None)
        if run:
            run.discarded = discard
            run.ended.set()

    def finish(self, session: str, run: Run) -> None:
        """Forgets a run that is over."""
        with self._lock:
            if self._live.get(session) is run:
                del self._live[session]


def until_ended(run: Run, items: Iterator[T]) -> Iterator[T]:
    """The items as they come, until the run is ended; an error of the source is raised here.

    The source works in a thread of its own and is left to finish the step it is in.
    """
    arrived: queue.Queue[tuple[T | None, BaseException | None, bool]] = queue.Queue()

    def work() -> None:
        try:
            for item in items:
                if run.ended.is_set():
                    return
                arrived.put((item, None, False))
            arrived.put((None, None, True))
        except BaseException as problem:  # noqa: BLE001 - raised again for the reader
            arrived.put((None, problem, True))

    threading.Thread(target=work, name="answer", daemon=True).start()
    while not run.ended.is_set():
        try:
            item, problem, over = arrived.get(timeout=PATIENCE)
        except queue.Empty:
            continue
        if problem:
            raise problem
        if over:
            return
        yield item  # type: ignore[misc]  # an item, since nothing is over yet
