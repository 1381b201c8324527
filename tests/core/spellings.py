"""The ways in which the source of a page spells a word that readers see as one."""

import html
import unicodedata
from collections.abc import Callable, Sequence
from html.entities import codepoint2name
from random import Random

# A tag may hold a ">" in a quoted value, a comment may hold tags.
_AROUND = (
    "<b>{}</b>",
    "<em>{}</em>",
    '<span class="x">{}</span>',
    "<font>{}</font>",
    '<i title="a>b">{}</i>',
    "<mark title='x\"y>z'>{}</mark>",
    '<abbr title="<q>">{}</abbr>',
)
_BEHIND = (
    "<wbr>",
    "<b></b>",
    "<!-- x -->",
    "<!-- <b>x</b> -->",
    "<!---->",
    "<!-->",
    "<!--a>b-->",
    '<script>var a = "<b>";</script>',
    "<script>if (a<b) f('</b>')</script>",
    "<style>p>a{}</style>",
    "</b>",
)
_UNSEEN = ("\u00ad", "&shy;", "\u200b", "&#8203;", "&zwj;", "\u2060", "\ufeff", "\x0b")
_BLANKS = (" ", "&nbsp;", "\u00a0", "\n", "&#32;", " <b> ")


def spell(rng: Random, name: str) -> str:
    """Spell `name` in the body of a page."""
    return _spelled(rng, name, (*_IN_TEXT, *_IN_MARKUP), _BLANKS)


def spell_value(rng: Random, name: str) -> str:
    """Spell `name` in an attribute, without a tag or a quotation mark."""
    return _spelled(rng, name, _IN_TEXT, (" ", "&nbsp;"))


_Way = Callable[[Random, str, str], str]


def _spelled(
    rng: Random, name: str, ways: Sequence[_Way], blanks: Sequence[str]
) -> str:
    kind = rng.randrange(6)
    if kind == 0:
        return name
    if kind == 1:
        return html.escape(name)
    spelled = ""
    for place, char in enumerate(name):
        following = name[place + 1 : place + 2]
        if char == " ":
            spelled += rng.choice(blanks)
        elif rng.random() < 0.5:
            spelled += char
        else:
            spelled += rng.choice(ways)(rng, char, following)
    return spelled


def _decimal(rng: Random, char: str, following: str) -> str:
    zeros = "0" * rng.choice((0, 0, 0, 1, 9))
    end = ";" if following.isalnum() or rng.random() < 0.7 else ""
    return f"&#{zeros}{ord(char)}{end}"


def _hexadecimal(rng: Random, char: str, _following: str) -> str:
    return f"&#{rng.choice('xX')}{ord(char):{rng.choice('xX')}};"


def _named(_rng: Random, char: str, _following: str) -> str:
    name = codepoint2name.get(ord(char))
    return f"&{name};" if name else char


def _decomposed(_rng: Random, char: str, _following: str) -> str:
    return unicodedata.normalize("NFD", char)


def _bare(_rng: Random, char: str, _following: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return "".join(c for c in parts if not unicodedata.combining(c))


def _with_unseen(rng: Random, char: str, _following: str) -> str:
    return char + rng.choice(_UNSEEN)


def _in_tags(rng: Random, char: str, _following: str) -> str:
    return rng.choice(_AROUND).format(char)


def _before_markup(rng: Random, char: str, _following: str) -> str:
    return char + rng.choice(_BEHIND)


_IN_TEXT: tuple[_Way, ...] = (
    _decimal,
    _hexadecimal,
    _named,
    _decomposed,
    _bare,
    _with_unseen,
)
_IN_MARKUP: tuple[_Way, ...] = (_in_tags, _before_markup)
