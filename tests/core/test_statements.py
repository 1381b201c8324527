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
