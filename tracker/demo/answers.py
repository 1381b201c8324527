"""What a site of the demo answers to one request; no sockets here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from tracker.demo import documents, pages
from tracker.demo.edition import Edition, edition
from tracker.demo.outlets import DemoOutlet
from tracker.demo.texts import DemoArticle

_HTML = "text/html; charset=UTF-8"
_JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A complete answer; `modified` (aware, UTC) is when its content last changed."""

    status: int
    content_type: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None


def answer(
    target: str,
    *,
    outlet: DemoOutlet,
    articles: tuple[DemoArticle, ...],
    base: str,
    now: datetime,
) -> Answer:
    """Answer `target` (path and query) as the site of `outlet` does at `now`.

    robots.txt is served even while the site is down, as it is where a cache stands
    before the machine that fails.
    """
    parts = urlsplit(target)
    current = edition(outlet, articles, base=base, now=now)
    if parts.path == "/robots.txt":
        return Answer(
            status=200, content_type="text/plain; charset=UTF-8", text=_robots(current)
        )
    if outlet.is_down(now):
        return Answer(
            status=503, content_type=_HTML, text=pages.error_page(current, 503)
        )
    if parts.path == "/":
        return Answer(
            status=200,
            content_type=_HTML,
            text=pages.home_page(current),
            modified=current.updated,
        )
    for item in current.items:
        if item.path == parts.path:
            return Answer(
                status=200,
                content_type=_HTML,
                text=pages.article_page(current, item),
                modified=item.updated,
            )
    return _document(parts.path, dict(parse_qsl(parts.query)), current) or Answer(
        status=404, content_type=_HTML, text=pages.error_page(current, 404)
    )


def _document(path: str, query: dict[str, str], current: Edition) -> Answer | None:
    offered = current.outlet.documents
    if path == "/feed/" and "rss" in offered:
        kind, text = "application/rss+xml", documents.rss(current)
    elif path == "/atom.xml" and "atom" in offered:
        kind, text = "application/atom+xml", documents.atom(current)
    elif path == "/sitemap.xml" and "sitemap" in offered:
        kind, text = "application/xml", documents.sitemap(current)
    elif path == "/wp-json/" and "wordpress" in offered:
        return Answer(
            status=200, content_type=_JSON, text=documents.wordpress_root(current)
        )
    elif path == "/wp-json/wp/v2/posts" and "wordpress" in offered:
        return _posts(current, query)
    else:
        return None
    return Answer(
        status=200,
        content_type=f"{kind}; charset=UTF-8",
        text=text,
        modified=current.updated,
    )


def _posts(current: Edition, query: dict[str, str]) -> Answer:
    try:
        text, headers = documents.wordpress_posts(current, query)
    except ValueError:
        text = '{"code": "rest_invalid_param", "data": {"status": 400}}'
        return Answer(status=400, content_type=_JSON, text=text)
    return Answer(
        status=200,
        content_type=_JSON,
        text=text,
        headers=headers,
        modified=current.updated,
    )


def _robots(current: Edition) -> str:
    rule = "Disallow: /" if current.outlet.forbids_robots else "Disallow: /wp-admin/"
    lines = [f"# {pages.BANNER}", "User-agent: *", rule]
    if "sitemap" in current.outlet.documents:
        lines.append(f"Sitemap: {current.base}/sitemap.xml")
    return "\n".join(lines) + "\n"
