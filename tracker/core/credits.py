"""Whose text a text says that it is: credit lines, agency slugs, references.

Only configured outlets and news agencies are ever recognised, so that no person's name
becomes a source.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.core.shingles import words
from tracker.core.text import blank_addresses, fold, paragraphs

# A line that says where a text is from says little else.
LONGEST_CREDIT_LINE = 12  # words
# The dateline in which an agency signs stands before this character.
LONGEST_DATELINE = 60
LONGEST_NAME = 6  # words
# Characters after a credit in which its name stands.
LONGEST_PRINTED = 120

# As agencies sign; whoever else stands in brackets is no source.
AGENCIES = frozenset(
    (
        "AA",
        "AFP",
        "ANSA",
        "AP",
        "APA",
        "ATSH",
        "BTA",
        "dpa",
        "DPA",
        "EFE",
        "FENA",
        "HINA",
        "IRNA",
        "ISNA",
        "MIA",
        "Reuters",
        "REUTERS",
        "Tanjug",
        "TANJUG",
        "TASS",
        "UPI",
        "Xinhua",
        "Agence France-Presse",
        "Anadolu",
        "Associated Press",
        "Bloomberg",
    )
)
# A name that says of itself that it is a news agency's. Of what follows only one word
# is taken: where the name has ended, who wrote it may stand.
_AGENCY_NAME = re.compile(
    r"Agjenci\w*\s+(?:e\s+|së\s+)?Lajmeve\s+[A-ZÇË]\w*(?:\s+(?:News|Press|Online)\b)?"
    r"|(?:[A-Z]\w*\s+){1,2}(?:News|Press)\s+Agency"
)
# Folded. They begin a line, a sentence or a bracket.
_LABEL = re.compile(
    r"(?:(?<=[.!?(\[*|])\s*|^\W*)(?:"
    r"(?:burim[ie]t?|sources?)(?:\s+i\s+lajmit)?\s*[:-]"
    r"|(?:marre|shkeputur|huazuar|ribotuar)\s+nga\b"
    r"|(?:reprinted|republished|taken)\s+from\b)\s*"
)
# Folded. They say it in a sentence of their own.
_NOTE = re.compile(
    r"\b(?:(?:first|originally)\s+(?:published|appeared|printed)\s+(?:by|in|on|at)"
    r"|(?:botuar|publikuar)\s+(?:se\s+pari|fillimisht|per\s+here\s+te\s+pare)"
    r"\s+(?:nga|ne|tek)"
    r"|(?:se\s+pari|fillimisht)\s+(?:u\s+)?(?:botuar?|publikuar?)\s+(?:nga|ne|tek))"
    r"\b\s*"
)
# Folded. They hand what is said to somebody; that alone makes no copy.
_REFERENCE = re.compile(
    r"\b(?:according\s+to|(?:as\s+)?(?:first\s+)?reported\s+by|sipas"
    r"|(?:raporton|raportuar\s+nga|shkruan|njofton|citon|cituar\s+nga))\b[:,]?\s*"
)
_BEFORE_NAME = re.compile(
    r"(?:\W|\b(?:the|gazet\w*|portal\w*|televizion\w*|faq\w*|medi\w*|newspaper"
    r"|website|site)\b)*",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\W+|\W+$")
_MARKS = re.compile(r"^\W+")
# Bounded, and from the first letter of a run only: a text may be one long word.
_HOST = re.compile(
    r"(?<![\w.@-])(?:https?://)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?![\w@-])",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[/(]\s*([^/()\n]{2,40}?)\s*[/)]")
_SIGNATURE = re.compile(r"[/(]\s*([^/()\n]{2,40}?)\s*[/)]?\s*\.?$")
_ENDING = re.compile(r"(?<=\w{3})(?:it|ut|in|un|se|es|en|[iuaesn])$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """What a text says of its origin.

    `source`: the outlet (id) or the agency (as printed) that it credits, and in `line`
    how, in words that name nobody else. `mentioned`: the outlets to which it hands
    something, in the order of the text.
    """

    source: str | None = None
    line: str = ""
    mentioned: tuple[str, ...] = ()


NO_CREDITS = Credits()


class Sources:
    """The outlets that a text may credit, by name and host."""

    def __init__(self, outlets: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        """Take id, name and hosts of each outlet.

        A name that two of them bear, once endings are cut, is nobody's.
        """
        self._hosts: dict[str, str] = {}
        names: dict[tuple[str, ...], set[str]] = {}
        for outlet, name, hosts in outlets:
            for host in hosts:
                self._hosts[host.removeprefix("www.")] = outlet
            for folded in (words(name), words(outlet)):
                for key in {folded, _stems(folded)} - {()}:
                    names.setdefault(key, set()).add(outlet)
        self._names: Mapping[tuple[str, ...], str] = {
            key: min(bearers) for key, bearers in names.items() if len(bearers) == 1
        }

    def of_host(self, host: str) -> str | None:
        """Give the outlet of a host, or of the host that it lies below."""
        rest = host.lower().removeprefix("www.")
        while rest:
            if rest in self._hosts:
                return self._hosts[rest]
            rest = rest.partition(".")[2]
        return None

    def named_at(self, text: str) -> str | None:
        """Give the outlet whose name or host a text begins with."""
        for printed in (_MARKS.sub("", text, count=1), _from_name(text)):
            host = _HOST.match(printed)
            if host and (outlet := self.of_host(host.group(1))):
                return outlet
            if outlet := self._name_at(printed):
                return outlet
        return None

    def _name_at(self, printed: str) -> str | None:
        if not _is_printed_as_name(printed):
            return None
        folded = words(printed)[:LONGEST_NAME]
        for length in range(len(folded), 0, -1):
            for key in (folded[:length], _stems(folded[:length])):
                if key in self._names:
                    return self._names[key]
        return None

    def is_name(self, text: str) -> str | None:
        """Give the outlet whose name or host is all of a text."""
        if host := _HOST.fullmatch(text):
            return self.of_host(host.group(1))
        return self._names.get(words(text)) if _is_printed_as_name(text) else None


def credits_of(
    body: str,
    sources: Sources,
    *,
    outlet: str,
    author: str | None = None,
    canonical: str | None = None,
) -> Credits:
    """Read what a text of an outlet says of its origin.

    A credit stands in a line of its own, or in the first or last paragraph, which a
    reference in the middle of a text does not. What credits the outlet itself, or
    somebody who is neither an outlet nor an agency, credits nobody.
    """
    mentioned = tuple(
        dict.fromkeys(each for each in _references(body, sources) if each != outlet)
    )
    for source, line in _told(body, sources, author, canonical):
        if source != outlet:
            return Credits(source=source, line=line, mentioned=mentioned)
    return Credits(mentioned=mentioned)


def _told(
    body: str, sources: Sources, author: str | None, canonical: str | None
) -> Iterator[tuple[str, str]]:
    """Yield who is credited and how, what tells most first."""
    if canonical is not None:
        host = urlsplit(canonical).hostname or ""
        if outlet := sources.of_host(host):
            yield outlet, f"its page names {host} as the original"
    lines = [body[start:end] for start, end in paragraphs(body)]
    for number, line in enumerate(lines):
        is_outer = number in (0, len(lines) - 1)
        is_own = len(line.split()) <= LONGEST_CREDIT_LINE
        if is_outer or is_own:
            yield from _credited(line, sources)
    if lines:
        for slug in _slugs(lines[0], lines[-1]):
            if source := sources.is_name(slug) or _agency(slug):
                yield source, f"“{slug}”"
    if author and (source := sources.is_name(author) or _agency(author)):
        yield source, f"byline “{author}”"


def _credited(line: str, sources: Sources) -> Iterator[tuple[str, str]]:
    for _, said, after in (*_after(_LABEL, line), *_after(_NOTE, line)):
        source = sources.named_at(after) or _agency_at(after)
        if source:
            yield source, f"“{said.strip()} {source}”"
    # "Sipas X" is a credit where nothing is said after it.
    for _, said, after in _after(_REFERENCE, line):
        source = sources.is_name(_BARE.sub("", after))
        if source and said.strip() and line.strip().startswith(said.strip()):
            yield source, f"“{said.strip()} {source}”"


def _references(body: str, sources: Sources) -> Iterator[str]:
    """Yield the outlets that a text refers to or whose addresses it prints."""
    found = [
        (place, outlet)
        for place, _, after in _after(_REFERENCE, body)
        if (outlet := sources.named_at(after))
    ]
    found.extend(
        (host.start(), outlet)
        for host in _HOST.finditer(body)
        if (outlet := sources.of_host(host.group(1)))
    )
    for _, outlet in sorted(found):
        yield outlet


def _after(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str, str]]:
    """Yield where a folded text fits a pattern, what fits, and what follows there.

    Both as printed; of what follows so much as may hold a name.
    """
    folded = fold(text)
    for found in pattern.finditer(folded.text):
        start, end = folded.pos[found.start()], folded.pos[found.end()]
        yield start, text[start:end], text[end : end + LONGEST_PRINTED]


def _slugs(first: str, last: str) -> Iterator[str]:
    first, last = blank_addresses(first), blank_addresses(last)
    yield from _DATELINE.findall(first[:LONGEST_DATELINE])
    signed = _SIGNATURE.search(last[-LONGEST_DATELINE:])
    if signed:
        yield signed.group(1)
    # "ATSH" or "ATSH/" before the first words, and alone in the last line.
    yield first[:LONGEST_DATELINE].partition("/")[0].strip()
    yield last.strip()


def _agency(text: str) -> str | None:
    """Give an agency's name if that is all of a text."""
    is_one = text in AGENCIES or _AGENCY_NAME.fullmatch(text)
    return text if is_one else None


def _agency_at(text: str) -> str | None:
    """Give the agency whose name a text begins with."""
    printed = _from_name(text)
    named = _AGENCY_NAME.match(printed)
    if named:
        return named.group()
    signed = [
        each
        for each in AGENCIES
        if printed.startswith(each) and not printed[len(each) : len(each) + 1].isalnum()
    ]
    return max(signed, key=len, default=None)


def _is_printed_as_name(text: str) -> bool:
    """Whether a text begins as names do: "sipas temës" is no newspaper."""
    return text[:1].isupper() or text[:1].isdigit()


def _from_name(text: str) -> str:
    """Cut the marks and words that may stand before a name."""
    start = _BEFORE_NAME.match(text)
    return text[start.end() if start else 0 :]


def _stems(folded: tuple[str, ...]) -> tuple[str, ...]:
    """Cut the case endings of Albanian: gazeta, gazetën and gazetës are one name."""
    return tuple(_ENDING.sub("", word) for word in folded)
