"""Embeddings kept in a file as they are made, so that a run that was killed goes on where it was."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.interfaces import Embedder, Matrix

KEY = 16  # bytes of a text's digest in front of its vector


class KeptVectors:
    """An embedder that looks a text up before it embeds it. One writer at a time.

    The file is a row of records (digest of the text, float32 vector); a record that a kill cut short is dropped.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self.name, self.dimensions = embedder.name, embedder.dimensions
        self._embedder, self._path = embedder, path
        self._record = np.dtype([("key", f"S{KEY}"), ("vector", np.float32, (self.dimensions,))])
        path.touch()
        whole = path.stat().st_size // self._record.itemsize
        with path.open("r+b") as file:
            file.truncate(whole * self._record.itemsize)
        kept = np.memmap(path, self._record, "r", shape=(whole,)) if whole else np.zeros(0, self._record)
        self._row = {bytes(key): row for row, key in enumerate(kept["key"])}
        self._kept = kept

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row per text; those made now are on disk when this returns."""
        # A trailing zero byte is lost in numpy's strings, so the digest is written in hexadecimal.
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:KEY].encode() for text in texts]
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        missing = [at for at, key in enumerate(keys) if key not in self._row]
        for at, key in enumerate(keys):
            if key in self._row:
                rows[at] = self._kept["vector"][self._row[key]]
        if missing:
            rows[missing] = made = self._embedder.embed([texts[at] for at in missing])
            records = np.zeros(len(missing), self._record)
            records["key"], records["vector"] = [keys[at] for at in missing], made
            with self._path.open("ab") as file:
                file.write(records.tobytes())
        return rows
