"""Writes one plain text as HTML, DOCX, Markdown and PDF, so that the same content can be read from each."""

from __future__ import annotations

import html
import io
import re
import textwrap
from collections.abc import Sequence

_BULLET = re.compile(r"^\s*[-▶]\s+(.*)$")


def stanzas(text: str) -> list[list[str]]:
    """Lines between blank lines."""
    found: list[list[str]] = [[]]
    for line in text.replace("\xa0", " ").split("\n"):
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return [stanza for stanza in found if stanza]


def is_row(line: str) -> bool:
    return "\t" in line.strip()


def separator(line: str) -> bool:
    return bool(re.fullmatch(r"[\s-]*--[\s-]*", line))


def as_html(text: str, headings: Sequence[str]) -> str:
    """HTML with h2 for the headings, lists, and tables whose cells keep the markup they have."""
    body = []
    for stanza in stanzas(text):
        rows = [line for line in stanza if is_row(line) and not separator(line)]
        items = [m.group(1) for m in map(_BULLET.match, stanza) if m]
        if rows:
            cells = ["".join(f"<td>{cell}</td>" for cell in row.split("\t")) for row in rows]
            body.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
            continue
        for line in stanza:
            if separator(line) or _BULLET.match(line):
                continue
            tag = "h2" if line.strip() in headings else "p"
            body.append(f"<{tag}>{html.escape(_plain(line))}</{tag}>")
        if items:
            body.append("<ul>" + "".join(f"<li>{html.escape(_plain(item))}</li>" for item in items) + "</ul>")
    menu = "<nav><ul><li>Home</li><li>About</li></ul></nav><script>var x = 1;</script>"
    return f"<!doctype html><html><head><title>A page</title></head><body>{menu}{''.join(body)}</body></html>"


def as_markdown(text: str, headings: Sequence[str]) -> str:
    """Markdown with ## before the headings and pipes for the tables."""
    out = []
    for stanza in stanzas(text):
        rows = [line for line in stanza if is_row(line) and not separator(line)]
        if rows:
            cells = [[cell.strip().replace("|", "/") or " " for cell in row.split("\t")] for row in rows]
            out.append("| " + " | ".join(cells[0]) + " |\n|" + "---|" * len(cells[0]))
            out[-1] += "".join("\n| " + " | ".join(row) + " |" for row in cells[1:])
            continue
        lines = []
        for line in stanza:
            item = _BULLET.match(line)
            if line.strip() in headings:
                lines.append(f"\n## {line.strip()}\n")
            elif item:
                lines.append(f"- {item.group(1)}")
            elif not separator(line):
                lines.append(line.strip() + "\n")
        out.append("\n".join(lines))
    return "\n\n".join(out)


def as_docx(text: str, headings: Sequence[str]) -> bytes:
    """A Word file with headings by style, bullets by style and real tables."""
    import docx

    document = docx.Document()
    for stanza in stanzas(text):
        rows = [[_plain(cell) for cell in line.split("\t")] for line in stanza if is_row(line) and not separator(line)]
        if rows:
            table = document.add_table(rows=0, cols=max(map(len, rows)))
            for row in rows:
                cells = table.add_row().cells
                for cell, words in zip(cells, row, strict=False):
                    cell.text = words.replace("• ", "\n• ").strip()
            continue
        for line in stanza:
            item = _BULLET.match(line)
            if line.strip() in headings:
                document.add_heading(line.strip(), level=2)
            elif item:
                document.add_paragraph(_plain(item.group(1)), style="List Bullet")
            elif not separator(line):
                document.add_paragraph(_plain(line))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str, headings: Sequence[str] = (), width: int = 92) -> bytes:
    """A PDF with wrapped lines, headings in larger type, bullets, and rows of tables as paragraphs."""
    lines: list[tuple[str, float, float]] = []  # text, size, space before
    for stanza in stanzas(text):
        gap = 8.0
        if is_row(stanza[0]) and len([line for line in stanza if not separator(line)]) == 1:
            lines += [(_plain(cell), 10.0, 8.0) for cell in stanza[0].split("\t")]
            continue
        for line in stanza:
            if separator(line):
                continue
            item = _BULLET.match(line)
            plain = f"• {_plain(item.group(1))}" if item else _plain(line).replace("\t", ": ")
            size = 15.0 if line.strip() in headings else 10.0
            for part in plain.split("• ") if plain.count("• ") > 1 else [plain]:
                bullet = "• " if plain.count("• ") > 1 and not plain.startswith(part) else ""
                for wrapped in textwrap.wrap(bullet + part, width):
                    lines.append((wrapped, size, gap))
                    gap = 0.0
            gap = 4.0 if len(line) > width else 0.0
    return pdf_of_lines(lines)


def pdf_of_lines(lines: Sequence[tuple[str, float, float]]) -> bytes:
    """A minimal PDF: one font, lines of (text, size, extra space before)."""
    pages: list[list[str]] = [[]]
    y = 800.0
    for text, size, gap in lines:
        y -= size * 1.2 + gap
        if y < 60:
            pages.append([])
            y = 800.0 - size * 1.2
        raw = text.encode("cp1252", "replace").decode("latin-1")
        escaped = raw.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        pages[-1].append(f"BT /F1 {size} Tf 50 {y:.1f} Td ({escaped}) Tj ET")
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        stream = "\n".join(page)
        objects.append(f"<< /Length {len(stream.encode('latin-1'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _assembled(objects)


def _assembled(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def _plain(text: str) -> str:
    text = re.sub(r"<[^>]+>", " ", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("**", "").strip()
