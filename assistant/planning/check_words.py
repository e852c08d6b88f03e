"""Words that the checks on a plan look for, in the five languages, as data; and the days that a text names.

Texts are folded (lower case, no accents) before they are compared, so the words stand here like that.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from assistant.words import fold

_MONTHS = (
    ("january", "janvier", "januar", "enero", "gennaio", "jan"),
    ("february", "fevrier", "februar", "febrero", "febbraio", "feb"),
    ("march", "mars", "marz", "marzo", "mar"),
    ("april", "avril", "abril", "aprile", "apr"),
    ("may", "mai", "mayo", "maggio"),
    ("june", "juin", "juni", "junio", "giugno", "jun"),
    ("july", "juillet", "juli", "julio", "luglio", "jul"),
    ("august", "aout", "agosto", "aug"),
    ("september", "septembre", "septiembre", "settembre", "sep", "sept"),
    ("october", "octobre", "oktober", "octubre", "ottobre", "oct", "okt"),
    ("november", "novembre", "noviembre", "nov"),
    ("december", "decembre", "dezember", "diciembre", "dicembre", "dec", "dez"),
)
MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
# Months that are other words too ("may", "march", "mar") tell of a time only with their capital or a year.
_PLAIN_MONTHS = ",".join(name for name in MONTH_NUMBER if len(name) > 3 and name not in ("march", "mars"))

_COUNTS = r"""an?, one, two, three, four, five, six, nine, ten, twelve, each, every, per, deux, trois, six,
    chaque, zwei, drei, sechs, jed\w+, dos, tres, seis, cada, due, tre, sei, ogni"""
_PERIODS = r"""weeks?, months?, quarters?, years?, semaines?, mois, trimestres?, ans?, annees?, wochen?,
    monat\w*, quartal\w*, jahr\w*, semanas?, mes, meses, anos?, settiman[ae], mes[ei], trimestr[ei], ann[oi]"""
_SEASONS_AND_RHYTHMS = r"""weekly, monthly, quarterly, yearly, annually, spring, summer, autumn, winter,
    hebdomadaire\w*, mensuel\w*, printemps, automne, hiver, wochentlich, monatlich, jahrlich, fruhjahr,
    fruhling, sommer, herbst, semanal\w*, mensual\w*, primavera, verano, otono, invierno, settimanal\w*,
    mensil\w*, estate, autunno, inverno"""

# Marks of a gap that its writer knows of.
_GAPS = r"""to be (?:agreed|confirmed|decided|defined|named|found), not (?:yet )?(?:known|decided|agreed),
    t\.?b\.?[acd], a (?:definir|convenir|confirmer|preciser), zu (?:vereinbaren|klaren|bestimmen), noch offen,
    por (?:acordar|definir|confirmar|decidir), da (?:concordare|definire|confermare|decidere)"""

# What an output indicator counts (English, French, German, Spanish, Italian) ...
_QUANTITIES = r"""numbers?, shares?, percent\w*, proportions?, rates?, ratios?, medians?, means?, averages?,
    counts?, totals?, amounts?, sums?, scores?, frequency, how (?:many|often|much|long), days, weeks, months,
    hours, minutes, time from, differences?, costs?, per (?:month|quarter|year|week|patient|centre), nombres?,
    parts?, pourcentages?, taux, mediane?, moyenne, combien, jours, heures, delai, couts?, anzahl, zahl,
    anteil, prozent\w*, quote, mittel\w*, durchschnitt\w*, wie viele, tage, stunden, dauer, kosten, differenz,
    numero, porcentaje, proporcion, tasa, mediana, media, promedio, cuant[oa]s, dias, horas, coste?s?, quota,
    percentuale, tasso, quant[ie], giorni, ore, cost[oi]"""
# ... or what is there or not there on a day.
_MILESTONES = r"""published, signed, adopted, presented, written, held, opened, delivered, completed, finished,
    submitted, sent, agreed, launched, printed, in force, publie\w*, signe\w*, adopte\w*, present[ea]\w*,
    remis\w*, termine\w*, veroffentlicht, unterschrieben, unterzeichnet, verabschiedet, vorgelegt,
    abgeschlossen, publicad\w+, firmad\w+, adoptad\w+, presentad\w+, terminad\w+, pubblicat\w+, firmat\w+,
    adottat\w+, presentat\w+, completat\w+"""
# Results for patients or health systems, which no single activity delivers by itself.
_OUTCOMES = r"""survival, surviving, mortality, deaths?, remissions?, cure rates?, cured, quality of life,
    life expectancy, life years?, years of life, qalys?, relapse rates?, relapse-free, progression-free,
    response rates?, (?:health|clinical|patient|treatment) outcomes?, health status, better health, survie,
    mortalite, deces, qualite de vie, esperance de vie, taux de (?:guerison|rechute|reponse), uberleben\w*,
    sterblichkeit, mortalitat, todesfalle, remission\w*, lebensqualitat, lebenserwartung, heilungsrate\w*,
    ruckfallrate\w*, ansprechrate\w*, supervivencia, mortalidad, muertes, remision\w*, calidad de vida,
    esperanza de vida, tasas? de (?:curacion|recaida|respuesta), sopravvivenza, mortalita, decessi,
    remission[ei], qualita della vita, aspettativa di vita, tass[oi] di (?:guarigione|recidiva|risposta)"""


def _any(words: str) -> str:
    """A pattern for any of the expressions that a list names, separated by commas."""
    return r"\b(?:" + "|".join(" ".join(word.split()) for word in words.split(",")) + r")\b"


_GAP = re.compile(_any(_GAPS) + r"|^\W*\?+\W*$")
_QUANTITY = re.compile("%|" + _any(_QUANTITIES))
_MILESTONE = re.compile(_any(_MILESTONES))
_OUTCOME = re.compile(_any(_OUTCOMES))
_PERIOD = re.compile(rf"\b20\d\d\b|{_any(_PERIODS)} \d+\b|\b\d+[ -]{_any(_PERIODS)}")
_TIME = re.compile(
    rf"{_any(_PLAIN_MONTHS)}|{_any(_SEASONS_AND_RHYTHMS)}|\bq[1-4]\b|\b\d{{1,2}}[./]\d{{1,2}}\.?(?!\d)"
    rf"|{_PERIOD.pattern}|{_any(_COUNTS)} {_any(_PERIODS)}"
)
_TIME_BY_CAPITAL = re.compile(r"\b(?:May|March|Mars)\b")
_DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b|\b(\d{1,2})[./](\d{1,2})[./](20\d\d)\b")
_MONTH = re.compile(rf"\b({'|'.join(MONTH_NUMBER)})\.?,? (?:de |del )?(20\d\d)\b")


def marks_a_gap(text: str) -> bool:
    """Whether the text says itself that something is still to be agreed."""
    return bool(_GAP.search(fold(text)))


def names_a_time(text: str) -> bool:
    """Whether the text says when, how long or how often."""
    return bool(_TIME.search(fold(text)) or _TIME_BY_CAPITAL.search(text))


def is_measurable(text: str) -> bool:
    """Whether the text counts something, or names a thing that is there or not on a day; a date alone is no measure."""
    folded = fold(text)
    without_dates = _PERIOD.sub(" ", _DAY.sub(" ", folded))
    return bool(_QUANTITY.search(folded) or _MILESTONE.search(folded) or re.search(r"\d", without_dates))


def outcome_words(text: str) -> str:
    """The words by which the text speaks of an outcome, or nothing."""
    found = _OUTCOME.search(fold(text))
    return found.group() if found else ""


def days_named(text: str) -> list[tuple[str, str]]:
    """First and last day, as YYYY-MM-DD, of every day and every month with its year that the text names."""
    folded = fold(text)
    found = []
    for match in _DAY.finditer(folded):
        parts = match.group(1, 2, 3) if match.group(1) else match.group(6, 5, 4)
        try:
            day = dt.date(*map(int, parts)).isoformat()
        except ValueError:
            continue
        found.append((day, day))
    for match in _MONTH.finditer(folded):
        year, month = int(match.group(2)), MONTH_NUMBER[match.group(1)]
        last = calendar.monthrange(year, month)[1]
        found.append((f"{year}-{month:02}-01", f"{year}-{month:02}-{last}"))
    return found
