"""The sections of a plan and its document for readers in a real browser: no violation and nothing cut off, anywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from assistant.planning import verbs
from assistant.planning.plan import (
    ActionRow,
    Cell,
    IndicatorRow,
    OpenQuestion,
    Origin,
    Plan,
    Proposal,
    Stakeholder,
    Who,
)
from ingest.corpus import load_corpus
from tests.planning.samples import full_plan
from tests.web.test_plan_sections import every_flaw, log_of
from ui.web.plan.sections import TITLES, sections
from ui.web.plan.sections.document import document_html
from ui.web.plan.view import reading_view, view_of
from ui.web.styles import css

pytestmark = pytest.mark.browser
TODAY = dt.date(2027, 1, 15)
LOOKS = ((360, "dark"), (820, "light"), (1180, "dark"))


def suggestions() -> tuple[Proposal, ...]:
    """One of each kind."""
    draft = Cell("A rather long suggestion for somebody to read", Origin.DRAFT, ("rec.2.2", "pattern.x"))
    changes = [
        verbs.set_part("end", "2028-01-01"),
        verbs.answer("step.1.ask.why.1", draft),
        verbs.choose("rec.3.4", draft),
        verbs.edit("rows", "r1", "risk", draft),
        verbs.edit("stakeholders", "s1", "interest", "high"),
        verbs.add(ActionRow("new", draft, draft, draft, draft, draft)),
        verbs.add(Stakeholder("new", "stakeholder.3", draft, draft)),
        verbs.add(IndicatorRow("new", 3, draft, draft, draft)),
        verbs.add(OpenQuestion("new", "Which budget?")),
    ]
    return tuple(Proposal(f"p{n}", Who.ASSISTANT, c.kind, c.data, "Why so") for n, c in enumerate(changes))


def pages() -> dict[str, str]:
    """The inside of a page by name: as writers see plans of several kinds, and as readers see one."""
    corpus = load_corpus(Path(__file__).parents[2] / "corpus")
    plans = {
        "empty": Plan("p"),
        "suggested": replace(full_plan(), proposals=suggestions()),
        "flawed": every_flaw(),
        "long": Plan("p", rows=tuple(ActionRow(f"r{n}", Cell(f"Meet group {n}")) for n in range(30))),
    }
    found = {}
    for name, plan in plans.items():
        view = view_of(log_of(plan), corpus.registry, corpus.documents, TODAY, share_path="shared/x", compare=(1, 2))
        parts = "".join(
            f'<section data-section="{part}" aria-labelledby="{part}"><h2 id="{part}">{TITLES[part]}</h2>'
            f"{html}</section>"
            for part, html in sections(view).items()
            if html
        )
        found[name] = f'<h1>Plan</h1><div id="plan-sheet">{parts}</div>'
    found["document"] = document_html(reading_view(full_plan(), corpus.registry, corpus.documents, TODAY))
    return found


def test_every_section_is_accessible_and_fits_in_light_and_dark_on_every_width(browser: Browser) -> None:
    trouble, drawn = [], pages()
    for width, theme in LOOKS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        for name, inside in drawn.items():
            page.set_content(
                f'<!doctype html><html lang="en"><head><title>Plan</title><style>{css()}</style></head>'
                f'<body class="{theme}"><main class="gradio-container">{inside}</main></body></html>'
            )
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            found = Axe().run(page).response["violations"]
            trouble += [f"{name} {width} {theme}: {v['id']} {v['nodes'][0]['html'][:200]}" for v in found]
            trouble += [f"{name} {width} {theme}: {wider} px too wide"] if wider > 0 else []
        page.close()
    assert trouble == []
