"""Passages along the structure of a text: never across headings, not inside a sentence, lists under their lead-in."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain import Passage
from ingest.layout import Layout, Piece
from ingest.sentences import sentences

SPLITTER_VERSION = "1"

LONGEST = 800  # characters of a passage; the embedder reads 256 tokens, about 1,000 characters
LONGEST_ROSTER = 2_400  # a roster cut from its heading answers nothing, so it may be longer
TOO_SMALL = 80  # a tail shorter than this joins the passage before it

_FAMILY = {"item": "list", "entry": "roster", "row": "table", "reference": "references"}
_SOFT_END = re.compile(r"[;,:]\s|\s")


@dataclass(frozen=True, slots=True)
class Link:
    """A span that states a unit."""

    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Atom:
    """The smallest piece that a passage is made of. `leads`: belongs with the list behind it."""

    start: int
    end: int
    kind: str
    leads: bool = False


def split(layout: Layout, document: str, links: Sequence[Link] = ()) -> tuple[Passage, ...]:
    """Passages in the order of the text. Linked spans are passages of kind "unit"; the rest is packed around them."""
    passages: list[Passage] = []
    ordered = sorted(links, key=lambda link: (link.start, link.end))
    index = 0
    for section in _sections(layout.pieces):
        last = section[-1].end
        within = []
        while index < len(ordered) and ordered[index].start < last:
            within.append(ordered[index])
            index += 1
        passages += _section(layout.text, section, document, within)
    return _identified(passages, layout.text)


def _sections(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    section: list[Piece] = []
    for piece in pieces:
        if section and piece.section != section[0].section:
            yield section
            section = []
        section.append(piece)
    if section:
        yield section


def _section(text: str, pieces: list[Piece], document: str, links: Sequence[Link]) -> list[Passage]:
    path = pieces[-1].path
    ends = [piece.end for piece in pieces]
    made = []
    for link in links:
        page = pieces[bisect_right(ends, link.start)].page
        made.append(
            Passage("", document, path, text[link.start : link.end], link.start, link.end, "unit", page, link.unit)
        )
    body = [piece for piece in pieces if piece.kind != "heading"]
    atoms = list(_atoms(text, body, links))
    for run in _runs(atoms, links):
        for start, end, kind in _packed(text, run):
            page = pieces[bisect_right(ends, start)].page
            made.append(Passage("", document, path, text[start:end], start, end, kind, page))
    return sorted(made, key=lambda passage: (passage.start, passage.end))


def _atoms(text: str, pieces: Sequence[Piece], links: Sequence[Link]) -> Iterator[_Atom]:
    """Items, rows and entries whole; paragraphs whole when short and free of links, else sentence by sentence."""
    spans = [(link.start, link.end) for link in links]
    at = 0
    for number, piece in enumerate(pieces):
        while at < len(spans) and spans[at][1] <= piece.outer:
            at += 1
        touched = [span for span in spans[at : at + 200] if span[0] < piece.end and span[1] > piece.outer]
        kind = _FAMILY.get(piece.kind, "text")
        following = pieces[number + 1].kind if number + 1 < len(pieces) else ""
        leads = kind == "text" and (text[piece.end - 1] == ":" or text[piece.end - 1] == "?") and following == "item"
        if any(start <= piece.start and end >= piece.end for start, end in touched):
            continue
        if not touched and piece.end - piece.outer <= LONGEST:
            yield _Atom(piece.outer, piece.end, kind, leads)
            continue
        parts = list(_parts(text, piece))
        for index, (start, end) in enumerate(parts):
            if any(low <= start and high >= end for low, high in touched):
                continue
            yield _Atom(start, end, kind, leads and index == len(parts) - 1)


def _parts(text: str, piece: Piece) -> Iterator[tuple[int, int]]:
    """Sentences of a piece, or lines of code; what is still too long is cut at a comma or a space."""
    whole = text[piece.outer : piece.end]
    spans = sentences(whole) if piece.kind != "code" else _code_lines(whole)
    for start, end in spans:
        while end - start > LONGEST:
            cut = _cut(whole, start, start + LONGEST)
            yield piece.outer + start, piece.outer + len(whole[:cut].rstrip())
            start = cut
        if whole[start:end].strip():
            yield piece.outer + start, piece.outer + end


def _code_lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _cut(text: str, start: int, end: int) -> int:
    ends = [match.end() for match in _SOFT_END.finditer(text, start + (end - start) // 2, end)]
    commas = [at for at in ends if text[at - 2 : at - 1] in (",", ";", ":")]
    return (commas or ends or [end])[-1]


def _runs(atoms: Iterable[_Atom], links: Sequence[Link]) -> Iterator[list[_Atom]]:
    """Atoms with no linked span between them. A span inside an atom does not part it from its neighbours."""
    starts = sorted(link.start for link in links)
    run: list[_Atom] = []
    at = 0
    for atom in atoms:
        while at < len(starts) and run and starts[at] < run[-1].end:
            at += 1
        if run and at < len(starts) and starts[at] < atom.start:
            yield run
            run = []
        while at < len(starts) and starts[at] < atom.start:
            at += 1
        run.append(atom)
    if run:
        yield run


def _packed(text: str, atoms: Sequence[_Atom]) -> Iterator[tuple[int, int, str]]:
    """Atoms put together up to the longest passage; a lead-in goes with its list, a roster stays whole."""
    packs: list[list[_Atom]] = []
    for group in _groups(atoms):
        longest = LONGEST_ROSTER if group[-1].kind == "roster" else LONGEST
        fits = packs and group[-1].end - packs[-1][0].start <= longest and _mixes(packs[-1][-1], group[0])
        if fits:
            packs[-1] += group
            continue
        for atom in group:
            if packs and atom is not group[0] and atom.end - packs[-1][0].start <= longest:
                packs[-1].append(atom)
            else:
                packs.append([atom])
    packs = _tails_joined(packs)
    for pack in packs:
        kinds = {atom.kind for atom in pack}
        kind = kinds.pop() if len(kinds) == 1 else ("list" if "list" in kinds else "text")
        if any(char.isalnum() for char in text[pack[0].start : pack[-1].end]):
            yield pack[0].start, pack[-1].end, kind


def _groups(atoms: Sequence[_Atom]) -> Iterator[list[_Atom]]:
    """A lead-in with the items behind it, a roster, a reference; else atom by atom."""
    group: list[_Atom] = []
    for atom in atoms:
        joins = group and (
            (atom.kind == "list" and (group[-1].leads or group[-1].kind == "list"))
            or (atom.kind == group[-1].kind == "roster")
        )
        if group and not joins:
            yield group
            group = []
        group.append(atom)
    if group:
        yield group


def _mixes(before: _Atom, atom: _Atom) -> bool:
    if "references" in (before.kind, atom.kind):
        return False
    if "table" in (before.kind, atom.kind) or "roster" in (before.kind, atom.kind):
        return before.kind == atom.kind
    return True


def _tails_joined(packs: list[list[_Atom]]) -> list[list[_Atom]]:
    joined: list[list[_Atom]] = []
    for pack in packs:
        small = pack[-1].end - pack[0].start < TOO_SMALL
        if joined and small and _mixes(joined[-1][-1], pack[0]) and pack[-1].end - joined[-1][0].start <= LONGEST * 1.2:
            joined[-1] += pack
        else:
            joined.append(pack)
    return joined


def _identified(passages: Sequence[Passage], text: str) -> tuple[Passage, ...]:
    """Ids from document, heading, unit and text, so that they outlive changes elsewhere in the file."""
    seen: dict[str, int] = {}
    found = []
    for passage in passages:
        content = "\x1f".join((passage.document, *passage.heading, passage.unit or "", passage.text))
        count = seen[content] = seen.get(content, 0) + 1
        digest = hashlib.sha256(f"{content}\x1f{count}".encode("utf-8", "surrogatepass")).hexdigest()
        found.append(replace(passage, id=digest[:16]))
    return tuple(found)
