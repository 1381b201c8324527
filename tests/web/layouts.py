"""Pages as the usual systems build them, around items that a test hands in."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SITE = "https://lajme.example"


@dataclass(frozen=True)
class Item:
    """A headline with the beginning of its article."""

    title: str
    excerpt: str


def _page(
    main: str, *, head: str = "", body_class: str = "", title: str = "Lajme"
) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="sq"><head><meta charset="utf-8">'
        f"<title>{title}</title>{head}</head><body class='{body_class}'>"
        "<header><a href=/><img src=/logo.png alt=Lajme></a><nav><ul><li><a href=/a>"
        "Ballina</a><li><a href=/b>Politikë</a><li><a href=/c>Sport</a></ul></nav>"
        f"</header>{main}<footer><p>Lajme Shembull sh.p.k. Të gjitha të drejtat të "
        "rezervuara. Materialet nuk mund të riprodhohen pa leje.</p></footer>"
        "<script src=/a.js></script></body></html>"
    ).encode()


def _link(number: int) -> str:
    return f"/2026/03/02/artikull-{number}"


def wordpress_archive(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<article class='post type-post'><h2 class=entry-title><a href={_link(n)}>"
        f"{item.title}</a></h2><div class=entry-meta>2 mars 2026</div>"
        f"<div class=entry-summary><p>{item.excerpt} […]</p>"
        f"<a class=more-link href={_link(n)}>Lexo më shumë</a></div></article>"
        for n, item in enumerate(items)
    )
    main = f"<main><h1 class=page-title>Kategoria: Lajme</h1>{rows}</main>"
    head = "<meta property='og:type' content='article'>"
    names = "archive category category-lajme category-12 wp-custom-logo hfeed"
    return f"{SITE}/lajme/", _page(main, head=head, body_class=names)


def wordpress_front(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<div class='td_module_10 td_module_wrap'><div class=td-module-thumb>"
        f"<a href='{SITE}{_link(n)}' title='{item.title}'><img src=/{n}.jpg></a></div>"
        f"<div class=item-details><h3 class=entry-title><a href='{SITE}{_link(n)}'>"
        f"{item.title}</a></h3><div class=td-module-meta-info><time>2 Mars, 2026</time>"
        f"</div><div class=td-excerpt>{item.excerpt}</div></div></div>"
        for n, item in enumerate(items)
    )
    head = "<meta property='og:type' content='website'>"
    names = "home page-template page page-id-7 td-animation-stack"
    return f"{SITE}/", _page(
        f"<div class=td-main>{rows}</div>", head=head, body_class=names
    )


def front_with_slogan(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<div class=card><h3><a href={_link(n)}>{item.title}</a></h3>"
        f"<p>{item.excerpt}</p></div>"
        for n, item in enumerate(items)
    )
    slogan = "<h1>Portali i parë i lajmeve të qytetit tonë</h1>"
    return f"{SITE}/", _page(f"{slogan}{rows}")


def bare_cards(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<div class=card><a href={_link(n)}><img src=/{n}.jpg><h3>{item.title}</h3>"
        "</a><span>2 orë më parë</span></div>"
        for n, item in enumerate(items)
    )
    return f"{SITE}/politike", _page(f"<h1>Politikë</h1><div>{rows}</div>")


def collection(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<li><a href={_link(n)}><h2>{item.title}</h2><p>{item.excerpt}</p></a></li>"
        for n, item in enumerate(items)
    )
    stated = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": ["CollectionPage", "WebPage"], "name": "Lajme"},
            {"@type": "Organization", "name": "Lajme Shembull"},
        ],
    }
    head = f"<script type='application/ld+json'>{json.dumps(stated)}</script>"
    main = f"<main><h1>Të gjitha lajmet e fundit nga bota</h1><ul>{rows}</ul></main>"
    return f"{SITE}/bota", _page(main, head=head)


def search_results(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<div class=result><h3><a href={_link(n)}>{item.title}</a></h3>"
        f"<p>{item.excerpt}</p></div>"
        for n, item in enumerate(items)
    )
    main = f"<h1>Rezultatet e kërkimit për: salla e qytetit</h1>{rows}"
    return f"{SITE}/?s=salla", _page(main)


def old_tables(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<tr><td><a href='artikull.php?id={n}'><b>{item.title}</b></a><br>"
        f"<font size=2>{item.excerpt}</font></td></tr>"
        for n, item in enumerate(items)
    )
    main = f"<table><tr><td><table>{rows}</table></td></tr></table>"
    return f"{SITE}/index.php?faqe=3", _page(main)


def drupal_term(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<div class=views-row><article><h2><a href={_link(n)}>{item.title}</a></h2>"
        f"<div><p>{item.excerpt}</p></div></article></div>"
        for n, item in enumerate(items)
    )
    main = f"<main><h1>Durrës</h1>{rows}</main>"
    return f"{SITE}/durres", _page(main, body_class="path-taxonomy")


def archive_by_day(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<li><span>02.03.2026</span> <a href={_link(n)}>{item.title}</a></li>"
        for n, item in enumerate(items)
    )
    return f"{SITE}/arkiv/2026/03", _page(f"<h1>Arkivi</h1><ul>{rows}</ul>")


def blog_front(items: Sequence[Item]) -> tuple[str, bytes]:
    rows = "".join(
        f"<article><h1><a href={_link(n)}>{item.title}</a></h1><p>{item.excerpt}</p>"
        f"<p>{item.excerpt}</p></article>"
        for n, item in enumerate(items)
    )
    return f"{SITE}/blog", _page(rows, body_class="home blog hfeed")


LISTS: dict[str, Callable[[Sequence[Item]], tuple[str, bytes]]] = {
    "WordPress archive": wordpress_archive,
    "WordPress front": wordpress_front,
    "front with a slogan": front_with_slogan,
    "cards without text": bare_cards,
    "collection": collection,
    "search results": search_results,
    "old tables": old_tables,
    "Drupal term": drupal_term,
    "archive by day": archive_by_day,
    "blog front": blog_front,
}


# ------------------------------------------------------------------- articles


def _related(items: Sequence[Item], *, excerpts: bool) -> str:
    return "".join(
        f"<div class=rel><h4><a href={_link(n)}>{item.title}</a></h4>"
        + (f"<p>{item.excerpt}</p>" if excerpts else "")
        + "</div>"
        for n, item in enumerate(items)
    )


def brief(items: Sequence[Item]) -> tuple[str, bytes]:
    """A few sentences, and many teasers with excerpts as long."""
    own, *others = items
    main = f"<h1>{own.title}</h1><p>{own.excerpt}</p><p>{own.excerpt}</p>"
    head = "<meta property='og:type' content='website'>"
    return f"{SITE}/lajme/a", _page(main + _related(others, excerpts=True), head=head)


def unmarked(items: Sequence[Item]) -> tuple[str, bytes]:
    """No first heading and no mark of any kind, beside a column of teasers."""
    own, *others = items
    text = f"<p>{own.excerpt}</p>" * 3
    column = _related(others, excerpts=False)
    main = (
        f"<table><tr><td><h2>{own.title}</h2>{text}</td><td>{column}</td></tr></table>"
    )
    return f"{SITE}/artikull.php?id=1", _page(main)


def linked(items: Sequence[Item]) -> tuple[str, bytes]:
    """References to other articles in every sentence."""
    own, *others = items
    text = "".join(
        f"<p>{own.excerpt} Siç u tha më parë, <a href={_link(n)}>{item.title}</a>, dhe "
        f"kështu mbeti deri sot.</p>"
        for n, item in enumerate(others)
    )
    return f"{SITE}/kategoria/lajme/a", _page(f"<h1>{own.title}</h1>{text}")


def listed(items: Sequence[Item]) -> tuple[str, bytes]:
    """An article that is itself a list: one thing below the other."""
    own, *others = items
    return f"{SITE}/udhetime/a", _page(
        f"<h1>{own.title}</h1>{_related(others, excerpts=True)}"
    )


def second_heading(items: Sequence[Item]) -> tuple[str, bytes]:
    """Headed by an h2 that only the title of the page tells from the others."""
    own, *others = items
    main = f"<div><h2>{own.title}</h2><p>{own.excerpt}</p></div>"
    related = _related(others, excerpts=True)
    return f"{SITE}/lajme/a", _page(main + related, title=f"{own.title} | Lajme")


def wordpress_single(items: Sequence[Item]) -> tuple[str, bytes]:
    own, *others = items
    text = f"<p>{own.excerpt}</p>" * 2
    main = (
        f"<article class=post><h1 class=entry-title>{own.title}</h1>{text}</article>"
        f"<aside>{_related(others, excerpts=True)}</aside>"
    )
    names = "single single-post postid-77 category-lajme"
    return f"{SITE}/tag/a", _page(main, body_class=names)


def stated(items: Sequence[Item]) -> tuple[str, bytes]:
    """Related articles as an ItemList beside the article's own node; no heading."""
    own, *others = items
    nodes = [
        {"@type": "NewsArticle", "headline": own.title, "datePublished": "2026-03-02"},
        {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle"}]},
        {"@type": "CollectionPage"},
    ]
    head = f"<script type='application/ld+json'>{json.dumps(nodes)}</script>"
    main = f"<p>{own.excerpt}</p>{_related(others, excerpts=True)}"
    return f"{SITE}/lajme/a", _page(main, head=head, title=own.title)


ARTICLES: dict[str, Callable[[Sequence[Item]], tuple[str, bytes]]] = {
    "brief": brief,
    "unmarked": unmarked,
    "linked": linked,
    "listed": listed,
    "second heading": second_heading,
    "WordPress single": wordpress_single,
    "stated": stated,
}
