"""Feeds that others collected, as we and as the parsers beside them read them."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tracker.core.dates import read_date
from tracker.model import Failure, FeedEntry, ParsedFeed
from tracker.web.feeds import read_feed
from tracker.web.xmltext import plain

pytestmark = pytest.mark.corpus

BASE = "https://lajme.example/feed/"

# By path below the corpus, without what says that it is XML: what differs, and why.
UNCLOSED = "what is closed by the tag of a subtitle is no title"
ONE_DATE = "the date of an update, or of nothing in particular, counts once"
DIFFERENT = {
    "parser/atom/atom10_feed_title_xhtml_escaped_markup": ("feed title", UNCLOSED),
    "parser/atom/atom10_feed_title_xhtml_inline_markup": ("feed title", UNCLOSED),
    "extensions/dublincore/dublincore_item_fields": ("updated", ONE_DATE),
    "translator/atom/feed_item_updated_-_atom03_feed_entry_modified": (
        "published",
        ONE_DATE,
    ),
    "translator/rss/feed_item_fallbacks_-_rss_channel_item_extensions": (
        "updated",
        ONE_DATE,
    ),
}
# All that is refused: an empty file, other XML, JSON that breaks off, a page, a word.
NO_FEEDS = {
    "empty_feed.xml": "not a feed: an empty body",
    "unknown_feed.xml": "not a feed: an HTML page",
    "invalid.json": "not a feed: JSON",
    "sqlite_releases.html": "not a feed: an HTML page",
    "custom": "not a feed: something else (no media type)",
}


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What the other parser makes of an entry."""

    title: str | None
    link: str | None
    published: datetime | None
    updated: datetime | None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A feed of a corpus, and what the other parser makes of it."""

    name: str
    body: bytes
    title: str | None
    entries: tuple[Truth, ...]


def read(body: bytes) -> ParsedFeed | Failure:
    return read_feed(body, content_type=None, base_url=BASE)


# ------------------------------------------------------------------------- gofeed


def gofeed(shared: Path) -> Iterator[Document]:
    folder = shared / "corpora" / "feeds-gofeed" / "testdata"
    for file in sorted(folder.rglob("*.json")):
        source = file.with_suffix(".xml")
        if file.stem.endswith("_expected"):
            source = file.with_stem(file.stem.removesuffix("_expected"))
        if not source.exists():
            continue
        told = json.loads(file.read_text(encoding="utf-8"))
        entries = told.get("items") or told.get("entries") or ()
        name = source.relative_to(folder).as_posix().removesuffix(".xml")
        yield Document(
            name=name,
            body=source.read_bytes(),
            title=told.get("title"),
            entries=tuple(map(gofeed_entry, entries)),
        )


def gofeed_entry(told: Mapping) -> Truth:
    return Truth(
        title=told.get("title"),
        link=gofeed_link(told),
        published=gofeed_date(told, "published", "pubDate", "date_published"),
        updated=gofeed_date(told, "updated", "date_modified"),
    )


def gofeed_link(told: Mapping) -> str | None:
    for link in told.get("links") or ():
        if isinstance(link, Mapping) and link.get("rel", "alternate") == "alternate":
            return link.get("href")
    return told.get("link") or told.get("url")


def gofeed_date(told: Mapping, *names: str) -> datetime | None:
    """Take the date as it was understood, or as it stood in a JSON Feed."""
    texts = (told.get(f"{name}Parsed") or told.get(name) for name in names)
    text = next(filter(None, texts), None)
    # nobody publishes by the hundredth of a second
    return None if text is None else datetime.fromisoformat(text).replace(microsecond=0)


# ------------------------------------------------------------------------- reader


def reader(shared: Path) -> Iterator[Document]:
    folder = shared / "corpora" / "feeds-reader" / "tests" / "data"
    for file in sorted(folder.glob("*.py")):
        told = {
            node.targets[0].id: node.value
            for node in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign)
        }
        yield Document(
            name=file.stem,
            body=(folder / file.stem).read_bytes(),
            title=constants(told["feed"]).get("title"),
            entries=tuple(map(reader_entry, told["entries"].elts)),
        )


def reader_entry(call: ast.Call) -> Truth:
    told = constants(call)
    link = told.get("link")
    return Truth(
        title=told.get("title"),
        # feedparser, which reader builds upon, gives an identifier as the link
        link=None if str(link).startswith(("urn:", "source:")) else link,
        published=told.get("published"),
        updated=told.get("updated"),
    )


def constants(call: ast.Call) -> dict:
    """Read the arguments of a call that are written out; nothing is executed."""
    found = {}
    for keyword in call.keywords:
        node = keyword.value
        if isinstance(node, ast.Constant):
            found[keyword.arg] = node.value
        elif isinstance(node, ast.JoinedStr):
            # what stands in braces is the address of the document
            texts = [
                part.value for part in node.values if isinstance(part, ast.Constant)
            ]
            found[keyword.arg] = urljoin(BASE, "".join(texts))
        elif isinstance(node, ast.Call) and ast.unparse(node).startswith("datetime."):
            found[keyword.arg] = datetime(*map(ast.literal_eval, node.args), tzinfo=UTC)
    return found


# ---------------------------------------------------------------------- comparison


def linked(document: Document) -> tuple[Document, list[str]]:
    """Put an address into the entries that have none, for without one none is kept.

    Also gives the addresses that are to come out.
    """
    wanted = [
        truth.link or f"https://put.example/{number}"
        for number, truth in enumerate(document.entries)
    ]
    missing = [truth.link is None for truth in document.entries]
    if document.body.lstrip().startswith(b"{"):
        told = json.loads(document.body)
        for item, url, put in zip(told["items"], wanted, missing, strict=True):
            item.update({"url": url} if put else {})
        return replace(document, body=json.dumps(told).encode()), wanted
    number = count()

    def closed(tag: re.Match[str]) -> str:
        at = next(number)
        if at >= len(missing) or not missing[at]:
            return tag[0]
        prefix, url = tag[1], wanted[at]
        if tag[2] == "entry":
            return f'<{prefix}link href="{url}"/>{tag[0]}'
        return f"<{prefix}link>{url}</{prefix}link>{tag[0]}"

    text = document.body.decode("utf-8", "surrogateescape")
    text = re.sub(r"</((?:\w+:)?)(item|entry)>", closed, text)
    return replace(document, body=text.encode("utf-8", "surrogateescape")), wanted


def differences(document: Document) -> set[str]:
    """Name the fields that we read otherwise."""
    whole, links = linked(document)
    found = read(whole.body)
    if isinstance(found, Failure):
        return {found.detail}
    if len(found.entries) != len(links):
        return {"number of entries"}
    other = set() if found.title == said(document.title) else {"feed title"}
    for entry, truth, link in zip(found.entries, document.entries, links, strict=True):
        other |= entry_differences(entry, truth, link)
    return other


def entry_differences(entry: FeedEntry, truth: Truth, link: str) -> set[str]:
    pairs = {
        "title": (entry.title, said(truth.title)),
        "link": (entry.url, link),
        "published": (moment(entry.published), truth.published),
        "updated": (moment(entry.updated), truth.updated),
    }
    return {name for name, (ours, theirs) in pairs.items() if ours != theirs}


def said(title: str | None) -> str | None:
    """Take the markup off, as we do and others do not."""
    return plain(title or "") or None


def moment(text: str | None) -> datetime | None:
    stated = read_date(text or "", timezone="UTC")
    return None if stated is None else stated[0]


def test_gofeed_agrees_but_for_a_few_documents(shared: Path) -> None:
    documents = list(gofeed(shared))
    assert len(documents) > 530
    assert sum(len(document.entries) for document in documents) > 260
    found = {each.name: other for each in documents if (other := differences(each))}
    assert found == {name: {what} for name, (what, _) in DIFFERENT.items()}


def test_reader_agrees_on_all_documents(shared: Path) -> None:
    documents = list(reader(shared))
    assert len(documents) == 11
    found = {each.name: other for each in documents if (other := differences(each))}
    assert found == {}


def test_every_file_is_a_feed_or_refused_in_words(shared: Path) -> None:
    refused = set()
    for corpus in ("feeds-gofeed/testdata", "feeds-reader/tests/data"):
        for file in sorted((shared / "corpora" / corpus).rglob("*")):
            is_answer = file.suffix == ".py" or file.with_suffix(".xml").is_file()
            is_source = file.suffix == ".xml" or not is_answer
            if file.is_file() and is_source and "_expected" not in file.name:
                found = read(file.read_bytes())
                if isinstance(found, Failure):
                    refused.add((file.name, found.detail))
    assert refused == set(NO_FEEDS.items())
