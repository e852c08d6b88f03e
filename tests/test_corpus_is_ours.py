"""Our edition is in our own words: no unit shares a long run of words with an official text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.domain import Unit
from assistant.settings import ROOT
from ingest.corpus import load_corpus

SOURCES = ROOT.parent / "shared" / "sources"
LONGEST_RUN = 8
EXEMPT_KINDS = ("reference",)
# Names that the texts give to things and bodies; all others are titles of units and headings that locators name.
NAMES = (
    "CAR T Vision Steering Committee",
    "Vision to Action Blueprint",
    "Vision to Action Toolkit",
    "CAR T-cell therapy",
)


@dataclass(frozen=True)
class Copied:
    """A run of words that a unit shares with an official text."""

    unit: str
    words: str


class Official:
    """Words of the official texts, with where each pair of words stands."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words = [word for text in texts for word in ["¶", *words_of(text)]]
        self._pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at in range(len(self.words) - 1):
            self._pairs[self.words[at], self.words[at + 1]].append(at)

    def shared(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """(start, end) of the longest run that begins at each word and stands in an official text as well."""
        for start in range(len(words) - 1):
            places = self._pairs.get((words[start], words[start + 1]), ())
            lengths = [self._length(words, start, at) for at in places]
            if lengths:
                yield start, start + max(lengths)

    def _length(self, words: list[str], start: int, at: int) -> int:
        length = 2
        while (
            start + length < len(words)
            and at + length < len(self.words)
            and words[start + length] == self.words[at + length]
        ):
            length += 1
        return length


def words_of(text: str) -> list[str]:
    """Words in lower case, one spelling for British and American, without tags and glued reference numbers."""
    plain = re.sub(r"<[^>]*>", " ", text.lower())
    plain = re.sub(r"(?<=[^\W\d_])[.,]?\d+(?:,\d+)*", " ", plain)
    plain = plain.replace("centre", "center").replace("isation", "ization")
    plain = re.sub(r"is(e[sd]?|ing)\b", r"iz\1", plain)
    return re.findall(r"[^\W_]+", plain)


def copied(unit: Unit, official: Official, titles: Iterable[list[str]]) -> list[Copied]:
    """Runs of more than eight words that the unit shares with an official text, words of names and titles not counted.

    Its text, its caveat and each of its questions are looked at apart.
    """
    found = []
    for text in (unit.text, unit.caveat, *unit.questions):
        words = words_of(text)
        free = _outside(words, titles)
        for start, end in official.shared(words):
            if sum(free[start:end]) > LONGEST_RUN:
                found.append(Copied(unit.id, " ".join(words[start:end])))
                break
    return found


def _outside(words: list[str], titles: Iterable[list[str]]) -> list[bool]:
    """For each word, whether it stands outside every title."""
    free = [True] * len(words)
    for title in titles:
        for at in range(len(words) - len(title) + 1):
            if words[at : at + len(title)] == title:
                free[at : at + len(title)] = [False] * len(title)
    return free


def titles_of(units: Iterable[Unit]) -> list[list[str]]:
    """Names, titles of units, headings that locators name and printed names of goals, as words; single words are none.

    The texts print each goal's name in several wordings; the goal's unit gives them in quotation marks.
    """
    found = set(NAMES)
    for unit in units:
        found |= {unit.title, *(re.sub(r"^\d+\. ", "", part) for part in unit.locator.heading.split(" > "))}
        found |= set(re.findall(r'"([^"]{10,120})"', unit.text)) if unit.kind == "goal" else set()
    return sorted(words for title in found if len(words := words_of(title)) > 1)


UNITS = tuple(load_corpus(ROOT / "corpus").registry)
TITLES = titles_of(UNITS)


@pytest.fixture(scope="module")
def official() -> Official:
    files = sorted(SOURCES.glob("*.txt")) if SOURCES.is_dir() else []
    if not files:
        pytest.skip("the official texts are not beside the repository (../shared/sources/*.txt)")
    return Official(file.read_text(encoding="utf-8") for file in files)


def test_no_unit_shares_more_than_eight_words_in_a_row_with_an_official_text(official: Official) -> None:
    found = [run for u in UNITS if u.kind not in EXEMPT_KINDS for run in copied(u, official, TITLES)]
    assert found == []


def test_a_unit_replaced_by_an_official_sentence_is_found(official: Official) -> None:
    sentences = _sentences(SOURCES)
    assert len(sentences) > 40
    unit = next(u for u in UNITS if u.kind == "recommendation")
    missed = [s for s in sentences if not copied(replace(unit, text=f"As we say it: {s}"), official, TITLES)]
    assert missed == []


@pytest.mark.parametrize("field", ["text", "caveat", "questions"])
def test_every_field_that_is_in_our_words_is_looked_at(official: Official, field: str) -> None:
    sentence = _sentences(SOURCES)[0]
    changed: object = (sentence,) if field == "questions" else sentence
    assert copied(replace(UNITS[0], **{field: changed}), official, TITLES)  # type: ignore[arg-type]


def test_british_spelling_glued_numbers_and_tags_hide_no_copy() -> None:
    official = Official(["<li>Treating centers harmonize what they ask of every new site each year.3,4</li>"])
    copy = "Treating centres harmonise what they ask of every new site each year."
    assert copied(replace(UNITS[0], text=copy), official, [])


def test_words_of_titles_do_not_count_and_eight_words_are_allowed() -> None:
    official = Official(["one two three four five six seven eight nine ten"])
    unit = replace(UNITS[0], caveat="", questions=())
    assert copied(replace(unit, text="one two three four five six seven eight"), official, []) == []
    assert copied(replace(unit, text="one two three four five six seven eight nine"), official, [])
    titles = [["four", "five"]]
    assert copied(replace(unit, text="one two three four five six seven eight nine ten"), official, titles) == []


def _sentences(folder: Path) -> list[str]:
    """Official sentences of some length that are neither a title nor a reference."""
    found = []
    for file in sorted(folder.glob("*.txt")):
        body = re.split(r"\nReferences\n", file.read_text(encoding="utf-8"))[0]
        for line in re.split(r"(?<=[.?!])\s+|\n", re.sub(r"<[^>]*>", "\n", body)):
            words = words_of(line)
            if sum(_outside(words, TITLES)) > 2 * LONGEST_RUN:
                found.append(line)
    return found
