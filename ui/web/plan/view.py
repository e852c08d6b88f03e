"""What the Plan page shows at one moment: the plan with its log, its checks and the suggestions that wait. Pure.

`sections.sections(view)` and `sections.document.document_html(view)` turn it into HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.domain import Document, PlanEvent, Unit
from assistant.exports.sources import Numbered, Texts
from assistant.planning.differences import Difference, Path, diff
from assistant.planning.lint import Finding, lint
from assistant.planning.log import REDO, UNDO, PlanLog
from assistant.planning.plan import Plan, Proposal
from assistant.planning.progress import counts
from assistant.registry import Registry


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the history. `before` and `after` are the plan around it, where the change still holds."""

    event: PlanEvent
    before: Plan | None = None
    after: Plan | None = None

    @property
    def taken_back(self) -> bool:
        """Whether it was undone and not brought back."""
        return self.after is None and self.event.kind not in (UNDO, REDO)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of the plan, by number and as they were, and what differs between them."""

    old: int
    new: int
    before: Plan
    after: Plan
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class View:
    """Everything that the sections read. `readonly`: for people who were given a link for reading.

    `step` is the one that the chat is at; `share_path` the page that a reading link opens, where there is one;
    `compared` what the history compares, where that was asked.
    """

    plan: Plan
    registry: Registry
    documents: Mapping[str, Document]
    today: dt.date
    version: int = 0
    can_undo: bool = False
    can_redo: bool = False
    history: Sequence[Entry] = ()
    readonly: bool = False
    step: int = 1
    share_path: str = ""
    compared: Compared | None = None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks found, errors first."""
        return lint(self.plan, self.today)

    @cached_property
    def findings_at(self) -> Mapping[Path, Sequence[Finding]]:
        """The same by the place that they are about."""
        found: dict[Path, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.path, []).append(finding)
        return found

    @cached_property
    def settled(self) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """Questions of the guide that are settled, and all of them, by step."""
        return counts(self.plan, self.registry)

    @cached_property
    def suggested(self) -> Mapping[Path, Sequence[Proposal]]:
        """Proposals that wait, by the place that they would change; new items of a table under its name."""
        found: dict[Path, list[Proposal]] = {}
        for proposal in self.plan.proposals:
            found.setdefault(place_of(proposal), []).append(proposal)
        return found

    @cached_property
    def cited(self) -> Numbered:
        """The sources of the plan under numbers, for documents."""
        return Numbered(self.plan, Texts(self.registry, self.documents))

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of units that were asked for, so that a long plan looks each up once."""
        return {}

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of that id, or None where the texts do not have it."""
        return self.registry.get(unit_id)


def place_of(proposal: Proposal) -> Path:
    """Where a proposal would land, as a path of `differences.py`."""
    data = proposal.data
    if proposal.kind in ("set", "state"):
        return (str(data["name"]),) if proposal.kind == "set" else ("facts", str(data["name"]))
    if proposal.kind == "answer":
        return ("answers", str(data["unit"]))
    if proposal.kind in ("choose", "unchoose"):
        return ("challenges" if str(data["unit"]).startswith("challenge.") else "recommendations", str(data["unit"]))
    parts = ("table",) if proposal.kind == "add" else ("table", "id", "field")
    return tuple(str(data[part]) for part in parts if part in data)


def view_of(
    log: PlanLog,
    registry: Registry,
    documents: Mapping[str, Document],
    today: dt.date,
    readonly: bool = False,
    *,
    step: int = 1,
    share_path: str = "",
    compare: tuple[int, int] | None = None,
) -> View:
    """The view of a plan by its log. Raises PlanError when `compare` names a version that it does not have."""
    return View(
        plan=log.plan,
        registry=registry,
        documents=documents,
        today=today,
        version=log.version,
        can_undo=bool(log.to_undo),
        can_redo=bool(log.to_redo),
        history=tuple(_entries(log)),
        readonly=readonly,
        step=step,
        share_path=share_path,
        compared=_compared(log, *compare) if compare else None,
    )


def reading_view(plan: Plan, registry: Registry, documents: Mapping[str, Document], today: dt.date) -> View:
    """The view of a plan for reading only, such as `Planner.open_shared` gives it: without its history."""
    return View(plan=plan, registry=registry, documents=documents, today=today, readonly=True)


def _entries(log: PlanLog) -> Iterator[Entry]:
    around = {event.seq: log.states[at : at + 2] for at, event in enumerate(log.done)}
    for event in log.events:
        yield Entry(event, *around.get(event.seq, ()))


def _compared(log: PlanLog, old: int, new: int) -> Compared:
    before, after = log.at(old).plan, log.at(new).plan
    return Compared(old, new, before, after, tuple(diff(before, after)))
