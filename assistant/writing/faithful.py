"""Whether a translation says what its sentence says, as far as that can be told without trusting who made it. Pure.

Numbers, their units and bounds, months, denials, names, length and language are held against the sentence; the meaning
of the other words is not. So a translation is only ever shown beside the sentence, and marked as a model's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.orders import gives_orders
from assistant.words import fold, sentences, stop_words, tokens
from assistant.writing.bounds import bounds, turned_round
from assistant.writing.names import lost_name, new_name, words_of
from assistant.writing.tongues import TONGUES, Tongue

SOURCE = "en"  # the language that the tables hold the others against
SHORTEST, LONGEST = 0.5, 2.2  # of the sentence's length; translations into these languages take 0.8 to 1.6
_ORIGIN, _LEAST_AKIN = 4, 2  # letters that words of one origin share; such words
_SPARE = 15  # characters that a short sentence may have more or less, whatever its length
_MOST_LEFT = 1  # English words that no other language has, as in the name of a report

_DIGITS = r"\d{1,3}(?:[  ',.]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
_PIECE = re.compile(rf"{_DIGITS}|[^\W\d_]+(?:[-'][^\W\d_]+)*|[%€$£]")
_NO_END = re.compile(
    r"(?<=\d)\.(?=\s)|\b(?:\w|bzw|ca|mio|mrd|dr|prof|vgl|inkl|nr|art|env|ex|ej|ecc)\.(?=\s)", re.IGNORECASE
)
_LEFT = re.compile(r"\b(?:the|and|of|with|is|are|which|that|for|from|this|have|been|should|their|by|must|your)\b")
_CURRENCY = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("$", "usd", "dollar", "dollars", "dolares", "dollari"), "USD"),
    **dict.fromkeys(("£", "gbp", "pound", "pounds", "pfund", "livres", "libras", "sterline"), "GBP"),
}
# Of these it depends whether they count: "both ... and", "duplicate work", "secondo il rapporto".
_OPTIONAL = frozenset(("both", "duplicate", "duplicates", "duplicated", "duplication", "secondo"))
_FACTORS = (1e2, 1e3, 1e6, 1e9, 1e12)
Number = tuple[float, str, bool]  # value, what is counted, whether it may be left out


@dataclass(frozen=True)
class Learned:
    """What is known of languages: `detect` tells which one a text is in, `surely` how far a word's letters tell it.

    From an index: `words`, the ordinary words of a language, folded; `terms`, the texts' own terms for what a text in
    that language says.
    """

    detect: Callable[[str], str]
    words: Callable[[str], frozenset[str]] = lambda _: frozenset()
    terms: Callable[[str, str], Sequence[str]] = lambda *_: ()
    surely: Callable[[str, str], float] = lambda *_: 0.0


def why_not(source: str, translation: str, language: str, learned: Learned) -> str:
    """Why a translation of an English sentence is not shown, in a word or two; "" where nothing speaks against it."""
    known = learned.words(language)
    if not SHORTEST * len(source) - _SPARE <= len(translation) <= LONGEST * len(source) + _SPARE:
        return "length"
    if _sentences(translation) > _sentences(source):
        return "sentences"
    if gives_orders(translation):
        return "order"
    if len(_LEFT.findall(fold(translation))) > _MOST_LEFT or learned.detect(translation) != language:
        return "language"
    ours, theirs = TONGUES[SOURCE], TONGUES.get(language, Tongue())
    if not _same_numbers(numbers(source, SOURCE), numbers(translation, language), bool(theirs.numbers)):
        return "numbers"
    if _months(source, ours) != _months(translation, theirs):
        return "months"
    if not _denies_alike(_denials(source, ours), _denials(translation, theirs), bool(theirs.denials)):
        return "denial"
    if _hedged(source, ours) and not _hedged(translation, theirs):
        return "certainty"
    if turned_round(bounds(source, SOURCE), bounds(translation, language)):
        return "bounds"
    if name := lost_name(source, translation) or new_name(source, translation, language, known, learned.surely):
        return f"name {name}"
    if known and not _related(source, translation, language, learned.terms(translation, language)):
        return "meaning"
    return ""


def _related(source: str, translation: str, language: str, terms: Sequence[str]) -> bool:
    """Whether the two have anything in common: words of one origin, or one of the texts' terms.

    All careful translations of the tests do; of 554 pairs with another sentence's translation 60 % (the subject is
    shared), and of 66 with words on another subject none.
    """
    common = stop_words(SOURCE) | stop_words(language)
    ours, theirs = ({fold(word) for word, _ in words_of(text)} - common for text in (source, translation))
    origins = {word[:_ORIGIN] for word in ours if len(word) > _ORIGIN}
    akin = {word[:_ORIGIN] for word in theirs if len(word) > _ORIGIN} & origins
    return len(akin | (ours & theirs)) >= _LEAST_AKIN or bool(
        {t for term in terms for t in tokens(term)} & set(tokens(source))
    )


def _sentences(text: str) -> int:
    """How many there are; a full stop behind a number ("8. März") or a short form ends none."""
    return len(sentences(_NO_END.sub(" ", text)))


def numbers(text: str, language: str) -> list[Number]:
    """The numbers of a text in order: digits as the language groups them, and words where they are known."""
    tongue = TONGUES.get(language, Tongue())
    pieces = _pieces(text, language, tongue)
    found: list[Number] = []
    at = 0
    while at < len(pieces):
        value = _value(pieces[at], language, tongue.numbers)
        begun = at
        at += 1
        if value is None:
            continue
        spoken = not pieces[begun][0].isdigit()
        if spoken and value % 10 == 0 and 20 <= value < 100 and at < len(pieces):
            one = tongue.numbers.get(pieces[at], 0.0)
            if 1 < one < 10 and pieces[at] not in _OPTIONAL:
                value, at = value + one, at + 1
        while at < len(pieces) and (factor := tongue.numbers.get(pieces[at])) in _FACTORS:
            value, at = value * factor, at + 1
        found.append((value, _unit(pieces, begun, at, tongue.units), spoken and pieces[begun] in _OPTIONAL))
    return found


def _pieces(text: str, language: str, tongue: Tongue) -> list[str]:
    plain = fold(text).replace("’", "'")
    if language == "de":
        plain = re.sub(r"(?<=[a-z])(hundert|tausend)(?=[a-z]|\b)", r" \1 ", plain)
    if language == "en":
        plain = plain.replace("per cent", "percent")
    for phrase in ("pour cent", "por ciento", "per cento"):
        plain = plain.replace(phrase, "%")
    pieces: list[str] = []
    for match in _PIECE.finditer(plain):
        piece = match.group()
        whole = piece in tongue.numbers or "-" not in piece
        pieces += [piece] if whole or piece[0].isdigit() else piece.split("-")
    return pieces


def _value(piece: str, language: str, words: Mapping[str, float]) -> float | None:
    if not piece[0].isdigit():
        return words.get(piece)
    group, point = (",", ".") if language == SOURCE else (".", ",")
    plain = re.sub(r"[  ']", "", piece)
    if re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{point}\d+)?", plain):
        plain = plain.replace(group, "")
    parts = plain.replace(",", ".").split(".")
    return float(f"{parts[0]}.{''.join(parts[1:])}" if len(parts) > 1 else parts[0])


def _unit(pieces: Sequence[str], begun: int, after: int, units: Mapping[str, str]) -> str:
    """What is counted: the first unit among the two words behind the number, else a currency beside it."""
    for piece in pieces[after : after + 2]:
        if piece[0].isdigit():
            break
        if piece in _CURRENCY:
            return _CURRENCY[piece]
        for begins, unit in units.items():
            if piece == begins or (len(begins) > 3 and piece.startswith(begins)) or piece == f"{begins}s":
                return unit
            if len(begins) == 3 and piece.startswith(begins) and len(piece) <= 6:
                return unit
    return _CURRENCY.get(pieces[begun - 1], "") if begun else ""


def _same_numbers(ours: Sequence[Number], theirs: Sequence[Number], has_words: bool) -> bool:
    """The same values of the same units in the same order; what may be left out may be missing."""
    at = 0
    for value, unit, optional in theirs:
        while at < len(ours) and not _alike(ours[at], value, unit, has_words) and ours[at][2]:
            at += 1
        if at < len(ours) and _alike(ours[at], value, unit, has_words):
            at += 1
        elif not optional:
            return False
    return all(optional for _, _, optional in ours[at:])


def _alike(ours: Number, value: float, unit: str, has_words: bool) -> bool:
    return abs(ours[0] - value) < 1e-9 * max(1.0, value) and (ours[1] == unit or not (has_words or unit))


def _months(text: str, tongue: Tongue) -> list[int]:
    """The months that a text names, in order; beginnings do not count."""
    plain, found = fold(text), []
    for number, month in enumerate(tongue.months):
        found += [(match.start(), number) for match in re.finditer(rf"(?<!\w)(?:{month})(?!\w)", plain)]
    return [number for _, number in sorted(found)]


def _denials(text: str, tongue: Tongue) -> tuple[int, int]:
    """The fewest and the most denials that a text may hold."""
    plain = fold(text).replace("’", "'")
    if tongue.no_denials:
        plain = re.sub(rf"\b(?:{tongue.no_denials})\b", " ", plain)
    sure = len(re.findall(rf"\b(?:{tongue.denials})\b", plain)) if tongue.denials else 0
    return sure, sure + (len(re.findall(rf"\b(?:{tongue.soft})\b", plain)) if tongue.soft else 0)


def _hedged(text: str, tongue: Tongue) -> bool:
    """Whether a text says that something may be; "May" is a month."""
    plain = fold(re.sub(r"\bMay\b", " ", text) if tongue is TONGUES[SOURCE] else text)
    return bool(tongue.hedges and re.search(rf"\b(?:{tongue.hedges})\b", plain))


def _denies_alike(ours: tuple[int, int], theirs: tuple[int, int], has_words: bool) -> bool:
    """Whether both may hold the same number; where the other language's words are not known, ours may hold none."""
    return max(ours[0], theirs[0]) <= min(ours[1], theirs[1]) if has_words else ours[0] == 0
