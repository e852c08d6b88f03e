"""What the assistant suggests in the guided chat, each with its reason; the user accepts or rejects it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from assistant.labels import label, name
from assistant.planning import verbs
from assistant.planning.events import Change
from assistant.planning.filling import Setting, choose, fill, indicators
from assistant.planning.guide import EXPLORE, MEASURE, bare
from assistant.planning.log import PlanLog
from assistant.planning.matching import Fit, Match, challenges_of
from assistant.planning.overall import days_of, titled
from assistant.planning.patterns import Patterns
from assistant.planning.plan import GROUPS, ActionRow, Cell, Origin, Plan, Stakeholder, find, new_item_id
from assistant.planning.rewording import Reword, Reworded, as_drafted
from assistant.planning.row_days import with_days
from assistant.planning.scenario import LONGEST_SCENARIO, Scenario, read_scenario
from assistant.planning.steps import Question
from assistant.planning.who import group_of
from assistant.registry import Registry
from assistant.words import sentences


@dataclass(frozen=True, slots=True)
class Suggested:
    """A change that the assistant suggests, and why."""

    change: Change
    reason: str


class Matching(Protocol):
    """Finds what fits a scenario; `matching.Matcher` is one."""

    @property
    def patterns(self) -> Patterns: ...

    @property
    def registry(self) -> Registry: ...

    def match(self, scenario: Scenario) -> Match:
        """Recommendations and challenges that fit, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Advice:
    """Suggestions from what the user said so far; `detect` tells the language of a text, `reword` words a row anew."""

    matcher: Matching
    detect: Callable[[str], str]
    reword: Reword = as_drafted

    def what_fits(self, plan: Plan) -> list[Suggested]:
        """The recommendations and challenges that fit the problem, each with the user's words that speak for it."""
        scenario = self._scenario(plan)
        if scenario is None:
            return []
        found = self.matcher.match(scenario)
        chosen = {choice.unit for choice in (*plan.challenges, *plan.recommendations)}
        fits = [fit for fit in (*found.recommendations, *found.challenges) if fit.unit.id not in chosen]
        return [_choice(fit) for fit in fits]

    def next_row(self, plan: Plan, tried: frozenset[str], today: dt.date) -> list[Suggested]:
        """A row for the first recommendation chosen that no row serves and for which none was suggested yet.

        Times that the user named are read from `today` on.
        """
        served = {unit for row in plan.rows for unit in row.recommendations}
        scenario = self._scenario(plan)
        scenario = scenario and _without_the_past(scenario, today)
        for choice in plan.recommendations:
            patterns = self.matcher.patterns.by_recommendation.get(choice.unit, ())
            unit = self.matcher.registry.get(choice.unit)
            if choice.unit in served | tried or not patterns or unit is None or scenario is None:
                continue
            fits = {fit.unit.id: fit for fit in self.matcher.match(scenario).recommendations}
            answers = {challenge.id for challenge in challenges_of(unit, self.matcher.registry)}
            challenges = [challenge.unit for challenge in plan.challenges if challenge.unit in answers]
            pattern = choose(patterns, scenario)
            fit = fits.get(unit.id) or Fit(unit, 0.0, None)
            setting = Setting.of(scenario)
            row = fill(pattern, fit, setting, new_item_id(), challenges, first=not plan.rows)
            worded = self.reword([with_days(row, setting.said("period"), today)], scenario)
            reason = f"For {name(unit)}. Drafted from our pattern “{pattern.title}”. {worded.note}".rstrip()
            return [Suggested(verbs.add(worded.rows[0]), reason)]
        return []

    def worded(self, plan: Plan, row: ActionRow) -> Reworded:
        """A suggested row in other words, from all that the user said so far."""
        scenario = self._scenario(plan)
        return self.reword([row], scenario) if scenario else Reworded((row,))

    def whole(self, plan: Plan, today: dt.date) -> list[Suggested]:
        """A title where the plan has none, and its first and last day where the user named them."""
        scenario = self._scenario(plan)
        chosen = (self.matcher.registry.get(choice.unit) for choice in plan.recommendations)
        main = next((unit for unit in chosen if unit), None)
        if scenario is None or main is None:
            return []
        parts = [titled(main, Setting.of(scenario)), *days_of(scenario, today)]
        return [Suggested(verbs.set_part(p.name, p.value), p.why) for p in parts if not getattr(plan, p.name)]

    def measures(self, plan: Plan, row_id: str) -> list[Suggested]:
        """Output indicators for a row that was drafted from a pattern."""
        row, scenario = find(plan, "rows", row_id), self._scenario(plan)
        if not isinstance(row, ActionRow) or scenario is None:
            return []
        patterns = (self.matcher.patterns.get(cited) for cited in row.activity.cites)
        pattern = next((pattern for pattern in patterns if pattern), None)
        if pattern is None:
            return []
        unit = self.matcher.registry.get(pattern.recommendation)
        found = indicators(pattern, Setting.of(scenario), row, unit.goal if unit else None)
        return [Suggested(verbs.add(measure), f"From our pattern “{pattern.title}”.") for measure in found]

    def _scenario(self, plan: Plan) -> Scenario | None:
        """All that the user answered, as one text; None where there is nothing yet."""
        said = "\n".join(cell.text for cell in plan.answers.values() if cell)[:LONGEST_SCENARIO].strip()
        return read_scenario(said, self.detect) if said else None


def _without_the_past(scenario: Scenario, today: dt.date) -> Scenario:
    """Years that are over tell of how things are, and are no times of what is planned."""
    years = {fact: [int(year) for year in re.findall(r"\b20\d\d\b", fact.text)] for fact in scenario.of("period")}
    over = {fact.text for fact, found in years.items() if found and max(found) < today.year}
    return replace(scenario, facts=tuple(f for f in scenario.facts if f.kind != "period" or f.text not in over))


def _choice(fit: Fit) -> Suggested:
    said = f"You wrote: “{fit.said.text}” " if fit.said else ""
    reason = f"{said}{label(fit.unit)} is about this."
    return Suggested(verbs.choose(fit.unit.id, Cell(reason, Origin.DRAFT, (fit.unit.id,))), reason)


def which_it_serves(plan: Plan, row_id: str) -> list[Suggested]:
    """For a row without a recommendation: those chosen that no other row serves yet, or all chosen."""
    row = find(plan, "rows", row_id)
    if not isinstance(row, ActionRow) or row.recommendations or not plan.recommendations:
        return []
    chosen = [choice.unit for choice in plan.recommendations]
    served = {unit for other in plan.rows for unit in other.recommendations}
    serves = [unit for unit in chosen if unit not in served] or chosen
    which = "it" if len(serves) == 1 else "them"
    reason = f"You chose {which} in step 1, and every activity has to say what it serves."
    return [Suggested(verbs.edit("rows", row_id, "recommendations", serves), reason)]


def who_was_named(plan: Plan, tried: frozenset[str]) -> list[Suggested]:
    """Bodies that the user named, each as a stakeholder in its group; not those on the map or suggested before."""
    known = {bare(s.organisation.text) for s in plan.stakeholders} | tried
    found: dict[str, str] = {}
    for words in plan.facts.get("organisation", ()):
        if bare(words) not in known and not _says_no_more_than_its_kind(words):
            found.setdefault(bare(words), words)
    return [Suggested(verbs.add(_stakeholder(words)), _where_said(plan, words)) for words in found.values()]


def _stakeholder(words: str) -> Stakeholder:
    return Stakeholder(new_item_id(), group_of(words), Cell(words, Origin.USER), Cell("You named them.", Origin.DRAFT))


def _where_said(plan: Plan, words: str) -> str:
    """The sentence of the user that names it."""
    texts = (cell.text for cell in plan.answers.values())
    said = (text[a:b] for text in texts for a, b in sentences(text) if words in text[a:b])
    sentence = next(said, "")
    return f"You wrote: “{sentence}”" if sentence else "You named them."


def _says_no_more_than_its_kind(words: str) -> bool:
    """ "The centre", "a hospital": nobody could be invited by that name."""
    return len(bare(words).split()) == 1 and words.split()[-1].islower()


@dataclass(frozen=True, slots=True)
class Before:
    """What was suggested before, whatever became of it, also if it was undone."""

    proposals: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, log: PlanLog) -> Before:
        """Everything that the log of a plan says was proposed."""
        return cls(tuple(p for event in log.events if event.kind == "propose" for p in event.data["proposals"]))

    @property
    def chose(self) -> bool:
        """Whether challenges or recommendations were suggested."""
        return any(proposal["kind"] == "choose" for proposal in self.proposals)

    @property
    def rows_for(self) -> frozenset[str]:
        """Recommendations for which a row was suggested."""
        items = (p["data"].get("item", {}) for p in self.proposals if p["data"].get("table") == "rows")
        return frozenset(unit for item in items for unit in item.get("recommendations", ()))

    @property
    def mapped(self) -> frozenset[str]:
        """Names of the stakeholders that were suggested, as `bare` gives them."""
        items = (p["data"].get("item", {}) for p in self.proposals if p["data"].get("table") == "stakeholders")
        return frozenset(bare(item["organisation"]["text"]) for item in items if item.get("organisation"))

    @property
    def whole(self) -> bool:
        """Whether a title or a day of the plan was suggested."""
        return any(proposal["kind"] == "set" for proposal in self.proposals)

    def served(self, row_id: str) -> bool:
        """Whether it was suggested what that row serves."""
        wanted = (row_id, "recommendations")
        return any((p["data"].get("id"), p["data"].get("field")) == wanted for p in self.proposals)

    def measured(self, row_id: str) -> bool:
        """Whether indicators were suggested for that row."""
        items = (p["data"].get("item", {}) for p in self.proposals if p["data"].get("table") == "indicators")
        return any(item.get("row") == row_id for item in items)


def suggested_for(
    plan: Plan, asked: Question, log: PlanLog, advice: Callable[[], Advice] | None, today: dt.date
) -> list[Suggested]:
    """What fits the question on the table, each thing once: units in step 1, people in step 2, one row at a time in
    step 3, with the first a title and the days of the plan, indicators of a drafted row in step 4.
    """
    before, row = Before.of(log), asked.about or ""
    found = which_it_serves(plan, row) if row and not before.served(row) else []
    if asked.unit in GROUPS:
        found = who_was_named(plan, before.mapped)
    if found or advice is None:
        return found
    if asked.unit == EXPLORE and not before.chose:
        return advice().what_fits(plan)
    if asked.step == 3 and not any(p.data.get("table") == "rows" for p in plan.proposals):
        row_found = advice().next_row(plan, before.rows_for, today)
        return [*row_found, *([] if before.whole else advice().whole(plan, today))]
    if asked.unit == MEASURE and not before.measured(row):
        return advice().measures(plan, row)
    return []
