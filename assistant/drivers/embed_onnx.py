"""Embeddings from the torch-free copy of the model: the same vectors, ten times quicker to load."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
from assistant.interfaces import Matrix

BATCH = 32
SHORTEST_WORD = 4


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
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        by_length = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        batches = [by_length[at : at + BATCH] for at in range(0, len(by_length), BATCH)]
        for batch, rows in zip(batches, self._run_all([[tokens[i] for i in b] for b in batches]), strict=True):
            vectors[batch] = rows
        return vectors

    def _run_all(self, batches: list[list[list[int]]]) -> Any:
        if self._threads == 1 or len(batches) < 2:
            return map(self._run, batches)
        # The pool lives until its last result is taken.
        return self._in_parallel(batches)

    def _in_parallel(self, batches: list[list[list[int]]]) -> Any:
        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(self._run, batches)

    def _run(self, batch: list[list[int]]) -> npt.NDArray[np.float32]:
        width = max(len(ids) for ids in batch)
        ids = np.zeros((len(batch), width), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, feed)[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        unit: npt.NDArray[np.float32] = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
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
