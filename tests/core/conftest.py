"""Shelves that several tests of the core share: each is built once."""

from __future__ import annotations

import pytest

from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_assistant
from tests.conftest import FakeParts, unit_yaml, write_document
from tests.core.shelves import open_with_fakes, shipped


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    """The committed corpus behind the fakes: real lists and titles, no model."""
    return open_with_fakes(shipped(tmp_path_factory.mktemp("library")), FakeParts())


@pytest.fixture(scope="session")
def no_units(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    """A folder of documents that has no registry of units."""
    home = tmp_path_factory.mktemp("garden")
    folder = home / "texts"
    folder.mkdir()
    (folder / "bees.md").write_text(
        "# Keeping bees\n\n## Winter\n\nA hive needs fifteen kilograms of honey to get through the winter.\n\n"
        "## Swarms\n\nA colony swarms in May, when the hive gets crowded and a new queen hatches.\n"
    )
    settings = Settings(home=home, index_dir=home / "garden", corpus_dir=home / "none")
    return open_with_fakes(settings, FakeParts(), (folder, None))


PLAN = "Every clinic shall agree one written pathway for sending patients on within a week of the diagnosis."
COST = "Funds shall pay the whole stay in hospital as soon as the treatment has been given to the patient."


@pytest.fixture(scope="session")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    """A report of which an official copy lies beside our edition, and a page of cases that is ours alone."""
    home = tmp_path_factory.mktemp("editions")
    corpus = home / "corpus"
    places = [f'{{document: report, heading: "Advice", item: {n}}}' for n in (1, 2)]
    write_document(
        corpus,
        "report",
        unit_yaml("advice", "There are two pieces of advice.", kind="group"),
        unit_yaml(
            "rec.1",
            "Clinics agree on one pathway, in writing, for sending patients on.",
            group="advice",
            order=1,
            of=2,
            title="Clinics agree one written pathway for sending patients on",
            locator=places[0],
        ),
        unit_yaml(
            "rec.2",
            "The whole hospital stay is paid for by the funds.",
            group="advice",
            order=2,
            of=2,
            title="Funds pay the whole stay in hospital",
            locator=places[1],
        ),
    )
    case = unit_yaml("case.north", "A northern region pays per patient.", "cases", kind="case", serves="[rec.2]")
    write_document(corpus, "cases", case)
    printed = home / "printed.md"
    printed.write_text(f"# The report\n\n## Advice\n\n- {PLAN}\n- {COST}\n", encoding="utf-8")
    settings = Settings(home=home, index_dir=home / "index", corpus_dir=corpus)
    return open_with_fakes(settings, FakeParts(), (printed, "report"))


@pytest.fixture(scope="session")
def real(real_settings: Settings) -> OpenAssistant:
    """The assistant that users get, over the committed corpus."""
    return open_assistant(real_settings)
