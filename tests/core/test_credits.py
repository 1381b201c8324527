"""Whom a text credits; outlets, agencies and texts are invented, slugs are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.credits import NO_CREDITS, Sources, credits_of

SOURCES = Sources(
    [
        ("lajme", "Lajme Shembull", ["lajme.example", "cdn-lajme.example"]),
        ("gazeta", "Gazeta Detare", ["detare.example"]),
        ("herald", "Harbour Herald", ["www.herald.example"]),
        ("tema", "Tema Jonë", ["tema.example"]),
        ("b7", "B7", ["b7.example"]),
        ("twin-one", "Two Towers", ["one.example"]),
        ("twin-two", "Two Towers", ["two.example"]),
    ]
)
STORY = "Një tubim u mbajt në sheshin kryesor, ku folën disa banorë të qytetit."
LONG = f"{STORY} " * 3


def told(body, **more):
    return credits_of(body, SOURCES, outlet="own", **more)


@pytest.mark.parametrize(
    ("credit", "source"),
    [
        ("Burimi: Lajme Shembull", "lajme"),
        ("Burimi: Gazetës Detare", "gazeta"),
        ("BURIMI - lajme.example", "lajme"),
        ("(Burimi: https://www.lajme.example/a/7)", "lajme"),
        ("Burimi i lajmit: cdn-lajme.example", "lajme"),
        ("Marrë nga “Gazeta Detare”", "gazeta"),
        ("Marre nga gazeta Lajme Shembull", "lajme"),
        ("Shkëputur nga Tema Jonë", "tema"),
        ("Source: Harbour Herald / Photo: Ann Example", "herald"),
        ("Reprinted from the Harbour Herald with permission.", "herald"),
        ("This story was originally published by the Harbour Herald.", "herald"),
        ("As first published in Harbour Herald on Monday.", "herald"),
        ("Botuar për herë të parë në Lajme Shembull.", "lajme"),
        ("Sipas Lajme Shembull.", "lajme"),
        ("Burimi: Agjencia e Lajmeve Bregu", "Agjencia e Lajmeve Bregu"),
        ("Burimi: Agjencia e Lajmeve Bregu Press", "Agjencia e Lajmeve Bregu Press"),
        ("Source: Seaside News Agency", "Seaside News Agency"),
        ("Burimi: ATSH", "ATSH"),
        ("Burimi: AFP/Lajme Shembull", "AFP"),
        ("ATSH", "ATSH"),
        ("B7", "b7"),
    ],
)
def test_a_credit_in_a_line_of_its_own_names_the_source(credit, source):
    assert told(f"{LONG}\n{credit}").source == source
    assert told(f"{credit}\n{LONG}").source == source


@pytest.mark.parametrize(
    ("body", "source"),
    [
        (f"TIRANË, 3 mars /ATSH/ {LONG}", "ATSH"),
        (f"ATSH/ {LONG}", "ATSH"),
        (f"Tiranë (AFP) - {LONG}", "AFP"),
        (f"{LONG} (ATSH)", "ATSH"),
        (f"{LONG}/lajme.example/", "lajme"),
        (f"{LONG} /B7", "b7"),
        (f"{LONG}\n{LONG} Burimi: Lajme Shembull", "lajme"),
    ],
)
def test_a_slug_or_a_label_at_an_end_of_the_text_names_the_source(body, source):
    assert told(body).source == source


@pytest.mark.parametrize(("more", "source"), [(9, "lajme"), (10, None)])
def test_a_credit_line_in_the_middle_has_twelve_words_at_most(more, source):
    line = "Burimi: Lajme Shembull" + " fjalë" * more
    assert told(f"{LONG}\n{line}\n{LONG}").source == source


@pytest.mark.parametrize(("before", "source"), [(54, "ATSH"), (55, None)])
def test_a_dateline_ends_within_sixty_characters(before, source):
    assert told(f"{'T' * before}/ATSH/ {LONG}").source == source


def test_a_name_may_have_six_words():
    sources = Sources([("long", "Një Dy Tre Katër Pesë Gjashtë", [])])
    body = f"{LONG}\nBurimi: Një Dy Tre Katër Pesë Gjashtë dhe {LONG}"
    assert credits_of(body, sources, outlet="own").source == "long"


@pytest.mark.parametrize(
    "body",
    [
        f"Sipas Lajme Shembull, {LONG}",
        f"According to the Harbour Herald, {LONG}",
        f"{LONG}\n{LONG} Burimi: Lajme Shembull. {LONG}\n{LONG}",
        f"{LONG}\nFoto: marrë nga Lajme Shembull\n{LONG}",
        f"{LONG} (SPAK)",
        f"{LONG}\nBurimi: Ann Example",
        f"{LONG}\nSource: police",
        f"{LONG}\nBurimi: tema jonë",
        f"{LONG}\nMarrë nga rrjetet sociale",
        f"{LONG} Lexo këtu: https://lajme.example/a/7",
        f"{LONG}\nSource: Two Towers",
        f"{LONG} www.lajme.example/7 u përmend.",
        "",
    ],
)
def test_what_is_no_credit_line_names_no_source(body):
    assert told(body).source is None


@pytest.mark.parametrize(
    ("body", "mentioned"),
    [
        (f"Sipas Lajme Shembullit, {LONG}", ("lajme",)),
        (f"Sipas temës së ditës, {LONG}", ()),
        (f"{LONG} raporton Gazeta Detare. Sipas Lajme Shembull", ("gazeta", "lajme")),
        (f"{LONG} https://herald.example/a {LONG}", ("herald",)),
        (f"Lajme Shembull {LONG}", ()),
    ],
)
def test_outlets_that_are_referred_to_are_told_in_their_order(body, mentioned):
    assert told(body).mentioned == mentioned


def test_the_page_that_is_named_as_the_original_tells_most():
    found = told(f"{LONG}\nBurimi: ATSH", canonical="https://m.lajme.example/a")
    assert (found.source, found.line) == (
        "lajme",
        "its page names m.lajme.example as the original",
    )


def test_an_agency_may_stand_in_the_byline_and_a_person_may_not():
    assert told(LONG, author="ATSH").source == "ATSH"
    assert told(LONG, author="Ann Example") == NO_CREDITS


@pytest.mark.parametrize(
    "credit",
    [
        "Agjencia e Lajmeve Bregu Ann Example",
        "Burimi: Agjencia e Lajmeve Bregu Ann Example",
        "Source: Ann Example Seaside News Agency",
    ],
)
def test_who_wrote_it_for_an_agency_is_no_part_of_its_name(credit):
    for found in (told(f"{LONG}\n{credit}"), told(LONG, author=credit)):
        assert "Example" not in f"{found.source} {found.line}"


def test_what_an_outlet_says_of_itself_credits_nobody():
    body = f"{LONG}\nBurimi: Lajme Shembull"
    assert credits_of(body, SOURCES, outlet="lajme") == NO_CREDITS
    assert credits_of(f"{body}\nBurimi: B7", SOURCES, outlet="lajme").source == "b7"


def test_the_reason_names_nobody_but_the_source():
    found = told(f"{LONG}\nSource: Harbour Herald, photo: Ann Example")
    assert found.line == "“Source: herald”"


NAMES = ["lajme", "gazeta", "herald", "tema", "b7", "ATSH", "AFP"]
PIECES = ["Burimi:", "Sipas", "/", "(", ")", "\n", "ATSH", "AFP", "B7", "Ann Example"]
PIECES += [
    "Lajme Shembull",
    "the Harbour Herald",
    "https://detare.example",
    "Tema Jonë",
]


@given(text=st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map(" ".join))
def test_only_known_outlets_and_agencies_are_ever_a_source(text):
    found = told(text, author="Ann Example")
    assert found.source is None or found.source in NAMES
    assert set(found.mentioned) <= set(NAMES)


@pytest.mark.parametrize(
    "body",
    [
        "a" * 200_000,
        "a." * 100_000,
        "sipas " * 40_000,
        "(" * 200_000,
        "Burimi: " * 30_000,
    ],
    ids=["one word", "stops", "references", "brackets", "labels"],
)
def test_a_text_made_to_be_slow_is_read_like_any_other(body):
    assert told(body) == NO_CREDITS
