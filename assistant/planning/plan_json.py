"""Plans as JSON, both ways, and the schema: all three read off the records' own types, so that they cannot differ.

Reading checks everything and names the place: `rows[2].activity.origin is 'mine': use one of source, draft, user.`
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from assistant.domain import LANGUAGES
from assistant.errors import PlanError
from assistant.planning.plan import FACTS, GOALS, GROUPS, PARTS, SCHEMA, TABLES, Plan

MOST_CHARACTERS = 5000
MOST_ITEMS = 1000

ID_PATTERN = "[A-Za-z0-9_.:-]{1,80}"
_ID = re.compile(ID_PATTERN)
# What no spreadsheet, document or database can be trusted with: controls but tab and newline, lone surrogates.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """The text with lines ended by a newline and without characters that cannot be stored or exported."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A JSON object by `docs/plan.schema.json`; `plan_from_json` gives the same plan back."""
    return {"schema": SCHEMA, **typing.cast("dict[str, Any]", to_json(plan))}


def plan_from_json(value: object) -> Plan:
    """The plan of a JSON object. Raises PlanError, with the place and the cure, for anything that is not one."""
    if not isinstance(value, Mapping):
        raise PlanError("This is not a plan: it should be a JSON object, as `v2a plan export` writes it.")
    if value.get("schema") != SCHEMA:
        raise PlanError(f"The plan's schema is {value.get('schema')!r}: this version reads {SCHEMA}. Update v2a.")
    plan: Plan = read(Plan, {key: part for key, part in value.items() if key != "schema"}, "")
    for table in ("stakeholders", "rows", "indicators", "questions", "proposals"):
        _unique([item.id for item in getattr(plan, table)], table)
    for chosen in ("challenges", "recommendations"):
        _unique([choice.unit for choice in getattr(plan, chosen)], chosen)
    return plan


def _unique(ids: list[str], where: str) -> None:
    twice = {item_id for item_id in ids if ids.count(item_id) > 1}
    if twice:
        raise PlanError(f"{where} holds {sorted(twice)[0]!r} twice: give each its own id.")


def to_json(value: object) -> Any:
    """Records, tuples and mappings as JSON values."""
    if dataclasses.is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    return value


def read(kind: Any, value: object, where: str) -> Any:
    """The value as that type, checked. `where` is the place that an error names."""
    if kind is Any:
        return value
    if typing.get_origin(kind) is typing.Annotated:
        return _CHECKS[kind.__metadata__[0]](value, where)
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        inner = next(option for option in typing.get_args(kind) if option is not type(None))
        return None if value is None else read(inner, value, where)
    if typing.get_origin(kind) is tuple:
        return _read_items(typing.get_args(kind)[0], value, where)
    if typing.get_origin(kind) is Mapping:
        return _read_mapping(typing.get_args(kind), value, where)
    if dataclasses.is_dataclass(kind):
        return _read_record(kind, value, where)
    return _read_choice(kind, value, where)


def _read_items(kind: Any, value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise PlanError(f"{_place(where)} is {_short(value)}: it should be a list.")
    if len(value) > MOST_ITEMS:
        raise PlanError(f"{_place(where)} has {len(value)} entries: at most {MOST_ITEMS} fit into a plan.")
    return tuple(read(kind, item, f"{where}[{number}]") for number, item in enumerate(value))


def _read_mapping(kinds: tuple[Any, ...], value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise PlanError(f"{_place(where)} is {_short(value)}: it should be an object.")
    if len(value) > MOST_ITEMS:
        raise PlanError(f"{_place(where)} has {len(value)} entries: at most {MOST_ITEMS} fit into a plan.")
    keys, parts = kinds
    if parts is Any:
        return dict(value)
    return {read(keys, key, f"{where}: the name"): read(parts, part, f"{where}.{key}") for key, part in value.items()}


def _read_record(kind: Any, value: object, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise PlanError(f"{_place(where)} is {_short(value)}: it should be an object.")
    fields = field_types(kind)
    unknown = [key for key in value if key not in fields]
    if unknown:
        raise PlanError(f"{_place(where)} has an unknown part {_short(unknown[0])}: use {', '.join(fields)}.")
    for field in dataclasses.fields(kind):
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if required and field.name not in value:
            raise PlanError(f"{_place(where)} has no {field.name}: add one.")
    prefix = f"{where}." if where else ""
    return kind(**{name: read(fields[name], part, prefix + name) for name, part in value.items()})


@cache
def field_types(kind: Any) -> dict[str, Any]:
    """Field names of a record and their types, with what a string must be."""
    return typing.get_type_hints(kind, include_extras=True)


def _read_choice(kind: Any, value: object, where: str) -> Any:
    options = [member.value for member in kind]
    if value not in options:
        raise PlanError(f"{_place(where)} is {_short(value)}: use one of {', '.join(options)}.")
    return kind(value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise PlanError(f"{_place(where)} is {_short(value)}: it should be text.")
    if len(value) > MOST_CHARACTERS:
        raise PlanError(f"{_place(where)} has {len(value)} characters: shorten it to {MOST_CHARACTERS} or fewer.")
    return clean_text(value)


def _id(value: object, where: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise PlanError(f"{_place(where)} is {_short(value)}: use up to 80 letters, digits and the signs _ . : -")
    return value


def _day(value: object, where: str) -> str:
    # Nothing but the plain form: newer versions of Python read week dates and digits without dashes too.
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    raise PlanError(f"{_place(where)} is {_short(value)}: write the day as YYYY-MM-DD, such as 2027-03-31.")


def _one_of(options: tuple[Any, ...]) -> Callable[[object, str], Any]:
    def check(value: object, where: str) -> Any:
        # `True == 1`, yet a goal is never True.
        if isinstance(value, bool) or value not in options:
            raise PlanError(f"{_place(where)} is {_short(value)}: use one of {', '.join(map(str, options))}.")
        return value

    return check


def _position(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise PlanError(f"{_place(where)} is {_short(value)}: give the place as a whole number, 0 for the first.")
    return value


_CHECKS: Mapping[str, Callable[[object, str], Any]] = {
    "text": _text,
    "id": _id,
    "unit": _id,
    "day": _day,
    "language": _one_of(LANGUAGES),
    "goal": _one_of(GOALS),
    "group": _one_of(GROUPS),
    "fact": _one_of(FACTS),
    "table": _one_of(tuple(TABLES)),
    "part": _one_of(PARTS),
    "position": _position,
}


def _place(where: str) -> str:
    return where or "The plan"


def _short(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else words[:57] + "..."
