"""Random plans for property tests: changes over few ids, so that they often meet."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from assistant.domain import PlanEvent
from assistant.errors import PlanError
from assistant.planning import verbs
from assistant.planning.events import Change
from assistant.planning.log import PlanLog, extend, replay
from assistant.planning.plan import (
    COLUMNS,
    FACTS,
    TABLES,
    ActionRow,
    Cell,
    IndicatorRow,
    Level,
    OpenQuestion,
    Origin,
    Proposal,
    QuestionStatus,
    Stakeholder,
    Who,
)
from assistant.planning.plan_json import to_json
from tests.planning.samples import full_plan

IDS = st.sampled_from(["a", "b", "c"])
UNITS = st.sampled_from(["rec.1.1", "rec.2.2", "challenge.2.1"])
TEXTS = st.text(max_size=12) | st.sampled_from(["March", "12,000 euros", "=1+1", "a\x00\ud800b"])
CELLS = st.builds(Cell, TEXTS, st.sampled_from(Origin), st.lists(UNITS, max_size=2).map(tuple))
DAYS = st.none() | st.dates().map(lambda day: day.isoformat())
ITEMS = st.one_of(
    st.builds(ActionRow, IDS, CELLS, CELLS, start=DAYS, recommendations=st.lists(UNITS, max_size=2).map(tuple)),
    st.builds(Stakeholder, IDS, st.just("stakeholder.2"), CELLS, interest=st.none() | st.sampled_from(Level)),
    st.builds(IndicatorRow, IDS, st.none() | st.just(2), CELLS, row=st.none() | IDS),
    st.builds(OpenQuestion, IDS, TEXTS, TEXTS),
)
SMALL = st.one_of(
    st.builds(verbs.rename, TEXTS),
    st.builds(verbs.set_part, st.sampled_from(["start", "end"]), DAYS),
    st.builds(verbs.state, st.sampled_from(FACTS), TEXTS),
    st.builds(verbs.answer, st.sampled_from(["step.1.ask.what.1", "component.risk.1"]), CELLS | st.none()),
    st.builds(verbs.choose, UNITS, CELLS),
    st.builds(verbs.unchoose, UNITS),
    st.builds(verbs.add, ITEMS),
    st.builds(verbs.remove, st.sampled_from(sorted(TABLES)), IDS),
    st.builds(verbs.move, st.sampled_from(sorted(TABLES)), IDS, st.integers(0, 4)),
    st.builds(verbs.edit, st.just("rows"), IDS, st.sampled_from(sorted(COLUMNS)), CELLS),
    st.builds(verbs.edit, st.just("indicators"), IDS, st.just("row"), st.none() | IDS),
    st.builds(verbs.edit, st.just("rows"), IDS, st.sampled_from(["start", "end"]), DAYS),
    st.builds(verbs.edit, st.just("rows"), IDS, st.just("recommendations"), st.lists(UNITS, max_size=2)),
    st.builds(verbs.edit, st.just("stakeholders"), IDS, st.just("influence"), st.none() | st.sampled_from(Level)),
    st.builds(verbs.edit, st.just("questions"), IDS, st.just("status"), st.sampled_from(QuestionStatus)),
)


def _proposal(proposal_id: str, change: Change) -> Proposal:
    return Proposal(proposal_id, Who.ASSISTANT, change.kind, change.data)


# Other words have to fit the suggestion that they are for: these two do.
WORDED = (
    Change("propose", {"proposals": to_json((_proposal("worded", verbs.rename("In our words")),))}),
    Change("reword", {"proposal": "worded", "data": verbs.rename("In other words").data, "reason": "By a model."}),
)
PROPOSALS = st.lists(st.builds(_proposal, IDS, SMALL), min_size=1, max_size=2)
CHANGES = st.one_of(
    SMALL,
    st.builds(verbs.skip, UNITS),
    PROPOSALS.map(lambda proposals: Change("propose", {"proposals": to_json(proposals)})),
    st.sampled_from(WORDED),
    st.lists(IDS, min_size=1, max_size=2).map(lambda ids: Change("accept", {"proposals": ids})),
    st.lists(IDS, min_size=1, max_size=2).map(lambda ids: Change("reject", {"proposals": ids})),
    st.lists(SMALL, min_size=2, max_size=3).map(lambda changes: Change("several", {"changes": to_json(changes)})),
    st.sampled_from([Change("undo", {}), Change("redo", {}), verbs.load(full_plan())]),
)


def event(seq: int, change: Change, who: Who = Who.USER) -> PlanEvent:
    return PlanEvent(seq, f"e{seq}", "2027-01-01T00:00:00.000+00:00", who.value, change.kind, change.data)


def started() -> PlanLog:
    return replay("p", [event(1, Change("new", {"title": "A plan", "language": "en"}))])


def played(log: PlanLog, changes: Iterable[Change]) -> PlanLog:
    """The log after those of the changes that fit."""
    for change in changes:
        log = _one(log, change)
    return log


def _one(log: PlanLog, change: Change) -> PlanLog:
    if change.kind in ("undo", "redo"):
        targets = log.to_undo if change.kind == "undo" else log.to_redo
        changes = [Change(change.kind, {"event": target.seq}) for target in targets]
    else:
        changes = [change]
    try:
        return extend(log, [event(seq, one) for seq, one in enumerate(changes, log.version + 1)])
    except PlanError:
        return log
