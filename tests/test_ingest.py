"""The ingest verb: what it takes in, what it leaves alone, and that the index serves whatever happens to the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import versions
from assistant.drivers.keywords import load_keywords
from assistant.errors import BadInput, CorpusError, IndexLocked, IndexMismatch, IndexMissing, V2AError
from assistant.index import PublishedIndex
from assistant.settings import ROOT, Settings
from ingest.ingest import ingest
from tests.conftest import FakeParts

OFFICIAL = """# The report

## Advice

There are two pieces of advice:

- All clinics must agree upon a referral pathway with each other.
- Payers are to cover the full cost of it.
"""


def edit(settings: Settings, old: str = "Clinics agree", new: str = "All clinics agree") -> None:
    file = settings.corpus_dir / "report" / "01-all.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def served(settings: Settings) -> PublishedIndex:
    return PublishedIndex.open(settings.index_dir)


def statuses(report: object) -> dict[str, str]:
    return {d.id: d.status for d in report.documents}  # type: ignore[attr-defined]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    file = tmp_path / "files" / "note.md"
    file.parent.mkdir()
    file.write_text("# A note\n\nNurses in the county keep the referral log up to date.\n", encoding="utf-8")
    return file


# -- what is published -----------------------------------------------------------------------------------------------


def test_a_new_index_holds_the_corpus(settings: Settings, fake_parts: FakeParts) -> None:
    report = ingest(settings, parts=fake_parts)
    index = served(settings)
    assert statuses(report) == {"cases": "new", "report": "new"}
    assert len(index.passages) == len(index.registry) == report.passages == 5
    assert fake_parts.stores[index.manifest.generation].count() == len(index.entries) == report.entries
    assert index.lexicon == [{"term": "payer", "say": ["insurer", "sickness fund"]}]
    assert index.manifest.before == ""
    assert report.generation == index.manifest.generation


def test_every_question_and_title_in_every_language_leads_to_its_passage(
    settings: Settings, fake_parts: FakeParts
) -> None:
    ingest(settings, parts=fake_parts)
    index = served(settings)
    passage = next(p for p in index.passages.values() if p.unit == "rec.1")
    mine = [e for e in index.entries.values() if e.passage == passage.id]
    assert sorted((e.role, e.language) for e in mine if e.role == "title") == [
        ("title", code) for code in ("de", "en", "es", "fr", "it")
    ]
    assert {e.text for e in mine if e.role == "question" and e.language == "de"} == {"Was sagt rec.1?"}
    assert [e.text for e in mine if e.role == "body"] == ["Title of rec.1\nClinics agree a referral pathway."]


def test_keywords_find_a_passage_by_its_questions_in_each_language(settings: Settings, fake_parts: FakeParts) -> None:
    edit(settings, "Was sagt rec.1?", "Wie läuft die Überweisung?")
    ingest(settings, parts=fake_parts)
    index = served(settings)
    keywords = load_keywords(index.directory / "keywords")
    for question in ("Überweisungen", "uberweisung"):
        found = keywords.search(question, 3, "de")
        assert index.passages[found[0][0]].unit == "rec.1"
    assert keywords.search("zzz qqq", 3) == []


# -- what is left alone ----------------------------------------------------------------------------------------------


def test_an_unchanged_run_embeds_and_publishes_nothing(settings: Settings, fake_parts: FakeParts) -> None:
    first = ingest(settings, parts=fake_parts)
    again = ingest(settings, parts=fake_parts)
    assert (again.published, again.embedded, again.generation) == (False, 0, first.generation)
    assert set(statuses(again).values()) == {"unchanged"}


def test_a_changed_text_is_the_only_one_embedded_again(settings: Settings, fake_parts: FakeParts) -> None:
    first = ingest(settings, parts=fake_parts)
    edit(settings)
    again = ingest(settings, parts=fake_parts)
    assert statuses(again) == {"cases": "unchanged", "report": "changed"}
    assert (again.published, again.embedded) == (True, 1)
    assert served(settings).manifest.before == first.generation


def test_lost_vectors_are_embedded_anew(settings: Settings, fake_parts: FakeParts) -> None:
    ingest(settings, parts=fake_parts)
    fake_parts.stores.clear()
    edit(settings)
    assert ingest(settings, parts=fake_parts).embedded > 1


def test_an_unchanged_run_loads_no_heavy_library(settings: Settings, fake_parts: FakeParts) -> None:
    ingest(settings, parts=fake_parts)
    script = (
        "import sys; from ingest.ingest import ingest; from tests.conftest import FakeParts; from pathlib import Path;"
        "from assistant.settings import Settings; from ingest.parts import InstalledParts;"
        f"s = Settings(home=Path({str(settings.home)!r}), index_dir=Path({str(settings.index_dir)!r}),"
        f" corpus_dir=Path({str(settings.corpus_dir)!r}));"
        "r = ingest(s, parts=FakeParts()); assert not r.published; InstalledParts(s);"
        "names = {'torch', 'chromadb', 'onnxruntime', 'sentence_transformers', 'langchain', 'bm25s'};"
        "heavy = names & set(sys.modules);"
        "print(sorted(heavy), r.seconds); assert not heavy; assert r.seconds < 1"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# -- files beside the corpus -----------------------------------------------------------------------------------------


def test_a_file_joins_the_default_index_and_is_refreshed_without_being_named(
    settings: Settings, fake_parts: FakeParts, note: Path
) -> None:
    ingest(settings, [note], parts=fake_parts)
    assert set(served(settings).documents) == {"cases", "report", "note"}
    note.write_text("# A note\n\nNobody keeps a log.\n", encoding="utf-8")
    assert statuses(ingest(settings, parts=fake_parts))["note"] == "changed"
    assert "Nobody" in served(settings).documents["note"].text


def test_another_index_holds_only_what_it_was_given(settings: Settings, fake_parts: FakeParts, note: Path) -> None:
    other = replace(settings, index_dir=settings.home / "other")
    ingest(other, [note], parts=fake_parts)
    assert set(served(other).documents) == {"note"}
    assert len(served(other).registry) == 0


def test_a_folder_is_searched_in_depth_and_new_files_in_it_are_noticed(
    settings: Settings, fake_parts: FakeParts, note: Path
) -> None:
    other = replace(settings, index_dir=settings.home / "other")
    (note.parent / ".hidden.md").write_text("secret words", encoding="utf-8")
    (note.parent / "deep").mkdir()
    (note.parent / "deep" / "more.txt").write_text("Plain words about the log.\n", encoding="utf-8")
    ingest(other, [note.parent], parts=fake_parts)
    assert set(served(other).documents) == {"note", "more"}
    (note.parent / "third.txt").write_text("Words that came later.\n", encoding="utf-8")
    report = ingest(other, parts=fake_parts)
    assert statuses(report) == {"more": "unchanged", "note": "unchanged", "third": "new"}


def test_files_that_are_not_read_are_counted_in_the_report_of_every_run_over_their_folder(
    settings: Settings, fake_parts: FakeParts, note: Path
) -> None:
    other = replace(settings, index_dir=settings.home / "other")
    for name in ("figures.XLSX", "deep/more.xlsx", "logo.png", "LICENSE", ".hidden.png", ".git/config"):
        (note.parent / name).parent.mkdir(exist_ok=True)
        (note.parent / name).write_bytes(b"whatever")
    wanted = {".xlsx": 2, ".png": 1, "": 1}
    assert ingest(other, [note.parent, note.parent / "deep"], parts=fake_parts).left_out == wanted
    again = ingest(other, parts=fake_parts)
    assert (again.published, again.to_json()["left_out"]) == (False, wanted)
    assert ingest(other, [note], parts=fake_parts).left_out == wanted


def test_files_of_one_name_get_ids_of_their_own_and_keep_them(
    settings: Settings, fake_parts: FakeParts, note: Path
) -> None:
    twin = note.parent / "twin" / "note.md"
    twin.parent.mkdir()
    twin.write_bytes(note.read_bytes())
    ingest(settings, [note, twin], parts=fake_parts)
    before = {s.path: s.document for s in served(settings).sources}
    assert before[str(note)] == "note"
    assert before[str(twin)] == "note-2"
    assert len(served(settings).passages) == 7
    twin.write_text("# A note\n\nOther words.\n", encoding="utf-8")
    ingest(settings, parts=fake_parts)
    assert {s.path: s.document for s in served(settings).sources} == before


def test_a_file_never_takes_the_id_of_a_corpus_document(settings: Settings, fake_parts: FakeParts, note: Path) -> None:
    impostor = note.with_name("report.md")
    note.rename(impostor)
    ingest(settings, [impostor], parts=fake_parts)
    assert set(served(settings).documents) == {"cases", "report", "report-2"}


def test_a_bad_file_is_reported_and_the_others_go_on(settings: Settings, fake_parts: FakeParts, note: Path) -> None:
    bad = note.with_name("bad.pdf")
    bad.write_bytes(b"%PDF-1.4 cut short")
    report = ingest(settings, [bad, note, note.with_name("absent.md")], parts=fake_parts)
    assert [d.path for d in report.failed] == [str(bad), str(note.with_name("absent.md"))]
    assert "no such file" in report.failed[1].problem
    assert "note" in served(settings).documents


def test_a_file_that_breaks_keeps_its_last_version(settings: Settings, fake_parts: FakeParts, note: Path) -> None:
    ingest(settings, [note], parts=fake_parts)
    note.write_bytes(b"\x00\x01\x02" * 500)
    report = ingest(settings, parts=fake_parts)
    assert [d.id for d in report.failed] == ["note"]
    assert "keeps the version" in report.failed[0].problem
    assert "Nurses" in served(settings).documents["note"].text
    assert [d.id for d in ingest(settings, parts=fake_parts).failed] == ["note"], "it is tried again"


def test_a_file_that_vanished_stays_until_it_is_removed(settings: Settings, fake_parts: FakeParts, note: Path) -> None:
    ingest(settings, [note], parts=fake_parts)
    note.unlink()
    report = ingest(settings, parts=fake_parts)
    gone = next(d for d in report.documents if d.id == "note")
    assert gone.status == "unchanged"
    assert "v2a ingest --remove note" in gone.findings[0].what
    assert statuses(ingest(settings, remove=["note"], parts=fake_parts))["note"] == "removed"
    assert "note" not in served(settings).documents


def test_removing_what_was_not_ingested_is_refused(settings: Settings, fake_parts: FakeParts) -> None:
    ingest(settings, parts=fake_parts)
    with pytest.raises(BadInput, match="cases"):
        ingest(settings, remove=["cases"], parts=fake_parts)


# -- official copies -------------------------------------------------------------------------------------------------


def test_an_official_copy_takes_the_place_of_our_wording_of_the_same_units(
    settings: Settings, fake_parts: FakeParts, note: Path
) -> None:
    note.write_text(OFFICIAL, encoding="utf-8")
    report = ingest(settings, [note], "report", parts=fake_parts)
    index = served(settings)
    assert index.documents["report"].edition == "official"
    official = {p.unit: p.text for p in index.passages.values() if p.document == "report" and p.unit}
    assert "must agree upon" in official["rec.1"]
    ours = {p.unit for p in index.passages.values() if p.document == "report-ours"}
    assert ours.isdisjoint(official)
    assert ours | official.keys() == {"goal.1", "advice", "rec.1", "rec.2"}
    assert index.documents["report-ours"].edition == "ours"
    assert {d.id for d in report.documents} == {"report", "report-ours", "cases"}


def test_removing_the_official_copy_brings_our_wording_back(
    settings: Settings, fake_parts: FakeParts, note: Path
) -> None:
    ingest(settings, parts=fake_parts)
    before = [p.id for p in served(settings).passages.values()]
    note.write_text(OFFICIAL, encoding="utf-8")
    ingest(settings, [note], "report", parts=fake_parts)
    ingest(settings, remove=["report"], parts=fake_parts)
    assert [p.id for p in served(settings).passages.values()] == before


def test_another_index_with_an_official_copy_holds_the_corpus_too(
    settings: Settings, fake_parts: FakeParts, note: Path
) -> None:
    other = replace(settings, index_dir=settings.home / "other")
    note.write_text(OFFICIAL, encoding="utf-8")
    ingest(other, [note], "report", parts=fake_parts)
    assert set(served(other).documents) == {"report", "report-ours", "cases"}


def test_an_unknown_name_lists_the_documents(settings: Settings, fake_parts: FakeParts, note: Path) -> None:
    with pytest.raises(BadInput, match=r"did you mean report\? \(cases, report\)"):
        ingest(settings, [note], "repor", parts=fake_parts)
    with pytest.raises(BadInput, match="exactly one file"):
        ingest(settings, [note, note], "report", parts=fake_parts)
    with pytest.raises(BadInput, match="needs a file"):
        ingest(settings, [], "report", parts=fake_parts)


# -- whatever happens, the index serves ------------------------------------------------------------------------------


def test_a_broken_corpus_leaves_the_index_alone(settings: Settings, fake_parts: FakeParts) -> None:
    first = ingest(settings, parts=fake_parts)
    edit(settings, "goal: 1", "goal: 7")
    with pytest.raises(CorpusError, match="unknown goal 7"):
        ingest(settings, parts=fake_parts)
    assert served(settings).manifest.generation == first.generation


STAGES = ["write", "embed", "store", "verify", "switch", "flip", "tidy"]
KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.settings import Settings
from ingest.ingest import ingest
from tests.conftest import FakeParts
home, index, corpus, stage = sys.argv[1:]
def kill(at, done, total):
    if at == stage:
        os.kill(os.getpid(), signal.SIGKILL)
ingest(Settings(home=Path(home), index_dir=Path(index), corpus_dir=Path(corpus)), progress=kill, parts=FakeParts())
"""


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_any_stage_the_index_serves_and_the_next_run_tidies_up(
    stage: str, settings: Settings, fake_parts: FakeParts
) -> None:
    first = ingest(settings, parts=fake_parts)
    edit(settings)
    places = [str(settings.home), str(settings.index_dir), str(settings.corpus_dir)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *places, stage], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    index = served(settings)
    flipped = stage == "tidy"
    assert (index.manifest.generation != first.generation) == flipped
    assert len(index.passages) == 5
    assert any("All clinics" in p.text for p in index.passages.values()) == flipped
    report = ingest(settings, parts=fake_parts)
    assert report.published != flipped
    assert any("All clinics" in p.text for p in served(settings).passages.values())
    left = {path.name for path in settings.index_dir.iterdir() if path.name.startswith("gen-")}
    assert left == {first.generation, served(settings).manifest.generation}
    assert not list(settings.index_dir.glob("*.tmp"))


def test_only_the_serving_generation_and_the_one_before_are_kept(settings: Settings, fake_parts: FakeParts) -> None:
    made = [ingest(settings, parts=fake_parts).generation]
    for old, new in (("Clinics agree", "Many clinics agree"), ("Many clinics agree", "Few clinics agree")):
        edit(settings, old, new)
        made.append(ingest(settings, parts=fake_parts).generation)
    assert {path.name for path in settings.index_dir.glob("gen-*")} == set(made[1:])
    assert made[0] in fake_parts.dropped


def test_a_second_writer_is_told_who_writes(settings: Settings, fake_parts: FakeParts) -> None:
    def intrude(stage: str, done: int, total: int) -> None:
        if stage == "write":
            with pytest.raises(IndexLocked, match=f"process {os.getpid()}"):
                ingest(settings, parts=FakeParts())

    assert ingest(settings, progress=intrude, parts=fake_parts).published


def test_a_store_that_loses_vectors_is_never_published(settings: Settings, fake_parts: FakeParts) -> None:
    first = ingest(settings, parts=fake_parts)
    edit(settings)
    create = fake_parts.create_store

    def leaky(directory: Path, generation: str, expected: int) -> object:
        store = create(directory, generation, expected)
        store.count = lambda: 1  # type: ignore[method-assign]
        return store

    fake_parts.create_store = leaky  # type: ignore[method-assign,assignment]
    with pytest.raises(V2AError, match="took 1 of"):
        ingest(settings, parts=fake_parts)
    assert served(settings).manifest.generation == first.generation
    assert not list(settings.index_dir.glob("*.tmp"))


def test_a_reader_keeps_the_generation_it_opened(settings: Settings, fake_parts: FakeParts) -> None:
    ingest(settings, parts=fake_parts)
    reader = served(settings)
    edit(settings)
    ingest(settings, parts=fake_parts)
    assert any(p.text.startswith("Clinics agree") for p in reader.passages.values())


# -- what built it ---------------------------------------------------------------------------------------------------


def test_no_index_says_how_to_build_one(settings: Settings) -> None:
    with pytest.raises(IndexMissing, match="v2a ingest --index"):
        served(settings)


def test_an_index_of_other_parts_is_refused_and_rebuilt_from_its_sources(
    settings: Settings, fake_parts: FakeParts, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, [note], parts=fake_parts)
    monkeypatch.setattr("assistant.index.PARTS", {**versions.PARTS, "splitter": "next"})
    monkeypatch.setattr(versions, "PARTS", {**versions.PARTS, "splitter": "next"})
    with pytest.raises(IndexMismatch, match=r"splitter 1 \(now next\).*v2a ingest --index"):
        served(settings)
    report = ingest(settings, parts=fake_parts)
    assert report.published
    assert set(served(settings).documents) == {"cases", "report", "note"}


def test_another_embedder_is_refused(settings: Settings, fake_parts: FakeParts) -> None:
    ingest(settings, parts=fake_parts)
    PublishedIndex.open(settings.index_dir, embedder=fake_parts.embedder_name)
    with pytest.raises(IndexMismatch, match="embedder"):
        PublishedIndex.open(settings.index_dir, embedder="another@2")


def test_a_damaged_pointer_is_refused_and_mended_by_an_ingest(settings: Settings, fake_parts: FakeParts) -> None:
    ingest(settings, parts=fake_parts)
    (settings.index_dir / "current.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexMismatch, match="damaged"):
        served(settings)
    assert ingest(settings, parts=fake_parts).published
    assert len(served(settings).passages) == 5


def test_the_fingerprint_follows_content_and_parts(settings: Settings, fake_parts: FakeParts) -> None:
    first = ingest(settings, parts=fake_parts)
    edit(settings)
    second = ingest(settings, parts=fake_parts)
    edit(settings, "All clinics agree", "Clinics agree")
    third = ingest(settings, parts=fake_parts)
    assert first.fingerprint != second.fingerprint
    assert first.fingerprint == third.fingerprint


def test_the_versions_are_those_that_the_reading_states() -> None:
    from ingest.clean import CLEANER_VERSION
    from ingest.split import SPLITTER_VERSION

    assert (versions.PARTS["cleaner"], versions.PARTS["splitter"]) == (CLEANER_VERSION, SPLITTER_VERSION)


def test_the_report_is_plain_json(settings: Settings, fake_parts: FakeParts) -> None:
    report = json.loads(json.dumps(ingest(settings, parts=fake_parts).to_json()))
    assert report["counts"] == {"new": 2}
    assert 0 < report["embedded"] <= report["entries"]
