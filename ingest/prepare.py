"""From one file to a document with its passages: read, clean, shape, lay out, link, split."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.domain import Document, Passage
from assistant.registry import Registry
from ingest.banners import without_banners
from ingest.blocks import Block, Reading
from ingest.clean import CLEANER_VERSION, Cleaner
from ingest.findings import Finding, Findings
from ingest.layout import Layout, lay_out
from ingest.lines import to_blocks
from ingest.link import link
from ingest.marks import Evidence
from ingest.readers import MAX_FILE_BYTES, READABLE_SUFFIXES, load, read
from ingest.readers.text import lines
from ingest.shape import shape
from ingest.split import SPLITTER_VERSION, split

__all__ = [
    "CLEANER_VERSION",
    "MAX_FILE_BYTES",
    "READABLE_SUFFIXES",
    "SPLITTER_VERSION",
    "Finding",
    "Prepared",
    "prepare",
    "prepare_text",
]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file made ready for the index.

    Every passage is a slice of `document.text`. `origin` holds runs (cleaned start, raw start, length) for text and
    Markdown: outside odd characters replaced one for one, the cleaned run equals the run of the decoded file.
    """

    document: Document
    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...]
    origin: tuple[tuple[int, int, int], ...] = ()


def prepare(path: Path, *, document: Document | None = None, registry: Registry | None = None) -> Prepared:
    """Read one file. ReadError says what is wrong with it and what to do.

    `document` gives the identity of an official text; text and digest are filled in. With `registry`, passages that
    state a unit of that document carry its id.
    """
    findings = Findings()
    data = load(path)
    reading = read(path, data, findings)
    blocks = _blocks(reading, findings)
    layout = lay_out(blocks)
    base = document or Document(id=slug(path.stem), title=_title(reading, layout, path), text="", digest="")
    whole = replace(base, text=layout.text, digest=hashlib.sha256(data).hexdigest(), path=base.path or str(path))
    units = [unit for unit in registry or () if unit.document == unit.locator.document == whole.id]
    links = link(layout, units, findings) if units else []
    passages = split(layout, whole.id, links)
    findings.kept(f"{len(passages)} passages, {len(links)} of {len(units)} units linked", whole.title)
    return Prepared(whole, passages, findings.all(), layout.origin if reading.raw is not None else ())


def prepare_text(document: Document) -> Prepared:
    """Make a text ready that is already at hand; what a text file with these characters would become.

    A title that `document` has stays. A text without a letter in it has no passages.
    """
    findings = Findings()
    reading = Reading(list(lines(document.text)), marked_up=True, raw=document.text, title=document.title)
    layout = lay_out(_blocks(reading, findings))
    title = document.title or _title(reading, layout, Path(document.id))
    digest = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
    whole = replace(document, text=layout.text, title=title, digest=digest)
    return Prepared(whole, split(layout, whole.id), findings.all(), layout.origin)


def _blocks(reading: Reading, findings: Findings) -> list[Block]:
    parts = without_banners(reading.parts, findings)
    evidence = Evidence.of(part.text.text for part in parts)
    cleaner = Cleaner(evidence, findings, marked_up=reading.marked_up)
    return shape(to_blocks(parts, cleaner))


def _title(reading: Reading, layout: Layout, path: Path) -> str:
    heading = next((p for p in layout.pieces if p.kind == "heading"), None)
    first = layout.text[heading.start : heading.end] if heading else ""
    named = " ".join(reading.title.split())
    return " ".join(first.split()) or named or path.stem.replace("_", " ").replace("-", " ").strip() or path.name


def slug(name: str) -> str:
    """A name as an id: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or hashlib.sha256(name.encode()).hexdigest()[:8]
