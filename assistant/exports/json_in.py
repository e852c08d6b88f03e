"""A plan read from a JSON file."""

from __future__ import annotations

import json

from assistant.errors import PlanError
from assistant.exports.sheets_in import Imported
from assistant.planning.plan_json import plan_from_json


def read_json(data: bytes) -> Imported:
    """The plan of a file that `write_json` made, or anybody else by the schema. Raises PlanError with the cure."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PlanError(f"This is no JSON file ({error}): use one that `v2a plan export` wrote.") from error
    return Imported(plan_from_json(value))
