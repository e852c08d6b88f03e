"""A plan as a Word document in the toolkit's layout: wide pages, tables with guiding questions, pictures, footnotes."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.exports.docx_notes import MARK, Footnotes
from assistant.exports.outline import Block, Heading, Paragraph, Picture, Table, outline
from assistant.exports.pictures import draw
from assistant.exports.sheets import ABOUT
from assistant.exports.sources import Numbered, Texts
from assistant.planning.plan import Plan

_PAGE, _MARGIN = (29.7, 21.0), 1.8
_HEADER, _GUIDES = "1F4E5F", "E9F1F3"
_MARKS = re.compile(MARK.format(r"(\d+)"))
MOST_TITLE = 255  # of a document's properties


def write_docx(plan: Plan, texts: Texts) -> bytes:
    """An A4 document on its side; a table's header is repeated on every page that the table runs over."""
    document = Document()
    _set_up(document, plan)
    first = _as_cited(plan, texts)
    sources = Numbered(plan, texts, first).sources
    notes = Footnotes(document, {source.number: source.line for source in sources})
    for block in outline(plan, texts, MARK, first):
        _add(document, block, plan, notes)
    notes.attach()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _as_cited(plan: Plan, texts: Texts) -> tuple[str, ...]:
    """The ids of the sources in the order in which the document cites them: that of its footnotes' numbers."""
    ids = {source.number: source.id for source in Numbered(plan, texts).sources}
    words = (text for block in outline(plan, texts, MARK) for text in _texts(block))
    return tuple(dict.fromkeys(ids[int(number)] for text in words for number in _MARKS.findall(text)))


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Table):
        return tuple(text for row in block.rows for text in row)
    return (block.text,) if isinstance(block, Paragraph) else ()


def _set_up(document: Any, plan: Plan) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_PAGE[0]), Cm(_PAGE[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
    section.footer.paragraphs[0].text = ABOUT
    section.footer.paragraphs[0].runs[0].font.size = Pt(8)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10)
    properties = document.core_properties
    properties.title, properties.comments = plan.title[:MOST_TITLE], ABOUT
    properties.author, properties.language = "", plan.language


def _add(document: Any, block: Block, plan: Plan, notes: Footnotes) -> None:
    if isinstance(block, Heading):
        document.add_heading(block.text, block.level)
    elif isinstance(block, Paragraph):
        style = {"plain": None, "notice": "Intense Quote", "item": "List Bullet"}[block.style]
        _write(document.add_paragraph(style=style), block.text, notes)
    elif isinstance(block, Table):
        _table(document, block, notes)
    else:
        _picture(document, block, plan)


def _write(paragraph: Any, text: str, notes: Footnotes) -> list[Any]:
    """The text with its marks as references; gives the runs of the text between them."""
    runs = []
    for at, part in enumerate(_MARKS.split(text)):
        if at % 2:
            notes.refer(paragraph, int(part))
        elif part:
            runs.append(paragraph.add_run(part))
    return runs


def _table(document: Any, block: Table, notes: Footnotes) -> None:
    table = document.add_table(rows=0, cols=len(block.header))
    table.style = "Table Grid"
    _row(table, block.header, notes, _HEADER, bold=True, repeated=True)
    if block.guides:
        _row(table, block.guides, notes, _GUIDES, italic=True, repeated=True)
    for row in block.rows:
        _row(table, row, notes)
    document.add_paragraph()


def _row(
    table: Any,
    texts: tuple[str, ...],
    notes: Footnotes,
    fill: str = "",
    *,
    bold: bool = False,
    italic: bool = False,
    repeated: bool = False,
) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    # A row is not torn in two by the end of a page, and what heads the table stands on each of its pages.
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, text in zip(row.cells, texts, strict=True):
        for run in _write(cell.paragraphs[0], text, notes):
            run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(9)
            if fill == _HEADER:
                run.font.color.rgb = RGBColor(255, 255, 255)
        if fill:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), fill)
            cell._tc.get_or_add_tcPr().append(shade)


def _picture(document: Any, block: Picture, plan: Plan) -> None:
    drawn = draw(block.kind, plan)
    shape = document.add_picture(io.BytesIO(drawn.png), width=Cm(20))
    shape._inline.docPr.set("descr", drawn.alt)
    shape._inline.docPr.set("title", block.caption)
    document.add_paragraph(block.caption, "Caption")
