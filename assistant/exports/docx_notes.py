"""Footnotes of a Word document, which python-docx does not write: their part, and references under marks of our own.

A source's footnote stands on the page that names it first and bears the number that it has in the list of sources.
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
_LINES = (("separator", -1), ("continuationSeparator", 0))  # the rules above notes, which every such part begins with
_FIRST_ID = 1


class Footnotes:
    """The footnotes of one document, made when their source is named for the first time."""

    def __init__(self, document: Any, texts: Mapping[int, str]) -> None:
        self._document, self._texts = document, texts
        self._notes = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for kind, note_id in _LINES:
            self._notes.append(_line(kind, note_id))
        self._known: set[int] = set()
        _add_styles(document)

    def refer(self, paragraph: Any, number: int) -> None:
        """The mark of that source at the end of the paragraph, with its footnote where it is the first one."""
        run = paragraph.add_run(style="Footnote Reference")
        if number not in self._known and number in self._texts:
            self._known.add(number)
            note_id = _FIRST_ID + len(self._known) - 1
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:customMarkFollows"), "1")
            reference.set(qn("w:id"), str(note_id))
            run._r.append(reference)
            self._notes.append(_note(note_id, number, self._texts[number]))
        run.add_text(f"[{number}]")

    def attach(self) -> None:
        """Put the notes into the document's package; after the last reference."""
        if not self._known:
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


def _note(note_id: int, number: int, text: str) -> Any:
    note = parse_xml(
        f'<w:footnote {nsdecls("w")} w:id="{note_id}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
    )
    note.find(f".//{qn('w:t')}").text = f"[{number}] {text}"
    return note


def _add_styles(document: Any) -> None:
    text = document.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = document.styles["Normal"], Pt(8)
    text.paragraph_format.space_after = Pt(0)
    document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
