"""Nearness of words is not an answer: what speaks for and against one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.evidence import Evidence, Vocabulary, weigh
from assistant.domain import Entry, Passage
from assistant.retrieval.hybrid import Candidate
from assistant.retrieval.lexicon import Lexicon
from assistant.words import tokens

TEXTS = {
    "pay": "Payers shall cover the full cost of the hospital stay. Talks began in March 2024.",
    "refer": "Referring doctors send eligible patients on early to a treatment centre.",
    "fund": "Nine companies gave 250,000 euros. Maria Lopez chairs the group, which has twelve members.",
    "far": "Clinics talk to each other.",
}
PASSAGES = {name: Passage(name, "report", ("Advice",), text, 0, len(text)) for name, text in TEXTS.items()}
QUESTION = Entry("q", "pay", "Who picks up the bill?", "question")


def frequency(stem: str) -> int:
    return sum(stem in tokens(text) for text in TEXTS.values())


VOCABULARY = Vocabulary(PASSAGES, [QUESTION], {"report": "The report"}, frequency)
LEXICON = Lexicon([{"term": "payers", "say": ["insurance company"], "de": ["Krankenkasse"]}])


def evidence(question: str, *names: str, cosine: float = 0.6, outside: float = 0.0, language: str = "en") -> Evidence:
    candidates = [Candidate(PASSAGES[name], 1.0 - 0.1 * n, cosine) for n, name in enumerate(names or ("pay",))]
    return weigh(question, language, candidates, VOCABULARY, LEXICON, outside)


def test_a_question_in_the_words_of_the_passage_is_covered_and_one_in_others_is_not() -> None:
    assert evidence("Do payers cover the full cost of the stay?").features["coverage"] == pytest.approx(1.0)
    assert evidence("Which zebras graze?").features["coverage"] == 0.0


def test_the_questions_stored_with_a_passage_and_the_lexicon_count_as_its_words() -> None:
    assert evidence("Who picks up the bill?").features["coverage"] == pytest.approx(1.0)
    assert evidence("insurance company").features["coverage"] == pytest.approx(1.0)
    assert evidence("Krankenkasse", language="de").features["coverage"] == pytest.approx(1.0)


def test_a_name_that_no_passage_holds_speaks_against_an_answer() -> None:
    with_name = evidence("Do payers cover the stay in Portugal?")
    assert with_name.features["missing_of_name"] > 0
    assert with_name.probability < evidence("Do payers cover the stay?").probability


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("How much does the stay cost in euros?", "refer"),
        ("How many doctors are there?", "refer"),
        ("When was the treatment centre opened?", "refer"),
        ("Who chairs the treatment centre?", "refer"),
        ("What is the phone number of the centre?", "refer"),
        ("What is the email of the payers?", "pay"),
        ("What is the salary of referring doctors?", "refer"),
        ("Combien coûte le séjour ?", "refer"),
        ("Wie viele Ärzte gibt es?", "refer"),
        ("¿Cuándo fue?", "refer"),
    ],
)
def test_a_particular_that_no_sentence_holds_speaks_against_an_answer(question: str, passage: str) -> None:
    assert evidence(question, passage).features["type_missing"] == 1.0


@pytest.mark.parametrize(
    "question",
    ["How many members does the group have?", "Who chairs the group?", "How much money did companies give?"],
)
def test_a_particular_that_a_near_sentence_holds_does_not(question: str) -> None:
    assert evidence(question, "fund").features["type_missing"] < 1.0


def test_a_question_for_no_particular_lacks_none() -> None:
    assert evidence("Should payers cover the stay?").features["type_missing"] == 0.0


def test_the_nearer_the_question_is_to_what_is_out_of_scope_the_less_likely_an_answer_is() -> None:
    probabilities = [evidence("Do payers cover it?", outside=outside).probability for outside in (0.2, 0.5, 0.7, 0.9)]
    assert probabilities == sorted(probabilities, reverse=True)


def test_rarity_lies_within_0_and_1_and_is_1_for_a_word_that_no_passage_holds() -> None:
    assert VOCABULARY.rarity("zebra") == pytest.approx(1.0)
    assert 0.0 < VOCABULARY.rarity(tokens("payers")[0]) < 1.0


def test_without_candidates_there_is_no_evidence() -> None:
    found = weigh("Who pays?", "en", [], VOCABULARY, LEXICON, 0.0)
    assert found.features["cosine"] == found.features["coverage"] == 0.0
    assert found.probability < 0.5


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "de", "es", "it"]), st.floats(-1, 1))
def test_any_question_gets_a_probability(question: str, language: str, outside: float) -> None:
    assert 0.0 < evidence(question, "pay", "refer", language=language, outside=outside).probability < 1.0
