"""A plan as a calm document for people who were given a link for reading: words, tables and pictures, no controls."""

from __future__ import annotations

from html import escape

from ui.web.plan.sections.choices import choices
from ui.web.plan.sections.coverage import covered
from ui.web.plan.sections.indicators import indicators
from ui.web.plan.sections.questions import questions
from ui.web.plan.sections.rows import rows
from ui.web.plan.sections.stakeholders import stakeholders
from ui.web.plan.sections.statement import statement
from ui.web.plan.sections.timeline import timeline
from ui.web.plan.view import View
from ui.web.render import source_link

MARKS = (
    "“Draft” marks words that this tool drafted, “Source” words that are quoted from the texts; all others are the "
    "words of those who wrote the plan. Numbers lead to the sources at the end."
)
_PARTS = (
    ("statement", "The problem and the setting", statement),
    ("choices", "Challenges and recommendations", choices),
    ("stakeholders", "Stakeholders", stakeholders),
    ("rows", "Action plan", rows),
    ("timeline", "Timeline", timeline),
    ("indicators", "How we will see that it worked", indicators),
    ("questions", "Open questions", questions),
    ("coverage", "What the plan covers", covered),
)


def document_html(view: View) -> str:
    """The whole plan, its sources numbered at the end. The view should be one for reading (`view.reading_view`)."""
    parts = "".join(
        f'<section data-section="{name}" aria-labelledby="part-{name}"><h2 id="part-{name}">{words}</h2>{draw(view)}'
        "</section>"
        for name, words, draw in _PARTS
    )
    title = escape(view.plan.title or "A local action plan")
    return (
        f'<article class="plan-document"><h1>{title}</h1><p class="soft">{MARKS}</p>{parts}{_sources(view)}</article>'
    )


def _sources(view: View) -> str:
    sources = view.cited.sources
    if not sources:
        return ""
    rows_ = "".join(
        f'<li id="source-{source.number}" value="{source.number}">{escape(source.name)}'
        + (f'<span class="soft"> · {escape(source.place)}</span>' if source.place else "")
        + (f" · {source_link(source.address, 'where it is published')}" if source.address else "")
        + "</li>"
        for source in sources
    )
    return (
        '<section data-section="sources" aria-labelledby="part-sources"><h2 id="part-sources">Sources</h2>'
        f"<ol>{rows_}</ol></section>"
    )
