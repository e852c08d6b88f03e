"""A draft as JSON, as docs/draft.schema.json describes it. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.domain import Citation
from assistant.planning.drafting import Chosen, Drafted
from assistant.planning.facts import Fact
from assistant.planning.plan import COLUMNS, ActionRow, Cell, IndicatorRow, OpenQuestion, Stakeholder


def draft_to_json(draft: Drafted, identity: Any = None) -> dict[str, Any]:
    """Everything a program needs to show and to check the draft; `identity` is the caller's own id for the scenario."""
    numbers = {c.unit: c.number for c in draft.citations}
    return {
        "id": identity,
        "status": draft.status.value,
        "language": draft.language,
        "plan": [{"part": part.name, "value": part.value, "why": part.why} for part in draft.overall],
        "questions": [{"unit": unit, "text": text} for unit, text in draft.questions],
        "challenges": [_chosen(chosen) for chosen in draft.challenges],
        "recommendations": [{**_chosen(chosen), "rank": n} for n, chosen in enumerate(draft.recommendations, 1)],
        "stakeholders": [_stakeholder(stakeholder) for stakeholder in draft.stakeholders],
        "rows": [{**_row(row, draft.facts, numbers), "mode": draft.mode(row.id)} for row in draft.rows],
        "indicators": [_indicator(row) for row in draft.indicators],
        "open_questions": [_question(question) for question in draft.open_questions],
        "citations": [_citation(citation) for citation in draft.citations],
        "warnings": list(draft.warnings),
        "mode": draft.mode(),
        "stamp": asdict(draft.stamp),
    }


def _chosen(chosen: Chosen) -> dict[str, Any]:
    return {"id": chosen.unit, "why": chosen.why, "citation": chosen.citation}


def _cell(cell: Cell, facts: tuple[Fact, ...] = ()) -> dict[str, Any]:
    """`said`: the user's own words among the cell's, word for word."""
    found = dict.fromkeys(fact.text for fact in facts if fact.text in cell.text)
    said = [text for text in found if not any(text != other and text in other for other in found)]
    return {"text": cell.text, "origin": cell.origin.value, "cites": list(cell.cites), "said": said}


def _row(row: ActionRow, facts: tuple[Fact, ...], numbers: dict[str | None, int]) -> dict[str, Any]:
    units = (*row.recommendations, *row.challenges)
    return {
        "id": row.id,
        **{column: _cell(getattr(row, column), facts) for column in COLUMNS},
        "start": row.start,
        "end": row.end,
        "recommendation_ids": list(row.recommendations),
        "challenge_ids": list(row.challenges),
        "citations": [numbers[unit] for unit in units if unit in numbers],
        "provenance": [cited for cited in row.activity.cites if cited.startswith("pattern.")],
    }


def _indicator(row: IndicatorRow) -> dict[str, Any]:
    cells = {"activity": row.activity, "indicator": row.indicator, "evidence": row.evidence}
    return {"id": row.id, "goal": row.goal, **{name: _cell(cell) for name, cell in cells.items()}, "row": row.row}


def _stakeholder(stakeholder: Stakeholder) -> dict[str, Any]:
    return {
        "id": stakeholder.id,
        "group": stakeholder.group,
        "organisation": _cell(stakeholder.organisation),
        "relevance": _cell(stakeholder.relevance),
        "interest": stakeholder.interest,
        "influence": stakeholder.influence,
    }


def _question(question: OpenQuestion) -> dict[str, Any]:
    return {"id": question.id, "text": question.text, "hint": question.hint, "about": question.about}


def _citation(citation: Citation) -> dict[str, Any]:
    found = asdict(citation)
    found["passage_id"], found["unit_id"] = found.pop("passage"), found.pop("unit")
    return found
