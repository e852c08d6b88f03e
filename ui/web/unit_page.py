"""One unit of the Library: its text, its place in its group, what it answers, where it is stated. Pure."""

from __future__ import annotations

from html import escape

from assistant.domain import Unit
from assistant.labels import label, name, title
from assistant.registry import Registry
from assistant.verbs import Assistant
from ui.web.library import kind_name
from ui.web.render import ask_button, edition_label, source_link
from ui.web.texts import OFFICIAL, edition_of

LANGUAGE_NAMES = {"fr": "Français", "de": "Deutsch", "es": "Español", "it": "Italiano", "en": "English"}


def unit_html(assistant: Assistant, unit_id: str) -> str:
    """The page of a unit; an unknown id gets a sentence and a way back."""
    unit = assistant.registry.get(unit_id)
    if unit is None:
        return (
            '<h2 tabindex="-1">No such entry</h2>'
            f'<p>There is no entry called “{escape(unit_id)}”. <a href="#library">Look for it in the list</a>.</p>'
        )
    parts = [
        _head(assistant, unit),
        _official(assistant, unit),
        _caveat(unit),
        _members(assistant.registry, unit),
        _serves(assistant.registry, unit),
        _stated(assistant, unit),
        _questions(unit),
        _languages(unit),
        _siblings(assistant.registry, unit),
    ]
    return "".join(parts)


def _head(assistant: Assistant, unit: Unit) -> str:
    document = assistant.documents.get(unit.document)
    tag = edition_label(document) if document and edition_of(document) != OFFICIAL else ""
    kicker = " · ".join(part for part in (label(unit) or kind_name(unit.kind), unit.date) if part)
    return (
        f'<p class="kicker">{escape(kicker)} {tag}</p><h2 tabindex="-1">{escape(title(unit))}</h2>'
        f'{_place(assistant.registry, unit)}<p class="unit-text">{escape(unit.text)}</p>'
        f'<p class="unit-actions"><button type="button" class="quiet copy-link" data-unit="{escape(unit.id)}">'
        f"Copy link to {escape(unit.id)}</button></p>"
    )


def _place(registry: Registry, unit: Unit) -> str:
    group = registry.get(unit.group)
    if not group or not unit.order:
        return ""
    count = unit.size or len(registry.members(group.id))
    return f'<p class="place">{unit.order} of {count} in {_link(group)}</p>'


def _link(unit: Unit) -> str:
    return f'<a href="#{escape(unit.id)}">{escape(name(unit))}</a>'


def _official(assistant: Assistant, unit: Unit) -> str:
    """Passages of official texts that state this unit, word for word."""
    found = [p for p in assistant.passages.values() if p.unit == unit.id]
    quotes = []
    for passage in found:
        document = assistant.documents.get(passage.document)
        if document and edition_of(document) == OFFICIAL:
            quotes.append(f"{edition_label(document)}<blockquote>{escape(passage.text)}</blockquote>")
    return "".join(quotes)


def _caveat(unit: Unit) -> str:
    return f'<p class="caveat"><strong>Please note.</strong> {escape(unit.caveat)}</p>' if unit.caveat else ""


def _members(registry: Registry, unit: Unit) -> str:
    members = registry.members(unit.id)
    rows = "".join(f"<li>{_link(member)}</li>" for member in members)
    return f"<h3>The {len(members)} entries of this list</h3><ol>{rows}</ol>" if members else ""


def _siblings(registry: Registry, unit: Unit) -> str:
    members = registry.members(unit.group) if unit.group else ()
    if len(members) < 2:
        return ""
    rows = "".join(
        f'<li aria-current="true">{escape(name(member))}</li>' if member.id == unit.id else f"<li>{_link(member)}</li>"
        for member in members
    )
    return f'<nav class="siblings" aria-label="Others in this list"><h3>In the same list</h3><ol>{rows}</ol></nav>'


def _serves(registry: Registry, unit: Unit) -> str:
    linked = [found for other in unit.serves if (found := registry.get(other))]
    answered = [other for other in registry if unit.id in other.serves]
    parts = []
    if linked:
        parts.append(f"<h3>Connected to</h3><ul>{''.join(f'<li>{_link(other)}</li>' for other in linked)}</ul>")
    if answered:
        parts.append(f"<h3>Taken up by</h3><ul>{''.join(f'<li>{_link(other)}</li>' for other in answered)}</ul>")
    return "".join(parts)


def _stated(assistant: Assistant, unit: Unit) -> str:
    document = assistant.documents.get(unit.locator.document)
    title = document.title if document else unit.locator.document
    item = f", item {unit.locator.item}" if unit.locator.item else ""
    rows = [f"<li>{escape(title)}: {escape(unit.locator.heading)}{item}</li>"]
    links = {source.address: source.title for source in unit.sources}
    if unit.address:
        links.setdefault(unit.address, "Where it is published")
    rows += [f"<li>{source_link(address, words)}</li>" for address, words in links.items()]
    return f'<h3>Where it is stated</h3><ul class="links">{"".join(rows)}</ul>'


def _questions(unit: Unit) -> str:
    if not unit.questions:
        return ""
    rows = "".join(f"<li>{ask_button(question)}</li>" for question in unit.questions)
    return _folded(f"Questions it answers ({len(unit.questions)})", rows)


def _languages(unit: Unit) -> str:
    if not unit.wordings:
        return ""
    rows = "".join(
        f'<li lang="{escape(code)}"><strong>{_language_name(code)}</strong> {escape(wording.title)}</li>'
        for code, wording in unit.wordings.items()
    )
    return _folded(f"In other languages ({len(unit.wordings)})", rows)


def _language_name(code: str) -> str:
    return LANGUAGE_NAMES.get(code, escape(code))


def _folded(summary: str, rows: str) -> str:
    return f'<details><summary>{summary}</summary><ul class="links">{rows}</ul></details>'
