"""Answers in a model's words: each sentence it writes is checked, and counts only where a passage carries it.

The answer from quotes is made first and stands ready: whatever the model does, nobody waits for it in vain.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from assistant.answering.asked import Asked
from assistant.answering.draft import Draft
from assistant.answering.orders import gives_orders
from assistant.answering.phrases import phrase
from assistant.answering.shelf import Shelf
from assistant.answering.shown import plain_signs, quoted
from assistant.domain import Answer, Passage, Sentence, Stamp, Status, Support
from assistant.errors import ChatModelError, ModelBudget, ModelGarbage, ModelNotUsable, ModelOverflow, ModelTimeout
from assistant.interfaces import ChatModel
from assistant.labels import name
from assistant.words import tokens
from assistant.writing.bilingual import in_both, language_told, to_translate, told_of
from assistant.writing.budget import Account, Budget
from assistant.writing.context import distinct, fitting, new_keys
from assistant.writing.faithful import SOURCE
from assistant.writing.judging import Checker, Judged, Source, judge
from assistant.writing.notes import note
from assistant.writing.prompts import CLAIMS, Offered, answer_prompt, digest
from assistant.writing.stream import LONGEST_REPLY, Claim, ClaimReader
from assistant.writing.tongues import NAMES
from assistant.writing.translate import Translator

LOG = logging.getLogger("v2a.model")
LEAST_SHARE = 1 / 3  # of the sentences that name a passage; with fewer, the composed answer reads better
PULSE = 0.2  # seconds between answers that only say "still at it", so that a reader can leave
PATIENCE = 2.0  # seconds without a sentence, after which the composed answer is shown meanwhile
_LIST = re.compile(r"\d+ \S+ \d+\s?: ")  # how `phrase("list", ...)` begins in every language


@dataclass
class Writing:
    """One answer under way."""

    draft: Draft
    between: str = " "
    parts: list[str] = field(default_factory=list)
    supported: int = 0
    keyed: int = 0
    replaced: int = 0


@dataclass(frozen=True)
class Writer:
    """Rewrites answers from quotes.

    `unsupported` is "quote" or "strike", `most` the tokens an answer may have, `audience` one of prompts.READERS.
    Without a `translator`, questions in another language than the sources are answered from quotes; `seconds` are for
    an answer and its translation together.
    `heard` is told of each sentence as the model wrote it, before anything becomes of it: for measurements.
    """

    model: ChatModel
    checker: Checker
    shelf: Shelf
    unsupported: str = "quote"
    most: int = 800
    budget: Budget = field(default_factory=Budget)
    audience: str = ""
    translator: Translator | None = None
    seconds: float = 60.0
    heard: Callable[[Judged], None] = lambda _: None

    def rewrite(self, asked: Asked, composed: Iterator[Answer]) -> Iterator[Answer]:
        """The answer in the model's words where it may and can write one, else the composed answer, with a note.

        Either with translations beside what is not in the reader's language, where the model gives any that hold.
        """
        answers = list(composed)
        ready, account, started = answers[-1], self.budget.open(), time.perf_counter()
        written = self._may_write(asked, ready)
        try:
            for answer in self._written(asked, ready, started, account) if written else answers:
                if answer.done:
                    yield from self._in_both(answer, account, started)
                else:
                    yield answer
        except ChatModelError as problem:
            LOG.warning("%s: %s", type(problem).__name__, problem)
            yield with_note(ready, _kind(problem), started)

    def _may_write(self, asked: Asked, ready: Answer) -> bool:
        """Only what the pipeline answers from passages; lists are whole and counted only as the registry has them."""
        if ready.status not in (Status.ANSWERED, Status.PARTIAL) or asked.group or not ready.citations:
            return False
        if any(s.support is Support.FRAME and _LIST.match(s.text) for s in ready.sentences):
            return False
        first, *others = {self.shelf.documents[c.document].language for c in ready.citations}
        return not others and (first == asked.language or self._speaks(first, asked.language))

    def _speaks(self, source: str, language: str) -> bool:
        return self.translator is not None and self.translator.speaks(source, language)

    def _in_both(self, answer: Answer, account: Account, started: float) -> Iterator[Answer]:
        """A whole answer, then with translations; without those that did not come or do not hold."""
        wanted = to_translate(answer, self.shelf.documents)
        if not wanted or not self.translator or not self._speaks(SOURCE, answer.language):
            yield answer
            return
        found: dict[str, str] = {}
        begun = pulsed = time.perf_counter()
        yield replace(answer, done=False)
        try:
            for more in self.translator.translate(wanted, answer.language, account, started + self.seconds):
                grown, found = len(more) > len(found), more
                if grown or time.perf_counter() - pulsed > PULSE:
                    pulsed = time.perf_counter()
                    yield replace(in_both(answer, found), done=False)
        except ChatModelError as problem:
            LOG.warning("%s: %s", type(problem).__name__, problem)
        ms = (time.perf_counter() - begun) * 1000
        told = told_of(answer, found, wanted, self.model.name)
        yield replace(told, timings_ms=_longer(told.timings_ms, "translation", ms))

    def _written(self, asked: Asked, ready: Answer, started: float, account: Account) -> Iterator[Answer]:
        passages = self._passages(asked, ready)
        while True:
            try:
                yield from self._attempt(asked, ready, passages, started, account)
                return
            except ModelOverflow:
                if len(passages) < 2:
                    raise
                passages = passages[: len(passages) // 2]

    def _passages(self, asked: Asked, ready: Answer) -> list[Passage]:
        """What the composed answer cites, then what was found besides; none that gives orders."""
        cited = (self.shelf.passages[c.passage] for c in ready.citations)
        found = (c.passage for c in asked.found.candidates)
        return [p for p in distinct((*cited, *found)) if not gives_orders(f"{self._title(p)}. {p.text}")]

    def _attempt(
        self, asked: Asked, ready: Answer, passages: Sequence[Passage], started: float, account: Account
    ) -> Iterator[Answer]:
        offered = [
            Offered(key, self._title(passage), passage.text)
            for key, passage in zip(new_keys(len(passages)), passages, strict=True)
        ]
        by_key = {o.key: Source(o.key, o.title, p) for o, p in zip(offered, passages, strict=True)}
        question = asked.found.standalone.text
        language = self.shelf.documents[ready.citations[0].document].language
        asked_in = self.translator.learned.detect(question) if self.translator else language
        # Also where the reader wants the answer in the sources' language, whatever the question is in.
        foreign, told = language != asked.language, NAMES.get(language, "") if asked_in != language else ""
        empty = answer_prompt([], question, self.audience, told)
        kept = fitting(offered, empty, account.room(self.model, self.most))
        if not kept:
            raise account.no_room(self.model, self.most)
        prompt = answer_prompt(kept, question, self.audience, told)
        sources = {o.key: by_key[o.key] for o in kept}
        # A sentence with its translation needs a paragraph of its own.
        at_work = Writing(Draft(self.shelf.documents, self.shelf.registry), between="\n\n" if foreign else " ")
        reader, length, first, pulsed = ClaimReader(sources), 0, 0.0, started
        with closing(account.ask(self.model, prompt, self.most, CLAIMS)) as pieces:
            for piece in pieces:
                length += len(piece)
                changed = self._take(at_work, reader.feed(piece), sources, asked.language)
                first = first or (time.perf_counter() - started if changed else 0.0)
                now = time.perf_counter()
                if changed or now - pulsed > PULSE:
                    pulsed = now
                    meanwhile = not at_work.parts and now - started > PATIENCE
                    yield replace(ready, done=False) if meanwhile else self._state(at_work, ready, asked.language)
                if length > LONGEST_REPLY:
                    break
        self._take(at_work, reader.finish(), sources, asked.language)
        yield self._settled(at_work, ready, asked.language, started, first)

    def _take(self, at_work: Writing, claims: Sequence[Claim], sources: Mapping[str, Source], language: str) -> bool:
        """Adds what may be shown of these sentences; whether anything was added."""
        before = len(at_work.draft.sentences)
        for claim in claims:
            judged = judge(claim, sources, self.checker)
            self.heard(judged)
            at_work.keyed += bool(claim.keys)
            if judged.supported:
                at_work.supported += 1
                self._support(at_work, judged)
            elif self.unsupported == "strike":
                self._strike(at_work, judged, sources, language)
            else:
                self._quote(at_work, judged)
        return len(at_work.draft.sentences) > before

    def _support(self, at_work: Writing, judged: Judged) -> None:
        text = judged.claim.text
        if any(sentence.text == text for sentence in at_work.draft.sentences):
            return
        numbers = tuple(dict.fromkeys(at_work.draft.cite(s.passage, *span) for s, span in judged.carriers))
        at_work.draft.sentences.append(Sentence(text, Support.SUPPORTED, numbers))
        at_work.parts.append(f"{plain_signs(text)} {''.join(f'[{n}]' for n in numbers)}")

    def _quote(self, at_work: Writing, judged: Judged) -> None:
        """The words of the first source that it names, unless they are shown already."""
        at_work.replaced += bool(judged.carriers)
        for source, span in judged.carriers[:1]:
            if any((c.passage, c.start, c.end) == (source.passage.id, *span) for c in at_work.draft.citations):
                return
            number = at_work.draft.cite(source.passage, *span)
            words = at_work.draft.citations[number - 1].quote
            at_work.draft.sentences.append(Sentence(words, Support.QUOTED, (number,)))
            at_work.parts.append(quoted(words, mark=f"[{number}]"))

    def _strike(self, at_work: Writing, judged: Judged, sources: Mapping[str, Source], language: str) -> None:
        """Shown, marked; only where all its words are of the passages, so that nobody can have others shown. Its
        numbers may be others: a wrong one is what is most often struck."""
        said = set(tokens(judged.claim.text))
        known = {word for source in sources.values() for line in source.lines for word in tokens(line)}
        if not judged.carriers or {w for w in said if not w.isdigit()} - known:
            return
        at_work.draft.sentences.append(Sentence(judged.claim.text, Support.UNSUPPORTED))
        at_work.parts.append(f"{plain_signs(judged.claim.text)} ({note('unsupported', language)})")

    def _settled(self, at_work: Writing, ready: Answer, language: str, started: float, first: float) -> Answer:
        """The whole answer. Raises ModelGarbage where nothing came; too little that holds gives the composed one."""
        if not at_work.keyed:
            raise ModelGarbage("The language model wrote nothing that names its sources.")
        if at_work.supported < LEAST_SHARE * at_work.keyed:
            LOG.warning("ModelGarbage: %d of %d sentences are supported", at_work.supported, at_work.keyed)
            return with_note(ready, "thin", started)
        if at_work.replaced:
            at_work.draft.sentences.append(Sentence(note("replaced", language), Support.FRAME))
        answer = self._state(at_work, ready, language)
        ms = (time.perf_counter() - started) * 1000
        timings = _longer({**ready.timings_ms, "first_sentence": round(first * 1000, 2)}, "model", ms)
        return replace(answer, next_steps=ready.next_steps, timings_ms=timings, done=True)

    def _state(self, at_work: Writing, ready: Answer, language: str) -> Answer:
        frames = [s for s in ready.sentences if s.support is Support.FRAME]
        before = [s for s in frames if s.text == phrase("instructed", language)]
        after = [s for s in frames if s not in before and s.text != language_told(language)]
        own = at_work.draft.sentences
        notes = [f"*{s.text}*" for s in own if s.support is Support.FRAME]
        blocks = [*(s.text for s in before), at_work.between.join(at_work.parts), *self._labels(at_work.draft)]
        return replace(
            ready,
            markdown="\n\n".join(block for block in (*blocks, *(s.text for s in after), *notes) if block),
            sentences=(*before, *own, *after),
            citations=tuple(at_work.draft.citations),
            mode=f"model {self.model.name}",
            stamp=Stamp(ready.stamp.index, digest(), self.model.name),
            next_steps=(),
            timings_ms={},
            done=False,
        )

    def _labels(self, draft: Draft) -> Iterator[str]:
        """What must be said of some sources ("not part of ..."), with the marks of their citations."""
        marks: dict[str, str] = {}
        for citation in draft.citations:
            if label := self.shelf.documents[citation.document].label:
                marks[label] = f"{marks.get(label, '')}[{citation.number}]"
        yield from (f"*{numbers} {label}*" for label, numbers in marks.items())

    def _title(self, passage: Passage) -> str:
        """The unit's number and title with its goal's, or the headings, as a line that an answer may repeat."""
        unit = self.shelf.registry.get(passage.unit)
        document = self.shelf.documents[passage.document].title
        if not unit:
            return " > ".join((document, *passage.heading))
        goal = self.shelf.registry.get(f"goal.{unit.goal}") if unit.kind != "goal" else None
        return f"{name(unit)} ({name(goal)}; {document})" if goal else f"{name(unit)} ({document})"


def with_note(ready: Answer, kind: str, started: float) -> Answer:
    """The composed answer, saying why it is not in the model's words."""
    text = note(kind, ready.language)
    ms = (time.perf_counter() - started) * 1000
    return replace(
        ready,
        markdown=f"{ready.markdown}\n\n*{text}*",
        sentences=(*ready.sentences, Sentence(text, Support.FRAME)),
        timings_ms=_longer(ready.timings_ms, "model", ms),
    )


def _longer(timings: Mapping[str, float], stage: str, ms: float) -> dict[str, float]:
    return {**timings, stage: round(ms, 2), "total": round(timings.get("total", 0.0) + ms, 2)}


def _kind(problem: ChatModelError) -> str:
    kinds = {ModelTimeout: "late", ModelBudget: "spent", ModelNotUsable: "unset"}
    return next((kind for error, kind in kinds.items() if isinstance(problem, error)), "failed")
