"""The suggestions that wait, summed up above everything: where each would land, and all of them at once."""

from __future__ import annotations

from assistant.planning.plan import Proposal
from ui.web.plan.markup import button, counted, folded, jump
from ui.web.plan.places import place, short
from ui.web.plan.suggested import FROM, reason, settle, value_words
from ui.web.plan.view import View, place_of

# As many as are shown at once; the rest waits behind a click.
MOST_OPEN = 6
_VERBS = {"choose": "Take up", "unchoose": "Drop", "remove": "Take out"}
_NEW = {"rows": "A new row", "stakeholders": "On the stakeholder map", "indicators": "A new indicator"}


def waiting(view: View) -> str:
    """Accept all, reject all, and every suggestion with its reason and a way to its place; empty where none waits."""
    proposals = view.plan.proposals
    if not proposals:
        return ""
    every = button("Accept all", "accept", look="go")
    none = button("Reject all", "reject", confirm=f"Reject {counted(len(proposals), 'suggestion')}?")
    rows = [f"<li>{_one(view, proposal)}</li>" for proposal in proposals]
    shown = f'<ul class="waiting">{"".join(rows[:MOST_OPEN])}</ul>'
    if rest := rows[MOST_OPEN:]:
        shown += folded(f"{counted(len(rest), 'more suggestion')}", f'<ul class="waiting">{"".join(rest)}</ul>')
    summed = f"<strong>{counted(len(proposals), 'suggestion')}</strong> for you. Nothing changes until you accept it."
    return f'<div class="all-at-once"><p>{summed}</p><div class="settle">{every}{none}</div></div>{shown}'


def _one(view: View, proposal: Proposal) -> str:
    where = jump(summed_up(view, proposal), ("proposal", proposal.id))
    told = f'<p><span class="by">{FROM[proposal.who]}</span> {where}</p>{reason(proposal)}'
    return f"<div>{told}</div>{settle(view, proposal)}"


def summed_up(view: View, proposal: Proposal) -> str:
    """One line on a suggestion. Not escaped."""
    where = place(view.plan, place_of(proposal), view.registry)
    if proposal.kind == "add":
        item = proposal.data["item"]
        parts = (item.get(part) for part in ("activity", "organisation", "indicator", "text"))
        texts = (part.get("text") if isinstance(part, dict) else part for part in parts)
        words = next((str(text) for text in texts if text), "")
        return f"{_NEW.get(str(proposal.data['table']), 'A new question')}{f': {short(words, 120)}' if words else ''}"
    if proposal.kind == "move":
        return f"{where}: move to place {int(proposal.data['to']) + 1}"
    if proposal.kind in _VERBS:
        return f"{_VERBS[proposal.kind]} {where}"
    return f"{where}: {short(value_words(view, proposal), 120)}"
