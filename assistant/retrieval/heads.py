"""The list that a question names and nothing else: "name the goals" wants the goals, whatever else speaks of goals.

Every list of challenges has "goal" in its title, so a search for that one word may well find those first. Pure.
"""

from __future__ import annotations

import re

from assistant.domain import Unit
from assistant.registry import Registry
from assistant.words import fold, tokens

# By the kind of the members, in five languages. Plurals only: in the singular a noun asks for one.
_PLURALS = {
    "goal": r"goals|objectifs|ziele|objetivos|obiettivi",
    "recommendation": r"recommendations|recommandations|empfehlungen|recomendaciones|raccomandazioni",
    "challenge": r"challenges|defis|herausforderungen|retos|desafios|sfide",
    "step": r"steps|etapes|schritte|pasos|passi|fasi",
    "barrier": r"barriers|barrieres|obstacles|barrieren|hurden|hindernisse|barreras|obstaculos|ostacoli",
    "component": r"components|composantes|bausteine|componentes|componenti",
    "column": r"columns|colonnes|spalten|columnas",
    "idea": r"ideas|idees|ideen|idee",
    "material": r"materials|materiaux|materialien|materiales|materiali",
    "reference": r"references|referenzen|referencias|riferimenti",
    "committee-member": r"members|membres|mitglieder|miembros|membri",
    "stakeholder": r"stakeholder groups|groupes d'acteurs|interessengruppen|grupos de interes|gruppi di interesse",
}
_AROUND = re.compile(
    r"\b(?:car ?t|cart|vision|report|toolkit|initiative|texts?|sources?|documents?|guide|overview|all|every|"
    r"each|names?|list|enumerate|there|please|\w|"
    r"nomme|cite|enumere|rapport|dis|donne|nenn\w*|aufzahl\w*|lauten|heissen|bericht|nombra|enumera\w*|informe|nomina|"
    r"elenca\w*|rapporto)\b"
)
_OTHER_QUESTION = re.compile(
    r"^\W*(?:why|when|where|how(?! many)|who(?! are)|warum|wieso|wann|wo|wer(?! sind)|wie(?! viele| lauten| heissen)|"
    r"pourquoi|quand|qui(?! sont)|comment|por que|cuando|donde|quien\b|como|perche|quando|dove|chi(?! sono))\b"
)


def lists_of(kind: str, registry: Registry) -> tuple[Unit, ...]:
    """The lists that hold nothing but that kind, counted through their sublists; those that others hold come last."""
    found = [u for u in registry if (leaves := registry.leaves(u.id)) and all(leaf.kind == kind for leaf in leaves)]
    return tuple(sorted(found, key=lambda unit: registry.get(unit.group) in found))


def named_alone(question: str, language: str, registry: Registry, *, follows: bool = False) -> Unit | None:
    """The whole list of a kind whose plural is all that the question says ("the goals?", "name the steps").

    In a question that `follows` on another, only where there is one such list: which of several would be for that
    other one to say.
    """
    plain = fold(question)
    if _OTHER_QUESTION.match(plain):
        return None
    without = {kind: re.sub(rf"\b(?:{nouns})\b", " ", plain) for kind, nouns in _PLURALS.items()}
    said = [kind for kind, rest in without.items() if rest != plain]
    if len(said) != 1 or tokens(_AROUND.sub(" ", without[said[0]]), language):
        return None
    found = lists_of(said[0], registry)
    if not found or (follows and len(found) > 1):
        return None
    return found[0] if all(part.group == found[0].id for part in found[1:]) else None
