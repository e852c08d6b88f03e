"""Where somebody is in the four steps: what is answered in each, what is open, and a way to any of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html import escape

from assistant.planning.guide import questions, settled
from assistant.planning.plan import IndicatorRow, OpenQuestion, Plan
from assistant.planning.steps import STEPS
from assistant.registry import Registry
from ui.web.plan.markup import attributes, counted, unit_title
from ui.web.plan.view import View


def progress(view: View) -> str:
    """Four buttons that bring the chat to a step, and how far the whole is."""
    done, every = counts(view.plan, view.registry)
    steps = "".join(f"<li>{_step(view, step.number, done[step.number], every[step.number])}</li>" for step in STEPS)
    answered, asked = sum(done.values()), sum(every.values())
    bar = f"<progress{attributes(max=asked or 1, value=answered, aria_label='Questions settled so far')}></progress>"
    summed = f"{answered} of {counted(asked, 'question')} settled"
    return f'<ol class="steps">{steps}</ol><div class="overall">{bar}<span>{summed}</span></div>'


def _step(view: View, number: int, done: int, every: int) -> str:
    title = unit_title(view, f"step.{number}")
    left = every - done
    if number == 4 and not every:
        state = "Begins when there is a row in step 3"
    else:
        state = "All done ✓" if not left else f"{done} done, {left} open"
    here = number == view.step
    look = attributes(class_="step", data_do="step", data_step=number, aria_current="step" if here else None)
    filled = attributes(class_="filled", style=f"width:{round(100 * done / every) if every else 0}%")
    return (
        f'<button type="button"{look}><span class="step-number">{number}</span>'
        f'<span class="step-name">{escape(title)}</span><span class="step-state">{state}</span>'
        f'<span class="meter" aria-hidden="true"><span{filled}></span></span></button>'
    )


def counts(plan: Plan, registry: Registry) -> tuple[Counter[int], Counter[int]]:
    """Questions that are settled, and all of them, by step."""
    done: Counter[int] = Counter()
    every: Counter[int] = Counter()
    rows = _by_row(plan)
    for asked in questions(plan, registry):
        every[asked.step] += 1
        done[asked.step] += settled(rows.get(asked.about or "", plan), asked)
    return done, every


def _by_row(plan: Plan) -> dict[str, Plan]:
    """For each row the plan as if it had no other: what asks about one row looks through all of them."""
    indicators: dict[str, list[IndicatorRow]] = {}
    noted: dict[str, list[OpenQuestion]] = {}
    for indicator in plan.indicators:
        indicators.setdefault(indicator.row or "", []).append(indicator)
    for question in plan.questions:
        noted.setdefault(question.about or "", []).append(question)
    return {
        row.id: replace(
            plan, rows=(row,), indicators=tuple(indicators.get(row.id, ())), questions=tuple(noted.get(row.id, ()))
        )
        for row in plan.rows
    }
