"""`v2a eval --folder`: an index of its own for a folder's texts, its questions put to it, and everything tidied up.

Here and not in evals/, because it needs the ingest as well as the evals, which do not know each other.
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.domain import Document
from assistant.drivers.model_files import EMBEDDER_NAME
from assistant.index import POINTER
from assistant.settings import Settings
from assistant.versions import fingerprint, versions_with
from evals.folder import Measured, find_all, report, retriever
from evals.folder_cases import Benchmark, read_benchmark
from evals.folder_metrics import Place

FOLDER = "folder-evals"  # in V2A_HOME: one folder per set of texts, removed when its run is done
COST, ANSWERS = "cost.json", "answers"
Progress = Callable[[str, int, int], None]


def evaluate_folder(settings: Settings, folder: Path, progress: Progress, keep: bool = False) -> dict[str, Any]:
    """The figures for a folder with texts and questions, see `evals.folder.report`.

    A run that was killed goes on where it was when it is started again. `keep` leaves the index for the next run.
    Raises BadInput and CaseError for a folder that cannot be used; then nothing was built.
    """
    progress("check", 0, 0)
    benchmark = read_benchmark(folder)
    for note in benchmark.notes:
        progress(note, 0, 0)
    versions = versions_with(EMBEDDER_NAME)
    work = settings.home / FOLDER / fingerprint(versions, benchmark.digest)
    work.mkdir(parents=True, exist_ok=True)
    within = replace(settings, index_dir=work / "index", chroma_url="")
    if not (within.index_dir / POINTER).exists():
        _build(within, benchmark, work / COST, progress)
    result = _ask(within, benchmark, work, progress)
    if not keep:
        shutil.rmtree(work)
    return result


def _build(settings: Settings, benchmark: Benchmark, cost: Path, progress: Progress) -> None:
    from ingest.parts import InstalledParts
    from ingest.texts import ingest_texts

    parts = InstalledParts(settings)
    parts.prepare()  # making the model's copy is no cost of these texts
    with _clock(cost, benchmark.characters) as tick:

        def watched(stage: str, done: int, total: int) -> None:
            tick()
            progress(stage, done, benchmark.documents if stage == "read" else total)

        texts = (Document(t.id, t.title, t.text, "") for t in benchmark.texts())
        ingest_texts(settings, texts, progress=watched, parts=parts)


@contextmanager
def _clock(path: Path, characters: int) -> Iterator[Callable[[], None]]:
    """Seconds of all runs so far, in a file, so that the speed of a run that was killed and went on is the true one."""
    before = json.loads(path.read_text(encoding="utf-8"))["seconds"] if path.exists() else 0.0
    started = written = time.monotonic()

    def write() -> None:
        seconds = before + time.monotonic() - started
        new = path.with_suffix(".tmp")
        new.write_text(json.dumps({"characters": characters, "seconds": seconds}), encoding="utf-8")
        new.replace(path)

    def tick() -> None:
        nonlocal written
        if time.monotonic() - written > 1:
            written = time.monotonic()
            write()

    yield tick
    write()


def _ask(settings: Settings, benchmark: Benchmark, work: Path, progress: Progress) -> dict[str, Any]:
    from assistant.wiring import open_assistant
    from ingest.texts import read_places

    assistant = open_assistant(settings)
    places = {passage: Place(document, tuple(at)) for passage, document, at in read_places(settings.index_dir)}
    asked = repr([(q.question, q.history) for q in benchmark.questions])
    kept = work / f"{ANSWERS}-{hashlib.sha256(asked.encode('utf-8', 'replace')).hexdigest()[:16]}.jsonl"
    done = 0

    def on_question() -> None:
        nonlocal done
        done += 1
        progress("ask", done, len(benchmark.questions))

    found = find_all(benchmark.questions, retriever(assistant, places), kept, on_question)
    cost = json.loads((work / COST).read_text(encoding="utf-8"))
    speed = cost["characters"] / max(cost["seconds"], 1e-9)
    manifest = assistant.manifest
    stamp = {"index": manifest.fingerprint, "embedder": manifest.embedder, "texts": benchmark.digest[:16]}
    kept.unlink()
    return report(benchmark.questions, found, Measured(speed, peak_rss_mb()), stamp)


def peak_rss_mb() -> float:
    """The most memory this process has held, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def render(result: dict[str, Any]) -> str:
    """The figures as lines: the whole set first, then each tag with what its questions reached."""
    lines = [f"{result['n']} questions"]
    lines += [f"  {name:<20} {_shown(value)}" for name, value in result["metrics"].items()]
    for tag, row in result["by_tag"].items():
        few = ("recall@1", "recall@5", "mrr@10", "cover@4k")
        lines.append(f"{tag} ({row['n']}): " + ", ".join(f"{name} {_shown(row[name])}" for name in few))
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "no data" if value is None else f"{value:.3f}" if value <= 1 else f"{value:.1f}"


class Reporter:
    """Tells standard error where a run is: at each new stage, and every ten seconds within one."""

    def __init__(self) -> None:
        self._stage, self._said = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage == self._stage and time.monotonic() - self._said < 10:
            return
        self._stage, self._said = stage, time.monotonic()
        sys.stderr.write(f"{stage} {done} of {total}\n" if total > 1 else f"{stage}\n")
        sys.stderr.flush()
