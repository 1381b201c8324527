"""Names, places and labels as newspapers print them, one table a language.

A line of `languages/*.txt` that begins with `=` is a name, with `@` a place, with `#` a
label. Below it each line holds, in [brackets], the forms that must be found; nothing
of a line with `!` is the name, and nothing of one with `?` is found yet.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.automaton import Automaton
from tracker.core.folding import fold
from tracker.core.forms.inflections import LANGUAGES, rows
from tracker.core.matching import compile_matcher
from tracker.core.names import (
    Pattern,
    compile_name,
    compile_word,
    surface_forms,
)
from tracker.model import Actor, Name, Text

TABLES = Path(__file__).parent / "languages"
FEWEST_NAMES = 12
FEWEST_NEAR_MISSES = 8


@dataclass(frozen=True)
class Case:
    kind: str
    entry: str
    line: str

    @property
    def text(self) -> str:
        return self.line.lstrip("!? ").replace("[", "").replace("]", "")

    @property
    def expected(self) -> list[str]:
        return re.findall(r"\[(.+?)\]", self.line)

    def pattern(self, language: str) -> Pattern:
        if self.kind == "#":
            return compile_word(self.entry, language)
        return compile_name(Name(text=self.entry), language, cap=self.kind == "@")


def _table(language: str) -> list[Case]:
    cases: list[Case] = []
    kind = entry = ""
    for line in (TABLES / f"{language}.txt").read_text("utf-8").splitlines():
        if line[0] in "=@#":
            kind, entry = line[0], line[2:]
        else:
            cases.append(Case(kind, entry, line))
    return cases


def _found(pattern: Pattern, text: str, language: str) -> list[str]:
    automaton = Automaton([(pattern, None)])
    folded = fold(text)
    hits = sorted(hit[2:] for hit in automaton.find(folded.text))
    surfaces = [text[slice(*folded.span(text, *hit))] for hit in hits]
    return [surface for surface in surfaces if pattern.fits(surface)]


TABLED = sorted(path.stem for path in TABLES.glob("*.txt"))


@pytest.mark.parametrize("language", TABLED)
def test_every_printed_form_is_found_and_no_near_miss(language: str) -> None:
    wrong = [
        (case.entry, case.line, found)
        for case in _table(language)
        if (found := _found(case.pattern(language), case.text, language))
        != case.expected
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TABLED)
def test_a_table_is_long_enough_to_tell_something(language: str) -> None:
    cases = _table(language)
    assert len({case.entry for case in cases if case.kind != "#"}) >= FEWEST_NAMES
    assert sum(case.line[0] == "!" for case in cases) >= FEWEST_NEAR_MISSES


def test_each_language_with_rules_has_a_table() -> None:
    assert set(TABLED) | {"bs"} == LANGUAGES


@pytest.mark.parametrize("language", TABLED)
def test_headlines_in_capitals_are_found(language: str) -> None:
    wrong = [
        case.line
        for case in _table(language)
        if case.expected
        and len(_found(case.pattern(language), case.text.upper(), language))
        != len(case.expected)
    ]
    assert wrong == []


NAMES = st.lists(
    st.text(
        alphabet="abcdeiklnorstuABIKSyzßäçşğıİšćđжиќсйαςίΣهةیكاأل'\u0307\u200c",
        min_size=1,
        max_size=7,
    ).filter(lambda word: any(char.isalnum() for char in fold(word).text)),
    min_size=1,
    max_size=4,
)


@given(NAMES, st.sampled_from(sorted(LANGUAGES)), st.sampled_from("=@#"))
def test_a_name_is_found_as_it_is_written_whatever_the_language(
    words: list[str], language: str, kind: str
) -> None:
    name = " ".join(words)
    pattern = Case(kind, name, "").pattern(language)
    text = f"… İ {name}. ﬁ"
    folded = fold(text)
    hits = [match.span() for match in pattern.regex.finditer(folded.text)]
    surfaces = [text[slice(*folded.span(text, *hit))] for hit in hits]
    assert any(fold(name).text in fold(surface).text for surface in surfaces)
    for (start, end), surface in zip(hits, surfaces, strict=True):
        assert fold(surface).text == folded.text[start:end]


@given(NAMES, st.sampled_from(sorted(LANGUAGES)), st.sampled_from("=#"))
def test_every_form_that_is_made_is_found(
    words: list[str], language: str, kind: str
) -> None:
    label = kind == "#"
    for row in rows(words[:1], language, plural=None, label=label):
        pattern = Case(kind, words[0], "").pattern(language)
        for form in row[0].forms:
            for before in row[0].before or ("",):
                text = fold(before + form).text
                assert pattern.regex.fullmatch(text), text


def test_what_is_one_has_no_plural() -> None:
    one = Name(text="Example Club", plural=False)
    assert surface_forms(one, "en") == ("Example (Club|Club's)",)
    assert surface_forms(Name(text="Manez"), "en", cap=True) == ("Manez", "Manez's")


def test_the_other_alphabet_is_shown() -> None:
    shown = surface_forms(Name(text="Primer"), "sr")
    assert {"Primera", "Примера"} <= set(shown)
    assert "Yetix" in surface_forms(Name(text="Yetix"), "sr")


def test_a_prefix_takes_what_is_written_together_with_it() -> None:
    assert _found(compile_word("إرهاب*", "ar"), "الإرهابيون", "ar") == ["الإرهابيون"]
    shown = surface_forms(Name(text="konferenc*"), "sr")
    assert shown == ("konferenc*", "конференц*")


def test_a_language_without_rules_matches_what_is_written() -> None:
    pattern = compile_name(Name(text="Přiklad"), "cs")
    assert _found(pattern, "Přiklad, Přikladu", "cs") == ["Přiklad"]


def _annotated(actor: Actor, text: str, language: str) -> list[str]:
    """Return what is found of an actor, as `layer surface`."""
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    matcher = compile_matcher((actor,), (), timezone="Europe/Tirane")
    coded = matcher.code(
        Text(
            title="",
            body=text,
            language=language,
            published_at=noon,
            first_seen_at=noon,
        )
    )
    return [
        f"{one.layer} {text[one.start_char : one.end_char]}"
        for one in coded.annotations
    ]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Selia e Primerit.", "sq", "Primerit"),
        ("U Primeru je.", "sr", "Primeru"),
        ("U Primeru je.", "hr", "Primeru"),
        ("Пише о Примеру.", "bs", "Примеру"),
        ("Primer'in binası.", "tr", "Primer'in"),
        ("Die Räume des Primers.", "de", "Primers"),
    ],
)
def test_a_name_of_all_languages_takes_the_forms_of_the_text(
    text: str, language: str, found: str
) -> None:
    actor = Actor(id="example", name="x", names={"*": (Name(text="Primer"),)})
    assert _annotated(actor, text, language) == [f"actor {found}"]


def test_a_name_keeps_its_own_forms_in_every_text() -> None:
    actor = Actor(id="example", name="x", names={"sr": (Name(text="Primer"),)})
    assert _annotated(actor, "Die Räume: „u Primeru“.", "de") == ["actor Primeru"]
    assert _annotated(actor, "Die Räume des Primers.", "de") == []


def test_labels_of_serbian_count_in_croatian_texts_and_nowhere_else() -> None:
    actor = Actor(
        id="example",
        name="x",
        names={"*": (Name(text="Primer"),)},
        labels={"plain": {"sr": ("klub",)}},
    )
    assert "label klubu" in _annotated(actor, "U klubu Primer je.", "hr")
    assert _annotated(actor, "U klubu Primer je.", "mk") == ["actor Primer"]
