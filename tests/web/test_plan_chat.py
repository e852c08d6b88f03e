"""What the guide says, as HTML: links, suggestions with their numbers, and nothing of a stranger's that could act."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.planning import verbs
from assistant.planning.plan import ActionRow, Cell, Plan, Proposal, Who
from assistant.planning.talk import Reply, Talk
from assistant.registry import Registry
from tests.web.fake_assistant import HOSTILE, FakeAssistant
from ui.web.plan.chat import MOST_LISTED, reply_html


def _reply(*said: str, waiting: int = 0, new: int = 0) -> Reply:
    rows = (verbs.add(ActionRow(f"r{n}", Cell(f"Activity {n} {HOSTILE}"))) for n in range(waiting))
    proposals = tuple(Proposal(f"p{n}", Who.ASSISTANT, c.kind, c.data, HOSTILE) for n, c in enumerate(rows))
    fresh = tuple(proposal.id for proposal in proposals[waiting - new :])
    return Reply(said, Plan("p", proposals=proposals), Talk(), fresh=bool(new), new=fresh)


def _html(reply: Reply) -> str:
    return reply_html(reply, Registry(), {})


def test_an_address_in_what_is_said_is_a_link_that_tells_nobody_where_it_was_clicked() -> None:
    html = _html(_reply("A case. [public source: Somebody, https://source.invalid/a?b=1&c=2]"))
    assert (
        '<a class="out" href="https://source.invalid/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">' in html
    )
    assert html.endswith("</a>]</p>")


@pytest.mark.parametrize("words", [HOSTILE, "javascript:alert(1)", 'https://x.invalid/"onclick="alert(1)'])
def test_what_people_and_sources_wrote_cannot_act(words: str) -> None:
    html = _html(_reply(words, waiting=1, new=1))
    assert "<img" not in html
    assert 'onclick="' not in html
    assert 'href="javascript' not in html


def test_new_suggestions_are_listed_under_the_number_that_they_are_accepted_by() -> None:
    html = _html(_reply(waiting=3, new=1))
    assert html.count("<li") == 1
    assert '<li value="3" data-proposal="p2"><span class="what">3. A new activity: Activity 2' in html
    assert 'data-do="accept" data-ids="p2"' in html
    assert "2 suggestions wait for you from before" in html


def test_more_suggestions_than_a_chat_can_hold_are_left_to_the_plan() -> None:
    html = _html(_reply(waiting=MOST_LISTED + 1, new=MOST_LISTED + 1))
    assert "<li" not in html
    assert f"{MOST_LISTED + 1} new suggestions" in html
    assert 'data-jump="proposals"' in html


def test_an_answer_in_between_has_its_sources_and_no_actions() -> None:
    assistant = FakeAssistant()
    html = reply_html(replace(_reply(), answer=assistant.canned("Why?")), assistant.registry, assistant.documents)
    assert 'class="cite"' in html
    assert "add-to-plan" not in html
    assert "thumb" not in html
