"""Every error people can meet, as one tree. A message says what happened, then what to do.

V2AError
├── CorpusError          a corpus file breaks the schema (file, line, cure)
├── ReadError            one file could not be read; the others go on
├── IndexMissing         nothing has been ingested yet
├── IndexMismatch        the index was built with other parts than those installed
├── IndexLocked          another ingest is writing
├── PlanError            a plan, or a change to one, that cannot be used
│   ├── PlanMissing      no plan has this id
│   └── PlanConflict     the plan was changed elsewhere in the meantime
├── ChatModelError       the language model gave nothing that can be used; answers then come from quotes alone
│   ├── ModelNotUsable   it is not set up: its name, package, key or address is wrong
│   ├── ModelTimeout     it did not answer in time
│   ├── ModelBusy        it turns requests away (too many, or no credit left)
│   ├── ModelUnreachable it cannot be reached, failed inside, or broke off in the middle
│   ├── ModelRefused     it will not answer, or its provider holds the answer back
│   ├── ModelGarbage     what it wrote is empty, or not in the form that was asked for
│   ├── ModelOverflow    the question and its passages are too long for it
│   ├── ModelBudget      too little is left of what it may cost
│   └── ModelLeft        whoever asked it has left, or pressed stop
└── BadInput             a question, history or option that cannot be used
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class V2AError(Exception):
    """Base of all errors shown to people without a stack trace."""


class CorpusError(V2AError):
    """A corpus file breaks the schema; `problems` holds one line each: file:line: what - cure."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class ReadError(V2AError):
    """One file could not be read."""


class IndexMissing(V2AError):
    """Nothing has been ingested into this index yet."""


class IndexMismatch(V2AError):
    """The index was built by other parts (embedder, cleaner, splitter) than those now in use."""


class IndexLocked(V2AError):
    """Another process is writing this index."""


class PlanError(V2AError):
    """A plan, or a change to one, that cannot be used; the plan is as it was."""


class PlanMissing(PlanError):
    """No plan has this id: never made, or deleted."""


class PlanConflict(PlanError):
    """The plan was changed elsewhere in the meantime; `conflicts` has path, where, mine and theirs for each cell."""

    def __init__(self, message: str, conflicts: Sequence[Mapping[str, str]] = ()) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(message)


class BadInput(V2AError):
    """Input that cannot be used; the message names the cure."""


class ChatModelError(V2AError):
    """The language model gave nothing that can be used. The message never repeats a provider's text or a key."""


class ModelNotUsable(ChatModelError):
    """The model is not set up: its name, its package, its key or its address is wrong."""


class ModelTimeout(ChatModelError):
    """The model did not answer in time."""


class ModelBusy(ChatModelError):
    """The provider turns requests away: too many at a time, or no credit left."""


class ModelUnreachable(ChatModelError):
    """The provider cannot be reached, failed inside, or broke off in the middle of an answer."""


class ModelRefused(ChatModelError):
    """The model will not answer, or its provider holds the answer back."""


class ModelGarbage(ChatModelError):
    """What the model wrote is empty or not in the form that was asked for."""


class ModelOverflow(ChatModelError):
    """The request is longer than the model can read."""


class ModelBudget(ChatModelError):
    """Too little is left of what the model may cost: for an answer, for a user, or for the day."""


class ModelLeft(ChatModelError):
    """Whoever asked it has left, or pressed stop."""
