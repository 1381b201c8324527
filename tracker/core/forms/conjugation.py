"""The Albanian conjugation: what it makes of the principal parts of a verb.

After Newmark, Hubbard and Prifti, Standard Albanian (1982), chapters 3 and 4. Left out
are persons that news does not print (imperatives, optatives) and the imperfects in -ja
and -je of consonant stems, which are also nouns (zgjedhje, election; lidhja, the
connection). Forms keep their diacritics and are rows of words: ("u", "kap").
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.core.forms.declension import VOWELS

Form = tuple[str, ...]

_IMPERFECT = ("te", "nim", "nit", "nin")
_AORIST = ("a", "e", "i", "ëm", "ët", "ën")
_NON_ACTIVE = (
    *("em", "esh", "et", "emi", "eni", "en"),
    *("esha", "eshe", "ej", "eshim", "eshit", "eshin"),
)
# Of the admirative, which tells with surprise what others say: only these persons.
_ADMIRATIVE = ("ka", "kan")
_PARTICLES = ("u", "iu")
# After these the aorist has -u: iku, njohu, preku; but lidhi, ftohu.
_BEFORE_U = ("k", "g", "h")
_DIGRAPHS = ("sh", "zh", "th", "dh", "xh")
# What stands before the endings of a class: its present, the stem of its imperfect, and
# so on, as in `Parts`. Thyej, theva (but fyej, fyeva; of many both are printed); kthej,
# ktheva; paguaj, pagova; fshij, fshiva.
_CLASSES = {
    "yej": """yej yen yejmë yeni yejnë yejë|ye|eva eve eu yeva yeve yeu yem yet yen
        |ye yen|yer|yh""",
    "uaj": "uaj uan uajmë uani uajnë uajë|ua|ova ove oi uam uat uan|ua uan|uar|uh",
    "ej": "ej en ejmë eni ejnë ejë|e|eva eve eu yem yet yen|ye yen|yer|eh",
    "ij": "ij in ijmë ini ijnë ijë|i|iva ive iu imë itë inë|i inë|irë|ih",
    "aj": "aj an ajmë ani ajnë ajë|a|ava ave au amë atë anë|a anë|arë|ah",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The principal parts of a verb; a part that it lacks is empty.

    `present`, `aorist` and `participles` are forms; `passive` are those of the aorist
    that need "u" before them. `imperfect` and `non_active` are stems.
    """

    present: tuple[str, ...]
    imperfect: str
    aorist: tuple[str, ...]
    passive: tuple[str, ...]
    participles: tuple[str, ...]
    non_active: str


def read_parts(written: str, stem: str = "") -> Parts:
    """Read the six parts between bars; `stem` stands before all that are there."""
    fields = [
        tuple(stem + form for form in field.split()) for field in written.split("|")
    ]
    present, imperfect, aorist, passive, participles, non_active = fields
    return Parts(
        present=present,
        imperfect="".join(imperfect),
        aorist=aorist,
        passive=passive,
        participles=participles,
        non_active="".join(non_active),
    )


def of_class(verb: str) -> Parts:
    """Return the parts of a verb in -yej, -uaj, -ej, -ij or -aj."""
    ending = next(ending for ending in _CLASSES if verb.endswith(ending))
    return read_parts(_CLASSES[ending], verb.removesuffix(ending))


def with_t(verb: str) -> Parts:
    """Return the parts of a verb in -j that adds a -t: mbaj, mbajta; luaj, luhet."""
    stem = verb.removesuffix("j")
    parts = read_parts(
        "j n jmë ni jnë jë||jta jte jti jtëm jtët jtën|jt jtën|jtur|", stem
    )
    short = stem.removesuffix("a") if stem.endswith("ua") else stem
    return replace(parts, imperfect=stem, non_active=f"{short}h")


def of_consonant(verb: str, written: str = "") -> Parts:
    """Return the parts of a verb whose stem ends in a consonant.

    `written` are the third person of the present, the stem before -ni and -te, that of
    the non-active, that of the aorist ("-" for none) and the participle: of djeg "djeg
    digj digj dogj djegur". Without it the stem never changes: kap, kapi, kapur.
    """
    regular = f"{verb} {verb} {verb} {verb} {verb}ur"
    third, weak, non_active, stem, participle = (written or regular).split()
    u = stem.endswith(_BEFORE_U) and not stem.endswith(_DIGRAPHS)
    aorist = tuple(stem + ("u" if u and end == "i" else end) for end in _AORIST)
    return Parts(
        present=(verb, third, f"{verb}im", f"{weak}ni", f"{verb}in", f"{verb}ë"),
        imperfect=weak,
        aorist=aorist,
        passive=() if non_active == "-" else (stem, f"{stem}ën"),
        participles=(participle,),
        non_active="" if non_active == "-" else non_active,
    )


def conjugate(parts: Parts) -> Iterator[Form]:
    """Yield the forms of a verb."""
    for form in (*parts.present, *parts.aorist, *parts.participles):
        yield (form,)
    if parts.imperfect:
        yield from _imperfect(parts.imperfect)
    for participle in parts.participles:
        if participle.endswith("ur"):
            yield from _ended(participle.removesuffix("ur"), _ADMIRATIVE)
    if parts.non_active:
        yield from _ended(parts.non_active, _NON_ACTIVE)
    for particle in _PARTICLES:
        yield from ((particle, form) for form in parts.passive)


def _imperfect(stem: str) -> Iterator[Form]:
    """Yield mbante, mbanin; kapte, kapnin; rriste and, less often, rritte; heshtte."""
    third, *others = _IMPERFECT
    if stem.endswith("t") and not stem.endswith("sht"):
        yield from _ended(stem[:-1] + "s", _IMPERFECT)
    yield from _ended(stem, others)
    yield (stem + ("n" if stem[-1] in VOWELS else "") + third,)


def _ended(stem: str, endings: Iterable[str]) -> Iterator[Form]:
    return ((stem + ending,) for ending in endings)
