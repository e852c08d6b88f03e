"""What is still to be found out: questions before drafting, in the toolkit's words, and open questions after it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.labels import title
from assistant.planning.filling import Setting, responsible
from assistant.planning.matching import Match
from assistant.planning.patterns import Pattern
from assistant.planning.plan import ActionRow, OpenQuestion
from assistant.planning.scenario import Scenario
from assistant.planning.scope import names_a_trouble
from assistant.registry import Registry

# Which question of step 1 to ask when a kind of fact is missing, with an example of what an answer looks like.
_ASK = {
    "what": ("step.1.ask.what.1", "For example: community clinics refer late; or the tariff does not cover the stay."),
    "cause": ("step.1.ask.what.2", "For example: doctors do not know whom to call; or nobody has time to coordinate."),
    "who": ("step.1.ask.who.1", "For example: patients who live far from the centre; or families with little money."),
    "active": ("step.1.ask.who.2", "For example: the regional hospital, a patient group, the sickness fund."),
    "where": ("step.1.ask.where.1", "For example: two rural counties; or one hospital network."),
    "why": ("step.1.ask.why.2", "For example: no budget, no contact person, or rules that forbid it."),
}
_RESOURCES = ("component.resources.1", "For example: 12,000 euros, a part-time nurse, a meeting in March.")
# Facts that a plan needs, what to ask where the user gave none, and who could know.
_MISSING = (
    ("place", "Where does this take place?", "whoever asked you to make the plan"),
    ("period", "When does it start, and by when should it be done?", "the people who have to find the time"),
    ("budget", "How much money is there, and from whom?", "the treasurer or the finance department"),
    ("staff", "Who works on it, and for how many hours?", "the managers who release the time"),
)


def questions_for(scenario: Scenario, found: Match, registry: Registry) -> tuple[tuple[str, str], ...]:
    """(unit id, question with an example) for what a scenario leaves out, at most five, the problem first."""
    told = {fact.kind for fact in scenario.facts}
    named = names_a_trouble(found)
    wanted = [] if named else [_ASK["what"], _ASK["cause"]]
    wanted += [] if named and "audience" in told else [_ASK["who"]]
    wanted += [] if "place" in told else [_ASK["where"]]
    wanted += [] if "organisation" in told else [_ASK["active"]]
    wanted += [] if told & {"budget", "staff", "period"} else [_RESOURCES]
    wanted = wanted or [_ASK["why"]]
    return tuple(
        (unit_id, f"{title(unit)} {example}") for unit_id, example in wanted[:5] if (unit := registry.get(unit_id))
    )


def still_open(setting: Setting, used: Sequence[Pattern], rows: Sequence[ActionRow]) -> tuple[OpenQuestion, ...]:
    """The questions that the patterns raise, row by row, then what the user has not said of the setting."""
    asked: list[tuple[str, str, str | None]] = []
    for pattern, row in zip(used, rows, strict=True):
        asked += [
            (setting.fill(question, pattern), setting.fill(who, pattern), row.id) for question, who in pattern.ask
        ]
    if not responsible(setting):
        asked.append(("Who is responsible for each row?", "the partners named in the rows", None))
    asked += [(question, who, None) for kind, question, who in _MISSING if not setting.said(kind)]
    return tuple(
        OpenQuestion(id=hashlib.sha256(f"{about}\0{text}".encode()).hexdigest()[:12], text=text, hint=who, about=about)
        for text, who, about in dict.fromkeys(asked)
    )
