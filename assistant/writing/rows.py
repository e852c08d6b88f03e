"""Rows of a plan in a model's words, line by line; what it leaves out or gets wrong stays as the pattern drafted it.

A line counts when what it names carries it: the user's sentences, passages, and for a line worded anew the line itself.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from assistant.answering.orders import gives_orders
from assistant.domain import Passage
from assistant.errors import ChatModelError, ModelGarbage, ModelTimeout
from assistant.interfaces import ChatModel
from assistant.labels import label, name
from assistant.planning.differences import Path
from assistant.planning.filling import missing_facts
from assistant.planning.lint import Severity, lint
from assistant.planning.plan import COLUMNS, ActionRow, Plan
from assistant.planning.privacy import without_personal_data
from assistant.planning.rewording import Reworded, whose_words
from assistant.planning.scenario import Scenario
from assistant.registry import Registry
from assistant.words import tokens
from assistant.writing.budget import Budget
from assistant.writing.context import fitting, new_keys, prompt_tokens
from assistant.writing.judging import Checker, Judged, Source, judge
from assistant.writing.prompts import CLAIMS, Offered, digest, row_prompt
from assistant.writing.row_lines import Line, lines_of, with_lines
from assistant.writing.stream import LONGEST_REPLY, Claim, ClaimReader

LOG = logging.getLogger("v2a.model")
LEAST_KEPT = 0.5  # of a line's content words: with fewer it says something else than what was drafted
MOST_ADDED = 2  # lines per cell: more is a list, not a row
CONTACT = "(contact left out)"
# What the user wrote may hold anything. With a code ("RX-4471"), an address, markup, a formula or an unseen sign it
# stays where the user put it, and no model sees it.
_ODD = re.compile(
    r"[^\W\d_]{2,}[-_]?\d{2,}|://|^\s*[=+@]"
    r"|[<>{}\[\]|`\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\U000e0000-\U000e007f]"
)
_DENIAL = re.compile(r"\b(?:not|no|nor|none|never|nobody|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)
FAILED = "The language model gave nothing usable; the rows are worded as in our patterns."
OTHERS = "All others are as in our patterns."
BROKE_OFF = "For the other rows the language model gave nothing usable; they are worded as in our patterns."
KEPT = (
    "Nothing that the language model wrote held against what you wrote and the sources; the rows are worded as in our "
    "patterns."
)
_TITLES = {
    "activity": "Activity & timeline",
    "audience": "Audience & setting",
    "resources": "Resource & capacity",
    "stakeholders": "Stakeholders",
    "risk": "Risk mitigation",
}


class Refusing(Protocol):
    """As `assistant.verifying.signals.Signals`."""

    @property
    def refusals(self) -> Sequence[object]: ...


class LineChecker(Checker, Protocol):
    """As `assistant.verifying.verifier.Verifier`; the second tells which of its rules refuse a claim."""

    def signals(self, claims: Sequence[tuple[str, Sequence[str]]]) -> Sequence[Refusing | None]: ...


@dataclass(frozen=True)
class _Desk:
    """One row under work, with what stands behind each key."""

    row: ActionRow
    columns: Mapping[str, str]
    lines: Mapping[str, Line]
    said: Mapping[str, str]
    passages: Mapping[str, Source]

    def sources(self) -> dict[str, Source]:
        """What a line of the model may rest on."""
        own = {key: line.text for key, line in self.lines.items()} | dict(self.said)
        plain = {key: Source(key, "", Passage(key, "", (), text, 0, len(text))) for key, text in own.items()}
        return {**plain, **self.passages}


@dataclass
class _Worded:
    """What holds of a reply so far."""

    changed: dict[str, Line] = field(default_factory=dict)
    added: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    cites: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    keyed: int = 0


@dataclass(frozen=True)
class RowWriter:
    """A `planning.rewording.Reword`. `most`: tokens of a reply; `seconds` for all rows of a draft together."""

    model: ChatModel
    checker: LineChecker
    registry: Registry
    by_unit: Mapping[str, Passage]
    most: int = 800
    budget: Budget = field(default_factory=Budget)
    seconds: float = 60.0
    today: Callable[[], dt.date] = dt.date.today

    def __call__(self, rows: Sequence[ActionRow], scenario: Scenario) -> Reworded:
        """The rows in the model's words where those hold. English alone: a translation cannot be checked here."""
        if scenario.language != "en" or not rows:
            return Reworded(tuple(rows))
        until = time.monotonic() + self.seconds
        done: list[ActionRow] = []
        failed = False
        try:
            for row in rows:
                done.append(self._worded(row, scenario, until))
        except ChatModelError as problem:
            LOG.warning("%s: %s", type(problem).__name__, problem)
            failed = True
        return self._told((*done, *rows[len(done) :]), rows, failed)

    def _told(self, done: tuple[ActionRow, ...], rows: Sequence[ActionRow], failed: bool) -> Reworded:
        """With whose words stand in which rows, and a note on that."""
        worded = frozenset(row.id for row, before in zip(done, rows, strict=True) if row != before)
        if not worded:
            return Reworded(tuple(rows), FAILED if failed else KEPT)
        prompt = digest()
        note = f"{whose_words(self.model.name, prompt)} {BROKE_OFF if failed else OTHERS}"
        return Reworded(done, note, worded, self.model.name, prompt)

    def _worded(self, row: ActionRow, scenario: Scenario, until: float) -> ActionRow:
        desk = self._desk(row, scenario)
        offered = [Offered(key, source.title, source.passage.text) for key, source in desk.passages.items()]
        columns = {key: _TITLES[column] for key, column in desk.columns.items()}
        by_column: dict[str, dict[str, str]] = {
            key: {k: line.text for k, line in desk.lines.items() if line.column == column}
            for key, column in desk.columns.items()
        }
        account = self.budget.open()
        room = account.room(self.model, self.most)
        kept = fitting(offered, row_prompt(desk.said, [], columns, by_column), room)
        prompt = row_prompt(desk.said, kept, columns, by_column)
        if prompt_tokens(prompt) > room:
            raise account.no_room(self.model, self.most)
        reader, length = ClaimReader({*desk.columns, *desk.sources()}), 0
        claims: list[Claim] = []
        with closing(account.ask(self.model, prompt, self.most, CLAIMS)) as pieces:
            for piece in pieces:
                if time.monotonic() > until:
                    raise ModelTimeout(f"The language model needed more than {self.seconds:g} seconds for a draft.")
                length += len(piece)
                claims += reader.feed(piece)
                if length > LONGEST_REPLY:
                    break
        return self._settled(desk, [*claims, *reader.finish()], scenario)

    def _desk(self, row: ActionRow, scenario: Scenario) -> _Desk:
        lines = [line for line in lines_of(row) if _is_prose(line.text)]
        said = [without_personal_data(s.text, CONTACT) for s in scenario.said if _is_prose(s.text)]
        stated = [
            (unit, self.by_unit[unit]) for unit in (*row.recommendations, *row.challenges) if unit in self.by_unit
        ]
        passages = [(unit, p) for unit, p in stated if not gives_orders(p.text)]
        keys = iter(new_keys(len(COLUMNS) + len(lines) + len(said) + len(passages)))
        return _Desk(
            row,
            columns={next(keys): column for column in COLUMNS},
            lines={next(keys): line for line in lines},
            said={next(keys): text for text in said},
            passages={(key := next(keys)): Source(key, self._title(unit), p) for unit, p in passages},
        )

    def _title(self, unit_id: str) -> str:
        unit = self.registry.get(unit_id)
        return name(unit) if unit else unit_id

    def _settled(self, desk: _Desk, claims: Sequence[Claim], scenario: Scenario) -> ActionRow:
        """The row with every line that holds. Raises ModelGarbage where no line names anything."""
        found, sources = _Worded(), desk.sources()
        for claim in claims:
            found.keyed += bool(claim.keys)
            if not gives_orders(claim.text) and not _more_than_it_names(claim, sources):
                self._take(desk, claim, sources, scenario, found)
        if claims and not found.keyed:
            raise ModelGarbage("The language model wrote nothing that names a line or a source.")
        worded = with_lines(desk.row, list(found.changed.values()), found.added, found.cites)
        return _clean(worded, desk.row, self.today())

    def _take(
        self, desk: _Desk, claim: Claim, sources: Mapping[str, Source], scenario: Scenario, found: _Worded
    ) -> None:
        named = [key for key in claim.keys if key in desk.lines]
        columns = [desk.columns[key] for key in claim.keys if key in desk.columns]
        judged = judge(claim, sources, self.checker)
        if len(named) == 1 and named[0] not in found.changed:
            old = desk.lines[named[0]]
            # What the user said stands in the line word for word, and has to stand in the new one.
            if missing_facts([claim.text], [fact for fact in scenario.facts if fact.text in old.text]):
                return
            meant = set(tokens(old.text))
            if len(meant & set(tokens(claim.text))) < LEAST_KEPT * len(meant):
                return
            if len(_DENIAL.findall(claim.text)) != len(_DENIAL.findall(old.text)):
                return
            if judged.supported or self._joins(desk, claim, sources):
                found.changed[named[0]] = old.saying(claim.text, " ".join(desk.said.values()))
                found.cites[old.column] += _units(judged)
        elif not named and len(columns) == 1 and judged.supported:
            column, units = columns[0], _units(judged)
            stands = claim.text.casefold() in getattr(desk.row, column).text.casefold()
            if not stands and len(found.added[column]) < MOST_ADDED:
                see = "; ".join(label(unit) for u in units if (unit := self.registry.get(u)))
                found.added[column].append(f"{claim.text.rstrip('.')} ({see})." if see else claim.text)
                found.cites[column] += units

    def _joins(self, desk: _Desk, claim: Claim, sources: Mapping[str, Source]) -> bool:
        """Whether a line of a pattern and the user's sentences are joined and no rule objects.

        A proposal is no statement that something carries: it is enough that nothing was put into it.
        """
        if any(key in desk.passages for key in claim.keys):
            return False
        evidence = [sources[key].passage.text for key in claim.keys if key in sources]
        seen = self.checker.signals([(claim.text, evidence)])[0]
        return seen is not None and not seen.refusals


def _more_than_it_names(claim: Claim, sources: Mapping[str, Source]) -> bool:
    """Whether it has a content word that nothing of what it names has.

    The verifier weighs a whole sentence, and a long one of a pattern would carry a short addition with it.
    """
    named = [line for key in claim.keys if key in sources for line in sources[key].lines]
    return bool(set(tokens(claim.text)) - {word for line in named for word in tokens(line)})


def _is_prose(text: str) -> bool:
    return not _ODD.search(text) and not gives_orders(text)


def _units(judged: Judged) -> list[str]:
    return [source.passage.unit for source, _ in judged.carriers if source.passage.unit]


def _clean(worded: ActionRow, drafted: ActionRow, today: dt.date) -> ActionRow:
    """Cells that break a rule which they did not break as drafted go back; for a rule on the whole row, all do."""

    def broken(row: ActionRow) -> set[tuple[str, Path]]:
        found = lint(Plan("draft", rows=(row,)), today)
        return {(f.rule, f.path) for f in found if f.severity is not Severity.NOTE}

    for _, path in broken(worded) - broken(drafted):
        if path[-1] not in COLUMNS:
            return drafted
        back: dict[str, Any] = {path[-1]: getattr(drafted, path[-1])}
        worded = replace(worded, **back)
    return worded
