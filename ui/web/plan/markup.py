"""Small pieces of HTML that the sections of a plan share: controls, marks that say whose words they are, findings.

Everything that comes from a plan or the texts is escaped here. For readers there are no controls, only words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape

from assistant.labels import label, name, title
from assistant.planning.differences import Path
from assistant.planning.lint import Finding, Severity
from assistant.planning.plan import Cell, Origin
from ui.web.plan.view import View

SHORT_KINDS = {"recommendation": "Rec.", "challenge": "Challenge"}
LETTERS_A_LINE = 44
MOST_LINES = 14

# The signs before the words are in the style sheet.
_FROM = {Origin.USER: "You", Origin.DRAFT: "Draft", Origin.SOURCE: "Source"}
SEVERITIES = {
    Severity.ERROR: "Must be mended",
    Severity.WARNING: "Should be mended",
    Severity.NOTE: "Still to be agreed",
}
LEGEND = (
    '<p class="legend soft"><span><span class="from user">You</span>: your own words</span> '
    '<span><span class="from draft">Draft</span>: drafted for you, so check it</span> '
    '<span><span class="from source">Source</span>: quoted from the texts</span></p>'
)


def attributes(**values: str | int | bool | None) -> str:
    """HTML attributes from names with underscores; None and False are left out, True stands bare."""
    parts = []
    for key, value in values.items():
        if value is True:
            parts.append(f" {_attribute(key)}")
        elif value is not None and value is not False:
            words = str(value)
            # A long plan has ten thousand of them, most of them a plain word.
            parts.append(f' {_attribute(key)}="{words if words.isalnum() else escape(words)}"')
    return "".join(parts)


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def button(words: str, do: str, *, look: str = "quiet", label: str | None = None, **data: str | int | None) -> str:
    """A button that makes a change; every further name becomes a field of the request. `label` is read out instead."""
    fields = {f"data_{key}": value for key, value in data.items()}
    look_ = attributes(class_=look, data_do=do, aria_label=label, **fields)
    return f'<button type="button"{look_}>{escape(words)}</button>'


def jump(words: str, spot: Sequence[str], look: str | None = None) -> str:
    """A link that brings the reader to a place of the plan."""
    return f'<a href="#"{attributes(class_=look, data_jump=":".join(spot))}>{escape(words)}</a>'


def textarea(words: str, *, letters: int = LETTERS_A_LINE, least: int = 1, **values: str | int | bool | None) -> str:
    """A field that is as high as its words where the browser does not see to that itself."""
    needed = sum(1 + len(line) // letters for line in words.split("\n")) if words else 1
    high = max(least, min(needed, MOST_LINES))
    return f"<textarea{attributes(rows=high, **values)}>\n{escape(words)}</textarea>"


def select(options: Iterable[tuple[str, str]], chosen: str, **values: str | int | bool | None) -> str:
    """A choice of (value, words)."""
    rows = "".join(
        f"<option{attributes(value=value, selected=value == chosen)}>{escape(words)}</option>"
        for value, words in options
    )
    return f"<select{attributes(**values)}>{rows}</select>"


def folded(summary: str, inside: str, look: str | None = None, opened: bool = False) -> str:
    """Something that is shown on demand."""
    return f"<details{attributes(class_=look, open=opened)}><summary>{escape(summary)}</summary>{inside}</details>"


def empty(words: str, step: int | None = None) -> str:
    """What to do where there is nothing yet, with a way to the step of the chat that fills it."""
    tool = button(f"Go to step {step} in the chat", "step", step=step) if step else ""
    return f'<div class="empty"><p>{escape(words)}</p>{tool}</div>'


def counted(number: int, one: str, several: str = "") -> str:
    """ "1 row", "2 rows"."""
    return f"{number} {one if number == 1 else several or one + 's'}"


# -- units ------------------------------------------------------------------------------------------------------------


def unit_name(view: View, unit_id: str) -> str:
    """Label and title in the language of the plan, or the id where the texts do not have it. Not escaped."""
    if unit_id not in view.names:
        unit = view.unit(unit_id)
        view.names[unit_id] = name(unit, view.plan.language) if unit else unit_id
    return view.names[unit_id]


def unit_title(view: View, unit_id: str) -> str:
    """The title alone. Not escaped."""
    unit = view.unit(unit_id)
    return title(unit, view.plan.language) if unit else unit_id


def short_name(view: View, unit_id: str) -> str:
    """ "Rec. 2.2": short enough for a table. Not escaped."""
    unit = view.unit(unit_id)
    if unit is None:
        return "Our example" if unit_id.startswith("pattern.") else unit_id
    short, number = SHORT_KINDS.get(unit.kind, ""), label(unit).rpartition(" ")[2]
    return f"{short} {number}" if short and number else name(unit, view.plan.language)


def unit_link(view: View, unit_id: str, words: str = "", look: str = "unit") -> str:
    """Opens the unit in the Library; in a document it leads to the numbered source instead."""
    shown, full = words or short_name(view, unit_id), unit_name(view, unit_id)
    if view.readonly:
        number = view.cited.numbers.get(unit_id)
        mark = f' <a class="mark" href="#source-{number}">[{number}]</a>' if number else ""
        return f"<span{attributes(class_=look, title=full)}>{escape(shown)}</span>{mark}"
    if view.unit(unit_id) is None:
        return f'<span class="{look}">{escape(shown)}</span>'
    more = full if full != shown and look != "src" else None
    language = view.plan.language if shown == full and view.plan.language != "en" else None
    return f"<a{attributes(class_=look, href=f'#{unit_id}', title=more, lang=language)}>{escape(shown)}</a>"


# -- whose words ------------------------------------------------------------------------------------------------------


def whose(view: View, cell: Cell) -> str:
    """Who wrote a cell, as a word with a sign, and links to what it rests on; for readers if it is not the writer."""
    if not cell or (view.readonly and cell.origin is Origin.USER and not cell.cites):
        return ""
    cites = "".join(_cite(view, cited) for cited in cell.cites)
    word = "Own words" if view.readonly and cell.origin is Origin.USER else _FROM[cell.origin]
    return f'<span class="whose"><span class="from {cell.origin.value}">{word}</span>{cites}</span>'


def _cite(view: View, cited: str) -> str:
    if view.readonly:
        number = view.cited.numbers[cited]
        return f' <a class="mark" href="#source-{number}" aria-label="Source {number}">[{number}]</a>'
    if cited.startswith("pattern."):
        return '<span class="src" title="Written for this tool, not part of the Vision texts">Our example</span>'
    if view.unit(cited) is None:
        # Not an entry of the texts, so a passage: it opens beside the page.
        data = attributes(data_passage=cited, data_start=0, data_end=0)
        return f'<button type="button" class="src open-passage"{data}>Passage</button>'
    return unit_link(view, cited, look="src")


def words(text: str, nothing: str = "Not said yet") -> str:
    """Words of a plan for reading, with their lines; marked where there are none."""
    return f'<div class="words">{escape(text)}</div>' if text.strip() else f'<p class="none">{escape(nothing)}</p>'


# -- what the checks say ----------------------------------------------------------------------------------------------


def spot_id(spot: Path) -> str:
    """The id of what is said about a place."""
    return "about-" + "-".join(spot)


def flags(view: View, *spots: Path) -> str:
    """What the checks found at these places, in words; nothing for readers."""
    found = [] if view.readonly else [f for spot in spots for f in view.findings_at.get(spot, ())]
    if not found:
        return ""
    return f'<ul class="flags" id="{escape(spot_id(spots[0]))}">{"".join(map(_flag, found))}</ul>'


def _flag(finding: Finding) -> str:
    heard = f'<span class="sr-only">{SEVERITIES[finding.severity]}: </span>'
    return f'<li class="{finding.severity.value}">{heard}{escape(finding.message)}</li>'


def described_by(view: View, *spots: Path) -> str | None:
    """The id for `aria-describedby` where the checks say something about these places."""
    return spot_id(spots[0]) if any(view.findings_at.get(spot) for spot in spots) else None
