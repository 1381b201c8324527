"""The words of a dossier, read in one language out of one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

LANGUAGES = ("en", "sq")


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Read the table: key → language → words."""
    text = (files("tracker.report.dossier") / "words.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Mapping[str, str]] = YAML(typ="safe", pure=True).load(text)
    return words


@dataclass(frozen=True, slots=True)
class Words:
    """The table of words in one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Give the words of a key, with values put into their {places}."""
        words = table()[key][self.language]
        return words.format(**values) if values else words

    def known(self, key: str) -> str | None:
        """Give the words of a key that may be missing, such as one made of a code."""
        return self(key) if key in table() else None

    def counted(self, key: str, number: int) -> str:
        """Give the words for one or for several things: `KEY.one` or `KEY.many`."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", number=f"{number:,}")
