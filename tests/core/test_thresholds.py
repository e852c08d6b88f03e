"""The numbers that decide a status fit what reads them."""

from __future__ import annotations

from assistant import thresholds
from assistant.answering.evidence import Vocabulary, weigh
from assistant.domain import Passage
from assistant.retrieval.hybrid import Candidate
from assistant.retrieval.lexicon import Lexicon


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    passage = Passage("p", "d", (), "Payers cover the stay.", 0, 22)
    vocabulary = Vocabulary({"p": passage}, (), {}, lambda _: 1)
    evidence = weigh("Who pays?", "en", [Candidate(passage, 1.0)], vocabulary, Lexicon(), 0.0)
    assert {*evidence.features, "bias"} == set(thresholds.ANSWERABLE)


def test_what_speaks_for_an_answer_weighs_for_it_and_what_speaks_against_weighs_against() -> None:
    signs = {name: weight > 0 for name, weight in thresholds.ANSWERABLE.items() if name != "bias"}
    assert {name for name, positive in signs.items() if positive} == {"cosine", "coverage"}


def test_shares_and_probabilities_lie_between_0_and_1() -> None:
    for name in ("ANSWER_FROM", "OUTSIDE_BELOW", "NEAR_SUBJECT", "ON_SUBJECT", "FURTHER_SHARE", "GROUP_SHARE"):
        assert 0.0 < getattr(thresholds, name) < 1.0, name
    assert thresholds.NEAR_SUBJECT < thresholds.ON_SUBJECT
