"""What the checks found, by how much it matters, each with its cure and a way to the cell."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from assistant.planning.differences import Path
from assistant.planning.lint import Finding, Severity, is_clean
from assistant.planning.plan import TABLES, QuestionStatus
from ui.web.plan.markup import SEVERITIES, counted, empty, folded, jump
from ui.web.plan.places import place
from ui.web.plan.view import View

MOST_OPEN = 12
MOST_SPOTS = 12
_CELLS = {"rows": "activity", "stakeholders": "organisation", "indicators": "indicator", "questions": "answer"}


def to_check(view: View) -> str:
    """Counts first, then the findings; where nothing is left to mend it says so."""
    findings = view.findings
    if not findings:
        empty_plan = not (view.plan.rows or view.plan.stakeholders or view.plan.answers)
        if empty_plan:
            return empty("Nothing to check yet: the plan is still empty.")
        left = _left_open(view)
        return _well("Nothing to mend.") + left if left else _well("Nothing to mend. The plan is ready to show.")
    groups = [(severity, list(found)) for severity, found in groupby(findings, lambda finding: finding.severity)]
    counts = ", ".join(f"{len(found)} {SEVERITIES[severity].lower()}" for severity, found in groups)
    well = _well("Nothing to mend; some things are still to be agreed.")
    head = well if is_clean(findings) else f"<p><strong>{counts}.</strong></p>"
    return head + _left_open(view) + "".join(_group(view, severity, found) for severity, found in groups)


def _well(words: str) -> str:
    return f'<p class="all-well"><span aria-hidden="true">✓</span> {words}</p>'


def _left_open(view: View) -> str:
    """What the checks do not look at and the page calls open, so that the two never contradict each other."""
    done, every = view.settled
    counts = (
        (
            0 if view.readonly else len(view.plan.proposals),
            "suggestion to accept or reject",
            "suggestions to accept or reject",
        ),
        (sum(q.status is QuestionStatus.OPEN for q in view.plan.questions), "open question", "open questions"),
        (sum(every.values()) - sum(done.values()), "question of the four steps", "questions of the four steps"),
    )
    left = [counted(number, one, several) for number, one, several in counts if number]
    return f"<p>Not finished yet: {', '.join(left)}.</p>" if left else ""


def _group(view: View, severity: Severity, findings: Sequence[Finding]) -> str:
    same: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.message, finding.cure), []).append(finding)
    rows = [_findings(view, message, cure, found) for (message, cure), found in same.items()]
    shown = f'<ul class="findings {severity.value}">{"".join(rows[:MOST_OPEN])}</ul>'
    if rest := rows[MOST_OPEN:]:
        shown += folded(f"{len(rest)} more", f'<ul class="findings {severity.value}">{"".join(rest)}</ul>')
    return f'<h3>{SEVERITIES[severity]} <span class="soft">({len(findings)})</span></h3>{shown}'


def _findings(view: View, message: str, cure: str, found: Sequence[Finding]) -> str:
    """One message with every place that it is about."""
    spots = [f"<li>{jump(_where(view, finding), spot_of(finding.path))}</li>" for finding in found]
    more = (
        folded(f"{len(spots) - MOST_SPOTS} more places", _spots(spots[MOST_SPOTS:])) if len(spots) > MOST_SPOTS else ""
    )
    return (
        f"<li><p><strong>{escape(message)}</strong></p>"
        f'<p class="soft">{escape(cure)}</p>{_spots(spots[:MOST_SPOTS])}{more}</li>'
    )


def _where(view: View, finding: Finding) -> str:
    """By number where the page has numbers, and by name where it has none."""
    path = finding.path
    numbered = len(path) == 1 or path[0] in TABLES or path[0] == "proposals"
    return finding.where if numbered else place(view.plan, path, view.registry)


def _spots(spots: Sequence[str]) -> str:
    return f'<ul class="spots">{"".join(spots)}</ul>'


def spot_of(path: Path) -> Path:
    """The place on the page for a finding: a whole row is found by its first cell."""
    return (*path, _CELLS[path[0]]) if path[0] in _CELLS and len(path) == 2 else path
