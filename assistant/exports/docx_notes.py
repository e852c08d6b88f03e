"""Footnotes of a Word document, which python-docx does not write: their part, and the references to it.

A source's footnote stands on the page that cites it first. The program that opens the document numbers footnotes in
their order, so that sources have to be numbered in the order in which they are cited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Pt

# What a mark is written as in the outline's texts: characters that no text of a plan holds (`clean_text`).
MARK = "\x02{}\x03"
_REFERENCE = "Footnote Reference"
_LINES = (("separator", -1), ("continuationSeparator", 0))  # the rules above notes, which every such part begins with


class Footnotes:
    """The footnotes of one document, made when their source is named for the first time."""

    def __init__(self, document: Any, texts: Mapping[int, str]) -> None:
        self._document, self._texts = document, texts
        self._notes = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for kind, note_id in _LINES:
            self._notes.append(_line(kind, note_id))
        self._made = 0
        _add_styles(document)

    def refer(self, paragraph: Any, number: int) -> None:
        """The mark of that source at the end of the paragraph: a footnote the first time, then its number alone."""
        # Runs of their own: text in the run of a reference is taken for its mark by some programs.
        paragraph.add_run("[", style=_REFERENCE)
        run = paragraph.add_run(style=_REFERENCE)
        if number == self._made + 1 and number in self._texts:
            self._made = number
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(number))
            run._r.append(reference)
            self._notes.append(_note(number, self._texts[number]))
        else:
            run.add_text(str(number))
        paragraph.add_run("]", style=_REFERENCE)

    def attach(self) -> None:
        """Put the notes into the document's package; after the last reference."""
        if not self._made:
            return
        main = self._document.part
        name = PackURI("/word/footnotes.xml")
        xml = serialize_for_reading(self._notes).encode()
        main.relate_to(Part(name, CONTENT_TYPE.WML_FOOTNOTES, xml, main.package), RELATIONSHIP_TYPE.FOOTNOTES)


def _line(kind: str, note_id: int) -> Any:
    return parse_xml(
        f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{note_id}"><w:p><w:pPr><w:spacing w:after="0" '
        f'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    )


def _note(number: int, text: str) -> Any:
    note = parse_xml(
        f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
    )
    note.find(f".//{qn('w:t')}").text = f" {text}"
    return note


def _add_styles(document: Any) -> None:
    text = document.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = document.styles["Normal"], Pt(8)
    text.paragraph_format.space_after = Pt(0)
    document.styles.add_style(_REFERENCE, WD_STYLE_TYPE.CHARACTER).font.superscript = True
