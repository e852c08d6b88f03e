"""Runs of the history as they were kept, read back: what went wrong in one, and how figures went over many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain import Status
from evals.cases import Case, CaseError
from evals.compare import Comparison, compare, side_of_json
from evals.outcome import Outcome, Retrieved
from evals.report import cause

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Series:
    """Whole runs of one set, edition and configuration, oldest first."""

    set: str
    edition: str
    variant: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        return f"{self.set}, {'official texts' if self.edition == 'official' else 'our edition'}, {self.variant}"

    def values(self, figure: str) -> list[tuple[Line, float]]:
        """That figure of every run that has it."""
        found = ((line, line.get("metrics", {}).get(figure)) for line in self.lines)
        return [(line, value) for line, value in found if value is not None]


def series(lines: Iterable[Line]) -> tuple[Series, ...]:
    """Runs that can be compared with each other; the series with the newest run first. Samples are left out."""
    found: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        if not line.get("sample"):
            key = (str(line.get("set")), str(line.get("edition")), str(line.get("variant")))
            found[key] = [*found.pop(key, []), line]
    return tuple(Series(*key, tuple(group)) for key, group in reversed(found.items()))


def worst(run: Mapping[str, Any]) -> list[tuple[Outcome, str]]:
    """Cases in which something went wrong, each with the class of its cause, the worst first."""
    outcomes = [outcome_of(row) for row in run["cases"]]
    missed = [(o, cause(o) or "a figure is low") for o in outcomes if cause(o) or o.badness >= 1]
    return sorted(missed, key=lambda found: (-found[0].badness, found[0].case.id))


def outcome_of(row: Mapping[str, Any]) -> Outcome:
    """A kept case as an outcome; of its passages it knows the units alone, and not what was said before."""
    figures = dict(row["figures"])
    gold = set(row["gold"])
    lists = figures.get("list_complete")
    return Outcome(
        case=Case(
            row["case"],
            row["kind"],
            row["question"],
            tuple(row["gold"]),
            tuple(Status(s) for s in row["expected"]),
            group=row["gold"][0] if row["kind"] == "list" and row["gold"] else None,
        ),
        status=row["status"],
        hits=tuple(_retrieved(gives, gold) for gives in row["retrieved"]),
        figures=figures,
        right_status=not row["status"] or row["status"] in row["expected"],
        complete=None if lists is None else bool(lists),
        missing=tuple(row["missing"]),
        citations=row["citations"],
        broken=row["broken"],
        forbidden=row["forbidden"],
        uncarried=tuple(row["uncarried"]),
        times=dict(row["times_ms"]),
        answer=row["answer"],
        found_at=row["found_at"],
        difficulty=row["difficulty"],
    )


def _retrieved(gives: str, gold: set[str]) -> Retrieved:
    return Retrieved(gives, "", "", "", 0.0, {}, bool(set(gives.split("+")) & gold))


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Two kept runs case by case. Raises CaseError where they have no case in common."""
    if not {c["case"] for c in before["cases"]} & {c["case"] for c in after["cases"]}:
        raise CaseError(
            [f"These runs of {before['set']} and {after['set']} have no case in common - choose two others"]
        )
    sides = [side_of_json(run_name(run), run["cases"]) for run in (before, after)]
    return compare(after["set"], after["edition"], *sides)


def run_name(line: Line) -> str:
    """Short enough for the head of a column: configuration, edition and time."""
    official = ", official texts" if line["edition"] == "official" else ""
    return f"{line['variant']}{official}, {when(line)}"


def when(line: Line) -> str:
    """Date and minute, UTC."""
    return str(line.get("at", ""))[:16].replace("T", " ")


def cases_of(runs: Sequence[Mapping[str, Any]], case: str) -> list[Mapping[str, Any] | None]:
    """That case in each of the runs."""
    return [next((c for c in run["cases"] if c["case"] == case), None) for run in runs]
