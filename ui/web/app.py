"""The Gradio page: which component shows what, and which event calls what. The words are in other modules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from assistant.errors import V2AError
from assistant.feedback import FeedbackLog
from assistant.settings import Settings
from assistant.verbs import Assistant
from assistant.writing.budget import on_behalf_of
from ui.web import conversation as talk
from ui.web import page, styles, texts
from ui.web.conversation import Conversation, Exchange
from ui.web.library import documents_html, filters_html, list_html
from ui.web.passages import passage_html
from ui.web.plan.frame import dialogs_html, plan_html
from ui.web.readers import user_of
from ui.web.render import answer_html, problem_html, question_text, stopped_html, waiting_html
from ui.web.runs import Runs, until_ended
from ui.web.unit_page import unit_html

# Answers take milliseconds of CPU each, so a few at once keep every reader served; more would only queue on the CPU.
AT_ONCE = 8
WAITING_AT_MOST = 64
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

Open = Callable[[], Assistant]
"""Gives the assistant, waiting for it where it is still being opened."""


def theme() -> gr.themes.Base:
    """Gradio's plainest theme with fonts that every system has: nothing is fetched."""
    return gr.themes.Base(font=("system-ui", "sans-serif"), font_mono=("ui-monospace", "monospace"))


def head() -> str:
    """Style and script as text in the page, so that they cannot be missing."""
    return f"<style>{styles.css()}</style><script>{styles.script()}</script>"


def messages(conversation: Conversation, assistant: Assistant | None) -> list[dict[str, Any]]:
    """The conversation for Gradio's chat: two messages per exchange."""
    shown: list[dict[str, Any]] = []
    for exchange in conversation:
        reply = gr.HTML(_reply(exchange, assistant), js_on_load=None, apply_default_css=False)
        shown += [
            {"role": "user", "content": question_text(exchange.question)},
            {"role": "assistant", "content": reply},
        ]
    return shown


def _reply(exchange: Exchange, assistant: Assistant | None) -> str:
    if exchange.problem:
        return problem_html(exchange.problem)
    if exchange.answer:
        return answer_html(exchange.answer, assistant.documents if assistant else {}, exchange.stopped)
    return stopped_html() if exchange.stopped else waiting_html()


def build(open_assistant: Open, log: FeedbackLog, settings: Callable[[], Settings]) -> gr.Blocks:
    """The whole page. `open_assistant` is called on use, so the page can be shown before the index is loaded.
    `settings` tells the language model that is asked now, which may change."""
    told = page.told_of(settings())
    with gr.Blocks(title=texts.NAME, analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML(page.header_html(), elem_id="top", js_on_load=None, apply_default_css=False)
        with gr.Column(elem_id="view-ask"), gr.Column(elem_id="talk"):
            gr.HTML(page.welcome_html(), elem_id="welcome", js_on_load=None, apply_default_css=False)
            chat = _chat()
            with gr.Column(elem_id="composer"):
                box = _question_box()
                gr.HTML(page.footnote_html(), elem_id="footnote", js_on_load=None, apply_default_css=False)
                mode = gr.HTML(told[0], elem_id="mode", js_on_load=None, apply_default_css=False)
        drafts = gr.HTML(told[2], elem_id="plan-mode", js_on_load=None, apply_default_css=False)
        gr.HTML(plan_html(), elem_id="view-plan", js_on_load=None, apply_default_css=False)
        gr.HTML(page.library_html(), elem_id="view-library", js_on_load=None, apply_default_css=False)
        with gr.Column(elem_id="view-about"):
            gr.HTML(page.about_html(), js_on_load=None, apply_default_css=False)
            sent = gr.HTML(told[1], js_on_load=None, apply_default_css=False)
        bridge = gr.HTML(
            page.panel_html() + dialogs_html(),
            elem_id="bridge",
            apply_default_css=False,
            js_on_load="window.v2a.start(server, (question) => trigger('ask', {question}), () => trigger('restart'));",
            server_functions=_verbs(open_assistant, log),
        )
        _wire(open_assistant, log, gr.State(()), chat, box, bridge)
        # Another model may have been chosen meanwhile: said anew when the page is loaded and with each question.
        for event in (blocks.load, box.submit, bridge.ask, chat.retry, chat.edit):
            event(lambda: page.told_of(settings()), None, [mode, sent, drafts], **QUIET)
    blocks.queue(max_size=WAITING_AT_MOST, default_concurrency_limit=AT_ONCE, api_open=False)
    return blocks


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        height=None,
        autoscroll=False,  # the script brings each new question to the top instead
        render_markdown=False,  # answers come as HTML of ours; questions stay plain text
        editable="user",
        buttons=[],
        feedback_options=None,
        group_consecutive_messages=False,
        latex_delimiters=[],
    )


def _question_box(**state: Any) -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Your question",
        placeholder=texts.PLACEHOLDER,
        lines=1,
        max_lines=6,
        submit_btn="Ask",
        stop_btn=False,
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=True),
        **state,
    )


# -- what the script may call ----------------------------------------------------------------------------------------


def _verbs(open_assistant: Open, log: FeedbackLog) -> list[Callable[[Any], dict[str, str]]]:
    def passage(wanted: Any) -> dict[str, str]:
        return _safely(lambda: {"html": passage_html(open_assistant(), *_span(wanted))})

    def library(wanted: Any) -> dict[str, str]:
        return _safely(lambda: {"html": list_html(open_assistant(), *_filter(wanted))})

    def shelf(wanted: Any) -> dict[str, str]:
        return _safely(
            lambda: {"filters": filters_html(open_assistant()), "documents": documents_html(open_assistant())}
        )

    def unit(wanted: Any) -> dict[str, str]:
        return _safely(lambda: {"html": unit_html(open_assistant(), _word(wanted, "id"))})

    def feedback(wanted: Any) -> dict[str, str]:
        def store() -> dict[str, str]:
            log.add(*(_word(wanted, name) for name in ("answer", "question", "verdict", "reason")))
            return {}

        return _safely(store)

    return [passage, library, shelf, unit, feedback]


def _safely(verb: Callable[[], dict[str, str]]) -> dict[str, str]:
    try:
        return verb()
    except V2AError as problem:
        return {"problem": str(problem)}


def _word(wanted: Any, name: str) -> str:
    """A text of the request; what a browser sends is never trusted to have the right shape."""
    value = wanted.get(name) if isinstance(wanted, dict) else None
    return value[:2000] if isinstance(value, str) else ""


def _number(wanted: Any, name: str) -> int:
    text = _word(wanted, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _span(wanted: Any) -> tuple[str, int, int]:
    return _word(wanted, "passage"), _number(wanted, "start"), _number(wanted, "end")


def _filter(wanted: Any) -> tuple[str, int | None, str | None]:
    return _word(wanted, "words")[:200], _number(wanted, "goal") or None, _word(wanted, "kind") or None


# -- events ----------------------------------------------------------------------------------------------------------


def _wire(
    open_assistant: Open, log: FeedbackLog, state: gr.State, chat: gr.Chatbot, box: gr.Textbox, bridge: gr.HTML
) -> None:
    runs = Runs()

    def show(conversation: Conversation, busy: bool, question: str | None = None) -> tuple[Any, ...]:
        ready = conversation and (conversation[-1].answer or len(conversation) > 1)
        field = {"submit_btn": False, "stop_btn": "Stop"} if busy else {"submit_btn": "Ask", "stop_btn": False}
        words = {} if question is None else {"value": question}
        return messages(conversation, open_assistant() if ready else None), conversation, gr.update(**field, **words)

    def ask(conversation: Conversation, question: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        question, session = question.strip(), _session(request)
        if not question:
            yield show(conversation, busy=False)
            return
        grown, run = conversation, runs.begin(session)
        try:
            user, asking = user_of(request.request), talk.ask(open_assistant, conversation, question)
            for grown in until_ended(run, on_behalf_of(user, asking)):
                # Emptied once: what the reader types while the answer grows is theirs.
                yield show(grown, busy=True, question=None if grown[-1].answer else "")
        finally:
            runs.finish(session, run)
        if run.ended.is_set():
            grown = () if run.discarded else talk.stop(grown)
        elif grown and grown[-1].answer:
            log.saw(grown[-1].answer)
        refused = bool(grown and grown[-1].problem)
        # A question that was refused goes back into the box, so that it can be mended there.
        yield show(grown, busy=False, question=question if refused else None)

    def ask_from_box(
        conversation: Conversation, question: str | None, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        yield from ask(_without_problem(conversation), question or "", request)

    def ask_chip(conversation: Conversation, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield from ask(_without_problem(conversation), _word(event._data, "question"), request)

    def retry(conversation: Conversation, event: gr.RetryData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        at = _index(event.index)
        yield from ask(talk.before(conversation, at), talk.question_at(conversation, at), request)

    def edit(conversation: Conversation, event: gr.EditData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        question = str(event.value).replace("&lt;", "<")
        yield from ask(talk.before(conversation, _index(event.index)), question, request)

    def undo(conversation: Conversation, event: gr.UndoData) -> tuple[Any, ...]:
        at = _index(event.index)
        return show(talk.before(conversation, at), busy=False, question=talk.question_at(conversation, at))

    def stop(request: gr.Request) -> None:
        runs.end(_session(request))

    def restart(request: gr.Request) -> tuple[Any, ...]:
        runs.end(_session(request), discard=True)
        return show((), busy=False, question="")

    shown = [chat, state, box]
    box.submit(ask_from_box, [state, box], shown, **QUIET)
    bridge.ask(ask_chip, [state], shown, **QUIET)
    chat.retry(retry, [state], shown, **QUIET)
    chat.edit(edit, [state], shown, **QUIET)
    box.stop(stop, None, None, **QUIET)
    chat.undo(undo, [state], shown, **QUIET)
    chat.clear(restart, None, shown, **QUIET)
    bridge.restart(restart, None, shown, **QUIET)


def _session(request: gr.Request) -> str:
    return str(request.session_hash)


def _without_problem(conversation: Conversation) -> Conversation:
    """A refused question makes way for the next one."""
    return conversation[:-1] if conversation and conversation[-1].problem else conversation


def _index(index: int | tuple[int, int]) -> int:
    return index if isinstance(index, int) else index[0]
