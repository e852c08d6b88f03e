"""Texts without files: places in the raw text, and runs that a kill interrupts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Document
from assistant.interfaces import Matrix
from assistant.settings import Settings
from ingest.kept import KeptVectors
from ingest.prepare import prepare_text
from ingest.texts import EMBEDDED, ingest_texts, raw_pieces, read_places
from tests.conftest import FakeEmbedder, FakeParts

RAW = (
    "Ferries\n\n\n\nThe  **blue** ferry leaves\r\nat nine &amp; returns at noon.\n\n"
    "| Day | Boat |\n|---|---|\n| Monday | Tern |\n| Tuesday | Gull |\n\n- first of the list\n- second of the list\n"
)


def silent(stage: str, done: int, total: int) -> None:
    """No progress wanted."""


def text(name: str, body: str = RAW) -> Document:
    return Document(name, "", body, "")


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, index_dir=tmp_path / "own", corpus_dir=tmp_path / "none")


def test_every_passage_is_led_back_to_its_words_in_the_raw_text() -> None:
    prepared = prepare_text(text("ferries"))
    for passage in prepared.passages:
        shown = " ".join(RAW[start:end] for start, end in raw_pieces(prepared, passage))
        for word in passage.text.replace("&", " ").replace("-", " ").replace(":", " ").split():
            assert word in shown


def test_what_cleaning_took_out_between_words_belongs_to_the_piece() -> None:
    prepared = prepare_text(text("ferries"))
    (passage,) = [p for p in prepared.passages if "leaves" in p.text]
    ((start, end),) = raw_pieces(prepared, passage)
    assert RAW[start:end].startswith("The  **blue** ferry")
    assert RAW[start:end].endswith("at noon.")


def test_texts_are_published_with_their_ids_titles_and_places(own: Settings, fake_parts: FakeParts) -> None:
    index = ingest_texts(own, [Document("a/b c", "A title", RAW, "")], progress=silent, parts=fake_parts)
    assert index.documents["a/b c"].title == "A title"
    places = {passage: document for passage, document, _ in read_places(own.index_dir)}
    assert places.keys() == index.passages.keys()
    assert set(places.values()) == {"a/b c"}
    assert not (own.index_dir / EMBEDDED).exists()


def test_an_empty_text_has_no_passages_and_stops_nothing(own: Settings, fake_parts: FakeParts) -> None:
    index = ingest_texts(own, [text("empty", ""), text("full")], progress=silent, parts=fake_parts)
    assert {p.document for p in index.passages.values()} == {"full"}


class Dying(FakeEmbedder):
    """Dies on its second batch, as a kill would."""

    def embed(self, texts: Sequence[str]) -> Matrix:
        if self.embedded:
            raise KeyboardInterrupt
        return super().embed(texts)


def test_a_run_that_was_killed_does_not_embed_again_what_it_had(own: Settings, fake_parts: FakeParts) -> None:
    texts = [text(f"d{n}", f"Boat number {n} sails at {n} in the morning.") for n in range(600)]
    fake_parts.fake_embedder = Dying()
    with pytest.raises(KeyboardInterrupt):
        ingest_texts(own, texts, progress=silent, parts=fake_parts)
    had = set(fake_parts.fake_embedder.embedded)
    assert had
    fake_parts.fake_embedder = FakeEmbedder()
    index = ingest_texts(own, texts, progress=silent, parts=fake_parts)
    assert not had & set(fake_parts.fake_embedder.embedded)
    assert len(index.passages) == 600


def test_kept_vectors_are_those_that_were_made(tmp_path: Path) -> None:
    kept = KeptVectors(FakeEmbedder(), tmp_path / "kept")
    made = kept.embed(["one", "two"])
    again = KeptVectors(FakeEmbedder(), tmp_path / "kept")
    assert np.array_equal(again.embed(["two", "three", "one"])[[2, 0]], made)


def test_a_record_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    made = KeptVectors(FakeEmbedder(), path).embed(["one", "two"])
    path.write_bytes(path.read_bytes()[:-7])
    embedder = FakeEmbedder()
    assert np.array_equal(KeptVectors(embedder, path).embed(["one", "two"]), made)
    assert embedder.embedded == ["two"]
