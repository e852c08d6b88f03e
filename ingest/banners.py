"""Repeated banners: the same run of short lines printed again, as navigation or decoration, is kept once."""

from __future__ import annotations

from ingest.blocks import Block, Line
from ingest.findings import Findings

_RUN = 3  # so many lines alike, in a row, make a banner
_LONGEST = 80
_NARROWEST, _UNWRAPPED = 55, 140  # widths between which a text counts as wrapped


def without_banners(parts: list[Line | Block], findings: Findings) -> list[Line | Block]:
    """The parts without the second and later printings of a banner. Linear."""
    longest = _short(parts)
    keys = [_key(part, longest) for part in parts]
    first: dict[tuple[str, ...], int] = {}
    kept: list[Line | Block] = []
    index = 0
    while index < len(parts):
        window = tuple(keys[index : index + _RUN])
        length = 0
        if len(window) == _RUN and all(window) and _wordy(window):
            seen = first.setdefault(window, index)
            if seen + _RUN <= index:
                while index + length < len(parts) and keys[index + length] and seen + length < index:
                    if keys[index + length] != keys[seen + length]:
                        break
                    length += 1
        if length >= _RUN:
            shown = " / ".join(key for key in keys[index : index + length] if not key.isdigit())
            findings.dropped(f"repeated banner of {length} lines: {shown[:100]}", _where(kept), topic="banners")
            index += length
        else:
            kept.append(parts[index])
            index += 1
    return kept


def _short(parts: list[Line | Block]) -> int:
    """How long a line of a banner may be: in wrapped text well below the width, or prose would count."""
    lengths = sorted(len(part.text.text) for part in parts if isinstance(part, Line))
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return min(_LONGEST, width * 7 // 10) if _NARROWEST < width < _UNWRAPPED else _LONGEST


def _key(part: Line | Block, longest: int) -> str:
    if isinstance(part, Block) and part.kind != "line":
        return ""
    text = part.text.text
    if isinstance(part, Line) and (part.level or "\t" in text.strip() or text.lstrip()[:1] in tuple("-*•|>#`{}")):
        return ""
    return " ".join(text.split()) if len(text) <= longest else ""


def _wordy(window: tuple[str, ...]) -> bool:
    return sum(char.isalpha() for line in window for char in line) >= 15


def _where(kept: list[Line | Block]) -> str:
    return f"after “{kept[-1].text.text.strip()[:50]}”" if kept else "beginning"
