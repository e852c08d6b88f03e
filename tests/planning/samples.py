"""A plan with something in every part of it."""

from __future__ import annotations

from assistant.planning.plan import (
    ActionRow,
    Cell,
    Choice,
    IndicatorRow,
    Level,
    OpenQuestion,
    Origin,
    Plan,
    Proposal,
    QuestionStatus,
    Stakeholder,
    Who,
)


def full_plan() -> Plan:
    draft = Cell("Agree a one-page referral pathway", Origin.DRAFT, ("rec.2.2",))
    return Plan(
        id="plan-1",
        title="Earlier referral in two counties",
        language="en",
        start="2027-01-01",
        end="2027-12-31",
        facts={"place": ("two rural counties",), "budget": ("12,000 euros",)},
        answers={"step.1.ask.what.1": Cell("Clinics refer late"), "component.timeline.1": Cell("March")},
        skipped=("step.1.ask.why.2",),
        challenges=(Choice("challenge.2.1", Cell("named by the clinics", Origin.SOURCE, ("challenge.2.1",))),),
        recommendations=(Choice("rec.2.2"), Choice("rec.1.1")),
        stakeholders=(
            Stakeholder("s1", "stakeholder.1", Cell("Regional hospital"), Cell("treats"), Level.LOW, Level.HIGH),
        ),
        rows=(
            ActionRow("r1", draft, Cell("Clinicians"), start="2027-02-01", recommendations=("rec.2.2",)),
            ActionRow("r2"),
        ),
        indicators=(IndicatorRow("i1", 2, Cell("Pathway"), Cell("share of clinics"), Cell("referral log"), "r1"),),
        questions=(OpenQuestion("q1", "Who frees the time?", "the hospital", QuestionStatus.OPEN, "r1"),),
        proposals=(Proposal("p1", Who.ASSISTANT, "remove", {"table": "rows", "id": "r2"}, "The row is empty."),),
    )
