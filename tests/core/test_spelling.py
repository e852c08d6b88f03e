"""Misspelt words are put right; names and known words are not touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.spelling import Speller, count_forms

TEXT = (
    "reimbursement of hospital treatment by payers and insurers; referral of eligible patients to treatment centres; "
    "manufacturers harmonise requirements; recommendations, stakeholders, challenges, timeline"
)
SPELLER = Speller(count_forms([TEXT]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("What about riembursement?", "What about reimbursement?"),
        ("who are the stakholders", "who are the stakeholders"),
        ("recomendations for refferal", "recommendations for referral"),
        ("hospitla treatmnet", "hospital treatment"),
        ("the chalenges", "the challenges"),
    ],
)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Is it offered in Portugal or Reimburg?",
        "What does Dr Stakholder say?",
        "patient referrals",
        "harmonised requirement",
        "CAR T-cell therapy in 2030?",
        "cost cots case",
        "xylophone zebras",
        "¿Y los ensayos?",
        "",
        "🙂 مرحبا",
    ],
)
def test_names_known_words_and_strange_ones_are_left_alone(text: str) -> None:
    assert SPELLER.mend(text) == text


def test_real_words_that_the_index_does_not_hold_are_left_alone() -> None:
    speller = Speller({"country": 9, "fewer": 3}, frozenset({"county", "fever"}))
    assert speller.mend("fever in our county") == "fever in our county"
    assert speller.mend("which contry") == "which country"


def test_function_words_of_the_language_are_left_alone() -> None:
    assert Speller({"welcome": 3}).mend("welche Ziele", "de") == "welche Ziele"


def test_an_inflection_of_a_known_word_is_no_slip_in_any_language() -> None:
    assert Speller({"aspetta": 3}).mend("deve aspettare", "it") == "deve aspettare"
    assert Speller({"centrale": 3}).mend("les centrales", "fr") == "les centrales"


def test_short_words_of_other_languages_are_not_taken_for_slips_in_english() -> None:
    assert Speller({"made": 9}).mend("mia madre", "it") == "mia madre"


def test_a_short_word_is_not_guessed_at() -> None:
    assert Speller({"plans": 9}).mend("plan plnas", "en") == "plan plans"
    assert Speller({"cost": 9}).mend("cist", "en") == "cist"


def test_an_index_without_words_changes_nothing() -> None:
    assert Speller({}).mend("riembursement") == "riembursement"


def test_the_commonest_forms_are_kept() -> None:
    assert count_forms(["alpha alpha beta", "alpha beta gamma"], most=2) == {"alpha": 3, "beta": 2}


@given(st.text(max_size=200))
def test_what_is_not_a_word_stays_in_place(text: str) -> None:
    mended = SPELLER.mend(text)
    assert [c for c in mended if not c.isalpha() and c not in "'’"] == [
        c for c in text if not c.isalpha() and c not in "'’"
    ]
