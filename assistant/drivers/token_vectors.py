"""Late interaction: how near a question is to a passage word by word, from token vectors made at ingest.

A passage's single vector blurs what its sentences say one by one. Here each token keeps its vector from the embedding
model, cut down to DIMENSIONS by a fixed basis (the main directions of token vectors, made by `python -m
ingest.token_basis`) and to one byte a number. The score is MaxSim (ColBERT): for each token of the question its nearest
one in the passage, averaged. With 48 instead of 384 dimensions it lost nothing on the package texts.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.errors import IndexMismatch
from assistant.interfaces import TokenEmbedder, TokenMatrix

FILE = "tokens.bin"
BASIS = Path(__file__).with_name("token_basis.npy")
DIMENSIONS = 48
KEY = 16  # bytes of a key, in ASCII
_HEAD = struct.Struct(f"<{KEY}sH")  # key, number of tokens; then tokens * DIMENSIONS bytes


@cache
def _basis() -> npt.NDArray[np.float32]:
    basis: npt.NDArray[np.float32] = np.load(BASIS).astype(np.float32)
    return basis


@cache
def _mark() -> bytes:
    """What a file begins with: vectors over another basis mean something else."""
    return hashlib.sha256(BASIS.read_bytes()).digest()[:KEY]


def cut_down(hidden: npt.NDArray[np.float32]) -> TokenMatrix:
    """Token vectors of shape (tokens, model dimensions) as rows of DIMENSIONS bytes; 127 stands for 1."""
    rows = hidden @ _basis().T
    unit = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    small: TokenMatrix = np.rint(unit * 127).astype(np.int8)
    return small


class TokenFile:
    """Token vectors by key, in a file that is only added to; a record that a kill cut short is dropped."""

    def __init__(self, path: Path, writable: bool = False) -> None:
        """Raises IndexMismatch for a file that was made over another basis."""
        self._path = path
        if writable and (not path.exists() or path.stat().st_size < KEY):  # a kill may have cut the mark short
            path.write_bytes(_mark())
        self._places = self._read_places(writable)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def add(self, rows: Iterable[tuple[str, TokenMatrix]]) -> None:
        """Append; what was added is on disk when this returns."""
        end = self._path.stat().st_size
        with self._path.open("ab") as file:
            for key, tokens in rows:
                file.write(_HEAD.pack(key.encode(), len(tokens)) + tokens.tobytes())
                self._places[key] = (end + _HEAD.size, len(tokens))
                end += _HEAD.size + tokens.size

    def get(self, keys: Sequence[str]) -> list[TokenMatrix | None]:
        """The vectors of each key, None for an unknown one."""
        found: list[TokenMatrix | None] = []
        with self._path.open("rb") as file:
            for key in keys:
                at, count = self._places.get(key, (0, 0))
                file.seek(at)
                data = np.frombuffer(file.read(count * DIMENSIONS), np.int8)
                found.append(data.reshape(count, DIMENSIONS) if at else None)
        return found

    def _read_places(self, mend: bool) -> dict[str, tuple[int, int]]:
        places: dict[str, tuple[int, int]] = {}
        size = self._path.stat().st_size
        # Unbuffered: of each record only its head is read.
        with self._path.open("r+b" if mend else "rb", buffering=0) as file:
            if file.read(KEY) != _mark():
                raise IndexMismatch(f"{self._path} was made by another version. Build the index again: v2a ingest")
            at = KEY
            while at + _HEAD.size <= size:
                key, count = _HEAD.unpack(file.read(_HEAD.size))
                end = at + _HEAD.size + count * DIMENSIONS
                if end > size:
                    break
                places[key.decode()] = (at + _HEAD.size, count)
                at = file.seek(end)
            if mend:
                file.truncate(at)
        return places


class TokenCloseness:
    """`interfaces.Closeness` over the token vectors of one generation, by passage id."""

    def __init__(self, file: TokenFile, embedder: TokenEmbedder) -> None:
        self._file, self._embedder = file, embedder

    def closeness(self, question: str, passages: Sequence[str]) -> list[tuple[float, float] | None]:
        """MaxSim in -1..1, over all tokens and over the farthest quarter; None for one without token vectors."""
        asked = self._embedder.embed_tokens([question])[1][0].astype(np.float32)
        return [max_sim(asked, tokens) if tokens is not None else None for tokens in self._file.get(passages)]


def max_sim(asked: npt.NDArray[np.float32], tokens: TokenMatrix) -> tuple[float, float]:
    """The mean of the cosines from the question's tokens to their nearest ones: of all, and of the lowest quarter."""
    if not len(tokens) or not len(asked):
        return 0.0, 0.0
    nearest = np.sort((asked @ tokens.astype(np.float32).T).max(axis=1)) / 127**2
    return float(nearest.mean()), float(nearest[: max(1, len(nearest) // 4)].mean())


def open_closeness(directory: Path, embedder: TokenEmbedder) -> TokenCloseness | None:
    """Over what the generation in `directory` holds; None when it was made without token vectors."""
    path = directory / FILE
    return TokenCloseness(TokenFile(path), embedder) if path.exists() else None
