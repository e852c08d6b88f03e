"""Follow-ups made to stand alone, in five languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Turn
from assistant.retrieval.conversation import Focus, Standalone, leans_on_history, stand_alone
from tests.core.shelves import said

UNITS = ("rec.3.1", "rec.3.2", "rec.3.3", "rec.3.4", "rec.3.5")
LIST = Focus(UNITS, "recommendations.3")
FIRST = {
    "en": "What does goal 3 ask for?",
    "fr": "Que demande l'objectif 3 ?",
    "de": "Was verlangt Ziel 3?",
    "es": "¿Qué pide el objetivo 3?",
    "it": "Che cosa chiede l'obiettivo 3?",
}


def resolve(question: str, language: str = "en", focus: Focus = LIST) -> Standalone:
    return stand_alone(question, said(FIRST[language], "Five things."), language, lambda *_: focus)


def asking() -> tuple[list[tuple[str, str]], Callable[[str, str], Focus]]:
    """A list of what the focus was asked for, and a focus that keeps it."""
    asked: list[tuple[str, str]] = []

    def focus_of(question: str, reply: str) -> Focus:
        asked.append((question, reply))
        return LIST

    return asked, focus_of


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("And which of these need the payers?", "en"),
        ("and for payers?", "en"),
        ("What about hospitals?", "en"),
        ("Who should do it?", "en"),
        ("Why?", "en"),
        ("Tell me more", "en"),
        ("Give me an example", "en"),
        ("und für Kassen?", "de"),
        ("Welche davon betreffen die Kassen?", "de"),
        ("Warum?", "de"),
        ("et pour les patients ?", "fr"),
        ("Lesquelles concernent les payeurs ?", "fr"),
        ("Pourquoi ?", "fr"),
        ("¿y para los pacientes?", "es"),
        ("y el segundo?", "es"),
        ("¿Por qué?", "es"),
        ("e per i pazienti?", "it"),
        ("Quali di queste riguardano i pagatori?", "it"),
        ("Perché?", "it"),
    ],
)
def test_a_question_that_leans_on_the_one_before_is_read_with_it(question: str, language: str) -> None:
    assert leans_on_history(question, language)
    standalone = resolve(question, language)
    assert standalone.previous == FIRST[language]
    assert question in standalone.text
    assert FIRST[language].rstrip(" ?") in standalone.text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What are the planning components of the toolkit?", "en"),
        ("How does the toolkit say that progress is measured?", "en"),
        ("Quels sont les obstacles au remboursement des hôpitaux ?", "fr"),
        ("Welche Hürden nennt der Bericht für kleine Krankenhäuser?", "de"),
        ("¿Qué barreras nombra el informe para los hospitales pequeños?", "es"),
        ("Quali ostacoli nomina il rapporto per gli ospedali piccoli?", "it"),
    ],
)
def test_a_question_of_its_own_is_left_as_it_is(question: str, language: str) -> None:
    assert resolve(question, language) == Standalone(question)


@pytest.mark.parametrize(
    ("question", "language", "unit"),
    [
        ("the second one", "en", "rec.3.2"),
        ("What does the first one mean?", "en", "rec.3.1"),
        ("And the last one?", "en", "rec.3.5"),
        ("Tell me more about number 3", "en", "rec.3.3"),
        ("et le deuxième ?", "fr", "rec.3.2"),
        ("und das zweite?", "de", "rec.3.2"),
        ("Und der letzte?", "de", "rec.3.5"),
        ("y el segundo?", "es", "rec.3.2"),
        ("¿y la última?", "es", "rec.3.5"),
        ("e il terzo?", "it", "rec.3.3"),
        ("e la seconda?", "it", "rec.3.2"),
    ],
)
def test_an_ordinal_picks_from_what_was_shown(question: str, language: str, unit: str) -> None:
    assert resolve(question, language).picked == unit


def test_an_ordinal_beyond_the_list_picks_nothing() -> None:
    assert resolve("And the fifth one?", focus=Focus(UNITS[:2], "pair")).picked is None


def test_an_ordinal_has_nothing_to_pick_from_after_a_single_point() -> None:
    assert resolve("the second one", focus=Focus(("rec.2.3",))).picked is None


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("and which of these need the payers?", "en"),
        ("Which of them are for hospitals?", "en"),
        ("Welche davon betreffen die Kassen?", "de"),
        ("Lesquelles de celles-ci concernent les payeurs ?", "fr"),
        ("¿Cuáles de estas necesitan a los pagadores?", "es"),
        ("Quali di queste riguardano i pagatori?", "it"),
    ],
)
def test_a_choice_among_a_list_stays_within_that_list(question: str, language: str) -> None:
    assert resolve(question, language).within == UNITS


def test_a_choice_without_a_list_is_not_confined() -> None:
    assert resolve("which of these need the payers?", focus=Focus(UNITS[:2])).within == ()


def test_without_history_every_question_stands_alone() -> None:
    asked, focus_of = asking()
    found = stand_alone("and the second one?", (), "en", focus_of)
    assert found == Standalone("and the second one?")
    assert asked == []


def test_blank_turns_and_a_history_of_replies_alone_are_no_history() -> None:
    history = (Turn("assistant", "Hello, ask me something."), Turn("user", "  "))
    assert stand_alone("and the second one?", history, "en", lambda *_: LIST) == Standalone("and the second one?")


def test_only_the_last_turn_with_content_is_looked_at() -> None:
    history = said("What are the four steps?", "Four.", "What does goal 3 ask for?", "Five things.")
    asked, focus_of = asking()
    stand_alone("the second one", history, "en", focus_of)
    assert asked == [("What does goal 3 ask for?", "Five things.")]


@given(st.text(max_size=120), st.lists(st.text(max_size=60), max_size=5), st.sampled_from(list(FIRST)))
def test_any_conversation_can_be_read(question: str, turns: list[str], language: str) -> None:
    standalone = stand_alone(question, said(*turns), language, lambda *_: LIST)
    assert question in standalone.text
