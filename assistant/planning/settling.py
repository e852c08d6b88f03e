"""Suggestions settled in words: "accept 1 and 3, reject the rest", "accept 2 but change the risk to ...". Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import PlanError
from assistant.labels import name, title
from assistant.planning.dates import days_said
from assistant.planning.differences import phrase, shown
from assistant.planning.plan import Proposal
from assistant.registry import Registry
from assistant.words import fold


@dataclass(frozen=True, slots=True)
class Which:
    """Suggestions by their numbers from 1; `all_but`: every one except these; `rest`: those not named otherwise.

    `last`: those that were listed last, for a mere "accept".
    """

    numbers: tuple[int, ...] = ()
    all_but: bool = False
    rest: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with the suggestions that wait. `edit`: (field as people call it, or nothing; the user's words)."""

    accept: Which | None = None
    reject: Which | None = None
    edit: tuple[str, str] | None = None


_WORDS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_NUMBER_OF = {word: number for number, word in enumerate(_WORDS, 1)}
_CARDINALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_NUMBER_OF |= {word: number for number, word in enumerate(_CARDINALS, 1)}
_NUMBER = rf"(?a:\d{{1,12}}|{'|'.join(_NUMBER_OF)})"
_NUMBERS = rf"(?:the )?{_NUMBER}(?: ?(?:,|-|to|and|&|, and) ?(?:the )?{_NUMBER})*"
_NOUN = r"(?:(?:the )?(?:suggestions?|proposals?|numbers?|no\.?|nr\.?|rows?|ones?) )?"
_ALL = r"(?:all|them|it|both|that|this|everything|every one|all of them|all (?:the )?(?:suggestions|proposals))"
_REST = r"(?:the )?(?:rest|others|other ones?|remaining(?: ones?)?)"
_TARGET = (
    rf"(?:(?P<but>{_ALL} (?:but|except(?: for)?|apart from) {_NOUN}(?P<not>{_NUMBERS}))|(?P<rest>{_REST})"
    rf"|(?:{_ALL} )?{_NOUN}(?P<numbers>{_NUMBERS})(?: ones?)?|(?P<all>{_ALL}))?"
)
_CLAUSE = re.compile(
    r"(?:please )?(?:(?P<accept>accept|take|keep|yes to)|(?P<reject>reject|drop|decline|no to|leave out))"
    rf"(?: {_TARGET})?"
)
_BETWEEN = re.compile(
    r"\s*(?:[,;.]|\band\b|\bbut\b)\s*(?:and |but )?(?=(?:accept|take|keep|reject|drop|decline|leave out)\b)"
)
_WHOLE = {
    **dict.fromkeys(("yes", "ok", "okay", "yes please"), Decision(accept=Which(last=True))),
    **dict.fromkeys(("all of them", "both of them"), Decision(accept=Which())),
    **dict.fromkeys(("none of them", "none of these", "neither", "neither of them"), Decision(reject=Which())),
}
# What people call the parts of a suggested item; "timeline" is no part of its own, but words added to the activity.
_FIELDS = {
    "rows": {
        "activity": "activity, what, action",
        "timeline": "timeline, when, time, dates, period, duration",
        "audience": "audience, setting, audience & setting, whom, for whom",
        "resources": "resources, resource, capacity, budget, money, staff, resource & capacity",
        "stakeholders": "stakeholders, stakeholder, partners, who, responsible",
        "risk": "risk, risks, risk mitigation, mitigation",
        "start": "first day",
        "end": "last day",
    },
    "indicators": {
        "indicator": "indicator, output indicator, measure, output",
        "evidence": "evidence, supporting evidence",
        "activity": "activity",
    },
    "stakeholders": {
        "organisation": "name, organisation, organization",
        "relevance": "relevance, why",
        "interest": "interest",
        "influence": "influence, power",
    },
    "questions": {"text": "question", "hint": "hint, who could know"},
}
_NAMES = sorted(
    {word for fields in _FIELDS.values() for words in fields.values() for word in words.split(", ")} | {"reason"},
    key=len,
    reverse=True,
)
_EDIT = re.compile(
    rf"(?:please )?(?:accept|edit|change) {_NOUN}(?:the )?(?P<number>{_NUMBER})\s?[,:;]?\s?(?:(?:but|with|and) )?"
    rf"(?:(?:change|set|make|put|use|with) )?(?:(?:the|its|my|a) )?(?P<field>{'|'.join(map(re.escape, _NAMES))})"
    r"\s?(?:to|:|=|is|are|as|into|should be)\s?(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_EDIT_WHOLE = re.compile(
    rf"(?:please )?(?:edit|change) {_NOUN}(?:the )?(?P<number>{_NUMBER})\s?(?::|\bto\b|\bas\b)\s?(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def read_decision(text: str) -> Decision | None:
    """What a message says about the suggestions; None where it says something else."""
    text = text.strip()
    for pattern in (_EDIT, _EDIT_WHOLE):
        if found := pattern.fullmatch(text):
            which = Which(_numbers(found["number"].lower()))
            return Decision(which, edit=(found.groupdict().get("field") or "", found["text"].strip()))
    plain = " ".join(fold(text).split()).rstrip(" .!")
    if plain in _WHOLE:
        return _WHOLE[plain]
    accept: Which | None = None
    reject: Which | None = None
    for clause in _BETWEEN.split(plain):
        found = _CLAUSE.fullmatch(clause)
        if found is None or (found["accept"] and accept) or (found["reject"] and reject):
            return None
        accept, reject = (_which(found), reject) if found["accept"] else (accept, _which(found))
    return Decision(accept, reject)


def is_meant(decision: Decision, text: str, waiting: Sequence[Proposal], listed: Sequence[str]) -> bool:
    """Whether the message is on suggestions: a mere "yes" or "none of them" only right after some were listed.

    Else it answers the question on the table.
    """
    if re.match(r"\s*(?:please )?(?:accept|reject|edit )", fold(text)):
        return True
    named = any(which and (which.numbers or which.rest) for which in (decision.accept, decision.reject))
    return bool(waiting) if named else any(proposal.id in listed for proposal in waiting)


def _which(found: re.Match[str]) -> Which:
    if found["but"]:
        return Which(_numbers(found["not"]), all_but=True)
    numbers = _numbers(found["numbers"] or "")
    said_all = (found["all"] or "").startswith(("all", "every"))
    return Which(numbers, rest=bool(found["rest"]), last=not numbers and not found["rest"] and not said_all)


def _numbers(words: str) -> tuple[int, ...]:
    """Numbers in digits and words, ranges written out."""
    found: list[int] = []
    parts = re.findall(rf"(-|\bto\b)|({_NUMBER})", words)
    through = False
    for dash, word in parts:
        if dash:
            through = True
            continue
        number = int(word) if word.isdecimal() else _NUMBER_OF[word]
        found += range(found[-1] + 1, number + 1) if through and found and number - found[-1] < 100 else [number]
        through = False
    return tuple(dict.fromkeys(found))


def settled_by(
    decision: Decision, waiting: Sequence[Proposal], listed: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """(ids to accept, ids to reject); `listed`: those shown last. Raises PlanError for a number that none has."""
    if not waiting:
        raise PlanError("There is no suggestion waiting.")
    named = [n for which in (decision.accept, decision.reject) if which for n in which.numbers]
    wrong = [n for n in named if not 1 <= n <= len(waiting)]
    if wrong:
        wait = "1 waits" if len(waiting) == 1 else f"{len(waiting)} wait"
        raise PlanError(f"There is no suggestion number {wrong[0]}: {wait}.")
    last = [n for n, proposal in enumerate(waiting, 1) if proposal.id in listed] or list(range(1, len(waiting) + 1))
    accept, reject = (_chosen(which, named, len(waiting), last) for which in (decision.accept, decision.reject))
    if both := set(accept) & set(reject):
        raise PlanError(f"Suggestion {min(both)} is both to be accepted and rejected: say which.")
    return [waiting[n - 1].id for n in accept], [waiting[n - 1].id for n in reject]


def _chosen(which: Which | None, named: Sequence[int], count: int, last: list[int]) -> list[int]:
    if which is None:
        return []
    if which.last:
        return last
    if which.all_but:
        return [n for n in range(1, count + 1) if n not in which.numbers]
    if which.rest:
        return [n for n in range(1, count + 1) if n not in named]
    return list(which.numbers) or list(range(1, count + 1))


def edited_texts(proposal: Proposal, edit: tuple[str, str], today: dt.date) -> dict[str, str]:
    """The user's words by the field that they replace, as `Planner.accept` takes them. PlanError names the fields."""
    called, text = edit
    table = str(proposal.data.get("table", ""))
    if proposal.kind != "add":
        if called and not _is_called(proposal, called):
            raise PlanError(f"This suggestion has no part “{called}”: write “edit 1: ...” with the new words.")
        return {"value": text}
    field = _field(table, called) if called else next(iter(_FIELDS[table]))
    if field is None:
        parts = ", ".join(words.partition(",")[0] for words in _FIELDS[table].values())
        raise PlanError(f"This suggestion has no part “{called}”: it has {parts}.")
    if field == "timeline":
        activity = proposal.data["item"].get("activity", {}).get("text", "")
        days = days_said(text, today)
        named = {"start": days.start, "end": days.end}
        return {"activity": f"{activity}\n{text}", **{part: day for part, day in named.items() if day}}
    return {field: text.lower() if field in ("interest", "influence") else text}


def _is_called(proposal: Proposal, called: str) -> bool:
    """Whether that is what people call the one value that the suggestion changes."""
    if proposal.kind == "choose":
        return called.lower() == "reason"
    data = proposal.data
    # The plan's own first and last day are called as those of a row are.
    part = data.get("name") if proposal.kind == "set" else data.get("field")
    return part is not None and _field(str(data.get("table", "rows")), called) == part


def _field(table: str, called: str) -> str | None:
    fields = _FIELDS.get(table, {})
    return next((field for field, words in fields.items() if called.lower() in words.split(", ")), None)


def what_it_does(proposal: Proposal, registry: Registry) -> str:
    """A suggestion in a few words: "take up Recommendation 2.2: ...", "a new activity: Agree a pathway"."""
    data = proposal.data
    unit = registry.get(str(data.get("unit", "")))
    if unit and proposal.kind in ("choose", "unchoose"):
        return f"{'take up' if proposal.kind == 'choose' else 'drop'} {name(unit)}"
    item = data.get("item")
    if proposal.kind == "add" and isinstance(item, Mapping):
        return _new(str(data.get("table")), item, registry)
    value = data.get("value")
    if data.get("field") in ("recommendations", "challenges") and isinstance(value, (list, tuple)):
        names = "; ".join(name(found) if (found := registry.get(str(unit_id))) else str(unit_id) for unit_id in value)
        return f"let the activity serve {names}"
    words = shown(value.get("text") if isinstance(value, Mapping) else value)
    return phrase(proposal.kind, data) + (f": {words}" if words else "")


def _new(table: str, item: Mapping[str, object], registry: Registry) -> str:
    def text(part: str) -> str:
        cell = item.get(part)
        return shown(cell.get("text")).partition("\n")[0] if isinstance(cell, Mapping) else ""

    if table == "stakeholders":
        group = registry.get(str(item.get("group")))
        return f"put “{text('organisation')}” on the map{f' ({title(group)})' if group else ''}"
    if table == "questions":
        return f"an open question: {shown(item.get('text'))}"
    kind, part = ("an indicator", "indicator") if table == "indicators" else ("a new activity", "activity")
    first = text(part)
    return f"{kind}: {first}" if first else kind
