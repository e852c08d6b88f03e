"""DOCX: headings by style, lists, tables as tables, in the order of the body."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import ReadError
from ingest.blocks import Block, Line, Reading, paragraph
from ingest.findings import Findings
from ingest.readers.html import superscript
from ingest.traced import Traced

# A DOCX is a zip: what it would unpack to is checked before anything is unpacked.
MAX_UNPACKED_BYTES = 300_000_000
MAX_RATIO = 200
MAX_PARTS = 10_000
_RATIO_MATTERS_FROM = 5_000_000
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo)\s*(\d)", re.I)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    AttributeError,
    IndexError,
    TypeError,
)


def read_docx(path: Path, data: bytes, findings: Findings) -> Reading:
    """A Word file."""
    _guard(path, data)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        parts: list[Line | Block] = list(_blocks(document))
        title = str(document.core_properties.title or "")
    except (OpcError, LxmlError, RecursionError, *_BROKEN) as error:
        raise ReadError(f"{path}: the Word file is damaged ({error}); open it in Word and save it again") from error
    return Reading(parts, title=title)


def _guard(path: Path, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except _BROKEN as error:
        raise ReadError(f"{path}: a damaged or cut off archive ({error}); save the file again") from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MAX_UNPACKED_BYTES or len(entries) > MAX_PARTS:
        raise ReadError(f"{path}: would unpack to {unpacked / 1e6:.0f} MB in {len(entries)} parts; not opened")
    if unpacked > _RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO:
        raise ReadError(f"{path}: unpacks to {unpacked // packed} times its size, as a zip bomb does; not opened")
    if not any(entry.filename == "word/document.xml" for entry in entries):
        raise ReadError(f"{path}: a zip archive that is not a Word file; unpack it and give the files in it")


def _blocks(document: object) -> Iterator[Block]:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    numbers: dict[int, int] = {}
    for child in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(child, Table):
            numbers.clear()
            yield _table(child)
        elif isinstance(child, Paragraph):
            block = _paragraph(child, numbers)
            if block:
                yield block


def _paragraph(source: object, numbers: dict[int, int]) -> Block | None:
    text = _text(source)
    if not text.strip():
        return None
    style = source.style  # type: ignore[attr-defined]
    name = str(style.name if style is not None else "")
    heading = _HEADING.match(name)
    if heading or name.lower() in ("title", "titel", "titre", "título", "titolo"):
        return Block("heading", Traced(" ".join(text.split())), level=int(heading.group(1)) if heading else 1)
    properties = source._p.pPr  # type: ignore[attr-defined]
    numbered = properties is not None and properties.numPr is not None
    if name.lower().startswith(("list", "liste", "lista", "elenco")) or numbered:
        level = 1 + (properties.numPr.ilvl.val if numbered and properties.numPr.ilvl is not None else 0)
        counted = "number" in name.lower() or "nummer" in name.lower()
        numbers[level] = numbers.get(level, 0) + 1
        return Block("item", Traced(text.strip()), level=level, marker=f"{numbers[level]}." if counted else "-")
    numbers.clear()
    runs = [run for run in source.runs if run.text.strip()]  # type: ignore[attr-defined]
    return paragraph(Traced(text.strip()), bold=bool(runs) and all(run.bold for run in runs))


def _text(source: object) -> str:
    text = ""
    for part in source.iter_inner_content():  # type: ignore[attr-defined]
        for run in getattr(part, "runs", None) or [part]:
            raised = run.font.superscript if run.text.strip() else False
            text += superscript(run.text, text[-20:]) if raised else run.text
    return text


def _table(table: object) -> Block:
    rows = []
    for row in table.rows:  # type: ignore[attr-defined]
        cells, seen = [], set()
        for cell in row.cells:
            if id(cell._tc) not in seen:  # a merged cell is listed once for each column it spans
                seen.add(id(cell._tc))
                cells.append(Traced(_cell(cell)))
        rows.append(tuple(cells))
    return Block("table", Traced(""), rows=tuple(rows))


def _cell(cell: object) -> str:
    lines = []
    for source in cell.paragraphs:  # type: ignore[attr-defined]
        text = _text(source).strip()
        listed = str(source.style.name if source.style is not None else "").lower().startswith("list")
        if text:
            lines.append(f"• {text}" if listed else text)
    return "\n".join(lines)
