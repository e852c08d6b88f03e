"""Orders inside a question are data: what tells the assistant what to be, say or leave out is set aside.

The rest is answered word for word. Tags, tool markup and invisible characters go first, since orders hide in them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.disguise import LOOKALIKES, plain_letters
from assistant.answering.order_words import (
    ASKS,
    ASKS_FIRST,
    HEAD,
    ORDER_FOLLOWS,
    PLAIN,
    QUESTION_FOLLOWS,
    ROLE_MARK,
    SOFT,
    STRONG,
    TOLD,
)
from assistant.words import fold, sentences, tokens

# Markup that only carries something else: images, tags, system brackets, rulers, headings, comments.
_MARKUP = re.compile(
    # Rulers are taken whole: tried piece by piece, a long row of dashes took minutes.
    r"(?<!-)-{3,}+ *begin\b(?>[^\n]*?(?<!-)-{3,}+)[^\n]*?(?<!-)-{3,}+ *end\b[^\n]*?-{3,}|"
    r"<!--.*?(?:-->|$)|!\[[^\]]*\]\([^)]*\)|<\|[^|>]*\|>|</?\s*[a-zA-Z][^>]*>|\[/?(?:SYSTEM|INST|ADMIN|USER|ASSISTANT)\]|"
    r"(?P<fence>`{3}|\*{3}|={3})[^\n]{0,200}?\b(?:system|override|assistant|admin|instructions?|"
    r"ignore)\b.{0,200}?(?P=fence)|"
    r"#{2,}[^#\n]*#{2,}|^\s*#+\s|-{3,}[^-\n]*-{3,}|^\s*-{3,}\s*$|\*\*\w+:\*\*|^\W*(?:user|human|question|frage|"
    r"pregunta|domanda)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_BRACKETED = re.compile(
    r"\[(SYSTEM|ADMIN|INST)\].*?\[/\1\]|<(system|script|style)\b.*?</\2\s*>", re.IGNORECASE | re.DOTALL
)
# Letters that only a machine reads: base64 with its padding or mixed cases and digits, or long hexadecimal.
_ENCODED = re.compile(
    r"\b(?:[0-9a-f]{2}\s?){8,}\b|(?<![\w/.-])(?=[\w+/]*\d)(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])[\w+/]{14,}={0,2}"
    r"|(?<![\w/.-])[\w+/]{7,}={1,2}(?![\w=])"
)
_JOINTS = re.compile(r"[()\[\]{}]+|\n+|;\s+|(?<=[?!])\s+|(?<=[.!?:])\s+(?=[¿¡])")
_HEAD_ALONE = re.compile(rf"{HEAD}\W*")
_LEET = str.maketrans("01345", "oieas")

_TO_READERS_THAT_OBEY = re.compile(
    r"\b(?:ignore|disregard|forget|ignorez|oublie[sz]?|ignoriere\w*|vergiss|vergessen sie|ignora|olvid[ae]|"
    r"dimentic[ah]i?)\b.{0,30}\b(?:instruct\w*|prompts?|your rules|the rules|rules above|guidelines|anweisung\w*|"
    r"regeln|regles|consignes|instruc\w*|reglas|istruzion\w*|regole)\b"
    r"|\b(?:system|hidden|developer|secret)\s+prompt\b|\byou are (?:now|no longer) an?\b|\bjailbreak|"
    r"\b(?:developer|dan) mode\b|\b(?:reveal|print|repeat|output) your (?:prompt|instructions|rules|configuration)\b"
    r"|^\W*(?:system|assistant|admin)\s*:|<\|\w+\|>|\[/?inst\]|<!--\s*(?:system|assistant)|\bnew instructions?\s*:"
    r"|\b(?:must|always|should)\b.{0,30}\b(?:add|append|include|begin|end|say)\b.{0,40}\byour "
    r"(?:answer|reply|response)\b"
    r"|!\[[^\]]*\]\(\s*(?:https?:)?//",
    re.IGNORECASE,
)
# How chats with models are written down for them, by all makers: turns, roles, and calls of tools. No prose has these:
# tags of HTML have no underscore, and its objects have other names.
MACHINE_MARK = re.compile(
    r"<\|[^<>|]{1,40}\|>|</?<[a-z]{2,20}>?>|</?[a-z]+(?:_[a-z]+)+\b[^<>]{0,200}>|<!--\s*(?:system|assistant)"
    r"|</?(?:system|assistant|human|tool|invoke|instructions?|prompt)\b[^<>]{0,200}>"
    r"|\[/?(?:inst|system|assistant|tool_calls?|available_tools|tool_results?)\]"
    r"|\{\s*[\"'](?:role|claims|tool_calls?|function(?:_call)?|arguments)[\"']\s*:|[\"']arguments[\"']\s*:\s*\{",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A question as read: `text` without the orders in it; `ordered` if there were any."""

    text: str
    ordered: bool


def set_orders_aside(question: str) -> Read:
    """Drop the pieces that give the assistant orders; keep the rest word for word."""
    text = _ENCODED.sub(" ", _MARKUP.sub("\n", _BRACKETED.sub("\n", _unwrapped(_visible(question)))))
    changed = " ".join(text.split()) != " ".join(question.split())
    pieces = [(piece, _strength(_flat(piece))) for piece in _pieces(text)]
    asks = any(strength == 0 and ASKS.search(_flat(piece)) for piece, strength in pieces)
    ordered = changed or any(strength == _CERTAIN for _, strength in pieces)
    # What is an order only beside a question may otherwise be a request: "Write down the four steps."
    least = _LIKELY if asks or ordered else _CERTAIN
    kept = list(_kept(pieces, least))
    if len(kept) == len(pieces) and not changed:
        return Read(question.strip(), False)
    text = _joined(kept)
    # "... and list them" of an order that went asks nothing any more.
    return Read(text if "?" in text or tokens(text) else "", True)


_LIKELY, _CERTAIN = 1, 2
_LOOK = 200  # characters around a joint that decide whether an order begins or ends there


def _kept(pieces: Sequence[tuple[str, int]], least: int) -> Iterator[str]:
    """The pieces that are no orders; what stands in brackets behind an order goes with it, unless it asks something."""
    dropped = inside = False
    for piece, strength in pieces:
        if not any(c.isalnum() for c in piece):
            inside = bool(re.search(r"[(\[{]", piece)) and dropped
        elif strength >= least:
            dropped = True
            continue
        elif inside and not ASKS.search(_flat(piece)):
            continue
        else:
            dropped = False
        yield piece


def _strength(flat: str) -> int:
    """How surely a piece is an order: 2 wherever it stands, 1 beside a question, 0 not."""
    if ROLE_MARK.search(flat):
        return _CERTAIN
    if ASKS_FIRST.search(flat) and not PLAIN.search(flat):
        return _CERTAIN if STRONG.search(flat) and not flat.rstrip(" \"')").endswith("?") else 0
    if STRONG.search(flat):
        return _CERTAIN
    if PLAIN.search(flat) or SOFT.search(flat):
        return _LIKELY
    return _LIKELY if TOLD.search(flat) and not flat.rstrip().endswith("?") else 0


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that are an order or not: sentences, brackets, and clauses where an order begins or ends."""
    for start, end in sentences(text):
        at = start
        for match in [*_JOINTS.finditer(text, start, end), None]:
            stop = match.start() if match else end
            yield from _clauses(text[at:stop])
            if match:
                at = match.end()
                if match.group().strip():
                    yield match.group()


def _clauses(text: str) -> Iterator[str]:
    """Cut where an order begins behind other words, and where a question begins behind an order."""
    flat, at = _flat(text), 0
    found = [m for m in ORDER_FOLLOWS.finditer(flat) if not _HEAD_ALONE.fullmatch(flat[: m.end()])]
    cuts = [m.end() for m in found if _strength(flat[m.end() : m.end() + _LOOK])]
    for match in QUESTION_FOLLOWS.finditer(flat):
        behind = max([c for c in cuts if c <= match.start()], default=0)
        if _strength(flat[max(behind, match.start() - _LOOK) : match.start()]):
            cuts.append(match.end())
    for cut in sorted({*cuts, len(text)}):
        if text[at:cut].strip():
            yield text[at:cut]
        at = cut


def _joined(pieces: list[str]) -> str:
    """The pieces that are left, without the joints of those that went."""
    text = " ".join(" ".join(pieces).split())
    text = re.sub(r"([(\[{])\s+|\s+([)\]}])", lambda m: m.group(1) or m.group(2), text)
    text = re.sub(r"[(\[{]+\W*[)\]}]+", " ", text)
    text = re.sub(r"^[\s;,:.)\]}–—-]+", "", text)
    text = re.sub(r"(?:(?:[,;:–—-]|\b(?:and|but|then|und|et|y|e))\s*)+(?=[?.!]?$)", "", text.strip())
    return text.strip() if any(c.isalpha() for c in text) else ""


def gives_orders(text: str) -> bool:
    """Whether a sentence of somebody's document is meant for an assistant that reads it, not for people.

    Narrower than what is set aside of questions: "act as" and "from now on" are plain words in a document.
    """
    seen = _visible(plain_letters(text))
    if MACHINE_MARK.search(seen):
        return True
    folded = fold(seen)
    # Written backwards, with a sign before it that turns it round, it reads like any other to people.
    return any(_TO_READERS_THAT_OBEY.search(reading) for reading in (folded, folded[::-1]))


def _flat(text: str) -> str:
    """Lower case without accents, digits inside words as the letters they stand for; as long as the text."""
    latin = text if text.isascii() else text.translate(LOOKALIKES)
    plain = "".join((unicodedata.normalize("NFKD", c)[:1] or c).lower()[:1] or c for c in latin)
    return re.sub(r"(?<=[a-z])[01345](?=[a-z])|\b1(?=[a-z]{2})|\b1(?=gn)", lambda m: m.group().translate(_LEET), plain)


def _visible(text: str) -> str:
    """Full-width letters made plain; characters that cannot be seen or that turn the direction of text taken out."""
    plain = unicodedata.normalize("NFKC", text) if any(ord(c) > 0xFF00 for c in text) else text
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    if not re.search(r"(?<!\w)\w(?: \w){4,}(?!\w)", seen):
        return seen
    return re.sub(r"(?<!\w)\w(?: \w)+(?!\w)", lambda spaced: spaced.group().replace(" ", ""), seen)  # l i k e  this


def _unwrapped(text: str) -> str:
    """The question inside a JSON object, or the text as it is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):  # the latter for a thousand opening brackets
        return text
    return found["question"] if isinstance(found, dict) and isinstance(found.get("question"), str) else text
