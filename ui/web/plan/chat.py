"""The guided chat on the page: what the guide says as HTML, the quick replies, and how it follows the plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape

from assistant.domain import Document
from assistant.planning.guide import questions, settled
from assistant.planning.log import PlanLog
from assistant.planning.plan import Plan, Proposal
from assistant.planning.plan_json import to_json
from assistant.planning.privacy import names_a_patient
from assistant.planning.settling import what_it_does
from assistant.planning.steps import Question
from assistant.planning.talk import Reply, Talk
from assistant.registry import Registry
from assistant.writing import leaving
from ui.web.plan.asked import Asked
from ui.web.plan.desk import Desk, Payload
from ui.web.render import answer_html, source_link

# More suggestions than this are for the plan, where each stands in its place; the chat counts them.
MOST_LISTED = 8
_STEP = re.compile(r"(Step \d of 4)\. (.*)", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s<>\]]+")


def say(desk: Desk, plan_id: str, asked: Asked, left: Callable[[], bool]) -> Reply:
    """The guide's reply to a message; a request without a text begins, or takes up what was left.

    A language model that answers a question in it is stopped once `left` is true; the message counts all the same.
    """
    if "text" not in asked.fields:
        return desk.guide.start(plan_id, asked.talk().step)
    with leaving.unless(left):
        return desk.guide.hear(plan_id, asked.text("text"), asked.talk())


def step_to(desk: Desk, plan_id: str, asked: Asked) -> Reply:
    """The chat goes to that step, or says that nothing is left to ask there."""
    step = asked.whole("step")
    reply = desk.guide.hear(plan_id, f"step {step}", asked.talk())
    if reply.question is None or reply.question.step == step or reply.talk == asked.talk():
        return reply
    done = f"Nothing is left to ask in step {step}; what stands there can be changed in the plan. This is still open:"
    return replace(reply, said=(done, *reply.said))


def suggest(desk: Desk, plan_id: str, asked: Asked) -> Reply:
    """What the guide can suggest where the chat stands."""
    return desk.guide.go_on(plan_id, asked.talk())


def follow(desk: Desk, before: PlanLog, after: PlanLog, talk: Talk) -> Reply | None:
    """The next question, when a change beside the chat settled the one on its table."""
    registry = desk.assistant.registry
    if before.version == after.version or not _waits(before.plan, talk, registry):
        return None
    return None if _waits(after.plan, talk, registry) else desk.guide.go_on(after.plan.id, talk)


def _waits(plan: Plan, talk: Talk, registry: Registry) -> bool:
    asked = next((q for q in questions(plan, registry) if q.key == talk.asked), None)
    return asked is not None and not settled(plan, asked)


def reply_json(reply: Reply, desk: Desk, text: str = "") -> Payload:
    """The reply as the page takes it. `private`: the user's message is not to be kept, nor shown any longer."""
    return {
        "html": reply_html(reply, desk.assistant.registry, desk.assistant.documents),
        "talk": to_json(reply.talk),
        "quick": [{"label": label, "say": words} for label, words in _quick(reply)],
        "private": names_a_patient(text),
    }


def reply_html(reply: Reply, registry: Registry, documents: Mapping[str, Document]) -> str:
    """What is said, the answer to a question in between, suggestions that are new, and the question on the table."""
    parts = [_line(text) for text in reply.said]
    if reply.answer:
        parts.append(answer_html(reply.answer, documents, in_plan=True))
    if reply.show:
        parts.append("<p>Your whole plan stands beside this chat; on a phone, under “My plan”.</p>")
    waiting = reply.plan.proposals
    new = [(number, one) for number, one in enumerate(waiting, 1) if one.id in reply.new] if not reply.ended else []
    if new:
        parts.append(_suggestions(new, registry))
    if older := len(waiting) - len(new):
        words = "One suggestion waits" if older == 1 else f"{older} suggestions wait"
        parts.append(f"<p>{words} for you from before. {_TO_THEM}</p>")
    if reply.question:
        parts += _question(reply.question)
    return "".join(parts)


_TO_THEM = '<a href="#" data-jump="proposals">See them in the plan</a>'


def _line(text: str) -> str:
    step = _STEP.fullmatch(text)
    if step:
        return f'<p class="chat-step"><strong>{escape(step[1])}</strong> {escape(step[2])}</p>'
    return f"<p>{_linked(text)}</p>"


def _linked(text: str) -> str:
    """The text, with the addresses of public sources in it as links."""
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [escape(text[at : found.start()]), source_link(found.group(), "where it is published")]
        at = found.end()
    return "".join([*parts, escape(text[at:])])


def _question(question: Question) -> Iterator[str]:
    yield f'<p class="chat-question">{escape(question.ask)}</p>'
    if question.example:
        yield f'<p class="chat-example">For example: {escape(question.example)}</p>'


def _suggestions(new: Sequence[tuple[int, Proposal]], registry: Registry) -> str:
    if len(new) > MOST_LISTED:
        return f"<p>{len(new)} new suggestions, each marked at its place in the plan. {_TO_THEM}</p>"
    items = "".join(_suggestion(number, proposal, registry) for number, proposal in new)
    return f'<ol class="chat-suggestions">{items}</ol>'


def suggestion_html(plan: Plan, proposal_id: str, registry: Registry) -> str:
    """One suggestion that waits, as the chat lists it; empty where it is settled."""
    numbered = enumerate(plan.proposals, 1)
    return next((_suggestion(number, one, registry) for number, one in numbered if one.id == proposal_id), "")


def _suggestion(number: int, proposal: Proposal, registry: Registry) -> str:
    said = what_it_does(proposal, registry)
    what, key = said[:1].upper() + said[1:], escape(proposal.id)
    reason = f'<span class="reason-why">{escape(proposal.reason)}</span>' if proposal.reason else ""
    buttons = "".join(
        f'<button type="button" class="quiet" data-do="{verb}" data-ids="{key}" '
        f'aria-label="{escape(f"{words} suggestion {number}: {what}")}">{words}</button>'
        for verb, words in (("accept", "Accept"), ("reject", "Reject"))
    )
    place = f'<a href="#" data-jump="proposal:{key}">See it in the plan</a>'
    return (
        f'<li value="{number}" data-proposal="{key}"><span class="what">{number}. {escape(what)}</span>{reason}'
        f'<span class="decide">{buttons}{place}</span></li>'
    )


def _quick(reply: Reply) -> Iterator[tuple[str, str]]:
    if reply.ended:
        yield "Go on", "step " + str(reply.talk.step)
        return
    if reply.plan.proposals:
        yield "Accept all", "accept all"
        yield "Reject all", "reject all"
    if reply.question:
        yield "Skip", "skip"
        yield "I don't know", "I don't know"
        yield "What does this mean?", "explain"
        yield "Back", "back"
    else:
        yield "Another activity", "another activity"
