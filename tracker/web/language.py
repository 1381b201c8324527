"""The language of a text, among those that are expected."""

from collections.abc import Iterable
from functools import lru_cache
from tempfile import gettempdir
from threading import Lock
from typing import Any

from tracker.errors import StoreError

# What the outlets of the first case write in, and their neighbours, so that a text in
# one of these is not taken for another.
KNOWN = (
    *("sq", "en", "de", "fr", "it", "es", "nl"),
    *("el", "tr", "mk", "sr", "hr", "fa", "ar"),
)
# Longer input does not help and costs time.
LONGEST = 500
# Fewer letters do not tell.
FEWEST_LETTERS = 20
# Below this, names and quotations outweigh the sentences around them.
CERTAIN = 200

_LOADING = Lock()


class Identifier:
    """Tells the language of articles; safe to share between threads."""

    def __init__(self, languages: Iterable[str] = ()) -> None:
        """Expect `languages` (ISO 639-1) and KNOWN, as far as the model has them."""
        self._wanted = tuple(sorted({*KNOWN, *languages}))

    def guess(self, title: str, body: str) -> tuple[str, bool]:
        """Give the likeliest language whatever the length, and whether to trust it.

        Trusted is what `identify` would hold against any default: a body, and CERTAIN
        characters with FEWEST_LETTERS letters.
        """
        lead = body.strip()[:LONGEST]
        text = f"{title.strip()} {lead}".strip()
        enough = _letters(text) >= FEWEST_LETTERS and len(text) >= CERTAIN
        return self._classify(text), bool(lead) and enough

    def identify(self, title: str, body: str, *, default: str) -> str:
        """Give the ISO 639-1 code of a text, or `default` where it cannot be told.

        Read are the title and the first LONGEST characters of the body. The default
        is the answer for a title alone, for fewer than FEWEST_LETTERS letters, and
        where fewer than CERTAIN characters seem to be in another language.
        """
        lead = body.strip()[:LONGEST]
        text = f"{title.strip()} {lead}".strip()
        if not lead or _letters(text) < FEWEST_LETTERS:
            return default
        found = self._classify(text)
        return default if found != default and len(text) < CERTAIN else found

    def _classify(self, text: str) -> str:
        # Without the lock each thread that asks before the first has it would load a
        # model of its own: 0.6 s of CPU time and 25 MB, for every host of a crawl.
        with _LOADING:
            model = _model(self._wanted)
        return str(model.classify(text)[0])


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


@lru_cache(maxsize=4)
def _model(wanted: tuple[str, ...]) -> Any:  # noqa: ANN401 - py3langid ships no types
    """Load the model once a set of languages; 0.1 s and 5 MB, so only when needed."""
    from py3langid.langid import (  # noqa: PLC0415 - loads numpy
        MODEL_FILE,
        LanguageIdentifier,
    )

    try:
        model = LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError as error:
        raise StoreError(
            f"{gettempdir()}: the model that tells languages apart cannot be unpacked"
            f" there ({error.strerror}); make room, or name another folder in TMPDIR"
        ) from error
    known = set(model.labels)
    model.set_languages([code for code in wanted if code in known])
    return model
