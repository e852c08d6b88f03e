"""The official texts, where they lie beside the repository, through the whole ingest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.index import PublishedIndex
from assistant.settings import ROOT, Settings
from ingest.ingest import ingest
from tests.conftest import FakeParts

SOURCES = ROOT.parent / "shared" / "sources"
pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the official texts are not beside the repository")


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> PublishedIndex:
    home, parts = tmp_path_factory.mktemp("official"), FakeParts()
    shipped = Settings(home=home, index_dir=home / "index", corpus_dir=ROOT / "corpus")
    ingest(shipped, [SOURCES / "vision.txt"], "vision", parts=parts)
    ingest(shipped, [SOURCES / "toolkit.txt"], "toolkit", parts=parts)
    return PublishedIndex.open(shipped.index_dir)


def test_lists_are_quoted_from_the_official_copy_and_nothing_is_lost(official: PublishedIndex) -> None:
    quoted = {p.unit for p in official.passages.values() if p.unit and p.document in ("vision", "toolkit")}
    for pattern, count in (
        (r"rec\.\d\.\d", 13),
        (r"challenge\.\d\.\d", 11),
        (r"column\.\w+", 5),
        (r"idea\.\d", 5),
        (r"material\.\d", 5),
    ):
        wanted = {u.id for u in official.registry if re.fullmatch(pattern, u.id)}
        assert len(wanted) == count
        assert wanted <= quoted, wanted - quoted
    stated = {p.unit for p in official.passages.values()}
    assert {u.id for u in official.registry} <= stated, "every unit is stated, officially or by our edition"


def test_a_unit_stated_officially_is_not_stated_by_our_edition_too(official: PublishedIndex) -> None:
    editions: dict[str, set[str]] = {}
    for passage in official.passages.values():
        if passage.unit:
            editions.setdefault(passage.unit, set()).add(official.documents[passage.document].edition)
    assert not [unit for unit, found in editions.items() if len(found) > 1]


def test_the_ids_of_units_are_those_of_our_edition(official: PublishedIndex, tmp_path: Path) -> None:
    ours = Settings(home=tmp_path / "ours", index_dir=tmp_path / "ours" / "index", corpus_dir=ROOT / "corpus")
    ingest(ours, parts=FakeParts())
    assert [u.id for u in PublishedIndex.open(ours.index_dir).registry] == [u.id for u in official.registry]
