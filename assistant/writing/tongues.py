"""What a translation is held against, language by language: numbers in words, units, months, denials. Data, folded.

Folded: lower case without accents, as `words.fold`. Languages without such lists are checked by what needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# The languages that a translation can be asked for, by code, as a model is told.
NAMES = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "pl": "Polish",
    "sv": "Swedish",
    "da": "Danish",
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """`numbers`: a word's value; `units`: beginnings of words, with what they measure; `months`: twelve patterns.

    `denials` deny for certain; `soft` may stand for a denial of the other language ("lack" for "no ... there");
    `no_denials` are phrases with such words that deny nothing. `hedges` say that something may be. All are patterns of
    whole words.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    denials: str = ""
    soft: str = ""
    no_denials: str = ""
    hedges: str = ""


def _counted(words: str, tens: str) -> dict[str, float]:
    """The numbers from 2 to 19, then 20, 30, ... 90."""
    found = {word: float(number) for number, word in enumerate(words.split(), 2)}
    return found | {word: 20.0 + 10 * number for number, word in enumerate(tens.split())}


def _of(value: float, words: str) -> dict[str, float]:
    return dict.fromkeys(words.split(), value)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _joined(tens: Mapping[str, float], ones: Mapping[str, float], form: str) -> dict[str, float]:
    """Compounds of the tens with the ones, as `form` puts them together."""
    return {
        form.format(ten=ten, one=one): value + of_one
        for ten, value in tens.items()
        if 20 <= value < 100
        for one, of_one in ones.items()
        if of_one < 10
    }


_IN = r"(?:(?<=\bin )|(?<=\bby )|(?<=\bof )|(?<=\bsince )|(?<=\buntil )|(?<=\bfrom ))"
_EN = _counted(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen",
    "twenty thirty forty fifty sixty seventy eighty ninety",
)
_DE = _counted(
    "zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn "
    "neunzehn",
    "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
)
_FR = _counted(
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
)
_ES = _counted(
    "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho "
    "diecinueve",
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
)
_IT = _counted(
    "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette "
    "diciotto diciannove",
    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
)

TONGUES: dict[str, Tongue] = {
    "en": Tongue(
        numbers=_EN
        | _joined(_EN, {"one": 1.0, **_EN}, "{ten}-{one}")
        | _of(
            2, "second both duplicate duplicates duplicated duplication twice double doubled doubles doubling twofold"
        )
        | _of(3, "third thirds thrice triple")
        | _of(4, "fourth quarter quarters")
        | _of(5, "fifth fifths")
        | _of(6, "sixth")
        | _of(7, "seventh")
        | _of(8, "eighth")
        | _of(9, "ninth")
        | _of(10, "tenth tenths")
        | _of(13, "thirteenth")
        | _of(0.5, "half halves halved")
        | _of(1e2, "hundred hundreds")
        | _of(1e3, "thousand thousands")
        | _of(1e6, "million millions")
        | _of(1e9, "billion billions"),
        units={
            **dict.fromkeys(("%", "percent", "per cent"), "%"),
            **dict.fromkeys(("minute", "min"), "minute"),
            "hour": "hour",
            **dict.fromkeys(("day", "daily"), "day"),
            "week": "week",
            "month": "month",
            **dict.fromkeys(("year", "annual"), "year"),
        },
        # "May" and "March" only as months: beside a day or year, or behind a word for a time.
        months=(
            *("january", "february", rf"{_IN}march|march(?= \d)|(?<=\d )march", "april"),
            *(rf"{_IN}may|may(?= \d)|(?<=\d )may", "june", "july", "august"),
            *("september", "october", "november", "december"),
        ),
        denials=r"not|cannot|\w+n't|no|never|none|nobody|nothing|nowhere|neither|without",
        soft=r"nor|lack\w*|missing|miss|misses|missed|unable|fail\w*|un(?:clear|known|paid|certain|likely|"
        r"met|seen)|few|hardly|rarely|seldom|little|instead|rather|avoid\w*|prevent\w*|(?:hold\w*|"
        r"held)-back|absen\w+|insufficient\w*|scarce\w*|reject\w*|refus\w*|deny|denied|except|difficult|"
        r"barely|outside",
        hedges=r"may|might|could|perhaps|possibly",
        no_denials=r"no (?:later|more|fewer|less|longer) than|not only|whether or not|no (?:one )?less",
    ),
    "de": Tongue(
        numbers=_DE
        | {
            f"{one}und{ten}": value + of_one
            for ten, value in _DE.items()
            if value >= 20
            for one, of_one in {"ein": 1.0, **_DE}.items()
            if of_one < 10
        }
        | _of(
            2,
            "zweite zweiten zweiter zweites zweitem zweimal zweifach zweitens beide beiden beider doppelt doppelte "
            "doppelten doppelter doppeltes verdoppeln verdoppelt verdoppelung verdopplung",
        )
        | _of(3, "dritte dritten dritter drittes drittem drittel dritteln dreimal dreifach drittens dreier")
        | _of(4, "vierte vierten vierter viertes viertel vierteln vierter quartal quartals viermal viertens vierer")
        | _of(5, "funfte funften funfter funftes funftel funfmal funftens")
        | _of(6, "sechste sechsten sechster sechstes sechstel")
        | _of(7, "siebte siebten siebter siebtes")
        | _of(8, "achte achten achter achtes")
        | _of(9, "neunte neunten neunter neuntes")
        | _of(10, "zehnte zehnten zehnter zehntel")
        | _of(13, "dreizehnte dreizehnten")
        | _of(0.5, "halfte halften halb halbe halben halbes halber halbiert halbieren")
        | _of(1e2, "hundert hunderte hunderten")
        | _of(1e3, "tausend tausende tausenden")
        | _of(1e6, "million millionen mio")
        | _of(1e9, "milliarde milliarden mrd")
        | _of(1e12, "billion billionen"),
        units={
            **dict.fromkeys(("%", "prozent"), "%"),
            "minute": "minute",
            **dict.fromkeys(("stunde", "stundig"), "hour"),
            **dict.fromkeys(("tag", "taglich"), "day"),
            **dict.fromkeys(("woche", "wochig"), "week"),
            "monat": "month",
            **dict.fromkeys(("jahr", "jahrig"), "year"),
        },
        months=_listed("januar februar marz april mai juni juli august september oktober november dezember"),
        denials=r"nicht|kein\w*|nie|niemals|niemand\w*|nichts|nirgend\w*|weder|ohne",
        soft=r"noch|fehl\w+|mangel\w*|unklar\w*|unbekannt\w*|unbezahlt\w*|ungewiss\w*|unsicher\w*|unmoglich\w*|"
        r"verpass\w*|entgeh\w*|kaum|selten\w*|wenig\w*|statt\w*|verhinder\w*|vermeid\w*|unzureichend\w*|"
        r"ungenugend\w*|knapp\w*|scheiter\w*|verweiger\w*|ablehn\w*|abgelehnt\w*|ausser\w*|schwer|"
        r"schwierig\w*|ungeeignet\w*|ungeklart\w*|kostenfrei\w*|kostenlos\w*|unterbleib\w*|zuruckhalt\w*|"
        r"sondern|erst",
        hedges=r"k(?:ann|onn)\w*|darf|durf\w*|moglich\w*|womoglich|vielleicht|eventuell\w*|unter umstanden|mag|"
        r"mogen|wahrscheinlich\w*",
        no_denials=r"nicht (?:spater|mehr|weniger|langer) als|nicht nur|ob oder ob nicht",
    ),
    "fr": Tongue(
        numbers=_FR
        | _joined(_FR, {w: v for w, v in _FR.items() if v < 10}, "{ten}-{one}")
        | _of(2, "deuxieme deuxiemes seconde second double doubler double doublee doublement doublant doublent")
        | _of(3, "troisieme troisiemes tiers triple")
        | _of(4, "quatrieme quatriemes quart quarts trimestre trimestres")
        | _of(5, "cinquieme cinquiemes")
        | _of(6, "sixieme")
        | _of(7, "septieme")
        | _of(8, "huitieme")
        | _of(9, "neuvieme")
        | _of(10, "dixieme dixiemes")
        | _of(13, "treizieme")
        | _of(0.5, "moitie demi demie")
        | _of(1e2, "cent cents centaine centaines")
        | _of(1e3, "mille millier milliers")
        | _of(1e6, "million millions")
        | _of(1e9, "milliard milliards")
        | _of(1e12, "billion billions"),
        units={
            **dict.fromkeys(("%", "pour cent", "pourcent"), "%"),
            "minute": "minute",
            "heure": "hour",
            "jour": "day",
            "semaine": "week",
            "mois": "month",
            **dict.fromkeys(("an", "ans", "annee", "annuel"), "year"),
        },
        months=_listed("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"),
        denials=r"ne|n'\w+|sans|non|aucune?s?|jamais|nul(?:le)?",
        soft=r"ni|pas|rien|personne|peu|manqu\w*|faute|absen\w+|impossible\w*|incapable\w*|inconnue?s?|"
        r"incertain\w*|insuffisan\w*|rarement|rares?|au lieu|plutot|empech\w*|evit\w*|refus\w*|rejet\w*|"
        r"sauf|difficil\w*|guere|gratuit\w*|echou\w*|hors|penurie\w*",
        hedges=r"peu(?:t|vent|x|vez)|pourr\w+|pouv\w+|puiss\w+|possib\w+|eventuel\w*|probab\w*|susceptib\w+|risque\w*",
        no_denials=r"non seulement|(?:ne \w+ |n'\w+ )pas (?:plus|moins) (?:de|que)",
    ),
    "es": Tongue(
        numbers=_ES
        | _joined(_ES, {"un": 1.0, **_ES}, "{ten} y {one}")
        | {f"veinti{one}": 20 + value for one, value in {"un": 1.0, **_ES}.items() if value < 10}
        | _of(2, "segundo segunda segundos segundas ambos ambas doble duplicar duplica duplicado duplicarse duplique")
        | _of(3, "tercer tercero tercera terceros tercio tercios triple")
        | _of(4, "cuarto cuarta cuartos trimestre trimestres")
        | _of(5, "quinto quinta quintos")
        | _of(6, "sexto sexta")
        | _of(7, "septimo septima")
        | _of(8, "octavo octava")
        | _of(9, "noveno novena")
        | _of(10, "decimo decima")
        | _of(13, "decimotercera decimotercero")
        | _of(0.5, "mitad")
        | _of(1e2, "cien ciento cientos centenar centenares")
        | _of(1e3, "mil miles millar millares")
        | _of(1e6, "millon millones")
        | _of(1e12, "billon billones"),
        units={
            **dict.fromkeys(("%", "por ciento"), "%"),
            "minuto": "minute",
            "hora": "hour",
            **dict.fromkeys(("dia", "diari"), "day"),
            "semana": "week",
            **dict.fromkeys(("mes", "mensual"), "month"),
            **dict.fromkeys(("ano", "anual"), "year"),
        },
        months=_listed("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        denials=r"no|nunca|jamas|ningun\w*|nadie|sin|tampoco",
        soft=r"ni|nada|falt\w*|carec\w*|carencia\w*|ausen\w+|imposible\w*|incapa\w+|desconocid\w*|inciert\w*|"
        r"poc[oa]s?|insuficient\w*|rara\w*|apenas|en lugar|en vez|impid\w*|imped\w*|evit\w*|rechaz\w*|"
        r"deneg\w*|salvo|excepto|dificil\w*|gratuit\w*|pierd\w*|perd\w*|escas\w+|sino|fuera",
        hedges=r"pued\w+|podr\w+|podem\w+|pud\w+|posib\w+|quizas?|tal vez|eventual\w*|probab\w*",
        no_denials=r"no (?:mas|menos) (?:de|que|tarde)|no solo|no solamente",
    ),
    "it": Tongue(
        numbers=_IT
        | {
            f"{ten[:-1] if one in ('uno', 'otto') else ten}{one}": value + of_one
            for ten, value in _IT.items()
            if value >= 20
            for one, of_one in {"uno": 1.0, **_IT}.items()
            if of_one < 10
        }
        | _of(
            2,
            "secondo seconda secondi seconde entrambi entrambe doppio doppia doppi raddoppiare raddoppia raddoppiato "
            "raddoppiata raddoppi",
        )
        | _of(3, "terzo terza terzi terze triplo")
        | _of(4, "quarto quarta quarti trimestre trimestri")
        | _of(5, "quinto quinta quinti")
        | _of(6, "sesto sesta")
        | _of(7, "settimo settima")
        | _of(8, "ottavo ottava")
        | _of(9, "nono nona")
        | _of(10, "decimo decima decimi")
        | _of(13, "tredicesima tredicesimo")
        | _of(0.5, "meta")
        | _of(1e2, "cento centinaio centinaia")
        | _of(1e3, "mille mila migliaio migliaia")
        | _of(1e6, "milione milioni")
        | _of(1e9, "miliardo miliardi"),
        units={
            **dict.fromkeys(("%", "per cento"), "%"),
            "minut": "minute",
            **dict.fromkeys(("ora", "ore"), "hour"),
            "giorn": "day",
            "settiman": "week",
            **dict.fromkeys(("mese", "mesi", "mensil"), "month"),
            **dict.fromkeys(("anno", "anni", "annual"), "year"),
        },
        months=_listed("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
        denials=r"non|mai|nessun\w*|senza|ne(?= \w)",
        soft=r"niente|nulla|neppure|neanche|manc\w+|assen\w+|impossibil\w*|incapac\w*|sconosciut\w*|incert\w*|"
        r"poc\w+|insufficien\w*|rarament\w*|rar[oaie]|appena|invece|anziche|impedi\w*|evit\w*|rifiut\w*|"
        r"respin\w*|nega\w*|salvo|tranne|difficil\w*|gratuit\w*|perd\w*|scars\w+|carent\w*|fuori|"
        r"priv[oaie]",
        hedges=r"puo|posson\w|poss[ai]\w*|potr\w+|potete|possib\w+|forse|eventual\w*|probab\w*",
        no_denials=r"non (?:piu|meno|oltre) (?:di|che|tardi)|non solo|non soltanto",
    ),
    "nl": Tongue(
        denials=r"niet|geen|nooit|niemand|niets|nergens|noch|zonder",
        soft=r"ontbre\w+|gebrek\w*|onduidelijk\w*|onbekend\w*|onmogelijk\w*|onvoldoende|nauwelijks|zelden|"
        r"weinig|mis\w*|moeilijk\w*|uitgezonderd|tekort\w*",
        hedges=r"kan|kunnen|kun|zou\w*|mogelijk\w*|misschien|mag|mogen|eventueel",
        no_denials=r"niet (?:later|meer|minder|langer) dan|niet alleen",
    ),
    "pt": Tongue(
        denials=r"nao|nunca|jamais|nenhum\w*|ninguem|nada|sem|tampouco",
        soft=r"nem|falt\w*|carec\w*|ausen\w+|impossi\w+|incapa\w+|desconhecid\w*|pouc\w+|insuficient\w*|"
        r"rar\w+|em vez|imped\w*|evit\w*|recus\w*|exceto|salvo|dificil\w*|escass\w+|perd\w*",
        hedges=r"pode\w*|poder\w*|poss[ai]\w*|possiv\w*|talvez|eventual\w*",
        no_denials=r"nao mais (?:de|do)|nao (?:so|apenas)",
    ),
    "pl": Tongue(
        denials=r"nie|nigdy|nikt|nikogo|nic|zaden|zadn\w+|bez",
        soft=r"ani|brak\w*|nie(?:jasn|znan|mozliw|wystarcz|wiel|pewn)\w+|rzadko|malo|trudn\w+|zamiast|"
        r"oprocz",
        hedges=r"moz(?:e|na|liw\w*)|mog[al]\w*|byc moze",
        no_denials=r"nie (?:pozniej|wiecej|mniej|dluzej) niz|nie tylko",
    ),
}
