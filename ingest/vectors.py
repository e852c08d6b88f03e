"""The vectors of an index: looked up where a text was embedded before, made where it is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from assistant.domain import Entry
from assistant.drivers.token_vectors import FILE, TokenFile
from assistant.errors import V2AError
from assistant.index import PublishedIndex
from assistant.interfaces import Matrix, TokenEmbedder, TokenMatrix, Vector
from ingest.entries import text_digest
from ingest.parts import Parts

CHUNK = 256  # texts embedded between two reports of progress


def vectors_of(
    entries: list[Entry],
    parts: Parts,
    before: PublishedIndex | None,
    tokens: TokenFile | None,
    progress: Callable[[str, int, int], None],
) -> tuple[Matrix, int]:
    """One row per entry, and how many texts had to be embedded; texts that were embedded before are looked up.

    `tokens` gets the token vectors of each entry's passage. Raises nothing of its own.
    """
    passages: dict[str, list[str]] = {}
    for entry in entries:
        passages.setdefault(text_digest(entry.text), []).append(entry.passage)
    by_text = _embedded_before(passages, parts, before, tokens)
    missing = sorted({e.text for e in entries if text_digest(e.text) not in by_text}, key=len)
    progress("embed", 0, len(missing))
    embedder = parts.embedder() if missing else None
    for at in range(0, len(missing), CHUNK):
        chunk = missing[at : at + CHUNK]
        digests = [text_digest(text) for text in chunk]
        if tokens is not None and isinstance(embedder, TokenEmbedder):
            rows, made = embedder.embed_tokens(chunk)
            _keep(tokens, passages, dict(zip(digests, made, strict=True)))
            by_text.update(zip(digests, rows, strict=True))
        elif embedder:
            by_text.update(zip(digests, embedder.embed(chunk), strict=True))
        progress("embed", at + len(chunk), len(missing))
    if not entries:
        return np.zeros((0, parts.dimensions), np.float32), 0
    return np.stack([by_text[text_digest(e.text)] for e in entries]).astype(np.float32, copy=False), len(missing)


def _keep(tokens: TokenFile, passages: Mapping[str, list[str]], made: Mapping[str, TokenMatrix]) -> None:
    """The token vectors of each text, for every passage that has that text."""
    tokens.add((passage, rows) for digest, rows in made.items() for passage in passages[digest])


def _embedded_before(
    passages: Mapping[str, list[str]], parts: Parts, before: PublishedIndex | None, tokens: TokenFile | None
) -> dict[str, Vector]:
    """Vectors by digest of the text, as far as the index before holds them (and its token vectors, where wanted)."""
    if before is None or before.manifest.embedder != parts.embedder_name:
        return {}
    known = {digest: e for e in before.entries.values() if (digest := text_digest(e.text)) in passages}
    if tokens is not None:
        known = _with_tokens(known, before.directory / FILE, passages, tokens)
    try:
        store = parts.open_store(before.directory, before.manifest.generation)
    except V2AError:
        return {}  # its vectors are lost: everything is embedded anew
    try:
        vectors = store.vectors([entry.id for entry in known.values()])
    finally:
        store.close()
    return {digest: vectors[entry.id] for digest, entry in known.items() if entry.id in vectors}


def _with_tokens(
    known: Mapping[str, Entry], path: Path, passages: Mapping[str, list[str]], tokens: TokenFile
) -> dict[str, Entry]:
    """Those of the known whose token vectors are there too; these are taken over."""
    try:
        old = TokenFile(path)
    except (OSError, V2AError):
        return {}
    held = {digest: entry for digest, entry in known.items() if entry.passage in old}
    for digest, entry in held.items():
        (rows,) = old.get([entry.passage])
        if rows is not None:
            _keep(tokens, passages, {digest: rows})
    return held
