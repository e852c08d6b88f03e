"""What a question names comes first, and a question for a list gets the list."""

from __future__ import annotations

import pytest

from assistant.domain import Passage
from assistant.registry import Registry
from assistant.retrieval.hybrid import Candidate
from assistant.retrieval.selection import (
    asks_for_all,
    choose_list,
    prefer_mentioned,
    says_all,
    section_from_its_start,
)
from tests.core.shelves import make_unit

UNITS = Registry(
    [
        *(make_unit(f"goal.{n}", "goal", goal=n) for n in (1, 2)),
        make_unit("advice", "group"),
        make_unit("advice.1", "group", group="advice", order=1, size=2),
        make_unit("advice.2", "group", group="advice", order=2, size=2),
        *(make_unit(f"rec.1.{n}", group="advice.1", order=n, size=3, goal=1) for n in (1, 2, 3)),
        *(make_unit(f"rec.2.{n}", group="advice.2", order=n, size=2, goal=2) for n in (1, 2)),
        make_unit("component", "component", group="parts", order=1, size=1),
        make_unit("component.1", "question", group="component", order=1, size=2),
        make_unit("component.2", "question", group="component", order=2, size=2),
    ]
)


def ranked(*names: str, step: float = 0.1) -> list[Candidate]:
    """Candidates that state those units, by falling score; "-" is a passage of no unit."""
    return [
        Candidate(Passage(f"p{n}", "d", (), name, 0, 1, unit=None if name == "-" else name), 1.0 - step * n)
        for n, name in enumerate(names)
    ]


def chosen(question: str, *names: str, step: float = 0.1) -> str | None:
    group = choose_list(question, ranked(*names, step=step), UNITS)
    return group.id if group else None


@pytest.mark.parametrize(
    "question",
    [
        "What are all the recommendations?",
        "List every barrier",
        "How many goals are there?",
        "Name the five components",
        "Who are the members of the committee?",
        "Give me an overview of the steps",
        "Quelles sont les recommandations ?",
        "Combien d'étapes y a-t-il ?",
        "Nenne alle Ziele",
        "Wie viele Schritte gibt es?",
        "¿Cuáles son los objetivos?",
        "Enumera todas las barreras",
        "Quali sono gli obiettivi?",
        "Elenca tutte le raccomandazioni",
    ],
)
def test_asking_for_all_is_recognised_in_five_languages(question: str) -> None:
    assert says_all(question)
    assert asks_for_all(question)


@pytest.mark.parametrize(
    "question",
    ["Who pays for the hospital stay?", "Is the stay covered?", "Pourquoi est-ce si cher ?", "Was kostet es?", ""],
)
def test_a_question_for_one_thing_does_not_ask_for_all(question: str) -> None:
    assert not says_all(question)
    assert not asks_for_all(question)


def test_the_list_itself_at_the_top_is_the_list_that_is_meant() -> None:
    assert chosen("recommendations of goal one", "advice.1", "rec.1.1") == "advice.1"


def test_a_list_near_the_top_is_taken_where_all_is_asked_for() -> None:
    assert chosen("What are all the recommendations of goal 1?", "rec.1.2", "advice.1", "rec.2.1") == "advice.1"
    assert chosen("What is asked of referring doctors?", "rec.1.2", "advice.1", "rec.2.1") is None


def test_the_list_that_most_of_the_best_belong_to_is_taken_where_all_is_asked_for() -> None:
    assert chosen("list all about awareness", "rec.1.2", "rec.1.1", "-", "rec.1.3") == "advice.1"
    assert chosen("list all about awareness", "rec.1.2", "rec.2.1", "-", "rec.1.3") is None


def test_a_member_with_its_own_list_gives_that_list_where_it_is_the_best() -> None:
    assert chosen("What are the questions of this component?", "component") == "component"
    assert chosen("Why is it done?", "rec.1.1", "component") is None


def test_without_candidates_or_units_there_is_no_list() -> None:
    assert choose_list("list all", [], UNITS) is None
    assert choose_list("list all", ranked("-", "-"), Registry()) is None


def test_a_recommendation_named_by_number_comes_first_also_where_another_scores_best() -> None:
    named = [unit for unit in UNITS if unit.id == "rec.2.2"]
    found = prefer_mentioned(ranked("rec.1.1", "advice.2", "rec.2.1", "rec.2.2"), named, UNITS)
    assert found[0].passage.unit == "rec.2.2"
    assert found[0].hit().score == 1.0


def test_what_belongs_to_a_named_goal_is_lifted_above_what_belongs_to_another() -> None:
    goal = [unit for unit in UNITS if unit.id == "goal.2"]
    found = prefer_mentioned(ranked("rec.1.1", "rec.1.2", "rec.2.1", "-"), goal, UNITS)
    assert found[0].passage.unit == "rec.2.1"
    assert all(0.0 <= c.hit().score <= 1.0 for c in found)


def test_nothing_named_changes_nothing() -> None:
    candidates = ranked("rec.1.1", "-")
    assert prefer_mentioned(candidates, [], UNITS) == candidates


def _in_section(name: str, start: int, score: float, heading: str = "Opening hours") -> Candidate:
    return Candidate(Passage(name, "d", ("Baths", heading), name, start, start + 9), score)


def test_a_section_asked_for_by_its_heading_is_given_from_its_start() -> None:
    found = [_in_section("late", 50, 0.9), _in_section("prices", 90, 0.8, "Prices"), _in_section("first", 10, 0.5)]
    ordered = section_from_its_start("What about the opening hours?", found)
    assert [c.passage.id for c in ordered] == ["first", "late", "prices"]
    assert [c.score for c in ordered] == [0.9, 0.9, 0.8]


def test_a_question_about_more_than_the_heading_keeps_the_order() -> None:
    found = [_in_section("late", 50, 0.9), _in_section("first", 10, 0.5)]
    assert section_from_its_start("Do the opening hours of the sauna change on Friday night?", found) == found
