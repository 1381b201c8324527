"""What becomes of an article, its text and the evidence in it, column by column."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from operator import attrgetter

from tracker.core.text import paragraphs
from tracker.core.versions import Changes
from tracker.db.values import OPEN_BEGINNING, Table
from tracker.model import Amount, Annotation, ArticleDraft, Coded, Quote

EvidenceRow = tuple[object, ...]

CODER = "machine"

_KEY = ("article_id", "version", "day")
_OF_ANNOTATION = tuple(each.name for each in fields(Annotation))
_OF_QUOTE = tuple(each.name for each in fields(Quote))
_OF_AMOUNT = tuple(each.name for each in fields(Amount))
# The columns of what is found in a text, by table.
EVIDENCE: Mapping[Table, tuple[str, ...]] = {
    "annotations": (*_KEY, "coder", *_OF_ANNOTATION),
    "quotes": (*_KEY, "quote", *_OF_QUOTE),
    "figures": (*_KEY, *_OF_AMOUNT),
}
# Not `asdict`, which copies deeply: a window holds thousands of these.
_found = attrgetter(*_OF_ANNOTATION)
_quoted = attrgetter(*_OF_QUOTE)
_counted = attrgetter(*_OF_AMOUNT)
_span = attrgetter(
    "layer", "incident", "actor", "code", "field", "start_char", "end_char"
)


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
        "canonical_url": draft.canonical_url,
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
) -> dict[Table, list[EvidenceRow]]:
    """Give the rows of everything found in one text, by table.

    Their values stand in the order of EVIDENCE; the same span counts once a code.
    """
    key = (article_id, version, day)
    spans: dict[object, Annotation] = {}
    for each in coded.annotations:
        spans.setdefault(_span(each), each)
    return {
        "annotations": [(*key, CODER, *_found(each)) for each in spans.values()],
        "quotes": [
            (*key, number, *_quoted(each))
            for number, each in enumerate(coded.quotes, start=1)
        ],
        "figures": [(*key, *_counted(each)) for each in coded.amounts],
    }
