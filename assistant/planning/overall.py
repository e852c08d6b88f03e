"""What a draft can say of the plan as a whole: a title, and its first and last day, from the user's words. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import Unit
from assistant.labels import label, title
from assistant.planning.dates import days_said
from assistant.planning.fact_patterns import AMOUNT
from assistant.planning.filling import Setting
from assistant.planning.scenario import Scenario

# "We have 18 months", "the grant runs for two years", but not "we have two years of data" or "18 months waiting time".
_GIVEN = re.compile(
    rf"\b(?:(?:we|i) (?:only )?have|(?:plan|project|programme|program|pilot|grant|funding|money|budget) "
    rf"(?:runs|lasts|goes on|is (?:there|funded)|covers|is for))(?: (?:for|about|only))?"
    rf" (?P<length>{AMOUNT} (?:weeks?|months?|years?))(?=[.,;!]| (?:to|for|until|left|from|and|but|in total)\b|$)",
    re.IGNORECASE,
)
# "Our region", "the area": no name that a title could tell anybody.
_NO_NAME = re.compile(r"(?:our|the|this|its|an?) (?:\w+ )?[a-zà-ÿ]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of the plan (`plan.PARTS`) could be, and why."""

    name: str
    value: str
    why: str


def titled(unit: Unit, setting: Setting) -> Part:
    """A title from the main recommendation and where or whose the plan is, as the user called it."""
    names = [name for name in (*setting.said("place"), *setting.own) if not _NO_NAME.fullmatch(name)]
    whose = f": {names[0]}" if names else ""
    why = f"From {label(unit)}{f' and your words “{names[0]}”' if names else ''}. Change it as you like."
    return Part("title", f"{title(unit)}{whose}", why)


def days_of(scenario: Scenario, today: dt.date) -> list[Part]:
    """The first and last day of the plan, each with the sentence that names it; nothing where it is not said.

    A last day before another time that the user named is none of the plan: then it is left to them.
    """
    named = days_said([fact.text for fact in scenario.of("period")], today, past=False)
    starts = _days(scenario, today, "start", ("start",))
    start, first_said = min(starts, default=("", ""))
    end, last_said = max(_days(scenario, today, "end", ("deadline", "start")), default=("", ""))
    if not end:
        end, last_said = _after_what_is_given(scenario, dt.date.fromisoformat(start) if start else today)
    found = [Part("start", start, first_said)] if start else []
    if end and end >= max(filter(None, (start, named.start, named.end, today.isoformat()))):
        found.append(Part("end", end, last_said))
    return found


def _days(scenario: Scenario, today: dt.date, part: str, shapes: Sequence[str]) -> list[tuple[str, str]]:
    """(day, why) for each period of these shapes that names one."""
    found = []
    for fact in scenario.facts:
        day = getattr(days_said(fact.text, today, past=False), part) if fact.shape in shapes else None
        said = scenario.own_words(fact)
        if day and said:
            found.append((day, f"You wrote: “{said.text}”"))
    return found


def _after_what_is_given(scenario: Scenario, begins: dt.date) -> tuple[str, str]:
    """The last day of "we have 18 months", and why."""
    since = f"from {begins.day} {begins:%B} {begins.year}"
    for said in scenario.said:
        given = _GIVEN.search(said.text)
        day = days_said(f"{since} for {given['length']}", begins).end if given else None
        if day:
            return day, f"You wrote: “{said.text}” Counted {since}."
    return "", ""
