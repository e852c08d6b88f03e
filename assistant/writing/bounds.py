"""Whether a sentence sets a least or a most ("at least 3", "up to 20 %"): a translation may not turn it round. Pure.

Words for it are known in five languages; "no more than" is a most, though "more than" alone is a least.
"""

from __future__ import annotations

import re

from assistant.words import fold

LEAST, MOST = "least", "most"
# By language what denies the other kind, then what sets a most, then a least. Folded; whole words.
_WORDS: dict[str, tuple[str, str, str]] = {
    "en": (
        r"(?:no|not) (?:less|fewer) than",
        r"(?:no|not) (?:more|later|longer) than|at (?:the )?most|up to(?! (?:date|now))|(?:less|fewer) than"
        r"|within(?= \d)|(?:under|below)(?= \S?\d)",
        r"at least|more than|(?:over|above)(?= \S?\d)",
    ),
    "de": (
        r"nicht weniger als",
        r"nicht (?:mehr|spater|langer) als|hochstens|maximal|spatestens|bis zu|weniger als|innerhalb|binnen"
        r"|unter(?= \d)",
        r"mindestens|wenigstens|mehr als|uber(?= \d)",
    ),
    "fr": (
        r"pas moins d[e']",
        r"pas plus d[e']|au plus|au maximum|jusqu'a|moins d(?:e|u|es|')",
        r"au moins|au minimum|plus de(?= \d)",
    ),
    "es": (
        r"no menos del?",
        r"no mas del?|como maximo|como mucho|a lo sumo|hasta(?= (?:el |un |los )?\d)|menos del?",
        r"al menos|por lo menos|como minimo|mas del?(?= \d)",
    ),
    "it": (
        r"non meno d\w+",
        r"non (?:piu|oltre) d\w+|al massimo|al piu|fino a\w{0,3}|meno d\w+|entro",
        r"almeno|come minimo|piu d\w+(?= \d)|oltre(?= \w{0,2}'? ?\d)",
    ),
}


def bounds(text: str, language: str) -> frozenset[str]:
    """LEAST, MOST, both or neither, as far as the words of that language are known."""
    plain = fold(text).replace("’", "'")
    found = set()
    for kind, words in zip((LEAST, MOST, LEAST), _WORDS.get(language, ()), strict=False):
        plain, times = re.subn(rf"\b(?:{words})(?:(?<=')|(?!\w))", " ", plain)
        if times:
            found.add(kind)
    return frozenset(found)


def turned_round(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether the one sets a least alone where the other sets a most alone."""
    return bool(ours and theirs) and not ours & theirs
