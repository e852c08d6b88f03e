"""Which passages a model gets, under which keys, and how many of them fit. Pure."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence

from assistant.domain import Passage, Prompt
from assistant.writing.prompts import Offered

MOST_PASSAGES = 8
MOST_TOKENS = 4000  # of passages, however much the model could read: more costs time and money and helps no answer
MARGIN = 64  # tokens for the marks that a chat server puts around messages

# A letter, a digit, a letter, a digit: no word of a text, and none of the letters and digits that look alike.
KEY = re.compile(r"\b[a-z]\d[a-z]\d\b")
_LETTERS, _DIGITS = "bcdfghjkmnpqrstvwxz", "23456789"
_PIECE = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_|\n")


def new_keys(count: int) -> list[str]:
    """Distinct keys that nobody can know beforehand, so that no document can put one in the model's mouth."""
    keys: dict[str, None] = {}
    while len(keys) < count:
        keys["".join(secrets.choice(alphabet) for alphabet in (_LETTERS, _DIGITS) * 2)] = None
    return list(keys)


def count_tokens(text: str) -> int:
    """No fewer than the tokens of a text: every sign and digit one, a word one for each three letters it has begun,
    for each one and a half where its letters are not Latin ones.

    Byte-pair vocabularies of today's models take fewer; a test holds it against a real one.
    """
    return sum(_pieces(match.group()) for match in _PIECE.finditer(text))


def _pieces(piece: str) -> int:
    if not piece.isalpha():
        return len(piece.encode(errors="surrogatepass"))
    return -(-len(piece) // 3) if piece.isascii() else -(-len(piece.encode()) * 2 // 3)


def prompt_tokens(prompt: Prompt) -> int:
    return count_tokens(prompt.system) + count_tokens(prompt.user) + MARGIN


def fitting(offered: Sequence[Offered], empty: Prompt, room: int) -> list[Offered]:
    """The first passages, whole, with which the prompt that is `empty` of them takes at most `room` tokens."""
    spent = prompt_tokens(empty)
    kept: list[Offered] = []
    for passage in offered[:MOST_PASSAGES]:
        cost = count_tokens(passage.shown()) + 2
        if spent + cost > room or sum(count_tokens(k.text) for k in kept) + cost > MOST_TOKENS:
            break
        kept.append(passage)
        spent += cost
    return kept


def distinct(passages: Iterable[Passage]) -> list[Passage]:
    """Each passage once, and none whose words another one before it already holds."""
    kept: list[Passage] = []
    for passage in passages:
        if not any(k.document == passage.document and k.start <= passage.start and passage.end <= k.end for k in kept):
            kept.append(passage)
    return kept
