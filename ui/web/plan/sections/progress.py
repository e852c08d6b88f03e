"""Where somebody is in the four steps: what is answered in each, what is open, and a way to any of them."""

from __future__ import annotations

from html import escape

from assistant.planning.steps import STEPS
from ui.web.plan.markup import attributes, counted, unit_title
from ui.web.plan.view import View


def progress(view: View) -> str:
    """Four buttons that bring the chat to a step, and how far the whole is."""
    done, every = view.settled
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
