"""A published index on disk, as readers see it.

    INDEX/current.json          the pointer: which generation serves, with its fingerprint; replaced atomically
    INDEX/gen-NAME/documents.jsonl, passages.jsonl, entries.jsonl, units.jsonl, sources.jsonl,
                   lexicon.json, intents.json, patterns.json, keywords/, chroma/

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
from assistant.errors import IndexMismatch, IndexMissing
from assistant.registry import Registry
from assistant.versions import PARTS

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
    before: str = ""  # the generation that served until then; kept for readers that still have it open


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Something an index was made from: a file, or (kind "corpus") the folder of our edition.

    `document` is the id of the document it became; `as_document` says that it is the official copy of a corpus
    document; `folder` is the folder that was ingested when the file was found in one.
    """

    path: str
    digest: str
    kind: str = "file"
    document: str = ""
    as_document: str | None = None
    folder: str = ""


@dataclass(frozen=True)
class PublishedIndex:
    """One generation, read lazily from its files."""

    directory: Path
    manifest: Manifest

    @classmethod
    def open(cls, index_dir: Path, embedder: str | None = None) -> PublishedIndex:
        """The generation that the pointer names.

        Raises IndexMissing when nothing was published there, and IndexMismatch when other versions of the parts built
        it, or (where `embedder` is given) another embedder; both messages name the command that mends it.
        """
        index = cls.peek(index_dir)
        expected = PARTS if embedder is None else {**PARTS, "embedder": embedder}
        built = index.manifest.versions
        differing = [
            f"{name} {built.get(name, 'none')} (now {v})" for name, v in expected.items() if built.get(name) != v
        ]
        if differing:
            raise IndexMismatch(
                f"The index in {index_dir} was built with {', '.join(differing)}. "
                f"Rebuild it from the sources it remembers with: v2a ingest --index {index_dir}"
            )
        return index

    @classmethod
    def peek(cls, index_dir: Path) -> PublishedIndex:
        """Like `open`, whatever built it: for the ingest that rebuilds it and for reports on its state."""
        pointer = index_dir / POINTER
        try:
            manifest = Manifest(**json.loads(pointer.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise IndexMissing(f"No index in {index_dir}. Build it with: v2a ingest --index {index_dir}") from None
        except (ValueError, TypeError):
            raise IndexMismatch(
                f"{pointer} cannot be read: it is damaged, or from another version. "
                f"Remove that file and rebuild with: v2a ingest --index {index_dir}"
            ) from None
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
    def lexicon(self) -> Any:
        """The lexicon as published with this generation; an empty list when the corpus has none."""
        return self._json("lexicon") or []

    @cached_property
    def intents(self) -> Any:
        """The example questions as published with this generation; an empty dict when the corpus has none."""
        return self._json("intents") or {}

    @cached_property
    def patterns(self) -> Any:
        """The activity patterns as published with this generation; an empty list when the corpus has none."""
        return self._json("patterns") or []

    @cached_property
    def forms(self) -> Any:
        """Word forms of this generation (folded) with how often each occurs."""
        return self._json("forms") or {}

    @cached_property
    def sources(self) -> tuple[SourceFile, ...]:
        """What this generation was made from."""
        return tuple(SourceFile(**row) for row in self._rows("sources"))

    def _json(self, name: str) -> Any:
        path = self.directory / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

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
