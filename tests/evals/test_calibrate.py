"""The choice of the abstention threshold on scores worked out by hand."""

from assistant.domain import Status
from evals.calibrate import Scored, choose, cost, cross_validated, score_cases, show
from evals.cases import Case


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
            return 0.5

    cases = [
        Case("a", "direct", "q", ("u",), (Status.ANSWERED,)),
        Case("m", "medical", "q", (), (Status.MEDICAL,)),
        Case("n", "unanswerable", "q", (), (Status.NOT_IN_SOURCES,)),
    ]
    assert [(s.case, s.answerable) for s in score_cases(Half(), cases)] == [("a", True), ("n", False)]


def test_the_table_shows_the_value_in_use_and_the_chosen_one(capsys):
    show(_scored([0.8, 0.9, 0.7, 0.6, 0.95], [0.1, 0.2, 0.3, 0.4, 0.65]), now=0.5)
    said = capsys.readouterr().out
    assert "in use" in said
    assert "held out, mean of 5 folds" in said
