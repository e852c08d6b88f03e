"""Embeddings kept in a file as they are made, so that a run that was killed goes on where it was."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.drivers.token_vectors import KEY, TokenFile
from assistant.interfaces import Embedder, Matrix, TokenEmbedder, TokenMatrix


class KeptVectors:
    """An embedder that looks a text up before it embeds it. One writer at a time.

    The file is a row of records (digest of the text, float32 vector), token vectors stand in a second one; a record
    that a kill cut short is dropped.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self.name, self.dimensions = embedder.name, embedder.dimensions
        self._embedder, self._path = embedder, path
        self._record = np.dtype([("key", f"S{KEY}"), ("vector", np.float32, (self.dimensions,))])
        self._tokens = TokenFile(path.with_name(f"{path.name}.tokens"), writable=True)
        path.touch()
        whole = path.stat().st_size // self._record.itemsize
        with path.open("r+b") as file:
            file.truncate(whole * self._record.itemsize)
        self._kept = np.memmap(path, self._record, "r", shape=(whole,)) if whole else np.zeros(0, self._record)
        self._row = {bytes(key): row for row, key in enumerate(self._kept["key"])}

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row per text; those made now are on disk when this returns."""
        keys = [_key(text) for text in texts]
        missing = [at for at, key in enumerate(keys) if key not in self._row]
        rows = self._looked_up(keys)
        if missing:
            rows[missing] = self._embedder.embed([texts[at] for at in missing])
            self._write([keys[at] for at in missing], rows[missing])
        return rows

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Matrix, list[TokenMatrix]]:
        """As `embed`, for an embedder that gives token vectors."""
        if not isinstance(self._embedder, TokenEmbedder):
            raise TypeError(f"{self.name} gives no token vectors")
        keys = [_key(text) for text in texts]
        missing = [at for at, key in enumerate(keys) if key not in self._row or key.decode() not in self._tokens]
        rows = self._looked_up(keys)
        tokens = dict(enumerate(self._tokens.get([key.decode() for key in keys])))
        if missing:
            rows[missing], made = self._embedder.embed_tokens([texts[at] for at in missing])
            tokens.update(zip(missing, made, strict=True))
            self._tokens.add((keys[at].decode(), new) for at, new in zip(missing, made, strict=True))
            self._write([keys[at] for at in missing], rows[missing])
        return rows, [found for found in tokens.values() if found is not None]

    def _looked_up(self, keys: Sequence[bytes]) -> Matrix:
        rows = np.zeros((len(keys), self.dimensions), np.float32)
        for at, key in enumerate(keys):
            if key in self._row:
                rows[at] = self._kept["vector"][self._row[key]]
        return rows

    def _write(self, keys: Sequence[bytes], rows: Matrix) -> None:
        records = np.zeros(len(keys), self._record)
        records["key"], records["vector"] = keys, rows
        with self._path.open("ab") as file:
            file.write(records.tobytes())


def _key(text: str) -> bytes:
    """In hexadecimal: a trailing zero byte would be lost in numpy's strings."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:KEY].encode()
