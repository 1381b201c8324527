"""The Wayback Machine: which pages of an outlet it holds, and its copies of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urldefrag, urlencode, urlsplit

from tracker.core.urls import canonical, same_site
from tracker.model import (
    WAYBACK,
    Failure,
    FeedEntry,
    Found,
    Outlet,
    Reply,
    Search,
    Terms,
)
from tracker.web.archives.answers import (
    counted,
    json_of,
    judged,
    moment,
    question,
    sentence,
)
from tracker.web.decode import clean
from tracker.web.feeds import web_address

# Rows of an answer: some hundred kilobytes, and seconds of the archive's time.
PAGE_ROWS = 1000
# A hundred thousand addresses that name what is tracked: no outlet has so many.
MOST_PAGES = 100
# A copy is often made weeks after an article was published.
CAPTURED_WITHIN = timedelta(days=30)
# Characters of the filter for addresses; servers refuse addresses of 8,000.
LONGEST_FILTER = 1000

_FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest")
_SUCCESS = 200
_EXCLUDED = re.compile(
    r"AdministrativeAccessControl|RobotAccessControl|Blocked Site Error"
    r"|Blocked By Robots|excluded from the Wayback",
    re.IGNORECASE,
)
_ERROR_HEADER = "x-archive-wayback-runtime-error"
_ORIGINAL_HEADER = "x-archive-orig-"
_CAPTURE = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(.+)", re.ASCII | re.DOTALL)
# What a Java program's URLEncoder leaves of a text.
_ENCODED = re.compile(r"[A-Za-z0-9%+._*~!'()-]+", re.ASCII)
_LONGEST_KEY = 4096


class Wayback:
    """Searches the addresses of an outlet for words of what is tracked.

    Asked for are captures of the stretch and of CAPTURED_WITHIN after it, as a copy is
    of something published before: what was published after the stretch comes along,
    and its own date tells. Of each address the first capture is taken, which is the
    closest to what was published. The words are looked for in the addresses, behind
    the host, so that an article whose address does not tell is not found.
    """

    def __init__(self, address: str = WAYBACK) -> None:
        self._address = address.rstrip("/") + "/"

    def first(
        self,
        outlet: Outlet,
        incident: str,
        *,
        from_at: datetime,
        to_at: datetime,
        terms: Terms,
    ) -> Sequence[Search]:
        """Ask for what lies under the home of an outlet that may be fetched."""
        if not outlet.fetch:
            return ()
        home = urlsplit(canonical(outlet.home))
        place = home.netloc.removeprefix("www.") + home.path
        searches = []
        for words, pattern in _patterns(terms):
            parameters = (
                ("url", place),
                ("matchType", "prefix"),
                ("from", f"{from_at:%Y%m%d%H%M%S}"),
                ("to", f"{to_at + CAPTURED_WITHIN:%Y%m%d%H%M%S}"),
                ("output", "json"),
                ("fl", ",".join(_FIELDS)),
                ("filter", "statuscode:200"),
                ("filter", "mimetype:text/html"),
                ("filter", f"original:{pattern}"),
                ("collapse", "urlkey"),
                ("limit", PAGE_ROWS),
                ("showResumeKey", "true"),
            )
            query = urlencode(parameters, quote_via=quote, safe=":/,")
            address = f"{self._address}cdx/search/cdx?{query}"
            searches.append(
                question(
                    "wayback",
                    outlet,
                    incident,
                    address,
                    from_at=from_at,
                    to_at=to_at,
                    query=words,
                )
            )
        return searches

    def read(self, search: Search, reply: Reply, *, now: datetime) -> Found | Failure:
        """Read the rows of an answer; what follows them is the next question."""
        if reply.status == _SUCCESS and not reply.body.strip():
            return Found(entries=())  # nothing was found
        said = sentence(reply)
        document = json_of(reply) if reply.status == _SUCCESS else None
        if isinstance(document, list):
            return _found(search, document, self._address)
        told = f"{reply.headers.get(_ERROR_HEADER, '')} {said}"
        if _EXCLUDED.search(told):
            detail = "the archive does not show this site, which is excluded from it"
            return Failure(outcome="blocked", detail=detail, status=reply.status)
        answer = judged(reply, now=now)
        if isinstance(answer, Failure):
            if answer.outcome != "failed":
                return answer
            detail = f"the archive answers with {reply.status}: {said}"
            return replace(answer, detail=detail)
        detail = f"the archive answers: {said}"
        return Failure(outcome="failed", detail=detail, status=reply.status)


def original(reply: Reply) -> tuple[Reply, datetime] | Failure:
    """Give a page as its outlet sent it to the archive, and when that was (UTC).

    `asked` is the address whose copy was asked for, `url` the one whose copy came. The
    headers are the outlet's, as far as the archive keeps them; of an answer that is no
    copy they are the archive's own, so that its wishes to be left alone are heard.
    """
    came, asked = _capture(reply.url), _capture(reply.asked)
    if came is None:
        host = urlsplit(reply.url).netloc
        detail = f"the archive leads to a page of its own ({host})"
        return Failure(outcome="failed", detail=detail, status=reply.status)
    url, captured_at = came
    asked_url = asked[0] if asked else url
    if not same_site(asked_url, url):
        host = urlsplit(url).netloc
        detail = f"the archive's copy leads to another site ({host})"
        return Failure(outcome="failed", detail=detail, status=reply.status)
    headers = {
        name.removeprefix(_ORIGINAL_HEADER): value
        for name, value in reply.headers.items()
        if name.startswith(_ORIGINAL_HEADER)
    }
    content_type = reply.headers.get("content-type")
    if headers and content_type is not None:
        headers.setdefault("content-type", content_type)
    page = Reply(
        asked=asked_url,
        url=url,
        status=reply.status,
        headers=headers or reply.headers,
        body=reply.body,
    )
    return page, captured_at


def _capture(address: str) -> tuple[str, datetime] | None:
    """Tell the original address, and the time, that the address of a copy names."""
    match = _CAPTURE.search(address)
    at = moment(match[1]) if match else None
    if match is None or at is None:
        return None
    # some servers on the way join the two slashes of an address within another
    link = re.sub(r"\A(https?):/+", r"\1://", match[2], flags=re.IGNORECASE)
    if "://" not in link.partition("?")[0]:
        link = f"http://{link}"
    url = web_address(link, base_url=link)
    return None if url is None else (url, at)


# ------------------------------------------------------------------------- the filter


def _patterns(terms: Terms) -> Iterator[tuple[str, str]]:
    """Give, for each question, its words and the pattern of addresses that hold one.

    The archive compares a whole address with a regular expression of Java.
    """
    slugs = list(dict.fromkeys(terms.slugs))
    # an address that holds the longer one holds the shorter one, too
    least = [s for s in slugs if not any(t != s and t in s for t in slugs)]
    parts = [(slug, _within(slug)) for slug in least]
    parts += [
        (acronym, f"(?<![a-z]){_within(acronym)}(?![a-z])")
        for acronym in dict.fromkeys(terms.acronyms)
    ]
    for group in _groups(parts):
        words = ", ".join(word for word, _ in group)
        alternatives = "|".join(pattern for _, pattern in group)
        yield words, f"(?i)https?://[^/]+/.*({alternatives}).*"


def _within(slug: str) -> str:
    """Match words of an address, however they are joined."""
    return "[-_]".join(re.escape(word) for word in slug.split("-"))


def _groups(
    parts: Iterable[tuple[str, str]],
) -> Iterator[Sequence[tuple[str, str]]]:
    group: list[tuple[str, str]] = []
    length = 0
    for part in parts:
        if group and length + len(part[1]) > LONGEST_FILTER:
            yield group
            group, length = [], 0
        group.append(part)
        length += len(part[1]) + 1
    if group:
        yield group


# ------------------------------------------------------------------------------- rows


def _found(search: Search, document: Sequence[Any], archive: str) -> Found:
    """Read a first row of names, the captures, and a key behind an empty row."""
    rows, last = list(document), None
    if len(rows) > 1 and rows[-2] == [] and isinstance(rows[-1], list):
        last = rows[-1]
        del rows[-2:]
    names = rows[0] if rows and isinstance(rows[0], list) else []
    entries, unusable = list[FeedEntry](), 0
    for row in rows[1:]:
        entry = _entry(names, row, search, archive)
        if entry is None:
            unusable += 1
        else:
            entries.append(entry)
    gaps = []
    if unusable:
        gaps.append(f"{counted(unusable, 'row', 'rows')} that cannot be used")
    further: tuple[Search, ...] = ()
    key, page = _sent(last), _page_of(search)
    # the fragment, which is never sent, counts the pages
    asked, _ = urldefrag(search.address)
    address = f"{search.listing}&resumeKey={key}"
    if key and entries and address != asked:
        if page < MOST_PAGES:
            further = (replace(search, address=f"{address}#{page + 1}"),)
        else:
            gaps.append(f"stopped after {MOST_PAGES} pages")
    elif last is not None:
        gaps.append("the archive does not say how to go on")
    return Found(entries=tuple(entries), further=further, gaps=tuple(gaps))


def _page_of(search: Search) -> int:
    _, number = urldefrag(search.address)
    return int(number) if number.isdecimal() else 1


def _entry(
    names: Sequence[object], row: object, search: Search, archive: str
) -> FeedEntry | None:
    if not isinstance(row, list) or len(row) != len(names):
        return None
    said = {n: v for n, v in zip(names, row, strict=True) if isinstance(n, str)}
    digits, link = said.get("timestamp"), said.get("original")
    if not isinstance(digits, str) or not isinstance(link, str):
        return None
    at, link = moment(digits), clean(link)
    url = web_address(link, base_url=link)
    if at is None or url is None:
        return None
    if not search.from_at <= at <= search.to_at + CAPTURED_WITHIN:
        return None
    return FeedEntry(
        key=_same(url),
        url=url,
        captured_at=at,
        copy_url=f"{archive}web/{digits}id_/{url}",
    )


def _same(url: str) -> str:
    """Give one name for all spellings of an address, each of which has its captures."""
    try:
        return canonical(url)
    except ValueError:
        return url


def _sent(last: Sequence[object] | None) -> str | None:
    """Give a key as it is sent back: it comes encoded already, from most servers."""
    key = last[0] if last is not None and len(last) == 1 else None
    if not isinstance(key, str) or len(key) > _LONGEST_KEY:
        return None
    return key if _ENCODED.fullmatch(key) else quote(clean(key), safe="")
