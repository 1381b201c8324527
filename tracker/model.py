"""The nouns that every layer shares; all are values, none of them acts.

Times are aware datetimes in UTC unless a field says otherwise. Offsets are 0-based
Unicode characters with an exclusive end. `None` means "not known", nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

PollOutcome = Literal[
    "read", "unchanged", "failed", "blocked", "gone", "later", "skipped"
]
PageOutcome = Literal[
    "matched",
    "unmatched",
    "failed",
    "blocked",
    "gone",
    "paywalled",
    "not_html",
    "too_large",
    "not_article",
    "duplicate",
    "skipped",
    "pending",
]
FeedStatus = Literal["active", "failing", "dead", "gone", "quarantined", "off"]
FeedKind = Literal["feed", "sitemap", "wordpress"]
FoundVia = Literal[
    "feed", "sitemap", "wordpress", "wayback", "gdelt", "warc", "list", "link"
]
# How past articles are found; each is also a word of FoundVia.
Via = Literal["wordpress", "sitemap", "gdelt", "wayback", "warc", "list"]
Voice = Literal["outlet", "attributed", "scare", "quoted", "denied", "background"]
Layer = Literal["actor", "label", "event_noun", "fact"]
MentionKind = Literal["hit", "candidate", "compound", "former"]
TextField = Literal["title", "body"]
Role = Literal["report", "follow_up", "background"]

# The language under which stands what holds in every language.
EVERY = "*"
# Where the archives are that hold past articles of many outlets.
GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"
WAYBACK = "https://web.archive.org/"

# ---------------------------------------------------------------- configuration


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher whose output is compared; `fetch=False` is listed, never crawled."""

    id: str
    name: str
    home: str
    hosts: tuple[str, ...] = ()
    country: str = "ZZ"
    languages: tuple[str, ...] = ()
    kind: str = "portal"
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    wordpress: str | None = None
    timezone: str | None = None
    interval: timedelta | None = None
    fetch: bool = True
    note: str = ""
    # address of a feed → `user:password`, as it stood in the address; never stored
    logins: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it is printed; `forms` are written out, beside those generated."""

    text: str
    gender: Literal["m", "f"] | None = None
    plural: bool | None = None
    cap: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acronym:
    """A case-sensitive acronym.

    `title_languages`: languages whose house style prints it like a word (Mek); that
    form counts beside an anchor. `plain_languages`: the only languages in which it
    counts without an anchor (None: all). `not_glued`: glued lower-case forms that are
    real words (meku). `ending_languages`: the only languages in which a case ending may
    follow (None: all). `compound_counts`: also "MEK-Lager" is a hit;
    `compound_languages`: it is one in these.
    """

    text: str
    title_languages: tuple[str, ...] = ()
    plain_languages: tuple[str, ...] | None = None
    not_glued: tuple[str, ...] = ()
    ending_languages: tuple[str, ...] | None = None
    compound_counts: bool = False
    compound_languages: tuple[str, ...] = ()


# language → entries; the language "*" stands for every language
Names = Mapping[str, tuple[Name, ...]]
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An organisation, office or place that is tracked; never a private person."""

    id: str
    name: str
    groups: tuple[str, ...] = ()
    context: bool = False
    acronyms: tuple[Acronym, ...] = ()
    names: Names = field(default_factory=dict)
    places: Names = field(default_factory=dict)
    generic: Names = field(default_factory=dict)
    anchors: Words = field(default_factory=dict)
    labels: Mapping[str, Words] = field(default_factory=dict)  # family → words


@dataclass(frozen=True, slots=True, kw_only=True)
class EventNoun:
    """One class of words for the event; `exclude` names compounds of other events."""

    words: Words
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a number of this fact counts: the quantity, and the nouns beside it.

    `referents` holds the nouns of each counted thing by language; numbers of one thing
    are compared, whatever the language.
    """

    quantity: str
    referents: Mapping[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A checkable statement; `match` holds one boolean query a language ("*": all)."""

    id: str
    statement: str
    stated_by: str | None = None
    side: str | None = None
    public_since: datetime | None = None
    match: Mapping[str, str] = field(default_factory=dict)
    within: Literal["sentence", "paragraph"] = "sentence"
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An event whose coverage is compared; days are local and both inclusive."""

    id: str
    title: Mapping[str, str]
    first_day: date
    last_day: date
    place: str | None
    actors: tuple[str, ...]
    about: Mapping[str, str]  # language → boolean query; "*": all languages
    event_nouns: Mapping[str, EventNoun] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """How fast, how long and how much the crawler may ask."""

    interval: timedelta = timedelta(minutes=15)
    delay: timedelta = timedelta(seconds=2)
    hosts: int = 16
    timeout: timedelta = timedelta(seconds=30)
    max_bytes: int = 10_000_000
    # exact address and port pairs that may be dialled though not public
    private_addresses: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackIssueSettings:
    """Which archives are asked for past articles, None: not at all; and how fast.

    `delay` lies between two requests to such an archive.
    """

    gdelt: str | None = GDELT
    wayback: str | None = WAYBACK
    delay: timedelta = timedelta(seconds=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything config.yaml and its includes say, validated."""

    path: Path
    database: Path
    archive: Path | None
    keep: Literal["matched", "all"]
    timezone: str
    contact: str | None
    crawl: CrawlSettings
    backfill: BackIssueSettings = BackIssueSettings()
    queries: Path | None
    outlets: tuple[Outlet, ...]
    actors: tuple[Actor, ...]
    incidents: tuple[Incident, ...]


# ---------------------------------------------------------------- from the web


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A complete answer of a server, whatever its status; `body` is unpacked.

    `url` is the address that answered, `moved_to` the new permanent address when
    every hop on the way was a 301 or 308. `insecure_hop`: the way led from https to
    http. Header names are in lower case.
    """

    asked: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None
    insecure_hop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is nothing to read; `detail` is one readable sentence.

    `outcome` is one of the words that `polls.outcome` and `pages.outcome` share, or
    that only one of them knows. `retry_at`: the server asked us to wait until then.
    """

    outcome: Literal[
        "failed",
        "blocked",
        "gone",
        "later",
        "pending",
        "skipped",
        "not_html",
        "too_large",
        "not_article",
        "paywalled",
    ]
    detail: str
    status: int | None = None
    retry_at: datetime | None = None
    deadly: bool = False  # what came ended the process that was to read it


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server said 304, or sent the same bytes as before."""

    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed, a sitemap or a WordPress answer, as it claims to be.

    `key` is the guid, else the link. `published` and `updated` are the strings that
    stood there. `position` is 1 for the first entry of a document, None outside one.
    An archive saw it at `captured_at`; its copy, if it is to be read, is at `copy_url`.
    """

    key: str
    url: str
    title: str | None = None
    summary: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    position: int | None = None
    captured_at: datetime | None = None
    copy_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a feed asks of those who poll it; nothing is asked where it is silent.

    `every`: not more often (`ttl` of RSS 2.0; `sy:updatePeriod` divided by
    `sy:updateFrequency` of the RSS 1.0 syndication module). `skip_hours`: 0 to 23, in
    GMT; `skip_days`: 0 (Monday) to 6.
    """

    every: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed document held; `flags`: malformed, capped, cut, unlinked."""

    entries: tuple[FeedEntry, ...]
    title: str | None = None
    flags: tuple[str, ...] = ()
    wishes: Wishes = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapChild:
    """A sitemap that an index names; `modified` is the string that stood there."""

    url: str
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapIndex:
    """The parts of a sitemap, in the order of the document; flags as in ParsedFeed."""

    children: tuple[SitemapChild, ...]
    flags: tuple[str, ...] = ()


# ---------------------------------------------------------------- back issues


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is asked for of an incident: its neutral names, never a label.

    `words`: for a search within one site; folded beginnings of words, parted by blanks,
    of which all have to be there. `phrases`: as printed in English. `slugs`: folded,
    in ASCII, as addresses write them, words joined by `-`; `acronyms` are the same,
    but stand alone.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    slugs: tuple[str, ...]
    acronyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One question to an archive: what an outlet published between two times (UTC).

    [from_at, to_at) is the stretch asked for. `address` is what is asked (the path, of
    a file); `listing` the address at which it began, the same for all steps of one
    search. `query`: what is searched for; None where all of the stretch is listed, so
    that what is not there was not published. `follows_at`: the latest time in the page
    before, of a list in the order of time.
    """

    incident: str
    outlet: str
    via: Via
    address: str
    listing: str
    from_at: datetime
    to_at: datetime
    query: str | None = None
    follows_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an archive answered.

    `further`: what has to be asked next. `gaps` say in words why something that was
    asked for may be missing. `total`: how many addresses the whole search finds, where
    the archive says so.
    """

    entries: tuple[FeedEntry, ...]
    further: tuple[Search, ...] = ()
    gaps: tuple[str, ...] = ()
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchState:
    """A question, and what has become of it: `open`, or the outcome of its poll.

    `whole`: its answer holds all that was asked for; `entries`: how many addresses it
    holds, `total`: how many there are in all, as the archive says. `retry_at`: when an
    open one may be asked again, None: at once. `attempts` counts the times that it got
    nothing.
    """

    search: Search
    outcome: PollOutcome | Literal["open"] = "open"
    whole: bool = False
    entries: int | None = None
    total: int | None = None
    attempts: int = 0
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateClaim:
    """A date that a page, feed or address claims for an article.

    `value` is UTC; `precision` is what was stated. `source`, in order of trust:
    json_ld, meta, feed, time_element, url, text; `modified` never dates an article.
    """

    source: Literal[
        "json_ld", "meta", "feed", "time_element", "url", "text", "modified"
    ]
    value: datetime
    precision: Literal["second", "minute", "hour", "day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDate:
    """A date string as found, before zones and trust are applied."""

    source: Literal[
        "json_ld", "meta", "feed", "time_element", "url", "text", "modified"
    ]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The readable part of a page; one line of `body` is one paragraph."""

    title: str
    body: str
    author: str | None = None
    language: str | None = None  # as the page declares it
    canonical: str | None = None
    original: str | None = None  # canonical as well, but on another site
    dates: tuple[RawDate, ...] = ()
    has_media: bool | None = None
    flags: tuple[str, ...] = ()


# ---------------------------------------------------------------- found in a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is coded: one version of one article, with what is known about it."""

    title: str
    body: str
    language: str
    published_at: datetime | None
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A piece of evidence; `text[start_char:end_char] == surface` in its field.

    `actor` is set for layers actor and label, `incident` for event_noun and fact.
    `paragraph` is 0 in the title, 1 in the lead. `mention_start` is where the mention
    starts that a label is attached to (same field as the label).
    """

    layer: Layer
    code: str
    field: TextField
    start_char: int
    end_char: int
    surface: str
    kind: MentionKind
    paragraph: int
    sentence_start: int
    sentence_end: int
    voice: Voice
    incident: str | None = None
    actor: str | None = None
    mention_start: int | None = None
    attributed_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Why an article belongs to an incident; `reason` is one readable line."""

    incident: str
    role: Role
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A statement that the text hands to somebody: in quotation marks or reported.

    [start_char, end_char) is what is said, without the marks and without the speaker.
    `direct`: word for word, in quotation marks. `utterance` names the words of a direct
    quotation, so that the same ones elsewhere have the same name. `speaker` is an actor
    id, a role, `other` or `unnamed`; `speaker_group` the first group of an actor.
    `verb` is the verb of saying as printed; None where there is none (a colon).
    """

    field: TextField
    start_char: int
    end_char: int
    paragraph: int
    speaker: str
    speaker_group: str | None
    verb: str | None
    verb_class: str
    words: int
    direct: bool
    utterance: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with the noun that it counts, where it tells the quantity of a fact.

    [start_char, end_char) is the number as printed, `surface`, with the words that
    limit it; `referent` the counted thing, as configured. `low` and `high` are what the
    words allow ("over 20": 21 and None, without a limit).
    """

    incident: str
    fact: str
    quantity: str
    referent: str
    field: TextField
    start_char: int
    end_char: int
    surface: str
    low: float
    high: float | None
    sentence_start: int
    sentence_end: int
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """All that one text yields; `keep_reason` is None when nothing keeps it."""

    annotations: tuple[Annotation, ...]
    assignments: tuple[Assignment, ...]
    keep_reason: str | None
    quotes: tuple[Quote, ...] = ()
    amounts: tuple[Amount, ...] = ()


# ---------------------------------------------------------------- to be shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a result; `type` is DuckDB's, in lower case; `text` its meaning."""

    name: str
    type: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Rows as DuckDB gave them; naive datetimes are UTC."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


# ---------------------------------------------------------------- to be stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How many new entries a feed brings, averaged over its last visits.

    `a_day` forgets over days, `an_hour` over hours: a burst shows there first.
    """

    a_day: float
    an_hour: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMemory:
    """What is remembered of a feed's document from one visit to the next.

    `asked_plainly_at`: when the server last had to send the whole document;
    `same_bodies`: how often in a row it then sent the bytes that we had already.
    `deadly`: fingerprint of the bytes that ended the process that was to read them.
    """

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    entry_keys: tuple[int, ...] = ()  # hashes of the entries of the last good visit
    proves: bool = True  # whether the document is a list whose sameness proves anything
    proves_until_at: datetime | None = None  # a sitemap that gets no news proves less
    moved_to: str | None = None  # where to ask instead, after a permanent redirect
    asked_plainly_at: datetime | None = None
    same_bodies: int = 0
    wishes: Wishes = Wishes()
    rhythm: Rhythm | None = None  # None: not known yet
    deadly: str | None = None
    said_gone: bool = False  # the last visit got a 410


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFeed:
    """What the store knows of a feed that should be visited now."""

    url: str
    outlet: str
    kind: FeedKind
    state: FeedStatus = "active"
    failures: int = 0
    last_success_at: datetime | None = None
    memory: FeedMemory = FeedMemory()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRest:
    """A site that is left alone until a time, because it asked to, or is out of reach.

    `site` is a registrable domain, or an address with its port.
    """

    site: str
    until_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """The robots.txt of an origin (`https://host:port`) as it was read last.

    `body` is what is obeyed: empty when the site has none, None when it could never
    be read. `failing_since_at`: since when it cannot be read, None while it can.
    """

    origin: str
    checked_at: datetime
    body: str | None
    failing_since_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNotes:
    """What was learnt about sites as such, and has to outlive the program."""

    rests: tuple[SiteRest, ...] = ()
    robots: tuple[RobotsFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """A page to look at again: it could not be read, or its article may have changed.

    `outcome` is what became of it last; `attempts` counts the visits that got nothing.
    """

    url: str
    outlet: str
    found_via: FoundVia
    feed_url: str | None
    first_seen_at: datetime
    not_seen_at: datetime | None
    title: str | None
    published_text: str | None  # what its feed said of the time, as it stood there
    attempts: int
    outcome: PageOutcome = "pending"
    copy_url: str | None = None  # an archive's copy, which is read instead
    captured_at: datetime | None = None  # when an archive saw it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """When an address was first seen; `not_seen_at`: last time that it was not there.

    `is_article`: what stood there is kept; `is_lost`: so far it could not be read.
    """

    first_seen_at: datetime
    not_seen_at: datetime | None
    is_article: bool = False
    is_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How a feed stands after a visit.

    `not_before_at`: the server asked not to be visited earlier.
    """

    url: str
    outlet: str
    kind: FeedKind
    state: FeedStatus
    failures: int
    next_check_at: datetime
    not_before_at: datetime | None = None
    last_success_at: datetime | None = None
    memory: FeedMemory = FeedMemory()


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One visit of a feed; `complete_*` is the stretch that it proves complete."""

    polled_at: datetime
    outcome: PollOutcome
    detail: str = ""
    http_status: int | None = None
    entries: int | None = None
    new_entries: int | None = None
    complete_from_at: datetime | None = None
    complete_to_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """One text of an article of ours; the store decides which version it is.

    `only_if_known`: nothing tracked is named any more, so the text is to be kept only
    as a new version of an article that the store has. `canonical_url`: the page of
    another outlet that the page names as its original.
    """

    article_id: str
    url: str
    text: Text
    author: str | None
    published_precision: str | None
    published_source: str | None
    published_from_at: datetime | None  # None: open beginning
    published_to_at: datetime
    day: date
    feed_position: int | None
    flags: tuple[str, ...]
    has_media: bool | None
    dates: tuple[DateClaim, ...]
    coded: Coded
    config_hash: str
    only_if_known: bool = False
    canonical_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVisit:
    """What became of one address; `article` is set when its text is to be kept."""

    url: str
    outlet: str
    found_via: FoundVia
    feed_url: str | None
    first_seen_at: datetime
    checked_at: datetime | None
    not_seen_at: datetime | None
    outcome: PageOutcome
    detail: str
    title: str | None = None
    published_at: datetime | None = None
    published_text: str | None = None
    entry_hash: int | None = None
    attempts: int = 1
    retry_at: datetime | None = None
    config_hash: str | None = None  # the configuration that judged what was read
    article: ArticleDraft | None = None
    copy_url: str | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Everything learnt in one visit of one feed (or of a list of addresses).

    It is the unit that is written to the outbox and applied in one transaction;
    applying it twice is the same as once, by `id`.
    """

    id: str
    run_id: str
    feed: FeedState | None
    poll: Poll | None
    pages: tuple[PageVisit, ...]
    sites: SiteNotes = SiteNotes()
    # A question to an archive as it stands now, then those that follow from it; or
    # questions that are only planned.
    searches: tuple[SearchState, ...] = ()

    @property
    def asked(self) -> SearchState | None:
        """The question that this visit is about; it has a poll if it was put at all."""
        first = self.searches[0] if self.searches else None
        if first is None or self.poll is not None:
            return first
        is_planned = first.outcome == "open" and first.retry_at is None
        return None if is_planned else first

    def without_texts(self) -> "Visit":
        """Keep what is told and planned by; texts of nine megabytes add up."""
        light = tuple(replace(page, article=None) for page in self.pages)
        return replace(self, pages=light)
