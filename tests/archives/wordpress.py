"""Posts of WordPress's REST interface, as its handbook describes them.

developer.wordpress.org/rest-api/reference/posts: `after` and `before` compare the time
of the site and exclude the moment itself; a search asks for all of its words, anywhere
in title, excerpt or content, also inside longer words.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qs

from tests.archives.world import ZONE, Article, Outlet, World, folded
from tests.web.server import Answer

ROOT = "/wp-json"
POSTS = f"{ROOT}/wp/v2/posts"
# WordPress takes a search of more words for one phrase (WP_Query::parse_search).
MOST_WORDS = 9
ORDERS: Mapping[str, Callable[[Article], object]] = {
    "date": lambda each: (each.at, each.id),
    "modified": lambda each: (each.modified, each.id),
    "id": lambda each: each.id,
    "slug": lambda each: each.slug,
    "title": lambda each: folded(each.title),
}


class InvalidError(Exception):
    """A parameter that WordPress refuses, and why."""


def wordpress_answer(
    world: World, outlet: Outlet, path: str, query: str, *, most: int = 100
) -> Answer:
    """Answer below /wp-json; a page has up to `most` posts, 100 unless told."""
    if path.rstrip("/") == ROOT:
        return reply({"name": outlet.name, "namespaces": ["oembed/1.0", "wp/v2"]})
    if path.rstrip("/") != POSTS:
        return refusal(404, "rest_no_route", "No route was found matching the URL.")
    asked = {
        name: given[-1]
        for name, given in parse_qs(query, keep_blank_values=True).items()
    }
    fields = parse_qs(query).get("_fields[]", asked.get("_fields", "").split(","))
    try:
        chosen = _chosen(world.of(outlet.id), asked)
        page = _whole("page", asked, 1, 1, None)
        per_page = _whole("per_page", asked, 10, 1, most)
    except InvalidError as error:
        name, why = error.args
        return refusal(
            400, "rest_invalid_param", f"Invalid parameter(s): {name}", {name: why}
        )
    if asked.get("orderby") == "relevance" and not asked.get("search"):
        message = "You need to define a search term to order by relevance."
        return refusal(400, "rest_no_search_term_defined", message)
    pages = -(-len(chosen) // per_page)
    if chosen and page > pages:
        message = (
            "The page number requested is larger than the number of pages available."
        )
        return refusal(400, "rest_post_invalid_page_number", message)
    shown = chosen[(page - 1) * per_page : page * per_page]
    posts = [_kept(_post(world, each), fields) for each in shown]
    totals = (("X-WP-Total", str(len(chosen))), ("X-WP-TotalPages", str(pages)))
    return reply(posts, headers=totals)


def closed() -> Answer:
    return refusal(401, "rest_forbidden", "Sorry, you are not allowed to do that.")


def refusal(
    status: int, code: str, message: str, params: Mapping[str, str] | None = None
) -> Answer:
    data: dict[str, object] = {"status": status}
    if params:
        data["params"] = params
    told = {"code": code, "message": message, "data": data}
    return reply(told, status=status)


def reply(
    told: object, *, status: int = 200, headers: Sequence[tuple[str, str]] = ()
) -> Answer:
    kind = ("Content-Type", "application/json; charset=UTF-8")
    body = json.dumps(told, ensure_ascii=True).encode()
    return Answer(status=status, body=body, headers=(kind, *headers))


def _chosen(articles: list[Article], asked: Mapping[str, str]) -> list[Article]:
    after, before = _moment("after", asked), _moment("before", asked)
    order, by = asked.get("order", "desc"), asked.get("orderby", "date")
    if order not in ("asc", "desc"):
        raise InvalidError("order", "order is not one of asc, desc.")
    if by not in (*ORDERS, "relevance"):
        raise InvalidError("orderby", f"orderby is not one of {', '.join(ORDERS)}.")
    found = [
        each
        for each in articles
        if (after is None or each.at > after)
        and (before is None or each.at < before)
        and _is_found(each, asked.get("search", ""))
    ]
    key = ORDERS.get(by, ORDERS["date"])
    return sorted(found, key=key, reverse=order == "desc")  # type: ignore[arg-type]


def _is_found(article: Article, search: str) -> bool:
    parts = re.findall(r'"([^"]+)"|(\S+)', search)
    words = [folded(phrase or word) for phrase, word in parts]
    if len(words) > MOST_WORDS:
        words = [folded(search)]
    told = folded(article.text)
    return all(
        (word[1:] not in told) if word.startswith("-") else (word in told)
        for word in words
    )


def _moment(name: str, asked: Mapping[str, str]) -> datetime | None:
    """Read a time; without a zone it is the site's own."""
    if name not in asked:
        return None
    try:
        moment = datetime.fromisoformat(asked[name])
    except ValueError:
        raise InvalidError(name, "Invalid date.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _whole(
    name: str, asked: Mapping[str, str], default: int, least: int, most: int | None
) -> int:
    given = asked.get(name, str(default))
    if not re.fullmatch(r"-?\d+", given):
        raise InvalidError(name, f"{name} is not of type integer.")
    value = int(given)
    if most is not None and not least <= value <= most:
        why = f"{name} must be between {least} (inclusive) and {most} (inclusive)"
        raise InvalidError(name, why)
    if value < least:
        raise InvalidError(name, f"{name} must be greater than or equal to {least}")
    return value


def _post(world: World, article: Article) -> dict[str, object]:
    def rendered(words: str) -> dict[str, object]:
        return {"rendered": words, "protected": False}

    paragraphs = "\n".join(f"<p>{each}</p>" for each in article.body)
    return {
        "id": article.id,
        "date": _local(article.at),
        "date_gmt": f"{article.at:%Y-%m-%dT%H:%M:%S}",
        "guid": {"rendered": f"{world.bases[article.outlet]}/?p={article.id}"},
        "modified": _local(article.modified),
        "modified_gmt": f"{article.modified:%Y-%m-%dT%H:%M:%S}",
        "slug": article.slug,
        "status": "publish",
        "type": "post",
        "link": world.url(article),
        "title": {"rendered": article.title},
        "content": rendered(paragraphs),
        "excerpt": rendered(f"<p>{article.body[0]}</p>"),
        "categories": [1],
        "tags": [],
    }


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}"


def _kept(post: dict[str, object], fields: Sequence[str]) -> dict[str, object]:
    """Keep the fields asked for; `title.rendered` keeps that part of the title."""
    names = [each.strip() for each in fields if each.strip()]
    if not names:
        return post
    kept: dict[str, object] = {}
    for name in names:
        top, _, below = name.partition(".")
        value = post.get(top)
        if not below:
            kept.update({top: value} if top in post else {})
        elif isinstance(value, dict) and below in value:
            part = kept.setdefault(top, {})
            if isinstance(part, dict):
                part[below] = value[below]
    return kept
