"""Article lists of GDELT's DOC 2.0 interface.

Described in blog.gdeltproject.org/gdelt-doc-2-0-api-debuts. What it refuses, it refuses
in plain text with status 200; the sentences are those that clients of it report, and
those marked own are made up. It searches a machine translation, so that English words
find Albanian articles.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from tests.archives.pages import text
from tests.archives.world import Article, World, folded
from tests.web.server import Answer

PATH = "/api/v2/doc/doc"
MOST_RECORDS, USUAL_RECORDS = 250, 75
# Reported: 213 characters pass, 290 do not.
MOST_QUERY = 250
SHORTEST_PHRASE, SHORTEST_WORD = 5, 3
SHORTEST_WINDOW = timedelta(minutes=15)
LANGUAGES = {"sq": "Albanian", "en": "English"}
COUNTRIES = {"sq": "Albania", "en": ""}

LIMITED = (
    "Please limit requests to one every 5 seconds or contact us for larger queries."
)
UNBRACKETED = "Queries containing OR'd terms must be surrounded by ()."
BRACKETED = "Parentheses may only be used around OR'd statements."
LENGTH = "Your query was too short or too long."
PHRASE = "The specified phrase is too short."
KEYWORD = "One or more of your keywords were too short, too long or too common."
WINDOW = "Timespan is too short."
CHARACTER = "One or more of your keywords contained an illegal character."  # own
MOMENT = "Invalid date: use YYYYMMDDHHMMSS."  # own
RECORDS = "Invalid maxrecords: the limit is 250."  # own
OPERATOR = "Invalid/Unsupported operator."  # own

_PART = re.compile(r'[()]|-?(?:\w+:)?"[^"]*"|[^\s()]+')
Test = Callable[[Article], bool]


class QueryError(Exception):
    """What is answered instead of articles."""


def gdelt_answer(world: World, query: str, *, cap: int = MOST_RECORDS) -> Answer:
    """Answer a question; it never names more than `cap` articles."""
    asked = {name.lower(): given[-1] for name, given in parse_qs(query).items()}
    if asked.get("mode", "").lower() != "artlist" or asked.get("format") != "json":
        return text("<html><body>ArtList</body></html>", kind="text/html")
    try:
        is_asked_for = _query(world, asked.get("query", ""))
        first, last = _window(asked)
        most = _records(asked)
    except QueryError as error:
        return text(f"{error}\n", kind="text/html")
    found = [
        each
        for each in world.articles
        if each.seen is not None and first <= each.seen <= last and is_asked_for(each)
    ]
    found.sort(key=_order(asked.get("sort", "").lower()))
    rows = [_row(world, each) for each in found[: min(most, cap)]]
    body = json.dumps({"articles": rows} if rows else {}, ensure_ascii=False)
    return text(body, kind="application/json")


def limited(status: int) -> Answer:
    """Refuse who asked too soon: with 429, or with 200 as it happens, too."""
    return text(f"{LIMITED}\n", status=status, kind="text/html")


def _query(world: World, query: str) -> Test:
    if not SHORTEST_WORD <= len(query.strip()) <= MOST_QUERY:
        raise QueryError(LENGTH)
    tests: list[Test] = []
    parts = _PART.findall(query)
    while parts:
        part = parts.pop(0)
        if part == "OR":
            raise QueryError(UNBRACKETED)
        if part == ")":
            raise QueryError(BRACKETED)
        tests.append(_group(world, parts) if part == "(" else _term(world, part))
    return lambda each: all(test(each) for test in tests)


def _group(world: World, parts: list[str]) -> Test:
    """Read what stands between brackets: terms with OR between each two."""
    if ")" not in parts:
        raise QueryError(BRACKETED)
    inside = parts[: parts.index(")")]
    del parts[: len(inside) + 1]
    terms, between = inside[::2], inside[1::2]
    if len(terms) < 2 or len(terms) == len(between) or {*between} != {"OR"}:
        raise QueryError(BRACKETED)
    if "OR" in terms or "(" in terms:
        raise QueryError(BRACKETED)
    tests = [_term(world, term) for term in terms]
    return lambda each: any(test(each) for test in tests)


def _term(world: World, part: str) -> Test:
    if part.startswith("-"):
        without = _term(world, part[1:])
        return lambda each: not without(each)
    name, colon, value = part.partition(":")
    if colon and not part.startswith('"'):
        return _operator(world, name.lower(), value.strip('"').lower())
    if part.startswith('"'):
        phrase = part.strip('"').strip()
        if len(phrase) < SHORTEST_PHRASE:
            raise QueryError(PHRASE)
        return _stands(phrase)
    if not part.isalnum():
        raise QueryError(CHARACTER)
    if len(part) < SHORTEST_WORD:
        raise QueryError(KEYWORD)
    return _stands(part)


def _operator(world: World, name: str, value: str) -> Test:
    def hosts(each: Article) -> tuple[str, str]:
        return _domain(world, each), world.bases[each.outlet].partition("//")[2]

    def language(each: Article) -> str:
        return world.outlet[each.outlet].language

    match name:
        case "domainis":  # a port tells outlets of this machine apart
            return lambda each: value in hosts(each)
        case "domain":
            return lambda each: f".{_domain(world, each)}".endswith(f".{value}")
        case "sourcelang":
            return lambda each: LANGUAGES[language(each)].lower().startswith(value)
        case "sourcecountry":
            return lambda each: COUNTRIES[language(each)].lower() == value
    raise QueryError(OPERATOR)


def _domain(world: World, article: Article) -> str:
    return urlsplit(world.bases[article.outlet]).hostname or ""


def _stands(phrase: str) -> Test:
    words = f" {' '.join(_words(phrase))} "
    return lambda each: words in f" {' '.join(_words(each.english))} "


def _words(told: str) -> list[str]:
    return re.findall(r"\w+", folded(told))


def _window(asked: dict[str, str]) -> tuple[datetime, datetime]:
    """Read the window; both ends belong to it, and none at all is the last months."""
    first = _moment(asked.get("startdatetime", "20260830000000"))
    last = _moment(asked.get("enddatetime", "20261130000000"))
    if last - first < SHORTEST_WINDOW:
        raise QueryError(WINDOW)
    return first, last


def _moment(given: str) -> datetime:
    if not re.fullmatch(r"\d{14}", given):
        raise QueryError(MOMENT)
    try:
        return datetime.strptime(given, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise QueryError(MOMENT) from None


def _records(asked: dict[str, str]) -> int:
    given = asked.get("maxrecords", str(USUAL_RECORDS))
    if not given.isdigit() or not 1 <= int(given) <= MOST_RECORDS:
        raise QueryError(RECORDS)
    return int(given)


def _order(sort: str) -> Callable[[Article], tuple[object, ...]]:
    def seen(each: Article) -> float:
        return each.seen.timestamp() if each.seen else 0.0

    if sort in ("datedesc", "dateasc"):
        sign = 1 if sort == "dateasc" else -1
        return lambda each: (sign * seen(each), each.id)
    # relevance: an order that tells nothing of time
    return lambda each: (sha256(each.slug.encode()).digest(),)


def _row(world: World, article: Article) -> dict[str, str]:
    url, outlet = world.url(article), world.outlet[article.outlet]
    return {
        "url": url,
        "url_mobile": "",
        # its tokenizer parts words and signs
        "title": re.sub(r"\s*([,:;?!])", r" \1", article.title),
        "seendate": f"{article.seen:%Y%m%dT%H%M%SZ}",
        "socialimage": "",
        "domain": _domain(world, article),
        "language": LANGUAGES[outlet.language],
        "sourcecountry": COUNTRIES[outlet.language],
    }
