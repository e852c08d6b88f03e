"""A small assistant with canned answers: the seam `assistant.verbs.Assistant` without index or models."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain import (
    Answer,
    Citation,
    Document,
    Hit,
    Locator,
    Passage,
    Sentence,
    Source,
    Stamp,
    Status,
    Support,
    Turn,
    Unit,
    Wording,
)
from assistant.errors import BadInput
from assistant.index import Manifest
from assistant.registry import Registry
from assistant.settings import Settings

HOSTILE = '<img src="http://elsewhere.invalid/x.png" onerror="alert(1)"> ![pic](http://elsewhere.invalid/y.png)'
MOST_CHARACTERS = 500

_TEXTS = {
    "rec.2.1": ("Community hospitals can treat", "Smaller hospitals should be able to give the therapy with support."),
    "rec.2.2": (
        "Referring and treating centres work together",
        "Referring and treating centres should agree how they work together.\nStaff need paid time for it.",
    ),
    "rec.2.3": ("Requirements are harmonised", "Manufacturers should ask the same of every centre. R&D <b>too</b>."),
    "rec.2.4": ("Capacity is planned", "Beds, staff and apheresis slots should be planned ahead."),
    "rec.2.5": ("Data are shared", "Registries should count referrals as well as treatments."),
}


def _unit(number: int, unit_id: str) -> Unit:
    title, text = _TEXTS[unit_id]
    return Unit(
        id=unit_id,
        kind="recommendation",
        document="report",
        title=title,
        text=text,
        locator=Locator("report", "Recommendations > 2. Capacity", number),
        address="https://report.invalid/summary",
        group="recommendations.2",
        goal=2,
        order=number,
        size=5,
        questions=("Why does every company audit our centre separately?", "Who pays the time for it?"),
        wordings={"de": Wording("Anforderungen werden vereinheitlicht", ("Warum prüft jede Firma einzeln?",))},
        caveat="Only an example." if number == 3 else "",
        sources=(Source("A public source, 2025", "https://source.invalid/a"), Source("Bad", "javascript:alert(1)")),
    )


_GROUP = Unit(
    "recommendations.2",
    "group",
    "report",
    "Recommendations of goal 2",
    "Goal 2 has five recommendations.",
    Locator("report", "Recommendations"),
    goal=2,
)
GOAL = Unit(
    "goal.2",
    "goal",
    "report",
    "Resources and capacity",
    "The second goal.",
    Locator("report", "Goals"),
    goal=2,
    order=2,
)


def _report() -> tuple[Document, list[Passage]]:
    text, passages = "The report\n\nCapacity", []
    for unit_id, (title, body) in _TEXTS.items():
        text += f"\n\n{title}\n\n"
        start = len(text)
        text += body
        passages.append(
            Passage(
                f"p-{unit_id}", "report", ("Recommendations", "Capacity"), body, start, len(text), "unit", unit=unit_id
            )
        )
    document = Document(
        "report",
        "The report",
        text,
        "d1",
        "ours",
        "CAR T Vision",
        "2025",
        "en",
        "https://report.invalid/",
        "Our own wording.",
    )
    return document, passages


def _official() -> tuple[Document, Passage]:
    body = f"Requirements of manufacturers need to be harmonized. {HOSTILE}"
    document = Document(
        "toolkit", "The toolkit", body, "d2", "official", "CAR T Vision", "2026-06", "en", "https://t.invalid/"
    )
    return document, Passage("p-official", "toolkit", ("Steps",), body, 0, len(body), page=4, unit="rec.2.3")


@dataclass
class FakeAssistant:
    """Answers every question with two cited points; `delay` seconds between the parts, `words` to be answered."""

    delay: float = 0.0
    model: str = ""

    def __post_init__(self) -> None:
        report, passages = _report()
        official, quoted = _official()
        self.documents = {"report": report, "toolkit": official}
        self.passages = {p.id: p for p in [*passages, quoted]}
        self.registry = Registry([GOAL, _GROUP, *(_unit(n, u) for n, u in enumerate(_TEXTS, 1))])
        self.manifest = Manifest("gen-1", "f", "fake", 3)
        self.histories: list[tuple[Turn, ...]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        if len(question) > MOST_CHARACTERS:
            raise BadInput(f"The question has {len(question)} characters: shorten it to {MOST_CHARACTERS}.")
        self.histories.append(tuple(history))
        whole = self.canned(question)
        lines = whole.markdown.split("\n")
        for count in range(1, len(lines)):
            yield replace(whole, markdown="\n".join(lines[:count]), done=False)
            time.sleep(self.delay)
        yield whole

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        *_, last = self.ask(question, history)
        return last

    def search(self, question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Hit]:
        return [Hit(passage, 1.0) for passage in list(self.passages.values())[:k]]

    def with_model(self, settings: Settings) -> FakeAssistant:
        """The same answers, said to be in the words of that model."""
        if settings.model == self.model:
            return self
        other = copy.copy(self)
        other.model = settings.model
        return other

    def canned(self, question: str) -> Answer:
        """The answer given to `question`; one with "hospital count" is not in the sources."""
        if "how many hospitals" in question.lower():
            text = "The sources do not say."
            return Answer(
                "a-none", question, Status.NOT_IN_SOURCES, text, (Sentence(text, Support.FRAME),), (), (), Stamp("f")
            )
        one, two = self._citation(1, "p-rec.2.2", 0, 67), self._citation(2, "p-official", 0, 52)
        markdown = (
            f"Yes: this is **recommendation 2.2**, under goal 2.\n\n- {one.quote} [1]\n"
            f"- “{two.quote}” [2]\n\nNot a source: [9] and [a link](http://elsewhere.invalid/). {HOSTILE}"
        )
        quoted = tuple(Sentence(c.quote, Support.QUOTED, (c.number,)) for c in (one, two))
        steps = ("Who should be involved?", "List the other recommendations of goal 2")
        mode = f"model {self.model}" if self.model else "extractive"
        stamp = Stamp("f", model=self.model)
        found = Answer("a-1", question, Status.ANSWERED, markdown, quoted, (one, two), (), stamp, mode)
        return replace(found, next_steps=steps)

    def _citation(self, number: int, passage_id: str, start: int, end: int) -> Citation:
        passage = self.passages[passage_id]
        document = self.documents[passage.document]
        first, last = passage.start + start, passage.start + end
        unit = self.registry.get(passage.unit)
        return Citation(
            number,
            passage_id,
            document.id,
            unit.title if unit else document.title,
            f"{document.title}: {' > '.join(passage.heading)}",
            document.text[first:last],
            first,
            last,
            passage.unit,
            document.address,
        )
