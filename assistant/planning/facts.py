"""What a scenario says of the writer's setting, cut out word for word: money, staff, dates, places, organisations.

Every fact is a slice of the text, so what lands in a plan is what was said. Kinds are those of `plan.FACTS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.planning.fact_patterns import (
    ACRONYM,
    AUDIENCE,
    BUDGET,
    COUNT,
    COUNTED,
    DATE,
    DISEASE,
    DUE,
    DURATION,
    EVENT,
    GENERIC_ORGANISATION,
    GENERIC_PLACE,
    HAVING,
    LACKING,
    LASTING,
    MONEY,
    MONTH,
    MONTH_EVENT,
    NAME,
    NO_NAMES,
    NUMBER,
    ORGANISATION,
    PLACE,
    PLANNED,
    SEASON,
    SELF,
    SPENT,
    STAFF,
    TIME_SHARE,
)
from assistant.words import fold, sentences


@dataclass(frozen=True, slots=True)
class Fact:
    """`text == scenario[start:end]`. `shape` tells periods apart: event, deadline, start, duration or date."""

    kind: str
    text: str
    start: int
    end: int
    shape: str = ""


# Words that a pattern may take along at its ends, and that are no part of what is meant.
_LOOSE = (
    "and or but so has have had is are was with without there that which who our us we i the by to of in at on for "
    "from et und y e oder ou mais aber pero ma "
    "a an as if than then because while about some per each every wollen wir auf das die der"
)
_EDGE = frozenset(_LOOSE.split())
_FRONT = _EDGE - {"the", "our", "a", "an", "about", "some", "by", "for", "from", "each", "every"}


def find_facts(text: str) -> tuple[Fact, ...]:
    """Facts in order of appearance; of two that overlap in one kind the longer one counts."""
    found: list[Fact] = []
    for start, end in sentences(text):
        found += _in_sentence(text[start:end], start)
    return tuple(sorted(_longest(found), key=lambda fact: (fact.start, fact.end)))


def _in_sentence(said: str, at: int) -> Iterator[Fact]:
    having, lacking = bool(HAVING.search(said)), bool(LACKING.search(said))
    spent = bool(SPENT.search(said)) and not BUDGET.search(said)
    for kind, pattern in (("number" if spent else "budget", MONEY), ("disease", DISEASE), ("audience", AUDIENCE)):
        yield from _each(kind, pattern, said, at)
    held = having and not lacking and not SELF.search(said)
    for fact in _each("staff", STAFF, said, at):
        role = SELF.search(said)
        yield fact if held and COUNTED.match(fact.text) else replace(fact, kind="role" if role else "other")
    yield from _each("staff", TIME_SHARE, said, at)
    yield from _periods(said, at)
    yield from _each("organisation", ORGANISATION, said, at)
    yield from _each("organisation", GENERIC_ORGANISATION, said, at)
    for fact in _each("organisation", ACRONYM, said, at):
        if fact.text.upper() not in NO_NAMES:
            yield fact
    yield from _places(said, at)
    yield from _each("number", NUMBER, said, at)
    yield from _each("number", COUNT, said, at)
    for fact in _each("other", NAME, said, at):
        if fact.text.upper() not in NO_NAMES and not fold(fact.text).startswith("cart"):
            yield fact


def _trim(text: str) -> tuple[int, int]:
    """Offsets of the text without loose words and punctuation at its ends."""
    words = list(re.finditer(r"\S+", text))
    while words and fold(words[0].group()).strip(",;:") in _FRONT:
        words.pop(0)
    while words and fold(words[-1].group()).strip(",;:.") in _EDGE:
        words.pop()
    if not words:
        return 0, 0
    return words[0].start(), words[0].start() + len(text[words[0].start() : words[-1].end()].rstrip(".,;:!?)'’"))


def _each(kind: str, pattern: re.Pattern[str], said: str, at: int, shape: str = "") -> Iterator[Fact]:
    for match in pattern.finditer(said):
        start, end = _trim(match.group())
        if end > start:
            start, end = match.start() + start, match.start() + end
            yield Fact(kind, said[start:end], at + start, at + end, shape)


def _periods(said: str, at: int) -> Iterator[Fact]:
    yield from _each("period", EVENT, said, at, "event")
    yield from _each("period", MONTH_EVENT, said, at, "event")
    due = bool(DUE.search(said)) and not EVENT.search(said)
    for match in DATE.finditer(said):
        shape = "deadline" if match["until"] or due else "start" if match["from"] else "date"
        yield Fact("period", match.group(), at + match.start(), at + match.end(), shape)
    planned = bool(PLANNED.search(said))
    for fact in _each("period", DURATION, said, at, "duration"):
        # "It takes 31 days" tells of today; "for six months" of a plan, where the sentence speaks of one.
        yield fact if planned and LASTING.match(fact.text) else replace(fact, kind="number", shape="")


def _places(said: str, at: int) -> Iterator[Fact]:
    for match in PLACE.finditer(said):
        name = match["place"].rstrip(".'’")
        plain = fold(name).removeprefix("the ")
        if (
            re.fullmatch(rf"(?:the )?(?:{MONTH}|{SEASON}).*", name)
            or plain.startswith("cart")
            or (ACRONYM.fullmatch(name) and name in NO_NAMES - {"EU", "UK", "USA"})
        ):
            continue
        yield Fact("place", name, at + match.start("place"), at + match.start("place") + len(name))
    yield from _each("place", GENERIC_PLACE, said, at)


def _longest(facts: Iterable[Fact]) -> list[Fact]:
    """Without those that lie inside a longer one of the same kind (or inside an amount of money or a named body)."""
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (f.kind == "other", f.start - f.end, f.start)):
        holders = {fact.kind, "budget"} | (
            {"organisation", "staff", "period"} if fact.kind in ("place", "number", "audience") else set()
        )
        holders |= {"place", "organisation", "staff", "period", "number", "disease"} if fact.kind == "other" else set()
        if fact.kind == "place" and any(
            k.kind == "organisation" and k.start < fact.end and fact.start < k.end for k in kept
        ):
            continue
        if not any(k.kind in holders and k.start <= fact.start and fact.end <= k.end for k in kept) and not any(
            k.kind == fact.kind and k.start < fact.end and fact.start < k.end for k in kept
        ):
            kept.append(fact)
    return kept
