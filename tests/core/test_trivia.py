# ruff: noqa: SIM905 - word lists read as prose

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.trivia import LONGEST_MARK, LONGEST_TEASER, spelled, without_trivia
from tracker.core.versions import is_trivial

TITLE = "Salla e qytetit u hap pas dy vitesh"
FIRST = "Bashkia njoftoi se në aksident u plagosën 36 veta, tre prej tyre rëndë."
SECOND = "“Puna s’ka mbaruar”, tha drejtuesja – dhe kërkoi edhe dy javë."
BODY = f"{FIRST}\n{SECOND}"
E_TITLE = "City hall reopens after two years"
E_BODY = (
    "The council said that 36 people were hurt, three of them badly.\n"
    "“The work isn’t done,” the head of works said – and asked for two more weeks."
)


@pytest.mark.parametrize(
    "line",
    [
        # clocks
        "12:45",
        "Ora 12:45",
        "E martë, 3 mars 2026, 12:45",
        "Përditësuar 12:45",
        "Përditësuar më 3 mars 2026",
        "Përditësimi i fundit: 03.03.2026 12:45",
        "Publikuar më: 20.06.2023, ora 14:35",
        "Postuar më 2 mars 2026",
        "PËRDITËSIM",
        "3 orë më parë",
        "para 10 minutash",
        "Publikuar 3 ditë më parë",
        "një javë më parë",
        "Updated at 12:45 PM",
        "Last updated: March 3, 2026 at 12:45 GMT",
        "Published 3 March 2026",
        "2 hours ago",
        "5 mins ago",
        "an hour ago",
        # counters
        "Lexuar 1,234 herë",
        "1.234 lexime",
        "Shikime: 5 678",
        "12 komente",
        "Komente (12)",
        "Nuk ka komente",
        "12 komente · 34 shpërndarje",
        "1,234 views",
        "Read 1,234 times",
        "1.2K views",
        "No comments",
        "12 comments | 34 shares | 5 likes",
        # buttons
        "Shpërndaje në Facebook",
        "Shpërndaje: Facebook Twitter WhatsApp",
        "Na ndiqni në Instagram",
        "Kopjo linkun",
        "Reklamë",
        "Share this article",
        "Share on X",
        "Copy link",
        "Follow us on Facebook and Instagram",
        "Advertisement",
        # teasers
        "Lexo edhe: Ura e vjetër mbyllet për një muaj",
        "LEXO EDHE / Ura e vjetër mbyllet",
        "Lexoni gjithashtu – Ura e vjetër mbyllet",
        "Shiko edhe: Ura e vjetër",
        "Lexo më shumë…",
        "Lexo edhe",
        "Kliko këtu",
        "Mund t’ju interesojë: Ura e vjetër mbyllet",
        "Read more: Old bridge closes for a month",
        "See also: Old bridge closes",
        "Related stories: Old bridge closes",
        "Read more",
        # several at once
        "12:45 | Lexuar 1,234 herë | 12 komente",
        "Publikuar 12:45 • 3 komente • Shpërndaje",
    ],
)
def test_what_comes_and_goes_by_itself_is_no_edit(line: str) -> None:
    assert without_trivia(line) == ""
    for body in (f"{line}\n{BODY}", f"{FIRST}\n{line}\n{SECOND}", f"{BODY}\n{line}"):
        assert is_trivial(TITLE, BODY, TITLE, body)
        assert is_trivial(TITLE, body, TITLE, BODY)


@pytest.mark.parametrize(
    "line",
    [
        # notes say something
        "Korrigjim: në aksident u plagosën 63 veta, jo 36.",
        "Përditësim: numri i të plagosurve u rrit në 63.",
        "Correction: an earlier version misstated the number of people hurt.",
        "Updated 12:45 to add the number of people hurt.",
        "Korrigjuar 12:45",
        "This article has been updated.",
        # sentences that resemble marks
        "Lexo edhe librin tënd të parë çdo mbrëmje.",
        "Lexuar nga aktorja, poezia zgjati tri minuta.",
        "12 komente u fshinë nga faqja e bashkisë.",
        "Tre orë më parë u mbyll edhe ura.",
        "Ai e përsëriti: lexo edhe një herë ligjin.",
        "Read more books, the minister told the pupils.",
        "He had been there two hours ago.",
        "Shpërndaje lajmin te fqinjët, shkruhej në fletushkë.",
        "Lexo edhe: Ura mbyllet. Bashkia e hodhi poshtë kërkesën.",
        # subheadings, dates of a chronology, rows of a table
        "Çfarë thonë banorët",
        "What residents say",
        "2 mars 2022",
        "36 të plagosur",
        "| Ndeshja | 20:45 |",
    ],
)
def test_what_somebody_wrote_is_an_edit(line: str) -> None:
    for body in (f"{line}\n{BODY}", f"{FIRST}\n{line}\n{SECOND}", f"{BODY}\n{line}"):
        assert not is_trivial(TITLE, BODY, TITLE, body)
        assert not is_trivial(TITLE, body, TITLE, BODY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (BODY, BODY.replace("“", '"').replace("”", '"').replace("’", "'")),
        (BODY, BODY.replace("–", "-").replace("“", "«").replace("”", "»")),
        (BODY, BODY.replace("ë", "e\u0308")),
        (BODY, BODY.replace("drejtuesja", "drej\u00adtue\u200bsja")),
        (BODY, BODY.replace(" ", "\u00a0").replace("\n", "\n\n \t")),
        (BODY, BODY.replace("\n", " ")),
        (BODY, BODY.upper().lower()),
        (BODY, BODY.replace(",", " ,").replace("javë.", "javë .")),
        ("Fundi...", "Fundi…"),
        ("''Po'', tha.", "„Po“, tha."),
        (E_BODY, E_BODY.replace("’", "'").replace("–", "—")),
        (f"{BODY}\nLexuar 10 herë", f"{BODY}\nLexuar 11 herë"),
        (f"Përditësuar 9:00\n{BODY}", f"Përditësuar 12:45\n{BODY}"),
        (f"3 orë më parë\n{BODY}", f"1 ditë më parë\n{BODY}"),
        (f"{E_BODY}\n2 hours ago", f"{E_BODY}\n3 hours ago"),
        (f"{BODY}\nLexo edhe: Një urë", f"{BODY}\nLexo edhe: Një rrugë tjetër"),
        # headlines below a label, to the end of the text
        (
            f"{BODY}\nLajme të ngjashme\nUra mbyllet\nRruga hapet",
            f"{BODY}\nLajme të ngjashme\nShkolla nis nesër\nUra mbyllet",
        ),
        # one headline below a label that points at it
        (
            f"{FIRST}\nLexo edhe:\nUra mbyllet\n{SECOND}",
            f"{FIRST}\nLexo edhe:\nRruga hapet\n{SECOND}",
        ),
        ("", "12 komente"),
        ("", ""),
    ],
)
def test_golden_pairs_without_an_edit(old: str, new: str) -> None:
    assert is_trivial(TITLE, old, TITLE, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (BODY, BODY.replace("36", "63")),
        (E_BODY, E_BODY.replace("36", "63")),
        (BODY, BODY.replace("dy javë", "tri javë")),
        (BODY, FIRST),
        (BODY, ""),
        # scare quotes come and go by somebody's hand
        ("Shoqata u quajt sekt.", "Shoqata u quajt “sekt”."),
        ("Salla u hap në 12:45 dje.", "Salla u hap në 13:45 dje."),
        (f"Përditësuar 9:00\n{BODY}", f"Përditësuar 12:45\n{FIRST}"),
        (f"{BODY}\nLexo edhe\nUra mbyllet.", f"{BODY}\nLexo edhe\nUra hapet."),
        (
            f"{FIRST}\nLexo edhe\nNëntitull\n{SECOND}",
            f"{FIRST}\nLexo edhe\nTjetër nëntitull\n{SECOND}",
        ),
        ("Po, tha ajo", "Jo, tha ajo"),
        ("çështja", "ceshtja"),
    ],
)
def test_golden_pairs_with_an_edit(old: str, new: str) -> None:
    assert not is_trivial(TITLE, old, TITLE, new)


@pytest.mark.parametrize(
    ("old", "new", "trivial"),
    [
        (TITLE, TITLE.replace(" ", "\u00a0"), True),
        (TITLE, f"{TITLE} | Lajme Shembull", True),
        (TITLE, f"{TITLE} - Lajme", True),
        (TITLE, f"<b>{TITLE}</b>", True),
        ("“Po” – tha ajo", '"Po" - tha ajo', True),
        (TITLE, TITLE.replace("dy", "tri"), False),
        (TITLE, f"{TITLE} - tre të plagosur", False),
        (TITLE, f"{TITLE} - 3 Veta", False),
        (f"{TITLE} - Dy Veta", f"{TITLE} - Tri Veta", False),
        (TITLE, f"{TITLE}, thotë bashkia", False),
        (TITLE, f"PËRDITËSIM: {TITLE}", False),
        ("Salla", "Salla - Mbyllur", False),
        (E_TITLE, E_TITLE.replace("reopens", "closes"), False),
        (TITLE, "", False),
    ],
)
def test_a_word_more_in_the_title_is_an_edit_and_the_outlets_name_is_none(
    old: str, new: str, *, trivial: bool
) -> None:
    assert is_trivial(old, BODY, new, BODY) is trivial
    assert is_trivial(new, BODY, old, BODY) is trivial


def test_longer_lines_are_nobodys_mark() -> None:
    assert (LONGEST_MARK, LONGEST_TEASER) == (120, 250)
    clock = "12:45 " * (LONGEST_MARK // 6) + "1"
    assert without_trivia(clock[:LONGEST_MARK]) == ""
    assert without_trivia(clock) == clock
    teaser = f"Lexo edhe: {'x' * (LONGEST_TEASER - 11)}"
    assert without_trivia(teaser) == ""
    assert without_trivia(f"{teaser}x") != ""


ORDINARY = (
    "qyteti salla banorët drejtuesja mbrëmje rruga shkolla dëshmoi kundërshtuan"
    " punëtorët ndërtesa mësuan kërkesa fqinjët kujtuan town residents bridge teacher"
    " refused yesterday's letters building harbour quietly answered"
).split()
TEASED = [
    "Lexo edhe: Ura e vjetër",
    "12 komente",
    "Lexo edhe",
    "3 orë më parë",
    "12:45",
]
SENTENCES = st.lists(st.sampled_from(ORDINARY), min_size=5, max_size=12).map(
    lambda words: " ".join(words).capitalize() + "."
)
LINES = st.lists(SENTENCES | st.sampled_from(TEASED) | st.just(SECOND), max_size=6)
ANY = st.text(
    st.sampled_from("ab Lëx.:|12-\n“”\u00ad\u00a0\u0308'·") | st.characters(),
    max_size=60,
)


@given(ANY, ANY)
def test_a_text_is_no_edit_of_itself(title: str, body: str) -> None:
    assert is_trivial(title, body, title, body)


@given(ANY, LINES, ANY, LINES)
def test_whether_there_is_an_edit_does_not_depend_on_the_order(
    one: str, lines: list[str], other: str, others: list[str]
) -> None:
    first, second = "\n".join(lines), "\n".join(others)
    assert is_trivial(one, first, other, second) is is_trivial(
        other, second, one, first
    )


@given(LINES, SENTENCES, st.integers(0, 6), st.sampled_from(["\n", " "]))
def test_a_sentence_more_is_always_an_edit(
    lines: list[str], sentence: str, place: int, joint: str
) -> None:
    head, tail = lines[:place], lines[place:]
    before = "\n".join(lines)
    if not (head and head[-1].endswith(".")):
        joint = "\n"  # what stands behind a teaser on its line belongs to it
    after = joint.join(["\n".join(head), sentence]) + "\n" + "\n".join(tail)
    assert not is_trivial(TITLE, before, TITLE, after)
    assert not is_trivial(TITLE, after, TITLE, before)


@given(LINES, SENTENCES, st.integers(0, 9_999), st.integers(0, 9_999), LINES)
def test_another_number_in_a_sentence_is_always_an_edit(
    head: list[str], sentence: str, one: int, other: int, tail: list[str]
) -> None:
    words = sentence.split()
    bodies = [
        "\n".join([*head, " ".join([*words[:2], str(number), *words[2:]]), *tail])
        for number in (one, other)
    ]
    assert is_trivial(TITLE, bodies[0], TITLE, bodies[1]) is (one == other)


@given(LINES, st.lists(st.sampled_from(TEASED), max_size=3), st.integers(0, 6))
def test_marks_among_sentences_are_never_an_edit(
    lines: list[str], marks: list[str], place: int
) -> None:
    written = [line for line in lines if line not in TEASED]
    before = "\n".join(written)
    after = "\n".join([*written[:place], *marks, *written[place:]])
    assert is_trivial(TITLE, before, TITLE, after)


@given(ANY)
def test_a_spelled_line_is_one_line_without_what_cannot_be_seen(text: str) -> None:
    line = spelled(text)
    assert "\n" not in line
    assert line == line.strip()
    assert not re.search("[\u00ad\u200b“”’–]", line)


@pytest.mark.parametrize(
    "piece", ["lexo edhe ", "12:45 ", "|", "''", " ,", "related ", "."]
)
def test_a_long_line_of_marks_is_read_once(piece: str) -> None:
    line = piece * 100_000
    assert is_trivial(TITLE, line, TITLE, line)
