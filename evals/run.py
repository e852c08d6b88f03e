"""The verb behind `v2a eval`; `python -m evals.run --update-baseline` also writes the committed baseline."""

from __future__ import annotations

import argparse
import importlib
import json
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errors import BadInput
from assistant.settings import Settings
from evals import gate, history, html_report, report
from evals.cases import DATA, Case, CaseError, load_anchors, load_set
from evals.compare import Comparison, compare, side_of, side_of_json
from evals.official import official_index
from evals.options import Options
from evals.outcome import Run
from evals.result import Result, result_json
from evals.variants import DEFAULT, open_subject, variant

WITH_MODEL = "answers"
# Sets that are no files of questions: "module:function", called with (Settings, Options) and giving the exit code.
SPECIAL: Mapping[str, str] = {
    WITH_MODEL: "evals.answers_run:main_answers",
    "calibrate": "evals.calibrate:main_calibrate",
    "candidates": "evals.candidates:main_candidates",
    "history": "evals.history:main_history",
    "plans": "evals.plan_run:main_plans",
    "plans_holdout": "evals.plan_run:main_plans_holdout",
    "probe": "evals.probe:main_probe",
    "troubles": "evals.plan_probe:main_troubles",
    "verifier": "evals.verifier_run:main_verifier",
    "verifier_train": "evals.verifier_train:main_train",
}


def main_run(settings: Settings, sets: Sequence[str] = ("dev",), options: Options | None = None) -> int:
    """Run the sets and print a report; 1 when a figure fell beyond its tolerance against a baseline, else 0.

    A name in SPECIAL runs alone, by its own module. Two configurations to compare run one after the other over the same
    cases; nothing is gated then. Raises V2AError (CaseError for unknown sets and configurations, broken case files and
    unreadable baselines; BadInput for options that do not go together; IndexMissing) with the cure.
    """
    options = options or Options()
    if tuple(sets) != (WITH_MODEL,):
        # Figures that are compared from run to run must not hang on what a language model says that day.
        settings = replace(settings, model="")
    if special := [name for name in sets if name in SPECIAL]:
        if len(sets) > 1:
            raise CaseError([f"{special[0]} is no file of questions and runs alone - use: v2a eval {special[0]}"])
        if options.compare or options.report or (options.sample is not None and special != [WITH_MODEL]):
            raise BadInput(f"{special[0]} is no file of questions: leave --compare, --report and --sample out.")
        return _special(special[0])(settings, options)
    _check(options)
    baseline = gate.load(options.against) if options.against else None
    variants = options.compare or (DEFAULT,)
    earlier = history.load(settings)
    runs = run_sets(settings, sets, options, variants)
    kept = history.keep(settings, runs, options)
    if baseline and options.sample:
        baseline = gate.narrowed(baseline, runs)
    result = Result(
        runs=tuple(done for done in runs if done.variant == variants[-1]),
        regressions=tuple(gate.regressions(baseline, runs)) if baseline else (),
        comparisons=tuple(_against_each_other(runs, variants) if options.compare else _against(baseline, runs)),
        gated=baseline is not None,
        lines=tuple(kept),
        earlier=tuple(earlier),
    )
    if options.as_json:
        report.emit(json.dumps(result_json(result), ensure_ascii=False, indent=1))
    else:
        report.show(result.runs, result.regressions, result.gated)
        report.show_comparisons(result.comparisons)
    if options.report:
        report.note(f"Report: {html_report.write(options.report, result)}")
    return 1 if result.regressions else 0


def _check(options: Options) -> None:
    if options.compare and options.against:
        raise BadInput("--compare sets two configurations side by side, --against gates one: give one of the two.")
    if options.sample is not None and options.sample < 1:
        raise BadInput("--sample takes the number of cases to draw: 1 or more.")
    for name in options.compare or ():
        variant(name)
    if options.compare and len(set(options.compare)) == 1:
        raise BadInput("--compare takes two different configurations, such as: --compare dense hybrid")


def _against_each_other(runs: Sequence[Run], variants: Sequence[str]) -> list[Comparison]:
    before, after = ([done for done in runs if done.variant == name] for name in variants)
    return [compare(new.name, new.edition, side_of(old), side_of(new)) for old, new in zip(before, after, strict=True)]


def _against(baseline: Mapping[str, Any] | None, runs: Sequence[Run]) -> list[Comparison]:
    """Each run against what the baseline keeps of its cases, where it keeps them."""
    found = []
    for done in runs:
        entry = gate.entry_for(baseline, done) if baseline else None
        if entry and entry.get("cases"):
            side = side_of_json("baseline", entry["cases"])
            found.append(compare(done.name, done.edition, side, side_of(done)))
    return found


def _special(name: str) -> Callable[[Settings, Options], int]:
    module, _, function = SPECIAL[name].partition(":")
    found: Callable[[Settings, Options], int] = getattr(importlib.import_module(module), function)
    return found


def run_sets(
    settings: Settings, sets: Sequence[str], options: Options, variants: Sequence[str] = (DEFAULT,)
) -> list[Run]:
    """One run per configuration and set, over the published index or over a temporary one with the official texts."""
    loaded = {set_name(name): drawn(load_set(name), options.sample, options.seed) for name in sets}
    edition = "official" if options.official else "ours"
    with official_index(settings) if options.official else nullcontext(settings) as where:
        subjects = [open_subject(where, name) for name in variants]
        return [
            report.watch(subject, cases, name, edition, load_anchors())
            for subject in subjects
            for name, cases in loaded.items()
        ]


def set_name(given: str) -> str:
    """One name for a committed set, given by name or path: so its baseline is found, and a holdout stays unseen."""
    path = Path(given)
    return path.stem if path.suffix == ".jsonl" and path.resolve().parent == DATA.resolve() else given


def drawn(cases: Sequence[Case], sample: int | None, seed: int) -> tuple[Case, ...]:
    """That many of the cases in their order, the same ones for the same seed; all when there are no more."""
    if sample is None or sample >= len(cases):
        return tuple(cases)
    return tuple(cases[at] for at in sorted(random.Random(seed).sample(range(len(cases)), sample)))


def update_baseline(settings: Settings, sets: Sequence[str], options: Options) -> int:
    """Write the figures of a fresh run into evals/baseline.json and its cases beside it; what other sets and editions
    had there stays."""
    if options.sample or options.compare:
        raise BadInput("A baseline is made on whole sets and on what users get: leave --sample and --compare out.")
    runs = run_sets(settings, sets, options)
    kept = gate.load(gate.BASELINE) if gate.BASELINE.exists() else None
    gate.save(gate.BASELINE, gate.baseline_of(runs, kept))
    report.show(runs, [], gated=False)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """For maintainers: writes evals/baseline.json after a change that was meant. Measuring alone is `v2a eval`."""
    parser = argparse.ArgumentParser(prog="python -m evals.run", description=main.__doc__)
    parser.add_argument("sets", nargs="*", default=["dev"], help="dev, holdout or the path of a .jsonl file")
    parser.add_argument("--official", action="store_true", help="with the official texts in a temporary index")
    parser.add_argument("--update-baseline", action="store_true", required=True, help="write evals/baseline.json")
    parser.add_argument("--index", type=Path)
    given = parser.parse_args(arguments)
    return update_baseline(Settings.from_env(index_dir=given.index), given.sets, Options(official=given.official))


if __name__ == "__main__":
    raise SystemExit(main())
