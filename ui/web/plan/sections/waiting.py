"""The suggestions that wait, summed up above everything: where each would land, and all of them at once."""

from __future__ import annotations

from html import escape

from assistant.planning.differences import label, phrase
from assistant.planning.plan import Proposal
from ui.web.plan.markup import button, counted, folded, jump, unit_name
from ui.web.plan.suggested import FROM, reason, settle
from ui.web.plan.view import View

# As many as are shown at once; the rest waits behind a click.
MOST_OPEN = 6


def waiting(view: View) -> str:
    """Accept all, reject all, and every suggestion with its reason and a way to its place."""
    proposals = view.plan.proposals
    if not proposals:
        return '<p class="empty">Nothing waits for you. What the assistant suggests appears here and in its place.</p>'
    every = button("Accept all", "accept", look="go")
    none = button("Reject all", "reject", confirm=f"Reject {counted(len(proposals), 'suggestion')}?")
    rows = [f"<li>{_one(view, proposal)}</li>" for proposal in proposals]
    shown = f'<ul class="waiting">{"".join(rows[:MOST_OPEN])}</ul>'
    if rest := rows[MOST_OPEN:]:
        shown += folded(f"{counted(len(rest), 'more suggestion')}", f'<ul class="waiting">{"".join(rest)}</ul>')
    summed = f"<strong>{counted(len(proposals), 'suggestion')}</strong> for you. Nothing changes until you accept it."
    return f'<div class="all-at-once"><p>{summed}</p><div class="settle">{every}{none}</div></div>{shown}'


def _one(view: View, proposal: Proposal) -> str:
    where = jump("Show it in its place", ("proposal", proposal.id), "to-spot")
    return (
        f'<p><span class="by">{FROM[proposal.who]}:</span> {escape(summed_up(view, proposal))} {where}</p>'
        f"{reason(proposal)}{settle(view, proposal)}"
    )


def summed_up(view: View, proposal: Proposal) -> str:
    """One line on a suggestion. Not escaped."""
    data, plan = proposal.data, view.plan
    if proposal.kind in ("choose", "unchoose", "answer"):
        verb = {"choose": "take up", "unchoose": "drop", "answer": "answer"}[proposal.kind]
        return f"{verb} “{unit_name(view, str(data['unit']))}”"
    if proposal.kind == "add":
        item = data["item"]
        names = (item.get(part) for part in ("activity", "organisation", "indicator", "text"))
        words = next((w for n in names if (w := n.get("text") if isinstance(n, dict) else n)), "")
        kind = {"rows": "a row", "stakeholders": "a stakeholder", "indicators": "an indicator"}
        first = str(words).partition("\n")[0]
        return f"add {kind.get(str(data['table']), 'an open question')}" + (f": {first}" if first else "")
    if proposal.kind in ("edit", "remove"):
        path = tuple(str(data[part]) for part in ("table", "id", "field") if part in data)
        return f"{'change' if proposal.kind == 'edit' else 'take out'} {label(plan, path)}"
    return phrase(proposal.kind, data)
