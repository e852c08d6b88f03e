"""The order of a plan's tables: one item moved, what of two orders differs, and a move made on another order. Pure.

Positions count from 0; one beyond the end means the end, so that a table that became shorter is no error.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.planning import verbs
from assistant.planning.events import Change, change
from assistant.planning.plan import TABLES, Item, Plan

Ids = tuple[str, ...]


def ids(plan: Plan, table: str) -> Ids:
    """The ids of a table in their order."""
    items: tuple[Item, ...] = getattr(plan, table)
    return tuple(item.id for item in items)


def reordered(before: Plan, after: Plan) -> dict[str, tuple[Ids, Ids]]:
    """Tables whose items stand in another order, with both orders of the items that both plans hold."""
    found: dict[str, tuple[Ids, Ids]] = {}
    for table in TABLES:
        old, new = ids(before, table), ids(after, table)
        if old == new:
            continue
        both = set(old) & set(new)
        orders = (tuple(i for i in old if i in both), tuple(i for i in new if i in both))
        if orders[0] != orders[1]:
            found[table] = orders
    return found


def keeps(plan: Plan, table: str, before: Ids, after: Ids) -> bool:
    """Whether the plan holds every "this one first" that the way from one order to the other brought about."""
    place = {item_id: number for number, item_id in enumerate(ids(plan, table))}
    was = {item_id: number for number, item_id in enumerate(before)}
    pairs = ((a, b) for a, b in combinations(after, 2) if was[a] > was[b])
    return all(place[a] < place[b] for a, b in pairs if a in place and b in place)


def alone(before: Ids, after: Ids) -> str | None:
    """The one item whose move explains the new order; None when several were moved."""
    for item_id in before:
        if _without(before, item_id) == _without(after, item_id):
            return item_id
    return None


def carried(base: Plan, current: Plan, mine: Change) -> Iterator[Change]:
    """The move as it can be meant on a table that others changed: next to the same items, else past the same ones."""
    if mine.kind != "move":
        yield mine
        return
    table, item_id = str(mine.data["table"]), str(mine.data["id"])
    before, wanted = ids(base, table), ids(change(base, mine), table)
    rest = _without(ids(current, table), item_id)
    at = wanted.index(item_id)
    behind = next((rest.index(i) + 1 for i in reversed(wanted[:at]) if i in rest), 0)
    ahead = next((rest.index(i) for i in wanted[at + 1 :] if i in rest), len(rest))
    at_first = before.index(item_id)
    rightwards = [rest.index(i) + 1 for i in before[at_first + 1 : at + 1] if i in rest]
    leftwards = [rest.index(i) for i in before[at:at_first] if i in rest]
    past = max(rightwards, default=min(leftwards, default=behind))
    for position in dict.fromkeys((behind, ahead, past)):
        yield replace(mine, data={**mine.data, "to": position})


def place_said(numbers: Sequence[int], way: str, count: int) -> tuple[int, int] | None:
    """(position now, position wanted), from 0, for "activity 3 to place 1" or "up"; None where there is no place."""
    ways = {"top": 1, "first": 1, "bottom": count, "end": count, "last": count}
    ways |= {"up": numbers[0] - 1, "down": numbers[0] + 1}
    now, wanted = numbers[0], numbers[1] if len(numbers) > 1 else ways.get(way, 0)
    return (now - 1, wanted - 1) if 1 <= now <= count and 1 <= wanted <= count else None


def moves(table: str, order: Sequence[str], wanted: Sequence[str]) -> Iterator[Change]:
    """The fewest moves that bring a table from one order to another of the same items."""
    staying = _longest_rise([wanted.index(item_id) for item_id in order])
    now = list(order)
    for at, item_id in enumerate(wanted):
        if at not in staying:
            now.remove(item_id)
            to = now.index(wanted[at - 1]) + 1 if at else 0
            now.insert(to, item_id)
            yield verbs.move(table, item_id, to)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The most of these numbers, each once, that stand in rising order (patience sorting)."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        before[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    rise: set[int] = set()
    last = tops[-1] if tops else None
    while last is not None:
        rise.add(last)
        last = before[last]
    return rise


def _without(order: Sequence[str], item_id: str) -> Ids:
    return tuple(i for i in order if i != item_id)
