import json
from collections.abc import Iterator
from datetime import UTC, datetime

import feedparser
import httpx
import pytest
from lxml import etree

from tracker.demo.edition import edition
from tracker.demo.outlets import OUTLETS
from tracker.demo.pages import BANNER
from tracker.demo.scenario import timeline
from tracker.demo.site import Site
from tracker.demo.texts import load_articles
from tracker.model import Extracted
from tracker.web.pages import extract

END = timeline()[-1]
UP = [outlet.id for outlet in OUTLETS if not outlet.is_down(END)]


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with Site.start(load_articles(), END) as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    running.now = END
    return running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as each:
        yield each


def test_every_outlet_has_an_origin_of_its_own(site: Site) -> None:
    assert len(set(site.outlets.values())) == len(OUTLETS)
    assert all(base.startswith("http://127.0.0.1:") for base in site.outlets.values())


def test_an_rss_feed_lists_the_newest_articles_first(
    site: Site, client: httpx.Client
) -> None:
    reply = client.get(site.outlets["gazeta-shembull"] + "/feed/")
    parsed = feedparser.parse(reply.content)
    assert reply.headers["Content-Type"] == "application/rss+xml; charset=UTF-8"
    assert not parsed.bozo
    assert parsed.version == "rss20"
    assert len(parsed.entries) == 15
    times = [entry.published_parsed for entry in parsed.entries]
    assert times == sorted(times, reverse=True)
    assert parsed.entries[0].published == "Sat, 07 Mar 2026 21:50:00 +0100"


def test_an_atom_feed_follows_an_edit(site: Site, client: httpx.Client) -> None:
    address = site.outlets["the-harbour-post"] + "/atom.xml"

    def entry_at(now: datetime) -> feedparser.FeedParserDict:
        site.now = now
        parsed = feedparser.parse(client.get(address).content)
        assert (parsed.bozo, parsed.version) == (False, "atom10")
        (found,) = [
            e for e in parsed.entries if e.link.endswith("/raid-on-exile-association")
        ]
        return found

    before = entry_at(datetime(2026, 3, 3, 12, tzinfo=UTC))
    after = entry_at(datetime(2026, 3, 4, 18, tzinfo=UTC))
    assert before.id == after.id
    assert before.published == after.published == before.updated
    assert after.updated == "2026-03-04T13:30:00+01:00"
    assert before.title != after.title


def test_a_sitemap_is_a_news_sitemap(site: Site, client: httpx.Client) -> None:
    reply = client.get(site.outlets["portali-beta"] + "/sitemap.xml")
    root = etree.fromstring(reply.content)
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "n": "http://www.google.com/schemas/sitemap-news/0.9",
    }
    assert root.xpath("count(s:url/n:news/n:title)", namespaces=names) == 11
    (newest, *_) = root.xpath("s:url/s:loc/text()", namespaces=names)
    assert newest == site.outlets["portali-beta"] + "/aktualitet/liga-e-trete.html"


def test_wordpress_answers_as_its_rest_interface_does(
    site: Site, client: httpx.Client
) -> None:
    posts = site.outlets["zeri-i-limanit"] + "/wp-json/wp/v2/posts"
    reply = client.get(posts, params={"per_page": 5, "page": 2})
    assert (reply.headers["X-WP-Total"], reply.headers["X-WP-TotalPages"]) == (
        "16",
        "4",
    )
    first = reply.json()[0]
    assert len(reply.json()) == 5
    assert datetime.fromisoformat(first["date"]).hour == (
        datetime.fromisoformat(first["date_gmt"]).hour + 1
    )
    assert first["title"]["rendered"]
    assert first["excerpt"]["rendered"].startswith("<p>")
    assert first["link"].startswith(site.outlets["zeri-i-limanit"])


def test_wordpress_searches_and_limits_by_date(
    site: Site, client: httpx.Client
) -> None:
    posts = site.outlets["zeri-i-limanit"] + "/wp-json/wp/v2/posts"
    found = client.get(posts, params={"search": "LEVMO", "per_page": 100}).json()
    assert 1 <= len(found) < 16
    day = {"after": "2026-03-04T00:00:00", "before": "2026-03-05T00:00:00"}
    assert {post["date"][:10] for post in client.get(posts, params=day).json()} == {
        "2026-03-04"
    }
    assert client.get(posts, params={"page": 99}).status_code == 400
    assert client.get(posts, params={"per_page": 101}).status_code == 400


def test_an_outlet_offers_only_its_own_kinds_of_list(
    site: Site, client: httpx.Client
) -> None:
    base = site.outlets["gazeta-shembull"]
    for path in ("/atom.xml", "/sitemap.xml", "/wp-json/", "/wp-json/wp/v2/posts"):
        assert client.get(base + path).status_code == 404


@pytest.mark.parametrize(
    ("outlet", "path"),
    [
        ("gazeta-shembull", "/feed/"),
        ("the-harbour-post", "/atom.xml"),
        ("portali-beta", "/sitemap.xml"),
        ("portali-alfa", "/wp-json/wp/v2/posts"),
        ("the-harbour-post", "/news/raid-on-exile-association"),
    ],
)
def test_what_has_not_changed_is_not_sent_again(
    site: Site, client: httpx.Client, outlet: str, path: str
) -> None:
    address = site.outlets[outlet] + path
    site.now = datetime(2026, 3, 4, 11, tzinfo=UTC)
    first = client.get(address)
    tag = {"If-None-Match": first.headers["ETag"]}
    day = {"If-Modified-Since": first.headers["Last-Modified"]}
    for validators in (tag, day, tag | day):
        again = client.get(address, headers=validators)
        assert (again.status_code, again.content) == (304, b"")
    site.now = END
    assert client.get(address, headers=tag | day).status_code == 200
    assert client.get(address, headers=day).status_code == 200


def test_head_sends_no_body(site: Site, client: httpx.Client) -> None:
    reply = client.head(site.outlets["gazeta-shembull"] + "/feed/")
    assert (reply.status_code, reply.content) == (200, b"")
    assert int(reply.headers["Content-Length"]) > 1000


def test_a_site_that_is_down_answers_503_but_keeps_its_robots(
    site: Site, client: httpx.Client
) -> None:
    base = site.outlets["tv-shembull"]
    assert client.get(base + "/feed/").status_code == 503
    assert client.get(base + "/robots.txt").status_code == 200


def test_an_outage_ends_and_leaves_a_gap_in_the_feed(
    site: Site, client: httpx.Client
) -> None:
    feed = site.outlets["radio-skela"] + "/feed/"

    def listed(now: datetime) -> set[str]:
        site.now = now
        parsed = feedparser.parse(client.get(feed).content)
        return {entry.id for entry in parsed.entries}

    before = listed(datetime(2026, 3, 4, 12, tzinfo=UTC))
    site.now = datetime(2026, 3, 5, 6, tzinfo=UTC)
    assert client.get(feed).status_code == 503
    after = listed(datetime(2026, 3, 5, 12, tzinfo=UTC))
    assert len(before) == len(after) == 4
    assert not before & after


def test_every_other_feed_overlaps_from_pass_to_pass(
    site: Site, client: httpx.Client
) -> None:
    paths = {"rss": "/feed/", "atom": "/atom.xml", "sitemap": "/sitemap.xml"}
    for outlet in OUTLETS:
        if outlet.down or outlet.forbids_robots:
            continue
        for kind in outlet.documents:
            if kind == "wordpress":
                continue
            before: set[str] = set()
            for moment in timeline():
                site.now = moment
                text = client.get(site.outlets[outlet.id] + paths[kind]).text
                now = {line for line in text.splitlines() if _is_address(line)}
                assert now, (outlet.id, moment)
                assert not before or now & before, (outlet.id, moment)
                before = now


def _is_address(line: str) -> bool:
    return (
        line.strip().startswith(("<guid", "<loc>", "<id>tag")) and ":feed<" not in line
    )


def test_robots_forbids_everything_at_one_outlet_only(
    site: Site, client: httpx.Client
) -> None:
    rules = {
        id_: client.get(f"{base}/robots.txt").text.splitlines()
        for id_, base in site.outlets.items()
    }
    closed = [id_ for id_, lines in rules.items() if "Disallow: /" in lines]
    assert closed == ["arkivi-shembull"]


def test_what_is_shown_grows_with_time(site: Site, client: httpx.Client) -> None:
    posts = site.outlets["portali-alfa"] + "/wp-json/wp/v2/posts"
    totals = []
    for moment in timeline():
        site.now = moment
        totals.append(int(client.get(posts).headers["X-WP-Total"]))
    assert totals == sorted(totals)
    assert totals[0] < totals[-1] == 11


def test_a_page_is_not_there_before_it_is_published(
    site: Site, client: httpx.Client
) -> None:
    address = site.outlets["example-wire"] + "/wire/office-searches-association.html"
    site.now = datetime(2026, 3, 3, 10, 14, tzinfo=UTC)
    assert client.get(address).status_code == 404
    site.now = datetime(2026, 3, 3, 10, 15, tzinfo=UTC)
    assert client.get(address).status_code == 200


def test_every_page_says_that_it_is_fictional(site: Site, client: httpx.Client) -> None:
    for id_, base in site.outlets.items():
        addresses = [f"{base}/", f"{base}/no-such-page", f"{base}/robots.txt"]
        addresses += _articles(site, id_)
        for address in addresses:
            text = client.get(address).text
            assert BANNER in text, address
            if not address.endswith("/robots.txt"):
                assert "(fictional)</title>" in text
                assert '<meta name="generator" content="demo site, fictional">' in text


def _articles(site: Site, outlet: str) -> list[str]:
    (settings,) = [each for each in OUTLETS if each.id == outlet]
    current = edition(settings, site.articles, base=site.outlets[outlet], now=site.now)
    return [item.url for item in current.items]


@pytest.mark.parametrize("outlet", UP)
def test_the_reader_of_pages_finds_the_article_and_nothing_else(
    site: Site, client: httpx.Client, outlet: str
) -> None:
    known = {
        (article.outlet, article.slug): article.wordings[-1]
        for article in site.articles
    }
    addresses = _articles(site, outlet)
    assert addresses
    for address in addresses:
        reply = client.get(address)
        found = extract(
            reply.content, content_type=reply.headers["Content-Type"], url=address
        )
        assert isinstance(found, Extracted), (address, found)
        slug = address.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")
        wording = known[outlet, slug]
        assert found.title == wording.title
        assert found.body == "\n".join(wording.paragraphs)
        assert found.dates


def test_the_site_is_gone_after_the_block() -> None:
    with Site.start(load_articles(), END) as brief:
        address = brief.outlets["example-wire"] + "/robots.txt"
        assert httpx.get(address, trust_env=False).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)


def test_structured_data_is_json(site: Site, client: httpx.Client) -> None:
    (address, *_) = _articles(site, "gazeta-shembull")
    root = etree.HTML(client.get(address).text)
    (data,) = root.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(data)["@type"] == "NewsArticle"
    assert json.loads(data)["datePublished"] == "2026-03-07T21:50:00+01:00"
