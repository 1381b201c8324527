"""What the sites of the invented outlets show: pages, robots.txt, sitemaps, feeds."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tests.archives.world import ZONE, Article, Outlet, World
from tests.web.server import Answer

HTML, XML = "text/html; charset=utf-8", "application/xml; charset=utf-8"
# The rolling sitemap holds what is younger than this.
ROLLING_FROM = datetime(2026, 11, 27, tzinfo=UTC)
# The parts of the dated sitemap: of each month of these years.
PART_YEARS = (2021, 2022)
MONTHS = {
    "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor"
    " dhjetor",
    "en": "January February March April May June July August September October"
    " November December",
}
SITEMAPS = {
    "dated": ("/sitemap.xml",),
    "news": ("/news-sitemap.xml",),
    "lastmod": ("/sitemap.xml",),
    "text": ("/sitemap.txt", "/rss.xml"),
}
_URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
FEED_LENGTH = 10


def site_answer(world: World, outlet: Outlet, path: str) -> Answer:
    """Answer for all of a site but its WordPress interface."""
    if path == "/robots.txt":
        return text(robots(world, outlet))
    if path == "/":
        return html(_front(world, outlet))
    document = _document(world, outlet, path)
    if document is not None:
        return document
    article = world.at_path.get((outlet.id, path))
    if article is None or not outlet.live:
        return html("<html><title>404</title><h1>404</h1></html>", status=404)
    return html(article_page(world, article))


def robots(world: World, outlet: Outlet) -> str:
    rule = "Disallow:" if outlet.fetch else "Disallow: /"
    declared = SITEMAPS[outlet.sitemap] if outlet.sitemap else ()
    lines = [f"Sitemap: {world.bases[outlet.id]}{path}" for path in declared]
    return "\n".join(["User-agent: *", rule, *lines, ""])


def article_page(world: World, article: Article) -> str:
    """Give the page of an article; the skin of its outlet says where the date is."""
    outlet = world.outlet[article.outlet]
    local = article.at.astimezone(ZONE)
    month = MONTHS[outlet.language].split()[local.month - 1]
    shown = f"{local.day} {month} {local.year}, {local:%H:%M}"
    head = {
        "json_ld": _json_ld(world, article),
        "meta": f'<meta property="article:published_time" content="{_iso(article.at)}">'
        f'<meta property="article:modified_time" content="{_iso(article.modified)}">',
        "time": "",
        "text": "",
    }[outlet.skin]
    if outlet.skin == "time":
        shown = f'<time datetime="{_iso(article.at)}">{shown}</time>'
    paragraphs = "\n".join(f"<p>{escape(each)}</p>" for each in article.body)
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}"><head><meta charset="utf-8">
<title>{escape(article.title)} - {escape(outlet.name)}</title>
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(article.title)}">
<link rel="canonical" href="{escape(world.url(article))}">
{head}
</head><body>
<nav><ul><li><a href="/">{escape(outlet.name)}</a></li></ul></nav>
<main><article>
<h1>{escape(article.title)}</h1>
<p class="date">{shown}</p>
<div class="entry-content" itemprop="articleBody">
{paragraphs}
</div></article></main>
<footer>{escape(outlet.name)}, {outlet.domain}: an invented outlet</footer>
</body></html>
"""


def text(words: str, *, status: int = 200, kind: str = "text/plain") -> Answer:
    headers = (("Content-Type", f"{kind}; charset=utf-8"),)
    return Answer(status=status, body=words.encode(), headers=headers)


def html(words: str, *, status: int = 200) -> Answer:
    return text(words, status=status, kind="text/html")


def packed(words: str) -> Answer:
    body = gzip.compress(words.encode(), mtime=0)
    return Answer(body=body, headers=(("Content-Type", "application/gzip"),))


def _front(world: World, outlet: Outlet) -> str:
    newest = world.of(outlet.id)[:FEED_LENGTH] if outlet.live else []
    rows = "".join(
        f'<li><a href="{world.url(each)}">{escape(each.title)}</a></li>'
        for each in newest
    )
    name = escape(outlet.name)
    return f"<html><title>{name}</title><h1>{name}</h1><ul>{rows}</ul></html>"


def _document(world: World, outlet: Outlet, path: str) -> Answer | None:
    articles, base = world.of(outlet.id), world.bases[outlet.id]
    answer = None
    match outlet.sitemap, path:
        case _, "/feed/" if outlet.wordpress:
            answer = _feed(world, outlet, articles[:FEED_LENGTH])
        case "dated", "/sitemap.xml":
            answer = _xml(_index(base, articles))
        case "dated", "/sitemap-pages.xml":
            answer = _xml(f"{_URLSET}><url><loc>{base}/kontakt/</loc></url></urlset>")
        case "dated", _ if path.startswith("/sitemap-") and path.endswith(".xml.gz"):
            month = path.removeprefix("/sitemap-").removesuffix(".xml.gz")
            chosen = [each for each in articles if _month(each) == month]
            answer = packed(_urlset(world, chosen)) if _is_part(month) else None
        case "lastmod", "/sitemap.xml":
            answer = _xml(_urlset(world, articles))
        case "news", "/news-sitemap.xml":
            answer = _xml(_news(world, outlet, articles))
        case "text", "/sitemap.txt":
            answer = text("".join(f"{world.url(each)}\n" for each in articles))
        case "text", "/rss.xml":
            answer = _feed(world, outlet, articles)
    return answer


def _month(article: Article) -> str:
    return f"{article.at.astimezone(ZONE):%Y-%m}"


def _is_part(month: str) -> bool:
    return month in {
        f"{year}-{each:02}" for year in PART_YEARS for each in range(1, 13)
    }


def _index(base: str, articles: list[Article]) -> str:
    """Give the index; a part was touched last at its end, or by a later correction."""
    parts = []
    for year in PART_YEARS:
        for month in range(1, 13):
            after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
            name = f"{year}-{month:02}"
            touched = [each.modified for each in articles if _month(each) == name]
            last = max([after - timedelta(seconds=1), *touched])
            parts.append(
                f"<sitemap><loc>{base}/sitemap-{name}.xml.gz</loc>"
                f"<lastmod>{_iso(last)}</lastmod></sitemap>"
            )
    parts.append(f"<sitemap><loc>{base}/sitemap-pages.xml</loc></sitemap>")
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f"<sitemapindex {space}>\n" + "\n".join(parts) + "\n</sitemapindex>"


def _urlset(world: World, articles: list[Article]) -> str:
    rows = "\n".join(
        f"<url><loc>{escape(world.url(each))}</loc>"
        f"<lastmod>{_iso(each.modified)}</lastmod></url>"
        for each in articles
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_URLSET}>\n{rows}\n</urlset>'


def _news(world: World, outlet: Outlet, articles: list[Article]) -> str:
    rows = "\n".join(
        f"<url><loc>{escape(world.url(each))}</loc><news:news><news:publication>"
        f"<news:name>{escape(outlet.name)}</news:name>"
        f"<news:language>{outlet.language}</news:language></news:publication>"
        f"<news:publication_date>{_iso(each.at)}</news:publication_date>"
        f"<news:title>{escape(each.title)}</news:title></news:news></url>"
        for each in articles
        if each.at >= ROLLING_FROM
    )
    return f'{_URLSET} xmlns:news="{_NEWS}">\n{rows}\n</urlset>'


def _feed(world: World, outlet: Outlet, articles: list[Article]) -> Answer:
    items = "\n".join(
        f"<item><title>{escape(each.title)}</title><link>{world.url(each)}</link>"
        f"<guid>{world.url(each)}</guid>"
        f"<pubDate>{format_datetime(each.at, usegmt=True)}</pubDate></item>"
        for each in articles
    )
    title, base = escape(outlet.name), world.bases[outlet.id]
    channel = f"<title>{title}</title><link>{base}/</link>\n{items}"
    return _xml(f'<rss version="2.0"><channel>{channel}</channel></rss>')


def _xml(words: str) -> Answer:
    return Answer(body=words.encode(), headers=(("Content-Type", XML),))


def _json_ld(world: World, article: Article) -> str:
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": _iso(article.at),
        "dateModified": _iso(article.modified),
        "mainEntityOfPage": world.url(article),
    }
    told = json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{told}</script>'


def _iso(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat()
