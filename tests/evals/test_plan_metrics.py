"""Metrics of drafts against cases worked out by hand."""

import pytest

from evals import plan_metrics as metrics
from evals.plan_cases import PlanCase

RECOMMENDATIONS = {"rec.1.1", "rec.1.2", "rec.2.2", "rec.3.4"}
COLUMNS = ("activity", "audience", "resources", "stakeholders", "risk")


def _cell(text="words", origin="draft", **more):
    return {"text": text, "origin": origin, **more}


def _row(*ids, **cells):
    return {**{column: _cell() for column in COLUMNS}, **cells, "recommendation_ids": list(ids or ["rec.1.1"])}


def _ranked(*ids):
    return {"recommendations": [{"id": unit, "rank": rank} for rank, unit in enumerate(ids, 1)]}


@pytest.mark.parametrize(
    ("must", "expected"),
    [(["rec.1.1"], 1.0), (["rec.2.2"], 0.0), (["rec.1.1", "rec.2.2"], 0.5), (["rec.1.1", "rec.3.4"], 1.0)],
)
def test_recall_looks_at_the_first_three_only(must, expected):
    assert metrics.recall_at_3(_ranked("rec.3.4", "rec.1.2", "rec.1.1", "rec.2.2"), must) == expected


def test_the_rank_decides_and_not_the_place_in_the_list():
    draft = {"recommendations": [{"id": "b", "rank": 2}, {"id": "a", "rank": 1}]}
    assert metrics.first_recommendations(draft, 1) == ["a"]


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        (["rec.1.1", "rec.2.2", "rec.3.4"], 2 / 3),
        (["rec.1.1"], 1.0),  # one that fits is no worse than three
        (["rec.1.1", "rec.2.2", "rec.1.1", "rec.3.4"], 1.0),  # the fourth does not count
        ([], 0.0),
    ],
)
def test_precision_is_the_share_of_the_first_three_that_fit(proposed, expected):
    assert metrics.precision_at_3(_ranked(*proposed), ["rec.1.1", "rec.2.2"]) == pytest.approx(expected)


@pytest.mark.parametrize(
    "draft",
    [
        {"rows": [_row(resources=_cell("Have: 12,000 euros, one nurse"))]},
        {"stakeholders": [{"group": "stakeholder.1", "relevance": _cell("holds the 12,000\u00a0Euros")}]},
        {"indicators": [{"evidence": _cell("receipts over 12,000 euros")}]},
        {"open_questions": [{"text": "Who releases the 12,000 euros?", "hint": "finance"}]},
    ],
)
def test_a_fact_is_kept_wherever_the_plan_holds_it_word_for_word(draft):
    assert metrics.lost_facts(draft, ["12,000 euros"]) == []


@pytest.mark.parametrize(
    "draft",
    [
        {"rows": [_row(resources=_cell("112,000 euros"))]},  # another number
        {"rows": [_row(resources=_cell("12 000 euros"))]},  # another spelling
        {"warnings": ["12,000 euros"], "recommendations": [{"id": "rec.1.1", "rank": 1, "why": "12,000 euros"}]},
        {"rows": [_row(resources=_cell("money", cites=["12,000 euros"]))]},
        {},
    ],
)
def test_a_fact_elsewhere_or_altered_is_lost(draft):
    assert metrics.lost_facts(draft, ["12,000 euros"]) == ["12,000 euros"]


def test_a_row_with_words_and_origin_in_every_column_and_known_ids_is_traced():
    row = _row("rec.1.1", "rec.2.2", risk=_cell("late", "source", cites=["challenge.2.3"]))
    assert metrics.untraced(row, RECOMMENDATIONS) == []


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        (_row(risk=_cell("  ")), ["risk"]),
        (_row(risk={"text": "late"}), ["risk"]),
        (_row(risk=_cell("late", "model")), ["risk"]),
        (_row(risk=_cell("late", "source")), ["risk"]),  # a source that is not named
        (_row(risk="late"), ["risk"]),
        ({k: v for k, v in _row().items() if k != "audience"}, ["audience"]),
        ({**_row(), "recommendation_ids": []}, ["recommendation_ids"]),
        (_row("rec.1.1", "rec.9.9"), ["rec.9.9"]),
    ],
)
def test_what_a_row_does_not_account_for_is_named(row, missing):
    assert metrics.untraced(row, RECOMMENDATIONS) == missing


def test_a_number_that_is_put_into_the_users_mouth_is_invented():
    cells = {"resources": _cell("12,000 euros and 3 nurses", "user"), "risk": _cell("offer 20 minutes")}
    draft = {"rows": [_row(**cells)], "stakeholders": [{"organisation": _cell("13 clinics, 1.5 posts", "user")}]}
    assert metrics.invented(draft, "We have 12,000 euros, 13 nurses in 3 clinics.") == ["1.5"]
    assert metrics.invented(draft, "Nothing but 12,000 euros.") == ["3", "13", "1.5"]


def test_expected_groups_that_nobody_stands_for_are_missing():
    draft = {"stakeholders": [{"group": "stakeholder.1"}, {"group": "stakeholder.5"}]}
    assert metrics.missing_groups(draft, ["stakeholder.1", "stakeholder.2"]) == ["stakeholder.2"]


def test_forbidden_words_are_found_anywhere_in_the_draft():
    draft = {"warnings": ["About NORA  Feldkamp"], "rows": [_row(risk=_cell("an honorary post"))]}
    assert metrics.said_forbidden(draft, ["Nora Feldkamp", "Nora", "Tobias"]) == ["Nora Feldkamp", "Nora"]
    assert metrics.said_forbidden({"rows": [_row(risk=_cell("an honorary post"))]}, ["Nora"]) == []


def test_an_identifier_is_found_in_another_spelling_too():
    draft = {"questions": ["Is 9993481726 right?", {"text": "in 2028"}]}
    assert metrics.said_forbidden(draft, ["999 348 1726", "20 28"]) == ["999 348 1726"]


@pytest.mark.parametrize(
    ("draft", "status", "expected"),
    [
        ({"questions": ["Where?"]}, "needs_detail", True),
        ({"questions": []}, "needs_detail", False),
        ({"questions": ["Where?"], "rows": [_row()]}, "needs_detail", False),
        ({"rows": []}, "out_of_scope", True),
    ],
)
def test_holding_back_means_no_rows_and_for_a_vague_scenario_a_question(draft, status, expected):
    assert metrics.held_back(draft, status) is expected


def test_the_summary_counts_a_refusal_of_what_was_owed_as_nothing():
    good = PlanCase(
        "a",
        "plan",
        "In Porto, 50 euros.",
        "drafted",
        ("rec.1.1",),
        ("rec.1.1",),
        ("Porto", "50 euros"),
        ("stakeholder.1",),
    )
    vague = PlanCase("b", "vague", "A plan, please.", "needs_detail")
    privacy = PlanCase("c", "privacy", "For Nora.", "privacy_warning", forbidden=("Nora",))
    refused = PlanCase(
        "d", "plan", "In Kaunas.", "drafted", ("rec.3.4",), ("rec.3.4",), ("Kaunas",), ("stakeholder.2",)
    )
    draft = {
        "status": "drafted",
        **_ranked("rec.1.1", "rec.2.2"),
        "rows": [_row(audience=_cell("doctors in Porto")), _row("rec.9.9", risk=_cell("60 euros", "user"))],
        "stakeholders": [{"group": "stakeholder.1"}],
    }
    pairs = [
        (good, draft),
        (vague, {"status": "needs_detail", "questions": ["Where?"]}),
        (privacy, {"status": "privacy_warning", "warnings": ["Leave out Nora."]}),
        (refused, {"status": "out_of_scope"}),
    ]
    assert metrics.summary(pairs, RECOMMENDATIONS, lint=lambda d: ["row without a date"]) == {
        "n": 4.0,
        "recall@3": 0.5,
        "precision@3": 0.25,
        "facts_kept": pytest.approx(1 / 3),
        "rows_traced": 0.5,
        "groups_right": 0.5,
        "status_accuracy": 0.75,
        "held_back": 1.0,
        "invented": 1.0,
        "forbidden_said": 1.0,
        "lint_clean": 0.0,
    }


def test_figures_that_no_case_bears_on_are_left_open():
    figures = metrics.summary([], RECOMMENDATIONS)
    assert figures.pop("n") == figures.pop("invented") == figures.pop("forbidden_said") == 0.0
    assert set(figures.values()) == {None}
