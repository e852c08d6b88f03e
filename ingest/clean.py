"""Cleaning of a piece of text: odd characters, leftover markup, reference marks. Origins are kept throughout."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from ingest.findings import Findings
from ingest.marks import Evidence, cut_marks
from ingest.traced import Traced

CLEANER_VERSION = "2"

_ODD_SPACES = {
    ord(c): " "
    for c in "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\v\f"
}
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
# The last range are tag characters: words that no font draws, for machines alone.
_INVISIBLE = re.compile(
    "[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\x00\x01\x04-\x08\x0e-\x1f\x7f"
    "\U000e0000-\U000e007f]"
)
_NEEDS_INVISIBLE = re.compile(
    "[^\t\n\x20-\x7e\x80-\xac\xae-\u200a\u2010-\u2029\u202f-\u205f\u2065-\ufefe\uff00-\ufff8]"
)
_TAGS = (
    "a abbr b big br center cite code dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p q s "
    "small span strike strong sub sup table tbody td th thead tr tt u ul wbr"
)
_TAG = re.compile(rf"<(/?)({'|'.join(_TAGS.split())})\b((?:\s|/)[^<>]*)?>", re.I)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_RAISED_TAG = re.compile(r"<sup>\s*([\[(]?\d[\d\s,–-]*[\])]?)\s*</sup>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(
    r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\]){1,500})\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+[\"'(][^\"'\n]*[\"')])?\)"
)
_REFERENCE_LINK = re.compile(r"\[([^\[\]\n]{0,150}[^\W\d_][^\[\]\n]{0,150})\]\[[^\[\]\n]{0,100}\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_STRONG = re.compile(r"(?<!\*)\*{2,3}(?!\*)|(?<![\w_])_{2,3}(?=\S)|(?<=\S)_{2,3}(?![\w_])")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]{1,500}?)(?<=\S)_(?![\w_])"
)
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])")
_SPACES = re.compile(r"[ \t]{2,}|\t")
_LINE_SPACES = re.compile(r" *\n\s*")
_SPACE_BEFORE_STOP = re.compile(r"(?<=\w) +(?=[,;.](?:\s|$))")
_DECORATION = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Cleaner:
    """Cleans the pieces of one document. `marked_up` texts hold Markdown marks, which are taken out."""

    evidence: Evidence
    findings: Findings
    marked_up: bool = False

    def inline(self, text: Traced) -> Traced:
        """The words of a piece of text, without markup and marks; line breaks in it stay."""
        text = characters(text)
        if self.marked_up:
            text = self._markup(text)
        text = cut_marks(text, self.evidence, self.findings)
        return squeeze(text)

    def _markup(self, text: Traced) -> Traced:
        raw = text.text
        if "<" in raw:
            text = text.sub(_RAISED_TAG, lambda m: f"\x02{m.group(1).strip()}\x03").sub(_COMMENT, "")
            text = text.unwrap(_AUTOLINK).sub(_TAG, _instead_of_tag)
        if "&" in raw:
            text = text.sub(_ENTITY, lambda m: html.unescape(m.group()))
        if "`" in raw and "`" in text.text:
            return text  # what stands in backticks is code: its marks are part of it
        if "[" in raw:
            text = text.unwrap(_IMAGE).unwrap(_LINK).unwrap(_REFERENCE_LINK)
        if "*" in raw or "_" in raw:
            text = text.sub(_STRONG, "")
            text = text.sub(_EMPHASIS, lambda m: m.group(1) or m.group(2))
        return text.sub(_ESCAPE, "") if "\\" in raw else text


def characters(text: Traced) -> Traced:
    """Odd spaces as spaces, no invisible characters, ligatures as letters."""
    text = text.translate(_ODD_SPACES)
    if _NEEDS_INVISIBLE.search(text.text) or "\xad" in text.text:
        text = text.sub(_INVISIBLE, "")
    return text.sub(_LIGATURE, lambda m: _LIGATURES[m.group()])


def squeeze(text: Traced) -> Traced:
    """Single spaces, no white space at line ends or before a full stop."""
    text = text.sub(_SPACES, " ").sub(_SPACE_BEFORE_STOP, "")
    if "\n" in text.text:
        text = text.sub(_LINE_SPACES, "\n")
    return text.strip()


def is_decoration(text: str) -> bool:
    """Whether a line holds glyphs only."""
    return bool(_DECORATION.fullmatch(text))


def _instead_of_tag(match: re.Match[str]) -> str:
    name = match.group(2).lower()
    if name == "li" and not match.group(1):
        return "\n• "
    return "\n" if name in ("br", "ul", "ol", "p", "div", "tr") else ""
