"""The HTML report of an evaluation, opened from disk in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from evals.html_report import write
from tests.evals.test_html_report import result_of_a_damaged_retriever

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("report"), result_of_a_damaged_retriever())


@pytest.fixture(params=[(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def opened(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
    page = context.new_page()
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    yield page
    context.close()


def test_the_report_is_accessible_and_fits_a_phone_in_light_and_dark(opened: Page) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(opened).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_plots_matrix_and_worst_cases_are_there(opened: Page) -> None:
    assert opened.get_by_role("img", name="Differences with their 95 % intervals").is_visible()
    assert opened.get_by_role("region", name="Expected and given status").is_visible()
    assert opened.locator("details summary strong").count() >= 3
    assert opened.get_by_role("region", name="Retrieved for one").is_visible()
