"""Vectors in Chroma: in the generation's own folder, or on a Chroma server by URL. One class for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.config import Settings as ChromaSettings

from assistant.domain import Entry
from assistant.errors import BadInput, IndexMissing, V2AError
from assistant.interfaces import Matrix

FOLDER = "chroma"
# With Chroma's defaults the graph misses far neighbours (recall@10 .84 at 10,000 entries, and falling as it grows).
# With these, and a search width that grows with the collection, recall@10 against exact search is 1.00 at 5,000 and
# at 20,000 entries; tests/contracts/test_store_recall.py measures it.
GRAPH = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32}
LEAST_WIDTH, ENTRIES_PER_WIDTH, MOST_WIDTH = 1000, 8, 10_000


def search_width(count: int) -> int:
    """How many candidates a search in a collection of `count` entries looks at (`ef_search`)."""
    return max(LEAST_WIDTH, min(count // ENTRIES_PER_WIDTH, MOST_WIDTH))


class ChromaStore:
    """One collection. Its vectors come from outside; Chroma embeds nothing and sends no telemetry."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client, self._collection = client, collection
        self._width = int(collection.configuration["hnsw"]["ef_search"])
        self._batch = min(int(client.get_max_batch_size()), 5000)
        self._count = 0

    @property
    def collection(self) -> Any:
        """The Chroma collection behind it."""
        return self._collection

    def add(self, entries: Sequence[Entry], vectors: Matrix) -> None:
        """Add entries; an id already present is overwritten."""
        for at in range(0, len(entries), self._batch):
            part = entries[at : at + self._batch]
            self._collection.upsert(
                ids=[e.id for e in part],
                embeddings=np.ascontiguousarray(vectors[at : at + self._batch], np.float32),
                metadatas=[{"passage": e.passage, "role": e.role, "language": e.language} for e in part],
            )
        width = search_width(self.count())
        if width > self._width:
            self._collection.modify(configuration={"hnsw": {"ef_search": width}})
            self._width = width

    def count(self) -> int:
        self._count = int(self._collection.count())
        return self._count

    def vectors(self, ids: Sequence[str]) -> Mapping[str, npt.NDArray[np.float32]]:
        """Stored vectors of those ids that exist."""
        found: dict[str, npt.NDArray[np.float32]] = {}
        for at in range(0, len(ids), self._batch):
            part = self._collection.get(ids=list(ids[at : at + self._batch]), include=["embeddings"])
            found.update(zip(part["ids"], np.asarray(part["embeddings"], np.float32), strict=True))
        return found

    def nearest(self, vector: npt.NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """Up to k (entry id, cosine) by falling cosine."""
        k = min(k, self._count or self.count())
        if k < 1:
            return []
        query = np.ascontiguousarray(np.asarray(vector, np.float32).reshape(1, -1))
        # Without metadata, which takes longer to fetch than the search itself; an entry knows its passage.
        found = self._collection.query(query_embeddings=query, n_results=k, include=["distances"])
        return [(e, 1.0 - float(d)) for e, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def close(self) -> None:
        """Let go of files and connections. The store cannot be used afterwards."""
        self._client.close()


def collection_name(generation: str) -> str:
    return f"v2a-{generation}"


def create_chroma_store(directory: Path, generation: str, url: str = "", expected: int = 0) -> ChromaStore:
    """A new, empty store for a generation. `directory` is the generation's folder; unused with a server.

    `expected` entries set the search width at once; when more are added it grows, and counts from the next opening.
    """
    client = _client(directory, url)
    collection = client.create_collection(
        collection_name(generation),
        embedding_function=None,
        configuration={"hnsw": {**GRAPH, "ef_search": search_width(expected)}},
    )
    return ChromaStore(client, collection)


def open_chroma_store(directory: Path, generation: str, url: str = "") -> ChromaStore:
    """The store of a published generation. Raises IndexMissing when its collection is not there."""
    from chromadb.errors import NotFoundError

    if not url and not (directory / FOLDER / "chroma.sqlite3").exists():
        raise IndexMissing(
            f"No vectors in {directory / FOLDER}. If the index was written to a Chroma server, set V2A_CHROMA_URL; "
            "otherwise build it again with: v2a ingest"
        )
    client = _client(directory, url)
    try:
        collection = client.get_collection(collection_name(generation), embedding_function=None)
    except NotFoundError:
        client.close()
        place = url or directory / FOLDER
        raise IndexMissing(f"The vectors of this index are not in {place}. Build them with: v2a ingest") from None
    return ChromaStore(client, collection)


def drop_chroma_store(generation: str, url: str) -> None:
    """Remove a generation's collection from a server; nothing happens when it is gone already."""
    from chromadb.errors import NotFoundError

    client = _client(Path(), url)
    try:
        client.delete_collection(collection_name(generation))
    except NotFoundError:
        pass
    finally:
        client.close()


def _client(directory: Path, url: str) -> Any:
    quiet = ChromaSettings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(str(directory / FOLDER), settings=quiet)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"V2A_CHROMA_URL is {url!r}: write it like http://127.0.0.1:8000")
    port = parts.port or (443 if parts.scheme == "https" else 8000)
    try:
        return chromadb.HttpClient(host=parts.hostname, port=port, ssl=parts.scheme == "https", settings=quiet)
    except ValueError as error:
        raise V2AError(f"No Chroma server answers at {url} ({error}). Start it, or unset V2A_CHROMA_URL.") from None
