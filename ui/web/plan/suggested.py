"""A suggestion where it would land: what it changes, why, and buttons to accept it, change it first or reject it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from assistant.planning.differences import Path
from assistant.planning.plan import TABLES, Cell, Proposal, Who
from assistant.planning.plan_json import read
from ui.web.plan.markup import attributes, button, folded, textarea, unit_name
from ui.web.plan.places import day
from ui.web.plan.view import View

# Parts whose suggestion does not stand right under them, and so names them.
_FIELDS = {
    "organisation": "Organisation",
    "group": "Group",
    "relevance": "Why they matter",
    "interest": "Interest",
    "influence": "Influence",
    "start": "First day",
    "end": "Last day",
    "recommendations": "Recommendations",
    "challenges": "Challenges",
    "goal": "Goal",
    "row": "Row",
    "text": "Question",
    "hint": "Who could know",
    "answer": "Answer",
    "status": "State",
}
FROM = {Who.ASSISTANT: "The assistant:", Who.IMPORT: "From the file:"}


def suggestions(view: View, spot: Path, was: str = "") -> str:
    """Every suggestion for that place; `was` is what stands there now. Nothing for readers."""
    if view.readonly:
        return ""
    return "".join(_suggestion(view, proposal, was) for proposal in view.suggested.get(spot, ()))


def _suggestion(view: View, proposal: Proposal, was: str) -> str:
    old = f"<del>{escape(day(was))}</del> " if was and proposal.kind not in ("remove", "unchoose", "move") else ""
    field = proposal.data.get("field")
    about = f"{_FIELDS[field]}: " if field in _FIELDS else ""
    return (
        f'<div class="suggestion"{attributes(data_spot=f"proposal:{proposal.id}", tabindex=-1)}>'
        f'<p class="suggested"><span class="tag-new">Suggested</span> {about}{old}{_new(view, proposal)}</p>'
        f"{'' if _says_why(proposal) else reason(proposal)}"
        f"{settle(view, proposal, (('value', 'Your words', _own_words(proposal)),))}</div>"
    )


def _new(view: View, proposal: Proposal) -> str:
    fixed = {"remove": "Take this out.", "unchoose": "Drop this.", "choose": "Take this up."}
    if proposal.kind in fixed and not (proposal.kind == "choose" and _own_words(proposal)):
        return fixed[proposal.kind]
    return f"<ins>{escape(value_words(view, proposal))}</ins>"


def _says_why(proposal: Proposal) -> bool:
    """Whether the suggested words are the reason: those for a choice often are."""
    return proposal.kind == "choose" and " ".join(_own_words(proposal).split()) == " ".join(proposal.reason.split())


def reason(proposal: Proposal) -> str:
    """Why it is suggested."""
    return f'<p class="why">Why: {escape(proposal.reason)}</p>' if proposal.reason else ""


def settle(view: View, proposal: Proposal, fields: Sequence[tuple[str, str, str]] = ()) -> str:
    """Accept, reject, and a form to change it first with (name, label, words) where it has words to change."""
    shown = [(part, label, words) for part, label, words in fields if words]
    form = ""
    if shown:
        rows = "".join(
            f"<label>{escape(label)}{textarea(words, name=part, least=2)}</label>" for part, label, words in shown
        )
        start = f"<form{attributes(class_='stack', data_do='accept', data_ids=proposal.id)}>"
        form = folded(
            "Change it first", f'{start}{rows}<button class="go">Accept with my words</button></form>', "edit"
        )
    accept = button("Accept", "accept", look="go", ids=proposal.id)
    return f'<div class="settle">{accept}{button("Reject", "reject", ids=proposal.id)}{form}</div>'


def value_words(view: View, proposal: Proposal) -> str:
    """What the place would say then."""
    data = proposal.data
    if proposal.kind == "move":
        return f"Move this to place {int(data['to']) + 1}"
    value = data.get("values", data.get("value", data.get("cell", data.get("reason"))))
    if isinstance(value, Mapping):
        return str(value.get("text", "")).strip() or "(nothing)"
    if isinstance(value, (list, tuple)):
        return "; ".join(unit_name(view, str(part)) for part in value) or "(nothing)"
    return day(unit_name(view, str(value))) if value not in (None, "") else "(nothing)"


def _own_words(proposal: Proposal) -> str:
    """The words that can be changed before they are accepted; empty where there are none."""
    data = proposal.data
    value = data.get({"edit": "value", "set": "value", "answer": "cell", "choose": "reason"}.get(proposal.kind, ""))
    if isinstance(value, Mapping):
        return str(value.get("text", ""))
    plain = data.get("name", data.get("field")) in ("title", "text", "hint", "answer")
    return value if isinstance(value, str) and plain else ""


def proposed_items(view: View, table: str) -> list[tuple[Proposal, Any]]:
    """Items that are proposed for a table, read as what they would be; none for readers."""
    found = [] if view.readonly else view.suggested.get((table,), ())
    return [(proposal, read(TABLES[table], proposal.data["item"], table)) for proposal in found]


def item_words(item: Any, labels: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(field, label, words) of the cells of a proposed item, for `settle`."""
    parts = [(part, label, getattr(item, part)) for part, label in labels.items()]
    return [(part, label, value.text if isinstance(value, Cell) else str(value or "")) for part, label, value in parts]
