"""Drafts over the committed corpus with fakes in place of the model and of Chroma: built once, shared by the tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from assistant.planning.drafting import Drafted, Drafting
from assistant.planning.plan import COLUMNS
from tests.conftest import FakeParts
from tests.core.shelves import open_with_fakes, shipped

CHARITY = (
    "We are a lymphoma charity in two rural counties. Community clinics refer late and nobody knows whom to call at "
    "the regional hospital. We have 12,000 euros and one part-time nurse. There is a meeting with the regional "
    "hospital in March."
)
TODAY = dt.date(2026, 11, 22)
VAGUE = "We want to improve access to CAR T. What can we do?"
OUTSIDE = "We run a primary school and want a new playground. We have 20,000 euros. The town council meets in June."


@cache
def drafting() -> Drafting:
    """What drafts from the committed corpus."""
    found = open_with_fakes(shipped(Path(mkdtemp(prefix="v2a-drafts-"))), FakeParts()).drafting
    return replace(found, today=lambda: TODAY)


def draft(text: str) -> Drafted:
    """The draft for a scenario."""
    return drafting().draft(text)


def words_of(drafted: Drafted) -> str:
    """Everything that a draft would put into a plan, as one text."""
    cells = [getattr(row, column).text for row in drafted.rows for column in COLUMNS]
    cells += [s.organisation.text for s in drafted.stakeholders]
    cells += [f"{i.indicator.text} {i.evidence.text}" for i in drafted.indicators]
    return "\n".join([*cells, *(q.text for q in drafted.open_questions)])
