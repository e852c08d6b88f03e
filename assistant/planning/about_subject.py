"""What a conversation on a plan is about, and whether a question names a subject of its own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain import Turn, Unit
from assistant.labels import label, name
from assistant.planning.patterns import Pattern
from assistant.planning.plan import ActionRow, Plan, Proposal, find
from assistant.planning.plan_json import read
from assistant.planning.talk import Talk
from assistant.registry import Registry
from assistant.retrieval.conversation import leans_on_history
from assistant.words import fold, tokens

MOST_HANDED_OVER = 3
# Words that say how something is asked, and of a plan as such; with any other one a question has its own subject.
_EMPTY = frozenset(
    tokens(
        "plan row activity activities recommendation recommendations challenge challenges barrier goal "
        "suggestion suggestions suggest suggested recommend recommended recommends chose choose chosen pick "
        "picked idea ideas choice choices place places region regions country countries hospital hospitals "
        "centre centres center centers clinic clinics people somebody someone anybody anyone everybody "
        "elsewhere abroad example examples case cases experience experiences do did done try tried work "
        "worked works working handle handled similar same kind sort thing enough sufficient complete missing "
        "forget forgotten forgot anything something else more add need needed needs needing think consider go "
        "went wrong risk risks fail failure happen pitfall problem problems involve involved involves include "
        "included invite help ask talk board responsible know measure measured see tell show check success "
        "successful succeed effect indicator indicators vision report toolkit text texts source sources say "
        "says said mean means meaning exactly really address addresses solve solves tackle tackles first "
        "second third fourth fifth last one ones two three other others another rest come comes came coming "
        "reason reasons based basis make makes made good right well best far so start part explain "
        "explanation please list whole all main next world already before learn evidence necessary worth "
        "worthwhile difference important benefit useful use point matter cost costs money budget price long "
        "take takes time when own wrote write written author copy fit fits up like"
    )
)
# A number names something of its own, and what is asked of one person is for the care team.
_NOT_THE_PLAN = re.compile(r"\d|\b(?:me|my|him|his|he|her|hers|she)\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the conversation is about: recommendations and challenges, rows, and the suggestions that wait for a yes."""

    plan: Plan
    registry: Registry
    patterns: Mapping[str, Sequence[Pattern]]
    waiting: tuple[Proposal, ...]
    rows: tuple[ActionRow, ...]
    units: tuple[Unit, ...]

    def of_kind(self, kind: str) -> list[Unit]:
        """The recommendations, or the challenges."""
        return [unit for unit in self.units if unit.kind == kind]


def subject_of(
    plan: Plan, talk: Talk, row: str | None, registry: Registry, patterns: Mapping[str, Sequence[Pattern]]
) -> Subject:
    """The suggestions listed last, else the row that is asked about, else what was chosen, else all that waits."""
    fresh = tuple(p for p in plan.proposals if p.id in talk.fresh)
    about = find(plan, "rows", row) if row else None
    chosen = [choice.unit for choice in (*plan.recommendations, *plan.challenges)]
    rows: tuple[ActionRow, ...] = (about,) if isinstance(about, ActionRow) else plan.rows
    if _units(fresh):
        waiting, ids, rows = fresh, _units(fresh), tuple(suggested_rows(fresh)) or plan.rows
    elif isinstance(about, ActionRow) and about.recommendations:
        waiting, ids = (), [*about.recommendations, *about.challenges]
    else:
        waiting, ids = ((), chosen) if chosen else (plan.proposals, _units(plan.proposals))
    found = {unit.id: unit for unit_id in ids if (unit := registry.get(unit_id))}
    ordered = sorted(found.values(), key=lambda unit: unit.kind != "recommendation")
    return Subject(plan, registry, patterns, waiting, rows, tuple(ordered))


def has_its_own_subject(question: str) -> bool:
    """Whether it names something that the texts can be searched for, or somebody whom only the care team can advise."""
    return bool(set(tokens(question)) - _EMPTY or _NOT_THE_PLAN.search(fold(question)))


def handed_over(question: str, subject: Subject) -> tuple[Turn, ...]:
    """What the conversation is about, as an exchange before a question that leans on it; nothing before others."""
    if not subject.units or not leans_on_history(question):
        return ()
    said = [f"{name(unit)}: {unit.text}" for unit in subject.units[:MOST_HANDED_OVER]]
    asked = label(subject.units[0]) or name(subject.units[0])
    return Turn("user", f"What does {asked[:1].lower()}{asked[1:]} say?"), Turn("assistant", "\n".join(said))


def _units(proposals: Iterable[Proposal]) -> list[str]:
    """Recommendations and challenges that are suggested, on their own or by a row."""
    chosen = [str(p.data["unit"]) for p in proposals if p.kind == "choose"]
    rows = suggested_rows(proposals)
    return [*chosen, *(unit for row in rows for unit in (*row.recommendations, *row.challenges))]


def suggested_rows(proposals: Iterable[Proposal]) -> list[ActionRow]:
    """Rows among the suggestions."""
    adds = (p.data for p in proposals if p.kind == "add" and p.data.get("table") == "rows")
    return [read(ActionRow, data["item"], "rows") for data in adds]
