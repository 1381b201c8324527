import re
from itertools import pairwise

import pytest

from tracker.core.acronyms import AcronymHit, find_acronym
from tracker.core.text import Reading
from tracker.model import Acronym

WESTERN = ("it", "es", "fr", "de")
DELTA = Acronym(
    text="DEL", title_languages=WESTERN, plain_languages=("sq",), not_glued=("delu",)
)
SPAK = Acronym(text="SPAK", title_languages=WESTERN)
ASILA = Acronym(text="ASILA", title_languages=("sq", "en", "it"))


def _found(
    text: str, acronym: Acronym, language: str = "sq", *, anchored: bool = False
) -> list[str]:
    hits = find_acronym(
        Reading.of("title", text), acronym, language=language, anchored=anchored
    )
    return [f"{hit.kind} {text[hit.start : hit.end]}" for hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SPAK-u nisi hetimin.", ["hit SPAK-u"]),
        ("Hetimi i SPAK-ut vazhdon.", ["hit SPAK-ut"]),
        ("SPAK dhe gjykata nuk komentuan.", ["hit SPAK"]),
        ("Dosja iu dërgua SPAK–ut.", ["hit SPAK–ut"]),
        ("Njoftimi i SPAK’ut.", ["hit SPAK’ut"]),
        ("Do të flasim spak më vonë.", []),
        ("Spak më vonë, mbledhja u mbyll.", []),
        ("KËRKESA E SPAK-UT U PRANUA", ["hit SPAK-UT"]),
        ("Shih www.spak.example për njoftimin.", []),
        ("Shih SPAK.al për njoftimin.", []),
        ("Lexo SPAK.", ["hit SPAK"]),
        ("SPAK\u2011ut iu dërgua", ["hit SPAK\u2011ut"]),
        ("SP\u00adAK-ut iu dërgua", ["hit SP\u00adAK-ut"]),
        ("Postimi mbante #SPAK.", ["hit SPAK"]),
        ("Shih @SPAK_example.", []),
        ("(SPAK) dhe “SPAK”", ["hit SPAK", "hit SPAK"]),
        ("SPAKX, XSPAK, SPAK1, S.PAK", []),
        ("MESPAK-ut", []),
    ],
)
def test_an_acronym_counts_in_its_capitals_with_or_without_an_ending(
    text: str, expected: list[str]
) -> None:
    assert _found(text, SPAK) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spaku njoftoi palët.", ["candidate Spaku"]),
        ("SPAKU njoftoi palët.", ["candidate SPAKU"]),
        ("Sipas spakut, dosja u mbyll.", ["candidate spakut"]),
        ("Spakull nuk është fjalë.", []),
    ],
)
def test_a_glued_ending_is_only_a_candidate(text: str, expected: list[str]) -> None:
    assert _found(text, SPAK) == expected
    assert _found(text, SPAK, anchored=True) == expected


def test_a_glued_form_that_is_a_word_is_ignored_in_that_spelling() -> None:
    assert _found("Fjala delu gjendet në fjalor.", DELTA) == []
    assert _found("Delu i kampit u zgjodh.", DELTA) == ["candidate Delu"]


def test_endings_are_glued_in_albanian_only() -> None:
    assert _found("Dels are small.", DELTA, "en") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A DEL-affiliated choir sang.", ["compound DEL-affiliated"]),
        ("An anti-DEL leaflet was printed.", ["compound anti-DEL"]),
        ("Das DEL-Lager ist umzäunt.", ["compound DEL-Lager"]),
        ("Një ish-DEL foli.", ["former ish-DEL"]),
        ("Ish-anëtar-DEL foli.", ["former Ish-anëtar-DEL"]),
        ("An ex-DEL man spoke.", ["former ex-DEL"]),
        ("Një ish DEL foli.", ["former DEL"]),
        ("Ish DEL foli.", ["former DEL"]),
        ("Mish DEL foli.", ["hit DEL"]),
        ("Shih DEL.com", []),
    ],
)
def test_a_compound_is_listed_and_former_members_are_others(
    text: str, expected: list[str]
) -> None:
    assert _found(text, DELTA) == expected


def test_a_switch_counts_compounds_that_begin_with_the_acronym() -> None:
    counted = Acronym(text="DEL", compound_counts=True)
    assert _found("Das DEL-Lager", counted, "de") == ["hit DEL-Lager"]
    assert _found("Ein Anti-DEL-Lager", counted, "de") == ["compound Anti-DEL-Lager"]


@pytest.mark.parametrize(
    ("text", "language", "unanchored", "anchored"),
    [
        ("Il signor Del vende libri.", "it", "candidate Del", "hit Del"),
        ("The DEL inhibitor was approved.", "en", "candidate DEL", "hit DEL"),
        ("MBLEDHJA NIS DEL MË VONË", "sq", "candidate DEL", "hit DEL"),
    ],
)
def test_what_is_doubtful_needs_an_anchor(
    text: str, language: str, unanchored: str, anchored: str
) -> None:
    assert _found(text, DELTA, language) == [unanchored]
    assert _found(text, DELTA, language, anchored=True) == [anchored]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MBLEDHJA NIS SPAK VONË", "candidate"),
        ("MBLEDHJA NIS SPAK", "candidate"),  # SPAK itself has four letters
        ("NIS SPAK", "hit"),  # too few words to tell
        ("MBLEDHJA NIS spak dhe SPAK pastaj heton", "hit"),
        ("MBLEDHJA NIS SPAK-UT VONË", "hit"),
    ],
)
def test_capitals_tell_nothing_in_a_line_of_capitals(text: str, kind: str) -> None:
    assert [hit.split()[0] for hit in _found(text, SPAK)] == [kind]


def test_only_the_line_of_the_hit_is_asked_for_its_capitals() -> None:
    assert _found("MBLEDHJA NIS VONË\nSPAK heton", SPAK) == ["hit SPAK"]


def test_a_name_like_acronym_declines_in_albanian() -> None:
    text = "Shoqata Asila u hap. Selia e Asilës, ASILA-s, azilantë, asilant, Kasila"
    expected = ["hit Asila", "hit Asilës", "hit ASILA-s"]
    assert _found(text, ASILA, anchored=True) == expected
    assert _found("a week in Asila by the sea", ASILA, "en") == ["candidate Asila"]


def test_the_capitalised_form_never_counts_where_the_style_is_capitals() -> None:
    assert _found("Spak më vonë.", SPAK, anchored=True) == []


def test_hits_do_not_overlap_and_come_in_order() -> None:
    text = "anti-SPAK, SPAK-ut, Spaku, SPAK"
    hits: tuple[AcronymHit, ...] = find_acronym(
        Reading.of("body", text), SPAK, language="sq", anchored=True
    )
    assert [hit.kind for hit in hits] == ["compound", "hit", "candidate", "hit"]
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert all(hit.reason for hit in hits)


# What the rule must say of the whole text: is the office mentioned?
SIMPLER = [
    ("Hetimi i SPAK-ut", True),
    ("SPAK–ut iu dërgua", True),
    ("Do të flasim spak më vonë", False),
    ("Spak më vonë", False),
    ("Shih spak.example", False),
    ("Shih www.spak.example", False),
    ("Shih @spak_example", False),
    ("Një anti-SPAK foli", False),
    ("Mespaku u mbyll", False),
    ("#SPAK", True),
]


def test_simpler_rules_get_more_wrong() -> None:
    """Nobody should replace the rule by a word boundary or a substring."""
    strict = [
        bool({"hit"} & {h.split()[0] for h in _found(t, SPAK)}) for t, _ in SIMPLER
    ]
    boundary = [bool(re.search(r"\bspak\b", t, re.IGNORECASE)) for t, _ in SIMPLER]
    substring = ["spak" in t.lower() for t, _ in SIMPLER]
    truth = [expected for _, expected in SIMPLER]
    right = [
        sum(a == b for a, b in zip(rule, truth, strict=True))
        for rule in (strict, boundary, substring)
    ]
    assert right == [10, 5, 3]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("DEL-a, DEL-u, DEL-om, ДЕЛ-а", "sr", ["hit DEL-a", "hit DEL-u", "hit DEL-om"]),
        ("DEL-ovim članovima", "hr", ["compound DEL-ovim"]),
        ("DEL'nin, DEL’e, DEL'DEN", "tr", ["hit DEL'nin", "hit DEL’e", "hit DEL'DEN"]),
        ("die DELs, des DEL", "de", ["hit DELs", "hit DEL"]),
        ("two DELs, the DEL's", "en", ["hit DELs", "hit DEL's"]),
        ("l'DEL, d’DEL, qu'DEL", "fr", ["hit DEL", "hit DEL", "hit DEL"]),
        ("dell’DEL", "it", ["hit DEL"]),
        ("του DEL, το DEL", "el", ["hit DEL", "hit DEL"]),
        ("DELS", "fr", []),
        ("DEL-ut i tha", "fr", ["hit DEL-ut"]),
    ],
)
def test_an_acronym_takes_the_endings_of_its_text(
    text: str, language: str, expected: list[str]
) -> None:
    assert _found(text, Acronym(text="DEL"), language) == expected


def test_a_cyrillic_acronym_has_endings_in_cyrillic() -> None:
    acronym = Acronym(text="МКО")
    assert _found("МКО-а, МКО-ом", acronym, "sr") == ["hit МКО-а", "hit МКО-ом"]
    assert _found("МКО-то, МКО", acronym, "mk") == ["hit МКО-то", "hit МКО"]


def test_switches_say_in_which_languages_endings_and_compounds_count() -> None:
    plain = Acronym(text="DEL", ending_languages=("sq",))
    assert _found("DEL-ut", plain, "sq") == ["hit DEL-ut"]
    assert _found("DEL-a, DEL", plain, "sr") == ["compound DEL-a", "hit DEL"]
    german = Acronym(text="DEL", compound_languages=("de",))
    assert _found("Das DEL-Lager", german, "de") == ["hit DEL-Lager"]
    assert _found("Het DEL-kamp", german, "nl") == ["compound DEL-kamp"]
