"""What models put before a sentence although no source can carry it."""

from __future__ import annotations

import pytest

from assistant.wiring import OpenAssistant
from assistant.writing.clean import standing_alone
from assistant.writing.stream import read_free
from tests.writing.scripts import honest, offers, with_model


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Yes, referral is slow.", "Referral is slow."),
        ("No: places are few.", "Places are few."),
        ("The passage states that some centres are full.", "Some centres are full."),
        ("According to the sources, two in ten get it.", "Two in ten get it."),
        ("Yes, the provided texts mention that it is late.", "It is late."),
    ],
)
def test_a_lead_that_nothing_can_carry_is_left_out(written: str, left: str) -> None:
    assert standing_alone(written) == left
    (claim,) = read_free(f"{written} [k3x9]", frozenset({"k3x9"}))
    assert (claim.text, claim.keys) == (left, ("k3x9",))


@pytest.mark.parametrize(
    "written",
    ["No centre is near.", "No. 5 is full.", "The passage to treatment is long.", "Sources say little.", "Yes", ""],
)
def test_words_that_only_look_like_a_lead_stay(written: str) -> None:
    assert standing_alone(written) == written


def test_a_passage_is_offered_with_the_goal_that_it_serves(library: OpenAssistant) -> None:
    assistant, model = with_model(library, honest)
    assistant.answer("What does recommendation 2.3 say?")
    titles = [offer.title for offer in offers(model.prompts[0])]
    assert any("Recommendation 2.3" in title and "Goal 2" in title for title in titles)
