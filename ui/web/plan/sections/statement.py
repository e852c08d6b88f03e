"""The problem in the user's words: title, days, the What, Who, Where and Why answers, and facts of the setting."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assistant.domain import LANGUAGES
from assistant.planning.guide import CONSIDER, EXPLORE
from assistant.planning.plan import FACTS, Cell
from assistant.planning.steps import STEPS, WORDS, Words, units_of
from ui.web.plan.markup import (
    attributes,
    described_by,
    empty,
    flags,
    folded,
    select,
    textarea,
    unit_title,
    whose,
    words,
)
from ui.web.plan.places import FACT_NAMES, day
from ui.web.plan.suggested import suggestions
from ui.web.plan.view import View
from ui.web.unit_page import LANGUAGE_NAMES

_GROUPS = {"what": "What", "who": "Who", "where": "Where", "why": "Why"}
# Shown in the sections that they are about, with `answered_beside`.
_BESIDE_OTHERS = (CONSIDER, "step.2.consider.1", "step.2.consider.2", "component.activity.1")


def statement(view: View) -> str:
    """All of it as fields; for readers what is said, as words."""
    parts = [] if view.readonly else [_head(view)]
    parts += [_period(view)] if view.readonly else []
    parts += [_group(view, name, word) for name, word in _GROUPS.items()]
    parts += [_more(view), _facts(view)]
    return "".join(parts) or empty("Nothing is said about the problem yet.")


def _head(view: View) -> str:
    plan = view.plan
    languages = [(code, LANGUAGE_NAMES.get(code, code)) for code in LANGUAGES]
    fields = (
        ("title", "Title", _input(view, "title", plan.title, "text", maxlength=200, class_="wide")),
        ("start", "First day", _input(view, "start", plan.start or "", "date")),
        ("end", "Last day", _input(view, "end", plan.end or "", "date")),
        ("language", "Language of the names", select(languages, plan.language, data_set="language")),
    )
    was = {"title": plan.title, "start": plan.start or "", "end": plan.end or "", "language": plan.language}
    rows = "".join(
        f'<div class="field-{name}"><label>{label}{control}</label>{flags(view, (name,))}'
        f"{suggestions(view, (name,), was[name])}</div>"
        for name, label, control in fields
    )
    return f'<div class="plan-head">{rows}</div>'


def _input(view: View, name: str, value: str, kind: str, **more: str | int | None) -> str:
    found = attributes(
        type=kind, value=value, data_set=name, data_spot=name, aria_describedby=described_by(view, (name,)), **more
    )
    return f"<input{found}>"


def _period(view: View) -> str:
    plan = view.plan
    if not (plan.start or plan.end):
        return ""
    start, end = (escape(day(known)) or "a day to be agreed" for known in (plan.start, plan.end))
    return f"<p>From {start} until {end}.</p>"


def _group(view: View, name: str, word: str) -> str:
    asked = [unit.id for unit in units_of(STEPS[0], view.registry) if unit.id.startswith(f"step.1.ask.{name}.")]
    fields = "".join(answer_field(view, unit_id) for unit_id in asked)
    return f'<div class="asked"><h3>{word}</h3>{fields}</div>' if fields else ""


def _more(view: View) -> str:
    """The other answers of step 1, then any that no section shows beside what they are about."""
    asked = [unit.id for unit in units_of(STEPS[0], view.registry) if unit.id.startswith("step.1.apply.")]
    asked = [unit_id for unit_id in asked if unit_id not in (EXPLORE, CONSIDER)]
    others = [unit_id for unit_id in view.plan.answers if _stray(unit_id) and unit_id not in asked]
    fields = "".join(answer_field(view, unit_id) for unit_id in [*asked, *others])
    return f'<div class="asked"><h3>What is known, and what others did</h3>{fields}</div>' if fields else ""


def _stray(unit_id: str) -> bool:
    """Answers about one row stand in its cells already."""
    return ":" not in unit_id and not unit_id.startswith(("step.1.ask.", *_BESIDE_OTHERS))


def answer_field(view: View, unit_id: str) -> str:
    """A question of the toolkit with its answer. Readers see what was answered only."""
    cell = view.plan.answers.get(unit_id, Cell())
    asked = WORDS.get(unit_id) or Words(unit_title(view, unit_id))
    if view.readonly:
        heading = escape(unit_title(view, unit_id))
        return (
            f'<div class="answer-of"><p><strong>{heading}</strong></p>{words(cell.text)}{whose(view, cell)}</div>'
            if cell
            else ""
        )
    spot = ("answers", unit_id)
    field = textarea(
        cell.text,
        letters=80,
        data_answer=unit_id,
        data_spot=":".join(spot),
        placeholder=f"For example: {asked.example}" if asked.example else None,
        aria_describedby=described_by(view, spot),
    )
    skipped = '<span class="soft">Skipped</span>' if unit_id in view.plan.skipped and not cell else ""
    return (
        f'<div class="answer-of"><label>{escape(asked.ask)}{field}</label>{whose(view, cell)}{skipped}'
        f"{flags(view, spot)}{suggestions(view, spot, cell.text)}</div>"
    )


def _facts(view: View) -> str:
    facts = view.plan.facts
    if view.readonly:
        rows = "".join(f"<dt>{FACT_NAMES[n]}</dt><dd>{escape('; '.join(facts[n]))}</dd>" for n in FACTS if facts.get(n))
        return f"<h3>The setting</h3><dl>{rows}</dl>" if rows else ""
    told = [name for name in FACTS if facts.get(name) or ("facts", name) in view.suggested]
    known = "".join(_fact(view, name) for name in told)
    other = "".join(_fact(view, name) for name in FACTS if name not in told)
    hint = "" if known else empty("Nothing noted yet. Tell the chat about your place, time, money and people.")
    return (
        '<div class="asked"><h3>What you told of your setting</h3>'
        f'<p class="soft">One on each line. Drafts use these words as they stand.</p>{hint}'
        f'<div class="facts">{known}</div>'
        + (folded("Add something else", f'<div class="facts">{other}</div>') if other else "")
        + "</div>"
    )


def _fact(view: View, name: str) -> str:
    spot, said = ("facts", name), "\n".join(view.plan.facts.get(name, ()))
    field = textarea(
        said, letters=60, data_state=name, data_spot=":".join(spot), aria_describedby=described_by(view, spot)
    )
    return f"<div><label>{FACT_NAMES[name]}{field}</label>{flags(view, spot)}{suggestions(view, spot, said)}</div>"


def answered_beside(view: View, *starts: str) -> Iterator[str]:
    """Fields of the answers whose units begin so, for the section that they belong to."""
    steps = (unit.id for step in STEPS for unit in units_of(step, view.registry))
    wanted = [unit_id for unit_id in steps if unit_id.startswith(starts)]
    yield from (answer_field(view, unit_id) for unit_id in wanted)
