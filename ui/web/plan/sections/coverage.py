"""How much of the Vision the plan takes up, as a picture and as text."""

from __future__ import annotations

from html import escape

from assistant.planning.coverage import MARKS, GoalCoverage, coverage
from assistant.planning.coverage_picture import coverage_svg
from ui.web.plan.markup import counted, empty, folded, unit_link
from ui.web.plan.view import View


def covered(view: View) -> str:
    """The summary, the map, and each goal with its recommendations and challenges."""
    found = coverage(view.plan, view.registry)
    if not found.goals:
        return empty("The texts here have no goals to hold the plan against.")
    goals = "".join(_goal(view, goal) for goal in found.goals)
    unknown = f"<p>Not in these texts: {escape(', '.join(found.unknown))}.</p>" if found.unknown else ""
    listed = folded("The same as a list", f"{goals}{unknown}")
    advice = '<p class="soft">A plan need not touch everything. It is good to know what it leaves out.</p>'
    picture = f'<figure class="picture cover">{coverage_svg(found)}{listed}</figure>'
    return f"<p><strong>{escape(found.summary)}</strong></p>{advice}{picture}"


def _goal(view: View, goal: GoalCoverage) -> str:
    rows = "".join(
        f'<li><span aria-hidden="true">{MARKS[unit.touch]}</span> {unit_link(view, unit.unit, unit.name)}: '
        f"{unit.state}</li>"
        for unit in goal.units
    )
    counts = counted(goal.indicators, "indicator")
    return f'<h3>{escape(goal.name)} <span class="soft">({counts})</span></h3><ul class="as-list">{rows}</ul>'
