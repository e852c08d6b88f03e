"""Answers from quotes and in a model's words, side by side: what is counted, and when."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from assistant.cost import Limit, Price, Use
from assistant.domain import Prompt, Status
from assistant.errors import BadInput, ModelBusy, ModelTimeout
from assistant.settings import Settings
from assistant.wiring import OpenAssistant
from assistant.writing.budget import Budget
from assistant.writing.write import Writer
from evals.answers_run import Measured, TimedModel, _show, answerable, main_answers, measure, summary
from evals.cases import Case, load_set
from evals.options import Options
from evals.run import main_run
from tests.conftest import FakeChatModel, FakeParts
from tests.core.shelves import open_with_fakes, shipped
from tests.writing.scripts import Script, WordChecker, first_sentences, honest, in_pieces, reply
from ui.cli import app

CASE = Case(
    "audits", "lay", "Why does every company audit our centre separately?", ("challenge.2.4",), (Status.ANSWERED,)
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> OpenAssistant:
    return open_with_fakes(shipped(tmp_path_factory.mktemp("answers")), FakeParts())


def one(
    asked: OpenAssistant, script: Script, case: Case = CASE, counted: Use | None = None, budget: Budget | None = None
) -> Measured:
    model = FakeChatModel(script, counted=counted)
    found = measure(case, asked, Writer(model, WordChecker(), asked.answering.shelf, budget=budget or Budget()))
    assert found is not None
    return found


def invents(prompt: Prompt) -> Iterable[str]:
    """Two true sentences, and one that nothing carries under a key that exists."""
    true = first_sentences(prompt)
    return in_pieces(reply(*true, ("Every audit costs 9 million euros in Atlantis.", true[0][1])))


def test_a_model_that_copies_is_shown_whole_and_what_it_took_is_counted(asked: OpenAssistant) -> None:
    result = summary([one(asked, honest)], "fake:scripted", 1)
    assert result["in_the_models_words"] == 1.0
    assert result["verification"]["unsupported_before"] == 0.0
    assert result["model_answers"]["citation_validity"] == 1.0
    assert result["tokens"]["read"] > result["tokens"]["written"] > 0
    assert 0 < result["model_ms"]["first_token_p50"] <= result["model_ms"]["last_token_p50"]


def test_what_a_model_invents_counts_before_the_check_and_not_after_it(asked: OpenAssistant) -> None:
    checks = summary([one(asked, invents)], "fake:scripted", 1)["verification"]
    assert checks["sentences_written"] == 3
    assert checks["unsupported_before"] == pytest.approx(1 / 3)
    assert checks["unsupported_after"] == 0.0


def test_a_model_that_fails_leaves_the_answer_from_quotes_and_its_figures(asked: OpenAssistant) -> None:
    found = one(asked, lambda _: [ModelTimeout("late")])
    result = summary([found], "fake:scripted", 1)
    assert result["in_the_models_words"] == 0.0
    assert result["model_answers"]["citation_recall"] == result["quotes"]["citation_recall"]
    assert result["verification"]["unsupported_before"] is None
    assert result["model_ms"]["first_token_p50"] is None


def test_cost_is_in_money_where_a_price_is_set_by_the_providers_count_where_it_tells(asked: OpenAssistant) -> None:
    price = Price(Decimal(1), Decimal(10), "EUR")
    found = [one(asked, honest, counted=Use(1_000, 100)), one(asked, lambda _: [ModelBusy("no")])]
    result = summary(found, "fake:scripted", 2, price)
    assert result["cost"] == {"currency": "EUR", "all": 0.002, "per_answer": 0.001}
    assert (result["tokens"]["requests"], result["tokens"]["requests_counted_by_provider"]) == (2, 1)
    assert (result["tokens"]["read_counted"], result["tokens"]["written_counted"]) == (1_000, 100)
    assert result["tokens"]["estimate_to_count"] > 1
    uncounted = summary([one(asked, honest)], "fake:scripted", 1, price)
    tokens = uncounted["tokens"]
    assert uncounted["cost"]["all"] == pytest.approx((tokens["read"] + 10 * tokens["written"]) / 1e6)
    assert tokens["estimate_to_count"] is None


def test_without_a_price_it_says_how_to_set_one_and_what_a_budget_kept_back(
    asked: OpenAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = Budget(answer=Limit(Decimal(1_000)))
    result = summary([one(asked, honest, budget=nothing)], "fake:scripted", 1)
    assert (result["cost"], result["not_asked"]) == (None, 1)
    _show(result)
    shown = " ".join(capsys.readouterr().out.split())
    assert "V2A_MODEL_PRICE" in shown
    assert "1 questions were not sent" in shown
    _show(summary([one(asked, honest, counted=Use(1_000, 100))], "m", 1, Price(Decimal(1), Decimal(10), "EUR")))
    assert "cost: 0.0020 EUR per answer, 0.0020 EUR in all" in capsys.readouterr().out


def test_questions_that_are_never_left_to_a_model_do_not_count(asked: OpenAssistant) -> None:
    medical = Case("m", "medical", "Should my father take CAR T or a transplant?", (), (Status.MEDICAL,))
    assert measure(medical, asked, Writer(FakeChatModel(honest), WordChecker(), asked.answering.shelf)) is None
    chosen = answerable(load_set("dev"))
    assert {case.language for case in chosen} == {"en"}
    assert [case for case in chosen if case.group or not case.gold] == []
    assert summary([], "fake:scripted", 1)["asked"] == 0


def test_a_reader_who_leaves_is_passed_on_to_the_model() -> None:
    model = FakeChatModel(lambda _: ["one ", "two ", "three"])
    timed = TimedModel(model)
    pieces = timed.stream(Prompt("s", "u"), 10)
    assert next(pieces) == "one "
    pieces.close()  # type: ignore[attr-defined]
    assert (model.closed, model.written) == (1, 1)
    assert timed.requests[0].written == 1


def test_without_a_model_it_says_how_to_name_one(settings: Settings) -> None:
    with pytest.raises(BadInput, match="--model openai:NAME"):
        main_answers(settings, Options())


def test_it_takes_a_sample_and_runs_alone(settings: Settings) -> None:
    with pytest.raises(BadInput, match="--model openai:NAME"):
        main_run(settings, ("answers",), Options(sample=3))
    with pytest.raises(BadInput, match="leave --compare"):
        main_run(settings, ("answers",), Options(compare=("dense", "hybrid")))


def test_a_model_is_only_taken_for_answers() -> None:
    done = CliRunner().invoke(app, ["eval", "dev", "--model", "openai:any"])
    assert done.exit_code != 0
    assert "v2a eval answers" in str(done.exception)
