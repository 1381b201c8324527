"""Whole paradigms of listed nouns against what the rules of declension make of them."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tracker.core.folding import fold_word
from tracker.core.forms import nouns
from tracker.core.forms.nouns import Gender, inflect
from tracker.core.names import noun_forms

pytestmark = pytest.mark.corpus

# Where Debian's package myspell-sq puts its list of word forms.
WORD_LISTS = ("/usr/share/hunspell/sq_AL.dic", "/usr/share/myspell/dicts/sq_AL.dic")

# noun → form of one word → its features
Paradigms = dict[str, dict[str, set[str]]]


@pytest.fixture(scope="module")
def paradigms(shared: Path) -> Paradigms:
    table: Paradigms = defaultdict(lambda: defaultdict(set))
    rows = (shared / "corpora/sq-unimorph-nouns/nouns.tsv").read_text("utf-8")
    for row in rows.splitlines():
        lemma, form, features = row.split("\t")
        if " " not in form:
            table[lemma][form].add(features)
    return table


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the word list away: it proves no rule."""
    monkeypatch.setattr(nouns, "_IRREGULAR", {})


def gender_of(forms: dict[str, set[str]]) -> Gender:
    named = [form for form, features in forms.items() if "N;NOM;SG;DEF" in features]
    return "f" if any(form.endswith("a") for form in named) else "m"


def recall(paradigms: Paradigms, *, number: str, fold: bool, guess: bool) -> float:
    wanted = found = 0
    for lemma, forms in paradigms.items():
        made = inflect(lemma, gender=None if guess else gender_of(forms))
        gold = frozenset(
            form
            for form, features in forms.items()
            if any(number in feature for feature in features)
        )
        if fold:
            made, gold = folded(made), folded(gold)
        wanted += len(gold)
        found += len(gold & made)
    return found / wanted


def folded(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold_word, forms))


@pytest.mark.parametrize(
    ("number", "fold", "guess", "floor"),
    [
        (";SG;", False, False, 0.995),
        (";", False, False, 0.985),
        (";", True, False, 0.985),
        (";", False, True, 0.970),
    ],
)
def test_recall_of_the_rules_on_listed_paradigms_does_not_fall(
    paradigms: Paradigms, number: str, *, fold: bool, guess: bool, floor: float
) -> None:
    assert recall(paradigms, number=number, fold=fold, guess=guess) >= floor


def test_nine_nouns_of_ten_have_their_full_paradigm(paradigms: Paradigms) -> None:
    full = [
        lemma
        for lemma, forms in paradigms.items()
        if set(forms) <= inflect(lemma, gender=gender_of(forms))
    ]
    assert len(full) / len(paradigms) >= 0.95


Generator = Callable[[str, dict[str, set[str]]], Iterable[str]]


def collisions(paradigms: Paradigms, generate: Generator, words: set[str]) -> float:
    """Return the share of folded forms that are words, and not of the noun."""
    made = wrong = 0
    for lemma, forms in paradigms.items():
        generated = folded(generate(lemma, forms))
        made += len(generated)
        wrong += len((generated - folded(forms)) & words)
    return wrong / made


def with_gender(lemma: str, forms: dict[str, set[str]]) -> Iterable[str]:
    return inflect(lemma, gender=gender_of(forms))


def as_tracked(lemma: str, _forms: dict[str, set[str]]) -> Iterable[str]:
    return noun_forms(lemma)


@pytest.mark.parametrize(
    ("generate", "ceiling"),
    [(with_gender, 0.020), (as_tracked, 0.030)],
    ids=["gender known", "as tracked"],
)
def test_generated_forms_rarely_are_another_word_of_a_dictionary(
    paradigms: Paradigms, generate: Generator, ceiling: float
) -> None:
    path = next((path for path in map(Path, WORD_LISTS) if path.exists()), None)
    if path is None:
        pytest.skip("needs the word list of Debian's package myspell-sq")
    lines = path.read_text("iso-8859-1").splitlines()[1:]
    words = {fold_word(line.split("/")[0]) for line in lines}
    assert len(words) > 200_000
    assert collisions(paradigms, generate, words) <= ceiling


def test_generated_forms_rarely_meet_another_word_of_real_headlines(
    paradigms: Paradigms, shared: Path
) -> None:
    met: set[str] = set()
    path = shared / "corpora/feed-items-sq/2026-04.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            text = f"{item.get('title')} {item.get('description')}"
            met.update(re.findall(r"\w+", fold_word(text)))
    assert len(met) > 10_000
    assert collisions(paradigms, as_tracked, met) <= 0.006
