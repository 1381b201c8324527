"""Names of offices, as Albanian prints and declines them.

Brackets hold what differs in the name as it is configured, in its accusative, and in
its dative, which is the genitive too. The sentences around them say nothing of anybody.
"""

import re
from datetime import UTC, datetime

import pytest

from tracker.core.matching import Matcher, compile_matcher
from tracker.model import Actor, Name, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
OFFICES = """\
Kuvendi[|n|t] [i|e|të] Shqipërisë
Këshilli[|n|t] [i|e|të] Ministrave
Kryeministri[a|në|së]
Presidenc[a|ën|ës]
Bank[a|ën|ës] [e|e|së] Shqipërisë
Gjykat[a|ën|ës] [e|e|së] Lartë
Gjykat[a|ën|ës] Kushtetuese
Gjykat[a|ën|ës] [e|e|së] Shkallës së Parë Tiranë
Gjykat[a|ën|ës] [e|e|së] Apelit [e|të|të] Juridiksionit të Përgjithshëm
Prokurori[a|në|së] [e|e|së] Përgjithshme
Byro[ja|në|së] Kombëtare [e|të|të] Hetimit
Kolegji[|n|t] [i|e|të] Posaçëm [i|të|të] Apelimit
Komisioni[|n|t] [i|e|të] Pavarur [i|të|të] Kualifikimit
Komisionerë[t|t|ve] Publikë
Këshilli[|n|t] [i|e|të] Lartë Gjyqësor
Këshilli[|n|t] [i|e|të] Lartë [i|të|të] Prokurorisë
Avokati[|n|t] [i|e|të] Popullit
Kontrolli[|n|t] [i|e|të] Lartë [i|të|të] Shtetit
Komisioni[|n|t] Qendror [i|të|të] Zgjedhjeve
Komisioneri[|n|t] për Mbrojtjen nga Diskriminimi
Drejtori[a|në|së] [e|e|së] Përgjithshme [e|të|të] Policisë
Drejtori[a|në|së] Vendore [e|të|të] Policisë Durrës
Ministri[a|në|së] [e|e|së] Arsimit dhe Sportit
Ministri[a|në|së] [e|e|së] Shëndetësisë dhe Mbrojtjes Sociale
Ministri[a|në|së] [e|e|së] Drejtësisë
Ministri[a|në|së] për Evropën dhe Punët e Jashtme
Shërbimi[|n|t] Informativ [i|të|të] Shtetit
Forca[t|t|ve] [e|e|të] Armatosura
Gard[a|ën|ës] [e|e|së] Republikës
Autoriteti[|n|t] [i|e|të] Mediave Audiovizive
Inspektorati[|n|t] [i|e|të] Lartë [i|të|të] Deklarimit dhe Kontrollit të Pasurive
Instituti[|n|t] [i|e|të] Shëndetit Publik
Akademi[a|në|së] [e|e|së] Shkencave
Universiteti[|n|t] Bujqësor [i|të|të] Tiranës
Bashki[a|në|së] Tiranë
Prefektur[a|ën|ës] [e|e|së] Qarkut Tiranë
Parku[|n|t] Kombëtar “Divjakë-Karavasta”
Radio Televizioni[|n|t] Shqiptar
Muzeu[|n|t] Historik Kombëtar
Teatri[|n|t] Kombëtar [i|të|të] Operës dhe Baletit
Zyr[a|ën|ës] [e|e|së] Përmbarimit
Post[a|ën|ës] Shqiptare
OSBE-[ja|në|së] në Tiranë
NATO[|-n|-s]
Interpol[|in|it]
Frontex[|in|it]
"""
# What is made up to hold a trap that no office above holds.
MADE_UP = """\
Ish-Drejtori[a|në|së] [e|e|së] Parqeve
Dy Komisione[t|t|ve] [e|e|të] Bashkuara
Muzeu[|n|t] dhe Bibliotek[a|ën|ës] [e|e|së] Shembullit
Këshilli[|n|t] Arsimor dhe Shkencor
Shoqni[a|në|së] [e|e|së] Gazetarve
Qendr[a|ën|ës] “Drita e Re”
Lidhj[a|en|es] [e|e|së] Piktorëve dhe e Poetëve
Miq[të|të|ve] [e|e|të] Lumit
Radio Shembull[a|ën|ës] [e|e|së] Vogël
Daily Shembull[|in|it]
Gra[të|të|ve] [e|e|të] Lira
Kroi[|n|t] [i|e|të] Bardhë
Fshatra[t|t|ve] [e|e|të] Bashkuara
LIG[A|ËN|ËS] [E|E|SË] RE
"""
IN_BRACKETS = re.compile(r"\[(.*?)\|(.*?)\|(.*?)\]")
ROWS = [
    tuple(IN_BRACKETS.sub(rf"\{case}", line) for case in (1, 2, 3))
    for line in (OFFICES + MADE_UP).splitlines()
]


def follow(name: str) -> Matcher:
    actor = Actor(id="office", name=name, names={"sq": (Name(text=name),)})
    return compile_matcher((actor,), (), timezone="Europe/Tirane")


def hits(matcher: Matcher, body: str) -> list[str]:
    text = Text(title="", body=body, language="sq", published_at=NOW, first_seen_at=NOW)
    return [
        one.surface
        for one in matcher.code(text).annotations
        if one.layer == "actor" and one.kind == "hit"
    ]


def without_diacritics(text: str) -> str:
    return text.translate(str.maketrans("ëçËÇ", "ecEC"))


@pytest.mark.parametrize(
    ("name", "accusative", "dative"), ROWS, ids=[row[0] for row in ROWS]
)
def test_an_office_is_found_in_every_case(
    name: str, accusative: str, dative: str
) -> None:
    matcher = follow(name)
    for sentence, inflected in (
        (f"Në qendër ndodhet {name}.", name),
        (f"Rruga çon drejt e në {accusative}, pranë sheshit.", accusative),
        (f"Selia e {dative} ndodhet pranë sheshit.", dative),
        (f"Pranë {dative} ka një shesh.", dative),
    ):
        for change in (str, without_diacritics, str.upper):
            wanted = change(inflected).rstrip("”")
            assert hits(matcher, change(sentence)) == [wanted]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Gjykata e Lartë", "Gjykatës së Posaçme"),
        ("Gjykata e Lartë", "një gjykim i lartë"),
        ("Policia e Shtetit", "Policisë së Shteteve"),
        ("Ministria e Arsimit dhe Sportit", "Ministrisë së Arsimit"),
        (
            "Ministria për Evropën dhe Punët e Jashtme",
            "Ministrisë së Punëve të Jashtme",
        ),
        ("Muzeu dhe Biblioteka", "muze dhe teatër"),
        ("Posta Shqiptare", "postierët shqiptarë"),
        ("Banka e Shqipërisë", "bankës së Shqiponjës"),
    ],
)
def test_another_office_is_not_found(name: str, other: str) -> None:
    assert hits(follow(name), f"Dje u fol për {other} në sallë.") == []
