"""Questions in the guided chat about the plan itself: "why these?", "what did other places do?", "is that enough?".

Such a question names nothing that the texts could be searched for; its subject is what was chosen or suggested. What
the plan says is told from the plan, what the texts say is quoted, and neither is made to say more: how much is enough,
for instance, stands nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain import Answer, Turn, Unit
from assistant.labels import label, name
from assistant.planning.about_subject import Subject, handed_over, has_its_own_subject, suggested_rows
from assistant.planning.beside import groups_for
from assistant.planning.matching import challenges_of
from assistant.planning.plan import ActionRow, Cell, Proposal
from assistant.registry import Registry
from assistant.words import fold

Ask = Callable[[str], Answer]
After = Callable[[str, Sequence[Turn]], Answer]
Quote = Callable[[str, Sequence[tuple[str, Sequence[str]]]], Answer]
TO_CONSIDER = "The toolkit asks to think about this:"
MOST_REASONS = 6
MOST_QUOTED = 6
MOST_BESIDE = 3
LONGEST_CELL = 160
ORIGIN = (
    "The recommendations and challenges are those of the CAR T Vision and its toolkit. Which of them fit is this "
    "assistant's reading of what you wrote; rows are drafted from its own patterns, and each cell says whose words it "
    "has."
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True)
class AboutPlan:
    """What is said of the plan, and what is to be quoted: units under headings."""

    said: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


def about_plan(question: str, subject: Subject) -> AboutPlan | None:
    """What is to be said and quoted; None for a question with a subject of its own, or a plan without one."""
    plain = fold(question).replace("’", "'")
    if not subject.units or has_its_own_subject(question):
        return None
    if one := _pointed_at(plain, subject):
        return AboutPlan((), (("The texts say:", (one.id,)), *_challenges_part([one], subject.registry)))
    return next((tell(subject) for pattern, tell in _KINDS if pattern.search(plain)), None)


def answer_between(
    question: str, subject: Subject, ask: Ask, after: After | None = None, quote: Quote | None = None
) -> tuple[list[str], Answer | None]:
    """What the plan says to a question about it, and the answer from the texts, which knows what it is about."""
    if quote and (found := about_plan(question, subject)):
        return list(found.said), quote(question, found.parts) if found.parts else None
    history = handed_over(question, subject) if after else ()
    return [], after(question, history) if after and history else ask(question)


def _pointed_at(plain: str, subject: Subject) -> Unit | None:
    """ "The second one" of what is listed."""
    listed = subject.of_kind("challenge" if "challenge" in plain else "recommendation") or list(subject.units)
    # "What comes first?" asks for a ranking, which is in no text; "the first one" is one of the list.
    found = re.search(rf"\b(?:the|and) ({'|'.join(_ORDINALS)}|last)\b(?! (?:day|step|thing|row|activit))", plain)
    if not found:
        return None
    at = len(listed) - 1 if found[1] == "last" else _ORDINALS.index(found[1])
    return listed[at] if at < len(listed) else None


# What is said to each kind of question


def _why(subject: Subject) -> AboutPlan:
    chosen = {choice.unit: choice.reason for choice in (*subject.plan.recommendations, *subject.plan.challenges)}
    waiting = [(_called(p, subject.registry), p.reason) for p in subject.waiting if p.kind == "choose" or _is_row(p)]
    reasons = waiting or [(name(unit), chosen[unit.id].text) for unit in subject.units if unit.id in chosen]
    reasons = reasons or [(name(unit), f"“{_short(row.activity)}” serves it.") for unit, row in _served(subject)]
    lines = [_reason(what, why.strip()) for what, why in reasons[:MOST_REASONS]]
    more = len(reasons) - len(lines)
    rest = (f"And {more} more; each suggestion in the plan says why.",) if more > 0 else ()
    return AboutPlan(("These are the reasons that the plan has:", *lines, *rest), _texts_say(subject))


def _reason(what: str, why: str) -> str:
    """The reason, with what it is for where it does not say so itself."""
    named = what.partition(":")[0] in why
    return why if named else f"{what}: {why or 'no reason is noted in the plan.'}"


def _origin(subject: Subject) -> AboutPlan:
    reasons = _why(subject)
    return AboutPlan((ORIGIN, *reasons.said), reasons.parts)


def _worth(subject: Subject) -> AboutPlan:
    said = "How much they would bring where you are, or which counts most, stands in no source."
    answers = _challenges_part(subject.of_kind("recommendation"), subject.registry)
    return AboutPlan((said,), (*_texts_say(subject), *answers, *_cases(subject, MOST_BESIDE).parts))


def _means(subject: Subject) -> AboutPlan:
    asks = tuple(f"component.resources.{number}" for number in range(1, 6))
    return AboutPlan(tuple(_cells(subject, "resources", "resources")), ((TO_CONSIDER, asks),))


def _times(subject: Subject) -> AboutPlan:
    told = [
        f"“{_short(row.activity)}” runs from {row.start or '(open)'} to {row.end or '(open)'}."
        if row.start or row.end
        else f"“{_short(row.activity)}” has no days in the plan yet."
        for row in subject.rows
    ]
    asks = tuple(f"component.timeline.{number}" for number in (1, 2, 3))
    return AboutPlan(tuple(told[:MOST_REASONS]), ((TO_CONSIDER, asks),))


def _cases(subject: Subject, most: int = MOST_QUOTED) -> AboutPlan:
    wanted = {unit.id for unit in subject.of_kind("recommendation")}
    fitting = [unit for unit in subject.registry.select("case") if wanted & set(unit.serves)]
    fitting.sort(key=lambda unit: -len(wanted & set(unit.serves)))
    called = _listed(subject.of_kind("recommendation"))
    if not fitting:
        return AboutPlan((f"The sources tell of no case from elsewhere for {called}.",), _texts_say(subject))
    shown = f"{most} of {len(fitting)} cases are shown; the Library has all of them."
    said = (shown,) if len(fitting) > most else ()
    heading = f"Cases from elsewhere for {called}, in our reading:"
    return AboutPlan(said, ((heading, tuple(unit.id for unit in fitting[:most])),))


def _enough(subject: Subject) -> AboutPlan:
    registry = subject.registry
    taken = {choice.unit for choice in subject.plan.recommendations} | {unit.id for unit in subject.units}
    said = ["The sources do not say how much is enough for one place; that is for you and those who work with you."]
    parts: list[tuple[str, tuple[str, ...]]] = []
    for goal in dict.fromkeys(unit.goal for unit in subject.of_kind("recommendation") if unit.goal):
        every = registry.select("recommendation", goal)
        left = tuple(unit.id for unit in every if unit.id not in taken)
        said.append(f"Under goal {goal}, {len(every) - len(left)} of {len(every)} recommendations are taken up here.")
        if left:
            parts.append((f"The others under goal {goal}:", left))
    said.append("“Coverage” in the plan shows all goals, and “To check” what the plan itself still lacks.")
    return AboutPlan(tuple(said), tuple(parts))


def _risks(subject: Subject) -> AboutPlan:
    asks = ("column.risk", "component.risk.1", "component.risk.2")
    return AboutPlan(tuple(_cells(subject, "risk", "risks")), ((TO_CONSIDER, asks),))


def _people(subject: Subject) -> AboutPlan:
    asks = ("column.stakeholders", *(f"component.stakeholders.{number}" for number in (1, 2, 3)))
    wanted = [unit.id for unit in subject.of_kind("recommendation")]
    groups = groups_for(wanted, subject.registry, subject.patterns)
    said = (*_cells(subject, "stakeholders", "stakeholders"), *groups)
    return AboutPlan(said, ((TO_CONSIDER, asks),))


def _measures(subject: Subject) -> AboutPlan:
    rows = {row.id for row in subject.rows}
    every = [one for one in subject.plan.indicators if one.row in rows and one.indicator]
    said = [f"The plan measures “{_short(one.indicator)}”, shown by: {_short(one.evidence)}." for one in every]
    asks = ("evaluation.activity", "evaluation.indicator", "evaluation.evidence")
    return AboutPlan(
        tuple(said[:MOST_REASONS] or ["The plan has no output indicator for this yet: step 4 is about them."]),
        (("The toolkit asks to note this:", asks),),
    )


def _challenges(subject: Subject) -> AboutPlan:
    parts = _challenges_part(subject.of_kind("recommendation"), subject.registry)
    return AboutPlan((), parts or _texts_say(subject))


def _others(subject: Subject) -> AboutPlan:
    return AboutPlan((), _enough(subject).parts or _texts_say(subject))


def _statement(subject: Subject) -> AboutPlan:
    return AboutPlan((), _texts_say(subject))


def _texts_say(subject: Subject) -> tuple[tuple[str, tuple[str, ...]], ...]:
    ids = tuple(unit.id for unit in subject.units[:MOST_QUOTED])
    return (("What the texts say of them:" if len(ids) > 1 else "What the texts say of it:", ids),)


def _challenges_part(units: Sequence[Unit], registry: Registry) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Challenges that recommendations answer."""
    wanted = [unit for unit in units if unit.kind == "recommendation"]
    found = dict.fromkeys(other.id for unit in wanted for other in challenges_of(unit, registry))
    heading = (
        f"Challenges in the texts that {_listed(wanted)} {'answers' if len(wanted) == 1 else 'answer'}, in our reading:"
    )
    return ((heading, tuple(found)[:MOST_QUOTED]),) if found else ()


def _cells(subject: Subject, column: str, called: str) -> list[str]:
    """What the rows say in that column, each with its activity."""
    filled = [(row, cell) for row in subject.rows if (cell := getattr(row, column))]
    told = [f"On {called}, for “{_short(row.activity)}”, the plan says: {_line(cell)}" for row, cell in filled]
    return told[:MOST_REASONS] or [f"The plan says nothing of {called} yet: step 3 asks for them, row by row."]


def _served(subject: Subject) -> list[tuple[Unit, ActionRow]]:
    return [(unit, row) for row in subject.rows for unit in subject.units if unit.id in row.recommendations]


def _called(proposal: Proposal, registry: Registry) -> str:
    if rows := suggested_rows([proposal]):
        return f"The activity “{_short(rows[0].activity)}”"
    unit_id = str(proposal.data["unit"])
    unit = registry.get(unit_id)  # a file, or other texts than today's, may name one that is not there
    return name(unit) if unit else unit_id


def _is_row(proposal: Proposal) -> bool:
    return proposal.kind == "add" and proposal.data.get("table") == "rows"


def _line(cell: Cell) -> str:
    """The cell on one line, its own lines apart by a semicolon."""
    return "; ".join(line.strip().rstrip(".") for line in cell.text.strip().split("\n")) + "."


def _short(cell: Cell) -> str:
    words = cell.text.strip().partition("\n")[0].rstrip(".")
    return words if len(words) <= LONGEST_CELL else f"{words[: LONGEST_CELL - 1].rstrip()}…"


def _listed(units: Sequence[Unit]) -> str:
    """ "recommendations 2.2 and 3.1"."""
    numbers = [label(unit).rpartition(" ")[2] for unit in units]
    if len(numbers) < 2:
        return f"recommendation {numbers[0]}" if numbers else "this"
    return f"recommendations {', '.join(numbers[:-1])} and {numbers[-1]}"


# The first that fits counts: "why is that not enough?" is about enough.
_KINDS: Sequence[tuple[re.Pattern[str], Callable[[Subject], AboutPlan]]] = tuple(
    (re.compile(pattern), tell)
    for pattern, tell in (
        (r"\bother recommendations?\b|\b(?:rest|others) of (?:the|that|this) goal\b", _others),
        (r"\b(?:go(?:es)?|went) wrong\b|\brisks?\b|\bfail|\bpitfalls?\b", _risks),
        (
            r"\b(?:examples?|cases?|experiences?|elsewhere|abroad)\b|\bbeen done\b|\bdone (?:before|already)\b|"
            r"\b(?:others?|another|else|somebody|someone|anybody|anyone)\b.*\b(?:did|done|doing|tried|try|handled?|had|"
            r"work(?:ed|s)?|solved?|places?|regions?|countr\w+|hospitals?)\b|"
            r"\b(?:other|another) (?:places?|regions?|countr\w+|hospitals?|cent(?:re|er)s?|clinics?)\b",
            _cases,
        ),
        (r"\bhow\b.*\b(?:know|measure|tell|see|show|check)|\bmeasured?\b|\bindicators?\b|\bsuccess", _measures),
        (r"\bwho\b.*\b(?:wrote|came|made|chose|says)\b|\bown ideas?\b|\bcom(?:es?|ing) from\b", _origin),
        (r"\bwho\b.*\b(?:involve|include|invite|help|ask|talk|board|responsible|need|do)|\binvolved\b", _people),
        (r"\b(?:which|what) (?:challenge|barrier)s?\b", _challenges),
        (r"\b(?:enough|sufficient|complete|missing|forg\w+)\b|\b(?:any|some)?(?:thing|what) (?:else|more)\b", _enough),
        (r"\bwhy\b|\breasons?\b|\bbas(?:ed|is)\b|\bwhat makes you\b|\bto do with\b|\bfits?\b", _why),
        (r"\b(?:costs?|money|budget|price)\b", _means),
        (r"\bhow long\b|\bwhen\b|\btime\b", _times),
        (
            r"\b(?:evidence|first|start|helps?|necessary|needed|worth\w*|difference|happens? if|important|benefits?|"
            r"useful|point of|matters?)\b",
            _worth,
        ),
        (r"\b(?:vision|report|toolkit|texts?|sources?|recommend\w*|mean\w*|say)\b", _statement),
    )
)
