"""The seams: Protocols with at least two implementations each (a test fake counts)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from assistant.cost import Use
from assistant.domain import Entry, PlanEvent, PlanSummary, Prompt

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
TokenMatrix = npt.NDArray[np.int8]


class Embedder(Protocol):
    """Texts to unit-length vectors. `name` goes into the index fingerprint: equal names mean equal vectors."""

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One L2-normalised float32 row per text, shape (len(texts), dimensions)."""
        ...


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder that also tells the vectors of a text's tokens, from the same run."""

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Matrix, list[TokenMatrix]]:
        """As `embed`, and per text one row of bytes per token, cut down as drivers/token_vectors.py says."""
        ...


@dataclass(frozen=True, slots=True)
class TextInContext:
    """A text as a model reads it: its pieces (words, or parts of words that begin with ##) and their vectors.

    `whole` is what `Embedder.embed` tells for the text; `rows` has one unit-length row per piece.
    """

    pieces: tuple[str, ...]
    rows: Matrix
    whole: Vector


@runtime_checkable
class ContextEmbedder(Embedder, Protocol):
    """An embedder that also tells what each word means where it stands, in full width."""

    def in_context(self, texts: Sequence[str]) -> list[TextInContext]:
        """One per text, in order."""
        ...


class Closeness(Protocol):
    """How near a question is to passages word by word; a second look at the best of a search."""

    def closeness(self, question: str, passages: Sequence[str]) -> list[tuple[float, float] | None]:
        """For each passage id how near the question's words are to it, in -1..1: all of them, and the quarter that is
        farthest. None where it cannot be told."""
        ...


class PassageStore(Protocol):
    """Vectors of one published generation. Similarity is cosine; search is exact in effect (recall@10 = 1.00)."""

    def add(self, entries: Sequence[Entry], vectors: Matrix) -> None:
        """Add entries; an id already present is overwritten."""
        ...

    def count(self) -> int: ...

    def vectors(self, ids: Sequence[str]) -> Mapping[str, Vector]:
        """Stored vectors of those ids that exist."""
        ...

    def nearest(self, vector: Vector, k: int) -> list[tuple[str, float]]:
        """Up to k (entry id, cosine) by falling cosine."""
        ...


class KeywordIndex(Protocol):
    """Term-weighted search over passages (BM25)."""

    def search(self, text: str, k: int, language: str = "en") -> list[tuple[str, float]]:
        """Up to k (passage id, score > 0) by falling score."""
        ...

    def certainty(self, text: str, language: str = "en") -> float:
        """How far the words alone can be trusted, 0..1: 1 when the best passage holds every one of several words."""
        ...


class ChatModel(Protocol):
    """A language model. Every failure is a ChatModelError; what it writes is data, to be checked before it is shown."""

    @property
    def name(self) -> str:
        """What is shown and stamped on answers, such as "openai:gpt-5-mini"."""
        ...

    @property
    def window(self) -> int:
        """Tokens that fit into one request, its answer included."""
        ...

    @property
    def thoughts(self) -> int:
        """Tokens that it may write, and that are paid for, beside those of an answer; 0 for most models."""
        ...

    def stream(
        self,
        prompt: Prompt,
        most: int,
        schema: Mapping[str, Any] | None = None,
        used: Callable[[Use], None] | None = None,
    ) -> Iterator[str]:
        """The text in pieces as it is written, at most `most` tokens; empty pieces while there is nothing new.

        `used` is told at the end of a whole answer what the provider counted, where it says so; `writing.budget` asks
        for it, and every request goes through there.

        The empty ones come several times a second, so that a reader can leave; closing the iterator ends the request.
        With a JSON schema the text is such an object where the model can be held to it, and free text otherwise.
        """
        ...


class PlanStore(Protocol):
    """Plans as logs of events. What `append` has returned from survives the end of the process at any moment."""

    def create(self, plan_id: str, title: str, events: Sequence[PlanEvent]) -> None:
        """A new plan with its first events; all of it or nothing."""
        ...

    def append(self, plan_id: str, title: str, events: Sequence[PlanEvent], expected_version: int) -> None:
        """All events or none. `title` is the plan's title after them.

        Raises PlanConflict when the plan has more or fewer than `expected_version` events, PlanMissing when it is gone.
        """
        ...

    def events(self, plan_id: str, after: int = 0) -> list[PlanEvent]:
        """The events in order, from the one after that version on. Raises PlanMissing."""
        ...

    def plans(self) -> list[PlanSummary]:
        """Every plan, the one changed last first."""
        ...

    def delete(self, plan_id: str) -> None:
        """The plan with its events and its share token is gone for good. Raises PlanMissing."""
        ...

    def share(self, plan_id: str) -> str:
        """The plan's token for reading: made at the first call, the same until `unshare`. Raises PlanMissing."""
        ...

    def token(self, plan_id: str) -> str:
        """The plan's token for reading as it is; empty where there is none. Raises PlanMissing."""
        ...

    def unshare(self, plan_id: str) -> None:
        """The token, if there is one, opens nothing any more. Raises PlanMissing."""
        ...

    def shared(self, token: str) -> str:
        """The id of the plan that a token opens for reading. Raises PlanMissing."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
