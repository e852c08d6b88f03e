"""What a unit is called in front of people: "Recommendation 2.3", and how such names are recognised in a question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.domain import Unit
from assistant.registry import Registry
from assistant.words import fold

KIND_NAMES: dict[str, dict[str, str]] = {
    "goal": {"en": "Goal", "fr": "Objectif", "de": "Ziel", "es": "Objetivo", "it": "Obiettivo"},
    "recommendation": {
        "en": "Recommendation",
        "fr": "Recommandation",
        "de": "Empfehlung",
        "es": "Recomendación",
        "it": "Raccomandazione",
    },
    "challenge": {"en": "Challenge", "fr": "Défi", "de": "Herausforderung", "es": "Reto", "it": "Sfida"},
    "step": {"en": "Step", "fr": "Étape", "de": "Schritt", "es": "Paso", "it": "Passo"},
    "reference": {"en": "Reference", "fr": "Référence", "de": "Referenz", "es": "Referencia", "it": "Riferimento"},
}
_ALSO: dict[str, tuple[str, ...]] = {
    "goal": ("goals", "ziele", "objectifs", "objetivos", "obiettivi", "but"),
    "recommendation": ("rec", "recommendations", "recomendaciones", "raccomandazioni", "empfehlungen"),
    "challenge": ("challenges", "desafio", "defis", "retos", "sfide"),
    "step": ("steps", "fase", "phase", "schritte", "etapes", "pasos"),
    "reference": ("ref",),
}
_NUMBER_WORDS = {
    **dict.fromkeys(("one", "first", "un", "premier", "premiere", "eins", "erste", "uno", "primero", "primo"), "1"),
    **dict.fromkeys(("two", "second", "deux", "deuxieme", "zwei", "zweite", "dos", "segundo", "due", "secondo"), "2"),
    **dict.fromkeys(("three", "third", "trois", "troisieme", "drei", "dritte", "tres", "tercero", "tre", "terzo"), "3"),
    **dict.fromkeys(("four", "fourth", "quatre", "quatrieme", "vier", "vierte", "cuatro", "quattro", "quarto"), "4"),
    **dict.fromkeys(("five", "fifth", "cinq", "cinquieme", "funf", "funfte", "cinco", "quinto", "cinque"), "5"),
}
_BARE = re.compile(r"(?<![\w.,$€£])(\d\.\d)(?![\w.,]*\d|\s*(?:%|percent|million|billion|euro|months?|years?|days?))")
# No year, no amount.
_SHORT_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})?(?![\w.%]*[\d%])")
_TRAILING_NUMBER = re.compile(r"\.(\d+(?:\.\d+)*)$")


def number_of(unit: Unit) -> str:
    """The number people know it by, from its id ("2.3" of rec.2.3); empty where it has none."""
    found = _TRAILING_NUMBER.search(unit.id)
    return found.group(1) if found and unit.kind in KIND_NAMES else ""


def label(unit: Unit, language: str = "en") -> str:
    """ "Recommendation 2.3", or empty for kinds that have no number."""
    number = number_of(unit)
    return f"{KIND_NAMES[unit.kind].get(language, KIND_NAMES[unit.kind]['en'])} {number}" if number else ""


def title(unit: Unit, language: str = "en") -> str:
    """The unit's title in that language, without the label where the title repeats it ("Step 2: ...")."""
    shown = unit.wordings[language].title if language in unit.wordings else unit.title
    number = number_of(unit)
    return re.sub(rf"^\w+ {re.escape(number)}\s*[:.–-]\s*", "", shown) if number else shown


def name(unit: Unit, language: str = "en") -> str:
    """Label and title: "Recommendation 2.3: Manufacturer requirements ..."."""
    return ": ".join(part for part in (label(unit, language), title(unit, language)) if part)


def mentioned(text: str, registry: Registry) -> tuple[Unit, ...]:
    """Units that a text names by kind and number ("recommendation 2.3", "Ziel 3", "step two"), in order, once each."""
    return tuple({unit.id: unit for unit in _mentions(text, registry)}.values())


def misnumbered(text: str, registry: Registry) -> bool:
    """Whether a text asks only for numbers that no unit of the kind it names has ("recommendation 2.9", "step 7")."""
    if mentioned(text, registry):
        return False
    kinds = {unit.kind for unit in registry if number_of(unit)}
    found = (m for m in _pattern().finditer(fold(text)) if m.group("kind"))
    return any(
        _kind_by_word()[m.group("kind")] in kinds and _SHORT_NUMBER.match(m.group("numbers")) is not None for m in found
    )


def _mentions(text: str, registry: Registry) -> Iterator[Unit]:
    numbered = {(u.kind, number_of(u)): u for u in registry if u.kind in KIND_NAMES}
    for bare in _BARE.findall(_other_numbers().sub(" ", fold(text))):
        # A number with a dot and no noun before it is a recommendation's: no other list is known by its numbers.
        if unit := numbered.get(("recommendation", bare)):
            yield unit
    for match in _pattern().finditer(fold(text)):
        kind = _kind_by_word()[match.group("kind") or match.group("after")]
        for raw in re.findall(r"\d+(?:\.\d+)*|[a-z]+", match.group("numbers") or match.group("before")):
            unit = numbered.get((kind, _NUMBER_WORDS.get(raw, raw)))
            if unit:
                yield unit


@cache
def _kind_by_word() -> dict[str, str]:
    own = {fold(word): kind for kind, names in KIND_NAMES.items() for word in names.values()}
    return own | {word: kind for kind, words in _ALSO.items() for word in words}


@cache
def _other_numbers() -> re.Pattern[str]:
    """Numbers whose noun, in any of the languages, says that they are no recommendation's."""
    nouns = [word for word, kind in _kind_by_word().items() if kind != "recommendation"]
    return re.compile(rf"\b(?:{'|'.join([*nouns, 'section', 'version', 'page'])})\s+\d\.\d")


@cache
def _pattern() -> re.Pattern[str]:
    kinds = "|".join(sorted(map(re.escape, _kind_by_word()), key=len, reverse=True))
    number = r"(?:\d+(?:\.\d+)*|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r")\b"
    ordinals = "|".join(w for w in sorted(_NUMBER_WORDS, key=len, reverse=True) if w not in ("un", "uno"))
    joined = r"(?:\s*(?:,|and|or|et|und|y|e|&)\s*" + number + ")*"
    return re.compile(
        rf"\b(?P<kind>{kinds})\s*(?:no\.?|number|nr\.?|#)?\s*(?P<numbers>{number}{joined})"
        rf"|\b(?P<before>{ordinals}|\d(?:st|nd|rd|th))\s+(?P<after>{kinds})\b"
    )
