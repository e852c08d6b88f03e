"""Questions with several parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.parts import MOST_PARTS, question_alone, said_back, split_parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who pays for the stay?", ["Who pays for the stay?"]),
        (
            "Who pays for the hospital stay and how many beds does Portugal have?",
            ["Who pays for the hospital stay", "how many beds does Portugal have?"],
        ),
        (
            "Which barriers delay referral? When was the report published?",
            ["Which barriers delay referral?", "When was the report published?"],
        ),
        (
            "What does goal three ask for; who chairs the committee?",
            ["What does goal three ask for", "who chairs the committee?"],
        ),
        (
            "What do patients and caregivers need to understand?",
            ["What do patients and caregivers need to understand?"],
        ),
        ("I run a clinic. What barriers are known?", ["I run a clinic. What barriers are known?"]),
        ("Why and how?", ["Why and how?"]),
        (
            "Quels obstacles retardent le traitement et combien coûte la thérapie ?",
            ["Quels obstacles retardent le traitement", "combien coûte la thérapie ?"],
        ),
    ],
)
def test_parts_that_ask_something_of_their_own_are_taken_apart(question: str, parts: list[str]) -> None:
    assert split_parts(question) == parts


@given(st.text(max_size=200))
def test_there_is_always_a_part_and_each_is_cut_from_the_question(question: str) -> None:
    parts = split_parts(question)
    assert parts
    assert all(part in question for part in parts)


def test_a_question_of_very_many_parts_is_read_to_the_first_few() -> None:
    many = " ".join(f"What does part number {n} say about payers?" for n in range(50))
    assert len(split_parts(many)) == MOST_PARTS
    assert len(split_parts("Who pays for beds? " * 50)) == 1


def test_a_part_is_said_back_without_marks_links_or_tags() -> None:
    assert said_back("who won [12] the ![x](cup) <b>here</b>?") == "who won the x (cup) b here /b"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Sing along. What is goal 3?", "What is goal 3?"),
        ("What is goal 3?", ""),
        ("Sing along.", ""),
        ("What is goal 3? And goal 2?", ""),
    ],
)
def test_the_question_of_a_message_is_what_ends_in_a_question_mark(text: str, question: str) -> None:
    assert question_alone(text) == question


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who sits on the committee and how much are they paid?",
            ["Who sits on the committee", "how much are they paid?"],
        ),
        ("List the four steps. What did Portugal do?", ["List the four steps.", "What did Portugal do?"]),
        ("Who pays for the stay and why?", ["Who pays for the stay and why?"]),
    ],
)
def test_a_later_part_may_have_a_single_word_of_its_own(question: str, parts: list[str]) -> None:
    assert split_parts(question) == parts
