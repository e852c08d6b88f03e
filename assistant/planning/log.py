"""The log of a plan: every change so far, with undo and redo as changes of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from assistant.domain import PlanEvent
from assistant.errors import PlanError
from assistant.planning.events import apply
from assistant.planning.plan import Plan, Who

UNDO, REDO, NEW, REWORD = "undo", "redo", "new", "reword"


@dataclass(frozen=True, slots=True)
class PlanLog:
    """A plan and how it came about. `done` and `undone` are the changes in force and those taken back, oldest first.

    `states[n]` is the plan after the first n changes in force.
    """

    events: tuple[PlanEvent, ...]
    done: tuple[PlanEvent, ...]
    undone: tuple[PlanEvent, ...]
    states: tuple[Plan, ...]

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.states[-1]

    @property
    def version(self) -> int:
        """How many events there are; what a change has to name to be sure that nothing came between."""
        return len(self.events)

    @property
    def to_undo(self) -> tuple[PlanEvent, ...]:
        """The changes that undo would take back, the latest first; what made the plan stays.

        Other words come into suggestions while the user works on, so they go together with what the user did before.
        """
        words = tuple(takewhile(lambda event: event.kind == REWORD, reversed(self.done)))
        before = self.done[: len(self.done) - len(words)][-1:]
        mine = all(event.kind != NEW and (not words or event.who == Who.USER) for event in before)
        return (*words, *before) if mine else words

    @property
    def to_redo(self) -> tuple[PlanEvent, ...]:
        """The change that redo would bring back, with the other words that were taken back together with it."""
        if not self.undone:
            return ()
        words = tuple(takewhile(lambda event: event.kind == REWORD, reversed(self.undone[:-1])))
        return (self.undone[-1], *words)

    def at(self, version: int) -> PlanLog:
        """The log as it was at that version, from 0 on."""
        if not 0 <= version <= self.version:
            raise PlanError(f"The plan has no version {version}: use 0 to {self.version}.")
        if len(self.done) == self.version:
            # Nothing was ever undone, so that every state on the way is still here.
            earlier = self.events[:version]
            return PlanLog(earlier, earlier, (), self.states[: version + 1])
        return replay(self.states[0].id, self.events[:version])


def replay(plan_id: str, events: Iterable[PlanEvent]) -> PlanLog:
    """The log of these events, from an empty plan on. Raises PlanError for an event that does not fit."""
    return extend(PlanLog((), (), (), (Plan(plan_id),)), events)


def extend(log: PlanLog, events: Iterable[PlanEvent]) -> PlanLog:
    """The log with these events added. Raises PlanError for one that does not fit; the given log is untouched."""
    every, done, undone, states = list(log.events), list(log.done), list(log.undone), list(log.states)
    for event in events:
        if event.seq != len(every) + 1:
            raise PlanError(f"Event {event.seq} comes after event {len(every)}: the log has a gap. Reload the plan.")
        if event.kind == UNDO:
            _expect(event, done, "undone")
            undone.append(done.pop())
            states.pop()
        elif event.kind == REDO:
            _expect(event, undone, "redone")
            done.append(undone.pop())
            states.append(apply(states[-1], done[-1]))
        else:
            states.append(_applied(states[-1], event, first=not every))
            done.append(event)
            if event.kind != REWORD:  # which comes by itself, and takes nothing from the user
                undone.clear()
        every.append(event)
    return PlanLog(tuple(every), tuple(done), tuple(undone), tuple(states))


def _applied(plan: Plan, event: PlanEvent, first: bool) -> Plan:
    if (event.kind == NEW) != first:
        raise PlanError("A plan begins with its one event of kind 'new'.")
    return apply(plan, event)


def _expect(event: PlanEvent, stack: list[PlanEvent], done: str) -> None:
    if event.who != Who.USER:
        raise PlanError(f"A change can be {done} by the user only.")
    if not stack or stack[-1].kind == NEW:
        raise PlanError(f"There is nothing left to be {done}.")
    if event.data.get("event") != stack[-1].seq:
        raise PlanError(f"Only the last change, number {stack[-1].seq}, can be {done}: reload the plan.")
