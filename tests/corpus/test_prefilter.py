"""The law of the prefilter on real pages: whatever is found in their texts was seen."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from tests.core.spellings import spell
from tests.corpus.test_page_kinds import real_pages
from tracker.core.compiled import Lexicon
from tracker.core.folding import fold_word
from tracker.core.matching import compile_matcher
from tracker.core.mentions import NameWord
from tracker.core.prefilter import Prefilter
from tracker.core.text import Reading
from tracker.model import Acronym, Actor, Extracted, Incident, Name, Text
from tracker.web.decode import decode, utf8
from tracker.web.kinds import LEAST_PROSE, SHORTEST_TEXT
from tracker.web.markup import Markup, parse
from tracker.web.pages import extract, glance
from tracker.web.prose import shows_prose
from tracker.web.xmltext import sound_references

pytestmark = pytest.mark.corpus

NOW = datetime(2026, 3, 3, tzinfo=UTC)
ALIASES = 5_000
# Under this language a name stands as it is listed.
AS_LISTED = "pl"
CHARSETS = ("utf-8-sig", "utf-16", "windows-1252", "windows-1250", "koi8-r", "gb18030")
# Real pages are changed so often; each takes an extraction.
CHANGES = 300
CHANGING = (
    Actor(
        id="light",
        name="Light",
        acronyms=(Acronym(text="QZVX"),),
        names={"*": (Name(text="Shoqata Dritëzëra"),), "el": (Name(text="Φωτεινίλα"),)},
        places={"mk": (Name(text="Светлинка"),)},
    ),
    Actor(
        id="star", name="Star", context=True, names={"*": (Name(text="L'Étoilëza"),)}
    ),
)
INCIDENTS = (
    Incident(
        id="nest",
        title={"en": "The nest"},
        first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        place=None,
        actors=("star",),
        about={"*": '(actor:star AND çerdhezak*) OR "folezë bletësh"'},
    ),
)
CHARSET = re.compile(r"charset\s*=\s*[\"']?[\w-]+", re.IGNORECASE)
XML = re.compile(r"\A<\?xml[^>]*>")
NAMES = (
    "QZVX",
    "QZVX-it",
    "Shoqatës Dritëzëra",
    "SHOQATA DRITËZËRA",
    "Φωτεινίλα",
    "Светлинка",
    "L’Étoilëza dhe çerdhezakët",
    "folezë bletësh",
)


@dataclass(frozen=True)
class RealPage:
    url: str
    body: bytes
    article: Extracted


@cache
def articles(shared: Path) -> tuple[RealPage, ...]:
    found = []
    for _, url, body in real_pages(shared):
        article = extract(body, content_type=None, url=url)
        if isinstance(article, Extracted):
            found.append(RealPage(url, body, article))
    return tuple(found)


def words_of(article: Extracted) -> Iterator[str]:
    for text in (article.title, article.body):
        # Not what stands in an address or beside a figure, which is no word of its own.
        yield from re.findall(r"(?<!\S)[^\W\d_]{4,}(?!\S)", text)


def aliases(pages: tuple[RealPage, ...]) -> tuple[str, ...]:
    """Take words of all pages, about as many of each."""
    rng = random.Random(5)  # noqa: S311 - the same every time
    chosen: dict[str, str] = {}
    lists = [sorted(set(words_of(page.article))) for page in pages]
    for words in lists:
        rng.shuffle(words)
    while len(chosen) < ALIASES and any(lists):
        for words in lists:
            word = words.pop() if words else ""
            if len(fold_word(word)) >= 4:
                chosen.setdefault(fold_word(word), word)
    return tuple(chosen.values())[:ALIASES]


@cache
def tracked(shared: Path) -> tuple[Actor, ...]:
    return tuple(
        Actor(id=word, name=word, names={AS_LISTED: (Name(text=word),)})
        for word in aliases(articles(shared))
    )


@cache
def named(shared: Path) -> tuple[frozenset[str], ...]:
    """Which aliases the matcher finds in each article."""
    lexicon = Lexicon(tracked(shared), ())
    return tuple(
        frozenset(
            one.entry.actor
            for one in lexicon.find(readings_of(page.article), AS_LISTED)
            if isinstance(one.entry, NameWord)
        )
        for page in articles(shared)
    )


def readings_of(article: Extracted) -> tuple[Reading, Reading]:
    return (Reading.of("title", article.title), Reading.of("body", article.body))


@cache
def prefilter_of(shared: Path) -> Prefilter:
    return Prefilter(tracked(shared), ())


def test_no_alias_that_occurs_in_a_real_article_is_missed(shared: Path) -> None:
    hard = 0
    for page, found in zip(articles(shared), named(shared), strict=True):
        seen = prefilter_of(shared).actors_in(utf8(page.body, None))
        hard += seen is None
        assert seen is None or found <= seen, page.url
    assert hard < 10
    assert len(frozenset().union(*named(shared))) == ALIASES
    assert sum(map(len, named(shared))) > 10 * ALIASES


@pytest.mark.parametrize("charset", CHARSETS)
def test_no_alias_is_missed_in_another_charset(shared: Path, charset: str) -> None:
    label = f"charset={charset.removesuffix('-sig')}"
    for page, found in zip(articles(shared), named(shared), strict=True):
        text = relabelled(page.body, label)
        # What the charset lacks is written as a reference.
        body = text.encode(charset, "xmlcharrefreplace")
        seen = prefilter_of(shared).actors_in(utf8(body, f"text/html; {label}"))
        assert seen is None or found <= seen, page.url


def test_a_name_put_into_a_real_article_is_never_missed(shared: Path) -> None:
    matcher = compile_matcher(CHANGING, INCIDENTS, timezone="Europe/Tirane")
    prefilter = Prefilter(CHANGING, INCIDENTS)
    rng = random.Random(6)  # noqa: S311 - the same every time
    kept = hidden = 0
    for page in rng.choices(articles(shared), k=CHANGES):
        name = rng.choice(NAMES)
        body = changed(page, spell(rng, name), rng)
        if body is None:
            continue
        article = extract(body, content_type=None, url=page.url)
        if not isinstance(article, Extracted):
            continue
        language = rng.choice(("sq", "en", "el", "mk"))
        text = Text(
            title=article.title,
            body=article.body,
            language=language,
            published_at=None,
            first_seen_at=NOW,
        )
        is_kept = matcher.code(text).keep_reason is not None
        may_be = prefilter.may_contain(utf8(body, None))
        assert may_be or not is_kept, (page.url, name)
        kept += is_kept
        hidden += not prefilter.may_contain(utf8(page.body, None))
    assert kept > CHANGES / 2
    assert hidden > CHANGES / 2


def relabelled(body: bytes, label: str) -> str:
    """Decode a page and let it say another charset, and not in an XML declaration."""
    text = decode(body, None).lstrip()
    return CHARSET.sub(label, XML.sub("", text))


def changed(page: RealPage, spelled: str, rng: random.Random) -> bytes | None:
    """Put a spelling before a line of the article; None where none is found."""
    source = relabelled(page.body, "charset=utf-8")
    places = [
        source.find(line[:40])
        for line in page.article.body.split("\n")
        if len(line) > 60 and line[:40] in source
    ]
    if not places:
        return None
    place = rng.choice(places)
    return f"{source[:place]}{spelled} {source[place:]}".encode()


def test_a_glance_at_a_real_article_says_what_its_extraction_says(shared: Path) -> None:
    glances = 0
    for page in articles(shared):
        seen = glance(page.body, content_type=None, url=page.url)
        if seen is not None:
            glances += 1
            assert (seen.title, seen.dates) == (page.article.title, page.article.dates)
            assert "stub" not in page.article.flags
            assert len(page.article.body) >= SHORTEST_TEXT, page.url
    assert glances > 200


def test_of_the_prose_of_a_real_article_a_third_is_extracted(shared: Path) -> None:
    for page in articles(shared):
        markup = parse(sound_references(decode(page.body, None)))
        assert isinstance(markup, Markup)
        if shows_prose(markup.tree, least=LEAST_PROSE):
            assert 3 * len(page.article.body) >= LEAST_PROSE, page.url
