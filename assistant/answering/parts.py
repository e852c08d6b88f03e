"""A question with several parts, each of which could be answered or not on its own."""

from __future__ import annotations

import re

from assistant.words import sentences, tokens

_ASKING = (
    r"(?:what|which|who|where|when|why|how|is|are|does|do|can|will|combien|quels?|quelles?|qui|wer|was|"
    r"wie|quien|cual|chi|quanto)"
)
_REQUEST = r"(?:list|name|tell me|show me|give me|explain|nenne|liste|enumera|elenca|dis-moi|sag mir|dime|dimmi)"
_JOIN = re.compile(rf"(?:,\s*)?\b(?:and|et|und|y|e)\s+(?={_ASKING}\b)|;\s*|,\s*(?={_ASKING}\b)", re.IGNORECASE)

_POINTS = re.compile(r"\b(?:it|its|they|them|their|these|those|this|that)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[A-ZÀ-Ý][\w-]{2,}")

MOST_PARTS = 4  # each is looked up on its own; nobody asks more at a time


def split_parts(question: str) -> list[str]:
    """The first parts that ask something of their own; one for a simple question.

    A part has two content words or more; one is enough in a later part that points back or says a name.
    """
    parts: list[str] = []
    for start, end in sentences(question):
        pieces = [p.strip(" ,") for p in _JOIN.split(question[start:end])]
        parts.extend(p for p in pieces if p)
    begins = re.compile(rf"(?:{_ASKING}|{_REQUEST})\b", re.IGNORECASE)
    asking = [p for p in parts if begins.match(p) and _has_content(p, parts)]
    distinct = list(dict.fromkeys(asking))[:MOST_PARTS]
    return distinct if len(distinct) >= 2 else [question]


def leans(part: str) -> bool:
    """Whether a part has too little of its own to be looked up without the one before it."""
    return len(set(tokens(part))) < 2 and bool(_POINTS.search(part))


def _has_content(part: str, parts: list[str]) -> bool:
    content = len(set(tokens(part)))
    later = part != parts[0] and bool(_POINTS.search(part) or _NAME.search(part))
    return content >= 2 or (content == 1 and later)


def question_alone(text: str) -> str:
    """The sentences of a message that end in a question mark, where others stand beside them; else nothing."""
    found = [text[a:b] for a, b in sentences(text)]
    asking = [sentence for sentence in found if sentence.rstrip("\"'”’»)").endswith("?")]
    return " ".join(asking) if 0 < len(asking) < len(found) else ""


def said_back(part: str) -> str:
    """A part as an answer may repeat it: without signs that would read as Markdown or as a citation's mark."""
    return " ".join(re.sub(r"\[\d+\]|[\[\]<>*_`#|!\\]", " ", part).split()).rstrip(" ?.;,")
