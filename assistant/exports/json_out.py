"""A plan as a JSON file, by `docs/plan.schema.json`; everything is in it, proposals too."""

from __future__ import annotations

import json

from assistant.exports.sources import Texts
from assistant.planning.plan import Plan
from assistant.planning.plan_json import plan_to_json


def write_json(plan: Plan, texts: Texts) -> bytes:
    """UTF-8, indented. `texts` is not needed: programs resolve ids themselves."""
    return (json.dumps(plan_to_json(plan), ensure_ascii=False, indent=2) + "\n").encode()
