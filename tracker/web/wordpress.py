"""Posts of a WordPress site from its REST interface."""

import json
from collections.abc import Mapping
from typing import Any

from tracker.model import Failure, FeedEntry, ParsedFeed
from tracker.web.decode import clean, decode
from tracker.web.feeds import MOST_ENTRIES, cut_texts, web_address
from tracker.web.xmltext import plain, what_came

# Half of the most that WordPress allows: a visit every few minutes misses none.
PER_PAGE = 50
FIELDS = "id,date_gmt,modified_gmt,link,title,excerpt"


def posts_url(root: str) -> str:
    """Give the address of the newest posts, for the root that a site announces.

    >>> posts_url("https://lajme.example/wp-json/")[:43]
    'https://lajme.example/wp-json/wp/v2/posts?p'
    """
    return endpoint(root, f"per_page={PER_PAGE}&_fields={FIELDS}&orderby=date")


def endpoint(root: str, query: str) -> str:
    """Give the address of the posts that a query asks for, at the root of a site."""
    # sites without pretty addresses announce …/index.php?rest_route=/
    mark = "&" if "rest_route=" in root else "?"
    return f"{root.rstrip('/')}/wp/v2/posts{mark}{query}"


def read_posts(
    body: bytes, *, content_type: str | None, base_url: str
) -> ParsedFeed | Failure:
    """Read the posts of one answer; their times are UTC and say so.

    A closed interface is a failure that names what the site answered. Posts without
    a usable address are left out (flag `unlinked`), overlong texts are cut (flag
    `cut`), and of more than MOST_ENTRIES the first are taken (flag `capped`).
    """
    try:
        document = json.loads(decode(body, content_type))
    except (ValueError, RecursionError):
        came = what_came(body, content_type)
        return Failure(outcome="failed", detail=f"not a WordPress answer: {came}")
    if isinstance(document, dict) and isinstance(document.get("code"), str):
        code = plain(document["code"])[:60]
        # rest_forbidden, rest_cannot_read, rest_login_required, rest_disabled …
        shut = any(word in code for word in _SHUT)
        return Failure(
            outcome="blocked" if shut else "failed",
            detail=f"the WordPress interface answers with an error: {code}",
        )
    if not isinstance(document, list):
        return Failure(outcome="failed", detail="not a WordPress answer: JSON")
    entries, flags = [], set[str]()
    if len(document) > MOST_ENTRIES:
        flags.add("capped")
    for position, post in enumerate(document[:MOST_ENTRIES], start=1):
        entry = _entry(post, position, base_url) if isinstance(post, dict) else None
        if entry is None:
            flags.add("unlinked")
            continue
        entries.append(cut_texts(entry))
        if entries[-1] != entry:
            flags.add("cut")
    return ParsedFeed(entries=tuple(entries), flags=tuple(sorted(flags)))


_SHUT = ("forbidden", "cannot", "login", "logged", "disabled", "auth", "not_allowed")


def _entry(post: Mapping[str, Any], position: int, base_url: str) -> FeedEntry | None:
    link = post.get("link")
    url = web_address(link, base_url=base_url) if isinstance(link, str) else None
    if url is None:
        return None
    return FeedEntry(
        key=url,
        url=url,
        title=_rendered(post.get("title")),
        summary=_rendered(post.get("excerpt")),
        published=_utc(post.get("date_gmt")),
        updated=_utc(post.get("modified_gmt")),
        position=position,
    )


def _rendered(field: object) -> str | None:
    value = field.get("rendered") if isinstance(field, dict) else field
    return clean(plain(value)) or None if isinstance(value, str) else None


def _utc(value: object) -> str | None:
    text = clean(value).strip() if isinstance(value, str) else ""
    return f"{text}Z" if text else None
