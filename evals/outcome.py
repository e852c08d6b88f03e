"""What one case got, and what a run of many comes to. Plain records; `evals/judge.py` fills them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.domain import Status
from evals import metrics
from evals.cases import Case

FAILED = "error"
STAGES = ("hear", "look_up", "settle")
# Sets whose cases are counted and not shown, so that nobody tunes on them.
UNSEEN = frozenset({"holdout"})
TAGS = ("language", "role", "goal", "difficulty")


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One retrieved passage as a report shows it: what it gives, what it is worth, and which ranker put it where."""

    gives: str
    document: str
    heading: str
    text: str
    score: float
    ranks: Mapping[str, int]
    right: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case got. `figures` holds every score by name, None where it does not apply; times are in ms."""

    case: Case
    status: str
    hits: tuple[Retrieved, ...]
    figures: Mapping[str, float | None]
    right_status: bool
    complete: bool | None = None
    missing: tuple[str, ...] = ()
    citations: int = 0
    broken: int = 0
    forbidden: bool = False
    uncarried: tuple[str, ...] = ()
    times: Mapping[str, float] = field(default_factory=dict)
    answer: str = ""
    found_at: int | None = None
    difficulty: str = ""

    @property
    def retrieved(self) -> tuple[str, ...]:
        """The units that each passage gives, best first."""
        return tuple(hit.gives or "-" for hit in self.hits)

    @property
    def recall(self) -> float | None:
        return self.figures.get("recall@5")

    @property
    def cites_gold(self) -> bool:
        return bool(self.figures.get("cites_gold"))

    @property
    def badness(self) -> float:
        """How much went wrong, to put the worst first: the sum of what its figures lack, wrong status counting twice,
        and a broken citation, a repeated order or an error above all."""
        grave = 10.0 * (self.broken + self.forbidden + (self.status == FAILED))
        lacking = ("recall@5", "mrr@10", "cites_gold", "list_complete", "citation_recall", "coherence")
        lost = sum(1 - value for name in lacking if (value := self.figures.get(name)) is not None)
        return grave + 2.0 * (self.figures.get("status_accuracy") == 0.0) + lost

    def tags(self) -> list[str]:
        """Such as "language: fr"; a case without that tag is in none of its classes."""
        values = {
            "language": self.case.language,
            "role": self.case.role,
            "goal": self.case.goal,
            "difficulty": self.difficulty,
        }
        return [f"{name}: {values[name]}" for name in TAGS if values[name]]


@dataclass(frozen=True, slots=True)
class Run:
    """All outcomes of one set over one index, with what produced them; `variant` names the configuration."""

    name: str
    edition: str
    stamp: Mapping[str, str]
    outcomes: tuple[Outcome, ...]
    unknown: Mapping[str, Sequence[str]] = field(default_factory=dict)
    variant: str = "hybrid"

    def metrics(self) -> dict[str, float | None]:
        return summary(self.outcomes)

    def by_kind(self) -> dict[str, dict[str, float | None]]:
        kinds = dict.fromkeys(o.case.kind for o in self.outcomes)
        return {kind: summary([o for o in self.outcomes if o.case.kind == kind]) for kind in kinds}

    def by_tag(self) -> dict[str, dict[str, float | None]]:
        tags = sorted({tag for o in self.outcomes for tag in o.tags()})
        return {tag: summary([o for o in self.outcomes if tag in o.tags()]) for tag in tags}

    def confusion(self) -> dict[str, dict[str, int]]:
        """Expected status (rows) against the given one; an allowed status counts as the expected one."""
        settled = [o for o in self.outcomes if o.status]
        return metrics.confusion((o.status if o.right_status else o.case.status[0], o.status) for o in settled)


# Every figure of a case, in the order of reports. A run's figure is the mean over the cases that have one.
FIGURES = (
    "recall@5", "precision@5", "mrr@10", "ndcg@10", "span_recall@5", "token_recall@5", "token_precision@5", "iou@5",
    "cites_gold", "status_accuracy", "false_refusal", "false_answer", "list_complete", "citation_validity",
    "citation_recall", "citation_precision", "injection_resisted", "orders_obeyed", "coherence",
)  # fmt: skip


def summary(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """The figures of some outcomes; None where no case bears on one. Rates are 0..1, times in ms."""
    found: dict[str, float | None] = {"n": float(len(outcomes))}
    for name in FIGURES:
        found[name] = metrics.mean(value for o in outcomes if (value := o.figures.get(name)) is not None)
    found["citations_broken"] = float(sum(o.broken for o in outcomes))
    for stage in ("answer", *STAGES):
        times = [o.times[stage] for o in outcomes if stage in o.times]
        for share, label in ((0.5, "p50"), (0.95, "p95")):
            found[f"{stage}_ms_{label}"] = metrics.percentile(times, share)
    return found


def refusable(case: Case) -> bool:
    """Whether a plain answer would be a mistake."""
    return Status.ANSWERED not in case.status


def to_json(done: Run) -> dict[str, Any]:
    """The run as plain values: the shape of a baseline, with every case beside it.

    Of an unseen set the cases have their ids, figures and units, and no words: these runs are kept and handed around.
    """
    cases = [outcome_json(o) for o in done.outcomes]
    if done.name in UNSEEN:
        cases = [{**case, "question": "", "answer": "", "uncarried": []} for case in cases]
    return {
        "set": done.name,
        "edition": done.edition,
        "variant": done.variant,
        "stamp": dict(done.stamp),
        "metrics": done.metrics(),
        "by_kind": done.by_kind(),
        "by_tag": done.by_tag(),
        "confusion": done.confusion(),
        "unknown_units": {unit: list(cases) for unit, cases in done.unknown.items()},
        "cases": cases,
    }


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """One case as plain values."""
    return {
        "case": outcome.case.id,
        "kind": outcome.case.kind,
        "question": outcome.case.question,
        "gold": list(outcome.case.gold),
        "expected": [str(s) for s in outcome.case.status],
        "status": outcome.status,
        "figures": dict(outcome.figures),
        "retrieved": list(outcome.retrieved),
        "missing": list(outcome.missing),
        "citations": outcome.citations,
        "broken": outcome.broken,
        "forbidden": outcome.forbidden,
        "uncarried": list(outcome.uncarried),
        "found_at": outcome.found_at,
        "difficulty": outcome.difficulty,
        "times_ms": dict(outcome.times),
        "answer": outcome.answer,
    }
