"""An answer with a translation beside what was quoted or checked. Pure: who translates is another module's business."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.phrases import LANGUAGE_NAMES, phrase
from assistant.answering.shown import plain_signs
from assistant.domain import Answer, Document, Sentence, Stamp, Support
from assistant.writing.faithful import SOURCE
from assistant.writing.notes import note
from assistant.writing.prompts import digest

_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s+")


def to_translate(answer: Answer, documents: Mapping[str, Document]) -> list[str]:
    """The sentences that a translation helps: the quotes, and what a model wrote in the sources' language."""
    languages = {c.number: documents[c.document].language for c in answer.citations}
    worded = is_worded(answer)
    return [
        s.text
        for s in answer.sentences
        if s.support is Support.QUOTED or (worded and s.support is Support.SUPPORTED)
        if {languages.get(number) for number in s.citations} == {SOURCE}
    ]


def is_worded(answer: Answer) -> bool:
    """Whether its sentences are a model's; those of other answers are in the reader's language but for the quotes."""
    return answer.mode.startswith("model ")


def language_told(language: str) -> str:
    """What an answer from quotes says of the sources' language; one with translations says it otherwise."""
    return phrase("sources_in", language, named=_name_of_source(language))


def _name_of_source(language: str) -> str:
    return LANGUAGE_NAMES.get(language, LANGUAGE_NAMES["en"])[SOURCE]


def in_both(answer: Answer, found: Mapping[str, str]) -> Answer:
    """The answer with these translations, by sentence.

    A model's sentence stands below its translation, since both are renderings; a quote stands above it.
    """
    sentences = tuple(
        replace(s, translation=found.get(s.text, "")) if s.support is not Support.FRAME else s for s in answer.sentences
    )
    lines = answer.markdown.split("\n")
    places = _places(lines, sentences)
    worded = is_worded(answer)
    for at, sentence in reversed(places):
        if sentence.translation:
            marks = _marks(sentence)
            lines[at : at + 1] = (
                _below(lines[at], marks, sentence.translation)
                if worded
                else _above(lines[at], lines[at + 1 : at + 2], sentence.translation, note("machine", answer.language))
            )
    shown = [s for _, s in places]
    return replace(
        answer,
        markdown="\n".join(lines),
        sentences=tuple(s if s in shown else replace(s, translation="") for s in sentences),
        untranslated=answer.markdown,
    )


def told_of(answer: Answer, found: Mapping[str, str], wanted: Sequence[str], model: str) -> Answer:
    """`in_both` for a whole answer, saying whose the translations are and whether some are missing."""
    there = in_both(answer, found)
    shown = {s.text for s in there.sentences if s.translation}
    named = _name_of_source(answer.language)
    if not shown:
        notes = [note("untranslated", answer.language, source=named)]
        there = replace(answer, untranslated="")
    elif is_worded(answer):
        notes = [note("translated", answer.language, model=model, source=named)]
    else:
        notes = [note("rendered", answer.language, model=model)]
        there = replace(there, stamp=Stamp(answer.stamp.index, digest(), model))
    if shown and set(wanted) - shown:
        notes.append(note("partly", answer.language))
    lines = "".join(f"\n\n*{plain_signs(text)}*" for text in notes)
    sentences = (*there.sentences, *(Sentence(text, Support.FRAME) for text in notes))
    return replace(there, markdown=there.markdown + lines, sentences=sentences)


def _places(lines: Sequence[str], sentences: Sequence[Sentence]) -> list[tuple[int, Sentence]]:
    """The line that ends each cited sentence: they come in order, each with its marks at the end."""
    found: list[tuple[int, Sentence]] = []
    at = 0
    for sentence in sentences:
        if not sentence.citations:
            continue
        marks = _marks(sentence)
        ends = next((n for n in range(at, len(lines)) if lines[n].endswith(marks)), None)
        if ends is None:
            break
        found.append((ends, sentence))
        at = ends + 1
    return found


def _marks(sentence: Sentence) -> str:
    return "".join(f"[{number}]" for number in sentence.citations)


def _below(line: str, marks: str, translation: str) -> list[str]:
    return [f"{plain_signs(translation)} {marks}", "", f"> {line.removesuffix(marks).rstrip()}"]


def _above(line: str, following: Sequence[str], translation: str, tag: str) -> list[str]:
    text = f"*{tag}:* {plain_signs(translation)}"
    if line.lstrip().startswith(">"):  # a block of its own, which would take up another one
        return [line, "", text, ""]
    item = _ITEM.match(line)
    indent = " " * len(item.group()) if item else ""
    # Else what follows would be read as part of the block.
    after = [""] if following and following[0].strip() and not _ITEM.match(following[0]) else []
    return [line, f"{indent}> {text}", *after]
