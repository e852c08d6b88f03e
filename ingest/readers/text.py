"""Plain text: its lines, with the number of blank lines before each. Structure is found later, in `ingest.shape`."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.blocks import Block, Line, Reading
from ingest.findings import Findings
from ingest.readers.decode import decode
from ingest.traced import Traced

_LINE_END = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")


def read_text(path: Path, data: bytes, findings: Findings) -> Reading:
    """A text file; offsets refer to the decoded text."""
    text = decode(path, data, findings)
    return Reading(list(lines(text)), marked_up=True, raw=text)


def lines(text: str, start: int = 0, gap: int = 0) -> list[Line | Block]:
    """The lines that hold more than white space."""
    found: list[Line | Block] = []
    at = 0
    for end, after in [*((m.start(), m.end()) for m in _LINE_END.finditer(text)), (len(text), len(text))]:
        line = text[at:end]
        if line.strip(" \t\xa0\u200b\ufeff\u3000"):
            found.append(Line(Traced.copied(line, start + at), gap))
            gap = 0
        else:
            gap += 1
        at = after
    return found
