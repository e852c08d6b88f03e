"""The verbs made to happen on one store, with everything that two tabs and an assistant can do to each other settled.

log = planner.new("Earlier referral", language="en")
log = planner.change(log.plan.id, edit("rows", row_id, "risk", "Name a deputy"), version=log.version)
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from assistant.domain import PlanEvent, PlanSummary
from assistant.errors import PlanConflict, PlanError, PlanMissing
from assistant.interfaces import PlanStore
from assistant.planning.events import Change
from assistant.planning.log import NEW, REDO, UNDO, PlanLog, extend, replay
from assistant.planning.merge import rebase
from assistant.planning.plan import Plan, Proposal, Who, for_others, new_item_id, new_plan_id
from assistant.planning.plan_json import to_json
from assistant.planning.verbs import edited, load

# Attempts of an append against others who write the same plan at the same time; each one merges anew.
MOST_ATTEMPTS = 5
MOST_LOGS_KEPT = 32


def _now() -> datetime:
    return datetime.now(UTC)


class _Recent:
    """Logs that were opened lately, so that a plan with a long history is brought up to date and not replayed."""

    def __init__(self) -> None:
        self._logs: OrderedDict[str, PlanLog] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, store: PlanStore, plan_id: str) -> PlanLog:
        """What the store has, always: only the events that are known already are not read again."""
        with self._lock:
            known = self._logs.get(plan_id)
        try:
            events = store.events(plan_id, known.version if known else 0)
        except PlanMissing:
            self.forget(plan_id)
            raise
        log = extend(known, events) if known else replay(plan_id, events)
        with self._lock:
            self._logs[plan_id] = log
            self._logs.move_to_end(plan_id)
            while len(self._logs) > MOST_LOGS_KEPT:
                self._logs.popitem(last=False)
        return log

    def forget(self, plan_id: str) -> None:
        with self._lock:
            self._logs.pop(plan_id, None)


@dataclass(frozen=True)
class Planner:
    """The verbs over one store; safe to share between threads when the store is. `clock` is for tests."""

    store: PlanStore
    clock: Callable[[], datetime] = _now
    _logs: _Recent = field(default_factory=_Recent, repr=False, compare=False)

    def new(
        self,
        title: str = "",
        language: str = "en",
        changes: Sequence[Change] = (),
        waiting: Sequence[tuple[Change, str]] = (),
        who: Who = Who.ASSISTANT,
    ) -> PlanLog:
        """A new plan under an id that nobody can guess, all of it or nothing: with these changes of the user, and with
        these that wait for them, each with its reason, suggested by `who`. Raises PlanError for one that does not fit.
        """
        log = replay(new_plan_id(), [self._event(1, Change(NEW, {"title": title, "language": language}))])
        if changes:
            log = extend(log, [self._event(2, _together(changes))])
        if waiting:
            found = [Proposal(new_item_id(), who, wanted.kind, wanted.data, why) for wanted, why in waiting]
            log = extend(log, [self._event(log.version + 1, _proposing(found), who)])
        self.store.create(log.plan.id, log.plan.title, log.events)
        return log

    def open(self, plan_id: str) -> PlanLog:
        """The plan with its log. Raises PlanMissing."""
        return self._logs.open(self.store, plan_id)

    def open_shared(self, token: str) -> Plan:
        """The plan behind a link for reading: as it is now, without its history. Raises PlanMissing."""
        return for_others(self.open(self.store.shared(token)).plan)

    def plans(self) -> list[PlanSummary]:
        """Every plan on this machine, the one changed last first."""
        return self.store.plans()

    def delete(self, plan_id: str) -> None:
        """The plan, its history and its links are gone for good."""
        self.store.delete(plan_id)
        self._logs.forget(plan_id)

    def change(self, plan_id: str, *changes: Change, version: int | None = None) -> PlanLog:
        """The user's changes, all or none, as one event that can be undone as one.

        `version` is the one that the user was looking at: what others did since is merged, cell by cell, or raises
        PlanConflict with both values. Without it the changes go onto whatever is there.
        """
        if not changes:
            raise PlanError("There is nothing to change: name at least one change.")
        return self._put(plan_id, _together(changes), version, Who.USER)

    def propose(
        self, plan_id: str, *changes: Change, who: Who = Who.ASSISTANT, reason: str | Sequence[str] = ""
    ) -> PlanLog:
        """Changes by the assistant or an import: each waits for the user under an id of its own.

        `reason`: one for all of them, or as many as there are changes.
        """
        reasons = [reason] * len(changes) if isinstance(reason, str) else reason
        proposals = [
            Proposal(new_item_id(), who, wanted.kind, wanted.data, why)
            for wanted, why in zip(changes, reasons, strict=True)
        ]
        if not proposals:
            raise PlanError("There is nothing to propose: name at least one change.")
        return self._put(plan_id, _proposing(proposals), None, who)

    def reword(self, plan_id: str, proposal: str, data: Mapping[str, Any], reason: str) -> PlanLog:
        """Other words in a proposal of the assistant that still waits. Raises PlanError where there is none."""
        wanted = Change("reword", {"proposal": proposal, "data": data, "reason": reason})
        return self._put(plan_id, wanted, None, Who.ASSISTANT)

    def accept(
        self,
        plan_id: str,
        proposals: Sequence[str] = (),
        edits: Mapping[str, Mapping[str, str]] | None = None,
        version: int | None = None,
    ) -> PlanLog:
        """Accept these proposals, or all; `edits` has the user's own words, by proposal id and field.

        The field of a proposed edit of one cell is "value". What was reworded since that version is accepted in the
        words that the user saw.
        """
        waiting = {proposal.id: proposal for proposal in self._seen(plan_id, version).plan.proposals}
        now = {proposal.id: proposal.data for proposal in self.open(plan_id).plan.proposals}
        accepted = list(proposals or waiting)
        data: dict[str, Mapping[str, Any]] = {
            found: waiting[found].data
            for found in accepted
            if found in waiting and now.get(found, waiting[found].data) != waiting[found].data
        }
        for found, texts in (edits or {}).items():
            data[found] = edited(waiting[found], texts) if found in waiting else {}
        wanted = Change("accept", {"proposals": accepted, "edits": data})
        return self._put(plan_id, wanted, version, Who.USER)

    def reject(self, plan_id: str, proposals: Sequence[str] = (), version: int | None = None) -> PlanLog:
        """Reject these proposals, or all of them."""
        waiting = [proposal.id for proposal in self._seen(plan_id, version).plan.proposals]
        return self._put(plan_id, Change("reject", {"proposals": list(proposals or waiting)}), version, Who.USER)

    def undo(self, plan_id: str, version: int | None = None) -> PlanLog:
        """Take back the user's last change, with the other words that came into suggestions after it."""
        return self._step(plan_id, UNDO, version)

    def redo(self, plan_id: str, version: int | None = None) -> PlanLog:
        """Bring back the change that was undone last."""
        return self._step(plan_id, REDO, version)

    def restore(self, plan_id: str, version: int) -> PlanLog:
        """Make the plan what it was at that version, as a change that can be undone."""
        log = self.open(plan_id)
        return self._put(plan_id, load(log.at(version).plan), log.version, Who.USER)

    def share(self, plan_id: str) -> str:
        """A token that opens the plan for reading only."""
        return self.store.share(plan_id)

    def unshare(self, plan_id: str) -> None:
        """Links for reading open nothing any more."""
        self.store.unshare(plan_id)

    def _seen(self, plan_id: str, version: int | None) -> PlanLog:
        log = self.open(plan_id)
        return log if version is None else log.at(version)

    def _step(self, plan_id: str, kind: str, version: int | None) -> PlanLog:
        log = self.open(plan_id)
        if version not in (None, log.version):
            raise PlanConflict(f"The plan was changed elsewhere in the meantime: look at it, then {kind} again.")
        targets = log.to_undo if kind == UNDO else log.to_redo
        if not targets:
            raise PlanError(f"There is nothing to {kind}.")
        return self._append(log, [Change(kind, {"event": target.seq}) for target in targets], Who.USER)

    def _put(self, plan_id: str, wanted: Change, version: int | None, who: Who) -> PlanLog:
        for attempt in range(MOST_ATTEMPTS):
            log = self.open(plan_id)
            fitting = wanted if version in (None, log.version) else _onto(log, version, wanted)
            if fitting is None:
                return log
            try:
                return self._append(log, [fitting], who)
            except PlanConflict:
                # Somebody was first between reading and writing: look again.
                if attempt == MOST_ATTEMPTS - 1:
                    raise
                version = log.version if version is None else version
        raise AssertionError("the loop returns or raises")

    def _append(self, log: PlanLog, wanted: Sequence[Change], who: Who) -> PlanLog:
        events = [self._event(seq, one, who) for seq, one in enumerate(wanted, log.version + 1)]
        after = extend(log, events)
        self.store.append(log.plan.id, after.plan.title, events, log.version)
        return after

    def _event(self, seq: int, wanted: Change, who: Who = Who.USER) -> PlanEvent:
        at = self.clock().astimezone(UTC).isoformat(timespec="milliseconds")
        return PlanEvent(seq, new_item_id(), at, who.value, wanted.kind, wanted.data)


def _together(changes: Sequence[Change]) -> Change:
    """The changes as one, to be undone as one."""
    return changes[0] if len(changes) == 1 else Change("several", {"changes": to_json(changes)})


def _proposing(proposals: Sequence[Proposal]) -> Change:
    return Change("propose", {"proposals": to_json(proposals)})


def _onto(log: PlanLog, version: int, wanted: Change) -> Change | None:
    """The change, made on that version, as it can be made now. Other words of a proposal stand in nobody's way."""
    base, now = log.at(version).plan, {proposal.id: proposal for proposal in log.plan.proposals}
    waiting = tuple(now.get(proposal.id, proposal) for proposal in base.proposals)
    return rebase(replace(base, proposals=waiting), log.plan, wanted)
