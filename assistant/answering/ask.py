"""The verb: from a question to a settled, cited answer. No language model; nothing shown that no passage carries."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.answering.asked import Asked, Heard
from assistant.answering.compose import compose, further, language_note, next_steps
from assistant.answering.draft import Draft
from assistant.answering.evidence import Vocabulary, weigh
from assistant.answering.orders import set_orders_aside
from assistant.answering.parts import leans, question_alone, said_back, split_parts
from assistant.answering.phrases import phrase
from assistant.answering.question import checked, language_of, with_content
from assistant.answering.quoting import first_sentence, is_only_orders
from assistant.answering.shelf import Shelf
from assistant.answering.status import decide, holds
from assistant.domain import Answer, Hit, Stamp, Status, Turn, Unit
from assistant.interfaces import Vector
from assistant.retrieval.conversation import leans_on_history
from assistant.retrieval.hybrid import Candidate
from assistant.retrieval.lexicon import Lexicon
from assistant.retrieval.retrieve import Retrieval, Retrieved
from assistant.retrieval.roles import list_of_all
from assistant.retrieval.selection import choose_list, says_all
from assistant.thresholds import CLEAR, NEAR_SUBJECT

SHOWN_HITS = 10


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers from one index. `intents` holds, per kind of question, what may be offered instead.

    `rewrite` may put a language model's words in the place of a composed answer, and answers that grow in its own.
    `spoken` tells the language to answer a question in, from its words and the language that it is searched in.
    """

    retrieval: Retrieval
    shelf: Shelf
    vocabulary: Vocabulary
    lexicon: Lexicon
    detect: Callable[[str], str]
    mend: Callable[[str, str], str]
    intents: Mapping[str, Any]
    probe: Callable[[Vector], Mapping[str, float]]
    stamp: Stamp
    rewrite: Callable[[Asked, Iterator[Answer]], Iterator[Answer]] | None = None
    spoken: Callable[[str, str], str] = lambda _, language: language

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Whole answers that grow; the last has `done=True`.

        Raises BadInput for an empty question or one over 4,000 characters. The three stages can be called one by one,
        for doors that show them apart.
        """
        return self.settle(self.look_up(self.hear(question, history)))

    def settle(self, asked: Asked) -> Iterator[Answer]:
        """The last stage of `ask`: decide the status and write."""
        asked = replace(asked, language=self.spoken(asked.original, asked.language))
        composed = self._compose(asked)
        return self.rewrite(asked, composed) if self.rewrite else composed

    def _compose(self, asked: Asked) -> Iterator[Answer]:
        draft = Draft(self.shelf.documents, self.shelf.registry)
        answer = Answer(
            id=uuid.uuid4().hex[:12],
            question=asked.original,
            status=Status.ANSWERED,
            markdown="",
            sentences=(),
            citations=(),
            hits=tuple(c.hit() for c in asked.found.candidates[:SHOWN_HITS]),
            stamp=self.stamp,
            language=asked.language,
            standalone=asked.found.standalone.text,
            done=False,
        )
        status: Status = Status.ANSWERED
        units: list[Any] = []
        for status, units in self._write(draft, asked):  # noqa: B007 - the last one counts
            yield replace(answer, **_state(draft), status=status)
        language_note(draft, self.shelf, asked.language)
        asked.timings["total"] = (time.perf_counter() - asked.started) * 1000
        yield replace(
            answer,
            **_state(draft),
            status=status,
            next_steps=self._offers(status, units, asked.language),
            timings_ms={name: round(ms, 2) for name, ms in asked.timings.items()},
            done=True,
        )

    def answerability(self, question: str, history: Sequence[Turn] = ()) -> Mapping[str, float]:
        """The evidence features for a question, with `probability`; what the calibration reads."""
        asked = self.look_up(self.hear(question, history))
        return {**asked.evidence.features, "probability": asked.evidence.probability}

    def search(self, question: str, k: int, history: Sequence[Turn] = ()) -> list[Hit]:
        """The ranked passages alone."""
        question = checked(question)
        text = set_orders_aside(question).text or question
        language = language_of(text, history, self.detect)
        found = self.retrieval.retrieve(self.mend(text, language), history, language)
        return [c.hit() for c in found.candidates[:k]]

    def hear(self, question: str, history: Sequence[Turn] = ()) -> Heard:
        """The first stage of `ask`: what is asked, in which language, and what it means without its history."""
        started = time.perf_counter()
        question = checked(question)
        history = with_content(history, self.detect)
        read = set_orders_aside(question)
        text = read.text or question
        language = language_of(text, history, self.detect)
        text = self.mend(text, language)
        detected = time.perf_counter()
        standalone = self.retrieval.stand_alone(text, history, language)
        timings = {
            "language": (detected - started) * 1000,
            "standalone": (time.perf_counter() - detected) * 1000,
        }
        alone = not read.text
        return Heard(question, text, language, alone, read.ordered, bool(history), standalone, started, timings)

    def look_up(self, heard: Heard) -> Asked:
        """The second stage of `ask`: the passages, and how well they answer."""
        started = time.perf_counter()
        found = self.retrieval.find(heard.text, heard.standalone, heard.language)
        found = replace(found, candidates=list(_for_people(found.candidates)))
        retrieved = time.perf_counter()
        kinds = self.probe(found.vector)
        outside = kinds.get("out_of_scope", 0.0)
        evidence = weigh(
            heard.text,
            heard.language,
            found.candidates,
            self.vocabulary,
            self.lexicon,
            outside,
            found.standalone.previous,
        )
        group = self._list_wanted(heard.text, found)
        timings = {
            **heard.timings,
            "retrieve": (retrieved - started) * 1000,
            "weigh": (time.perf_counter() - retrieved) * 1000,
        }
        return Asked(
            original=heard.original,
            text=heard.text,
            language=heard.language,
            only_instructions=heard.only_instructions,
            instructed=heard.instructed,
            found=found,
            evidence=evidence,
            kinds=kinds,
            group=group,
            timings=timings,
            has_history=heard.has_history,
            started=heard.started,
        )

    def _list_wanted(self, text: str, found: Retrieved) -> Unit | None:
        """The list to show whole: the earlier turn's, the picked unit's own, or what the wording says."""
        registry, standalone = self.shelf.registry, found.standalone
        if found.concerned:
            return list_of_all(found.concerned.pool, registry)
        if found.named:
            return found.named
        if standalone.group or standalone.within:
            return registry.get(standalone.group)
        picked = registry.get(standalone.picked)
        if picked and not registry.members(picked.id) and not says_all(text):
            return None
        return choose_list(text, found.candidates, registry)

    def _write(self, draft: Draft, asked: Asked) -> Iterator[tuple[Status, list[Any]]]:
        language = asked.language
        status, held, missing = self._by_parts(asked, decide(asked, self.shelf))
        if asked.instructed:
            draft.frame(phrase("instructed", language))
            draft.blank()
        if not held and (alone := self._question_alone(asked, status)):
            draft.frame(phrase("question_only", language))
            status, held = Status.ANSWERED, [alone]
        if held:
            yield from self._answered(draft, held, status, missing)
            return
        if status is Status.NOT_IN_SOURCES:
            draft.frame(phrase("silent", language))
            self._show(draft, asked, phrase("nearest", language))
        elif status is Status.MEDICAL:
            draft.frame(phrase("medical", language))
            self._show_offer(draft, "medical", phrase("medical_offer", language), language)
        elif status is Status.OUT_OF_SCOPE:
            draft.frame(phrase("outside", language))
            draft.frame(phrase("covers", language, titles=self.shelf.titles))
        else:
            draft.frame(phrase("vague", language))
        yield status, []

    def _answered(
        self, draft: Draft, held: Sequence[Asked], status: Status, missing: str
    ) -> Iterator[tuple[Status, list[Any]]]:
        registry = self.shelf.registry
        for asked in held:
            draft.blank()
            near = () if asked.group else further(asked.found.candidates, registry)
            units = [asked.group] if asked.group else [u for c in near if (u := registry.get(c.passage.unit))]
            for _ in compose(draft, self.shelf, asked):
                yield status, units
        if missing:
            draft.blank()
            draft.frame(phrase("silent_part", held[0].language, part=said_back(missing)))
            yield status, []

    def _by_parts(self, asked: Asked, status: Status) -> tuple[Status, list[Asked], str]:
        """The status, what is to be answered (nothing, the whole, or some parts), and the first part that is missing.

        A question with several parts is `partial` when the sources hold one of them and not another.
        """
        whole = [asked] if status is Status.ANSWERED else []
        parts = split_parts(asked.text) if status in (Status.ANSWERED, Status.NOT_IN_SOURCES) else []
        if len(parts) < 2:
            return status, whole, ""
        looked = [self._look_up_part(asked, part, before) for part, before in zip(parts, ["", *parts], strict=False)]
        held = [p for p in looked if holds(p, self.shelf)]
        typed = split_parts(set_orders_aside(asked.original).text)
        shown = typed if len(typed) == len(parts) else parts  # said back as typed, not as put right
        missing = next((text for p, text in zip(looked, shown, strict=True) if not any(p is h for h in held)), "")
        if whole:
            # A list answers nothing but the part that asks for it.
            apart = asked.group is not None and any(part.group == asked.group for part in held)
            return (Status.PARTIAL if missing else status), held if apart else whole, missing
        return (Status.PARTIAL, held, missing) if held and missing else (status, [], "")

    def _question_alone(self, asked: Asked, status: Status) -> Asked | None:
        """The question of a message without its other sentences, where those kept a clear answer from being found."""
        question = question_alone(asked.text) if status in (Status.NOT_IN_SOURCES, Status.OUT_OF_SCOPE) else ""
        if not question or asked.has_history or leans_on_history(question, asked.language):
            return None
        part = self._look_up_part(asked, question)
        clear = part.evidence.probability >= CLEAR and decide(part, self.shelf) is Status.ANSWERED
        return part if clear else None

    def _look_up_part(self, asked: Asked, part: str, before: str = "") -> Asked:
        """A part on its own; one that points back ("what does it cost?") with the part before it."""
        history = (Turn("user", before),) if before and leans(part) else ()
        found = self.retrieval.retrieve(part, history, asked.language)
        found = replace(found, candidates=list(_for_people(found.candidates)))
        kinds = self.probe(found.vector)
        outside = kinds.get("out_of_scope", 0.0)
        earlier = found.standalone.previous
        evidence = weigh(part, asked.language, found.candidates, self.vocabulary, self.lexicon, outside, earlier)
        group = self._list_wanted(part, found)
        return replace(asked, text=part, found=found, evidence=evidence, kinds=kinds, group=group)

    def _show(self, draft: Draft, asked: Asked, heading: str, most: int = 2) -> None:
        """The nearest passages, briefly, under a heading; nothing when even those are far."""
        near = [c for c in asked.found.candidates[:6] if c.cosine >= NEAR_SUBJECT][:most]
        if not near:
            return
        draft.blank()
        draft.lines.append(heading)
        for candidate in near:
            draft.quote(candidate.passage, *first_sentence(candidate.passage), bullet="- ")

    def _show_offer(self, draft: Draft, kind: str, heading: str, language: str) -> None:
        """Quotes that the corpus names as worth offering for this kind of question."""
        units = [u for u in self.intents.get(kind, {}).get("units", ()) if u in self.shelf.by_unit]
        if units:
            draft.blank()
            draft.lines.append(heading)
        for unit in units:
            draft.quote(self.shelf.by_unit[unit], *first_sentence(self.shelf.by_unit[unit]), bullet="- ")

    def _offers(self, status: Status, units: Sequence[Any], language: str) -> tuple[str, ...]:
        offered = self.intents.get(str(status), {}).get("offers", {})
        own = tuple(offered.get(language) or offered.get("en") or ()) if isinstance(offered, Mapping) else ()
        return own or next_steps(self.shelf, units, language)


def _state(draft: Draft) -> dict[str, Any]:
    return {
        "markdown": draft.markdown(),
        "sentences": tuple(draft.sentences),
        "citations": tuple(draft.citations),
    }


def _for_people(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Without passages that hold nothing but orders to an assistant, as far down as anything is shown from."""
    kept = 0
    for candidate in candidates:
        if kept >= SHOWN_HITS or not is_only_orders(candidate.passage.text):
            kept += 1
            yield candidate
