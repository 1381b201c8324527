"""The forms of the Albanian verbs that news is told by.

Verbs in -oj are regular; the others of news stand in `irregular`, and what tells an
event only in some of its forms is written out here. All forms are folded and come as
tuples of words, because many need a particle: ("u", "arrestua"), ("nuk", "lejohet").
"""

from functools import cache
from itertools import product

from tracker.core.folding import fold_word
from tracker.core.forms import irregular
from tracker.core.forms.conjugation import (
    Form,
    Parts,
    conjugate,
    of_class,
    of_consonant,
    read_parts,
    with_t,
)

_REGULAR = "oj"
# A shorter stem is a noun (boj) or no word.
_SHORTEST_STEM = 2

# Present, imperfect, aorist and passive present stand alone; the last is the
# conjunctive after "të", the participle stands after any auxiliary.
_ENDINGS = (
    *("oj", "on", "ojnë", "onte", "onin", "oi", "uan"),
    *("ohet", "ohen", "ohej", "oheshin", "uar", "ojë"),
)
# Only with a particle before it: alone it could be any word.
_PASSIVE_AORIST = ("ua", "uan")
_PARTICLES = ("u", "iu")

# What stands between commas is one form; a / b are alternatives within it.
_LISTED = {
    "pyes": "pyetet, pyeten, u pyet, u pyetën, pyetur",
    "marr në pyetje": """merret/merren në pyetje, u mor/morën në pyetje,
        marrë në pyetje""",
    "vë në pranga": "vihet/vihen në pranga, u vu/vunë në pranga, vënë në pranga",
    # Without the entry it is any ban: "nuk lejohet parkimi".
    "nuk lejoj": """nuk lejohet/lejohen të hyjë/hyjnë, nuk lejohet/lejohen hyrja/hyrjen,
        nuk u lejua/lejuan të hyjë/hyjnë, nuk u lejua/lejuan hyrja/hyrjen""",
    "kthej mbrapsht": """kthehet/kthehen mbrapsht, u kthye/kthyen mbrapsht,
        kthyer mbrapsht""",
    "bastis": """bastis, bastisin, bastisi, bastisën, bastiset, bastisen, u bastis,
        u bastisën, bastisur""",
    "përplasem": "përplaset, përplasen, u përplas, u përplasën, përplasur",
    "përleshem": "përleshet, përleshen, u përlesh, u përleshën, përleshur",
    "shtyj": """shtyn, shtyjnë, shtyu, shtynë, shtyhet, shtyhen, u shty, u shtynë,
        shtyrë""",
    "vdes": "vdes, vdesin, vdiq, vdiqën, vdekur",
    "vras": "vritet, vriten, u vra, u vranë, vrarë, vret, vrasin, vrau, vranë",
}

# These forms are also everyday words (ndaloj: forbid), so that they tell an event only
# beside an actor or persons in the same clause.
_EVERYDAY = frozenset(("ndaloj", "kontrolloj", "shoqëroj", "pyes"))


def verb_forms(word: str) -> frozenset[Form]:
    """Return the folded forms by which an Albanian verb tells an event.

    The verb is given as in a dictionary. Known are all verbs in -oj (first person:
    arrestoj), those of `irregular` and those written out here (bastis, "nuk lejoj").
    For any other word the set is empty.

    >>> ("u", "arrestua") in verb_forms("arrestoj")
    True
    """
    folded = _folded(word)
    if folded in _LISTED_FORMS:
        return _LISTED_FORMS[folded]
    if folded in _PARTS:
        return frozenset() if word.lower() in _ONLY_NOUNS else _conjugated(folded)
    stem = folded.removesuffix(_REGULAR)
    if stem == folded or " " in folded or len(stem) < _SHORTEST_STEM:
        return frozenset()
    alone = {(stem + fold_word(ending),) for ending in _ENDINGS}
    passive = {
        (particle, stem + ending)
        for particle, ending in product(_PARTICLES, _PASSIVE_AORIST)
    }
    return frozenset(alone | passive)


def every_form(word: str) -> frozenset[Form]:
    """Return `verb_forms` and those forms that tell no event: pyeti, he asked."""
    folded = _folded(word)
    listed = folded in _LISTED_FORMS and folded in _PARTS
    return verb_forms(word) | (_conjugated(folded) if listed else frozenset())


def is_noun_too(word: str) -> bool:
    """Tell a verb that is a noun as well: hap, a step."""
    return _folded(word) in _NOUNS_TOO


def is_everyday(word: str) -> bool:
    """Tell whether the verb tells an event only where its clause has persons.

    "Ndalohet parkimi" is no arrest; "ndalohen dy shtetas" is one.
    """
    return _folded(word) in _FOLDED_EVERYDAY


def _folded(word: str) -> str:
    return " ".join(fold_word(word).split())


@cache
def _conjugated(verb: str) -> frozenset[Form]:
    made = {tuple(map(fold_word, form)) for form in conjugate(_PARTS[verb])}
    alone = {(word,) for word in irregular.OTHER_WORDS}
    return frozenset(made - alone) | _BESIDE.get(verb, frozenset())


def _principal_parts() -> dict[str, Parts]:
    """Return the parts of every verb that is not in -oj, by its folded first person.

    Where the third differs, the verb stands under it as well: njoh, njeh.
    """
    deponent = {
        verb: read_parts(f"||| {aorist} {aorist}ën | {participle} | {present}")
        for verb, (present, aorist, participle) in (
            (verb, written.split()) for verb, written in irregular.DEPONENT.items()
        )
    }
    parts = {
        **{verb: of_consonant(verb) for verb in irregular.REGULAR},
        **{verb: of_consonant(verb, w) for verb, w in irregular.CONSONANT.items()},
        **{verb: of_class(verb) for verb in irregular.IN_CLASSES},
        **{verb: with_t(verb) for verb in irregular.WITH_T},
        **deponent,
        **{verb: read_parts(w) for verb, w in irregular.IRREGULAR.items()},
    }
    thirds = {
        third: parts[verb]
        for verb, written in irregular.CONSONANT.items()
        if (third := written.split()[0]) not in parts
    }
    return {fold_word(verb): each for verb, each in (*thirds.items(), *parts.items())}


def _read_forms(listed: str) -> frozenset[Form]:
    return frozenset(
        form
        for line in listed.split(",")
        for form in product(*(part.split("/") for part in fold_word(line).split()))
    )


_LISTED_FORMS = {fold_word(word): _read_forms(forms) for word, forms in _LISTED.items()}
_FOLDED_EVERYDAY = frozenset(fold_word(word) for word in _EVERYDAY)
_PARTS = _principal_parts()
_BESIDE = {fold_word(word): _read_forms(f) for word, f in irregular.BESIDE.items()}
_NOUNS_TOO = frozenset(fold_word(word) for word in irregular.NOUNS_TOO)
_ONLY_NOUNS = frozenset(fold_word(word) for word in irregular.ONLY_WITH_E)
