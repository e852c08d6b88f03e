"""The Library: every document and unit, with a filter by words, goal and kind. HTML from the registry; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby

from assistant.domain import Document, Unit
from assistant.labels import label, title
from assistant.registry import Registry
from assistant.verbs import Assistant
from assistant.words import fold
from ui.web.render import edition_label, source_link
from ui.web.texts import PUBLIC, edition_of

_KIND_NAMES = {"group": "List"}
# What most people look for comes first; the rest follows as the corpus has it, public sources last.
_FIRST = ("goal", "recommendation", "challenge", "step")


def kind_name(kind: str) -> str:
    """A kind as people read it: "committee-member" is "Committee member"."""
    return _KIND_NAMES.get(kind, kind.replace("-", " ").replace("_", " ").capitalize())


@lru_cache(maxsize=4096)
def _haystack(unit_id: str, words: tuple[str, ...]) -> str:
    return fold("\n".join((unit_id, *words)))


def matches(unit: Unit, words: Sequence[str]) -> bool:
    """Whether every word stands somewhere in the unit: titles and questions in any language, text, id."""
    if not words:
        return True
    other = [t for w in unit.wordings.values() for t in (w.title, *w.questions)]
    hay = _haystack(unit.id, (label(unit), unit.title, unit.text, *unit.questions, *other))
    return all(word in hay for word in words)


def select(registry: Registry, words: str = "", goal: int | None = None, kind: str | None = None) -> tuple[Unit, ...]:
    """Units of that goal and kind that hold all the words, in corpus order."""
    wanted = fold(words).split()
    return tuple(unit for unit in registry.select(kind or None, goal) if matches(unit, wanted))


def filters_html(assistant: Assistant) -> str:
    """The options of the two filters, as the corpus has them."""
    registry = assistant.registry
    goals = [(u.order, title(u)) for u in registry.select("goal") if u.order]
    goal_options = [("", "All goals"), *((str(n), f"Goal {n}: {words}") for n, words in goals)]
    kinds = sorted({unit.kind for unit in registry}, key=kind_name)
    kind_options = [("", "All kinds"), *((kind, kind_name(kind)) for kind in kinds)]
    return (
        f'<div><label for="lib-goal">Goal</label><select id="lib-goal">{_options(goal_options)}</select></div>'
        f'<div><label for="lib-kind">Kind</label><select id="lib-kind">{_options(kind_options)}</select></div>'
    )


def _options(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in pairs)


def list_html(assistant: Assistant, words: str = "", goal: int | None = None, kind: str | None = None) -> str:
    """The matching units, grouped by document and kind."""
    found = select(assistant.registry, words, goal, kind)
    if not found:
        return '<p class="empty">Nothing matches. Try fewer words, or choose all goals and all kinds.</p>'
    parts = [f'<p class="count">{len(found)} of {len(assistant.registry)} entries</p>']
    ordered = sorted(found, key=lambda unit: _place(assistant, unit))
    for (document_id, unit_kind), units in groupby(ordered, key=lambda u: (u.document, u.kind)):
        document = assistant.documents.get(document_id)
        name = document.title if document else document_id
        rows = "".join(_row(unit) for unit in units)
        parts.append(
            f'<section class="unit-group"><h3>{escape(kind_name(unit_kind))}<span> {escape(name)}</span></h3>'
            f"<ul>{rows}</ul></section>"
        )
    return "".join(parts)


def _place(assistant: Assistant, unit: Unit) -> tuple[int, bool]:
    document = assistant.documents.get(unit.document)
    rank = _FIRST.index(unit.kind) if unit.kind in _FIRST else len(_FIRST)
    return rank, bool(document and edition_of(document) == PUBLIC)


def _row(unit: Unit) -> str:
    number = f'<span class="number">{escape(label(unit))}</span> ' if label(unit) else ""
    address = f'href="#{escape(unit.id)}" data-unit="{escape(unit.id)}"'
    return f'<li><a class="unit-row" {address}>{number}{escape(title(unit))}</a></li>'


def documents_html(assistant: Assistant) -> str:
    """Every document: whose words, publisher, date, notice, where it is published."""
    return "".join(_document(assistant, document) for document in assistant.documents.values())


def _document(assistant: Assistant, document: Document) -> str:
    units = sum(1 for unit in assistant.registry if unit.document == document.id)
    passages = sum(1 for passage in assistant.passages.values() if passage.document == document.id)
    counted = f"{units} entries" if units else f"{passages} passages"
    facts = " · ".join(escape(part) for part in (document.publisher, document.date, counted) if part)
    notice = f'<p class="notice">{escape(document.notice)}</p>' if document.notice else ""
    link = source_link(document.address, "Where it is published") if document.address else ""
    return (
        f'<li class="document"><h3>{escape(document.title)}</h3>{edition_label(document)}'
        f"<p>{facts}</p>{notice}{link}</li>"
    )
