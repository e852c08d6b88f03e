"""The verb for texts that are no files: an index of their own, whose passages know their places in the raw text."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.domain import Document, Passage
from assistant.drivers.language import detect_language
from assistant.index import PublishedIndex
from assistant.interfaces import Embedder
from assistant.settings import Settings
from assistant.versions import versions_with
from ingest.content import Content
from ingest.kept import KeptVectors
from ingest.parts import InstalledParts, Parts
from ingest.prepare import Prepared, prepare_text
from ingest.publish import Progress, publish, tidy, writing

PLACES, EMBEDDED = "places.jsonl", "embedded.bin"
NEAR = 12  # raw characters (line ends, marks) that cleaning may leave out inside one piece
Run = tuple[int, int, int]


def ingest_texts(
    settings: Settings, texts: Iterable[Document], *, progress: Progress, parts: Parts | None = None
) -> PublishedIndex:
    """Publish the texts, with the titles and ids they have, in `settings.index_dir`; nothing else goes in.

    Beside the index stands PLACES: per passage its pieces of the raw text, see `read_places`. Embeddings are kept until
    all are made, so a killed run that is started again goes on. What is published already is left as it is.
    """
    parts = parts or InstalledParts(settings)
    folder = settings.index_dir
    with writing(folder):
        tidy(folder, None, parts)
        content = Content()
        with (folder / PLACES).open("w", encoding="utf-8") as places:
            for number, text in enumerate(texts, 1):
                prepared = prepare_text(text)
                language = detect_language(prepared.document.text[:400])
                content.add(replace(prepared.document, language=language), prepared.passages)
                for passage in prepared.passages:
                    row = [passage.id, text.id, raw_pieces(prepared, passage)]
                    places.write(json.dumps(row, ensure_ascii=False) + "\n")
                progress("read", number, 0)
        kept = _KeptParts(parts, folder / EMBEDDED)
        publish(folder, content, versions_with(parts.embedder_name), kept, None, progress)
        parts.prepare()
        for left in folder.glob(f"{EMBEDDED}*"):
            left.unlink()
    return PublishedIndex.peek(folder)


def read_places(index_dir: Path) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """(passage id, document id, its pieces of the raw text as start and end) for every passage."""
    with (index_dir / PLACES).open(encoding="utf-8") as lines:
        for line in lines:
            passage, document, pieces = json.loads(line)
            yield passage, document, [(start, end) for start, end in pieces]


def raw_pieces(prepared: Prepared, passage: Passage) -> list[tuple[int, int]]:
    """Where the passage's characters stand in the raw text, in order; what cleaning took out between them included."""
    runs: Sequence[Run] = prepared.origin
    at = max(0, bisect_right(runs, (passage.start, -1, -1)) - 1)
    pieces: list[tuple[int, int]] = []
    while at < len(runs) and runs[at][0] < passage.end:
        start, raw, length = runs[at]
        low, high = max(start, passage.start), min(start + length, passage.end)
        if low < high:
            begin, end = raw + low - start, raw + high - start
            if pieces and 0 <= begin - pieces[-1][1] <= NEAR:
                pieces[-1] = (pieces[-1][0], end)
            else:
                pieces.append((begin, end))
        at += 1
    return pieces


class _KeptParts:
    """The same parts, whose embeddings outlive a kill."""

    def __init__(self, parts: Parts, path: Path) -> None:
        self._parts, self._path = parts, path
        self.embedder_name, self.dimensions = parts.embedder_name, parts.dimensions
        self.gives_tokens = parts.gives_tokens
        self.prepare, self.drop_store = parts.prepare, parts.drop_store
        self.create_store, self.open_store = parts.create_store, parts.open_store

    def embedder(self) -> Embedder:
        return KeptVectors(self._parts.embedder(), self._path)
