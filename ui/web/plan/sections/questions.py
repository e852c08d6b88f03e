"""What is not known yet: each question with who could know, a field for the answer, and a way to drop it."""

from __future__ import annotations

from collections.abc import Sequence
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

_PARTS = {"text": "Question", "hint": "Who could know", "answer": "Answer"}


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
    answer = _field(view, question, "answer", f"Answer to: {question.text}", "Write the answer when you have it")
    drop = button("Drop", "edit", label=f"Drop: {question.text}", field="status", value="dropped", **_target(question))
    more = _change(view, question, ("text", "hint"))
    return (
        f"{asked}{hint}{_about(view.plan, question)}{answer}{_said(view, question)}"
        f'<div class="settle">{drop}{more}</div>{_suggested(view, question)}'
    )


def _settled(view: View, question: OpenQuestion) -> str:
    dropped = question.status is QuestionStatus.DROPPED
    asked = f'<p class="question">{escape(question.text)}</p>'
    said = words(question.answer, "Dropped" if dropped else "Answered elsewhere")
    if view.readonly:
        return f"{asked}{said}"
    again = f"Open again: {question.text}"
    back = button("Open it again", "edit", label=again, field="status", value="open", **_target(question))
    more = _change(view, question, ("text", "hint", "answer"))
    return f'{asked}{said}{_said(view, question)}<div class="settle">{back}{more}</div>{_suggested(view, question)}'


def _target(question: OpenQuestion) -> dict[str, str]:
    return {"table": "questions", "id": question.id}


def _field(view: View, question: OpenQuestion, part: str, label: str, placeholder: str | None = None) -> str:
    return textarea(
        getattr(question, part),
        letters=80,
        least=1,
        placeholder=placeholder,
        data_edit="questions",
        data_id=question.id,
        data_field=part,
        aria_label=label,
        aria_describedby=described_by(view, *_spots(question)),
    )


def _change(view: View, question: OpenQuestion, parts: Sequence[str]) -> str:
    """Its words as fields, and a button that takes it out of the plan for good."""
    fields = "".join(f"<p>{_PARTS[part]}</p>{_field(view, question, part, _PARTS[part])}" for part in parts)
    confirm = "Remove this question? Undo brings it back."
    gone = button("Remove", "remove", label=f"Remove: {question.text}", confirm=confirm, **_target(question))
    return folded("Change", f'<div class="stack">{fields}<span class="tools">{gone}</span></div>', "edit")


def _spots(question: OpenQuestion) -> list[tuple[str, str, str]]:
    return [("questions", question.id, part) for part in ("answer", "text", "hint", "status")]


def _said(view: View, question: OpenQuestion) -> str:
    return flags(view, *_spots(question))


def _suggested(view: View, question: OpenQuestion) -> str:
    asks = "".join(suggestions(view, spot, str(getattr(question, spot[2]))) for spot in _spots(question))
    return f"{asks}{suggestions(view, ('questions', question.id))}"


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
