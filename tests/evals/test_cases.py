"""Case files: what ships is sound, and a breach is reported with file, line and cure."""

import json
from collections import Counter
from pathlib import Path

import pytest

from evals.cases import KINDS, CaseError, load_anchors, load_cases, load_set, question_sets, unknown_units
from ui.cli import main

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT.parent / "shared" / "sources"
GOOD = {"id": "x-1", "kind": "direct", "question": "Why?", "gold": ["rec.1.1"], "status": "answered"}


@pytest.fixture
def write(tmp_path):
    def _write(*rows):
        path = tmp_path / "mine.jsonl"
        path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
        return path

    return _write


@pytest.mark.parametrize("what", [["nonsense"], ["verifier", "--pairs", "absent.jsonl"]])
def test_a_set_that_cannot_be_used_is_told_apart_from_figures_that_fell(what, capsys, tmp_path):
    with pytest.raises(SystemExit) as left:
        main(["eval", *what, "--index", str(tmp_path)])  # not the default one, which would be built first
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("v2a: ")


@pytest.mark.parametrize(("name", "least"), [("dev", 200), ("holdout", 80)])
def test_the_shipped_sets_are_sound_and_cover_every_kind(name, least):
    cases = load_set(name)
    assert len(cases) >= least
    assert set(Counter(c.kind for c in cases)) == set(KINDS)
    assert {c.language for c in cases} == {"en", "fr", "de", "es", "it"}


def test_no_question_stands_in_two_sets():
    first, second, third = (
        {(c.question.lower(), c.history) for c in load_set(name)} for name in ("dev", "holdout", "answerability")
    )
    assert not first & second
    assert not first & third
    assert not second & third


def test_anchors_are_short_and_stand_in_the_official_texts():
    anchors = load_anchors()
    assert max(len(a.text.split()) for a in anchors) <= 8
    if not SOURCES.exists():
        pytest.skip("the official texts are not beside this checkout")
    from evals.judge import plain_text

    texts = {name: plain_text((SOURCES / f"{name}.txt").read_text(encoding="utf-8")) for name in ("vision", "toolkit")}
    assert [a.unit for a in anchors if plain_text(a.text) not in texts[a.document]] == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{oops", "not JSON"),
        ("[1]", "not an object"),
        ({k: v for k, v in GOOD.items() if k != "gold"}, "'gold' is missing"),
        ({**GOOD, "kind": "odd"}, "unknown kind 'odd' - use one of"),
        ({**GOOD, "status": "maybe"}, "unknown status 'maybe'"),
        ({**GOOD, "question": "  "}, "the question is empty"),
        ({**GOOD, "gold": []}, "'gold' is empty - name the units"),
        ({**GOOD, "gold": "rec.1.1"}, "wrong type str"),
        ({**GOOD, "needs": 2}, "'needs' is not between 1 and"),
        ({**GOOD, "kind": "list"}, "no 'group' - name the unit"),
        ({**GOOD, "language": "pt"}, "unknown language 'pt'"),
        ({**GOOD, "difficulty": "odd"}, "unknown difficulty 'odd'"),
        ({**GOOD, "standalone": "Why is it so?"}, "'standalone' without 'history'"),
        ({**GOOD, "golden": []}, "unknown key 'golden'"),
        ({**GOOD, "history": [{"role": "system", "content": "x"}]}, "a turn of 'history'"),
    ],
)
def test_a_breach_names_file_line_and_cure(write, row, said):
    path = write({**GOOD, "id": "x-0"}, row)
    with pytest.raises(CaseError, match=r"mine\.jsonl:2: ") as caught:
        load_cases(path)
    assert said in str(caught.value)
    assert " - " in str(caught.value)


def test_all_breaches_are_reported_at_once(write):
    with pytest.raises(CaseError) as caught:
        load_cases(write({**GOOD, "kind": "odd"}, GOOD, GOOD))
    assert [p.split(": ")[0] for p in caught.value.problems] == ["mine.jsonl:1", "mine.jsonl:3"]
    assert "stands in line 2 already" in caught.value.problems[1]


def test_an_unknown_set_names_those_that_exist_and_no_other_file():
    assert {"anchors", "plans"} & set(question_sets()) == set()
    with pytest.raises(CaseError, match="choose one of answerability, dev, holdout"):
        load_set("nope")


def test_gold_that_no_unit_has_is_named_with_its_cases(write):
    cases = load_cases(write({**GOOD, "gold": ["rec.1.1", "rec.9.9"]}))
    assert unknown_units(cases, ["rec.1.1"]) == {"rec.9.9": ["x-1"]}


def test_every_gold_unit_of_the_shipped_sets_is_in_the_corpus():
    import yaml

    heads = (ROOT / "corpus").glob("*/document.yaml")
    files = [p for head in heads for p in head.parent.glob("*.yaml") if p != head]
    sections = [section for path in files for section in yaml.safe_load(path.read_text(encoding="utf-8"))]
    known = {unit["id"] for section in sections for unit in section["units"]}
    assert unknown_units([*load_set("dev"), *load_set("holdout"), *load_set("answerability")], known) == {}
    assert {a.unit for a in load_anchors()} <= known
