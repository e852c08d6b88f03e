"""The documents say what the program does: commands, options, settings and the JSON of an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.main import get_command

from tests.cli_door import ANSWER
from ui.answer_json import answer_to_json
from ui.cli import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "docs" / "answer.schema.json").read_text(encoding="utf-8"))


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, found in getattr(command, "commands", {}).items():
        yield from _commands(found, f"{path} {name}")
    if not hasattr(command, "commands"):
        yield path, command


COMMANDS = dict(_commands(get_command(app), "v2a"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_with_all_its_options(name: str) -> None:
    shown = re.findall(rf"`({re.escape(name)}(?: [^`]*)?)`", README)
    assert shown, f"README.md does not show `{name}`"
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("-")}
    missing = [option for option in options - {"--help", "-h"} if not any(option in line for line in shown)]
    assert missing == []


def test_every_command_says_what_it_does_in_one_sentence() -> None:
    assert [name for name, command in COMMANDS.items() if not (command.help or "").strip().endswith(".")] == []


def test_every_setting_is_in_the_configuration_table() -> None:
    sources = [
        path for folder in ("assistant", "ingest", "evals", "ui", "scripts") for path in (ROOT / folder).rglob("*")
    ]
    texts = [path.read_text(encoding="utf-8") for path in sources if path.suffix in (".py", ".sh")]
    used = {name for text in texts for name in re.findall(r"\bV2A_[A-Z_]*[A-Z]\b", text)}
    assert sorted(used - set(re.findall(r"`(V2A_[A-Z_]+)`", README))) == []


def test_every_file_that_the_documents_point_to_exists() -> None:
    for document in ("README.md", "CONTRIBUTING.md", "CONTENT.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (ROOT / target).exists(), f"{document} points to {target}"


def test_the_version_has_its_changes_listed() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_json_of_an_answer_follows_the_schema() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(answer_to_json(ANSWER))


@pytest.mark.parametrize("field", ["status", "citations", "stamp", "passages"])
def test_the_schema_notices_a_missing_field(field: str) -> None:
    answer = answer_to_json(ANSWER)
    del answer[field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(answer)


def test_the_schema_refuses_a_quote_without_a_citation() -> None:
    answer = answer_to_json(ANSWER)
    answer["sentences"][1]["citations"] = []
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(answer)
