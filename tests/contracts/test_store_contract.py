"""What every PassageStore must do: the fake, Chroma in a folder, and Chroma on a server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.domain import Entry
from assistant.drivers.chroma_store import create_chroma_store, drop_chroma_store, open_chroma_store
from assistant.errors import BadInput, IndexMissing, V2AError
from tests.conftest import FakeStore
from tests.contracts.vectors import clustered, entries

SERVER = pytest.param("server", marks=pytest.mark.server)


@pytest.fixture(params=["fake", "embedded", SERVER])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "fake":
        yield FakeStore()
        return
    url = request.getfixturevalue("chroma_server") if request.param == "server" else ""
    chroma = create_chroma_store(tmp_path, uuid.uuid4().hex, url)
    yield chroma
    chroma.close()


def test_a_new_store_is_empty_and_finds_nothing(store: Any) -> None:
    assert store.count() == 0
    assert store.nearest(clustered(1)[0], 5) == []


def test_an_entry_finds_itself_first_with_cosine_one(store: Any) -> None:
    vectors = clustered(50)
    store.add(entries(50), vectors)
    entry, cosine = store.nearest(vectors[7], 3)[0]
    assert entry == "e7"
    assert cosine == pytest.approx(1.0, abs=1e-5)


def test_neighbours_come_by_falling_cosine(store: Any) -> None:
    vectors = clustered(200)
    store.add(entries(200), vectors)
    found = store.nearest(vectors[0], 10)
    cosines = [cosine for _, cosine in found]
    assert cosines == sorted(cosines, reverse=True)
    assert cosines == pytest.approx(np.sort(vectors @ vectors[0])[::-1][:10], abs=1e-5)


def test_more_neighbours_than_entries_gives_all_of_them(store: Any) -> None:
    store.add(entries(4), clustered(4))
    assert len(store.nearest(clustered(1)[0], 50)) == 4


def test_adding_an_id_again_overwrites_it(store: Any) -> None:
    vectors = clustered(2)
    store.add([Entry("e", "old", "text")], vectors[:1])
    store.add([Entry("e", "new", "text")], vectors[1:])
    assert store.count() == 1
    assert store.nearest(vectors[1], 1)[0] == ("e", pytest.approx(1.0, abs=1e-5))


def test_stored_vectors_come_back_for_known_ids_only(store: Any) -> None:
    vectors = clustered(3)
    store.add(entries(3), vectors)
    found = store.vectors(["e2", "unknown"])
    assert list(found) == ["e2"]
    np.testing.assert_allclose(found["e2"], vectors[2], atol=1e-6)


def test_more_entries_than_one_batch_are_all_taken(store: Any) -> None:
    store.add(entries(6000), clustered(6000))
    assert store.count() == 6000
    assert len(store.vectors([f"e{i}" for i in range(6000)])) == 6000


@pytest.mark.parametrize("place", ["embedded", SERVER])
def test_a_store_opens_again_under_its_generation(place: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("chroma_server") if place == "server" else ""
    built, served, name = tmp_path / "gen.tmp", tmp_path / "gen", uuid.uuid4().hex
    built.mkdir()
    first = create_chroma_store(built, name, url)
    first.add(entries(1200), clustered(1200))
    first.close()
    built.rename(served)  # as publishing does
    again = open_chroma_store(served, name, url)
    assert again.count() == 1200
    assert again.nearest(clustered(1200)[3], 1)[0][0] == "e3"
    again.close()


def test_a_missing_store_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="v2a ingest"):
        open_chroma_store(tmp_path, "nowhere")


@pytest.mark.server
def test_a_collection_that_a_server_lacks_says_how_to_build_it(tmp_path: Path, chroma_server: str) -> None:
    with pytest.raises(IndexMissing, match="v2a ingest"):
        open_chroma_store(tmp_path, "nowhere", chroma_server)
    drop_chroma_store("nowhere", chroma_server)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(V2AError, match="V2A_CHROMA_URL"):
        open_chroma_store(tmp_path, "any", "http://127.0.0.1:9")


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="http://"):
        open_chroma_store(tmp_path, "any", "localhost")
