"""Links spans of a text to the units of the registry that they state.

Units that form a list are matched as a list: a list in the text with as many members, under a heading like theirs,
whose members agree in order by their words. Where only the words agree, or only the place, the weaker sign must be
made up by the other. Other units go to the sentences that share most with them. What is found by neither stays with
our wording, and is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.domain import Unit
from ingest.findings import Findings
from ingest.layout import Layout
from ingest.sentences import sentences
from ingest.similar import heading_similarity, weights, words
from ingest.spans import Listing, Span, lists, statements
from ingest.split import Link

# Chosen on the two official texts, in five formats and with their headings renamed (tests/ingest_reading).
LIST_BY_PLACE = 0.22  # mean likeness that a list under a matching heading needs
LIST_BY_WORDS = 0.38  # ... and one under any heading
MEMBER_OF_LIST = 0.12  # likeness below which a member of an accepted list is doubted
STATEMENT = 0.44  # likeness that a single statement needs, its heading counted in
HOME = 0.2  # what a matching heading adds to it
ALONE = 0.08  # ... and what it adds when a single statement stands under that heading
HEADING_FITS = 0.55


@dataclass(slots=True)
class _Wording:
    """The words of a unit: `own` in title and text, `core` in title and first sentence, `asked` in its questions."""

    unit: Unit
    title: frozenset[str]
    core: frozenset[str]
    own: frozenset[str]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Match:
    rating: float
    mean: float
    spans: tuple[Span | None, ...]


class Linker:
    """Links the units of one document to one text."""

    def __init__(self, layout: Layout, units: Sequence[Unit]) -> None:
        self.text = layout.text
        self.units = [_worded(unit) for unit in units]
        self.listings = [listing for listing in lists(layout) if len(listing.spans) >= 2]
        found = [(span, joined) for span, joined in statements(layout) if not self._only_leads_in(span)]
        self.pieces = [Span(p.start, p.end, p.path, p.kind) for p in layout.pieces if p.kind != "code"]
        self.statements = [span for span, _ in found]
        self.joined = {(span.start, span.end): joined for span, joined in found}
        self.under = Counter(span.path for span in self.statements)
        self._bags: dict[tuple[int, int], frozenset[str]] = {}
        single = (self.bag(span) for span in self.statements if span.kind != "text")
        self.weight = weights([*(w.own for w in self.units), *single, *(self.bag(s) for s in self.statements)])

    def _only_leads_in(self, span: Span) -> bool:
        return self.text[span.end - 1] == ":" and span.end - span.start < 80

    def bag(self, span: Span) -> frozenset[str]:
        """The words of a span."""
        key = (span.start, span.end)
        if key not in self._bags:
            self._bags[key] = frozenset(words(self.text[span.start : span.end]))
        return self._bags[key]

    def likeness(self, wording: _Wording, span: Span) -> float:
        """How much of the span's words the unit has, and of the unit's the span; 0 to 1."""
        bag = self.bag(span)
        shared = self._sum(bag & wording.own)
        total = self._sum(bag)
        if not total:
            return 0.0
        of_span = (shared + 0.5 * self._sum(bag & (wording.asked - wording.own))) / total
        of_title = self._sum(bag & wording.title) / max(0.1, self._sum(wording.title))
        of_unit = shared / max(0.1, self._sum(wording.own))
        best = max(of_unit, 0.5 * (of_title + of_unit))
        return 2 * of_span * best / (of_span + best) if of_span + best else 0.0

    def _sum(self, bag: Iterable[str]) -> float:
        return sum(self.weight.get(word, 2.0) for word in bag)

    def list_match(self, members: Sequence[_Wording]) -> _Match | None:
        """The list of the text that states the members in order."""
        best: _Match | None = None
        for listing in self.listings:
            match = self._rated(members, listing)
            if match and (best is None or match.rating > best.rating):
                best = match
        return best if best and None not in best.spans else self._window_match(members) or best

    def _window_match(self, members: Sequence[_Wording]) -> _Match | None:
        """Members in pieces that follow each other, whatever those were taken for: headings, entries or text."""
        best: _Match | None = None
        size = len(members)
        for start in range(len(self.pieces) - size + 1):
            if self.likeness(members[0], self.pieces[start]) < LIST_BY_PLACE:
                continue
            spans = tuple(self.pieces[start : start + size])
            match = self._rated(members, Listing(spans[0].path, spans, "mixed"))
            if match and (best is None or match.rating > best.rating):
                best = match
        return best

    def _rated(self, members: Sequence[_Wording], listing: Listing) -> _Match | None:
        size, found = len(members), len(listing.spans)
        if found < size * 0.6 or found > size * 4 + 10:
            return None
        heading = sum(heading_similarity(w.unit.locator.heading, listing.path) for w in members) / size
        spans, exact = self._aligned(members, listing)
        scores = [self.likeness(w, span) if span else 0.0 for w, span in zip(members, spans, strict=True)]
        mean = sum(scores) / size
        if exact and not self._in_order(members, spans):
            return None
        fits = mean >= LIST_BY_WORDS or (mean >= LIST_BY_PLACE and heading >= HEADING_FITS)
        if not fits:
            return None
        rating = mean + 0.3 * heading + 0.15 * exact - 0.05 * (listing.kind in ("heading", "clause", "mixed"))
        return _Match(rating, mean, tuple(spans))

    def _aligned(self, members: Sequence[_Wording], listing: Listing) -> tuple[list[Span | None], bool]:
        """One span per member: by place where the numbers agree, else the best choice that keeps the order."""
        spans, size = listing.spans, len(members)
        for width in (1, 2, 3) if listing.kind == "entry" else (1,):  # two lines of an entry may be read as two
            if len(spans) == size * width:
                return [_joined(spans[i * width : (i + 1) * width]) for i in range(size)], True
        table = [[self.likeness(w, span) for span in spans] for w in members]
        return [spans[i] if i is not None else None for i in best_in_order(table)], False

    def _in_order(self, members: Sequence[_Wording], spans: Sequence[Span | None]) -> bool:
        """Whether the words agree with the order: most members are likest, or nearly, to the span at their place."""
        agree = 0
        for place, wording in enumerate(members):
            scores = [self.likeness(wording, span) if span else 0.0 for span in spans]
            agree += scores[place] > 0 and scores[place] >= 0.75 * max(scores)
        return agree >= 0.6 * len(members)

    def statement_match(self, wording: _Wording, taken: Collection[tuple[int, int]]) -> tuple[Span, float] | None:
        """The sentences, item or row that share most with a unit, and how much: its heading counted in.

        Where a section bears the unit's heading, the statement is expected there. `taken`: members of lists that
        are settled already.
        """
        fits = {span.path: 0.0 for span in self.statements}
        for path in fits:
            fits[path] = heading_similarity(wording.unit.locator.heading, path)
        at_home = max(fits.values(), default=0.0) >= HEADING_FITS
        best: tuple[Span, float] | None = None
        for span in self.statements:
            if (span.start, span.end) in taken or not self.bag(span) & wording.own:
                continue
            score = self.statement_likeness(wording, span)
            score += HOME * (fits[span.path] if at_home else 0.5)
            score += ALONE * (self.under[span.path] == 1 and fits[span.path] >= HEADING_FITS)
            if best is None or score > best[1]:
                best = (span, score)
        return best if best and best[1] >= STATEMENT else None

    def statement_likeness(self, wording: _Wording, span: Span) -> float:
        """Like `likeness`; the first sentence of our wording says the matter, and longer spans must earn it."""
        bag = self.bag(span)
        shared = self._sum(bag & wording.own)
        of_span = (shared + 0.5 * self._sum(bag & (wording.asked - wording.own))) / max(0.1, self._sum(bag))
        rest = wording.own - wording.core
        of_unit = (self._sum(bag & wording.core) + 0.5 * self._sum(bag & rest)) / max(
            0.1, self._sum(wording.core) + 0.5 * self._sum(rest)
        )
        joined = self.joined.get((span.start, span.end), 0)
        return 2 * of_span * of_unit / max(0.01, of_span + of_unit) - 0.03 * joined


def link(layout: Layout, units: Iterable[Unit], findings: Findings) -> list[Link]:
    """One span for each unit that the text states; units not found are reported as doubted.

    Units that only introduce a list (kind "group") keep our wording: the text prints their members.
    """
    wanted = [unit for unit in units if unit.kind != "group"]
    linker = Linker(layout, wanted)
    linked: dict[str, Link] = {}
    for family in _families(linker.units):
        match = linker.list_match(family)
        if match is None:
            continue
        for wording, span in zip(family, match.spans, strict=True):
            if span is None or wording.unit.id in linked:
                continue
            linked[wording.unit.id] = Link(wording.unit.id, span.start, span.end)
            if linker.likeness(wording, span) < MEMBER_OF_LIST:
                findings.doubted(f"{wording.unit.id} is linked by its place; its words differ", _quoted(layout, span))
    taken = {(found.start, found.end) for found in linked.values()}
    for wording in linker.units:
        single = None if wording.unit.id in linked else linker.statement_match(wording, taken)
        if single:
            linked[wording.unit.id] = Link(wording.unit.id, single[0].start, single[0].end)
    for unit in wanted:
        if unit.id not in linked:
            what = f"{unit.id} not found in the official text; our wording kept"
            findings.doubted(what, unit.locator.heading or unit.title)
    return sorted(linked.values(), key=lambda found: (found.start, found.end))


def best_in_order(table: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row the column that makes the sum largest, columns rising from row to row; None where none is left."""
    columns = len(table[0]) if table else 0
    best = [[0.0] * (columns + 1) for _ in range(len(table) + 1)]
    for row, scores in enumerate(table, 1):
        for column in range(1, columns + 1):
            taken = best[row - 1][column - 1] + scores[column - 1]
            best[row][column] = max(best[row - 1][column], best[row][column - 1], taken)
    chosen: list[int | None] = [None] * len(table)
    row, column = len(table), columns
    while row and column:
        if best[row][column] == best[row][column - 1]:
            column -= 1
        elif best[row][column] == best[row - 1][column]:
            row -= 1
        else:
            chosen[row - 1] = column - 1
            row, column = row - 1, column - 1
    return chosen


def _families(wordings: Sequence[_Wording]) -> list[list[_Wording]]:
    """Lists of units: all of one kind under one heading first, then group by group, for lists printed apart."""
    by_heading: dict[tuple[str, str], list[_Wording]] = {}
    by_group: dict[str, list[_Wording]] = {}
    for wording in wordings:
        unit = wording.unit
        if unit.group is None:
            continue
        by_group.setdefault(unit.group, []).append(wording)
        if unit.locator.item is not None:
            by_heading.setdefault((unit.kind, unit.locator.heading), []).append(wording)
    families = []
    for family in by_heading.values():
        family.sort(key=lambda w: w.unit.locator.item or 0)
        items = [w.unit.locator.item for w in family]
        if len(family) >= 2 and items == list(range(1, len(family) + 1)):
            families.append(family)
    for family in by_group.values():
        family.sort(key=lambda w: w.unit.order or 0)
        if len(family) >= 2:
            families.append(family)
    return families


def _worded(unit: Unit) -> _Wording:
    title = frozenset(words(unit.title))
    first = sentences(unit.text)[:1]
    core = title.union(*(words(unit.text[start:end]) for start, end in first))
    return _Wording(unit, title, core, title | frozenset(words(unit.text)), frozenset(words(" ".join(unit.questions))))


def _joined(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end, spans[0].path, spans[0].kind)


def _quoted(layout: Layout, span: Span) -> str:
    return f"“{layout.text[span.start : span.end][:60]}”"
