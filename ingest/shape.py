"""Settles what short lines are: headings, entries of a roster, items of a numbered list, or just text.

A file without marked headings shows them by shape alone: a short line above a body. A run of short lines is a roster
that belongs to its heading; only its ends can be headings themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.blocks import Block
from ingest.traced import Traced

_LABEL = re.compile(r"\(?(\d{1,2})[.)]?$")
_COUNT = re.compile(r"^(\d{1,2})\s+(?=[^\W\d_])")
_SECTION_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+[^\W\d_]")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec mär mai okt dez"
_DATE = re.compile(
    rf"(?:(?:\d{{1,2}}\.?(?:st|nd|rd|th)?[ /.-])?(?:{'|'.join(_MONTHS.split())})[^\W\d_]*\.?|\d{{1,4}}[./-]\d{{1,2}})?"
    r"[ ,/.-]*(?:\d{1,2},? )?\d{2,4}$",
    re.I,
)
_HONORIFIC = re.compile(r"(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Professor|Doctor)\b\.?\s")
_SPEAKER = re.compile(r"(?:\[?\d{1,2}:\d\d[^\]]{0,8}\]?\s*)?([^\W\d_][^:\n]{0,28}):\s")
_NOT_IN_HEADING = re.compile(r"https?://|www\.|\S@\S")
REFERENCE_HEADING = re.compile(
    r"(?:\d+\.?\s+)?(?:list of )?(?:references?|bibliography|works cited|literature(?: cited)?|citations|endnotes|"
    r"sources|quellen|literatur(?:verzeichnis)?|références|bibliographie|referencias|bibliografía|riferimenti|"
    r"bibliografia)(?: and notes)?:?$",
    re.I,
)
PLAIN, NUMBERED, QUESTION = 2, 3, 5  # levels of headings told by their shape
FEW_WORDS = 4


def shape(blocks: list[Block]) -> list[Block]:
    """Blocks of the kinds heading, text, entry, item, table, code and reference only."""
    blocks = _counted(_labels(blocks))
    marked = sum(block.kind == "heading" for block in blocks) >= 2
    blocks = _references(_numbered_headings(blocks))
    speakers = _speakers(blocks)
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        end = index
        while end < len(blocks) and blocks[end].kind in ("line", "stanza"):
            end += 1
        if end == index:
            found.append(blocks[index])
            index += 1
            continue
        following = blocks[end] if end < len(blocks) else None
        found += _run(blocks[index:end], found[-1] if found else None, following, marked, speakers)
        index = end
    return _nested(found) if not marked else found


def _labels(blocks: list[Block]) -> list[Block]:
    """A number on a line of its own, with a line below it, is a numbered item; alone it is decoration."""
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        label = _LABEL.match(block.text.text) if block.kind == "line" else None
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if label and following and following.kind in ("line", "text") and not _LABEL.match(following.text.text):
            after = blocks[index + 2] if index + 2 < len(blocks) else None
            before = found[-1] if found else None
            chained = (before and before.marker == f"{int(label[1]) - 1}.") or (
                after and after.kind == "line" and after.text.text.strip("().") == str(int(label[1]) + 1)
            )
            if chained:
                found.append(Block("item", following.text, 1, f"{int(label[1])}.", block.gap, block.page))
                index += 2
                continue
        found.append(block)
        index += 1
    return found


def _counted(blocks: list[Block]) -> list[Block]:
    """Items of a list that begin with 1, 2, 3 and no full stop are numbered items."""
    start = 0
    while start < len(blocks):
        end = start
        while end < len(blocks) and blocks[end].kind == "item" and blocks[end].marker == "-":
            number = _COUNT.match(blocks[end].text.text)
            if not number or int(number.group(1)) != end - start + 1:
                break
            end += 1
        if end - start >= 2:
            for number_in_list, block in enumerate(blocks[start:end], 1):
                block.marker = f"{number_in_list}."
                block.text = block.text.sub(_COUNT, "")
        start = max(end, start + 1)
    return blocks


def _numbered_headings(blocks: list[Block]) -> list[Block]:
    """A numbered line that stands alone above a body is a heading, not an item."""
    for index, block in enumerate(blocks):
        if block.kind != "item" or not block.marker[:1].isdigit() or not _heading_like(block.text.text):
            continue
        before = blocks[index - 1] if index else None
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        alone = not (before and _numbered(before)) and after is not None and not _numbered(after)
        if alone and after is not None and after.level <= block.level and after.kind in ("item", "text", "table"):
            if after.kind == "item" and after.marker[:1].isdigit():
                continue
            block.kind, block.level = "heading", NUMBERED
            block.text = Traced.join(" ", [Traced(block.marker), block.text])
            block.marker = ""
    return blocks


def _numbered(block: Block) -> bool:
    return block.kind == "item" and block.marker[:1].isdigit()


def _references(blocks: list[Block]) -> list[Block]:
    """What stands under a heading such as "References" are its entries."""
    inside = False
    for block in blocks:
        short = block.kind in ("line", "heading")
        if short and REFERENCE_HEADING.match(block.text.text):
            inside = True
            block.kind, block.level = "heading", block.level or PLAIN
        elif block.kind == "heading":
            inside = False
        elif inside and block.kind in ("item", "text", "line"):
            entry = block.kind == "item" or _bibliographic(block.text.text)
            if entry and block.marker[:1].isdigit():
                block.text = Traced.join(" ", [Traced(block.marker), block.text])
            if entry:
                block.kind, block.marker = "reference", ""
            inside = entry
    return blocks


def _bibliographic(text: str) -> bool:
    return bool(re.search(r"https?://|\bdoi\b|\b(?:19|20)\d\d\b|^\[?\d{1,3}[\].]?\s", text, re.I))


def _speakers(blocks: Sequence[Block]) -> frozenset[str]:
    """Names that begin several lines with a colon behind them: a conversation, whose lines are no headings."""
    names = (_SPEAKER.match(block.text.text) for block in blocks if block.kind in ("line", "text"))
    counts = Counter(match.group(1) for match in names if match)
    return frozenset(name for name, count in counts.items() if count >= 3)


def _heading_like(text: str) -> bool:
    first = text.lstrip("\"'“‘([¿¡")[:1]
    return (
        bool(first)
        and not first.islower()
        and len(text) <= 112
        and len(text.split()) <= 18
        and any(char.isalpha() for char in text)
        and not text.endswith((",", ";", ".", "!"))
        and not _DATE.fullmatch(text)
        and not _HONORIFIC.match(text)
        and not _NOT_IN_HEADING.search(text)
    )


def _run(
    run: list[Block], before: Block | None, after: Block | None, marked: bool, speakers: frozenset[str]
) -> list[Block]:
    """Settle a run of short lines and stanzas between other blocks."""
    found: list[Block] = []
    index = 0
    while index < len(run):
        end = index
        while end < len(run) and run[end].kind == "stanza":
            end += 1
        if end - index >= 3 or (end > index and marked):
            found += [_as(block, "entry") for block in run[index:end]]
        elif end > index:
            run[index:end] = [line for block in run[index:end] for line in _exploded(block)]
            continue
        index = end
        while end < len(run) and run[end].kind == "line":
            end += 1
        if end > index:
            follows = run[end] if end < len(run) else after
            settle = _lines_of_marked if marked else _lines_of_plain
            found += settle(run[index:end], found[-1] if found else before, follows, speakers)
        index = end
    return found


def _exploded(block: Block) -> list[Block]:
    lines, start = [], 0
    for number, line in enumerate(block.text.text.split("\n")):
        text = block.text.slice(start, start + len(line))
        lines.append(Block("line", text, gap=0 if number else block.gap, page=block.page))
        start += len(line) + 1
    return lines


def _as(block: Block, kind: str, level: int = 0) -> Block:
    block.kind, block.level = kind, level
    return block


def _lines_of_marked(
    lines: list[Block], before: Block | None, after: Block | None, speakers: frozenset[str]
) -> list[Block]:
    """Where headings are marked as such, short lines are entries; a bold one above a body is a heading below them."""
    found = []
    for index, block in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else after
        bold = block.bold and following is not None and not following.bold and following.kind != "heading"
        if bold and _heading_like(block.text.text):
            found.append(_as(block, "heading", 7))
        else:
            found.append(_as(block, "entry" if len(lines) >= 2 else "text"))
    return found


def _lines_of_plain(
    lines: list[Block], before: Block | None, after: Block | None, speakers: frozenset[str]
) -> list[Block]:
    """Where headings show by shape only."""
    has_body = after is not None and (after.kind != "heading" or after.level > PLAIN)
    heads = [_heading_like(b.text.text) and not _spoken(b.text.text, speakers) for b in lines]
    if len(lines) > 2 and all(not block.gap for block in lines[1:]) and not has_body:
        return [_as(block, "entry") for block in lines]
    last = len(lines)
    if has_body and heads[-1] and not _lead_in(lines[-1], after):
        last -= 1
    found = _segments(lines[:last], heads, before, closed=last < len(lines))
    if last < len(lines):
        found.append(_headed(lines[-1]))
    return found


def _segments(lines: list[Block], heads: list[bool], before: Block | None, closed: bool) -> list[Block]:
    """Lines without a body of their own: headings with their entries. `closed`: a heading follows them."""
    if not lines:
        return []
    cuts = [index for index in range(1, len(lines)) if _begins(lines, heads, index)]
    led = before is not None and before.text.text.endswith(":")
    found: list[Block] = []
    for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        segment = lines[start:end]
        first = segment[0]
        in_list = led and not start
        if first.text.text.endswith(":"):
            found.append(_as(first, "text"))
        elif not in_list and heads[start] and (len(segment) > 1 or (closed and end == len(lines)) or start):
            found.append(_headed(first))
        else:
            found.append(_as(first, "entry" if len(segment) > 1 or in_list else "text"))
        kind = "entry" if len(segment) > 2 or first.kind == "entry" else "text"
        found += [_as(block, kind) for block in segment[1:]]
    return found


def _begins(lines: list[Block], heads: list[bool], index: int) -> bool:
    """Whether a new segment begins at a line: a lead-in, few words above longer lines, or a change in the gaps."""
    line = lines[index]
    if line.text.text.endswith(":") and index + 1 < len(lines):
        return True
    below = lines[index + 1 : index + 3]
    size = len(line.text.text)
    few = heads[index] and len(line.text.text.split()) <= FEW_WORDS and line.gap > 0
    if few and len(below) == 2 and all(len(block.text.text) > 2 * size for block in below):
        return True
    before = lines[max(0, index - 2) : index]
    nearer = len(before) == 2 and before[0].gap == before[1].gap > line.gap > 0
    return heads[index] and nearer and index + 1 < len(lines)


def _lead_in(block: Block, after: Block | None) -> bool:
    if not block.text.text.endswith(":"):
        return False
    return len(block.text.text.split()) > FEW_WORDS or (after is not None and after.kind != "text")


def _spoken(text: str, speakers: frozenset[str]) -> bool:
    match = _SPEAKER.match(text)
    return bool(match and match.group(1) in speakers)


def _headed(block: Block) -> Block:
    text = block.text.text
    number = _SECTION_NUMBER.match(text)
    if number:
        return _as(block, "heading", PLAIN + number.group(1).count("."))
    question = text.endswith("?")
    return _as(block, "heading", QUESTION if question else PLAIN)


def _nested(blocks: list[Block]) -> list[Block]:
    """A heading right below another one of its level, with no body between them, belongs under it."""
    previous: Block | None = None
    for block in blocks:
        if previous is not None and previous.kind == block.kind == "heading" and previous.level == block.level:
            block.level += not re.match(r"\d", block.text.text)
        previous = block
    return blocks
