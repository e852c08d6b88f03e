"""What goes in and out of the guided chat besides the plan: where a conversation stands, and what is said back."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain import Answer
from assistant.planning.plan import Plan
from assistant.planning.steps import Question

HELP = (
    "Answer in your own words; several answers fit into one message (what: ... where: ... why: ...). You can also say: "
    "skip · back · step 3 · I don't know · example · show · undo · another activity · title: ... · stop. To "
    "suggestions: accept 1 and 3, reject the rest · accept 2 but change the risk to ... · edit 1: ... You can ask me a "
    "question at any time. “Actually, ...” and “not X but Y” correct what you said. Everything is saved as you go."
)
PRIVACY = (
    "This seems to hold data that could identify a patient. Nothing of it was kept or passed on. Leave names, dates of "
    "birth and numbers out (write “one of our patients”) and say it again."
)


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a conversation stands: the question on the table, the step, the questions dealt with, proposals listed.

    `fresh`: the proposals listed last, which "accept" alone means.
    It may be lost without harm: the plan itself says what is still to be asked.
    """

    asked: str = ""
    step: int = 1
    trail: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said back: lines, the answer to a question in between, and the question now on the table.

    `fresh`: whether proposals wait that were not listed before, and `new` their ids; `show`: whether the whole plan is
    wanted.
    """

    said: tuple[str, ...]
    plan: Plan
    talk: Talk
    question: Question | None = None
    answer: Answer | None = None
    fresh: bool = False
    show: bool = False
    ended: bool = False
    new: tuple[str, ...] = ()
