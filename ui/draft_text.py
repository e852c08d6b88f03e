"""A draft as people read it in a terminal. Pure."""

from __future__ import annotations

from assistant.planning.drafting import Drafted
from assistant.planning.plan import COLUMNS
from assistant.planning.row_days import spoken
from ui.terminal import plain

_PARTS = {"title": "Title", "start": "First day", "end": "Last day"}
_TITLES = {
    "activity": "Activity & timeline",
    "audience": "Audience & setting",
    "resources": "Resource & capacity",
    "stakeholders": "Stakeholders",
    "risk": "Risk mitigation",
}


def render_draft(draft: Drafted) -> str:
    """Warnings and questions, or: what fits and why, row by row, indicators, open questions, sources."""
    lines = [*draft.warnings, ""] if draft.warnings else []
    if draft.questions:
        lines += ["Before rows can be drafted, please tell:", *(f"  - {text}" for _, text in draft.questions), ""]
    lines += [f"{_PARTS[part.name]}: {part.value}  ({part.why})" for part in draft.overall] + [""] * bool(draft.overall)
    for chosen in (*draft.recommendations, *draft.challenges):
        lines.append(f"{chosen.unit}  {chosen.why}" + (f" [{chosen.citation}]" if chosen.citation else ""))
    for number, row in enumerate(draft.rows, 1):
        lines += ["", f"Row {number} · {', '.join(row.recommendations)}"]
        if words := draft.whose_words(row.id):
            lines.append(f"  {words}")
        for column in COLUMNS:
            first, *rest = getattr(row, column).text.splitlines() or [""]
            lines += [f"  {_TITLES[column]}: {first}", *(f"    {line}" for line in rest)]
        if days := spoken(row):
            lines.append(f"  In the calendar: {days}")
        for measure in draft.indicators:
            if measure.row == row.id:
                lines.append(f"  Output indicator: {measure.indicator.text} (evidence: {measure.evidence.text})")
    if draft.open_questions:
        lines += ["", "Still open", *(f"  - {q.text} ({q.hint} could know)" for q in draft.open_questions)]
    if draft.citations:
        lines += ["", "Sources", *(f"  [{c.number}] {c.locator}\n      {c.url}" for c in draft.citations)]
    return plain("\n".join(lines)).strip()
