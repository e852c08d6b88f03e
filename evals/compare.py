"""Two runs case by case: which figures differ by more than noise, and which cases changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.bootstrap import Difference, paired
from evals.gate import LOWER_IS_BETTER
from evals.outcome import FIGURES, Run

Scores = Mapping[str, float]
SEEN = 0.005  # a smaller change of one case is not listed


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, and per case the status and every figure that the case has."""

    name: str
    status: Mapping[str, str]
    figures: Mapping[str, Scores]

    def scores(self, figure: str) -> dict[str, float]:
        return {case: found[figure] for case, found in self.figures.items() if figure in found}


@dataclass(frozen=True, slots=True)
class Change:
    """A case that got better or worse: by how much over all figures, and what changed in words."""

    case: str
    gain: float
    says: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before against after over one set and edition."""

    set: str
    edition: str
    before: str
    after: str
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]


def side_of(done: Run) -> Side:
    """A run as one side of a comparison."""
    return Side(
        done.variant,
        {o.case.id: o.status for o in done.outcomes if o.status},
        {o.case.id: {n: v for n, v in o.figures.items() if v is not None} for o in done.outcomes},
    )


def side_of_json(name: str, cases: Sequence[Mapping[str, Any]]) -> Side:
    """The cases of a report or of the baseline as one side."""
    return Side(
        name,
        {c["case"]: c["status"] for c in cases if c["status"]},
        {c["case"]: {n: v for n, v in c["figures"].items() if v is not None} for c in cases},
    )


def compare(set_name: str, edition: str, before: Side, after: Side) -> Comparison:
    """Every figure that both sides have, and every case that differs, the worst loss first."""
    found = (paired(figure, before.scores(figure), after.scores(figure)) for figure in FIGURES)
    changes = [c for case in after.figures if case in before.figures if (c := _change(case, before, after))]
    return Comparison(
        set_name,
        edition,
        before.name,
        after.name,
        tuple(d for d in found if d is not None),
        tuple(sorted(changes, key=lambda c: (c.gain, c.case))),
    )


def better(difference: Difference) -> bool:
    """Whether the change goes the right way."""
    return (difference.change < 0) == (difference.figure in LOWER_IS_BETTER)


def _change(case: str, before: Side, after: Side) -> Change | None:
    old, new = before.figures[case], after.figures[case]
    moved = {name: new[name] - old[name] for name in FIGURES if name in old and name in new}
    moved = {name: by for name, by in moved.items() if abs(by) >= SEEN}
    was, now = before.status.get(case), after.status.get(case)
    switched = f"{was} -> {now}" if was and now and was != now else ""
    if not moved and not switched:
        return None
    gain = sum(-by if name in LOWER_IS_BETTER else by for name, by in moved.items())
    told = [f"{name} {old[name]:.2f} -> {new[name]:.2f}" for name in moved]
    return Change(case, gain, ", ".join([*([switched] if switched else []), *told]))
