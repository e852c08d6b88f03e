"""An answer in the making: frames and quotes in, numbered citations and Markdown out. Every quote is cut by offset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.answering.shown import LINE_BY_LINE, quoted, quoted_by_line
from assistant.domain import Citation, Document, Passage, Sentence, Support
from assistant.labels import name
from assistant.registry import Registry


@dataclass
class Draft:
    """Collects sentences and the citations that carry them; the same span is cited under one number."""

    documents: Mapping[str, Document]
    registry: Registry
    lines: list[str] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def frame(self, text: str, line: str | None = None) -> None:
        """A sentence of ours around the quotes; it states nothing that would need a source."""
        self.sentences.append(Sentence(text, Support.FRAME))
        self.lines.append(text if line is None else line)

    def supported(self, text: str, passage: Passage, span: tuple[int, int] | None = None, bullet: str = "") -> None:
        """A sentence of ours that the registry bears out, cited to the passage it is about or to a span of it."""
        number = self.cite(passage, *(span or (passage.start, passage.end)))
        self.sentences.append(Sentence(text.replace("**", ""), Support.SUPPORTED, (number,)))
        self.lines.append(f"{bullet}{text} [{number}]")

    def quote(self, passage: Passage, start: int, end: int, before: str = "", bullet: str = "") -> None:
        """A span of a document, shown word for word with its mark."""
        number = self.cite(passage, start, end)
        words, mark = self.citations[number - 1].quote, f"[{number}]"
        self.sentences.append(Sentence(words, Support.QUOTED, (number,)))
        if self.documents[passage.document].edition == "ours":
            self.lines.append(f"{bullet}{before}{' '.join(words.split())} {mark}")
        elif "\n" in words and not bullet and passage.kind in LINE_BY_LINE:
            self.lines.extend(quoted_by_line(words, before, mark))
        else:
            self.lines.append(quoted(words, before, bullet, mark))

    def cite(self, passage: Passage, start: int, end: int) -> int:
        """The number of the citation for that span, new or already given."""
        for known in self.citations:
            if (known.passage, known.start, known.end) == (passage.id, start, end):
                return known.number
        document = self.documents[passage.document]
        unit = self.registry.get(passage.unit)
        citation = Citation(
            number=len(self.citations) + 1,
            passage=passage.id,
            document=document.id,
            title=name(unit) if unit else " - ".join(passage.heading[-1:]) or document.title,
            locator=self._locator(passage, document),
            quote=document.text[start:end],
            start=start,
            end=end,
            unit=passage.unit,
            url=(unit.address if unit else "") or document.address,
        )
        self.citations.append(citation)
        return citation.number

    def _locator(self, passage: Passage, document: Document) -> str:
        unit = self.registry.get(passage.unit)
        page = f", page {passage.page}" if passage.page else ""
        if unit and document.edition == "ours":
            item = f", item {unit.locator.item}" if unit.locator.item else ""
            return f"{document.title}: {unit.locator.heading}{item}"
        return (
            f"{document.title}: {' > '.join(passage.heading)}{page}" if passage.heading else f"{document.title}{page}"
        )

    def blank(self) -> None:
        """A paragraph break."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def markdown(self) -> str:
        """The text so far, with `[n]` marks."""
        return "\n".join(self.lines).strip()
