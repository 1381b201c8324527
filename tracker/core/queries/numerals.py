"""How one number is printed in different languages."""

import re
from collections.abc import Iterator

# "1,100" and "1.100" are eleven hundred: three decimals behind one digit to three are
# too rare in news to be told from thousands.
_THOUSANDS = r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+"
_NUMBER = re.compile(rf"(?P<whole>{_THOUSANDS}|\d+)(?:[.,](?P<part>\d+))?")
# What parts the thousands, and what the decimals: English, most of Europe, without
# either. A space, also a narrow one, makes two words of a number, an apostrophe too.
_STYLES = ((",", "."), (".", ","), ("", "."), ("", ","), (" ", "."), (" ", ","))


def spellings(word: str) -> tuple[tuple[str, ...], ...]:
    """Return every way to print `word`, if it is a number, cut into words as a text is.

    What is printed in one way only, and any other word, is the only one. Those of more
    words come first.

    >>> spellings("7.2")
    (('7.2',), ('7,2',))
    >>> spellings("1,100")
    (('1', '100'), ('1,100',), ('1.100',), ('1100',))
    >>> spellings("11.11.2023")
    (('11.11.2023',),)
    """
    found = dict.fromkeys(((word,), *_styled(word)))
    return tuple(sorted(found, key=len, reverse=True))


def _styled(word: str) -> Iterator[tuple[str, ...]]:
    number = _NUMBER.fullmatch(word)
    if number is None:
        return
    whole, part = re.sub("[.,]", "", number["whole"]), number["part"]
    # "0.7" is a number, "007" is none.
    if whole.startswith("0") and whole != "0":
        return
    for thousands, decimals in _STYLES:
        grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+\Z)", thousands, whole)
        yield tuple((f"{grouped}{decimals}{part}" if part else grouped).split())
