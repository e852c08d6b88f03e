"""How days and lengths of time are worded in the five languages, as patterns for `dates.py`.

Texts have no accents and keep their capitals; patterns ignore case but where a word means something else without one.
"""

from __future__ import annotations

import re

from assistant.planning.check_words import MONTH_NUMBER

_SEASONS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "printemps": (3, 5),
    "ete": (6, 8),
    "automne": (9, 11),
    "fruhjahr": (3, 5),
    "fruhling": (3, 5),
    "sommer": (6, 8),
    "herbst": (9, 11),
    "primavera": (3, 5),
    "verano": (6, 8),
    "otono": (9, 11),
    "estate": (6, 8),
    "autunno": (9, 11),
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_QUARTERS = {f"q{n}": (3 * n - 2, 3 * n) for n in range(1, 5)}
# First and last month by the word that names them. Winter is none: nobody can tell which year "winter 2027" is in.
PARTS_OF_YEAR: dict[str, tuple[int, int]] = {
    **{name: (number, number) for name, number in MONTH_NUMBER.items()},
    **_SEASONS,
    "fall": (9, 11),
    **_QUARTERS,
    **{f"{word} quarter": _QUARTERS[f"q{n}"] for word, n in _ORDINALS.items()},
    **{f"{n}. quartal": _QUARTERS[f"q{n}"] for n in range(1, 5)},
    **dict.fromkeys(("first half", "h1", "1. halbjahr", "first half-year"), (1, 6)),
    **dict.fromkeys(("second half", "h2", "2. halbjahr", "second half-year"), (7, 12)),
}
NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "un", "une", "ein", "eine", "einen", "einem", "uno", "una"), 1),
    **dict.fromkeys(("two", "deux", "zwei", "dos", "due"), 2),
    **dict.fromkeys(("three", "trois", "drei", "tres", "tre"), 3),
    **dict.fromkeys(("four", "quatre", "vier", "cuatro", "quattro"), 4),
    **dict.fromkeys(("five", "cinq", "funf", "cinco", "cinque"), 5),
    **dict.fromkeys(("six", "sechs", "seis", "sei"), 6),
    **dict.fromkeys(("seven", "sept", "sieben", "siete", "sette"), 7),
    **dict.fromkeys(("eight", "huit", "acht", "ocho", "otto"), 8),
    **dict.fromkeys(("nine", "neuf", "neun", "nueve", "nove"), 9),
    **dict.fromkeys(("ten", "dix", "zehn", "diez", "dieci"), 10),
    **dict.fromkeys(("twelve", "douze", "zwolf", "doce", "dodici"), 12),
    **dict.fromkeys(("eighteen", "dix-huit", "achtzehn", "dieciocho", "diciotto"), 18),
}


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, map(str, words)), key=len, reverse=True))  # type: ignore[call-overload]


# Words that mean something else in lower case ("may", "march on", "mar") count with their capital only.
_AMBIGUOUS = {name for name in MONTH_NUMBER if len(name) <= 4 and name not in ("juin", "juni", "juli", "aout", "mayo")}
_AMBIGUOUS |= {"march", "mars", "marz"}
_CLEAR = [name for name in PARTS_OF_YEAR if name not in _AMBIGUOUS | {"fall"}]
_CAPITAL = "|".join(sorted((name.capitalize() for name in _AMBIGUOUS), key=len, reverse=True))
_LEAD = ["in", "by", "until", "from", "since", "during", "of", "en", "de", "du", "fin", "mi-", "fins"]
_LED = "|".join(rf"(?<=\b{word} )" for word in _LEAD)
# Halves and quarters of something else are no part of a year.
_PART = (
    rf"(?:(?-i:{_CAPITAL})\b\.?|(?:{_LED})(?:march|may|mars|mai)\b|(?:{_LED}|(?<=\bthe ))fall\b(?! in| of)"
    rf"|(?:(?<=\d )|(?<=\der ))(?:mai|mars)\b|(?:{_any((*_AMBIGUOUS, 'fall'))})\b\.?(?=,? 20[2-4]\d)"
    rf"|(?:the )?(?:{_any(_CLEAR)})\b\.?)"
    r"(?! (?:of|de) (?!20|the year|next year|this year|\d))"
)
# "May we meet?" and "March on!" name no month.
NO_MONTH = re.compile(r"(?:May (?:we|I|you|they|it|he|she|be|not)|March (?:on(?! \d)|for|to|with))\b")
_YEAR = r"20[2-4]\d"
_OF = r",?\s?(?:/\s?)?(?:of |de |del |des Jahres )?"
_ORDINAL = r"(?:st|nd|rd|th|er|\.)?"
WHEN = (
    rf"(?P<iso>{_YEAR}-\d\d-\d\d)(?!\d)"
    rf"|(?P<numeric>\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR})(?!\d)"
    rf"|(?P<isomonth>{_YEAR}-\d\d)(?![\d-])|(?P<month_year>\d{{1,2}}/{_YEAR})(?!\d)"
    rf"|(?P<year_first>{_YEAR})[ -/]?(?P<quarter_after>Q[1-4])\b"
    rf"|(?:the )?(?:(?P<day>\d{{1,2}}){_ORDINAL}"
    rf"(?:\s?(?:-|to|and|bis|und|y|et|e|a|al|au)\s?(?P<day2>\d{{1,2}}){_ORDINAL})?"
    r"(?: of| de)? )?"
    r"(?:(?P<coming>this|next|the coming|coming|diese[nsrm]?|nachste[nsrm]?|kommende[nsrm]?) )?"
    rf"(?P<part>{_PART})(?: (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:\s?(?:-|to|and)\s?(?P<day_after2>\d{1,2})(?:st|nd|rd|th)?)?(?!\d|[:.]\d))?"
    rf"(?:{_OF}(?:(?P<year>{_YEAR})\b|(?P<which_year>this year|next year|the year)))?"
    r"|(?P<next>this|next|the coming|coming) (?P<unit>week|month|quarter|year)\b"
    r"|(?P<within>within|over|in|during|for) the (?:next|coming) (?P<many>[\w-]+) "
    r"(?P<many_unit>weeks?|months?|years?)\b"
    r"|(?P<year_end>(?:the )?year(?:'s|-| )end|the year|(?<=ende des )jahres|(?<=fin de l')annee|(?<=fin de )ano)\b"
    rf"|(?P<bare_year>{_YEAR})(?![\d.,]\d|[\w%-])"
)
_FROM = (
    r"from|start(?:s|ing)?(?: in| on| from| with)?:?|begin(?:s|ning)?(?: in| on| from)?:?|as of|since|"
    r"(?:starts?|starting|begins?|beginning|launch(?:es|ing)?) (?:[\w-]+ ){1,3}?(?:in|on|from)|"
    r"not before|no earlier than|kick-?off(?: in| on)?|a partir d[eu]|a compter d[eu]|des(?= )|ab|seit|"
    r"beginn(?: im| am)?|"
    r"desde|a partire d[ae]l?|dal?|inizio(?: a)?"
)
_UNTIL = (
    r"by|until|till|til|up to|through|no later than|not later than|at the latest(?: in| by| on)?|due(?: in| on| by)?|"
    r"deadline(?: is| in| on)?|end(?:s|ing)? (?:in|on)|ready (?:in|for|on)|finish\w* (?:in|on)|d'ici(?: a)?|"
    r"jusqu'(?:a|en|au)|bis(?: zum| spatestens)?|spatestens(?: im| am)?|hasta|a mas tardar(?: en)?|entro|fino a[dl]?"
)
_BEFORE = r"before|ahead of|vor(?: dem)?|avant|antes del?|prima d(?:i|el)"
_AFTER = r"after|once|following|nach(?: dem)?|apres|despues del?|dopo"
# A time that comes round, is past or is denied says nothing about when the activity is.
_NOT = (
    r"every|each|last|past|in (?:early |late )?(?:the )?last|not (?:in|on|by)|never in|yearly in|annually in|"
    r"jede[nsrm]?|letzte[nsrm]?|chaque|dernier|cada|pasado|ogni|scorso"
)
_VAGUE = (
    r"(?:(?:the )?(?:very )?(?P<edge>end|beginning|start|middle|early part|latter part|mid|early|late|ende|mitte|"
    r"anfang|fin|debut|finales|principios|fine|inizio|meta)(?:-| of | d[ei]l? | des | de l'| d'| )(?:the )?)?"
)
_ARTICLE = r"(?:the |le |la |l'|el |il |lo |den |dem |der |des )?"
MENTION = re.compile(
    rf"(?:\b(?:(?P<not>{_NOT})|(?P<until>{_UNTIL})|(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<from>{_FROM})"
    r"|(?P<between>between|zwischen|entre|tra)|(?P<at>in|on|at|during|around|im|am|en|au|im laufe)) )?"
    rf"{_ARTICLE}{_VAGUE}{_ARTICLE}(?<![\w.,/])(?<!\d-)(?:{WHEN})",
    re.IGNORECASE,
)
# What stands between two mentions that belong together.
THROUGH = re.compile(r"\s*(?:-|to|until|till|through|up to|bis(?: zum)?|a|al|au|hasta|fino a[dl]?)\s*", re.IGNORECASE)
AND = re.compile(r"\s*(?:,|/|and|or|&|und|oder|et|ou|y|o|e)\s*(?:in\s|im\s|en\s)?", re.IGNORECASE)
_UNIT = (
    r"(?P<unit>days?|weeks?|months?|quarters?|years?|jours?|semaines?|mois|ans?|annees?|tagen?|tage?|wochen?|monaten?|"
    r"monate?|jahren?|jahre?|dias?|semanas?|mes|meses|anos?|giorn[io]|settiman[ae]|mes[ei]|ann[io])"
)
_COUNT = rf"(?P<count>\d{{1,3}}|{_any(NUMBERS)}|half an?)"
# A length counts where it is said to be how long something goes on, not how often, how late or how much of a week.
_NO_RATE = r"(?! (?:a|per|each|every|ago|before|after|later|late|old|notice|earlier|par|pro|por|al) ?)"
DURATION = re.compile(
    rf"(?:\b(?:for|over|lasts?|lasting|takes?|during|throughout|runs? for|goes on for|pilot of|phase of|period of|"
    rf"project of|duration(?: is| of)?:?|pendant|durant|sur|fur|uber|dauert|durante|por|per)"
    rf" (?:about |around |roughly |some |at least |up to |a total of )?{_COUNT}[ -]{_UNIT}\b{_NO_RATE}"
    rf"|(?<![\w-]){_COUNT.replace('count', 'count2')}[ -](?P<unit2>day|week|month|year)[ -]"
    r"(?:long )?(?:pilot|phase|project|trial|campaign|programme|program|period|run|test|study|grant|contract)\b"
    rf"|^(?:about |around |roughly |some |at least |up to )?{_COUNT.replace('count', 'count3')}[ -]"
    rf"{_UNIT.replace('unit', 'unit3')}\b{_NO_RATE})",
    re.IGNORECASE | re.MULTILINE,
)
