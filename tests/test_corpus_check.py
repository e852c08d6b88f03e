"""The check of the corpus: every breach of the schema is named with its file, line and cure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.settings import ROOT
from ingest.corpus import check_corpus, corpus_digest, load_corpus
from ingest.corpus_schema import KINDS
from tests.conftest import unit_yaml, write_document


def problems_of(corpus: Path) -> list[str]:
    return check_corpus(corpus)[1]


def line_of(file: Path, text: str) -> int:
    return next(n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def test_the_shipped_corpus_has_no_breach() -> None:
    corpus, problems = check_corpus(ROOT / "corpus")
    assert problems == []
    assert len(corpus.registry) > 200


def test_a_sound_corpus_gives_units_documents_and_passages(tiny_corpus: Path) -> None:
    corpus = load_corpus(tiny_corpus)
    assert list(corpus.documents) == ["cases", "report"]
    assert [u.id for u in corpus.registry] == ["case.north", "goal.1", "advice", "rec.1", "rec.2"]
    rec = corpus.registry.get("rec.2")
    assert rec
    assert (rec.group, rec.order, rec.size, rec.document) == ("advice", 2, 2, "report")
    assert rec.wordings["fr"].title == "rec.2 en bref"
    assert rec.address == "https://example.org/report"
    assert corpus.extras == {"lexicon": [{"term": "payer", "say": ["insurer", "sickness fund"]}]}


def test_each_passage_is_cut_from_its_document_and_covers_the_text_and_its_caveat(tiny_corpus: Path) -> None:
    corpus = load_corpus(tiny_corpus)
    for passage in corpus.passages:
        assert corpus.documents[passage.document].text[passage.start : passage.end] == passage.text
    by_unit = {p.unit: p for p in corpus.passages}
    assert by_unit["rec.2"].text == "Payers cover the full cost. Caution: Costs differ."
    assert by_unit["rec.1"].heading == ("Part one", "Advice")
    assert len(corpus.passages) == len(corpus.registry)


def test_headings_are_printed_once_and_on_lines_of_their_own(tiny_corpus: Path) -> None:
    lines = load_corpus(tiny_corpus).documents["report"].text.splitlines()
    assert lines.count("Part one") == lines.count("Advice") == 1
    assert "Title of rec.1" in lines


def test_an_edit_elsewhere_keeps_a_passage_s_id(tiny_corpus: Path) -> None:
    before = {p.unit: p.id for p in load_corpus(tiny_corpus).passages}
    file = tiny_corpus / "report" / "01-all.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Every clinic", "Each and every clinic"), encoding="utf-8")
    after = {p.unit: p.id for p in load_corpus(tiny_corpus).passages}
    assert [unit for unit in before if before[unit] != after[unit]] == ["goal.1"]


def test_what_an_official_copy_lacks_stays_as_a_document_of_its_own(tiny_corpus: Path) -> None:
    corpus = load_corpus(tiny_corpus)
    rest = corpus.rest_of("report", ["goal.1", "rec.1"])
    assert rest
    document, passages = rest
    assert document.id == "report-ours"
    assert [p.unit for p in passages] == ["advice", "rec.2"]
    assert all(p.document == "report-ours" and document.text[p.start : p.end] == p.text for p in passages)
    assert corpus.rest_of("report", ["goal.1", "advice", "rec.1", "rec.2"]) is None


def test_an_unknown_kind_is_named_with_its_line_and_the_nearest_known_one(tmp_path: Path) -> None:
    file = write_document(tmp_path, "report", unit_yaml("rec.1", "One.", kind="chalenge"))
    line = line_of(file, "kind: chalenge")
    told = f"report/01-all.yaml:{line}: rec.1 has the unknown kind 'chalenge' - did you mean challenge?"
    assert told in problems_of(tmp_path)
    write_document(tmp_path, "report", unit_yaml("rec.1", "One.", kind="zzz"))
    assert any("unknown kind 'zzz' - use one of those that corpus/README.md lists" in p for p in problems_of(tmp_path))


def test_the_format_s_description_lists_every_kind() -> None:
    described = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    listed = described.split("`kind` is one of these: ")[1].split(".\n")[0]
    assert re.findall(r"`([a-z-]+)`", listed) == list(KINDS)


def test_a_duplicate_id_names_both_places(tmp_path: Path) -> None:
    write_document(tmp_path, "report", unit_yaml("rec.1", "One."), unit_yaml("rec.1", "Two."))
    problems = problems_of(tmp_path)
    assert any("report/01-all.yaml:13: the id rec.1 is taken by report/01-all.yaml:3" in p for p in problems), problems


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([1, 3], "the order in list has a gap: no number 2"),
        ([1, 1], "rec.2 and rec.1 are both number 1 of list - renumber one of them"),
    ],
)
def test_gaps_and_doubles_in_an_order_are_found(tmp_path: Path, orders: list[int], expected: str) -> None:
    members = [unit_yaml(f"rec.{n}", "Text.", group="list", order=o, of=2) for n, o in enumerate(orders, 1)]
    write_document(tmp_path, "report", unit_yaml("list", "A list.", kind="group"), *members)
    assert any(expected in p for p in problems_of(tmp_path)), problems_of(tmp_path)


def test_a_group_must_have_as_many_members_as_they_say(tmp_path: Path) -> None:
    members = [unit_yaml(f"rec.{n}", "Text.", group="list", order=n, of=3) for n in (1, 2)]
    write_document(tmp_path, "report", unit_yaml("list", "A list.", kind="group"), *members)
    expected = "group list has 2 members but they say `of: 3` - add the missing ones or correct `of`"
    assert [p for p in problems_of(tmp_path) if expected in p]


def test_members_must_agree_on_the_size(tmp_path: Path) -> None:
    members = [unit_yaml(f"rec.{n}", "Text.", group="list", order=n, of=n + 1) for n in (1, 2)]
    write_document(tmp_path, "report", unit_yaml("list", "A list.", kind="group"), *members)
    assert any("disagree on its size: rec.1 says 2, rec.2 says 3" in p for p in problems_of(tmp_path))


def test_groups_in_a_circle_are_found(tmp_path: Path) -> None:
    circle = [unit_yaml(a, "Text.", group=b, order=1, of=1) for a, b in (("one", "two"), ("two", "one"))]
    write_document(tmp_path, "report", *circle)
    assert any("one is inside itself through its groups" in p for p in problems_of(tmp_path))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"group": "lost", "order": 1, "of": 1}, "names the unknown group lost"),
        ({"goal": 4}, "names the unknown goal 4 - add the unit goal.4"),
        ({"locator": None}, "rec.1 has no locator - add `locator:"),
        ({"title": None}, "rec.1 has no title - add `title: ...`"),
        ({"text": None}, "rec.1 has no text"),
        ({"questions": None}, "rec.1 has no questions"),
        ({"serves": "[rec.11]"}, "rec.1 serves the unknown unit rec.11 - did you mean rec.1?"),
        ({"quesions": "[a]"}, "has the unknown key 'quesions' - did you mean questions?"),
        ({"order": "first"}, "order of rec.1 is not a whole number from 1"),
        ({"questions": "just one"}, "questions of rec.1 is not a list"),
        ({"title": "[a, b]"}, "title of rec.1 is not text"),
        ({"title": "Yes"}, "'Yes' is read as something other than text - put it in quotes"),
        ({"locator": "{document: reprot, heading: x}"}, "unknown document reprot - did you mean report?"),
        ({"locator": "{document: report, heading: x, item: zero}"}, "item of the locator of rec.1"),
        ({"of": 3}, "rec.1 has `of` but no group"),
        ({"pt": "{title: a, questions: [b]}"}, "has the unknown key 'pt'"),
    ],
)
def test_a_breach_is_named_with_its_cure(tmp_path: Path, change: dict[str, object], expected: str) -> None:
    write_document(tmp_path, "report", unit_yaml("rec.1", "Text.", **change))
    problems = problems_of(tmp_path)
    assert any(expected in p for p in problems), problems
    assert all(p.startswith("report/01-all.yaml:") and " - " in p for p in problems)


def test_the_line_is_the_one_to_edit(tmp_path: Path) -> None:
    file = write_document(tmp_path, "report", unit_yaml("rec.1", "Text.", quesions="[a]"))
    assert problems_of(tmp_path)[0].startswith(f"report/01-all.yaml:{line_of(file, 'quesions')}:")


def test_a_missing_language_is_named(tmp_path: Path) -> None:
    file = write_document(tmp_path, "report", unit_yaml("rec.1", "Text."))
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.strip().startswith("de:")]
    file.write_text("\n".join(kept), encoding="utf-8")
    assert any("rec.1 has no `de`" in p for p in problems_of(tmp_path))


def test_all_breaches_come_at_once(tmp_path: Path) -> None:
    write_document(tmp_path, "report", unit_yaml("rec.1", "Text.", title=None), unit_yaml("rec.2", "Text.", goal=9))
    with pytest.raises(CorpusError) as caught:
        load_corpus(tmp_path)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    "content",
    ["- section: [unclosed", "", "just words", "- units: 3", "\t- a: b", "&a [*a]", "- - - x", "a: !!python/x y"],
)
def test_a_broken_file_is_a_problem_and_no_crash(tmp_path: Path, content: str) -> None:
    write_document(tmp_path, "report", unit_yaml("rec.1", "Text.")).write_text(content, encoding="utf-8")
    assert problems_of(tmp_path)


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    write_document(tmp_path, "report", unit_yaml("rec.1", "Text.")).write_bytes(b"- section: caf\xe9\n")
    assert any("save it as UTF-8" in p for p in problems_of(tmp_path))


def test_a_folder_without_documents_says_where_to_look(tmp_path: Path) -> None:
    assert any("V2A_CORPUS" in p for p in problems_of(tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("lexicon", "payer: [insurer]", "the lexicon is not a list"),
        ("lexicon", "- say: [insurer]", "the concept has no term"),
        ("lexicon", "- {term: payer, says: [insurer]}", "unknown key 'says' - did you mean say?"),
        ("intents", "- medical", "the intents are not a mapping"),
        ("intents", "medical: {example: [a]}", "unknown key 'example' - did you mean examples?"),
    ],
)
def test_word_list_and_examples_are_checked_too(tiny_corpus: Path, name: str, content: str, expected: str) -> None:
    (tiny_corpus / f"{name}.yaml").write_text(content, encoding="utf-8")
    assert any(p.startswith(f"{name}.yaml:1: ") and expected in p for p in problems_of(tiny_corpus))


def test_the_digest_follows_names_and_bytes(tiny_corpus: Path) -> None:
    before = corpus_digest(tiny_corpus)
    assert corpus_digest(tiny_corpus) == before
    (tiny_corpus / "lexicon.yaml").rename(tiny_corpus / "lexicon2.yaml")
    assert corpus_digest(tiny_corpus) != before
