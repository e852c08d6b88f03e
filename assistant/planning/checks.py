"""What can be wrong with a plan: one small pure check for each rule of `lint.py`, which says what it means.

A check yields spots: the path to what is wrong, as `differences.py` has paths, and the words that the message needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations

from assistant.planning.check_words import days_named, is_measurable, marks_a_gap, names_a_time, outcome_words
from assistant.planning.differences import Path, leaves
from assistant.planning.plan import COLUMNS, ActionRow, Cell, Level, Plan, Proposal
from assistant.planning.privacy import find_personal_data
from assistant.words import fold, tokens

# Shares of words in common from which two rows overlap; tests/planning/test_lint.py holds them against all patterns.
OVERLAP_OF_ACTIVITIES = 0.6
OVERLAP_OF_AUDIENCES = 0.5
MOST_WORDS_OF_A_NAME = 8
_NOT_WORDS = ("id", "unit", "cites", "origin", "row", "about", "recommendations", "challenges", "start", "end")
_LABEL = re.compile(r"^[^:;,.]{1,30}:\s")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a rule is broken, and the words that its message needs."""

    path: Path
    words: Mapping[str, str] = field(default_factory=dict)


Check = Callable[[Plan, str], Iterator[Spot]]


def empty(column: str) -> Check:
    """Rows that have nothing in that column. What is marked as still to be agreed is not nothing."""

    def check(plan: Plan, today: str) -> Iterator[Spot]:
        for row in plan.rows:
            if not getattr(row, column):
                yield Spot(("rows", row.id, column))

    return check


def no_timeline(plan: Plan, today: str) -> Iterator[Spot]:
    for row in plan.rows:
        text = row.activity.text
        if not (row.start or row.end or names_a_time(text) or marks_a_gap(text)):
            yield Spot(("rows", row.id, "activity"))


def to_agree(plan: Plan, today: str) -> Iterator[Spot]:
    cells: list[tuple[Path, Cell]] = [
        (("rows", row.id, column), getattr(row, column)) for row in plan.rows for column in COLUMNS
    ]
    cells += [(("stakeholders", s.id, "organisation"), s.organisation) for s in plan.stakeholders]
    cells += [
        (("indicators", i.id, name), getattr(i, name)) for i in plan.indicators for name in ("indicator", "evidence")
    ]
    yield from (Spot(path) for path, cell in cells if marks_a_gap(cell.text))


# -- days -------------------------------------------------------------------------------------------------------------


def in_the_past(plan: Plan, today: str) -> Iterator[Spot]:
    if plan.end and plan.end < today:
        yield Spot(("end",), {"day": plan.end})
    for row in plan.rows:
        last, part = _last_day(row)
        if last and last < today:
            yield Spot(("rows", row.id, part), {"day": last})


def _last_day(row: ActionRow) -> tuple[str, str]:
    """The last day that is known of a row, and the part that names it."""
    if row.end or row.start:
        return (row.end, "end") if row.end else (row.start or "", "start")
    return max((last for _, last in days_named(row.activity.text)), default=""), "activity"


def outside_the_plan(plan: Plan, today: str) -> Iterator[Spot]:
    for row in plan.rows:
        named = [("start", row.start, row.start), ("end", row.end, row.end)]
        if not (row.start or row.end):
            named = [("activity", first, last) for first, last in days_named(row.activity.text)]
        for part, first, last in named:
            if first and last and ((plan.end and first > plan.end) or (plan.start and last < plan.start)):
                yield Spot(("rows", row.id, part), {"day": first})
                break


def backwards(plan: Plan, today: str) -> Iterator[Spot]:
    if plan.start and plan.end and plan.end < plan.start:
        yield Spot(("end",), {"start": plan.start, "end": plan.end})
    for row in plan.rows:
        if row.start and row.end and row.end < row.start:
            yield Spot(("rows", row.id, "end"), {"start": row.start, "end": row.end})


# -- rows against each other ------------------------------------------------------------------------------------------


def duplicates(plan: Plan, today: str) -> Iterator[Spot]:
    first_of: dict[tuple[str | None, ...], int] = {}
    for number, row in enumerate(plan.rows, 1):
        key = _same(row)
        if row.activity and first_of.setdefault(key, number) != number:
            yield Spot(("rows", row.id, "activity"), {"other": str(first_of[key])})


def _same(row: ActionRow) -> tuple[str | None, ...]:
    texts = (" ".join(fold(cell.text).split()).rstrip(" .") for cell in (row.activity, row.audience))
    return (*texts, row.start, row.end)


def overlaps(plan: Plan, today: str) -> Iterator[Spot]:
    def words(cell: Cell) -> set[str]:
        return set(tokens(cell.text, plan.language))

    read = [(n, row, words(row.activity), words(row.audience)) for n, row in enumerate(plan.rows, 1) if row.activity]
    found: set[str] = set()
    for (number, one, activity, audience), (_, two, other_activity, other_audience) in combinations(read, 2):
        if two.id in found or alike(activity, other_activity) < OVERLAP_OF_ACTIVITIES or _apart(one, two):
            continue
        if audience and other_audience and alike(audience, other_audience) < OVERLAP_OF_AUDIENCES:
            continue
        if _same(one) != _same(two):
            found.add(two.id)
            yield Spot(("rows", two.id, "activity"), {"other": str(number)})


def alike(one: Collection[str], two: Collection[str]) -> float:
    """The share of all words that both have (Jaccard), from 0 to 1; 0 when one has none."""
    smaller, larger = sorted((len(one), len(two)))
    if not smaller or smaller < OVERLAP_OF_AUDIENCES * larger:
        return 0.0  # cannot reach either threshold: a plan of 1,000 rows has half a million pairs
    shared = len(set(one) & set(two))
    return shared / (len(one) + len(two) - shared)


def _apart(one: ActionRow, two: ActionRow) -> bool:
    """Whether one row is over before the other begins: doing a thing again later is no overlap."""
    ends, starts = (one.end or one.start, two.end or two.start), (one.start or one.end, two.start or two.end)
    return bool(
        (ends[0] and starts[1] and ends[0] < starts[1]) or (ends[1] and starts[0] and ends[1] < starts[0]),
    )


# -- stakeholders -----------------------------------------------------------------------------------------------------


def not_on_the_map(plan: Plan, today: str) -> Iterator[Spot]:
    known = [stems for s in plan.stakeholders if (stems := set(tokens(s.organisation.text, plan.language)))]
    for row in plan.rows:
        missing = [
            name
            for name in names_in(row.stakeholders.text)
            if (stems := set(tokens(name, plan.language))) and not any(k <= stems or stems <= k for k in known)
        ]
        if missing:
            yield Spot(("rows", row.id, "stakeholders"), {"names": ", ".join(dict.fromkeys(missing))})


def names_in(text: str) -> list[str]:
    """Who is listed in a stakeholders cell. Labels ("Responsible:"), quotes, remarks in brackets and gaps are none."""
    found: list[str] = []
    for line in text.splitlines():
        listed = _QUOTED.sub(" ", _LABEL.sub("", line.strip()))
        found += (part.strip(" .;-*•\t") for part in listed.split(";" if ";" in listed else ","))
    return [name for name in found if name and len(name.split()) <= MOST_WORDS_OF_A_NAME and not marks_a_gap(name)]


def influential_in_no_row(plan: Plan, today: str) -> Iterator[Spot]:
    texts = [f"{row.activity.text}\n{row.audience.text}\n{row.stakeholders.text}" for row in plan.rows]
    said = [(fold(text), set(tokens(text, plan.language))) for text in texts]
    for stakeholder in plan.stakeholders:
        if stakeholder.influence is not Level.HIGH:
            continue
        name = " ".join(stakeholder.organisation.text.split())
        stems = set(tokens(name, plan.language))
        if not any((stems and stems <= words) or (name and fold(name) in text) for text, words in said):
            yield Spot(("stakeholders", stakeholder.id, "organisation"), {"name": name or "somebody without a name"})


# -- what a row serves ------------------------------------------------------------------------------------------------


def challenge_in_no_row(plan: Plan, today: str) -> Iterator[Spot]:
    served = {unit for row in plan.rows for unit in row.challenges}
    chosen = (choice.unit for choice in plan.challenges if choice.unit not in served)
    yield from (Spot(("challenges", unit), {"number": unit.partition(".")[2]}) for unit in chosen)


def recommendation_in_no_row(plan: Plan, today: str) -> Iterator[Spot]:
    served = {unit for row in plan.rows for unit in row.recommendations}
    chosen = (choice.unit for choice in plan.recommendations)
    yield from (
        Spot(("recommendations", unit), {"number": unit.partition(".")[2]}) for unit in chosen if unit not in served
    )


def no_recommendation(plan: Plan, today: str) -> Iterator[Spot]:
    yield from (Spot(("rows", row.id, "recommendations")) for row in plan.rows if not row.recommendations)


# -- indicators -------------------------------------------------------------------------------------------------------


def row_without_indicator(plan: Plan, today: str) -> Iterator[Spot]:
    measured = {indicator.row for indicator in plan.indicators}
    yield from (Spot(("rows", row.id)) for row in plan.rows if row.id not in measured)


def indicator_of_no_row(plan: Plan, today: str) -> Iterator[Spot]:
    rows = {row.id for row in plan.rows}
    yield from (Spot(("indicators", i.id, "row")) for i in plan.indicators if i.row not in rows)


def not_measurable(plan: Plan, today: str) -> Iterator[Spot]:
    for indicator in plan.indicators:
        text = indicator.indicator.text
        if not (is_measurable(text) or marks_a_gap(text)):
            yield Spot(("indicators", indicator.id, "indicator"))


def outcome(plan: Plan, today: str) -> Iterator[Spot]:
    for indicator in plan.indicators:
        if words := outcome_words(indicator.indicator.text):
            yield Spot(("indicators", indicator.id, "indicator"), {"words": words})


def no_evidence(plan: Plan, today: str) -> Iterator[Spot]:
    yield from (Spot(("indicators", i.id, "evidence")) for i in plan.indicators if not i.evidence)


# -- what must not stand in a plan ------------------------------------------------------------------------------------


def patient_data(plan: Plan, today: str) -> Iterator[Spot]:
    """Anywhere in the plan, proposals too: they are kept and shown like the rest. The kind is told, never the words."""
    for path, value in leaves(plan).items():
        texts = set() if path[-1] in _NOT_WORDS else set(_texts(value))
        if kinds := {kind for text in texts for kind in _kinds(text)}:
            yield Spot(path, {"kinds": ", ".join(sorted(kinds))})


# A plan is checked at each of its changes, and nearly all of its texts are as they were. Known by their digests, since
# words that may be a patient's must not outlive the plan in memory.
_READ: dict[bytes, frozenset[str]] = {}
_MOST_READ = 20_000


def _kinds(text: str) -> frozenset[str]:
    """What kinds of patient data the text holds; found once for each text."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    found = _READ.get(digest)
    if found is None:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        found = _READ[digest] = frozenset(f.kind for f in find_personal_data(text) if f.patient)
    return found


def _texts(value: object) -> Iterator[str]:
    """Every text in a value of a plan, but not the ids, units and places in it that only programs read."""
    waiting = [value]  # and no recursion: what a proposal holds may be nested beyond what Python's stack bears
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, Cell):
            yield part.text
        elif isinstance(part, Proposal):
            waiting += [part.reason, part.data]
        elif isinstance(part, Mapping):
            waiting += [inner for key, inner in part.items() if key not in _NOT_WORDS]
        elif isinstance(part, (list, tuple)):
            waiting += part
