"""Is a difference more than noise? Paired bootstrap over cases (Efron and Tibshirani 1993, chapter 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

RESAMPLES = 4000
CONFIDENCE = 0.95
# Kept figures are rounded to four digits: a difference below that is the rounding, however steady it is.
ROUNDING = 0.0005


@dataclass(frozen=True, slots=True)
class Difference:
    """Means of one figure over the `n` cases that have it on both sides; low..high is the confidence interval of
    after - before. `significant` when that interval leaves out 0 and what rounding does."""

    figure: str
    n: int
    before: float
    after: float
    low: float
    high: float

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def significant(self) -> bool:
        return self.low > ROUNDING or self.high < -ROUNDING


def paired(
    figure: str, before: Mapping[str, float], after: Mapping[str, float], resamples: int = RESAMPLES, seed: int = 0
) -> Difference | None:
    """The 95 % percentile interval of the mean difference, cases drawn with replacement; None without common cases.

    The same seed gives the same interval. It speaks of questions like these: the cases are taken for a sample.
    """
    common = sorted(before.keys() & after.keys())
    if not common:
        return None
    old = np.array([before[case] for case in common])
    new = np.array([after[case] for case in common])
    change = new - old
    drawn = np.random.default_rng(seed).integers(0, len(change), size=(resamples, len(change)))
    edge = (1 - CONFIDENCE) / 2
    low, high = np.quantile(change[drawn].mean(axis=1), [edge, 1 - edge])
    return Difference(figure, len(common), float(old.mean()), float(new.mean()), float(low), float(high))
