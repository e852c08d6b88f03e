"""Where sentences end."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[¿¡]*[^\W_a-zß-ÿ])|[。！？]|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|Mr|Mrs|Ms|St|Jr|Sr|vs|No|Nr|Nos|Fig|Figs|Vol|pp|p|approx|ca|cf|et al|e\.g|i\.e|etc|z\.B|d\.h|bzw|"
    r"Inc|Ltd|Co|Corp|Ref|Sec|Art|Eq|Ch|Abs|Abb|Tab|ed|eds)|(?:^|[\s(.])[A-ZÀ-Þ])\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without the white space between them. Line breaks end sentences."""
    spans = []
    start = 0
    for match in _END.finditer(text):
        end = match.end() if "\n" not in match.group() else match.start()
        if match.group().startswith(".") and _ABBREVIATION.search(text, max(0, match.start() - 8), match.start() + 1):
            continue
        if text[start:end].strip():
            spans.append(_stripped(text, start, end))
        start = match.end()
    if text[start:].strip():
        spans.append(_stripped(text, start, len(text)))
    return spans


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
