"""The panel beside the chat: the exact passage, highlighted within its section, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.domain import Document, Passage
from assistant.verbs import Assistant
from ui.web.render import edition_label, public_address, source_link
from ui.web.texts import OURS, PUBLIC, edition_of

# A section can be a whole chapter; this many characters on each side of the passage give enough of its context.
CONTEXT = 6000


def passage_html(assistant: Assistant, passage_id: str, start: int, end: int) -> str:
    """The section around the span with the span in <mark>. A passage that is gone is said to be gone."""
    passage = assistant.passages.get(passage_id)
    document = assistant.documents.get(passage.document) if passage else None
    if passage is None or document is None:
        return _GONE
    if not (0 <= start < end <= len(document.text)):
        start, end = passage.start, passage.end
    return "".join(
        [
            _head(assistant, passage, document),
            f'<div class="section-text" lang="{escape(document.language)}">',
            *(_block(assistant, document, piece, start, end) for piece in _section(assistant, passage)),
            "</div>",
            _foot(assistant, passage, document),
        ]
    )


_GONE = (
    '<h2 tabindex="-1">This passage is no longer there</h2>'
    "<p>The texts were updated after this answer was given. Ask again to get an answer from the current texts.</p>"
)


def _head(assistant: Assistant, passage: Passage, document: Document) -> str:
    unit = assistant.registry.get(passage.unit)
    title = unit.title if unit else (passage.heading[-1] if passage.heading else document.title)
    where = " › ".join((document.title, *passage.heading)) + (f", page {passage.page}" if passage.page else "")
    return (
        f'<p class="panel-label">{edition_label(document)}</p><h2 tabindex="-1">{escape(title)}</h2>'
        f'<p class="where">{escape(where)}</p>'
    )


def _section(assistant: Assistant, passage: Passage) -> Sequence[Passage]:
    """Passages under the same heading that lie near this one, in reading order."""
    return sorted(
        (
            other
            for other in assistant.passages.values()
            if other.document == passage.document
            and other.heading == passage.heading
            and other.end > passage.start - CONTEXT
            and other.start < passage.end + CONTEXT
        ),
        key=lambda other: (other.start, other.end),
    )


def _block(assistant: Assistant, document: Document, piece: Passage, start: int, end: int) -> str:
    unit = assistant.registry.get(piece.unit) if edition_of(document) in (OURS, PUBLIC) else None
    title = f"<h3>{escape(unit.title)}</h3>" if unit else ""
    here = " here" if piece.start < end and start < piece.end else ""
    return f'<div class="piece{here}">{title}<p>{marked(document.text, piece.start, piece.end, start, end)}</p></div>'


def marked(text: str, start: int, end: int, mark_start: int, mark_end: int) -> str:
    """`text[start:end]` escaped, with what of the mark lies inside it in <mark>."""
    first, last = max(start, mark_start), min(end, mark_end)
    if first >= last:
        return escape(text[start:end])
    return f"{escape(text[start:first])}<mark>{escape(text[first:last])}</mark>{escape(text[last:end])}"


def _foot(assistant: Assistant, passage: Passage, document: Document) -> str:
    unit = assistant.registry.get(passage.unit)
    parts = []
    if document.notice:
        parts.append(f'<p class="notice">{escape(document.notice)}</p>')
    if unit:
        parts.append(f'<p><a class="more" href="#{escape(unit.id)}">Open in the Library</a></p>')
    links = {s.address: s.title for s in unit.sources} if unit else {}
    links.setdefault((unit.address if unit else "") or document.address, f"{document.publisher or document.title}")
    rows = [f"<li>{source_link(address, title)}</li>" for address, title in links.items() if public_address(address)]
    if rows:
        parts.append(f'<h3>Published at</h3><ul class="links">{"".join(rows)}</ul>')
    return f'<div class="panel-foot">{"".join(parts)}</div>'
