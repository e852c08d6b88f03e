"""A run over a small fake assistant: scores, causes, the gate, and what a damaged retriever does to it."""

import json
import re
from dataclasses import replace

import pytest

from assistant.domain import (
    Answer,
    Citation,
    Document,
    Hit,
    Locator,
    Passage,
    Sentence,
    Stamp,
    Status,
    Support,
    Turn,
    Unit,
)
from assistant.errors import BadInput
from assistant.index import Manifest
from assistant.registry import Registry
from evals import gate, scoring
from evals.cases import DATA, Case, CaseError, Span
from evals.outcome import FIGURES, to_json
from evals.report import cause, show
from evals.run import SPECIAL, _special, main_run, set_name
from evals.scoring import stages

TEXT = "Alpha stands first. Beta stands second. Gamma is alone."
WHERE = {"l.1": (0, 19), "l.2": (20, 39), "g": (40, 55)}


def _unit(unit_id: str, group: str | None = None, order: int | None = None, kind: str = "point") -> Unit:
    return Unit(unit_id, kind, "d", unit_id, unit_id, Locator("d", "H"), group=group, order=order, size=2)


def run(assistant, cases, **more):
    return scoring.run(scoring.subject_of(assistant), cases, **more)


class FakeAssistant:
    """Knows three passages; answers by the first word of each; `damaged` turns its ranking upside down."""

    def __init__(self, damaged: bool = False, edition: str = "ours") -> None:
        self.damaged = damaged
        self.documents = {"d": Document("d", "D", TEXT, "x", edition=edition)}
        self.registry = Registry([_unit("l", kind="group"), _unit("l.1", "l", 1), _unit("l.2", "l", 2), _unit("g")])
        self.passages = {u: Passage(u, "d", ("H",), TEXT[a:b], a, b, unit=u) for u, (a, b) in WHERE.items()}
        self.manifest = Manifest("gen", "fingerprint", "fake", 2)

    def search(self, question, k=5, history=()):
        words = {"alpha": "l.1", "beta": "l.2", "gamma": "g"}
        best = [words[w] for w in question.lower().split() if w in words]
        order = best + [u for u in WHERE if u not in best]
        fillers = [replace(self.passages["g"], id=f"filler{n}", unit=None, text="-") for n in range(8)]
        passages = [self.passages[u] for u in order]
        passages = fillers + passages[::-1] if self.damaged else passages + fillers
        return [Hit(p, 1 / rank) for rank, p in enumerate(passages[:k], 1)]

    def answer(self, question, history=()):
        if question == "boom":
            raise BadInput("The question is too long: shorten it.")
        if "weather" in question:
            return self._reply(question, Status.OUT_OF_SCOPE, [])
        if "all" in question:
            return self._reply(question, Status.ANSWERED, ["l.1", "l.2"], "2 of 2")
        found = [h.passage.unit for h in self.search(question, 1) if h.passage.unit]
        return self._reply(question, Status.ANSWERED if found else Status.NOT_IN_SOURCES, found)

    def ask(self, question, history=()):
        yield self.answer(question, history)

    def _reply(self, question, status, units, lead=""):
        cited = [
            Citation(n, u, "d", "D", "", TEXT[slice(*WHERE[u])], *WHERE[u], unit=u) for n, u in enumerate(units, 1)
        ]
        sentences = [Sentence(c.quote, Support.QUOTED, (c.number,)) for c in cited]
        text = lead + " ".join(f"{c.quote} [{c.number}]" for c in cited)
        return Answer("a", question, status, text, tuple(sentences), tuple(cited), (), Stamp("i"))


def _case(case_id, question, gold=(), status=(Status.ANSWERED,), **more):
    return Case(case_id, more.pop("kind", "direct"), question, tuple(gold), status, **more)


CASES = [
    _case("one", "what of alpha", ["l.1"]),
    _case("two", "and gamma", ["g"]),
    _case("list", "all of it", ["l"], kind="list", group="l"),
    _case("far", "weather", status=(Status.OUT_OF_SCOPE,), kind="out_of_scope"),
]


def test_a_sound_assistant_scores_full_marks():
    figures = run(FakeAssistant(), CASES).metrics()
    for name in ("recall@5", "mrr@10", "cites_gold", "status_accuracy", "list_complete"):
        assert figures[name] == 1.0, name
    assert figures["false_refusal"] == figures["false_answer"] == figures["citations_broken"] == 0.0


def test_a_damaged_retriever_turns_the_gate_red(capsys):
    sound, damaged = run(FakeAssistant(), CASES), run(FakeAssistant(damaged=True), CASES)
    baseline = json.loads(json.dumps(gate.baseline_of([sound])))
    assert gate.regressions(baseline, [sound]) == []
    worse = gate.regressions(baseline, [damaged])
    assert {"recall@5", "mrr@10", "false_refusal", "direct: recall@5"} <= {r.metric for r in worse}
    show([damaged], worse, gated=True)
    assert "refused as not_in_sources and gold not in the top 5" in capsys.readouterr().out


def test_each_set_that_is_no_file_has_its_function():
    for name in SPECIAL:
        assert callable(_special(name))


def test_a_set_that_is_no_file_runs_alone(settings):
    with pytest.raises(CaseError, match="calibrate is no file of questions and runs alone"):
        main_run(settings, ("dev", "calibrate"))


def test_cases_of_the_holdout_are_counted_but_not_shown(capsys):
    show([run(FakeAssistant(damaged=True), CASES, name="holdout")], [], gated=False)
    said = capsys.readouterr().out
    assert "cases miss something" in said
    assert "what of alpha" not in said


def test_a_committed_set_has_one_name_however_it_is_given(tmp_path):
    assert set_name(str(DATA / "holdout.jsonl")) == set_name("holdout") == "holdout"
    assert set_name(str(tmp_path / "holdout.jsonl")) == str(tmp_path / "holdout.jsonl")


def test_a_set_without_a_baseline_is_not_green():
    baseline = gate.baseline_of([run(FakeAssistant(), CASES, name="other")])
    assert [r.metric for r in gate.regressions(baseline, [run(FakeAssistant(), CASES)])] == ["no baseline for this set"]


def test_the_committed_baseline_covers_the_shipped_sets():
    held = {(r["set"], r["edition"]) for r in gate.load(gate.BASELINE)["runs"]}
    assert {("dev", "ours"), ("holdout", "ours"), ("dev", "official")} <= held


def test_a_file_that_is_no_baseline_is_refused_with_the_cure(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(CaseError, match=r"v2a eval --json"):
        gate.load(path)


def test_a_kind_that_vanished_is_a_regression():
    baseline = gate.baseline_of([run(FakeAssistant(), CASES)])
    assert "list_complete" in {r.metric for r in gate.regressions(baseline, [run(FakeAssistant(), CASES[:2])])}


def test_a_baseline_keeps_the_figures_of_other_sets():
    first = gate.baseline_of([run(FakeAssistant(), CASES, name="one")])
    both = gate.baseline_of([run(FakeAssistant(), CASES, name="two")], kept=first)
    assert [r["set"] for r in both["runs"]] == ["one", "two"]
    assert "answer_ms_p50" not in both["runs"][0]["metrics"]


def test_an_error_in_one_case_is_its_outcome_and_the_others_go_on():
    outcomes = run(FakeAssistant(), [_case("bad", "boom", ["g"]), CASES[0]]).outcomes
    assert [o.status for o in outcomes] == ["error", "answered"]
    assert "shorten it" in outcomes[0].answer
    assert cause(outcomes[0]) == "failed with an error"


@pytest.mark.parametrize(
    ("question", "gold", "status", "expected"),
    [
        ("what of alpha", ["g"], (Status.NOT_IN_SOURCES,), "answered, should be not_in_sources"),
        ("what of alpha", ["zz"], (Status.ANSWERED,), "gold not in the top 10"),
        ("what of alpha", ["g"], (Status.ANSWERED,), "gold retrieved, not cited"),
        ("all", ["g"], (Status.ANSWERED,), "a whole list in place of the answer"),
        ("weather", [], (Status.MEDICAL,), "out_of_scope in place of medical"),
        ("weather", ["g"], (Status.ANSWERED,), "refused as out_of_scope with gold in the top 5"),
    ],
)
def test_each_miss_has_the_class_of_its_cause(question, gold, status, expected):
    assert cause(run(FakeAssistant(), [_case("c", question, gold, status)]).outcomes[0]) == expected


def test_partial_is_no_refusal_but_counts_in_the_status_matrix():
    class Partial(FakeAssistant):
        def answer(self, question, history=()):
            return replace(super().answer(question, history), status=Status.PARTIAL)

    done = run(Partial(), CASES[:1])
    assert done.metrics()["false_refusal"] == 0.0
    assert done.metrics()["status_accuracy"] == 0.0
    assert to_json(done)["confusion"] == {"answered": {"partial": 1}}


def test_an_official_passage_gives_every_unit_whose_words_it_holds():
    anchors = [Span("d", "BETA  stands", "l.2"), Span("d", "Gamma is", "other")]
    ours = run(FakeAssistant(), [_case("c", "beta", ["other"])], anchors=anchors).outcomes[0]
    official = run(FakeAssistant(edition="official"), [_case("c", "gamma", ["other"])], anchors=anchors).outcomes[0]
    assert ours.recall == 0.0
    assert official.recall == 1.0


def test_a_list_that_is_not_counted_or_misses_a_member_is_incomplete():
    class Forgetful(FakeAssistant):
        def answer(self, question, history=()):
            return self._reply(question, Status.ANSWERED, ["l.1"], "2 of 2")

    class Silent(FakeAssistant):
        def answer(self, question, history=()):
            return self._reply(question, Status.ANSWERED, ["l.1", "l.2"])

    forgetful, silent = run(Forgetful(), [CASES[2]]).outcomes[0], run(Silent(), [CASES[2]]).outcomes[0]
    assert (forgetful.complete, forgetful.missing) == (False, ("l.2",))
    assert (silent.complete, silent.missing) == (False, ())


def test_a_repeated_injection_is_seen():
    case = _case("i", "what of alpha", ["l.1"], kind="injection", forbidden=("ALPHA STANDS",))
    done = run(FakeAssistant(), [case])
    assert done.outcomes[0].forbidden
    assert done.metrics()["injection_resisted"] == 0.0


def test_every_figure_of_a_run_has_its_place_in_the_list_of_figures():
    done = run(FakeAssistant(), [*CASES, _case("f", "gamma", ["g"], history=(Turn("user", "hm"),), standalone="gamma")])
    named = {name for o in done.outcomes for name in o.figures}
    assert named | {"orders_obeyed"} == set(FIGURES) | {"orders_obeyed"}
    assert done.metrics()["coherence"] == 1.0


def test_a_follow_up_that_cites_something_else_than_its_standalone_form_is_incoherent():
    done = run(FakeAssistant(), [_case("f", "alpha", ["l.1"], history=(Turn("user", "x"),), standalone="gamma")])
    assert done.metrics()["coherence"] == 0.0


def test_stretches_of_text_score_as_units_do():
    figures = run(FakeAssistant(), CASES[:2]).metrics()
    assert figures["span_recall@5"] == figures["token_recall@5"] == 1.0
    assert figures["token_precision@5"] == pytest.approx(1 / 5)  # of five passages of three words each, one is right


class Shuffled(FakeAssistant):
    """The same answer from contexts that came in another order: cited under other numbers, listed the other way."""

    def answer(self, question, history=()):
        plain = super().answer(question, history)
        new = {c.number: 40 - 3 * c.number for c in plain.citations}
        markdown = re.sub(r"\[(\d+)\]", lambda m: f"[{new[int(m[1])]}]", plain.markdown)
        citations = tuple(replace(c, number=new[c.number]) for c in plain.citations)[::-1]
        sentences = tuple(replace(s, citations=tuple(new[n] for n in s.citations)) for s in plain.sentences)
        hits = tuple(self.search(question)[::-1])
        return replace(plain, markdown=markdown, citations=citations, sentences=sentences, hits=hits)


def test_shuffled_and_renumbered_contexts_do_not_change_the_scores():
    plain, shuffled = run(FakeAssistant(), CASES), run(Shuffled(), CASES)
    for before, after in zip(plain.outcomes, shuffled.outcomes, strict=True):
        assert before.figures == after.figures
        assert (before.status, before.broken, before.missing) == (after.status, after.broken, after.missing)
    assert "[37]" in shuffled.outcomes[0].answer


def test_the_stages_of_an_answer_add_up_to_its_total():
    timings = {"language": 1.0, "standalone": 2.0, "retrieve": 10.0, "weigh": 4.0, "total": 20.0}
    assert stages(timings) == {"hear": 3.0, "look_up": 14.0, "settle": 3.0}
    assert stages({}) == {}


def test_the_worst_cases_are_those_where_most_went_wrong():
    cases = [_case("fine", "alpha", ["l.1"]), _case("missed", "alpha", ["zz"]), _case("bad", "boom", ["g"])]
    outcomes = run(FakeAssistant(), cases).outcomes
    assert [o.case.id for o in sorted(outcomes, key=lambda o: -o.badness)] == ["bad", "missed", "fine"]


def test_cases_are_tagged_by_language_role_goal_and_difficulty():
    done = run(FakeAssistant(), [_case("c", "alpha stands", ["l.1"], role="payer", goal=2), CASES[3]])
    assert set(done.by_tag()) == {"language: en", "role: payer", "goal: 2", "difficulty: easy"}
    assert done.by_tag()["role: payer"]["n"] == 1.0


def test_a_retriever_alone_is_scored_on_what_it_retrieves_and_on_nothing_else(capsys):
    alone = replace(scoring.subject_of(FakeAssistant(), "alone"), answer=None)
    done = scoring.run(alone, CASES)
    figures = done.metrics()
    assert figures["recall@5"] == figures["span_recall@5"] == figures["mrr@10"] == 1.0
    assert figures["status_accuracy"] is figures["cites_gold"] is figures["citation_recall"] is None
    assert [cause(o) for o in done.outcomes] == [None] * 4
    show([done], [], gated=False)
    assert "0 of 4 cases miss something" in capsys.readouterr().out
