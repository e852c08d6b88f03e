"""A plan as Markdown: headings, lists and tables; pictures are left to the formats that can show them."""

from __future__ import annotations

import re

from assistant.exports.outline import Block, Heading, Paragraph, Picture, Table, outline
from assistant.exports.sources import Texts
from assistant.planning.plan import Plan

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
# Marks that make a list, a heading or, pasted into a spreadsheet, a formula of what stands after them.
_LEADING = re.compile(r"^(\s*)([=+\-@])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)


def write_markdown(plan: Plan, texts: Texts) -> bytes:
    """UTF-8; whatever the plan says is text, never markup."""
    blocks = [_block(block) for block in outline(plan, texts) if not isinstance(block, Picture)]
    return ("\n\n".join(blocks).replace("\n\n- ", "\n- ") + "\n").encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_inline(block.text)}"
    if isinstance(block, Paragraph):
        return {"plain": "{}", "notice": "> {}", "item": "- {}"}[block.style].format(_inline(block.text))
    assert isinstance(block, Table)
    rows = [block.header, tuple("---" for _ in block.header)]
    lines = ["| " + " | ".join(rows[0]) + " |", "| " + " | ".join(rows[1]) + " |"]
    if block.guides:
        lines.append("| " + " | ".join(f"*{_inline(guide)}*" if guide else "" for guide in block.guides) + " |")
    lines += ["| " + " | ".join(_inline(cell) for cell in row) + " |" for row in block.rows]
    return "\n".join(lines)


def _inline(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", text.strip()).replace("&", "&amp;").replace("\t", " ")
    escaped = _NUMBERED.sub(r"\1\\\2", _LEADING.sub(r"\1\\\2", escaped))
    return "<br>".join(escaped.splitlines())
