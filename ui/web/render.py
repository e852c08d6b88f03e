"""An answer as HTML. Everything that comes from outside (question, passages, model) is data and is escaped.

Markdown is parsed with raw HTML, images and links switched off; `[n]` becomes a button only where citation n exists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.answering.shown import plain_signs
from assistant.domain import LANGUAGES, Answer, Citation, Document, Sentence, Support
from ui.mode import whose_words
from ui.web.texts import EDITION, STATUS, edition_of

_MARK = re.compile(r"\[(\d{1,3})\]")
_OPEN, _CLOSE = "\ue000", "\ue001"  # private-use signs around marked sentences; struck from the input first
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["image", "link", "autolink"])


def public_address(address: str) -> str:
    """The address if a browser may open it from our page, else nothing."""
    parts = urlsplit(address)
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def source_link(address: str, words: str) -> str:
    """A link that leaves the page only when clicked; the words alone when the address is unusable."""
    if not public_address(address):
        return escape(words)
    return f'<a class="out" href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'


def answer_html(answer: Answer, documents: Mapping[str, Document], stopped: bool = False, in_plan: bool = False) -> str:
    """The whole reply: status in words, text with citation buttons, sources, actions, next steps.

    `in_plan`: between the questions of the guided chat, which goes on by itself, so without actions and next steps.
    """
    finished = answer.done or stopped
    attributes = {
        "class": "answer",
        "data-answer": answer.id,
        "data-question": answer.question,
        "data-done": "1" if finished else "0",
        "data-copy": copy_text(answer),
    }
    opening = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
    parts = [f"<article {opening}>", _badge(answer, stopped), answer_body(answer, documents)]
    if finished:
        parts += [_sources(answer, documents), f'<p class="mode">{escape(whose_words(answer))}</p>']
    if finished and not in_plan:
        parts += [_actions(answer), _next_steps(answer.next_steps)]
    return "".join([*parts, "</article>"])


def answer_body(answer: Answer, documents: Mapping[str, Document] | None = None) -> str:
    """The Markdown of the answer as safe HTML with citation buttons.

    Sentences that no source carries are marked; what is in another language than the frame says in which.
    """
    frame = answer.language if answer.language in LANGUAGES else "en"
    source, spans = _with_signs(answer, documents or {}, frame)
    tokens = _MARKDOWN.parse(source)
    known = {citation.number: citation for citation in answer.citations}
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"  # the page owns the levels above
        if token.children:
            token.children = [piece for child in token.children for piece in _with_buttons(child, known)]
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    for span in spans:
        html = html.replace(_OPEN, span, 1)
    return f'<div class="answer-body" lang="{escape(frame)}">{html.replace(_CLOSE, "</span>")}</div>'


def _with_signs(answer: Answer, documents: Mapping[str, Document], frame: str) -> tuple[str, list[str]]:
    """The Markdown with a sign before and behind each sentence that needs a span, and these spans in order."""
    markdown = answer.markdown.replace(_OPEN, "").replace(_CLOSE, "")
    found: list[tuple[int, int, str]] = []
    at = 0
    for sentence in answer.sentences:
        spans = [
            place
            for text, span in _spans(sentence, answer, documents, frame)
            if (place := _place(markdown, text, span, sentence, at))
        ]
        found += spans
        at = max([at, *(end for _, end, _ in spans)])
    for start, end, _ in sorted(found, reverse=True):
        markdown = f"{markdown[:start]}{_OPEN}{markdown[start:end]}{_CLOSE}{markdown[end:]}"
    return markdown, [span for _, _, span in sorted(found)]


def _spans(sentence: Sentence, answer: Answer, documents: Mapping[str, Document], frame: str) -> list[tuple[str, str]]:
    """The texts of a sentence that are marked, each with its opening tag."""
    if sentence.support is Support.UNSUPPORTED:
        return [(sentence.text, '<span class="unsupported">')]
    cited = next((c.document for c in answer.citations if c.number in sentence.citations), "")
    language = documents[cited].language if cited in documents else "en"
    spans = []
    if sentence.translation or (sentence.support is Support.QUOTED and language != frame):
        spans.append((sentence.text, f'<span class="original" lang="{escape(language)}">'))
    if sentence.translation:
        spans.append((sentence.translation, f'<span class="rendering" lang="{escape(answer.language)}">'))
    return spans


def _place(markdown: str, text: str, span: str, sentence: Sentence, after: int) -> tuple[int, int, str] | None:
    """Where a text stands, with the marks behind it, so that a mark is kept together with the word before it."""
    plain = " ".join(text.split())
    marks = "".join(f" [{number}]" if at == 0 else f"[{number}]" for at, number in enumerate(sentence.citations))
    for shown in (plain_signs(plain), plain):
        start = markdown.find(shown, after)
        if shown and start >= 0:
            end = start + len(shown)
            behind = re.match(rf"”?(?:{re.escape(marks)})?", markdown[end:])
            return start, end + (behind.end() if behind else 0), span
    return None


def _with_buttons(token: Token, known: Mapping[int, Citation]) -> list[Token]:
    if token.type != "text":
        return [token]
    pieces, at = [], 0
    for match in _MARK.finditer(token.content):
        citation = known.get(int(match.group(1)))
        if citation:
            before, _, word = token.content[at : match.start()].rstrip(" ").rpartition(" ")
            pieces += [_text(f"{before} " if before else ""), *_kept_together(word, citation)]
            at = match.end()
    return [*pieces, _text(token.content[at:])] if at else [token]


def _kept_together(word: str, citation: Citation) -> list[Token]:
    """The last word and its mark, so that no mark stands alone at the start of a line."""
    return [_html('<span class="kept">'), _text(word), _html(citation_button(citation)), _html("</span>")]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _html(content: str) -> Token:
    """HTML of ours; nothing from outside may come here unescaped."""
    return Token("html_inline", "", 0, content=content)


def citation_button(citation: Citation, words: str = "") -> str:
    """Opens the cited passage; carries all that is needed to find it, so the server keeps nothing for it."""
    data = f'data-passage="{escape(citation.passage)}" data-start="{citation.start}" data-end="{citation.end}"'
    if words:
        return f'<button type="button" class="open-passage" {data}>{escape(words)}</button>'
    label = escape(f"Source {citation.number}: {citation.title}")
    return f'<button type="button" class="cite" {data} title="{label}" aria-label="{label}">{citation.number}</button>'


def _badge(answer: Answer, stopped: bool) -> str:
    words = "Stopped" if stopped else STATUS[answer.status] if answer.done else "Reading the sources"
    kind = "stopped" if stopped else answer.status.value if answer.done else "reading"
    return f'<p class="badge {kind}">{escape(words)}</p>'


def _sources(answer: Answer, documents: Mapping[str, Document]) -> str:
    if not answer.citations:
        return ""
    rows = "".join(f"<li value={c.number}>{_source(c, documents.get(c.document))}</li>" for c in answer.citations)
    count = len(answer.citations)
    summary = f"{count} source{'s' if count > 1 else ''}"
    opened = " open" if count <= 3 else ""
    return f'<details class="sources"{opened}><summary>{summary}</summary><ol>{rows}</ol></details>'


def _source(citation: Citation, document: Document | None) -> str:
    label = edition_label(document) if document else ""
    return f'{citation_button(citation, citation.title)} {label}<span class="locator">{escape(citation.locator)}</span>'


def edition_label(document: Document) -> str:
    """Whose words these are, as a small tag."""
    kind = edition_of(document)
    return f'<span class="edition {kind}">{EDITION[kind]}</span>'


def _actions(answer: Answer) -> str:
    return f'<div class="actions">{_COPY}{_add_button(answer)}{_THUMBS}</div>'


def _add_button(answer: Answer) -> str:
    """Offers what a plan can take up of the answer: the recommendations and challenges that it cites."""
    cited = {c.unit: c.title for c in answer.citations if c.unit and c.unit.startswith(("rec.", "challenge."))}
    if not cited:
        return ""
    units = escape(json.dumps([{"id": unit, "name": title} for unit, title in cited.items()]))
    return f'<button type="button" class="quiet add-to-plan" data-units="{units}">Add to my plan</button>'


_COPY = '<button type="button" class="quiet copy">Copy with sources</button>'
_THUMBS = (
    '<span class="thumbs" role="group" aria-label="Was this answer useful?">'
    '<span aria-hidden="true" class="thumbs-label">Useful?</span>'
    '<button type="button" class="quiet thumb" data-verdict="up" aria-pressed="false">Yes</button>'
    '<button type="button" class="quiet thumb" data-verdict="down" aria-pressed="false">No</button></span>'
)


def _next_steps(questions: Sequence[str]) -> str:
    if not questions:
        return ""
    chips = "".join(f"<li>{ask_button(question)}</li>" for question in questions)
    return f'<div class="next"><p class="next-label">You could ask next</p><ul>{chips}</ul></div>'


def ask_button(question: str) -> str:
    """A chip that asks its own words when pressed."""
    return f'<button type="button" class="chip" data-ask="{escape(question)}">{escape(question)}</button>'


def copy_text(answer: Answer) -> str:
    """Plain text for the clipboard: the answer with its marks, then the numbered sources."""
    lines = [answer.question, "", answer.markdown, "", whose_words(answer)]
    if answer.citations:
        lines += ["", "Sources"]
        lines += [
            f"[{c.number}] " + ". ".join(part for part in (c.title, c.locator, public_address(c.url)) if part)
            for c in answer.citations
        ]
    return "\n".join([*lines, "", "From the Vision to Action Assistant, an unofficial tool. Not medical advice."])


def waiting_html() -> str:
    """Shown until the first words arrive."""
    return '<article class="answer" data-done="0"><p class="badge reading">Reading the sources</p></article>'


def stopped_html() -> str:
    """Shown when the reader stopped before anything arrived."""
    return '<article class="answer" data-done="1"><p class="badge stopped">Stopped</p></article>'


def problem_html(message: str) -> str:
    """An error in the place of an answer; the message already says what to do."""
    badge = '<p class="badge stopped">Please check</p>'
    return f'<article class="answer problem" data-done="1">{badge}<p>{escape(message)}</p></article>'


def question_text(question: str) -> str:
    """A question for Gradio's chat, which shows tags in messages as HTML even with Markdown off: none may start."""
    return question.replace("<", "&lt;")
