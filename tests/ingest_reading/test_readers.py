"""Each format keeps what it knows: pages, headings, tables, raised marks; and leaves menus and scripts out."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from assistant.domain import Document
from ingest.prepare import READABLE_SUFFIXES, Prepared, prepare
from tests.ingest_reading.formats import pdf_of_lines


def read(tmp_path: Path, name: str, content: bytes | str) -> Prepared:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return prepare(path)


def test_html_keeps_headings_lists_and_tables_and_leaves_menus_out(tmp_path: Path) -> None:
    page = (
        "<html><head><title>T</title><style>p{}</style></head><body><nav><a href='/'>Home</a></nav><h1>Mills</h1>"
        "<p>They grind.<sup>3</sup> About 10<sup>6</sup> exist.</p><script>alert(1)</script>"
        "<h2>Kinds</h2><ol><li>Wind<li>Water</ol>"
        "<table><tr><th>Mill</th><th>Use</th></tr><tr><td>Post</td><td><ul><li>Corn<li>Malt</ul></td></tr></table>"
        "</body></html>"
    )
    prepared = read(tmp_path, "mills.html", page)
    assert prepared.document.text == (
        "Mills\n\nThey grind. About 10⁶ exist.\n\nKinds\n\n1. Wind\n2. Water\n\nMill: Post - Use:\n- Corn\n- Malt"
    )
    assert prepared.document.title == "Mills"
    assert prepared.passages[-1].heading == ("Mills", "Kinds")


def test_docx_keeps_styles_tables_and_raised_marks(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Mills", level=1)
    paragraph = document.add_paragraph("They grind.")
    paragraph.add_run("12").font.superscript = True
    document.add_paragraph("Wind", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("Mill", "Use", "Post", "Corn"), strict=True):
        cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    prepared = read(tmp_path, "mills.docx", buffer.getvalue())
    assert prepared.document.text == "Mills\n\nThey grind.\n\n- Wind\n\nMill: Post - Use: Corn"
    assert any("reference mark 12" in finding.what for finding in prepared.findings)


def test_pdf_keeps_pages_and_drops_running_heads(tmp_path: Path) -> None:
    lines = []
    for page, animal in enumerate(("goose", "horse", "cow", "cat"), 1):
        new_page = 2_000.0 if page > 1 else 0.0
        lines += [(f"Annual report {page}", 9.0, new_page), (f"Part {'ABCD'[page - 1]}", 16.0, 12.0)]
        lines += [
            (f"The {animal} of {place} was fed.", 10.0, 24.0) for place in ("Ulm", "Lund", "Bath", "Nice", "Rome")
        ]
    prepared = read(tmp_path, "report.pdf", pdf_of_lines(lines))
    pages = {p.page for p in prepared.passages}
    assert pages == {1, 2, 3, 4}
    assert "Annual report" not in prepared.document.text
    assert {p.heading for p in prepared.passages} == {("Part A",), ("Part B",), ("Part C",), ("Part D",)}


def test_markdown_front_matter_gives_the_title_only(tmp_path: Path) -> None:
    prepared = read(tmp_path, "a.md", "---\ntitle: Old mills\ntags: x\n---\n\nThey grind corn.\n")
    assert prepared.document.title == "Old mills"
    assert prepared.document.text == "They grind corn."


def test_the_name_gives_id_and_title_where_nothing_else_does(tmp_path: Path) -> None:
    prepared = read(tmp_path, "Über_alte Mühlen.txt", "they grind corn in the valley, and have done so for long.")
    assert prepared.document.id == "uber-alte-muhlen"
    assert prepared.document.title == "Über alte Mühlen"
    assert prepared.document.edition == "other"


def test_a_given_document_keeps_its_identity(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("Mills\n\nThey grind corn.", encoding="utf-8")
    given = Document("mills", "On mills", "", "", edition="official", publisher="P", path="kept.txt")
    document = prepare(path, document=given).document
    assert (document.id, document.title, document.edition, document.publisher) == ("mills", "On mills", "official", "P")
    assert len(document.digest) == 64
    assert document.path == "kept.txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_texts_in_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    words = "The mill’s café serves crêpes – and old Gruyère cheese.\r\nIt closes at six.\r\n"
    prepared = read(tmp_path, "mill.txt", words.encode(encoding))
    assert "café serves crêpes – and" in prepared.document.text
    doubted = any(f.kind == "doubted" for f in prepared.findings)
    assert doubted == (encoding == "cp1252")


def test_the_content_decides_what_a_file_is(tmp_path: Path) -> None:
    pdf = pdf_of_lines([("A PDF in disguise says these words.", 10.0, 0.0)])
    prepared = read(tmp_path, "note.txt", pdf)
    assert "in disguise" in prepared.document.text
    assert any("content is pdf" in f.what for f in prepared.findings)
    assert "words" in read(tmp_path, "page.txt", "<!DOCTYPE html><p>Some words.</p>").document.text


def test_readable_suffixes_are_those_documented() -> None:
    assert {".md", ".txt", ".html", ".docx", ".pdf"} <= READABLE_SUFFIXES
