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
    return _Converter(shown_as, problems).convert(node)


class _Converter:
    def __init__(self, file: str, problems: list[str]) -> None:
        self._file, self._problems = file, problems
        self._seen: set[int] = set()

    def convert(self, node: yaml.Node) -> Marked:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if id(node) in self._seen:  # a few aliases can stand for millions of values, or for themselves
            self._complain(line, "a list or mapping is repeated by an alias", "write it out")
            return Marked(None, self._file, line)
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return Marked([self.convert(child) for child in node.value], self._file, line)
        return Marked(self._mapping(node), self._file, line)

    def _scalar(self, node: yaml.ScalarNode, line: int) -> Marked:
        if node.tag == _NUMBER:
            number = int(node.value) if node.value.lstrip("-").isdigit() else node.value
            return Marked(number, self._file, line, node.value)
        if node.tag == _NULL:
            return Marked(None, self._file, line, node.value)
        if node.tag not in _TEXT_TAGS:
            self._complain(line, f"{node.value!r} is read as something other than text", "put it in quotes")
        return Marked(node.value, self._file, line, node.value)

    def _mapping(self, node: yaml.Node) -> dict[str, Marked]:
        found: dict[str, Marked] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                self._complain(key_node.start_mark.line + 1, f"{key!r} stands twice here", "keep one of them")
            found[key] = self.convert(value_node)
        return found

    def _complain(self, line: int, what: str, cure: str) -> None:
        self._problems.append(f"{self._file}:{line}: {what} - {cure}")
