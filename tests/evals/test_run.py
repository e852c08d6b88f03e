"""A run over a small fake assistant: scores, causes, the gate, and what a damaged retriever does to it."""

import json
from dataclasses import replace

import pytest

from assistant.domain import Answer, Citation, Document, Hit, Locator, Passage, Sentence, Stamp, Status, Support, Unit
from assistant.errors import BadInput
from assistant.index import Manifest
from assistant.registry import Registry
from evals import gate
from evals.cases import Case, CaseError, Span
from evals.report import cause, show
from evals.run import SPECIAL, _special, main_run
from evals.scoring import run, to_json

TEXT = "Alpha stands first. Beta stands second. Gamma is alone."
WHERE = {"l.1": (0, 19), "l.2": (20, 39), "g": (40, 55)}


def _unit(unit_id: str, group: str | None = None, order: int | None = None, kind: str = "point") -> Unit:
    return Unit(unit_id, kind, "d", unit_id, unit_id, Locator("d", "H"), group=group, order=order, size=2)


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
