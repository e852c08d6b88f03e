"""The names of a sentence and of its translation: none may be lost, and none may be new. Pure.

A name is told by its capitals. German writes every noun with one, so there a capital word that is new has to be a
known noun, a compound of such, to end as nouns do, or to be German for certain by its letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from assistant.words import fold, stop_words
from assistant.writing.tongues import TONGUES


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Countries and the like: how their words, and those for what is theirs, begin in English, and in any of the languages.
PLACES: dict[str, str] = {
    r"europe\w*": r"europ\w+|eu",
    r"eu": r"eu|ue|europ\w+",
    r"us|usa|america\w*": r"us|usa|eeuu|amerik\w+|america\w*|estadounid\w+|statunit\w+|etats|unis|vereinigt\w*|"
    r"staaten|estados|unidos|stati|uniti|u\.?s\.?a?|ee|uu|verenigde|staten|stany|zjednoczon\w+",
    r"uk|britain|british|kingdom|united": r"uk|brit\w+|verein\w+|konigreich\w*|royaume|uni|reino|unido|regno|unito|"
    r"grossbrit\w*|gran|bretana|bretagna|grande|bretagne|reino|ru|verenigd|koninkrijk|zjednoczon\w*|krolestw\w*",
    r"german\w*": r"deutsch\w*|allem\w+|aleman\w*|german\w*|tedesc\w+|duits\w*|niem\w+|tysk\w*",
    r"france|french": r"fran[cz]\w*|frankreich\w*|frankrijk\w*|frans\w*",
    r"spain|spanish": r"spanien\w*|spanisch\w*|spanj\w+|spaans\w*|espa\w+|spagn\w+|hiszpan\w+",
    r"italy|italian": r"ital\w+|wlo(?:ch|sk)\w*",
    r"austria\w*": r"austri\w+|osterreich\w*|autrich\w+|oostenrij\w+",
    r"switzerland|swiss": r"schweiz\w*|suiss\w*|suiz\w*|svizzer\w*|zwits\w*|szwajcar\w*",
    r"netherlands|dutch|holland": r"nieder\w+|hollan\w+|neerland\w+|pays|bas|paises|bajos|paesi|bassi|oland\w+|"
    r"neder\w+|niderland\w*|holend\w*",
    r"belgi(?:um|an)": r"belg\w+",
    r"denmark|danish": r"danemark\w*|danisch\w*|danois\w*|dinamarca|danes\w*|danimarca|denemarken|deens\w*|"
    r"dani[aei]\w*|dunsk\w*",
    r"sweden|swedish": r"schwed\w+|sued\w+|suec\w+|svez\w+|sved\w+|zweed\w*|zweden|szwe\w+",
    r"norway|norwegian": r"norw\w+|norv\w+|norueg\w*|noor\w+",
    r"finland|finnish": r"finnland\w*|finnisch\w*|finland\w*|finlan\w+|fins|finse|fin[sk]\w{0,4}",
    r"poland|polish": r"polen\w*|polnisch\w*|polog\w+|polon\w+|polac\w+|polsk\w*|poolse?",
    r"portugal|portuguese": r"portug\w+|portog\w+",
    r"ir(?:eland|ish)": r"irland\w*|irisch\w*|irlandes\w*|ierland|iers\w*",
    r"england|english": r"engl\w+|angle\w+|anglais\w*|ingl\w+|inghilterra|engels\w*|angielsk\w*|angli\w+",
    r"scotland|scottish": r"schott\w+|ecos\w+|escoc\w+|scoz\w+|schot\w*|szko\w+",
    r"wales|welsh": r"wales|walis\w*|pays|galles|gall\w+|gales\w*",
    r"greece|greek": r"griech\w+|grec\w+|grieg\w+|griek\w*",
    r"canada|canadian": r"kanad\w+|canad\w+",
    r"australia\w*": r"austral\w+",
    r"japan\w*": r"japan\w*|japon\w*|giappon\w*",
    r"china|chinese": r"chin(?:a|e|es\w*|ois\w*|os?|as?)|cin(?:a|es\w*)|chin(?:y|sk\w+)",
    r"indian?": r"indien\w*|indisch\w*|inde|india\w*|indi[ej]\w*",
    r"brazil\w*": r"brasil\w*|bresil\w*|brazil\w*",
    r"israel\w*": r"israel\w*",
    r"asian?": r"asien\w*|asie|asia\w*|azi\w+|azj\w+",
    r"african?": r"afri[ckq]\w+",
}
# Abbreviations that other languages call otherwise; of all others each stays as it is.
TRANSLATED_SHORT = _set("eu us usa uk hcp hcps rwd rwe icu gp gps faq eur usd gbp")
# German nouns that texts of this kind are full of; what a corpus says in German comes on top of them.
NOUNS = _set(
    "ablauf abschnitt abteilung alltag amt anfang angabe angebot angst anlass ansatz anspruch anteil antrag anzahl "
    "arbeit art arzt arztin aufgabe aufnahme aufwand ausgabe auswahl bedarf bedeutung begriff beginn behorde beispiel "
    "beitrag bereich bericht beruf bett bevolkerung bild blut bogen breite brief bruch budget bund bundnis chance "
    "daten datum dauer dialog dienst ding druck ebene eigentum einfluss einheit einkommen ende entgelt entwurf erfolg "
    "ergebnis ersatz euro dollar pfund fach fachkraft fall familie fehler feld firma folge form forscher forschung "
    "frage frau freiheit frist gebiet gefahr geld gemeinschaft gerat gericht gesetz gesellschaft gesprach gesundheit "
    "gewinn gremium grenze grosse grund gruppe gut haft hand haus hause heim herz hilfe hinweis hohe hurde idee "
    "inhalt interesse jahr kampagne kasse kauf kenntnis kette kind klinik konzept kopf kosten kraft krankheit krebs "
    "kreis kunde lage land leben lehre leid leistung leiter linie liste los lucke macht mangel mann markt mass "
    "massnahme medizin mehr meldung mensch messe methode minute mittel mitglied mitte modell monat mutter nachfrage "
    "nachweis name natur netz netzwerk niveau not nutzen ort papier partner patient person personal pflege pflicht "
    "phase plan platz politik preis presse problem produkt projekt protokoll prozent prozess punkt quelle rahmen rat "
    "raum recht rede regel region reihe reise rest risiko rolle ruckgang rucksicht ruf satz schaden schritt schule "
    "schutz schwelle schwerpunkt sicht sinn sitz spital sprache staat stadt stand standard statt stelle stoff "
    "strategie studie stufe stunde suche system tag team teil termin text thema therapie tod trager treffen uberblick "
    "umfang umfeld umgang unterschied urteil vater verband verein verfahren vergleich verhalten verlauf verlust "
    "vertrag vertreter verzicht vorbehalt vorgabe vorgehen vorrang vorschlag vorteil wahl ware wechsel weg weise "
    "weiter welt wert wesen wettbewerb widerstand wille wirkung wissen woche wohl wohnort wort zahl zeichen zeit "
    "zelle zell zentrum zentren zeug ziel zugang zustand zusage zweck zweifel assistent angehorige beteiligte fenster "
    "tur gang lauf pfad spur brucke basis kern spitze boden wasser luft licht nacht abend morgen sommer winter herbst "
    "fruhling montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz april mai juni juli "
    "august september oktober november dezember spezialist experte fachleute leute versicherer arzneimittel arznei "
    "wirkstoff mark infusion lymphom leukamie myelom rezidiv ruckfall labor probe register leitlinie richtlinie "
    "nachteil verzug engpass fahrt anreise ferne nahe umland stick blick tisch runde brauch kampf verdacht anruf "
    "anfrage seite spalte zeile tabelle kapitel band anhang zuwachs anstieg abfall senke bedurfnis bereitschaft "
    "betreuer begleiter berater leser nutzer geber nehmer zahler anbieter betreiber forderer betroffene kranke lander "
    "vereinigte konigreich hersteller blueprint toolkit audit sache rabatt rate raten ausreisser einwand einsatz "
    "einstieg eingriff einzug ansicht absicht aufsicht aussicht umsicht vorsicht einsicht nachsicht zuversicht "
    "aufschlag abschlag zuschlag ratschlag beschluss abschluss ausschluss anschluss schluss einschluss abzug auszug "
    "aufbau ausbau abbau umbau bau bezug verbrauch gebrauch missbrauch besuch versuch gesuch untersuch kontakt "
    "konflikt kompromiss kongress konferenz konzern kredit krise kritik kultur kurs kunst lehrer lob logik lohn lust "
    "mathematik matrix meinung methodik miete minister monitor motiv muster mut nachbar nachricht nahrung nerv note "
    "notfall objekt offenheit onkel opfer option ordnung organ orientier paket panel paar pause perspektive pfleger "
    "pilot plattform posten praxis prinzip priorit profil programm prognose prufung qualitat quote rand rang rechnung "
    "rechner redner referent reform regie reichweite reserve ressource resultat richter ring rohr sammler saule "
    "schema schicht schnitt schreiben schrift schwester seele sektor sender serie service sicherheit signal situation "
    "skala software sorge sparte speicher spender spiel sport spruch stab stamm start status stern steuer stimme "
    "stiftung storung strafe strasse strecke streit strom struktur stuck sturz substanz summe symptom szene tafel "
    "takt tat tatsache technik teilnehmer telefon tempo theorie ton topf transport treiber trend trennung tumor turm "
    "typ ubung uhr umgebung umsatz unfall universitat unternehmen ursache ursprung urlaub variante verantwortlich "
    "verb verbot vergutung verkauf verlag vermogen vernunft versand versteher vertrauen video viertel volk volumen "
    "voraus vorbild vordergrund hintergrund vorhaben vorlage vorrat vorsitz vorsitzende vortrag wachstum waffe "
    "wahrheit wand warnung wart weite werkzeug werk wetter wiege wind wirt wirtschaft wissenschaft wohnung wunsch "
    "wurde wurzel zeitraum zeitung zeuge zins zone zufall zug zukunft zunahme zweig zyklus jugend junge kanal kapital "
    "karte kategorie kenn kilometer klage klasse klima knochen kollege komitee komponente kommission konto kopie "
    "korper jahrgang gedanke geburt gedachtnis gegend gegner gehalt geist gelegenheit genehm genuss gerade geschaft "
    "geschichte geschlecht geschwindigkeit gestalt gewicht gewohnheit glaube gleich gluck grad gross halt haltung "
    "handel handler handwerk harte heft heil hindernis hinblick hoffnung horizont hotel hunger immun index indikation "
    "indikator industrie infekt ingenieur initiative innen instanz institut instrument insel diagnose dichte "
    "differenz dimension direktor diskussion distanz doktor dokument dosis drittel durchschnitt effekt effizienz ehe "
    "ehre eigenschaft eile eindruck eingang eltern empfang empfanger energie engagement entscheid erbe ereignis "
    "erfahrung erhebung erklar ernst ertrag essen etappe existenz export faktor farbe feier feind festigkeit figur "
    "film filter flache fleisch flug fluss forum foto freund friede fuhrer funktion fuss futter garantie gast "
    "baustein baum bauer beamte becken bein bekannte belang belast beleg benutzer bereit berg bescheid bestand "
    "bestandteil betrag betrieb beweis bewohner bewusstsein bezirk biologie blatt blech bock bord bote brand branche "
    "bremse brot buhne burger bus dach dame damm dank darm decke defizit depot design detail ablehn abstand abstrich "
    "abweich achse adresse akte akteur aktion album alter ambulanz analyse anblick anbau andrang anker anlage "
    "anliegen annahme anrecht anreiz antwort anwalt anwender apparat apotheke arbeiter areal argument arm armut "
    "artikel aspekt assist atem auflage aufruf auftrag auftritt auge ausdruck ausgleich auskunft ausland ausmass "
    "ausnahme ausstoss austausch ausweg ausweis autor auszeit"
)
# What an English title or heading writes with a capital and other languages call by their own word.
PLAIN_CAPITALS = _set(
    "recommendation recommendations goal goals challenge challenges step steps report toolkit template component "
    "components activity activities audience setting resource resources capacity stakeholder stakeholders risk "
    "mitigation awareness understanding financing action actions plan steering committee member members group groups "
    "national regional federal ministry minister health institute agency authority society association coalition "
    "consortium network alliance centre center hospital university fund funds register registry directive regulation "
    "act law programme program model blueprint infographic slide deck case study access cancer medicine medicines "
    "therapy therapies cell cells gene blood transplant transplantation parliament commission council union "
    "foundation monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december i who what where why first second third learn working party panel "
    "platform pathway quarter phase level table figure page part chapter section appendix annex other dr prof ms mr "
    "mrs"
)

_THERAPY = re.compile(r"\bCAR[\s\-‑]?T(?![a-z])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][^\W_]*|\d+[^\W\d_][^\W_]*")
_OPENING = re.compile(r"(?:^|[.!?:;…]\s|[\"„“”«‘¿¡(])[\s\"'„“”«»‘’¿¡(\[]*$")
_ALIKE = 3  # letters at the beginning that words of one origin share: "Recommendation", "Recomendación"
_LINKS = ("", "s", "es", "n", "en", "er", "e")
# How German nouns end that are made from verbs, adjectives and Latin.
_NOUN = re.compile(
    r"\w{2,}(?:ung|heit|keit|schaft|ion|tat|ismus|ment|nis|tum|ik|ie|anz|enz|ur|ling|igkeit)(?:en|n|s|e|se|sen)?"
    r"|\w{3,}(?:ende[nr]?|ierte[nr]?|erin|erinnen|(?:bar|lich|ig|isch|sam|haft)e[nrms]?|ium|ien)"
)
_ENDINGS = ("", "s", "n", "e", "en", "es", "er", "ern", "se", "ses")
SURE = 0.85  # of 25 names of firms and people only one that is German passes; of 21 German nouns half do
_SHORTEST_NOUN, _LONGEST_NOUN = 3, 60


def lost_name(source: str, translation: str) -> str:
    """A name of the English sentence that its translation does not have; "" when all are there."""
    held = {fold(word) for word, _ in words_of(translation)}
    for word, opens in words_of(source):
        low = fold(word)
        place = _place(low) if word[0].isupper() else ""
        if place:
            if not any(re.fullmatch(place, other) for other in held):
                return word
        elif _is_short(word):
            if low not in TRANSLATED_SHORT and not _kept(low, held):
                return word
        elif word[0].isupper() and not opens and low not in held | PLAIN_CAPITALS and not _akin(low, held):
            return word
    return ""


def new_name(
    source: str,
    translation: str,
    language: str,
    known: frozenset[str] = frozenset(),
    surely: Callable[[str, str], float] = lambda *_: 0.0,
) -> str:
    """A name of the translation that its English sentence does not have; "" when there is none.

    `known`: ordinary words of the language, folded; without them any word may open a sentence. `surely`: how far the
    letters of a word tell that it is of that language, 0 to 1.
    """
    own = {fold(word) for word, _ in words_of(source)}
    places = [place for word, _ in words_of(source) if word[0].isupper() and (place := _place(fold(word)))]
    for word, opens in words_of(translation):
        low = fold(word)
        if low in own or any(re.fullmatch(place, low) for place in places):
            continue
        if _is_short(word) or any(re.fullmatch(place, low) for place in PLACES.values() if word[0].isupper()):
            return word
        if word[0].islower() or _akin(low, own):
            continue
        ordinary = (language == "de" and is_noun(low, known)) or (opens and _may_open(low, language, known))
        if not ordinary and not ((language == "de" or opens) and surely(word, language) >= SURE):
            return word
    return ""


def _may_open(low: str, language: str, known: frozenset[str]) -> bool:
    """Whether a sentence may begin with that word; any word where the ordinary ones are not known."""
    spoken = TONGUES[language].numbers if language in TONGUES else {}
    return not known or low in known or low in stop_words(language) or low in spoken


@lru_cache(maxsize=8192)  # each rest of a word is looked at once, however many ways lead to it
def is_noun(word: str, known: frozenset[str]) -> bool:
    """Whether a folded German word is a known one, ends as nouns do, or is put together from such."""
    if not _SHORTEST_NOUN <= len(word) <= _LONGEST_NOUN:
        return False
    if _is_known(word, known) or _NOUN.fullmatch(word):
        return True
    for cut in range(_SHORTEST_NOUN, len(word) - _SHORTEST_NOUN + 1):
        first, rest = word[:cut], word[cut:]
        starts = (first.removesuffix(link) for link in _LINKS if first.endswith(link))
        if any(_is_known(s, known) or _NOUN.fullmatch(s) for s in starts) and is_noun(rest, known):
            return True
    return False


def _is_known(word: str, known: frozenset[str]) -> bool:
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return len(word) >= _SHORTEST_NOUN and any(stem in NOUNS or stem in known for stem in stems)


def words_of(text: str) -> Iterator[tuple[str, bool]]:
    """Each word, and whether it opens a sentence or what stands in quotation marks or brackets.

    The therapy's name is one word, and compounds with hyphens are taken apart.
    """
    joined = _THERAPY.sub("CART", text)
    for match in _WORD.finditer(joined):
        yield match.group(), bool(_OPENING.search(joined[max(0, match.start() - 20) : match.start()]))


def _is_short(word: str) -> bool:
    """An abbreviation or a made-up name: two capitals, or letters and digits."""
    return sum(sign.isupper() for sign in word) > 1 or any(sign.isdigit() for sign in word)


def _place(low: str) -> str:
    """What the country is called in the other languages; "" for a word that names none."""
    return next((there for here, there in PLACES.items() if re.fullmatch(here, low)), "")


def _kept(low: str, held: Collection[str]) -> bool:
    return low in held or any(word.startswith(low) for word in held if len(low) > 2)


def _akin(low: str, others: Collection[str]) -> bool:
    """Whether one of the others begins alike: the same name bent, or a word of the same origin."""
    return any(low[:_ALIKE] == other[:_ALIKE] for other in others if min(len(low), len(other)) >= _ALIKE)
