"""Metrics against cases worked out by hand."""

import math

import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import Citation, Document, Status
from evals import metrics

RANKING = [{"a"}, {"b", "c"}, set(), {"d"}, {"a"}, {"e"}]


@pytest.mark.parametrize(
    ("gold", "k", "needs", "expected"),
    [
        (["a"], 5, 1, 1.0),
        (["e"], 5, 1, 0.0),  # stands sixth
        (["e"], 6, 1, 1.0),
        (["a", "x"], 5, 2, 0.5),  # a found twice counts once
        (["b", "c"], 2, 2, 1.0),  # one passage may give two units
        (["a", "b", "c", "d"], 5, 2, 1.0),  # more than needed is no more than full
    ],
)
def test_recall_is_the_share_of_needed_gold_within_k(gold, k, needs, expected):
    assert metrics.recall_at(RANKING, gold, k, needs) == expected


@pytest.mark.parametrize(("gold", "expected"), [(["a"], 1.0), (["c"], 0.5), (["d", "e"], 0.25), (["x"], 0.0)])
def test_reciprocal_rank_looks_at_the_first_gold_hit(gold, expected):
    assert metrics.reciprocal_rank(RANKING, gold) == expected


def test_reciprocal_rank_stops_at_k():
    assert metrics.reciprocal_rank(RANKING, ["d"], k=3) == 0.0


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (["1", "2", "3"], True),
        (["intro", "1", "x", "2", "3", "1"], True),  # a second mention does not disturb the order
        (["1", "3", "2"], False),
        (["1", "2"], False),
        ([], False),
    ],
)
def test_a_list_is_in_order_when_first_mentions_are(cited, expected):
    assert metrics.in_order(["1", "2", "3"], cited) is expected


@pytest.mark.parametrize("text", ["**5 of 5** components", "5/5", "5 sur 5", "5 von 5 Spalten", "All 5 of 5."])
def test_the_count_is_read_in_every_language(text):
    assert metrics.says_count(text, 5)


@pytest.mark.parametrize("text", ["4 of 5", "15 of 5", "5 of 50", "five of five", "goal 5. Then 5", ""])
def test_other_numbers_are_not_the_count(text):
    assert not metrics.says_count(text, 5)


def _citation(number: int, start: int, end: int, quote: str, document: str = "d") -> Citation:
    return Citation(number, "p", document, "T", "", quote, start, end)


def test_a_citation_resolves_only_when_its_slice_is_its_quote():
    documents = {"d": Document("d", "T", "One. Two é. Three.", "x")}
    good = _citation(1, 5, 11, "Two é.")
    shifted, elsewhere, empty = _citation(2, 6, 12, "Two é."), _citation(3, 0, 4, "One.", "e"), _citation(4, 2, 2, "")
    assert metrics.unresolved([good, shifted, elsewhere, empty], documents) == [shifted, elsewhere, empty]


def test_marks_without_a_citation_are_found_and_links_are_not_marks():
    assert metrics.dangling_marks("A [1], b [2], see [3](#x).", [_citation(1, 0, 1, "x")]) == [2]


def test_confusion_counts_expected_against_given():
    pairs = [(Status.ANSWERED, Status.ANSWERED), (Status.ANSWERED, Status.MEDICAL), ("medical", "medical")]
    assert metrics.confusion(pairs) == {"answered": {"answered": 1, "medical": 1}, "medical": {"medical": 1}}


def test_percentiles_are_measured_values_by_nearest_rank():
    values = [40.0, 10.0, 30.0, 20.0]
    assert [metrics.percentile(values, s) for s in (0.25, 0.5, 0.95, 1.0)] == [10.0, 20.0, 40.0, 40.0]


def test_nothing_has_no_mean_and_no_percentile():
    assert metrics.mean([]) is None
    assert metrics.percentile([], 0.5) is None


def test_auroc_counts_pairs_in_the_right_order_and_ties_half():
    assert metrics.auroc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert metrics.auroc([], [1.0]) is None


@pytest.mark.parametrize(("gold", "k", "expected"), [(["a"], 5, 2 / 5), (["b", "c"], 5, 1 / 5), (["x"], 5, 0.0)])
def test_precision_counts_hits_that_give_gold(gold, k, expected):
    assert metrics.precision_at(RANKING, gold, k) == expected


def test_precision_of_fewer_hits_than_k_still_divides_by_k():
    assert metrics.precision_at([{"a"}], ["a"], 5) == 1 / 5


@pytest.mark.parametrize(
    ("gold", "needs", "expected"),
    [
        (["a"], 1, 1.0),
        (["d"], 1, 1 / math.log2(5)),
        (["a", "d"], 2, (1 + 1 / math.log2(5)) / (1 + 1 / math.log2(3))),
        (["a", "d"], 1, 1.0),  # one was needed and came first
        (["b", "c"], 2, min(1.0, 2 / math.log2(3) / (1 + 1 / math.log2(3)))),  # one passage gives both
        (["x"], 1, 0.0),
    ],
)
def test_ndcg_discounts_by_rank_and_counts_each_gold_once(gold, needs, expected):
    assert metrics.ndcg_at(RANKING, gold, 10, needs) == pytest.approx(expected)


@given(st.permutations([f"d{n}" for n in range(12)]), st.sets(st.integers(0, 14), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_our_figures_agree_with_those_of_the_trec_tools(order, relevant):
    """Where a passage gives one unit and all gold is needed, ours are the usual metrics: trec_eval has to agree."""
    gold = {f"d{n}" for n in relevant}
    run = {"q": {name: float(len(order) - place) for place, name in enumerate(order)}}
    wanted = {"P.5", "recall.5", "ndcg_cut.10", "recip_rank"}
    theirs = pytrec_eval.RelevanceEvaluator({"q": dict.fromkeys(gold, 1)}, wanted).evaluate(run)["q"]
    ranking = [{name} for name in order]
    assert metrics.precision_at(ranking, gold, 5) == pytest.approx(theirs["P_5"])
    assert metrics.recall_at(ranking, gold, 5, len(gold)) == pytest.approx(theirs["recall_5"])
    assert metrics.ndcg_at(ranking, gold, 10, len(gold)) == pytest.approx(theirs["ndcg_cut_10"])
    assert metrics.reciprocal_rank(ranking, gold, len(order)) == pytest.approx(theirs["recip_rank"])
