"""The word list, example questions and activity patterns beside the documents: checked, kept as plain values."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from ingest.corpus_patterns import read_patterns
from ingest.corpus_schema import OTHER_LANGUAGES, Fields
from ingest.marked_yaml import Marked, read_marked


def read_extras(corpus_dir: Path, units: Collection[str], problems: list[str]) -> dict[str, Any]:
    """`lexicon.yaml`, `intents.yaml` and `patterns/` as JSON values, those that are there.

    Breaches are added to `problems`; `units` are the ids that patterns may name.
    """
    found = {}
    for name, check in CHECKS.items():
        path = corpus_dir / f"{name}.yaml"
        if path.exists() and (node := read_marked(path, path.name, problems)):
            check(node, problems)
            found[name] = _plain(node)
    if patterns := read_patterns(corpus_dir, units, problems):
        found["patterns"] = patterns
    return found


def _check_lexicon(node: Marked, problems: list[str]) -> None:
    if not isinstance(node.value, list):
        problems.append(node.problem("the lexicon is not a list", "begin each concept with `- term: ...`"))
        return
    for concept in node.value:
        fields = Fields(concept, ("term", "say", *OTHER_LANGUAGES), "the concept", problems)
        fields.text("term", required=True)
        for key in fields.values.keys() - {"term"}:
            fields.texts(key, required=True)


def _check_intents(node: Marked, problems: list[str]) -> None:
    if not isinstance(node.value, dict):
        problems.append(node.problem("the intents are not a mapping", "write `kind:` with `examples:` under it"))
        return
    for kind, intent in node.value.items():
        if not isinstance(intent.value, dict):
            problems.append(intent.problem(f"intent {kind} is not a mapping", "write `examples:` under it"))
            continue
        fields = Fields(intent, ("examples", "units", "offers"), f"intent {kind}", problems)
        fields.texts("examples")
        fields.texts("units")


CHECKS: dict[str, Callable[[Marked, list[str]], None]] = {"lexicon": _check_lexicon, "intents": _check_intents}


def _plain(node: Marked) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(value) for value in node.value]
    return node.value
