"""A text as the rules see it: words with their place, clause and sentence; names are told from openings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.verifying.lexicon import COUNTS, FUNCTION, LIGHT, NEGATIONS, PLACES, stem, word_set
from assistant.words import sentences

_CART = re.compile(r"\bCAR[\s\-‑]?Ts?(?=\b|[\s\-‑]cells?\b)(?:[\s\-‑]?cells?)?", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[%€$£]|[,;:()\[\]]|\s[–—-]\s")
_PHRASES = tuple(
    (re.compile(rf"\b(?:{long})\b", re.IGNORECASE), short)
    for long, short in {
        "health care": "healthcare",
        "(?:at once|right away|straight away|without delay)": "immediately",
        "no longer(?! than)": "not",
        "(?:free of charge|at no cost|without (?:a fee|charge|pay|payment)|for (?:free|nothing))": "free",
        "(?:made|makes|make) no difference|(?:played|plays|play) no (?:part|role)": "unaffected",
        "(?:did|does|do) not (?:depend|matter)": "unaffected",
        "with (?:and|or) without": "whether",
        "at first": "initially",
        "(?:once )?a fortnight|fortnightly": "every two weeks",
        "(?:costs?|costing) nothing": "is free",
        "(?:switch|turn)(?:ed|es|s|ing)? on": "activated",
        "(?:switch|turn)(?:ed|es|s|ing)? off": "deactivated",
        "turn(?:ed|s|ing)? down": "rejected",
        "a couple of": "some",
        "as well as": "and",
        "per cent": "percent",
    }.items()
)
_STARTS_CLAUSE = word_set("and but while whereas because although though which who so unless except")
_POWER = re.compile(r"(?<![\d.,])10([⁰¹²³⁴-⁹]{1,2})(?![⁰¹²³⁴-⁹])")
_BREAKS = frozenset(",;:()[]–—-")
SENTENCE_GAP = 20
_LABEL = 60  # characters: "Recommendation 2.3 of the report, on capacity:" belongs to what follows


@dataclass(frozen=True, slots=True)
class Word:
    """`at` grows by one per word and by SENTENCE_GAP per sentence; `clause` counts through the whole text."""

    text: str
    low: str
    stem: str
    at: int
    clause: int
    sentence: int
    opens: bool
    named: bool = False  # opens a sentence with another capital right behind it, as in "Mayo Clinic"

    @property
    def is_number(self) -> bool:
        return self.low[0].isdecimal()  # not the raised digit of a note or a power

    @property
    def is_content(self) -> bool:
        return self.low[0].isalpha() and self.low not in FUNCTION and self.low not in COUNTS and len(self.low) > 1

    @property
    def weight(self) -> float:
        return 0.35 if self.stem in LIGHT else 1.0

    @property
    def is_acronym(self) -> bool:
        return len(self.text) > 1 and sum(c.isupper() for c in self.text) >= 2

    @property
    def is_name(self) -> bool:
        """Capitals that no sentence opening explains. The therapy's own name is on every page and tells nothing."""
        if self.low == "cart" or not self.text[0].isupper() or self.low in FUNCTION:
            return False
        return not self.opens or self.named or self.is_acronym or self.low in PLACES


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text in order, and where each piece of evidence begins among its sentences."""

    words: tuple[Word, ...]
    clauses: int
    sentences: int

    def clause(self, number: int) -> tuple[Word, ...]:
        return tuple(w for w in self.words if w.clause == number)

    def sentence_at(self, at: int) -> int:
        """The sentence of the word at a place; -1 where there is none."""
        return next((w.sentence for w in self.words if w.at == at), -1)

    def content(self) -> tuple[Word, ...]:
        return tuple(w for w in self.words if w.is_content)


def tidy(text: str) -> str:
    """One spelling for what is written in several ways."""
    text = _CART.sub("cart", text).replace("’", "'").replace("‑", "-")
    text = re.sub(r"\b([A-Z])\.([A-Z])\.", r"\1\2", text)
    text = re.sub(r"n't\b", " not", text)
    text = _POWER.sub(lambda power: str(10 ** int(unicodedata.normalize("NFKC", power[1]))), text)
    for long, short in _PHRASES:
        text = long.sub(short, text)
    return text


@lru_cache(maxsize=8192)
def read(text: str) -> Reading:
    """The reading of a text of one sentence or several."""
    tidied = tidy(text)
    words: list[Word] = []
    clause = at = 0
    spans = sentences(tidied)
    for number, (start, end) in enumerate(spans):
        clause, at = _read_sentence(tidied[start:end], number, clause, at, words)
    return Reading(tuple(words), clause, len(spans))


def _read_sentence(text: str, number: int, clause: int, at: int, words: list[Word]) -> tuple[int, int]:
    """Appends its words; returns the next clause and place. A clause has at least two content words."""
    held, opens = 0, True
    for match in _TOKEN.finditer(text):
        token = match.group().strip()
        low = token.lower().removesuffix("'s").removesuffix("'")
        breaks = token[0] in _BREAKS and not (token == ":" and match.start() < _LABEL)
        if (breaks or low in _STARTS_CLAUSE) and held >= 2:
            clause, held = clause + 1, 0
        if token[0] in _BREAKS:
            opens = opens or token == ":"
            at += 1
            continue
        if token[0].isupper() and words and words[-1].opens and words[-1].at == at - 1 and low not in FUNCTION:
            words[-1] = replace(words[-1], named=True)
        word = Word(token.removesuffix("'s"), low, stem(low), at, clause, number, opens)
        words.append(word)
        held += word.is_content or word.is_number or low in NEGATIONS
        opens, at = False, at + 1
    if held < 2 and words and words[-1].clause == clause:
        clause = _fold_back(words, clause, number)
    return clause + 1, at + SENTENCE_GAP


def _fold_back(words: list[Word], clause: int, sentence: int) -> int:
    """The last clause is too short to stand alone: it joins the one before it in the same sentence."""
    before = [w.clause for w in words if w.sentence == sentence and w.clause < clause]
    if not before:
        return clause
    for i in range(len(words) - 1, -1, -1):
        w = words[i]
        if w.clause != clause:
            break
        words[i] = replace(w, clause=before[-1])
    return before[-1]


@dataclass(frozen=True, slots=True)
class Source:
    """All pieces of evidence as one reading; for each of its sentences its text and the piece that it comes from."""

    reading: Reading
    texts: tuple[str, ...]
    pieces: tuple[int, ...]


@lru_cache(maxsize=2048)
def join(evidence: tuple[str, ...]) -> Source:
    """The pieces one after the other, none of which runs on into the next."""
    words: list[Word] = []
    texts: list[str] = []
    pieces: list[int] = []
    clauses = at = 0
    for piece, text in enumerate(evidence):
        one = read(text)
        for w in one.words:
            words.append(replace(w, at=w.at + at, clause=w.clause + clauses, sentence=w.sentence + len(texts)))
        texts += [text[a:b] for a, b in sentences(text)][: one.sentences]
        texts += [text] * (one.sentences - (len(texts) - len(pieces)))
        pieces += [piece] * one.sentences
        clauses += one.clauses
        at = (words[-1].at if words else 0) + SENTENCE_GAP
    return Source(Reading(tuple(words), clauses, len(texts)), tuple(texts), tuple(pieces))


MOST_SENTENCES = 8


def closest(source: Source, claim: Reading) -> Reading:
    """The sentences of a source that share most with a claim, at most MOST_SENTENCES; places and numbers stay."""
    if len(source.texts) <= MOST_SENTENCES:
        return source.reading
    asked = {
        w.stem: (2.0 if w.is_name or w.is_number else w.weight) for w in claim.words if w.is_content or w.is_number
    }
    shared: dict[int, dict[str, float]] = {}
    for w in source.reading.words:
        if w.stem in asked:
            shared.setdefault(w.sentence, {})[w.stem] = asked[w.stem]
    best = sorted(shared, key=lambda k: (-sum(shared[k].values()), k))[:MOST_SENTENCES] or list(range(MOST_SENTENCES))
    kept = tuple(w for w in source.reading.words if w.sentence in set(best))
    return Reading(kept, source.reading.clauses, source.reading.sentences)
