"""Ingest into real Chroma, in a folder and on a server: what is served after edits, kills and clean-ups."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.drivers.chroma_store import ChromaStore, create_chroma_store, drop_chroma_store, open_chroma_store
from assistant.errors import IndexMissing
from assistant.index import PublishedIndex
from assistant.settings import ROOT, Settings
from ingest.ingest import ingest
from tests.conftest import FakeEmbedder, FakeParts

SERVER = pytest.param("server", marks=pytest.mark.server)


class ChromaParts(FakeParts):
    """The fake embedder over a real store."""

    def __init__(self, url: str = "") -> None:
        super().__init__()
        self.url = url

    def create_store(self, directory: Path, generation: str, expected: int) -> ChromaStore:  # type: ignore[override]
        return create_chroma_store(directory, generation, self.url, expected)

    def open_store(self, directory: Path, generation: str) -> ChromaStore:  # type: ignore[override]
        return open_chroma_store(directory, generation, self.url)

    def drop_store(self, generation: str) -> None:
        if self.url:
            drop_chroma_store(generation, self.url)


@pytest.fixture(params=["embedded", SERVER])
def parts(request: pytest.FixtureRequest) -> ChromaParts:
    return ChromaParts(request.getfixturevalue("chroma_server") if request.param == "server" else "")


def edit(settings: Settings, old: str, new: str) -> None:
    file = settings.corpus_dir / "report" / "01-all.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def best(settings: Settings, parts: ChromaParts, question: str) -> str:
    """The text that the served index finds nearest."""
    index = PublishedIndex.open(settings.index_dir)
    store = parts.open_store(index.directory, index.manifest.generation)
    found = store.nearest(FakeEmbedder().embed([question])[0], 1)
    store.close()
    return index.passages[index.entries[found[0][0]].passage].text


def test_what_was_ingested_is_found_and_an_edit_embeds_only_itself(settings: Settings, parts: ChromaParts) -> None:
    ingest(settings, parts=parts)
    assert best(settings, parts, "Clinics agree a referral pathway") == "Clinics agree a referral pathway."
    before = parts.embedded
    edit(settings, "Clinics agree", "Clinics sign")
    assert ingest(settings, parts=parts).embedded == parts.embedded - before == 1
    assert best(settings, parts, "Clinics sign a referral pathway") == "Clinics sign a referral pathway."


def test_the_vectors_of_old_generations_are_removed(settings: Settings, parts: ChromaParts) -> None:
    first = ingest(settings, parts=parts).generation
    edit(settings, "Clinics agree", "Clinics sign")
    ingest(settings, parts=parts)
    edit(settings, "Clinics sign", "Clinics keep")
    ingest(settings, parts=parts)
    with pytest.raises(IndexMissing):
        parts.open_store(settings.index_dir / first, first)


KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.drivers import chroma_store
from assistant.settings import Settings
from ingest.ingest import ingest
from tests.test_ingest_chroma import ChromaParts
home, index, corpus, url = sys.argv[1:]
def cut_off(self, entries, vectors):
    whole(self, entries[:3], vectors[:3])
    os.kill(os.getpid(), signal.SIGKILL)
whole, chroma_store.ChromaStore.add = chroma_store.ChromaStore.add, cut_off
ingest(Settings(home=Path(home), index_dir=Path(index), corpus_dir=Path(corpus)), parts=ChromaParts(url))
"""


def test_killed_while_vectors_are_written_the_old_ones_serve(settings: Settings, parts: ChromaParts) -> None:
    first = ingest(settings, parts=parts)
    edit(settings, "Clinics agree", "Clinics sign")
    places = [str(settings.home), str(settings.index_dir), str(settings.corpus_dir), parts.url]
    killed = subprocess.run([sys.executable, "-c", KILLED, *places], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert PublishedIndex.open(settings.index_dir).manifest.generation == first.generation
    assert best(settings, parts, "Clinics agree a referral pathway") == "Clinics agree a referral pathway."
    assert ingest(settings, parts=parts).published
    assert best(settings, parts, "Clinics sign a referral pathway") == "Clinics sign a referral pathway."


@pytest.mark.server
def test_two_indexes_share_a_server_without_meeting(settings: Settings, chroma_server: str) -> None:
    parts, other = ChromaParts(chroma_server), replace(settings, index_dir=settings.home / "other")
    ingest(settings, parts=parts)
    ingest(other, parts=parts)
    edit(settings, "Clinics agree", "Clinics sign")
    for _ in range(2):
        ingest(settings, parts=parts)
    assert best(other, parts, "Clinics agree a referral pathway") == "Clinics agree a referral pathway."
