"""Token vectors: a file that outlives kills, MaxSim by hand, and what a second look does to an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.evidence import Evidence
from assistant.domain import Document, Entry, Passage
from assistant.drivers.token_vectors import DIMENSIONS, FILE, KEY, TokenFile, cut_down, max_sim, open_closeness
from assistant.errors import IndexMismatch
from assistant.interfaces import Matrix, TokenMatrix
from assistant.retrieval.hybrid import AGAIN, HybridSearch, View
from assistant.settings import Settings
from ingest.texts import ingest_texts
from tests.conftest import FakeEmbedder, FakeParts
from tests.core.test_hybrid import Echo


def rows(*seeds: int) -> TokenMatrix:
    """One direction per seed."""
    found = np.zeros((len(seeds), DIMENSIONS), np.int8)
    for row, seed in zip(found, seeds, strict=True):
        row[seed % DIMENSIONS] = 127
    return found


class TokenFake(FakeEmbedder):
    """Each word is a token with a direction of its own length."""

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Matrix, list[TokenMatrix]]:
        return self.embed(texts), [rows(*(len(word) for word in text.split())) for text in texts]


class TokenParts(FakeParts):
    gives_tokens = True

    def __init__(self) -> None:
        super().__init__()
        self.fake_embedder = TokenFake()


def test_each_token_of_the_question_counts_with_its_nearest_one() -> None:
    asked = rows(1, 2, 3).astype(np.float32)
    assert max_sim(asked, rows(1, 2, 3, 4)) == pytest.approx((1.0, 1.0))
    assert max_sim(asked, rows(2, 9)) == pytest.approx((1 / 3, 0.0))
    assert max_sim(asked, rows()) == (0.0, 0.0)


def test_the_farthest_quarter_is_told_apart() -> None:
    asked = rows(1, 2, 3, 4, 5, 6, 7, 8).astype(np.float32)
    assert max_sim(asked, rows(1, 2, 3, 4, 5, 6, 7)) == pytest.approx((7 / 8, 1 / 2))


def test_cutting_down_keeps_what_is_near_near() -> None:
    random = np.random.default_rng(1)
    one = random.normal(size=(1, 384)).astype(np.float32)
    near, far = one + 0.1 * random.normal(size=(1, 384)), random.normal(size=(1, 384))
    small = [cut_down(v.astype(np.float32)) for v in (one, near, far)]
    assert max_sim(small[0].astype(np.float32), small[1])[0] > 0.95
    assert abs(max_sim(small[0].astype(np.float32), small[2])[0]) < 0.6


def test_what_was_added_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    TokenFile(tmp_path / FILE, writable=True).add([("a" * 16, rows(1, 2)), ("b" * 16, rows(3))])
    first, unknown, second = TokenFile(tmp_path / FILE).get(["a" * 16, "c" * 16, "b" * 16])
    assert first is not None
    assert second is not None
    assert (first.tolist(), unknown, second.tolist()) == (rows(1, 2).tolist(), None, rows(3).tolist())


def test_a_record_that_was_cut_short_is_dropped_and_the_next_one_fits(tmp_path: Path) -> None:
    path = tmp_path / FILE
    TokenFile(path, writable=True).add([("a" * 16, rows(1, 2)), ("b" * 16, rows(3, 4))])
    path.write_bytes(path.read_bytes()[:-5])
    again = TokenFile(path, writable=True)
    assert ("a" * 16 in again, "b" * 16 in again) == (True, False)
    again.add([("c" * 16, rows(5))])
    (third,) = TokenFile(path).get(["c" * 16])
    assert third is not None
    assert third.tolist() == rows(5).tolist()


def test_a_file_that_was_killed_at_its_very_beginning_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"half")
    TokenFile(path, writable=True).add([("a" * KEY, rows(1))])
    assert TokenFile(path).get(["a" * KEY])[0] is not None


def test_a_file_over_another_basis_is_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"another basis..." + b"\0" * 100)
    with pytest.raises(IndexMismatch, match="v2a ingest"):
        open_closeness(tmp_path, TokenFake())


def test_a_generation_without_token_vectors_gets_no_second_look(tmp_path: Path) -> None:
    assert open_closeness(tmp_path, TokenFake()) is None


class Near:
    """Tells for each passage how near it is, whatever is asked."""

    def __init__(self, **near: float) -> None:
        self.near = near

    def closeness(self, question: str, passages: Sequence[str]) -> list[tuple[float, float] | None]:
        return [(self.near[passage], 0.1) if passage in self.near else None for passage in passages]


def test_the_best_are_put_in_order_by_both_scores_and_the_others_stay_behind() -> None:
    names = [f"p{n:02}" for n in range(AGAIN + 5)]
    passages = {name: Passage(name, "d", (), name, 0, 1) for name in names}
    entries = {f"e-{name}": Entry(f"e-{name}", name, name) for name in names}
    echo = Echo({name: 1 - n / 100 for n, name in enumerate(names)}, {})
    search = HybridSearch(passages, entries, echo, echo, echo)
    near = Near(p01=0.9, p00=0.2, **{names[-1]: 1.0})
    before = [c.passage.id for c in search.search((View("q"),)).candidates]
    found = replace(search, closeness=near).search((View("q"),)).candidates
    assert before[:2] == ["p00", "p01"]
    assert [c.passage.id for c in found[:2]] == ["p01", "p00"]
    assert [c.passage.id for c in found[AGAIN:]] == names[AGAIN:]
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert all(0 <= c.score <= 1 for c in found)
    assert [c.farthest for c in found[:3]] == [0.1, 0.1, None]


def test_far_words_make_an_answer_less_likely() -> None:
    features = {"cosine": 0.5, "coverage": 0.5}
    near, far, untold = Evidence(features, 0.6), Evidence(features, 0.1), Evidence(features)
    assert near.probability > untold.probability > far.probability


TEXTS = [Document(f"d{n}", "", f"Boat number {n} sails {'very ' * n}early.", "") for n in range(4)]


def silent(stage: str, done: int, total: int) -> None:
    """No progress wanted."""


def test_every_passage_of_a_folder_has_token_vectors(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, index_dir=tmp_path / "own", corpus_dir=tmp_path / "none")
    index = ingest_texts(settings, TEXTS, progress=silent, parts=TokenParts())
    closeness = open_closeness(index.directory, TokenFake())
    assert closeness is not None
    assert None not in closeness.closeness("boat", list(index.passages))


def test_a_folder_with_units_keeps_none(settings: Settings) -> None:
    from ingest.ingest import ingest

    report = ingest(settings, parts=TokenParts())
    assert not (settings.index_dir / report.generation / FILE).exists()


def test_unchanged_texts_keep_their_token_vectors_without_being_embedded_again(tmp_path: Path) -> None:
    from ingest.ingest import ingest

    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"The boat called {name} sails early in the morning.", encoding="utf-8")
    settings = Settings(home=tmp_path, index_dir=tmp_path / "own", corpus_dir=tmp_path / "none")
    parts = TokenParts()
    ingest(settings, [folder], parts=parts)
    (folder / "three.txt").write_text("Another boat altogether, which sails at night.", encoding="utf-8")
    report = ingest(settings, parts=parts)
    assert report.embedded == 1
    file = TokenFile(settings.index_dir / report.generation / FILE)
    assert all(found is not None for found in file.get(list(_passages(settings))))


def _passages(settings: Settings) -> list[str]:
    from assistant.index import PublishedIndex

    return list(PublishedIndex.peek(settings.index_dir).passages)


@pytest.mark.real_model
def test_token_vectors_come_with_the_same_vectors_and_tell_paraphrases_apart(real_settings: Settings) -> None:
    from assistant.drivers.embed_onnx import open_onnx_embedder

    embedder = open_onnx_embedder(real_settings.model_dir, threads=2)
    texts = ["Who pays the taxi?", "The fare is paid by the county.", "Glue a patch on the tube.", "word " * 400] * 9
    vectors, tokens = embedder.embed_tokens(texts)
    assert np.allclose(vectors, embedder.embed(texts), atol=1e-5)
    assert [len(t) for t in tokens[:4]] == [7, 10, 9, 256]
    asked = tokens[0].astype(np.float32)
    assert max_sim(asked, tokens[1])[0] > max_sim(asked, tokens[2])[0]
