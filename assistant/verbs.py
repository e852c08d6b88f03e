"""What a door may ask of the assistant; the one object that the command line, the web app and the evals use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.domain import Answer, Document, Hit, Passage, Turn
from assistant.index import Manifest
from assistant.registry import Registry


class Assistant(Protocol):
    """Opened by `assistant.wiring.open_assistant(settings)`; safe to share between threads."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def registry(self) -> Registry: ...

    @property
    def documents(self) -> dict[str, Document]: ...

    @property
    def passages(self) -> dict[str, Passage]: ...

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Whole answers that grow; the last has `done=True`. Raises BadInput for an empty or oversized question."""
        ...

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The last answer of `ask`."""
        ...

    def search(self, question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Hit]:
        """The ranked passages alone."""
        ...
