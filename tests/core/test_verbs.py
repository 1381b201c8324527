from pathlib import Path

import pytest

from tracker.core.folding import fold_word
from tracker.core.forms import irregular
from tracker.core.forms.conjugation import conjugate, of_consonant, with_t
from tracker.core.forms.verbs import every_form, is_everyday, verb_forms
from tracker.core.names import compile_word, word_forms
from tracker.core.query import Index, Scope, parse
from tracker.core.text import Reading, fold

GOLDEN = Path(__file__).parent / "golden" / "verbs.txt"
SENTENCES = [
    [part.strip() for part in line.split("|")]
    for line in GOLDEN.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
IRREGULAR = sorted(
    {
        *irregular.REGULAR,
        *irregular.CONSONANT,
        *irregular.IN_CLASSES,
        *irregular.WITH_T,
        *irregular.DEPONENT,
        *irregular.IRREGULAR,
    }
)


@pytest.mark.parametrize(
    ("verb", "sentence", "expected"), SENTENCES, ids=[s for _, s, _ in SENTENCES]
)
def test_a_query_finds_the_forms_of_a_verb(
    verb: str, sentence: str, expected: str
) -> None:
    index = Index.of(Reading.of("title", ""), Reading.of("body", sentence))
    match = parse(f"forms:{verb}").find(Scope.article(index, {}))
    found = [sentence[s.start : s.end] for s in match.spans] if match else []
    assert found[:1] == ([] if expected == "-" else [expected])


def test_a_regular_verb_in_a_consonant_takes_its_whole_paradigm() -> None:
    made = {" ".join(form) for form in conjugate(of_consonant("kap"))}
    active = """kap kapim kapni kapin kapë kapte kapnim kapnit kapnin
        kapa kape kapi kapëm kapët kapën kapur kapka kapkan"""
    other = """kapem kapesh kapet kapemi kapeni kapen
        kapesha kapeshe kapej kapeshim kapeshit kapeshin"""
    passive = {"u kap", "u kapën", "iu kap", "iu kapën"}
    assert made == {*active.split(), *other.split(), *passive}


def test_the_third_person_has_u_after_k_g_and_h_but_not_after_their_digraphs() -> None:
    ends = {
        stem: {"i", "u"} & {form[len(stem) :] for (form,) in _alone(stem)}
        for stem in ("prek", "shpreh", "lidh", "prish")
    }
    assert ends == {"prek": {"u"}, "shpreh": {"u"}, "lidh": {"i"}, "prish": {"i"}}


def _alone(verb: str) -> set[tuple[str]]:
    return {(form[0],) for form in conjugate(of_consonant(verb)) if len(form) == 1}


@pytest.mark.parametrize("verb", IRREGULAR)
def test_no_form_of_a_verb_is_a_frequent_other_word(verb: str) -> None:
    alone = {form[0] for form in every_form(verb) if len(form) == 1}
    others = {"pa", "pare", "la", "le", "do", "dhe", "kete", "jete", "qe", "the", "re"}
    others |= {"ulet", "kisha", "dite", "diten", "ve", "lajme", "fale", "varka"}
    assert alone
    assert not alone & (others | irregular.OTHER_WORDS.keys())


def test_every_word_left_out_is_a_form_that_would_be_made() -> None:
    made = {
        fold_word(form[0])
        for parts in (
            *(of_consonant(verb) for verb in irregular.REGULAR),
            *(of_consonant(v, parts) for v, parts in irregular.CONSONANT.items()),
            *(with_t(verb) for verb in irregular.WITH_T),
        )
        for form in conjugate(parts)
    }
    # Of kryej, ndaj and laj, whose class makes them.
    of_classes = {"kreu", "kryet", "ndaj", "lajme"}
    assert irregular.OTHER_WORDS.keys() - made == of_classes


@pytest.mark.parametrize(
    ("verb", "made", "not_made"),
    [
        ("hesht", {"heshtte", "heshtnin"}, {"heshste", "heshsnin"}),
        ("rrit", {"rriste", "rritte"}, {"rritste"}),
        ("fyej", {"fyeu", "feu", "fyer"}, {"fyu"}),
        ("lyej", {"lyeu", "leu"}, set()),
        ("mbetem", {"mbeti", "mbetën", "mbetet", "mbetur"}, {"mbet"}),
    ],
)
def test_what_a_stem_keeps(verb: str, made: set[str], not_made: set[str]) -> None:
    alone = {form[0] for form in every_form(verb) if len(form) == 1}
    assert {fold_word(form) for form in made} <= alone
    assert not alone & not_made


def test_a_verb_that_is_a_noun_too_has_the_forms_of_both() -> None:
    assert {("hapen",), ("hapave",)} <= word_forms("hap")
    assert compile_word("hap", "sq").regex.fullmatch("hapave")
    assert ("grupi",) in word_forms("grup")


def test_a_verb_tells_an_event_only_in_the_forms_written_out() -> None:
    assert ("pyeti",) not in verb_forms("pyes")
    assert {("pyeti",), ("u", "pyeten")} <= every_form("pyes")


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


def test_ve_without_its_dots_is_the_egg() -> None:
    assert verb_forms("ve") == frozenset()
    assert ("vuri",) in verb_forms("vë")
