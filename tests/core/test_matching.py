"""What the matcher finds in whole articles, and the laws that hold for every text."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.matching import Matcher, compile_matcher
from tracker.errors import QuerySyntaxError
from tracker.model import (
    Acronym,
    Actor,
    Annotation,
    EventNoun,
    Fact,
    Incident,
    Name,
    Text,
)

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)

SHEMBULLI = Actor(
    id="shembulli",
    name="Shoqata Shembulli",
    acronyms=(Acronym(text="SHSH"),),
    names={
        "sq": (Name(text="Shoqata Shembulli"),),
        "en": (Name(text="Example Association"),),
    },
    places={"sq": (Name(text="Sheshi Shembull"),)},
    generic={"sq": (Name(text="shembullist"),), "en": (Name(text="exampler"),)},
    anchors={"sq": ("panair*",), "en": ("fair",)},
    labels={
        "descriptive": {"sq": ("shoqatë",), "en": ("association",)},
        "affirming": {"sq": ("bamirës",), "en": ("charity",)},
    },
)
POLICE = Actor(
    id="police",
    name="Policia e Shtetit",
    context=True,
    names={
        "sq": (Name(text="Policia e Shtetit"),),
        "en": (Name(text="State Police"),),
    },
)
FAIR = Incident(
    id="durres_fair",
    title={"en": "Dispute at the fair in Durrës"},
    first_day=date(2026, 3, 2),
    last_day=date(2026, 3, 20),
    place="Durrës",
    actors=("shembulli", "police"),
    about={"*": 'actor:shembulli AND (panair* OR fair OR "book stand")'},
    event_nouns={
        "protest": EventNoun(
            words={"en": ("protest",), "sq": ("protestë", "protestoj")}
        ),
        "attack": EventNoun(
            words={"en": ("attack",), "sq": ("sulm", "sulmoj")},
            exclude=("sulm kibernetik", "sulmi kibernetik"),
        ),
    },
    facts=(
        Fact(
            id="eleven_detained",
            statement="Eleven people were detained.",
            match={
                "en": '"eleven detained"~6 OR "11 detained"~6',
                "sq": '("11" OR njëmbëdhjetë) AND forms:ndaloj',
            },
        ),
        Fact(
            id="hall_closed",
            statement="The hall was closed.",
            within="paragraph",
            match={"*": "hall AND closed"},
        ),
    ),
)
MATCHER = compile_matcher((SHEMBULLI, POLICE), (FAIR,), timezone="Europe/Tirane")


def make_text(
    body: str = "",
    *,
    title: str = "",
    language: str = "en",
    published_at: datetime | None = NOW,
) -> Text:
    return Text(
        title=title,
        body=body,
        language=language,
        published_at=published_at,
        first_seen_at=NOW,
    )


def found(text: Text, layer: str, matcher: Matcher = MATCHER) -> list[Annotation]:
    return [one for one in matcher.code(text).annotations if one.layer == layer]


def named(text: Text, matcher: Matcher = MATCHER) -> list[tuple[str, str, str]]:
    return [
        (one.kind, one.actor or "", one.surface)
        for one in found(text, "actor", matcher)
    ]


def test_a_name_is_found_in_every_form_and_language() -> None:
    body = "Njoftimi i Shoqatës Shembulli. Example Association’s hall."
    for language in ("sq", "en", "de"):
        assert named(make_text(body, language=language))[0] == (
            "hit",
            "shembulli",
            "Shoqatës Shembulli",
        )
        assert len(named(make_text(body, language=language))) == 2


def test_a_generic_word_counts_beside_an_anchor_only() -> None:
    alone = make_text("An exampler came.")
    beside = make_text("An exampler came to the fair.")
    assert named(alone) == [("candidate", "shembulli", "exampler")]
    assert named(beside) == [("hit", "shembulli", "exampler")]


def test_an_anchor_of_another_language_serves_as_well() -> None:
    assert named(make_text("An exampler came to Panairi."))[0][0] == "hit"


def test_a_generic_word_of_another_language_is_not_looked_for() -> None:
    assert named(make_text("Një shembullist në panair.", language="en")) == []


def test_a_generic_word_counts_beside_a_name_in_the_title() -> None:
    text = make_text("The examplers came.", title="SHSH: hall closed")
    assert named(text) == [
        ("hit", "shembulli", "SHSH"),
        ("hit", "shembulli", "examplers"),
    ]


def test_a_place_needs_its_capital() -> None:
    assert named(make_text("Në Sheshin Shembull.", language="sq"))[0][0] == "hit"
    assert named(make_text("në sheshin shembull.", language="sq")) == []


@pytest.mark.parametrize(
    ("body", "surface"),
    [
        ("The Example Association (SHSH) met.", "Example Association"),
        ("The SHSH/Example Association met.", "Example Association"),
        ("The Example Association, the SHSH, met.", "Example Association"),
    ],
)
def test_two_spellings_of_one_mention_are_one(body: str, surface: str) -> None:
    assert named(make_text(body)) == [("hit", "shembulli", surface)]


def test_two_mentions_stay_two() -> None:
    assert len(named(make_text("SHSH and SHSH, SHSH met."))) == 3


def test_of_two_actors_the_longer_name_wins() -> None:
    short = Actor(id="short", name="s", names={"en": (Name(text="Example"),)})
    matcher = compile_matcher((short, SHEMBULLI), (), timezone="Europe/Tirane")
    text = make_text("Example met the Example Association.")
    assert named(text, matcher) == [
        ("hit", "short", "Example"),
        ("hit", "shembulli", "Example Association"),
    ]


def test_a_name_inside_the_name_of_another_actor_is_no_anchor() -> None:
    inner = Actor(
        id="inner",
        name="i",
        names={"en": (Name(text="Example"),)},
        generic={"en": (Name(text="sampler"),)},
    )
    matcher = compile_matcher((inner, SHEMBULLI), (), timezone="Europe/Tirane")
    assert named(make_text("A sampler of the Example Association."), matcher) == [
        ("candidate", "inner", "sampler"),
        ("hit", "shembulli", "Example Association"),
    ]


def test_spellings_in_two_paragraphs_are_two_mentions() -> None:
    assert len(named(make_text("Example Association\n(SHSH)"))) == 2


def test_former_members_and_compounds_are_told_apart() -> None:
    text = make_text("Ish-shembullistët dhe anti-shembullist në panair.", language="sq")
    assert [kind for kind, _, _ in named(text)] == ["former", "compound"]


def test_addresses_hold_no_names() -> None:
    assert named(make_text("See https://example.example/SHSH and @SHSH.")) == []


def test_an_event_counts_in_title_and_lead_and_beside_place_actor_or_day() -> None:
    body = (
        "The SHSH fair opened.\n"
        "A protest was held elsewhere.\n"
        "A protest was held in Durrës.\n"
        "SHSH saw a protest.\n"
        "On 4 March a protest began.\n"
        "On 4 April a protest ended.\n"
        "The protest of 3.3.2026 was small."
    )
    coded = found(make_text(body, title="Protest at the fair"), "event_noun")
    assert [(one.paragraph, one.kind) for one in coded] == [
        (0, "hit"),
        (2, "candidate"),
        (3, "hit"),
        (4, "hit"),
        (5, "hit"),
        (6, "candidate"),
        (7, "hit"),
    ]
    assert {one.incident for one in coded} == {"durres_fair"}


# The fixture of measures.md, M2.
EVENTS = Incident(
    id="hall",
    title={"en": "The hall"},
    first_day=date(2026, 3, 2),
    last_day=date(2026, 3, 20),
    place="Durrës",
    actors=("police",),
    about={"*": "salla"},
    event_nouns={
        "check": EventNoun(words={"sq": ("kontroll", "inspektim")}),
        "operation": EventNoun(
            words={"sq": ("operacion", "aksion")}, exclude=("operacion shpëtimi",)
        ),
        "raid": EventNoun(words={"sq": ("bastisje", "bastis")}),
        "attack": EventNoun(words={"sq": ("sulm",)}, exclude=("sulm kibernetik",)),
        "clash": EventNoun(words={"sq": ("përplasje", "përleshem")}),
        "escorted": EventNoun(words={"sq": ("shoqëroj",)}),
        "detained": EventNoun(words={"sq": ("ndaloj",)}),
        "arrested": EventNoun(words={"sq": ("arrestoj",)}),
        "expelled": EventNoun(words={"sq": ("dëboj",)}),
        "postponed": EventNoun(words={"sq": ("shtyj",)}),
        "refused_entry": EventNoun(words={"sq": ("nuk lejoj",)}),
    },
)
EVENT_MATCHER = compile_matcher((POLICE,), (EVENTS,), timezone="Europe/Tirane")


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("body", "Policia kreu një kontroll në sallë.", [("check", "outlet")]),
        ("title", "Bastisje në sallën e shoqatës", [("raid", "outlet")]),
        ("body", "Sulmi kibernetik i vitit të kaluar", []),
        ("body", "“Ky është sulm ndaj nesh”, tha drejtori.", [("attack", "quoted")]),
        ("body", "Operacion shpëtimi në mal", []),
        ("title", "Arrestohen dy persona në Rinas", [("arrested", "outlet")]),
        ("title", "U ndaluan dy shtetas në aeroport", [("detained", "outlet")]),
        (
            "title",
            "Policia shoqëron njëmbëdhjetë persona",
            [("escorted", "outlet")],
        ),
        ("title", "Dëbohen nga Shqipëria dy të huaj", [("expelled", "outlet")]),
        ("title", "SPAK basti\u00adsi zyrat", [("raid", "outlet")]),
        ("title", "Samiti shtyhet për arsye sigurie", [("postponed", "outlet")]),
        ("title", "U përleshën te stenda e librave", [("clash", "outlet")]),
        ("title", "Ndalohet parkimi te sheshi", []),
        (
            "title",
            "Nuk u lejuan të hyjnë në Shqipëri",
            [("refused_entry", "outlet")],
        ),
        ("title", "Nuk u arrestua askush", [("arrested", "denied")]),
    ],
)
def test_the_event_fixture_holds(
    field: str, text: str, expected: list[tuple[str, str]]
) -> None:
    other = "Salla"
    article = make_text(
        text if field == "body" else other,
        title=text if field == "title" else other,
        language="sq",
    )
    coded = EVENT_MATCHER.code(article)
    assert [
        (one.code, one.voice) for one in coded.annotations if one.layer == "event_noun"
    ] == expected


def test_a_fact_is_a_row_for_each_sentence_that_states_it() -> None:
    body = (
        "The SHSH fair ended early.\n"
        "Police said that eleven people were detained. Nobody left. "
        "Eleven men were detained at the fair."
    )
    rows = found(make_text(body, title="Eleven detained at the fair"), "fact")
    assert [(one.surface, one.voice, one.attributed_to) for one in rows] == [
        ("Eleven detained at the fair", "outlet", None),
        ("Police said that eleven people were detained.", "attributed", "police"),
        ("Eleven men were detained at the fair.", "outlet", None),
    ]
    assert {(one.code, one.incident) for one in rows} == {
        ("eleven_detained", "durres_fair")
    }


def test_a_fact_of_another_year_is_background_and_a_negated_one_denied() -> None:
    body = (
        "The SHSH fair ended.\n"
        "In 2019 eleven men were detained.\n"
        "Eleven people were not detained."
    )
    voices = [one.voice for one in found(make_text(body), "fact")]
    assert voices == ["background", "denied"]


def test_within_paragraph_the_paragraph_is_the_evidence() -> None:
    body = "The SHSH fair ended.\nThe hall is small. It was closed."
    (row,) = found(make_text(body), "fact")
    assert row.surface == "The hall is small. It was closed."
    assert (row.sentence_start, row.sentence_end) == (row.start_char, row.end_char)


def test_facts_and_events_belong_to_articles_of_the_incident() -> None:
    text = make_text("Eleven men were detained after a protest in Durrës.")
    coded = MATCHER.code(text)
    assert coded.assignments == ()
    assert [one.layer for one in coded.annotations] == []


def test_context_actors_are_coded_but_keep_nothing() -> None:
    coded = MATCHER.code(make_text("The State Police came."))
    assert [one.actor for one in coded.annotations] == ["police"]
    assert coded.keep_reason is None


def test_a_named_actor_keeps_an_article_and_says_so() -> None:
    coded = MATCHER.code(
        make_text("SHSH met.", published_at=datetime(2020, 1, 1, tzinfo=UTC))
    )
    assert coded.assignments == ()
    assert coded.keep_reason == (
        "names shembulli in the text: SHSH, the acronym in its capitals"
    )


def test_an_incident_that_is_reported_is_the_reason_rather_than_one_recalled() -> None:
    earlier = replace(
        FAIR, id="earlier", first_day=date(2020, 1, 1), last_day=date(2020, 1, 2)
    )
    matcher = compile_matcher((SHEMBULLI,), (earlier, FAIR), timezone="Europe/Tirane")
    coded = matcher.code(make_text("SHSH at the fair."))
    assert [one.role for one in coded.assignments] == ["background", "report"]
    assert (coded.keep_reason or "").startswith("about durres_fair: ")


def test_a_candidate_keeps_nothing() -> None:
    assert MATCHER.code(make_text("An exampler came.")).keep_reason is None


def test_a_query_that_cannot_be_read_is_an_error() -> None:
    bad = Incident(
        id="bad",
        title={},
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 2),
        place=None,
        actors=(),
        about={"*": "actor:nobody AND x"},
    )
    with pytest.raises(QuerySyntaxError):
        compile_matcher((SHEMBULLI,), (bad,), timezone="Europe/Tirane")


def test_the_explanation_names_hits_near_misses_labels_and_incidents() -> None:
    lines = MATCHER.explain(
        make_text(
            "The Example Association is a charity. An shsh met in Tirana.",
            title="SHSH at the fair",
        )
    )
    window = "5 March 2026 is in 2 March 2026 to 20 March 2026"
    found = "names shembulli in the title; matches fair in the title"
    about = f"{found}; {window}; title and lead tell it"
    said = "is said of the name; voice outlet"
    missed = "SHSH counts only in capitals and outside addresses"
    assert lines == (
        "hit shembulli “SHSH” (title 0-4): SHSH, the acronym in its capitals",
        "hit shembulli “Example Association” (body 4-23): the name Example Association",
        f"no mention of shembulli “shsh” (body 41-45): {missed}",
        f"label hit shembulli affirming “charity” (body 29-36): {said}",
        f"incident durres_fair: report: {about}",
        "no fact durres_fair: 2 are not stated; --incident ID says why",
        f"kept: about durres_fair: {about}",
    )


def test_what_was_merged_into_a_mention_is_no_near_miss() -> None:
    lines = MATCHER.explain(make_text("The Example Association (SHSH) met."))
    assert [line for line in lines if line.startswith("no mention")] == []


def test_the_explanation_says_what_an_incident_lacks() -> None:
    lines = MATCHER.explain(make_text("sheshi shembull", language="sq"))
    small = "“sheshi shembull” (body 0-15): it lacks its capital letter"
    assert lines == (
        f"no mention of shembulli {small}",
        "no incident durres_fair: 2 conditions are not met",
        f"    missing actor:shembulli: not named; {small}",
        '    missing panair* OR fair OR "book stand"',
        '        not found: panair*, fair, "book stand"',
        "not kept: no about matches, no actor but those with context: true",
    )


TRACKED = """
    SHSH SHSH-së Shoqatës Shembulli Shoqata Example Association State Police Policia e
    Shtetit shembullistët exampler fair panairin protestë protest sulm eleven 11 u
    detained ndaluan charity bamirës shoqatë Durrës is a “ ” « » " ( ) , . ! : – said
    that se nuk not 2019 hall closed Sheshi Shembull ish- anti- ﬁ ß İ 𝐒𝐇𝐒𝐇 مجاهدین
"""
WORDS = [*TRACKED.split(), "\u200b", "\u00ad", "\u200d", "\n"]
pieces = st.lists(st.sampled_from(WORDS), max_size=40)


@st.composite
def strange_texts(draw: st.DrawFn) -> str:
    joined = draw(st.sampled_from((" ", "", "\u00a0", " \u200b", "\n")))
    text = joined.join(draw(pieces))
    if draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    hole = draw(st.integers(0, max(len(text), 1)))
    return (
        text[:hole]
        + draw(st.sampled_from(("", "\u00ad", "\u0308", "\u200c")))
        + text[hole:]
    )


@settings(max_examples=200, deadline=None)
@given(
    title=strange_texts(),
    body=strange_texts(),
    language=st.sampled_from(("sq", "en", "it")),
)
def test_every_annotation_is_what_stands_there(
    title: str, body: str, language: str
) -> None:
    text = make_text(body, title=title, language=language)
    coded = MATCHER.code(text)
    for one in coded.annotations:
        field = text.title if one.field == "title" else text.body
        assert field[one.start_char : one.end_char] == one.surface != ""
        assert one.sentence_start <= one.start_char < one.end_char <= one.sentence_end
        assert one.sentence_end <= len(field)
        assert (one.paragraph == 0) == (one.field == "title")
        assert (one.kind == "hit") or one.layer != "fact"
        assert (one.mention_start is not None) == (
            one.layer == "label" and one.kind == "hit"
        )
    places = [(one.field != "title", one.start_char) for one in coded.annotations]
    assert places == sorted(places)
    assert len(set(coded.annotations)) == len(coded.annotations)
    assert MATCHER.code(text) == coded
    MATCHER.explain(text)


@settings(max_examples=100, deadline=None)
@given(
    title=strange_texts(), body=strange_texts(), language=st.sampled_from(("sq", "en"))
)
def test_mentions_do_not_overlap(title: str, body: str, language: str) -> None:
    text = make_text(body, title=title, language=language)
    for field in ("title", "body"):
        spans = [
            (one.start_char, one.end_char)
            for one in found(text, "actor")
            if one.field == field
        ]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(body=strange_texts(), language=st.sampled_from(("sq", "en")))
def test_an_unrelated_paragraph_removes_no_mention(body: str, language: str) -> None:
    before = found(make_text(body, language=language), "actor")
    longer = make_text(body + "\nGreen leaves fall.", language=language)
    assert found(longer, "actor") == before
