"""The verbs on a store: versions, proposals, undo, two tabs, links for reading."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import PlanEvent
from assistant.errors import PlanConflict, PlanError, PlanMissing
from assistant.planning import verbs
from assistant.planning.plan import ActionRow, Cell, Origin, Plan, Stakeholder, Who
from assistant.planning.planner import Planner
from tests.conftest import FakePlanStore
from tests.planning.samples import full_plan


@pytest.fixture
def planner() -> Planner:
    return Planner(FakePlanStore(), lambda: datetime(2027, 1, 1, 12, tzinfo=UTC))


@pytest.fixture
def plan_id(planner: Planner) -> str:
    log = planner.new("A plan", "fr")
    return planner.change(log.plan.id, verbs.add(ActionRow("r1", Cell("Meet", Origin.DRAFT)))).plan.id


def test_a_new_plan_can_be_opened_again(planner: Planner) -> None:
    log = planner.new("A plan", "fr")
    assert planner.open(log.plan.id) == log
    assert (log.plan.title, log.plan.language, log.version) == ("A plan", "fr", 1)
    assert log.events[0].at == "2027-01-01T12:00:00.000+00:00"
    assert [plan.id for plan in planner.plans()] == [log.plan.id]


def test_several_changes_at_once_are_undone_at_once(planner: Planner, plan_id: str) -> None:
    log = planner.change(plan_id, verbs.rename("New"), verbs.edit("rows", "r1", "risk", "None"))
    assert (log.plan.title, log.version) == ("New", 3)
    log = planner.undo(plan_id)
    assert (log.plan.title, log.plan.rows[0].risk.text) == ("A plan", "")
    assert planner.redo(plan_id).plan.rows[0].risk.text == "None"


def test_nothing_to_undo_redo_change_or_propose_is_said(planner: Planner) -> None:
    plan_id = planner.new().plan.id
    for verb in (planner.undo, planner.redo, planner.change, planner.propose, planner.accept, planner.reject):
        with pytest.raises(PlanError, match="nothing to"):
            verb(plan_id)


def test_another_tabs_edit_of_another_cell_is_merged(planner: Planner, plan_id: str) -> None:
    seen = planner.open(plan_id).version
    planner.change(plan_id, verbs.edit("rows", "r1", "risk", "theirs"), version=seen)
    log = planner.change(plan_id, verbs.edit("rows", "r1", "audience", "mine"), version=seen)
    assert (log.plan.rows[0].risk.text, log.plan.rows[0].audience.text) == ("theirs", "mine")


def test_another_tabs_edit_of_the_same_cell_is_a_conflict_and_nothing_is_written(
    planner: Planner, plan_id: str
) -> None:
    seen = planner.open(plan_id).version
    after = planner.change(plan_id, verbs.edit("rows", "r1", "risk", "theirs"), version=seen)
    with pytest.raises(PlanConflict):
        planner.change(plan_id, verbs.edit("rows", "r1", "risk", "mine"), version=seen)
    assert planner.open(plan_id) == after


def test_undo_in_a_tab_that_is_behind_is_a_conflict(planner: Planner, plan_id: str) -> None:
    seen = planner.open(plan_id).version
    planner.change(plan_id, verbs.rename("theirs"))
    with pytest.raises(PlanConflict, match="undo again"):
        planner.undo(plan_id, version=seen)


def test_a_version_from_the_future_is_refused(planner: Planner, plan_id: str) -> None:
    with pytest.raises(PlanError, match="no version 99"):
        planner.change(plan_id, verbs.rename("x"), version=99)


def test_edits_of_many_tabs_at_the_same_moment_are_all_kept(planner: Planner, plan_id: str) -> None:
    columns = ["activity", "audience", "resources", "stakeholders"]
    seen = planner.open(plan_id).version
    start = threading.Barrier(len(columns))

    def write(column: str) -> None:
        start.wait()
        planner.change(plan_id, verbs.edit("rows", "r1", column, f"by {column}"), version=seen)

    threads = [threading.Thread(target=write, args=(column,)) for column in columns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = planner.open(plan_id).plan.rows[0]
    assert [getattr(row, column).text for column in columns] == [f"by {column}" for column in columns]


CELLS = [(row, column) for row in ("r1", "r2") for column in ("activity", "risk")]
STEPS = st.tuples(st.integers(0, 2), st.sampled_from(CELLS), st.sampled_from(["x", "y", "z"]), st.booleans())


@given(st.lists(STEPS, max_size=25))
@settings(deadline=None, max_examples=200)
def test_whatever_three_tabs_write_each_word_lands_or_is_refused_to_its_writer(
    steps: list[tuple[int, tuple[str, str], str, bool]],
) -> None:
    """Against a model, each cell's last word: who does not see that word may not write over it."""
    planner = Planner(FakePlanStore())
    plan_id = planner.new().plan.id
    start = planner.change(plan_id, verbs.add(ActionRow("r1")), verbs.add(ActionRow("r2"))).version
    seen, words = [start] * 3, dict.fromkeys(CELLS, "")
    for tab, cell, text, look in steps:
        seen[tab] = planner.open(plan_id).version if look else seen[tab]
        shown = _cells(planner.open(plan_id).at(seen[tab]).plan)[cell]
        if shown == text:
            continue  # what the tab shows already is no change
        try:
            log = planner.change(plan_id, verbs.edit("rows", *cell, text), version=seen[tab])
        except PlanConflict:
            assert words[cell] not in (shown, text)
            continue
        assert words[cell] in (shown, text)
        words[cell], seen[tab] = text, log.version
        assert _cells(log.plan) == words


def _cells(plan: Plan) -> dict[tuple[str, str], str]:
    rows = {row.id: row for row in plan.rows}
    return {(row, column): getattr(rows[row], column).text for row, column in CELLS}


class Overtaken(FakePlanStore):
    """Another writer gets in just before each of the first appends."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def append(self, plan_id: str, title: str, events: list[PlanEvent], expected_version: int) -> None:  # type: ignore[override]
        if self.times:
            self.times -= 1
            other = verbs.state("place", f"Spain {self.times}")
            event = PlanEvent(expected_version + 1, "other", events[0].at, "user", other.kind, other.data)
            super().append(plan_id, title, [event], expected_version)
        super().append(plan_id, title, events, expected_version)


def test_a_writer_who_was_overtaken_merges_and_tries_again_but_not_for_ever() -> None:
    planner = Planner(Overtaken(times=2))
    plan_id = planner.new("A plan").plan.id
    log = planner.change(plan_id, verbs.rename("mine"))
    assert (log.plan.title, log.plan.facts["place"], log.version) == ("mine", ("Spain 0",), 4)
    planner = Planner(Overtaken(times=99))
    plan_id = planner.new("A plan").plan.id
    with pytest.raises(PlanConflict):
        planner.change(plan_id, verbs.rename("mine"))


def test_what_the_assistant_wants_waits_and_is_accepted_one_by_one(planner: Planner, plan_id: str) -> None:
    row = ActionRow("r2", Cell("Agree a pathway", Origin.DRAFT, ("rec.2.2",)), recommendations=("rec.2.2",))
    log = planner.propose(plan_id, verbs.add(row), verbs.edit("rows", "r1", "risk", Cell("A deputy", Origin.DRAFT)))
    assert len(log.plan.rows) == 1
    first, second = log.plan.proposals
    log = planner.accept(plan_id, [first.id], version=log.version)
    assert log.plan.rows[1] == row
    assert [proposal.id for proposal in log.plan.proposals] == [second.id]
    assert (log.events[-1].who, log.events[-1].data["proposals"]) == ("user", [first.id])


def test_all_proposals_are_accepted_or_rejected_at_once(planner: Planner, plan_id: str) -> None:
    changes = [verbs.add(ActionRow("r2")), verbs.add(Stakeholder("s1", "stakeholder.1"))]
    planner.propose(plan_id, *changes)
    log = planner.accept(plan_id)
    assert (len(log.plan.rows), len(log.plan.stakeholders), log.plan.proposals) == (2, 1, ())
    log = planner.undo(plan_id)
    assert (len(log.plan.rows), len(log.plan.proposals)) == (1, 2)
    assert planner.reject(plan_id).plan.proposals == ()


def test_an_edited_proposal_is_the_users_own_where_it_was_edited(planner: Planner, plan_id: str) -> None:
    row = ActionRow("r2", Cell("Agree a pathway", Origin.DRAFT), Cell("Clinicians", Origin.DRAFT))
    log = planner.propose(plan_id, verbs.add(row), verbs.edit("rows", "r1", "risk", Cell("A deputy", Origin.DRAFT)))
    first, second = (proposal.id for proposal in log.plan.proposals)
    edits = {first: {"audience": "Nurses", "start": "2027-03-01"}, second: {"value": "Two deputies"}}
    rows = planner.accept(plan_id, edits=edits).plan.rows
    assert rows[1].activity.origin is Origin.DRAFT
    assert (rows[1].audience, rows[1].start) == (Cell("Nurses", Origin.USER), "2027-03-01")
    assert rows[0].risk == Cell("Two deputies", Origin.USER)


def test_proposals_of_other_kinds_can_be_edited_too(planner: Planner, plan_id: str) -> None:
    changes = [verbs.answer("step.1.ask.what.1", "x"), verbs.choose("rec.2.2", "y"), verbs.rename("z")]
    ids = [proposal.id for proposal in planner.propose(plan_id, *changes, who=Who.IMPORT).plan.proposals]
    plan = planner.accept(plan_id, edits={i: {"value": "mine"} for i in ids}).plan
    assert plan.answers["step.1.ask.what.1"] == plan.recommendations[0].reason == Cell("mine")
    assert plan.title == "mine"
    waiting = planner.propose(plan_id, verbs.remove("rows", "r1")).plan.proposals[0]
    with pytest.raises(PlanError, match="cannot be edited"):
        planner.accept(plan_id, edits={waiting.id: {"value": "x"}})


def test_an_earlier_version_is_restored_by_a_change_that_can_be_undone(planner: Planner, plan_id: str) -> None:
    before = planner.open(plan_id)
    later = planner.change(plan_id, verbs.load(full_plan()))
    assert planner.restore(plan_id, before.version).plan == before.plan
    assert planner.undo(plan_id).plan == later.plan


def test_a_link_for_reading_shows_the_plan_and_not_the_id_that_allows_writing(planner: Planner, plan_id: str) -> None:
    planner.propose(plan_id, verbs.remove("rows", "r1"))
    token = planner.share(plan_id)
    shared = planner.open_shared(token)
    assert (shared.rows, shared.proposals) == (planner.open(plan_id).plan.rows, ())
    assert plan_id not in repr(shared)
    for known in (token, shared.id):
        with pytest.raises(PlanMissing):
            planner.change(known, verbs.rename("x"))
    planner.unshare(plan_id)
    with pytest.raises(PlanMissing):
        planner.open_shared(token)


def test_an_edit_of_a_proposal_that_is_not_accepted_is_never_dropped_silently(planner: Planner, plan_id: str) -> None:
    log = planner.propose(plan_id, verbs.rename("one"), verbs.state("place", "Spain"))
    first, second = (proposal.id for proposal in log.plan.proposals)
    for stray in (first, "settled-already"):
        with pytest.raises(PlanError, match="is not among those"):
            planner.accept(plan_id, [second], edits={stray: {"value": "x"}})


def test_what_another_process_wrote_is_seen_at_once(planner: Planner, plan_id: str) -> None:
    other = Planner(planner.store)
    other.change(plan_id, verbs.rename("theirs"))
    assert planner.open(plan_id) == other.open(plan_id)
    other.delete(plan_id)
    with pytest.raises(PlanMissing):
        planner.open(plan_id)


def test_a_deleted_plan_is_gone(planner: Planner, plan_id: str) -> None:
    planner.delete(plan_id)
    with pytest.raises(PlanMissing):
        planner.open(plan_id)
    assert planner.plans() == []
