"""Words and sentences: the one place where text becomes terms, for keywords, coverage and quotes alike. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import Stemmer

_STEMMERS = {"en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian"}
_WORD = re.compile(r"[a-z0-9]+(?:[.'’][a-z0-9]+)*")
# The therapy's name is one word to a reader and in every text here; written apart it would match each "car" and "t".
_JOINED = re.compile(r"\bcar[\s\-‑]?t(?=\b|[\s\-‑]cells?\b)(?:[\s\-‑]?cells?)?", re.IGNORECASE)

_STOP: dict[str, str] = {
    "en": "many much total altogether exactly called name names list show really actually ok okay maybe bit lot "
    "lots full complete whole ever even still yet thanks thank hello hi a an and are as at be been but by can "
    "could did do does for from had has have he her his how i if in "
    "into is it "
    "its just me my no not of on or our out she should so some than that the their them then there these they this "
    "those to too us was we were what when where which who whom whose why will with would you your am about any "
    "being because also between each few more most other such only own same very s t don now tell please anything "
    "something say says said give get got there's what's it's i'm we're let one ones don't doesn't didn't isn't "
    "aren't can't won't couldn't wouldn't",
    "fr": "beaucoup vraiment exactement total liste montre donne dis merci svp tout tous toute toutes bonjour a "
    "au aux avec ce ces cette cet dans de des du elle elles en et est eux il ils je la le les leur "
    "leurs lui ma "
    "mais me mes moi mon ne nos notre nous on ou par pas pour qu que qui quoi sa se ses son sont sur ta te tes "
    "toi ton "
    "tu un une vos votre vous c d j l m n s t y quel quelle quels quelles comment pourquoi quand combien etre avoir "
    "sont ont fait faire plus aussi est-ce",
    "de": "wirklich genau insgesamt liste zeig nenne gib danke bitte viele alle alles hallo aber als am an auch "
    "auf aus bei bin bis bist da dass dem den der des die das doch du durch ein eine einem "
    "einen einer eines er es fur hat haben hatte ich ihr ihre im in ist ja kann konnen man mein mich mir mit nach "
    "nicht noch nur ob oder ohne sehr sein seine sich sie sind so uber um und uns unser unter vom von vor war was "
    "wenn wer werden wie wieso warum welche welcher welches wir wird wo wohin zu zum zur gibt es denn",
    "es": "realmente exactamente total lista muestra dame di gracias favor muchos muchas todos todas hola a al "
    "algo ante como con cual cuales cuando de del desde donde e el ella ellas ellos en entre era es "
    "esa ese "
    "eso esta estan este esto ha hay la las le les lo los mas me mi muy no nos o para pero por porque que quien "
    "quienes se ser si sin sobre son su sus te tiene todo tu un una unas uno unos y ya cuanto cuantos",
    "it": "davvero esattamente totale elenco lista mostra dammi dimmi grazie favore molti molte tutti tutte "
    "tutto ciao a ad al alla alle ai agli anche che chi ci come con cosa cui da dal dalla dei del della delle degli "
    "di dove e "
    "ed gli ha hanno i il in io la le lei li lo loro lui ma mi ne nei nel nella noi non o per perche piu quale quali "
    "quando quanto quanti se si sono su sul sulla tra tu un una uno vi voi sia essere c l",
}

# "The Who questions": a question word that names a set of questions is a word like any other.
_QUESTIONS = re.compile(r"\b(what|who|where|why)\b[\s'\"”’?]{1,4}questions?\b", re.IGNORECASE)


def fold(text: str) -> str:
    """Lower case without accents; the therapy's name as the single word `cart`."""
    joined = _QUESTIONS.sub(r"\1questions questions", _JOINED.sub("cart", text))
    if joined.isascii():  # nothing to take apart, and ingest folds every word of every document
        return joined.lower()
    plain = unicodedata.normalize("NFKD", joined).lower()
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ß", "ss")


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words of that language that carry no topic."""
    return frozenset(_STOP.get(language, _STOP["en"]).split())


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS.get(language, "english"))


# Words that no question is about at all. The keyword side leaves the rarity of all others to BM25.
_PLAIN: dict[str, str] = {
    "en": "a an and are as at be been by can do does for from had has have how i in into is it its me my of on "
    "or our that "
    "the their them there they this to was we were what when where which who why will with you your",
    "fr": "a au aux avec ce ces cette dans de des du elle en est et eux il ils je l d la le les leur leurs lui "
    "m mais me "
    "mon n ne nos notre nous on ou par pas pour qu que quel quelle quelles quels qui s sa se ses son sont sur t "
    "un une "
    "vos votre vous y",
    "de": "aber als am an auch auf aus bei bin das dass dem den der des die ein eine einem einen einer es fur "
    "hat ich "
    "ihr im in ist kann man mein mit nach oder sein sich sie sind so uber um und uns von vor wann warum was welche "
    "welcher welches wenn wer wie wir wird wo zu zum zur",
    "es": "a al como con cual cuales cuando de del donde el ella ellos en es esta este esto ha han hay la las "
    "le lo los "
    "me mi no nos o para pero por porque que quien se si sin sobre son su sus un una y",
    "it": "a ad ai al alla alle anche c che chi come con cosa cui da dal dalla dei del della delle di dove e ed "
    "gli ha i "
    "il in io la le lo mi ne nei nel nella non o per perche piu qual quale quali quando quanto se si sono su "
    "sul sulla "
    "un una uno",
}


@lru_cache(maxsize=4096)
def tokens(text: str, language: str = "en") -> tuple[str, ...]:
    """Stems of the content words of a text, in order, repeats kept: what a question is about."""
    return _stems(text, language, stop_words(language))


def keywords(text: str, language: str = "en") -> tuple[str, ...]:
    """Stems of all words but the plainest, in order, repeats kept: what the keyword side searches."""
    return _stems(text, language, _plain_words(language))


@cache
def _plain_words(language: str) -> frozenset[str]:
    return frozenset(_PLAIN.get(language, _PLAIN["en"]).split())


def _stems(text: str, language: str, stop: frozenset[str]) -> tuple[str, ...]:
    found = [w.replace("’", "'").removesuffix("'s") for w in _WORD.findall(fold(text))]
    return tuple(_stemmer(language).stemWords([w for w in found if w not in stop]))


# A full stop ends a sentence unless it follows an initial, a common short form, or stands inside a number.
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÀ-Ý0-9•▶-])|\n+")
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Dr|Prof|Mr|Mrs|Ms|St|vs|e\.g|i\.e|al|approx|No|Fig|vol|Inc|Ltd|cf|ca))\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, blanks trimmed; slices of the text, so quotes stay exact."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match.group() and _SHORT.search(text, max(start, match.start() - 8), match.start()):
            continue
        spans.append((start, match.start() + len(match.group()) - len(match.group().lstrip("\"'”’)]"))))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
