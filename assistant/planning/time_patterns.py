"""How people say when and how long, in five languages: dates, events, deadlines and durations, for `facts.py`."""

from __future__ import annotations

import re

from assistant.planning.fact_patterns import AMOUNT

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    r"Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    r"gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre)"
)
SEASON = (
    r"(?:spring|summer|autumn|winter|printemps|été|automne|hiver|Frühjahr|Frühling|Sommer|Herbst|primavera|verano|"
    r"otoño|invierno|"
    r"estate|autunno|inverno|Easter|Christmas)"
)
_YEAR = r"(?:20[2-4]\d)"
PAST = re.compile(r"\b(?:19\d\d|20[01]\d)\b")
_WHEN = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th|\.)?(?: (?:de|of))? )?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?(?=\W))?(?:,? (?:de |"
    rf"del |of )?(?:{_YEAR}|19\d\d|20[01]\d))?"
    rf"|(?:the )?{SEASON}(?: (?:of |de |del )?{_YEAR})?|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}|{_YEAR}-\d\d-\d\d|"
    rf"(?:Q[1-4]|first half of|second half of|"
    rf"early|mid-?|late)\s?{_YEAR}|{_YEAR}"
    r"|next (?:week|month|year|spring|summer|autumn|winter|budget round)(?!['’]s)|"
    r"this (?:year|month|spring|summer|autumn|winter)"
    r"|(?:l['’]année|l['’]an) prochaine?|nächste[ns]? (?:Jahr|Monat)|el próximo (?:año|mes)|(?:il )?prossimo (?:anno|"
    r"mese))"
)
_UNTIL = (
    r"(?:by|before|until|till|no later than|not later than|d['’]ici(?: à| le| fin)?|avant|jusqu['’](?:à|en)|bis(?: "
    r"zum| Ende)?|vor|spätestens|"
    r"antes de|hasta|a finales de|entro(?: il| la)?|prima di|fino a|en de)"
)
_FROM = r"(?:from|starting(?: in)?|as of|à partir de|dès|ab|a partir de|desde|da|a partire da)"
_END = (
    r"(?:the )?(?:end|middle|beginning|start) of |(?:la )?fin(?:ales)? (?:de )?|Ende |Mitte |Anfang |(?:la )?fine "
    r"(?:di |del )?|finales de "
)
_EVENT = (
    r"(?:meeting|meetings|workshop|conference|congress|round ?table|hearing|assembly|session|board|board meeting|"
    r"visit|inspection|review|"
    r"election|elections|budget round|negotiations?|deadline|symposium|webinar|audit|consultation|vote|summit|debate|"
    r"(?:away|study|education|training|open|patient|information) day|festival|forum|lecture|course|fair|coffee morning|"
    r"réunion|congrès|assemblée|atelier|négociations?|Treffen|Sitzung|Kongress|Tagung|Konferenz|Termin|"
    r"Verhandlung(?:en)?|reunión|congreso|"
    r"jornada|asamblea|taller|riunione|incontro|congresso|assemblea|convegno)"
)
_RANGE = rf"(?:\s?(?:to|until|till|and|–|-|bis|à|a|al|hasta|fino a) (?:{_END})?{_WHEN})?"
DATE = re.compile(rf"\b(?:between )?(?:(?P<until>(?i:{_UNTIL})) |(?P<from>(?i:{_FROM})) )?(?:{_END})?{_WHEN}{_RANGE}\b")
DURATION = re.compile(
    rf"\b(?:(?:for|within|over|during|in|pendant|en|über|innerhalb von|durante|per) )?(?:the (?:next|coming) "
    rf")?{AMOUNT}[\s-]"
    r"(?:(?:working|business) )?(?:days?|weeks?|months?|years?|hours?|minutes?|jours?|semaines?|mois|ans|heures?|"
    r"Tagen?|Wochen?|Monaten?|Jahren?|Stunden?|"
    r"días?|semanas?|meses|años|horas?|giorni|settiman[ae]|mes[ei]|ann[io]|or[ae])\b(?: (?:a|per|each|par|pro|im|je|"
    r"por|al|a la|alla) "
    r"(?:day|week|month|year|patient|semaine|mois|Woche|Monat|semana|mes|settimana|mese))?",
    re.IGNORECASE,
)
# Words of a length of time that somebody plans, not of one that something takes, and of a sentence that plans.
LASTING = re.compile(
    r"(?:for|within|over|during|pendant|für|über|innerhalb von|durante|per)\s"
    r"(?!.*\b(?:a|per|each|par|pro|im|al|je) \w+$)"
    r".*(?:week|month|year|semaine|mois|ans|Woche|Monat|Jahr|semana|mes|año|settiman|ann)",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(?:want|plan|pilot|trial|project|will|would|try|test|aim|hope|goal|grant|funded|funding|budget|have|can|start|"
    r"voulons|projet|wollen|Projekt|queremos|proyecto|vogliamo|vorremmo|progetto)\w*\b",
    re.IGNORECASE,
)
EVENT = re.compile(
    rf"\b(?:(?:the|a|an|our|their|your)\s)?(?:(?!is\b|are\b|has\b|"
    rf"have\b)[\w-]+\s){{0,2}}?{_EVENT}\b(?:\s[\w'’-]+){{0,9}}?\s(?:in|on|at|en|am|im|le|el|il|a|"
    rf"di|between)?\s?(?:{_END})?{_WHEN}{_RANGE}\b(?!\s{_EVENT}\b)"
)
DATED = re.compile(rf"\d|\b{MONTH}\b")
WANTED = re.compile(
    r"\b(?:want|plan|would like|wish|hope|aim|start|begin|open|launch|voulons|voudrais|wollen|m[öo]chten|queremos|"
    r"vogliamo|vorremmo|decid|meet|due|ready|pilot)",
    re.IGNORECASE,
)
UNTIL = re.compile(rf"\b{_UNTIL}\s", re.IGNORECASE)
# "The committee sits again on 20 May", "meet the health authority on 18 March".
MEETING = re.compile(
    r"\b(?:(?:[Tt]he|[Oo]ur|[Tt]heir)\s(?:[\w-]+\s){1,3}?|we\s|We\s)?(?:sits?|meets?|decides?|"
    rf"discuss(?:es)?|votes?|visits?|comes?|talks?)\b(?:\s(?!by\b|until\b)[\w'’-]+){{0,7}}?\s(?:on|in)\s(?:{_END})?{_WHEN}\b"
)
MONTH_EVENT = re.compile(
    rf"\b{MONTH} (?:{_EVENT})\b(?: (?:with|of) (?:the |our )?[\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+| hospital| centre| fund| "
    rf"ministry)*)?"
)
DUE = re.compile(
    r"\b(?:due|deadline|finish\w*|ready|decide[sd]?|must|expires?|ends?|by then|submit\w*|fällig|échéance|vence|"
    r"scade)\b",
    re.IGNORECASE,
)
