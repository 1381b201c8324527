"""The lists that machines read: RSS, Atom, news sitemap and WordPress posts."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from tracker.demo.edition import Edition, Item
from tracker.demo.texts import ZONE

FICTIONAL = "fictional, part of a demo"


def rss(edition: Edition) -> str:
    """Write the RSS 2.0 feed."""
    items = "".join(
        f"""
    <item>
      <title>{escape(item.title)}</title>
      <link>{escape(item.url)}</link>
      <guid isPermaLink="false">{edition.outlet.id}-{item.number}</guid>
      <pubDate>{format_datetime(item.published.astimezone(ZONE))}</pubDate>
      <description>{escape(item.paragraphs[0])}</description>
    </item>"""
        for item in edition.newest
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
  <channel>
    <title>{escape(edition.outlet.name)} ({FICTIONAL})</title>
    <link>{edition.base}/</link>
    <description>{FICTIONAL.capitalize()}</description>
    <language>{edition.outlet.language}</language>{items}
  </channel>
</rss>
"""


def atom(edition: Edition) -> str:
    """Write the Atom feed; `updated` and the title follow an edit."""
    entries = "".join(
        f"""
  <entry>
    <id>tag:{edition.outlet.id}.example,2026:{item.number}</id>
    <title>{escape(item.title)}</title>
    <link rel="alternate" type="text/html" href="{escape(item.url)}"/>
    <published>{iso(item.published)}</published>
    <updated>{iso(item.updated)}</updated>
    <summary>{escape(item.paragraphs[0])}</summary>
  </entry>"""
        for item in edition.newest
    )
    updated = edition.updated or datetime(2026, 1, 1, tzinfo=UTC)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.outlet.language}">
  <id>tag:{edition.outlet.id}.example,2026:feed</id>
  <title>{escape(edition.outlet.name)} ({FICTIONAL})</title>
  <updated>{iso(updated)}</updated>
  <link rel="self" href="{edition.base}/atom.xml"/>{entries}
</feed>
"""


def sitemap(edition: Edition) -> str:
    """Write the news sitemap (schema sitemap-news 0.9)."""
    urls = "".join(
        f"""
  <url>
    <loc>{escape(item.url)}</loc>
    <lastmod>{iso(item.updated)}</lastmod>
    <news:news>
      <news:publication>
        <news:name>{escape(edition.outlet.name)} ({FICTIONAL})</news:name>
        <news:language>{edition.outlet.language}</news:language>
      </news:publication>
      <news:publication_date>{iso(item.published)}</news:publication_date>
      <news:title>{escape(item.title)}</news:title>
    </news:news>
  </url>"""
        for item in edition.newest
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}
</urlset>
"""


def wordpress_root(edition: Edition) -> str:
    """Write the answer of `/wp-json/`."""
    return json.dumps(
        {
            "name": f"{edition.outlet.name} ({FICTIONAL})",
            "description": FICTIONAL.capitalize(),
            "url": edition.base,
            "home": edition.base,
            "timezone_string": ZONE.key,
            "namespaces": ["wp/v2"],
        },
        ensure_ascii=False,
    )


def wordpress_posts(
    edition: Edition, query: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """Write the answer of `/wp-json/wp/v2/posts`, and its counting headers.

    Understands `per_page` (default 10, at most 100), `page`, `search` (in title and
    body), `after` and `before` (local time, exclusive) as WordPress does; raises
    ValueError for a value that is none.
    """
    per_page = int(query.get("per_page", "10"))
    page = int(query.get("page", "1"))
    if not (1 <= per_page <= 100 and page >= 1):  # noqa: PLR2004 - limit of WordPress
        raise ValueError("per_page or page is out of range")
    wanted = [item for item in edition.items if _asked_for(item, query)]
    pages = -(-len(wanted) // per_page)
    if page > max(pages, 1):
        raise ValueError("page is beyond the last one")
    shown = wanted[(page - 1) * per_page : page * per_page]
    headers = {"X-WP-Total": str(len(wanted)), "X-WP-TotalPages": str(pages)}
    return json.dumps([_post(item) for item in shown], ensure_ascii=False), headers


def _asked_for(item: Item, query: Mapping[str, str]) -> bool:
    if "after" in query and item.published <= _local(query["after"]):
        return False
    if "before" in query and item.published >= _local(query["before"]):
        return False
    search = query.get("search", "").casefold()
    return search in " ".join((item.title, *item.paragraphs)).casefold()


def _local(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _post(item: Item) -> dict[str, object]:
    content = "\n".join(f"<p>{escape(each)}</p>" for each in item.paragraphs)
    return {
        "id": item.number,
        "date": f"{item.published.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{item.published:%Y-%m-%dT%H:%M:%S}",
        "modified": f"{item.updated.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{item.updated:%Y-%m-%dT%H:%M:%S}",
        "slug": item.slug,
        "status": "publish",
        "type": "post",
        "link": item.url,
        "guid": {"rendered": item.url},
        "title": {"rendered": escape(item.title)},
        "content": {"rendered": content, "protected": False},
        "excerpt": {
            "rendered": f"<p>{escape(item.paragraphs[0])}</p>",
            "protected": False,
        },
    }


def iso(moment: datetime) -> str:
    """Write a time in ISO 8601 with the site's own offset."""
    return moment.astimezone(ZONE).isoformat()
