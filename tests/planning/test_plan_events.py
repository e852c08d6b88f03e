"""What changes do to a plan, and that any of them can be undone."""

from __future__ import annotations

import contextlib
import copy
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import PlanError
from assistant.planning import verbs
from assistant.planning.events import Change, change
from assistant.planning.log import PlanLog, extend, replay
from assistant.planning.plan import ActionRow, Cell, IndicatorRow, Item, OpenQuestion, Origin, Plan, Stakeholder, Who
from assistant.planning.plan_json import plan_from_json, plan_to_json
from tests.planning.plays import CHANGES, event, played, started
from tests.planning.samples import full_plan

MANY = st.lists(CHANGES, max_size=25)


@given(MANY)
@settings(deadline=None, max_examples=150)
def test_any_sequence_of_changes_undone_gives_the_empty_plan_and_redone_gives_it_back(changes: list[Change]) -> None:
    log = played(started(), changes)
    before, count = log.plan, len(log.done)
    log = played(log, [Change("undo", {})] * count)
    assert log.plan == started().plan
    log = played(log, [Change("redo", {})] * (count - 1))
    assert log.plan == before


@given(MANY)
@settings(deadline=None, max_examples=100)
def test_a_log_replayed_from_json_gives_the_same_plan_at_every_version(changes: list[Change]) -> None:
    log = played(started(), changes)
    stored = json.loads(json.dumps([e.data for e in log.events]))
    again = replay("p", [event(e.seq, Change(e.kind, data)) for e, data in zip(log.events, stored, strict=True)])
    assert again.plan == log.plan
    assert plan_from_json(json.loads(json.dumps(plan_to_json(log.plan)))) == log.plan
    assert log.at(log.version).plan == log.plan
    assert log.at(1).plan == started().plan


@given(MANY, CHANGES)
@settings(deadline=None, max_examples=100)
def test_a_change_leaves_the_plan_it_was_made_on_alone(changes: list[Change], last: Change) -> None:
    log = played(started(), changes)
    before = copy.deepcopy(plan_to_json(log.plan))
    played(log, [last])
    assert plan_to_json(log.plan) == before


KINDS = [
    "set",
    "state",
    "answer",
    "choose",
    "add",
    "remove",
    "edit",
    "move",
    "propose",
    "accept",
    "several",
    "load",
    "undo",
]
KEYS = [
    "table",
    "id",
    "field",
    "value",
    "item",
    "unit",
    "proposals",
    "changes",
    "plan",
    "kind",
    "data",
    "edits",
    "cell",
    "to",
]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["rows", "r1", "rec.1.1", "title", "place"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(KINDS), JUNK)
@settings(deadline=None, max_examples=400)
def test_a_change_of_any_shape_gives_a_plan_or_a_plain_error(kind: str, data: Any) -> None:
    with contextlib.suppress(PlanError):
        result = change(full_plan(), Change(kind, data))
        assert plan_from_json(plan_to_json(result)) == result


def on(plan: Plan, *changes: Change) -> Plan:
    for wanted in changes:
        plan = change(plan, wanted)
    return plan


def test_text_typed_into_a_drafted_cell_becomes_the_users_own() -> None:
    plan = on(full_plan(), verbs.edit("rows", "r1", "activity", "Agree it by phone"))
    assert plan.rows[0].activity == Cell("Agree it by phone", Origin.USER)


def test_a_removed_row_takes_the_proposals_on_it_along() -> None:
    assert on(full_plan(), verbs.remove("rows", "r2")).proposals == ()


def test_an_answer_given_later_ends_the_skipping() -> None:
    plan = on(Plan("p"), verbs.skip("step.1.ask.why.2"), verbs.answer("step.1.ask.why.2", "No staff"))
    assert plan.skipped == ()
    assert plan.problem == {"step.1.ask.why.2": Cell("No staff")}


def test_answers_on_components_are_no_part_of_the_problem_statement() -> None:
    assert list(full_plan().problem) == ["step.1.ask.what.1"]


@pytest.mark.parametrize(("to", "order"), [(0, "cab"), (1, "acb"), (2, "abc"), (99, "abc")])
def test_a_row_is_moved_to_a_place_and_beyond_the_end_means_last(to: int, order: str) -> None:
    plan = on(Plan("p"), *(verbs.add(ActionRow(name)) for name in "abc"), verbs.move("rows", "c", to))
    assert "".join(row.id for row in plan.rows) == order


def test_items_of_every_table_can_be_moved() -> None:
    pairs: list[tuple[Item, Item]] = [
        (ActionRow("one"), ActionRow("two")),
        (IndicatorRow("one"), IndicatorRow("two")),
        (OpenQuestion("one", "Who?"), OpenQuestion("two", "When?")),
        (Stakeholder("one", "stakeholder.1"), Stakeholder("two", "stakeholder.2")),
    ]
    for table, (first, second) in zip(("rows", "indicators", "questions", "stakeholders"), pairs, strict=True):
        plan = on(Plan("p"), verbs.add(first), verbs.add(second), verbs.move(table, "two", 0))
        assert getattr(plan, table) == (second, first)


def test_choosing_again_changes_the_reason_and_keeps_the_place() -> None:
    plan = on(full_plan(), verbs.choose("rec.2.2", "because"))
    assert [choice.unit for choice in plan.recommendations] == ["rec.2.2", "rec.1.1"]
    assert plan.recommendations[0].reason.text == "because"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (verbs.edit("rows", "r9", "risk", "x"), r"rows has no 'r9' \(any more\)"),
        (verbs.edit("rows", "r1", "colour", "x"), "no part 'colour' to edit: use activity"),
        (verbs.edit("rows", "r1", "id", "x"), "no part 'id'"),
        (verbs.edit("rows", "r1", "start", "soon"), "write the day as"),
        (verbs.edit("stakeholders", "s1", "influence", "huge"), "use one of low, medium, high"),
        (verbs.add(ActionRow("r1")), "has 'r1' already"),
        (verbs.remove("rows", "r9"), "has no 'r9'"),
        (Change("remove", {"table": "chairs", "id": "r1"}), "use one of stakeholders, rows"),
        (verbs.move("rows", "r9", 0), "has no 'r9'"),
        (verbs.move("rows", "r1", -1), "whole number, 0 for the first"),
        (Change("move", {"table": "rows", "id": "r1", "to": True}), "whole number"),
        (verbs.choose("goal.1"), "cannot be chosen"),
        (verbs.unchoose("rec.3.1"), "is not chosen"),
        (Change("accept", {"proposals": ["p9"]}), "No proposal 'p9' is waiting"),
        (Change("several", {"changes": [{"kind": "load", "data": {}}]}), "stands alone"),
        (Change("dance", {}), "'dance' is no change"),
    ],
)
def test_a_change_that_does_not_fit_says_why(wanted: Change, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        change(full_plan(), wanted)


def test_of_several_changes_all_or_none_happen() -> None:
    log = started()
    both = [verbs.add(ActionRow("r1")), verbs.remove("rows", "r9")]
    assert played(log, [Change("several", {"changes": [{"kind": c.kind, "data": c.data} for c in both]})]) == log


@pytest.mark.parametrize("who", [Who.ASSISTANT, Who.IMPORT])
def test_nobody_but_the_user_changes_a_plan_directly(who: Who) -> None:
    log = started()
    for wanted in (verbs.rename("Mine now"), verbs.load(full_plan()), Change("undo", {"event": 1})):
        with pytest.raises(PlanError):
            extend(log, [event(2, wanted, who)])


def test_an_unacceptable_proposal_is_refused_at_once() -> None:
    bad = {"id": "x", "who": "assistant", "kind": "edit", "data": verbs.edit("rows", "r9", "risk", "x").data}
    with pytest.raises(PlanError, match="r9"):
        change(full_plan(), Change("propose", {"proposals": [bad]}))
    with pytest.raises(PlanError, match="cannot be proposed"):
        change(full_plan(), Change("propose", {"proposals": [{**bad, "kind": "load"}]}))


def test_loading_a_plan_keeps_the_id_and_leaves_proposals_behind() -> None:
    plan = change(Plan("mine"), verbs.load(full_plan()))
    assert (plan.id, plan.title, plan.proposals) == ("mine", full_plan().title, ())


def test_the_first_event_makes_the_plan_and_is_never_undone() -> None:
    log = started()
    assert log.to_undo == ()
    assert played(log, [Change("undo", {})]) == log
    with pytest.raises(PlanError, match="begins with"):
        replay("p", [event(1, verbs.rename("x"))])
    with pytest.raises(PlanError, match="begins with"):
        extend(log, [event(2, Change("new", {}))])


def test_a_new_change_ends_what_could_be_redone() -> None:
    log = played(started(), [verbs.rename("one"), Change("undo", {}), verbs.rename("two")])
    assert log.to_redo == ()
    assert log.plan.title == "two"


def test_a_log_with_a_gap_is_refused() -> None:
    with pytest.raises(PlanError, match="gap"):
        extend(started(), [event(3, verbs.rename("x"))])


@pytest.mark.parametrize("version", [-1, 99])
def test_a_version_that_never_was_is_refused(version: int) -> None:
    with pytest.raises(PlanError, match="no version"):
        started().at(version)


def two_hundred_rows() -> PlanLog:
    log = started()
    log = played(log, [verbs.add(ActionRow(f"r{n}", Cell(f"Activity {n}"))) for n in range(200)])
    return played(log, [verbs.edit("rows", f"r{n % 200}", "risk", f"Risk {n}") for n in range(800)])


def test_a_plan_of_200_rows_and_1000_changes_opens_quickly() -> None:
    log = two_hundred_rows()
    began = time.process_time()
    again = replay("p", log.events)
    assert again.plan == log.plan
    assert time.process_time() - began < 1.0


def test_a_stakeholder_is_added_to_its_own_table() -> None:
    assert on(Plan("p"), verbs.add(Stakeholder("s", "stakeholder.3"))).stakeholders[0].group == "stakeholder.3"
