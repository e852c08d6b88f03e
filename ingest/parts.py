"""The exchangeable parts of an ingest run: what embeds, and where vectors are kept. Tests hand in fakes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from assistant.drivers.model_files import DIMENSIONS, EMBEDDER_NAME, copy_is_ready
from assistant.interfaces import Embedder, PassageStore
from assistant.settings import Settings


class ClosableStore(PassageStore, Protocol):
    def close(self) -> None:
        """Flush and let go of files."""
        ...


class Parts(Protocol):
    """Nothing heavy may be imported before `embedder`, `create_store` or `open_store` is called."""

    @property
    def embedder_name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def gives_tokens(self) -> bool:
        """Whether the embedder is an `interfaces.TokenEmbedder`."""
        ...

    def prepare(self) -> None:
        """Make what questions will need later, when it is not there yet."""
        ...

    def embedder(self) -> Embedder: ...

    def create_store(self, directory: Path, generation: str, expected: int) -> ClosableStore:
        """An empty store for about `expected` entries."""
        ...

    def open_store(self, directory: Path, generation: str) -> ClosableStore: ...

    def drop_store(self, generation: str) -> None:
        """Remove what a store keeps outside its generation's folder."""
        ...


class InstalledParts:
    """MiniLM through its torch-free copy (made here when missing), and Chroma embedded or by URL."""

    embedder_name = EMBEDDER_NAME
    dimensions = DIMENSIONS
    gives_tokens = True

    def __init__(self, settings: Settings) -> None:
        self._model_dir, self._url = settings.model_dir, settings.chroma_url

    def prepare(self) -> None:
        if not copy_is_ready(self._model_dir):
            self._ensure_copy()

    def embedder(self) -> Embedder:
        from assistant.drivers.embed_onnx import open_onnx_embedder

        self._ensure_copy()
        return open_onnx_embedder(self._model_dir, threads=os.cpu_count() or 1)

    def _ensure_copy(self) -> None:
        from ingest.export import ensure_copy

        ensure_copy(self._model_dir)

    def create_store(self, directory: Path, generation: str, expected: int) -> ClosableStore:
        from assistant.drivers.chroma_store import create_chroma_store

        return create_chroma_store(directory, generation, self._url, expected)

    def open_store(self, directory: Path, generation: str) -> ClosableStore:
        from assistant.drivers.chroma_store import open_chroma_store

        return open_chroma_store(directory, generation, self._url)

    def drop_store(self, generation: str) -> None:
        if self._url:
            from assistant.drivers.chroma_store import drop_chroma_store

            drop_chroma_store(generation, self._url)
