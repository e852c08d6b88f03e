"""A conversation as a tuple of exchanges, and what asking, stopping, retrying, editing and undoing make of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.domain import Answer, Turn
from assistant.errors import V2AError
from assistant.verbs import Assistant


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what became of it: an answer that grows, a problem in words, or nothing yet."""

    question: str
    answer: Answer | None = None
    problem: str = ""
    stopped: bool = False


Conversation = tuple[Exchange, ...]


def history(conversation: Conversation) -> tuple[Turn, ...]:
    """What was said, for the retriever; exchanges that failed are left out."""
    turns: list[Turn] = []
    for exchange in conversation:
        if answer := exchange.answer:
            turns += [Turn("user", exchange.question), Turn("assistant", answer.untranslated or answer.markdown)]
    return tuple(turns)


def ask(open_assistant: Callable[[], Assistant], conversation: Conversation, question: str) -> Iterator[Conversation]:
    """The conversation with one more exchange, growing. An error people can act on is shown in place of the answer."""
    yield (*conversation, Exchange(question))
    try:
        for answer in open_assistant().ask(question, history(conversation)):
            yield (*conversation, Exchange(question, answer))
    except V2AError as problem:
        yield (*conversation, Exchange(question, problem=str(problem)))


def stop(conversation: Conversation) -> Conversation:
    """What is left when the reader stops an answer: the part that had arrived."""
    if not conversation:
        return conversation
    last = conversation[-1]
    settled = last.problem or (last.answer and last.answer.done)
    return conversation if settled else (*conversation[:-1], replace(last, stopped=True))


def before(conversation: Conversation, message: int) -> Conversation:
    """The exchanges before the one that holds the chat's message number `message` (two messages make an exchange)."""
    return conversation[: max(0, message // 2)]


def question_at(conversation: Conversation, message: int) -> str:
    """The question of the exchange that holds that message; empty when there is none."""
    at = message // 2
    return conversation[at].question if 0 <= at < len(conversation) else ""
