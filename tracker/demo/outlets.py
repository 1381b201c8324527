"""The invented outlets of the demo, and how each of their sites behaves."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Document = Literal["rss", "atom", "sitemap", "wordpress"]
Skin = Literal["wordpress", "classic", "plain"]

ALWAYS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOutlet:
    """One invented outlet.

    `documents` are the machine-readable lists it offers, each with its newest
    `window` articles. `skin` is how its pages are built, hence where they state their
    date: "wordpress" in JSON-LD, "classic" in meta tags, "plain" in a time element.
    `down` are stretches (from, to; aware, UTC) in which all but robots.txt answers 503.
    `path` holds `{slug}`, and may hold `{year}`, `{month}` and `{day}`.
    """

    id: str
    name: str
    language: Literal["sq", "en"]
    documents: tuple[Document, ...]
    path: str
    skin: Skin
    window: int = 15
    down: tuple[tuple[datetime, datetime], ...] = ()
    forbids_robots: bool = False

    def is_down(self, now: datetime) -> bool:
        """Tell whether the site answers 503 at `now` (aware)."""
        return any(start <= now < end for start, end in self.down)


OUTLETS = (
    DemoOutlet(
        id="arkivi-shembull",
        name="Arkivi Shembull",
        language="sq",
        documents=("rss",),
        path="/{slug}",
        skin="plain",
        forbids_robots=True,
    ),
    DemoOutlet(
        id="coast-tribune",
        name="Coast Tribune",
        language="en",
        documents=("rss",),
        path="/{year}/{month}/{day}/{slug}/",
        skin="classic",
    ),
    DemoOutlet(
        id="ditari-shembull",
        name="Ditari Shembull",
        language="sq",
        documents=("atom",),
        path="/artikull/{slug}",
        skin="plain",
    ),
    DemoOutlet(
        id="example-wire",
        name="Example Wire",
        language="en",
        documents=("rss", "sitemap"),
        path="/wire/{slug}.html",
        skin="plain",
    ),
    DemoOutlet(
        id="gazeta-shembull",
        name="Gazeta Shembull",
        language="sq",
        documents=("rss",),
        path="/{year}/{month}/{day}/{slug}/",
        skin="wordpress",
    ),
    DemoOutlet(
        id="lajme-bregu",
        name="Lajme Bregu",
        language="sq",
        documents=("rss", "sitemap"),
        path="/lajme/{slug}",
        skin="classic",
    ),
    DemoOutlet(
        id="portali-alfa",
        name="Portali Alfa",
        language="sq",
        documents=("wordpress",),
        path="/{year}/{month}/{slug}/",
        skin="wordpress",
    ),
    DemoOutlet(
        id="portali-beta",
        name="Portali Beta",
        language="sq",
        documents=("sitemap",),
        path="/aktualitet/{slug}.html",
        skin="classic",
    ),
    DemoOutlet(
        id="radio-skela",
        name="Radio Skela",
        language="sq",
        documents=("rss",),
        path="/{slug}/",
        skin="wordpress",
        # A short feed and a day without answer: what was published in between can
        # be overlooked, so the outlet is only partly observed.
        window=4,
        down=(
            (
                datetime(2026, 3, 4, 12, 30, tzinfo=UTC),
                datetime(2026, 3, 5, 11, 30, tzinfo=UTC),
            ),
        ),
    ),
    DemoOutlet(
        id="the-harbour-post",
        name="The Harbour Post",
        language="en",
        documents=("atom",),
        path="/news/{slug}",
        skin="classic",
    ),
    DemoOutlet(
        id="tv-shembull",
        name="TV Shembull",
        language="sq",
        documents=("rss",),
        path="/lajm/{slug}",
        skin="classic",
        down=(ALWAYS,),
    ),
    DemoOutlet(
        id="zeri-i-limanit",
        name="Zeri i Limanit",
        language="sq",
        documents=("rss", "wordpress"),
        path="/{year}/{month}/{day}/{slug}/",
        skin="wordpress",
    ),
)
