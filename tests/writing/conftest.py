"""The committed corpus behind the fakes, for answers that a model writes."""

from __future__ import annotations

import pytest

from assistant.wiring import OpenAssistant
from tests.conftest import FakeParts
from tests.core.shelves import open_with_fakes, shipped


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    """Real lists and titles, no model."""
    return open_with_fakes(shipped(tmp_path_factory.mktemp("library")), FakeParts())
