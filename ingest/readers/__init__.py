"""One reader per format. What a file is, its content decides; its name only breaks ties."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from assistant.errors import ReadError
from ingest.blocks import Reading, with_text
from ingest.findings import Findings

READABLE_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text", ".html", ".htm", ".docx", ".pdf"})
MAX_FILE_BYTES = 50_000_000  # larger files are refused before they are read: split them, or export their text

_FORMAT_OF_SUFFIX = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
_FOREIGN = (
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls or .ppt)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_HTML = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def read(path: Path, data: bytes, findings: Findings) -> Reading:
    """The lines and blocks of a file. ReadError names the file, what is wrong with it and what to do."""
    if not data:
        raise ReadError(f"{path}: the file is empty; save it again from its source, or leave it out")
    found = sniff(path, data)
    expected = _FORMAT_OF_SUFFIX.get(path.suffix.lower(), "text")
    if found != expected and (found in ("pdf", "docx") or path.suffix.lower() in READABLE_SUFFIXES):
        findings.doubted(f"the name says {expected}, the content is {found}; read as {found}", path.name)
    reading = _reader(found)(path, data, findings)
    if not with_text(reading.parts):
        raise ReadError(f"{path}: there is no text in this file; check that it is the right one")
    return reading


def load(path: Path) -> bytes:
    """The bytes of a file that is not too large."""
    try:
        if path.is_dir():
            raise ReadError(f"{path}: this is a folder; give its files, or the folder to `v2a ingest`")
        if path.exists() and not path.is_file():
            raise ReadError(f"{path}: not an ordinary file; copy its text into one")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1_000_000
            raise ReadError(
                f"{path}: {size / 1e6:.0f} MB is more than the {limit} MB that one file may have; "
                "split it, or export its text"
            )
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be opened ({error.strerror}); check the path and its permissions") from error


def sniff(path: Path, data: bytes) -> str:
    """The format of the content: "pdf", "docx", "html", "markdown" or "text"; ReadError for any other."""
    suffix = path.suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "docx"
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise ReadError(f"{path}: this is {name}; save it as DOCX, PDF, HTML, Markdown or text")
    if suffix in (".pdf", ".docx"):
        kind = suffix[1:].upper()
        raise ReadError(f"{path}: this is not a {kind} file, or its beginning is lost; save it again from its source")
    if suffix in (".html", ".htm") or _HTML.match(data[:2000].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return _FORMAT_OF_SUFFIX.get(suffix, "text")


def _reader(name: str) -> Callable[[Path, bytes, Findings], Reading]:
    # Imported when needed: each brings a library of its own.
    if name == "pdf":
        from ingest.readers.pdf import read_pdf

        return read_pdf
    if name == "docx":
        from ingest.readers.docx import read_docx

        return read_docx
    if name == "html":
        from ingest.readers.html import read_html

        return read_html
    if name == "markdown":
        from ingest.readers.markdown import read_markdown

        return read_markdown
    from ingest.readers.text import read_text

    return read_text
