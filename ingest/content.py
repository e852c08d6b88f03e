"""What an index will hold: the documents and passages of all sources, read anew only where something changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.domain import Document, Passage
from assistant.errors import BadInput, ReadError
from assistant.index import PublishedIndex, SourceFile
from assistant.registry import Registry
from ingest.corpus import Corpus, load_corpus
from ingest.corpus_schema import did_you_mean
from ingest.findings import Finding
from ingest.report import DocumentReport
from ingest.sources import Selection, Wanted, document_ids_of_corpus


@dataclass
class Content:
    """Everything to publish, and the report on how it came about."""

    documents: dict[str, Document] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    registry: Registry = field(default_factory=Registry)
    sources: list[SourceFile] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)
    reports: list[DocumentReport] = field(default_factory=list)

    def add(self, document: Document, passages: Iterable[Passage]) -> None:
        self.documents[document.id] = document
        self.passages += passages


@dataclass(frozen=True, slots=True)
class _Read:
    document: Document
    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...] = ()
    problem: str = ""


def collect(selection: Selection, index: PublishedIndex | None, same_parts: bool) -> Content:
    """All documents with their passages. `same_parts`: what `index` holds was made by the parts now installed.

    A file that cannot be read is reported and leaves the version that the index holds, if any. Raises CorpusError
    when our edition breaks its schema, and BadInput for an `--as` that names no document of it.
    """
    corpus = load_corpus(Path(selection.corpus.path)) if selection.corpus else None
    content = Content()
    if corpus and selection.corpus:
        content.registry, content.extras = corpus.registry, corpus.extras
        content.sources.append(selection.corpus)
    _check_names(selection.files, corpus)
    reader = _Reader(index, same_parts, corpus, same_corpus=not selection.corpus_changed)
    official: dict[str, _Read] = {}
    others: list[_Read] = []
    for wanted in selection.files:
        read = reader.read(wanted, content)
        if read and wanted.as_document:
            official[wanted.as_document] = read
        elif read:
            others.append(read)
    if corpus:
        _add_edition(content, corpus, official, index)
    for read in others:
        content.add(read.document, read.passages)
    content.passages = _unique(content.passages)
    for document in sorted((index.documents.keys() if index else set()) - content.documents.keys()):
        gone = index.documents[document] if index else None
        content.reports.append(DocumentReport(document, gone.title if gone else "", "removed"))
    return content


def _check_names(files: Sequence[Wanted], corpus: Corpus | None) -> None:
    for wanted in files:
        if corpus and wanted.as_document and wanted.as_document not in corpus.documents:
            names = list(corpus.documents)
            hint = did_you_mean(wanted.as_document, names)
            if "use one of" not in hint:
                hint += f" ({', '.join(names)})"
            raise BadInput(f"--as {wanted.as_document}: the corpus has no such document; {hint}")


def _add_edition(content: Content, corpus: Corpus, official: dict[str, _Read], index: PublishedIndex | None) -> None:
    """Our edition, except for the units that an official copy states."""
    for name, ours in corpus.documents.items():
        if name not in official:
            passages = [p for p in corpus.passages if p.document == name]
            content.add(ours, passages)
            content.reports.append(_report(ours, passages, index))
            continue
        copy = official[name]
        content.add(copy.document, copy.passages)
        if rest := corpus.rest_of(name, (p.unit for p in copy.passages if p.unit)):
            content.add(*rest)
            content.reports.append(_report(*rest, index))


def _report(document: Document, passages: Sequence[Passage], index: PublishedIndex | None) -> DocumentReport:
    before = index.documents.get(document.id) if index else None
    status = "new" if before is None else "unchanged" if before.digest == document.digest else "changed"
    units = len({p.unit for p in passages if p.unit})
    return DocumentReport(document.id, document.title, status, document.path, document.edition, len(passages), units)


class _Reader:
    """Reads one source after the other, or takes over what the index holds of it."""

    def __init__(
        self, index: PublishedIndex | None, same_parts: bool, corpus: Corpus | None, same_corpus: bool
    ) -> None:
        self._index, self._same_parts, self._corpus, self._same_corpus = index, same_parts, corpus, same_corpus
        self._taken = document_ids_of_corpus(list(corpus.documents)) if corpus else set()
        # Ids in use stay with their files, whatever the order of this run.
        self._taken |= {s.document for s in (index.sources if index else ()) if s.kind == "file"}
        self._by_document: dict[str, list[Passage]] = {}
        for passage in index.passages.values() if index else ():
            self._by_document.setdefault(passage.document, []).append(passage)

    def read(self, wanted: Wanted, content: Content) -> _Read | None:
        """The source as it goes into the index; its report and its record are added to `content`."""
        linked_alike = self._same_corpus or wanted.as_document is None
        held = self._held(wanted)
        if held and wanted.unchanged and self._same_parts and linked_alike:
            read, status, digest = held, "unchanged", wanted.digest
        else:
            read, status, digest = self._read_anew(wanted, held)
        document = read.document
        content.reports.append(
            DocumentReport(
                document.id,
                document.title,
                status,
                str(wanted.path),
                document.edition,
                len(read.passages),
                len({p.unit for p in read.passages if p.unit}),
                read.findings,
                read.problem,
            )
        )
        if status == "failed" and not held:
            return None
        content.sources.append(
            SourceFile(str(wanted.path), digest, "file", document.id, wanted.as_document, wanted.folder)
        )
        return read

    def _held(self, wanted: Wanted) -> _Read | None:
        if self._index is None or wanted.before is None:
            return None
        document = self._index.documents.get(wanted.before.document)
        return _Read(document, tuple(self._by_document.get(document.id, ()))) if document else None

    def _read_anew(self, wanted: Wanted, held: _Read | None) -> tuple[_Read, str, str]:
        """What was read, its status, and the digest to remember."""
        if wanted.trouble and held and not wanted.path.exists():
            what = f"the file is gone; kept as last ingested. Remove it with: v2a ingest --remove {held.document.id}"
            return replace(held, findings=(Finding("doubted", what, str(wanted.path)),)), "unchanged", _digest(wanted)
        try:
            if wanted.trouble:
                raise ReadError(f"{wanted.path}: {wanted.trouble}.")
            read = self._prepare(wanted)
        except ReadError as error:
            if held:
                kept = f"{error} The index keeps the version ingested before."
                return replace(held, problem=kept), "failed", _digest(wanted)
            nothing = Document(wanted.path.stem, wanted.path.name, "", "", path=str(wanted.path))
            return _Read(nothing, (), problem=str(error)), "failed", ""
        known = held or (self._index and read.document.id in self._index.documents)
        return read, "changed" if known else "new", wanted.digest

    def _prepare(self, wanted: Wanted) -> _Read:
        from ingest.prepare import prepare

        if wanted.as_document and self._corpus:
            ours = self._corpus.documents[wanted.as_document]
            notice = f"Official text, as ingested from {wanted.path.name}."
            head = replace(ours, text="", digest="", edition="official", notice=notice, path=str(wanted.path))
            prepared = prepare(wanted.path, document=head, registry=self._corpus.registry)
            return _Read(prepared.document, prepared.passages, prepared.findings)
        from assistant.drivers.language import detect_language

        prepared = prepare(wanted.path)
        wished = wanted.before.document if wanted.before else self._free_id(prepared.document.id)
        self._taken.add(wished)
        document, passages = _renamed(prepared.document, prepared.passages, wished)
        language = detect_language(document.text[:400])
        return _Read(replace(document, path=str(wanted.path), language=language), passages, prepared.findings)

    def _free_id(self, wished: str) -> str:
        names = [wished, *(f"{wished}-{number}" for number in range(2, len(self._taken) + 3))]
        return next(name for name in names if name not in self._taken)


def _digest(wanted: Wanted) -> str:
    """Of the version that the index goes on holding."""
    return wanted.before.digest if wanted.before else ""


def _renamed(
    document: Document, passages: tuple[Passage, ...], document_id: str
) -> tuple[Document, tuple[Passage, ...]]:
    if document.id == document_id:
        return document, passages
    moved = tuple(replace(p, document=document_id, id=_hashed(document_id, p.id)) for p in passages)
    return replace(document, id=document_id), moved


def _unique(passages: Iterable[Passage]) -> list[Passage]:
    """The same passages; where two have one id (the same words twice), later ones get ids of their own."""
    seen: dict[str, int] = {}
    found = []
    for passage in passages:
        times = seen[passage.id] = seen.get(passage.id, 0) + 1
        found.append(passage if times == 1 else replace(passage, id=_hashed(passage.id, str(times))))
    return found


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
