"""What is measured on a claim and its source: the rules that refuse, and the figures that are weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.interfaces import Vector
from assistant.verifying.binding import arranged, exchanged, items, misplaced, swapped
from assistant.verifying.lexicon import AXES, MONTHS, SURE_MONTHS
from assistant.verifying.matching import MET, Match, hidden_name, match
from assistant.verifying.numbers import UNITS, Number, agrees, numbers_in
from assistant.verifying.polarity import lone_negation, too_strong, turned_round, turned_small_words
from assistant.verifying.reading import Reading, Word

FEATURES = (
    "coverage",
    "weakest",
    "exact",
    "gap",
    "loose",
    "misplaced",
    "arranged",
    "exchanged",
    "denial",
    "single",
    "split",
    "stray",
    "axis",
    "subject",
    "cosine",
)
_SUPERLATIVE_NOT = frozenset(
    "interest request forest invest harvest suggest protest honest arrest guest test west".split()
)


@dataclass(frozen=True, slots=True)
class Signals:
    """`refusals`: reasons for which the claim is not carried, whatever the rest says. `figures`: each about 0..1."""

    refusals: tuple[str, ...]
    figures: Mapping[str, float]
    sentence: int
    near: tuple[int, ...]
    piece: int | None = None


def measure(claim: Reading, held: Reading, vectors: Mapping[str, Vector]) -> Signals:
    """The signals of one claim; the two cosines are added by whoever holds the embedder."""
    met = match(claim, held, vectors)
    near = leans_on(claim, held, met)
    figures = _coverage(claim, met, near)
    joined = items(met, numbers_in(claim), numbers_in(held))
    figures["misplaced"], _ = misplaced(joined)
    figures["arranged"] = arranged(joined)
    figures["exchanged"] = exchanged(joined)
    figures["denial"] = float(lone_negation(claim, [w for w in held.words if w.sentence in near]))
    best = next(iter(near), 0)
    figures |= _togetherness(claim, held, met)
    refusals = _refusals(claim, held, met, near)
    if word := hidden_name(met, vectors):
        refusals.append(f"'{word.text}' is not in the source")
    return Signals(tuple(refusals), figures, best, tuple(near))


def leans_on(claim: Reading, held: Reading, met: Match) -> list[int]:
    """The sentences of the source that carry most of the claim's clauses, the best for the whole claim first."""
    if not met.held:
        return []
    numbers = {w.low for w in claim.words if w.is_number}
    chosen: list[int] = []
    whole = range(len(met.claim))
    for part in [whole, *([i for i in whole if met.claim[i].clause == c] for c in range(claim.clauses))]:
        if part and (best := _best_sentence(part, met, held, numbers)) not in chosen:
            chosen.append(best)
    return chosen


def _best_sentence(part: Sequence[int], met: Match, held: Reading, numbers: set[str]) -> int:
    scores: dict[int, float] = {w.sentence: 0.0 for w in held.words}
    for sentence in scores:
        places = [j for j, b in enumerate(met.held) if b.sentence == sentence]
        scores[sentence] = sum(met.claim[i].weight * abs(met.table[i, places]).max() for i in part) if places else 0.0
        scores[sentence] += sum(w.low in numbers for w in held.words if w.sentence == sentence)
    return max(scores, key=lambda s: (scores[s], -s))


def _coverage(claim: Reading, met: Match, near: Sequence[int]) -> dict[str, float]:
    """Shares of the claim's content words, by weight, that the sentences it leans on carry."""
    within = [j for j, b in enumerate(met.held) if b.sentence in near]
    held = [(w, met.best(i, within)) for i, w in enumerate(met.claim)]
    clauses = [[(w, h) for w, h in held if w.clause == c] for c in range(claim.clauses)]
    return {
        "coverage": _share(held),
        "weakest": min((_share(c) for c in clauses if c), default=1.0),
        "exact": _share([(w, float(h >= MET)) for w, h in held]),
        "gap": min(1.0, _longest_gap(held) / 4),
        "loose": min(1.0, sum(w.weight for w, h in held if h < 0.45) / 4),
    }


def _togetherness(claim: Reading, held: Reading, met: Match) -> dict[str, float]:
    """Do the words of each clause stand in one sentence, and its numbers there too?"""
    numbers, there = numbers_in(claim), numbers_in(held)
    plain = {w.low for w in claim.words if w.is_number}
    sentence_of = {w.at: w.sentence for w in held.words}
    single, stray, split, subject = 1.0, 0, 0.0, 1.0
    for c in range(claim.clauses):
        part = [i for i, w in enumerate(met.claim) if w.clause == c]
        if not part or not met.held:
            continue
        best = _best_sentence(part, met, held, plain)
        within = [j for j, b in enumerate(met.held) if b.sentence == best]
        carried = _share([(met.claim[i], met.best(i, within)) for i in part])
        single = min(single, carried)
        if met.claim[part[0]].opens:
            subject = met.best(part[0], within)
        split = max(split, carried - _by_one_clause(part, met, within))
        for n in (n for n in numbers if n.clause == c):
            places = {sentence_of[h.at] for h in there if agrees(n, h)}
            stray += bool(places) and best not in places
    sides = [i for i, w in enumerate(met.claim) if w.stem in AXES and met.best(i) < MET]
    return {
        "single": single,
        "split": split,
        "stray": min(1.0, stray / 2),
        "axis": min(1.0, len(sides) / 2),
        "subject": subject,
    }


def _by_one_clause(part: Sequence[int], met: Match, within: Sequence[int]) -> float:
    """The most that one clause of a sentence carries of these words."""
    clauses: dict[int, list[int]] = {}
    for j in within:
        clauses.setdefault(met.held[j].clause, []).append(j)
    return max((_share([(met.claim[i], met.best(i, js)) for i in part]) for js in clauses.values()), default=0.0)


def _zone(claim: Reading, held: Reading, met: Match, near: Sequence[int]) -> tuple[list[Word], set[int]]:
    """The words of the sentences that the claim leans on, and the clauses in them that are closest."""
    sentences = [w for w in held.words if w.sentence in near]
    clauses: set[int] = set()
    for c in range(claim.clauses):
        part = [i for i, w in enumerate(met.claim) if w.clause == c]
        scores = {w.clause: 0.0 for w in sentences}
        for clause in scores:
            places = [j for j, b in enumerate(met.held) if b.clause == clause]
            scores[clause] = sum(abs(met.table[i, places]).max() for i in part) if places and part else 0.0
        if scores and len(part) > 1:
            best = max(scores.values())
            clauses |= {k for k, score in scores.items() if score >= 0.9 * best}
    return sentences, clauses


def _share(held: Sequence[tuple[Word, float]]) -> float:
    total = sum(w.weight for w, _ in held)
    return sum(w.weight * h for w, h in held) / total if total else 1.0


def _longest_gap(held: Sequence[tuple[Word, float]]) -> float:
    """The most weight of neighbouring words that the source does not have."""
    longest = run = 0.0
    for word, h in held:
        run = run + word.weight if h < 0.6 else 0.0
        longest = max(longest, run)
    return longest


def _refusals(claim: Reading, held: Reading, met: Match, near: Sequence[int]) -> list[str]:
    said, there = numbers_in(claim), numbers_in(held)
    reasons = [f"'{n.shown}' is not in the source" for n in _unmet(said, there)]
    reasons += [f"'{name}' is not in the source" for name in _strange_names(claim, met)]
    reasons += [f"'{word.text}' is not in the source" for word in _strange_dates(claim, held)]
    reasons += [f"'{word.text}' is not in the source" for word in _superlatives(met)]
    reasons += [f"'{word.text}' is not what the source counts in" for word in _strange_units(claim, said, held, there)]
    near_words, closest = _zone(claim, held, met, near)
    turned = turned_round(claim, held, met, near, closest)
    crossed = swapped(claim, held, met, near)
    if small := turned_small_words(claim, near_words):
        turned = turned or [(small, small)]
    if turned and not crossed:
        reasons.append(f"the source says the opposite of '{turned[0][0].text}'")
    if crossed and not turned:
        reasons.append(f"'{crossed[0].text}' and '{crossed[1].text}' stand the other way round in the source")
    if strong := too_strong(claim, near_words, [w for w in near_words if w.clause in closest]):
        reasons.append(strong)
    return reasons


def _unmet(said: Sequence[Number], there: Sequence[Number]) -> list[Number]:
    """Numbers of the claim without their like; a ratio may stand as a share, or its two parts may."""
    unmet = [n for n in said if not any(agrees(n, h) for h in there)]
    by_place: dict[int, list[Number]] = {}
    for n in said:
        by_place.setdefault(n.at, []).append(n)
    shares = {n.at for n in said if n.part and any(agrees(n, h) for h in there)}
    covered = {n.at for n in unmet if len(by_place[n.at]) > 1 and any(m not in unmet for m in by_place[n.at])}
    after = [n.at for n in said]
    followed = {after[k + 1] for k in range(len(after) - 1) if after[k] in shares and after[k + 1] != after[k]}
    return [n for n in unmet if n.at not in covered and not (n.at in followed and n.unit == "")]


def _strange_units(claim: Reading, said: Sequence[Number], held: Reading, there: Sequence[Number]) -> list[Word]:
    """ "Four times a month", where the source has weeks: a unit of time that stands without a number of its own."""
    counted = {n.at + k for n in said if n.unit in ("time", "months") for k in (0, 1, 2)}
    families = {w.low: UNITS[w.low] for w in held.words if w.low in UNITS}
    found = []
    for w in claim.words:
        unit = UNITS.get(w.low)
        if unit is None or unit[0] not in ("time", "months") or w.at in counted or unit in families.values():
            continue
        one = Number(1, unit[0], unit[1], w.at, w.clause)
        rivals = [u for u in families.values() if u[0] in ("time", "months")]
        if rivals and not any(agrees(one, h) for h in there):
            found.append(w)
    return found


def _strange_names(claim: Reading, met: Match) -> list[str]:
    return [w.text for i, w in enumerate(met.claim) if w.is_name and w.low not in MONTHS and met.best(i) < MET]


def _strange_dates(claim: Reading, held: Reading) -> list[Word]:
    there = {w.low for w in held.words}
    return [w for i, w in enumerate(claim.words) if _is_month(claim.words, i) and w.low not in there]


def _is_month(words: Sequence[Word], i: int) -> bool:
    word = words[i]
    if word.low not in MONTHS or not word.text[0].isupper():
        return False
    beside = [words[k] for k in (i - 1, i + 1) if 0 <= k < len(words)]
    return word.low in SURE_MONTHS or any(w.is_number or w.low in ("in", "of", "since", "until", "by") for w in beside)


def _superlatives(met: Match) -> list[Word]:
    return [
        w
        for i, w in enumerate(met.claim)
        if w.low.endswith("est") and len(w.low) > 5 and w.low not in _SUPERLATIVE_NOT and met.best(i) < MET
    ]
