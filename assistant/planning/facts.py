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
    BETWEEN_ITEMS,
    BUDGET,
    COUNT,
    COUNTED,
    DISEASE,
    GENERIC_ORGANISATION,
    GENERIC_PLACE,
    HAVING,
    HOLDING,
    LACKING,
    MANY,
    MONEY,
    NAME,
    NO_NAMES,
    NO_PLACE,
    NUMBER,
    ORGANISATION,
    PLACE,
    SELF,
    SPENT,
    STAFF,
    TIME_SHARE,
    UNIT_NUMBER,
)
from assistant.planning.time_patterns import (
    DATE,
    DATED,
    DUE,
    DURATION,
    EVENT,
    LASTING,
    MEETING,
    MONTH,
    MONTH_EVENT,
    PAST,
    PLANNED,
    SEASON,
    UNTIL,
    WANTED,
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
_NOBODY_NAMED = ("the hospital", "the hospitals", "the clinic", "the clinics", "the centre", "the center")
_ENDS_WITH_THERAPY = re.compile(r"\bCAR[ -]T\.\s+(?=[A-ZÀ-Þ])")
_AND = (" and ", " und ", " et ", " y ", " e ", " plus ")
# What may be a part of something else is looked at after it.
_LATER = {"period": 1, "number": 2, "other": 3}
_TELLING = ("budget", "staff", "period", "organisation", "place")
MOST_WORDS_OF_ITEM = 9
_EDGE = frozenset(_LOOSE.split())
_FRONT = _EDGE - {"the", "our", "a", "an", "about", "some", "by", "for", "from", "each", "every"}


def spoken(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence. A day before its month ends none ("am 12. Juni"), the therapy's name may."""
    found: list[tuple[int, int]] = []
    for start, end in (part for span in sentences(text) for part in _after_the_therapy(text, *span)):
        if found and _ends_with_day(text, found[-1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _after_the_therapy(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of what looks like one sentence because "CAR T." looks like an initial."""
    for match in _ENDS_WITH_THERAPY.finditer(text, start, end):
        yield start, match.start() + len(match.group().rstrip())
        start = match.end()
    yield start, end


def _ends_with_day(text: str, before: tuple[int, int], start: int) -> bool:
    return bool(re.search(r"\b\d{1,2}\.$", text[before[0] : before[1]]) and re.match(rf"{MONTH}\b", text[start:]))


def find_facts(text: str) -> tuple[Fact, ...]:
    """Facts in order of appearance; of two that overlap in one kind the longer one counts."""
    found: list[Fact] = []
    for start, end in spoken(text):
        in_it = list(_in_sentence(text[start:end], start))
        found += [*in_it, *_held(text[start:end], start, in_it)]
    return tuple(sorted(_longest(found), key=lambda fact: (fact.start, fact.end)))


def tells(fact: Fact) -> bool:
    """Whether the words say something to others: "our region" names no place, and "2.2" counts nothing."""
    if fact.kind == "number":
        return not UNIT_NUMBER.fullmatch(fact.text)
    return fact.kind != "place" or not NO_PLACE.fullmatch(fact.text)


def _in_sentence(said: str, at: int) -> Iterator[Fact]:
    having, lacking = bool(HAVING.search(said)), bool(LACKING.search(said))
    spent = bool(SPENT.search(said)) and not BUDGET.search(said)
    for kind, pattern in (("number" if spent else "budget", MONEY), ("disease", DISEASE), ("audience", AUDIENCE)):
        yield from _each(kind, pattern, said, at)
    speaking = SELF.search(said)
    for fact in _joined(_each("staff", STAFF, said, at), said, at):
        # "I am a nurse" tells a role; "we are four volunteers with a nurse on Mondays" tells who there is.
        alone = speaking and fact.start - at <= speaking.end() + 1 and not MANY.match(fact.text)
        held = (having or speaking) and not lacking and not alone and COUNTED.match(fact.text)
        yield fact if held else replace(fact, kind="role" if alone else "other")
    yield from _each("staff", TIME_SHARE, said, at)
    yield from _periods(said, at)
    yield from _each("organisation", ORGANISATION, said, at)
    for fact in _each("organisation", GENERIC_ORGANISATION, said, at):
        if fact.text.lower() not in _NOBODY_NAMED:
            yield fact
    for fact in _each("organisation", ACRONYM, said, at):
        if fact.text.upper() not in NO_NAMES:
            yield fact
    yield from _places(said, at)
    yield from _each("number", NUMBER, said, at)
    yield from _each("number", COUNT, said, at)
    for fact in _each("other", NAME, said, at):
        if fact.text.upper() not in NO_NAMES and not fold(fact.text).startswith("cart"):
            yield fact


def _held(said: str, at: int, known: Iterable[Fact]) -> Iterator[Fact]:
    """What somebody says they have, item by item, where no other pattern knows it: a room, a van, a project lead."""
    begun = HOLDING.search(said)
    if not begun or LACKING.search(said[: begun.end()]):
        return
    telling = (fact for fact in known if fact.kind in _TELLING and fact.shape != "duration")
    spans = [(fact.start - at, fact.end - at) for fact in telling]
    start = begun.end()
    for end in [*(m.start() for m in BETWEEN_ITEMS.finditer(said, start)), len(said)]:
        first, last = _trim(said[start:end])
        item = (start + first, start + last)
        words = said[item[0] : item[1]].split()
        new = not any(a < item[1] and item[0] < b for a, b in spans)
        if new and 2 <= len(words) <= MOST_WORDS_OF_ITEM and COUNTED.match(said[item[0] : item[1]]):
            yield Fact("staff", said[item[0] : item[1]], at + item[0], at + item[1], "held")
        following = BETWEEN_ITEMS.match(said, end)
        if following is None or following["stop"]:
            return
        start = following.end()


def _joined(staff: Iterable[Fact], said: str, at: int) -> Iterator[Fact]:
    """ "Two negotiators and a lawyer" as one: so it was said, and so it should be read."""
    held: Fact | None = None
    for fact in staff:
        if held and COUNTED.match(fact.text) and said[held.end - at : fact.start - at] in _AND:
            held = replace(held, text=said[held.start - at : fact.end - at], end=fact.end)
            continue
        if held:
            yield held
        held = fact
    if held:
        yield held


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
    for pattern in (EVENT, MEETING):
        yield from (e for e in _each("period", pattern, said, at, "event") if not UNTIL.search(e.text))
    yield from _each("period", MONTH_EVENT, said, at, "event")
    due = bool(DUE.search(said)) and not EVENT.search(said)
    for match in DATE.finditer(said):
        shape = "deadline" if match["until"] or due else "start" if match["from"] else "date"
        # What was in 1987 is no time of the plan, nor is "already in summer" without anybody who wants something then.
        vague = shape == "date" and not DATED.search(match.group()) and not WANTED.search(said)
        kind, shape = ("number", "") if vague or PAST.search(match.group()) else ("period", shape)
        yield Fact(kind, match.group(), at + match.start(), at + match.end(), shape)
    planned = bool(PLANNED.search(said))
    for fact in _each("period", DURATION, said, at, "duration"):
        # "It takes 31 days" tells of today; "for six months" of a plan, where the sentence speaks of one.
        yield fact if planned and LASTING.match(fact.text) else replace(fact, kind="number", shape="")


def _places(said: str, at: int) -> Iterator[Fact]:
    for match in PLACE.finditer(said):
        name = re.sub(r" I$", "", match["place"].rstrip(".'’"))
        plain = fold(name).removeprefix("the ")
        if (
            re.fullmatch(rf"(?:the )?(?:{MONTH}|{SEASON}).*", name)
            or plain.startswith(("cart", "facebook", "internet", "google", "whatsapp"))
            or (ACRONYM.fullmatch(name) and name in NO_NAMES - {"EU", "UK", "USA"})
        ):
            continue
        yield Fact("place", name, at + match.start("place"), at + match.start("place") + len(name))
    yield from _each("place", GENERIC_PLACE, said, at)


def _longest(facts: Iterable[Fact]) -> list[Fact]:
    """Without those that lie inside a longer one of the same kind (or inside an amount of money or a named body)."""
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (_LATER.get(f.kind, 0), f.start - f.end, f.start)):
        holders = {fact.kind, "budget"} | (
            {"organisation", "staff", "period"} if fact.kind in ("place", "number", "audience") else set()
        )
        holders |= {"place", "organisation", "staff", "period", "number", "disease"} if fact.kind == "other" else set()
        if fact.kind == "place" and any(
            k.kind == "organisation" and k.start < fact.end and fact.start < k.end for k in kept
        ):
            continue
        # "Four nurses" is known, so "four nurses who could" adds nothing; "for six weeks" is how long the post lasts.
        if fact.kind in ("number", "period") and any(
            k.kind in ("staff", *(("period", "budget", "organisation") if fact.kind == "number" else ()))
            and k.start <= fact.start < k.end
            for k in kept
        ):
            continue
        if not any(k.kind in holders and k.start <= fact.start and fact.end <= k.end for k in kept) and not any(
            k.kind == fact.kind and k.start < fact.end and fact.start < k.end for k in kept
        ):
            kept.append(fact)
    return kept
