"""From a case's gold to places in whichever edition is indexed: the same case scores ours and official texts alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.domain import Document, Passage
from assistant.words import sentences
from evals.cases import Span
from evals.spans import Place, Stretch


class GoldPlaces:
    """Where each unit is stated in the documents of one index.

    In our edition that is the unit's own passage. In an official text it is the sentence that holds its anchor words,
    for a passage of an official text may state several units; where no anchor is found, the passage linked to it.
    """

    def __init__(
        self, documents: Mapping[str, Document], passages: Iterable[Passage], anchors: Sequence[Span] = ()
    ) -> None:
        self._documents = documents
        self._sentences: dict[str, list[tuple[int, int]]] = {}
        self._places: dict[str, Place] = {}
        for anchor in anchors:
            self._add(anchor.unit, self.locate(anchor))
        anchored = {unit: {s.document for s in place} for unit, place in self._places.items()}
        for passage in passages:
            if passage.unit and passage.document not in anchored.get(passage.unit, ()):
                self._add(passage.unit, (Stretch(passage.document, passage.start, passage.end),))

    def of(self, units: Iterable[str], spans: Sequence[Span] = ()) -> dict[str, Place]:
        """The places of those units, and of a case's own spans, that these documents hold."""
        own = {span.unit: self.locate(span) for span in spans}
        found = {unit: own.get(unit) or self._places.get(unit, ()) for unit in sorted({*units, *own})}
        return {unit: place for unit, place in found.items() if place}

    def locate(self, span: Span) -> Place:
        """The sentences that hold the words of the span, wherever these stand in its document; none in our edition."""
        document = self._documents.get(span.document)
        if document is None or document.edition == "ours":
            return ()
        return tuple(
            self._sentence_around(document, match.start(), match.end())
            for match in _words_pattern(span.text).finditer(document.text)
        )

    def _sentence_around(self, document: Document, start: int, end: int) -> Stretch:
        if document.id not in self._sentences:
            self._sentences[document.id] = sentences(document.text)
        touched = [(a, b) for a, b in self._sentences[document.id] if a < end and start < b]
        return Stretch(document.id, min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)]))

    def _add(self, unit: str, place: Place) -> None:
        self._places[unit] = (*self._places.get(unit, ()), *place)


def _words_pattern(text: str) -> re.Pattern[str]:
    """The words with any space or emphasis between them, whatever their case and the form of their apostrophes."""
    words = [re.escape(word).replace("’", "'").replace("'", "['’]") for word in text.replace("*", " ").split()]
    return re.compile(r"[\s*]+".join(words), re.IGNORECASE)
