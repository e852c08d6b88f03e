"""Which files an index is to hold: those it remembers, those given now, and the corpus where it belongs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import BadInput
from assistant.index import PublishedIndex, SourceFile
from assistant.settings import Settings
from ingest.corpus import OURS, corpus_digest


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that the index is to hold. `digest` is empty when the file cannot be read (`trouble` says why)."""

    path: Path
    digest: str = ""
    as_document: str | None = None
    folder: str = ""
    before: SourceFile | None = None
    trouble: str = ""

    @property
    def unchanged(self) -> bool:
        return self.before is not None and self.before.digest == self.digest


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything an index is to hold. `corpus` is None for an index without our edition.

    `left_out`: how many files of each suffix lie in the folders and are of no kind that is read.
    """

    corpus: SourceFile | None
    files: tuple[Wanted, ...]
    corpus_changed: bool
    removed: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def unchanged(self) -> bool:
        """Whether every source is byte for byte what the index was made from."""
        return not self.corpus_changed and not self.removed and all(w.unchanged for w in self.files)


def select_sources(
    settings: Settings,
    index: PublishedIndex | None,
    paths: Sequence[Path],
    as_document: str | None,
    remove: Sequence[str],
) -> Selection:
    """What the index is to hold after this run. Raises BadInput for options that do not fit together."""
    known = index.sources if index else ()
    _check_removals(known, remove)
    kept = [s for s in known if s.kind == "file" and s.document not in remove]
    given = _given(paths, as_document)
    if as_document:
        kept = [s for s in kept if s.as_document != as_document]  # a new official copy takes the place of the old one
    wanted = {w.path: w for w in _remembered(kept)}
    by_path = {s.path: s for s in kept}
    for new in given:
        before = by_path.get(str(new.path))
        named = new.as_document or (before.as_document if before else None)
        if before and before.as_document != named:
            before = None  # the same file now counts as an official copy: read it anew
        wanted[new.path] = Wanted(new.path, new.digest, named, new.folder, before, new.trouble)
    corpus_before = next((s for s in known if s.kind == "corpus"), None)
    corpus = _corpus(settings, index, bool(paths), as_document, corpus_before)
    gone = tuple(s.path for s in known if s.kind == "file" and Path(s.path) not in wanted)
    folders = {Path(s.folder) for s in kept if s.folder} | {p.resolve() for p in paths if p.is_dir()}
    return Selection(corpus, tuple(wanted.values()), corpus != corpus_before, gone, _left_out(folders))


def _corpus(
    settings: Settings,
    index: PublishedIndex | None,
    has_paths: bool,
    as_document: str | None,
    before: SourceFile | None,
) -> SourceFile | None:
    """Our edition belongs to the default index, to a new one without files, and wherever `--as` was used."""
    default = settings.index_dir.resolve() == (settings.home / "index").resolve()
    new_and_empty = index is None and not has_paths
    if not (before or as_document or default or new_and_empty):
        return None
    return SourceFile(str(settings.corpus_dir.resolve()), corpus_digest(settings.corpus_dir), kind="corpus")


def _check_removals(known: Sequence[SourceFile], remove: Sequence[str]) -> None:
    removable = [s.document for s in known if s.kind == "file"]
    for document in remove:
        if document not in removable:
            offered = ", ".join(removable) or "none, it holds the corpus only"
            raise BadInput(f"No ingested file became the document {document!r}. Documents to remove: {offered}.")


def _given(paths: Sequence[Path], as_document: str | None) -> list[Wanted]:
    if as_document and (len(paths) != 1 or paths[0].is_dir()):
        raise BadInput(f"--as {as_document} needs exactly one file, the official copy of that document.")
    found: list[Wanted] = []
    for path in (p.resolve() for p in paths):
        if not path.is_dir():
            found.append(_look(path, as_document))
            continue
        inside = list(_walk(path))
        found += [_look(file, None, str(path)) for file in inside]
        if not inside:
            trouble = f"nothing readable in this folder; files must end in {', '.join(_readable_suffixes())}"
            found.append(Wanted(path, trouble=trouble))
    return found


def _remembered(sources: Sequence[SourceFile]) -> Iterator[Wanted]:
    """The files that the index was made from, and new ones in the folders that were given to it."""
    known = {s.path for s in sources}
    for s in sources:
        seen = _look(Path(s.path), s.as_document, s.folder)
        yield Wanted(seen.path, seen.digest, s.as_document, s.folder, s, seen.trouble)
    for folder in dict.fromkeys(s.folder for s in sources if s.folder):
        yield from (_look(p, None, folder) for p in _walk(Path(folder)) if str(p) not in known)


def _readable_suffixes() -> list[str]:
    from ingest.prepare import READABLE_SUFFIXES  # the readers are needed only when a folder is searched

    return sorted(READABLE_SUFFIXES)


def _walk(folder: Path) -> Iterator[Path]:
    suffixes = set(_readable_suffixes())
    return (path for path in _files(folder) if path.suffix.lower() in suffixes)


def _files(folder: Path) -> Iterator[Path]:
    """Every file in a folder and below, but what is hidden."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            yield path


def _left_out(folders: Iterable[Path]) -> dict[str, int]:
    suffixes = set(_readable_suffixes()) if folders else set()
    files = {path for folder in folders for path in _files(folder)}
    return dict(Counter(path.suffix.lower() for path in sorted(files) if path.suffix.lower() not in suffixes))


def _look(path: Path, as_document: str | None, folder: str = "") -> Wanted:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return Wanted(path, "", as_document, folder, trouble="there is no such file; check the path")
    except OSError as error:
        return Wanted(path, "", as_document, folder, trouble=f"it cannot be opened ({error.strerror})")
    return Wanted(path, digest, as_document, folder)


def document_ids_of_corpus(ids: Sequence[str]) -> set[str]:
    """Ids that no ingested file may take."""
    return {*ids, *(document + OURS for document in ids)}
