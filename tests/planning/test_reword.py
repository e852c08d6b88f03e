"""A new plan is there whole or not at all, and a suggestion in other words is still the one that the user saw."""

from __future__ import annotations

import pytest

from assistant.errors import PlanConflict, PlanError
from assistant.planning import verbs
from assistant.planning.log import PlanLog
from assistant.planning.plan import ActionRow, Cell, Origin, Who
from assistant.planning.planner import Planner
from tests.conftest import FakePlanStore

ROW = ActionRow("r1", Cell("Agree a pathway", Origin.DRAFT), risk=Cell("Nobody answers", Origin.DRAFT))
WORDED = verbs.add(ActionRow("r1", Cell("Agree a one-page pathway", Origin.DRAFT), risk=ROW.risk))


@pytest.fixture
def planner() -> Planner:
    return Planner(FakePlanStore())


def suggested(planner: Planner, who: Who = Who.ASSISTANT) -> tuple[PlanLog, str]:
    """A plan with one row that waits, and the suggestion's id."""
    log = planner.new("North", waiting=[(verbs.add(ROW), "It fits.")], who=who)
    return log, log.plan.proposals[0].id


def test_a_new_plan_has_what_was_told_and_what_was_suggested_from_its_first_moment(planner: Planner) -> None:
    log = planner.new("North", "en", [verbs.state("place", "the north")], [(verbs.add(ROW), "It fits.")])
    assert planner.open(log.plan.id).plan == log.plan
    assert log.plan.facts == {"place": ("the north",)}
    assert [(p.who, p.reason) for p in log.plan.proposals] == [(Who.ASSISTANT, "It fits.")]
    assert log.version == 3


def test_a_suggestion_that_does_not_fit_leaves_no_empty_plan_behind(planner: Planner) -> None:
    with pytest.raises(PlanError):
        planner.new("North", "en", [verbs.state("place", "the north")], [(verbs.edit("rows", "gone", "risk", "x"), "")])
    assert planner.plans() == []


def test_a_suggestion_in_other_words_stays_in_its_place_until_the_user_settles_it(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.propose(log.plan.id, verbs.set_part("title", "South"))
    after = planner.reword(log.plan.id, found, WORDED.data, "In other words.")
    assert after.plan.proposals[0].id == found
    assert after.plan.proposals[0].reason == "In other words."
    assert after.plan.rows == ()
    assert planner.accept(log.plan.id, [found]).plan.rows[0].activity.text == "Agree a one-page pathway"


def test_what_the_user_saw_is_what_is_accepted_when_other_words_came_in_between(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.reword(log.plan.id, found, WORDED.data, "In other words.")
    after = planner.accept(log.plan.id, [found], version=log.version)
    assert after.plan.rows == (ROW,)
    assert after.plan.proposals == ()


def test_the_users_own_words_for_a_part_go_with_the_others_as_the_user_saw_them(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.reword(log.plan.id, found, WORDED.data, "In other words.")
    after = planner.accept(log.plan.id, [found], {found: {"risk": "Mine"}}, version=log.version)
    assert (after.plan.rows[0].activity.text, after.plan.rows[0].risk.text) == ("Agree a pathway", "Mine")


def test_a_suggestion_can_be_rejected_while_it_is_put_into_other_words(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.reword(log.plan.id, found, WORDED.data, "In other words.")
    assert planner.reject(log.plan.id, [found], version=log.version).plan.proposals == ()


def test_two_edits_of_one_cell_still_conflict_when_a_suggestion_was_reworded_too(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.change(log.plan.id, verbs.rename("South"))
    planner.reword(log.plan.id, found, WORDED.data, "In other words.")
    with pytest.raises(PlanConflict):
        planner.change(log.plan.id, verbs.rename("West"), version=log.version)


@pytest.mark.parametrize("data", [{}, {"table": "rows", "item": {"id": ""}}])
def test_words_that_could_not_be_accepted_are_refused(planner: Planner, data: dict[str, object]) -> None:
    log, found = suggested(planner)
    with pytest.raises(PlanError):
        planner.reword(log.plan.id, found, data, "")
    assert planner.open(log.plan.id).version == log.version


def test_only_what_waits_and_came_from_the_assistant_is_reworded(planner: Planner) -> None:
    log, found = suggested(planner, Who.IMPORT)
    with pytest.raises(PlanError, match="from a file"):
        planner.reword(log.plan.id, found, WORDED.data, "")
    planner.reject(log.plan.id, [found])
    with pytest.raises(PlanError, match="settled already"):
        planner.reword(log.plan.id, found, WORDED.data, "")


def test_other_words_can_be_taken_back(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.reword(log.plan.id, found, WORDED.data, "In other words.")
    assert planner.undo(log.plan.id).plan.proposals[0].data == verbs.add(ROW).data


def test_undo_takes_back_what_the_user_did_also_when_other_words_came_after_it(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.change(log.plan.id, verbs.rename("South"))
    worded = planner.reword(log.plan.id, found, WORDED.data, "In other words.").plan
    after = planner.undo(log.plan.id)
    assert (after.plan.title, after.plan.proposals[0].data) == ("North", verbs.add(ROW).data)
    assert planner.redo(log.plan.id).plan == worded


def test_what_was_undone_can_be_done_again_when_other_words_came_meanwhile(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.change(log.plan.id, verbs.rename("South"))
    planner.undo(log.plan.id)
    planner.reword(log.plan.id, found, WORDED.data, "In other words.")
    after = planner.redo(log.plan.id)
    assert (after.plan.title, after.plan.proposals[0].data) == ("South", WORDED.data)
    assert planner.open(log.plan.id).plan == after.plan


def test_taking_back_other_words_does_not_take_back_the_suggestions(planner: Planner) -> None:
    log, found = suggested(planner)
    planner.reword(log.plan.id, found, WORDED.data, "In other words.")
    assert [p.id for p in planner.undo(log.plan.id).plan.proposals] == [found]
    assert planner.undo(log.plan.id).plan.proposals == ()
