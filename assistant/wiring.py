"""The one place that names concrete classes: from settings to an assistant that answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from assistant.answering.ask import Answering
from assistant.answering.evidence import Vocabulary
from assistant.answering.probe import load_probe
from assistant.answering.shelf import Shelf
from assistant.domain import Answer, Document, Hit, Passage, Stamp, Turn
from assistant.drivers.chroma_store import open_chroma_store
from assistant.drivers.embed_onnx import known_words, open_onnx_embedder
from assistant.drivers.keywords import load_keywords
from assistant.drivers.language import among_more, detect_language, detect_more, word_is_of
from assistant.drivers.model_files import EMBEDDER_NAME
from assistant.drivers.token_vectors import open_closeness
from assistant.errors import BadInput
from assistant.index import Manifest, PublishedIndex
from assistant.interfaces import ChatModel, Embedder
from assistant.registry import Registry
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.lexicon import Lexicon
from assistant.retrieval.retrieve import Retrieval
from assistant.retrieval.spelling import Speller
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.drivers.langchain_doors import AskChain
    from assistant.drivers.model_ledger import DayLedger
    from assistant.planning.drafting import Drafting
    from assistant.planning.planner import Planner
    from assistant.planning.rewording import Reword
    from assistant.verifying.verifier import Verifier
    from assistant.writing.budget import Budget
    from assistant.writing.faithful import Learned
    from assistant.writing.judging import Checker
    from assistant.writing.rows import LineChecker
    from assistant.writing.write import Writer


@dataclass(frozen=True)
class OpenAssistant:
    """`verbs.Assistant` over one published generation. `open_reword`: what words drafted rows anew, with a model."""

    index: PublishedIndex
    answering: Answering
    open_reword: Callable[[], Reword] | None = None

    @property
    def manifest(self) -> Manifest:
        return self.index.manifest

    @property
    def registry(self) -> Registry:
        return self.index.registry

    @property
    def documents(self) -> dict[str, Document]:
        return self.index.documents

    @property
    def passages(self) -> dict[str, Passage]:
        return self.index.passages

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        return self.answering.ask(question, history)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        *_, last = self.answering.ask(question, history)
        return last

    def search(self, question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Hit]:
        return self.answering.search(question, k, history)

    def answerability(self, question: str, history: Sequence[Turn] = ()) -> Mapping[str, float]:
        return self.answering.answerability(question, history)

    def with_model(self, settings: Settings) -> OpenAssistant:
        """The same texts in the words of the model that these settings name, or of none; nothing is loaded again."""
        plain = OpenAssistant(self.index, replace(self.answering, rewrite=None, spoken=_spoken(settings)))
        if not settings.model:
            return plain
        embedder = plain.answering.retrieval.search.embedder
        checker = open_verifier(settings, embedder)
        writer = open_writer(settings, plain.answering.shelf, checker, self._learned())
        answering = replace(plain.answering, rewrite=writer.rewrite)
        return OpenAssistant(self.index, answering, partial(open_row_writer, settings, writer, checker))

    def _learned(self) -> Learned:
        """What the index knows of the languages that readers ask in."""
        from assistant.writing.faithful import Learned
        from assistant.writing.translate import ordinary_words

        words, terms = ordinary_words(self.index.entries.values()), self.answering.lexicon.terms
        return Learned(detect_more, words, terms, word_is_of)

    @cached_property
    def chain(self) -> AskChain:
        """`ask` as a LangChain Runnable of named steps; see `drivers/langchain_doors.py`."""
        from assistant.drivers.langchain_doors import retrieval_chain

        return retrieval_chain(self)

    @cached_property
    def drafting(self) -> Drafting:
        """Drafts of plans from free-text scenarios. Raises BadInput where the index has no recommendations."""
        from assistant.answering.intent import asks_for_medical_advice
        from assistant.planning.drafting import Drafting
        from assistant.planning.matching import Matcher
        from assistant.planning.patterns import patterns_from_json
        from assistant.planning.troubles import load_troubles

        patterns = patterns_from_json(self.index.patterns)
        if not patterns:
            raise BadInput(
                "This index holds no activity patterns to draft from. Leave --index out for the default one."
            )
        asking = self.answering
        retrieval = asking.retrieval
        troubles = load_troubles(self.manifest.embedder)
        matcher = Matcher(retrieval.search, retrieval.lexicon, asking.probe, self.registry, patterns, troubles)
        drafting = Drafting(matcher, self.documents, asking.shelf.by_unit, asking.detect, asks_for_medical_advice)
        drafting = replace(drafting, index=asking.stamp.index)
        return replace(drafting, reword=self.open_reword()) if self.open_reword else drafting


def open_assistant(settings: Settings) -> OpenAssistant:
    """The assistant over the index that the settings name. Raises IndexMissing or IndexMismatch with the cure."""
    index = PublishedIndex.open(settings.index_dir, EMBEDDER_NAME)
    generation = index.manifest.generation
    keywords = load_keywords(index.directory / "keywords")
    embedder = open_onnx_embedder(settings.model_dir)
    search = HybridSearch(
        passages=index.passages,
        entries=index.entries,
        store=open_chroma_store(index.directory, generation, settings.chroma_url),
        embedder=embedder,
        keywords=keywords,
        closeness=open_closeness(index.directory, embedder),
    )
    lexicon = Lexicon(index.lexicon)
    registry = index.registry
    by_unit = {passage.unit: passage for passage in index.passages.values() if passage.unit}
    shelf = Shelf(index.documents, index.passages, registry, by_unit)
    labelled = frozenset(document.id for document in index.documents.values() if document.label)
    titles = {document.id: document.title for document in index.documents.values()}
    intents = index.intents
    # The probe knows the subject of the corpus; what other folders are about is for their own passages to say.
    probe = load_probe(index.manifest.embedder) if len(registry) else None
    answering = Answering(
        retrieval=Retrieval(search, registry, lexicon, labelled),
        shelf=shelf,
        vocabulary=Vocabulary(index.passages, index.entries.values(), titles, keywords.document_frequency),
        lexicon=lexicon,
        detect=detect_language,
        mend=Speller(index.forms, known_words(settings.model_dir)).mend,
        intents=intents,
        probe=probe or (lambda _: {}),
        stamp=Stamp(index.manifest.fingerprint),
    )
    return OpenAssistant(index, answering).with_model(settings)


def _spoken(settings: Settings) -> Callable[[str, str], str]:
    """The language to answer in: the one that is set, that of the question, or one of more where a model translates."""
    if settings.answer_in:
        return lambda *_: settings.answer_in
    translates = settings.model and settings.translate == "yes"
    return among_more if translates else lambda _, language: language


def open_writer(settings: Settings, shelf: Shelf, checker: Checker, learned: Learned | None = None) -> Writer:
    """What puts answers into the words of the language model that the settings name; it is not asked before its use.

    `learned`: what the index knows of other languages, to hold translations against.
    """
    # Imported here: without a model none of it is needed, and a cold `v2a ask` stays as quick as it was.
    from assistant.writing.faithful import Learned
    from assistant.writing.translate import Translator
    from assistant.writing.write import Writer

    model = open_model(settings)
    translator = Translator(model, learned or Learned(detect_more), settings.model_tokens)
    return Writer(
        model,
        checker,
        shelf,
        settings.unsupported,
        settings.model_tokens,
        open_budget(settings),
        settings.audience,
        translator if settings.translate == "yes" else None,
        settings.model_timeout,
    )


def open_verifier(settings: Settings, embedder: Embedder) -> Verifier:
    """What checks a model's sentences, with the entailment model that the settings name, if they do.

    Raises BadInput for one that cannot be used.
    """
    from assistant.verifying.verifier import Verifier

    if settings.entailment is None:
        return Verifier(embedder)
    from assistant.drivers.entailment import open_entailment

    return Verifier(embedder, entailment=open_entailment(settings.entailment))


def open_model(settings: Settings) -> ChatModel:
    """The language model that the settings name; nothing is asked of it before its use."""
    from assistant.drivers.chat_model import open_chat_model

    return open_chat_model(settings)


def open_ledger(settings: Settings) -> DayLedger:
    """What the model has cost today, and what it may."""
    from assistant.drivers.model_ledger import DayLedger

    return DayLedger(settings.home / "model-use", settings.model_daily, settings.model_daily_user, settings.model_price)


def open_budget(settings: Settings) -> Budget:
    """What answers and drafts of the model may cost."""
    from assistant.writing.budget import Budget

    return Budget(open_ledger(settings), settings.model_answer)


def open_row_writer(settings: Settings, writer: Writer, checker: LineChecker) -> Reword:
    """What words the rows of a draft anew, with the model, the texts and the budget of the answers' writer."""
    from assistant.writing.rows import RowWriter

    shelf = writer.shelf
    return RowWriter(
        writer.model,
        checker,
        shelf.registry,
        shelf.by_unit,
        settings.model_tokens,
        writer.budget,
        settings.model_timeout,
    )


def open_planner(settings: Settings) -> Planner:
    """The plans that the settings name, made or brought up to date as needed; no index is needed.

    Raises BadInput for an address that cannot be used, PlanError for a database that cannot be opened.
    """
    # Imported here: a question needs no database, and half a second counts for `v2a ask`.
    from assistant.drivers.plan_store import open_plan_store
    from assistant.planning.planner import Planner

    return Planner(open_plan_store(settings.home, settings.plans_url))
