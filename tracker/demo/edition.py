"""What one outlet's site shows at one moment."""

from dataclasses import dataclass
from datetime import datetime

from tracker.demo.outlets import DemoOutlet
from tracker.demo.texts import ZONE, DemoArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as it stands now; times are aware, in UTC.

    `number` is the article's place in the history of its outlet, 1 for the oldest.
    """

    url: str
    path: str
    slug: str
    number: int
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An outlet at one moment; `items` is everything published, newest first.

    `base` is the address of the site without a trailing slash.
    """

    outlet: DemoOutlet
    base: str
    items: tuple[Item, ...]

    @property
    def newest(self) -> tuple[Item, ...]:
        """The articles that the outlet's feeds still list, newest first."""
        return self.items[: self.outlet.window]

    @property
    def updated(self) -> datetime | None:
        """When anything that the feeds list last changed."""
        return max((item.updated for item in self.newest), default=None)


def edition(
    outlet: DemoOutlet, articles: tuple[DemoArticle, ...], *, base: str, now: datetime
) -> Edition:
    """Gather what `outlet` has published by `now` (aware)."""
    own = sorted(
        (article for article in articles if article.outlet == outlet.id),
        key=lambda article: article.published,
    )
    items = []
    for number, article in enumerate(own, start=1):
        wording = article.at(now)
        if wording is None:
            continue
        path = article_path(outlet, article)
        items.append(
            Item(
                url=base + path,
                path=path,
                slug=article.slug,
                number=number,
                title=wording.title,
                paragraphs=wording.paragraphs,
                published=article.published,
                updated=wording.since,
            )
        )
    return Edition(outlet=outlet, base=base, items=tuple(reversed(items)))


def article_path(outlet: DemoOutlet, article: DemoArticle) -> str:
    """Give the path of an article; the day in it is local."""
    day = article.published.astimezone(ZONE)
    return outlet.path.format(
        slug=article.slug, year=f"{day:%Y}", month=f"{day:%m}", day=f"{day:%d}"
    )
