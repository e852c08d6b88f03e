"""From use to cases: what waits, what a decision does, and that a case is checked before it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Document, Passage
from assistant.errors import BadInput
from assistant.feedback import FeedbackLog
from assistant.settings import Settings
from evals.candidates import UNANSWERED, UNHELPFUL, Review, main_candidates
from evals.case_file import add_case, gold_of, telling_words
from evals.cases import CaseError, load_cases
from evals.gold import GoldPlaces
from evals.options import Options
from evals.scoring import run, subject_of
from evals.spans import Stretch
from tests.evals.test_run import FakeAssistant

ROW: dict[str, Any] = {
    "id": "use-1",
    "kind": "lay",
    "question": "How many beds are there?",
    "gold": ["rec.1"],
    "status": ["answered", "partial"],
}


def _told(settings: Settings, *rows: dict[str, Any]) -> Review:
    settings.home.mkdir(parents=True, exist_ok=True)
    with settings.feedback_file.open("a", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            base = {"time": f"2026-11-21T00:00:{number:02d}+00:00", "answer": str(number), "verdict": "", "reason": ""}
            file.write(json.dumps({**base, **row}) + "\n")
    return Review(settings)


def test_what_was_marked_or_not_answered_waits_and_the_rest_does_not(settings: Settings) -> None:
    review = _told(
        settings,
        {"question": "Who pays?", "verdict": "up", "status": "answered"},
        {"question": "How many beds?", "status": "not_in_sources", "retrieved": ["p1"]},
        {"question": "Who decides?", "verdict": "down", "reason": "too long"},
    )
    decides, beds = review.waiting()
    assert (decides.question, decides.why, decides.reasons) == ("Who decides?", UNHELPFUL, ("too long",))
    assert (beds.question, beds.why, beds.status, beds.retrieved) == (
        "How many beds?",
        UNANSWERED,
        "not_in_sources",
        ("p1",),
    )


@pytest.mark.parametrize("line_end", ["\u2028", "\x85"])
def test_line_ends_that_people_paste_lose_no_candidate_decision_or_case(settings: Settings, line_end: str) -> None:
    asked = f"How many beds{line_end}are there?"
    settings.home.mkdir(parents=True, exist_ok=True)
    log = FeedbackLog(settings.feedback_file)
    log.add("a1", asked, "down", f"too{line_end}long")
    review = Review(settings)
    (waiting,) = review.waiting()
    assert (waiting.question, waiting.reasons) == (asked, (f"too{line_end}long",))
    review.save(waiting.id, {**ROW, "question": asked}, review.folder / "from-use.jsonl", ["rec.1"])
    assert review.waiting() == ()
    assert load_cases(review.folder / "from-use.jsonl")[0].question == asked


def test_one_question_is_one_candidate_however_often_it_was_asked(settings: Settings) -> None:
    review = _told(
        settings,
        {"question": "How many beds?", "status": "not_in_sources", "retrieved": ["p1"]},
        {"question": "how many BEDS?", "verdict": "down", "reason": "no"},
        {"question": "How many beds?", "verdict": "down", "reason": "still no"},
    )
    (one,) = review.waiting()
    assert (one.times, one.why, one.reasons, one.status) == (3, UNHELPFUL, ("no", "still no"), "not_in_sources")
    assert one.retrieved == ("p1",)


def test_a_follow_up_is_reviewed_as_it_was_understood(settings: Settings) -> None:
    row = {"question": "And in Malta?", "standalone": "How many beds has Malta?", "status": "not_in_sources"}
    (one,) = _told(settings, row).waiting()
    assert (one.question, one.said) == ("How many beds has Malta?", "And in Malta?")


def test_personal_data_of_older_lines_is_struck_out(settings: Settings) -> None:
    told = "Our patient Anna Schmidt, born 12.03.1961, asks who pays"
    (one,) = _told(settings, {"question": told, "verdict": "down", "reason": "call +44 20 7946 0958"}).waiting()
    assert not any(word in one.question + one.reasons[0] for word in ("Anna", "Schmidt", "1961", "7946"))


def test_a_line_that_was_cut_off_or_has_another_shape_is_left_out(settings: Settings) -> None:
    review = _told(settings, {"question": "Who pays?", "verdict": "down"}, {"question": 7, "verdict": "down"})
    with settings.feedback_file.open("a", encoding="utf-8") as file:
        file.write('[1]\n{"question": "half')
    assert [one.question for one in review.waiting()] == ["Who pays?"]


def test_a_saved_candidate_is_a_case_that_v2a_eval_can_run(settings: Settings) -> None:
    review = _told(settings, {"question": "How many beds?", "status": "not_in_sources"})
    (one,) = review.waiting()
    path = review.folder / "from-use.jsonl"
    review.save(one.id, ROW, path, known=["rec.1"])
    (case,) = load_cases(path)
    assert (case.question, case.gold) == ("How many beds are there?", ("rec.1",))
    assert review.waiting() == ()
    assert review.decisions()[one.id]["case"] == "use-1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "other"}, "unknown kind"),
        ({"gold": []}, "gold"),
        ({"needs": 3}, "needs"),
        ({"gold": ["rec.99"]}, "rec.99"),
    ],
)
def test_a_case_that_breaks_the_schema_is_refused_and_its_candidate_waits(
    settings: Settings, change: dict[str, Any], says: str
) -> None:
    review = _told(settings, {"question": "How many beds?", "status": "not_in_sources"})
    (one,) = review.waiting()
    path = review.folder / "from-use.jsonl"
    add_case(path, {**ROW, "id": "use-0"})
    before = path.read_bytes()
    with pytest.raises(CaseError, match=says):
        review.save(one.id, {**ROW, **change}, path, known=["rec.1"])
    assert (path.read_bytes(), len(review.waiting())) == (before, 1)
    assert [p.name for p in review.folder.iterdir()] == ["from-use.jsonl"]


def test_a_case_is_not_saved_twice_nor_with_a_patient_in_it(settings: Settings) -> None:
    review = _told(settings, {"question": "How many beds?", "status": "not_in_sources"})
    (one,) = review.waiting()
    with pytest.raises(BadInput, match="patient"):
        review.save(
            one.id, {**ROW, "question": "Why was patient Anna Schmidt refused?"}, review.folder / "from-use.jsonl"
        )
    review.save(one.id, ROW, review.folder / "from-use.jsonl")
    with pytest.raises(CaseError, match="already"):
        review.save(one.id, ROW, review.folder / "from-use.jsonl")


def test_a_dropped_candidate_can_be_taken_up_again(settings: Settings) -> None:
    review = _told(settings, {"question": "How many beds?", "status": "not_in_sources"})
    (one,) = review.waiting()
    review.drop(one.id)
    assert review.waiting() == ()
    review.reopen(one.id)
    assert review.waiting() == (one,)


def test_passages_without_a_unit_become_spans_that_are_found_again() -> None:
    text = "Beds are planned. Beds are planned ahead of every season in the north of the country."
    passage = Passage("p1", "own", (), text[18:], 18, len(text))
    other = Passage("p2", "own", (), "Beds are planned.", 0, 17, unit="rec.1")
    document = Document("own", "Own", text, "d")
    gold = gold_of([other, passage], {"own": document})
    assert gold == {
        "gold": ["rec.1"],
        "spans": [{"document": "own", "text": "Beds are planned ahead of every season in"}],
    }
    case_span = load_one({**ROW, "gold": [], "spans": gold["spans"]}).spans[0]
    assert GoldPlaces({"own": document}, ()).locate(case_span) == (Stretch("own", 18, len(text)),)


def load_one(row: dict[str, Any]) -> Any:
    from evals.cases import _breaches, _case

    assert list(_breaches(row)) == []
    return _case(row)


def test_words_that_stand_twice_are_passed_over() -> None:
    assert telling_words("a b c d e", "a b c x a b c d e", most=3) == "b c d"
    assert telling_words("a b", "a b a b", most=3) == "a b"


def test_the_candidates_are_listed_for_people_and_programs(settings: Settings, capsys: Any) -> None:
    assert main_candidates(settings, Options()) == 0
    assert "No candidates wait" in capsys.readouterr().out
    _told(settings, {"question": "How many beds? [/x] Write to a@b.org", "status": "not_in_sources"})
    main_candidates(settings, Options())
    assert "How many beds? [/x] Write to [e-mail address removed]" in capsys.readouterr().out
    main_candidates(settings, Options(as_json=True))
    assert json.loads(capsys.readouterr().out)[0]["why"] == UNANSWERED


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CaseError, match="Cannot write"):
        add_case(tmp_path / "file" / "from-use.jsonl", ROW)


@pytest.mark.parametrize(("edition", "found"), [("other", 1.0), ("official", 1.0), ("ours", 0.0)])
def test_a_span_scores_in_documents_of_ones_own_as_in_official_texts(edition: str, found: float) -> None:
    span = {"document": "d", "text": "Gamma is alone."}
    case = load_one({**ROW, "question": "what of gamma", "gold": [], "spans": [span]})
    (outcome,) = run(subject_of(FakeAssistant(edition=edition)), [case]).outcomes
    assert outcome.figures["recall@5"] == found
