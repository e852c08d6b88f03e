"""People's words for the texts' words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.lexicon import Lexicon

LEXICON = Lexicon(
    [
        {"term": "payer", "say": ["insurance", "sickness fund"], "de": ["Krankenkasse"], "fr": ["assurance maladie"]},
        {"term": "qualification", "say": ["audit", "inspection"]},
        {"term": "referral", "say": ["send on", "fund"], "es": ["derivación"]},
    ]
)


def test_everyday_words_lead_to_the_terms_of_the_texts_in_order_and_once() -> None:
    assert LEXICON.terms("Audits, audits: does my insurance want an inspection?") == ("qualification", "payer")


def test_inflections_are_recognised_in_each_language() -> None:
    assert LEXICON.terms("Was sagen die Krankenkassen?", "de") == ("payer",)
    assert LEXICON.terms("¿Y las derivaciones?", "es") == ("referral",)
    assert LEXICON.terms("Que fait l’Assurance Maladie ?", "fr") == ("payer",)


def test_the_longer_phrase_wins_over_a_word_inside_it() -> None:
    assert LEXICON.terms("the sickness fund") == ("payer",)
    assert LEXICON.terms("the fund") == ("referral",)


def test_words_of_another_language_are_not_taken_for_ones_own() -> None:
    assert LEXICON.terms("Krankenkasse", "en") == ()
    assert LEXICON.terms("insurance", "it") == ()


def test_what_is_covered_are_stems_of_the_question() -> None:
    assert LEXICON.covered("Which audits do hospitals face?") == {"audit"}


def test_a_lexicon_without_concepts_finds_nothing_and_says_so() -> None:
    assert not Lexicon()
    assert Lexicon().terms("insurance") == ()
    assert LEXICON


@given(st.text(max_size=200))
def test_any_text_can_be_looked_up(text: str) -> None:
    assert set(LEXICON.terms(text)) <= {"payer", "qualification", "referral"}
