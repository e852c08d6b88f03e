"""Choose the abstention threshold, and propose weights for the evidence behind it.

Only questions that the threshold decides take part: those with an answer in the texts, and those whose right status
is `not_in_sources`. Personal, off-topic and vague questions are settled before the threshold is asked. The choice is
made on the development sets, in folds, and then paid for on the holdout, which took no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Protocol, cast

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.domain import Status, Turn
from assistant.settings import Settings
from evals import metrics
from evals.cases import Case, load_set
from evals.logistic import fit, probability
from evals.options import Options

CHOSEN_ON, CHECKED_ON = ("answerability", "lists", "intents", "dev"), "holdout"
FOLDS = 5
MOST_REFUSED = 0.03
STEPS = tuple(round(0.05 * n, 2) for n in range(1, 20))


class Scoring(Protocol):
    """The part of the assistant that the threshold is applied to."""

    def answerability(self, question: str, history: Sequence[Turn] = ()) -> Mapping[str, float]:
        """The evidence features, and under `probability` how likely it is, 0..1, that the texts answer."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """One question with its score, the features behind it, and whether the texts answer it."""

    case: str
    answerable: bool
    score: float
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one threshold does: shares of answerable questions refused and of the others answered."""

    threshold: float
    false_refusal: float
    false_answer: float


def score_cases(assistant: Scoring, cases: Sequence[Case]) -> list[Scored]:
    """The score of each question that the threshold decides, in the order of the cases."""
    deciding = [c for c in cases if c.answerable or c.status[0] is Status.NOT_IN_SOURCES]
    scored = []
    for case in track(deciding, "scoring", console=Console(stderr=True), transient=True):
        found = dict(assistant.answerability(case.question, case.history))
        scored.append(Scored(case.id, case.answerable, found.pop("probability"), found))
    return scored


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


def folded(scored: Sequence[Scored], folds: int = FOLDS) -> list[tuple[list[Scored], list[Scored]]]:
    """(the other folds, this fold) for each fold, dealt within each class so that every fold has both."""
    ordered = [s for side in (True, False) for s in scored if s.answerable is side]
    return [
        (
            [s for n, s in enumerate(ordered) if n % folds != fold],
            [s for n, s in enumerate(ordered) if n % folds == fold],
        )
        for fold in range(folds)
    ]


def cross_validated(scored: Sequence[Scored], folds: int = FOLDS) -> list[tuple[Cost, Cost]]:
    """Per fold, what the other folds chose and what it then costs on this one."""
    return [(chosen := choose(rest), cost(held, chosen.threshold)) for rest, held in folded(scored, folds)]


def learned(scored: Sequence[Scored]) -> tuple[dict[str, float], Callable[[Sequence[Scored]], list[Scored]]]:
    """Logistic weights of the features by name ("bias" too), and a function that scores questions with them."""
    names = sorted(scored[0].features)
    rows = [[s.features[name] for name in names] for s in scored]
    weights = fit(rows, [s.answerable for s in scored])

    def rescored(others: Sequence[Scored]) -> list[Scored]:
        found = probability(weights, [[s.features[name] for name in names] for s in others])
        return [replace(s, score=float(p)) for s, p in zip(others, found, strict=True)]

    return dict(zip(("bias", *names), map(float, weights), strict=True)), rescored


def learned_folds(scored: Sequence[Scored], folds: int = FOLDS) -> list[tuple[Cost, Cost]]:
    """As `cross_validated`, but weights and threshold are both learned on the other folds."""
    results = []
    for rest, held in folded(scored, folds):
        _, rescored = learned(rest)
        chosen = choose(rescored(rest))
        results.append((chosen, cost(rescored(held), chosen.threshold)))
    return results


def main_calibrate(
    settings: Settings, _options: Options, chosen_on: Sequence[str] = CHOSEN_ON, checked_on: str = CHECKED_ON
) -> int:
    """Print tables, choices, cross-validation, and what they cost on a set that took no part in choosing.

    The values themselves stand in assistant/thresholds.py.
    """
    from assistant import thresholds
    from assistant.wiring import open_assistant

    assistant = cast(Scoring, open_assistant(settings))
    scored = [s for name in chosen_on for s in score_cases(assistant, load_set(name))]
    others = score_cases(assistant, load_set(checked_on))
    now = float(thresholds.ANSWER_FROM)
    console = Console()
    sets = ", ".join(chosen_on)
    console.print(f"[bold]{sets}, with the weights in use[/]")
    show(console, scored, now)
    show_folds(console, cross_validated(scored))
    show_check(console, checked_on, others, (now, choose(scored).threshold))
    if scored and scored[0].features:
        weights, rescored = learned(scored)
        console.print(f"\n[bold]{sets}, with weights fitted to them[/]: {_listed(weights)}")
        show(console, rescored(scored), now)
        show_folds(console, learned_folds(scored))
        show_check(console, checked_on, rescored(others), (choose(rescored(scored)).threshold,))
    return 0


def show_check(console: Console, name: str, scored: Sequence[Scored], thresholds: Sequence[float]) -> None:
    """What thresholds chosen elsewhere cost on this set."""
    for found in (cost(scored, threshold) for threshold in thresholds):
        console.print(
            f"on {name} {found.threshold:.3f} -> "
            f"refused {found.false_refusal:.3f}, wrongly answered {found.false_answer:.3f}"
        )


def show(console: Console, scored: Sequence[Scored], now: float) -> None:
    """The table of costs, the chosen value beside the one in use, and the questions on the wrong side."""
    chosen = choose(scored)
    yes, no = [s.score for s in scored if s.answerable], [s.score for s in scored if not s.answerable]
    console.print(f"{len(yes)} answerable, {len(no)} not; AUROC {metrics.auroc(yes, no) or 0:.3f}")
    table = Table("threshold", "false refusal", "false answer", "")
    for threshold in sorted({*STEPS, now, chosen.threshold}):
        found = cost(scored, threshold)
        mark = " ".join(m for m, t in (("in use", now), ("chosen", chosen.threshold)) if t == threshold)
        table.add_row(f"{threshold:.3f}", f"{found.false_refusal:.3f}", f"{found.false_answer:.3f}", mark)
    console.print(table)
    wrong = [s for s in scored if (s.score < chosen.threshold) == s.answerable]
    for s in sorted(wrong, key=lambda s: -abs(s.score - chosen.threshold)):
        said = "refused" if s.answerable else "answered"
        console.print(f"  {s.case}: {s.score:.3f} {said} ({_listed(s.features)})", highlight=False, soft_wrap=True)


def _listed(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in values.items())


def show_folds(console: Console, folds: Sequence[tuple[Cost, Cost]]) -> None:
    """What each fold chose and paid, and the mean."""
    for number, (picked, paid) in enumerate(folds, 1):
        console.print(
            f"fold {number}: chose {picked.threshold:.3f} -> "
            f"refused {paid.false_refusal:.3f}, wrongly answered {paid.false_answer:.3f}"
        )
    refused = metrics.mean(paid.false_refusal for _, paid in folds)
    answered = metrics.mean(paid.false_answer for _, paid in folds)
    console.print(f"held out, mean of {len(folds)} folds: refused {refused:.3f}, wrongly answered {answered:.3f}")
