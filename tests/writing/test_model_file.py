"""A model file on this machine as the language model: no server to set up, no key, no network."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.choice import LOCAL, Choice, checked
from assistant.domain import Prompt, Status
from assistant.drivers import chat_model
from assistant.drivers import local_server as driver
from assistant.drivers.chat_model import open_chat_model
from assistant.drivers.local_server import LocalServer, local_server, model_file
from assistant.drivers.providers import destination, shown_name
from assistant.errors import ModelNotUsable
from assistant.settings import ROOT, Settings
from assistant.wiring import open_assistant
from assistant.writing.prompts import CLAIMS
from ui.web.page import told_of

STORY = Prompt("You tell stories.", "Tell one of a ship.")


def test_a_file_that_is_missing_or_no_model_is_named_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(ModelNotUsable, match="smollm2"):
        model_file(str(tmp_path / "nowhere.gguf"))
    (tmp_path / "letter.gguf").write_text("Dear all")
    with pytest.raises(ModelNotUsable, match="no GGUF file"):
        model_file(str(tmp_path / "letter.gguf"))
    with pytest.raises(ModelNotUsable, match="cannot be read"):
        model_file(str(tmp_path))


def test_the_packages_that_it_needs_are_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(driver.PACKAGED, "smollm2", ("no_such_module", "no-such-package==1"))
    with pytest.raises(ModelNotUsable, match="--no-deps no-such-package==1"):
        model_file("smollm2")
    monkeypatch.setattr(driver, "is_installed", lambda _: False)
    with pytest.raises(ModelNotUsable, match="xllamacpp"):
        LocalServer("smollm2", 1_000).address()


def test_readers_see_the_name_of_the_file_and_not_where_it_lies() -> None:
    settings = Settings(model="local:/home/somebody/models/helpful-3b.gguf")
    assert open_chat_model(settings).name == shown_name(settings.model) == "local:helpful-3b"
    assert not [words for words in told_of(settings) if "somebody" in words]
    assert "Nothing is sent" in told_of(settings)[1]
    assert destination(settings) == "127.0.0.1"


def test_a_file_can_be_chosen_on_the_page() -> None:
    assert checked(Choice(LOCAL, "/models/helpful.gguf")).name == "local:/models/helpful.gguf"


def test_one_file_is_served_once_for_each_window() -> None:
    assert local_server("smollm2", 2_000) is local_server("smollm2", 2_000)
    assert local_server("smollm2", 2_000) is not local_server("smollm2", 3_000)


def test_a_reader_can_leave_while_a_file_is_being_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    read = threading.Event()

    class Large(LocalServer):
        def address(self) -> str:
            read.wait(30)
            raise ModelNotUsable("too large")

    monkeypatch.setattr(chat_model, "local_server", Large)
    model = open_chat_model(Settings(model="local:large.gguf"))
    assert (model.window, model.thoughts) == (4_096, 0)  # what a prompt is fitted to is known before
    started = time.monotonic()
    waiting = model.stream(STORY, 20)
    assert [next(waiting), next(waiting)] == ["", ""]
    waiting.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 5
    read.set()
    with pytest.raises(ModelNotUsable, match="too large"):
        list(model.stream(STORY, 20))


def test_only_the_file_that_is_asked_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "_KNOWN", {})
    monkeypatch.setattr(driver, "model_file", Path)
    monkeypatch.setattr(driver, "is_installed", lambda _: True)
    monkeypatch.setattr(LocalServer, "_answers", lambda _: True)
    asleep = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    started: list[subprocess.Popen[bytes]] = []

    def start(command: list[str], **how: Any) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(asleep, stdin=how["stdin"]))
        return started[-1]

    monkeypatch.setattr(driver, "subprocess", SimpleNamespace(Popen=start, PIPE=subprocess.PIPE, DEVNULL=None))
    first, second, third = (local_server(name, 1_000) for name in ("first", "second", "third"))
    first.address()
    second.address()
    assert [process.poll() is None for process in started] == [False, True]
    with second.in_use():  # somebody reads an answer of it
        third.address()
    assert [process.poll() is None for process in started] == [False, True, True]
    first.address()
    assert [process.poll() is None for process in started] == [False, False, False, True]
    first.stop()


@pytest.mark.server
@pytest.mark.slow
def test_a_damaged_file_is_told_apart_from_a_server_that_is_slow(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + bytes(200))
    with pytest.raises(ModelNotUsable, match="could not be loaded"):
        LocalServer(str(tmp_path / "broken.gguf"), 1_000).address()


@pytest.mark.server
@pytest.mark.real_model
@pytest.mark.slow
def test_a_question_is_asked_of_a_model_file_and_answered_with_citations(
    real_settings: Settings, model_file: str
) -> None:
    own = replace(real_settings, model=f"local:{model_file}", model_window=1_200, model_tokens=60)
    answer = open_assistant(own).answer("How can patients make an informed choice?")
    assert answer.status is Status.ANSWERED
    assert answer.citations
    served = local_server(model_file, 1_200)
    before = served.address()
    served.stop()
    pieces = list(open_chat_model(own).stream(STORY, 20, CLAIMS))  # a server that died is started again
    assert "".join(pieces)
    assert served.address() == before
    served.stop()


@pytest.mark.server
@pytest.mark.real_model
@pytest.mark.slow
def test_the_server_ends_with_the_process_that_started_it(model_file: str) -> None:
    program = (
        "import os, sys\n"
        "from assistant.drivers.local_server import LocalServer\n"
        f"served = LocalServer({model_file!r}, 1_000, threads=1)\n"
        "served.address()\n"
        "print(served._process.pid, flush=True)\n"
        "os._exit(0)\n"  # without a word to anybody, as a process that is killed
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    server = Path("/proc") / found.stdout.strip()
    deadline = time.monotonic() + 30
    while server.exists() and "Z" not in (server / "stat").read_text().split()[2]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
