"""Changes of the tables of a plan: rows, stakeholders, indicators and open questions. Pure, as `events.py` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import PlanError
from assistant.planning.plan import TABLES, Id, Item, Plan, Position, Table, find
from assistant.planning.plan_json import MOST_ITEMS, field_types, read


def _with(plan: Plan, **parts: Any) -> Plan:
    """`replace` for parts whose names are known at run time only; their values have been read by their types."""
    return replace(plan, **parts)


@dataclass(frozen=True, slots=True)
class Add:
    """A new item."""

    table: Table
    item: Mapping[str, Any]


def add(plan: Plan, args: Add) -> Plan:
    """The plan with the item at the end of its table."""
    item: Item = read(TABLES[args.table], args.item, args.table)
    present: tuple[Item, ...] = getattr(plan, args.table)
    if find(plan, args.table, item.id):
        raise PlanError(f"{args.table} has {item.id!r} already: give the new one an id of its own.")
    if len(present) >= MOST_ITEMS:
        raise PlanError(f"{args.table} is full: at most {MOST_ITEMS} fit into a plan.")
    return _with(plan, **{args.table: (*present, item)})


@dataclass(frozen=True, slots=True)
class Remove:
    """An item that goes."""

    table: Table
    id: Id


def remove(plan: Plan, args: Remove) -> Plan:
    """The plan without that item, and without proposals on it."""
    _present(plan, args.table, args.id)
    kept = tuple(item for item in getattr(plan, args.table) if item.id != args.id)
    # A proposal on what is gone could never be accepted.
    waiting = tuple(p for p in plan.proposals if (p.data.get("table"), p.data.get("id")) != (args.table, args.id))
    return _with(plan, **{args.table: kept}, proposals=waiting)


@dataclass(frozen=True, slots=True)
class Edit:
    """One part of an item."""

    table: Table
    id: Id
    field: Id
    value: Any


def edit(plan: Plan, args: Edit) -> Plan:
    """The plan with another value in one part of an item."""
    item = _present(plan, args.table, args.id)
    shape: Any = TABLES[args.table]
    fields = {name: kind for name, kind in field_types(shape).items() if name != "id"}
    if args.field not in fields:
        raise PlanError(f"{args.table} has no part {args.field!r} to edit: use {', '.join(fields)}.")
    part: Any = {args.field: read(fields[args.field], args.value, f"{args.table}.{args.field}")}
    edited = replace(item, **part)
    items: tuple[Item, ...] = getattr(plan, args.table)
    return _with(plan, **{args.table: tuple(edited if other.id == args.id else other for other in items)})


@dataclass(frozen=True, slots=True)
class Move:
    """Another place for an item, from 0; beyond the end is the end."""

    table: Table
    id: Id
    to: Position


def move(plan: Plan, args: Move) -> Plan:
    """The plan with that item at another place of its table."""
    item = _present(plan, args.table, args.id)
    others = [other for other in getattr(plan, args.table) if other.id != args.id]
    return _with(plan, **{args.table: (*others[: args.to], item, *others[args.to :])})


def _present(plan: Plan, table: str, item_id: str) -> Item:
    item = find(plan, table, item_id)
    if item is None:
        raise PlanError(f"{table} has no {item_id!r} (any more): reload the plan and try again.")
    return item
