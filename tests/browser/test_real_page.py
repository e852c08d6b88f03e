"""The whole product once: real corpus, real model, real server, real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

ROOT = Path(__file__).resolve().parents[2]
# 15 s on an idle machine is the aim; a loaded one may take several times that.
USABLE_WITHIN = 90
QUESTION = "The patient's own doctor and the big hospital never talk. Is there anything on that?"


@pytest.fixture(scope="module")
def address(real_settings: Settings) -> Iterator[str]:
    """Where `v2a serve` says that its page is."""
    env = {**os.environ, "V2A_HOME": str(real_settings.home), "V2A_PORT": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-u", "-m", "ui.cli", "serve"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        said = ""
        while "http://127.0.0.1" not in said:
            line = server.stdout.readline()
            assert line, f"the server ended: {said}"
            said += line
        yield next(word for word in said.split() if word.startswith("http://127.0.0.1")).rstrip(".,")
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_an_everyday_question_is_answered_and_its_source_opens_highlighted(browser: Browser, address: str) -> None:
    page = browser.new_page()
    elsewhere: list[str] = []
    own = (address, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else elsewhere.append(r.url))
    started = time.monotonic()
    page.goto(address, wait_until="commit", timeout=USABLE_WITHIN * 1000)
    page.wait_for_selector("#question textarea", timeout=USABLE_WITHIN * 1000)
    page.fill(
        "#question textarea", "The patient's own doctor and the big hospital never talk. Is there anything on that?"
    )
    page.press("#question textarea", "Enter")
    answer = page.locator("#chat .answer >> nth=-1")
    expect(answer).to_have_attribute("data-done", "1", timeout=USABLE_WITHIN * 1000)
    assert time.monotonic() - started < USABLE_WITHIN
    expect(answer).to_contain_text("recommendation 2.2")
    answer.locator(".cite").first.click()
    marked = page.locator("#panel mark")
    expect(marked).to_be_visible()
    assert marked.inner_text().strip()[:40] in answer.inner_text()
    assert elsewhere == []
    page.close()
