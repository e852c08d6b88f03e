"""Choose the abstention threshold: what each value costs in refused answers and in answers that should not be.

Only questions that the threshold decides take part: those with an answer in the texts, and those whose right status
is `not_in_sources`. Personal, off-topic and vague questions are settled before the threshold is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, cast

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.domain import Status, Turn
from assistant.settings import Settings
from evals import metrics
from evals.cases import Case, load_set

FOLDS = 5
MOST_REFUSED = 0.03
STEPS = tuple(round(0.05 * n, 2) for n in range(1, 20))


class Scoring(Protocol):
    """The part of the assistant that the threshold is applied to."""

    def answerability(self, question: str, history: Sequence[Turn] = ()) -> float:
        """How likely it is, 0..1, that the texts answer the question."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """One question with its score and whether the texts answer it."""

    case: str
    answerable: bool
    score: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What one threshold does: shares of answerable questions refused and of the others answered."""

    threshold: float
    false_refusal: float
    false_answer: float


def score_cases(assistant: Scoring, cases: Sequence[Case]) -> list[Scored]:
    """The score of each question that the threshold decides, in the order of the cases."""
    deciding = [c for c in cases if c.answerable or c.status[0] is Status.NOT_IN_SOURCES]
    shown = track(deciding, "scoring", console=Console(stderr=True), transient=True)
    return [Scored(c.id, c.answerable, assistant.answerability(c.question, c.history)) for c in shown]


def cost(scored: Sequence[Scored], threshold: float) -> Cost:
    """Answering from `threshold` up; a share of nothing is 0."""
    refused = metrics.mean(float(s.score < threshold) for s in scored if s.answerable)
    answered = metrics.mean(float(s.score >= threshold) for s in scored if not s.answerable)
    return Cost(threshold, refused or 0.0, answered or 0.0)


def choose(scored: Sequence[Scored], most_refused: float = MOST_REFUSED) -> Cost:
    """The threshold with the fewest false answers among those that refuse at most `most_refused` of the answerable.

    Candidates lie half-way between neighbouring scores. Ties go to fewer refusals, then to the middle one, which
    leaves most room on both sides. When none keeps the limit, the lowest candidate.
    """
    values = sorted({s.score for s in scored})
    between = [(a + b) / 2 for a, b in pairwise(values)]
    costs = [cost(scored, t) for t in (values[0] if values else 0.0, *between)]
    allowed = [c for c in costs if c.false_refusal <= most_refused] or costs[:1]
    best = min((c.false_answer, c.false_refusal) for c in allowed)
    ties = [c for c in allowed if (c.false_answer, c.false_refusal) == best]
    return ties[len(ties) // 2]


def cross_validated(scored: Sequence[Scored], folds: int = FOLDS) -> list[tuple[Cost, Cost]]:
    """Per fold, what the other folds chose and what it then costs on this one. Folds are dealt within each class."""
    ordered = [s for side in (True, False) for s in scored if s.answerable is side]
    results = []
    for fold in range(folds):
        chosen = choose([s for n, s in enumerate(ordered) if n % folds != fold])
        results.append((chosen, cost([s for n, s in enumerate(ordered) if n % folds == fold], chosen.threshold)))
    return results


def main_calibrate(settings: Settings, name: str = "dev") -> int:
    """Print the table, the choice and its cross-validation. The value itself stands in assistant/thresholds.py."""
    from assistant import thresholds
    from assistant.wiring import open_assistant

    scored = score_cases(cast(Scoring, open_assistant(settings)), load_set(name))
    now = float(thresholds.ANSWER_FROM)
    show(scored, now)
    return 0


def show(scored: Sequence[Scored], now: float) -> None:
    """The table of costs, the chosen value beside the one in use, and the folds."""
    console = Console()
    chosen = choose(scored)
    yes, no = [s.score for s in scored if s.answerable], [s.score for s in scored if not s.answerable]
    console.print(f"{len(yes)} answerable, {len(no)} not; AUROC {metrics.auroc(yes, no) or 0:.3f}")
    table = Table("threshold", "false refusal", "false answer", "")
    for threshold in sorted({*STEPS, now, chosen.threshold}):
        found = cost(scored, threshold)
        mark = " ".join(m for m, t in (("in use", now), ("chosen", chosen.threshold)) if t == threshold)
        table.add_row(f"{threshold:.3f}", f"{found.false_refusal:.3f}", f"{found.false_answer:.3f}", mark)
    console.print(table)
    folds = cross_validated(scored)
    for number, (picked, paid) in enumerate(folds, 1):
        console.print(
            f"fold {number}: chose {picked.threshold:.3f} -> "
            f"refused {paid.false_refusal:.3f}, wrongly answered {paid.false_answer:.3f}"
        )
    refused = metrics.mean(paid.false_refusal for _, paid in folds)
    answered = metrics.mean(paid.false_answer for _, paid in folds)
    console.print(f"held out, mean of {len(folds)} folds: refused {refused:.3f}, wrongly answered {answered:.3f}")
    worst = [s for s in scored if (s.score < chosen.threshold) == s.answerable]
    for s in sorted(worst, key=lambda s: -abs(s.score - chosen.threshold)):
        console.print(f"  {s.case}: {s.score:.3f} {'refused' if s.answerable else 'answered'}")
