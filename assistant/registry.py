"""The registry of units: lookup by id, by group, by goal. Pure; empty for a folder that has no units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from assistant.domain import Unit


class Registry:
    """Units in the order of the corpus. Ids are unique (the corpus check sees to it)."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self._units = {unit.id: unit for unit in units}

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._units

    def get(self, unit_id: str | None) -> Unit | None:
        """The unit, or None."""
        return self._units.get(unit_id) if unit_id else None

    @cached_property
    def _members(self) -> dict[str, tuple[Unit, ...]]:
        groups: dict[str, list[Unit]] = {}
        for unit in self:
            if unit.group:
                groups.setdefault(unit.group, []).append(unit)
        return {name: tuple(sorted(units, key=lambda u: u.order or 0)) for name, units in groups.items()}

    def members(self, group_id: str) -> tuple[Unit, ...]:
        """Direct members of a group in order; empty for a unit that has none."""
        return self._members.get(group_id, ())

    def leaves(self, group_id: str) -> tuple[Unit, ...]:
        """Members in order, with subgroups that stand only for a list replaced by their own members."""
        found: list[Unit] = []
        for unit in self.members(group_id):
            found.extend(self.leaves(unit.id) if self.is_list(unit) else (unit,))
        return tuple(found)

    def is_list(self, unit: Unit) -> bool:
        """Whether the unit says nothing but its members (kind `group`)."""
        return unit.kind == "group" and bool(self.members(unit.id))

    def select(self, kind: str | None = None, goal: int | None = None) -> tuple[Unit, ...]:
        """Units of that kind and goal, in corpus order."""
        return tuple(u for u in self if kind in (None, u.kind) and goal in (None, u.goal))
