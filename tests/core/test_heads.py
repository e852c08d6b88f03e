"""A question that names a list and nothing else gets that list, whatever else a search for its noun would find."""

from __future__ import annotations

import pytest

from assistant.domain import Status
from assistant.registry import Registry
from assistant.retrieval.heads import lists_of, named_alone
from assistant.wiring import OpenAssistant
from tests.core.shelves import make_unit, said


@pytest.mark.parametrize(
    ("question", "language", "wanted"),
    [
        ("Name the goals", "en", "goals"),
        ("Name all goals.", "en", "goals"),
        ("goals?", "en", "goals"),
        ("how many goals r there and which ones", "en", "goals"),
        ("What are the goals of the CAR T Vision?", "en", "goals"),
        ("Nenne die Ziele", "de", "goals"),
        ("Quels sont les objectifs ?", "fr", "goals"),
        ("Nombra los objetivos", "es", "goals"),
        ("Elenca gli obiettivi", "it", "goals"),
        ("Name the steps", "en", "steps"),
        ("Which challenges does the toolkit name?", "en", "challenges"),
        ("Every one of the recommendations, please", "en", "recommendations"),
        ("Who are the members?", "en", "committee"),
    ],
)
def test_the_whole_list_of_what_is_named(library: OpenAssistant, question: str, language: str, wanted: str) -> None:
    assert named_alone(question, language, library.registry) == library.registry.get(wanted)


@pytest.mark.parametrize(
    "question",
    [
        "Name the challenges for goal 2",
        "What are the recommendations on capacity?",
        "Which goal is about money?",
        "Why are there goals?",
        "Who wrote the goals?",
        "What are the goals of the steering committee?",
        "What are the columns of the evaluation table?",
        "How many goals did Messi score?",
        "Name the goals and the steps",
    ],
)
def test_a_question_that_says_more_is_left_to_the_search(library: OpenAssistant, question: str) -> None:
    assert named_alone(question, "en", library.registry) is None


def test_after_another_question_only_a_list_that_has_no_parts_is_whole(library: OpenAssistant) -> None:
    assert named_alone("And the steps?", "en", library.registry, follows=True) == library.registry.get("steps")
    assert named_alone("And the challenges?", "en", library.registry, follows=True) is None


def test_two_lists_of_one_kind_beside_each_other_are_not_guessed_between() -> None:
    units = [make_unit("near", "group"), make_unit("far", "group")]
    units += [make_unit(f"{place}.{n}", "idea", group=place, order=n) for place in ("near", "far") for n in (1, 2)]
    assert [unit.id for unit in lists_of("idea", Registry(units))] == ["near", "far"]
    assert named_alone("Name the ideas", "en", Registry(units)) is None
    assert named_alone("Name the ideas", "en", Registry()) is None


def test_such_an_answer_holds_the_list_and_a_follow_up_counts_in_it(library: OpenAssistant) -> None:
    first = list(library.ask("Name the goals"))[-1]
    assert first.status is Status.ANSWERED
    assert [c.unit for c in first.citations if c.unit != "goals"] == ["goal.1", "goal.2", "goal.3"]
    second = list(library.ask("and the second?", said("Name the goals", first.markdown)))[-1]
    assert second.citations[0].unit == "goal.2"
