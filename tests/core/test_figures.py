"""Which numbers of an article tell the quantity of a fact: 36 of what, in whose voice.

All sentences are invented.
"""

# ruff: noqa: SIM905 - word lists read as prose

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.matching import Matcher, compile_matcher
from tracker.model import (
    Actor,
    Amount,
    Coded,
    Fact,
    Figure,
    Incident,
    Name,
    Text,
    Words,
)

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
CAMP = Actor(
    id="camp",
    name="Camp Example 3",
    names={
        "en": (Name(text="Camp Example 3"),),
        "sq": (Name(text="Kampi Shembull 3"),),
    },
)
PEOPLE: dict[str, Words] = {
    "people": {
        "en": ("people", "persons", "person"),
        "sq": ("persona", "person", "veta", "njerëz"),
        "it": ("persone",),
    },
    "members": {"en": ("members",), "sq": ("anëtarë",)},
    "officers": {"en": ("officers", "police"), "sq": ("efektivë", "policë")},
}
# Its own number is eleven, and it stands in the query.
DETAINED = Fact(
    id="eleven_detained",
    statement="Eleven people were detained.",
    match={
        "en": '("eleven (people OR member*)"~3 OR "11 people"~3 OR "11 detained"~4)'
        " AND (detain* OR arrest*)",
        "sq": '("njëmbëdhjetë persona*"~3 OR "11 persona*"~3 OR "11 anëtar*"~3)'
        " AND (forms:ndaloj OR forms:arrestoj)",
        "it": '"11 persone"~2 AND (fermat* OR arrestat*)',
    },
    figure=Figure(quantity="detained", referents=PEOPLE),
)


def _matcher(*facts: Fact) -> Matcher:
    incident = Incident(
        id="fair",
        title={"en": "Dispute at the fair"},
        first_day=date(2026, 3, 1),
        last_day=date(2026, 3, 10),
        place=None,
        actors=("camp",),
        about={"*": "fair OR panair*"},
        facts=facts,
    )
    return compile_matcher((CAMP,), (incident,), timezone="Europe/Tirane")


MATCHER = _matcher(DETAINED)


def _coded(
    body: str, language: str, *, title: str = "", matcher: Matcher = MATCHER
) -> Coded:
    return matcher.code(
        Text(
            title=title,
            body=f"{body}\nfair",
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )


def _shown(amount: Amount) -> str:
    high = "" if amount.high is None else f"{amount.high:g}"
    span = high if amount.low == amount.high else f"{amount.low:g} to {high}".strip()
    voice = "" if amount.voice == "outlet" else f", {amount.voice}"
    return f"{amount.surface} = {span} {amount.referent}{voice}"


def _told(body: str, language: str, **more: object) -> list[str]:
    return [_shown(one) for one in _coded(body, language, **more).amounts]  # type: ignore[arg-type]


ALBANIAN: tuple[tuple[str, list[str]], ...] = (
    # whatever the number
    ("9 persona u ndaluan.", ["9 = 9 people"]),
    ("U ndaluan 11 persona.", ["11 = 11 people"]),
    ("Policia ndaloi njëmbëdhjetë persona.", ["njëmbëdhjetë = 11 people"]),
    ("Arrestohen 11 persona.", ["11 = 11 people"]),
    ("Policia ndaloi njëzet e katër veta.", ["njëzet e katër = 24 people"]),
    ("Policia ndaloi njezet e kater veta.", ["njezet e kater = 24 people"]),
    ("POLICIA NDALOI NJËZET VETA.", ["NJËZET = 20 people"]),
    ("U ndaluan dyqind e pesëdhjetë njerëz.", ["dyqind e pesëdhjetë = 250 people"]),
    ("U ndaluan tri persona.", ["tri = 3 people"]),
    ("U ndaluan pesmbdhjet veta.", ["pesmbdhjet = 15 people"]),
    ("U ndaluan 2.000 persona.", ["2.000 = 2000 people"]),
    ("U ndaluan 2 000 persona.", ["2 000 = 2000 people"]),
    ("U ndaluan 2\u00a0000 persona.", ["2\u00a0000 = 2000 people"]),
    ("U ndaluan 1 mijë persona.", ["1 mijë = 1000 people"]),
    ("U ndaluan një mijë e dyqind veta.", ["një mijë e dyqind = 1200 people"]),
    ("U ndaluan gjysmë milioni njerëz.", ["gjysmë milioni = 500000 people"]),
    # what the words allow
    ("U ndaluan rreth 20 veta.", ["rreth 20 = 18 to 22 people"]),
    ("U ndaluan afro 20 veta.", ["afro 20 = 18 to 22 people"]),
    ("U ndaluan mbi 200 persona.", ["mbi 200 = 201 to people"]),
    ("U ndaluan më shumë se 20 persona.", ["më shumë se 20 = 21 to people"]),
    ("U ndaluan të paktën dy persona.", ["të paktën dy = 2 to people"]),
    ("U ndaluan jo më pak se 11 veta.", ["jo më pak se 11 = 11 to people"]),
    ("U ndaluan deri në 50 persona.", ["deri në 50 = 0 to 50 people"]),
    ("U ndaluan më pak se 50 persona.", ["më pak se 50 = 0 to 49 people"]),
    ("U ndaluan gati 50 persona.", ["gati 50 = 45 to 50 people"]),
    ("U ndaluan dhjetëra persona.", ["dhjetëra = 20 to 99 people"]),
    ("U ndaluan qindra persona.", ["qindra = 200 to 999 people"]),
    ("U ndaluan disa persona.", ["disa = 3 to 9 people"]),
    ("U ndaluan disa qindra persona.", ["disa qindra = 300 to 999 people"]),
    ("U ndaluan dy deri në tre persona.", ["dy deri në tre = 2 to 3 people"]),
    ("U ndaluan 12-15 persona.", ["12-15 = 12 to 15 people"]),
    ("U ndaluan dy a tre persona.", ["dy a tre = 2 to 3 people"]),
    ("U ndaluan midis 10 dhe 20 vetave.", ["midis 10 dhe 20 = 10 to 20 people"]),
    # 36 of what
    ("U ndaluan 36.", []),
    ("36 prej tyre u ndaluan.", []),
    ("Policia ndaloi 11 persona të tjerë.", ["11 = 11 people"]),
    ("Policia ndaloi njëmbëdhjetë ish-anëtarë.", ["njëmbëdhjetë = 11 members"]),
    ("U ndaluan 21 ish anëtarë.", ["21 = 21 members"]),
    ("U arrestuan 11 gra.", []),
    ("11 orë u ndaluan persona.", []),
    ("Dy nga anëtarët u ndaluan.", ["Dy = 2 members"]),
    ("U ndaluan 9 nga 11 anëtarët.", ["9 = 9 members"]),
    ("U ndaluan të dy anëtarët.", ["dy = 2 members"]),
    (
        "Ndalimi i njëmbëdhjetë anëtarëve: u ndaluan në shesh.",
        ["njëmbëdhjetë = 11 members"],
    ),
    (
        "Njëmbëdhjetë persona u ndaluan, nëntë prej tyre gra.",
        ["Njëmbëdhjetë = 11 people"],
    ),
    (
        "U ndaluan 11 persona, mes tyre dy anëtarë.",
        ["11 = 11 people", "dy = 2 members"],
    ),
    ("11 persona, mes tyre dy persona nga Vlora, u ndaluan.", ["11 = 11 people"]),
    (
        "U ndaluan 15 efektivë dhe 21 anëtarë.",
        ["15 = 15 officers", "21 = 21 members"],
    ),
    # the one that was detained
    ("20 persona protestuan dhe 11 persona u ndaluan.", ["11 = 11 people"]),
    ("11 persona u ndaluan, ndërsa 300 veta protestuan.", ["11 = 11 people"]),
    ("300 veta protestuan në shesh.", []),
    (
        "Policia ndaloi nëntë persona nga një turmë prej 200 personash.",
        ["nëntë = 9 people"],
    ),
    ("Nëntë anëtarë të një grupi prej 15 anëtarësh u ndaluan.", ["Nëntë = 9 members"]),
    ("Një grup prej 11 personash u ndalua.", ["11 = 11 people"]),
    ("Qindra njerëz jetojnë në rrugën ku u ndaluan 11 persona.", ["11 = 11 people"]),
    ("40 efektivë ndaluan 11 persona.", ["40 = 40 officers", "11 = 11 people"]),
    ("Shumica e 40 personave u ndaluan.", []),
    ("Katër efektivë u plagosën; nëntë persona u ndaluan.", ["nëntë = 9 people"]),
    # in whose voice
    (
        "Nuk ishin 11 por 9 persona që u ndaluan.",
        ["11 = 11 people, denied", "9 = 9 people"],
    ),
    ("Nuk u ndaluan 11, por 9 persona.", ["11 = 11 people, denied", "9 = 9 people"]),
    ("U ndaluan 9 dhe jo 11 persona.", ["9 = 9 people", "11 = 11 people, denied"]),
    ("Nuk u ndaluan 11 persona.", ["11 = 11 people, denied"]),
    ("Sipas policisë, u ndaluan 11 persona.", ["11 = 11 people, attributed"]),
    ("“U ndaluan 11 persona në shesh”, tha ministri.", ["11 = 11 people, quoted"]),
    ("Tre anëtarë thanë se u ndaluan nëntë persona.", ["nëntë = 9 people, attributed"]),
    ("Në vitin 2019 u ndaluan 11 persona.", ["11 = 11 people, background"]),
    # no counts
    ("Një person u ndalua.", []),
    ("Vetëm një person u ndalua.", ["një = 1 people"]),
    ("U ndalua anëtari i njëmbëdhjetë.", []),
    ("U ndalua i 11-ti person.", []),
    ("Në vitin 2022 persona të panjohur u ndaluan.", []),
    ("20 për qind e anëtarëve u ndaluan.", []),
    ("20% e anëtarëve u ndaluan.", []),
    ("U ndalua një 36-vjeçar.", []),
    ("Në orën 11 persona të panjohur u ndaluan.", []),
    ("Sipas nenit 11 persona të tillë ndaloheshin.", []),
    ("Pranë Kampi Shembull 3 persona u ndaluan.", []),
)

ENGLISH: tuple[tuple[str, list[str]], ...] = (
    # whatever the number
    ("Nine people were detained.", ["Nine = 9 people"]),
    ("Eleven people were detained.", ["Eleven = 11 people"]),
    ("11 people were detained.", ["11 = 11 people"]),
    ("One person was detained.", ["One = 1 people"]),
    ("Thirty-six members were arrested.", ["Thirty-six = 36 members"]),
    ("Thirty six members were arrested.", ["Thirty six = 36 members"]),
    ("THIRTY-SIX MEMBERS DETAINED", ["THIRTY-SIX = 36 members"]),
    ("Police detained 1,000 people.", ["1,000 = 1000 people"]),
    ("Police detained 1.000 people.", ["1.000 = 1000 people"]),
    ("A hundred people were detained.", ["A hundred = 100 people"]),
    ("A hundred and five people were detained.", ["A hundred and five = 105 people"]),
    ("Half a million people were detained.", ["Half a million = 500000 people"]),
    ("A dozen people were detained.", ["A dozen = 12 people"]),
    ("Two dozen people were detained.", ["Two dozen = 24 people"]),
    ("1.5 million people were detained.", ["1.5 million = 1.5e+06 people"]),
    ("Both members were detained.", ["Both = 2 members"]),
    ("A pair of members were detained.", ["A pair = 2 members"]),
    # what the words allow
    ("About 1,000 people were detained.", ["About 1,000 = 900 to 1100 people"]),
    ("Some 20 people were detained.", ["Some 20 = 18 to 22 people"]),
    ("20 or so people were detained.", ["20 or so = 18 to 22 people"]),
    ("More than 20 people were detained.", ["More than 20 = 21 to people"]),
    ("Over 20 people were detained.", ["Over 20 = 21 to people"]),
    ("20+ people were detained.", ["20+ = 20 to people"]),
    ("At least 11 people were detained.", ["At least 11 = 11 to people"]),
    ("No fewer than 11 people were detained.", ["No fewer than 11 = 11 to people"]),
    ("At least about 20 people were detained.", ["At least about 20 = 18 to people"]),
    ("Up to 50 people were detained.", ["Up to 50 = 0 to 50 people"]),
    ("At most 50 people were detained.", ["At most 50 = 0 to 50 people"]),
    ("Fewer than 50 people were detained.", ["Fewer than 50 = 0 to 49 people"]),
    ("Nearly a hundred people were detained.", ["Nearly a hundred = 90 to 100 people"]),
    ("Nearly a dozen people were detained.", ["Nearly a dozen = 10.8 to 12 people"]),
    ("Dozens of people were detained.", ["Dozens = 24 to 99 people"]),
    ("Hundreds of people were detained.", ["Hundreds = 200 to 999 people"]),
    (
        "Tens of thousands of people were detained.",
        ["Tens of thousands = 20000 to 99999 people"],
    ),
    ("Several people were detained.", ["Several = 3 to 9 people"]),
    ("A few hundred people were detained.", ["A few hundred = 300 to 999 people"]),
    ("A couple of people were detained.", ["A couple = 2 to 3 people"]),
    ("12-15 people were detained.", ["12-15 = 12 to 15 people"]),
    (
        "Between 10 and 20 people were detained.",
        ["Between 10 and 20 = 10 to 20 people"],
    ),
    (
        "Two or three hundred people were detained.",
        ["Two or three hundred = 200 to 300 people"],
    ),
    # 36 of what
    ("36 of them were arrested.", []),
    ("Police arrested 36.", []),
    ("Eleven women were detained.", []),
    ("Eleven former German members were detained.", ["Eleven = 11 members"]),
    ("15 police officers were detained.", ["15 = 15 officers"]),
    ("15 police cars were detained.", []),
    ("11 people's phones were arrested.", []),
    ("An 11-member group was detained.", ["11 = 11 members"]),
    ("Nine of the eleven members were detained.", ["Nine = 9 members"]),
    ("Three of the members were detained.", ["Three = 3 members"]),
    ("Eleven people were detained, nine of them women.", ["Eleven = 11 people"]),
    (
        "Eleven people were detained, nine of them members.",
        ["Eleven = 11 people", "nine = 9 members"],
    ),
    ("Police detained people, eleven of them, at the gate.", ["eleven = 11 people"]),
    (
        "Twelve people, including 3 members, were detained.",
        ["Twelve = 12 people", "3 = 3 members"],
    ),
    ("Eleven days people waited until they were detained.", []),
    # the one that was detained
    ("Of the 50 people at the rally, 11 people were detained.", ["11 = 11 people"]),
    ("Two men were arrested while 300 people protested.", []),
    ("Nine people – two women and seven men – were detained.", ["Nine = 9 people"]),
    ("Nine members of a 15-member group were detained.", ["Nine = 9 members"]),
    ("Police detained 9 out of 11 members.", ["9 = 9 members"]),
    ("Some of the 40 people who gathered were detained.", []),
    ("Nine more people were detained on Monday.", ["Nine = 9 people"]),
    ("In a city of 500,000 people, police detained nine people.", ["nine = 9 people"]),
    ("Officers, about 30 in number, detained nine people.", ["nine = 9 people"]),
    ("20 people protested and 11 people were detained.", ["11 = 11 people"]),
    (
        "15 officers and 21 members were detained.",
        ["15 = 15 officers", "21 = 21 members"],
    ),
    # in whose voice
    (
        "Not 11 but nine people were detained.",
        ["11 = 11 people, denied", "nine = 9 people"],
    ),
    ("Nine people, not 11, were detained.", ["Nine = 9 people"]),
    ("Police denied that they had detained 11 people.", ["11 = 11 people, denied"]),
    (
        "According to the ministry, 11 people were detained.",
        ["11 = 11 people, attributed"],
    ),
    (
        "“We detained 11 people at the gate,” the minister said.",
        ["11 = 11 people, quoted"],
    ),
    (
        "Three members said that police detained nine people.",
        ["nine = 9 people, attributed"],
    ),
    ("In 2019 police detained 11 people.", ["11 = 11 people, background"]),
    # no counts
    ("The 11th person was detained.", []),
    ("The eleventh person was detained.", []),
    ("20 % of the members were detained.", []),
    ("Twenty percent of the members were detained.", []),
    ("A man aged 36 was detained.", []),
    ("A 36-year-old person was detained.", []),
    ("In 2022 members of the group were detained.", []),
    ("On June 20 members of the group were detained.", []),
    ("Under Article 11 people may be detained.", []),
    ("At Camp Example 3 members were detained.", []),
    ("No one was detained, people said.", []),
    ("Few people were detained.", []),
)


@pytest.mark.parametrize(("sentence", "expected"), ALBANIAN)
def test_an_albanian_sentence_tells_its_figures(
    sentence: str, expected: list[str]
) -> None:
    assert _told(sentence, "sq") == expected


@pytest.mark.parametrize(("sentence", "expected"), ENGLISH)
def test_an_english_sentence_tells_its_figures(
    sentence: str, expected: list[str]
) -> None:
    assert _told(sentence, "en") == expected


def test_in_other_languages_figures_are_read_with_the_words_before_them() -> None:
    told = _told("Oltre 20 persone fermate. Circa 1.000 persone arrestate.", "it")
    assert told == ["Oltre 20 = 21 to people", "Circa 1.000 = 900 to 1100 people"]


def test_the_same_thing_has_one_name_in_all_languages() -> None:
    english, albanian = (
        _coded("Nine people detained.", "en"),
        _coded("U ndaluan 11 veta.", "sq"),
    )
    assert english.amounts[0].referent == albanian.amounts[0].referent == "people"


def test_a_title_is_looked_at_first() -> None:
    coded = _coded("U ndaluan 11 persona.", "sq", title="Ndalohen 9 persona në panair")
    assert [(a.field, a.surface) for a in coded.amounts] == [
        ("title", "9"),
        ("body", "11"),
    ]


def test_an_article_of_no_incident_has_no_figures() -> None:
    text = Text(
        title="",
        body="U ndaluan 11 persona.",
        language="sq",
        published_at=NOW,
        first_seen_at=NOW,
    )
    assert MATCHER.code(text).amounts == ()


def test_a_fact_without_figure_or_without_query_for_the_language_counts_nothing() -> (
    None
):
    plain = Fact(id="f", statement="s", match={"en": "detain*"})
    assert _told("Nine people were detained.", "en", matcher=_matcher(plain)) == []
    assert _told("9 Personen wurden festgenommen.", "de") == []


def test_within_a_paragraph_the_noun_and_the_deed_may_stand_apart() -> None:
    figure = Figure(quantity="detained", referents=PEOPLE)
    wide = Fact(
        id="f",
        statement="s",
        match={"en": "11 AND detain*"},
        within="paragraph",
        figure=figure,
    )
    body = "Police detained them. They were nine people."
    assert _told(body, "en", matcher=_matcher(wide)) == ["nine = 9 people"]
    assert _told(body, "en") == []


def test_an_article_is_a_number_where_the_fact_itself_counts_one() -> None:
    dead = Fact(
        id="one_dead",
        statement="One person died.",
        match={"sq": '"një person"~1 AND (vdiq OR vdiqën)'},
        figure=Figure(quantity="dead", referents=PEOPLE),
    )
    matcher = _matcher(dead)
    assert _told("Një person vdiq.", "sq", matcher=matcher) == ["Një = 1 people"]
    assert _told("Dy persona vdiqën.", "sq", matcher=matcher) == ["Dy = 2 people"]


def test_what_a_query_denies_keeps_its_number() -> None:
    fact = Fact(
        id="f",
        statement="s",
        match={"en": "11 AND detain* AND NOT 2019"},
        figure=Figure(quantity="detained", referents=PEOPLE),
    )
    told = _told("Nine people were detained.", "en", matcher=_matcher(fact))
    assert told == ["Nine = 9 people"]


def test_a_figure_opens_to_its_sentence() -> None:
    body = "It rained. Police detained about 20 people. They left."
    [amount] = _coded(body, "en").amounts
    assert (amount.incident, amount.fact, amount.quantity) == (
        "fair",
        "eleven_detained",
        "detained",
    )
    sentence = body[amount.sentence_start : amount.sentence_end]
    assert sentence == "Police detained about 20 people."
    assert body[amount.start_char : amount.end_char] == amount.surface == "about 20"


def test_a_table_of_numbers_is_no_sentence() -> None:
    table = " ".join(f"{n} people detained" for n in range(100, 140))
    assert _told(table, "en") == []


WORDS = st.sampled_from(
    (
        "11 nine people persona u ndaluan detained of them the and dhe jo por not about"
        " rreth 1,000 2 000 % - , . “ ” ( ) dozens disa qindra mijë një e i half a"
        " million members anëtarëve 2022 June “detained” ne\u0301nte ٣ ۱۱ ﬁ İ \u200c"
        " between to + $"
    ).split(" ")
)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from(["sq", "en"]))
def test_every_figure_stands_in_its_sentence_and_is_a_range(
    body: str, language: str
) -> None:
    text = f"{body}\nfair"
    for amount in _coded(body, language).amounts:
        assert text[amount.start_char : amount.end_char] == amount.surface
        assert amount.sentence_start <= amount.start_char < amount.end_char
        assert amount.end_char <= amount.sentence_end
        assert amount.low >= 0
        assert amount.high is None or amount.low <= amount.high
        assert amount.referent in PEOPLE


@given(st.text(max_size=200), st.sampled_from(["sq", "en", "fa"]))
def test_any_text_can_be_counted(body: str, language: str) -> None:
    assert _coded(body, language).amounts is not None


@given(st.sampled_from(ALBANIAN))
def test_diacritics_and_case_change_no_figure(case: tuple[str, list[str]]) -> None:
    sentence = case[0]
    plain = sentence.replace("ë", "e").replace("Ë", "E").replace("ç", "c")
    before, after = _coded(sentence, "sq").amounts, _coded(plain, "sq").amounts
    assert [(a.low, a.high, a.voice) for a in before] == [
        (a.low, a.high, a.voice) for a in after
    ]


@pytest.mark.parametrize(
    ("language", "body", "told"),
    [
        ("en", "Of 36 people, 11 were arrested.", ["11 = 11 people"]),
        ("en", "Of the 36 people checked, 11 were arrested.", ["11 = 11 people"]),
        ("en", "Of the 36 people arrested, 11 were officers.", ["36 = 36 people"]),
        ("en", "Eleven of the 36 people arrested were officers.", ["36 = 36 people"]),
        ("en", "Nearly one in three people were arrested.", []),
        ("en", "Eleven people were arrested in 36 raids.", ["Eleven = 11 people"]),
        ("sq", "Nga 36 persona, 11 u arrestuan.", ["11 = 11 people"]),
        ("sq", "Nga 36 persona, 11 policë u arrestuan.", ["11 = 11 officers"]),
        ("sq", "Një në tre persona u arrestuan.", []),
    ],
)
def test_a_whole_or_a_share_is_no_number_of_what_happened(
    language: str, body: str, told: list[str]
) -> None:
    assert _told(body, language) == told


@pytest.mark.parametrize(
    ("asked", "stated", "language"),
    [
        (
            "Were 11 people detained at the camp?",
            "Why were 11 people detained at the camp?",
            "en",
        ),
        (
            "A u arrestuan 11 persona në kamp?",
            "Pse u arrestuan 11 persona në kamp?",
            "sq",
        ),
    ],
)
def test_a_number_that_is_only_asked_tells_nothing(
    asked: str, stated: str, language: str
) -> None:
    assert not _coded(asked, language).amounts
    assert [one.low for one in _coded(stated, language).amounts] == [11]
