"""Puts a new generation in the place of the one that serves: build beside, verify, flip a pointer, tidy up.

A reader sees the old generation or the new one, never a mix; killed at any point, the old one still serves.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.domain import Entry
from assistant.drivers.token_vectors import FILE, TokenFile
from assistant.errors import IndexLocked, V2AError
from assistant.index import POINTER, Manifest, PublishedIndex, unit_to_json
from assistant.interfaces import Matrix
from assistant.retrieval.spelling import count_forms
from assistant.versions import fingerprint
from ingest.content import Content
from ingest.entries import entries_for
from ingest.parts import Parts
from ingest.vectors import vectors_of

Progress = Callable[[str, int, int], None]
LOCK, OWNER, UNFINISHED = "ingest.lock", "ingest.pid", ".tmp"
SAME = 0.999  # cosine of a text with itself, as a store with float32 returns it


@dataclass(frozen=True, slots=True)
class Published:
    manifest: Manifest
    embedded: int


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Holds the index for one writer. Raises IndexLocked at once when another has it; a kill frees it."""
    from filelock import FileLock, Timeout

    index_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index_dir / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLocked(
            f"Another ingest (process {_owner(index_dir)}) is writing {index_dir}. "
            "Wait until it is done, or end that process; the index goes on serving meanwhile."
        ) from None
    try:
        (index_dir / OWNER).write_text(str(os.getpid()), encoding="utf-8")
        yield
    finally:
        (index_dir / OWNER).unlink(missing_ok=True)
        lock.release()


def _owner(index_dir: Path) -> str:
    try:
        return (index_dir / OWNER).read_text(encoding="utf-8") or "unknown"
    except OSError:
        return "unknown"


def publish(
    index_dir: Path,
    content: Content,
    versions: Mapping[str, str],
    parts: Parts,
    before: PublishedIndex | None,
    progress: Progress,
) -> Published:
    """Build, verify and switch to a new generation. On any failure what served before goes on serving."""
    name = f"gen-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"
    unfinished = index_dir / f"{name}{UNFINISHED}"
    unfinished.mkdir()
    entries = entries_for(content.passages, content.registry)
    manifest = _manifest(name, content, entries, versions, parts, before)
    try:
        progress("write", 0, 1)
        _write_files(unfinished, content, entries)
        vectors, embedded = vectors_of(entries, parts, before, _token_file(unfinished, content, parts), progress)
        progress("store", 0, len(entries))
        _write_store(unfinished, name, entries, vectors, parts)
        progress("verify", 0, 1)
        _verify_files(unfinished, manifest)
        _sync(unfinished)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        parts.drop_store(name)
        raise
    progress("switch", 0, 1)
    unfinished.rename(index_dir / name)
    _sync_folder(index_dir)
    progress("flip", 0, 1)
    _flip(index_dir, manifest)
    progress("tidy", 0, 1)
    tidy(index_dir, manifest, parts)
    progress("done", 1, 1)
    return Published(manifest, embedded)


def tidy(index_dir: Path, manifest: Manifest | None, parts: Parts) -> None:
    """Remove generations that nobody is sent to any more, and what killed runs left behind."""
    kept = {manifest.generation, manifest.before} if manifest else set()
    for folder in index_dir.glob("gen-*"):
        if folder.name not in kept:
            parts.drop_store(folder.name.removesuffix(UNFINISHED))
            shutil.rmtree(folder, ignore_errors=True)
    (index_dir / f"{POINTER}{UNFINISHED}").unlink(missing_ok=True)


def _manifest(
    name: str,
    content: Content,
    entries: list[Entry],
    versions: Mapping[str, str],
    parts: Parts,
    before: PublishedIndex | None,
) -> Manifest:
    digests = [(d.id, d.digest, d.edition) for d in content.documents.values()]
    return Manifest(
        generation=name,
        fingerprint=fingerprint(versions, json.dumps([digests, [p.id for p in content.passages], content.extras])),
        embedder=parts.embedder_name,
        dimensions=0 if not entries else parts.dimensions,
        versions=dict(versions),
        documents=len(content.documents),
        passages=len(content.passages),
        entries=len(entries),
        units=len(content.registry),
        built=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        before=before.manifest.generation if before else "",
    )


# -- building --------------------------------------------------------------------------------------------------------


def _write_files(folder: Path, content: Content, entries: list[Entry]) -> None:
    from assistant.drivers.keywords import build_keywords, passage_bags

    _write_rows(folder / "documents.jsonl", (asdict(d) for d in content.documents.values()))
    _write_rows(folder / "passages.jsonl", (asdict(p) for p in content.passages))
    _write_rows(folder / "entries.jsonl", (asdict(e) for e in entries))
    _write_rows(folder / "units.jsonl", (unit_to_json(u) for u in content.registry))
    _write_rows(folder / "sources.jsonl", (asdict(s) for s in content.sources))
    for name, value in content.extras.items():
        (folder / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    forms = count_forms(e.text for e in entries)
    (folder / "forms.json").write_text(json.dumps(forms, ensure_ascii=False), encoding="utf-8")
    build_keywords(passage_bags(content.passages, content.documents, content.registry)).save(folder / "keywords")


def _token_file(folder: Path, content: Content, parts: Parts) -> TokenFile | None:
    """Token vectors pay where passages have nothing but their text; the questions stored with units do more."""
    return TokenFile(folder / FILE, writable=True) if parts.gives_tokens and not content.registry else None


def _write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_store(folder: Path, name: str, entries: list[Entry], vectors: Matrix, parts: Parts) -> None:
    store = parts.create_store(folder, name, len(entries))
    try:
        store.add(entries, vectors)
        if store.count() != len(entries):
            raise V2AError(f"The store took {store.count()} of {len(entries)} vectors. Run v2a ingest again.")
        for at in {0, len(entries) // 2, len(entries) - 1} if entries else set():
            found = store.nearest(vectors[at], 3)
            if not found or found[0][1] < SAME:
                raise V2AError("The new vectors do not find themselves. Run v2a ingest again; if it stays, v2a doctor.")
    finally:
        store.close()


# -- checking and switching ------------------------------------------------------------------------------------------


def _verify_files(folder: Path, manifest: Manifest) -> None:
    """What was written reads back: all counts, and every passage cut from its document by its offsets."""
    from assistant.drivers.keywords import load_keywords

    written = PublishedIndex(folder, manifest)
    counts = (len(written.documents), len(written.passages), len(written.entries), len(written.registry))
    if counts != (manifest.documents, manifest.passages, manifest.entries, manifest.units):
        raise V2AError(f"The new index did not read back whole ({counts}). Check the disk and run v2a ingest again.")
    for passage in written.passages.values():
        if written.documents[passage.document].text[passage.start : passage.end] != passage.text:
            raise V2AError(f"Passage {passage.id} of {passage.document} has wrong offsets: please report this file.")
    load_keywords(folder / "keywords")


def _flip(index_dir: Path, manifest: Manifest) -> None:
    new = index_dir / f"{POINTER}{UNFINISHED}"
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    new.replace(index_dir / POINTER)
    _sync_folder(index_dir)


def _sync(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync_folder(path)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
