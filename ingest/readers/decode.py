"""Bytes to text: UTF-8, UTF-16 with its mark, and Western European only where it reads like text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from assistant.errors import ReadError
from ingest.findings import Findings

_CURE = "save it as UTF-8 text"
_TEXT_LIKE = re.compile(r"[\w\s.,;:!?'\"()\[\]/&%€$§°·•–—‘’“”…«»+*=<>#@|-]")
_ENOUGH_TEXT = 0.97  # share of ordinary characters below which a cp1252 reading is noise
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def decode(path: Path, data: bytes, findings: Findings) -> str:
    """The text of the bytes; ReadError for what is not text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ReadError(f"{path}: begins like UTF-16 but breaks at byte {error.start}; {_CURE}") from error
        return _checked(path, text)
    if b"\0" in data:
        raise ReadError(f"{path}: holds NUL bytes at {data.index(0)}, so it is not text; {_CURE}")
    try:
        return _checked(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _western(path, data, error.start, findings)


def _western(path: Path, data: bytes, bad: int, findings: Findings) -> str:
    text = _checked(path, data.decode("cp1252", errors="replace"))
    sample = text[:200_000]
    ordinary = len(_TEXT_LIKE.findall(sample)) / max(1, len(sample))
    odd_words = len(re.findall(r"[^\W\d_]*[À-ÿ]{3,}", sample)) / max(1, len(sample.split()))
    if ordinary < _ENOUGH_TEXT or odd_words > 0.02 or "�" in sample:
        raise ReadError(f"{path}: is not UTF-8 (byte {bad}) nor any text we can tell; {_CURE}")
    findings.doubted("not UTF-8; read as Western European (cp1252): check accents and dashes", f"byte {bad}")
    return text


def _checked(path: Path, text: str) -> str:
    sample = text[:200_000]
    if "\0" in text or len(_CONTROLS.findall(sample)) > len(sample) / 500 + 2:
        raise ReadError(f"{path}: holds control characters, so it is not text; {_CURE}")
    return text
