"""Which recommendations or challenges concern somebody ("all that concern payers"): told by their own words. Pure.

The texts keep no such lists, and an answer that made them up would be ours. So each is chosen for words that stand in
it, and those words are the reason that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain import Passage, Unit
from assistant.labels import mentioned
from assistant.registry import Registry
from assistant.words import fold, tokens


@dataclass(frozen=True, slots=True)
class Role:
    """`called`: how questions in five languages name them (folded); `words`: what names them, or is theirs, in the
    texts. The texts are English; in others nothing is found, and the question is answered like any other."""

    id: str
    called: str
    words: str


@dataclass(frozen=True, slots=True)
class Concern:
    """A statement that concerns the roles asked for, with the words in it that say so, in order."""

    unit: Unit
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concerned:
    """What concerns `roles` (ids) among `pool`: the statements that were looked through, in order.

    `pool` without `found`: it was asked by role, and no statement says it.
    """

    roles: tuple[str, ...] = ()
    found: tuple[Concern, ...] = ()
    pool: tuple[Unit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.found)

    @property
    def unsaid(self) -> bool:
        return bool(self.pool) and not self.found


NOTHING = Concerned()
# Tried in this order, and what one has taken is gone for the next: "referral centres" are no treatment centres.
ROLES = (
    Role(
        "patients",
        r"(?:eligible )?patients?(?: (?:and|or) (?:caregivers?|carers?|families))?"
        r"(?:[- ](?:organi[sz]ations?|advoca\w+|groups?|associations?|representatives?))?|caregivers?|carers?|"
        r"famil(?:y|ies)|relatives|patient(?:en|innen|enorganisation(?:en)?|envertret\w+)|betroffene\w*|angehorige\w*|"
        r"malades?|aidants?|proches|familles?|pacientes?|cuidador\w*|familiares|familias?|pazient[ei]|familiari|"
        r"famigli[ae]|(?:associations?|asociaciones|associazioni) (?:de|di) (?:patients|malades|pacientes|pazienti)",
        r"(?:eligible )?patients?\b|caregivers?|those who care for them|people['’]s homes|where people live",
    ),
    Role(
        "referring",
        r"referr(?:al|ing) (?:cent(?:re|er)s?|clinics?|hospitals?|sites?|doctors?|physicians?|clinicians?|"
        r"ha?ematologists?|oncologists?|hcps?|healthcare professionals)|referrers?|"
        r"(?:zuweis|uberweis)\w+ (?:zentren|klinike?n?|arzte?\w*|krankenhauser)|zuweiser\w*|"
        r"(?:medecins|centres|hematologues) (?:qui (?:orientent|adressent)|adresseurs|orienteurs|referents)|"
        r"(?:medicos|centros|hospitales) (?:que derivan|derivadores|remisores)|"
        r"(?:medici|centri|ospedali) (?:invianti|che inviano)",
        r"healthcare professionals(?: \(HCPs\))?(?: in referral cent(?:re|er)s)?|HCPs?(?: in referral cent(?:re|er)s)?|"
        r"referral(?: and treatment)? cent(?:re|er)s?|referral\b|referring",
    ),
    Role(
        "centres",
        r"(?:(?:qualified|authori[sz]ed|accredited|car ?t|cart|big|large|specialist|speciali[sz]ed) )?"
        r"(?:treat(?:ment|ing) |cart )?(?:cent(?:re|er)s?|hospitals?|clinics?)(?: (?:managers?|directors?|staff))?|"
        r"treating (?:doctors?|physicians?|clinicians?|teams?)|(?:behandlungs|car-?t-?|cart-?)?zentr(?:um|en)|"
        r"klinik(?:en|um|leitung\w*)?|krankenhaus\w*|behandelnde\w* (?:zentren|kliniken|arzte\w*)|hopita(?:l|ux)|"
        r"centres? (?:de traitement|traitants?|hospitaliers?)|hospital(?:es)|"
        r"centros?(?: de tratamiento| tratantes?)?|ospedal[ei]|centr[oi](?: di (?:cura|trattamento)| curanti)?",
        r"treat(?:ing|ment) cent(?:re|er)s?|hospitals?|\bstaff\b|infrastructure|integrated medical systems|"
        r"health system(?:['’]s)? capacity",
    ),
    Role(
        "clinicians",
        r"(?:(?:community|local|general|family|hospital) )?(?:doctors?|physicians?|clinicians?|practitioners?|"
        r"ha?ematologists?|oncologists?)|gps?|hcps?|(?:healthcare|health|medical) (?:professionals?|workers?)|nurses?|"
        r"arzt\w*|arzte\w*|hausarzt\w*|hamatolog\w*|onkolog\w*|pflegekraft\w*|fachkraft\w*|medecins?|soignants?|"
        r"hematologues?|oncologues?|infirmier\w*|(?:professionnels|profesionales|professionisti|operatori)"
        r"(?: (?:de (?:la )?sante|de la salud|sanitarios|sanitari))?|medicos?|hematologos?|oncologos?|enfermer\w+|"
        r"medic[oi]|ematolog[oi]|oncolog[oi]|infermier[ei]",
        r"healthcare professionals(?: \(HCPs\))?(?: in referral cent(?:re|er)s)?|HCPs?(?: in referral cent(?:re|er)s)?|"
        r"clinicians?|physicians?|doctors?|referral(?: and treatment)? cent(?:re|er)s?|\bstaff\b",
    ),
    Role(
        "policymakers",
        r"polic(?:y|ies)[- ]?makers?|politicians?|politics|governments?|"
        r"(?:health )?minist(?:er|ers|ry|ries)(?: of health)?|legislators?|parliaments?|"
        r"health system leaders?|politik\w*|entscheidungstrager\w*|regierung\w*|"
        r"(?:gesundheits)?minist(?:er|eri)\w*|gesetzgeber|decideurs?(?: (?:politiques|publics))?|"
        r"(?:responsables|hommes) politiques|politiques|gouvernements?|(?:responsables|decisores) politicos|"
        r"politic[oi]s?|gobiernos?|decisori(?: politici)?|govern[oi]",
        r"policymakers?|systemic barriers|health system(?:['’]s)?(?: capacity)?|healthcare spending|approvals?\b|"
        r"approved",
    ),
    Role(
        "payers",
        r"(?:third[- ]party )?pay(?:er|or)s?|(?:(?:health|public|private|statutory|national|social) ){0,2}"
        r"insur(?:ers?|ances?)(?: (?:funds?|compan(?:y|ies)|bod(?:y|ies)))?|(?:sickness|health) funds?|"
        r"reimbursement (?:bod(?:y|ies)|agenc\w+|authorit\w+)|commissioners?|(?:kranken)?kassen?|kostentrager\w*|"
        r"(?:kranken)?versicher(?:er|ung|ungen)|"
        r"assur(?:eurs?|ance[- ]maladie|ances?)|caisses?(?: d'assurance(?: maladie)?)?|payeurs?|mutuelles?|"
        r"asegurador\w*|pagador\w*|financiador\w*|assicura(?:zion[ei]|tor[ei])|(?:soggetti |enti )?pagator[ei]",
        r"pay(?:or|er)s?\b|insurers?|reimburse\w*|payments?\b|budgets?(?: impact)?|healthcare spending|"
        r"contracting(?: models)?|economic(?:ally)?(?: models| value)?|costs? less|cost of care|partners finance|"
        r"financing partnerships",
    ),
    Role(
        "hta",
        r"hta(?:[- ](?:bod(?:y|ies)|agenc\w+|staff|stellen|gremien))?|health[- ]technology[- ]assess\w+"
        r"(?: (?:bod(?:y|ies)|agenc\w+))?|health economists?|nutzenbewertung\w*|gesundheitsokonom\w+|"
        r"(?:agences|organismes) (?:hta|d'evaluation)|economistes de la sante|"
        r"(?:agencias|organismos) (?:hta|de evaluacion)|(?:agenzie|enti) (?:hta|di valutazione)",
        r"economic(?:ally)?(?: models| value)?|\bvalue\b|\bworth\b|real-world data|data from everyday care|"
        r"budgets?(?: impact)?",
    ),
    Role(
        "industry",
        r"(?:(?:drug|pharma\w*) )?(?:manufacturers?|makers?|compan(?:y|ies)|industry)|pharma|hersteller\w*|industrie|"
        r"pharmaunternehmen|firmen|fabricants?|industriels|laboratoires?|fabricantes?|industria(?: farmaceutica)?|"
        r"produttor[ei]|aziende(?: farmaceutiche)?",
        r"manufacturers?(?: requirements)?|\bmakers\b|contracting(?: models)?|partners\b|financing partnerships",
    ),
    Role(
        "regulators",
        r"regulators?|regulatory (?:bod(?:y|ies)|agenc\w+|authorit\w+)|accreditation bod(?:y|ies)|accreditors?|"
        r"(?:zulassungs|aufsichts)?behorden?|regulateurs?|autorites (?:de sante|reglementaires)|"
        r"regulador(?:es)?|autoridades (?:sanitarias|reguladoras)|regolator[ei]|autorita (?:sanitarie|regolatorie)",
        r"approvals?\b|approved|quality and safety(?: standards)?|qualif(?:ied|ication)",
    ),
    Role(
        "registries",
        r"regist(?:ry|ries)|data (?:managers?|teams?)|registern?|registres?|registros?|registri",
        r"real-world data|data from everyday care",
    ),
)

_KINDS = {
    "recommendation": r"recommendations?|imperatives?|recommandations?|empfehlung(?:en)?|recomendacion(?:es)?|"
    r"raccomandazion[ei]",
    "challenge": r"challenges?|herausforderung(?:en)?|defis?|retos?|sfid[ae]",
}
# What may stand around the two without making it another question.
_AROUND = re.compile(
    r"\b(?:concern\w*|affect\w*|involv\w*|address(?:es|ed)?|aimed|appl(?:y|ies)|relevant|matters?|needs?|requires?|"
    r"depends?|interest|meant|about|target\w*|directed|names?|mention\w*|relate\w*|"
    r"betreffen|betrifft|richten|gerichtet|brauch\w+|angehen|relevant\w*|wichtig|"
    r"concern(?:ent|e|ant)|touchent|visent|adress\w+|necessitent|destine\w*|"
    r"afectan?|conciern\w+|dirig\w+|necesitan?|relativ\w+|"
    r"riguard\w+|interess\w+|rivolt\w+|servono|relativ\w+|"
    r"davon|diese\w*|lesquel\w*|laquelle|ces|celles|ceux|cual\w*|est[ao]s|es[ao]s|ell[ao]s|quest[ei]|quell[ei]|"
    r"car ?t|vision|report|toolkit|texts?|sources?|documents?|bericht|rapport|informe|rapporto|"
    r"all|any|both|beide\w*|ambos|ambas|entrambi|sowohl|tanto|under|"
    r"make|makes|made|give|given|find|contain\w*|there|list|enumerate|overview|please|stakeholders?|group|"
    r"(?:goals?|ziel\w*|objectifs?|objetivos?|obiettiv[oi]) (?:\d|one|two|three|eins|zwei|drei|un|deux|trois|uno|dos|"
    r"tres|due|tre))\b"
)
_OTHER_QUESTION = re.compile(
    r"^\W*(?:why|when|where|who|how(?! many)|warum|wieso|wann|wo|wer|wie(?! viele)|pourquoi|quand|qui|comment|"
    r"por que|cuando|donde|quien\w*|como|perche|quando|dove|chi)\b"
)
# "Which do not concern payers?", "patients, but not payers": what no word says of a statement cannot be shown by words.
_DENIED = re.compile(
    r"\b(?:not?|none|neither|nor|never|without|except\w*|exclud\w*|other than|apart from|nicht|kein\w*|ohne|ausser|"
    r"weder|pas|sans|sauf|hormis|aucun\w*|sin|salvo|excepto|ningun\w*|non|senza|tranne|eccetto|nessun\w*)\b"
    r"(?! (?:only|just|merely|nur|bloss|seulement|uniquement|que|solo|solamente|soltanto)\b)|n['’]t\b"
)
_EACH_OF_THEM = re.compile(r"\b(?:both|sowohl|beide\w*|a la fois|tous les deux|tanto|ambos|ambas|sia|entrambi)\b")
LEAD_IN = 110  # characters within which an opening such as "Recommendation 3.4 of the report, on financing: " ends
MOST_WORDS = 3


def concerned(
    question: str,
    language: str,
    previous: str,
    within: Sequence[str],
    registry: Registry,
    stated: Mapping[str, Passage],
) -> Concerned:
    """What concerns the roles that the question names; nothing where it asks anything else besides.

    `previous`: the question that a follow-up leans on ("and for patients?"); `within`: the units that it chooses among
    ("which of these need the payers?"); `stated`: the passage that states each unit.
    """
    roles, kind, numbers = _read(question, language, registry)
    if not roles:
        return NOTHING
    pool = tuple(u for u in map(registry.get, within) if u and u.kind in _KINDS)
    if not pool and not kind and previous:
        earlier, kind, numbers = _read(previous, language, registry)
        kind = kind if earlier else ""
    if not pool and kind:
        pool = tuple(u for u in registry.select(kind) if not numbers or u.goal in numbers)
    texts = [(unit, stated[unit.id].text) for unit in pool if unit.id in stated]
    if not any(_words_of(text, ROLES) for _, text in texts):
        return NOTHING  # texts in another language than the words
    asked, plain = tuple(role.id for role in roles), fold(question)
    if _DENIED.search(plain):
        return Concerned(asked, (), pool)
    wanted = [(role,) for role in roles] if _EACH_OF_THEM.search(plain) else [roles]
    found = (
        Concern(unit, _words_of(text, roles)) for unit, text in texts if all(_words_of(text, some) for some in wanted)
    )
    return Concerned(asked, tuple(found), pool)


def list_of_all(units: Sequence[Unit], registry: Registry) -> Unit | None:
    """The smallest list that holds all of these units; None where there is none."""
    above = [list(_lists_of(unit, registry)) for unit in units]
    return next((group for group in above[0] if all(group in others for others in above)), None) if above else None


def _lists_of(unit: Unit, registry: Registry) -> Iterator[Unit]:
    while group := registry.get(unit.group):
        yield group
        unit = group


def _read(question: str, language: str, registry: Registry) -> tuple[tuple[Role, ...], str, frozenset[int]]:
    """The roles that a question names, the kind of statement it asks for ("" where it says none), and goals by number.

    No roles where it says more than that, or asks for something other than which.
    """
    rest = fold(question)
    named = mentioned(question, registry)
    if _OTHER_QUESTION.match(rest) or any(unit.kind != "goal" for unit in named):
        return (), "", frozenset()
    kind = ""
    for known, nouns in _KINDS.items():
        rest, times = re.subn(rf"\b(?:{nouns})\b", " ", rest)
        kind = kind or (known if times else "")
    roles = []
    for role in ROLES:
        rest, times = re.subn(rf"\b(?:{role.called})\b", " ", rest)
        roles += [role] if times else []
    if tokens(_AROUND.sub(" ", rest), language):
        return (), "", frozenset()
    return tuple(roles), kind, frozenset(unit.goal for unit in named if unit.goal)


def _words_of(text: str, roles: Sequence[Role]) -> tuple[str, ...]:
    """The first words of a statement that name one of the roles or are theirs, without its opening words."""
    begin = text.find(": ", 0, LEAD_IN) + 1
    pattern = "|".join(f"(?:{role.words})" for role in roles)
    found = [" ".join(match.group().split()) for match in re.finditer(rf"\b(?:{pattern})", text[begin:], re.IGNORECASE)]
    return tuple({words.lower(): words for words in reversed(found)}.values())[::-1][:MOST_WORDS]
