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
from assistant.planning.plan import TABLES, ActionRow, Cell, Item, Plan
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


def rows(plan: Plan) -> str:
    return "".join(row.id for row in plan.rows)


def letters(names: str) -> Plan:
    return Plan("p", rows=tuple(ActionRow(name, Cell(f"Row {name}")) for name in names))


def to_end(names: str) -> Change:
    """Those rows to the end, one after the other, as one change."""
    moves = [verbs.move("rows", name, 99) for name in names]
    return Change("several", {"changes": [{"kind": move.kind, "data": move.data} for move in moves]})


@pytest.mark.parametrize(
    ("theirs", "mine", "order"),
    [
        (verbs.add(ActionRow("e")), verbs.move("rows", "a", 3), "bcdae"),
        (verbs.remove("rows", "b"), verbs.move("rows", "a", 2), "cad"),
        (verbs.remove("rows", "d"), verbs.move("rows", "a", 3), "bca"),
        (verbs.move("rows", "a", 1), verbs.move("rows", "d", 2), "bdac"),
        (to_end("ab"), verbs.move("rows", "a", 2), "cdba"),
        (verbs.move("rows", "a", 2), verbs.edit("rows", "a", "risk", "x"), "bcad"),
        (verbs.move("rows", "a", 2), verbs.add(ActionRow("e")), "bcade"),
    ],
)
def test_a_move_means_the_same_neighbours_on_a_table_that_others_changed(
    theirs: Change, mine: Change, order: str
) -> None:
    assert rows(merged(letters("abcd"), theirs, mine)) == order


def test_the_same_move_on_both_sides_is_made_once() -> None:
    base, move = letters("abc"), verbs.move("rows", "a", 2)
    assert rebase(base, change(base, move), move) is None


def test_orders_that_cannot_both_hold_are_reported_with_both() -> None:
    with pytest.raises(PlanConflict) as caught:
        merged(letters("abc"), verbs.move("rows", "b", 0), verbs.move("rows", "b", 2))
    (conflict,) = caught.value.conflicts
    assert (conflict["path"], conflict["where"]) == ("rows", "Order of the action plan")
    assert (conflict["mine"], conflict["theirs"]) == ("Row a, Row c, Row b", "Row b, Row a, Row c")


@pytest.mark.parametrize("order", [1, -1])
def test_a_move_of_a_row_that_was_removed_is_a_conflict_or_gone_with_it(order: int) -> None:
    theirs, mine = (verbs.remove("rows", "a"), verbs.move("rows", "a", 2))[::order]
    if order == 1:
        with pytest.raises(PlanConflict, match="no longer fits"):
            merged(letters("abc"), theirs, mine)
    else:
        assert rows(merged(letters("abc"), theirs, mine)) == "bc"


def test_a_plan_loaded_over_somebody_elses_work_is_a_conflict() -> None:
    with pytest.raises(PlanConflict) as caught:
        merged(full_plan(), verbs.add(ActionRow("theirs")), verbs.load(Plan("p")))
    assert any(conflict["path"].startswith("rows/theirs") for conflict in caught.value.conflicts)


def test_a_change_that_never_fitted_is_an_error_not_a_conflict() -> None:
    with pytest.raises(PlanError) as caught:
        rebase(full_plan(), Plan("p"), verbs.edit("rows", "r9", "risk", "x"))
    assert not isinstance(caught.value, PlanConflict)


def turned_pairs(before: tuple[Item, ...], after: tuple[Item, ...]) -> set[tuple[str, str]]:
    """Pairs that stand one way round in the first order and the other way round in the second."""
    first, second = [item.id for item in before], [item.id for item in after]
    both = [item_id for item_id in second if item_id in first]
    return {(a, b) for n, a in enumerate(both) for b in both[n + 1 :] if first.index(a) > first.index(b)}


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
    result = change(current.plan, fitting) if fitting else current.plan
    for after in (change(base.plan, mine), current.plan):
        for table in TABLES:
            turned = turned_pairs(getattr(base.plan, table), getattr(after, table))
            assert not turned & turned_pairs(getattr(result, table), getattr(after, table))
    found = leaves(result)
    for side in (ours, changed(base.plan, current.plan)):
        assert {path: found.get(path) for path in side} == {path: after for path, (_, after) in side.items()}
