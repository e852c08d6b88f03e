"""What the checks found, by how much it matters, each with its cure and a way to the cell."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from assistant.planning.differences import Path
from assistant.planning.lint import Finding, Severity, is_clean
from ui.web.plan.markup import SEVERITIES, folded, jump
from ui.web.plan.view import View

MOST_OPEN = 12
_CELLS = {"rows": "activity", "stakeholders": "organisation", "indicators": "indicator", "questions": "answer"}


def to_check(view: View) -> str:
    """Counts first, then the findings; where nothing is left to mend it says so."""
    findings = view.findings
    if not findings:
        empty_plan = not (view.plan.rows or view.plan.stakeholders or view.plan.answers)
        if empty_plan:
            return '<p class="empty">Nothing to check yet: the plan is still empty.</p>'
        return '<p class="all-well"><span aria-hidden="true">✓</span> Nothing to mend. The plan is ready to show.</p>'
    well = (
        '<p class="all-well"><span aria-hidden="true">✓</span> Nothing to mend; some things are still to be agreed.</p>'
    )
    groups = [(severity, list(found)) for severity, found in groupby(findings, lambda finding: finding.severity)]
    counts = ", ".join(f"{len(found)} {SEVERITIES[severity][1].lower()}" for severity, found in groups)
    head = well if is_clean(findings) else f"<p><strong>{counts}.</strong></p>"
    return head + "".join(_group(severity, found) for severity, found in groups)


def _group(severity: Severity, findings: Sequence[Finding]) -> str:
    sign, words = SEVERITIES[severity]
    rows = [_finding(finding) for finding in findings]
    shown = f'<ul class="findings {severity.value}">{"".join(rows[:MOST_OPEN])}</ul>'
    if rest := rows[MOST_OPEN:]:
        shown += folded(f"{len(rest)} more", f'<ul class="findings {severity.value}">{"".join(rest)}</ul>')
    return f'<h3><span aria-hidden="true">{sign}</span> {words} <span class="soft">({len(findings)})</span></h3>{shown}'


def _finding(finding: Finding) -> str:
    where = jump(finding.where, spot_of(finding.path))
    return f'<li><p>{where}: {escape(finding.message)}</p><p class="soft">{escape(finding.cure)}</p></li>'


def spot_of(path: Path) -> Path:
    """The place on the page for a finding: a whole row is found by its first cell."""
    return (*path, _CELLS[path[0]]) if path[0] in _CELLS and len(path) == 2 else path
