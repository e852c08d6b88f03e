"""Candidates and drafts as the maintainer sees them: what waits, and the form that makes a case of one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from assistant.domain import Document, Passage
from assistant.labels import name
from assistant.registry import Registry
from assistant.verbs import Assistant
from evals.candidates import DRAFT, SAVED, Candidate
from evals.html_parts import details, text
from ui.web.evals.draft_case import LISTS, MOST_QUESTION, Filled
from ui.web.evals.page import choices, form

EXCERPT = 500

_NONE = (
    "<p>Nothing waits. A question lands here when somebody marks its answer as not useful, or when the sources hold no "
    "answer to it. What could identify a person is struck out before it is stored.</p>"
)


def address(candidate: Candidate, verb: str = "") -> str:
    """Where it is reviewed, below /evals; a draft has to name its document."""
    more = f"?document={quote(candidate.document, safe='')}" if candidate.document else ""
    return f"candidates/{candidate.id}{'/' + verb if verb else ''}{more}"


def list_page(
    waiting: Sequence[Candidate], settled: Sequence[tuple[Candidate, Mapping[str, Any]]], mark: str
) -> Iterator[str]:
    """What waits for a decision, and below it what was decided."""
    yield "<h1>Candidates</h1>"
    yield '<ul class="plain">' + "".join(_waiting(one) for one in waiting) + "</ul>" if waiting else _NONE
    if settled:
        rows = "".join(_settled(one, row, mark) for one, row in settled)
        yield details(f"Decided on: {len(settled)}", f'<ul class="plain">{rows}</ul>')


def _waiting(one: Candidate) -> str:
    times = f" · asked {one.times} times" if one.times > 1 else ""
    at = f" · {text(one.at[:16].replace('T', ' '))} UTC" if one.at else ""
    reasons = "".join(f"<p>“{text(reason)}”</p>" for reason in one.reasons)
    return (
        f'<li class="card"><p><a href="/evals/{address(one)}">{text(one.question)}</a></p>'
        f'<p class="soft">{text(one.why)}{times}{at}</p>{reasons}</li>'
    )


def _settled(one: Candidate, row: Mapping[str, Any], mark: str) -> str:
    became = f"saved to {row.get('file', '')}" if row["done"] == SAVED else "dropped"
    again = form(address(one, "reopen"), mark, '<button class="plain">Take up again</button>', one.question)
    return f'<li class="card"><p>{text(one.question)}</p><p class="soft">{text(became)}</p>{again}</li>'


def documents_page(counts: Sequence[tuple[Document, int, int]]) -> Iterator[str]:
    """The documents with how many drafts they give and how many of these were decided on; new ones come first."""
    yield "<h1>Question drafts</h1>"
    yield (
        "<p>Proposed from the units, headings and words of each document. They repeat the words of the texts, which "
        "people who ask do not: reword each before you save it. They are in no set until you save them, and never in "
        "those that the gate runs.</p>"
    )
    rows = []
    for document, drafts, decided in counts:
        new = ' <span class="tag">new</span>' if not decided and document.edition != "ours" else ""
        title = (
            f'<a href="/evals/drafts/{quote(document.id, safe="")}">{text(document.title)}</a>'
            if drafts
            else text(document.title)
        )
        rows.append(
            f'<li class="card"><p>{title}{new}</p><p class="soft">drafts: {drafts}, decided on: {decided}</p></li>'
        )
    yield f'<ul class="plain">{"".join(rows)}</ul>' if rows else "<p>The index holds no document.</p>"


def drafts_page(document: Document, drafts: Sequence[Candidate]) -> Iterator[str]:
    """The drafts of one document that nobody has decided on."""
    yield f"<h1>Question drafts: {text(document.title)}</h1>"
    listed = "".join(
        f'<li class="card"><p><a href="/evals/{address(one)}">{text(one.question)}</a></p></li>' for one in drafts
    )
    yield f'<ul class="plain">{listed}</ul>' if drafts else "<p>All of them were decided on.</p>"


def review_page(
    candidate: Candidate, filled: Filled, groups: Mapping[str, Sequence[str]], assistant: Assistant, mark: str
) -> Iterator[str]:
    """The form. `groups` are passage ids under a heading each, in the order in which they are offered."""
    yield f"<h1>{'Draft' if candidate.why == DRAFT else 'Candidate'}</h1>"
    yield _told(candidate)
    chosen = f'<p id="chosen" class="soft" aria-live="polite">{_count(len(filled.gold))}</p>'
    inside = [
        f'<div class="field wide"><label for="question">Question (reword it where that is clearer)</label>'
        f'<textarea id="question" name="question" rows="2" maxlength="{MOST_QUESTION}" required>'
        f"{text(filled.question)}</textarea></div>",
        '<fieldset><legend>Right passages</legend><p class="soft">Choose <em>every</em> passage that answers the '
        f"question, not only the best.</p>{chosen}",
        '<div class="row"><div class="field grow"><label for="words">Find passages</label>'
        f'<input id="words" name="words" type="search" maxlength="200" value="{text(filled.words)}"></div>'
        f'<button class="plain" id="find" formaction="/evals/{text(address(candidate, "find"))}" formnovalidate>'
        "Find</button></div>",
        f'<div id="passages">{passages_html(groups, filled.gold, assistant)}</div></fieldset>',
        _fields(filled, assistant.registry),
        '<p><button class="primary">Save as a case</button></p>',
    ]
    yield form(address(candidate, "save"), mark, "".join(inside), "Make a case")
    yield form(address(candidate, "drop"), mark, '<button class="plain">Drop: this makes no case</button>', "Drop")


def _told(candidate: Candidate) -> str:
    facts = [candidate.why, candidate.status, f"asked {candidate.times} times" if candidate.times > 1 else ""]
    parts = [f'<p class="soft">{text(" · ".join(fact for fact in facts if fact))}</p>']
    if candidate.said:
        parts.append(f"<p>In a conversation, as: “{text(candidate.said)}”</p>")
    parts += [f"<p>Reason given: “{text(reason)}”</p>" for reason in candidate.reasons]
    return "".join(parts)


def _count(number: int) -> str:
    return f"{number} passage{'' if number == 1 else 's'} chosen"


def passages_html(groups: Mapping[str, Sequence[str]], gold: Sequence[str], assistant: Assistant) -> str:
    """Passages to click, each once, under their headings."""
    parts = []
    shown: set[str] = set()
    for heading, ids in groups.items():
        here = [assistant.passages[i] for i in dict.fromkeys(ids) if i in assistant.passages and i not in shown]
        shown.update(passage.id for passage in here)
        gone = len([i for i in ids if i not in assistant.passages])
        if here or gone:
            cards = "".join(_passage(passage, passage.id in gold, assistant) for passage in here)
            lost = f'<p class="soft">{gone} more are not in the texts any more.</p>' if gone else ""
            parts.append(f"<h2>{text(heading)}</h2>{cards}{lost}")
    return "".join(parts)


def _passage(passage: Passage, chosen: bool, assistant: Assistant) -> str:
    document = assistant.documents.get(passage.document)
    unit = assistant.registry.get(passage.unit)
    where = " › ".join((document.title if document else passage.document, *passage.heading))
    head = name(unit) if unit else (passage.heading[-1] if passage.heading else where)
    body = passage.text if len(passage.text) <= EXCERPT else passage.text[:EXCERPT] + " ..."
    code = f" <code>{text(passage.unit)}</code>" if passage.unit else ""
    return (
        '<label class="passage">'
        f'<input type="checkbox" name="gold" value="{text(passage.id)}"{" checked" if chosen else ""}>'
        f'<span><strong>{text(head)}</strong>{code}<span class="soft where">{text(where)}</span>{text(body)}</span>'
        "</label>"
    )


def _fields(filled: Filled, registry: Registry) -> str:
    lists = [("", "no list"), *((u.id, f"{name(u)} ({u.id})") for u in registry if registry.is_list(u))]
    goals = [("", "none"), *((str(u.order), name(u)) for u in registry.select("goal") if u.order)]
    return (
        '<fieldset><legend>The case</legend><div class="grid">'
        + choices("kind", "Kind of question", LISTS["kind"], filled.kind)
        + choices("status", "Right status", LISTS["status"], filled.status)
        + _text_field("needs", "How many of them are owed", filled.needs, 'inputmode="numeric" pattern="[0-9]{1,3}"')
        + choices("group", "List that is owed whole", lists, filled.group)
        + choices("language", "Language", LISTS["language"], filled.language)
        + choices("goal", "Goal", goals, filled.goal)
        + _text_field("role", "Who asks (tag)", filled.role, 'placeholder="patient advocate"')
        + choices("difficulty", "Difficulty", LISTS["difficulty"], filled.difficulty)
        + _text_field("file", "Case file in V2A_HOME/evals", filled.file, 'pattern="[a-z0-9][a-z0-9\\-]*" required')
        + "</div></fieldset>"
    )


def _text_field(field: str, label: str, value: str, more: str) -> str:
    return (
        f'<div class="field"><label for="{field}">{text(label)}</label>'
        f'<input id="{field}" name="{field}" value="{text(value)}" maxlength="100" autocomplete="off" {more}></div>'
    )
