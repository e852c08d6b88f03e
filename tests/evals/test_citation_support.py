"""Citation recall and precision on answers worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.domain import Answer, Citation, Sentence, Stamp, Status, Support
from evals.citation_support import CarryingRule, citation_scores, shared_words

AUDIT = "Manufacturers audit each treatment centre twice a year."
PAY = "Payers reimburse the whole cost within 30 days."
RULE = CarryingRule()


def cite(number: int, quote: str) -> Citation:
    return Citation(number, "p", "d", "T", "H", quote, 0, 1)


def answer(*sentences: Sentence) -> Answer:
    return Answer("a", "?", Status.ANSWERED, "", sentences, (cite(1, AUDIT), cite(2, PAY)), (), Stamp("i"))


def says(text: str, *numbers: int, support: Support = Support.SUPPORTED) -> Sentence:
    return Sentence(text, support, numbers)


def test_a_quote_carries_itself_and_another_passage_does_not():
    found = citation_scores(answer(says(AUDIT, 1), says(PAY, 1)), RULE)
    assert (found.recall, found.precision) == (0.5, 0.5)
    assert found.uncarried == (PAY,)


def test_a_number_that_the_passage_lacks_sinks_the_sentence():
    assert not RULE(PAY.replace("30", "90"), [PAY])
    assert RULE(PAY, [PAY])


def test_a_sentence_without_a_citation_is_not_carried_and_costs_recall_only():
    found = citation_scores(answer(says(AUDIT, 1), says(PAY)), RULE)
    assert (found.recall, found.precision) == (0.5, 1.0)


def test_a_citation_that_adds_nothing_costs_precision():
    found = citation_scores(answer(says(AUDIT, 1, 2)), RULE)
    assert (found.recall, found.precision) == (1.0, 0.5)


def test_two_citations_that_are_both_needed_are_both_right():
    found = citation_scores(answer(says(f"{AUDIT} {PAY}", 1, 2)), RULE)
    assert (found.recall, found.precision) == (1.0, 1.0)


def test_our_frame_is_no_statement():
    found = citation_scores(answer(says("5 of 5: what the goal asks for.", support=Support.FRAME)), RULE)
    assert (found.recall, found.precision) == (None, None)


def test_a_mark_that_no_citation_has_holds_nothing():
    assert citation_scores(answer(says(AUDIT, 7)), RULE).recall == 0.0


@pytest.mark.parametrize(("cosine", "expected"), [(0.9, True), (0.1, False)])
def test_fewer_words_are_enough_only_where_the_meaning_is_near(cosine, expected):
    def embed(texts):
        return np.array([[1.0, 0.0]] + [[cosine, (1 - cosine**2) ** 0.5]] * (len(texts) - 1), np.float32)

    claim = "Manufacturers inspect each centre."
    assert 0.3 <= shared_words(claim, AUDIT) < 0.8
    assert CarryingRule(embed)(claim, [AUDIT]) is expected


def test_renumbering_and_reordering_citations_changes_no_score():
    plain = answer(says(AUDIT, 1), says(PAY, 1, 2), says(f"{PAY} More.", 2))
    turned = replace(
        plain,
        sentences=tuple(
            replace(s, citations=tuple({1: 8, 2: 3}[n] for n in s.citations[::-1])) for s in plain.sentences
        ),
        citations=(cite(3, PAY), cite(8, AUDIT)),
    )
    assert citation_scores(turned, RULE) == citation_scores(plain, RULE)


def test_frame_words_of_another_language_count_by_their_own_stems():
    premise = "Recommandation 2.3: exigences. Objectif 2: développer les capacités"
    assert shared_words("Voici la recommandation 2.3, objectif 2", premise, "fr") > shared_words(
        "Voici la recommandation 2.3, objectif 2", premise
    )
