"""What a plan rests on, numbered: every unit that a cell, row or choice names, with where the texts state it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

from assistant.domain import Document
from assistant.labels import name
from assistant.planning.plan import TABLES, ActionRow, Cell, Plan
from assistant.registry import Registry

OWN_PATTERN = "Activity pattern of this tool, its own writing and not part of the CAR T Vision texts"


@dataclass(frozen=True, slots=True)
class PlanSource:
    """A source of the plan under the number that cells cite it by."""

    number: int
    id: str
    name: str
    place: str = ""
    address: str = ""

    @property
    def line(self) -> str:
        """Name, place and address on one line."""
        return " · ".join(part for part in (self.name, self.place, self.address) if part)


@dataclass(frozen=True)
class Texts:
    """What the ids in a plan mean. Empty, ids are shown as they are."""

    registry: Registry = field(default_factory=Registry)
    documents: Mapping[str, Document] = field(default_factory=dict)

    def name(self, unit_id: str, language: str = "en") -> str:
        """Label and title of a unit, or its id where the texts do not have it."""
        unit = self.registry.get(unit_id)
        return name(unit, language) if unit else unit_id

    def questions(self, component: str) -> tuple[str, ...]:
        """The guiding questions of a planning component, in order."""
        return tuple(unit.title for unit in self.registry.members(component))


@dataclass(frozen=True)
class Numbered:
    """The sources of one plan; those of `first` get the first numbers, in that order."""

    plan: Plan
    texts: Texts
    first: tuple[str, ...] = ()

    @cached_property
    def sources(self) -> tuple[PlanSource, ...]:
        """In the order in which the plan names them, or as wanted."""
        named = dict.fromkeys(_ids(self.plan))
        wanted = dict.fromkeys((*(found for found in self.first if found in named), *named))
        return tuple(self._source(number, found) for number, found in enumerate(wanted, 1))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number by id."""
        return {source.id: source.number for source in self.sources}

    def _source(self, number: int, unit_id: str) -> PlanSource:
        unit = self.texts.registry.get(unit_id)
        if unit is None:
            own = unit_id.startswith("pattern.")
            return PlanSource(number, unit_id, f"{OWN_PATTERN} ({unit_id})" if own else unit_id)
        document = self.texts.documents.get(unit.locator.document)
        item = "" if unit.locator.item is None else f", item {unit.locator.item}"
        place = f"{document.title if document else unit.locator.document}: {unit.locator.heading}{item}"
        return PlanSource(number, unit_id, name(unit), place, unit.address or (document.address if document else ""))


def _ids(plan: Plan) -> Iterator[str]:
    for choice in (*plan.challenges, *plan.recommendations):
        yield choice.unit
        yield from choice.reason.cites
    for cell in plan.answers.values():
        yield from cell.cites
    for table in TABLES:
        for item in getattr(plan, table):
            if isinstance(item, ActionRow):
                yield from (*item.recommendations, *item.challenges)
            for part in fields(item):
                value = getattr(item, part.name)
                if isinstance(value, Cell):
                    yield from value.cites
