"""What becomes of an article, its text and the evidence in it, column by column."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime

from tracker.core.text import paragraphs
from tracker.core.versions import Changes
from tracker.db.values import OPEN_BEGINNING, Table
from tracker.model import Amount, Annotation, ArticleDraft, Coded, Quote

Row = dict[str, object]

CODER = "machine"

# Not `asdict`, which copies deeply: a window holds hundreds of these.
_EVIDENCE = tuple(each.name for each in fields(Annotation))
_QUOTED = tuple(each.name for each in fields(Quote))
_COUNTED = tuple(each.name for each in fields(Amount))


def article_row(article_id: str, draft: ArticleDraft, outlet: str) -> dict[str, object]:
    """Give the row of a new article, as it stands with its first text and no copies."""
    text = draft.text
    return {
        "article_id": article_id,
        "outlet": outlet,
        "url": draft.url,
        "title": text.title,
        "language": text.language,
        "author": draft.author,
        "published_at": text.published_at,
        "published_precision": draft.published_precision,
        "published_source": draft.published_source,
        "published_from_at": draft.published_from_at or OPEN_BEGINNING,
        "published_to_at": draft.published_to_at,
        "first_seen_at": text.first_seen_at,
        "day": draft.day,
        "feed_position": draft.feed_position,
        "flags": draft.flags,
        "versions": 1,
        "copy_cluster": article_id,
    }


def version_row(
    draft: ArticleDraft,
    seen_at: datetime,
    previous_check_at: datetime | None,
    differs: Changes,
) -> dict[str, object]:
    """Give what a text says of itself; which version it is only the store knows."""
    return {
        "latest": True,
        "seen_at": seen_at,
        "previous_check_at": previous_check_at,
        "title": draft.text.title,
        "body": draft.text.body,
        "words": len(draft.text.body.split()),
        "paragraphs": len(paragraphs(draft.text.body)),
        "has_media": draft.has_media,
        "config_hash": draft.config_hash,
        **asdict(differs),
    }


def evidence_rows(
    coded: Coded, *, article_id: str, version: int, day: date
) -> dict[Table, list[Row]]:
    """Give the rows of everything found in one text, by table."""
    key: Row = {"article_id": article_id, "version": version, "day": day}
    return {
        "annotations": annotation_rows(coded.annotations, key),
        "quotes": [
            {**_plain(each, _QUOTED), **key, "quote": number}
            for number, each in enumerate(coded.quotes, start=1)
        ],
        "figures": [{**_plain(each, _COUNTED), **key} for each in coded.amounts],
    }


def annotation_rows(annotations: Iterable[Annotation], key: Row) -> list[Row]:
    """Turn evidence into rows of `annotations`; the same span counts once a code."""
    rows: dict[tuple[object, ...], Row] = {}
    for each in annotations:
        span = (
            each.layer,
            each.incident,
            each.actor,
            each.code,
            each.field,
            each.start_char,
            each.end_char,
        )
        rows.setdefault(span, {**_plain(each, _EVIDENCE), **key, "coder": CODER})
    return list(rows.values())


def _plain(value: object, names: tuple[str, ...]) -> Row:
    return {name: getattr(value, name) for name in names}
