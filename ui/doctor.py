"""`v2a doctor`: is everything in place? Each check says what it found and, where something is wrong, the cure."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from assistant.choice import kept
from assistant.cost import Use, in_words
from assistant.errors import ModelNotUsable, V2AError
from assistant.index import PublishedIndex
from assistant.settings import ROOT, Settings

# An index of the corpus, the generation beside it while it is rebuilt, and the model's copy take about 250 MB.
FREE_BYTES_WANTED = 500_000_000
STORE_SECONDS = 3.0
SMALL_PROMPT = 1_000  # tokens of the instructions, a question and one short passage


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `cure` is a command or a change to make; empty when all is well."""

    name: str
    found: str
    cure: str = ""

    @property
    def ok(self) -> bool:
        return not self.cure

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok}


def diagnose(settings: Settings) -> list[Check]:
    """Every check, in the order in which problems are best cured. No check stops the others."""
    return [
        _guarded(name, check, settings)
        for name, check in (
            ("python", _python),
            ("libraries", _libraries),
            ("corpus", _corpus),
            ("permission", _permission),
            ("disk", _disk),
            ("model", _model),
            ("model copy", _model_copy),
            ("index", _index),
            ("store", _store),
            ("language model", _language_model),
            ("budget", _budget),
            ("port", _port),
        )
    ]


def _guarded(name: str, check: Callable[[Settings], tuple[str, str]], settings: Settings) -> Check:
    try:
        return Check(name, *check(settings))
    except V2AError as error:
        return Check(name, str(error).split("\n", 1)[0], "Do what the message says.")
    except Exception as error:  # noqa: BLE001 - a doctor that dies of the illness helps nobody
        return Check(name, f"{type(error).__name__}: {error}", "Run make setup, then v2a ingest.")


def _python(_settings: Settings) -> tuple[str, str]:
    found = ".".join(str(part) for part in sys.version_info[:3])
    fits = (3, 11) <= sys.version_info[:2] <= (3, 12)
    return found, "" if fits else "Use Python 3.11 or 3.12: PYTHON=/path/to/python make setup"


def _libraries(_settings: Settings) -> tuple[str, str]:
    try:
        wrong = list(_wrong_versions(ROOT / "constraints.txt"))
    except metadata.PackageNotFoundError:
        return "v2a runs from its files and is not installed in this Python", "make setup, then .venv/bin/v2a"
    if not wrong:
        return f"{len(_required())} needed, all there in the tested versions", ""
    return "; ".join(wrong), "make setup"


def _required() -> list[str]:
    lines = metadata.requires("v2a") or []
    return [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in lines if "extra ==" not in line]


def _wrong_versions(constraints: Path) -> Iterator[str]:
    text = constraints.read_text(encoding="utf-8") if constraints.exists() else ""
    pinned = {_canonical(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)$", text, re.MULTILINE)}
    for name in _required():
        try:
            found = metadata.version(name).split("+")[0]
        except metadata.PackageNotFoundError:
            yield f"{name} is missing"
            continue
        if found != (tested := pinned.get(_canonical(name), found)):
            yield f"{name} is {found}, tested with {tested}"


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _corpus(settings: Settings) -> tuple[str, str]:
    folders = [path.parent.name for path in sorted(settings.corpus_dir.glob("*/document.yaml"))]
    if folders:
        from ingest.corpus import check_corpus  # half a second of YAML, only here

        breaches = check_corpus(settings.corpus_dir)[1]
        found = f"{', '.join(folders)} in {settings.corpus_dir}"
        if breaches:
            return f"{found}: {len(breaches)} broken, first {breaches[0]}", "v2a corpus check"
        return found, ""
    return f"no document in {settings.corpus_dir}", "Point V2A_CORPUS to a folder as corpus/README.md describes it."


def _permission(settings: Settings) -> tuple[str, str]:
    for wanted in (settings.home, settings.index_dir):
        folder = _nearest(wanted)
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            return f"{folder} cannot be written ({error.strerror})", "Point V2A_HOME to a folder that is yours."
    return f"{settings.home} can be written", ""


def _disk(settings: Settings) -> tuple[str, str]:
    free = shutil.disk_usage(_nearest(settings.index_dir)).free
    cure = f"Make room for {FREE_BYTES_WANTED // 10**6} MB, or point V2A_HOME to another disk."
    return f"{free / 10**9:.1f} GB free", "" if free >= FREE_BYTES_WANTED else cure


def _nearest(path: Path) -> Path:
    """The path itself, or the closest parent that exists: where its first file would be made."""
    return next(folder for folder in (path, *path.absolute().parents) if folder.is_dir())


def _model(_settings: Settings) -> tuple[str, str]:
    from assistant.drivers.model_files import EMBEDDER_NAME, packaged_model

    try:
        packaged_model()
    except V2AError as error:
        return str(error), "make setup"
    return f"{EMBEDDER_NAME}, checksum right", ""


def _model_copy(settings: Settings) -> tuple[str, str]:
    from assistant.drivers.model_files import copy_is_ready

    if copy_is_ready(settings.model_dir, thorough=True):
        return f"in {settings.model_dir}, checksum right", ""
    return f"not in {settings.model_dir}, or not whole", "v2a ingest"


def _index(settings: Settings) -> tuple[str, str]:
    where = "" if settings.index_dir == settings.home / "index" else f" --index {settings.index_dir}"
    try:
        manifest = PublishedIndex.open(settings.index_dir).manifest
    except V2AError as error:
        return str(error), f"v2a ingest{where}"
    return f"{manifest.generation}, {manifest.passages} passages, fingerprint {manifest.fingerprint}", ""


def _store(settings: Settings) -> tuple[str, str]:
    if not settings.chroma_url:
        return "embedded in the index", ""
    address = settings.chroma_url.rstrip("/")
    try:
        with urlopen(f"{address}/api/v2/heartbeat", timeout=STORE_SECONDS):
            return f"Chroma answers at {address}", ""
    except (OSError, ValueError) as error:
        cure = "Start it (chroma run --path DIR), correct V2A_CHROMA_URL, or unset it to use the embedded store."
        return f"no Chroma at {address} ({error})", cure


def _language_model(settings: Settings) -> tuple[str, str]:
    """What is set, without sending anything: whether it answers is for `v2a ask`, or the page /evals/model, to say."""
    from assistant.drivers.local_server import model_file
    from assistant.drivers.providers import PROVIDERS, destination, install_command, is_installed, provider_of

    problems: list[str] = []
    settings = kept(settings, problems.append)
    if problems:
        return problems[0], "Choose one on the page /evals/model, or mend or delete the file."
    if settings.model_url and not settings.model and "V2A_MODEL" not in settings.fixed:
        return (
            "V2A_MODEL_URL is set but V2A_MODEL is not: answers come from quotes",
            "Set V2A_MODEL to the server's name for the model, or unset V2A_MODEL_URL.",
        )
    if not settings.model:
        return "none: answers come from quotes, and nothing is sent to anyone", ""
    found = f"{settings.model}, asked at {destination(settings)}"
    known = PROVIDERS.get(provider_of(settings))
    package = known.package if known else f"langchain-{provider_of(settings).replace('_', '-')}"
    if not is_installed(package):
        return f"{found}; {package} is not installed", install_command(package)
    if known and known.key and not settings.model_key and not os.environ.get(known.key):
        chosen = "V2A_MODEL" not in settings.fixed
        typed = "; one that was typed into the page /evals/model is known there alone" if chosen else ""
        return f"{found}; there is no key for it in the environment", f"Set {known.key} to your key{typed}."
    if provider_of(settings) == "local":
        try:
            model_file(settings.model.partition(":")[2])
        except ModelNotUsable as error:
            return f"{settings.model}: its file cannot be used", str(error)
    return f"{found}; {'its package and a key are' if known and known.key else f'{package} is'} there", ""


def _budget(settings: Settings) -> tuple[str, str]:
    """Whether the next answer can be paid."""
    from assistant.wiring import open_ledger

    settings = kept(settings, lambda _: None)
    if not settings.model:
        return "no language model, so nothing to spend", ""
    ledger = open_ledger(settings)
    found = "; ".join(f"{what}: {told}" for what, told in ledger.state())
    next_one = Use(SMALL_PROMPT, settings.model_tokens)
    if settings.model_answer:
        found = f"{found}; for one answer {settings.model_answer}"
        if settings.model_answer.exceeded_by(next_one):
            return found, f"Raise V2A_MODEL_ANSWER: with the shortest passage an answer takes {in_words(next_one)}."
    if ledger.day and ledger.day.exceeded_by(ledger.spent() + next_one):
        return f"{found}: too little is left", "Wait until midnight UTC, or raise V2A_MODEL_DAILY."
    if ledger.user and ledger.user.exceeded_by(next_one):
        return found, f"Raise V2A_MODEL_DAILY_USER: with the shortest passage an answer takes {in_words(next_one)}."
    return found, ""


def _port(settings: Settings) -> tuple[str, str]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    place = f"{settings.host}:{settings.port}"
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            cure = "Stop what uses it (v2a serve perhaps), or choose another: V2A_PORT=7861, or v2a serve --port 7861"
            return f"{place} cannot be used ({error.strerror})", cure
    return f"{place} is free", ""
