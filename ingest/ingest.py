"""The verb: bring an index up to date with its sources."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import BadInput, IndexMismatch, IndexMissing
from assistant.index import PublishedIndex
from assistant.settings import Settings
from assistant.versions import versions_with
from ingest.content import Content, collect
from ingest.parts import InstalledParts, Parts
from ingest.publish import Progress, Published, publish, tidy, writing
from ingest.report import DocumentReport, IngestReport
from ingest.sources import Selection, select_sources


def ingest(
    settings: Settings,
    paths: Sequence[Path] = (),
    as_document: str | None = None,
    *,
    remove: Sequence[str] = (),
    progress: Progress | None = None,
    parts: Parts | None = None,
) -> IngestReport:
    """Bring the index up to date with what it was made from and with `paths` (files or folders).

    `as_document` makes the one given file the official copy of that document of the corpus; `remove` takes documents
    out. When nothing has changed, nothing is built or embedded. `progress` hears (stage, done, total).

    A file that cannot be read is in the report (`failed`) and stops nothing. Raises CorpusError, BadInput,
    IndexLocked; then, as after a kill, the index serves what it served before.
    """
    started = time.monotonic()
    parts = parts or InstalledParts(settings)
    if as_document and not paths:
        raise BadInput(f"--as {as_document} needs a file: v2a ingest FILE --as {as_document}")
    with writing(settings.index_dir):
        before = _index_before(settings.index_dir)
        tidy(settings.index_dir, before.manifest if before else None, parts)
        selection = select_sources(settings, before, paths, as_document, remove)
        versions = versions_with(parts.embedder_name)
        same_parts = before is not None and dict(before.manifest.versions) == versions
        if before and same_parts and selection.unchanged:
            parts.prepare()
            return _nothing_new(before, _unchanged(before), selection, started)
        content = collect(selection, before, same_parts)
        if before and same_parts and _same(content, before, selection):
            parts.prepare()
            return _nothing_new(before, content.reports, selection, started)
        if not content.documents and before is None:
            return _report(content, None, selection, started)
        made = publish(settings.index_dir, content, versions, parts, before, progress or _silent)
        parts.prepare()
        return _report(content, made, selection, started)


def _silent(stage: str, done: int, total: int) -> None:
    """No progress wanted."""


def _index_before(index_dir: Path) -> PublishedIndex | None:
    """What serves now, whatever built it; None when there is nothing usable."""
    try:
        index = PublishedIndex.peek(index_dir)
        return index if index.directory.is_dir() and index.documents is not None else None
    except (IndexMissing, IndexMismatch):
        return None


def _same(content: Content, before: PublishedIndex, selection: Selection) -> bool:
    """Whether reading again brought nothing new (a file that fails again, a file that is gone)."""
    return not selection.corpus_changed and tuple(content.sources) == before.sources


def _unchanged(index: PublishedIndex) -> list[DocumentReport]:
    passages: Counter[str] = Counter()
    units: dict[str, set[str]] = defaultdict(set)
    for passage in index.passages.values():
        passages[passage.document] += 1
        if passage.unit:
            units[passage.document].add(passage.unit)
    return [
        DocumentReport(d.id, d.title, "unchanged", d.path, d.edition, passages[d.id], len(units[d.id]))
        for d in index.documents.values()
    ]


def _nothing_new(
    index: PublishedIndex, documents: Sequence[DocumentReport], selection: Selection, started: float
) -> IngestReport:
    m = index.manifest
    return IngestReport(
        documents=tuple(documents),
        published=False,
        generation=m.generation,
        fingerprint=m.fingerprint,
        passages=m.passages,
        entries=m.entries,
        units=m.units,
        embedded=0,
        seconds=time.monotonic() - started,
        left_out=selection.left_out,
    )


def _report(content: Content, made: Published | None, selection: Selection, started: float) -> IngestReport:
    m = made.manifest if made else None
    return IngestReport(
        documents=tuple(content.reports),
        published=made is not None,
        generation=m.generation if m else "",
        fingerprint=m.fingerprint if m else "",
        passages=len(content.passages),
        entries=m.entries if m else 0,
        units=len(content.registry),
        embedded=made.embedded if made else 0,
        seconds=time.monotonic() - started,
        left_out=selection.left_out,
    )
