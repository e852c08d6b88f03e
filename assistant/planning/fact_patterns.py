"""How facts are worded in five languages: money, staff, bodies and places, as patterns for `facts.py`."""

from __future__ import annotations

import re

NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"hundred|a dozen|half|"
    r"une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|ein(?:e[nmr]?)?|zwei|drei|vier|f[üu]nf|sechs|sieben|acht|"
    r"neun|zehn|zw[öo]lf|"
    r"un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|"
    r"dodici)"
)
_DIGITS = r"\d+(?:[.,\u00a0\u202f' ]\d{3})*(?:[.,]\d+)?"
AMOUNT = rf"(?:{_DIGITS}|{NUMBER_WORD}(?: {NUMBER_WORD})?)"
_SCALE = (
    r"(?:\s?(?:k|m|bn|thousand|million|billion|mille|millions? d['e]|millionen|millones de|mila|milioni di|tausend|"
    r"lakh|crore)\b)?"
)
_CURRENCY = (
    r"(?:€|£|\$|zł|(?:(?:US|Canadian|Australian|Singapore|Hong Kong|New Zealand) (?=dollars))?"
    r"(?:euros?|eur|usd|gbp|chf|sek|nok|dkk|pln|czk|huf|ron|pounds?|dollars?|(?:swiss )?francs?|franken|kronor|kroner|"
    r"crowns|korun[ay]|forints?|zlot(?:y|ys)|lei|leva|rupees|reais|reales|pesos|soles|livres|libras|sterline|baht|yen|"
    r"yuan|won|ringgit|rupiah|rand|shillings?|naira|cedis|dirhams?|riyals?|shekels|liras?|hryvnia|rubles?|roubles?|"
    r"dinars?|dongs?|taka|tenge|lari|krona|krone|kronen|bolivianos|colones|guaranies)\b)"
)
MONEY = re.compile(
    rf"(?:€|£|¥|(?:\b(?:NZ|US|CA|AU|HK|C|A|S|R))?\$|\b(?:EUR|R|Rs|INR|JPY|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|"
    rf"CAD|AUD)\b)\s?{_DIGITS}{_SCALE}|\b{AMOUNT}{_SCALE}\s?(?:de |d['’])?{_CURRENCY}"
    r"|\b(?:no|little|hardly any|a small|our own|limited) (?:budget|money|funding|extra money)\b",
    re.IGNORECASE,
)
_STAFF_NOUN = (
    r"(?:nurses?|coordinators?|navigators?|volunteers?|physicians?|doctors?|haematologists?|hematologists?|"
    r"oncologists?|(?:[\w-]+ )?managers?|directors?|controllers?|analysts?|"
    r"secretar(?:y|ies)|social workers?|pharmacists?|economists?|health economists?|FTEs?|interns?|students?|"
    r"employees?|colleagues?|officers?|staff members?|team(?: of \w+(?: people)?)?|trainers?|moderators?|lawyers?|"
    r"(?:project|team) leads?|assistants?|clerks?|psychologists?|translators?|interpreters?|technicians?|educators?|"
    r"specialists?|consultants?|negotiators?|handlers?|practitioners?|trainees?|writers?|retirees?|helpers?|"
    r"scientists?|researchers?|engineers?|jurists?|judges?|designers?|accountants?|residents?|programmers?|midwives|"
    r"statisticians?|actuar(?:y|ies)|posts?|statisticians?|"
    r"infirmi[eè]re?s?|coordinat(?:eur|rice)s?|bénévoles?|médecins?|salariée?s?|chargée? de \w+|attachée? de \w+|"
    r"Pflegekr[aä]fte?|Krankenschwestern?|Ehrenamtlichen?|Koordinator(?:in)?|Ärzt(?:in|e|innen)|Mitarbeiter(?:in|"
    r"innen)?|(?:Voll|Halb|Teil)(?:tags|zeit)?stelle|Stellen?|Controller(?:in)?|"
    r"enfermer[ao]s?|voluntari[oa]s?|coordinador[a]?s?|médic[oa]s?|emplead[oa]s?|técnic[oa]s?|"
    r"infermier[aei]|volontari[oa]?|coordinat(?:ore|rice|ori)|medic[oi]|dipendent[ei]|impiegat[oaie])"
)
STAFF = re.compile(
    rf"(?:(?<=[Ww]e are ){AMOUNT} (?:people|persons|of us)\b|"
    rf"\b(?:(?:{AMOUNT}|an?|the|our|my)\s(?:(?!and\b|et\b|und\b|has\b|have\b|is\b|"
    rf"are\b)[\w-]+\s){{0,4}}?)?{_STAFF_NOUN}\b)"
    r"(?:\s(?:à (?:mi-temps|temps partiel|temps plein)|in Teilzeit|in Vollzeit|a (?:media jornada|tiempo parcial|"
    r"tiempo completo)|(?:a )?part[- ]time|full[- ]time|half[- ]time|at \d+ ?%|"
    rf"(?:for )?{AMOUNT} (?:hours?|days?|mornings?|afternoons?)(?: (?:a|per|each) (?:week|month))?|half time|"
    rf"at \d+ percent|for {AMOUNT} (?:weeks?|months?)"
    r"|(?:from|of|in) (?:the|our|my) (?:[\w-]+ )?(?:team|department|office|unit|ward|group|centre|hospital)))?",
    re.IGNORECASE,
)
TIME_SHARE = re.compile(
    r"\b(?:media jornada|mezza giornata|une demi-journée|einen halben Tag|half a day)(?: \w+)? "
    r"(?:a|per|par|pro|in der|por|a la|al|alla) (?:week|month|semaine|mois|Woche|semana|mes|settimana|mese)\b|"
    rf"\b(?:{AMOUNT}|an?|half an?|one half)[\s-](?:hours?|days?|mornings?|afternoons?|half[- ]days?|heures?|jours?|"
    rf"Stunden?|Tage?|horas?|días?|ore|giorni) "
    r"(?:a|an|per|each|every|par|pro|in der|im|je|por|a la|al|alla) (?:week|month|quarter|semaine|mois|Woche|Monat|"
    r"semana|mes|settimana|mese)\b"
    r"|\b\d{1,3} ?%(?: of (?:my|her|his|a|an?) (?:time|job|post|full-time post))?(?= (?:of|post|position|job|Stelle))",
    re.IGNORECASE,
)
HAVING = re.compile(
    r"\b(?:we|i|there is|there are|our|with|which has|has|have|employ\w*|hired?|dispos\w+|avons|haben|habe|"
    r"verf[üu]g\w+|tenemos|tengo|contamos|abbiamo|ho|disponiamo|on a|wir|nous|release[sd]?|lend[s]?|offer(?:s|ed)?|"
    r"promised?|provides?|pays? for|funds?|on (?:my|our) team|the team is|could (?:work|help|be)|will work)\b",
    re.IGNORECASE,
)
# After these words come things that are there to be used, one after the other; a new clause ends the list.
HOLDING = re.compile(
    r"\b(?:(?:we|i)(?: (?:also|already|still|could|can|now))? (?:have|own|use|pooled|hired|employ|offer|got)|"
    r"there (?:is|are)|(?:and|,) (?:hired|have|own)|nous avons|j'ai|wir haben|ich habe|tenemos|tengo|abbiamo|ho)\b"
    r"(?! to\b)",
    re.IGNORECASE,
)
BETWEEN_ITEMS = re.compile(
    r"(?P<stop>[;:.]|,? (?:but|because|so that|which|who|and (?:we|i|the|my|our|it|want\w*|would|is|are|see)|if|when|"
    r"aber|mais|pero|ma|y quer\w+|et nous)\b)|, (?:and )?(?:hired )?|"
    r",? (?:and|und|et|y|e|plus|as well as)(?: hired)?\s",
    re.IGNORECASE,
)
LACKING = re.compile(
    r"\b(?:lack\w*|short of|shortage|missing|leav(?:e|es|ing)|not enough|too few|vacan\w+|left|resign\w*|refuse\w*|"
    r"late|unsure|never)\b",
    re.IGNORECASE,
)
# Staff that somebody has is counted or theirs; "I am quality manager" tells a role.
COUNTED = re.compile(
    rf"(?:{AMOUNT}|an?|the|our|my|un[ae]?|une|ein\w*|unser\w*|notre|nuestr\w+|nostr\w+)\b", re.IGNORECASE
)
MANY = re.compile(r"(?!(?:one|a|an|une?|ein\w*|un[oa]?)\b)" + AMOUNT, re.IGNORECASE)
SELF = re.compile(
    r"^(?:I am|I'm|I work as|We are|As an?|Je suis|Nous sommes|Ich bin|Wir sind|Soy|Somos|Sono|Siamo)\b", re.IGNORECASE
)
_ORG_WORD = (
    r"(?:Hospital|Clinic|Centre|Center|University|Institute|Society|Association|Foundation|Fund|Ministry|Agency|"
    r"Authority|Alliance|Registry|Register|Network|"
    r"Trust|Board|Council|Charity|Federation|Union|Group|Committee|Insurance|Kasse|Krankenkasse|Klinikum|Klinik|"
    r"Universitätsklinikum|Universitätsspital|Kantonsspital|"
    r"Krankenhaus|Gesellschaft|Verein|Verband|Stiftung|Ministerium|CHU|CHRU|Hôpital|Clinique|Institut|Fondation|"
    r"Caisse|Agence|Ministère|Hospital|Clínica|Fundación|"
    r"Asociación|Consejería|Ministerio|Sociedad|Instituto|Ospedale|Policlinico|Fondazione|Associazione|Assessorato|"
    r"Ministero|Società|Istituto|Azienda|Regione|ASL|AOK|"
    r"Region|League|Department|Office|Commission|Coalition|Parliament|Senate|Lega|Ligue|Liga|Health Service|"
    r"Health Board|Medical School|Cancer Center|Biobank|Academy)"
)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_CAP = rf"[{_UPPER}][\wÀ-ÿ'’.&-]*"
_LINK = r"(?:\s(?:of|for|and|the|de|du|des|d['’]|la|le|les|del|della|di|dei|delle|y|e|et|von|der|für|und|&))*"
ORGANISATION = re.compile(rf"\b(?:{_CAP}{_LINK}\s)*{_ORG_WORD}s?\b(?:{_LINK}\s(?:{_CAP}))*")
ACRONYM = re.compile(r"\b(?!CAR\b|CARs?\b|CAR-T\b)[A-Z]{2,}[A-Z0-9-]*[a-z]?\b")
NO_NAMES = frozenset(
    [
        "CAR",
        "CAR-T",
        "CART",
        "T",
        "HTA",
        "HCP",
        "HCPS",
        "DLBCL",
        "ALL",
        "CLL",
        "MCL",
        "FL",
        "MM",
        "ATMP",
        "ATMPS",
        "EU",
        "USA",
        "UK",
        "US",
        "GP",
        "GPS",
        "MDT",
        "RWE",
        "RWD",
        "DRG",
        "DRGS",
        "ICU",
        "ICUS",
        "IT",
        "FTE",
        "PDF",
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "CAD",
        "AUD",
        "JACIE",
        "FACT",
        "QALY",
        "QALYS",
        "ICER",
        "PET",
        "CT",
        "MRI",
        "MRD",
        "OK",
        "ID",
        "TV",
        "NGO",
        "NGOS",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "NHL",
        "B-ALL",
        "AND",
        "OR",
        "BIA",
        "MP",
        "MPS",
        "PRO",
        "PROS",
        "PROM",
        "PROMS",
        "KPI",
        "CEO",
        "CFO",
        "II",
        "III",
        "IV",
        "GMP",
    ]
)
GENERIC_ORGANISATION = re.compile(
    r"\b(?:(?:the|our|an?|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+|several|both|local|regional|"
    r"national|community|district|general|referring|treating|university|public|private|small|large|other|"
    r"state|statutory|county|city|provincial|rural|nearest|neighbou?ring|central|teaching|nearby|haematology|cancer|"
    r"academic)\s){1,4}"
    r"(?:hospitals?|clinics?|centres?|centers?|practices?|sickness funds?|insurers?|payers?|payors?|health "
    r"(?:authority|authorities|funds?|ministry|insurers?|service)|ministry(?: of (?:health|finance|labour))?|"
    r"regulator|(?:(?:cell|gene|therapy|cancer|clinical|lymphoma|myeloma|leukaemia)\s)*(?:networks?|consortium|"
    r"alliance|platform|departments?|working group|unit|office)|patient (?:groups?|organi[sz]ations?|panel)|"
    r"professional society|haematology society|society|medical association|registry|manufacturers?|companies|"
    r"university|charity|"
    r"foundation|HTA (?:body|agency)|board|committee|congress|bank|council|assembly)\b"
    r"(?!['’ -](?:stays?|beds?|nights?|bills?|costs?|care|wards?|days|congress|meeting|meets|wants|will|budget\b))",
    re.IGNORECASE,
)
_PLACE_LEAD = (
    r"(?:[Ii]n|on|[Aa]t|from|[Aa]cross|around|near|throughout|outside|between|serving|covering|over|for|to|of|"
    r"[Ee]n|à|À|au|Au|aux|"
    r"[Dd]ans|depuis|autour de|aus|im|Im|rund um|nach|desde|a|A|hasta|nel|Nel|nella|nelle|da|di|"
    r"della|dello|de|island of|region of|county of|province of|city of|town of|state of|canton of|department of|"
    r"capital)"
)
PLACE = re.compile(
    rf"\b{_PLACE_LEAD} (?P<place>(?:the |la |le |les |los |las |el |il |l['’]|north(?:ern)? |south(?:ern)? |"
    rf"east(?:ern)? |west(?:ern)? |central |rural |upper |lower |north-?(?:east|west)(?:ern)? |south-?(?:east|"
    rf"west)(?:ern)? |greater |parts of )*"
    rf"{_CAP}(?:(?: (?:de la|de|del|della|di|d['’]|und|the|upon|am|an der|im))? {_CAP})*)"
)
GENERIC_PLACE = re.compile(
    rf"\b(?:(?:{AMOUNT}|our|the|an?|its|this)\s)(?:[\w-]+\s){{0,2}}?(?:counties|county|regions?|provinces?|"
    rf"districts?|islands?|valleys?|towns?|cit(?:y|ies)|villages?|cantons?|departments|"
    r"countries|country|states|area|archipelago|coast|prefectures?)\b(?:\s(?:of|in|de|in "
    r"the)\s(?-i:[A-ZÀ-Þ])[\wÀ-ÿ'’-]*(?:\s(?-i:[A-ZÀ-Þ])[\wÀ-ÿ'’-]*)*)?",
    re.IGNORECASE,
)
# What is counted ends where the sentence goes on to something else: "six weeks while costs rise".
_COUNTED_WORD = (
    r"(?!(?:while|whereas|because|but|when|whenever|if|unless|until|since|although|though|so)\b)[a-zà-ÿ][\w'’-]*"
)
NUMBER = re.compile(
    rf"\b(?:about|around|some|roughly|nearly|over|more than|up to|only|at least|fewer "
    rf"than)?\s?(?<![\w.,]){_DIGITS}\s?(?:%|percent|per cent)?(?:[\s-]{_COUNTED_WORD}){{0,4}}"
)
COUNT = re.compile(
    rf"\b{NUMBER_WORD}(?:\s(?:of|out of)\s(?:the\s)?{AMOUNT})?(?:\s{_COUNTED_WORD}){{1,3}}", re.IGNORECASE
)
# The number of a recommendation or challenge: it counts nothing.
UNIT_NUMBER = re.compile(
    r"[1-3]\.\d(?: (?:is|are|was|and|or|for|as|because|would|could|can|will|to|with|first|fits?|seems?|we|looks?)\b.*)?"
)
# "Our region", "the area": where that is, somebody else cannot tell.
NO_PLACE = re.compile(
    r"(?:our|the|this|its|an?) (?:(?:whole|own|local|home|rural) )?(?:count(?:y|ries|ry)|region|province|district|"
    r"island|valley|town|city|village|state|area|coast)s?",
    re.IGNORECASE,
)
# Any other name: capitals inside a sentence. German writes every noun so; there the other patterns have to do.
NAME = re.compile(rf"(?<=[\w,;:(“\"'] )(?!I\b){_CAP}(?:(?: (?:of|de|del|della|di|van|von|and|&))? {_CAP})*")
DISEASE = re.compile(
    r"\b(?:(?:B-cell|large B-cell|mantle cell|follicular|acute lymphoblastic|relapsed|refractory|multiple|aggressive|"
    r"childhood|paediatric)\s)*"
    r"(?:lymphomas?|leuk(?:ae|e)mias?|myelomas?|DLBCL|leucémies?|lymphomes?|myélomes?|Lymphom(?:e|en)?|Leukämien?|"
    r"Myelome?|linfomas?|leucemias?|mielomas?|linfom[ai]|mielom[ai]|blood cancers?|haematological cancers?)\b",
    re.IGNORECASE,
)
AUDIENCE = re.compile(
    r"\b(?:(?:community|referring|general|local|regional|treating|rural|young|older|elderly|migrant|hospital|ward|"
    r"primary care|family|district)\s){0,2}"
    r"(?:haematologists|hematologists|oncologists|GPs|general practitioners|family doctors|physicians|nurses|"
    r"pharmacists|clinicians|caregivers|carers|families|patients|policymakers|members of parliament|MPs|payers|"
    r"insurers|case handlers)\b",
    re.IGNORECASE,
)
# Money that is lost, paid or asked for is no budget, unless a budget is spoken of.
SPENT = re.compile(
    r"\b(?:los(?:e|es|s|ses|ing)|costs?|price|tariff|per (?:patient|case|treatment)|a patient|each patient|deficit|"
    r"shortfall|reimburse\w*|bill|gap|perd\w+|verlier\w*|kostet|coûte|cuesta|"
    r"costa|par patient|pro patient|por paciente|a paziente|per paziente)\b",
    re.IGNORECASE,
)
BUDGET = re.compile(
    r"\b(?:budget|grant|fund(?:s|ing)?|donat\w+|available|we have|i have|there (?:is|are)|spend|set aside|released?|"
    r"promised|budget|avons|haben|disponi\w+|tenemos|abbiamo|contamos)\b",
    re.IGNORECASE,
)
