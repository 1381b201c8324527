"""How real pages and real headlines are told apart from what is no article."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web.layouts import ARTICLES, LISTS, SITE, Item
from tracker.model import Extracted, Failure
from tracker.web.pages import extract

pytestmark = pytest.mark.corpus

SIZES = (10, 12, 20, 30)
# Its text is a list of footnotes below scripts; nothing else fails.
UNREAD = {"gnaur.wordpress.com.moglichkeit.html"}
# Pages of the corpus that say so of themselves, or show a box below a short text.
STUBS = 8


def real_pages(shared: Path) -> Iterator[tuple[str, str, bytes]]:
    folder = shared / "corpora" / "html-pages"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for address, row in truth.items():
        body = gzip.decompress((folder / "pages" / f"{row['file']}.gz").read_bytes())
        is_address = urlsplit(address).scheme.startswith("http")
        yield row["file"], address if is_address else f"{SITE}/lajme/a", body


def real_items(shared: Path) -> list[Item]:
    source = shared / "corpora" / "feed-items-sq" / "2026-04.jsonl.gz"
    rows = map(json.loads, gzip.decompress(source.read_bytes()).decode().splitlines())
    return [
        Item(title=escape(row["title"]), excerpt=escape(row["description"][:300]))
        for row in rows
        if len(row["title"].split()) > 5 and len(row["description"]) > 100
    ]


def test_no_real_article_is_taken_for_something_else(shared: Path) -> None:
    failures: dict[str, Failure] = {}
    flags: Counter[str] = Counter()
    pages = 0
    for name, url, body in real_pages(shared):
        found = extract(body, content_type=None, url=url)
        pages += 1
        if isinstance(found, Extracted):
            flags.update(found.flags)
        else:
            failures[name] = found
    assert pages > 450
    assert set(failures) == UNREAD
    assert {failure.outcome for failure in failures.values()} == {"failed"}
    assert flags["cut"] == 0
    assert flags["stub"] <= STUBS


@pytest.mark.parametrize("layout", LISTS)
def test_a_list_of_real_headlines_is_no_article(shared: Path, layout: str) -> None:
    items = real_items(shared)
    outcomes: Counter[str] = Counter()
    for place in range(25):
        for size in SIZES:
            start = (place * 97 + size) % (len(items) - size)
            url, body = LISTS[layout](items[start : start + size])
            found = extract(body, content_type=None, url=url)
            read = isinstance(found, Extracted)
            outcomes["article" if read else found.outcome] += 1
    assert outcomes == {"not_article": 25 * len(SIZES)}


@pytest.mark.parametrize("layout", ARTICLES)
def test_a_real_headline_among_others_is_an_article(shared: Path, layout: str) -> None:
    items = real_items(shared)
    for place in range(25):
        for size in SIZES:
            start = (place * 89 + size) % (len(items) - size)
            url, body = ARTICLES[layout](items[start : start + size])
            found = extract(body, content_type=None, url=url)
            assert isinstance(found, Extracted) or found.outcome == "failed", found
