"""A new plan on the page: empty, from a few sentences on a setting, or from a file; and a file's edits as proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from assistant.domain import LANGUAGES
from assistant.errors import BadInput
from assistant.exports.edits import edits, still_waiting
from assistant.exports.formats import read_plan
from assistant.exports.sheets_in import Imported
from assistant.planning import verbs
from assistant.planning.drafting import Drafted
from assistant.planning.events import Change
from assistant.planning.facts import tells
from assistant.planning.guide import bare
from assistant.planning.lint import private_places
from assistant.planning.log import PlanLog
from assistant.planning.plan import Cell, Origin, Who
from assistant.planning.plan_json import MOST_CHARACTERS
from assistant.planning.privacy import names_a_patient, without_personal_data
from assistant.planning.rewording import as_drafted
from assistant.planning.scenario import read_scenario
from assistant.planning.scope import DraftStatus
from ui.web.plan.asked import Asked
from ui.web.plan.desk import Desk

# The question whose answer the setting is, in the user's words: the guide takes what it suggests later from there.
PROBLEM = "step.1.ask.what.1"
MOST_PLACES = 3
NAMELESS = "The name of the file seems to hold data that could identify a patient, so it was not kept."


def begin(desk: Desk, asked: Asked) -> tuple[PlanLog | None, Drafted | None]:
    """The new plan, with a draft as proposals where a setting was told; no plan where the draft has to ask first.

    Raises BadInput, with nothing kept, for patient data in the title.
    """
    title, language = asked.text("title").strip(), asked.text("language", "en")
    if language not in LANGUAGES:
        raise BadInput(f"Plans can be in {', '.join(LANGUAGES)}: choose one of them.")
    if names_a_patient(title):
        raise BadInput("The title seems to name a patient: give one that names the work, such as “Earlier referral”.")
    scenario = _setting(asked)
    if not scenario:
        return desk.planner.new(title, language), None
    # At once, as the patterns draft it: a language model words the suggested rows after that, one by one.
    draft = replace(desk.assistant.drafting, reword=as_drafted).draft(scenario)
    if draft.status is not DraftStatus.DRAFTED:
        return None, draft
    return _drafted(desk, title, language, scenario, draft), draft


def _setting(asked: Asked) -> str:
    """The sentences on the setting, with the answers to what a first draft asked."""
    text = "\n".join(part for part in (asked.text("scenario").strip(), *asked.texts("answers")) if part)
    if len(text) > MOST_CHARACTERS:
        raise BadInput(f"The text has {len(text)} characters: shorten it to {MOST_CHARACTERS}.")
    return text


def _drafted(desk: Desk, title: str, language: str, scenario: str, draft: Drafted) -> PlanLog:
    read = read_scenario(without_personal_data(scenario, "(contact left out)"), desk.assistant.drafting.detect)
    facts: dict[str, dict[str, str]] = {}
    for fact in filter(tells, draft.facts):
        facts.setdefault(fact.kind, {}).setdefault(bare(fact.text), fact.text)
    told = [verbs.state(kind, *values.values()) for kind, values in facts.items()]
    answered = verbs.answer(PROBLEM, " ".join(said.text for said in read.said))
    return desk.planner.new(title, language, [answered, *told], list(_proposals(draft, named=bool(title))))


def _proposals(draft: Drafted, named: bool) -> Iterator[tuple[Change, str]]:
    """Each part of the draft as a change, with the reason for it; `named`: the user gave the plan a title."""
    for part in draft.overall:
        if part.name != "title" or not named:
            yield verbs.set_part(part.name, part.value), part.why
    whys = {chosen.unit: chosen.why for chosen in (*draft.challenges, *draft.recommendations)}
    for unit, why in whys.items():
        yield verbs.choose(unit, Cell(why, Origin.DRAFT, (unit,))), why
    for somebody in draft.stakeholders:
        yield verbs.add(somebody), somebody.relevance.text
    for row in draft.rows:
        why = next((whys[unit] for unit in row.recommendations if unit in whys), "")
        yield verbs.add(row), why
    for measure in draft.indicators:
        yield verbs.add(measure), f"It shows whether “{measure.activity.text}” is done."
    for question in draft.open_questions:
        yield verbs.add(question), "The plan needs it, and you have not said it yet."


def open_file(desk: Desk, data: bytes, name: str) -> tuple[PlanLog, tuple[str, ...]]:
    """A plan of its own from an exported file, and what was left out of it. Raises BadInput or PlanError."""
    name, told = _kept_name(name)
    found = _read(data, name)
    waiting, lost = still_waiting(found)
    load = [verbs.load(found.plan)]
    log = desk.planner.new(found.plan.title, found.plan.language, load, waiting, Who.IMPORT)
    return log, (*told, *found.notes, *lost)


def propose_file(desk: Desk, plan_id: str, data: bytes, name: str) -> tuple[PlanLog, tuple[str, ...]]:
    """What the file says otherwise, as proposals in that plan, and what to say about it."""
    name, told = _kept_name(name)
    found = _read(data, name)
    log = desk.planner.open(plan_id)
    changes = edits(log.plan, found)
    if not changes:
        return log, (*told, *found.notes, "The file says the same as the plan: there is nothing to suggest.")
    log = desk.planner.propose(plan_id, *changes, who=Who.IMPORT, reason=f"From the file {name}.")
    waiting = "One difference waits" if len(changes) == 1 else f"{len(changes)} differences wait"
    return log, (*told, *found.notes, f"{waiting} for you as suggestions: accept or reject.")


def _kept_name(name: str) -> tuple[str, tuple[str, ...]]:
    """The file's name as it may be kept and shown, and a word on it where that is not its own."""
    if not names_a_patient(re.sub(r"[_+-]+", " ", name)) and not names_a_patient(name):
        return name, ()
    ending = PurePath(name).suffix if PurePath(name).suffix.isascii() else ""
    return f"your-file{ending[:6]}", (NAMELESS,)


def _read(data: bytes, name: str) -> Imported:
    found = read_plan(data, name)
    if places := private_places(found.plan):
        more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
        raise BadInput(
            f"The file seems to hold data that could identify a patient: {'; '.join(places[:MOST_PLACES])}{more}. "
            "Nothing of it was kept. Take it out of the file (write “one of our patients”) and open it again."
        )
    return found
