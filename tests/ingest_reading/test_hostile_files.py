"""Broken and hostile files end in a ReadError that names the file and the cure, quickly, and never in anything else."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from assistant.errors import ReadError
from ingest.prepare import MAX_FILE_BYTES, prepare
from tests.ingest_reading.formats import as_docx, pdf_of_lines

PDF = pdf_of_lines([("A line of words in a PDF file.", 10.0, 0.0)] * 20)


def fails(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError) as caught:
        prepare(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.md", b" \n\t\n ", "no text"),
        ("a.html", b"<html><script>x</script></html>", "no text"),
        ("a.txt", b"words\0\0words", "NUL"),
        ("a.txt", bytes(range(1, 32)) * 50, "control characters"),
        ("a.txt", b"\xff\xfe\x00\xd8\x00\xd8", "UTF-16"),
        ("a.txt", "слово и дело, да и только".encode("koi8-r") * 20, "UTF-8"),
        ("a.txt", b"\x81\x8d\x9d\xc3\x28" * 100, "UTF-8"),
        ("a.pdf", b"just words, no PDF", "not a PDF"),
        ("a.pdf", PDF[: len(PDF) // 3], "PDF"),
        ("a.pdf", b"%PDF-1.4\n" + b"\x00\xff" * 500, "PDF"),
        ("a.pdf", pdf_of_lines([]), "OCR"),
        ("a.docx", b"just words", "not a DOCX"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 200, "damaged"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old Office"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image"),
        ("a.rtf", b"{\\rtf1 words}", "RTF"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    assert says in fails(tmp_path, name, content)


def test_a_file_that_is_not_there_or_a_folder_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        prepare(tmp_path / "gone.txt")
    with pytest.raises(ReadError, match="folder"):
        prepare(tmp_path)


def test_a_file_of_200_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    start = time.process_time()
    with pytest.raises(ReadError, match=f"more than the {MAX_FILE_BYTES // 1_000_000} MB"):
        prepare(path)
    assert time.process_time() - start < 0.2


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = zipped({"word/document.xml": b" " * 30_000_000})
    assert "zip bomb" in fails(tmp_path, "bomb.docx", bomb)


def test_archives_that_are_no_word_files_are_refused_whatever_their_name(tmp_path: Path) -> None:
    archive = zipped({"notes.txt": b"words"})
    assert "not a Word file" in fails(tmp_path, "a.docx", archive)
    assert "not a Word file" in fails(tmp_path, "a.pdf", archive)
    assert "damaged" in fails(tmp_path, "b.docx", zipped({"word/document.xml": b"<broken"}))


def test_a_word_file_cut_off_anywhere_is_a_read_error(tmp_path: Path) -> None:
    whole = as_docx("A title\n\nSome words in a row.\n", ["A title"])
    for share in (0.1, 0.5, 0.9, 0.99):
        fails(tmp_path, "cut.docx", whole[: int(len(whole) * share)])


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PDF)))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert "encrypted" in fails(tmp_path, "locked.pdf", buffer.getvalue())


@pytest.mark.parametrize(
    "content",
    ["<!--" * 50_000, "<a " * 50_000, "<![CDATA[" * 20_000, "<div>" * 5_000 + "x", "<table><tr><td>" * 2_000 + "x",
     "<b><p>x" * 3_000, "&#" * 50_000],
)  # fmt: skip
def test_html_left_open_is_read_in_time(tmp_path: Path, content: str) -> None:
    path = tmp_path / "open.html"
    path.write_text(f"<p>Some words first.</p>{content}", encoding="utf-8")
    start = time.process_time()
    assert "Some words first." in prepare(path).document.text
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "unit", ["[", "*", "_a ", "[a](b ", ">", "- x\n", "a\tb\n", "A. ", "1\n", "```\n", "|a|\n", "<"]
)
def test_text_of_one_thing_repeated_is_read_in_time(tmp_path: Path, unit: str) -> None:
    for name in ("odd.txt", "odd.md"):
        path = tmp_path / name
        path.write_text("Some words first.\n\n" + unit * 20_000, encoding="utf-8")
        start = time.process_time()
        assert prepare(path).passages
        assert time.process_time() - start < 10
