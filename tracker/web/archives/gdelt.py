"""GDELT DOC 2.0: which articles of an outlet it saw, without their texts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tracker.core.folding import fold
from tracker.core.urls import canonical
from tracker.model import (
    GDELT,
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
from tracker.web.feeds import cut_texts, web_address
from tracker.web.xmltext import plain

# The most that an answer holds.
MOST_ROWS = 250
# GDELT looks for new articles so often; a shorter window holds all or nothing.
SHORTEST_WINDOW = timedelta(minutes=15)
# DOC 2.0 knows nothing older.
BEGINS_AT = datetime(2017, 1, 1, tzinfo=UTC)
# Characters of `query`; longer ones are refused ("too short or too long"), and where
# the limit lies is not documented: 213 were accepted, 290 were not.
LONGEST_QUERY = 250
# It asks for one question in five seconds; who asked too soon had better wait longer.
WAIT = timedelta(seconds=60)
# Shorter ones are refused, and the whole question with them.
SHORTEST_WORD, SHORTEST_PHRASE = 3, 5

_SUCCESS = 200
_TOO_MANY = re.compile(r"limit\s+requests|too\s+many\s+requests", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\w\s'.-]", re.ASCII)


class Gdelt:
    """Asks GDELT for the articles of an outlet that name what is tracked.

    Addresses of other hosts stay in what is found: whose they are is for the caller,
    who knows all hosts of an outlet. That GDELT saw an article then is `captured_at`,
    never a date of publication.
    """

    def __init__(self, address: str = GDELT) -> None:
        self._address = address

    def first(
        self,
        outlet: Outlet,
        incident: str,
        *,
        from_at: datetime,
        to_at: datetime,
        terms: Terms,
    ) -> Sequence[Search]:
        """Ask once, more often where there are many names; also where none may fetch.

        Nothing is asked of the time before BEGINS_AT.
        """
        start = max(from_at, BEGINS_AT)
        if start >= to_at:
            return ()
        host = urlsplit(canonical(outlet.home)).netloc.removeprefix("www.")
        searches = []
        for group in _groups(terms.phrases, LONGEST_QUERY - len(_asked("()", host))):
            address = self._asking(group, host, from_at=start, to_at=to_at)
            searches.append(
                question(
                    "gdelt",
                    outlet,
                    incident,
                    address,
                    from_at=start,
                    to_at=to_at,
                    query=group,
                )
            )
        return searches

    def read(self, search: Search, reply: Reply, *, now: datetime) -> Found | Failure:
        """Read the rows of an answer; a full one is asked for again in two halves."""
        if reply.status == _SUCCESS and not reply.body.strip():
            return Found(entries=())  # nothing was found
        answer = judged(reply, now=now)
        if isinstance(answer, Failure):
            return _refused(answer, sentence(reply), now=now)
        document = json_of(reply)
        rows = document.get("articles", []) if isinstance(document, dict) else None
        if isinstance(rows, list):
            return _found(search, rows)
        said = sentence(reply)
        failure = Failure(
            outcome="failed", detail=f"GDELT answers: {said}", status=reply.status
        )
        return _refused(failure, said, now=now) if document is None else failure

    def _asking(
        self, group: str, host: str, *, from_at: datetime, to_at: datetime
    ) -> str:
        phrases = f"({group})" if " OR " in group else group
        parameters = {
            "query": _asked(phrases, host),
            "mode": "artlist",
            "format": "json",
            "maxrecords": MOST_ROWS,
            "sort": "dateasc",
            "startdatetime": f"{from_at:%Y%m%d%H%M%S}",
            "enddatetime": f"{to_at:%Y%m%d%H%M%S}",
        }
        return f"{self._address}?{urlencode(parameters, quote_via=quote, safe=':')}"


def _refused(failure: Failure, said: str, *, now: datetime) -> Failure:
    """Say what GDELT says; who asked too soon is told so with any status."""
    if failure.outcome == "later" or _TOO_MANY.search(said):
        return replace(
            failure,
            outcome="later",
            detail=f"GDELT asked us to wait: {said}",
            retry_at=max(failure.retry_at or now, now + WAIT),
        )
    if failure.outcome != "failed" or failure.status == _SUCCESS:
        return failure
    return replace(failure, detail=f"GDELT answers with {failure.status}: {said}")


def _asked(phrases: str, host: str) -> str:
    return f"{phrases} domainis:{host}"


# ---------------------------------------------------------------------------- phrases


def _groups(phrases: Iterable[str], longest: int) -> Iterator[str]:
    """Join phrases by OR into as few questions as their length allows."""
    group = ""
    for term in _terms(phrases):
        longer = f"{group} OR {term}" if group else term
        if len(longer) <= longest:
            group = longer
            continue
        if group:
            yield group
        group = term if len(term) <= longest else ""
    if group:
        yield group


def _terms(phrases: Iterable[str]) -> list[str]:
    """Write phrases as GDELT reads them; without those that another one finds too.

    Several words stand in quotation marks; a single one must not, unless it holds a
    sign. What is translated into English has its letters, and others are refused.
    """
    known = dict[str, str]()
    for phrase in phrases:
        words = " ".join(_NO_WORD.sub(" ", fold(phrase, lower=False).text).split())
        if words.isalnum() and len(words) >= SHORTEST_WORD:
            known.setdefault(words.casefold(), words)
        elif not words.isalnum() and len(words) >= SHORTEST_PHRASE:
            known.setdefault(words.casefold(), f'"{words}"')
    return [
        term
        for words, term in known.items()
        if not any(f" {w} " in f" {words} " for w in known if w != words)
    ]


# ------------------------------------------------------------------------------- rows


def _found(search: Search, rows: Sequence[Any]) -> Found:
    entries, unusable, strays = list[FeedEntry](), 0, 0
    for row in rows[:MOST_ROWS]:
        entry = _entry(row)
        if entry is None:
            unusable += 1
        elif not _is_inside(search, entry.captured_at):
            strays += 1
        else:
            entries.append(entry)
    gaps = []
    if unusable:
        gaps.append(f"{counted(unusable, 'row', 'rows')} without a usable address")
    if strays:
        gaps.append(f"{counted(strays, 'row', 'rows')} of another time than asked for")
    further: tuple[Search, ...] = ()
    if len(rows) >= MOST_ROWS:
        if search.to_at - search.from_at <= SHORTEST_WINDOW:
            gaps.append(f"more than {MOST_ROWS} rows in a quarter of an hour")
        elif 2 * sum(each.captured_at is not None for each in entries) <= MOST_ROWS:
            # the halves would bring the same rows once more, and theirs, too
            gaps.append(
                "GDELT does not keep to the time asked for, or does not tell it"
            )
        else:
            further = _halves(search)
    return Found(entries=tuple(entries), further=further, gaps=tuple(gaps))


def _entry(row: object) -> FeedEntry | None:
    if not isinstance(row, dict) or not isinstance(row.get("url"), str):
        return None
    link = clean(row["url"])
    url = web_address(link, base_url=link)
    if url is None:
        return None
    title, seen = row.get("title"), row.get("seendate")
    return cut_texts(
        FeedEntry(
            key=url,
            url=url,
            title=plain(clean(title)) or None if isinstance(title, str) else None,
            captured_at=_seen(seen) if isinstance(seen, str) else None,
        )
    )


def _seen(text: str) -> datetime | None:
    """Read a time such as 20220723T101500Z."""
    return moment(text.strip().replace("T", "", 1).removesuffix("Z"))


def _is_inside(search: Search, seen_at: datetime | None) -> bool:
    """Whether a row is of the window; GDELT rounds the times that it tells."""
    if seen_at is None:
        return True
    start, end = search.from_at - SHORTEST_WINDOW, search.to_at + SHORTEST_WINDOW
    return start <= seen_at <= end


def _halves(search: Search) -> tuple[Search, Search]:
    """Ask for the two halves of a window, which meet at a full second."""
    start = search.from_at
    seconds = int((search.to_at - start).total_seconds()) // 2
    middle = start + timedelta(seconds=seconds)
    return (
        replace(search, to_at=middle, address=_between(search, start, middle)),
        replace(search, from_at=middle, address=_between(search, middle, search.to_at)),
    )


def _between(search: Search, from_at: datetime, to_at: datetime) -> str:
    address, sign, outlet = search.address.partition("#")
    beginning = address.partition("&startdatetime=")[0]
    start, end = f"{from_at:%Y%m%d%H%M%S}", f"{to_at:%Y%m%d%H%M%S}"
    return f"{beginning}&startdatetime={start}&enddatetime={end}{sign}{outlet}"
