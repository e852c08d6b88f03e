"""Words that the rules know: our own lists, general English, small enough to read. Stems are made at import.

A list grows by a class of words that the development set showed to be missing, never by a word of the holdout.
"""

from __future__ import annotations

from functools import cache

import Stemmer


def word_list(text: str) -> list[str]:
    """The words of a line."""
    return text.split()


def word_set(text: str) -> frozenset[str]:
    """The words of a line, each once."""
    return frozenset(text.split())


_STEM = Stemmer.Stemmer("english")


# Irregular forms that the stemmer does not bring together.
_FORMS = """
be been was were|have had|do did done|say said|make made|give gave given|take took taken|get got gotten|find found
begin began begun|bring brought|build built|buy bought|choose chose chosen|come came|cost costs|cut cuts|draw drew drawn
drive drove driven|eat ate eaten|fall fell fallen|feel felt|fight fought|fly flew flown|forbid forbade forbidden
forget forgot forgotten|go went gone|grow grew grown|hear heard|hide hid hidden|hold held|keep kept|know knew known
lay laid|lead led|leave left|lend lent|lie lay|lose lost|mean meant|meet met|pay paid|put puts|read reads|ride rode
rise rose risen|run ran|see saw seen|seek sought|sell sold|send sent|set sets|shrink shrank shrunk|shut shuts|sink sank
sit sat|sleep slept|speak spoke spoken|spend spent|spread spreads|stand stood|steal stole|stick stuck|swim swam
teach taught|tell told|think thought|throw threw thrown|understand understood|wear wore worn|win won|write wrote written
child children|man men|woman women|person people|better good|worse bad|foot feet|mouse mice|tooth teeth|life lives
"""
FORMS = {
    form: group.split()[0]
    for line in _FORMS.strip().splitlines()
    for group in line.split("|")
    for form in group.split()
}


@cache
def stem(word: str) -> str:
    """The stem of one lower-case word; irregular forms have that of their base."""
    if word.startswith("un") and word[2:] in FORMS:
        return "un" + stem(word[2:])
    return str(_STEM.stemWord(FORMS.get(word, word)))


def _stems(line: str) -> frozenset[str]:
    return frozenset(stem(w) for w in line.split())


# Words without a topic of their own.
FUNCTION = word_set(
    "a an the this that these those it its he she they them their his her him we us our you your i my me one ones "
    "who whom whose which what when where why how and or but nor so yet if as at by for from in into of off on "
    "onto out over to up with within about above across after against along among around before behind below "
    "beneath beside between beyond during except inside near outside since than through toward towards under "
    "until upon via while whereas although though because unless whether be am is are was were been being do does "
    "did done doing have has had having will would shall should can could may might must cannot need not no never "
    "none nobody nothing neither nor without only also too very just even still already there here then thus s t "
    "own same such each every all any some most many much few more less fewer both either other another else per "
    "etc rather instead again once ever always often sometimes usually mostly mainly nearly almost roughly "
    "approximately exactly least now get gets got getting make makes made making let lets so-called however "
    "therefore as-is anyone everyone everybody someone somebody everything anything something whoever whatever "
    "nowhere everywhere itself themselves himself herself ourselves yourself oneself become becomes became "
    "becoming another thing things way ways whole half quarter third quarters thirds fifth fifths tenth dozen "
    "like respectively able want wants wanted go goes going went come comes came"
)
# Words that deny as well, but not so plainly that a missing "not" would be told by them.
SOFT_DENIALS = _stems("lack miss instead rather stop cease avoid without except unpaid free")
# Numbers in words: read as numbers, not as words.
COUNTS = word_set(
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
    "trillion lakh percent twice thrice"
)
# Content words that carry little: a claim may add or drop them.
LIGHT = _stems(
    "take give say says said according report reports reported state states stated note notes noted tell told "
    "call called "
    "find found show showed shown think view opinion point name named include includes including "
    "kind sort number share level year people person persons part group use used using new time times different "
    "certain main roughly toward together ask asks asked want plan planned help helps day number amount total "
    "compare compared recommendation challenge goal step text source document study"
)
# Verbs that claim a cause or a certainty: only a source that has one, too, carries them.
CAUSES = _stems("prevent cause prove guarantee ensure cure eliminate eradicate abolish")
# Each line: words that say the same in one sense or another.
_SAME = """
doctor physician clinician medic
hcp healthcare professional practitioner
patient sufferer case
nurse carer
payor payer insurer
hospital clinic centre center site facility
pay fund finance reimburse cover compensate refund
cost price expense fee charge tariff money
buy acquire purchase take-over
sell divest
begin start launch commence introduce establish set found create form open
stop end finish close cease shut discontinue
repair mend fix restore
large big major great sizeable huge
small little minor tiny
rise increase grow climb raise gain higher
fall decrease drop decline lower reduce shrink cut sink down lose
quick fast prompt rapid immediate speedy swift
slow sluggish
need require demand requirement demands
obligatory compulsory mandatory must required bound
allow permit let enable
forbid ban prohibit
advise recommend suggest counsel urge advice
warn caution
trial test pilot try experiment study
child children pupil kid student schoolchild young
worker employee staff workforce personnel labour
firm company business enterprise maker manufacturer producer
carmaker
house home flat household family dwelling apartment live
town city municipality
country nation state national
law act statute legislation rule
ruling judgment decision verdict
adopt pass approve accept agree enact
reject dismiss refuse decline throw-out
show present demonstrate display reveal
think believe consider hold suggest judge reckon estimate
expect anticipate forecast count await
keep retain maintain remain stay continue go-on
leave quit resign resignation
near close nearby closer nearer
return come-back reappear recur
hard difficult
trouble problem difficulty struggle burden
barrier obstacle hurdle
lack shortage missing scarce
money cash funds
lend loan borrow
method approach
collect gather
speed pace
infusion infuse
search look
job work employment
use apply employ need
cooperation collaboration partnership
join unite
share proportion percentage
measure indicator
gap
effect impact influence
change alter shift turn
write draft formulate
check examine verify assess evaluate review audit test
talk discuss speak conversation
build make form create construct produce manufacture
coalition alliance
follow track monitor
seek ask request call
choose select pick
send refer referral transfer
give deliver provide offer supply
receive get obtain
qualify accredit accreditation qualification certified
administrative paperwork bureaucracy administration
delay wait slow lag
treat treatment therapy care
awareness knowledge know knows understanding understand
experience
visitor guest visit
car motorist vehicle drive
bike bicycle cycle cycling
ship vessel boat
bus
kilometre km
hour hourly
average mean
median
rare seldom rarely infrequent
similar same alike
additional extra further another added
yearly annual year annually
monthly month
quarterly quarter
power electricity energy
outage failure
data information
picture image
cause reason
due owing
rival competitor
predecessor
member
customer client
store shop retailer
investigate look examine
author researcher scientist
vote ballot
support back endorse
oppose against
oppose resist
lawsuit case claim
complain complaint criticise criticize critic
double twice doubled
free gratis
everyone everybody
carry bring
room lodging accommodation
travel trip journey
decentralised decentralized
align harmonise harmonize harmonisation bring-into-line
die death mortality
heal cure
alive survive survival
elderly old
drink alcohol
internet online
equipment device devices machine
farm holding farmer grower
"""
SAME: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(_SAME.strip().splitlines()):
    for _word in _line.split():
        SAME[stem(_word)] = SAME.get(stem(_word), frozenset()) | {_number}

# Verbs that one side does and the other suffers: "A sold to B" is "B bought from A".
CONVERSES = _stems("buy acquire purchase sell lend borrow import export")
# Denials that leave a little over.
SOFT = word_set("hardly seldom rarely")
NEGATIONS = word_set(
    "not no never none nobody nothing neither nor without cannot cant dont doesnt didnt isnt arent wasnt werent "
    "wont wouldnt couldnt shouldnt hasnt havent hadnt nowhere hardly seldom rarely"
)
# Verbs and adjectives that deny what follows.
DENIALS = _stems("fail unable refuse deny")

MONTHS = word_set("january february march april may june july august september october november december")
SEASONS = word_set("spring summer autumn winter")
SURE_MONTHS = MONTHS - {"may", "march", "august"}

_PLACES = """
us usa american america united-states
uk british britain united-kingdom gb
eu european-union
europe european
germany german
france french
spain spanish
italy italian
austria austrian
switzerland swiss
netherlands dutch holland
belgium belgian
denmark danish
sweden swedish
norway norwegian
finland finnish
poland polish
portugal portuguese
ireland irish
scotland scottish
wales welsh
england english
greece greek
hungary hungarian
czechia czech
turkey turkish
canada canadian
australia australian
japan japanese
china chinese
india indian
brazil brazilian
korea korean
israel israeli
russia russian
mexico mexican
africa african
asia asian
estonia estonian
latvia latvian
"""
PLACES: dict[str, int] = {w: n for n, line in enumerate(_PLACES.strip().splitlines()) for w in line.split()}
