"""Text that may be shown: its addresses without passwords, keys and tokens."""

import re
from urllib.parse import unquote

# Stands where a secret stood.
HIDDEN = "…"

_WORDS = frozenset(
    {
        "auth",
        "credential",
        "credentials",
        "key",
        "pass",
        "passwd",
        "password",
        "pwd",
        "secret",
        "sig",
        "signature",
        "token",
    }
)
# Written in one word: apikey, authtoken, oauth.
_ENDINGS = ("auth", "key", "password", "secret", "signature", "token")
_LOGIN = re.compile(r"(?<=//)[^/?#\s]*@")
# A password with a bare slash or question mark ends the host too early; what stands
# after the colon is then no port.
_ODD_LOGIN = re.compile(r"(?<=//)[^/?#\s\[\]@]*:(?!\d*(?:[/?#\s]|$))\S{0,500}@")
_PAIR = re.compile(r"(?<=[?&;#])([^=&;#?\s]+)=([^&;#\s]+)")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# Share links wrap addresses in addresses, escaped once a layer.
_LAYERS = 3


def hidden(text: str) -> str:
    """Spell the addresses in a text without what only their owner should know.

    User names and passwords are left out, and so are the values of parameters whose
    names speak of a key, token, secret, password, signature or auth; an address within
    the value of a parameter counts, too. Nothing else of the text changes, and
    `hidden(hidden(text)) == hidden(text)`.

    >>> hidden("https://desk:word@lajme.example/feed?id=7&api_key=abc")
    'https://lajme.example/feed?id=7&api_key=…'
    """
    return _PAIR.sub(_shown, _without_login(text))


def _without_login(text: str) -> str:
    return _LOGIN.sub("", _ODD_LOGIN.sub("", text))


def _shown(pair: re.Match[str]) -> str:
    name, value = pair[1], pair[2]
    if _is_secret(unquote(name)) or _holds_secret(value):
        return f"{name}={HIDDEN}"
    return pair[0]


def _holds_secret(value: str) -> bool:
    for _ in range(_LAYERS):
        value = unquote(value)
        if _without_login(value) != value:
            return True
        if any(_is_secret(unquote(pair[1])) for pair in _PAIR.finditer(value)):
            return True
    return False


def _is_secret(name: str) -> bool:
    parts = [part.lower() for part in _PARTS.findall(name)]
    return any(part in _WORDS or part.endswith(_ENDINGS) for part in parts)
