"""The endings that follow an acronym in print, by language.

Serbian UN-a, Turkish AB'nin, Macedonian ЕУ-то, German LKWs; those of Albanian are in
`phrases`.
"""

# ruff: noqa: RUF001, RUF002, SIM905 - look-alike letters; word lists read as prose

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.core.forms.inflections.scripts import has_latin


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings after a mark (hyphen or apostrophe), and those written without one."""

    parted: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    mark: str = "-"


_SERBIAN = "a u e i om em ov ova ovi ovom ove ovih ovog ovoj".split()
_SERBIAN_CYRILLIC = "а у е и ом ем ов ова ови овом ове ових овог овој".split()
_TURKISH = (
    "nin nın nun nün in ın un ün ye ya e a yi yı yu yü i ı u ü de da te ta den dan ten"
    " tan le la yle yla ler lar li lı lu lü"
).split()
_MACEDONIAN = "от та то те а ата ото".split()
_GENITIVE = Endings(parted=("s",), attached=("s",), mark="'")
_SOUTH_SLAVIC = Endings(parted=(*_SERBIAN, *_SERBIAN_CYRILLIC))

_BY_LANGUAGE: Mapping[str, Endings] = {
    "en": _GENITIVE,
    "de": _GENITIVE,
    "nl": _GENITIVE,
    "tr": Endings(parted=tuple(_TURKISH), mark="'"),
    "sr": _SOUTH_SLAVIC,
    "hr": _SOUTH_SLAVIC,
    "bs": _SOUTH_SLAVIC,
    "mk": Endings(parted=tuple(_MACEDONIAN)),
}


def acronym_endings(language: str) -> Endings:
    """Return what a text in `language` puts after an acronym: in many nothing."""
    return _BY_LANGUAGE.get(language, Endings())


def acronym_forms(word: str, language: str) -> tuple[str, ...]:
    """Return an acronym inside a longer name (Misija UN-a) with its endings."""
    endings = acronym_endings(language)
    same_alphabet = (
        ending for ending in endings.parted if has_latin(ending) == has_latin(word)
    )
    return (
        word,
        *(word + endings.mark + ending for ending in same_alphabet),
        *(word + ending for ending in endings.attached),
    )
