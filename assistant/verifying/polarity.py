"""Negation, direction and strength: what a claim may not turn round or make stronger than its source says."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.verifying.axes import AXES
from assistant.verifying.lexicon import CAUSES, DENIALS, NEGATIONS, SOFT, SOFT_DENIALS, word_set
from assistant.verifying.matching import MET, Match, likeness
from assistant.verifying.numbers import numbers_in
from assistant.verifying.reading import Reading, Word

_DIRECTIONS = word_set("more less fewer many few up down before after")
_ALL = word_set("all every each always everyone everybody everything everywhere entire completely never any")
_NOBODY = word_set("no none nobody nothing neither")
_WITHOUT = word_set("without free unpaid")
_NOT_QUITE = word_set("nearly almost not virtually practically")
_DEPENDS = word_set("unless if provided whether")
_TIMES = word_set("day week month year time hour season night morning other")
_LESSENS = word_set("less fewer unless until")
_BOUNDS = word_set("more less later longer fewer earlier shorter")
_ONLY = word_set("only solely exclusively")
_ONLY_IN_SOURCE = _ONLY | word_set("alone except unless single limited outside just sole merely")
_AFTER_ONLY = word_set("few little about around roughly a some one two three half partly very by because")
_WEAK = word_set(
    "may might could can would should possibly possible perhaps probably likely suggest suggests suggested seem "
    "seems appear appears expect expects expected think thinks thought hope hopes plan plans planned if unless "
    "provided allowed allow able potential potentially believe believes estimated apply chance aim aims intend "
    "intends"
)
_HEDGED = word_set("may might could should possibly perhaps probably likely suggest suggests seem seems appear")
_PROMISES = word_set("can expect expects expected hope hopes hoped want wants wanted plan plans planned aim aims")
_WHOLE = word_set("both whole per mandatory")
_MUST = word_set(
    "must mandatory compulsory required require requires obliged obligatory need needs shall has have bound"
)
_DUTY = word_set("must mandatory compulsory obliged obligatory shall")
_OPTIONAL = word_set("may might could can should recommended advised suggested optional voluntary voluntarily")
# How much of a group is meant.
_AMOUNTS = {"few": 1, "some": 2, "several": 2, "many": 3, "most": 4, "majority": 4, "all": 5, "every": 5, "each": 5}


def negated(words: Sequence[Word], reach: int) -> set[int]:
    """The places of words that a negation is about: up to `reach` content words after it within its clause."""
    places: set[int] = set()
    for i, word in enumerate(words):
        if reach > 1 and word.stem in SOFT_DENIALS:
            places |= {w.at for w in words if w.clause == word.clause and w.is_content and -4 <= w.at - word.at <= 5}
        if reach > 1 and word.low in _LESSENS:
            places |= {w.at for w in words if w.clause == word.clause and w.is_content and 0 < w.at - word.at <= 4}
        if not (word.low in NEGATIONS or word.stem in DENIALS) or _low(words, i + 1) in ("only", "just"):
            continue
        if word.low == "no" and _low(words, i + 1) in _BOUNDS and _low(words, i + 2) == "than":
            continue
        left = reach
        if word.low == "neither" and (before := [w for w in words[:i] if w.is_content and w.clause == word.clause]):
            places.add(before[-1].at)  # "pays neither for this nor for that" denies the paying
        for after in words[i + 1 :]:
            if after.clause != word.clause or left == 0:
                break
            if after.is_content and after.low != "cart":
                places.add(after.at)
                left -= reach > 1 or not _leads_on(words, after)
    return places


def _leads_on(words: Sequence[Word], word: Word) -> bool:
    """ "Does not plan to add": the adding is denied as well."""
    return word.weight < 1 and any(w.low == "to" and 0 < w.at - word.at <= 2 for w in words)


def _low(words: Sequence[Word], i: int) -> str:
    return words[i].low if 0 <= i < len(words) else ""


def turned_round(
    claim: Reading, held: Reading, match: Match, near: Collection[int], closest: Collection[int]
) -> list[tuple[Word, Word]]:
    """Pairs of words that say the opposite of each other: negated on one side only, or opposite ends of an axis.

    `near` are the sentences of the source that the claim leans on, `closest` the clauses; what the source denies in
    other clauses is not the claim's business. A word that stands there in the claim's own sense is no contradiction.
    """
    near_claim, wide_claim = negated(claim.words, 1), negated(claim.words, 4)
    near_held = negated([w for w in held.words if w.clause in closest], 1)
    wide_held = negated(held.words, 4)
    found: list[tuple[Word, Word]] = []
    for i, a in enumerate(match.claim):
        opposite: list[Word] = []
        same = False
        exact = any(b.sentence in near and match.table[i, j] >= 1 for j, b in enumerate(match.held))
        for j, b in enumerate(match.held):
            if b.sentence not in near or abs(match.table[i, j]) < (1 if exact else MET):
                continue
            flips = bool(match.table[i, j] < 0) ^ _denied_apart(
                a.at, b.at, (near_claim, wide_claim), (near_held, wide_held)
            )
            opposite += [b] * flips
            same |= not flips
        same = same or any(
            w.sentence in near and not w.is_content and likeness(a.stem, w.stem) >= MET for w in held.words
        )
        if opposite and not same:
            found.append((a, opposite[0]))
    return found


def turned_small_words(claim: Reading, held: Sequence[Word]) -> Word | None:
    """ "More" for "less", "up" for "down", "before" for "after", said of the same thing: the first such word."""
    places = [j for j, w in enumerate(held) if w.low in _DIRECTIONS or w.is_content]
    ups = [w.low for j, w in enumerate(held) if w.low in ("up", "down") and _low(held, j + 1) in ("from", "by")]
    for word in claim.words if ups else ():
        side = AXES.get(word.stem, {}).get(0)
        same = any(AXES.get(w.stem, {}).get(0) == side for w in held if w.is_content)
        if word.is_content and side and not same and all((low == "up") == (side > 0) for low in ups):
            return word
    for i, word in enumerate(claim.words):
        if word.low not in _DIRECTIONS or (word.low == "up" and _low(claim.words, i + 1) == "to"):
            continue
        meant = _said_of(claim.words, i)
        likes = [
            likeness(word.stem, held[j].stem)
            for j in places
            if abs(likeness(word.stem, held[j].stem)) >= MET
            and _same_thing(meant, _said_of(held, j), either=word.low in ("up", "down"))
        ]
        if likes and max(likes) < 0:
            return word
    return None


def _said_of(words: Sequence[Word], i: int) -> tuple[Word | None, Word | None]:
    """The next content word or number in the same clause, and the content word before."""
    after = next((w for w in words[i + 1 :] if w.clause == words[i].clause and (w.is_content or w.is_number)), None)
    before = next((w for w in reversed(words[:i]) if w.clause == words[i].clause and w.is_content), None)
    return after, before


def _same_thing(a: tuple[Word | None, Word | None], b: tuple[Word | None, Word | None], either: bool = False) -> bool:
    """What follows is compared, and what comes before only where nothing follows on one side, or `either` will do."""
    pairs = [(a[0], b[0])] if a[0] and b[0] else [(a[1], b[1])]
    pairs += [(a[1], b[1])] if either else []
    return any(
        one and other and (one.low == other.low or likeness(one.stem, other.stem) >= MET) for one, other in pairs
    )


def _denied_apart(a: int, b: int, claim: tuple[set[int], set[int]], held: tuple[set[int], set[int]]) -> bool:
    """Clearly denied on one side, and not even loosely on the other."""
    return (a in claim[0] and b not in held[1]) or (b in held[0] and a not in claim[1])


def lone_negation(claim: Reading, held: Sequence[Word]) -> bool:
    """The claim denies something and the sentences it leans on deny nothing."""
    cues = [w for w in claim.words if w.low in NEGATIONS]
    return bool(cues) and not any(w.low in NEGATIONS or w.stem in DENIALS for w in held)


def too_strong(claim: Reading, words: Sequence[Word], closest: Sequence[Word]) -> str:
    """What the claim says more strongly than the sentences it leans on; "" when nothing.

    Certainty is compared with the closest clauses only: another clause may hedge something else.
    """
    lows, close = {w.low for w in words}, _hedges(closest)
    said = {w.low for w in claim.words}
    for word in _universals(claim.words):
        if not _as_universal(word, claim.words, words):
            return f"'{word.text.lower()}' is more than the source says"
    for i, w in enumerate(claim.words):
        if w.low in _ONLY and not lows & _ONLY_IN_SOURCE and _low(claim.words, i + 1) not in _AFTER_ONLY:
            return "'only' is more than the source says"
    if "must" in said and not {w.low for w in closest} & _MUST:
        return "'must' is more than the source says"
    if said & _OPTIONAL and not said & _MUST and (duty := {w.low for w in closest}) & _DUTY and not duty & _OPTIONAL:
        return "the source says it as a duty"
    if (
        said & {"will", "shall"}
        and close & (_HEDGED | _PROMISES | _DEPENDS)
        and not said & _DEPENDS
        and "will" not in lows
    ):
        return "the source says it with less certainty"
    if close & (_HEDGED - {"should"}) and not said & _WEAK:
        return "the source says it with less certainty"
    stems = {w.stem for w in words}
    if said & {"none", "nobody"} and not lows & (_NOBODY | _ALL | _WITHOUT) - {"no", "any"}:
        return "the source leaves some over"
    if "both" in said and any(w.low == "one" and _low(words, i + 1) == "of" for i, w in enumerate(words)):
        return "'both' is more than the source says"
    if said & {"no", "none", "nobody"} and lows & SOFT and not lows & (NEGATIONS - SOFT):
        return "the source leaves some over"
    denied = negated(claim.words, 1)
    for w in claim.words:
        if w.stem in CAUSES and w.at not in denied and not any(likeness(w.stem, s) >= MET for s in stems):
            return f"'{w.text.lower()}' is more than the source says"
    return _amount(claim.words, words)


def _hedges(words: Sequence[Word]) -> set[str]:
    """The words but for denied modals: "could not show" hedges nothing."""
    return {w.low for i, w in enumerate(words) if _low(words, i + 1) not in ("not", "no")}


def _universals(words: Sequence[Word]) -> list[Word]:
    """ "All", "every", ... but for "nearly all" and rates such as "every year"."""
    found = []
    for i, w in enumerate(words):
        rate = _low(words, i + 1) in _TIMES or _low(words, i + 2) in _TIMES
        if (
            w.low in _ALL
            and not w.is_acronym
            and not (w.low in ("every", "each", "any") and rate)
            and _low(words, i - 1) not in _NOT_QUITE
            and not (w.low == "all" and _low(words, i - 1) in ("in", "at", "after") and not _names_thing(words, i))
        ):
            found.append(w)
    return found


def _names_thing(words: Sequence[Word], i: int) -> bool:
    """ "In all countries", other than "in all, six hours" and "not at all"."""
    return any(w.at == words[i].at + 1 and w.clause == words[i].clause for w in words[i + 1 : i + 2])


def _as_universal(word: Word, claim: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether the source has such a word, too, about the same thing where that thing is named."""
    if word.low == "never":
        return any(w.low in NEGATIONS - SOFT for w in words)
    places = [
        w for i, w in enumerate(words) if w.low in _ALL | _NOBODY | _WHOLE and _low(words, i - 1) not in _NOT_QUITE
    ]
    if word.low in ("each", "any") and any(w.low in (word.low, "per") for w in words):
        return True
    if not places:
        return _whole(words)
    meant = _next_content(claim, word)
    if meant is None or not any(likeness(meant.stem, w.stem) >= MET for w in words):
        return True
    near = [w for p in places for w in words if 0 < w.at - p.at <= 5 and w.is_content]
    return any(likeness(meant.stem, w.stem) >= MET for w in near)


def _next_content(words: Sequence[Word], word: Word) -> Word | None:
    return next((w for w in words if w.at > word.at and w.clause == word.clause and w.is_content), None)


def _whole(words: Sequence[Word]) -> bool:
    reading = Reading(tuple(words), 0, 0)
    return any(n.unit == "percent" and n.value >= 99.5 for n in numbers_in(reading))


def _amount(claim: Sequence[Word], words: Sequence[Word]) -> str:
    """ "Some" may not become "many", nor "few" "most"; shares in percent are the numbers' business."""
    said = [w for i, w in enumerate(claim) if w.low in _AMOUNTS and not _rate(claim, i)]
    there = [_AMOUNTS[w.low] for i, w in enumerate(words) if w.low in _AMOUNTS and not _rate(words, i)]
    if not said or not there or any(w.is_number for w in words):
        return ""
    for word in said:
        if _AMOUNTS[word.low] > max(there):
            return f"'{word.text.lower()}' is more than the source says"
    return ""


def _rate(words: Sequence[Word], i: int) -> bool:
    """ "each year", "at most", "most often": no amount of a group."""
    return _low(words, i + 1) in _TIMES or _low(words, i - 1) == "at" or _low(words, i - 1) == "the"
