"""A real headless Chromium and a real server over the fake assistant, both started once per run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
_SERVE = """
import sys
from pathlib import Path
from assistant.settings import Settings
from tests.web.fake_assistant import FakeAssistant
from ui.web import serve
serve(Settings(port=0, home=Path(sys.argv[1])), lambda: FakeAssistant(delay=float(sys.argv[2])))
"""
# Plans need the toolkit's questions: the committed corpus, with fakes in place of the model and of Chroma.
_SERVE_PLANS = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.conftest import FakeParts
from tests.core.shelves import open_with_fakes, shipped
from ui.web import serve
settings = shipped(Path(sys.argv[1]))
serve(replace(settings, port=0), lambda: open_with_fakes(settings, FakeParts()))
"""
# The same with a language model that writes slowly, and tells in a file how many of its replies were ended early.
_SERVE_MODEL = """
import sys
from dataclasses import replace
from pathlib import Path
from assistant import wiring
from tests.conftest import FakeParts
from tests.core.shelves import open_with_fakes, shipped
from tests.web.slow_model import Slow
from ui.web import serve
home = Path(sys.argv[1])
model = Slow(float(sys.argv[2]), home / "ended")
wiring.open_model = lambda _: model
settings = replace(shipped(home), model="openai:slow", port=0)
serve(settings, lambda: open_with_fakes(settings, FakeParts()))
"""
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(page: Page) -> str:
    """What axe finds, in words; empty when all is well."""
    found = Axe().run(page, options=WCAG)
    return str(found.generate_report()) if found.violations_count else ""


@dataclass
class Site:
    """A running page: its address, where it keeps feedback, and every request that left this machine."""

    address: str
    home: Path
    elsewhere: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note every request of the page that does not go to the server."""
        page.on("request", lambda r: None if self._here(r.url) else self.elsewhere.append(r.url))

    def _here(self, url: str) -> bool:
        return url.startswith((self.address, "data:", "blob:", "about:"))


def _start(script: str, *arguments: object) -> tuple[subprocess.Popen[str], str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    line = server.stdout.readline()
    assert "http://" in line, "the server did not start"
    address = next(word for word in line.split() if word.startswith("http://"))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5):
                return server, address
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise AssertionError(f"no page at {address} after {START_SECONDS} s")


def _site(script: str, home: Path, *arguments: object) -> Iterator[Site]:
    server, address = _start(script, home, *arguments)
    try:
        yield Site(address, home)
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Answers arrive in quick parts."""
    yield from _site(_SERVE, tmp_path_factory.mktemp("site"), 0.02)


@pytest.fixture(scope="session")
def slow_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Answers take seconds, so that they can be stopped."""
    yield from _site(_SERVE, tmp_path_factory.mktemp("slow"), 2.5)


@pytest.fixture(scope="session")
def plan_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Plans over the committed corpus."""
    yield from _site(_SERVE_PLANS, tmp_path_factory.mktemp("plans"))


@pytest.fixture(scope="session")
def model_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Plans with a language model that needs two seconds for each row."""
    yield from _site(_SERVE_MODEL, tmp_path_factory.mktemp("model"), 2.0)


@pytest.fixture(scope="session")
def real_address(real_settings: Settings) -> Iterator[str]:
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; nothing is downloaded."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        pytest.fail("No Chromium here. Install it (Debian: apt-get install chromium) and run again.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """The Ask page on a desktop, ready for typing."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    opened = context.new_page()
    site.watch(opened)
    opened.goto(site.address)
    opened.wait_for_selector("body[data-view=ask] #question textarea")
    yield opened
    context.close()
