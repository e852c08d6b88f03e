"""After the search: what the question names outright comes first, and a question for a list gets the whole list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.domain import Unit
from assistant.registry import Registry
from assistant.retrieval.hybrid import Candidate, HybridSearch
from assistant.thresholds import GROUP_SHARE
from assistant.words import fold, tokens

_LIST_CUE = re.compile(
    r"\b(?:all (?:of|the \w+s|\w+s)|list|every|each|complete|full set|overview|enumerate|name the|how many|"
    r"which are|what are|what's in|two|three|four|five|six|seven|eleven|thirteen|sixteen|\d+ (?:\w+ "
    r")?(?:recommendations|challenges|goals|"
    r"steps|ideas|"
    r"questions|barriers|columns|components|materials|members)|who are|who sits|members?|everything|"
    r"tous|toutes|liste|quels sont|quelles sont|combien|enumer\w+|ensemble|"
    r"alle|aller|samtliche|liste|welche|nenne|wie viele|auflist\w+|uberblick|"
    r"todos|todas|lista|cuales son|cuantos|cuantas|enumer\w+|"
    r"tutti|tutte|elenco|elenca|quali sono|quanti|quante)\b"
)
BELONGS = 0.25  # lift of what belongs to a named goal or step; a quarter of the whole score range
TIED = 0.15
LABELLED = 0.9
REMEDY_SHARE = 0.6
COUNTED_SHARE = 0.5
_COUNT_WORDS = {
    **dict.fromkeys(("three", "trois", "drei", "tres", "tre"), 3),
    **dict.fromkeys(("four", "quatre", "vier", "cuatro", "quattro"), 4),
    **dict.fromkeys(("five", "cinq", "funf", "cinco", "cinque"), 5),
    **dict.fromkeys(("seven", "sept", "sieben", "siete", "sette"), 7),
    **dict.fromkeys(("eleven", "onze", "elf", "once", "undici"), 11),
    **dict.fromkeys(("twelve", "douze", "zwolf", "doce", "dodici"), 12),
    **dict.fromkeys(("thirteen", "treize", "dreizehn", "trece", "tredici"), 13),
    **dict.fromkeys(("sixteen", "seize", "sechzehn", "dieciseis", "sedici"), 16),
}
# "the five components", "alle vier Schritte", "i cinque elementi": an article or "all", the number, a noun.
_COUNT = re.compile(
    r"\b(?:the|all|these|those|les|toutes les|tous les|die|alle|der|los|las|i|gli|le)\s+"
    rf"(\d\d?|{'|'.join(_COUNT_WORDS)})\s+([a-z]{{3,}})"
)
_TROUBLE_CUE = re.compile(
    r"\b(?:challenges?|problems?|barriers?|obstacles?|hurdles?|why|reasons?|causes?|issues?|difficult\w*|defis?|pourquoi|"
    r"herausforderung\w*|probleme?|hurden?|warum|retos?|"
    r"problemas?|barreras?|por que|sfid[ae]|problem[ai]|ostacol[oi]|perche)\b"
)
REFERENCES = 0.6
HEADING_SHARE = 0.75  # of the question's words in a heading, for the question to be about that section
_STUDY_CUE = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|papers?|references?|cit(?:e|es|ed|ation|ations)|authors?|publications?|"
    r"published|articles?|"
    r"journals?|doi|evidence|who wrote|written by|literature|bibliograph\w+|footnotes?|etudes?|essais?|auteurs?|"
    r"studien?|"
    r"autor\w*|quellen\w*|literatur\w*|estudios?|ensayos?|articulos?|studi|studio|autori|articol\w+|referenc\w+|"
    r"referenz\w*|"
    r"riferiment\w+|zuma|eliana|transcend)\b"
)
_EXAMPLE_CUE = re.compile(
    r"\b(?:examples?|cases?|in practice|elsewhere|anyone|anybody|who (?:has|did|does)|which (?:country|"
    r"countries|hospital)|"
    r"countr\w+|done (?:it|that|this)|worked|exemples?|pays|beispiel\w*|land|lander|wo wird|ejemplos?|pais\w*|"
    r"esemp\w+|paes\w+)\b"
)
_KIND_CUE = {
    "challenge": re.compile(r"\b(?:challenge|defi|herausforderung|reto|sfida)\b"),
    "recommendation": re.compile(r"\b(?:recommendation|recommandation|empfehlung|recomendacion|raccomandazione)\b"),
}
_PLURAL_WHAT = re.compile(
    r"\b(?:what|which)\b(?:\s+(?:are|were|of|the|other|main))*\s+(?:\w+\s+)?(?!does|was|has|goes|says|this|"
    r"needs|happens|"
    r"makes|comes|gives|means|helps|counts|stands)\w{3,}s\b"
)


def asks_for_all(question: str) -> bool:
    """Whether the wording asks for a whole list, in any of the five languages."""
    return says_all(question) or bool(_PLURAL_WHAT.search(fold(question)))


def says_all(question: str) -> bool:
    """Whether a word such as "all", "list" or a number of members says so outright."""
    return bool(_LIST_CUE.search(fold(question)))


def prefer_own_texts(question: str, candidates: Sequence[Candidate], labelled: Collection[str]) -> list[Candidate]:
    """Candidates with labelled documents (public cases beside the texts) a little behind, and bibliographic references
    well behind unless the question asks for studies: a reference list answers for every name and word in its titles."""
    studies = bool(_STUDY_CUE.search(fold(question)))

    def share(candidate: Candidate) -> float:
        if candidate.passage.kind == "references" or (candidate.passage.unit or "").startswith("ref."):
            return 1.0 if studies else REFERENCES
        return LABELLED if candidate.passage.document in labelled else 1.0

    weighed = [replace(c, score=c.score * share(c)) for c in candidates]
    return sorted(weighed, key=lambda c: -c.score)


def section_from_its_start(question: str, candidates: Sequence[Candidate], among: int = 20) -> list[Candidate]:
    """Where the question is mostly a section's heading, that section is given from its start: the earliest of its
    passages among the first candidates comes before the others of it. What states a unit stays where it is."""
    asked = set(tokens(question))
    earliest: dict[tuple[str, tuple[str, ...]], Candidate] = {}
    for candidate in candidates[:among]:
        section = (candidate.passage.document, candidate.passage.heading)
        if section not in earliest or candidate.passage.start < earliest[section].passage.start:
            earliest[section] = candidate
    found: list[Candidate] = []
    done: set[str] = set()
    for candidate in candidates:
        lead = earliest.get((candidate.passage.document, candidate.passage.heading), candidate)
        if lead.passage.id not in done and candidate is not lead and _is_heading_of(asked, candidate):
            found.append(replace(lead, score=candidate.score))
            done.add(lead.passage.id)
        if candidate.passage.id not in done:
            found.append(candidate)
            done.add(candidate.passage.id)
    return found


def _is_heading_of(asked: set[str], candidate: Candidate) -> bool:
    passage = candidate.passage
    if not asked or passage.unit or not passage.heading:
        return False
    return len(asked & set(tokens(passage.heading[-1]))) >= HEADING_SHARE * len(asked)


def prefer_mentioned(
    candidates: Sequence[Candidate], named: Sequence[Unit], registry: Registry, picked: str | None = None
) -> list[Candidate]:
    """Candidates with those lifted that the question names by number, or that belong to a goal or step it names.

    The unit that it points at (`picked`) and those named outright come before all others, whatever these score.
    """
    if not named:
        return list(candidates)
    lifts = {c.passage.id: _lift(registry.get(c.passage.unit), named, picked) for c in candidates}
    lifted = [replace(c, score=max(0.0, c.score + lifts[c.passage.id])) for c in candidates]
    return sorted(lifted, key=lambda c: (lifts[c.passage.id] < 1.0, -c.score))


def _lift(unit: Unit | None, named: Sequence[Unit], picked: str | None) -> float:
    if unit is None:
        return 0.0
    if unit.id == picked:
        return 1.0
    goals = {n.id: n.goal for n in named if n.kind == "goal"}
    if unit.id in {n.id for n in named} - goals.keys() - {n.id for n in named if n.kind == "step"}:
        return 1.0
    if any(unit.id == n.id or unit.id.startswith(f"{n.id}.") for n in named):
        return BELONGS
    if goals and unit.goal:
        return BELONGS if unit.goal in goals.values() else -BELONGS
    return 0.0


def prefer_tied(
    question: str, candidates: Sequence[Candidate], focus: Sequence[str], search: HybridSearch, registry: Registry
) -> list[Candidate]:
    """In a follow-up: what the earlier turn was about, what serves it and what it serves, lifted; most of all the kind
    that the question names, or cases where it asks for an example. Tied units that the search missed are added."""
    near = {other for unit in map(registry.get, focus) if unit for other in unit.serves} | {
        unit.id for unit in registry if any(other in focus for other in unit.serves)
    }
    plain = fold(question)
    example = bool(_EXAMPLE_CUE.search(plain))
    wanted = {"case"} if example else {kind for kind, cue in _KIND_CUE.items() if cue.search(plain)}

    def lift(candidate: Candidate) -> float:
        unit = registry.get(candidate.passage.unit)
        if unit is None or (unit.id not in near and unit.id not in focus):
            return 0.0
        asked_for = unit.kind in wanted and (example or unit.id in near)
        return 2 * BELONGS if asked_for else 0.0 if example else TIED

    known = {c.passage.unit for c in candidates}
    added = [Candidate(p, 0.0) for p in search.passages.values() if p.unit in near - known]
    lifted = [replace(c, score=c.score + lift(c)) for c in [*candidates, *added]]
    return sorted(lifted, key=lambda c: -c.score)


def remedy_first(question: str, candidates: Sequence[Candidate], registry: Registry) -> list[Candidate]:
    """A challenge that comes first gives way to the recommendation that answers it, if that is close behind: people
    who describe a trouble want to know what is recommended. Not where the question asks for challenges or reasons."""
    lead = registry.get(candidates[0].passage.unit) if candidates else None
    if lead is None or lead.kind != "challenge" or _TROUBLE_CUE.search(fold(question)):
        return list(candidates)
    for at, candidate in enumerate(candidates[1:4], 1):
        unit = registry.get(candidate.passage.unit)
        close = candidate.score >= REMEDY_SHARE * candidates[0].score
        if unit and close and unit.kind == "recommendation" and unit.id in lead.serves:
            rest = [*candidates[:at], *candidates[at + 1 :]]
            return [replace(candidate, score=candidates[0].score), *rest]
    return list(candidates)


def _counted_list(question: str, candidates: Sequence[Candidate], registry: Registry) -> Unit | None:
    """Where the question says how many there are ("the five components"): the best list near the top of that size.

    A list of lists comes before one of its own members of the same size.
    """
    counted = _COUNT.findall(fold(question))
    sizes = {int(n) if n.isdigit() else _COUNT_WORDS[n] for n, _ in counted}
    if not sizes:
        return None
    near = [c for c in candidates[:8] if c.score >= COUNTED_SHARE * candidates[0].score]
    units = [u for c in near if (u := registry.get(c.passage.unit))]
    fitting = [u for u in units if {len(registry.members(u.id)), len(registry.leaves(u.id))} & sizes]
    # "The three goals" are the list whose members are goals, not another list of three.
    nouns = {stem for _, noun in counted for stem in tokens(noun)}
    named = [u for u in fitting if any(nouns & set(tokens(m.kind)) for m in registry.members(u.id))]
    above = [u for u in named or fitting if any(other.group == u.id for other in fitting)]
    return next(iter(above or named or fitting), None)


def choose_list(question: str, candidates: Sequence[Candidate], registry: Registry) -> Unit | None:
    """The unit whose members the question asks for, or None.

    The best candidate if it has members; else, where the wording asks for all, the best list that scores near the top,
    or the list that most of the best five belong to.
    """
    if not candidates:
        return None
    counted = _counted_list(question, candidates, registry)
    if counted:
        return counted
    top = registry.get(candidates[0].passage.unit)
    if top and registry.members(top.id):
        return top
    if not says_all(question):
        return None
    for candidate in candidates[:5]:
        unit = registry.get(candidate.passage.unit)
        if unit and registry.members(unit.id) and candidate.score >= GROUP_SHARE * candidates[0].score:
            return unit
    groups = Counter(u.group for c in candidates[:5] if (u := registry.get(c.passage.unit)) and u.group)
    if groups and groups.most_common(1)[0][1] >= 3:
        return registry.get(groups.most_common(1)[0][0])
    return None
