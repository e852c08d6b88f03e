"""Drafted rows in other words: the door through which a language model's wording comes in, where one is configured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.planning.plan import ActionRow
from assistant.planning.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Reworded:
    """The rows, as many and in the same order as were given, and what people should know of how they were worded."""

    rows: tuple[ActionRow, ...]
    note: str = ""


# Never raises: what cannot be worded anew stays as it was drafted.
Reword = Callable[[Sequence[ActionRow], Scenario], Reworded]


def as_drafted(rows: Sequence[ActionRow], scenario: Scenario) -> Reworded:
    """The rows as the patterns gave them."""
    return Reworded(tuple(rows))
