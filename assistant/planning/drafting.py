"""From a free-text scenario to a drafted plan: what fits, rows and indicators in the user's words, and what is open.

No language model. Nothing is asserted that the user did not say; proposals come from the patterns and name them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.domain import Citation, Document, Passage, Stamp, Unit
from assistant.labels import label, title
from assistant.planning.facts import Fact
from assistant.planning.filling import Setting, choose, fill, indicators, missing_facts
from assistant.planning.matching import Fit, Match, Matcher, challenges_of
from assistant.planning.open_points import questions_for, still_open
from assistant.planning.overall import Part, days_of, titled
from assistant.planning.patterns import Pattern
from assistant.planning.plan import ActionRow, Cell, IndicatorRow, OpenQuestion, Stakeholder
from assistant.planning.privacy import find_personal_data, names_a_patient, without_personal_data
from assistant.planning.rewording import Reword, as_drafted, whose_words
from assistant.planning.row_days import with_days
from assistant.planning.scenario import Scenario, read_scenario
from assistant.planning.scope import DraftStatus, asks_for_treatment, judge
from assistant.planning.who import stakeholders

# Facts by which a sentence tells of means and dates, not of what goes wrong.
OF_MEANS = ("budget", "staff", "period")
CITED_LENGTH = 600
UNSTAMPED = Stamp("")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A challenge or recommendation with the reason for it; `citation` is the number of its citation."""

    unit: str
    why: str
    citation: int | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of a scenario. Rows name the pattern that their words come from in `cites` of their cells.

    `facts` are the user's words that were picked up; with a privacy warning nothing of theirs is in it. `overall` is
    what the plan as a whole could be called, and its first and last day where the user named them. `worded`: ids of the
    rows with lines in the words of the model that the stamp names.
    """

    status: DraftStatus
    language: str = "en"
    questions: tuple[tuple[str, str], ...] = ()
    challenges: tuple[Chosen, ...] = ()
    recommendations: tuple[Chosen, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    rows: tuple[ActionRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    overall: tuple[Part, ...] = ()
    stamp: Stamp = UNSTAMPED
    worded: frozenset[str] = frozenset()

    def mode(self, row: str = "") -> str:
        """As an answer's: "model NAME" where a model worded lines of that row, or of any; else "patterns"."""
        return f"model {self.stamp.model}" if (row in self.worded if row else self.worded) else "patterns"

    def whose_words(self, row: str) -> str:
        """What is said beside a row with lines in a model's words; empty for the others."""
        return whose_words(self.stamp.model, self.stamp.prompt) if row in self.worded else ""


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True, slots=True)
class Drafting:
    """Drafts from one index. `by_unit`: the passage that states each unit; `asks_for_advice`: for medical advice.

    `reword` puts the rows into other words, where something is configured that can; times are read from `today` on;
    `index`: the fingerprint that drafts are stamped with.
    """

    matcher: Matcher
    documents: Mapping[str, Document]
    by_unit: Mapping[str, Passage]
    detect: Callable[[str], str]
    asks_for_advice: Callable[[str], bool]
    reword: Reword = as_drafted
    today: Callable[[], dt.date] = _today
    index: str = ""

    def draft(self, text: str) -> Drafted:
        """The draft for a scenario of a few sentences. Raises BadInput for an empty or oversized one."""
        found = self._judged(text)
        return replace(found, stamp=replace(found.stamp, index=self.index))

    def _judged(self, text: str) -> Drafted:
        if names_a_patient(text):
            kinds = sorted({f.kind for f in find_personal_data(text) if f.patient})
            return Drafted(DraftStatus.PRIVACY_WARNING, warnings=(PRIVACY.format(kinds=", ".join(kinds)),))
        contacts = bool(find_personal_data(text))
        scenario = read_scenario(without_personal_data(text, "(contact left out)"), self.detect)
        warnings = [CONTACTS] * contacts + [SET_ASIDE] * scenario.set_aside
        found = self.matcher.match(scenario)
        if asks_for_treatment(scenario, found, any(self.asks_for_advice(said.text) for said in scenario.said)):
            return Drafted(DraftStatus.OUT_OF_SCOPE, scenario.language, warnings=(*warnings, ADVICE))
        status = judge(scenario, found)
        if status is DraftStatus.OUT_OF_SCOPE:
            return Drafted(status, scenario.language, warnings=(*warnings, OUTSIDE))
        if status is DraftStatus.NEEDS_DETAIL:
            questions = questions_for(scenario, found, self.matcher.registry)
            return Drafted(status, scenario.language, questions=questions, warnings=tuple(warnings))
        if scenario.language != "en":
            warnings.append(ENGLISH)
        return self._drafted(scenario, found, warnings)

    def _drafted(self, scenario: Scenario, found: Match, warnings: Sequence[str]) -> Drafted:
        setting = Setting.of(scenario)
        sources = _Sources(self.documents, self.by_unit)
        recommendations = [self._chosen(fit, sources) for fit in found.recommendations]
        challenges = [self._chosen(fit, sources) for fit in found.challenges]
        rows, measures, used = self._rows(scenario, found, setting)
        today = self.today()
        rows = [with_days(row, setting.said("period"), today) for row in _with_what_is_left(rows, scenario)]
        worded = self.reword(rows, scenario)
        return Drafted(
            status=DraftStatus.DRAFTED,
            language=scenario.language,
            challenges=tuple(challenges),
            recommendations=tuple(recommendations),
            stakeholders=stakeholders(setting, used, rows, self.matcher.patterns),
            rows=worded.rows,
            indicators=tuple(measures),
            open_questions=still_open(setting, used, rows),
            citations=tuple(sources.citations),
            warnings=(*warnings, *filter(None, [worded.note]), UNOFFICIAL),
            facts=scenario.facts,
            overall=(titled(found.recommendations[0].unit, setting), *days_of(scenario, today)),
            stamp=Stamp("", worded.prompt, worded.model),
            worded=worded.worded,
        )

    def _chosen(self, fit: Fit, sources: _Sources) -> Chosen:
        unit = fit.unit
        about = f"{label(unit)} is about this: {title(unit)}."
        said = f"You wrote: “{fit.said.text}” " if fit.said else ""
        return Chosen(unit.id, said + about, sources.cite(unit))

    def _rows(
        self, scenario: Scenario, found: Match, setting: Setting
    ) -> tuple[list[ActionRow], list[IndicatorRow], list[Pattern]]:
        rows: list[ActionRow] = []
        measures: list[IndicatorRow] = []
        used: list[Pattern] = []
        for fit in found.recommendations:
            patterns = self.matcher.patterns.by_recommendation.get(fit.unit.id)
            if not patterns:
                continue
            of_it = {challenge.id for challenge in challenges_of(fit.unit, self.matcher.registry)}
            answered = [other.unit.id for other in found.challenges if other.unit.id in of_it]
            pattern = choose(patterns, scenario)
            row = fill(pattern, fit, setting, _row_id(scenario.text, pattern.id), answered, first=not rows)
            rows.append(row)
            measures += indicators(pattern, setting, row, fit.unit.goal)
            used.append(pattern)
        return rows, measures, used


def _row_id(text: str, name: str) -> str:
    """The same for the same scenario and pattern, so that a draft can be compared with an earlier one."""
    return hashlib.sha256(f"{name}\0{text}".encode()).hexdigest()[:12]


def _with_what_is_left(rows: list[ActionRow], scenario: Scenario) -> list[ActionRow]:
    """The rows, the first one with every sentence that holds a fact which no cell has taken up, word for word.

    A sentence on means and dates goes to the resources, any other to what the writer says of audience and setting.
    """
    if not rows:
        return rows
    texts = [cell.text for row in rows for cell in _cells(row)]
    left: dict[str, list[str]] = {"audience": [], "resources": []}
    for fact in missing_facts(texts, [fact for fact in scenario.facts if fact.kind != "role"]):
        said = scenario.own_words(fact)
        if said is None or any(said.text in text for text in texts):
            continue
        inside = [other.kind for other in scenario.facts if said.start <= other.start < said.end]
        column = "resources" if any(kind in OF_MEANS for kind in inside) else "audience"
        left[column] += [said.text] if said.text not in left[column] else []
    first = rows[0]
    for column, sentences in left.items():
        if sentences:
            cell: Cell = getattr(first, column)
            more = " ".join(f"“{text}”" for text in sentences)
            first = _with_cell(first, column, replace(cell, text=f"{cell.text}\nYou also wrote: {more}"))
    return [first, *rows[1:]]


def _with_cell(row: ActionRow, column: str, cell: Cell) -> ActionRow:
    change: dict[str, Any] = {column: cell}
    return replace(row, **change)


def _cells(row: ActionRow) -> tuple[Cell, ...]:
    return (row.activity, row.audience, row.resources, row.stakeholders, row.risk)


class _Sources:
    """Numbered citations of units, each given once."""

    def __init__(self, documents: Mapping[str, Document], by_unit: Mapping[str, Passage]) -> None:
        self._documents, self._by_unit = documents, by_unit
        self.citations: list[Citation] = []

    def cite(self, unit: Unit) -> int | None:
        """The number of the citation of that unit, or None when no passage states it."""
        known = next((c.number for c in self.citations if c.unit == unit.id), None)
        passage = self._by_unit.get(unit.id)
        if known or passage is None:
            return known
        document = self._documents[passage.document]
        end = min(passage.end, passage.start + CITED_LENGTH)
        heading = unit.locator.heading if document.edition == "ours" else " > ".join(passage.heading)
        item = f", item {unit.locator.item}" if document.edition == "ours" and unit.locator.item else ""
        page = f", page {passage.page}" if passage.page else ""
        self.citations.append(
            Citation(
                number=len(self.citations) + 1,
                passage=passage.id,
                document=document.id,
                title=f"{label(unit)}: {title(unit)}",
                locator=f"{document.title}: {heading}{item}{page}",
                quote=document.text[passage.start : end],
                start=passage.start,
                end=end,
                unit=unit.id,
                url=unit.address or document.address,
            )
        )
        return len(self.citations)


PRIVACY = (
    "This text seems to hold data that could identify a patient ({kinds}). Nothing of it was kept or repeated. "
    "Take such data out (write “one of our patients”) and send it again."
)
CONTACTS = "Contact details were left out of the draft."
SET_ASIDE = "Part of the text was written as an order to the assistant; it was neither followed nor used."
ADVICE = (
    "This asks what one person's treatment should be. Please ask the care team. A plan can be drafted for what keeps "
    "patients from the therapy where you are."
)
OUTSIDE = (
    "This is outside what the assistant drafts: local plans against what keeps people from CAR T-cell therapy. "
    "Describe such a problem where you are: what goes wrong, for whom, where, and what you have."
)
ENGLISH = "The draft is in English; what you wrote stands in it in your own words."
UNOFFICIAL = "Drafted from activity patterns of this unofficial tool. Review each cell before use."
