"""The choice of the abstention threshold on scores worked out by hand."""

import pytest
from rich.console import Console

from assistant.domain import Status
from evals.calibrate import Scored, choose, cost, cross_validated, learned, learned_folds, score_cases, show, show_folds
from evals.cases import Case
from evals.logistic import fit, probability


def _scored(yes, no):
    return [Scored(f"y{n}", True, s) for n, s in enumerate(yes)] + [Scored(f"n{n}", False, s) for n, s in enumerate(no)]


def test_costs_are_shares_of_each_class():
    found = cost(_scored([0.9, 0.8, 0.4, 0.7], [0.1, 0.6]), 0.5)
    assert (found.false_refusal, found.false_answer) == (0.25, 0.5)


def test_separable_scores_are_split_between_the_classes():
    chosen = choose(_scored([0.8, 0.9], [0.1, 0.2]))
    assert 0.2 < chosen.threshold < 0.8
    assert (chosen.false_refusal, chosen.false_answer) == (0.0, 0.0)


def test_the_limit_on_refusals_wins_over_false_answers():
    scored = _scored([0.3, *[0.9] * 9], [0.5, 0.6])
    assert choose(scored, most_refused=0.03).false_answer == 1.0
    assert choose(scored, most_refused=0.10).false_answer == 0.0


def test_every_question_is_held_out_once():
    folds = cross_validated(_scored([0.7, 0.8, 0.9, 0.75, 0.85], [0.1, 0.2, 0.3, 0.15, 0.25]))
    assert len(folds) == 5
    assert all(paid.false_refusal == paid.false_answer == 0.0 for _, paid in folds)


def test_only_questions_that_the_threshold_decides_take_part():
    class Half:
        def answerability(self, question, history=()):
            return {"cosine": 0.4, "probability": 0.5}

    cases = [
        Case("a", "direct", "q", ("u",), (Status.ANSWERED,)),
        Case("m", "medical", "q", (), (Status.MEDICAL,)),
        Case("n", "unanswerable", "q", (), (Status.NOT_IN_SOURCES,)),
    ]
    scored = score_cases(Half(), cases)
    assert [(s.case, s.answerable, s.score) for s in scored] == [("a", True, 0.5), ("n", False, 0.5)]
    assert scored[0].features == {"cosine": 0.4}


def test_the_table_shows_the_value_in_use_and_the_folds(capsys):
    scored = _scored([0.8, 0.9, 0.7, 0.6, 0.95], [0.1, 0.2, 0.3, 0.4, 0.65])
    show(Console(), scored, now=0.5)
    show_folds(Console(), cross_validated(scored))
    said = capsys.readouterr().out
    assert "in use" in said
    assert "held out, mean of 5 folds" in said


def test_a_fit_finds_the_feature_that_tells_and_ignores_the_one_that_does_not():
    rows = [(0.9, 0.2), (0.8, 0.7), (0.7, 0.4), (0.3, 0.3), (0.2, 0.6), (0.1, 0.5)] * 5
    weights = fit(rows, [a > 0.5 for a, _ in rows])
    assert weights[1] > 5 * abs(weights[2])
    assert list(probability(weights, rows) > 0.5) == [a > 0.5 for a, _ in rows]


def test_both_classes_weigh_the_same_however_rare_one_is():
    weights = fit([[0.0]] * 99 + [[0.0]], [True] * 99 + [False])
    assert probability(weights, [[0.0]])[0] == pytest.approx(0.5)


def test_a_fit_needs_both_classes():
    with pytest.raises(ValueError, match="add cases of the class that is missing"):
        fit([[0.1], [0.2]], [True, True])


def test_learned_weights_score_by_feature_name():
    scored = [Scored(str(n), n % 2 == 0, 0.0, {"b": n % 2, "a": 0.5}) for n in range(20)]
    weights, rescored = learned(scored)
    assert list(weights) == ["bias", "a", "b"]
    assert weights["b"] < 0
    assert choose(rescored(scored)).false_answer == 0.0
    assert all(paid.false_refusal == 0.0 for _, paid in learned_folds(scored))
