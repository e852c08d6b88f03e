"""An answer, hits and units as text for a terminal: wrapped, with the sources below. Pure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from assistant.domain import Answer, Citation, Hit, Status, Unit
from ui.mode import whose_words

MAX_WIDTH = 100
SOURCE_INDENT = " " * 6

_STATUS_LINES = {
    Status.PARTIAL: "Part of this is in the sources.",
    Status.NOT_IN_SOURCES: "Not in the sources.",
    Status.MEDICAL: "No advice on a person's treatment.",
    Status.OUT_OF_SCOPE: "Not a question for these sources.",
    Status.NEEDS_DETAIL: "One detail is missing.",
}

_LEAD = re.compile(r"^(\s*(?:[-*+]|\d+\.)\s+|\s*>\s?|\s*)(.*)$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\3(?!\w)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|<&])")
# What drives a terminal, what turns the direction of text so that it reads otherwise than it is, and tag characters,
# which nobody sees. The marks that Arabic and Hebrew need stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def render_answer(answer: Answer, width: int = 80) -> str:
    """The whole answer: what was settled, the text, its sources, what to ask next."""
    width = min(width, MAX_WIDTH)
    parts = [
        _STATUS_LINES.get(answer.status, ""),
        render_markdown(answer.markdown, width),
        _fill(f"({whose_words(answer)})", width, "", ""),
    ]
    if answer.citations:
        parts.append("Sources\n" + "\n".join(_sources(answer.citations, width)))
    if answer.next_steps:
        parts.append("Ask next\n" + "\n".join(_fill(step, width, "  - ", "    ") for step in answer.next_steps))
    return "\n\n".join(part for part in parts if part)


def render_markdown(markdown: str, width: int) -> str:
    """Markdown as plain text: items and quotes stay indented under their mark, emphasis and escapes are resolved."""
    return "\n".join(_line(line, width) for line in plain(markdown).strip().split("\n"))


def render_hits(hits: Sequence[Hit], titles: dict[str, str], width: int = 80) -> str:
    """Ranked passages, each under a line with its score and place."""
    return "\n\n".join(_hit(rank, hit, titles, min(width, MAX_WIDTH)) for rank, hit in enumerate(hits, 1))


def render_units(units: Sequence[Unit], width: int = 80) -> str:
    """One unit a line: id and title."""
    column = max((len(unit.id) for unit in units), default=0) + 2
    return "\n".join(_fill(unit.title, min(width, MAX_WIDTH), unit.id.ljust(column), " " * column) for unit in units)


def _hit(rank: int, hit: Hit, titles: dict[str, str], width: int) -> str:
    passage = hit.passage
    place = " > ".join((titles.get(passage.document, passage.document), *passage.heading))
    unit = f" · {passage.unit}" if passage.unit else ""
    head = _fill(f"{hit.score:.2f}{unit} · {place}", width, f"{rank}. ", "   ")
    return head + "\n" + "\n".join(_fill(line, width, "   ", "   ") for line in plain(passage.text).split("\n"))


def _sources(citations: Sequence[Citation], width: int) -> Iterator[str]:
    """One entry per place: quotes of the same place share it, with all their numbers in front."""
    places: dict[tuple[str, str, str], list[int]] = {}
    for citation in citations:
        places.setdefault((citation.title, citation.locator, citation.url), []).append(citation.number)
    for (title, locator, url), numbers in places.items():
        mark = "  " + " ".join(f"[{number}]" for number in numbers) + " "
        yield _fill(" · ".join(part for part in (title, locator) if part), width, mark, SOURCE_INDENT)
        if url:
            yield SOURCE_INDENT + plain(url)  # never wrapped: it must stay one thing to click or copy


def _line(line: str, width: int) -> str:
    if line.startswith("#"):
        return line.lstrip("# ")
    match = _LEAD.match(line)
    lead, body = match.groups() if match else ("", line)
    body = _ESCAPED.sub(r"\1", _EMPHASIS.sub(lambda m: m[2] or m[4], body))
    return _fill(body, width, lead, " " * len(lead)) if body.strip() else ""


def _fill(text: str, width: int, first: str, then: str) -> str:
    return textwrap.fill(
        plain(text),
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def plain(text: str) -> str:
    """Without control characters, so that nothing that was written elsewhere can drive the reader's terminal."""
    return _CONTROL.sub("", text)
