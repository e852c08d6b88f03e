"""How a quote is shown in Markdown: word for word, its own signs harmless, lists and tables line by line. Pure."""

from __future__ import annotations

import re

LINE_BY_LINE = ("list", "table", "roster")
_BULLET = re.compile(r"^\s*(?:[-*+•▶◦‣]|\d{1,2}[.)])\s+")
_SIGN = re.compile(r"([\\`*_<>\[\]&~])")
_LIKE_A_MARK = re.compile(r"\[(?=\d{1,3}\])")
_JOINER = "\u2060"  # has no width: a "[3]" of the quoted text must not be taken for the mark of a citation


def plain_signs(text: str) -> str:
    """A text from outside with its Markdown signs escaped, so that `__init__` or `<b>` read as they were written."""
    return _SIGN.sub(r"\\\1", _LIKE_A_MARK.sub(f"[{_JOINER}", text))


def quoted(words: str, before: str = "", bullet: str = "", mark: str = "") -> str:
    """One line: the quote in quotation marks, with its mark behind it."""
    return f"{bullet}{before}“{plain_signs(' '.join(words.split()))}” {mark}"


def quoted_by_line(words: str, before: str = "", mark: str = "") -> list[str]:
    """A quoted block: the lead-in as text, every item or row as an item, the mark behind the last."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    has_bullets = any(_BULLET.match(line) for line in lines)
    shown = [before.strip().removesuffix(":"), ""] if before else []
    for line in lines:
        item = not has_bullets or _BULLET.match(line)
        text = plain_signs(_BULLET.sub("", line))
        if not item and shown and shown[-1].startswith("> "):
            shown.append(">")
        shown.append(f"> - {text}" if item else f"> {text}")
    shown[-1] += f" {mark}"
    return [*shown, ""]
