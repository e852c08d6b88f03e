"""From printed lines to blocks: lists, tables and headings that are marked, paragraphs put together again."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.blocks import ENDS_SENTENCE, Block, Line, is_short
from ingest.clean import Cleaner, characters, is_decoration
from ingest.tables import Row, next_table
from ingest.traced import Traced

_GLYPHS = "•▪▫◦‣●○■□►▶▸→➤➢➔✓✔❖∙·◆◇★"
_BULLET = re.compile(rf"\s*(?:[-*+–—]\s+|[{_GLYPHS}]\s*)(?=\S)(?:[{_GLYPHS}]\s*)*")
_NUMBER = re.compile(r"\s*(?:\(?(\d{1,3})[.)]|\(?([a-z])\))\s+(?=\S)")
_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_TRAILING_HASHES = re.compile(r"\s+#+\s*$")
_UNDERLINE = re.compile(r"\s*(=|-){3,}\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")
_ALL_BOLD = re.compile(r"\s*(\*\*|__)(?!\s)[^*]+\1:?\s*$")
_QUOTE = re.compile(r"\s*(?:>\s?)+")
_OPEN_END = re.compile(
    r"(?:[-–,(&/]|\b(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with|und|der|die|et|de|la|y|e|di))$"
)
_LINE_HYPHEN = re.compile(r"([^\W\d_]+)[-‐\xad]$")
_KEEPS_HYPHEN_TEXT = "self non well long short high low real one two three cross follow co pre post anti multi"
_KEEPS_HYPHEN = frozenset(_KEEPS_HYPHEN_TEXT.split())
_UNWRAPPED = 140  # a file with lines beyond this is not wrapped: its line ends are meant
_NARROWEST = 35


class Joiner:
    """Puts wrapped lines together, with the hyphen at a line's end taken out where the word is known without it."""

    def __init__(self, parts: list[Line | Block]) -> None:
        self._parts = parts
        self._words: frozenset[str] | None = None
        lengths = sorted(len(p.text.text.strip()) for p in parts if isinstance(p, Line))
        long_lines = [length for length in lengths if length > 40]
        wrapped = bool(lengths) and sum(length > _UNWRAPPED for length in lengths) <= len(lengths) / 50
        self.width = long_lines[len(long_lines) * 9 // 10] if wrapped and len(long_lines) >= 3 else 0

    def continues(self, line: str, following: str, widest: int) -> bool:
        """Whether the following line goes on with this one."""
        line, following = line.rstrip(), following.lstrip()
        if not line or not following:
            return False
        if following[0].islower() or (_OPEN_END.search(line) and not line.endswith(" -")):
            return not (ENDS_SENTENCE.search(line) and not line.endswith(","))
        width = max(widest, self.width) if self.width else 0
        if width < _NARROWEST:
            return False
        return len(line) + 1 + len(following.split(None, 1)[0]) > width * 0.88

    def join(self, parts: list[Traced]) -> Traced:
        """One line out of several."""
        joined = parts[0].strip()
        pieces = [joined]
        for part in parts[1:]:
            part = part.strip()
            before = pieces[-1]
            hyphen = _LINE_HYPHEN.search(before.text)
            if hyphen and part.text[:1].islower():
                keep = self._hyphen_stays(hyphen.group(1), part.text)
                pieces[-1] = Traced.join("", [before if keep else before.slice(0, len(before.text) - 1), part])
            elif before.text.endswith(("-", "–", "/")) and not before.text.endswith((" -", " –")):
                pieces[-1] = Traced.join("", [before, part])
            else:
                pieces.append(part)
        return Traced.join(" ", pieces)

    def _hyphen_stays(self, left: str, following: str) -> bool:
        right = re.split(r"[^\w-]", following, maxsplit=1)[0]
        if self._words is None:
            found = (re.findall(r"[^\W\d_][\w-]*", p.text.text.lower()) for p in self._parts)
            self._words = frozenset(word for words in found for word in words)
        if f"{left}{right}".lower() in self._words:
            return False
        return f"{left}-{right}".lower() in self._words or left.lower() in _KEEPS_HYPHEN


def to_blocks(parts: list[Line | Block], cleaner: Cleaner) -> list[Block]:
    """Blocks with cleaned text; short lines are left as "line" or "stanza" for `ingest.shape` to settle."""
    for part in parts:
        if isinstance(part, Line):
            part.text = characters(part.text)
    joiner = Joiner(parts)
    found: list[Block] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        if isinstance(part, Block):
            found += _ready(part, cleaner)
            index += 1
            continue
        for taker in (_fence, _table, _heading, _item, _stanza):
            blocks, used = taker(parts, index, joiner, cleaner)
            if used:
                found += blocks
                index += used
                break
    return [block for block in found if block.rows or block.text.text.strip()]


Taken = tuple[list[Block], int]
Taker = Callable[[list[Line | Block], int, Joiner, Cleaner], Taken]


def _ready(block: Block, cleaner: Cleaner) -> list[Block]:
    if block.kind == "table":
        rows = tuple(tuple(cleaner.inline(cell) for cell in row) for row in block.rows)
        block.rows = tuple(row for row in rows if any(cell.text for cell in row))
        return [block]
    if block.kind == "code":
        return [block]
    block.text = cleaner.inline(block.text)
    if block.kind == "item":
        bullet = _BULLET.match(block.text.text)
        block.text = block.text.slice(bullet.end(), len(block.text.text)) if bullet else block.text
    elif block.kind in ("line", "text"):
        return _as_item(block) or [_settled(block)]
    return [block] if not is_decoration(block.text.text) else []


def _as_item(block: Block) -> list[Block]:
    """A paragraph that begins with a bullet is an item, whatever the format calls it."""
    bullet = _BULLET.match(block.text.text)
    if not bullet or bullet.group().strip()[:1] in ("-", "–", "—", "*", "+", "") or "\n" in block.text.text:
        return []
    text = block.text.slice(bullet.end(), len(block.text.text))
    return [Block("item", text, level=1, marker="-", gap=block.gap, page=block.page)]


def _settled(block: Block) -> Block:
    lines = block.text.text.split("\n")
    if not all(is_short(line) for line in lines) or len(lines) > 4:
        block.kind = "text"
    else:
        block.kind = "line" if len(lines) == 1 else "stanza"
    return block


def _fence(parts: list[Line | Block], index: int, joiner: Joiner, cleaner: Cleaner) -> Taken:
    first = parts[index]
    fence = _FENCE.match(first.text.text)
    if not fence:
        return [], 0
    end = index + 1
    while end < len(parts) and not parts[end].text.text.lstrip().startswith(fence.group(1)):
        end += 1
    body = [part.text for part in parts[index + 1 : end] if isinstance(part, Line)]
    return [Block("code", Traced.join("\n", body), gap=first.gap, page=_page(first))], min(end + 1, len(parts)) - index


def _table(parts: list[Line | Block], index: int, joiner: Joiner, cleaner: Cleaner) -> Taken:
    rows: list[Row]
    rows, used = next_table(parts, index)
    if not used:
        return [], 0
    cleaned = tuple(tuple(cleaner.inline(cell) for cell in row) for row in rows)
    cleaned = tuple(row for row in cleaned if any(cell.text for cell in row))
    return [Block("table", Traced(""), rows=cleaned, gap=parts[index].gap, page=_page(parts[index]))], used


def _heading(parts: list[Line | Block], index: int, joiner: Joiner, cleaner: Cleaner) -> Taken:
    line = parts[index]
    assert isinstance(line, Line)
    hashes = _HASHES.match(line.text.text)
    if hashes and cleaner.marked_up:
        text = line.text.slice(hashes.end(), len(line.text.text)).sub(_TRAILING_HASHES, "")
        return [Block("heading", cleaner.inline(text), level=len(hashes.group(1)), gap=line.gap, page=line.page)], 1
    following = parts[index + 1] if index + 1 < len(parts) else None
    if isinstance(following, Line) and not following.gap and len(line.text.text) <= 120:
        under = _UNDERLINE.match(following.text.text)
        if under and not _BULLET.match(line.text.text) and not is_decoration(line.text.text):
            return [
                Block("heading", cleaner.inline(line.text), level=1 if under.group(1) == "=" else 2, gap=line.gap)
            ], 2
    if not line.level or _BULLET.match(line.text.text):
        return [], 0
    used = 1
    while index + used < len(parts):
        more = parts[index + used]
        if not isinstance(more, Line) or more.level != line.level or more.gap:
            break
        used += 1
    text = cleaner.inline(joiner.join([part.text for part in parts[index : index + used]]))
    if len(text.text) > 200:
        return [], 0
    return [Block("heading", text, level=line.level, gap=line.gap, page=line.page)], used


def _item(parts: list[Line | Block], index: int, joiner: Joiner, cleaner: Cleaner) -> Taken:
    line = parts[index]
    raw = line.text.text
    bullet, number = _BULLET.match(raw), _NUMBER.match(raw)
    match = bullet or number
    if not match or is_decoration(raw):
        return [], 0
    used = 1
    group = [line.text.slice(match.end(), len(raw))]
    while index + used < len(parts) and _goes_on(parts[index + used], group[-1].text, joiner):
        group.append(parts[index + used].text)
        used += 1
    marker = "-" if bullet else f"{number.group(1) or number.group(2)}." if number else "-"
    indent = len(raw) - len(raw.lstrip())
    text = cleaner.inline(joiner.join(group))
    return [Block("item", text, level=1 + indent // 2, marker=marker, gap=line.gap, page=_page(line))], used


def _goes_on(part: Line | Block, before: str, joiner: Joiner) -> bool:
    if not isinstance(part, Line) or part.gap or part.level:
        return False
    text = part.text.text
    if _BULLET.match(text) or _NUMBER.match(text) or _FENCE.match(text) or "\t" in text.strip():
        return False
    indented = len(text) - len(text.lstrip()) >= 2
    return indented or joiner.continues(before, text, 0)


def _stanza(parts: list[Line | Block], index: int, joiner: Joiner, cleaner: Cleaner) -> Taken:
    """Consecutive plain lines: wrapped ones put together; several short ones kept as a stanza."""
    first = parts[index]
    end = index + 1
    while end < len(parts) and _is_plain(parts, end) and not parts[end].gap:
        end += 1
    group = [part.text.sub(_QUOTE, "") if part.text.text.lstrip().startswith(">") else part.text
             for part in parts[index:end]]  # fmt: skip
    widest = max(len(text.text.strip()) for text in group) if len(group) >= 3 else 0
    logical: list[list[Traced]] = [[group[0]]]
    for text in group[1:]:
        if joiner.continues(logical[-1][-1].text, text.text, widest):
            logical[-1].append(text)
        else:
            logical.append([text])
    texts = [cleaner.inline(joiner.join(line)) for line in logical]
    texts = [text for text in texts if text.text and not is_decoration(text.text)]
    if not texts and cleaner.marked_up:
        cleaner.findings.dropped(f"decoration {first.text.text.strip()[:20]}", "a line of glyphs", topic="decoration")
    if 2 <= len(texts) <= 4 and all(is_short(text.text) for text in texts):
        return [Block("stanza", Traced.join("\n", texts), gap=first.gap, page=_page(first))], end - index
    blocks = []
    for number, text in enumerate(texts):
        kind = "line" if is_short(text.text) else "text"
        bold = len(texts) == 1 and bool(_ALL_BOLD.match(first.text.text))
        blocks.append(Block(kind, text, gap=0 if number else first.gap, page=_page(first), bold=bold))
    return blocks, end - index


def _is_plain(parts: list[Line | Block], index: int) -> bool:
    part = parts[index]
    if not isinstance(part, Line) or part.level:
        return False
    text = part.text.text
    if _BULLET.match(text) or _NUMBER.match(text) or _FENCE.match(text) or _HASHES.match(text):
        return False
    following = parts[index + 1] if index + 1 < len(parts) else None
    underlined = isinstance(following, Line) and not following.gap and bool(_UNDERLINE.match(following.text.text))
    return not next_table(parts, index)[1] and not underlined


def _page(part: Line | Block) -> int | None:
    return part.page
