"""The verb behind `v2a eval`; `python -m evals.run --update-baseline` also writes the committed baseline."""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from assistant.settings import Settings
from evals import gate, report
from evals.cases import CaseError, load_anchors, load_set
from evals.official import official_index
from evals.options import Options
from evals.outcome import Run, to_json
from evals.scoring import subject_of

# Sets that are no files of questions: "module:function", called with (Settings, Options) and giving the exit code.
SPECIAL: Mapping[str, str] = {
    "calibrate": "evals.calibrate:main_calibrate",
    "plans": "evals.plan_run:main_plans",
    "plans_holdout": "evals.plan_run:main_plans_holdout",
    "probe": "evals.probe:main_probe",
}


def main_run(settings: Settings, sets: Sequence[str] = ("dev",), options: Options | None = None) -> int:
    """Run the sets and print a report; 1 when a figure fell beyond its tolerance against a baseline, else 0.

    A name in SPECIAL runs alone, by its own module: `calibrate` prints the table that chose the abstention threshold,
    `probe` trains the probe of intents. Raises V2AError (CaseError for unknown sets, broken case files and unreadable
    baselines; IndexMissing) with the cure.
    """
    options = options or Options()
    if special := [name for name in sets if name in SPECIAL]:
        if len(sets) > 1:
            raise CaseError([f"{special[0]} is no file of questions and runs alone - use: v2a eval {special[0]}"])
        return _special(special[0])(settings, options)
    baseline = gate.load(options.against) if options.against else None
    runs = run_sets(settings, sets, options.official)
    regressions = gate.regressions(baseline, runs) if baseline else []
    if options.as_json:
        payload = {"runs": [to_json(r) for r in runs], "regressions": [asdict(r) for r in regressions]}
        report.emit(json.dumps(payload, ensure_ascii=False, indent=1))
    else:
        report.show(runs, regressions, gated=baseline is not None)
    return 1 if regressions else 0


def _special(name: str) -> Callable[[Settings, Options], int]:
    module, _, function = SPECIAL[name].partition(":")
    found: Callable[[Settings, Options], int] = getattr(importlib.import_module(module), function)
    return found


def run_sets(settings: Settings, sets: Sequence[str], official: bool = False) -> list[Run]:
    """One run per set, over the published index or over a temporary one with the official texts."""
    loaded = {name: load_set(name) for name in sets}
    edition = "official" if official else "ours"
    from assistant.wiring import open_assistant

    with official_index(settings) if official else nullcontext(settings) as where:
        assistant = open_assistant(where)
        subject = subject_of(assistant, embed=assistant.answering.retrieval.search.embedder.embed)
        return [report.watch(subject, cases, name, edition, load_anchors()) for name, cases in loaded.items()]


def update_baseline(settings: Settings, sets: Sequence[str], official: bool = False) -> int:
    """Write the figures of a fresh run into evals/baseline.json; what other sets and editions had there stays."""
    runs = run_sets(settings, sets, official)
    kept = gate.load(gate.BASELINE) if gate.BASELINE.exists() else None
    gate.BASELINE.write_text(json.dumps(gate.baseline_of(runs, kept), indent=1) + "\n", encoding="utf-8")
    report.show(runs, [], gated=False)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """For maintainers: everything that `v2a eval` does, and the writing of the baseline."""
    parser = argparse.ArgumentParser(prog="python -m evals.run", description=main.__doc__)
    parser.add_argument("sets", nargs="*", default=["dev"], help="dev, holdout, calibrate or the path of a .jsonl file")
    parser.add_argument("--against", type=Path)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--official", action="store_true", help="with the official texts in a temporary index")
    parser.add_argument("--update-baseline", action="store_true", help="write evals/baseline.json from this run")
    parser.add_argument("--index", type=Path)
    given = parser.parse_args(arguments)
    settings = Settings.from_env(index_dir=given.index)
    if given.update_baseline:
        return update_baseline(settings, given.sets, given.official)
    return main_run(settings, given.sets, Options(given.against, given.as_json, given.official))


if __name__ == "__main__":
    raise SystemExit(main())
