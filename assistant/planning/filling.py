"""From one pattern and a scenario's facts to one action row and its indicators: the user's words in the right cells.

What the user said stands there word for word; all else is a proposal, and what is missing is marked "to be agreed".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.planning.facts import Fact, tells
from assistant.planning.matching import Fit
from assistant.planning.patterns import PHASES, SLOT, Pattern
from assistant.planning.plan import ActionRow, Cell, IndicatorRow, Origin
from assistant.planning.scenario import Scenario
from assistant.words import fold, tokens

AGREE = "(to be agreed)"
_PHASE_NAMES = {"prepare": "Prepare", "meet": "Agree", "run": "Do", "review": "Review"}
# Bodies of one kind may stand for each other in a slot: a hospital where a centre is meant, not a ministry.
_BODIES = (
    r"hospital|centre|center|clinic|hopital|\bchu\b|klini|ospedal|policlinic|spital|krankenhaus",
    r"payer|payor|fund|insur|kasse|caisse|mutua|asegurador|assicura|\baok\b",
    r"ministr|authorit|\bbody|agency|council|board|committee|regulat|consejer|assessorat",
    r"society|association of h|gesellschaft|societ|sociedad|societa",
    r"registr|register",
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What of a scenario goes into rows: the writer's own body, others, and the facts by kind, as said."""

    scenario: Scenario
    own: tuple[str, ...]
    others: tuple[str, ...]
    place: str

    @classmethod
    def of(cls, scenario: Scenario) -> Setting:
        """Sorts the organisations into the writer's own and others."""
        own: list[str] = []
        others: list[str] = []
        for fact in _each_once(scenario.of("organisation")):
            (own if _is_own(scenario, fact) else others).append(fact.text)
        places = [fact for fact in scenario.of("place") if tells(fact)]
        return cls(scenario, tuple(own), tuple(others), places[0].text if places else "")

    def said(self, kind: str, shape: str = "") -> list[str]:
        """The user's words for that kind of fact, each once; no place where they only say "our region"."""
        return [fact.text for fact in _each_once(self.scenario.of(kind, shape)) if tells(fact)]

    def fill(self, text: str, pattern: Pattern) -> str:
        """A text of that pattern with its slots filled from what the user said."""
        return _slots(text, pattern, self)


def _each_once(facts: Iterable[Fact]) -> list[Fact]:
    """Without those that were said before but for an article or a capital: "The regional hospital"."""
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(_plain(fact.text), fact)
    return list(found.values())


def _plain(words: str) -> str:
    return re.sub(r"^(?:the|an?|our)\s+", "", fold(words))


def choose(patterns: Sequence[Pattern], scenario: Scenario) -> Pattern:
    """The pattern for the scale on which the writer can act; of equal ones that which shares most words with them."""
    stems = set(tokens(scenario.text))
    return max(
        patterns,
        key=lambda p: (
            1.5 * (p.scale == scenario.scale)
            + 1.0 * (scenario.role in p.roles)
            + 0.3 * len({s for word in p.keywords for s in tokens(word)} & stems)
        ),
    )


def fill(
    pattern: Pattern, fit: Fit, setting: Setting, row_id: str, challenges: Sequence[str], first: bool
) -> ActionRow:
    """The row of that pattern. `first`: whether it takes the dates of meetings, which one row alone can use."""
    cites = (fit.unit.id, *challenges, pattern.id)

    def cell(text: str) -> Cell:
        return Cell(text, Origin.DRAFT, cites)

    return ActionRow(
        id=row_id,
        activity=cell(_activity(pattern, setting, first)),
        audience=cell(_audience(pattern, fit, setting)),
        resources=cell(_resources(pattern, setting, first)),
        stakeholders=cell(_stakeholders(pattern, setting)),
        risk=cell(
            "\n".join(
                f"{_upper(_slots(r, pattern, setting))}: {_slots(m, pattern, setting)}." for r, m in pattern.risks
            )
        ),
        recommendations=(fit.unit.id,),
        challenges=tuple(challenges),
    )


def indicators(pattern: Pattern, setting: Setting, row: ActionRow, goal: int | None) -> list[IndicatorRow]:
    """The output indicators of that row, each with the evidence to collect."""
    return [
        IndicatorRow(
            id=f"{row.id}-indicator-{number}",
            goal=goal,
            activity=Cell(pattern.title, Origin.DRAFT, row.activity.cites),
            indicator=Cell(_slots(measure, pattern, setting), Origin.DRAFT, row.activity.cites),
            evidence=Cell(_upper(_slots(evidence, pattern, setting)), Origin.DRAFT, row.activity.cites),
            row=row.id,
        )
        for number, (measure, evidence) in enumerate(pattern.indicators, 1)
    ]


# -- cells ------------------------------------------------------------------------------------------------------------


def _activity(pattern: Pattern, setting: Setting, first: bool) -> str:
    when = _when(setting, first)
    lines = [f"{_slots(pattern.activity, pattern, setting)}."]
    for phase in PHASES:
        what = _slots(pattern.phases[phase], pattern, setting)
        lines.append(f"{_PHASE_NAMES[phase]}: {what} {when.get(phase, AGREE)}")
    return "\n".join(lines)


def _when(setting: Setting, first: bool) -> dict[str, str]:
    """Per phase what the user said of its time, in brackets. Meetings and loose dates go to the first row alone."""
    told: dict[str, list[str]] = {phase: [] for phase in PHASES}
    if first:
        told["meet"] += setting.said("period", "event") or setting.said("period", "date")
        told["run"] += setting.said("period", "date") if setting.said("period", "event") else []
    told["prepare"] += setting.said("period", "start") if first else []
    told["run"] += setting.said("period", "duration") if first else []
    told["review"] += setting.said("period", "deadline")
    return {phase: f"({'; '.join(dict.fromkeys(words))})" for phase, words in told.items() if words}


def _audience(pattern: Pattern, fit: Fit, setting: Setting) -> str:
    lines = [
        f"{_upper(_slots(pattern.audience, pattern, setting))}.",
        f"Setting: {_slots(pattern.setting, pattern, setting)}.",
    ]
    places = [place for place in setting.said("place") if place not in " ".join(lines)]
    if places:
        lines.append(f"Places you named: {'; '.join(places)}.")
    if fit.said:
        lines.append(f"In your words: “{fit.said.text}”")
    return "\n".join(lines)


def _resources(pattern: Pattern, setting: Setting, first: bool) -> str:
    have = [*setting.said("budget"), *setting.said("staff")]
    needs = "; ".join(_slots(need, pattern, setting) for need in pattern.needs)
    # What is there is there once: a further row says that it draws on the same.
    has = "Have" if first else "Have, for all rows together"
    held = f"{has}: {'; '.join(have)}." if have else f"Have: {AGREE[1:-1]}: money, people, rooms."
    return f"{held}\nNeed: {needs}.\nHow the rest is secured: {AGREE[1:-1]}."


def _stakeholders(pattern: Pattern, setting: Setting) -> str:
    lines = []
    if setting.own:
        lines.append(f"Your side: {'; '.join(setting.own)}.")
    if setting.others:
        lines.append(f"Named by you: {'; '.join(setting.others)}.")
    named = fold(" ".join((*setting.own, *setting.others)))
    centre = _body("the treating centre", setting, own=True)
    suggested = [
        body
        for body in pattern.organisations
        if re.sub(r"^(?:the|an?) ", "", fold(body)) not in named and not (centre and body == "the treating centre")
    ]
    if suggested:
        lines.append(f"Suggested: {'; '.join(suggested)}.")
    proposed = responsible(setting)
    lines.append(f"Responsible (our proposal): {proposed}." if proposed else f"Responsible: {AGREE[1:-1]}.")
    return "\n".join(lines)


def responsible(setting: Setting) -> str:
    """Who could be responsible: the writer's own body (and staff), else their staff; empty where neither was named."""
    staff = setting.said("staff")
    if setting.own:
        return f"{setting.own[0]} ({staff[0]})" if staff else setting.own[0]
    # In quotes, since a post is nobody whom the map could hold.
    return f"“{staff[0]}”" if staff else ""


# -- slots ------------------------------------------------------------------------------------------------------------


def _slots(text: str, pattern: Pattern, setting: Setting) -> str:
    """The text with its slots filled from the facts, or with the pattern's general words."""

    def filled(match: re.Match[str]) -> str:
        name, otherwise = match.group(1), match.group(2)
        if name == "place":
            return setting.place or otherwise
        if name == "audience":
            return otherwise
        if name == "organisation":
            before = text[: match.start()].rstrip()
            return _body(otherwise, setting, own=before.endswith(("at", " and")) or match.start() == 0) or otherwise
        deadline = setting.said("period", "deadline")
        return _bare_date(deadline[0]) if deadline and name == "date" else otherwise

    return SLOT.sub(filled, text)


def _body(otherwise: str, setting: Setting, own: bool) -> str:
    """A body that the user named, of the kind that the pattern means; the writer's own only where that is meant."""
    if "," in otherwise or " and " in otherwise:
        return ""  # several bodies are meant: one name would drop the others
    for kind in _BODIES:
        if re.search(kind, fold(otherwise)):
            for name in (*setting.own, *setting.others) if own else setting.others:
                if re.match(r"(?:an?|une?|ein\w*) ", fold(name)):
                    continue  # "a hospital" names none
                if re.search(kind, fold(name)) and not re.search(
                    r"\b\w+(?:hospitals|clinics|centres|practices)\b|s$", fold(name)
                ):
                    return _in_sentence(name)
    return ""


def _in_sentence(name: str) -> str:
    """ "Two hospitals" as it stands within a sentence; names keep their capital."""
    first, _, rest = name.partition(" ")
    return (
        name[0].lower() + name[1:]
        if rest and rest == rest.lower() and first.isalpha() and not first.isupper()
        else name
    )


def _bare_date(deadline: str) -> str:
    return re.sub(r"^(?:by|before|until|till|no later than|not later than)\s", "", deadline, flags=re.IGNORECASE)


_SPEAKING_OF_SELF = re.compile(
    r"\b(?:i am|we are|i'm|we're|i (?:work|manage|run|lead|head|coordinate|chair|represent|direct)|as an?|"
    r"we (?:run|manage|lead|represent)|je (?:suis|travaille|dirige)|nous sommes|ich (?:bin|arbeite|leite)|"
    r"wir sind|soy|somos|trabajo|sono|siamo|lavoro)\b[^.;]*$"
)


def _is_own(scenario: Scenario, fact: Fact) -> bool:
    """Whether the writer says that they belong to it: named after "we are", "I work at", "our"."""
    said = scenario.own_words(fact)
    if said is None:
        return False
    before = fold(said.text[: fact.start - said.start])
    theirs = re.match(r"(?:our|notre|unser\w*|nuestr\w+|nostr\w+)\b", fold(fact.text))
    return bool(theirs or _SPEAKING_OF_SELF.search(before))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def missing_facts(row: Iterable[str], facts: Sequence[Fact]) -> list[Fact]:
    """The facts that no text of the row holds word for word, but for an article and capitals at their beginning."""
    texts = [fold(text) for text in row]
    return [fact for fact in facts if not any(_plain(fact.text) in text for text in texts)]
