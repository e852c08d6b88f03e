"""What units are called, and which of them a question names."""

from __future__ import annotations

import pytest

from assistant.labels import label, mentioned, misnumbered, name, number_of, title
from assistant.registry import Registry
from tests.core.shelves import make_unit

UNITS = Registry(
    [
        *(make_unit(f"goal.{n}", "goal", goal=n) for n in (1, 2, 3)),
        *(make_unit(f"step.{n}", "step") for n in (1, 2, 3, 4)),
        *(make_unit(f"rec.{n}") for n in ("1.1", "1.2", "2.3", "3.4")),
        *(make_unit(f"challenge.{n}", "challenge") for n in ("1.1", "2.3")),
        make_unit("ref.12", "reference"),
        make_unit("component.risk", "component"),
    ]
)


def named(text: str) -> list[str]:
    return [unit.id for unit in mentioned(text, UNITS)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("What does recommendation 2.3 say?", ["rec.2.3"]),
        ("rec. 2.3 please", ["rec.2.3"]),
        ("What is 2.3 about?", ["rec.2.3"]),
        ("Recommendations 1.1, 1.2 and 3.4", ["rec.1.1", "rec.1.2", "rec.3.4"]),
        ("Is challenge 2.3 the same as recommendation 2.3?", ["challenge.2.3", "rec.2.3"]),
        ("What happens in the second step?", ["step.2"]),
        ("Explain step two and goal three", ["step.2", "goal.3"]),
        ("What does the 3rd goal ask for?", ["goal.3"]),
        ("goal #1", ["goal.1"]),
        ("Que dit la recommandation 2.3 ?", ["rec.2.3"]),
        ("Quel est l'objectif 3 ?", ["goal.3"]),
        ("Was verlangt Ziel 3?", ["goal.3"]),
        ("Welche Empfehlung gehört zum zweiten Schritt?", []),
        ("Was geschieht in Schritt 2?", ["step.2"]),
        ("¿Qué pide el objetivo 3?", ["goal.3"]),
        ("Che cosa chiede l'obiettivo 3?", ["goal.3"]),
        ("Défi 2.3 et étape 4", ["challenge.2.3", "step.4"]),
        ("Who wrote reference 12?", ["ref.12"]),
    ],
)
def test_units_named_by_kind_and_number_are_recognised(text: str, units: list[str]) -> None:
    assert sorted(named(text)) == sorted(units)


@pytest.mark.parametrize(
    "text",
    [
        "It costs 2.3 million euros",
        "2.3% of patients",
        "a delay of 2.3 months",
        "version 2.3 of the toolkit",
        "$2.3 each",
        "recommendation 9.9",
        "step 12",
        "goal keeper",
        "1.1.2026",
        "12.3",
        "",
    ],
)
def test_other_numbers_name_no_unit(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("text", ["Tell me about recommendation 2.9", "Was sagt Empfehlung 7.1?", "challenge 9.9?"])
def test_a_number_that_no_unit_of_its_kind_has_is_noticed(text: str) -> None:
    assert misnumbered(text, UNITS)


@pytest.mark.parametrize(
    "text", ["Compare recommendation 2.3 and recommendation 2.9", "What are the goals?", "The recommendations 2024"]
)
def test_a_number_that_is_known_or_no_place_in_a_list_is_not_noticed(text: str) -> None:
    assert not misnumbered(text, UNITS)


def test_a_unit_named_twice_is_given_once() -> None:
    assert named("Recommendation 2.3, I mean recommendation 2.3, that is 2.3") == ["rec.2.3"]


def test_a_label_is_in_the_language_of_the_reader_and_falls_back_to_english() -> None:
    unit = make_unit("rec.2.3")
    assert [label(unit, code) for code in ("en", "de", "xx")] == [
        "Recommendation 2.3",
        "Empfehlung 2.3",
        "Recommendation 2.3",
    ]


def test_a_kind_without_numbers_is_called_by_its_title_alone() -> None:
    unit = make_unit("component.risk", "component", title="Risk mitigation")
    assert (number_of(unit), label(unit), name(unit)) == ("", "", "Risk mitigation")


def test_a_number_is_not_said_twice_where_the_title_begins_with_it() -> None:
    unit = make_unit("step.2", "step", title="Step 2: Consider", wordings={})
    assert title(unit) == "Consider"
    assert name(unit) == "Step 2: Consider"
