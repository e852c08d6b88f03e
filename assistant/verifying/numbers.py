"""Numbers as values with units: digits, words, shares, ratios, ranges. A claim's number has to stand in its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.verifying.lexicon import word_list, word_set
from assistant.verifying.reading import Reading, Word

_SMALL = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = {w: float(n) for n, w in enumerate(_SMALL)} | {w: 20.0 + 10 * n for n, w in enumerate(_TENS)}
_WORDS |= {"dozen": 12.0, "twice": 2.0, "thrice": 3.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "m": 1e6}
_ORDINALS = {
    w: float(n) for n, w in enumerate(word_list("second third fourth fifth sixth seventh eighth ninth tenth"), 2)
}
_ORDINALS |= {w[:-1] + "ieth": 20.0 + 10 * n for n, w in enumerate(_TENS)}
_PARTS = {"half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifth": 0.2, "fifths": 0.2}
_PARTS |= {"tenth": 0.1, "tenths": 0.1, "eighth": 0.125, "eighths": 0.125, "sixth": 1 / 6}
# unit word -> (family, size in the family's smallest unit)
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("%", "percent", "per cent", "pc", "percentage"), ("percent", 1.0)),
    **dict.fromkeys(("minute", "minutes", "min"), ("time", 60.0)),
    **dict.fromkeys(("hour", "hours", "h"), ("time", 3600.0)),
    **dict.fromkeys(("day", "days"), ("time", 86400.0)),
    **dict.fromkeys(("week", "weeks"), ("time", 604800.0)),
    **dict.fromkeys(("month", "months"), ("months", 1.0)),
    **dict.fromkeys(("year", "years"), ("months", 12.0)),
    **dict.fromkeys(("decade", "decades"), ("months", 120.0)),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), ("metric", 1000.0)),
    **dict.fromkeys(("metre", "metres", "meter", "meters"), ("metric", 1.0)),
    **dict.fromkeys(("mile", "miles"), ("mile", 1.0)),
    **dict.fromkeys(("euro", "euros", "eur", "€"), ("EUR", 1.0)),
    **dict.fromkeys(("dollar", "dollars", "usd", "$"), ("USD", 1.0)),
    **dict.fromkeys(("pound", "pounds", "gbp", "£"), ("GBP", 1.0)),
    **dict.fromkeys(("cent", "cents"), ("cent", 1.0)),
    **dict.fromkeys(("inr", "rupees"), ("INR", 1.0)),
}
_BIG_UNIT = re.compile(r"(kilo|mega|giga|tera|peta|milli|micro)(byte|bit|watt|gram|hertz|litre|liter|joule)s?$")
_ABOUT = word_set("about around roughly approximately some nearly almost circa approx close")
_MORE = word_set("over above exceeding")
_LESS = word_set("under below")
_RATES = word_set("day week month year hour minute season quarter night dose match game visit session term")
_SPANS = word_set("within after for in than")
_AWAY = word_set("later earlier ago before after ahead")
_FEW = 20
_WHOSE = word_list("the every all its their his her our these those")
_OF = frozenset(f"{of} {whose}".strip() for of in ("of", "out of", "in") for whose in ("", *_WHOSE))


@dataclass(frozen=True, slots=True)
class Number:
    """`value` in `unit` ("" where none is said); `bound` is 1 for "more than", -1 for "under"; `loose` for "about"."""

    value: float
    unit: str
    size: float
    at: int
    clause: int
    bound: int = 0
    loose: bool = False
    part: bool = False
    shown: str = ""
    nearby: frozenset[tuple[str, float]] = frozenset()  # units named in the same sentence
    parts: tuple[int, ...] = ()  # of a ratio: the places of its two numbers
    span: float = 0.0  # of a decade, its years
    per: str = ""  # stem of what it is counted by: "a year", "per child"


def numbers_in(reading: Reading) -> list[Number]:
    """Every number of a text, shares written in words or as a ratio as percentages too."""
    words = reading.words
    found: list[Number] = []
    i = 0
    while i < len(words):
        number, used = _at(words, i)
        if number:
            found.append(number)
        i += max(1, used)
    return _with_ratios(words, _with_shared_units(words, [_with_nearby(words, n) for n in found]))


def _with_nearby(words: Sequence[Word], number: Number) -> Number:
    i = next(k for k, w in enumerate(words) if w.at == number.at)
    number = replace(number, per=_per(words, i))
    if number.unit:
        return number
    beside = [w.low for w in words if w.sentence == words[i].sentence]
    units = (
        {UNITS[low] for low in beside if low in UNITS}
        | {(m[0].rstrip("s"), 1.0) for low in beside if (m := _BIG_UNIT.match(low))}
        | ({UNITS["years"]} if "aged" in beside else set())
    )
    return replace(number, nearby=frozenset(units))


def _per(words: Sequence[Word], i: int) -> str:
    """ "EUR 15,000 a season", "four times a week", "60,000 per patient"; of two, the one of time."""
    found = ""
    for k in range(i + 1, min(i + 7, len(words) - 1)):
        if words[k].at - words[i].at > k - i or words[k].is_number:
            break
        after = words[k + 1]
        if words[k].low in ("a", "an", "per") and after.is_content and after.at == words[k].at + 1:
            if after.low in _RATES:
                return after.stem
            if _low(words, k + 2) == "and" and _low(words, k + 3) in _RATES:
                return words[k + 3].stem
            found = found or (after.stem if words[k].low == "per" else "")
    return found


def _at(words: Sequence[Word], i: int) -> tuple[Number | None, int]:
    word = words[i]
    if word.is_number:
        return _counted(words, i, _digits(word.low), 1)
    if word.low in _WORDS:
        value, used = _WORDS[word.low], 1
        if value >= 20 and _low(words, i + 1) in _SMALL[1:10]:
            value, used = value + _WORDS[_low(words, i + 1)], 2
        if share := _share_of_few(words, i, value, used):
            return share
        if word.low == "one" and not _counts_one(words, i):
            return None, 1
        if _low(words, i + used) in _PARTS and value < 20 and _same_clause(words, i, i + used):
            return _percent(words, i, value * _PARTS[_low(words, i + used)], used + 1)
        if word.low == "twice" or word.low == "thrice":
            return Number(value, "times", 1, word.at, word.clause, shown=word.text), 1
        return _counted(words, i, value, used)
    if word.low in ("double", "doubled", "doubling"):
        return Number(2, "times", 1, word.at, word.clause, shown=word.text), 1
    if word.low == "half" and _low(words, i + 1) in ("a", "an") and _low(words, i + 2) in UNITS:
        unit, size = UNITS[_low(words, i + 2)]
        return Number(0.5, unit, size, word.at, word.clause, shown=_shown(words, i, 3)), 3
    if word.low in ("a", "an") and UNITS.get(_low(words, i + 1), ("",))[0] in ("time", "months"):
        if [_low(words, i + k) for k in (2, 3, 4)] == ["and", "a", "half"]:
            unit, size = UNITS[_low(words, i + 1)]
            return Number(1.5, unit, size, word.at, word.clause, shown=_shown(words, i, 5)), 5
        if _low(words, i - 1) in _SPANS or _low(words, i + 2) in _AWAY:
            unit, size = UNITS[_low(words, i + 1)]
            return Number(1, unit, size, word.at, word.clause, shown=_shown(words, i, 2)), 2
        return None, 1
    if word.low in _PARTS and _is_share(words, i):
        return _percent(words, i, _PARTS[word.low], 1)
    if word.low in _ORDINALS:
        return Number(_ORDINALS[word.low], "ordinal", 1, word.at, word.clause, shown=word.text), 1
    return None, 1


def _share_of_few(words: Sequence[Word], i: int, value: float, used: int) -> tuple[Number, int] | None:
    """ "One ticket in five", "three samples out of four", "seven in a hundred": shares of a round few."""
    for named in (2, 1, 0):
        k = i + used + named
        if k >= len(words) or not all(w.is_content for w in words[i + used : k]):
            continue
        k += 1 if _low(words, k) == "in" else 2 if [_low(words, k), _low(words, k + 1)] == ["out", "of"] else 0
        if k == i + used + named:
            continue
        if _low(words, k) in ("a", "every") and _low(words, k + 1) == "hundred":
            return _percent(words, i, value / 100, k + 2 - i)
        whole = _WORDS.get(_low(words, k)) if named else None
        if value == 1 and named and (any_whole := _value_at(words, k)):
            whole = any_whole
        if whole and value < whole and (value == 1 or whole <= _FEW) and _low(words, k + 1) not in UNITS:
            return _percent(words, i, value / whole, k + 1 - i)
    return None


def _counts_one(words: Sequence[Word], i: int) -> bool:
    """ "one in five", "one hour": a count; "one of the", "one may": none."""
    after = _low(words, i + 1)
    return after in UNITS or after in _PARTS or (after in ("in", "out") and _value_at(words, i + 2) is not None)


def _is_share(words: Sequence[Word], i: int) -> bool:
    before, after = _low(words, i - 1), _low(words, i + 1)
    if words[i].low == "half":
        return (
            before not in ("second", "first", "other")
            and not before.endswith("er")
            and after not in ("year", "hour", "a")
        )
    return before in ("a", "one") and _low(words, i - 2) not in ("once", "twice", "times")


def _counted(words: Sequence[Word], i: int, value: float, used: int) -> tuple[Number, int]:
    while _low(words, i + used) in _SCALES:
        value, used = value * _SCALES[_low(words, i + used)], used + 1
    unit, size = _unit(words, i, i + used)
    if value % 10 == 0 and _low(words, i + used) == "s":
        return Number(value, "date", 1, words[i].at, words[i].clause, span=10, shown=_shown(words, i, 2)), used + 1
    if not unit and 1900 <= value <= 2099 and used == 1 and words[i].is_number and "," not in words[i].low:
        unit = "date"
    bound, loose = _bound(words, i)
    at = words[i]
    return Number(value, unit, size, at.at, at.clause, bound, loose, shown=_shown(words, i, used)), used


def _percent(words: Sequence[Word], i: int, share: float, used: int) -> tuple[Number, int]:
    bound, loose = _bound(words, i - 1 if _low(words, i - 1) in ("a", "one") else i)
    at = words[i]
    return Number(100 * share, "percent", 1, at.at, at.clause, bound, loose, True, _shown(words, i, used)), used


def _shown(words: Sequence[Word], i: int, used: int) -> str:
    return " ".join(w.text for w in words[i : i + used])


def _unit(words: Sequence[Word], first: int, after: int) -> tuple[str, float]:
    """The unit behind the number, or the currency before it."""
    for place in (after, after + 1):
        low = _low(words, place)
        if low == "per" and _low(words, place + 1) == "cent":
            return "percent", 1.0
        if low in UNITS and (place == after or _qualifies(words, after, low)):
            return UNITS[low]
        if big := _BIG_UNIT.match(low):
            return (big[0].rstrip("s"), 1.0) if place == after else ("", 1.0)
    if _low(words, after) == "times":
        return "times", 1.0
    before = UNITS.get(_low(words, first - 1))
    return before if before and before[0] in ("EUR", "USD", "GBP", "INR") else ("", 1.0)


def _qualifies(words: Sequence[Word], place: int, unit: str) -> bool:
    """The word between a number and its unit: "US dollars", "bed days", "full years"."""
    plain = words[place].is_content and words[place + 1].at == words[place].at + 1
    return _low(words, place) == "us" or (plain and UNITS[unit][0] in ("time", "months"))


def _bound(words: Sequence[Word], i: int) -> tuple[int, bool]:
    before = [w.low for w in words[max(0, i - 3) : i] if w.clause == words[i].clause or w.at > words[i].at - 4]
    if before and before[-1] in ("eur", "usd", "gbp", "€", "$", "£", "inr"):
        before.pop()
    tail = before[-2:]
    if before in (["no", "more", "than"], ["no", "longer", "than"], ["no", "later", "than"], ["a", "maximum", "of"]):
        return -1, False
    if before in (["no", "less", "than"], ["no", "fewer", "than"], ["a", "minimum", "of"]):
        return 1, False
    loose = bool(tail) and tail[-1] in _ABOUT
    if tail in (["more", "than"], ["older", "than"], ["longer", "than"], ["higher", "than"], ["at", "least"]):
        return 1, loose
    if tail in (["less", "than"], ["fewer", "than"], ["younger", "than"], ["shorter", "than"], ["lower", "than"]):
        return -1, loose
    if tail in (["up", "to"], ["at", "most"]):
        return -1, loose
    if tail and tail[-1] in _MORE:
        return 1, loose
    return (-1, loose) if tail and tail[-1] in _LESS else (0, loose)


def _low(words: Sequence[Word], i: int) -> str:
    return words[i].low if 0 <= i < len(words) else ""


def _same_clause(words: Sequence[Word], i: int, j: int) -> bool:
    return j < len(words) and words[j].at - words[i].at <= j - i + 1


def _digits(low: str) -> float:
    """`1,500` and `1.5`; a comma that groups no thousands is a decimal one."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", low):
        return float(low.replace(",", ""))
    parts = low.replace(",", ".").split(".")
    return float(parts[0] + "." + "".join(parts[1:])) if len(parts) > 1 else float(low)


def _value_at(words: Sequence[Word], i: int) -> float | None:
    low = _low(words, i)
    if not low:
        return None
    return _digits(low) if low[0].isdecimal() else _WORDS.get(low)


def _with_shared_units(words: Sequence[Word], found: list[Number]) -> list[Number]:
    """In "from 31 to 19 %" and "2-4 dollars" the first number has the unit of the second."""
    out = list(found)
    for k in range(len(out) - 1, 0, -1):
        a, b = out[k - 1], out[k]
        between = [w.low for w in words if a.at < w.at < b.at]
        if (
            not a.unit
            and b.unit not in ("", "date", "ordinal")
            and b.at - a.at == len(between) + 1  # no mark between them: "days 0-3, 38% on days 4-7"
            and between in ([], ["to"], ["and"], ["or"])
            and not any(UNITS.get(w.low, ("",))[0] in ("time", "months") for w in words if 0 < a.at - w.at <= 2)
        ):
            out[k - 1] = replace(a, unit=b.unit, size=b.size)
    return out


def _with_ratios(words: Sequence[Word], found: list[Number]) -> list[Number]:
    """ "2 in 10", "two of the five", "14 of 38" are also shares in percent."""
    out = list(found)
    for a, b in pairwise(found):
        between = [w.low for w in words if a.at < w.at < b.at]
        if " ".join(between) in _OF:
            plain = {a.unit, b.unit} <= {""} and 0 < a.value <= b.value
            if plain:
                out.append(
                    replace(
                        a,
                        value=100 * a.value / b.value,
                        unit="percent",
                        part=True,
                        shown=f"{a.shown} in {b.shown}",
                        parts=(a.at, b.at),
                    )
                )
    return out
