"""One fake per seam, a tiny corpus, and a Chroma server for the tests that are marked `server`."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings as examples

from assistant.cost import Use
from assistant.domain import Entry, PlanEvent, PlanSummary, Prompt
from assistant.errors import IndexMissing, PlanConflict, PlanMissing
from assistant.interfaces import Matrix
from assistant.settings import Settings
from ingest.ingest import ingest

# The same examples on every run, so that a red run says something of the change; V2A_FUZZ=1 looks for new ones.
examples.register_profile("same", derandomize=True)
if not os.environ.get("V2A_FUZZ"):
    examples.load_profile("same")

DIMENSIONS = 64


class FakeEmbedder:
    """Texts that share words get near vectors: each word adds a direction drawn from its hash."""

    name = "fake@1"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Matrix:
        self.embedded += texts
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or ["nothing"]:
                seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
                row += np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)
        unit: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit


class FakeStore:
    """Exact search over a dictionary."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[Entry, Any]] = {}

    def add(self, entries: Sequence[Entry], vectors: Matrix) -> None:
        self._rows.update({e.id: (e, v) for e, v in zip(entries, vectors, strict=True)})

    def count(self) -> int:
        return len(self._rows)

    def vectors(self, ids: Sequence[str]) -> Mapping[str, Any]:
        return {i: self._rows[i][1] for i in ids if i in self._rows}

    def nearest(self, vector: Any, k: int) -> list[tuple[str, float]]:
        scored = [(e.id, float(np.dot(v, vector))) for e, v in self._rows.values()]
        return sorted(scored, key=lambda row: -row[1])[:k]

    def close(self) -> None:
        """Nothing to let go of."""


class FakePlanStore:
    """Plans in dictionaries."""

    def __init__(self) -> None:
        self._logs: dict[str, list[PlanEvent]] = {}
        self._titles: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()

    def create(self, plan_id: str, title: str, events: Sequence[PlanEvent]) -> None:
        if plan_id in self._logs:
            raise PlanConflict("there already")
        self._logs[plan_id], self._titles[plan_id] = list(events), title

    def append(self, plan_id: str, title: str, events: Sequence[PlanEvent], expected_version: int) -> None:
        with self._lock:
            log = self.events(plan_id)
            if len(log) != expected_version:
                raise PlanConflict("somebody was first")
            self._logs[plan_id], self._titles[plan_id] = [*log, *events], title

    def events(self, plan_id: str, after: int = 0) -> list[PlanEvent]:
        if plan_id not in self._logs:
            raise PlanMissing("no such plan")
        return self._logs[plan_id][after:]

    def plans(self) -> list[PlanSummary]:
        found = [PlanSummary(i, self._titles[i], len(log), log[-1].at) for i, log in self._logs.items()]
        return sorted(found, key=lambda plan: plan.changed, reverse=True)

    def delete(self, plan_id: str) -> None:
        self.unshare(plan_id)
        del self._logs[plan_id], self._titles[plan_id]

    def share(self, plan_id: str) -> str:
        self.events(plan_id)
        return self._tokens.setdefault(plan_id, f"token-{len(self._tokens)}")

    def token(self, plan_id: str) -> str:
        self.events(plan_id)
        return self._tokens.get(plan_id, "")

    def unshare(self, plan_id: str) -> None:
        self.events(plan_id)
        self._tokens.pop(plan_id, None)

    def shared(self, token: str) -> str:
        for plan_id, known in self._tokens.items():
            if known == token:
                return plan_id
        raise PlanMissing("no such link")

    def close(self) -> None:
        """Nothing to let go of."""


class FakeChatModel:
    """Writes what `script` makes of the prompt, piece by piece; an exception among the pieces is raised there.

    `counted`: what its provider says of each whole answer.
    """

    name = "fake:scripted"
    thoughts = 0

    def __init__(
        self,
        script: Callable[[Prompt], Iterable[str | Exception]],
        window: int = 8192,
        counted: Use | None = None,
    ) -> None:
        self.script, self.window, self.counted = script, window, counted
        self.prompts: list[Prompt] = []
        self.written = 0
        self.closed = 0

    def stream(
        self,
        prompt: Prompt,
        most: int,
        schema: Mapping[str, Any] | None = None,
        used: Callable[[Use], None] | None = None,
    ) -> Iterator[str]:
        self.prompts.append(prompt)
        try:
            for piece in self.script(prompt):
                if isinstance(piece, Exception):
                    raise piece
                self.written += 1
                yield piece
            if used and self.counted:
                used(self.counted)
        finally:
            self.closed += 1


class FakeParts:
    """Parts of an ingest run without a model and without Chroma; stores live as long as this object."""

    embedder_name = FakeEmbedder.name
    dimensions = DIMENSIONS
    gives_tokens = False

    def __init__(self) -> None:
        self.fake_embedder = FakeEmbedder()
        self.stores: dict[str, FakeStore] = {}
        self.dropped: list[str] = []

    @property
    def embedded(self) -> int:
        return len(self.fake_embedder.embedded)

    def prepare(self) -> None:
        """Nothing to make."""

    def embedder(self) -> FakeEmbedder:
        return self.fake_embedder

    def create_store(self, directory: Path, generation: str, expected: int) -> FakeStore:
        self.stores[generation] = FakeStore()
        return self.stores[generation]

    def open_store(self, directory: Path, generation: str) -> FakeStore:
        if generation not in self.stores:
            raise IndexMissing("the fake store of another process")
        return self.stores[generation]

    def drop_store(self, generation: str) -> None:
        self.stores.pop(generation, None)
        self.dropped.append(generation)


@pytest.fixture
def fake_embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def fake_parts() -> FakeParts:
    return FakeParts()


DOCUMENT = """\
id: {id}
title: {title}
publisher: A test
date: 2026-06
address: https://example.org/{id}
notice: Our own wording.
"""
WORDINGS = """\
      fr: {{title: "{n} en bref", questions: ["Que dit {n} ?"]}}
      de: {{title: "{n} kurz", questions: ["Was sagt {n}?"]}}
      es: {{title: "{n} en breve", questions: ["¿Qué dice {n}?"]}}
      it: {{title: "{n} in breve", questions: ["Che cosa dice {n}?"]}}
"""


def unit_yaml(unit_id: str, text: str, document: str = "report", /, **more: Any) -> str:
    """One unit as it stands in a corpus file; `more` adds or (with None) removes keys."""
    keys: dict[str, Any] = {
        "id": unit_id,
        "kind": "recommendation",
        "title": f"Title of {unit_id}",
        "text": text,
        "questions": f'["What does {unit_id} ask?", "Who needs {unit_id}?"]',
        "locator": f'{{document: {document}, heading: "Advice"}}',
        **more,
    }
    lines = [f"{key}: {value}" for key, value in keys.items() if value is not None]
    return "    - " + "\n      ".join(lines) + "\n" + WORDINGS.format(n=unit_id)


def write_document(corpus: Path, name: str, *units: str, title: str = "") -> Path:
    """A document folder with one file of units; returns that file."""
    folder = corpus / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "document.yaml").write_text(DOCUMENT.format(id=name, title=title or f"The {name}"), encoding="utf-8")
    file = folder / "01-all.yaml"
    file.write_text("- section: Part one > Advice\n  units:\n" + "".join(units), encoding="utf-8")
    return file


@pytest.fixture
def tiny_corpus(tmp_path: Path) -> Path:
    """A report with a goal and a list of two, and a page of cases that serves it."""
    corpus = tmp_path / "corpus"
    write_document(
        corpus,
        "report",
        unit_yaml("goal.1", "Every clinic knows when to send a patient on.", kind="goal"),
        unit_yaml("advice", "There are two pieces of advice.", kind="group"),
        unit_yaml("rec.1", "Clinics agree a referral pathway.", group="advice", order=1, of=2, goal=1),
        unit_yaml("rec.2", "Payers cover the full cost.", group="advice", order=2, of=2, caveat="Costs differ."),
    )
    write_document(
        corpus,
        "cases",
        unit_yaml("case.north", "A northern region pays per patient.", "cases", kind="case", serves="[rec.2]"),
    )
    (corpus / "lexicon.yaml").write_text("- term: payer\n  say: [insurer, sickness fund]\n", encoding="utf-8")
    return corpus


@pytest.fixture
def settings(tmp_path: Path, tiny_corpus: Path) -> Settings:
    home = tmp_path / "home"
    return Settings(home=home, index_dir=home / "index", corpus_dir=tiny_corpus)


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server on a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path_factory.mktemp("chroma-server")
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(data)]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    with (data / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until(lambda: _answers(f"{url}/api/v2/heartbeat"), server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wait_until(ready: Callable[[], bool], server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert server.poll() is None, "the Chroma server ended; see its log"
        assert time.monotonic() < deadline, "the Chroma server did not start in time"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The committed corpus behind the real model and embedded Chroma, ingested once for all tests that need it."""
    home = tmp_path_factory.mktemp("real")
    settings = Settings(home=home, index_dir=home / "index")
    ingest(settings)
    return settings
