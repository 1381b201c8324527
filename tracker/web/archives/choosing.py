"""Which of the sitemaps that a list names are worth asking for."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from tracker.model import SitemapChild
from tracker.web.archives.periods import Part, Period, series_of

# Parts with these words in their names list pages that list articles, never one.
_NO_ARTICLES = frozenset(
    {
        "author",
        "authors",
        "categories",
        "category",
        "misc",
        "tag",
        "tags",
        "tax",
        "taxonomies",
        "taxonomy",
        "user",
        "users",
    }
)
# These list pictures and films, those of articles or pages of their own.
_MEDIA = frozenset(
    {
        "attachment",
        "attachments",
        "galleries",
        "gallery",
        "image",
        "images",
        "photo",
        "photos",
        "video",
        "videos",
    }
)
# Fixed pages are no articles either; `page` alone may number the parts of a list.
_FIXED_PAGES = re.compile(
    r"page-sitemap\d*\.|\bpages\b|-posts-page-\d|\bpage-?(?:19|20)\d\d-?[01]\d"
)
_WORD = re.compile(r"[a-z]+")


def of_articles(
    children: Iterable[SitemapChild], *, now: datetime
) -> list[tuple[Part, ...]]:
    """Sort parts into series, without those that list no article."""
    series = series_of(children, today=now.date())
    return [each for each in series if not _lists_no_article(each[0].url)]


def wanted_of(series: Sequence[Sequence[Part]], days: Period) -> list[Part]:
    """Give the parts that may be of these days, the most useful first."""
    wanted = [part for each in series for part in each if part.may_hold(days)]
    return sorted(wanted, key=_usefulness)


def lists_media(url: str) -> bool:
    """Whether a part may hold an article, and is no list of all of them."""
    return not _MEDIA.isdisjoint(_WORD.findall(_name(url)))


def _lists_no_article(url: str) -> bool:
    name = _name(url)
    words = _WORD.findall(name)
    return bool(_FIXED_PAGES.search(name)) or not _NO_ARTICLES.isdisjoint(words)


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].lower()


def _usefulness(part: Part) -> tuple[bool, date, str]:
    return part.period is None, part.changed or date.max, part.url
