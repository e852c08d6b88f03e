"""Words and sentences: one reading of a text for search, coverage and quotes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.words import fold, keywords, sentences, stop_words, tokens


@pytest.mark.parametrize("written", ["CAR T", "CAR-T", "CAR T-cell", "CAR T cells", "CART", "car t cell", "CAR‑T"])
def test_the_name_of_the_therapy_is_one_word_however_it_is_written(written: str) -> None:
    assert tokens(f"access to {written} in Spain") == tokens("access to cart in Spain")


@pytest.mark.parametrize("text", ["a car takes two hours", "the car to the hospital", "carton", "cart wheel"])
def test_other_words_with_car_in_them_stay_themselves(text: str) -> None:
    assert fold(text) == text


@pytest.mark.parametrize(
    ("accented", "plain", "language"),
    [
        ("défis", "defis", "fr"),
        ("Überweisung", "uberweisung", "de"),
        ("Maßnahme", "massnahme", "de"),
        ("¿Cuáles son los años?", "cuales son los anos", "es"),
        ("perché", "perche", "it"),
        ("payer’s", "payer's", "en"),
    ],
)
def test_words_typed_without_accents_are_the_same_words(accented: str, plain: str, language: str) -> None:
    assert tokens(accented, language) == tokens(plain, language)


def test_numbers_of_recommendations_stay_whole() -> None:
    assert "2.3" in tokens("What does recommendation 2.3 say?")
    assert "2.3" in keywords("What does recommendation 2.3 say?")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What is it about?", "en"),
        ("Qu'est-ce que c'est ?", "fr"),
        ("Was ist das?", "de"),
        ("¿Qué es esto?", "es"),
        ("Che cosa è?", "it"),
    ],
)
def test_a_question_of_function_words_has_no_topic(question: str, language: str) -> None:
    assert set(tokens(question, language)) - {"est", "ce"} == set()


def test_an_unknown_language_is_read_as_english() -> None:
    assert tokens("referrals", "xx") == tokens("referrals")
    assert stop_words("xx") == stop_words("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("It grew by 2.5 per cent. Then it fell.", ["It grew by 2.5 per cent.", "Then it fell."]),
        ("Dr. Meyer chairs it. Prof. Li does not.", ["Dr. Meyer chairs it.", "Prof. Li does not."]),
        ("J. Smith et al. Reported it.", ["J. Smith et al. Reported it."]),
        ("Who pays? The funds do! “Really.” Yes.", ["Who pays?", "The funds do!", "“Really.”", "Yes."]),
        ("A heading\nIts first line.", ["A heading", "Its first line."]),
        ("  spaces around.  \n\n ", ["spaces around."]),
        ("No full stop", ["No full stop"]),
        ("", []),
        (" \n\t ", []),
        ("Für wen? Älteren hilft es.", ["Für wen?", "Älteren hilft es."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(st.text(max_size=300))
def test_sentences_are_slices_in_order_and_lose_nothing_but_blanks(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "de", "es", "it", "xx"]))
def test_no_text_is_too_odd_to_be_read(text: str, language: str) -> None:
    assert all(isinstance(stem, str) and stem for stem in tokens(text, language))
