"""From the pieces that a model writes to sentences with their keys: a state machine that looks at each character once.

However the text is cut into pieces, the sentences are the same. A sentence is handed out when it is complete with the
marks behind it, so no part of a mark is ever shown; its text holds no tags, links, addresses, images or marks.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.words import sentences
from assistant.writing.clean import cleaned, keys_in, only_marks, standing_alone

LONGEST_SENTENCE = 1_500
LONGEST_MARK = 80
LONGEST_OBJECT = 20_000
LONGEST_REPLY = 20_000  # characters; more than any answer has
_THOUGHT = {"<think>": "</think>", "<thinking>": "</thinking>"}
_OPENERS = {"[": "]", "【": "】", "(": ")"}
_ENDS, _CLOSERS = ".!?…。", "\"'”’»"
_SHORT_TAIL = 40


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a model: clean text, the keys of the request that it names, and how many others it names."""

    text: str
    keys: tuple[str, ...]
    unknown: int = 0


class ClaimReader:
    """Reads a reply, whether it is the object that was asked for, several, free text with marks, or a mix of these."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = frozenset(keys)
        self._free = _FreeText(self._keys)
        self._object: _Object | None = None
        self._opening: str | None = ""
        self._until = ""
        self._tail = ""

    def feed(self, piece: str) -> list[Claim]:
        """The sentences that this piece completes."""
        return [claim for sign in piece for claim in self._step(sign)]

    def finish(self) -> list[Claim]:
        """The sentence that was under way when the text ended; what is left of a broken object is dropped."""
        begun = "" if self._opening is None else self._opening
        return [*(claim for sign in begun for claim in self._read(sign)), *self._free.finish()]

    def _step(self, sign: str) -> Iterator[Claim]:
        if self._until:  # inside a model's thoughts
            self._tail = (self._tail + sign)[-len(self._until) :]
            if self._tail == self._until:
                self._until, self._tail = "", ""
            return
        if self._opening is None:
            yield from self._read(sign)
            return
        self._opening = (self._opening + sign).lstrip()
        if self._opening in _THOUGHT:
            self._until, self._opening = _THOUGHT[self._opening], ""
        elif not any(tag.startswith(self._opening) for tag in _THOUGHT):
            begun, self._opening = self._opening, None
            for held in begun:
                yield from self._read(held)

    def _read(self, sign: str) -> Iterator[Claim]:
        if self._object is None:
            if sign != "{":
                yield from self._free.step(sign)
                return
            yield from self._free.finish()
            self._object = _Object()
        found = self._object.step(sign)
        if found is not None:
            yield from _claims_of(found, self._keys)
        if self._object.over:
            self._object = None


class _Object:
    """Finds the innermost objects of a JSON text; the text around them is only looked through."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._depth = 0
        self._innermost = False
        self._quoted = self._escaped = False
        self.over = False

    def step(self, sign: str) -> Mapping[str, Any] | None:
        """An innermost object that this character completes."""
        if len(self._text) < LONGEST_OBJECT:
            self._text.append(sign)
        if self._quoted:
            self._quoted = self._escaped or sign != '"'
            self._escaped = sign == "\\" and not self._escaped
        elif sign == '"':
            self._quoted = True
        elif sign == "{":
            self._text, self._innermost = ["{"], True
            self._depth += 1
        elif sign == "}":
            self._depth -= 1
            self.over = self._depth == 0
            text, self._text = "".join(self._text), []
            if self._innermost:
                self._innermost = False
                return _loaded(text)
        return None


def _loaded(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):  # the second for lists within lists within lists
        return None
    return found if isinstance(found, dict) else None


def _claims_of(found: Mapping[str, Any], keys: frozenset[str]) -> Iterator[Claim]:
    """The sentences of {"text", "keys"}; of an object without a text, those in its lists of strings."""
    names = ("text", "claim", "sentence", "answer")
    text = next((found[name] for name in names if isinstance(found.get(name), str)), "")
    lists = [value for value in found.values() if isinstance(value, list)]
    if not text:
        for value in lists:
            for item in value:
                if isinstance(item, str):
                    yield from read_free(item, keys)
        return
    named = (*(item for value in lists for item in value), found.get("keys"), found.get("key"))
    known, unknown = keys_in(" ".join(item for item in named if isinstance(item, str)), keys)
    for claim in read_free(text, keys):
        together = tuple(dict.fromkeys((*claim.keys, *known)))
        yield Claim(claim.text, together, claim.unknown + unknown)


def read_free(text: str, keys: frozenset[str]) -> Iterator[Claim]:
    """The sentences of a whole text with marks."""
    reader = _FreeText(keys)
    for sign in text:
        yield from reader.step(sign)
    yield from reader.finish()


class _FreeText:
    """Sentences with `[key]` marks in or behind them."""

    def __init__(self, keys: frozenset[str]) -> None:
        self._keys = keys
        self._text: list[str] = []
        self._marks: list[str] = []  # of the sentence under way
        self._next: list[str] = []  # at the beginning of a new line: of the sentence that follows there, if one does
        self._bracket: list[str] = []
        self._ended = ""  # "" inside a sentence, "soft" behind its end, "hard" behind its line
        self._sign = False  # the last sign may have ended the sentence

    def step(self, sign: str) -> Iterator[Claim]:
        if self._bracket:
            yield from self._in_bracket(sign)
        elif sign in _OPENERS:
            if self._sign and self._is_end():
                self._ended, self._sign = "soft", False
            self._bracket = [sign]
        else:
            yield from self._plain(sign)

    def finish(self) -> Iterator[Claim]:
        opened, self._bracket = self._bracket, []
        for sign in opened[1:]:
            yield from self._plain(sign)
        self._marks += self._next
        self._next = []
        yield from self._complete()

    def _in_bracket(self, sign: str) -> Iterator[Claim]:
        opened = self._bracket
        if sign == _OPENERS[opened[0]]:
            inside, self._bracket = "".join(opened[1:]), []
            if only_marks(inside):
                (self._next if self._ended == "hard" else self._marks).append(inside)
                if self._text and not self._ended:
                    self._take(" ")
                return
            for held in f"({inside})" if opened[0] == "(" else inside:
                yield from self._plain(held)
        elif sign in "\n{" or sign in _OPENERS or len(opened) > LONGEST_MARK:
            self._bracket = []
            for held in opened if opened[0] == "(" else opened[1:]:
                yield from self._plain(held)
            yield from self.step(sign)
        else:
            opened.append(sign)

    def _plain(self, sign: str) -> Iterator[Claim]:
        if self._ended:
            if sign == "\n":
                self._marks += self._next
                self._next, self._ended = [], "hard"
            elif not sign.isspace():
                if self._ended == "hard" or not sign.islower():
                    yield from self._complete()
                else:
                    self._text.append(" ")
                self._ended = ""
                self._take(sign)
        elif sign == "\n":
            self._ended = "hard" if self._text else ""
            self._sign = False
        elif sign.isspace() and self._sign and self._is_end():
            self._ended, self._sign = "soft", False
        else:
            self._take(sign)

    def _take(self, sign: str) -> None:
        self._sign = sign in _ENDS or (self._sign and sign in _CLOSERS)
        if len(self._text) <= LONGEST_SENTENCE:
            self._text.append(sign)

    def _is_end(self) -> bool:
        """Not behind a short form ("e.g.") or the number of an item ("1.")."""
        tail = "".join(self._text[-_SHORT_TAIL:])
        return len(sentences(f"{tail} A")) > 1 and not (len(self._text) <= 3 and tail[:-1].strip().isdigit())

    def _complete(self) -> Iterator[Claim]:
        text, marks = "".join(self._text), self._marks
        self._text, self._marks, self._next, self._ended, self._sign = [], self._next, [], "", False
        if len(text) > LONGEST_SENTENCE:
            return
        known, unknown = keys_in(" ".join((*marks, text)), self._keys)
        shown = standing_alone(cleaned(text))
        if shown:
            yield Claim(shown, known, unknown)
