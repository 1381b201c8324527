"""The articles of the demo, as their invented newsrooms wrote and edited them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

from tracker.demo.outlets import OUTLETS

# The zone in which the files in `written/` state their times.
ZONE = ZoneInfo("Europe/Tirane")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A title and its paragraphs, valid from `since` (aware, UTC)."""

    since: datetime
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """An invented article; `wordings` are in order of time and never empty.

    `copy_of` names the article (`outlet/slug`) whose paragraphs stand here verbatim
    under a title of this outlet's own.
    """

    outlet: str
    slug: str
    wordings: tuple[Wording, ...]
    copy_of: str | None = None

    @property
    def published(self) -> datetime:
        """When it first appeared (aware, UTC)."""
        return self.wordings[0].since

    def at(self, now: datetime) -> Wording | None:
        """Give the wording that stood at `now`; None before it was published."""
        current = [each for each in self.wordings if each.since <= now]
        return current[-1] if current else None


def load_articles() -> tuple[DemoArticle, ...]:
    """Read every article of every outlet, in order of publication.

    Raises ValueError when a file does not follow the form described in
    `read_articles`, or a copy names an article that does not exist.
    """
    folder = files("tracker.demo") / "written"
    found = [
        article
        for outlet in OUTLETS
        for article in read_articles(
            outlet.id, (folder / f"{outlet.id}.md").read_text(encoding="utf-8")
        )
    ]
    originals = {f"{article.outlet}/{article.slug}": article for article in found}
    filled = [_filled(article, originals) for article in found]
    return tuple(
        sorted(filled, key=lambda each: (each.published, each.outlet, each.slug))
    )


def read_articles(outlet: str, text: str) -> tuple[DemoArticle, ...]:
    """Read the articles of one outlet's file.

    An article starts with its title after `## `, then lines `slug: …`,
    `published: YYYY-MM-DD HH:MM` (local time) and, for a copy, `copy: outlet/slug`;
    a blank line; paragraphs separated by blank lines. A later wording starts with
    its title after `### ` and a line `edited: YYYY-MM-DD HH:MM`.
    """
    blocks = text.split("\n## ")[1:]
    return tuple(_read_article(outlet, block) for block in blocks)


def _read_article(outlet: str, block: str) -> DemoArticle:
    first, *later = block.split("\n### ")
    title, details, paragraphs = _read_wording(first)
    wordings = [
        Wording(since=_moment(details["published"]), title=title, paragraphs=paragraphs)
    ]
    for edit in later:
        new_title, edited, new_paragraphs = _read_wording(edit)
        wordings.append(
            Wording(
                since=_moment(edited["edited"]),
                title=new_title,
                paragraphs=new_paragraphs,
            )
        )
    if any(after.since <= before.since for before, after in pairwise(wordings)):
        raise ValueError(f"{outlet}/{details['slug']}: an edit precedes its original")
    return DemoArticle(
        outlet=outlet,
        slug=details["slug"],
        wordings=tuple(wordings),
        copy_of=details.get("copy"),
    )


def _read_wording(block: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    head, *paragraphs = [part for part in block.strip().split("\n\n") if part]
    title, *lines = head.splitlines()
    details = dict(line.split(": ", 1) for line in lines)
    return title.strip(), details, tuple(part.strip() for part in paragraphs)


def _moment(text: str) -> datetime:
    local = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    return local.astimezone(UTC)


def _filled(article: DemoArticle, originals: dict[str, DemoArticle]) -> DemoArticle:
    if article.copy_of is None:
        return article
    if article.copy_of not in originals:
        raise ValueError(f"{article.outlet}/{article.slug}: no {article.copy_of}")
    source = originals[article.copy_of].at(article.published)
    if source is None or not source.paragraphs:
        raise ValueError(f"{article.outlet}/{article.slug}: precedes its original")
    own = article.wordings[0]
    return DemoArticle(
        outlet=article.outlet,
        slug=article.slug,
        wordings=(
            Wording(since=own.since, title=own.title, paragraphs=source.paragraphs),
        ),
        copy_of=article.copy_of,
    )
