"""Chroma searches a graph, which may miss neighbours; here it must find all that exact search finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.drivers.chroma_store import create_chroma_store
from tests.contracts.vectors import clustered, entries, questions_near


@pytest.mark.parametrize("count", [5_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_the_ten_nearest_are_those_of_exact_search(count: int, tmp_path: Path) -> None:
    rows = clustered(count)
    questions = questions_near(rows, 200)
    store = create_chroma_store(tmp_path, "recall", expected=count)
    store.add(entries(count), rows)
    found = 0
    for question in questions:
        tenth = np.sort(rows @ question)[-10]  # by cosine, so that ties may fall either way
        found += sum(cosine >= tenth - 1e-5 for _, cosine in store.nearest(question, 10))
    store.close()
    assert found / (10 * len(questions)) == 1.0
