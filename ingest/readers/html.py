"""HTML: headings, paragraphs, lists and tables in their order; scripts, styles and menus left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from assistant.errors import ReadError
from ingest.blocks import Block, Line, Reading, paragraph
from ingest.findings import Findings
from ingest.readers.decode import decode
from ingest.traced import Traced

_SKIPPED_TEXT = "script style nav noscript template svg iframe form button select head"
_SKIPPED = frozenset(_SKIPPED_TEXT.split())
_BLOCKS_TEXT = (
    "p div section article main header footer aside body html ul ol li dl dt dd blockquote pre figure figcaption "
    "address details summary h1 h2 h3 h4 h5 h6 hr center fieldset"
)
_BLOCKS = frozenset(_BLOCKS_TEXT.split())
_HEADING = re.compile(r"h[1-6]$")
_MARK = re.compile(r"\s*[\[(]?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*[\])]?\s*$")
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([a-z0-9_-]+)", re.I)
MARK_OPEN, MARK_CLOSE = "\x02", "\x03"  # around reference marks that the format shows as such


def read_html(path: Path, data: bytes, findings: Findings) -> Reading:
    """An HTML file."""
    named = _CHARSET.search(data[:4000])
    text = ""
    if named and named.group(1).lower() not in (b"utf-8", b"utf8") and b"\0" not in data:
        try:
            text = data.decode(named.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            findings.doubted("the character set it names does not fit its bytes", path.name)
    text = text or decode(path, data, findings)
    try:
        soup = BeautifulSoup(_bounded(text), "html.parser")
    except (RecursionError, AssertionError, ValueError) as error:
        raise ReadError(f"{path}: its HTML cannot be taken apart ({error}); save the page as text") from error
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    parts: list[Line | Block] = [*_Walk(soup).blocks()]
    return Reading(parts, title=title)


def _bounded(text: str) -> str:
    """The text without comments and tags left open: the parser's time grows with the square of those."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    parts, done = [], 0
    while (start := text.find("<!--", done)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        parts.append(text[done:start])
        done = end + 3
    text = "".join((*parts, text[done:])).replace("<!--", "")
    closed = text.rfind(">") + 1
    return text[:closed] + text[closed:].replace("<", "&lt;")


def html_blocks(fragment: str) -> list[Block]:
    """The blocks of a piece of HTML inside another format."""
    return list(_Walk(BeautifulSoup(_bounded(fragment), "html.parser")).blocks())


def superscript(text: str, before: str) -> str:
    """How raised text is written: a reference mark between control characters, else raised digits."""
    glued_to_word = bool(before) and not before[-1].isspace() and not re.search(r"(?:\d|\b[A-Za-zµ]{1,2})$", before)
    if _MARK.match(text) and glued_to_word:
        return f"{MARK_OPEN}{text.strip()}{MARK_CLOSE}"
    return text.translate(_SUPERSCRIPTS)


class _Walk:
    """Walks a tree without recursion, since found pages nest without end."""

    def __init__(self, root: Tag) -> None:
        self.root = root
        self.buffer: list[str] = []
        self.lists: list[list[int | None]] = []
        self.marker = ""
        self.block = ""
        self.level = 0
        self.bold_only = True
        self.layout_tables = _layout_tables(root)

    def blocks(self) -> Iterator[Block]:
        stack: list[tuple[Tag, Iterator[PageElement]]] = [(self.root, iter(list(self.root.children)))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                yield from self._leave(tag)
            elif isinstance(child, Tag):
                if child.name in _SKIPPED or child.get("hidden") is not None or child.get("aria-hidden") == "true":
                    continue
                if child.name == "table" and id(child) not in self.layout_tables:
                    yield from self._flush()
                    yield _table(child)
                elif child.name == "sup":
                    self.buffer.append(superscript(child.get_text(), "".join(self.buffer[-3:])))
                else:
                    yield from self._enter(child)
                    stack.append((child, iter(list(child.children))))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._text(str(child), tag)

    def _text(self, text: str, tag: Tag) -> None:
        if self.block != "pre":
            text = re.sub(r"\s+", " ", text)
        if text.strip() and tag.name not in ("b", "strong"):
            self.bold_only = False
        self.buffer.append(text)

    def _enter(self, tag: Tag) -> Iterator[Block]:
        if tag.name == "br":
            self.buffer.append("\n")
        if tag.name not in _BLOCKS:
            return
        yield from self._flush()
        self.block = tag.name
        if tag.name in ("ul", "ol"):
            self.lists.append([0 if tag.name == "ol" else None])
        elif tag.name in ("li", "dd"):
            self.marker = self._next_marker()
        elif _HEADING.match(tag.name):
            self.level = int(tag.name[1])

    def _next_marker(self) -> str:
        if not self.lists or self.lists[-1][0] is None:
            return "-"
        self.lists[-1][0] += 1
        return f"{self.lists[-1][0]}."

    def _leave(self, tag: Tag) -> Iterator[Block]:
        if tag.name not in _BLOCKS:
            return
        yield from self._flush()
        if tag.name in ("ul", "ol") and self.lists:
            self.lists.pop()
        self.block, self.level = "", 0

    def _flush(self) -> Iterator[Block]:
        text = "".join(self.buffer)
        self.buffer = []
        bold, self.bold_only = self.bold_only, True
        if not text.strip():
            return
        marker, self.marker = self.marker, ""
        if self.block == "pre":
            yield Block("code", Traced(text.strip("\n")))
        elif self.level:
            yield Block("heading", Traced(" ".join(text.split())), level=self.level)
        elif self.lists or marker:
            yield Block("item", Traced(_tidy(text)), level=max(1, len(self.lists)), marker=marker)
        else:
            yield paragraph(Traced(_tidy(text)), bold=bold)


def _layout_tables(root: Tag) -> set[int]:
    """Tables that hold tables or headings: pages laid out in cells. Each node is climbed over once."""
    climbed: set[int] = set()
    found: set[int] = set()
    for tag in root.find_all(["table", "h1", "h2", "h3"]):
        parent = tag.parent
        while parent is not None and id(parent) not in climbed:
            climbed.add(id(parent))
            if parent.name == "table":
                found.add(id(parent))
            parent = parent.parent
    return found


def _tidy(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _table(table: Tag) -> Block:
    rows = []
    for row in table.find_all("tr"):
        cells = row.find_all(["td", "th"])
        if cells:
            rows.append(tuple(Traced(_cell(cell)) for cell in cells))
    return Block("table", Traced(""), rows=tuple(rows))


def _cell(cell: Tag) -> str:
    """The text of a cell; items of lists in it begin with a bullet on a line of their own."""
    parts: list[str] = []
    for node in cell.descendants:
        if isinstance(node, Tag):
            if node.name in ("br", "p", "div", "ul", "ol"):
                parts.append("\n")
            elif node.name == "li":
                parts.append("\n• ")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            name = node.parent.name if node.parent else ""
            text = re.sub(r"\s+", " ", str(node))
            if name == "sup":
                text = superscript(text, "".join(parts[-3:]))
            if name not in _SKIPPED:
                parts.append(text)
    return _tidy("".join(parts))
