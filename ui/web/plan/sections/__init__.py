"""The sections of the Plan page: HTML for each, in the order of the page. Pure; everything from the plan is escaped.

Each module draws one. What a control does stands in its data attributes, which the page's script reads:

| attribute | means |
|---|---|
| data-do="VERB" on a button or form | make that change; other data attributes and named controls are its fields |
| data-confirm="QUESTION" | ask that first |
| data-edit, data-id, data-field | a field of one item of a table; a list of units stands in it with blanks between |
| data-set, data-answer, data-state | a field of the plan itself, of an answer, of a fact (one on each line) |
| data-spot="PLACE" | where a link with data-jump="PLACE" leads, beside the fields of tables ("rows:ID:risk") |
| data-options="ID" on a select | its options wait in the template of that id and come when it gets the focus |
| data-import, data-copy | brings in a file; copies an address |
"""

from __future__ import annotations

from collections.abc import Callable

from ui.web.plan.sections.choices import choices
from ui.web.plan.sections.coverage import covered
from ui.web.plan.sections.files import files
from ui.web.plan.sections.history import history
from ui.web.plan.sections.indicators import indicators
from ui.web.plan.sections.progress import progress
from ui.web.plan.sections.questions import questions
from ui.web.plan.sections.rows import rows
from ui.web.plan.sections.stakeholders import stakeholders
from ui.web.plan.sections.statement import statement
from ui.web.plan.sections.timeline import timeline
from ui.web.plan.sections.to_check import to_check
from ui.web.plan.sections.waiting import waiting
from ui.web.plan.view import View

# Names of the sections and the headings that the page gives them, in order.
TITLES = {
    "progress": "Where you are",
    "proposals": "Suggestions for you",
    "statement": "The problem and your setting",
    "choices": "Challenges and recommendations",
    "stakeholders": "Stakeholders",
    "rows": "Action plan",
    "indicators": "How you will see that it worked",
    "questions": "Open questions",
    "timeline": "Timeline",
    "coverage": "What the plan covers",
    "lint": "To check",
    "history": "History",
    "files": "Files, links and deleting",
}
_DRAWN: dict[str, Callable[[View], str]] = {
    "progress": progress,
    "proposals": waiting,
    "statement": statement,
    "choices": choices,
    "stakeholders": stakeholders,
    "rows": rows,
    "indicators": indicators,
    "questions": questions,
    "timeline": timeline,
    "coverage": covered,
    "lint": to_check,
    "history": history,
    "files": files,
}


def sections(view: View) -> dict[str, str]:
    """The inside of every section by its name, in the order of the page; empty for one that has nothing to show."""
    return {name: draw(view) for name, draw in _DRAWN.items()}
