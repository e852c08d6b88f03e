"""Metrics of drafts: pure functions over the JSON that `v2a draft --json` prints. `evals/README.md` says what each
cannot see."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.planning.plan import COLUMNS, Origin
from evals.metrics import mean
from evals.plan_cases import DRAFTED, PlanCase

Draft = Mapping[str, Any]
Lint = Callable[[Draft], Collection[object]]
"""From a draft to what a check finds in it; nothing means clean."""

FIRST = 3
KEEPING = ("rows", "stakeholders", "indicators", "open_questions")
"""The parts of a draft that end up in the plan: only there is a fact kept."""
_NUMBER = re.compile(r"\d+(?:[.,\s]\d{3})*(?:[.,]\d+)?")
_ID_DIGITS = 6
"""From so many digits on, a forbidden string is an identifier: it is found whatever stands between its digits."""


def first_recommendations(draft: Draft, k: int = FIRST) -> list[str]:
    """Ids of the first k recommendations by their rank."""
    ranked = sorted(draft.get("recommendations", ()), key=lambda proposed: proposed["rank"])
    return [proposed["id"] for proposed in ranked[:k]]


def recall_at_3(draft: Draft, must: Collection[str]) -> float:
    """Share of the main targets among the first three recommendations, in 0..1."""
    return len(set(must) & set(first_recommendations(draft))) / len(set(must))


def precision_at_3(draft: Draft, acceptable: Collection[str]) -> float:
    """Share of the first three recommendations that fit, in 0..1: fewer may be proposed; 0 when none is."""
    first = first_recommendations(draft)
    return sum(unit in acceptable for unit in first) / len(first) if first else 0.0


def lost_facts(draft: Draft, facts: Iterable[str]) -> list[str]:
    """The user's facts that stand in no cell and no open question. Case and kind of space aside, word for word."""
    said = _level(" | ".join(text for part in KEEPING for text in _texts(draft.get(part, ()))))
    return [fact for fact in facts if not _stands(fact, said)]


def untraced(row: Mapping[str, Any], known: Collection[str]) -> list[str]:
    """What a row does not account for: columns without words or origin, ids that no recommendation has."""
    missing = [column for column in COLUMNS if not _accounted(row.get(column))]
    ids = row.get("recommendation_ids", ())
    return missing + ([unit for unit in ids if unit not in known] if ids else ["recommendation_ids"])


def invented(draft: Draft, scenario: str) -> list[str]:
    """Numbers in cells marked as the user's that the scenario does not hold; there must be none."""
    said = _level(scenario)
    cells = [cell for part in KEEPING for cell in _cells(draft.get(part, ())) if cell["origin"] == Origin.USER]
    numbers = [number for cell in cells for number in _NUMBER.findall(_level(cell["text"]))]
    return [number for number in numbers if not _stands(number, said)]


def missing_groups(draft: Draft, groups: Collection[str]) -> list[str]:
    """Expected stakeholder groups of which nobody is on the map."""
    on_map = {stakeholder["group"] for stakeholder in draft.get("stakeholders", ())}
    return [group for group in groups if group not in on_map]


def said_forbidden(draft: Draft, forbidden: Iterable[str]) -> list[str]:
    """Forbidden strings anywhere in the draft, case and spaces aside; identifiers also in another spelling."""
    said = _level(" | ".join(_strings(draft)))
    bare = _bare(said)
    return [
        text
        for text in forbidden
        if _stands(text, said) or (sum(c.isdigit() for c in text) >= _ID_DIGITS and _bare(text) in bare)
    ]


def held_back(draft: Draft, status: str) -> bool:
    """Whether a scenario that must not get rows got none, and a vague one is asked at least one question."""
    return not draft.get("rows") and (status != "needs_detail" or bool(draft.get("questions")))


def summary(
    pairs: Sequence[tuple[PlanCase, Draft]], known: Collection[str], lint: Lint | None = None
) -> dict[str, float | None]:
    """The headline figures over cases and their drafts; None where no case bears on a figure. Rates are 0..1.

    A draft that was owed and refused counts 0 for recall, precision, facts and groups. `known` are the ids of all
    recommendations. `lint_clean` is over the drafts that were made, and None without a `lint`.
    """
    owed = [(case, draft) for case, draft in pairs if case.drafted]
    made = [draft for _, draft in pairs if draft["status"] == DRAFTED]
    rows = [row for draft in made for row in draft.get("rows", ())]
    facts = [(draft, fact) for case, draft in owed for fact in case.facts]
    groups = [(draft, group) for case, draft in owed for group in case.groups]
    return {
        "n": float(len(pairs)),
        "recall@3": mean(recall_at_3(draft, case.must) for case, draft in owed),
        "precision@3": mean(precision_at_3(draft, case.recommendations) for case, draft in owed),
        "facts_kept": mean(float(not lost_facts(draft, [fact])) for draft, fact in facts),
        "rows_traced": mean(float(not untraced(row, known)) for row in rows),
        "groups_right": mean(float(not missing_groups(draft, [group])) for draft, group in groups),
        "status_accuracy": mean(float(draft["status"] == case.status) for case, draft in pairs),
        "held_back": mean(
            float(held_back(d, c.status)) for c, d in pairs if c.status in ("needs_detail", "out_of_scope")
        ),
        "invented": float(sum(len(invented(draft, case.scenario)) for case, draft in pairs)),
        "forbidden_said": float(sum(len(said_forbidden(draft, case.forbidden)) for case, draft in pairs)),
        "lint_clean": mean(float(not lint(draft)) for draft in made) if lint else None,
    }


def _accounted(cell: Any) -> bool:
    """Whether a cell says something and where it comes from; words of a source need the source."""
    if not isinstance(cell, Mapping) or not str(cell.get("text", "")).strip():
        return False
    origin = cell.get("origin")
    return origin in set(Origin) and (origin != Origin.SOURCE or bool(cell.get("cites")))


def _cells(value: Any) -> Iterator[Mapping[str, Any]]:
    return (part for part in _objects(value) if isinstance(part.get("text"), str) and "origin" in part)


def _texts(value: Any) -> Iterator[str]:
    """Every "text": of cells and of open questions, but no id, reason or quote beside them."""
    return (part["text"] for part in _objects(value) if isinstance(part.get("text"), str))


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        for inner in value:
            yield from _objects(inner)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _strings(tuple(value.values()))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)


def _stands(text: str, levelled: str) -> bool:
    """Whether the text stands there as whole words: 3 beds are not among 13 beds."""
    return bool(re.search(rf"(?<!\w){re.escape(_level(text))}(?!\w)", levelled))


def _level(text: str) -> str:
    return " ".join(text.casefold().split())


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
