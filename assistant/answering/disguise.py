"""What a text says to a reader that takes letters for what they look like, whatever alphabet they are of, and entities
for what they stand for. For looking at orders only: nothing that is shown or quoted is changed by this.
"""

from __future__ import annotations

import html
import unicodedata

# Letters of other alphabets, and small capitals, that pass for Latin ones; each is one letter for one, so that offsets
# stay. Wider tables (Unicode's confusables) would turn words of other languages into orders.
_LIKE = {
    "a": "аαᴀ",
    "b": "ЬВβʙ",
    "c": "сСϲᴄ",
    "d": "ԁᴅ",
    "e": "еЕεΕᴇ",
    "f": "ꜰ",
    "g": "ɡɢ",
    "h": "һНΗʜ",
    "i": "іІιΙɪı",
    "j": "јЈᴊ",
    "k": "кКκΚᴋ",
    "l": "ӏⅼʟ",
    "m": "мМΜᴍ",
    "n": "ոΝɴ",
    "o": "оОοΟօᴏ",
    "p": "рРρΡᴘ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "ѕЅꜱ",
    "t": "тТτΤᴛ",
    "u": "υսᴜ",
    "v": "νѵᴠ",
    "w": "ԝᴡ",
    "x": "хХχΧ",
    "y": "уУγΥʏ",
    "z": "Ζᴢ",
}
LOOKALIKES = str.maketrans({other: latin for latin, others in _LIKE.items() for other in others})
MOST_LAYERS = 3


def plain_letters(text: str) -> str:
    """Entities resolved, also those within others; every letter as the Latin one that it is or looks like."""
    for _ in range(MOST_LAYERS):
        before, text = text, html.unescape(text)
        if text == before:
            break
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return plain.translate(LOOKALIKES)
