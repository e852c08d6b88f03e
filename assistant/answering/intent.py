"""What the wording of a question says of its kind: personal medical advice, or too vague to look anything up."""

from __future__ import annotations

import re

from assistant.words import fold, tokens

_PERSON = (
    r"\b(?:my|our|mi|mis|mein\w*|unser\w*|ma|mon|mes|notre|mia|mio|miei|mie|nuestr\w+|"
    r"nostr\w+)\s+(?:\w+\s+)?(?:mother|mum|"
    r"mom|mam|father|dad|father's|husband|wife|partner|son|daughter|brother|sister|child|kid|baby|friend|uncle|"
    r"aunt|grand\w+|"
    r"neighbou?r|cousin|niece|nephew|boyfriend|girlfriend|doctor|oncologist|haematologist|hematologist|lymphoma|"
    r"myeloma|"
    r"leuk\w+|cancer|tumou?r|chemo\w*|diagnosis|disease|blood|counts?|scan|pet|biops\w+|dose|medic\w+|pills?|"
    r"tablets?|"
    r"symptoms?|side effects?|fever|treatment|therapy|transplant|infusion|relapse|stage|mutter|vater|mann|frau|sohn|"
    r"tochter|bruder|schwester|kind|oma|opa|arzt|arztin|krebs|lymphom|leukamie|fieber|mere|pere|mari|femme|fils|"
    r"fille|"
    r"frere|soeur|medecin|lymphome|leucemie|fievre|madre|padre|marido|esposa|hijo|hija|hermano|hermana|medico|"
    r"linfoma|"
    r"leucemia|fiebre|moglie|marito|figlio|figlia|fratello|sorella|nonn\w+|febbre|cancro|cancer)\b"
)
_SELF = (
    r"\b(?:i|me|ich|mir|mich|je|j|moi|yo|me|io|mi)\b.{0,60}\b(?:have|had|was|am|been|got|diagnos\w+|relaps\w+|"
    r"suffer\w*|"
    r"habe|bin|wurde|leide|ai|suis|souffre|tengo|soy|estoy|padezco|ho|sono|soffro)\b.{0,80}\b(?:lymphom\w*|"
    r"leuk\w+|myelom\w*"
    r"|cancer|dlbcl|tumou?r|krebs|linfoma|leucem\w+|mielom\w*|cancro|relaps\w+|remission|chemo\w*|fever|pain\w*|"
    r"dizz\w+|"
    r"side effects?|fieber|fievre|fiebre|febbre|diagnos\w+|blood count\w*|infusion|transplant\w*|symptom\w*|crs|"
    r"confus\w+)\b"
    # Spanish and Italian leave "I" out.
    r"|\b(?:tengo|padezco|sufro|ho|soffro di)\s+(?:\w+\s+){0,2}(?:linfoma|leucemia|mieloma|cancer|cancro|"
    r"fiebre|febbre)\b"
)
_DECISION = (
    r"\b(?:should (?:i|we|she|he|they|my|a patient)|shall (?:i|we)|can (?:i|he|she) (?:take|have|get|stop|skip|"
    r"still|be)|"
    r"could (?:i|he|she) (?:take|have|stop)|is it (?:safe|better|dangerous|normal|too late|ok\w*|worth)|safe "
    r"for|right for|"
    r"better for|good for|am i|is (?:he|she|my \w+) (?:eligible|a candidate|too|fit|going)|eligible|candidate|"
    r"qualify|"
    r"wait|instead of|stop\w*|choose|prefer|refuse|surviv\w+|die|dying|chances?|prognosis|odds|how long|"
    r"cure[ds]?|advise|"
    r"advice|recommend|dose|dosage|side effects?|symptoms?|fever|what (?:do|should|can) (?:i|we|he|she) do|"
    r"worr\w+|what "
    r"treatment|which (?:treatment|product|therapy|drug|car)|work for|help (?:him|her|me)|need\w* (?:it|car)|"
    r"take|soll\w*|"
    r"darf|geeignet|warten|abwarten|besser|chancen?|heil\w+|nebenwirkung\w*|doit|devrai\w*|dois|peut|eligible|"
    r"attendre|"
    r"mieux|guer\w+|effets|deb\w+|puede|puedo|esperar|mejor|cur\w+|apto|efectos|dev\w+|puo|posso|aspettare|"
    r"meglio|guar\w+|"
    r"idone\w+|effetti|conviene|sicur\w+)\b"
)
# About oneself, with a treatment, a body or an outlook in the same breath.
_OWN = re.compile(
    r"\b(?:better|right|safe|good|suitable|best|work|enough|possible|an option) for (?:me|him|her|my \w+)\b"
    r"|\b(?:my|his|her) (?:\w+ )?(?:chances?|odds|prognosis|survival|life expectancy|symptoms?|side effects?|"
    r"blood counts?)\b"
    r"|\b(?:should|may|can|could|must|shall) i (?:\w+ )?(?:stop|take|have|get|go|try|choose|wait|start|skip|"
    r"travel|drive|drink|"
    r"eat|fly|work|ask for|switch|join|refuse|accept|be treated|undergo)\b.*\b(?:steroids?|treatment|therapy|trial|"
    r"infusion|transplant\w*|chemo\w*|vaccin\w+|medic\w+|drugs?|pills?|cells|leuka?pheresis|apheresis|car ?t|"
    r"bridging|"
    r"radiation|scan|biopsy)\b"
    r"|\b(?:which|what) (?:vaccin\w+|drugs?|medicines?|foods?|pills?) (?:may|can|should) i\b"
    r"|\bi (?:feel|felt|am feeling|cannot|can't|keep|get) \w+.*\b(?:since|after) (?:the |my )?(?:cells|infusion|"
    r"treatment|"
    r"therapy|car ?t|transplant)\b"
    r"|\bhow (?:much|many) \w+ (?:do|should|can) i (?:give|take|use)\b|\b(?:do|should) i (?:give|prescribe) "
    r"(?:my|the|a) patient\b"
    r"|\b(?:fur mich|pour moi|para mi|per me)\b.*\b(?:besser|geeignet|richtig|mieux|adapte\w*|mejor|adecuad\w+|"
    r"meglio|"
    r"adatt\w+|giust\w+)\b|\b(?:besser|geeignet|richtig|mieux|adapte\w*|mejor|adecuad\w+|meglio|adatt\w+) "
    r"(?:fur mich|pour "
    r"moi|para mi|per me)\b"
)
_DOSING = re.compile(
    r"\b(?:what|which|how much|how many)\b.{0,30}\b(?:dose|dosage|mg|milligrams?|tablets?|units)\b|\bstop taking\b|"
    r"\bsteroids? (?:for|dose)\b|\bwelche dosis\b|\bquelle dose\b|\bque dosis\b|\bquale dose\b"
)
_THIRD = re.compile(
    r"\b(?:\d{1,3}[\s-]?(?:year|yr|yo|jahr|an|ano|anni)\w*|patient of mine|a patient with|woman with|man with|"
    r"someone with)\b"
    r".{0,120}\b(?:should|shall|which|what (?:treatment|therapy|dose)|best|recommend|better|prefer\w*|suitable|"
    r"start|switch)\b"
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|bonjour|salut|hallo|guten tag|hola|buenos dias|ciao|"
    r"buongiorno|thanks?|thank you|merci|danke|gracias|grazie|test|ok|okay|yes|no|help|hilfe|aide|ayuda|"
    r"aiuto)\b[\s!.?,]*$"
)


def asks_for_medical_advice(question: str) -> bool:
    """Whether it asks what one person should do about their own or a relative's illness, or for a dose."""
    plain = fold(question)
    personal = re.search(_PERSON, plain) or re.search(_SELF, plain)
    return bool(
        (personal and re.search(_DECISION, plain))
        or _OWN.search(plain)
        or _DOSING.search(plain)
        or _THIRD.search(plain)
        or re.search(r"\b(?:am i|are you|is (?:he|she|my \w+)) (?:eligible|a candidate|too old|fit enough)\b", plain)
    )


def is_too_vague(question: str, language: str, has_history: bool) -> bool:
    """Whether nothing in it says what it is about, and no earlier turn does."""
    plain = fold(question).strip()
    if _GREETING.match(plain):
        return True
    return not has_history and len(set(tokens(question, language)) - _EMPTY) == 0


_EMPTY = frozenset(
    tokens(
        "thing stuff information info help question know need want like more detail example explain work it "
        "about something "
        "topic go continue proceed"
    )
)
