"""A message in the guided chat, read by rules: a command, a question in between, "I don't know", or answers. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from assistant.planning.settling import Decision, read_decision
from assistant.words import fold, sentences


class Intent(StrEnum):
    """What the user wants with a message."""

    ANSWER = "answer"
    QUESTION = "question"
    UNKNOWN = "unknown"
    CORRECT = "correct"
    SKIP = "skip"
    BACK = "back"
    STEP = "step"
    MORE = "more"
    EXPLAIN = "explain"
    ACCEPT = "accept"
    REJECT = "reject"
    UNDO = "undo"
    REDO = "redo"
    SHOW = "show"
    TITLE = "title"
    MOVE = "move"
    HELP = "help"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Message:
    """`text`: the user's words that count as an answer; `parts`: those with a label of their own, by unit.

    `numbers`: a step; `question`: what is asked in between; `swap`: (wrong, right) of "not X but Y"; `decision`: on
    the suggestions that wait; `fact`: a kind of fact and what it is to be now ("the budget is 9,000 euros").
    """

    intent: Intent
    text: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    question: str = ""
    numbers: tuple[int, ...] = ()
    swap: tuple[str, str] | None = None
    decision: Decision | None = None
    fact: tuple[str, str] | None = None


# Words for whole messages, on folded text without the full stop; English, and the plainest of the other languages.
_STEP_WORD = r"(?:step|etape|schritt|paso|fase)"
_COMMANDS = (
    (
        Intent.SKIP,
        r"(?:skip|pass|next(?: question)?|leave (?:it|that) out|passer?|uberspringen|weiter|saltar|avanti)"
        r"(?: (?:it|this|that))?",
    ),
    (Intent.BACK, r"(?:go )?back|previous(?: question)?|retour|zuruck|atras|indietro"),
    (
        Intent.STEP,
        rf"(?:(?:go|jump|back|skip|move|on)?\s*(?:to|on to)?\s*)?{_STEP_WORD} ?(?P<numbers>[1-4])(?: please)?",
    ),
    (Intent.MORE, r"(?:add )?(?:another|one more|a new|new|a second|next) (?:activity|row|action)"),
    (
        Intent.EXPLAIN,
        r"(?:for )?example|(?:what do(?:es)?|did) (?:you|that|this|it) mean|why do you ask(?: (?:this|that))?"
        r"|i (?:do not|don't) (?:understand|get (?:it|that))|explain(?: (?:this|that|the question))?|what|huh",
    ),
    (Intent.UNDO, r"undo(?: (?:it|that))?"),
    (Intent.REDO, r"redo(?: (?:it|that))?"),
    (Intent.SHOW, r"(?:show|print)(?: me)?(?: (?:the|my))?(?: (?:plan|it|everything))?"),
    (Intent.HELP, r"help|commands|\?"),
    (
        Intent.STOP,
        r"stop|quit|exit|bye|goodbye|pause|save(?: and (?:quit|exit))?|that is all for (?:today|now)"
        r"|fin|ende|salir|esci",
    ),
)
_WHOLE = [(intent, re.compile(rf"(?:please |let's |can we |can you )?(?:{said})")) for intent, said in _COMMANDS]
_UNKNOWN = re.compile(
    r"^(?:sorry,? )?(?:(?:i|we) (?:do not|don't|really don't) (?:know|have (?:an|any) idea)|no (?:idea|clue)"
    r"|(?:i am |i'm |we are |we're )?not (?:sure|certain)|(?:i|we) have no (?:idea|clue))\b"
    r"(?: (?:yet|that|this|it|exactly|right now))*[\s,.;:?!-]*"
    # These begin answers, too: they count only where nothing follows.
    r"|^(?:unknown|unclear|dunno|idk|who knows|je ne sais pas|ich weiss (?:es )?nicht|weiss nicht|keine ahnung"
    r"|no (?:lo )?se|non (?:lo )?so)[\s.?!]*$"
)
_MOVE = re.compile(
    r"(?:please )?(?:move|put) (?:the )?(?:activity|row|action) (?:number )?(?P<numbers>\d{1,4}(?: to(?: (?:place|"
    r"position|number))? \d{1,4})?)(?: (?:to the |at the |to )?(?P<way>top|first|bottom|end|last|up|down)(?: place)?)?"
)
_TITLE = re.compile(
    r"(?:the )?(?:plan'?s? )?title\s?(?:is|[:=])\s*(?P<text>\S[^\n]{0,199})"
    r"|(?:call|name) (?:the|this|my|our) plan\s?:?\s+(?P<text2>\S[^\n]{0,199})",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^(?:explain|tell me|give me|list (?:the|all)|can you|could you|i have a question|ask:)\b")
_CORRECTS = re.compile(
    r"^(?:no,? )?(?:actually|correction|sorry,? i meant|i meant|i was wrong|let me correct (?:that|this))\b[\s,:-]*",
    re.IGNORECASE,
)
_BIT = r"(?:[^,.;]|(?<=\d)[.,](?=\d))"  # a comma inside a number ends nothing
_SWAPS = (
    re.compile(rf"\bnot\s+(?P<wrong>{_BIT}{{2,60}}?),?\s+but\s+(?P<right>{_BIT}{{2,60}})", re.IGNORECASE),
    re.compile(
        rf"\b(?:it is|it's|i meant|make it)\s+(?P<right>{_BIT}{{2,60}}?),?\s+(?:and\s+)?(?:not|instead of)\s+"
        rf"(?P<wrong>{_BIT}{{2,60}})",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:replace|change)\s+(?P<wrong>{_BIT}{{2,60}}?)\s+(?:by|with)\s+(?P<right>{_BIT}{{2,60}})", re.I),
)
# What people put before a colon, by the question that it answers.
_LABELS = {
    "step.1.ask.what.1": "what, problem",
    "step.1.ask.what.2": "origin",
    "step.1.ask.who.1": "who, affected",
    "step.1.ask.who.2": "already working",
    "step.1.ask.where.1": "where, place",
    "step.1.ask.where.2": "progress",
    "step.1.ask.why.1": "why, cause, reason",
    "step.1.ask.why.2": "why not solved",
    "step.1.apply.assess": "data, figures",
    "stakeholder.1": "doctors, clinicians",
    "stakeholder.2": "policymakers",
    "stakeholder.3": "patient organisations, patient advocates",
    "stakeholder.4": "industry",
    "stakeholder.5": "payers, others",
    "component.activity.2": "activity",
    "component.timeline.1": "when, timeline, start",
    "component.timeline.2": "duration",
    "component.timeline.3": "phases",
    "component.resources.1": "budget, resources, money, staff",
    "component.resources.2": "skills",
    "component.resources.3": "materials",
    "component.resources.4": "setting, venue",
    "component.stakeholders.1": "audience",
    "component.stakeholders.2": "roles, responsible",
    "component.stakeholders.3": "supporters",
    "component.risk.1": "risk, risks",
    "component.risk.2": "mitigation",
    "evaluation.indicator": "indicator",
    "evaluation.evidence": "evidence",
}
UNIT_OF_LABEL = {word: unit for unit, words in _LABELS.items() for word in words.split(", ")}
# Labels that name a fact, which may stand in many places of a plan.
_FACTS = {"budget": "budget", "money": "budget", "staff": "staff", "place": "place", "where": "place"}
# In plain letters: ignoring case, "rısk" and "RİSK" would be labels, too, that no table has.
_NAMES = f"(?a:{'|'.join(sorted(map(re.escape, UNIT_OF_LABEL), key=len, reverse=True))})"
_LABEL = re.compile(rf"(?:^|(?<=[\n.;,!] )|(?<=\n))(?:and )?(?P<label>{_NAMES})\s?[:=]\s*", re.IGNORECASE)
_CHANGE = re.compile(
    rf"^(?:please )?(?:change|set|correct)\s+(?:the |our )?(?P<label>{_NAMES})\s+(?:to|is|should be)\s+(?P<text>.+)$"
    rf"|^(?:actually|correction|no)[, :]+(?:the |our )(?P<label2>{_NAMES})\s+(?:is|are|should be)\s+(?P<text2>.+)$",
    re.IGNORECASE | re.DOTALL,
)
# Sentences that answer another question of step 1 than the one asked, by what they say.
_CUES = (
    (
        "step.1.ask.why.1",
        re.compile(
            r"^(?:(?:it|this) (?:happens|is) )?because\b|\bthe (?:reason|cause) (?:is|for)\b|^(?:this is )?due to\b"
        ),
    ),
    ("step.1.ask.who.2", re.compile(r"\b(?:already|currently) (?:work|try|do|run|deal)\w*")),
    (
        "step.1.ask.who.1",
        re.compile(
            r"\b(?:patients|people|families|children|adults|women|men|those|elderly)\b.*"
            r"\b(?:affected|hit|suffer|lose out|worst)|\b(?:hits|affects)\b"
        ),
    ),
    (
        "step.1.ask.where.1",
        re.compile(
            r"^(?:mostly |mainly |especially )?in (?:the |our )?(?:\w+ ){0,3}"
            r"(?:region|count(?:y|ies)|province|district|area|city|north|south|east|west)\b"
            r"|\b(?:worst|biggest|greatest) in\b"
        ),
    ),
)


def read_message(text: str) -> Message:
    """What the message is. Anything that is nothing else is an answer, in the user's own words."""
    text = text.replace("\x00", "").strip()
    plain = fold(text).replace("’", "'").strip()
    if decision := read_decision(text):
        return Message(Intent.ACCEPT if decision.accept else Intent.REJECT, decision=decision)
    for intent, pattern in _WHOLE:
        if found := pattern.fullmatch(plain.rstrip(" .!?") or plain):
            return Message(intent, numbers=_numbers(found))
    if moved := _MOVE.fullmatch(plain.rstrip(" .!")):
        return Message(Intent.MOVE, text=moved["way"] or "", numbers=_numbers(moved))
    if titled := _TITLE.fullmatch(text):
        return Message(Intent.TITLE, text=(titled["text"] or titled["text2"]).strip(' “”".'))
    if unknown := _UNKNOWN.match(plain):
        return Message(Intent.UNKNOWN, text=text[_unfolded(text, unknown.end()) :])
    if changed := _CHANGE.match(text):
        label, new = changed["label"] or changed["label2"], changed["text"] or changed["text2"]
        kind = _FACTS.get(label.lower())
        part = (UNIT_OF_LABEL[label.lower()], new.strip())
        return Message(Intent.ANSWER, parts=(part,), fact=(kind, new.strip()) if kind else None)
    asked, answer = _apart(text)
    if asked and not answer:
        return Message(Intent.QUESTION, question=asked)
    if corrected := _CORRECTS.match(answer):
        rest, parts = _labelled(answer[corrected.end() :])
        if parts and not rest:
            return Message(Intent.ANSWER, parts=parts, question=asked)
        return Message(Intent.CORRECT, text=answer[corrected.end() :], question=asked, swap=_swap(answer))
    if (swap := _swap(answer)) and len(answer.split()) <= 12:
        return Message(Intent.CORRECT, text=answer, question=asked, swap=swap)
    rest, parts = _labelled(answer)
    return Message(Intent.ANSWER, text=rest, parts=parts, question=asked)


def spread(text: str, taken: Collection[str] = ()) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(what stays with the question asked, sentences that plainly answer others of step 1, by unit; none `taken`)."""
    said = [text[start:end] for start, end in sentences(text)]
    others: dict[str, str] = {}
    kept, left = said[:1], []
    for sentence in said[1:]:
        plain = fold(sentence)
        unit = next((unit for unit, cue in _CUES if cue.search(plain) and unit not in others), None)
        if unit:
            others[unit] = sentence
            left += [sentence] if unit in taken else []
        else:
            kept.append(sentence)
    return " ".join([*kept, *left]), tuple((unit, said) for unit, said in others.items() if unit not in taken)


def _unfolded(text: str, end: int) -> int:
    """Where in the text the first `end` characters of its folded form end: "CAR T" is shorter there, "…" longer."""
    return bisect_left(range(len(text)), end, key=lambda at: len(fold(text[:at])))


def _numbers(found: re.Match[str]) -> tuple[int, ...]:
    text = found.groupdict().get("numbers") or ""
    return tuple(int(number) for number in re.findall(r"\d{1,4}", text))


def _apart(text: str) -> tuple[str, str]:
    """(what is asked, the rest): sentences that end in a question mark, or that plainly ask for something."""
    said = [text[start:end] for start, end in sentences(text)]
    asked = [s for s in said if s.endswith("?") or _ASKS.match(fold(s))]
    if not asked:
        return "", text
    return " ".join(asked), " ".join(s for s in said if s not in asked)


def _labelled(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    found = list(_LABEL.finditer(text))
    if not found:
        return text, ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    parts: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        unit, said = UNIT_OF_LABEL[match["label"].lower()], text[match.end() : end].strip(" ,;\n")
        if said:
            parts[unit] = f"{parts[unit]}; {said}" if unit in parts else said
    return text[: found[0].start()].strip(" ,;\n"), tuple(parts.items())


def _swap(text: str) -> tuple[str, str] | None:
    found = next((match for pattern in _SWAPS if (match := pattern.search(text))), None)
    return (found["wrong"].strip(" .!"), found["right"].strip(" .!")) if found else None
