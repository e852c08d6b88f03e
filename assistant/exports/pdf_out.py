"""A plan as a PDF file: the same parts as the Word document, for those who only read and print."""

from __future__ import annotations

import io
from importlib.resources import files
from itertools import zip_longest
from typing import Any

from fpdf import FPDF
from fpdf.fonts import FontFace

from assistant.exports.outline import Block, Heading, Paragraph, Picture, Table, outline
from assistant.exports.pictures import draw
from assistant.exports.sheets import ABOUT
from assistant.exports.sources import Texts
from assistant.planning.plan import Plan

_FONT, _MARGIN, _LINE = "OpenSans", 15, 4.4
_PADDING = 1
# Lines of a table's cell that fit on a page below its header, and characters that take fewer in the narrowest column.
_MOST_LINES, _ALWAYS_FITS = 20, 250
_SIZES = {1: 18, 2: 13, 3: 10.5}
_TEXT, _CELL, _FOOT = 9.5, 8, 7
_INK, _ACCENT, _PALE = (27, 42, 48), (31, 78, 95), (233, 241, 243)


class _Page(FPDF):  # type: ignore[misc]  # the library has no types here
    """A4 on its side, with the notice and the page's number at the foot of every page."""

    def footer(self) -> None:
        self.set_y(-11)
        self.set_font(_FONT, size=_FOOT)
        self.set_text_color(*_INK)
        self.cell(0, 5, ABOUT)
        self.set_x(self.l_margin)
        self.cell(0, 5, f"{self.page_no()}", align="R")

    def shown(self, text: str) -> str:
        """The text in letters that the font has; a question mark stands for any other."""
        known = self.fonts[_FONT.lower()].cmap
        return "".join(sign if sign == "\n" or ord(sign) in known else "?" for sign in text.replace("\t", " "))


def write_pdf(plan: Plan, texts: Texts) -> bytes:
    """Text that can be searched and copied; letters of scripts that the font lacks become question marks."""
    page = _Page("landscape", "mm", "A4")
    for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Italic")):
        page.add_font(_FONT, style, str(files("ttf_opensans") / "ttf" / f"OpenSans-{name}.ttf"))
    page.set_margins(_MARGIN, _MARGIN)
    page.set_auto_page_break(True, _MARGIN)
    page.set_title(plan.title)
    page.set_subject(ABOUT)
    page.set_lang(plan.language)
    page.set_text_color(*_INK)
    page.set_draw_color(160, 180, 188)
    page.add_page()
    for block in outline(plan, texts):
        _add(page, block, plan)
    return bytes(page.output())


def _add(page: Any, block: Block, plan: Plan) -> None:
    if isinstance(block, Heading):
        _heading(page, block)
    elif isinstance(block, Paragraph):
        _paragraph(page, block)
    elif isinstance(block, Table):
        _table(page, block)
    else:
        _picture(page, block, plan)


def _heading(page: Any, block: Heading) -> None:
    size = _SIZES[block.level]
    # Never the last thing on a page.
    if page.get_y() > page.h - 45:
        page.add_page()
    page.ln(2 if block.level > 1 else 0)
    page.set_font(_FONT, "B", size)
    page.set_text_color(*_ACCENT)
    page.start_section(page.shown(block.text[:200]), block.level - 1)
    page.multi_cell(0, size * 0.5, page.shown(block.text), new_x="LMARGIN", new_y="NEXT", align="L")
    page.set_text_color(*_INK)
    page.ln(1)


def _paragraph(page: Any, block: Paragraph) -> None:
    page.set_font(_FONT, "I" if block.style == "notice" else "", _TEXT)
    if block.style == "item":
        page.cell(4, _LINE + 0.6, "•")
    page.multi_cell(0, _LINE + 0.6, page.shown(block.text), new_x="LMARGIN", new_y="NEXT", align="L")
    page.ln(1)


def _table(page: Any, block: Table) -> None:
    page.set_font(_FONT, "", _CELL)
    heads = [tuple(map(page.shown, row)) for row in (block.header, block.guides) if row]
    header = FontFace(emphasis="B", color=(255, 255, 255), fill_color=_ACCENT)
    guides = FontFace(emphasis="I", color=_INK, fill_color=_PALE)
    shape = {"line_height": _LINE, "padding": _PADDING, "text_align": "L", "v_align": "T"}
    with page.table(num_heading_rows=len(heads), headings_style=header, **shape) as table:
        body = [piece for row in block.rows for piece in _pieces(page, row)]
        for number, row in enumerate([*heads, *body]):
            line = table.row()
            for text in row:
                line.cell(text, style=guides if number == 1 and block.guides else None)
    page.ln(3)


def _pieces(page: Any, row: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The row, or the rows that carry it on where it is too high for one page."""
    width = page.epw / len(row) - 2 * _PADDING
    cells = [_parts(page, page.shown(text), width) for text in row]
    return list(zip_longest(*cells, fillvalue=""))


def _parts(page: Any, text: str, width: float) -> list[str]:
    if len(text) < _ALWAYS_FITS and text.count("\n") < _MOST_LINES // 2:
        return [text]
    lines = page.multi_cell(width, _LINE, text, dry_run=True, output="LINES", align="L")
    return ["\n".join(lines[at : at + _MOST_LINES]) for at in range(0, len(lines), _MOST_LINES)]


def _picture(page: Any, block: Picture, plan: Plan) -> None:
    drawn = draw(block.kind, plan)
    width = 190.0
    height = width * drawn.size[1] / drawn.size[0]
    room = page.h - 2 * _MARGIN - 8
    if height > room:
        width, height = width * room / height, room
    if page.get_y() + height + 8 > page.h - _MARGIN:
        page.add_page()
    page.image(io.BytesIO(drawn.png), w=width, h=height, alt_text=drawn.alt)
    page.set_font(_FONT, "I", _CELL)
    page.cell(0, 5, block.caption, new_x="LMARGIN", new_y="NEXT")
    page.ln(2)
