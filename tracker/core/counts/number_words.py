"""The words of Albanian and English that are numbers, and those that widen one.

All are folded. `sq` and `en` serve their languages; in every other one only figures are
read, with the words of OTHER before them.
"""

# ruff: noqa: PLR2004, SIM905 - the numbers are the subject; word lists read as prose

from collections.abc import Mapping
from typing import Literal

from tracker.core.folding import fold_word

# What a word before a number makes of it: "about 20", "over 20", "at least 20",
# "up to 20", "fewer than 20", "nearly 20".
Limit = Literal["about", "over", "least", "most", "under", "nearly"]

_SQ_UNITS = "një dy tre katër pesë gjashtë shtatë tetë nëntë".split()
_EN_UNITS = "one two three four five six seven eight nine".split()
_EN_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SQ_TENS = {20: "njëzet", 30: "tridhjetë", 40: "dyzet"} | {
    10 * n: _SQ_UNITS[n - 1] + "dhjetë" for n in range(5, 10)
}


def _albanian() -> dict[str, int]:
    """Return the numbers of one word, also as spoken and in Gheg."""
    words = dict(zip(_SQ_UNITS, range(1, 10), strict=True))
    words |= {unit + "mbëdhjetë": 10 + n for n, unit in enumerate(_SQ_UNITS, start=1)}
    words |= {unit + "qind": 100 * n for n, unit in enumerate(_SQ_UNITS, start=1)}
    words |= {unit + "mijë": 1000 * n for n, unit in enumerate(_SQ_UNITS, start=1)}
    words |= {word: n for n, word in _SQ_TENS.items()}
    words |= {"zero": 0, "dhjetë": 10, "katërdhjetë": 40, "tri": 3}
    spoken: dict[str, int] = {}
    for word, number in words.items():
        # "pesmbdhjet": an ë that is not stressed is left out.
        short = word.replace("ëmbë", "mbë").replace("ëqind", "qind")
        shorter = short.replace("mbë", "mb").replace("ëdhjet", "dhjet")
        for form in (word, short, shorter):
            spoken.setdefault(fold_word(form), number)
            spoken.setdefault(fold_word(form.removesuffix("ë")), number)
    # With their case endings, after të: "të dy", "të dyve", "të trija".
    endings = {form + "ve": n for form, n in spoken.items() if 1 < n < 100}
    return endings | spoken | {"dyja": 2, "trija": 3}


def _english() -> dict[str, int]:
    words = {"zero": 0}
    words |= dict(zip(_EN_UNITS, range(1, 10), strict=True))
    words |= dict(zip(_EN_TEENS, range(10, 20), strict=True))
    words |= {word: 10 * n for n, word in enumerate(_EN_TENS, start=2)}
    return words


# Words that are a number by themselves.
VALUES: Mapping[str, Mapping[str, int]] = {"sq": _albanian(), "en": _english()}
# Words that multiply what stands before them; alone they are once that.
SCALES: Mapping[str, Mapping[str, int]] = {
    "sq": {
        "qind": 100,
        "mije": 1000,
        "mij": 1000,
        "duzine": 12,
        "duzina": 12,
        **dict.fromkeys(("milion", "milione", "milioni"), 10**6),
        **dict.fromkeys(("miliard", "miliarde", "miliardi"), 10**9),
    },
    "en": {
        "hundred": 100,
        "thousand": 1000,
        "dozen": 12,
        "million": 10**6,
        "billion": 10**9,
    },
}
# What may join the parts of one number: "dyqind e pesë", "two hundred and five".
JOINING = {"sq": "e", "en": "and"}
HALF = {"sq": (("gjysme",),), "en": (("half", "a"), ("half",))}
# Before a scale, "a dozen", and before a vague word, "a few".
ARTICLES = {"sq": frozenset(("nje",)), "en": frozenset(("a", "an"))}
# Also articles: these are the number one only where one is asked for.
UNSURE = {"sq": frozenset(("nje", "nji")), "en": frozenset[str]()}
# "vetëm një person", "no one".
ONLY = frozenset(("vetem",))
NEVER_AFTER = frozenset(("no", "any", "every", "each"))

# What a word that is no number allows; the editable table of measures.md, M8. The
# upper end is where the next word would be used: after dozens, hundreds.
VAGUE: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "sq": {
        "disa": (3, 9),
        "dhjetera": (20, 99),
        "qindra": (200, 999),
        "mijera": (2000, 99_999),
        "miliona": (2 * 10**6, 10**9 - 1),
    },
    "en": {
        "several": (3, 9),
        "few": (3, 9),
        "handful": (3, 9),
        "couple": (2, 3),
        "pair": (2, 2),
        "both": (2, 2),
        "tens": (20, 99),
        "dozens": (24, 99),
        "scores": (40, 99),
        "hundreds": (200, 999),
        "thousands": (2000, 99_999),
        "millions": (2 * 10**6, 10**9 - 1),
    },
}
# "few people" are not many, "a few people" are some.
WITH_ARTICLE = frozenset(("few", "couple", "pair", "handful"))
# After a vague word: "several hundred", "tens of thousands", "qindra mijëra".
MORE: Mapping[str, Mapping[str, int]] = {
    "sq": {
        **SCALES["sq"],
        "dhjetera": 10,
        "qindra": 100,
        "mijera": 1000,
        "miliona": 10**6,
    },
    "en": {
        **SCALES["en"],
        "hundreds": 100,
        "thousands": 1000,
        "millions": 10**6,
        "dozens": 12,
    },
}

# ---------------------------------------------------------------- limits


def _limits(**phrases: str) -> dict[tuple[str, ...], Limit]:
    found: dict[tuple[str, ...], Limit] = {}
    names: tuple[Limit, ...] = ("about", "over", "least", "most", "under", "nearly")
    for name in names:
        for phrase in phrases.get(name, "").split(","):
            if phrase.strip():
                found[tuple(fold_word(phrase).split())] = name
    return found


BEFORE: Mapping[str, Mapping[tuple[str, ...], Limit]] = {
    "sq": _limits(
        about="rreth, afro, afërsisht, përafërsisht, rreth e rrotull, nja, aty te",
        over="mbi, më shumë se, më shumë sesa, më tepër se, më tepër sesa",
        least="të paktën, së paku, jo më pak se, minimumi, minimalisht, jo më pak sesa",
        most="deri në, deri, jo më shumë se, jo më tepër se, e shumta, maksimumi,"
        " maksimalisht, jo më shumë sesa",
        under="nën, më pak se, më pak sesa",
        nearly="gati, pothuajse, thuajse, gati gati",
    ),
    "en": _limits(
        about="about, around, approximately, roughly, some, circa, an estimated,"
        " estimated, in the region of, more or less",
        over="over, more than, above, exceeding, in excess of, upwards of",
        least="at least, no fewer than, no less than, not fewer than, not less than,"
        " a minimum of, minimum",
        most="at most, up to, no more than, not more than, a maximum of, maximum,"
        " as many as",
        under="under, below, fewer than, less than, just under",
        nearly="nearly, almost, close to",
    ),
}
OTHER = _limits(
    about="circa, etwa, rund, ungefähr, environ, unos, unas, ongeveer, oko, okolo",
    over="oltre, più di, über, mehr als, plus de, más de, meer dan, više od, preko",
    least="almeno, mindestens, au moins, al menos, minstens, najmanje",
    most="fino a, höchstens, bis zu, hasta, tot, do",
    under="meno di, weniger als, moins de, menos de, minder dan, manje od",
    nearly="quasi, fast, presque, casi, bijna, skoro",
)
AFTER: Mapping[str, Mapping[tuple[str, ...], Limit]] = {
    "sq": _limits(about="e ca, e kusur", least="ose më shumë, a më shumë, e më shumë"),
    "en": _limits(about="or so", least="or more, and more"),
}
# Between the ends of a range: "10 to 20", "dy deri në tre", "dy a tre".
BETWEEN_ENDS = {
    "sq": (("deri", "ne"), ("deri",), ("ose",), ("a",), ("ne",)),
    "en": (("to",), ("or",)),
}
# ... and what opens one whose ends are joined by and.
OPENS_RANGE = {
    "sq": frozenset(("midis", "mes", "ndermjet")),
    "en": frozenset(("between",)),
}
AND_IN_RANGE = {"sq": frozenset(("dhe", "e")), "en": frozenset(("and",))}
# "nga 10 në 20", "from 10 to 20": without it "në" joins no ends.
FROM = frozenset(("nga", "from"))
NEEDS_FROM = frozenset((("ne",),))

# ---------------------------------------------------------------- no counts

PERCENT = (
    ("percent",),
    ("per", "cent"),
    ("pct",),
    ("perqind",),
    ("per", "qind"),
    ("percento",),
    ("prozent",),
    ("procent",),
)
# What stands before the number of a thing: "Article 11", "kati 3", "ora 14".
NUMBERED = frozenset(
    fold_word("""
        article articles section sections chapter chapters paragraph page pages room
        floor number no nos building block gate route channel phase version annex
        nr neni nenet nenin nenit pika pikën pikës faqe faqja faqen kati katin kreu
        kapitulli dhoma dhomën ora orën orës rruga numri numër ndërtesa blloku kanali
        faza shtojca vendimi ligji ligjin ligjit urdhri dosja
    """).split()
)
