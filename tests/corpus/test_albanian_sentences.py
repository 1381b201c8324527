"""Nouns of two treebanks, each tracked by its lemma, in the sentences they stand in."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tracker.core.names import Pattern, compile_name, compile_word
from tracker.core.text import fold
from tracker.model import Name

pytestmark = pytest.mark.corpus

NOUNS = ("NOUN", "PROPN")
# What the treebanks give as the lemma of a noun and is none: a form of it left as it
# stood (sytë), a definite taken for the citation form (mysafiri), a wrong one led back
# (duha of duhan), a slip (kallashnikovov). Wrong → right.
CORRECTIONS = """
    altoparlan:altoparlant arsy:arsye atë:at borës:borë burgje:burg dhëmbë:dhëmb
    diz:Diz Dizi:Diz Dizin:Diz duarsh:dorë duha:duhan dëshir:dëshirë ere:erë
    Ernesti:Ernest eshtra:eshtër eshtrë:eshtër etj.:etj fillimi:fillim fytyra:fytyrë
    gishtëri:gisht gishtërinjë:gisht gjënë:gjë grash:grua here:herë Herë:herë
    humbjeje:humbje joshë:joshje kallashnikovov:kallashnikov kish:kishë
    komshinjtë:komshi kutinë:kuti Lindë:Linda Lindën:Linda mam:mami mbiemr:mbiemër
    mysafiri:mysafir mëngje:mëngjes ndalim-qarkimim:ndalim-qarkullim
    njerëz:njeri nëna:nënë parantez:parantezë pikat:pikë pune:punë realit:realitet
    Sirena:sirenë skiç:skicë syri:sy sytë:sy Varrit:varr vejê:vejë zinxhirë:zinxhir
    çastin:çast çmendi:çmendinë
"""
LEMMAS = dict(pair.split(":") for pair in CORRECTIONS.split())


@dataclass(frozen=True)
class Word:
    form: str
    lemma: str
    is_noun: bool


@dataclass
class Tally:
    """Nouns found and missed, and hits on words that have another lemma."""

    found: int = 0
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed.total())

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false.total())


def sentences(shared: Path, treebank: str) -> Iterator[tuple[Word, ...]]:
    for path in sorted((shared / "corpora" / treebank).glob("*.conllu")):
        for block in path.read_text("utf-8").strip().split("\n\n"):
            rows = (line.split("\t") for line in block.splitlines() if line[0] != "#")
            yield tuple(read_word(row) for row in rows if row[0].isdigit())


def read_word(row: list[str]) -> Word:
    form, lemma, is_noun = row[1], row[2], row[3] in NOUNS
    return Word(form, LEMMAS.get(lemma, lemma) if is_noun else lemma, is_noun)


def compile_lemma(lemma: str) -> Pattern:
    if lemma[0].isupper():
        return compile_name(Name(text=lemma), "sq")
    return compile_word(lemma, "sq")


def hits(
    pattern: Pattern, words: tuple[Word, ...], change: Callable[[str], str]
) -> Iterator[int]:
    """Yield the places in `words` of what the pattern matches in their sentence."""
    places, text = {}, ""
    for place, word in enumerate(words):
        places[len(text)] = place
        text += change(word.form) + " "
    folded = fold(text)
    for match in pattern.regex.finditer(folded.text):
        yield places[folded.span(text, *match.span())[0]]


def measure(shared: Path, treebank: str, change: Callable[[str], str]) -> Tally:
    tally = Tally()
    texts = tuple(sentences(shared, treebank))
    lemmas = {word.lemma for words in texts for word in words if word.is_noun}
    patterns = {lemma: compile_lemma(lemma) for lemma in sorted(lemmas)}
    for words in texts:
        for lemma, pattern in patterns.items():
            hit = set(hits(pattern, words, change))
            for place, word in enumerate(words):
                same = word.lemma.casefold() == lemma.casefold()
                if word.is_noun and word.lemma == lemma:
                    tally.found += place in hit
                    if place not in hit:
                        tally.missed[lemma, word.form] += 1
                elif place in hit and not same:
                    tally.false[lemma, word.form, word.lemma] += 1
    return tally


def without_diacritics(form: str) -> str:
    return form.translate(str.maketrans("ëçËÇ", "ecEC"))


@pytest.mark.parametrize("change", [str, without_diacritics])
@pytest.mark.parametrize(
    ("treebank", "nouns", "recall", "precision"),
    [("sq-ud-tsa", 258, 0.99, 0.98), ("sq-ud-staf", 664, 0.985, 0.92)],
)
def test_nouns_are_found_by_their_lemma_and_others_are_not(
    shared: Path,
    treebank: str,
    nouns: int,
    recall: float,
    precision: float,
    change: Callable[[str], str],
) -> None:
    tally = measure(shared, treebank, change)
    assert tally.found + tally.missed.total() == nouns
    assert tally.recall >= recall, tally.missed.most_common()
    assert tally.precision >= precision, tally.false.most_common()
