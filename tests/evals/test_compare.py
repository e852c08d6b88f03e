"""Differences, their intervals, and cases that changed, worked out by hand."""

import pytest

from evals.bootstrap import paired
from evals.compare import Side, better, compare
from evals.report import verdict


def test_a_difference_on_every_case_is_no_noise():
    found = paired("recall@5", dict.fromkeys("abcdefgh", 0.0), dict.fromkeys("abcdefgh", 1.0))
    assert (found.n, found.before, found.after, found.low, found.high) == (8, 0.0, 1.0, 1.0, 1.0)
    assert found.significant


def test_one_case_in_many_is_noise():
    before = {str(n): 1.0 for n in range(100)}
    found = paired("recall@5", before, {**before, "7": 0.0})
    assert found.change == pytest.approx(-0.01)
    assert found.low < 0.0 == found.high
    assert verdict(found) == "within noise"


def test_the_interval_holds_what_the_normal_approximation_gives():
    before = {str(n): 0.0 for n in range(200)}
    after = {str(n): float(n % 4 == 0) for n in range(200)}  # mean .25, standard error .0306
    found = paired("recall@5", before, after)
    assert found.low == pytest.approx(0.25 - 1.96 * 0.0306, abs=0.012)
    assert found.high == pytest.approx(0.25 + 1.96 * 0.0306, abs=0.012)


def test_the_same_seed_gives_the_same_interval_and_only_common_cases_count():
    before, after = {"a": 0.0, "b": 1.0, "x": 0.0}, {"a": 1.0, "b": 1.0, "y": 1.0}
    first, again = paired("f", before, after), paired("f", before, after)
    assert first == again
    assert (first.n, first.before, first.after) == (2, 0.5, 1.0)
    assert paired("f", {"a": 1.0}, {"b": 1.0}) is None


def test_what_rounding_does_to_kept_figures_is_no_difference():
    cases = [str(n) for n in range(40)]
    found = paired("ndcg@10", dict.fromkeys(cases, 0.6309), dict.fromkeys(cases, 0.63093))
    assert not found.significant


def test_fewer_refusals_are_better_and_less_recall_is_worse():
    fewer = paired("false_refusal", dict.fromkeys("abc", 1.0), dict.fromkeys("abc", 0.0))
    less = paired("recall@5", dict.fromkeys("abc", 1.0), dict.fromkeys("abc", 0.0))
    assert (better(fewer), verdict(fewer)) == (True, "better")
    assert (better(less), verdict(less)) == (False, "worse")


def test_cases_that_changed_are_told_worst_first():
    before = Side(
        "old",
        {"up": "not_in_sources", "down": "answered", "same": "answered"},
        {"up": {"recall@5": 0.0}, "down": {"recall@5": 1.0, "false_refusal": 0.0}, "same": {"recall@5": 1.0}},
    )
    after = Side(
        "new",
        {"up": "answered", "down": "medical", "same": "answered"},
        {"up": {"recall@5": 1.0}, "down": {"recall@5": 0.5, "false_refusal": 1.0}, "same": {"recall@5": 1.0}},
    )
    found = compare("dev", "ours", before, after)
    assert [(c.case, c.gain) for c in found.changes] == [("down", -1.5), ("up", 1.0)]
    assert found.changes[0].says == "answered -> medical, recall@5 1.00 -> 0.50, false_refusal 0.00 -> 1.00"
    assert [d.figure for d in found.differences] == ["recall@5", "false_refusal"]


def test_a_retriever_alone_is_compared_on_what_both_have():
    alone = Side("alone", {}, {"a": {"span_recall@5": 0.0}})
    whole = Side("whole", {"a": "answered"}, {"a": {"span_recall@5": 1.0, "status_accuracy": 1.0}})
    found = compare("dev", "ours", alone, whole)
    assert [d.figure for d in found.differences] == ["span_recall@5"]
    assert found.changes[0].says == "span_recall@5 0.00 -> 1.00"
