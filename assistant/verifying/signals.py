"""What is measured on a claim and its source: the rules that refuse, and the figures that are weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.interfaces import Vector
from assistant.verifying.agreement import agrees, in_effect
from assistant.verifying.alignment import FIGURES as ALIGNED
from assistant.verifying.binding import exchanged, items, misplaced
from assistant.verifying.coverage import coverage, leans_on, replaced, togetherness
from assistant.verifying.matching import hidden_name, match
from assistant.verifying.numbers import numbers_in
from assistant.verifying.polarity import lone_negation
from assistant.verifying.reading import Reading
from assistant.verifying.rules import KINDS, Refusal, refusals
from assistant.verifying.structure import FIGURES as BUILT
from assistant.verifying.structure import structure
from assistant.verifying.sums import follows, listed

FEATURES = (
    "weakest",
    "everywhere",
    "single",
    "subject",
    "gap",
    "replaced",
    "misplaced",
    "exchanged",
    "split",
    "stray",
    "axis",
    "denial",
    "derived",
    "listed",
    "refused",
    *KINDS,
    *ALIGNED,
    *BUILT,
)


@dataclass(frozen=True, slots=True)
class Signals:
    """`refusals`: reasons for which the claim is not carried, whatever the rest says; `figures` are weighed."""

    refusals: tuple[Refusal, ...]
    figures: Mapping[str, float]
    sentence: int
    near: tuple[int, ...]
    piece: int | None = None


def measure(claim: Reading, held: Reading, vectors: Mapping[str, Vector]) -> Signals:
    """The signals of one claim but for the alignment, which whoever holds the embedder adds."""
    met = match(claim, held, vectors)
    there = numbers_in(held)
    said = in_effect(numbers_in(claim), there)
    near = leans_on(claim, held, met)
    joined = items(met, said, there)
    unsaid = [n for n in said if not any(agrees(n, h) for h in there)]
    context = {s for k in near for s in (k - 1, k)}
    beside = [n for n in there if held.sentence_at(n.at) in context]
    derived = [n for n in unsaid if follows(n, beside)]
    counted = [n for n in unsaid if n not in derived and listed(n, held, near)]
    reasons = refusals(claim, held, met, joined, near, ([n for n in said if n not in [*derived, *counted]], there))
    if word := hidden_name(met, vectors):
        reasons.append(Refusal("name", f"'{word.text}' is not in the source"))
    figures = {
        **coverage(claim, held, met, near),
        **togetherness(claim, held, met, said, there),
        **structure(claim, held, met, near, (said, there)),
        "replaced": replaced(met),
        "misplaced": misplaced(joined)[0],
        "exchanged": exchanged(joined),
        "denial": float(lone_negation(claim, [w for w in held.words if w.sentence in near])),
        "derived": float(len(derived)),
        "listed": float(len(counted)),
        "refused": float(len(reasons)),
        **{kind: float(sum(r.kind == kind for r in reasons)) for kind in KINDS},
    }
    return Signals(tuple(reasons), figures, next(iter(near), 0), tuple(near))
