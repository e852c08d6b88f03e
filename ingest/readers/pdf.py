"""PDF: lines with their page, gaps and headings told by the size of the type."""

from __future__ import annotations

import io
import itertools
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import ReadError
from ingest.blocks import Block, Line, Reading
from ingest.findings import Findings
from ingest.traced import Traced

MAX_PAGES = 5_000
_ENOUGH_TEXT = 3  # letters a page must hold on average; fewer means that pages are pictures
_LARGER = 1.12  # type this much larger than the body's is a heading
_BROKEN = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, NotImplementedError,
    AssertionError, EOFError, OSError, ArithmeticError, zlib.error, struct.error,
)  # fmt: skip


@dataclass(slots=True)
class _Printed:
    text: str
    y: float
    size: float
    bold: bool
    page: int


def read_pdf(path: Path, data: bytes, findings: Findings) -> Reading:
    """A PDF file that holds text."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # its warnings are ours to report
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"{path}: the PDF is encrypted; save a copy without a password and give that")
        if len(reader.pages) > MAX_PAGES:
            raise ReadError(f"{path}: {len(reader.pages)} pages are more than {MAX_PAGES}; split the file")
        pages = [_page(page, number, findings) for number, page in enumerate(reader.pages, 1)]
        title = str((reader.metadata.title if reader.metadata else "") or "")
    except (PyPdfError, *_BROKEN) as error:
        raise ReadError(f"{path}: the PDF is damaged or cut off ({error}); save it again from its source") from error
    letters = sum(char.isalpha() for page in pages for line in page for char in line.text)
    if letters < _ENOUGH_TEXT * max(1, len(pages)):
        raise ReadError(f"{path}: the PDF holds no text, only pictures of it; run OCR on it and give the result")
    parts: list[Line | Block] = [*_lines(_without_running_heads(pages, findings))]
    return Reading(parts, title=title)


def _page(page: Any, number: int, findings: Findings) -> list[_Printed]:
    lines: list[_Printed] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        y = tm[5] * cm[3] + cm[5]
        height = abs(size * tm[3] * cm[3]) or abs(size) or 10.0
        name = str((font or {}).get("/BaseFont", "")).lower()
        for index, part in enumerate(text.split("\n")):
            if not part.strip() and not index:
                if lines and part:
                    lines[-1].text += part
                continue
            same = lines and abs(lines[-1].y - y) < height * 0.4 and not index
            if same:
                lines[-1].text += part
                lines[-1].size = max(lines[-1].size, height)
            elif part.strip():
                lines.append(_Printed(part, y, height, "bold" in name, number))

    page.extract_text(visitor_text=visit)
    return [line for line in lines if line.text.strip()]


def _without_running_heads(pages: list[list[_Printed]], findings: Findings) -> list[list[_Printed]]:
    """Drop page numbers, and heads and feet that most pages share."""

    def key(line: _Printed) -> str:
        return re.sub(r"\d+", "#", " ".join(line.text.split())).lower()

    edges = Counter(k for page in pages for k in {key(line) for line in (*page[:2], *page[-2:])})
    # A row of figures at a page's end is no foot: at most a year and a page number stand in one.
    running = {k for k, n in edges.items() if n >= 3 and n > len(pages) / 3 and k.count("#") <= 2 and len(k) <= 100}
    kept = []
    for page in pages:
        inner = []
        for index, line in enumerate(page):
            at_edge = index < 2 or index >= len(page) - 2
            if at_edge and (key(line) in running or re.fullmatch(r"(?:page )?#(?: ?(?:of|/) ?#)?", key(line))):
                findings.dropped(
                    f"running head or foot: {line.text.strip()[:60]}", f"page {line.page}", topic="running heads"
                )
            else:
                inner.append(line)
        kept.append(inner)
    return kept


def _lines(pages: list[list[_Printed]]) -> list[Line]:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    larger = sorted({s for s in sizes if s > body * _LARGER}, reverse=True)
    steps = sorted(a.y - b.y for page in pages for a, b in itertools.pairwise(page) if a.y > b.y)
    usual = (
        steps[len(steps) // 10] if steps else body * 1.2
    )  # of lines in a paragraph; over all pages, as some hold none
    found = []
    for page in pages:
        before: _Printed | None = None
        for line in page:
            gap = 1
            if before is not None:
                step = before.y - line.y
                gap = 1 if step < 0 or step > max(usual * 1.3, line.size * 1.55) else 0
            size = round(line.size, 1)
            level = min(6, larger.index(size) + 1) if size in larger else 0
            found.append(Line(Traced(line.text.rstrip()), gap, line.page, level))
            before = line
        if page and len(found) > len(page) and page[0].text.lstrip()[:1].islower():
            found[-len(page)].gap = 0  # a sentence goes on over the page
    return found
