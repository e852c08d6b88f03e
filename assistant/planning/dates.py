"""The first and last day that a text names for an activity, seen from a given day. Pure.

What is said is put into days and nothing else: "in March" is the whole of March, "by autumn 2027" is until its last
day, "from May" has no end. A month without a year is the next one to come. What has two readings gives no day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.planning.date_words import AND, DURATION, MENTION, NO_MONTH, NUMBERS, PARTS_OF_YEAR, THROUGH

_ONE_DAY = dt.timedelta(days=1)
# A plan's own days may be any; lengths of up to 240 years are counted from them.
_FIRST_DAY, _LAST_YEAR = dt.date(1000, 1, 1), dt.MAXYEAR - 300


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day as YYYY-MM-DD; None where the text does not say."""

    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    """A time in a text, in a year of ours until it has one (`year` is None), and what the words before it make of it.

    role: "at", "from", "until", "before" or "after". `closed`: whether it is an end of a range that has both.
    """

    span: tuple[int, int]
    role: str
    first: dt.date
    last: dt.date
    year: int | None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class _Length:
    span: tuple[int, int]
    count: int
    unit: str


def days_said(texts: str | Iterable[str], today: dt.date, past: bool = True) -> Days:
    """The days that these texts name together. Without `past`, times that are over are no times of the activity."""
    today = min(max(today, _FIRST_DAY), dt.date(_LAST_YEAR, 12, 31))
    mentions: list[_Mention] = []
    lengths: list[tuple[_Length, list[_Mention]]] = []
    for text in [texts] if isinstance(texts, str) else texts:
        for line in _plain(text).split("\n"):
            found = [m for m in _mentions(line, today) if past or m.last >= today]
            mentions += found
            lengths += [(length, found) for length in _lengths(line)]
    return _together(mentions, lengths)


def _plain(text: str) -> str:
    """Without accents, dots that an i lacks, and with plain dashes and quotes; capitals stay."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = bare.replace("ı", "i")  # which patterns that ignore case take for an i
    return re.sub(r"[^\S\n]+", " ", re.sub(r"[‐-―−]", "-", bare).replace("’", "'").replace("ß", "ss"))


def _together(mentions: list[_Mention], lengths: list[tuple[_Length, list[_Mention]]]) -> Days:
    starts = [m.first for m in mentions if m.role in ("at", "from")]
    starts += [m.last + _ONE_DAY for m in mentions if m.role == "after"]
    ends = [m.last for m in mentions if m.role in ("at", "until")]
    ends += [m.first - _ONE_DAY for m in mentions if m.role == "before"]
    open_from = [m.first for m in mentions if m.role == "from" and not m.closed]
    open_from += [m.last + _ONE_DAY for m in mentions if m.role == "after"]
    unknown_end = False
    for length, near in lengths:
        begins = _anchor(near, mentions)
        if begins is None:
            unknown_end = unknown_end or bool(mentions)
        else:
            ends.append(_after(begins, length))
    start, end = min(starts, default=None), max(ends, default=None)
    if end and (any(begin > end for begin in open_from) or (start and end < start)):
        end = None  # what begins after all known ends goes on to a day that nobody named
    if unknown_end and not any(m.role in ("until", "before") or m.closed for m in mentions):
        end = None  # a length that hangs on nothing
    return Days(start.isoformat() if start else None, end.isoformat() if end else None)


def _anchor(near: list[_Mention], every: list[_Mention]) -> dt.date | None:
    """The day from which a length counts: of the one beginning in its line, else of the only one at all."""
    for among in (near, every):
        begins = [m for m in among if m.role == "from" and not m.closed] or [m for m in among if m.role == "at"]
        if len({m.first for m in begins}) == 1:
            return begins[0].first
    return None


def _after(begins: dt.date, length: _Length) -> dt.date:
    if length.unit == "day":
        return begins + dt.timedelta(days=length.count - 1)
    if length.unit == "week":
        return begins + dt.timedelta(days=7 * length.count - 1)
    return _months_on(begins, length.count * {"month": 1, "quarter": 3, "year": 12}[length.unit]) - _ONE_DAY


def _months_on(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# -- lengths ----------------------------------------------------------------------------------------------------------

_UNITS = (
    ("day", ("day", "jour", "tag", "dia", "giorn")),
    ("week", ("week", "semaine", "woche", "semana", "settiman")),
    ("month", ("month", "mois", "monat", "mes")),
    ("quarter", ("quarter",)),
    ("year", ("year", "an", "jahr")),
)


def _lengths(line: str) -> list[_Length]:
    found = []
    for match in DURATION.finditer(line):
        count = (match["count"] or match["count2"] or match["count3"]).lower()
        word = (match["unit"] or match["unit2"] or match["unit3"]).lower()
        unit = next(unit for unit, stems in _UNITS if word.startswith(stems))
        if count.startswith("half"):
            if unit == "year":
                found.append(_Length(match.span(), 6, "month"))
        elif (number := int(count) if count.isdecimal() else NUMBERS[count]) and number <= 240:
            found.append(_Length(match.span(), number, unit))
    return found


# -- mentions ---------------------------------------------------------------------------------------------------------


def _mentions(line: str, today: dt.date) -> list[_Mention]:
    """The times in a line, each with its year."""
    found: list[_Mention] = []
    between = False
    for match in MENTION.finditer(line):
        if match["not"] or NO_MONTH.match(line, match.start()):
            continue
        read = _read(match, today)
        if read is None:
            continue
        gap = line[found[-1].span[1] : match.start()] if found else ""
        tied = bool(found) and ((THROUGH.fullmatch(gap) and read.role in ("at", "until")) or _through(gap, match))
        if tied or (found and between and AND.fullmatch(gap)):
            found[-1] = replace(found[-1], role="from", closed=True)
            read = replace(read, role="until", closed=True)
        between = bool(match["between"])
        found.append(read)
    return _dated(found, line, today)


def _through(gap: str, match: re.Match[str]) -> bool:
    """Whether the mention itself begins with the word of a range: "May until July"."""
    return not gap.strip() and bool(match["until"]) and match["until"].lower() not in ("by", "due")


def _read(match: re.Match[str], today: dt.date) -> _Mention | None:
    role = next((name for name in ("from", "until", "before", "after") if match[name]), "at")
    bounds = _bounds(match, today, bare_year_counts=role != "at" or bool(match["at"] or match["edge"]))
    if bounds is None:
        return None
    first, last, year = bounds
    if role == "from" and (match["day2"] or match["day_after2"]):
        role = "at"  # "from 3 to 5 May" names both ends
    if match["edge"] and first != last:
        first, last = _edge(first, last, match["edge"].lower())
    if role == "at" and first < today <= last and (last - first).days > 31:
        role = "until"  # "this year" is what is left of it, and nobody said on which day that begins
    return _Mention(match.span(), role, first, last, year)


_EARLY = ("beginning", "start", "early", "early part", "anfang", "debut", "principios", "inizio")
_MIDDLE = ("middle", "mid", "mitte", "meta")


def _edge(first: dt.date, last: dt.date, edge: str) -> tuple[dt.date, dt.date]:
    """Beginning, middle or end: of a month ten days each, of a quarter or season a month, of a year 3, 6, 3 months."""
    number = 0 if edge in _EARLY else 1 if edge in _MIDDLE else 2
    if (last - first).days < 40:
        begins = [first + dt.timedelta(days=10 * part) for part in range(3)]
    else:
        months = last.month - first.month + 1
        begins = [_months_on(first, by) for by in ((0, 3, 9) if months == 12 else (0, months // 3, 2 * months // 3))]
    begins.append(last + _ONE_DAY)
    return begins[number], begins[number + 1] - _ONE_DAY


def _bounds(match: re.Match[str], today: dt.date, bare_year_counts: bool) -> tuple[dt.date, dt.date, int | None] | None:
    """First and last day, and the year that the words name; today's year stands in where they name none."""
    try:
        if match["iso"]:
            day = dt.date.fromisoformat(match["iso"])
            return day, day, day.year
        if match["numeric"]:
            one, two, year = (int(part) for part in re.split("[./]", match["numeric"]))
            # The day comes first, as in most of the world, unless there is no such month.
            day = dt.date(year, two, one) if two <= 12 else dt.date(year, one, two)
            return day, day, year
        if match["isomonth"] or match["month_year"]:
            numbers = sorted(map(int, re.split("[-/]", match["isomonth"] or match["month_year"])))
            return *_months(numbers[1], numbers[0], numbers[0]), numbers[1]
        if match["quarter_after"]:
            year = int(match["year_first"])
            return *_months(year, *PARTS_OF_YEAR[match["quarter_after"].lower()]), year
        if match["part"]:
            return _part_of_year(match, today)
        if match["bare_year"]:
            year = int(match["bare_year"])
            return (*_months(year, 1, 12), year) if bare_year_counts else None
        if match["year_end"]:
            return *_months(today.year, 1, 12), today.year
        return _relative(match, today)
    except (ValueError, OverflowError):
        return None  # there is no 30 February


def _part_of_year(match: re.Match[str], today: dt.date) -> tuple[dt.date, dt.date, int | None]:
    name = re.sub(r"^the |\.$", "", match["part"].lower())
    said = int(match["year"]) if match["year"] else None
    if match["coming"]:
        first, last = _months(today.year, *PARTS_OF_YEAR[name])
        begun = first <= today and not match["coming"].lower().startswith(("this", "diese"))
        said = today.year + (last < today or begun)
    if match["which_year"]:
        said = today.year + (match["which_year"].lower() == "next year")
    first, last = _months(said or today.year, *PARTS_OF_YEAR[name])
    day = match["day"] or match["day_after"]
    if day and first.month == last.month:
        other = match["day2"] or match["day_after2"] or day
        # A leap day without a year waits for the year that it gets.
        return first.replace(day=int(day)), first.replace(day=int(other)), said
    return first, last, said


def _relative(match: re.Match[str], today: dt.date) -> tuple[dt.date, dt.date, int | None]:
    if match["within"]:
        word = match["many"].lower()
        count = int(word) if word.isdecimal() else NUMBERS.get(word, 0)
        unit = match["many_unit"].lower().rstrip("s")
        if not 0 < count <= 240:
            raise ValueError(word)
        return today, _after(today, _Length((0, 0), count, unit)), today.year
    unit, coming = match["unit"].lower(), match["next"].lower() != "this"
    if unit == "week":
        monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(days=7 * coming)
        return monday, monday + dt.timedelta(days=6), monday.year
    if unit == "year":
        return *_months(today.year + coming, 1, 12), today.year + coming
    size = 1 if unit == "month" else 3
    begins = today.replace(month=(today.month - 1) // size * size + 1, day=1)
    begins = _months_on(begins, size * coming)
    return begins, _months_on(begins, size) - _ONE_DAY, begins.year


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


# -- years ------------------------------------------------------------------------------------------------------------


def _dated(found: list[_Mention], line: str, today: dt.date) -> list[_Mention]:
    """Each mention in its year: its own, that of what it is joined to, the nearest to one named, or the next one."""
    named = [m for m in found if m.year is not None]
    for at in reversed(range(len(found))):
        mention = found[at]
        if mention.year is not None:
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        gap = line[mention.span[1] : after.span[0]] if after else ""
        if after and after.year is not None and (after.closed or AND.fullmatch(gap)):
            same = _in_year(mention, after.first.year)
            found[at] = same if same.first <= after.last else _in_year(mention, after.first.year - 1)
        elif later := [m for m in named if m.span > mention.span]:
            same = _in_year(mention, later[0].first.year)
            found[at] = same if same.first <= later[0].last else _in_year(mention, same.first.year - 1)
        elif named:
            near = [_in_year(mention, named[-1].first.year + by) for by in (-1, 0, 1)]
            to_come = [m for m in near if m.last >= today] or near
            found[at] = min(to_come, key=lambda m: abs((m.first - named[-1].first).days))
    for at, mention in enumerate(found):
        if mention.year is None:
            gap = line[found[at - 1].span[1] : mention.span[0]] if at else ""
            tied = (mention.closed and mention.role == "until") or (AND.fullmatch(gap) and "," not in gap)
            since = found[at - 1].first if at and tied else today
            this = _in_year(mention, since.year)
            found[at] = this if this.last >= since else _in_year(mention, since.year + 1)
    return found


def _in_year(mention: _Mention, year: int) -> _Mention:
    year = min(year, _LAST_YEAR)

    def moved(day: dt.date, last: bool) -> dt.date:
        end = calendar.monthrange(year, day.month)[1]
        whole = last and day.day == calendar.monthrange(day.year, day.month)[1]
        return dt.date(year, day.month, end if whole else min(day.day, end))

    return replace(mention, first=moved(mention.first, False), last=moved(mention.last, True), year=year)
