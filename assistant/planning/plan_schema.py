"""The JSON schema of a plan, read off the records' own types (`docs/plan.schema.json` is this, written down)."""

from __future__ import annotations

import dataclasses
import json
import sys
import types
import typing
from collections.abc import Mapping
from typing import Any

from assistant.domain import LANGUAGES
from assistant.planning.plan import FACTS, GOALS, GROUPS, SCHEMA, Plan
from assistant.planning.plan_json import ID_PATTERN, MOST_CHARACTERS, MOST_ITEMS, field_types

_STRINGS: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string", "maxLength": MOST_CHARACTERS},
    "id": {"type": "string", "pattern": f"^{ID_PATTERN}$"},
    "unit": {"type": "string", "pattern": f"^{ID_PATTERN}$"},
    "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "language": {"enum": list(LANGUAGES)},
    "goal": {"enum": list(GOALS)},
    "group": {"enum": list(GROUPS)},
    "fact": {"enum": list(FACTS)},
}


def plan_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of what `plan_to_json` writes."""
    parts: dict[str, Any] = {}
    plan = _record(Plan, parts)
    plan["properties"] = {"schema": {"const": SCHEMA}, **plan["properties"]}
    plan["required"] = ["schema", *plan["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A local action plan of the Vision to Action Assistant",
        **plan,
        "$defs": dict(sorted(parts.items())),
    }


def _record(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    fields = field_types(kind)
    required = [field.name for field in dataclasses.fields(kind) if _is_required(field)]
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": {name: _schema(part, parts) for name, part in fields.items()},
        "required": required,
        "additionalProperties": False,
    }


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _schema(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(kind)
    if kind is Any:
        return {}
    if origin is typing.Annotated:
        return dict(_STRINGS[kind.__metadata__[0]])
    if isinstance(kind, types.UnionType) or origin is typing.Union:
        inner = next(option for option in typing.get_args(kind) if option is not type(None))
        return {"anyOf": [_schema(inner, parts), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "maxItems": MOST_ITEMS, "items": _schema(typing.get_args(kind)[0], parts)}
    if origin is Mapping:
        names, values = typing.get_args(kind)
        keys = {} if names is str else {"propertyNames": _schema(names, parts)}
        return {"type": "object", "maxProperties": MOST_ITEMS, **keys, "additionalProperties": _schema(values, parts)}
    if not dataclasses.is_dataclass(kind):
        return {"enum": [member.value for member in kind]}
    name = str(getattr(kind, "__name__", kind))
    if name not in parts:
        parts[name] = {}  # held open, for records that hold their own kind
        parts[name] = _record(kind, parts)
    return {"$ref": f"#/$defs/{name}"}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(plan_schema(), indent=2) + "\n")
