"""Folders with texts and questions: every layout is read, and every breach is named with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Turn
from assistant.errors import BadInput
from evals.cases import CaseError
from evals.folder_cases import read_benchmark
from evals.folder_metrics import Gold

TEXT = "The ferry leaves at nine.\nDogs travel free.\nThe ferry leaves again at noon.\n"


def lines(path: Path, *rows: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "ferry.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def gold_of(folder: Path, *gold: dict[str, Any]) -> tuple[Gold, ...]:
    lines(folder / "questions.jsonl", {"question": "When?", "gold": list(gold)})
    return read_benchmark(folder).questions[0].gold


def test_offsets_words_and_whole_documents_are_gold(docs: Path) -> None:
    assert gold_of(docs, {"doc": "ferry", "start": 26, "end": 43}) == (Gold("ferry", 26, 43),)
    assert gold_of(docs, {"doc": "ferry.txt", "text": "Dogs travel free."}) == (Gold("ferry", 26, 43),)
    assert gold_of(docs, {"doc": "ferry"}) == (Gold("ferry", 0, len(TEXT)),)


def test_words_are_found_across_line_ends_and_nearest_to_their_start(docs: Path) -> None:
    assert gold_of(docs, {"doc": "ferry", "text": "nine. dogs"}) == (Gold("ferry", 20, 30),)
    late = TEXT.rindex("The ferry")
    assert gold_of(docs, {"doc": "ferry", "text": "The ferry leaves", "start": 40}) == (Gold("ferry", late, late + 16),)


def test_words_count_more_than_offsets_that_do_not_fit_them(docs: Path) -> None:
    assert gold_of(docs, {"doc": "ferry", "start": 0, "end": 17, "text": "Dogs travel free."}) == (
        Gold("ferry", 26, 43),
    )


def test_a_question_without_gold_is_unanswerable_and_other_keys_are_ignored(docs: Path) -> None:
    lines(docs / "questions.jsonl", {"question": "Why?", "gold": [], "kind": "gap", "difficulty": 3})
    (question,) = read_benchmark(docs).questions
    assert (question.id, question.gold, question.tags) == ("1", (), ("gap",))


def test_histories_have_content_or_text(docs: Path) -> None:
    history = [{"role": "user", "content": "Hello"}, {"role": "agent", "text": "Yes?"}]
    lines(docs / "questions.jsonl", {"id": "a", "question": "And?", "history": history, "gold": [], "tags": ["x", "y"]})
    (question,) = read_benchmark(docs).questions
    assert question.history == (Turn("user", "Hello"), Turn("assistant", "Yes?"))
    assert question.tags == ("x", "y")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"gold": []}, '"question" is missing'),
        ({"question": " \x00 ", "gold": []}, '"question" is missing'),
        ({"question": "Why?"}, '"gold" is missing'),
        ({"question": "Why?", "gold": [{"document": "ferry"}]}, 'each gold needs "doc"'),
        ({"question": "Why?", "gold": [{"doc": "ship"}]}, "no document is called 'ship'"),
        ({"question": "Why?", "gold": [{"doc": "ferry", "text": "Cats travel"}]}, "is not in 'ferry'"),
        ({"question": "Why?", "gold": [{"doc": "ferry", "start": 70, "end": 700}]}, "outside of 'ferry'"),
        ({"question": "Why?", "gold": [{"doc": "ferry", "start": 3}]}, "one of"),
        ({"question": "Why?", "gold": [], "history": ["hello"]}, 'needs "role"'),
        ({"question": "Why?", "gold": [], "history": 5}, '"history" is no list'),
    ],
)
def test_a_breach_is_named_with_its_line_and_cure(docs: Path, row: dict[str, Any], said: str) -> None:
    lines(docs / "questions.jsonl", {"question": "Fine?", "gold": []}, row)
    with pytest.raises(CaseError) as caught:
        read_benchmark(docs)
    assert caught.value.problems[0].startswith("questions.jsonl:2: ")
    assert said in str(caught.value)


def test_a_line_that_is_not_json_is_named(docs: Path) -> None:
    (docs / "questions.jsonl").write_text('{"question": "Why?", "gold": []}\n{oops\n', encoding="utf-8")
    with pytest.raises(CaseError, match=r"questions\.jsonl:2: is not JSON"):
        read_benchmark(docs)


def test_two_documents_of_one_name_are_refused(docs: Path) -> None:
    lines(docs / "corpus.jsonl", {"id": "ferry", "text": "Another."})
    lines(docs / "questions.jsonl", {"question": "Why?", "gold": []})
    with pytest.raises(CaseError, match="two documents are called 'ferry'"):
        read_benchmark(docs)


def test_a_folder_of_another_layout_is_told_which_ones_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"holds no texts.*questions\.jsonl"):
        read_benchmark(tmp_path)
    lines(tmp_path / "corpus.jsonl", {"id": "a", "text": "Words."})
    with pytest.raises(BadInput, match="holds texts, but no questions"):
        read_benchmark(tmp_path)


def beir(folder: Path, *judgements: str) -> Path:
    lines(folder / "corpus.jsonl", {"_id": "d1", "title": "Ferry", "text": TEXT}, {"_id": "d2", "text": "Rails."})
    lines(folder / "queries.jsonl", {"_id": "q1", "text": "when?"}, {"_id": "q2", "text": "not judged"})
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "qrels" / "test.tsv").write_text("\n".join(judgements) + "\n", encoding="utf-8")
    return folder


def test_the_layout_of_beir_is_read_with_its_grades(tmp_path: Path) -> None:
    folder = beir(tmp_path, "query-id\tcorpus-id\tscore", "q1\td1\t2", "q1\td2\t0")
    (folder / "qrels" / "train.tsv").write_text("q2\td2\t1\n", encoding="utf-8")
    benchmark = read_benchmark(folder)
    (question,) = benchmark.questions
    assert question.gold == (Gold("d1", 0, len(TEXT), 2.0),)
    assert [text.title for text in benchmark.texts()] == ["Ferry", ""]


def test_a_judged_text_that_is_not_in_the_collection_is_left_out_and_told(tmp_path: Path) -> None:
    benchmark = read_benchmark(beir(tmp_path, "q1\td1\t1", "q1\td9\t1"))
    assert [one.document for one in benchmark.questions[0].gold] == ["d1"]
    assert "'d9'" in benchmark.notes[0]


def test_a_judgement_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"qrels/test\.tsv:2"):
        read_benchmark(beir(tmp_path, "q1\td1\t1", "q1 d1 1"))


def test_judgements_that_are_not_utf_8_are_told_with_the_cure(tmp_path: Path) -> None:
    folder = beir(tmp_path, "q1\td1\t1")
    (folder / "qrels" / "test.tsv").write_bytes("q1\td1\t1\nd\xe9\td1\t1\n".encode("latin-1"))
    with pytest.raises(CaseError, match="save it as UTF-8"):
        read_benchmark(folder)


def test_a_tag_may_be_a_number_and_half_characters_do_not_reach_the_encoder(docs: Path) -> None:
    row = {"question": "Wh\ud800y?", "history": [{"role": "user", "content": "\udfff"}], "gold": [], "kind": 3}
    lines(docs / "questions.jsonl", row)
    (question,) = read_benchmark(docs).questions
    assert (question.question, question.history[0].text, question.tags) == ("Wh\ufffdy?", "\ufffd", ("3",))


def test_the_digest_follows_the_texts_and_not_the_questions(docs: Path) -> None:
    lines(docs / "questions.jsonl", {"question": "Why?", "gold": []})
    before = read_benchmark(docs)
    lines(docs / "questions.jsonl", {"question": "How?", "gold": []})
    assert read_benchmark(docs).digest == before.digest
    (docs / "docs" / "ferry.txt").write_text(TEXT + "More.", encoding="utf-8")
    assert read_benchmark(docs).digest != before.digest
    assert before.characters == len(TEXT)
