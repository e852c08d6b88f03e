"""Ridge logistic regression by Newton's method: a handful of features, some hundred questions, no new library."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
RIDGE = 0.5


def fit(rows: Sequence[Sequence[float]], labels: Sequence[bool], ridge: float = RIDGE) -> Vector:
    """Weights, the bias first, that minimise log loss + ridge/2 * |w|^2 (the bias is free).

    Both classes weigh the same in sum, so that the rarer one (questions without an answer) is not drowned.
    Raises ValueError unless both classes are there.
    """
    x = np.column_stack([np.ones(len(rows)), np.asarray(rows, dtype=np.float64)])
    y = np.asarray(labels, dtype=np.float64)
    if not 0 < y.sum() < len(y):
        raise ValueError("A fit needs questions with and without an answer: add cases of the class that is missing.")
    share = np.where(y > 0, len(y) / (2 * y.sum()), len(y) / (2 * (len(y) - y.sum())))
    penalty = ridge * np.eye(x.shape[1])
    penalty[0, 0] = 1e-6
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = probability(weights, rows)
        gradient = x.T @ (share * (p - y)) + penalty @ weights
        step = np.linalg.solve((x.T * (share * p * (1 - p))) @ x + penalty, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def probability(weights: Vector, rows: Sequence[Sequence[float]]) -> Vector:
    """One probability per row for weights as `fit` gives them."""
    x = np.column_stack([np.ones(len(rows)), np.asarray(rows, dtype=np.float64)])
    return np.asarray(1 / (1 + np.exp(-np.clip(x @ weights, -30, 30))))
