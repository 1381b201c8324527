import pytest

from tracker.core.forms.verbs import is_everyday, verb_forms
from tracker.core.names import compile_word
from tracker.core.text import fold


def test_a_regular_verb_takes_its_whole_paradigm() -> None:
    regular = """arrestoj arreston arrestojne arrestonte arrestonin arrestoi arrestuan
        arrestohet arrestohen arrestohej arrestoheshin arrestuar arrestoje"""
    passive = [("u", "arrestua"), ("u", "arrestuan")]
    passive += [("iu", "arrestua"), ("iu", "arrestuan")]
    assert verb_forms("arrestoj") == {*((form,) for form in regular.split()), *passive}


def test_the_passive_aorist_needs_its_particle() -> None:
    assert ("sulmua",) not in verb_forms("sulmoj")
    assert ("u", "sulmua") in verb_forms("sulmoj")


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("bastis", "u bastisën"),
        ("shtyj", "shtyhet"),
        ("vras", "u vranë"),
        ("vras", "vret"),
        ("vdes", "vdiqën"),
        ("përplasem", "u përplasën"),
        ("përleshem", "përleshen"),
        ("pyes", "u pyetën"),
        ("marr në pyetje", "u morën në pyetje"),
        ("vë në pranga", "vihen në pranga"),
        ("nuk lejoj", "nuk u lejuan të hyjnë"),
        ("kthej mbrapsht", "u kthyen mbrapsht"),
        ("Ndaloj", "ndaluan"),
        ("NDALOJ", "ndalohet"),
    ],
)
def test_a_listed_verb_takes_the_forms_written_out(lemma: str, form: str) -> None:
    assert tuple(fold(form).text.split()) in verb_forms(lemma)


@pytest.mark.parametrize("word", ["sulm", "protestë", "oj", "boj", "grup sulmoj", ""])
def test_a_word_that_is_no_known_verb_has_no_forms(word: str) -> None:
    assert verb_forms(word) == frozenset()


def test_an_everyday_verb_says_so() -> None:
    assert is_everyday("Ndaloj")
    assert not is_everyday("arrestoj")
    assert not is_everyday("shtyj")


EVENTS = {
    "arrested": ["arrestoj", "vë në pranga"],
    "detained": ["ndaloj"],
    "escorted": ["shoqëroj"],
    "expelled": ["dëboj"],
    "raid": ["bastis"],
    "postponed": ["shtyj"],
    "clash": ["përleshem", "përplasem"],
    "refused entry": ["nuk lejoj", "kthej mbrapsht"],
}


@pytest.mark.parametrize(
    ("title", "event"),
    [
        ("Arrestohen dy persona në Rinas", "arrested"),
        ("U ndaluan dy shtetas në aeroport", "detained"),
        ("Policia shoqëron njëmbëdhjetë persona", "escorted"),
        ("Dëbohen nga Shqipëria dy të huaj", "expelled"),
        ("SPAK basti\u00adsi zyrat", "raid"),
        ("Samiti shtyhet për arsye sigurie", "postponed"),
        ("U përleshën te stenda e librave", "clash"),
        ("Nuk u lejuan të hyjnë në Shqipëri", "refused entry"),
        ("Nuk u arrestua askush", "arrested"),
        ("Nuk lejohet parkimi te sheshi", None),
    ],
)
def test_headlines_tell_the_event_by_its_verb(title: str, event: str | None) -> None:
    folded = fold(title).text
    told = [
        name
        for name, lemmas in EVENTS.items()
        if any(compile_word(lemma, "sq").regex.search(folded) for lemma in lemmas)
    ]
    assert told == ([event] if event else [])
