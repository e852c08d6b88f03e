"""A text that remembers which of its characters were copied from where in the raw text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Run = tuple[int, int, int]  # start in the text, start in the raw text, length
Edit = tuple[int, int, str]  # from, to, what stands there instead


@dataclass(frozen=True, slots=True)
class Traced:
    """`text[a:a + n] == raw[b:b + n]` for every run (a, b, n), up to characters replaced one for one."""

    text: str
    runs: tuple[Run, ...] = ()

    @classmethod
    def copied(cls, text: str, raw_start: int) -> Traced:
        """A text that stands in the raw text as it is."""
        return cls(text, ((0, raw_start, len(text)),) if text else ())

    def __bool__(self) -> bool:
        return bool(self.text)

    def slice(self, start: int, end: int) -> Traced:
        """The part from start to end."""
        if start <= 0 and end >= len(self.text):
            return self
        runs = []
        for at, raw, length in self.runs:
            low, high = max(at, start), min(at + length, end)
            if low < high:
                runs.append((low - start, raw + low - at, high - low))
        return Traced(self.text[start:end], tuple(runs))

    def strip(self) -> Traced:
        """Without white space at its ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.slice(left, max(left, len(self.text.rstrip())))

    def translate(self, table: dict[int, str]) -> Traced:
        """Characters replaced one for one; origins stay."""
        text = self.text.translate(table)
        return self if text == self.text else Traced(text, self.runs)

    def edit(self, edits: Iterable[Edit]) -> Traced:
        """Apply edits, in order and without overlap. Linear in the text and the edits."""
        parts: list[str] = []
        runs: list[Run] = []
        size = done = index = 0
        for start, end, new in (*edits, (len(self.text), len(self.text), "")):
            while index < len(self.runs):
                at, raw, length = self.runs[index]
                low, high = max(at, done), min(at + length, start)
                if low < high:
                    runs.append((size + low - done, raw + low - at, high - low))
                if at + length > start:
                    break
                index += 1
            parts += (self.text[done:start], new)
            size += start - done + len(new)
            done = end
        return Traced("".join(parts), tuple(runs))

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Traced:
        """Like `re.sub`, with origins kept for what is not replaced."""
        edits = [(m.start(), m.end(), new if isinstance(new, str) else new(m)) for m in pattern.finditer(self.text)]
        return self.edit(edits) if edits else self

    def unwrap(self, pattern: re.Pattern[str]) -> Traced:
        """Each match is cut down to its first group."""
        edits: list[Edit] = []
        for match in pattern.finditer(self.text):
            edits += ((match.start(), match.start(1), ""), (match.end(1), match.end(), ""))
        return self.edit(edits) if edits else self

    @classmethod
    def join(cls, separator: str, parts: Iterable[Traced]) -> Traced:
        """Parts one after the other with the separator between them."""
        texts: list[str] = []
        runs: list[Run] = []
        size = 0
        for part in parts:
            size += len(separator) if texts else 0
            texts.append(part.text)
            runs += [(at + size, raw, length) for at, raw, length in part.runs]
            size += len(part.text)
        return cls(separator.join(texts), tuple(runs))
