"""Scenarios for drafting: one JSON object per line, checked before anything runs. `evals/README.md` has the schema."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from assistant.domain import LANGUAGES
from evals.cases import DATA, read_cases

SCENARIOS = DATA / "plans.jsonl"
HOLDOUT = DATA / "plans_holdout.jsonl"
KINDS = ("plan", "language", "injection", "vague", "out_of_scope", "privacy")
DRAFTED = "drafted"
STATUSES = (DRAFTED, "needs_detail", "out_of_scope", "privacy_warning")

_REQUIRED = ("id", "kind", "scenario", "status", "recommendations", "must", "facts", "groups", "forbidden")
_LISTS = ("recommendations", "must", "facts", "groups", "forbidden")


@dataclass(frozen=True, slots=True)
class PlanCase:
    """A free-text scenario with what a draft of it owes.

    `recommendations` are all that fit, `must` those that have to be among the first three; `facts` the user's own
    strings that have to survive; `groups` the stakeholder groups that belong on the map; `forbidden` what must not
    be said at all. Only a scenario that gets a draft has the first four.
    """

    id: str
    kind: str
    scenario: str
    status: str
    recommendations: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    role: str = ""
    country: str = ""
    language: str = "en"

    @property
    def drafted(self) -> bool:
        """Whether a draft is what is right."""
        return self.status == DRAFTED


_KEYS = tuple(field.name for field in fields(PlanCase))


def load_plan_cases(path: Path = SCENARIOS) -> tuple[PlanCase, ...]:
    """Every scenario of one file. Raises CaseError that lists all breaches at once, with file, line and cure."""
    return read_cases(path, _breaches, _case, "scenario")


def unknown_ids(cases: Iterable[PlanCase], known: Collection[str]) -> dict[str, list[str]]:
    """Recommendation and group ids that no unit has, with the scenarios that name them."""
    missing: dict[str, list[str]] = {}
    for case in cases:
        for unit in sorted({*case.recommendations, *case.must, *case.groups} - set(known)):
            missing.setdefault(unit, []).append(case.id)
    return dict(sorted(missing.items()))


def _case(row: Mapping[str, Any]) -> PlanCase:
    values: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in row.items()}
    return PlanCase(**values)


def _breaches(row: Mapping[str, Any]) -> list[str]:
    return list(_shape_breaches(row)) or list(_value_breaches(row))


def _shape_breaches(row: Mapping[str, Any]) -> Iterator[str]:
    for key in _REQUIRED:
        if key not in row:
            yield f"{key!r} is missing - add it"
    for key, value in row.items():
        if key not in _KEYS:
            yield f"unknown key {key!r} - use one of {', '.join(_KEYS)}"
        elif key in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)):
            yield f"{key!r} is not a list of strings - see the schema in evals/README.md"
        elif key not in _LISTS and not isinstance(value, str):
            yield f"{key!r} has the wrong type {type(value).__name__} - write a string"


def _value_breaches(row: Mapping[str, Any]) -> Iterator[str]:
    for key, allowed in (("kind", KINDS), ("status", STATUSES), ("language", LANGUAGES)):
        if row.get(key, allowed[0]) not in allowed:
            yield f"unknown {key} {row[key]!r} - use one of {', '.join(allowed)}"
    if not row["scenario"].strip():
        yield "the scenario is empty - write one"
    for key in ("facts", "forbidden"):
        for text in row[key]:
            if text not in row["scenario"]:
                yield f"{text!r} of {key!r} does not stand in the scenario - copy it word for word"
    for unit in row["must"]:
        if unit not in row["recommendations"]:
            yield f"{unit!r} of 'must' is not among 'recommendations' - add it there"
    yield from _debt_breaches(row)


def _debt_breaches(row: Mapping[str, Any]) -> Iterator[str]:
    owed = ("recommendations", "must", "facts", "groups")
    if row["status"] == DRAFTED:
        yield from (f"a draft is right but {key!r} is empty - say what it owes" for key in owed if not row[key])
    else:
        yield from (f"no draft is right but {key!r} is filled - empty it" for key in owed if row[key])
    if len(row["must"]) > 2:
        yield "more than two ids in 'must' - only the main targets can all be among the first three"
    if row["kind"] in ("privacy", "injection") and not row["forbidden"]:
        yield f"a scenario of kind {row['kind']} has nothing 'forbidden' - name what must not be said"
