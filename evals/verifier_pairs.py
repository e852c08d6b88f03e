"""Claims beside the sentences they cite, labelled or not: one JSON object per line, checked before anything runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import DATA, CaseError

DEV, HOLDOUT = DATA / "verifier_dev.jsonl", DATA / "verifier_holdout.jsonl"
MORE = DATA / "verifier_more.jsonl"  # trained on as well: three more hands, mostly paraphrases beside near misses
HOLDOUT2 = DATA / "verifier_holdout2.jsonl"  # a fifth of their subjects, kept apart
FRESH = DATA / "verifier_fresh.jsonl"  # strong paraphrases and near misses only, written before anything was measured
_TRUE = (True, 1, "1", "true", "yes", "supported", "entailment", "entailed")
_FALSE = (False, 0, "0", "false", "no", "unsupported", "not_supported", "contradiction", "neutral", "refuted")


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and its evidence; `label` is None where nobody said whether it is carried."""

    id: str
    claim: str
    evidence: tuple[str, ...]
    label: bool | None = None
    kind: str = ""


def load_pairs(path: Path) -> list[Pair]:
    """Every pair of a file. Raises CaseError with file, line and cure for each line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError([f"{path}: cannot be read ({error}) - give a file of UTF-8 JSON lines"]) from None
    pairs: list[Pair] = []
    problems: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        for found in _pairs(line, number):
            if isinstance(found, Pair):
                pairs.append(found)
            else:
                problems.append(f"{path}:{number}: {found}")
    if not pairs and not problems:
        problems = [f'{path}: holds no pair - write lines like {{"claim": "...", "evidence": ["..."]}}']
    if problems:
        raise CaseError(problems)
    return pairs


def _pairs(line: str, number: int) -> list[Pair | str]:
    """The pairs of a line, or what is wrong with them and how to mend it; "claims" share their evidence."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return [f"is no JSON ({error.msg}) - write one object per line"]
    if not isinstance(found, dict):
        return ["is no JSON object - write one object per line"]
    claims = found.get("claims")
    if isinstance(claims, list) and all(isinstance(claim, dict) for claim in claims):
        return [_pair({"evidence": found.get("evidence"), **claim}, number) for claim in claims]
    return [_pair(found, number)]


def _pair(found: Mapping[str, Any], number: int) -> Pair | str:
    claim, evidence = found.get("claim"), found.get("evidence")
    if not isinstance(claim, str) or not claim.strip():
        return "has no 'claim' - give the sentence to check as a text"
    if isinstance(evidence, str):
        evidence = [evidence]
    if not isinstance(evidence, list) or not all(isinstance(text, str) for text in evidence):
        return "has no 'evidence' - give a list of sentences"
    label = _label(found)
    if isinstance(label, str):
        return label
    return Pair(str(found.get("id", number)), claim, tuple(evidence), label, str(found.get("kind", "")))


def _label(found: Mapping[str, Any]) -> bool | str | None:
    label = found.get("label")
    if label is None:
        return None
    said = label.strip().lower() if isinstance(label, str) else label
    if said in _TRUE:
        return True
    if said in _FALSE:
        return False
    return f"has the label {label!r} - use true or false, 1 or 0, supported or unsupported"


def labelled(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that somebody labelled."""
    return [pair for pair in pairs if pair.label is not None]
