"""Forms of random nouns against the affix files of Hunspell, where they are installed.

    apt-get install hunspell-de-de hunspell-fr hunspell-it hunspell-es hunspell-nl
        hunspell-hr hunspell-sr hunspell-el
    pytest tests/corpus/test_dictionaries.py -s

The nouns are those with an ending of nouns (in German those with a capital, in French
those marked so). Derived words (feminines of persons, diminutives) are not counted.
"""

# ruff: noqa: S311, T201 - a sample needs no secrecy; a measurement prints

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.corpus.dictionaries import lines, paradigms
from tracker.core.folding import fold_word
from tracker.core.forms.inflections import rows

pytestmark = pytest.mark.corpus

FOLDER = Path("/usr/share/hunspell")
SAMPLE = 200
SEED = 5
_SLAVIC_NOUNS = (
    r"(?:cija|ost|stvo|nik|ac|nje|telj|ist|at|ija|ica|ar|ent|izam|ka|ba|or)$"
)
_SLAVIC_CASES = (
    r"^(?!o$)(?!.*(?:sk|ck|in.|ov|ev|i[jh]|ic|^c[aeou]|^k|^g)).*(?:a|e|i|u|m|ju)$"
)


@dataclass(frozen=True)
class Measure:
    """`nouns` tells a noun, `endings` a case ending after what a form shares with it.

    The floor is the recall of a sample, the ceiling the share of its generated forms
    that are other words of the dictionary.
    """

    dictionary: str
    nouns: str
    endings: str
    floor: float
    ceiling: float


MEASURES = {
    "de": Measure(
        "de_DE", r"^[A-ZÄÖÜ]", r"^(?:e?[sn]|e|ern?|nen|s(?:e[sn]?))$", 0.95, 0.05
    ),
    "nl": Measure(
        "nl",
        r"(?:ing|heid|schap|teit|ie|ist|dienst|raad|bank|groep|huis|hof|age|bond|lid)$",
        r"^(?:s|[nptkgvzl]?en|eden)$",
        0.95,
        0.02,
    ),
    "fr": Measure("fr", r"", r"^(?:s|x|ux)$", 0.97, 0.01),
    "it": Measure(
        "it_IT",
        r"(?:zione|ista|tore|mento|ità|enza|anza|ismo|eria|aggio|ura|logo|trice)$",
        r"^(?:i|e|hi|he)$",
        0.95,
        0.02,
    ),
    "es": Measure(
        "es_ES",
        r"(?:ción|dad|dor|ista|miento|encia|ancia|ismo|ería|aje|ura|tor|sión)$",
        r"^(?:s|es|ces|ones)$",
        0.98,
        0.01,
    ),
    "hr": Measure("hr_HR", _SLAVIC_NOUNS, _SLAVIC_CASES, 0.94, 0.03),
    "sr": Measure("sr_Latn_RS", _SLAVIC_NOUNS, _SLAVIC_CASES, 0.95, 0.08),
}


def _generated(word: str, language: str) -> set[str]:
    found = rows([word], language, plural=None, label=True)
    forms = {fold_word(form) for form in found[0][0].forms}
    return {form for form in forms if "'" not in form} - {fold_word(word)}


def _ending(word: str, form: str) -> str:
    pairs = enumerate(zip(word, form, strict=False))
    shared = next((at for at, (a, b) in pairs if a != b), min(len(word), len(form)))
    return form[shared:]


@pytest.mark.parametrize("language", MEASURES)
def test_forms_of_random_nouns(language: str) -> None:
    measure = MEASURES[language]
    if not (FOLDER / f"{measure.dictionary}.dic").is_file():
        pytest.skip(f"needs Debian's dictionary {measure.dictionary}")
    dictionary = paradigms(FOLDER, measure.dictionary)
    everything = {fold_word(form) for forms in dictionary.values() for form in forms}
    marked = _marked_nouns() if language == "fr" else None
    nouns = [
        word
        for word, forms in dictionary.items()
        if len(forms) > 1
        and len(word) > len("word")
        and word.isalpha()
        and (language == "de" or word.islower())
        and re.search(measure.nouns, word)
        and (marked is None or word in marked)
    ]
    wanted = hits = made = others = 0
    for word in random.Random(SEED).sample(nouns, SAMPLE):
        folded = fold_word(word)
        forms = {
            fold_word(form)
            for form in dictionary[word]
            if form[:1].isupper() == word[:1].isupper()
        }
        cases = {
            form
            for form in forms
            if form != folded and re.search(measure.endings, _ending(folded, form))
        }
        generated = _generated(word, language)
        wanted += len(cases)
        hits += len(cases & generated)
        made += len(generated)
        others += len((generated - forms) & everything)
    recall, collisions = hits / wanted, others / made
    print(f"\n{language}: recall {recall:.3f} of {wanted}, collisions {collisions:.4f}")
    assert recall >= measure.floor
    assert collisions <= measure.ceiling


def _marked_nouns() -> set[str]:
    found = lines(FOLDER / "fr.dic")[1:]
    return {line.split("/")[0] for line in found if "po:nom" in line}


# Singular and plural in the grammar of Mackridge; which of them exist, the list tells.
GREEK = (
    ("ση", "σης σεως σεις σεων"),
    ("μα", "ματος ματα ματων"),
    ("έας", "έα είς έων"),
    ("ης", "η ες ων"),
    ("ός", "ού ό οί ών ούς"),
    ("ία", "ίας ίες ιών"),
    ("τητα", "τητας τητες τήτων"),
    ("είο", "είου εία είων"),
)


def test_forms_of_random_greek_nouns() -> None:
    if not (FOLDER / "el_GR.dic").is_file():
        pytest.skip("needs Debian's dictionary el_GR")
    words = [line.partition("/")[0] for line in lines(FOLDER / "el_GR.dic")[1:]]
    listed = {fold_word(word) for word in words}
    tails = tuple(tail for tail, _ in GREEK)
    nouns = sorted(
        {
            w
            for w in words
            if w.islower() and len(w) > len("λέξεις") and w.endswith(tails)
        }
    )
    wanted = hits = 0
    for word in random.Random(SEED).sample(nouns, SAMPLE):
        tail, endings = next(rule for rule in GREEK if word.endswith(rule[0]))
        stem = word.removesuffix(tail)
        cases = {fold_word(stem + ending) for ending in endings.split()} & listed
        wanted += len(cases)
        hits += len(cases & (_generated(word, "el") | {fold_word(word)}))
    print(f"\nel: recall {hits / wanted:.3f} of {wanted}")
    assert hits / wanted >= 0.98
