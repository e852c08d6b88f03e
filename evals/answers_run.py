"""`v2a eval answers --model NAME`: the same questions answered from quotes and in a model's words.

Nothing is gated: a model's figures are another's every time. Questions that are never left to a model do not count.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.cost import Price, Use, money
from assistant.domain import Answer, Prompt, Support
from assistant.errors import BadInput
from assistant.interfaces import ChatModel
from assistant.settings import Settings, model_name
from assistant.wiring import OpenAssistant, open_assistant, open_verifier, open_writer
from assistant.writing.budget import Ledger
from assistant.writing.context import count_tokens, prompt_tokens
from assistant.writing.judging import Judged
from assistant.writing.write import Writer
from evals.cases import Case, load_anchors, load_set
from evals.citation_support import CarryingRule
from evals.judge import Judge, Reply
from evals.metrics import mean, percentile
from evals.options import Options
from evals.report import emit
from evals.run import drawn

CASES = 30  # unless --sample says otherwise: each is a request, which takes time or money
FIGURES = ("status_accuracy", "cites_gold", "citation_recall", "citation_precision", "citation_validity")


@dataclass
class Request:
    """What one request to the model took: seconds until its first and last words, tokens by our estimate and by the
    provider's own count, where it says so."""

    read: int
    first: float = 0.0
    last: float = 0.0
    written: int = 0
    counted: Use | None = None


@dataclass
class TimedModel:
    """A model that keeps count; what it writes passes through as it comes."""

    model: ChatModel
    requests: list[Request] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def window(self) -> int:
        return self.model.window

    @property
    def thoughts(self) -> int:
        return self.model.thoughts

    def stream(
        self,
        prompt: Prompt,
        most: int,
        schema: Mapping[str, Any] | None = None,
        used: Callable[[Use], None] | None = None,
    ) -> Iterator[str]:
        """See `interfaces.ChatModel`."""
        request = Request(prompt_tokens(prompt))

        def told(use: Use) -> None:
            request.counted = use
            if used:
                used(use)

        self.requests.append(request)
        begun, pieces = time.perf_counter(), []
        try:
            with closing(self.model.stream(prompt, most, schema, told)) as stream:  # type: ignore[type-var]
                for piece in stream:
                    if piece:
                        request.last = time.perf_counter() - begun
                        request.first = request.first or request.last
                        pieces.append(piece)
                    yield piece
        finally:
            request.written = count_tokens("".join(pieces))


@dataclass
class Meter:
    """A ledger that also notes what each request is counted with."""

    ledger: Ledger
    uses: list[Use] = field(default_factory=list)

    def reserve(self, most: Use, user: str) -> Callable[[Use], None]:
        """See `assistant.writing.budget.Ledger`."""
        settle = self.ledger.reserve(most, user)

        def settle_and_note(used: Use) -> None:
            self.uses.append(used)
            settle(used)

        return settle_and_note


@dataclass(frozen=True, slots=True)
class Measured:
    """One question's two answers with their scores, what the model wrote for it, and what it took.

    `uses` is what the budget counts: nothing for a request that was turned away, else the provider's count or ours.
    """

    case: Case
    quotes: Answer
    model: Answer
    figures: Mapping[str, Mapping[str, float | None]]
    heard: Sequence[Judged]
    requests: Sequence[Request]
    uses: Sequence[Use]
    ms: Mapping[str, float]


def main_answers(settings: Settings, options: Options) -> int:
    """Prints both sides; always 0. Raises BadInput without a model, CaseError, IndexMissing, ModelError."""
    named = model_name(options.model, settings.model_url) or settings.model
    if not named:
        raise BadInput(
            "No model to measure: v2a eval answers --model openai:NAME. docs/models.md says how to set it up."
        )
    asked = open_assistant(replace(settings, model=""))
    checker = open_verifier(settings, asked.answering.retrieval.search.embedder)
    writer = open_writer(replace(settings, model=named), asked.answering.shelf, checker)
    cases = drawn(answerable(load_set("dev")), options.sample or CASES, options.seed)
    asked.answer(cases[0].question)  # so that no question pays for what loads at the first one
    steps = iter(track(cases, "answers", console=Console(stderr=True), transient=True))
    found = [measured for case in steps for measured in [measure(case, asked, writer)] if measured]
    result = summary(found, named, len(cases), settings.model_price)
    if options.as_json:
        emit(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        _show(result)
    return 0


def answerable(cases: Sequence[Case]) -> tuple[Case, ...]:
    """Those that a model may word: with an answer in the texts, in their language, and no list."""
    return tuple(case for case in cases if case.answerable and case.language == "en" and not case.group)


def measure(case: Case, asked: OpenAssistant, writer: Writer) -> Measured | None:
    """Both answers to one question; None where the pipeline does not leave it to the model."""
    heard: list[Judged] = []
    timed = TimedModel(writer.model)
    meter = Meter(writer.budget.ledger)
    own = replace(writer, model=timed, heard=heard.append, budget=replace(writer.budget, ledger=meter))
    answering = replace(asked.answering, rewrite=own.rewrite)
    begun = time.perf_counter()
    quotes = asked.answer(case.question, case.history)
    between = time.perf_counter()
    worded = replace(asked, answering=answering).answer(case.question, case.history)
    done = time.perf_counter()
    if not timed.requests and worded.markdown == quotes.markdown:
        return None
    judge = _judge(asked)
    figures = {
        side: judge.outcome(case, Reply((), answer)).figures for side, answer in (("quotes", quotes), ("model", worded))
    }
    ms = {"quotes": (between - begun) * 1000, "model": (done - between) * 1000}
    return Measured(case, quotes, worded, figures, heard, timed.requests, meter.uses, ms)


def _judge(asked: OpenAssistant) -> Judge:
    rule = CarryingRule(asked.answering.retrieval.search.embedder.embed)
    return Judge(asked.registry, asked.documents, asked.passages.values(), load_anchors(), rule)


def summary(found: Sequence[Measured], model: str, drawn_: int, price: Price | None = None) -> dict[str, Any]:
    """Rates are 0..1 and None where nothing bears on them; times in ms; `cost` is in the price's currency."""
    heard = [judged for one in found for judged in one.heard]
    requests = [request for one in found for request in one.requests]
    shown = [s for one in found if one.model.mode != "extractive" for s in one.model.sentences]
    shown = [sentence for sentence in shown if sentence.support is not Support.FRAME]
    return {
        "model": model,
        "cases": drawn_,
        "asked": len(found),
        "in_the_models_words": _share([one.model.mode != "extractive" for one in found]),
        "quotes": {**_figures(found, "quotes"), **_times([one.ms["quotes"] for one in found], "answer")},
        "model_answers": {**_figures(found, "model"), **_times([one.ms["model"] for one in found], "answer")},
        "verification": {
            "sentences_written": len(heard),
            "unsupported_before": _share([not judged.supported for judged in heard]),
            "sentences_shown": len(shown),
            "unsupported_after": _share([sentence.support is Support.UNSUPPORTED for sentence in shown]),
            "quoted_after": _share([sentence.support is Support.QUOTED for sentence in shown]),
        },
        "model_ms": {
            **_times([r.first * 1000 for r in requests if r.first], "first_token"),
            **_times([r.last * 1000 for r in requests if r.last], "last_token"),
            **_times([t for one in found if (t := one.model.timings_ms.get("first_sentence"))], "first_sentence"),
        },
        "not_asked": sum(not one.requests for one in found),
        "tokens": _tokens([one.requests for one in found]),
        "cost": _cost([one.uses for one in found], price) if price else None,
    }


def _tokens(answers: Sequence[Sequence[Request]]) -> dict[str, float | None]:
    """By our estimate, on the high side; and, for the requests that the provider counted, both side by side."""
    requests = [request for answer in answers for request in answer]
    told = [(Use(r.read, r.written), r.counted) for r in requests if r.counted]
    estimated, counted = (sum(uses, Use()) for uses in zip(*told, strict=True)) if told else (Use(), Use())
    return {
        "read": sum(r.read for r in requests),
        "written": sum(r.written for r in requests),
        "per_answer": mean(float(sum(r.read + r.written for r in answer)) for answer in answers),
        "requests": len(requests),
        "requests_counted_by_provider": len(told),
        "read_counted": counted.read if told else None,
        "written_counted": counted.written if told else None,
        "estimate_to_count": estimated.tokens / counted.tokens if told else None,
    }


def _cost(answers: Sequence[Sequence[Use]], price: Price) -> dict[str, Any]:
    """What the budget would count, in money, unrounded: in all, and for one question that was left to the model."""
    total = price.of(sum((use for answer in answers for use in answer), Use()))
    each = float(total) / len(answers) if answers else None
    return {"currency": price.currency, "all": float(total), "per_answer": each}


def _figures(found: Sequence[Measured], side: str) -> dict[str, float | None]:
    return {
        name: mean(value for one in found if (value := one.figures[side].get(name)) is not None) for name in FIGURES
    }


def _times(values: Sequence[float], name: str) -> dict[str, float | None]:
    return {f"{name}_p50": percentile(values, 0.5), f"{name}_p95": percentile(values, 0.95)}


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None


def _show(result: Mapping[str, Any]) -> None:
    console = Console()
    words = _text(result["in_the_models_words"])
    console.print(
        f"{result['model']}: {result['asked']} of {result['cases']} questions were left to it, {words} of them"
    )
    console.print("are answered in its words, the others from quotes, since it failed or too little of it held.")
    table = Table("", "from quotes", "with the model")
    for name in result["quotes"]:
        table.add_row(name, _text(result["quotes"][name]), _text(result["model_answers"][name]))
    console.print(table)
    for part in ("verification", "model_ms", "tokens"):
        console.print(f"{part}: " + ", ".join(f"{name} {_text(value)}" for name, value in result[part].items()))
    if result["not_asked"]:
        console.print(f"{result['not_asked']} questions were not sent: a budget or the model's window left no room.")
    cost = result["cost"]
    if cost is None:
        console.print("cost: set V2A_MODEL_PRICE to what a million tokens read and written cost, as '0.25/2.00 USD'")
    else:
        console.print(f"cost: {_money(cost, 'per_answer')} per answer, {_money(cost, 'all')} in all")


def _money(cost: Mapping[str, Any], name: str) -> str:
    return "-" if cost[name] is None else money(Decimal(cost[name]), cost["currency"])


def _text(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) and value < 10 else f"{value:.0f}"
