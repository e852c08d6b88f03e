"""The Evals page in a browser: from a question without an answer to a case, by keyboard, on a phone, in the dark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.settings import Settings
from evals import history
from evals.cases import load_cases
from evals.options import Options
from evals.scoring import run, subject_of
from tests.browser.conftest import Site, _site, violations
from tests.evals.test_run import CASES
from tests.evals.test_run import FakeAssistant as Measured

pytestmark = pytest.mark.browser

KEY = "a-key-for-the-tests-only"
SERVE = f"""
import sys
from pathlib import Path
from assistant.settings import Settings
from tests.web.fake_assistant import FakeAssistant
from ui.web import serve
serve(Settings(port=0, home=Path(sys.argv[1]), maintainer={KEY!r}), lambda: FakeAssistant())
"""
SCREENS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture(scope="module")
def evals_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("evals")
    for damaged in (True, False):
        done = run(subject_of(Measured(damaged)), CASES)
        history.keep(Settings(home=home), [done], Options())
    row = {"time": "2026-11-21T11:00:00+00:00", "question": "Who decides?", "verdict": "down", "reason": "too long"}
    (home / "feedback.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    yield from _site(SERVE, home)


@pytest.fixture
def page(browser: Browser, evals_site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The runs, opened with the key."""
    width, scheme = getattr(request, "param", (1280, "light"))
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    opened = context.new_page()
    evals_site.watch(opened)
    opened.goto(f"{evals_site.address}/evals")
    opened.fill("#key", KEY)
    opened.press("#key", "Enter")
    expect(opened.get_by_role("navigation", name="Evals")).to_be_visible()
    yield opened
    context.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("page", SCREENS, indirect=True, ids=str)
def test_every_view_is_accessible_and_fits_in_light_and_dark(page: Page, evals_site: Site) -> None:
    address = f"{evals_site.address}/evals"
    page.get_by_role("link", name="2026-").first.click()
    run_address = page.url
    page.goto(address)
    page.get_by_role("button", name="Compare the two").click()
    expect(page.get_by_role("heading", name="two runs case by case")).to_be_visible()
    compared = page.url
    page.goto(f"{address}/candidates")
    page.get_by_role("link", name="Who decides?").click()
    others = [f"{address}/{name}" for name in ("candidates", "drafts/report", "model")]
    for view in (page.url, address, run_address, compared, *others):
        page.goto(view)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert violations(page) == ""
        assert fits(page), view
    assert evals_site.elsewhere == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_question_for_the_key_is_accessible_and_holds_nothing_of_the_page(
    browser: Browser, evals_site: Site, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{evals_site.address}/evals/candidates")
    assert violations(page) == ""
    assert fits(page)
    assert "Who decides?" not in page.content()
    page.fill("#key", "not the right key at all")
    page.press("#key", "Enter")
    expect(page.get_by_role("alert")).to_have_text("That is not the key.")
    context.close()


def test_a_question_without_an_answer_becomes_a_case_by_keyboard_alone(page: Page, evals_site: Site) -> None:
    asking = page.context.new_page()
    asking.goto(evals_site.address)
    asking.get_by_label("Your question").fill("How many hospitals in Malta, asks patient Anna Schmidt?")
    asking.get_by_label("Your question").press("Enter")
    expect(asking.locator(".badge.not_in_sources")).to_be_visible()
    asking.close()

    page.goto(f"{evals_site.address}/evals/candidates")
    link = page.get_by_role("link", name="How many hospitals in Malta")
    expect(link).not_to_contain_text("Schmidt")
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Question (reword").fill("How many hospitals in Malta give it?")
    page.get_by_label("Find passages").fill("capacity")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen")).to_contain_text("to choose from")
    assert "/find" not in page.url
    page.get_by_role("checkbox", name="Capacity is planned").focus()
    page.keyboard.press("Space")
    expect(page.locator("#chosen")).to_have_text("1 passage chosen")
    page.get_by_role("button", name="Save as a case").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved as a case.")
    cases = load_cases(evals_site.home / "evals" / "from-use.jsonl")
    assert ("How many hospitals in Malta give it?", ("rec.2.4",)) in [(case.question, case.gold) for case in cases]


@pytest.mark.parametrize("page", SCREENS, indirect=True, ids=str)
def test_a_model_is_chosen_by_keyboard_and_readers_are_told_at_once(page: Page, evals_site: Site) -> None:
    asking = page.context.new_page()
    asking.goto(evals_site.address)
    expect(asking.locator("#mode")).to_have_text("Answers come from quotes; no language model.")
    page.goto(f"{evals_site.address}/evals/model")
    page.get_by_label("Provider", exact=True).focus()
    page.keyboard.type("Own")
    for typed in ("local", "http://127.0.0.1:9/v1", "sk-typed"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.get_by_role("button", name="Use this model").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Send questions to 127.0.0.1:9?")).to_be_visible()
    assert violations(page) == ""
    assert fits(page)
    page.get_by_role("button", name="Yes, use local").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(page.get_by_role("region", name="Now")).to_contain_text("kept in the memory of this server")
    expect(page.get_by_label("Key")).to_have_value("")
    assert "sk-typed" not in page.content()
    assert violations(page) == ""
    assert fits(page)

    asking.get_by_label("Your question").fill("Who works together?")
    asking.get_by_label("Your question").press("Enter")
    expect(asking.locator("#chat .answer .mode")).to_contain_text("In the words of local")
    expect(asking.locator("#mode")).to_contain_text("worded by local, which gets your question")
    assert violations(asking) == ""
    asking.get_by_role("link", name="Plan", exact=True).click()
    expect(asking.locator("#plan-mode")).to_contain_text("worded by local, which gets what you write")
    assert violations(asking) == ""
    page.get_by_role("button", name="Use none").click()
    expect(page.get_by_role("status")).to_contain_text("No model is used any more")
    asking.reload()
    expect(asking.locator("#plan-mode")).to_be_hidden()
    asking.get_by_role("link", name="Ask", exact=True).click()
    expect(asking.locator("#mode")).to_have_text("Answers come from quotes; no language model.")
    asking.close()
    assert evals_site.elsewhere == []


def test_a_model_is_chosen_without_the_script(browser: Browser, evals_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{evals_site.address}/evals")
    page.fill("#key", KEY)
    page.press("#key", "Enter")
    page.goto(f"{evals_site.address}/evals/model")
    page.select_option("#provider", "own")
    page.fill("#model", "local")
    page.fill("#url", "http://me:secret@127.0.0.1:9/v1")
    page.get_by_role("button", name="Use this model").click()
    expect(page.get_by_role("alert")).to_contain_text("Leave user, password")
    page.fill("#url", "http://127.0.0.1:9/v1")
    page.get_by_role("button", name="Use this model").click()
    page.get_by_role("button", name="Back to the form").click()
    expect(page.get_by_label("Address")).to_have_value("http://127.0.0.1:9/v1")
    page.get_by_role("button", name="Use this model").click()
    page.get_by_role("button", name="Yes, use local").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.get_by_role("button", name="Use none").click()
    context.close()


def test_finding_passages_works_without_the_script_and_keeps_what_was_chosen(
    browser: Browser, evals_site: Site
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{evals_site.address}/evals")
    page.fill("#key", KEY)
    page.press("#key", "Enter")
    page.goto(f"{evals_site.address}/evals/candidates")
    page.get_by_role("link", name="Who decides?").click()
    page.get_by_role("checkbox", name="Capacity is planned").check()
    page.get_by_label("Find passages").fill("capacity")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_role("checkbox", name="Capacity is planned")).to_be_checked()
    expect(page.get_by_role("heading", name="Found for “capacity”")).to_be_visible()
    context.close()


def test_a_locked_page_asks_for_the_key_again(page: Page, evals_site: Site) -> None:
    page.get_by_role("button", name="Lock this page").click()
    expect(page.get_by_label("Key")).to_be_visible()
    page.goto(f"{evals_site.address}/evals/candidates")
    expect(page.get_by_label("Key")).to_be_visible()


def test_the_page_that_readers_get_says_nothing_of_it(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto(site.address)
    assert "/evals" not in page.content()
    reply = page.request.get(f"{site.address}/evals")
    assert reply.status == 404
    page.close()
    assert not (Path(site.home) / "evals").exists()
