"""Sheets read back into a plan, checked; errors name the sheet and the line as people see them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.errors import PlanError
from assistant.exports.sheets import (
    ANSWERS,
    CHOICES,
    DETAILS,
    ID,
    NOT_READ,
    OTHER_SHEETS,
    PROVENANCE,
    SOURCES,
    TABLE_SHEETS,
    digest,
)
from assistant.planning.plan import PARTS, TABLES, Cell, Choice, Plan, new_item_id
from assistant.planning.plan_json import MOST_ITEMS, clean_text, field_types, plan_from_json, plan_to_json, read

Grid = Sequence[Sequence[str]]
AGAIN = "Export the plan again and put your changes into that file, without renaming or removing its columns."
NEW_ID = "imported"
_TEXTS = ("text", "hint", "answer")
_LISTS = ("recommendations", "challenges")


@dataclass(frozen=True, slots=True)
class Imported:
    """A plan from a file; `parts`: the sheets that were there; `notes`: what was left out, for people."""

    plan: Plan
    parts: frozenset[str] = frozenset((*TABLE_SHEETS, ANSWERS, CHOICES, DETAILS))
    notes: tuple[str, ...] = ()

    @property
    def of(self) -> str:
        """The id of the plan that was exported; empty where the file does not say."""
        return "" if self.plan.id == NEW_ID else self.plan.id


def plan_from_sheets(grids: Mapping[str, Grid]) -> Imported:
    """The plan in these sheets. Raises PlanError when none of them is a plan's, or one has something unusable."""
    known = {name.casefold(): name for name in (*TABLE_SHEETS, *OTHER_SHEETS, SOURCES)}
    found = {known[name.strip().casefold()]: grid for name, grid in grids.items() if name.strip().casefold() in known}
    if not set(found) - {SOURCES}:
        raise PlanError(f"No sheet of a plan is in this file: it needs one named {', '.join(TABLE_SHEETS)}. {AGAIN}")
    notes = [
        f"The sheet {name!r} was left out: it is no part of a plan."
        for name in grids
        if name.strip().casefold() not in known
    ]
    parts: dict[str, Any] = {}
    for name, grid in found.items():
        if name != SOURCES:
            parts.update(_READERS.get(name, _table)(_Lines(name, grid, notes)))
    plan = replace(Plan(parts.pop("id", "") or NEW_ID), **parts)
    return Imported(plan_from_json(plan_to_json(plan)), frozenset(found) - {SOURCES}, tuple(notes))


@dataclass
class _Lines:
    """The lines of one sheet below its header, each as column -> text with the place that an error names."""

    sheet: str
    grid: Grid
    notes: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[str, dict[str, str]]]:
        header = [title.strip() for title in self.grid[0]] if self.grid else []
        self._check(header)
        if len(self.grid) - 1 > MOST_ITEMS:
            raise PlanError(f"{self.sheet} has {len(self.grid) - 1} lines: at most {MOST_ITEMS} fit into a plan.")
        columns = {self._known[title.casefold()]: at for at, title in enumerate(header) if self._has(title)}
        for number, line in enumerate(self.grid[1:], 2):
            if any(text.strip() for text in line):
                texts = {name: clean_text(line[at]) if at < len(line) else "" for name, at in columns.items()}
                yield f"{self.sheet}, line {number}", texts

    @property
    def _known(self) -> dict[str, str]:
        names = OTHER_SHEETS.get(self.sheet) or (*TABLE_SHEETS[self.sheet][1], ID, PROVENANCE)
        return {name.casefold(): name for name in names}

    def _has(self, title: str) -> bool:
        return title.casefold() in self._known

    def _check(self, header: list[str]) -> None:
        optional = {PROVENANCE, *NOT_READ.get(self.sheet, ())}
        given = {title.casefold() for title in header}
        missing = [name for low, name in self._known.items() if low not in given and name not in optional]
        if missing:
            raise PlanError(f"The sheet {self.sheet!r} has no column {missing[0]!r} in its first line. {AGAIN}")
        low = [title.casefold() for title in header]
        twice = [title for title in header if self._has(title) and low.count(title.casefold()) > 1]
        if twice:
            raise PlanError(f"The sheet {self.sheet!r} has the column {twice[0]!r} twice: remove one.")
        self.notes += [
            f"The column {title!r} in {self.sheet!r} was left out: no plan has it."
            for title in header
            if title and not self._has(title)
        ]


def _table(lines: _Lines) -> dict[str, Any]:
    table, columns = TABLE_SHEETS[lines.sheet]
    kind: Any = TABLES[table]
    types = field_types(kind)
    items, seen = [], set()
    for where, texts in lines:
        cells = _provenance(texts.get(PROVENANCE, ""))
        item_id = texts[ID].strip()
        # A copied line brings its id along, and is a line of its own all the same.
        if not item_id or item_id in seen:
            item_id = new_item_id()
        seen.add(item_id)
        item = {name: _value(name, types[name], texts[title], cells.get(name)) for title, name in columns.items()}
        # What a cell leaves empty is whatever a new item has there.
        given = {name: value for name, value in item.items() if value is not None}
        items.append(read(kind, {"id": item_id, **given}, where))
    return {table: tuple(items)}


def _value(field_name: str, kind: Any, text: str, told: list[str] | None) -> Any:
    """A cell's text as the JSON value that its field wants; None for nothing."""
    if kind is Cell:
        return _cell(text, told)
    if field_name in _TEXTS:
        return text
    if field_name in _LISTS:
        return [part for part in re.split(r"[,;\s]+", text) if part]
    word = text.strip()
    if field_name == "goal" and word.isdecimal() and len(word) < 10:  # int() refuses thousands of digits
        return int(word)
    # A group's id is followed by its name, for people.
    return (word.split()[0] if field_name == "group" else word) if word else None


def _cell(text: str, told: list[str] | None) -> dict[str, Any]:
    if told and len(told) >= 2 and told[1] == digest(text):
        return {"text": text, "origin": told[0], "cites": told[2:]}
    return {"text": text, "origin": "user"}


def _provenance(text: str) -> dict[str, list[str]]:
    entries = [entry.split() for entry in text.split(";")]
    return {entry[0]: entry[1:] for entry in entries if entry}


def _answers(lines: _Lines) -> dict[str, Any]:
    return {"answers": {unit: cell for _, unit, cell in _cells(lines, "Answer")}}


def _choices(lines: _Lines) -> dict[str, Any]:
    chosen = [(where, Choice(unit, cell)) for where, unit, cell in _cells(lines, "Reason")]
    strange = [where for where, choice in chosen if not choice.unit.startswith(("challenge.", "rec."))]
    if strange:
        raise PlanError(f"{strange[0]} names neither a challenge (challenge.2.1) nor a recommendation (rec.2.2).")
    choices = [choice for _, choice in chosen]
    return {
        "challenges": tuple(choice for choice in choices if choice.unit.startswith("challenge.")),
        "recommendations": tuple(choice for choice in choices if choice.unit.startswith("rec.")),
    }


def _cells(lines: _Lines, column: str) -> Iterator[tuple[str, str, Cell]]:
    for where, texts in lines:
        told = _provenance(texts.get(PROVENANCE, "")).get("cell")
        unit = read(field_types(Choice)["unit"], texts[ID].strip(), f"{where}, {ID}")
        yield where, unit, read(Cell, _cell(texts[column], told), where)


def _details(lines: _Lines) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    facts: dict[str, tuple[str, ...]] = {}
    for where, texts in lines:
        name, value = texts["Part"].strip(), texts["Value"]
        if name.startswith("fact "):
            fact = name.removeprefix("fact ")
            facts[fact] = (*facts.get(fact, ()), value)
        elif name == "skipped":
            parts["skipped"] = (*parts.get("skipped", ()), value.strip())
        elif name in (*PARTS, "id"):
            wanted = field_types(Plan)[name]
            empty = None if name in ("start", "end") else ""
            given = value if name == "title" else value.strip() or empty
            parts[name] = given if name == "id" and not given else read(wanted, given, f"{where}, {name}")
        elif name != "about":
            raise PlanError(f"{where} has an unknown part {name!r}: use {', '.join(PARTS)} or, say, fact place.")
    return {**parts, "facts": facts}


_READERS = {ANSWERS: _answers, CHOICES: _choices, DETAILS: _details}
