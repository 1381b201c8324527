"""How the tables of endings are written and applied, the same for every language."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tracker.core.folding import fold_word


@dataclass(frozen=True, slots=True)
class Place:
    """One word of a name in all its forms, the form as printed first.

    `before`: what is written together with the word in front of it; one of them stands
    there, where "" stands for nothing.
    """

    forms: tuple[str, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """Whether to give the plural: `plural` as in `Name`.

    None: singular and plural; False: a proper name, of which there is one; True: the
    name is a plural already.
    """

    plural: bool | None = None

    @property
    def has_plural(self) -> bool:
        """Whether the plural is to be generated."""
        return self.plural is None


# With fewer letters than this an ending would make another word.
SHORTEST = 3

# Folded tails of words parted by blanks ("" fits every word), how many letters to cut,
# and the endings that follow instead, parted by blanks; "-" stands for none.
Rule = tuple[str, int, str]


def fixed(word: str) -> Place:
    """Return a word that does not change."""
    return Place((word,))


def place(word: str, forms: Iterable[str]) -> Place:
    """Return a word with its forms, as printed first and each once."""
    return Place(tuple(dict.fromkeys((word, *forms))))


def by_rule(word: str, rules: Sequence[Rule]) -> tuple[str, ...]:
    """Return the forms of a word by the first rule that fits it, without the word.

    >>> by_rule("Zeitung", (("ung heit", 0, "en"), ("", 0, "s")))
    ('Zeitungen',)
    """
    tail = fold_word(word)
    if len(tail) != len(word):
        word = tail
    for tails, cut, endings in rules:
        if tails and not tail.endswith(tuple(tails.split())):
            continue
        stem = word[: len(word) - cut]
        return tuple(stem + ("" if e == "-" else e) for e in endings.split())
    return ()


def run(words: Sequence[str], stops: Collection[str]) -> int:
    """Return how many words stand before the first that ends the noun phrase.

    >>> run(["Ministry", "of", "Justice"], {"of"})
    1
    """
    for index, word in enumerate(words):
        if word.lower() in stops:
            return index
    return len(words)


def is_acronym(word: str) -> bool:
    """Tell a word all in capitals (UN), which takes no endings of words."""
    return len(word) > 1 and word.isupper()


def changes(word: str) -> bool:
    """Tell whether endings may follow: not after a digit, a `*` or an acronym.

    Nor do words change that are too short to keep a stem.
    """
    return len(word) >= SHORTEST and word[-1].isalpha() and not is_acronym(word)
