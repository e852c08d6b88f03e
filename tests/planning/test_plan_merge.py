"""Two tabs on one plan: nothing is lost silently."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import PlanConflict, PlanError
from assistant.planning import verbs
from assistant.planning.differences import changed, leaves
from assistant.planning.events import Change, change
from assistant.planning.merge import rebase
from assistant.planning.plan import ActionRow, Plan
from tests.planning.plays import CHANGES, SMALL, played, started
from tests.planning.samples import full_plan


def merged(base: Plan, theirs: Change, mine: Change) -> Plan:
    current = change(base, theirs)
    fitting = rebase(base, current, mine)
    return change(current, fitting) if fitting else current


def test_edits_of_different_cells_are_both_kept() -> None:
    base = full_plan()
    plan = merged(base, verbs.edit("rows", "r1", "risk", "theirs"), verbs.edit("rows", "r1", "audience", "mine"))
    assert (plan.rows[0].risk.text, plan.rows[0].audience.text) == ("theirs", "mine")


def test_rows_added_on_both_sides_are_both_kept() -> None:
    plan = merged(full_plan(), verbs.add(ActionRow("theirs")), verbs.add(ActionRow("mine")))
    assert [row.id for row in plan.rows] == ["r1", "r2", "theirs", "mine"]


def test_the_same_cell_edited_on_both_sides_is_reported_with_both_values() -> None:
    base = full_plan()
    with pytest.raises(PlanConflict) as caught:
        merged(base, verbs.edit("rows", "r1", "audience", "Nurses"), verbs.edit("rows", "r1", "audience", "Payers"))
    (conflict,) = caught.value.conflicts
    assert (conflict["mine"], conflict["theirs"]) == ("Payers", "Nurses")
    assert conflict["path"] == "rows/r1/audience"
    assert conflict["where"] == 'Action row "Agree a one-page referral pathway": audience & setting'
    assert "Payers" in str(caught.value)
    assert "Nurses" in str(caught.value)


def test_the_same_edit_on_both_sides_is_no_conflict_and_made_once() -> None:
    base = full_plan()
    edit = verbs.edit("rows", "r1", "audience", "Nurses")
    assert rebase(base, change(base, edit), edit) is None


@pytest.mark.parametrize("order", [1, -1])
def test_an_edit_of_a_row_that_was_removed_is_a_conflict_either_way_round(order: int) -> None:
    theirs, mine = (verbs.remove("rows", "r1"), verbs.edit("rows", "r1", "risk", "x"))[::order]
    with pytest.raises(PlanConflict):
        merged(full_plan(), theirs, mine)


def test_the_same_proposal_accepted_in_both_tabs_is_accepted_once() -> None:
    base, accept = full_plan(), Change("accept", {"proposals": ["p1"]})
    assert merged(base, accept, accept) == change(base, accept)


def test_a_plan_loaded_over_somebody_elses_work_is_a_conflict() -> None:
    with pytest.raises(PlanConflict) as caught:
        merged(full_plan(), verbs.add(ActionRow("theirs")), verbs.load(Plan("p")))
    assert any(conflict["path"].startswith("rows/theirs") for conflict in caught.value.conflicts)


def test_a_change_that_never_fitted_is_an_error_not_a_conflict() -> None:
    with pytest.raises(PlanError) as caught:
        rebase(full_plan(), Plan("p"), verbs.edit("rows", "r9", "risk", "x"))
    assert not isinstance(caught.value, PlanConflict)


@given(st.lists(CHANGES, max_size=10), st.lists(CHANGES, max_size=5), SMALL)
@settings(deadline=None, max_examples=300)
def test_a_merge_holds_what_both_sides_did_or_is_refused(
    before: list[Change], theirs: list[Change], mine: Change
) -> None:
    base = played(started(), before)
    current = played(base, theirs)
    try:
        ours = changed(base.plan, change(base.plan, mine))
        fitting = rebase(base.plan, current.plan, mine)
    except PlanError:
        return
    found = leaves(change(current.plan, fitting) if fitting else current.plan)
    for side in (ours, changed(base.plan, current.plan)):
        assert {path: found.get(path) for path in side} == {path: after for path, (_, after) in side.items()}
