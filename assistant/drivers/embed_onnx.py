"""Embeddings from the torch-free copy of the model: the same vectors, ten times quicker to load."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.drivers.model_files import (
    DIMENSIONS,
    EMBEDDER_NAME,
    GRAPH,
    MAX_TOKENS,
    TOKENIZER,
    ModelError,
    copy_is_ready,
)
from assistant.drivers.token_vectors import cut_down
from assistant.interfaces import Matrix, TextInContext, TokenMatrix, Vector

# Small batches stay in the processor's cache: 1,024 tokens a run took 28 % less than 32 texts of any length.
BATCH, BATCH_TOKENS = 32, 1024
SHORTEST_WORD = 4
Hidden = npt.NDArray[np.float32]


class OnnxEmbedder:
    """Mean over the token vectors under the mask, L2-normalised; at most 256 tokens of a text are read.

    Each run uses one thread; `threads` batches run side by side, which is quicker on shared cores than one run on
    several. Safe to share between threads.
    """

    name = EMBEDDER_NAME
    dimensions = DIMENSIONS

    def __init__(self, model_dir: Path, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(model_dir / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(model_dir / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._threads = max(1, threads)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One unit-length row per text."""
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for at, mean in self._each(texts, _mean):
            vectors[at] = mean
        return _unit(vectors)

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Matrix, list[TokenMatrix]]:
        """As `embed`, with the vectors of each text's tokens from the same run."""
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        tokens: list[TokenMatrix] = [np.zeros((0, 0), np.int8)] * len(texts)
        for at, (mean, small) in self._each(texts, lambda rows: (_mean(rows), cut_down(rows))):
            vectors[at], tokens[at] = mean, small
        return _unit(vectors), tokens

    def hidden(self, texts: Sequence[str]) -> list[Hidden]:
        """Per text the model's own token vectors, one row per token."""
        found = [np.zeros((0, DIMENSIONS), np.float32)] * len(texts)
        for at, rows in self._each(texts, np.copy):
            found[at] = rows
        return found

    def in_context(self, texts: Sequence[str]) -> list[TextInContext]:
        """Per text its pieces with their vectors, the marks at both ends left out."""
        encodings = self._tokenizer.encode_batch(list(texts))
        return [
            TextInContext(tuple(encoding.tokens[1:-1]), _unit(rows[1:-1]), _unit(_mean(rows)[None])[0])
            for encoding, rows in zip(encodings, self.hidden(texts), strict=True)
        ]

    def _each(self, texts: Sequence[str], read: Callable[[Hidden], Any]) -> Iterator[tuple[int, Any]]:
        """(number of the text, what `read` makes of its token vectors), text by text, shortest first."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        batches = _batches([len(one) for one in ids])

        def run(batch: list[int]) -> list[tuple[int, Any]]:
            hidden = self._run([ids[i] for i in batch])
            return [(i, read(rows[: len(ids[i])])) for i, rows in zip(batch, hidden, strict=True)]

        if self._threads == 1 or len(batches) < 2:
            for batch in batches:
                yield from run(batch)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            for rows in pool.map(run, batches):
                yield from rows

    def _run(self, batch: list[list[int]]) -> Hidden:
        """Token vectors, shape (texts, longest, dimensions); rows behind a text's end mean nothing."""
        width = max(len(ids) for ids in batch)
        ids = np.zeros((len(batch), width), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Hidden = self._session.run(None, feed)[0]
        return hidden


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Numbers of texts of about one length, together at most BATCH_TOKENS with their padding: memory stays bounded."""
    batches: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if batches and len(batches[-1]) < BATCH and lengths[i] * (len(batches[-1]) + 1) <= BATCH_TOKENS:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def _mean(hidden: Hidden) -> Vector:
    mean: Vector = hidden.mean(axis=0)
    return mean


def _unit(rows: Matrix) -> Matrix:
    unit: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return unit.astype(np.float32, copy=False)


def open_onnx_embedder(model_dir: Path, threads: int = 1) -> OnnxEmbedder:
    """The copy in `model_dir`. Raises ModelError naming the command that makes it."""
    if not copy_is_ready(model_dir):
        raise ModelError(f"The embedding model is not in {model_dir} yet. Make it with: v2a ingest")
    return OnnxEmbedder(model_dir, threads)


def known_words(model_dir: Path) -> frozenset[str]:
    """Whole words that the model's tokenizer knows: real words, whatever the index holds; none without the copy."""
    path = model_dir / TOKENIZER
    if not path.exists():
        return frozenset()
    vocabulary = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(word for word in vocabulary if len(word) >= SHORTEST_WORD and word.isalpha())
