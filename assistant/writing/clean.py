"""A model's sentence as plain text: no tags, addresses, images, marks or hidden characters. Pure, and linear."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection

from assistant.writing.context import KEY

MOST_ROUNDS = 8
_FENCE = re.compile(r"`{3}\w*")
_TAG = re.compile(r"<(?=[A-Za-z/!|?])[^<>]{0,300}>?")
_REST = r"[^\s)\]>\"'’”]*"
_ADDRESS = re.compile(
    rf"(?:\b[a-z][a-z0-9+.-]{{1,20}}:)?//{_REST}|\b(?:javascript|vbscript|data|mailto|file|tel):(?=\S){_REST}"
    rf"|\bwww\.{_REST}|(?-i:\b(?:[a-z0-9-]{{1,63}}\.){{1,8}}[a-z]{{2,24}}(?:[/:?#]{_REST})?(?![\w.-]))"
    rf"|(?-i:\b(?:[A-Z0-9-]{{1,63}}\.){{1,8}}[A-Z]{{2,24}}\b)|[^\s(\"]{{1,100}}@[\w.-]+",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-+•▶◦‣]\s+|\d{1,2}[.)]\s+|#{1,6}\s*|>\s*)+")
_NUMBERS = re.compile(r"\[\s*\^?\d{1,3}(?:\s*[,;-]\s*\d{1,3})*\s*\]")
_SIGNS = str.maketrans("", "", "[]【】`*_~|#\\{}")
_MARK_WORD = re.compile(r"\b(?:sources?|passages?|keys?|see|cf|refs?|citations?)\b[.:]?|[\s,;:^&+-]|\band\b")
_EMPTY = re.compile(r"\(\s*\)")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?…])")
# What models like to begin with although nothing can carry it: an answer to yes or no, or who says so.
_SOURCE = r"(?:the|these|this|those) (?:given |provided |cited )?(?:passages?|sources?|texts?|documents?)"
_LEAD = re.compile(
    rf"(?:(?:yes|no|indeed|sure|certainly|of course)[,:;!]\s+"
    rf"|(?:according to|based on|as (?:said|stated) in) {_SOURCE}\s*[,:]\s+"
    rf"|{_SOURCE} (?:say|state|mention|note|explain|indicate|report)s?(?: that\s+|:\s+))+",
    re.IGNORECASE,
)


def cleaned(text: str) -> str:
    """The sentence as it may be shown; empty when nothing is left to read."""
    plain = unicodedata.normalize("NFKC", html.unescape(text))
    shown = "".join(_seen(sign) for sign in plain)
    # What is taken out may bring together what was kept apart by it; who nests that deep has nothing to say.
    for _ in range(MOST_ROUNDS):
        before, shown = shown, _without_markup(shown)
        if shown == before:
            return shown if any(sign.isalpha() for sign in shown) else ""
    return ""


def standing_alone(text: str) -> str:
    """Without "yes," or "the passage states that" before it: what is left is checked and shown by itself."""
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else ""
    return f"{rest[0].upper()}{rest[1:]}" if rest else text


def _without_markup(text: str) -> str:
    plain = _BULLET.sub("", _NUMBERS.sub(" ", _FENCE.sub(" ", text))).translate(_SIGNS)
    plain = KEY.sub(" ", _ADDRESS.sub(" ", _TAG.sub(" ", plain)))
    plain = _BEFORE_STOP.sub("", " ".join(_EMPTY.sub(" ", plain).split()))
    return plain.rstrip(" ,;:-").lstrip(" ,;:-.!?")


def _seen(sign: str) -> str:
    """What cannot be seen goes; what only separates becomes a blank."""
    category = unicodedata.category(sign)
    return "" if category in ("Cf", "Co", "Cn", "Cs") else " " if category == "Cc" else sign


def keys_in(text: str, keys: Collection[str]) -> tuple[tuple[str, ...], int]:
    """The known keys that a text names, each once in its order, and how many unknown ones it names besides."""
    named = dict.fromkeys(KEY.findall(text.lower()))
    known = tuple(key for key in named if key in keys)
    return known, len(named) - len(known)


def only_marks(inside: str) -> bool:
    """Whether what stands in brackets is nothing but keys or numbers of sources."""
    rest = _MARK_WORD.sub(" ", KEY.sub(" ", inside.lower()))
    return bool(inside.strip()) and all(part.isdigit() and len(part) <= 3 for part in rest.split())
