"""Who belongs on the stakeholder map of a draft: bodies that the user named, and those that the patterns suggest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from assistant.planning.filling import Setting
from assistant.planning.patterns import Pattern, Patterns
from assistant.planning.plan import ActionRow, Cell, Origin, Stakeholder
from assistant.words import fold

# The toolkit's five groups by what bodies are called; the first that fits counts. Payers, HTA bodies, registries,
# funders and accreditation bodies are in none of the first four: they are "other".
_GROUPS = (
    (
        "stakeholder.3",
        r"patient|charit|advoca|selbsthilfe|carer|families|pazient|pacient|malade|krebshilfe|support group|lymphoma "
        r"(?:action|coalition)|self-help",
    ),
    (
        "stakeholder.5",
        r"payer|payor|insur|sickness fund|health fund|kasse|caisse|mutua|assicura|aseguradora|\baok\b|hta\b|"
        r"assessment|registr|accredit|tariff|foundation|fundaci|"
        r"fondation|fondazione|stiftung|\bnice\b|\biqwig\b|\bg-ba\b|universit(?:y|\w*) department|lawyer|data "
        r"protection|social services|emergency|it and",
    ),
    (
        "stakeholder.2",
        r"ministr|minister|parliament|authorit|regulat|council|senate|committee|government|consejer|assessorat|"
        r"policy|commission|landtag|agenc",
    ),
    ("stakeholder.4", r"manufactur|industr|compan|pharma|hersteller|firmen|laboratoire|aziende"),
    (
        "stakeholder.1",
        r"hospital|centre|center|clinic|practice|societ|doctor|physician|nurse|ha?ematolog|oncolog|klini|hopita|"
        r"chu\b|ospedal|policlinic|spital|krankenhaus|network|"
        r"haematology|team|ward|pharmac|laborator|association of",
    ),
)
OTHER = "stakeholder.5"


def group_of(body: str) -> str:
    """The toolkit's group that a body belongs to, by its name; "other" when the name says nothing."""
    plain = fold(body)
    return next((group for group, pattern in _GROUPS if re.search(pattern, plain)), OTHER)


def stakeholders(
    setting: Setting, used: Sequence[Pattern], rows: Sequence[ActionRow], patterns: Patterns
) -> tuple[Stakeholder, ...]:
    """The bodies that the user named, as theirs; then those that the patterns suggest.

    Last, somebody of each further group that matters for a recommendation on another scale.
    """
    found: dict[tuple[str, str], Stakeholder] = {}
    for name in (*setting.own, *setting.others):
        group = group_of(name)
        found[group, _bare(name)] = _entry(group, Cell(name, Origin.USER), Cell("You named them.", Origin.DRAFT))
    named = {_bare(name) for name in (*setting.own, *setting.others)}
    for pattern, row in zip(used, rows, strict=True):
        why = Cell(f"Needed for “{pattern.title}”.", Origin.DRAFT, row.activity.cites)
        for body in pattern.organisations:
            key = (group_of(body), _bare(body))
            if key[1] not in named and key not in found:
                found[key] = _entry(key[0], Cell(body, Origin.DRAFT, (pattern.id,)), why)
    for pattern in used:
        for other in patterns.by_recommendation[pattern.recommendation]:
            why = Cell(f"Often matters for {_number(pattern)}.", Origin.DRAFT, (pattern.recommendation, other.id))
            for body in other.organisations:
                group = group_of(body)
                if not any(known == group for known, _ in found):
                    found[group, _bare(body)] = _entry(group, Cell(body, Origin.DRAFT, (other.id,)), why)
    return tuple(sorted(found.values(), key=lambda s: (s.group, s.organisation.origin is not Origin.USER)))


def _number(pattern: Pattern) -> str:
    return f"recommendation {pattern.recommendation.removeprefix('rec.')}"


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an|our)\s", "", fold(name))


def _entry(group: str, organisation: Cell, relevance: Cell) -> Stakeholder:
    name = hashlib.sha256(f"{group}\0{organisation.text}".encode()).hexdigest()[:12]
    return Stakeholder(id=name, group=group, organisation=organisation, relevance=relevance)
