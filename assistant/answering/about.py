"""An answer that quotes units which somebody else chose, under headings: no search, no threshold, only quotes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from assistant.answering.draft import Draft
from assistant.answering.lists import quote_unit
from assistant.answering.shelf import Shelf
from assistant.domain import Answer, Stamp, Status

Part = tuple[str, Sequence[str]]


def quote_units(shelf: Shelf, question: str, parts: Sequence[Part], stamp: Stamp) -> Answer:
    """Each heading with its units, in the order given, without those that no passage states and without empty ones.

    `not_in_sources` where nothing is left to quote.
    """
    draft = Draft(shelf.documents, shelf.registry)
    for heading, ids in parts:
        stated = (shelf.registry.get(found) for found in dict.fromkeys(ids) if found in shelf.by_unit)
        units = [unit for unit in stated if unit]
        if not units:
            continue
        draft.blank()
        draft.lines.append(heading)
        for unit in units:
            quote_unit(draft, shelf, unit, bullet="- ")
        labels = [shelf.documents[shelf.by_unit[unit.id].document].label for unit in units]
        draft.lines += [f"*({label})*" for label in dict.fromkeys(filter(None, labels))]
    return Answer(
        id=uuid.uuid4().hex[:12],
        question=question,
        status=Status.ANSWERED if draft.citations else Status.NOT_IN_SOURCES,
        markdown=draft.markdown(),
        sentences=tuple(draft.sentences),
        citations=tuple(draft.citations),
        hits=(),
        stamp=stamp,
    )
