"""What is not known yet: each question with who could know, a field for the answer, and a way to drop it."""

from __future__ import annotations

from html import escape
from typing import Any

from assistant.planning.plan import OpenQuestion, Plan, Proposal, QuestionStatus, find
from ui.web.plan.markup import (
    attributes,
    button,
    counted,
    described_by,
    empty,
    flags,
    folded,
    jump,
    textarea,
    words,
)
from ui.web.plan.suggested import proposed_items, reason, settle, suggestions
from ui.web.plan.view import View


def questions(view: View) -> str:
    """Open ones first; what was answered or dropped is folded away."""
    still = [q for q in view.plan.questions if q.status is QuestionStatus.OPEN]
    settled = [q for q in view.plan.questions if q.status is not QuestionStatus.OPEN]
    rows = [f"<li>{_open(view, question)}</li>" for question in still]
    rows += [_proposed(view, proposal, item) for proposal, item in proposed_items(view, "questions")]
    hint = "" if view.readonly else " Say “I don't know” in the chat, and a question waits here."
    listed = f'<ol class="questions">{"".join(rows)}</ol>' if rows else empty(f"No question is open.{hint}")
    done = "".join(f"<li>{_settled(view, question)}</li>" for question in settled)
    if done and view.readonly:
        done = f'<h3>Answered</h3><ul class="questions">{done}</ul>'
    elif done:
        done = folded(f"{counted(len(settled), 'question')} answered or dropped", f'<ul class="questions">{done}</ul>')
    return f"{listed}{done}{'' if view.readonly else _add()}"


def _open(view: View, question: OpenQuestion) -> str:
    asked = f'<p class="question">{escape(question.text)}</p>'
    hint = f'<p class="soft">Who could know: {escape(question.hint)}</p>' if question.hint else ""
    if view.readonly:
        return f"{asked}{hint}"
    data = {"table": "questions", "id": question.id}
    about = _about(view.plan, question)
    spots = [("questions", question.id, part) for part in ("answer", "text", "hint", "status")]
    answer = textarea(
        question.answer,
        letters=80,
        placeholder="Write the answer when you have it",
        data_edit="questions",
        data_id=question.id,
        data_field="answer",
        aria_label=f"Answer to: {question.text}",
        aria_describedby=described_by(view, *spots),
    )
    drop = button("Drop", "edit", label=f"Drop: {question.text}", field="status", value="dropped", **data)
    asks = "".join(suggestions(view, spot, str(getattr(question, spot[2]))) for spot in spots)
    asks += suggestions(view, ("questions", question.id))
    return f'{asked}{hint}{about}{answer}{flags(view, *spots)}<div class="settle">{drop}</div>{asks}'


def _about(plan: Plan, question: OpenQuestion) -> str:
    if not question.about:
        return ""
    for number, row in enumerate(plan.rows, 1):
        if row.id == question.about:
            return f'<p class="soft">About {jump(f"row {number}", ("rows", row.id, "activity"))}</p>'
    if find(plan, "stakeholders", question.about):
        return (
            f'<p class="soft">About {jump("somebody on the map", ("stakeholders", question.about, "organisation"))}</p>'
        )
    return ""


def _settled(view: View, question: OpenQuestion) -> str:
    dropped = question.status is QuestionStatus.DROPPED
    said = words(question.answer, "Dropped" if dropped else "Answered elsewhere")
    back = ""
    if not view.readonly:
        data = {"table": "questions", "id": question.id, "field": "status", "value": "open"}
        back = button("Open it again", "edit", label=f"Open again: {question.text}", **data)
    return f'<p class="question">{escape(question.text)}</p>{said}{back}'


def _proposed(view: View, proposal: Proposal, item: Any) -> str:
    look = attributes(class_="suggestion", data_spot=f"proposal:{proposal.id}", tabindex=-1)
    fields = (("text", "Question", item.text), ("hint", "Who could know", item.hint))
    return (
        f'<li{look}><p class="suggested"><span class="tag-new">Suggested</span> <ins>{escape(item.text)}</ins></p>'
        f"{reason(proposal)}{settle(view, proposal, fields)}</li>"
    )


def _add() -> str:
    return (
        '<details class="add"><summary>Add a question</summary>'
        '<form class="fields" data-do="add" data-table="questions">'
        '<label class="wide">Question<input name="text" maxlength="500" required></label>'
        '<label class="wide">Who could know<input name="hint" maxlength="300"></label>'
        '<button class="go">Add the question</button></form></details>'
    )
