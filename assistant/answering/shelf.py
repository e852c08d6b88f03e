"""What an answer is composed from: the documents, the units, and where each is stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.quoting import has_lead_in, without_lead_in
from assistant.domain import Document, Passage
from assistant.registry import Registry

MOST_TITLES = 12


@dataclass(frozen=True)
class Shelf:
    """What an answer is composed from: the documents, the registry and where each unit is stated."""

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    registry: Registry
    by_unit: Mapping[str, Passage]

    @property
    def titles(self) -> str:
        """Titles of the documents, in one line; those first that need no label, and of many only the first few."""
        in_order = sorted(self.documents.values(), key=lambda document: bool(document.label))
        titles = list(dict.fromkeys(document.title for document in in_order))
        more = f"; + {len(titles) - MOST_TITLES}" if len(titles) > MOST_TITLES else ""
        return "; ".join(titles[:MOST_TITLES]) + more

    def section(self, passage: Passage) -> Sequence[Passage]:
        """The passages under the same heading of the same document, in reading order; those of units left out."""
        return self._sections.get((passage.document, passage.heading), ())

    @cached_property
    def _sections(self) -> dict[tuple[str, tuple[str, ...]], list[Passage]]:
        sections: dict[tuple[str, tuple[str, ...]], list[Passage]] = {}
        for passage in self.passages.values():
            if not passage.unit:
                sections.setdefault((passage.document, passage.heading), []).append(passage)
        return sections

    @cached_property
    def _groups_with_lead_ins(self) -> frozenset[str]:
        """Lists whose members all open with words like "Third barrier in the report: ", which a title makes idle."""
        groups: dict[str, list[bool]] = {}
        for unit in self.registry:
            if unit.group and unit.id in self.by_unit:
                groups.setdefault(unit.group, []).append(has_lead_in(self.by_unit[unit.id]))
        return frozenset(name for name, opens in groups.items() if all(opens))

    def under_title(self, passage: Passage, span: tuple[int, int]) -> tuple[int, int]:
        """The span without such an opening, for a quote that stands under its own title."""
        unit = self.registry.get(passage.unit)
        return without_lead_in(passage, span) if unit and unit.group in self._groups_with_lead_ins else span
