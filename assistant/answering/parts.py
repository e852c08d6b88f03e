"""A question with several parts, each of which could be answered or not on its own."""

from __future__ import annotations

import re

from assistant.words import sentences, tokens

_ASKING = (
    r"(?:what|which|who|where|when|why|how|is|are|does|do|can|will|combien|quels?|quelles?|qui|wer|was|"
    r"wie|quien|cual|chi|quanto)"
)
_JOIN = re.compile(rf"(?:,\s*)?\b(?:and|et|und|y|e)\s+(?={_ASKING}\b)|;\s*|,\s*(?={_ASKING}\b)", re.IGNORECASE)

MOST_PARTS = 4  # each is looked up on its own; nobody asks more at a time


def split_parts(question: str) -> list[str]:
    """The first parts that ask something of their own (two content words or more each); one for a simple question."""
    parts: list[str] = []
    for start, end in sentences(question):
        pieces = [p.strip(" ,") for p in _JOIN.split(question[start:end])]
        parts.extend(p for p in pieces if p)
    asking = [p for p in parts if re.match(_ASKING, p, re.IGNORECASE) and len(set(tokens(p))) >= 2]
    distinct = list(dict.fromkeys(asking))[:MOST_PARTS]
    return distinct if len(distinct) >= 2 else [question]


def question_alone(text: str) -> str:
    """The sentences of a message that end in a question mark, where others stand beside them; else nothing."""
    found = [text[a:b] for a, b in sentences(text)]
    asking = [sentence for sentence in found if sentence.rstrip("\"'”’»)").endswith("?")]
    return " ".join(asking) if 0 < len(asking) < len(found) else ""


def said_back(part: str) -> str:
    """A part as an answer may repeat it: without signs that would read as Markdown or as a citation's mark."""
    return " ".join(re.sub(r"\[\d+\]|[\[\]<>*_`#|!\\]", " ", part).split()).rstrip(" ?.;,")
