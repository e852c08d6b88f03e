"""What a change does to a plan: `apply` is pure, and total in that a change which does not fit raises PlanError.

| kind | data |
|---|---|
| new | title, language: the first event of every plan |
| set | name (title, language, start, end), value |
| state | name of a fact, values: the user's own words |
| answer | unit (a question of the toolkit), cell, or none to take the answer back |
| skip | unit |
| choose, unchoose | unit (a challenge or recommendation), reason |
| add, remove, edit | table, and item, or id, or id with field and value |
| move | table, id, to: the position among the others, from 0; beyond the end is the end |
| propose | proposals: changes that wait |
| reword | proposal: the id of one by the assistant that waits; data and reason: what stands in it from then on |
| accept, reject | proposals: their ids; `edits` has the data to use instead, by proposal id |
| several | changes, each a kind and its data: all or none |
| load | plan: everything in it replaces what is there |
| undo, redo | event: the number of the change (`log.py`) |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.domain import PlanEvent
from assistant.errors import PlanError
from assistant.planning import tables
from assistant.planning.plan import (
    Cell,
    Choice,
    FactName,
    Id,
    Language,
    Part,
    Plan,
    Proposal,
    Text,
    UnitId,
    Who,
)
from assistant.planning.plan_json import MOST_ITEMS, field_types, plan_from_json, read

# What may wait as a proposal.
PROPOSABLE = frozenset({"set", "state", "answer", "choose", "unchoose", "add", "remove", "edit", "move"})


@dataclass(frozen=True, slots=True)
class Change:
    """A change on its own: an event before it has a place in a log."""

    kind: Id
    data: Mapping[str, Any]


def apply(plan: Plan, event: PlanEvent) -> Plan:
    """The plan after the event; the given one is untouched. Raises PlanError for what does not fit this plan."""
    if event.who != Who.USER and event.kind not in ("propose", "reword"):
        raise PlanError(f"A change by {event.who!r} has to be proposed: send it as a proposal for the user to accept.")
    return change(plan, Change(event.kind, event.data))


def change(plan: Plan, wanted: Change) -> Plan:
    """The plan after the change, whoever makes it. Raises PlanError as `apply` does."""
    if wanted.kind not in _CHANGES:
        raise PlanError(f"{wanted.kind!r} is no change of a plan: use one of {', '.join(_CHANGES)}.")
    shape, handler = _CHANGES[wanted.kind]
    return handler(plan, read(shape, wanted.data, wanted.kind))


def _with(plan: Plan, **parts: Any) -> Plan:
    """`replace` for parts whose names are known at run time only; their values have been read by their types."""
    return replace(plan, **parts)


@dataclass(frozen=True, slots=True)
class _New:
    title: Text = ""
    language: Language = "en"


def _new(plan: Plan, args: _New) -> Plan:
    return replace(plan, title=args.title, language=args.language)


@dataclass(frozen=True, slots=True)
class _Set:
    name: Part
    value: Any


def _set(plan: Plan, args: _Set) -> Plan:
    value = read(field_types(Plan)[args.name], args.value, args.name)
    return _with(plan, **{args.name: value})


@dataclass(frozen=True, slots=True)
class _State:
    name: FactName
    values: tuple[Text, ...]


def _state(plan: Plan, args: _State) -> Plan:
    others = {name: values for name, values in plan.facts.items() if name != args.name}
    return replace(plan, facts={**others, args.name: args.values} if args.values else others)


@dataclass(frozen=True, slots=True)
class _Answer:
    unit: UnitId
    cell: Cell | None = None


def _answer(plan: Plan, args: _Answer) -> Plan:
    answers = {unit: cell for unit, cell in plan.answers.items() if unit != args.unit}
    if args.cell:
        answers[args.unit] = args.cell
    return replace(plan, answers=answers, skipped=tuple(unit for unit in plan.skipped if unit != args.unit))


@dataclass(frozen=True, slots=True)
class _Unit:
    unit: UnitId


def _skip(plan: Plan, args: _Unit) -> Plan:
    return plan if args.unit in plan.skipped else replace(plan, skipped=(*plan.skipped, args.unit))


def _choose(plan: Plan, args: Choice) -> Plan:
    name, chosen = _chosen(plan, args.unit)
    if any(choice.unit == args.unit for choice in chosen):
        return _with(plan, **{name: tuple(args if choice.unit == args.unit else choice for choice in chosen)})
    return _with(plan, **{name: (*chosen, args)})


def _unchoose(plan: Plan, args: _Unit) -> Plan:
    name, chosen = _chosen(plan, args.unit)
    kept = tuple(choice for choice in chosen if choice.unit != args.unit)
    if len(kept) == len(chosen):
        raise PlanError(f"{args.unit} is not chosen in this plan: nothing to take back.")
    return _with(plan, **{name: kept})


def _chosen(plan: Plan, unit: str) -> tuple[str, tuple[Choice, ...]]:
    if unit.startswith("challenge."):
        return "challenges", plan.challenges
    if unit.startswith("rec."):
        return "recommendations", plan.recommendations
    raise PlanError(f"{unit!r} cannot be chosen: name a challenge (challenge.2.1) or a recommendation (rec.2.2).")


@dataclass(frozen=True, slots=True)
class _Propose:
    proposals: tuple[Proposal, ...]


def _propose(plan: Plan, args: _Propose) -> Plan:
    waiting = (*plan.proposals, *args.proposals)
    if len({proposal.id for proposal in waiting}) < len(waiting) or len(waiting) > MOST_ITEMS:
        raise PlanError(f"Proposals need ids of their own, and at most {MOST_ITEMS} can wait: settle some first.")
    # What could not be accepted even now is refused before the user sees it.
    trial = plan
    for proposal in args.proposals:
        trial = change(trial, _proposable(Change(proposal.kind, proposal.data)))
    return replace(plan, proposals=waiting)


def _proposable(wanted: Change) -> Change:
    if wanted.kind not in PROPOSABLE:
        raise PlanError(f"{wanted.kind!r} cannot be proposed: use one of {', '.join(sorted(PROPOSABLE))}.")
    return wanted


@dataclass(frozen=True, slots=True)
class _Reword:
    proposal: Id
    data: Mapping[str, Any]
    reason: Text = ""


def _reword(plan: Plan, args: _Reword) -> Plan:
    (old,) = _waiting(plan, (args.proposal,))
    if old.who is not Who.ASSISTANT:
        raise PlanError("Only suggestions of the assistant are worded anew: this one came from a file.")
    new = replace(old, data=args.data, reason=args.reason)
    waiting = tuple(new if proposal.id == new.id else proposal for proposal in plan.proposals)
    change(replace(plan, proposals=()), Change(new.kind, new.data))  # what could not be accepted is refused
    return replace(plan, proposals=waiting)


@dataclass(frozen=True, slots=True)
class _Accept:
    proposals: tuple[Id, ...]
    edits: Mapping[str, Any] = field(default_factory=dict)


def _accept(plan: Plan, args: _Accept) -> Plan:
    accepted = _waiting(plan, args.proposals)
    stray = [proposal_id for proposal_id in args.edits if proposal_id not in args.proposals]
    if stray:
        raise PlanError(f"Proposal {stray[0]!r} was edited but is not among those to accept: accept it too.")
    plan = replace(plan, proposals=tuple(p for p in plan.proposals if p.id not in args.proposals))
    for proposal in accepted:
        plan = change(plan, Change(proposal.kind, args.edits.get(proposal.id, proposal.data)))
    return plan


@dataclass(frozen=True, slots=True)
class _Reject:
    proposals: tuple[Id, ...]


def _reject(plan: Plan, args: _Reject) -> Plan:
    _waiting(plan, args.proposals)
    return replace(plan, proposals=tuple(p for p in plan.proposals if p.id not in args.proposals))


def _waiting(plan: Plan, ids: tuple[str, ...]) -> list[Proposal]:
    if not ids:
        raise PlanError("No proposal is waiting: there is nothing to accept or reject.")
    by_id = {proposal.id: proposal for proposal in plan.proposals}
    missing = [proposal_id for proposal_id in ids if proposal_id not in by_id]
    if missing:
        raise PlanError(f"No proposal {missing[0]!r} is waiting: it was settled already, or its row is gone.")
    return [by_id[proposal_id] for proposal_id in dict.fromkeys(ids)]


@dataclass(frozen=True, slots=True)
class _Several:
    changes: tuple[Change, ...]


def _several(plan: Plan, args: _Several) -> Plan:
    for wanted in args.changes:
        if wanted.kind in ("several", "load", "new"):
            raise PlanError(f"{wanted.kind!r} stands alone: send it as a change of its own.")
        plan = change(plan, wanted)
    return plan


@dataclass(frozen=True, slots=True)
class _Load:
    plan: Mapping[str, Any]


def _load(plan: Plan, args: _Load) -> Plan:
    # The id belongs to the log, and proposals to the plan that they were made for.
    return replace(plan_from_json(args.plan), id=plan.id, proposals=())


_CHANGES: Mapping[str, tuple[type[Any], Callable[[Plan, Any], Plan]]] = {
    "new": (_New, _new),
    "set": (_Set, _set),
    "state": (_State, _state),
    "answer": (_Answer, _answer),
    "skip": (_Unit, _skip),
    "choose": (Choice, _choose),
    "unchoose": (_Unit, _unchoose),
    "add": (tables.Add, tables.add),
    "remove": (tables.Remove, tables.remove),
    "edit": (tables.Edit, tables.edit),
    "move": (tables.Move, tables.move),
    "propose": (_Propose, _propose),
    "reword": (_Reword, _reword),
    "accept": (_Accept, _accept),
    "reject": (_Reject, _reject),
    "several": (_Several, _several),
    "load": (_Load, _load),
}
