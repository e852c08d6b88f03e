"""Who of a list is asked for."""

from __future__ import annotations

import pytest

from assistant.answering.rosters import asked_of
from assistant.wiring import OpenAssistant

CHAIRS = ["committee.perales", "committee.sureda"]


def chosen(library: OpenAssistant, question: str, language: str = "en") -> list[str]:
    group = library.registry.get("committee")
    assert group
    return [unit.id for unit in asked_of(question, language, group, library.registry.members(group.id))]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who chairs the committee?", "en"),
        ("Who are the co-chairs of the Steering Committee?", "en"),
        ("Wer leitet den Lenkungsausschuss?", "de"),
        ("Qui préside le comité ?", "fr"),
    ],
)
def test_a_question_for_the_chairs_picks_the_chairs(library: OpenAssistant, question: str, language: str) -> None:
    assert chosen(library, question, language) == CHAIRS


@pytest.mark.parametrize(
    "question",
    [
        "Who sits on the committee?",
        "Who are the members of the Steering Committee?",
        "Who are all the members and chairs of the committee?",
        "What does the committee do?",
    ],
)
def test_a_question_for_everybody_picks_nobody(library: OpenAssistant, question: str) -> None:
    assert chosen(library, question) == []


def test_a_member_is_picked_by_what_only_its_entry_says(library: OpenAssistant) -> None:
    assert chosen(library, "Who on the committee is from Würzburg?") == ["committee.hudecek"]
