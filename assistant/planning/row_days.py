"""First and last days of action rows, kept in step with what the user says of their times. Pure.

A day that the user set otherwise stays: only what was read from words before, or is empty, is read anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.planning import verbs
from assistant.planning.dates import Days, days_said
from assistant.planning.events import Change, change
from assistant.planning.plan import ActionRow, Origin, Plan, find

_TIMES = ("component.timeline.1", "component.timeline.2", "component.timeline.3")


def following(plan: Plan, changes: Sequence[Change], today: dt.date) -> list[Change]:
    """The changes of first and last days that these changes bring about by what they say. Raises PlanError as they do.

    >>> planner.change(plan_id, *changes, *following(plan, changes, today))
    """
    after = plan
    for wanted in changes:
        after = change(after, wanted)
    return [moved for row in after.rows if _touched(plan, after, row) for moved in _moved(plan, after, row, today)]


def _touched(plan: Plan, after: Plan, row: ActionRow) -> bool:
    """Whether anything changed that could name a time of that row."""
    if find(plan, "rows", row.id) != row or plan.facts.get("period") != after.facts.get("period"):
        return True
    keys = [f"{unit}:{row.id}" for unit in _TIMES]
    return any(plan.answers.get(key) != after.answers.get(key) for key in keys)


def _moved(plan: Plan, after: Plan, row: ActionRow, today: dt.date) -> Iterator[Change]:
    earlier = find(plan, "rows", row.id)
    before = told(plan, earlier, today) if isinstance(earlier, ActionRow) else Days()
    now = told(after, row, today)
    for part in ("start", "end"):
        old, said, present = getattr(before, part), getattr(now, part), getattr(row, part)
        if said != old and said != present and present in (None, old):
            yield verbs.edit("rows", row.id, part, said)


def told(plan: Plan, row: ActionRow, today: dt.date) -> Days:
    """The days that the user named for that row: in its own words, in answers on its timeline, in facts it took up."""
    answers = [cell.text for key in _TIMES if (cell := plan.answers.get(f"{key}:{row.id}"))]
    seen = _seen_from(plan, row, today)
    if row.activity.origin is not Origin.USER:
        return _joined([days_said(answers, seen), _in_draft(row, plan.facts.get("period", ()), seen)])
    rest = row.activity.text
    for answer in answers:
        rest = rest.replace(answer, "", 1)
    # What an activity's own words say of the past is no time of it; an answer on its timeline is.
    own = days_said(rest, seen, past=False)
    return days_said([rest, *answers], seen) if own != Days() else days_said(answers, seen)


def with_days(row: ActionRow, periods: Iterable[str], today: dt.date) -> ActionRow:
    """A drafted row with the days that the user's own words in it name; `periods` are those words as they said them."""
    days = _in_draft(row, periods, today)
    return replace(row, start=row.start or days.start, end=row.end or days.end)


def _in_draft(row: ActionRow, periods: Iterable[str], today: dt.date) -> Days:
    """From the user's periods alone: what else stands in a draft is ours, and names no day of theirs."""
    words: list[str] = []
    due: list[Days] = []
    for period in periods:
        line = next((line for line in row.activity.text.splitlines() if period in line), None)
        if line is None:
            continue
        if line.startswith("Review:"):  # the phase that takes a day by which something is due
            due.append(Days(None, days_said(period, today, past=False).end))
        else:
            words.append(period)
    return _joined([days_said(words, today, past=False), *due])


def _joined(several: Sequence[Days]) -> Days:
    starts = [days.start for days in several if days.start]
    ends = [days.end for days in several if days.end]
    start, end = min(starts, default=None), max(ends, default=None)
    return Days(start, end if not (start and end and end < start) else None)


def _seen_from(plan: Plan, row: ActionRow, today: dt.date) -> dt.date:
    """The day from which "in March" is read: today, or the plan's first day if later, or the row's own if earlier."""
    days = [today.isoformat(), plan.start or ""]
    seen = max(days)
    return dt.date.fromisoformat(min(seen, row.start) if row.start else seen)


def spoken(row: ActionRow) -> str:
    """The row's days in words, such as "from 1 May 2027 until 31 October 2027"; empty without any."""
    return days_spoken(row.start, row.end)


def days_spoken(start: str | None, end: str | None) -> str:
    """First and last day (YYYY-MM-DD) in words; empty without any."""
    parts = (("from", start), ("until", end))
    return " ".join(f"{word} {_day(day)}" for word, day in parts if day)


def _day(iso: str) -> str:
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year}"


def newly(before: Plan, after: Plan) -> list[str]:
    """What was made of the user's times since then, to be told back to them, row by row."""
    lines = []
    for row in after.rows:
        old = find(before, "rows", row.id)
        known = (old.start, old.end) if isinstance(old, ActionRow) else (None, None)
        if (row.start, row.end) != known and spoken(row):
            lines.append(f"In the calendar: {spoken(row)}. If that is wrong, say “change the timeline to ...”.")
    return lines
