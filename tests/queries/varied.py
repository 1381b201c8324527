"""Articles of three outlets on one incident, in which the keys of the reports cross.

All that the database can know of them is there, and comes to be known bit by bit: texts
are fetched after their address was seen, changed later, read again; a copy is seen
before the text that it is of. So counts can be traced to their evidence, and a report
as of a time held against what was known then.
"""

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]

VOICES = ("outlet", "quoted", "attributed", "denied")
OF_FACTS = ("outlet", "background", "scare", "denied", "background")
SPEAKERS = (
    ("police", None, "say"),
    ("shembulli", "associations", "claim"),
    ("other", None, "say"),
    ("unnamed", None, "anonymous"),
)
# Articles of which an archive saw a copy long before it was read here.
CAPTURED = {14: 10, 19: 26}  # the day of March on which it was read
WHOLE = "We shall open the hall again on Monday morning"
PART = "shall open the hall again on Monday"
CODED_BY = ("actors", "labels", "incidents", "facts")
LIMITS = {"11": (11, 11), "12": (12, 12), "13": (13, None)}
# An article that is kept for the names in it, and is about something else.
OFF_TOPIC = {
    "article_id": "d00",
    "outlet": "d",
    "published_at": "2026-03-04 07:00",
    "first_seen_at": "2026-03-04 08:00",
    "versions": 2,
}


def varied_corpus() -> dict[str, list[Row]]:
    """Rows by table, in the form that the fixture `fill` takes."""
    articles = [_article(n) for n in range(24)]
    texts = [_Text(n, version) for n in range(24) for version in (1, 2)]
    return {
        "settings": [
            {"name": "zone", "value": "Europe/Tirane"},
            *({"name": f"{part}_hash", "value": "new"} for part in CODED_BY),
        ],
        "incidents": [{"actors": ["shembulli", "police"]}],
        "outlets": [
            {"outlet": outlet, "kind": kind}
            for outlet, kind in zip("abcd", ["portal", "daily"] * 2, strict=True)
        ],
        "actors": [
            {"actor": "shembulli", "groups": ["associations"]},
            {"actor": "police", "groups": [], "context": True},
        ],
        "articles": [*articles, OFF_TOPIC],
        "incident_articles": [{"article_id": row["article_id"]} for row in articles],
        "versions": [*(text.row() for text in texts), *_off_topic_texts()],
        "annotations": [row for text in texts for row in text.annotations()],
        "quotes": [row for text in texts for row in text.quotes()],
        "figures": [row for text in texts for row in text.figures()],
        "tokens": [row for text in texts for row in text.tokens()],
        "copy_pairs": _copy_pairs(),
        "pages": _pages([*articles, OFF_TOPIC]),
        "feeds": [{"feed_url": f"feed-{outlet}", "outlet": outlet} for outlet in "abd"],
        "polls": [*_polls(), *_answers()],
        "searches": _searches(),
        "facts": [
            {"fact": "f0", "public_since_at": "2026-03-02 08:00"},
            {"fact": "f1", "side": "police", "stated_by": "police"},
            {"fact": "f2"},
        ],
        "codebook": [
            {"layer": "label", "actor": "shembulli", "code": "affirming"},
            {"layer": "label", "actor": "shembulli", "code": "unused"},
            {"layer": "event_noun", "incident": "durres_fair", "code": "check"},
        ],
    }


def _off_topic_texts() -> list[Row]:
    """Judged anew when it changed: before, it might have been of the incident."""
    return [
        {"article_id": "d00", "version": version, "seen_at": f"2026-03-{day:02} 10:00"}
        | {"config_hash": _hash(is_new=version == 2)}
        for version, day in ((1, 4), (2, 10))
    ]


def _id(n: int) -> str:
    return f"a{n:02}"


def _hash(*, is_new: bool) -> str:
    return ".".join(["new" if is_new else "old", *["new"] * 3])


def _article(n: int) -> Row:
    published = f"2026-03-{3 + n % 4:02} 09:{n:02}"
    # An earlier text of which others are copies may be seen after them.
    seen = f"2026-03-{3 + n % 4 + (2 if n % 4 == 1 else 0):02} 09:{n + 10:02}"
    undated = n % 7 == 5
    return {
        "article_id": _id(n),
        "outlet": "abc"[n % 3],
        "language": ("sq", "en")[n % 2],
        "published_at": None if undated else published,
        "published_from_at": None if undated else published,
        "published_to_at": seen if undated else published,
        "published_source": None if undated else "json_ld",
        "first_seen_at": seen,
        "day": published[:10],
        "copy_cluster": _id(n) if n < 18 else _id(n - 18),
        "copied_from": "a" if n == 22 else None,
        "feed_position": 1 + n % 9,
        "title": f"Titulli {n} i dytë",
        "versions": 2,
    }


class _Text:
    """One version of an article, and what is found in it."""

    def __init__(self, n: int, version: int) -> None:
        self.n, self.version = n, version
        self.article = _article(n)
        self.where = {"article_id": _id(n), "version": version}
        said = PART if n % 6 == 4 else WHOLE
        self.title = f"Titulli {n} i {'parë' if version == 1 else 'dytë'}"
        self.body = (
            f"Panairi u hap. Policia foli me {11 + n % 3} veta në sallë.\n"
            f"“{said}”, tha kryetari në mbledhje. Sipas policisë, salla u mbyll."
            f"{' Përditësim.' if version == 2 else ''}"
        )
        self.said = said

    def _span(self, words: str) -> Row:
        start = self.body.index(words)
        return {"field": "body", "start_char": start, "end_char": start + len(words)}

    def row(self) -> Row:
        days = 0 if self.version == 1 else 1 + self.n % 3 * 9
        day = 3 + self.n % 4 + (2 if self.n % 4 == 1 else 0) + days
        if self.n in CAPTURED:
            day = CAPTURED[self.n] + self.version - 1
        return self.where | {
            "seen_at": f"2026-03-{day:02} 1{self.version}:00",
            "previous_check_at": None if self.version == 1 else "2026-03-03 12:00",
            "title": self.title,
            "body": self.body,
            "words": len(self.body.split()),
            "paragraphs": 2,
            "kept": None if self.version == 1 else 0.9,
            "new": None if self.version == 1 else 0.1,
            "title_changed": self.version == 2,
            "declared": self.version == 2,
            # Texts that are new are coded anew; not all that came before are.
            "config_hash": _hash(is_new=self.version == 2 or self.n % 4 > 0),
        }

    def annotations(self) -> list[Row]:
        n, version = self.n, self.version
        found: list[Row] = []
        if n % 5:
            found.append({"actor": "shembulli"})
            if (n + version) % 3:
                code = ("affirming", "descriptive")[n % 2]
                found.extend(
                    {"layer": "label", "actor": "shembulli", "code": code}
                    | {"voice": VOICES[(n + start) % 4], "start_char": start}
                    | {"mention_start": 0}
                    for start in range(2)
                )
        if n % 4:
            found.append({"actor": "police", "field": "title", "paragraph": 0})
        found.extend(
            {"layer": "event_noun", "code": "check", "start_char": place}
            | {"field": "body" if place else "title", "paragraph": place}
            | {"voice": VOICES[(n + place) % 4]}
            for place in range(n % 4)
        )
        if n % 3:
            fact = f"f{n % 2}"
            found.append(
                {"layer": "fact", "code": fact, "voice": OF_FACTS[(n + version) % 5]}
            )
        if n == 7:
            found.append({"layer": "fact", "code": "f2", "voice": "denied"})
        return [self.where | row for row in found]

    def quotes(self) -> list[Row]:
        rows: list[Row] = []
        if self.n % 4 != 2:
            speaker, group, verb = SPEAKERS[self.n % 4]
            utterance = "0123456789abcdef" if self.said == WHOLE else "fedcba9876543210"
            rows.append(
                self._span(self.said)
                | {"quote": 1, "utterance": utterance, "direct": True, "words": 9}
                | {"speaker": speaker, "speaker_group": group, "verb_class": verb}
                | {"verb": "tha", "paragraph": 2}
            )
        if self.n % 5 != 3:
            rows.append(
                self._span("salla u mbyll")
                | {"quote": 2, "direct": False, "words": 3, "paragraph": 2}
                | {"speaker": "police", "verb": "sipas", "verb_class": "according"}
            )
        return [self.where | row for row in rows]

    def figures(self) -> list[Row]:
        if self.n % 5 == 2:
            return []
        number = str(11 + self.n % 3)
        low, high = LIMITS[number]
        return [
            self.where
            | self._span(number)
            | {"incident": "durres_fair", "fact": f"f{self.n % 2}"}
            | {"quantity": "detained", "referent": ("people", "guests")[self.n % 2]}
            | {"low": low, "high": high, "surface": number, "voice": VOICES[self.n % 4]}
            | {"sentence_start": 15, "sentence_end": self.body.index("\n")}
        ]

    def tokens(self) -> list[Row]:
        words = {"panairi": "Panairi", "salla": "salla", "mbledhje": "mbledhje"}
        if self.n % 3 == 1:
            words["hap"] = "hap"
        return [
            self.where
            | self._span(word)
            | {"term": term, "n": 1 + (self.n + len(term)) % 3, "n_shared": 0}
            | {"sentence_start": 0, "sentence_end": 14}
            for term, word in words.items()
        ]


def _copy_pairs() -> list[Row]:
    copies = [
        {"article_a": _id(n - 18), "article_b": _id(n), "kind": "copy"}
        | {"a_in_b": 0.95, "b_in_a": 0.9}
        | {"direction": "copied_from" if n == 22 else "earlier"}
        for n in range(18, 24)
    ]
    shared = [
        {"article_a": _id(n), "article_b": _id(n + 1), "kind": "shared_source"}
        | {"a_in_b": 0.4, "b_in_a": 0.5, "direction": "not_known"}
        for n in (7, 9, 11)
    ]
    excerpt = {"article_a": "a12", "article_b": "a14", "kind": "excerpt"}
    excerpt |= {"a_in_b": 0.3, "b_in_a": 0.95, "direction": "earlier"}
    return [row | {"reason": "words"} for row in [*copies, *shared, excerpt]]


def _pages(articles: Sequence[Row]) -> list[Row]:
    pages = [
        {
            "url": f"https://{row['outlet']}.example/{row['article_id']}",
            "outlet": row["outlet"],
            "feed_url": f"feed-{row['outlet']}",
            "first_seen_at": row["first_seen_at"],
            "checked_at": f"{row['first_seen_at'][:10]} 10:00",
            "outcome": "matched",
            "article_id": row["article_id"],
        }
        for row in articles
    ]
    for n, day in CAPTURED.items():
        pages[n] |= {"feed_url": None, "found_via": "wayback"}
        pages[n] |= {"captured_at": pages[n]["first_seen_at"]}
        pages[n] |= {
            "first_seen_at": f"2026-03-{day:02} 10:00",
            "checked_at": f"2026-03-{day:02} 11:00",
        }
    # Read, left or read again only later.
    outcomes = ("failed", "unmatched", "pending", "duplicate", "blocked", "gone")
    pages.extend(
        {
            "url": f"https://{outlet}.example/p{n}",
            "outlet": outlet,
            "feed_url": f"feed-{outlet}",
            "not_seen_at": f"2026-03-{3 + n:02} 07:00",
            "first_seen_at": f"2026-03-{3 + n:02} 08:00",
            "checked_at": None if n == 2 else f"2026-03-{3 + 2 * n:02} 08:30",
            "outcome": outcome,
            "article_id": "a00" if outcome == "duplicate" else None,
            "config_hash": _hash(is_new=outlet != "b"),
        }
        for outlet in "abd"
        for n, outcome in enumerate(outcomes)
        if (outlet, outcome) != ("d", "duplicate")
    )
    return pages


def _polls() -> list[Row]:
    return [
        {"feed_url": f"feed-{outlet}", "outlet": outlet, "polled_at": f"{day} 08:00"}
        | {"entries": 20, "new_entries": 2}
        | (
            {"outcome": "failed", "detail": "timed out"}
            if outlet == "b" and number % 6 == 3
            else {
                "complete_from_at": f"{before} 08:00",
                "complete_to_at": f"{day} 08:00",
            }
        )
        for outlet in "abd"
        for number, (before, day) in enumerate(
            (f"2026-03-{day - 1:02}", f"2026-03-{day:02}") for day in range(2, 29)
        )
    ]


# Outlet c has no feed: an archive lists its posts, the second half of them weeks later.
ASKED = {"incident": "durres_fair", "searched_from_at": "2026-03-01 00:00"}
ASKED |= {"searched_to_at": "2026-03-25 00:00"}
ANSWERS = (
    ("gdelt-b", "2026-03-08 12:00", "failed", "fair"),
    ("gdelt-b", "2026-03-23 12:00", "read", "fair"),
    ("posts-c", "2026-03-08 13:00", "read", None),
    ("posts-c-2", "2026-03-23 13:00", "read", None),
    ("wayback-d", "2026-03-04 09:00", "blocked", "fair"),
    ("wayback-d-2", "2026-03-26 09:00", "read", "fair"),
)
VIA = {"gdelt": "gdelt", "posts": "wordpress", "wayback": "wayback"}


def _of_archive(address: str) -> Row:
    via, outlet, *_ = address.split("-")
    return {"via": VIA[via], "outlet": outlet}


def _answers() -> list[Row]:
    whole = {"complete_from_at": "2026-03-01 00:00"}
    whole |= {"complete_to_at": "2026-03-23 13:00"}
    return [
        ASKED
        | _of_archive(address)
        | {"feed_url": address, "polled_at": at, "outcome": outcome, "query": query}
        | {"entries": 4, "new_entries": 2}
        | (whole if address == "posts-c-2" else {})
        for address, at, outcome, query in ANSWERS
    ]


def _searches() -> list[Row]:
    last = {address: (outcome, query) for address, _, outcome, query in ANSWERS}
    last["gdelt-b-2"] = ("open", "fair")
    return [
        _of_archive(address)
        | {"incident": "durres_fair", "address": address, "listing": address[:7]}
        | {"from_at": ASKED["searched_from_at"], "to_at": ASKED["searched_to_at"]}
        | {"outcome": outcome, "query": query, "whole": outcome == "read"}
        for address, (outcome, query) in last.items()
    ]
