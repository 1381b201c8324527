"""The pages that people read, with all that surrounds an article on a news site."""

import json
from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from tracker.demo.documents import iso
from tracker.demo.edition import Edition, Item
from tracker.demo.texts import ZONE

BANNER = "Faqe e trilluar e demos · Fictional page of the demo"
MARK = "fictional"

# The sidebar names tracked organisations on every page, also beside the weather: a
# crawler that took it for text would find them everywhere.
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "sq": MappingProxyType(
            {
                "home": "Kreu",
                "news": "Lajme",
                "sport": "Sport",
                "most_read": "Më të lexuarat",
                "tracked": "SHFAR-i dhe ZHKE-ja: pyetje e përgjigje;"
                "Lëvizja Moli përballë Skelave të Bardha;Foto nga Panairi i Detit",
                "footer": "Të gjitha organizatat, vendet dhe ngjarjet janë të "
                "trilluara.",
                "missing": "Faqja nuk u gjet",
                "down": "Shërbimi nuk është i disponueshëm",
            }
        ),
        "en": MappingProxyType(
            {
                "home": "Home",
                "news": "News",
                "sport": "Sport",
                "most_read": "Most read",
                "tracked": "ZHKE and the Silver Lantern Association: your questions;"
                "The Pier Movement and White Docks;Pictures from the Sea Fair",
                "footer": "All organisations, places and events are invented.",
                "missing": "Page not found",
                "down": "Service unavailable",
            }
        ),
    }
)
_MONTHS: Mapping[str, str] = MappingProxyType(
    {
        "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor "
        "dhjetor",
        "en": "January February March April May June July August September October "
        "November December",
    }
)


def article_page(edition: Edition, item: Item) -> str:
    """Write the page of one article, in the skin of its outlet."""
    head = {
        "wordpress": _json_ld(edition, item),
        "classic": f'<meta property="article:published_time" '
        f'content="{iso(item.published)}">',
        "plain": "",
    }[edition.outlet.skin]
    meta = f"""<meta property="og:type" content="article">
<meta property="og:title" content="{escape(item.title)}">
<meta property="og:url" content="{escape(item.url)}">
<meta property="og:site_name" content="{escape(edition.outlet.name)}">
<link rel="canonical" href="{escape(item.url)}">
{head}"""
    return _page(edition, title=item.title, meta=meta, main=_article(edition, item))


def home_page(edition: Edition) -> str:
    """Write the front page, a list of the newest articles."""
    rows = "".join(
        f'<li><a href="{escape(item.url)}">{escape(item.title)}</a></li>\n'
        for item in edition.newest
    )
    main = f"<h1>{escape(edition.outlet.name)}</h1>\n<ul>\n{rows}</ul>"
    return _page(edition, title=edition.outlet.name, meta="", main=main)


def error_page(edition: Edition, status: int) -> str:
    """Write the page that goes with an error `status`, 404 or 503."""
    words = _WORDS[edition.outlet.language]
    text = words["down"] if status == 503 else words["missing"]  # noqa: PLR2004 - HTTP
    return _page(edition, title=text, meta="", main=f"<h1>{escape(text)}</h1>")


def _article(edition: Edition, item: Item) -> str:
    title = f"<h1>{escape(item.title)}</h1>"
    paragraphs = "\n".join(f"<p>{escape(each)}</p>" for each in item.paragraphs)
    shown = _visible_date(edition, item)
    if edition.outlet.skin == "wordpress":
        return f"""<article class="post type-post status-publish">
<header class="entry-header">{title}
<div class="entry-meta">{shown}</div></header>
<div class="entry-content">
{paragraphs}
</div></article>"""
    if edition.outlet.skin == "classic":
        return f"""<article><header>{title}<p class="date">{shown}</p></header>
<div class="article-body" itemprop="articleBody">
{paragraphs}
</div></article>"""
    return f"""<article>{title}
<time datetime="{iso(item.published)}">{shown}</time>
{paragraphs}
</article>"""


def _json_ld(edition: Edition, item: Item) -> str:
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.title,
        "datePublished": iso(item.published),
        "dateModified": iso(item.updated),
        "mainEntityOfPage": item.url,
        "publisher": {"@type": "Organization", "name": edition.outlet.name},
        "genre": MARK,
    }
    text = json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _visible_date(edition: Edition, item: Item) -> str:
    moment = item.published.astimezone(ZONE)
    month = _MONTHS[edition.outlet.language].split()[moment.month - 1]
    return f"{moment.day} {month} {moment.year}, {moment:%H:%M}"


def _page(edition: Edition, *, title: str, meta: str, main: str) -> str:
    words = _WORDS[edition.outlet.language]
    name = escape(edition.outlet.name)
    tracked = "\n".join(
        f'<li><a href="{edition.base}/#m{number}">{escape(each)}</a></li>'
        for number, each in enumerate(words["tracked"].split(";"), start=1)
    )
    return f"""<!DOCTYPE html>
<html lang="{edition.outlet.language}">
<head>
<meta charset="utf-8">
<title>{escape(title)} - {name} ({MARK})</title>
<meta name="generator" content="demo site, {MARK}">
<meta name="viewport" content="width=device-width">
{meta}
</head>
<body>
<div class="notice" role="banner">{BANNER}</div>
<nav class="menu"><ul>
<li><a href="{edition.base}/">{words["home"]}</a></li>
<li><a href="{edition.base}/#news">{words["news"]}</a></li>
<li><a href="{edition.base}/#sport">{words["sport"]}</a></li>
</ul></nav>
<main>
{main}
</main>
<aside class="sidebar widget"><h3>{words["most_read"]}</h3>
<ul>
{tracked}
</ul></aside>
<footer>{name} · {words["footer"]} · {BANNER}</footer>
</body>
</html>
"""
