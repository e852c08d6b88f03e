"""Formats by the ending of a file's name; the module of a format is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from assistant.errors import BadInput, PlanError
from assistant.exports.sheets_in import Imported
from assistant.exports.sources import Texts
from assistant.planning.plan import Plan

MOST_BYTES = 10_000_000
WRITERS = {
    "docx": "docx_out",
    "pdf": "pdf_out",
    "xlsx": "xlsx_out",
    "csv": "csv_out",
    "md": "markdown_out",
    "json": "json_out",
}
READERS = {"json": "json_in", "csv": "csv_in", "xlsx": "xlsx_in"}


def export(plan: Plan, texts: Texts, name: str) -> bytes:
    """The plan as a file of the format that the name ends in. Raises BadInput for another."""
    module = import_module(f"assistant.exports.{_module(name, WRITERS, 'written')}")
    kind = module.__name__.rpartition(".")[2].removesuffix("_out")
    write: Callable[[Plan, Texts], bytes] = getattr(module, f"write_{kind}")
    return write(plan, texts)


def writable(name: str) -> None:
    """Raises BadInput for a name whose ending is no format that plans are written in."""
    _module(name, WRITERS, "written")


def read_plan(data: bytes, name: str) -> Imported:
    """The plan in a file of that name. Raises BadInput for other formats, PlanError for a file that is no plan."""
    wanted = _module(name, READERS, "read")
    if len(data) > MOST_BYTES:
        raise PlanError(f"{name} has more than {MOST_BYTES // 1_000_000} MB: no plan needs that, so check the file.")
    read: Callable[[bytes], Imported] = getattr(
        import_module(f"assistant.exports.{wanted}"), f"read_{wanted.removesuffix('_in')}"
    )
    return read(data)


def _module(name: str, modules: dict[str, str], done: str) -> str:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending == "xlsm":
        raise BadInput(f"{name} may hold macros: save it as .xlsx.")
    if ending not in modules:
        raise BadInput(f"{name}: plans are {done} as {', '.join('.' + known for known in modules)}. Choose one.")
    return modules[ending]
