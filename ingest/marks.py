"""Reference marks glued to words ("cancer.2", "years3,4"): told apart from names and figures, and cut.

A number that hangs on a word is a mark only on evidence: a list of references that reaches that far, or a form
that nothing else takes. What is not certain stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.findings import Findings
from ingest.readers.html import MARK_CLOSE, MARK_OPEN
from ingest.traced import Edit, Traced

_LIST = r"[1-9]\d{0,2}(?:\s?[,–-]\s?[1-9]\d{0,2})*"
_SHOWN = re.compile(f"{MARK_OPEN}([^{MARK_CLOSE}]*){MARK_CLOSE}")
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,20}\](?!:)")
_AFTER_STOP = re.compile(rf"(?<=[^\W\d_])[)”\"’']{{0,2}}([.,;:!?][)”\"’']?)({_LIST})(?=\s|$|[)”’\"])")
_BARE_LIST = re.compile(r"(?<=[a-zß-ÿ]{3})([1-9]\d?(?:[,–][1-9]\d?)+)(?![\w/])")
_BARE = re.compile(r"(?<=[a-zß-ÿ]{4})([1-9]\d?)(?=[\s,;:)]|\.(?:\s|$)|$)")
_BRACKETS = re.compile(r"(?<=[\w.,;:!?)”\"’%])((?:\[[1-9]\d{0,2}(?:\s?[,–-]\s?[1-9]\d{0,2})*\])+)(?![(\w])")
_STOP_BRACKETS = re.compile(r"[a-z)”\"’][.,;!?]\[[1-9]\d{0,2}\]")
_RAISED = re.compile(r"(?<=[^\W\d_]{3})([.,;:]?)([¹²³⁴-⁹⁰]+(?:[,⁻⁼˒–][¹²³⁴-⁹⁰]+)*)|(?<=[.,;:)”\"])([¹²³⁴-⁹⁰]+)")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_REFERENCE = re.compile(r"^\s*[\[(]?(\d{1,3})[\]).]?\s+\W?[^\W\d_]")
_BIBLIOGRAPHIC = re.compile(r"https?://|\bdoi\b|\b(?:19|20)\d\d\b|\bet al\b|\bISBN\b|\bPMID\b", re.I)

_ABBREVIATIONS_TEXT = (
    "fig figs no nos nr vol p pp sec sect art eq ch cap kap abs ref refs tab ver rev op ed v vs st dept ext app apt "
    "ca approx min max item pos bd jg"
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
_NAMES_WITH_NUMBERS_TEXT = (
    "python base windows html utf sha covid omega level type phase grade stage version step part page table figure "
    "chapter section article annex appendix node layer unit group vitamin interleukin factor window port http https "
    "word file image test user item option question task goal line channel track season windows office java angular "
    "bootstrap drupal typescript postgres mysql sqlite playstation"
)
_NAMES_WITH_NUMBERS = frozenset(_NAMES_WITH_NUMBERS_TEXT.split())
_USUAL_ENDINGS = re.compile(r"(?:s|ed|ing|ion|ment|ity|apy|ence|ance|ers?|ally|cer|ure)$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document says about marks: how far its list of references reaches, and whether clear marks occur."""

    references: int = 0
    clear: bool = False
    brackets: bool = False

    @classmethod
    def of(cls, texts: Iterable[str]) -> Evidence:
        """Evidence from all lines of a document."""
        numbers: set[int] = set()
        clear = brackets = 0
        for text in texts:
            entry = _REFERENCE.match(text)
            if entry and _BIBLIOGRAPHIC.search(text):
                numbers.add(int(entry.group(1)))
                continue
            if any(char.isdigit() for char in text):
                clear += len(_BARE_LIST.findall(text)) + sum(_after_stop(m) for m in _AFTER_STOP.finditer(text))
                brackets += len(_STOP_BRACKETS.findall(text))
        reach = 0
        while reach + 1 in numbers:
            reach += 1
        return cls(reach if reach >= 3 else 0, clear > 0, brackets > 0)


def is_reference(text: str) -> bool:
    """Whether a line reads like an entry of a numbered list of references."""
    return bool(_REFERENCE.match(text) and _BIBLIOGRAPHIC.search(text))


def cut_marks(text: Traced, evidence: Evidence, findings: Findings) -> Traced:
    """The text without its reference marks, each reported with the words before it."""
    if is_reference(text.text):
        return text
    spans = sorted(_spans(text.text, evidence), key=lambda span: (span[0], -span[1]))  # of two readings the longer
    edits: list[Edit] = []
    for start, end in spans:
        if edits and start < edits[-1][1]:
            continue
        before = " ".join(text.text[max(0, start - 60) : start].split()[-4:])
        number = text.text[start:end].strip(f"{MARK_OPEN}{MARK_CLOSE}")
        findings.dropped(f"reference mark {number}", f"after “{before}”", topic="reference marks")
        edits.append((start, end, ""))
    return text.edit(edits) if edits else text


def _spans(text: str, evidence: Evidence) -> Iterable[tuple[int, int]]:
    yield from (m.span() for m in _SHOWN.finditer(text))
    yield from (m.span() for m in _FOOTNOTE.finditer(text))
    for match in _RAISED.finditer(text):
        yield match.span(2) if match.group(2) else match.span(3)
    if not any("0" <= char <= "9" for char in text):
        return
    for match in _AFTER_STOP.finditer(text):
        if _after_stop(match, evidence.references):
            yield match.span(2)
    for match in _BARE_LIST.finditer(text):
        if _in_reach(match.group(1), evidence.references) and not _is_name(text, match.start()):
            yield match.span(1)
    for match in _BARE.finditer(text):
        if _bare(text, match, evidence):
            yield match.span(1)
    if evidence.brackets:
        yield from (m.span(1) for m in _BRACKETS.finditer(text))


def _after_stop(match: re.Match[str], references: int = 0) -> bool:
    word = _WORD_BEFORE.search(match.string, max(0, match.start() - 40), match.start())
    if word is None or word.group().lower() in _ABBREVIATIONS or len(word.group()) < 2:
        return False
    if references:
        return _in_reach(match.group(2), references)
    following = match.string[match.end() :].lstrip()[:1]
    if match.group(1)[0] == ":" or len(word.group()) < 3:
        return False
    if match.group(1)[0] == ",":
        return following.islower()
    return not following.islower()


def _bare(text: str, match: re.Match[str], evidence: Evidence) -> bool:
    if _is_name(text, match.start()) or text[match.end() : match.end() + 1] == ":":
        return False
    if evidence.references:
        return _in_reach(match.group(1), evidence.references)
    word = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    usual = word is not None and len(word.group()) >= 5 and bool(_USUAL_ENDINGS.search(word.group()))
    return usual and (evidence.clear or text[match.end() : match.end() + 1] in (",", ";", "."))


def _is_name(text: str, end: int) -> bool:
    start = end
    while start > 0 and end - start < 60 and not text[start - 1].isspace():
        start -= 1
    token = text[start:end]
    word = _WORD_BEFORE.search(token)
    inside_code = any(char in token for char in "/\\_@#=<>{}[]") or "`" in token
    return inside_code or word is None or word.group().lower() in _NAMES_WITH_NUMBERS


def _in_reach(numbers: str, references: int) -> bool:
    return not references or all(int(number) <= references for number in re.findall(r"\d+", numbers))
