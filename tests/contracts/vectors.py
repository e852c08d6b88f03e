"""Vectors that lie like those of real texts: many small clusters in few of the dimensions, with noise in all."""

from __future__ import annotations

import numpy as np

from assistant.domain import Entry
from assistant.interfaces import Matrix


def clustered(count: int, seed: int = 0, dimensions: int = 384) -> Matrix:
    """Unit-length rows around count / 40 centres. Other seeds give other texts, near other centres."""
    random = np.random.default_rng(seed)
    basis = random.normal(size=(60, dimensions))
    centres = random.normal(size=(max(10, count // 40), 60)) @ basis
    rows = centres[random.integers(0, len(centres), count)] + random.normal(size=(count, dimensions)) * 4.0
    return normalised(rows)


def questions_near(rows: Matrix, count: int, seed: int = 5) -> Matrix:
    """Half of them paraphrase a row, half are about something else."""
    random = np.random.default_rng(seed)
    near = rows[random.integers(0, len(rows), count // 2)] + random.normal(size=(count // 2, rows.shape[1])) * 0.03
    return normalised(np.concatenate([near, clustered(count - count // 2, seed=99)]))


def normalised(rows: np.ndarray) -> Matrix:
    unit: Matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def entries(count: int) -> list[Entry]:
    """Two entries lead to each passage."""
    return [Entry(f"e{i}", f"p{i // 2}", f"text {i}", "question" if i % 2 else "body") for i in range(count)]
