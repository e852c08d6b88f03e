"""Suggested rows in a language model's words: one request for each, after they are there as the patterns draft them.

The page asks for one row after the other, so that it can show how far it is, and stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant.errors import PlanError, PlanMissing
from assistant.planning import verbs
from assistant.planning.log import PlanLog
from assistant.planning.plan import ActionRow, Plan, Proposal, Who
from assistant.planning.plan_json import read
from assistant.planning.rewording import whose_words
from assistant.writing import leaving
from assistant.writing.rows import FAILED
from ui.web.plan.asked import Asked
from ui.web.plan.chat import suggestion_html
from ui.web.plan.desk import Desk, Payload

NOT_ASKED = (
    "The language model words rows only where the setting is told in English: the words stay those of our patterns."
)


def to_word(desk: Desk, plan: Plan, new: Iterable[str]) -> list[str]:
    """Those of the new suggestions whose words a model could better; none where there is no model."""
    wanted = set(new)
    found = [proposal.id for proposal in plan.proposals if proposal.id in wanted and _is_row(proposal)]
    return found if found and desk.advice_in_words else []


def word(desk: Desk, plan_id: str, asked: Asked, left: Callable[[], bool]) -> Payload:
    """What became of one suggested row. `failed`: the model is of no use here, and the others need not be tried.

    It changes nothing once `left` is true, nor where the suggestion was settled or worded before.
    """
    log, advice = desk.planner.open(plan_id), desk.advice_in_words
    proposal = next((p for p in log.plan.proposals if p.id == asked.text("proposal") and _is_row(p)), None)
    if proposal is None or advice is None or _worded_before(log, proposal):
        return {"worded": False}
    with leaving.unless(left):
        done = advice.worded(log.plan, read(ActionRow, proposal.data["item"], "rows"))
    if left() or not done.worded:
        # Without a note the model was not asked, and would not be for the others.
        return {"worded": False, "failed": done.note in ("", FAILED), "note": done.note or NOT_ASKED}
    reason = f"{proposal.reason} {whose_words(done.model, done.prompt)}".strip()
    try:
        log = desk.planner.reword(plan_id, proposal.id, verbs.add(done.rows[0]).data, reason)
    except PlanMissing:
        raise
    except PlanError:  # settled while the model was writing: it stays as the user took it
        return {"worded": False}
    html = suggestion_html(log.plan, proposal.id, desk.assistant.registry)
    return {"worded": True, "version": log.version, "model": done.model, "html": html}


def _is_row(proposal: Proposal) -> bool:
    return proposal.who is Who.ASSISTANT and proposal.kind == "add" and proposal.data.get("table") == "rows"


def _worded_before(log: PlanLog, proposal: Proposal) -> bool:
    return any(event.kind == "reword" and event.data["proposal"] == proposal.id for event in log.events)
