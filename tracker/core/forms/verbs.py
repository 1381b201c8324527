"""The forms of the Albanian verbs by which headlines tell an event.

Verbs in -oj are regular; the others are written out. All forms are folded and come as
tuples of words, because many need a particle: ("u", "arrestua"), ("nuk", "lejohet").
"""

from itertools import product

from tracker.core.folding import fold_word

Form = tuple[str, ...]

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
    """Return the folded forms of an Albanian verb, given as in a dictionary.

    Known are all verbs in -oj (first person: arrestoj) and those written out here
    (bastis, shtyj, vras, "nuk lejoj"). For any other word the set is empty.

    >>> ("u", "arrestua") in verb_forms("arrestoj")
    True
    """
    folded = " ".join(fold_word(word).split())
    if folded in _LISTED_FORMS:
        return _LISTED_FORMS[folded]
    stem = folded.removesuffix(_REGULAR)
    if stem == folded or " " in folded or len(stem) < _SHORTEST_STEM:
        return frozenset()
    alone = {(stem + fold_word(ending),) for ending in _ENDINGS}
    passive = {
        (particle, stem + ending)
        for particle, ending in product(_PARTICLES, _PASSIVE_AORIST)
    }
    return frozenset(alone | passive)


def is_everyday(word: str) -> bool:
    """Tell whether the verb tells an event only where its clause has persons.

    "Ndalohet parkimi" is no arrest; "ndalohen dy shtetas" is one.
    """
    return " ".join(fold_word(word).split()) in _FOLDED_EVERYDAY


def _read_forms(listed: str) -> frozenset[Form]:
    return frozenset(
        form
        for line in listed.split(",")
        for form in product(*(part.split("/") for part in fold_word(line).split()))
    )


_LISTED_FORMS = {fold_word(word): _read_forms(forms) for word, forms in _LISTED.items()}
_FOLDED_EVERYDAY = frozenset(fold_word(word) for word in _EVERYDAY)
