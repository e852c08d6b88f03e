"""YAML with the line of every value, so that a complaint about the corpus can say where it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = "tag:yaml.org,2002:int"
_TEXT_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Marked:
    """A value with its place. `value`: text, number, None, list of Marked, or dict of Marked by key."""

    value: str | int | list[Marked] | dict[str, Marked] | None
    file: str
    line: int
    raw: str = ""

    def problem(self, what: str, cure: str) -> str:
        """One line as the corpus check prints it."""
        return f"{self.file}:{self.line}: {what} - {cure}"


def read_marked(path: Path, shown_as: str, problems: list[str]) -> Marked | None:
    """The file's content, or None when it is empty or no YAML (then `problems` has grown)."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except UnicodeDecodeError:
        problems.append(f"{shown_as}:1: the file is not UTF-8 - save it as UTF-8")
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(f"{shown_as}:{line}: not valid YAML ({error.problem}) - mend indentation or quotes here")
        return None
    except (yaml.YAMLError, RecursionError) as error:
        problems.append(f"{shown_as}:1: not valid YAML ({str(error).splitlines()[0]}) - mend the file")
        return None
    if node is None:
        problems.append(f"{shown_as}:1: the file is empty - write its content or remove it")
        return None
    return _convert(node, shown_as, problems)


def _convert(node: yaml.Node, file: str, problems: list[str]) -> Marked:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Marked([_convert(child, file, problems) for child in node.value], file, line)
    if isinstance(node, yaml.MappingNode):
        return Marked(_mapping(node, file, problems), file, line)
    if node.tag == _NUMBER:
        return Marked(int(node.value) if node.value.lstrip("-").isdigit() else node.value, file, line, node.value)
    if node.tag == _NULL:
        return Marked(None, file, line, node.value)
    if node.tag not in _TEXT_TAGS:
        what = f"{node.value!r} is read as something other than text"
        problems.append(f"{file}:{line}: {what} - put it in quotes")
    return Marked(node.value, file, line, node.value)


def _mapping(node: yaml.MappingNode, file: str, problems: list[str]) -> dict[str, Marked]:
    found: dict[str, Marked] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            problems.append(f"{file}:{key_node.start_mark.line + 1}: {key!r} stands twice here - keep one of them")
        found[key] = _convert(value_node, file, problems)
    return found
