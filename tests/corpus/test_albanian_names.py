"""Every Albanian full name of the first case, in the cases of Albanian.

The expected forms are written down here, head by head; nothing is taken from the
generator that they test.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.core.matching import Matcher, compile_matcher
from tracker.model import Actor, Name, Text

pytestmark = pytest.mark.corpus

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
# Each head as it is printed: accusative; dative, which is also the genitive.
HEADS = {
    "Agjencia": ("Agjencinë", "Agjencisë"),
    "Ambasada": ("Ambasadën", "Ambasadës"),
    "Ashfraf": ("Ashfrafin", "Ashfrafit"),
    "Ashraf": ("Ashrafin", "Ashrafit"),
    "Byroja": ("Byronë", "Byrosë"),
    "Departamenti": ("Departamentin", "Departamentit"),
    "Drejtoria": ("Drejtorinë", "Drejtorisë"),
    "Forcat": ("Forcat", "Forcave"),
    "Garda": ("Gardën", "Gardës"),
    "Gjykata": ("Gjykatën", "Gjykatës"),
    "HomeLand": ("HomeLand", "HomeLand"),
    "Këshilli": ("Këshillin", "Këshillit"),
    "Ministria": ("Ministrinë", "Ministrisë"),
    "Muxhahedinët": ("Muxhahedinët", "Muxhahedinëve"),
    "Organizata": ("Organizatën", "Organizatës"),
    "Policia": ("Policinë", "Policisë"),
    "Prokuroria": ("Prokurorinë", "Prokurorisë"),
    "Republika": ("Republikën", "Republikës"),
    "Samiti": ("Samitin", "Samitit"),
    "Shoqata": ("Shoqatën", "Shoqatës"),
    "Shoqëria": ("Shoqërinë", "Shoqërisë"),
    "Struktura": ("Strukturën", "Strukturës"),
    "ambasada": ("ambasadën", "ambasadës"),
    "autoritetet": ("autoritetet", "autoriteteve"),
    "e-Albania": ("e-Albaninë", "e-Albanisë"),
    "kampi": ("kampin", "kampit"),
    "policia": ("policinë", "policisë"),
    "qeveria": ("qeverinë", "qeverisë"),
    "shoqata": ("shoqatën", "shoqatës"),
    "sistemi": ("sistemin", "sistemit"),
}
PREPOSITIONS = ("për", "kundër", "në")


def in_case(name: str, case: int) -> str:
    """Put a name into the accusative (0) or the dative (1).

    The head takes its ending. An article that agrees with it (i, e) becomes të, right
    behind it e in the accusative and së in the feminine dative; what stands in the
    genitive has its të and së already, and a preposition ends what agrees.
    """
    head, *rest = name.split()
    words = [HEADS[head][case]]
    agrees = True
    for word in rest:
        agrees = agrees and word not in PREPOSITIONS
        if not agrees or word not in ("i", "e"):
            words.append(word)
        elif len(words) > 1:
            words.append("të")
        elif case == 0:
            words.append("e")
        else:
            words.append("së" if head.endswith("a") else "të")
    return " ".join(words)


def sentences(name: str) -> Iterator[tuple[str, str]]:
    """Yield sentences with the inflected name in each."""
    accusative, dative = in_case(name, 0), in_case(name, 1)
    yield f"Dje vizituan {accusative}, sipas njoftimit.", accusative
    yield f"Njoftimi i {dative} u botua dje.", dative
    yield f"Kërkesa iu dërgua {dative}.", dative


def full_names(shared: Path) -> list[str]:
    with (shared / "facts/aliases.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == "sq"]
    return [row["alias"] for row in rows if row["kind"] == "full name"]


@pytest.mark.parametrize(
    ("name", "accusative", "dative"),
    [
        (
            "Këshilli Kombëtar i Gazetarëve të Rinj",
            "Këshillin Kombëtar të Gazetarëve të Rinj",
            "Këshillit Kombëtar të Gazetarëve të Rinj",
        ),
        (
            "Ministria e Punëve të Jashtme e Shembullit",
            "Ministrinë e Punëve të Jashtme të Shembullit",
            "Ministrisë së Punëve të Jashtme të Shembullit",
        ),
        (
            "Forcat e Lira për Mbrojtjen e Dritës",
            "Forcat e Lira për Mbrojtjen e Dritës",
            "Forcave të Lira për Mbrojtjen e Dritës",
        ),
    ],
)
def test_the_cases_expected_here_are_those_of_albanian(
    name: str, accusative: str, dative: str
) -> None:
    assert (in_case(name, 0), in_case(name, 1)) == (accusative, dative)


def hits(matcher: Matcher, body: str) -> list[str]:
    text = Text(title="", body=body, language="sq", published_at=NOW, first_seen_at=NOW)
    return [
        one.surface
        for one in matcher.code(text).annotations
        if one.layer == "actor" and one.kind == "hit"
    ]


def without_diacritics(text: str) -> str:
    return text.translate(str.maketrans("ëçËÇ", "ecEC"))


@pytest.mark.parametrize("change", [str, without_diacritics, str.upper])
def test_every_full_name_is_found_in_accusative_genitive_and_dative(
    shared: Path, change: Callable[[str], str]
) -> None:
    names = full_names(shared)
    assert len(names) >= 39
    for name in names:
        actor = Actor(id="one", name=name, names={"sq": (Name(text=name),)})
        matcher = compile_matcher((actor,), (), timezone="Europe/Tirane")
        for sentence, inflected in sentences(name):
            assert hits(matcher, change(sentence)) == [change(inflected)]
