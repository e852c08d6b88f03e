"""What the guided chat says beside a question, unasked: cases from elsewhere, groups that matter, who is on the map.

Cases are public examples and never the Vision's own words; each is told with its source and what is not known of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.domain import Unit
from assistant.labels import label, name, title
from assistant.planning.differences import Difference, diff
from assistant.planning.guide import LEVELS, bare
from assistant.planning.patterns import Pattern
from assistant.planning.plan import GROUPS, Plan
from assistant.planning.steps import Question
from assistant.planning.who import group_of
from assistant.registry import Registry
from assistant.words import sentences

LEARN = "step.1.apply.learn"
MOST_CASES = 3
MOST_EXAMPLES = 3
_OF_THE_VISION = "CAR T Vision, Case studies"
_NOT_THEIRS = "public source, not selected by CAR T Vision"
_THEIRS = "published by CAR T Vision as a case study"


def beside(
    plan: Plan, asked: Question, entering: bool, registry: Registry, patterns: Mapping[str, Sequence[Pattern]]
) -> list[str]:
    """The lines that belong to that question; `entering`: whether its step begins with it."""
    if asked.unit == LEARN:
        return list(_cases(plan, registry))
    if asked.unit == LEVELS:
        return _map(plan)
    if asked.unit in GROUPS:
        chosen = [choice.unit for choice in plan.recommendations]
        lines = list(groups_for(chosen, registry, patterns)) if entering else []
        return [*lines, *([hint] if (hint := whom_to_ask(plan, asked.unit, registry, patterns)) else [])]
    return []


def cases_for(plan: Plan, registry: Registry) -> list[Unit]:
    """Cases that serve a recommendation chosen: those that serve most of them first, then in the corpus's order."""
    chosen = {choice.unit for choice in plan.recommendations}
    fitting = [unit for unit in registry.select("case") if chosen & set(unit.serves)]
    return sorted(fitting, key=lambda unit: -len(chosen & set(unit.serves)))


def _cases(plan: Plan, registry: Registry) -> Iterator[str]:
    found = cases_for(plan, registry)
    if not found:
        return
    chosen = [choice.unit for choice in plan.recommendations]
    yield "Here is where others did something of the kind. These are examples, and not the CAR T Vision's own words."
    for unit in found[:MOST_CASES]:
        serves = _numbers([served for served in chosen if served in unit.serves], registry)
        theirs = any(source.title == _OF_THE_VISION for source in unit.sources)
        said = [unit.text[start:end] for start, end in sentences(unit.text)]
        told = [sentence for sentence in said if "published by CAR T Vision" not in sentence][:1]
        sources = "; ".join(f"{source.title}, {source.address}" for source in unit.sources[:1])
        caveat = f" To keep in mind: {unit.caveat}" if unit.caveat else ""
        kind = _THEIRS if theirs else _NOT_THEIRS
        yield f"{title(unit)} (for {serves}). {' '.join(told)}{caveat} [{kind}: {sources}]"
    if len(found) > MOST_CASES:
        more = [f"“{title(unit)}”" for unit in found[MOST_CASES:]]
        named, rest = "; ".join(more[:MOST_CASES]), len(more) - MOST_CASES
        others = f", and {rest} more in the library" if rest > 0 else ""
        # By its title a case is found; asked for by a recommendation, the answer would be the recommendation.
        yield f"Also: {named}{others}. Ask me for one, for example: Tell me about the case {more[0]}."


def groups_for(
    recommendations: Sequence[str], registry: Registry, patterns: Mapping[str, Sequence[Pattern]]
) -> Iterator[str]:
    """Which of the toolkit's five groups matter for these recommendations, and for which of them."""
    matters: dict[str, list[str]] = {}
    for unit in recommendations:
        for group in GROUPS:
            if any(group in pattern.groups for pattern in patterns.get(unit, ())):
                matters.setdefault(group, []).append(unit)
    if not matters:
        return
    ranked = sorted(matters, key=lambda group: (-len(matters[group]), group))
    told = [f"{_group(group, registry)} (for {_numbers(matters[group], registry)})" for group in ranked]
    yield f"Of the toolkit's five groups, these matter most for what you chose, in our reading: {'; '.join(told)}."
    others = [_group(group, registry) for group in GROUPS if group not in matters]
    if others:
        yield f"Think of the others, too: {'; '.join(others)}."


def whom_to_ask(plan: Plan, group: str, registry: Registry, patterns: Mapping[str, Sequence[Pattern]]) -> str:
    """Why that group matters for the recommendations chosen, with examples of ours; empty where nothing says so."""
    units: list[str] = []
    bodies: list[str] = []
    for choice in plan.recommendations:
        for pattern in patterns.get(choice.unit, ()):
            if group in pattern.groups:
                units.append(choice.unit)
                bodies += [body for body in pattern.organisations if group_of(body) == group]
    if not units:
        return ""
    kinds = {bare(body).rstrip("s"): body for body in reversed(bodies)}
    examples = [body for body in dict.fromkeys(bodies) if body in kinds.values()][:MOST_EXAMPLES]
    example = f", for example {', '.join(examples)} (our suggestion)" if examples else ""
    return f"This group matters for {_numbers(dict.fromkeys(units), registry)}{example}."


def _map(plan: Plan) -> list[str]:
    open_ones = [s.organisation.text for s in plan.stakeholders if not (s.interest and s.influence)]
    rated = len(plan.stakeholders) - len(open_ones)
    done = f" ({rated} of {len(plan.stakeholders)} are done.)" if rated else ""
    return [f"On your map, still to be placed: {'; '.join(open_ones)}.{done}"] if open_ones else []


def in_words(before: Plan, after: Plan, registry: Registry) -> list[str]:
    """What differs between two plans, line by line, with titles where units are named by their ids."""
    return [_with_title(found, registry) for found in diff(before, after)]


def _with_title(found: Difference, registry: Registry) -> str:
    unit = registry.get(found.path[1].partition(":")[0]) if len(found.path) == 2 else None
    if unit is None:
        return found.text
    # "Recommendation rec.2.2" is called 2.2; a question has no number, so that its title stands for it.
    called = label(unit).rpartition(" ")[2] or f"“{title(unit)}”"
    return found.text.replace(found.path[1], called, 1)


def _group(group: str, registry: Registry) -> str:
    unit = registry.get(group)
    return title(unit) if unit else group


def _numbers(units: Sequence[str] | dict[str, None], registry: Registry) -> str:
    """ "recommendations 2.2 and 1.1"."""
    found = [unit for unit_id in units if (unit := registry.get(unit_id))]
    if len(found) == 1:
        return label(found[0]).lower() or name(found[0])
    numbers = [label(unit).rpartition(" ")[2] for unit in found]
    return f"recommendations {', '.join(numbers[:-1])} and {numbers[-1]}" if numbers else "what you chose"
