"""Whose words a text prints: statements, their speakers and their verbs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tracker
from tracker.core.matching import compile_matcher
from tracker.core.saying.speakers import ROLES
from tracker.core.saying.speech import SPEECH
from tracker.model import Acronym, Actor, Coded, Name, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LABELS = {
    "armed": {
        "en": ("militant group", "armed group"),
        "sq": ("grup i armatosur",),
    },
}
MATCHER = compile_matcher(
    (
        Actor(
            id="delta",
            name="DELTA",
            groups=("tenants", "all"),
            acronyms=(Acronym(text="DELTA"),),
            labels=LABELS,
        ),
        Actor(
            id="gamma", name="GAMMA", acronyms=(Acronym(text="GAMMA"),), labels=LABELS
        ),
        Actor(
            id="state_police",
            name="Policia e Shtetit",
            context=True,
            names={"sq": (Name(text="Policia e Shtetit"),)},
        ),
    ),
    (),
    timezone="Europe/Tirane",
)
GOLDEN = Path(__file__).parent / "golden" / "statements.txt"
# Of the golden statements so many may not be missed or made up, per language.
FLOOR = 0.95
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Case:
    """One golden text, its statements and the voice of its label."""

    language: str
    title: str
    body: str
    statements: tuple[tuple[Stretch, str, str, bool], ...]
    voice: str | None
    marked: str


def code(language: str, body: str, title: str = "") -> Coded:
    """Code a text; what names no actor is not kept, and has no statements."""
    title, body = title or "DELTA", body or "DELTA."
    return MATCHER.code(
        Text(
            title=title,
            body=body,
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )


def cases() -> Iterator[Case]:
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        language, marked, said, *rest = (part.strip() for part in line.split("|"))
        text = marked.removeprefix("T: ").replace("¶", "\n").replace("{", "")
        text = text.replace("}", "")
        stretches, plain, opened = [], "", 0
        for part in re.split(r"([\[\]])", text):
            if part == "[":
                opened = len(plain)
            elif part == "]":
                stretches.append((opened, len(plain)))
            else:
                plain += part
        labelled = [each.split() for each in said.split(";") if each.strip()]
        # A statement without brackets may stand anywhere.
        stretches += [(-1, -1)] * (len(labelled) - len(stretches))
        is_title = marked.startswith("T: ")
        yield Case(
            language=language,
            title=plain if is_title else "",
            body="" if is_title else plain,
            statements=tuple(
                (stretch, speaker, verb_class, kind == "d")
                for stretch, (speaker, verb_class, kind) in zip(
                    stretches, labelled, strict=True
                )
            ),
            voice=rest[0] if rest and rest[0] else None,
            marked=marked,
        )


CASES = tuple(cases())


def _strip(text: str, stretch: Stretch) -> Stretch:
    start, end = stretch
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _found(case: Case) -> list[tuple[Stretch, str, str, bool]]:
    text = case.title or case.body
    field = "title" if case.title else "body"
    return [
        (
            _strip(text, (q.start_char, q.end_char)),
            q.speaker,
            q.verb_class,
            q.direct,
        )
        for q in code(case.language, case.body, case.title).quotes
        if q.field == field
    ]


def _wanted(case: Case) -> list[tuple[Stretch, str, str, bool]]:
    text = case.title or case.body
    return [(_strip(text, stretch), *rest) for stretch, *rest in case.statements]


@pytest.mark.parametrize("language", sorted({case.language for case in CASES}))
def test_golden_statements_are_found_and_nothing_else(language: str) -> None:
    right = wanted = found = 0
    wrong = []
    for case in CASES:
        if case.language != language:
            continue
        expected, got = _wanted(case), _found(case)
        same = [
            one
            for one in expected
            if one in got
            or (one[0] == (-1, -1) and one[1:] in [other[1:] for other in got])
        ]
        right, wanted, found = (
            right + len(same),
            wanted + len(expected),
            found + len(got),
        )
        if len(same) != len(expected) or len(got) != len(expected):
            wrong.append(f"{case.marked}\n  found {got}")
    assert right / wanted >= FLOOR, "\n".join(wrong)
    assert right / found >= FLOOR, "\n".join(wrong)


def test_the_golden_file_holds_what_it_promises() -> None:
    counted = {
        language: sum(case.language == language for case in CASES)
        for language in ("sq", "en")
    }
    assert counted["sq"] >= 90
    assert counted["en"] >= 50
    plain = [c for c in CASES if c.language == "sq" and c.marked.isascii()]
    assert len(plain) >= 20


VOICED = [case for case in CASES if case.voice is not None]


@pytest.mark.parametrize("case", VOICED, ids=[case.marked[:40] for case in VOICED])
def test_a_label_in_a_golden_sentence_has_its_voice(case: Case) -> None:
    coded = code(case.language, case.body, case.title)
    voices = [a.voice for a in coded.annotations if a.layer == "label"]
    assert voices == [case.voice]


# ------------------------------------------------------------ what a row holds


def test_a_statement_tells_all_that_is_stored_of_it() -> None:
    body = "Parë së pari.\n“Nuk largohemi nga salla”, ka deklaruar DELTA."
    (quote,) = code("sq", body).quotes
    assert body[quote.start_char : quote.end_char] == "Nuk largohemi nga salla"
    assert (quote.field, quote.paragraph, quote.words) == ("body", 2, 4)
    assert (quote.speaker, quote.speaker_group) == ("delta", "tenants")
    assert (quote.verb, quote.verb_class, quote.direct) == ("ka deklaruar", "say", True)
    assert quote.utterance is not None
    assert re.fullmatch("[0-9a-f]{16}", quote.utterance)


def test_a_role_and_an_actor_without_groups_have_no_group() -> None:
    body = "Ministri tha se salla u mbyll. GAMMA tha se salla u hap."
    assert [q.speaker_group for q in code("sq", body).quotes] == [None, None]


def test_what_is_reported_has_no_utterance() -> None:
    (quote,) = code("sq", "Ministri tha se salla u mbyll.").quotes
    assert (quote.direct, quote.utterance) == (False, None)


def test_the_same_words_are_one_utterance_however_they_are_typed() -> None:
    one = code("sq", "“Nuk kemi asgjë për të fshehur”, tha ministri.").quotes[0]
    other = code("en", "DELTA: „NUK KEMI asgje, per te fshehur!“").quotes[0]
    another = code("sq", "“Nuk kemi asgjë për të thënë”, tha ministri.").quotes[0]
    assert one.utterance == other.utterance
    assert one.utterance != another.utterance


def test_the_name_of_an_utterance_never_changes() -> None:
    (quote,) = code("sq", "“Nuk kemi asgjë për të fshehur”, tha ministri.").quotes
    assert quote.utterance == "b72aafcc0c69d5fc"


def test_a_verb_is_counted_once() -> None:
    body = "“Kemi zbatuar vendimin”, tha ministri, “dhe salla mbetet e mbyllur”."
    assert [(q.verb, q.verb_class) for q in code("sq", body).quotes] == [
        ("tha", "say"),
        (None, "none"),
    ]


def test_a_quotation_in_the_next_paragraph_has_no_speaker() -> None:
    body = "Ministri tha se salla u mbyll.\n“Dosja mbetet e hapur.”"
    assert [q.speaker for q in code("sq", body).quotes] == ["ministry", "unnamed"]


def test_a_pronoun_reaches_back_one_paragraph_and_no_further() -> None:
    near = "Ministri tha se salla u mbyll.\nAi shtoi se dosja u hap."
    far = "Ministri tha se salla u mbyll.\nNjë fjali tjetër.\nAi shtoi se dosja u hap."
    assert [q.speaker for q in code("sq", near).quotes] == ["ministry", "ministry"]
    assert [q.speaker for q in code("sq", far).quotes] == ["ministry", "other"]


def test_a_label_said_by_a_pronoun_is_credited_to_whom_it_means() -> None:
    body = "Ministri tha se salla u mbyll. Ai shtoi se DELTA është grup i armatosur."
    coded = code("sq", body)
    assert [a.attributed_to for a in coded.annotations if a.layer == "label"] == [
        "ministry"
    ]


def test_titles_come_first() -> None:
    quotes = code(
        "sq", "Ministri tha se salla u mbyll.", "DELTA: Salla u hap sot"
    ).quotes
    assert [(q.field, q.paragraph) for q in quotes] == [("title", 0), ("body", 1)]


# ------------------------------------------------------------ who speaks


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("sq", "Shoqata DELTA tha se porta u mbyll.", "delta"),
        ("sq", "Shoqata DELTA: “Nuk kemi shkelur asnjë ligj”", "delta"),
        ("sq", "Shoqata kulturore DELTA tha se porta u mbyll.", "delta"),
        ("sq", "Organizata DELTA akuzoi ministrinë për mashtrim.", "delta"),
        ("sq", "Kompania GAMMA njoftoi se porta u mbyll.", "gamma"),
        ("sq", "Grupi opozitar DELTA tha se porta u mbyll.", "delta"),
        ("sq", "Avokati i shoqatës DELTA tha se porta u mbyll.", "delta"),
        ("sq", "Sipas shoqatës DELTA, porta u mbyll.", "delta"),
        ("en", "The association DELTA said the gate was closed.", "delta"),
        ("en", "The charity GAMMA denied that the gate was closed.", "gamma"),
        ("en", "The opposition group DELTA said the gate was closed.", "delta"),
        ("sq", "Zëdhënësi i policisë tha se DELTA u mbyll.", "police"),
        ("sq", "Ministria që mbikëqyr DELTA-n tha se porta u mbyll.", "ministry"),
        ("sq", "Kompania DELTA-n e akuzoi për mashtrim.", "company"),
        ("en", "The company sued DELTA and said the gate was closed.", "company"),
    ],
)
def test_a_name_behind_a_role_is_who_speaks(
    language: str, body: str, speaker: str
) -> None:
    assert [q.speaker for q in code(language, body).quotes] == [speaker]


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("sq", "Kundërshtarët e DELTA-s thanë se porta u mbyll.", "other"),
        ("sq", "Viktimat e DELTA-s thanë se porta u mbyll.", "other"),
        ("sq", "Kritikët e DELTA-s thanë se porta u mbyll.", "other"),
        ("en", "Critics of DELTA said the gate was closed.", "other"),
        ("en", "Opponents of DELTA said the gate was closed.", "other"),
        ("en", "Victims of DELTA said the gate was closed.", "other"),
        ("en", "DELTA critics say the gate was closed.", "other"),
        ("en", "According to DELTA's rivals, the gate was closed.", "other"),
        ("en", "DELTA's former members said the gate was closed.", "other"),
        ("en", "The victims' lawyer said the gate was closed.", "lawyer"),
    ],
)
def test_critics_and_victims_do_not_speak_for_whom_they_name(
    language: str, body: str, speaker: str
) -> None:
    assert [q.speaker for q in code(language, body).quotes] == [speaker]


def test_a_case_ending_behind_a_source_is_no_part_of_what_is_said() -> None:
    assert _said("sq", "Sipas DELTA-s, porta u mbyll.") == ["porta u mbyll"]


@pytest.mark.parametrize(
    ("language", "body", "said"),
    [
        (
            "sq",
            "Ministri, që akuzohet nga DELTA, tha se porta u mbyll.",
            [("ministry", "porta u mbyll")],
        ),
        (
            "sq",
            "Ministri, i cili akuzohet për korrupsion, tha se porta u mbyll.",
            [("unnamed", "për korrupsion"), ("ministry", "porta u mbyll")],
        ),
        (
            "en",
            "The minister, accused by GAMMA of fraud, said the gate was closed.",
            [("gamma", "of fraud"), ("ministry", "the gate was closed")],
        ),
    ],
)
def test_a_charge_ends_with_the_aside_that_tells_it(
    language: str, body: str, said: list[tuple[str, str]]
) -> None:
    quotes = code(language, body).quotes
    found = [(q.speaker, body[q.start_char : q.end_char]) for q in quotes]
    assert found == said


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("Rinas: “Nuk kemi shkelur asnjë ligj”, thotë DELTA", "delta"),
        ("Skandal: Ministri tha se porta u mbyll.", "ministry"),
        ("Kamza: Policia tha se porta u mbyll.", "police"),
        ("Ministria: Porta u mbyll dje", "ministry"),
        ("Fisteku: Porta u mbyll dje", "other"),
    ],
)
def test_a_verb_of_saying_wins_over_a_stranger_before_a_colon(
    body: str, speaker: str
) -> None:
    assert [q.speaker for q in code("sq", body).quotes] == [speaker]


def test_who_is_asked_and_what_is_said_to_be_hand_over_nothing() -> None:
    asked = "Asked whether DELTA closed the gate, the minister said no."
    assert _said("en", asked) == ["no"]
    assert _said("en", "The hall, said to be DELTA's, was closed.") == []


# ------------------------------------------------------------ laws

PIECES = st.sampled_from(
    (
        *("“Nuk largohemi nga salla”", "tha ministri", "DELTA", "Sipas policisë,"),
        *("tha se salla u mbyll", "ai", ",", ".", "\n", ":", "„", "“", '"', "–"),
        *("Ministri", "Mësohet se", "duke shtuar se", "GAMMA", "u tha", "Kështu"),
        *("nuk", "mohoi", "dje", "akuzoi", "Filan Fisteku", "konfirmoi datën", "që"),
    )
)
BODIES = st.lists(PIECES, max_size=25).map(" ".join)


@given(body=BODIES)
@settings(max_examples=150, deadline=None)
def test_statements_stand_in_the_text_and_share_no_word(body: str) -> None:
    quotes = [q for q in code("sq", body).quotes if q.field == "body"]
    ends = [0, *(q.end_char for q in quotes)]
    for end, quote in zip(ends, quotes, strict=False):
        assert end <= quote.start_char < quote.end_char <= len(body)
        said = body[quote.start_char : quote.end_char]
        assert quote.words >= 1
        assert "\n" not in said
        assert quote.verb is None or quote.verb in body


@given(body=BODIES)
@settings(max_examples=150, deadline=None)
def test_no_speaker_is_outside_the_vocabulary(body: str) -> None:
    known = {"delta", "gamma", "state_police", "other", "unnamed", *ROLES}
    assert {q.speaker for q in code("sq", body).quotes} <= known
    assert {a.attributed_to for a in code("sq", body).annotations} <= {None, *known}


@given(body=BODIES)
@settings(max_examples=100, deadline=None)
def test_a_paragraph_behind_changes_no_statement_before_it(body: str) -> None:
    longer = f"{body}\nNjë fjali për motin e bukur në bregdet."
    before = code("sq", body).quotes
    assert code("sq", longer).quotes[: len(before)] == before


@given(body=BODIES)
@settings(max_examples=50, deadline=None)
def test_coding_twice_numbers_alike(body: str) -> None:
    assert code("sq", body).quotes == code("sq", body).quotes


def test_a_text_without_full_stops_credits_nobody_and_ends() -> None:
    assert code("sq", "tha se salla u mbyll " * 400).quotes == ()


def test_the_comment_of_the_column_lists_every_role_and_class() -> None:
    package = Path(tracker.__file__).parent
    comments = (package / "db/definitions/3_comments.sql").read_text(encoding="utf-8")
    after = comments.partition("comment on column quotes.speaker is")[2]
    speakers, _, rest = after.partition(";")
    listed = re.split("[,.] ?", speakers.partition("Roles: ")[2].strip("'."))
    assert [role for role in listed if role] == list(ROLES)
    classes = rest.partition("comment on column quotes.verb_class is")[2]
    classes = classes.partition(";")[0]
    known = {verb.verb_class for verb in SPEECH} | {"according", "colon", "none"}
    assert known <= set(re.findall("[a-z]+", classes))


def _said(language: str, body: str) -> list[str]:
    return [body[q.start_char : q.end_char] for q in code(language, body).quotes]


def test_a_piece_of_two_words_is_dropped_beside_a_longer_one() -> None:
    short, long = (
        "DELTA is, the ministry said, a new club of",
        "of the port and the town",
    )
    assert _said("en", f"{short} {long}.") == ["a new club of of the port and the town"]
    assert _said("en", "The new hall, according to GAMMA, was very big.") == [
        "The new hall",
        "was very big",
    ]


def test_what_is_denied_may_be_one_word() -> None:
    assert _said("sq", "DELTA e mohoi akuzën.") == ["akuzën"]


def test_half_of_what_is_reported_makes_a_quotation_the_statement() -> None:
    half = "Ministri tha se salla mbetet mbyllur “me vendim gjykate”."
    less = "Ministri tha se salla mbetet ende mbyllur “me vendim gjykate”."
    assert _said("sq", half) == ["me vendim gjykate"]
    assert _said("sq", less) == ["salla mbetet ende mbyllur “me vendim gjykate”"]


def test_a_pronoun_reaches_back_eight_sentences() -> None:
    fill = "Dera u hap. "
    near = "Ministri tha se salla u mbyll. " + fill * 7 + "Ai shtoi se po vjen."
    far = "Ministri tha se salla u mbyll. " + fill * 8 + "Ai shtoi se po vjen."
    assert [q.speaker for q in code("sq", near).quotes] == ["ministry", "ministry"]
    assert [q.speaker for q in code("sq", far).quotes] == ["ministry", "other"]


def test_a_sentence_of_two_hundred_words_is_read_and_a_longer_one_is_not() -> None:
    said = "Ministri tha se "
    assert len(code("sq", said + "salla " * 197).quotes) == 1
    assert len(code("sq", said + "salla " * 198).quotes) == 0


VALLEY = compile_matcher(
    (
        Actor(
            id="green_valley",
            name="Green Valley",
            names={
                "en": (Name(text="Green Valley"),),
                "sq": (Name(text="Lugina e Gjelbër"),),
            },
        ),
        Actor(id="spak", name="SPAK", acronyms=(Acronym(text="SPAK"),)),
        Actor(
            id="police",
            name="State Police",
            context=True,
            names={"en": (Name(text="State Police"),)},
        ),
    ),
    (),
    timezone="Europe/Tirane",
)
# By what they show: the language, the text and its statements, in brackets, by whom.
HANDED_OVER = {
    "those who are told leave a quotation to its own speaker": (
        "en",
        (
            "According to SPAK, [Green Valley is a cell]. "
            '"[We are volunteers]," Green Valley told reporters.'
        ),
        ("spak according", "green_valley say"),
    ),
    "a quotation is told to anybody": (
        "en",
        '"[We are volunteers]," Green Valley told the court on Monday.',
        ("green_valley say",),
    ),
    "the police tell people what to do": (
        "en",
        "After the search, the State Police told residents to leave Green Valley.",
        (),
    ),
    "about whom a quotation is, is not said": (
        "en",
        '"[They are a gang]," the State Police said of Green Valley after the search.',
        ("police say",),
    ),
    "journalists who are told are no speakers": (
        "sq",
        "“[Ne jemi vullnetarë]”, u tha gazetarëve Lugina e Gjelbër.",
        ("green_valley say",),
    ),
    "the media that are told are no speakers": (
        "sq",
        "“[Ne jemi vullnetare]”, u tha mediave dje Lugina e Gjelber.",
        ("green_valley say",),
    ),
    "reporters who say something are speakers": (
        "en",
        '"[Green Valley is shut]," said the reporters on Monday.',
        ("media say",),
    ),
    "one word and what follows the speaker": (
        "sq",
        "“[Askush]”, tha SPAK, “[nuk u ndalua].”",
        ("spak say", "spak none"),
    ),
    "two short parts make a whole": (
        "en",
        '"[Nobody]," said SPAK, "[was held]."',
        ("spak say", "spak none"),
    ),
    "added closes": (
        "en",
        "Green Valley was searched. [Nine people were held], its director added.",
        ("other say",),
    ),
    "added two members closes nothing": (
        "en",
        "After the vote, Green Valley added two members.",
        (),
    ),
    "are inside a quotation makes no passive of said behind it": (
        "en",
        "“[We are volunteers],” said a spokesman for Green Valley.",
        ("green_valley say",),
    ),
    "who is questioned says nothing": (
        "sq",
        (
            "Katër anëtarët e Lugina e Gjelbër që u pyetën të martën janë lënë të lirë "
            "që në mbrëmje."
        ),
        (),
    ),
    "who is questioned says nothing, without diacritics": (
        "sq",
        (
            "Kater anetaret e Lugina e Gjelber qe u pyeten te marten jane lene te lire "
            "qe ne mbremje."
        ),
        (),
    ),
    "that in the evening": (
        "sq",
        "SPAK deklaroi të martën që [në mbrëmje salla do të mbyllet].",
        ("spak say",),
    ),
    "an aside closes no statement": (
        "en",
        (
            "The cook, who came to Valbona in 2017, said [Green Valley had kept the "
            "receipts]."
        ),
        ("other say",),
    ),
    "an aside at the end of what is said": (
        "en",
        (
            "Green Valley left. [They held nine people, who were released], said the "
            "State Police."
        ),
        ("police say",),
    ),
    "a purpose is part of what goes on": (
        "sq",
        (
            "[Deri në mbrëmje], tha zyra, [nuk do të ketë njoftime nga SPAK, që puna "
            "të mos pengohet]."
        ),
        ("other say", "other none"),
    ),
    "so say two people": (
        "en",
        "Green Valley is open. So say two people who left the office.",
        (),
    ),
    "so said the minister, and a quotation": (
        "en",
        'So said the minister of Green Valley: "[The hall was shut down]."',
        ("ministry say",),
    ),
}


@pytest.mark.parametrize("shown", HANDED_OVER)
def test_a_statement_is_whole_and_its_speakers_own(shown: str) -> None:
    language, marked, wanted = HANDED_OVER[shown]
    body = re.sub(r"[\[\]]", "", marked)
    coded = VALLEY.code(
        Text(
            title="SPAK",
            body=body,
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )
    found = [quote for quote in coded.quotes if quote.field == "body"]
    printed = [body[quote.start_char : quote.end_char] for quote in found]
    said = [text.strip(".,") for text in printed]
    assert said == re.findall(r"\[(.*?)\]", marked)
    assert tuple(f"{quote.speaker} {quote.verb_class}" for quote in found) == wanted
