"""What `tracker check --text` says of an article that is nearly about an incident."""

from datetime import UTC, date, datetime

import pytest

from tracker.core.matching import Matcher, compile_matcher
from tracker.model import Acronym, Actor, Fact, Incident, Name, Text

VALA = Actor(
    id="vala",
    name="Vala",
    acronyms=(Acronym(text="VLA"),),
    names={"sq": (Name(text="Vala"),)},
    generic={"sq": (Name(text="anëtar"),)},
)
DAY = datetime(2026, 3, 3, 12, tzinfo=UTC)


def make_incident(
    about: str | dict[str, str], *, name: str = "search", **facts: str | dict[str, str]
) -> Incident:
    return Incident(
        id=name,
        title={"en": "The search"},
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 5),
        place=None,
        actors=("vala",),
        about=about if isinstance(about, dict) else {"*": about},
        facts=tuple(
            Fact(
                id=fact,
                statement=fact,
                match=match if isinstance(match, dict) else {"*": match},
            )
            for fact, match in facts.items()
        ),
    )


def matcher(*incidents: Incident) -> Matcher:
    return compile_matcher((VALA,), incidents, timezone="Europe/Tirane")


def told(
    about: str | dict[str, str] | Matcher,
    body: str,
    *,
    title: str = "",
    language: str = "sq",
    day: datetime = DAY,
    incidents: tuple[str, ...] = (),
    everything: bool = False,
    **facts: str | dict[str, str],
) -> list[str]:
    """The lines on incidents and facts."""
    own = (
        about if isinstance(about, Matcher) else matcher(make_incident(about, **facts))
    )
    text = Text(
        title=title,
        body=body,
        language=language,
        published_at=day,
        first_seen_at=day,
    )
    lines = own.explain(text, incidents=incidents, everything=everything)
    begins = [
        n
        for n, line in enumerate(lines)
        if line.startswith(("incident", "no incident", "not about"))
    ]
    return list(lines[begins[0] : -1])


@pytest.mark.parametrize(
    ("term", "body", "expected"),
    [
        ("fair", "hall", "not found"),
        ('"big fair"', "hall", "not found"),
        (
            "forms:dëboj",
            "hall",
            (
                "not found; it stands for debohej, debohen, deboheshin, debohet, deboi,"
                " deboj, deboje, debojne, debon, debonin, debonte, debuan, debuar,"
                " iu debua, iu debuan, u debua, u debuan"
            ),
        ),
        (
            '"book stand"',
            "a book and a stand",
            (
                "2 words between, a phrase has none: “a [book and a stand]”;"
                ' "book stand"~2 finds it'
            ),
        ),
        (
            '"book stand"',
            "stand book",
            'found in another order: “[stand book]”; "book stand"~0 finds it',
        ),
        (
            '"book stand"~1',
            "a book and a stand",
            "too far apart, 2 words between, 1 allowed: “a [book and a stand]”",
        ),
        (
            '"book stand"~1',
            "a book and one word. A stand",
            (
                "found, but never in one sentence: “a [book] and one word. A…”,"
                " “a book and one word. A [stand]”"
            ),
        ),
        (
            '"(eleven OR 11) detained"~6',
            "eleven of them",
            "found “[eleven] of them”, but not detained",
        ),
        ('"one two three four"', "one of them", "not found"),
        (
            "kontroll",
            "pas kontrollit",
            "the text has “pas [kontrollit]”; forms:kontroll finds it",
        ),
        (
            "detain",
            "were detained",
            "the text has “were [detained]”; detain* finds it",
        ),
        ("detaining*", "were detained", "not found"),
        (
            "detains*",
            "were detained",
            "the text has “were [detained]”; detain* finds it",
        ),
        (
            "forms:kontrolloj",
            "i kontrolleve",
            "the text has “i [kontrolleve]”; kontroll* finds it",
        ),
        (
            '"zyra kontroll"',
            "zyra e kontrollit",
            (
                "found “[zyra] e kontrollit”, the text has “zyra e [kontrollit]”;"
                " forms:kontroll finds it"
            ),
        ),
        (
            "actor:vala",
            "vla",
            (
                "not named; “vla” (body 0-3): VLA counts only in capitals and outside"
                " addresses"
            ),
        ),
        (
            "actor:vala",
            "Një anëtar foli",
            (
                "not named; candidate “anëtar” (body 4-10): the generic word anëtar"
                " without a name or an anchor in the article"
            ),
        ),
        (
            "actor:vala",
            "anti-Vala",
            "not named; compound “Vala” (body 5-9): the name Vala in a compound",
        ),
    ],
)
def test_a_term_that_is_missing_says_why(term: str, body: str, expected: str) -> None:
    lines = told(f"{term} AND here", f"{body}\nHere")
    assert lines == [
        "no incident search: 1 condition is not met",
        "    found here: “[Here]”",
        f"    missing {term}: {expected}",
    ]


def test_of_alternatives_the_nearest_comes_first_and_the_rest_is_counted() -> None:
    absent = [f"w{n}" for n in range(10)]
    about = f'here AND ({" OR ".join(absent)} OR "a b" OR (c AND d) OR (e AND here))'
    lines = told(about, "Here b a")
    shown = lines.pop(2)
    assert shown.startswith("    missing w0 OR w1 OR")
    assert shown.endswith("…")
    assert lines == [
        "no incident search: 1 condition is not met",
        "    found here: “[Here] b a”",
        '        "a b": found in another order: “Here [b a]”; "a b"~0 finds it',
        f"        not found: {', '.join(absent[:8])} and 2 more",
        "        or e AND here",
        "            found here: “[Here] b a”",
        "            missing e: not found",
        "        or 1 more",
    ]
    everything = told(about, "Here b a", everything=True)
    assert f"        not found: {', '.join(absent)}" in everything
    assert "        or c AND d" in everything


def test_what_excludes_an_article_is_named() -> None:
    assert told("here AND NOT (fire OR flood*)", "Here after the floods") == [
        "no incident search: 1 condition is not met",
        "    found here: “[Here] after the floods”",
        "    excluded by NOT flood*: it is there: “Here after the [floods]”",
    ]


def test_the_day_is_named_where_it_decides() -> None:
    before = DAY.replace(day=1)
    early = "2026-03-01 is before its first day, 2026-03-02"
    assert told("here", "Here", day=before) == [
        (
            f"no incident search: its about holds, but {early}; an article from before"
            " is never about it"
        )
    ]
    [first, *_] = told("here AND there", "Here", day=before)
    assert first == f"no incident search: 1 condition is not met; and {early}"


def test_a_text_in_a_language_without_a_query_is_told_so() -> None:
    about = {"sq": "ketu", "en": "here"}
    facts = {"only_sq": {"sq": "zjarr"}, "both": {"sq": "zjarr", "en": "fire"}}
    assert told(about, "Here ketu", language="de") == [
        (
            "no incident search: no about for de; if the text is not in de, --language"
            " says so"
        )
    ]
    [first, *rest] = told(about, "Here ketu", language="en", **facts)
    assert first.startswith("incident search: report")
    assert rest == [
        "no fact search only_sq: no match for en, so none can be found",
        "no fact search: 1 is not stated; --incident ID says why",
    ]
    [first, *_] = told(about, "Here", language="sq")
    assert first.startswith("not about 1 incident, of 1 nothing is found")


def test_of_a_fact_the_nearest_sentence_is_told() -> None:
    lines = told(
        "here",
        "Here they were detained. Eleven people whom nobody knew were detained."
        " Eleven left. Vala spoke.",
        eleven='"eleven detained"~2',
        vala_left="actor:vala AND left",
        flood="flood AND water",
        here="here AND detained",
    )
    assert lines[1:] == [
        (
            "no fact search eleven: 1 condition is not met in the nearest sentence:"
            " “Eleven people whom nobody knew were detained.”"
        ),
        (
            '    "eleven detained"~2: too far apart, 5 words between, 2 allowed: “…they'
            " were detained. [Eleven people whom nobody knew were detained]. Eleven"
            " left. Vala…”"
        ),
        (
            "no fact search vala_left: 1 condition is not met in the nearest sentence:"
            " “Eleven left.”"
        ),
        "    found left: “…were detained. Eleven [left]. Vala spoke.”",
        (
            "    missing actor:vala: not named in this sentence, but in “…detained."
            " Eleven left. [Vala] spoke.”"
        ),
        "no fact search: 1 more is not stated; --incident ID says why",
    ]


def test_a_word_that_only_another_sentence_has_is_told_so() -> None:
    lines = told("here", "Here was a fire. The hall burned.", hall="fire AND hall")
    assert lines[1:] == [
        (
            "no fact search hall: 1 condition is not met in the nearest sentence:"
            " “Here was a fire.”"
        ),
        "    found fire: “Here was a [fire]. The hall burned.”",
        (
            "    missing hall: not in this sentence, but in “Here was a fire. The"
            " [hall] burned.”"
        ),
    ]


def test_the_nearest_incidents_come_first_and_the_others_are_counted() -> None:
    incidents = [
        make_incident("here AND x AND y AND z", name="three_short"),
        make_incident("flood", name="nothing"),
        *(make_incident("here AND x AND y", name=f"two_short_{n}") for n in range(2)),
        make_incident("here AND x", name="one_short"),
        make_incident("here", name="met"),
    ]
    own = matcher(*incidents)

    def heads(lines: list[str]) -> list[str]:
        return [line.split(":")[0] for line in lines if not line.startswith(" ")]

    near = ["incident met", "no incident one_short", "no incident two_short_0"]
    near.append("no incident two_short_1")
    lines = told(own, "Here")
    assert heads(lines)[:-1] == near
    assert lines[-1] == (
        "not about 2 more incidents, of 1 nothing is found; --incident ID or --all says"
        " why"
    )
    every = [*near, "no incident three_short", "no incident nothing"]
    assert heads(told(own, "Here", everything=True)) == every
    assert heads(told(own, "Here", incidents=("nothing",))) == ["no incident nothing"]


def test_an_incident_asked_for_tells_of_all_its_facts() -> None:
    lines = told(
        "here AND fair",
        "Here a fire",
        incidents=("search",),
        fire="fire AND x AND y AND z",
        flood="flood",
    )
    assert lines == [
        "no incident search: 1 condition is not met",
        "    found here: “[Here] a fire”",
        "    missing fair: not found",
        (
            "no fact search fire: 3 conditions are not met in the nearest sentence:"
            " “Here a fire”"
        ),
        "    found fire: “Here a [fire]”",
        "    missing x: not found",
        "    missing y: not found",
        "    missing z: not found",
        "no fact search flood: nothing of it is found",
    ]


def test_a_long_place_is_shortened_and_told_in_one_line() -> None:
    body = f"Here {'word ' * 40}there.\nHere again"
    [_, line] = told('"here there"~9', body)
    assert "[Here word word" in line
    assert " … " in line
    assert len(line) < 200
    [_, line] = told('"stand book"', "x", title="Book\tstand")
    assert line.endswith('“[Book stand]” (title); "stand book"~0 finds it')
