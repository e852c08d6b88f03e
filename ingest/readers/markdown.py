"""Markdown: its blocks by markdown-it; what stands in them is cleaned like any other text, so offsets stay exact."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.blocks import Block, Line, Reading
from ingest.findings import Findings
from ingest.readers.decode import decode
from ingest.readers.html import html_blocks
from ingest.readers.text import lines
from ingest.traced import Traced

_FRONT_MATTER = re.compile(r"\ufeff?---\n.{0,5000}?\n(?:---|\.\.\.)\n", re.S)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.M)


def read_markdown(path: Path, data: bytes, findings: Findings) -> Reading:
    """A Markdown file. Paragraphs stay lines, since many a Markdown file is plain text by another name."""
    text = decode(path, data, findings)
    source, title = text, ""
    front = _FRONT_MATTER.match(text)
    if front:
        named = _TITLE.search(front.group())
        title = named.group(1) if named else ""
        source = re.sub(r"[^\n]", " ", front.group()) + text[front.end() :]
        findings.dropped("front matter", "line 1")
    return Reading(_Walk(source).blocks(), marked_up=True, raw=text, title=title)


class _Walk:
    """One pass over the tokens of a document."""

    def __init__(self, text: str) -> None:
        # markdown-it reads \r\n and \r as \n; the same here, one character for one, so that offsets hold.
        self.text = text.replace("\r\n", " \n").replace("\r", "\n")
        parser = MarkdownIt("commonmark").enable("table")
        parser.disable(["lheading"])  # "---" under a line is more often a rule or an empty table in found texts
        parser.core.ruler.disable(["inline"], True)
        self.tokens = parser.parse(self.text)
        self.starts = [0]
        for line in self.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.parts: list[Line | Block] = []
        self.depth = 0
        self.markers: list[str] = []
        self.last_line = 0

    def blocks(self) -> list[Line | Block]:
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.type in ("bullet_list_open", "ordered_list_open"):
                self.depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self.depth -= 1
            elif token.type == "list_item_open":
                self.markers.append(f"{token.info}." if token.info else "-")
            elif token.type == "list_item_close" and self.markers:
                self.markers.pop()
            elif token.type == "table_open":
                index = self._table(index)
            else:
                self._leaf(token, self.tokens[index - 1] if index else None)
            index += 1
        return self.parts

    def _leaf(self, token: Token, opener: Token | None) -> None:
        if not token.map or token.type not in ("inline", "fence", "code_block", "html_block"):
            return
        gap, self.last_line = max(0, token.map[0] - self.last_line), token.map[1]
        if token.type in ("fence", "code_block"):
            first = token.map[0] + (token.type == "fence")
            self.parts.append(Block("code", self._trace(token.content.rstrip("\n"), first), gap=gap))
        elif token.type == "html_block":
            self.parts += html_blocks(token.content)
        elif opener and opener.type == "heading_open":
            self.parts.append(
                Block("heading", self._trace(token.content, token.map[0]), level=int(opener.tag[1:]), gap=gap)
            )
        elif self.depth:
            marker = self.markers[-1] if self.markers else ""
            if self.markers:
                self.markers[-1] = ""  # a second paragraph of the same item
            self.parts.append(
                Block("item", self._trace(token.content, token.map[0]), level=self.depth, marker=marker, gap=gap)
            )
        else:
            start, end = self.starts[token.map[0]], self.starts[token.map[1]]
            self.parts += lines(self.text[start:end], start, gap)

    def _trace(self, content: str, first_line: int) -> Traced:
        """The content with the places of its lines in the source; without them where it was changed."""
        parts = []
        for number, line in enumerate(content.split("\n"), first_line):
            start = self.starts[min(number, len(self.starts) - 1)]
            at = self.text.find(line, start, start + len(line) + 200)
            parts.append(Traced.copied(line, at) if at >= 0 else Traced(line))
        return Traced.join("\n", parts)

    def _table(self, index: int) -> int:
        rows: list[tuple[Traced, ...]] = []
        cells: list[Traced] = []
        first = self.tokens[index].map
        while self.tokens[index].type != "table_close":
            token = self.tokens[index]
            if token.type == "tr_open":
                cells = []
                at = self.starts[token.map[0]] if token.map else 0
            elif token.type == "tr_close":
                rows.append(tuple(cells))
            elif token.type == "inline":
                found = self.text.find(token.content, at) if token.content else -1
                cells.append(Traced.copied(token.content, found) if found >= 0 else Traced(token.content))
                at = found + len(token.content) if found >= 0 else at
            index += 1
        self.last_line = first[1] if first else self.last_line
        self.parts.append(Block("table", Traced(""), rows=tuple(rows)))
        return index
