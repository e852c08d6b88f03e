"""The wiring: from settings to an assistant that answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import IndexMismatch, IndexMissing
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_assistant
from ingest.ingest import ingest
from tests.conftest import FakeParts
from tests.core.shelves import open_with_fakes


def test_without_an_index_the_command_that_builds_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="v2a ingest"):
        open_assistant(Settings(home=tmp_path, index_dir=tmp_path / "index"))


def test_an_index_of_another_embedder_is_refused_with_the_cure(settings: Settings, fake_parts: FakeParts) -> None:
    ingest(settings, parts=fake_parts)
    with pytest.raises(IndexMismatch, match="v2a ingest"):
        open_assistant(settings)


def test_what_was_opened_keeps_serving_its_generation_after_a_new_ingest(
    settings: Settings, fake_parts: FakeParts, tiny_corpus: Path
) -> None:
    opened = open_with_fakes(settings, fake_parts)
    before = opened.answer("What does rec.2 ask?")
    file = tiny_corpus / "report" / "01-all.yaml"
    file.write_text(file.read_text().replace("Payers cover the full cost.", "Payers cover half."), encoding="utf-8")
    assert ingest(settings, parts=fake_parts).published
    assert opened.answer("What does rec.2 ask?").citations == before.citations
    again = open_with_fakes(settings, fake_parts)
    assert "Payers cover half" in again.answer("What does rec.2 ask?").markdown


def test_what_the_doors_read_is_one_generation(library: OpenAssistant) -> None:
    assert library.manifest.units == len(library.registry)
    assert library.manifest.passages == len(library.passages)
    assert {p.document for p in library.passages.values()} <= set(library.documents)
    for passage in library.passages.values():
        assert library.documents[passage.document].text[passage.start : passage.end] == passage.text
