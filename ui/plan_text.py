"""A plan, and what the guided chat says, as text for a terminal. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from assistant.domain import PlanSummary
from assistant.labels import label, name, title
from assistant.planning.differences import shown
from assistant.planning.plan import COLUMNS, ActionRow, Cell, Level, Plan, Proposal, QuestionStatus, Stakeholder
from assistant.planning.row_days import days_spoken, spoken
from assistant.planning.settling import what_it_does
from assistant.planning.talk import Reply
from assistant.registry import Registry
from ui.terminal import MAX_WIDTH, plain, render_answer

_MARKS = {"source": "quoted", "draft": "draft", "user": "yours"}
_COLUMN_NAMES = dict(
    zip(
        COLUMNS,
        ("Activity & timeline", "Audience & setting", "Resource & capacity", "Stakeholders", "Risk mitigation"),
        strict=True,
    )
)
_LEVELS = (Level.HIGH, Level.MEDIUM, Level.LOW)


def render_reply(reply: Reply, registry: Registry, width: int = 80) -> str:
    """What is said back, the answer to a question in between, waiting proposals, and the next question."""
    width = min(width, MAX_WIDTH)
    parts = [_fill(line, width) for line in reply.said]
    if reply.answer:
        parts.append(render_answer(reply.answer, width))
    if reply.show:
        parts.append(render_plan(reply.plan, registry, width))
    elif reply.fresh and not reply.ended:
        parts.append("\n".join(_proposals(reply.plan.proposals, registry, width, reply.new)))
        parts.append(_waiting(len(reply.plan.proposals) - len(reply.new), more=True) if reply.new else "")
    else:
        parts.append(_waiting(len(reply.plan.proposals), more=False))
    if reply.question:
        example = f"\nFor example: {reply.question.example}" if reply.question.example else ""
        parts.append("\n".join(_fill(line, width) for line in f"{reply.question.ask}{example}".split("\n")))
    return plain("\n\n".join(part for part in parts if part))


def render_plans(plans: Sequence[PlanSummary]) -> str:
    """One plan a line: id, when it was changed last, title."""
    titles = (" ".join(plain(plan.title).split()) or "(no title)" for plan in plans)
    return "\n".join(
        f"{plan.id}  {plan.changed[:16].replace('T', ' ')}  {words}" for plan, words in zip(plans, titles, strict=True)
    )


def render_plan(plan: Plan, registry: Registry, width: int = 80) -> str:
    """The whole plan, step by step; each cell says whose words it holds."""
    width = min(width, MAX_WIDTH)
    sections = (
        (plan.title or "(no title)", ()),
        ("The problem", _answers(plan, registry, width, "step.1.")),
        ("What you told of your setting", _facts(plan, width)),
        ("Challenges and recommendations", _chosen(plan, registry, width)),
        ("Stakeholders", chain(_answers(plan, registry, width, "step.2."), _stakeholders(plan, registry, width))),
        ("Action plan", chain(_answers(plan, registry, width, "component."), _rows(plan.rows, registry, width))),
        ("Indicators", _indicators(plan, width)),
        ("Open questions", _open(plan, width)),
        ("Waiting for you", _proposals(plan.proposals, registry, width)),
    )
    blocks = [(title, list(lines)) for title, lines in sections]
    return plain(
        "\n\n".join("\n".join([title, *lines]) for number, (title, lines) in enumerate(blocks) if lines or not number)
    )


def _answers(plan: Plan, registry: Registry, width: int, step: str) -> Iterator[str]:
    for unit_id, cell in plan.answers.items():
        unit = registry.get(unit_id)
        if cell and unit and unit_id.startswith(step):
            asked = title(unit)
            yield _fill(f"{asked}{'' if asked.endswith('?') else ':'} {_marked(cell)}", width, "  - ")


def _facts(plan: Plan, width: int) -> Iterator[str]:
    for kind, values in plan.facts.items():
        if kind == "other":
            continue  # names of no kind, kept for the drafts
        yield _fill(f"{kind}: {'; '.join(values)}", width, "  - ")


def _chosen(plan: Plan, registry: Registry, width: int) -> Iterator[str]:
    for choice in (*plan.challenges, *plan.recommendations):
        unit = registry.get(choice.unit)
        yield _fill(name(unit) if unit else choice.unit, width, "  - ")


def _stakeholders(plan: Plan, registry: Registry, width: int) -> Iterator[str]:
    for stakeholder in plan.stakeholders:
        unit = registry.get(stakeholder.group)
        group = unit.title if unit else stakeholder.group
        yield _fill(f"{_marked(stakeholder.organisation)} · {group}", width, "  - ")
    rated = [s for s in plan.stakeholders if s.interest and s.influence]
    if rated:
        yield ""
        yield from _grid(rated, width)


def _grid(rated: Sequence[Stakeholder], width: int) -> Iterator[str]:
    """Influence from top to bottom, interest from left to right."""
    column = max(12, (width - 12) // 3)
    yield f"  {'influence':<10}" + "".join(f"{f'{level.value} interest':<{column}}" for level in reversed(_LEVELS))
    for influence in _LEVELS:
        cells = [
            textwrap.wrap("; ".join(s.organisation.text for s in _at(rated, interest, influence)), column - 2) or ["·"]
            for interest in reversed(_LEVELS)
        ]
        for line in range(max(map(len, cells))):
            head = influence.value if not line else ""
            words = (cell[line] if line < len(cell) else "" for cell in cells)
            yield f"  {head:<10}{''.join(f'{word:<{column}}' for word in words)}".rstrip()


def _at(rated: Sequence[Stakeholder], interest: Level, influence: Level) -> list[Stakeholder]:
    return [s for s in rated if (s.interest, s.influence) == (interest, influence)]


def _rows(rows: Sequence[ActionRow], registry: Registry, width: int) -> Iterator[str]:
    for number, row in enumerate(rows, 1):
        units = [(unit_id, registry.get(unit_id)) for unit_id in (*row.recommendations, *row.challenges)]
        serves = ", ".join(label(unit) if unit else unit_id for unit_id, unit in units) or "no recommendation yet"
        yield f"  {number}. serves {serves}"
        if days := spoken(row):
            yield f"     Days: {days}"
        for column, heading in _COLUMN_NAMES.items():
            cell: Cell = getattr(row, column)
            yield _fill(f"{heading}: {_marked(cell) if cell else 'open'}", width, "     ")


def _indicators(plan: Plan, width: int) -> Iterator[str]:
    for row in plan.indicators:
        goal = f"Goal {row.goal}. " if row.goal else ""
        evidence = _marked(row.evidence) if row.evidence else "open"
        words = f"{goal}{shown(row.activity)} · Output: {_marked(row.indicator)} · Evidence: {evidence}"
        yield _fill(words, width, "  - ")


def _open(plan: Plan, width: int) -> Iterator[str]:
    for question in plan.questions:
        if question.status is QuestionStatus.OPEN:
            yield _fill(" ".join(part for part in (question.text, question.hint) if part), width, "  - ")


def _proposals(
    proposals: Sequence[Proposal], registry: Registry, width: int, only: Sequence[str] = ()
) -> Iterator[str]:
    """Each under the number that it is accepted by; `only`: the ids of those to be shown."""
    for number, proposal in enumerate(proposals, 1):
        if not only or proposal.id in only:
            reason = f" · {proposal.reason}" if proposal.reason else ""
            yield _fill(f"{what_it_does(proposal, registry)}{reason}", width, f"  [{number}] ")
            yield from _proposed_item(proposal, width)


def _waiting(count: int, more: bool) -> str:
    """How many suggestions wait, beside those that are listed."""
    if not count:
        return ""
    wait = "1 suggestion waits" if count == 1 else f"{count} suggestions wait"
    return f"({'From before, ' if more else ''}{wait}: “show” lists {'it' if count == 1 else 'them'}.)"


def _proposed_item(proposal: Proposal, width: int) -> Iterator[str]:
    """The words of a row or indicator that is proposed."""
    item = proposal.data.get("item", {})
    if days := days_spoken(item.get("start"), item.get("end")):
        yield f"      Days: {days}"
    headings = {**_COLUMN_NAMES, "indicator": "Output indicator", "evidence": "Supporting evidence"}
    for part, heading in headings.items():
        if isinstance(item.get(part), Mapping):
            yield _fill(f"{heading}: {' / '.join(str(item[part].get('text', '')).splitlines())}", width, "      ")


def _marked(cell: Cell) -> str:
    return f"{' / '.join(cell.text.splitlines())} [{_MARKS[cell.origin.value]}]"


def _fill(text: str, width: int, head: str = "") -> str:
    # Addresses stay whole, so that they can be opened from the terminal.
    below = " " * len(head)
    lines = textwrap.wrap(
        " ".join(text.split()), max(1, width - len(head)), break_on_hyphens=False, break_long_words=False
    )
    return "\n".join(f"{below if number else head}{line}" for number, line in enumerate(lines))
