"""The activity patterns: complete, checked like the rest of the corpus, and published with an index."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.index import PublishedIndex
from assistant.planning.patterns import SCALES, SLOT, Pattern, Patterns, patterns_from_json
from assistant.settings import ROOT
from ingest.corpus import check_corpus, load_corpus
from tests.conftest import unit_yaml, write_document
from tests.core.shelves import shipped
from tests.test_corpus_is_ours import SOURCES, TITLES, UNITS, Official, copied

RECOMMENDATIONS = [f"rec.{goal}.{n}" for goal, size in ((1, 3), (2, 5), (3, 5)) for n in range(1, size + 1)]


@pytest.fixture(scope="module")
def patterns() -> Patterns:
    return patterns_from_json(load_corpus(ROOT / "corpus").extras["patterns"])


def _all(patterns: Patterns) -> list[Pattern]:
    return [p for found in patterns.by_recommendation.values() for p in found]


def test_every_recommendation_has_an_activity_for_each_scale(patterns: Patterns) -> None:
    assert sorted(patterns.by_recommendation) == RECOMMENDATIONS
    for found in patterns.by_recommendation.values():
        assert {p.scale for p in found} == set(SCALES)


def test_every_recommendation_has_cues_in_all_five_languages(patterns: Patterns) -> None:
    for cues in patterns.cues.values():
        assert set(cues) == {"en", "fr", "de", "es", "it"}


def test_every_pattern_has_risks_with_a_cure_indicators_with_evidence_and_a_question(patterns: Patterns) -> None:
    for pattern in _all(patterns):
        assert len(pattern.risks) >= 2, pattern.id
        assert len(pattern.indicators) == 2, pattern.id
        assert pattern.ask, pattern.id
        assert len(pattern.needs) >= 2, pattern.id


def test_output_indicators_count_or_measure_something(patterns: Patterns) -> None:
    measurable = re.compile(
        r"number|share|median|hours|minutes|days|weeks|difference|cost|published|adopted|reply|presented", re.IGNORECASE
    )
    assert [m for p in _all(patterns) for m, _ in p.indicators if not measurable.search(m)] == []


def test_each_slot_says_something_where_the_user_named_nothing(patterns: Patterns) -> None:
    for pattern in _all(patterns):
        for _, otherwise in SLOT.findall(f"{pattern.activity} {pattern.audience} {pattern.setting}"):
            assert otherwise.strip(), pattern.id


def test_patterns_are_published_with_the_index(tmp_path: Path) -> None:
    from ingest.ingest import ingest
    from tests.conftest import FakeParts

    settings = shipped(tmp_path)
    parts = FakeParts()
    ingest(settings, parts=parts)
    found = patterns_from_json(PublishedIndex.open(settings.index_dir, parts.embedder_name).patterns)
    assert found.get("pattern.2.2.pathway") is not None
    assert found.get("pattern.9.9.none") is None


PATTERN = """\
recommendation: rec.1
cues: {en: [late referral]}
patterns:
  - id: pattern.1.card
    scale: small
    title: A card
    activity: "Hand out a card in {place: your area}"
    phases: {prepare: draft it, meet: show it, run: use it, review: ask}
    audience: doctors
    setting: clinics
    needs: [paper]
    groups: [rec.1]
    organisations: [a clinic]
    roles: [nurse]
    keywords: [card]
    risks: [{risk: no time, mitigation: a short slot}]
    indicators: [{measure: Number of cards, evidence: list}]
    ask: [{question: Who prints it, who: the clinic}]
"""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("", ""), ""),
        (("scale: small", "scale: tiny"), "unknown scale 'tiny'"),
        (("recommendation: rec.1", "recommendation: rec.7"), "names the unknown unit rec.7 - did you mean rec.1?"),
        (("groups: [rec.1]", "groups: [stakeholder.9]"), "names the unknown unit stakeholder.9"),
        (("{place: your area}", "{plaice: your area}"), "unknown slot {plaice} - did you mean place?"),
        (("{place: your area}", "{place}"), "the slot {place} of the pattern says nothing"),
        (("    setting: clinics\n", ""), "the pattern has no setting"),
        (("risk: no time, mitigation", "risk: no time, cure"), "unknown key 'cure'"),
        (("    ask: [{question: Who prints it, who: the clinic}]\n", ""), "the pattern has no ask"),
        (("    phases: {prepare: draft it, meet: show it, run: use it, review: ask}\n", ""), "has no phases"),
        (("cues: {en: [late referral]}\n", ""), "the file has no cues"),
    ],
)
def test_a_breach_in_a_pattern_is_reported_with_its_cure(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    write_document(tmp_path, "report", unit_yaml("rec.1", "Patients are referred early."))
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "1.yaml").write_text(PATTERN.replace(*change) if change[0] else PATTERN)
    _, problems = check_corpus(tmp_path)
    assert (problems == []) if not told else any(told in p and p.startswith("patterns/1.yaml:") for p in problems)


def test_two_patterns_do_not_share_an_id(tmp_path: Path) -> None:
    write_document(tmp_path, "report", unit_yaml("rec.1", "Patients are referred early."))
    (tmp_path / "patterns").mkdir()
    for name in ("1", "2"):
        (tmp_path / "patterns" / f"{name}.yaml").write_text(PATTERN)
    _, problems = check_corpus(tmp_path)
    assert any("pattern.1.card is taken by another pattern" in p for p in problems)


def test_no_pattern_shares_more_than_eight_words_in_a_row_with_an_official_text(patterns: Patterns) -> None:
    files = sorted(SOURCES.glob("*.txt")) if SOURCES.is_dir() else []
    if not files:
        pytest.skip("the official texts are not beside the repository (../shared/sources/*.txt)")
    official = Official(file.read_text(encoding="utf-8") for file in files)
    found = []
    for pattern in _all(patterns):
        pairs = [*pattern.risks, *pattern.indicators, *pattern.ask]
        texts = (pattern.title, *pattern.phases.values(), pattern.audience, pattern.setting, *pattern.needs)
        said = replace(
            UNITS[0], text=pattern.activity, caveat="", questions=(*texts, *(t for pair in pairs for t in pair))
        )
        found += copied(said, official, TITLES)
    assert found == []
