"""The trap table of the matching rules, all 72 rows, each a whole article."""

from datetime import UTC, datetime

import pytest

from tracker.core.matching import Matcher, compile_matcher
from tracker.model import Acronym, Actor, Name, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
WESTERN = ("it", "es", "fr", "de")
MANEZ_FORMS = ("Manëz", "Maneza", "Manezën", "Manezës", "Manz")
ORGANISATION_ANCHORS = {
    "*": ("Ashraf", "Achraf", "Khalq", "NCRI", "KKRI", "iran*", "Manëz*", "Manzë*")
}
# Every Latin spelling of one generic word, on folded text.
MOJAHEDIN = (
    r"(?:volks)?m(?:ou|oe|o|u)(?:dsch|dj|dz|xh|zh|gi|j|y)a(?:kh|h)?(?:ee|ei|ie|e|i)?"
    r"dd?(?:ee|ie|e|i)n\w{0,6}"
)

ACTORS = {
    "SPAK": Actor(
        id="spak",
        name="SPAK",
        acronyms=(Acronym(text="SPAK", title_languages=WESTERN),),
        anchors={"*": ("prokuror*", "gjykat*", "procura*", "albani*", "tiran*")},
    ),
    "MEK": Actor(
        id="mek",
        name="MEK",
        acronyms=(
            Acronym(
                text="MEK",
                title_languages=WESTERN,
                plain_languages=("sq",),
                not_glued=("meku", "mekin"),
            ),
        ),
        anchors=ORGANISATION_ANCHORS,
    ),
    "ASILA": Actor(
        id="asila",
        name="ASILA",
        acronyms=(Acronym(text="ASILA", title_languages=("sq", "en", "it")),),
        anchors=ORGANISATION_ANCHORS,
    ),
    "Manëz": Actor(
        id="manez",
        name="Manëz",
        places={"*": (Name(text="Manzë", gender="f", cap=True, forms=MANEZ_FORMS),)},
    ),
    "muxhahedin": Actor(
        id="muxhahedin",
        name="muxhahedin",
        generic={"sq": (Name(text="muxhahedin", gender="m", forms=("muxhahedinve",)),)},
        anchors=ORGANISATION_ANCHORS,
    ),
    "mojahedin": Actor(
        id="mojahedin",
        name="mojahedin",
        generic={"*": (Name(text=f"/{MOJAHEDIN}/"),)},
        anchors=ORGANISATION_ANCHORS,
    ),
    "omp": Actor(
        id="omp",
        name="omp",
        names={"sq": (Name(text="Organizata e Muxhahedinëve të Popullit"),)},
    ),
    "kkri": Actor(
        id="kkri",
        name="kkri",
        names={"sq": (Name(text="Këshilli Kombëtar i Rezistencës Iraniane"),)},
    ),
    "ashraf3": Actor(
        id="ashraf3",
        name="ashraf3",
        names={"*": (Name(text="Ashraf 3"), Name(text="Ashraf III"))}
        | {"fa": (Name(text="اشرف ۳"),)},
    ),
    "fa": Actor(id="fa", name="fa", names={"fa": (Name(text="مجاهدین خلق"),)}),
}

# number, language, field, text, alias, expected (kind, surface) in reading order
TRAPS = [
    (1, "sq", "body", "SPAK-u nisi hetimin.", "SPAK", (("hit", "SPAK-u"),)),
    (2, "sq", "body", "Hetimi i SPAK-ut vazhdon.", "SPAK", (("hit", "SPAK-ut"),)),
    (3, "sq", "body", "SPAK dhe gjykata nuk komentuan.", "SPAK", (("hit", "SPAK"),)),
    (4, "sq", "body", "Dosja iu dërgua SPAK–ut.", "SPAK", (("hit", "SPAK–ut"),)),
    (5, "sq", "body", "Njoftimi i SPAK’ut.", "SPAK", (("hit", "SPAK’ut"),)),
    (6, "sq", "body", "Do të flasim spak më vonë.", "SPAK", ()),
    (7, "sq", "body", "Spak më vonë, mbledhja u mbyll.", "SPAK", ()),
    (8, "sq", "title", "KËRKESA E SPAK-UT U PRANUA", "SPAK", (("hit", "SPAK-UT"),)),
    (9, "sq", "title", "MBLEDHJA NIS SPAK MË VONË", "SPAK", (("candidate", "SPAK"),)),
    (10, "sq", "body", "Spaku njoftoi palët.", "SPAK", (("candidate", "Spaku"),)),
    (11, "sq", "body", "SPAKU njoftoi palët.", "SPAK", (("candidate", "SPAKU"),)),
    (
        12,
        "sq",
        "body",
        "Sipas spakut, dosja u mbyll.",
        "SPAK",
        (("candidate", "spakut"),),
    ),
    (
        13,
        "it",
        "body",
        "Lo Spak ha aperto un fascicolo a Tirana.",
        "SPAK",
        (("hit", "Spak"),),
    ),
    (14, "it", "body", "Il cognome Spak è raro.", "SPAK", (("candidate", "Spak"),)),
    (15, "sq", "title", "PROKURORIA: DOSJA TE SPAK SOT", "SPAK", (("hit", "SPAK"),)),
    (16, "sq", "body", "Shih www.spak.example për njoftimin.", "SPAK", ()),
    (17, "sq", "body", "Anëtarët e MEK-ut mbërritën.", "MEK", (("hit", "MEK-ut"),)),
    (18, "sq", "body", "Kampi i MEK ndodhet jashtë qytetit.", "MEK", (("hit", "MEK"),)),
    (19, "sq", "body", "Mekaniku rregulloi autobusin.", "MEK", ()),
    (20, "sq", "body", "MEKANIK ME PËRVOJË", "MEK", ()),
    (21, "sq", "body", "Udhëtuan për në Mekë dhe Medinë.", "MEK", ()),
    (22, "sq", "body", "Zëri iu mek nga lodhja.", "MEK", ()),
    (
        23,
        "en",
        "body",
        "The hall near Ashraf was rented by MEK/PMOI.",
        "MEK",
        (("hit", "MEK"),),
    ),
    (
        24,
        "en",
        "body",
        "The MEK’s camp in Albania is fenced; Iran objected.",
        "MEK",
        (("hit", "MEK’s"),),
    ),
    (
        25,
        "en",
        "body",
        "A MEK-affiliated choir sang in Tirana.",
        "MEK",
        (("compound", "MEK-affiliated"),),
    ),
    (
        26,
        "en",
        "body",
        "An anti-MEK leaflet was printed.",
        "MEK",
        (("compound", "anti-MEK"),),
    ),
    (
        27,
        "sq",
        "body",
        "Një ish-MEK foli me gazetarët.",
        "MEK",
        (("former", "ish-MEK"),),
    ),
    (28, "en", "body", "Follow @MEK_example for updates.", "MEK", ()),
    (29, "sq", "body", "Postimi mbante #MEK.", "MEK", (("hit", "MEK"),)),
    (
        30,
        "en",
        "body",
        "The MEK inhibitor was approved by the regulator.",
        "MEK",
        (("candidate", "MEK"),),
    ),
    (
        31,
        "it",
        "body",
        "I membri del Mek vivono vicino ad Ashraf.",
        "MEK",
        (("hit", "Mek"),),
    ),
    (32, "it", "body", "Il signor Mek vende libri.", "MEK", (("candidate", "Mek"),)),
    (33, "sq", "body", "Meku i kampit u zgjodh.", "MEK", (("candidate", "Meku"),)),
    (34, "sq", "body", "Fjala meku gjendet në fjalor.", "MEK", ()),
    (
        35,
        "de",
        "body",
        "Das MEK-Lager bei Ashraf ist umzäunt.",
        "MEK",
        (("compound", "MEK-Lager"),),
    ),
    (36, "sq", "body", "Salla e ASILA-s u hap.", "ASILA", (("hit", "ASILA-s"),)),
    (
        37,
        "sq",
        "body",
        "Shoqata Asila u themelua nga shtetas iranianë.",
        "ASILA",
        (("hit", "Asila"),),
    ),
    (
        38,
        "sq",
        "body",
        "Selia e Asilës është pranë kampit Ashraf.",
        "ASILA",
        (("hit", "Asilës"),),
    ),
    (
        39,
        "en",
        "body",
        "We spent a week in Asila by the sea.",
        "ASILA",
        (("candidate", "Asila"),),
    ),
    (40, "sq", "body", "Tre azilantë dhe një asilant tjetër.", "ASILA", ()),
    (41, "sq", "body", "Kasila është një emër.", "ASILA", ()),
    (42, "sq", "body", "Fshati Manëz ka një shkollë.", "Manëz", (("hit", "Manëz"),)),
    (43, "sq", "body", "Rruga për në Manzë u asfaltua.", "Manëz", (("hit", "Manzë"),)),
    (44, "sq", "body", "Banorët e Manzës prisnin.", "Manëz", (("hit", "Manzës"),)),
    (
        45,
        "sq",
        "body",
        "Banoret e Manzes prisnin ne Manez.",
        "Manëz",
        (
            ("hit", "Manzes"),
            ("hit", "Manez"),
        ),
    ),
    (46, "sq", "body", "Një manzë kulloste në livadh.", "Manëz", ()),
    (47, "sq", "body", "Romanza u dëgjua gjatë.", "Manëz", ()),
    (
        48,
        "en",
        "body",
        "The village of Maneza lies inland.",
        "Manëz",
        (("hit", "Maneza"),),
    ),
    (
        49,
        "sq",
        "body",
        "Muxhahedini i vetëm iranian foli me Muxhahedinin tjetër.",
        "muxhahedin",
        (
            ("hit", "Muxhahedini"),
            ("hit", "Muxhahedinin"),
        ),
    ),
    (
        50,
        "sq",
        "body",
        "Muxhahedinët iranianë banojnë në kamp.",
        "muxhahedin",
        (("hit", "Muxhahedinët"),),
    ),
    (
        51,
        "sq",
        "body",
        "Kampi i muxhahedineve ne Manez.",
        "muxhahedin",
        (("hit", "muxhahedineve"),),
    ),
    (
        52,
        "sq",
        "body",
        "Nji grup muxhahedinve iranianë u nis.",
        "muxhahedin",
        (("hit", "muxhahedinve"),),
    ),
    (
        53,
        "sq",
        "body",
        "Muxhahedinët afganë luftuan në vitet 80.",
        "muxhahedin",
        (("candidate", "Muxhahedinët"),),
    ),
    (
        54,
        "sq",
        "body",
        "Ish-muxhahedinët iranianë hapën një zyrë.",
        "muxhahedin",
        (("former", "muxhahedinët"),),
    ),
    (
        55,
        "sq",
        "body",
        "Disa ish muxhahedinë iranianë folën.",
        "muxhahedin",
        (("former", "muxhahedinë"),),
    ),
    (
        56,
        "en",
        "body",
        "Afghan mujahideen fought in the 1980s.",
        "mojahedin",
        (("candidate", "mujahideen"),),
    ),
    (
        57,
        "en",
        "body",
        "The Mojahedin-e Khalq rented a hall.",
        "mojahedin",
        (("hit", "Mojahedin"),),
    ),
    (
        58,
        "de",
        "body",
        "Die Volksmudschahedin aus dem Iran tagten.",
        "mojahedin",
        (("hit", "Volksmudschahedin"),),
    ),
    (
        59,
        "fr",
        "body",
        "Les Moudjahidines du peuple d’Iran ont tenu une réunion.",
        "mojahedin",
        (("hit", "Moudjahidines"),),
    ),
    (60, "en", "body", "A mujtahid and a modern poet met.", "mojahedin", ()),
    (
        61,
        "sq",
        "body",
        "Organizata e Muxhahedinëve të Popullit mbajti mbledhje.",
        "omp",
        (("hit", "Organizata e Muxhahedinëve të Popullit"),),
    ),
    (
        62,
        "sq",
        "body",
        "Drejtuesit e Organizatës së Muxhahedinëve të Popullit folën.",
        "omp",
        (("hit", "Organizatës së Muxhahedinëve të Popullit"),),
    ),
    (63, "sq", "body", "Organizata dhe muxhahedinët e tjerë, populli pret.", "omp", ()),
    (
        64,
        "sq",
        "body",
        "Takimi i Këshillit Kombëtar të Rezistencës Iraniane.",
        "kkri",
        (("hit", "Këshillit Kombëtar të Rezistencës Iraniane"),),
    ),
    (65, "sq", "body", "Këshilli Kombëtar i Arsimit u mblodh.", "kkri", ()),
    (66, "fa", "body", "اردوگاه اشرف ۳ در آلبانی", "ashraf3", (("hit", "اشرف ۳"),)),
    (67, "ar", "body", "معسكر أشرف 3 في ألبانيا", "ashraf3", (("hit", "أشرف 3"),)),
    (
        68,
        "en",
        "body",
        "Ashraf-3 and Ashraf III are one place.",
        "ashraf3",
        (
            ("hit", "Ashraf-3"),
            ("hit", "Ashraf III"),
        ),
    ),
    (69, "fa", "body", "مجاهدین خلق در آلبانی", "fa", (("hit", "مجاهدین خلق"),)),
    (
        70,
        "fa",
        "body",
        "مجاهدين\u200c خلق در آلبانی",
        "fa",
        (("hit", "مجاهدين\u200c خلق"),),
    ),
    (
        71,
        "sq",
        "body",
        "𝐌𝐮𝐱𝐡𝐚𝐡𝐞𝐝𝐢𝐧𝐞\u0308𝐭 iranianë në kamp.",
        "muxhahedin",
        (("hit", "𝐌𝐮𝐱𝐡𝐚𝐡𝐞𝐝𝐢𝐧𝐞\u0308𝐭"),),
    ),
    (
        72,
        "sq",
        "body",
        "Mu\u00adxhahedinët iranianë u mblodhën.",
        "muxhahedin",
        (("hit", "Mu\u00adxhahedinët"),),
    ),
]


@pytest.fixture(scope="module")
def matchers() -> dict[str, Matcher]:
    return {
        alias: compile_matcher((actor,), (), timezone="Europe/Tirane")
        for alias, actor in ACTORS.items()
    }


@pytest.mark.parametrize(
    ("language", "field", "text", "alias", "expected"),
    [row[1:] for row in TRAPS],
    ids=[f"row_{row[0]}" for row in TRAPS],
)
def test_a_trap_yields_exactly_what_the_table_says(
    matchers: dict[str, Matcher],
    language: str,
    field: str,
    text: str,
    alias: str,
    expected: tuple[tuple[str, str], ...],
) -> None:
    coded = matchers[alias].code(
        Text(
            title=text if field == "title" else "",
            body=text if field == "body" else "",
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )
    found = tuple((one.kind, one.surface) for one in coded.annotations)
    assert found == expected


def test_the_table_is_whole() -> None:
    assert [row[0] for row in TRAPS] == list(range(1, 73))
