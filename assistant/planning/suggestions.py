"""What the assistant suggests in the guided chat, each with its reason; the user accepts or rejects it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain import Hit
from assistant.labels import name
from assistant.planning import verbs
from assistant.planning.events import Change
from assistant.planning.log import PlanLog
from assistant.planning.patterns import Pattern
from assistant.planning.plan import ActionRow, Cell, Origin, Plan, find
from assistant.registry import Registry
from assistant.words import keywords

# Challenges and recommendations that are suggested at most, and how deep in the ranking they are looked for.
MOST = {"challenge": 2, "recommendation": 3}
DEPTH = 40
LONGEST_PROBLEM = 2_000


@dataclass(frozen=True, slots=True)
class Suggested:
    """A change that the assistant suggests, and why."""

    change: Change
    reason: str


def that_fit(plan: Plan, registry: Registry, search: Callable[[str, int], Sequence[Hit]]) -> list[Suggested]:
    """The challenges and recommendations nearest to what the user said of the problem, each citing its unit."""
    said = "\n".join(cell.text for cell in plan.problem.values() if cell)[:LONGEST_PROBLEM]
    if not said:
        return []
    chosen = {choice.unit for choice in (*plan.challenges, *plan.recommendations)}
    left = dict(MOST)
    found: list[Suggested] = []
    for hit in search(said, DEPTH):
        unit = registry.get(hit.passage.unit)
        if unit is None or unit.id in chosen or not left.get(unit.kind):
            continue
        left[unit.kind] -= 1
        answer = _nearest_answer(plan, unit.text)
        reason = f"You wrote: “{answer}” {name(unit)}."
        found.append(Suggested(verbs.choose(unit.id, Cell(reason, Origin.DRAFT, (unit.id,))), reason))
    return found


def _nearest_answer(plan: Plan, text: str) -> str:
    """The answer that shares most words with the unit, the first of equal ones."""
    words = set(keywords(text))
    said = [cell.text for cell in plan.problem.values() if cell]
    return max(said, key=lambda answer: len(words & set(keywords(answer))))


def which_it_serves(plan: Plan, row_id: str) -> list[Suggested]:
    """For a row without a recommendation: those chosen that no other row serves yet, or all chosen."""
    row = find(plan, "rows", row_id)
    if not isinstance(row, ActionRow) or row.recommendations or not plan.recommendations:
        return []
    if any(p.data.get("id") == row_id and p.data.get("field") == "recommendations" for p in plan.proposals):
        return []
    chosen = [choice.unit for choice in plan.recommendations]
    served = {unit for other in plan.rows for unit in other.recommendations}
    serves = [unit for unit in chosen if unit not in served] or chosen
    reason = "You chose it in step 1; a row has to say what it serves."
    return [Suggested(verbs.edit("rows", row_id, "recommendations", serves), reason)]


def whom_to_ask(plan: Plan, group: str, patterns: Mapping[str, Sequence[Pattern]]) -> str:
    """Why that group matters for the recommendations chosen, with an example of ours; empty where nothing says so."""
    for choice in plan.recommendations:
        for pattern in patterns.get(choice.unit, ()):
            if group in pattern.groups:
                example = f"for example for “{pattern.title}” (our suggestion, {pattern.id})"
                return f"This group matters for {choice.unit}, {example}."
    return ""


def was_proposed(log: PlanLog, kind: str) -> bool:
    """Whether changes of that kind were proposed before, whatever became of them."""
    proposed = (proposal for event in log.done if event.kind == "propose" for proposal in event.data["proposals"])
    return any(proposal["kind"] == kind for proposal in proposed)
