"""Other ways to cut a text: every stretch resolves, nothing is lost, sizes are kept."""

from itertools import pairwise

import pytest

from assistant.domain import Document, Passage
from evals.chunkers import CHUNKERS, OVERLAP, SECTION, WINDOW, chunk, paragraphs, windows

TEXT = "\n\n".join(
    [
        "Heading",
        *(f"Paragraph {n} says something of its own. It has a second sentence, too." * 3 for n in range(20)),
    ]
)
DOCUMENTS = {"d": Document("d", "D", TEXT, "x")}


def _passages():
    starts = [at for at in range(len(TEXT)) if TEXT.startswith("Paragraph", at)]
    spans = [*pairwise(starts), (starts[-1], len(TEXT))]
    return [
        Passage(f"p{n}", "d", ("A" if n < 30 else "B",), TEXT[a:b].rstrip(), a, a + len(TEXT[a:b].rstrip()))
        for n, (a, b) in enumerate(spans)
    ]


@pytest.mark.parametrize("name", CHUNKERS)
def test_every_piece_is_a_slice_of_its_document_and_no_word_is_lost(name):
    pieces = chunk(name, DOCUMENTS, _passages())
    assert all(DOCUMENTS[p.document].text[p.start : p.end] == p.text for p in pieces)
    held = {at for p in pieces for at in range(p.start, p.end)}
    lost = "".join(c for at, c in enumerate(TEXT) if at not in held)
    assert lost.replace("Heading", "").strip() == ""


def test_windows_are_no_longer_than_said_and_share_their_edges():
    cut = list(windows(TEXT))
    assert max(end - start for start, end in cut) <= WINDOW
    assert all(0 < end - start <= OVERLAP for (_, end), (start, _) in pairwise(cut))
    assert cut[-1][1] == len(TEXT)


def test_a_text_without_spaces_is_cut_all_the_same():
    assert list(windows("x" * 2500)) == [(0, 1000), (1000, 2000), (2000, 2500)]


def test_a_short_paragraph_goes_with_the_next():
    first = next(iter(paragraphs(TEXT)))
    assert TEXT[slice(*first)].startswith("Heading\n\nParagraph 0")


def test_sections_stay_under_one_heading_and_near_their_size():
    pieces = chunk("sections", DOCUMENTS, _passages())
    assert {p.heading for p in pieces} == {("A",), ("B",)}
    longest = max(len(p.text) for p in _passages())
    assert max(len(p.text) for p in pieces) <= SECTION + longest
