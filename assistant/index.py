"""A published index on disk, as readers see it.

    INDEX/current.json          the pointer: which generation serves, with its fingerprint; replaced atomically
    INDEX/gen-NAME/documents.jsonl, passages.jsonl, entries.jsonl, units.jsonl, lexicon.json, keywords/, chroma/

A generation is never changed once the pointer names it. Readers open the pointer once and keep what it named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.domain import Document, Entry, Locator, Passage, Source, Unit, Wording
from assistant.errors import IndexMissing
from assistant.registry import Registry

POINTER = "current.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the pointer says: generation name, fingerprint of the parts that built it, and counts for checks."""

    generation: str
    fingerprint: str
    embedder: str
    dimensions: int
    versions: Mapping[str, str] = field(default_factory=dict)
    documents: int = 0
    passages: int = 0
    entries: int = 0
    units: int = 0
    built: str = ""


@dataclass(frozen=True)
class PublishedIndex:
    """One generation, read lazily from its files."""

    directory: Path
    manifest: Manifest

    @classmethod
    def open(cls, index_dir: Path) -> PublishedIndex:
        """The generation that the pointer names. Raises IndexMissing when nothing was published there."""
        pointer = index_dir / POINTER
        try:
            manifest = Manifest(**json.loads(pointer.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise IndexMissing(f"No index in {index_dir}. Build it with: v2a ingest --index {index_dir}") from None
        return cls(index_dir / manifest.generation, manifest)

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {row["id"]: Document(**row) for row in self._rows("documents")}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """By id, in reading order: document after document, by offset."""
        return {r["id"]: Passage(**{**r, "heading": tuple(r["heading"])}) for r in self._rows("passages")}

    @cached_property
    def entries(self) -> dict[str, Entry]:
        return {row["id"]: Entry(**row) for row in self._rows("entries")}

    @cached_property
    def registry(self) -> Registry:
        return Registry(unit_from_json(row) for row in self._rows("units"))

    @cached_property
    def lexicon(self) -> dict[str, Any]:
        """The lexicon as published with this generation; empty when the corpus has none."""
        path = self.directory / "lexicon.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        path = self.directory / f"{name}.jsonl"
        if not path.exists():
            return
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def unit_to_json(unit: Unit) -> dict[str, Any]:
    """A unit as plain JSON values; `unit_from_json` gives it back unchanged."""
    return asdict(unit)


def unit_from_json(row: Mapping[str, Any]) -> Unit:
    """The unit that `unit_to_json` wrote."""
    wordings = {lang: Wording(w["title"], tuple(w["questions"])) for lang, w in row["wordings"].items()}
    return Unit(
        **{
            **row,
            "locator": Locator(**row["locator"]),
            "questions": tuple(row["questions"]),
            "serves": tuple(row["serves"]),
            "sources": tuple(Source(**s) for s in row["sources"]),
            "wordings": wordings,
        }
    )
