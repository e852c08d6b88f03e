"""Drafted rows in other words: the door through which a language model's wording comes in, where one is configured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.planning.plan import ActionRow
from assistant.planning.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Reworded:
    """The rows, as many and in the same order as were given, and what people should know of how they were worded.

    `worded`: ids of the rows with lines in other words than the patterns'; `model` and `prompt`: whose words those are,
    and the digest of the prompts that it was given. All three are empty where no row was worded anew.
    """

    rows: tuple[ActionRow, ...]
    note: str = ""
    worded: frozenset[str] = frozenset()
    model: str = ""
    prompt: str = ""


# Never raises: what cannot be worded anew stays as it was drafted.
Reword = Callable[[Sequence[ActionRow], Scenario], Reworded]


def whose_words(model: str, prompt: str) -> str:
    """What is said of a row with lines in a model's words, wherever it is shown."""
    return (
        f"Some lines are in the words of {model} (prompts {prompt}); each was held against what you wrote, our "
        "patterns and the sources."
    )


def as_drafted(rows: Sequence[ActionRow], scenario: Scenario) -> Reworded:
    """The rows as the patterns gave them."""
    return Reworded(tuple(rows))
