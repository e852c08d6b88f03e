"""Assistants over small and large shelves of texts, with fakes at the seams, and what every answer has to keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant import wiring
from assistant.domain import Answer, Locator, Support, Turn, Unit, Wording
from assistant.settings import ROOT, Settings
from assistant.wiring import OpenAssistant, open_assistant
from ingest.ingest import ingest
from tests.conftest import FakeParts

MARK = re.compile(r"\[(\d+)\]")


def shipped(home: Path) -> Settings:
    """Settings for the committed corpus with an index of its own."""
    return Settings(home=home, index_dir=home / "index", corpus_dir=ROOT / "corpus")


def open_with_fakes(settings: Settings, parts: FakeParts, *more: tuple[Path, str | None]) -> OpenAssistant:
    """The wiring that users get, over an index built now, with the fakes in place of the model and of Chroma.

    `more`: files or folders besides the corpus, each with the document that it is the official copy of, if any.
    """
    if settings.corpus_dir.is_dir():
        ingest(settings, parts=parts)
    for path, document in more:
        ingest(settings, [path], document, parts=parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "EMBEDDER_NAME", parts.embedder_name)
        patch.setattr(wiring, "open_onnx_embedder", lambda *_: parts.embedder())
        patch.setattr(wiring, "open_chroma_store", lambda folder, name, _: parts.open_store(folder, name))
        return open_assistant(settings)


def make_unit(unit_id: str, kind: str = "recommendation", text: str = "", /, **more: object) -> Unit:
    """A unit with only what a test is about."""
    wordings = {code: Wording(f"{unit_id} auf {code}", (f"{unit_id} {code}?",)) for code in ("fr", "de", "es", "it")}
    base: dict[str, object] = {
        "document": "report",
        "title": f"Title of {unit_id}",
        "locator": Locator("report", "Advice"),
        "wordings": wordings,
        "questions": (f"What does {unit_id} say?",),
    }
    return Unit(id=unit_id, kind=kind, text=text or f"Text of {unit_id}.", **(base | more))  # type: ignore[arg-type]


def said(*texts: str) -> tuple[Turn, ...]:
    """A conversation: the user's turn first, then by turns."""
    return tuple(Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(texts))


def assert_every_citation_resolves(assistant: OpenAssistant, answer: Answer) -> None:
    """Quotes are slices of their documents, marks and citations match one to one, and no claim stands uncited."""
    for citation in answer.citations:
        assert assistant.documents[citation.document].text[citation.start : citation.end] == citation.quote
        passage = assistant.passages[citation.passage]
        assert passage.document == citation.document
        assert passage.start <= citation.start < citation.end <= passage.end
        assert (citation.title, citation.locator) != ("", "")
    numbers = [c.number for c in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(n) for n in MARK.findall(answer.markdown)} == set(numbers)
    assert {n for s in answer.sentences for n in s.citations} == set(numbers)
    quotes = {c.number: c.quote for c in answer.citations}
    for sentence in answer.sentences:
        if sentence.support is Support.QUOTED:
            assert [quotes[n] for n in sentence.citations] == [sentence.text]
        else:
            assert bool(sentence.citations) is (sentence.support is Support.SUPPORTED)


def cited(answer: Answer) -> list[str]:
    """Ids of the cited units, in the order of their numbers."""
    return [c.unit for c in answer.citations if c.unit]


def in_order(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Whether all of `wanted` occur in `found`, in that order, whatever stands between."""
    rest = iter(found)
    return all(name in rest for name in wanted)
