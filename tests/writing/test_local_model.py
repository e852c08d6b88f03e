"""A real language model behind a real server, through the real client. It is a weak one, and that is the point:
whatever it writes, people get a cited answer, and no citation is false.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
import urllib.request

import pytest

from assistant.domain import Answer, Prompt, Status, Support
from assistant.drivers.chat_model import open_chat_model
from assistant.drivers.language import detect_more
from assistant.errors import ModelOverflow, ModelUnreachable
from assistant.planning.plan import COLUMNS
from assistant.settings import Settings
from assistant.wiring import OpenAssistant, open_assistant
from assistant.words import tokens
from assistant.writing.context import count_tokens, prompt_tokens
from assistant.writing.prompts import CLAIMS, Offered, answer_prompt
from tests.core.shelves import assert_every_citation_resolves
from tests.planning.drafts import CHARITY
from tests.writing.conftest import LocalModel

pytestmark = [pytest.mark.server, pytest.mark.real_model, pytest.mark.slow]

QUESTIONS = (
    "Why does every company audit our centre separately?",
    "How can patients make an informed choice?",
)
STORY = Prompt("You tell long stories.", "Tell the story of a ship, with every detail.")


@pytest.fixture(scope="module")
def assistant(real_settings: Settings, local_model: LocalModel) -> OpenAssistant:
    return open_assistant(local_model.settings(real_settings))


def false_citations(assistant: OpenAssistant, answer: Answer) -> list[str]:
    """Sentences that are shown with citations whose quotes do not hold most of their words and all of their numbers."""
    quotes = {citation.number: citation for citation in answer.citations}
    wrong = []
    for sentence in answer.sentences:
        if sentence.support is not Support.SUPPORTED:
            continue
        cited = [quotes[n] for n in sentence.citations]
        held = {w for c in cited for w in tokens(f"{c.title} {c.locator} {assistant.passages[c.passage].text}")}
        said = set(tokens(sentence.text))
        if len(said & held) < 0.6 * len(said) or {w for w in said if w.isdigit()} - held:
            wrong.append(sentence.text)
    return wrong


def test_a_weak_model_gets_no_false_citation_shown(assistant: OpenAssistant) -> None:
    for question in QUESTIONS:
        for answer in assistant.ask(question):
            assert_every_citation_resolves(assistant, answer)
            assert false_citations(assistant, answer) == []
        assert answer.done
        assert answer.status is Status.ANSWERED
        assert answer.mode in ("extractive", "model smollm2")


def test_a_weak_model_gets_no_translation_shown_that_was_not_held_against_its_sentence(
    real_settings: Settings, local_model: LocalModel
) -> None:
    """It cannot translate: what it writes is left out, or has the numbers of its sentence and is in the language."""
    found = open_assistant(local_model.settings(real_settings, model_window=2_000))
    answer = found.answer("Wie viele Krankenhäuser in Portugal bieten das an?")
    assert_every_citation_resolves(found, answer)
    assert (answer.status, answer.language, answer.mode) == (Status.NOT_IN_SOURCES, "de", "extractive")
    assert answer.citations
    assert "translation" in answer.timings_ms
    for sentence in (s for s in answer.sentences if s.translation):
        assert re.findall(r"\d", sentence.translation) == re.findall(r"\d", sentence.text)
        assert detect_more(sentence.translation) == "de"


def test_a_draft_with_a_weak_model_keeps_what_the_pattern_draft_says(
    real_settings: Settings, local_model: LocalModel, caplog: pytest.LogCaptureFixture
) -> None:
    """Columns may get other words and further lines; nothing else of the draft changes, and it says what was done."""
    own = local_model.settings(real_settings, model_window=3_000, model_timeout=30)
    drafting = open_assistant(real_settings).drafting
    plain, found = drafting.draft(CHARITY), open_assistant(own).drafting.draft(CHARITY)
    assert found.status is plain.status
    assert (found.indicators, found.stakeholders) == (plain.indicators, plain.stakeholders)
    assert found.open_questions == plain.open_questions
    for row, drafted in zip(found.rows, plain.rows, strict=True):
        assert (row.id, row.recommendations, row.challenges) == (
            drafted.id,
            drafted.recommendations,
            drafted.challenges,
        )
        stated = [f"{unit} {drafting.by_unit[unit].text}" for unit in (*row.recommendations, *row.challenges)]
        for column in COLUMNS:
            new, old = getattr(row, column), getattr(drafted, column)
            assert set(old.cites) <= set(new.cites)
            assert len(new.text.split("\n")) >= len(old.text.split("\n"))
            assert set(re.findall(r"\d+", new.text)) <= set(re.findall(r"\d+", f"{old.text} {CHARITY} {stated}"))
    (said,) = [note for note in found.warnings if note not in plain.warnings]
    assert "smollm2" in said or "language model" in said
    assert not [kind for kind in ("ModelOverflow", "ModelUnreachable", "ModelNotUsable") if kind in caplog.text]


def test_pieces_arrive_one_by_one_and_in_the_form_asked_for(real_settings: Settings, local_model: LocalModel) -> None:
    model = open_chat_model(local_model.settings(real_settings))
    offered = [Offered("k3x9", "A note", "Funds pay for the whole stay in hospital.")]
    pieces = [p for p in model.stream(answer_prompt(offered, "Who pays?"), 60, CLAIMS) if p]
    assert len(pieces) > 10
    assert "".join(pieces).lstrip().startswith("{")
    assert "claims" in "".join(pieces)


def test_an_object_comes_as_the_schema_says(real_settings: Settings, local_model: LocalModel) -> None:
    model = open_chat_model(local_model.settings(real_settings))
    schema = {
        "title": "choice",
        "type": "object",
        "properties": {"colour": {"type": "string", "enum": ["red", "blue"]}},
        "required": ["colour"],
        "additionalProperties": False,
    }
    found = json.loads("".join(model.stream(Prompt("Reply with an object.", "Which colour has the sky?"), 40, schema)))
    assert found["colour"] in ("red", "blue")


def test_a_cancelled_request_leaves_the_server_free_at_once(real_settings: Settings, local_model: LocalModel) -> None:
    model = open_chat_model(local_model.settings(real_settings))
    stream = model.stream(STORY, 1_000)
    next(piece for piece in stream if piece)
    stream.close()  # type: ignore[attr-defined]
    started = time.perf_counter()
    assert "".join(model.stream(Prompt("Be brief.", "Say yes."), 3))
    # The server takes one request at a time: the story, still told, would keep it for many seconds.
    assert time.perf_counter() - started < 5


def test_a_server_killed_midway_costs_nobody_the_answer(
    real_settings: Settings, mortal_model: LocalModel, caplog: pytest.LogCaptureFixture
) -> None:
    assistant = open_assistant(mortal_model.settings(real_settings, model_tokens=1_000, model_window=3_000))
    plain = open_assistant(real_settings).answer(QUESTIONS[0])
    growing = assistant.ask(QUESTIONS[0])
    threading.Timer(1.0, mortal_model.kill).start()
    with caplog.at_level(logging.WARNING, "v2a.model"):
        started = time.perf_counter()
        *_, answer = growing
    assert time.perf_counter() - started < 1.0 + 2.5 + 1.0  # its death, two more attempts, and a second
    assert answer.done
    assert answer.mode == "extractive"
    assert answer.markdown.startswith(plain.markdown)
    assert "ModelUnreachable" in caplog.text
    with pytest.raises(ModelUnreachable):
        list(open_chat_model(mortal_model.settings(real_settings)).stream(STORY, 10))


def test_a_stream_that_breaks_off_is_an_error_and_no_short_answer(
    real_settings: Settings, mortal_model: LocalModel
) -> None:
    stream = open_chat_model(mortal_model.settings(real_settings)).stream(STORY, 1_000)
    next(piece for piece in stream if piece)
    mortal_model.kill()
    with pytest.raises(ModelUnreachable):
        list(stream)


def test_what_is_too_long_is_said_to_be(real_settings: Settings, local_model: LocalModel) -> None:
    model = open_chat_model(local_model.settings(real_settings))
    with pytest.raises(ModelOverflow):
        list(model.stream(Prompt("Be brief.", "word " * 9_000), 5))


def test_tokens_are_never_fewer_than_were_counted(assistant: OpenAssistant, local_model: LocalModel) -> None:
    passages = list(assistant.passages.values())
    for at in range(0, len(passages), 40):
        offered = [Offered("k3x9", " > ".join(p.heading), p.text) for p in passages[at : at + 8]]
        for question in ("Who pays?", "Wer übernimmt die Kosten?", "¿Quién paga la estancia?"):
            prompt = answer_prompt(offered, question)
            assert _tokens(local_model, f"{prompt.system}{prompt.user}") <= prompt_tokens(prompt)
    assert count_tokens("") == 0


def _tokens(server: LocalModel, text: str) -> int:
    body = json.dumps({"content": text}).encode()
    request = urllib.request.Request(f"{server.url}/tokenize", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as reply:
        return len(json.load(reply)["tokens"])
