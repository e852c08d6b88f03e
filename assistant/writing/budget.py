"""What may be spent on a language model. Every request for an answer or a draft goes through an `Account`.

Before a request what it may take at most is written down, and afterwards what it took: a process that is killed in
between has counted, and requests at the same time cannot overdraw a budget together.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from assistant.cost import Limit, Use
from assistant.domain import Prompt
from assistant.errors import ChatModelError, ModelBudget, ModelBusy, ModelNotUsable, ModelOverflow
from assistant.interfaces import ChatModel
from assistant.writing import leaving
from assistant.writing.context import count_tokens, prompt_tokens

T = TypeVar("T")
LOCAL = "local"  # whoever uses the command line of a V2A_HOME
TURNED_AWAY = (ModelNotUsable, ModelBusy, ModelOverflow)  # errors for which no provider sends a bill
_USER: ContextVar[str] = ContextVar("user", default=LOCAL)


class Ledger(Protocol):
    """What was spent today, and what may be."""

    def reserve(self, most: Use, user: str) -> Callable[[Use], None]:
        """Counts what a request may take. Raises ModelBudget where that is more than is left, or cannot be counted.

        What it gives has to be told what the request took in truth; it never raises, since the answer is there then.
        """
        ...


class Uncounted:
    """The ledger of tests and trials that nothing limits."""

    def reserve(self, most: Use, user: str) -> Callable[[Use], None]:
        """Never raises, and keeps nothing."""
        return lambda _: None


@dataclass(frozen=True)
class Budget:
    """The day's ledger, and what one answer may cost with all of its requests."""

    ledger: Ledger = field(default_factory=Uncounted)
    answer: Limit | None = None

    def open(self) -> Account:
        """For one answer, or one row of a draft, of the user on whose behalf this runs (`spending_as`)."""
        return Account(self, _USER.get())


@dataclass
class Account:
    """The requests of one answer: `ask` takes the place of `ChatModel.stream`."""

    budget: Budget
    user: str = LOCAL
    spent: Use = field(default_factory=Use)

    def ask(
        self, model: ChatModel, prompt: Prompt, most: int, schema: Mapping[str, Any] | None = None
    ) -> Generator[str, None, None]:
        """`ChatModel.stream`, counted: by what the provider says, else by our estimate, also when it breaks off.

        Raises ModelBudget before anything is sent when the answer, the user or the day has too little left, and
        ModelLeft when nobody waits for it any longer (`leaving.py`).
        """
        expected = Use(prompt_tokens(prompt), most + model.thoughts)
        limit = self.budget.answer
        if limit and limit.exceeded_by(self.spent + expected):
            raise ModelBudget(f"The answer would cost more than {limit} (V2A_MODEL_ANSWER).")
        settle = self.budget.ledger.reserve(expected, self.user)
        told: list[Use] = []
        written: list[str] = []
        turned_away = False
        try:
            with closing(model.stream(prompt, most, schema, told.append)) as pieces:  # type: ignore[type-var]
                for piece in pieces:
                    leaving.check()
                    written.append(piece)
                    yield piece
        except TURNED_AWAY:
            turned_away = not any(written)
            raise
        finally:
            # What a model thought is paid for and cannot be seen: where nobody tells, all that it may have been.
            wrote = count_tokens("".join(written)) + model.thoughts
            estimate = Use() if turned_away else Use(expected.read, wrote)
            used = told[-1] if told else estimate
            self.spent += used
            settle(used)

    def room(self, model: ChatModel, most: int) -> int:
        """Tokens that a prompt may have: what fits into the window and can be paid, with `most` kept for the reply."""
        limit = self.budget.answer
        payable = limit.readable(self.spent, most + model.thoughts) if limit else None
        return model.window - most if payable is None else min(model.window - most, payable)

    def no_room(self, model: ChatModel, most: int) -> ChatModelError:
        """Why nothing that is worth sending fits into `room`."""
        if self.room(model, most) < model.window - most:
            return ModelBudget(
                f"The answer may cost {self.budget.answer} (V2A_MODEL_ANSWER): too little for its prompt."
            )
        return ModelOverflow("Not even the shortest prompt for this fits into what the language model can read.")


@contextmanager
def spending_as(user: str) -> Iterator[None]:
    """What is asked of a model in here is counted to that user; for generators see `on_behalf_of`."""
    token = _USER.set(user)
    try:
        yield
    finally:
        _USER.reset(token)


def on_behalf_of(user: str, items: Iterator[T]) -> Iterator[T]:
    """The items, each made on behalf of that user, whichever threads take them, and closed so as well."""
    context = copy_context()
    context.run(_USER.set, user)
    try:
        while True:
            try:
                item = context.run(next, items)
            except StopIteration:
                return
            yield item
    finally:
        context.run(getattr(items, "close", lambda: None))
