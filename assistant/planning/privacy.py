"""What could identify a patient, found before anything is drafted, stored or sent: names with birth dates, record and
national numbers, contact details. A finding says where and of what kind; it never repeats the words.

Numbers are checked by python-stdnum. Those whose check digit fits one in ten random ones by chance count only beside a
word that says what they are ("patient", "insurance number"); the others count wherever they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from assistant.words import sentences

# Formats that hold letters or a birth date with a check digit: hardly ever met by chance.
_TELLING = (
    *("it.codicefiscale", "fr.nir", "ch.ssn", "be.nn", "pl.pesel", "fi.hetu", "se.personnummer", "dk.cpr"),
    *("no.fodselsnummer", "ie.pps", "ro.cnp", "bg.egn", "cz.rc", "ee.ik", "si.emso", "gr.amka", "es.dni", "es.nie"),
    *("is_.kennitala", "us.ssn", "br.cpf", "kr.rrn"),
)
_NEED_WORDS = ("gb.nhs", "de.idnr", "nl.bsn", "at.vnr", "pt.nif", "hr.oib", "tr.tckimlik", "in_.aadhaar", "ca.sin")
_NUMBER = re.compile(
    r"(?<![\w€$£.,-])[A-Z]{0,2}\d(?:[\s./-]?[A-Z0-9]){6,21}(?![\w€%])|"
    r"(?<!\w)[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z](?!\w)"
)
_MONEY = re.compile(
    r"\s?(?:€|£|\$|euros?\b|eur\b|usd\b|gbp\b|chf\b|dollars?\b|pounds?\b|franc|million|mio\b|people|inhabitants|"
    r"patients)",
    re.IGNORECASE,
)

# One person, not patients as such, their organisations or their helpline.
_ABOUT_PERSON = re.compile(
    r"\b(?:her|his|him|she|he)\b|\b(?:the|our|my|a|this|one|der|die|das|unser\w*|mein\w*|le|la|notre|ma|mon|el|"
    r"nuestr\w+|mi|il|nostr\w+)\s"
    r"(?:\w+\s)?(?:patient(?:in|e|en)?|paciente|paziente)(?:['’]s)?\b(?!\s(?:organi|group|charit|assoc|advoc|help|"
    r"line|panel|societ|portal))",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(
    r"\b(?:nhs|ssn|bsn|mrn|id|dni|nie|nir|cnp|cpf|pesel|insurance|insured|social security|national|identity|passport|"
    r"tax|medical record|"
    r"record|chart|file|case|hospital|patient\w*|versicher\w+|kranken\w+|sozial\w+|fall\w*|akten\w*|ausweis|"
    r"s[ée]curit[ée] sociale|dossier|num[ée]ro|historia|tarjeta|afiliaci[óo]n|tessera|sanitari[ao]|cartella|codice|"
    r"fiscale|"
    r"number|no\.|nr\.?|nummer|n[úu]mero|numero|steuer\w*|aadhaar|oib|nif|sin)\b",
    re.IGNORECASE,
)
# "record number 4471-88", "MRN 00123", "Fallnummer: 99-123": the words say it all.
_RECORD = re.compile(
    r"\b(?:mrn|medical record(?: number| no\.?)?|(?:hospital|patient|record|chart|case|file|insurance|nhs|passport|"
    r"health card|social security)"
    r"(?:[ -](?:record|file|insurance|identification))?[ -](?:number|no\.?|nr\.?|id)|patient\s?id|"
    r"(?:fall|patienten|akten|versicherten|versicherungs|krankenakten|sozialversicherungs)[ -]?(?:nummer|nr\.?|id)|"
    r"num[ée]ro (?:de )?(?:dossier|patient|s[ée]curit[ée] sociale)|dossier (?:n[°o]\.?|num[ée]ro)|"
    r"(?:n[úu]mero|n[º°]\.?) de (?:historia|expediente|tarjeta|paciente)(?: cl[íi]nica| sanitaria)?|historia "
    r"cl[íi]nica|"
    r"(?:numero (?:di )?)?(?:cartella(?: clinica)?|tessera sanitaria)(?: n[.°])?|codice (?:paziente|fiscale))"
    r"\s*(?:is|was|:|=|#|n[°º.]|no\.?|ist|lautet|est|es|"
    r"è)?\s*[#:]?\s*(?P<id>[A-Z]{0,6}[-/ ]?\d[\dA-Z/-]{2,}(?:\s\d{2,})*)",
    re.IGNORECASE,
)
_DAY = (
    r"(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th|er|\.)?(?: de| of)? "
    r"[A-Za-zÀ-ÿ]{3,10}\.?,?(?: de| of)? \d{4}"
    r"|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
_BIRTH = re.compile(
    r"(?:\b(?:born(?: on)?|date of birth|birth ?date|birthday|d\.?o\.?b\.?|geb(?:oren)?\.?(?: am)?|geburtsdatum|"
    r"n[ée]e?\(?e?\)?(?: le)?|date de naissance|nacid[oa]"
    r"(?: el)?|fecha de nacimiento|nat[oa](?: il)?|data di nascita)|\*)\s*(?:is|was|:|on|am|le|el|il)?\s*" + _DAY,
    re.IGNORECASE,
)
_PART = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+|[A-ZÀ-Þ]\.)"
# From the start of a run of letters only: a long one in capitals is otherwise tried from each of them.
_NAME = rf"(?<![\w’'-]){_PART}(?:(?:\s(?:de|del|della|di|van|von|der|den|la|le|da|dos|bin|ter)){{0,2}}\s{_PART}){{1,4}}"
_TITLED = (
    r"(?:[Pp]atient(?:in|e)?|[Pp]aciente|[Pp]aziente|Mr|Mrs|Ms|Miss|Herrn?|Frau|Mme|Monsieur|Madame|Señora?|Sra?|"
    r"Signora?|Sig\.ra|Sig)\.?,?\s"
    r"(?:named |called |namens |nommée? |llamad[oa] |di nome )?"
)
_NAMED_PATIENT = re.compile(
    rf"\b[Pp](?:atient(?:in|e)?|aciente|aziente),?\s(?:named |called |namens |nommée? |llamad[oa] |di nome )?{_NAME}"
)
_TITLED_NAME = re.compile(rf"\b{_TITLED}[A-ZÀ-Þ][\w’'-]+")
_NOT_A_NAME = re.compile(
    r"\b(?:Advoca\w+|Associa\w+|Organi[sz]a\w+|Foundation|Group|Society|Alliance|Forum|Support|Network|Centre|Center|"
    r"Council|Panel|Voice|Safety|Day|Europe)\b"
)
_BODY = re.compile(
    r"\b(?:Hospital\w*|Clinic\w*|Universit\w+|Ministry|Klinik\w*|H[ôo]pital|Ospedale|Trust|NHS|MRN|DOB|SSN|CAR)\b"
)
# Words that open a sentence and are no part of a name.
_NO_PART = re.compile(
    r"(?:In|At|On|Our|The|We|My|For|From|To|Look(?= at)|Take|See|Here|Last|This|Her|His|En|À|Le|La|Les|Un|Une|Notre|"
    r"Im|Der|Die|Das|Ein|Eine|Unser\w*|Herr\w?|Frau|El|Los|Una|Nuestr\w|Il|Lo|Nel|Nostr\w)\s"
)
_THERAPY = re.compile(r"\bCAR[ -]T\b")
_SURNAME = re.compile(rf"(?<![\w.])({_PART})\s?[,(]\s?(?:[\w.]{{2,15}}[:\s]{{1,2}}){{0,2}}$")
_IDENTIFYING = ("record number", "national number", "date of birth")
_AGE = re.compile(
    r"\b(?:aged? \d{1,3}|\d{1,3}[ -]?(?:years?[ -]old|jahre alt|jährige?[rn]?|ans|años|anni)|\(\d{2}\)|,\s\d{2},)",
    re.IGNORECASE,
)
_ILL = re.compile(
    r"^[^.;]{0,40}\b(?:has|had|was (?:diagnosed|referred|refused|treated|told)|relapsed|suffers|died|is ill|with "
    r"(?:relapsed|refractory|lymph|leuk|myel)\w*|"
    r"hat(?: ein\w*)?|wurde|leidet|erlitt|a (?:rechuté|un lymphome|été)|souffre|padece|sufre|recayó|tiene|soffre|è "
    r"ricadut\w|ha un)\b",
    re.IGNORECASE,
)
_PHONED = re.compile(
    r"\b(?:ring|call|phone|tel|telephone|fax|mobile|dial|anruf\w*|t[ée]l[ée]phone\w*|ll[aá]m\w*|telefon\w*)\b", re.I
)
_NEAR = 80  # characters around a birth date in which a name is taken to belong to it
_WORD, _WORD_ENDS = re.compile(r"\w+"), re.compile(r"\b")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# No nought within a sum ("10 000-20 000") opens a number.
_PHONE = re.compile(r"(?<![\w.,€$£-])(?:\+\d{1,3}|(?<!\d\s)\(?0\d{1,4}\)?)[\s./-]?\d(?:[\s./()-]{0,2}\d){5,12}(?!\w)")


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something stands that could identify a person, and what kind of thing it is; `patient` if it is theirs."""

    kind: str
    start: int
    end: int
    patient: bool = True


def find_personal_data(text: str) -> tuple[Finding, ...]:
    """All that could identify a patient, and contact details of anybody else (`patient` is False there)."""
    found = [*_births(text), *_patients(text)]
    found += [Finding("record number", m.start("id"), m.end("id")) for m in _RECORD.finditer(text)]
    identifying = sorted(f.start for f in found if f.kind in _IDENTIFYING)
    for start, end in sentences(text):
        found += _contacts(text[start:end], start)
        numbers = list(_numbers(text[start:end], start))
        found += numbers
        if numbers or bisect_left(identifying, start) < bisect_left(identifying, end):
            found += _names(text[start:end], start)
    found += _before_numbers(text, found)
    found += _again(text, found)
    return tuple(sorted(set(found), key=lambda f: (f.start, f.end, f.kind)))


def names_a_patient(text: str) -> bool:
    """Whether the text holds anything that could identify a patient."""
    return any(finding.patient for finding in find_personal_data(text))


def without_personal_data(text: str, mark: str = "[removed]") -> str:
    """The text with every finding replaced by a mark."""
    kept, at = [], 0
    for finding in find_personal_data(text):
        if finding.start >= at:
            kept += [text[at : finding.start], mark]
        at = max(at, finding.end)
    return "".join([*kept, text[at:]])


def _births(text: str) -> Iterator[Finding]:
    """Dates of birth, and the names beside them."""
    dates = [match.span() for match in _BIRTH.finditer(text)]
    yield from (Finding("date of birth", start, end) for start, end in dates)
    if dates:
        yield from (Finding("name", start, end) for start, end in _people(text) if _is_near(start, end, dates))


def _is_near(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the places, which are in order, is less than `_NEAR` characters away."""
    before = bisect_left(places, (end + _NEAR,))
    return before > 0 and places[before - 1][1] + _NEAR > start


def _names(said: str, start: int) -> Iterator[Finding]:
    """In a sentence with a patient's number or birth date every name may be theirs, but for names of bodies."""
    yield from (Finding("name", start + first, start + last) for first, last in _people(said))
    for match in _TITLED_NAME.finditer(said):
        yield Finding("name", start + match.start(), start + match.end())


def _people(text: str) -> Iterator[tuple[int, int]]:
    """Where two or more words in a row look like somebody's name; those of bodies and the first word left aside."""
    for match in re.finditer(_NAME, _THERAPY.sub("car-t", text)):
        first = _NO_PART.match(match.group())
        start = match.start() + (first.end() if first else 0)
        name = text[start : match.end()]
        if " " in name and not (_NOT_A_NAME.search(name) or _BODY.search(name)):
            yield start, match.end()


def _before_numbers(text: str, found: Sequence[Finding]) -> Iterator[Finding]:
    """A single surname right before a number: "Nordby, 17035830081"."""
    for finding in found:
        if finding.patient and finding.kind in _IDENTIFYING:
            match = _SURNAME.search(text, max(0, finding.start - _NEAR), finding.start)
            if match and not (_BODY.search(match[1]) or match[1].isupper()):
                yield Finding("name", match.start(1), match.end(1))


def _again(text: str, found: Sequence[Finding]) -> Iterator[Finding]:
    """The last word of a name wherever else it stands: "Ellwood waited eleven weeks"."""
    lasts = {text[f.start : f.end].split()[-1] for f in found if f.kind == "name"}
    by_opening: dict[str, set[str]] = {}
    for last in lasts:
        if len(last) > 2 and last[0].isupper() and (opening := _WORD.match(last)):
            by_opening.setdefault(opening[0], set()).add(last)
    for word in _WORD.finditer(text) if by_opening else ():
        for last in by_opening.get(word[0], ()):
            end = word.start() + len(last)
            if text.startswith(last, word.start()) and _WORD_ENDS.match(text, end):
                yield Finding("name", word.start(), end)


def _patients(text: str) -> Iterator[Finding]:
    """Names of people who are called a patient, or who are said to be ill or of an age."""
    for match in _NAMED_PATIENT.finditer(text):
        if not _NOT_A_NAME.search(match.group()):
            yield Finding("name", match.start(), match.end())
    for match in _TITLED_NAME.finditer(text):
        after = text[match.end() : match.end() + _NEAR]
        if _ILL.search(after) or _AGE.search(after.split(". ")[0]):
            yield Finding("name", match.start(), match.end())


def _contacts(said: str, start: int) -> Iterator[Finding]:
    personal = bool(_ABOUT_PERSON.search(said))
    for kind, pattern in (("e-mail address", _EMAIL), ("phone number", _PHONE)):
        for match in pattern.finditer(said):
            yield Finding(kind, start + match.start(), start + match.end(), personal)


def _numbers(said: str, start: int) -> Iterator[Finding]:
    for match in _NUMBER.finditer(said):
        before = said[max(0, match.start() - 25) : match.start()]
        if _MONEY.match(said, match.end()) or (_PHONED.search(before) and _PHONE.match(said, match.start())):
            continue
        expected = bool(_IDENTIFIER.search(said[max(0, match.start() - 60) : match.start()]))
        if _is_national(match.group(), (*_TELLING, *_NEED_WORDS) if expected else _TELLING):
            yield Finding("national number", start + match.start(), start + match.end())


def _is_national(number: str, formats: tuple[str, ...]) -> bool:
    return any(_checker(name).is_valid(number) for name in formats)


@cache
def _checker(name: str) -> Any:
    return import_module(f"stdnum.{name}")
