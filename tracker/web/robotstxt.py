"""Reads a robots.txt, and says what it allows (RFC 9309)."""

import re
from dataclasses import dataclass, field

from protego import Protego

# What real files call the lines; the misspellings are those that Google's parser takes
# for what was meant, too.
AGENT = frozenset({"user-agent", "useragent", "user agent"})
ALLOW = frozenset({"allow"})
DISALLOW = frozenset(
    {"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"}
)
RULES = ALLOW | DISALLOW
DELAY = frozenset({"crawl-delay", "crawldelay", "crawl delay"})
SITEMAP = frozenset({"sitemap", "site-map"})
# RFC 9309 section 2.5 asks for at least 500 KiB.
PARSED_BYTES = 512 * 1024
# Where Google's parser stops reading a line: a buffer of eight times the longest
# address of old browsers (2083), less its end.
LONGEST_LINE = 8 * 2083 - 1

_TOKEN = re.compile(r"\*(?=\s|$)|[A-Za-z_-]+")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_LINES = re.compile(r"\r\n|\r|\n")
_BROKEN = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one agent may ask for; `crawl_delay` is in seconds, None where not said."""

    judge: Protego
    crawl_delay: float | None = None

    def allows(self, url: str) -> bool:
        """Judge an address by its path and query; the longest rule counts."""
        return bool(self.judge.can_fetch(url, "*"))


def decoded(body: bytes, most: int) -> str:
    """Decode a robots.txt: UTF-8, BOM tolerated, whole lines of its first `most` bytes.

    Bytes that are no UTF-8 come as percent-encoding, as they would in an address.
    """
    if len(body) >= most:
        # Half a rule would forbid more than its author meant.
        body = body[:most].rpartition(b"\n")[0]
    text = body.decode("utf-8-sig", errors="surrogateescape")
    return _BROKEN.sub(lambda broken: f"%{ord(broken[0]) - 0xDC00:02X}", text)


def rules_for(agent: str, text: str) -> Rules:
    r"""Collect the rules of the groups that name `agent`, else of those for all (`*`).

    Only these are kept, so that memory is bounded by the size of the text however
    many agents a group names. Lines that cannot be read are skipped; they end no
    group.

    >>> rules_for("foo", "User-agent: *\nDisallow: /").allows("https://a.example/")
    False
    """
    found: dict[str, _Found] = {}
    named: set[str] = set()  # those of us whom the group at hand names
    is_open = True  # more agents may still join it
    for key, value in map(_line, _LINES.split(text)):
        if key in AGENT:
            if not is_open:
                named, is_open = set(), True
            if _token(value) in (agent.lower(), "*"):
                named.add(_token(value))
                found.setdefault(_token(value), _Found())
        elif key in RULES:
            is_open = False
            for name in named:
                found[name].add(value, allow=key in ALLOW)
        elif key in DELAY and _NUMBER.fullmatch(value):
            for name in named:
                found[name].crawl_delay = float(value)
    return (found.get(agent.lower()) or found.get("*") or _Found()).rules()


def sitemaps_in(text: str) -> tuple[str, ...]:
    r"""Give what the Sitemap lines name, as it stands there: in order, each once.

    They belong to no group: sitemaps.org/protocol.html#submit_robots.

    >>> sitemaps_in("User-agent: x\nDisallow: /\nSitemap: https://a.example/s.xml")
    ('https://a.example/s.xml',)
    """
    lines = map(_line, _LINES.split(text))
    named = (value for key, value in lines if key in SITEMAP and value)
    return tuple(dict.fromkeys(named))


@dataclass(slots=True)
class _Found:
    crawl_delay: float | None = None
    lines: dict[str, None] = field(default_factory=dict)

    def add(self, value: str, *, allow: bool) -> None:
        if not value:
            return
        key = "Allow" if allow else "Disallow"
        self.lines[f"{key}: {value}"] = None
        if allow and value.endswith(("/index.html", "/index.htm")):
            self.lines[f"{key}: {value[: value.rindex('/') + 1]}$"] = None

    def rules(self) -> Rules:
        lines = ("User-agent: *", *self.lines)
        return Rules(Protego.parse("\n".join(lines)), self.crawl_delay)


def _line(line: str) -> tuple[str, str]:
    """Split a line into key, in lower case, and value; what is neither is empty."""
    plain = line[:LONGEST_LINE].partition("#")[0].strip()
    key, colon, value = plain.partition(":")
    if not colon:
        words = plain.split()
        # Some forget the colon; more words than two are prose.
        key, value = words if len(words) == 2 else ("", "")  # noqa: PLR2004 - a pair
    return key.strip().lower(), value.strip()


def _token(value: str) -> str:
    """Give the product token that a value begins with, or `*` (RFC 9309, 2.2.1)."""
    found = _TOKEN.match(value)
    return found[0].lower() if found else ""
