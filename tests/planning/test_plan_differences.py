"""History that people can read."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.planning import verbs
from assistant.planning.differences import describe, diff
from assistant.planning.events import Change, change
from assistant.planning.plan import ActionRow, Cell, Level, Plan, Who
from tests.planning.plays import CHANGES, WORDED, event, played, started
from tests.planning.samples import full_plan


def sentences(before: Plan, *changes: Change) -> list[str]:
    after = before
    for wanted in changes:
        after = change(after, wanted)
    return [difference.text for difference in diff(before, after)]


def test_an_edited_cell_is_told_with_its_row_its_column_and_both_values() -> None:
    assert sentences(full_plan(), verbs.edit("rows", "r1", "audience", "Nurses")) == [
        'Action row "Agree a one-page referral pathway": audience & setting: "Clinicians" became "Nurses"'
    ]


def test_an_added_row_is_one_difference_and_a_removed_one_too() -> None:
    assert sentences(full_plan(), verbs.add(ActionRow("r3", Cell("Meet in March")))) == [
        'Action row "Meet in March" added'
    ]
    assert sentences(full_plan(), verbs.remove("stakeholders", "s1")) == ['Stakeholder "Regional hospital" removed']


def test_a_moved_row_is_told_by_its_name_and_its_new_place() -> None:
    assert sentences(full_plan(), verbs.move("rows", "r1", 1)) == [
        'Action row "Agree a one-page referral pathway" moved to place 2'
    ]
    added = [verbs.add(ActionRow(name, Cell(name.upper()))) for name in "xyz"]
    plan = Plan("p")
    for wanted in added:
        plan = change(plan, wanted)
    told = sentences(plan, verbs.move("rows", "x", 2), verbs.move("rows", "z", 0))
    assert told == ["Order of the action plan changed"]
    assert describe(event(2, verbs.move("indicators", "i1", 0))) == "You moved an entry in the evaluation table"


def test_parts_of_every_kind_are_told() -> None:
    told = sentences(
        full_plan(),
        verbs.rename("New title"),
        verbs.set_part("end", None),
        verbs.state("staff", "one nurse"),
        verbs.answer("step.1.ask.what.1", None),
        verbs.skip("step.1.ask.who.1"),
        verbs.choose("rec.3.1", "payers asked"),
        verbs.unchoose("rec.1.1"),
        verbs.edit("stakeholders", "s1", "interest", Level.HIGH),
        verbs.edit("rows", "r1", "recommendations", ["rec.2.2", "rec.2.1"]),
        Change("reject", {"proposals": ["p1"]}),
    )
    assert told == [
        'Title: "Earlier referral in two counties" became "New title"',
        'Last day: "2027-12-31" taken out',
        'Answer to step.1.ask.what.1: "Clinics refer late" taken out',
        "Recommendation rec.1.1 taken out",
        'Stakeholder "Regional hospital": interest: "low" became "high"',
        'Action row "Agree a one-page referral pathway": recommendations: "rec.2.2" became "rec.2.2, rec.2.1"',
        'Proposal "The row is empty." taken out',
        'Fact staff: "one nurse" added',
        "Skipped question step.1.ask.who.1 added",
        'Recommendation rec.3.1: "payers asked" added',
    ]


def test_the_same_words_from_another_origin_are_a_difference() -> None:
    words = "Agree a one-page referral pathway"
    assert sentences(full_plan(), verbs.edit("rows", "r1", "activity", words)) == [
        f'Action row "{words}": activity: where it comes from changed'
    ]


def test_a_suggestion_in_other_words_is_told_as_that() -> None:
    proposed, reworded = WORDED
    assert sentences(change(Plan("p"), proposed), reworded) == ['Proposal "By a model.": put into other words']


def test_a_proposal_without_a_reason_is_told_by_what_it_would_do() -> None:
    remove = {"id": "p9", "who": "assistant", "kind": "remove", "data": {"table": "rows", "id": "r1"}}
    assert sentences(full_plan(), Change("propose", {"proposals": [remove]})) == [
        'Proposal "removed from the action plan" added'
    ]


def test_an_event_is_told_in_one_line() -> None:
    assert describe(event(2, verbs.edit("rows", "r1", "risk", "x"))) == "You changed risk mitigation in the action plan"
    assert describe(event(2, verbs.choose("rec.2.2"))) == "You chose rec.2.2"
    proposed = Change("propose", {"proposals": [{}, {}]})
    assert describe(event(2, proposed, Who.ASSISTANT)) == "The assistant proposed 2 changes"
    assert describe(event(9, Change("undo", {"event": 4}))) == "You undid change 4"


@given(st.lists(CHANGES, max_size=15))
@settings(deadline=None, max_examples=100)
def test_every_event_and_every_pair_of_versions_can_be_told(changes: list[Change]) -> None:
    log = played(started(), changes)
    assert all(describe(told) and "{" not in describe(told) for told in log.events)
    assert diff(log.plan, log.plan) == []
    told = [difference.text for difference in diff(started().plan, log.plan)]
    assert all(told)
