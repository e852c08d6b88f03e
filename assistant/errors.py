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
