"""What a better extraction makes of the pages of a stored article."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from tracker.core.recoding import StoredArticle, StoredText
from tracker.model import Extracted

RESERVED = "reserved"
# What flags tell that follows from no text: headers, the site, and its addresses.
_NOT_OF_THE_TEXT = (RESERVED, "other_host")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """An article as its pages read now; None where nothing is to be stored.

    `held` are versions that read otherwise now, but stay: in them people marked
    something, and where it would stand then nobody knows. `unread` are versions that
    stay because their page yields no text any more, or because other texts of the
    article are not there. `is_reserved`: its publisher asks not to keep the text, so
    that none is brought in.
    """

    article: StoredArticle | None
    held: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    is_reserved: bool = False


def reread(
    article: StoredArticle,
    pages: Mapping[int, Extracted],
    *,
    marked: Collection[int] = (),
) -> Reread:
    """Give an article the texts of its pages, by version; others stay as they are.

    Byline and flags are those of the first text. The language stays, and so do all
    dates: they were claims of their time, and the day of an article is part of its
    place. `marked` are versions in which people marked something.
    """
    if any(RESERVED in flags for flags in (article.flags, *_flags(pages))):
        return Reread(article=None, is_reserved=True)
    unread = tuple(
        each.version
        for each in article.texts
        if each.version in pages and each.text.body and not pages[each.version].body
    )
    held = tuple(
        each.version
        for each in article.texts
        if each.version in marked
        and each.version in pages
        and each.version not in unread
        and not _is_same(each, pages[each.version])
    )
    left = {*held, *unread}
    told = {version: page for version, page in pages.items() if version not in left}
    texts = tuple(
        _with_page(each, told[each.version]) if each.version in told else each
        for each in article.texts
    )
    author, flags = article.author, article.flags
    if (first := told.get(article.texts[0].version)) is not None:
        author = first.author
        kept = [flag for flag in flags if flag in _NOT_OF_THE_TEXT]
        flags = tuple(dict.fromkeys((*first.flags, *kept)))
    anew = replace(article, texts=texts, author=author, flags=flags)
    if anew == article:
        return Reread(article=None, held=held, unread=unread)
    if not anew.is_kept_whole:
        # What was found in a title may hang on a body that is not there, and could not
        # be found again.
        return Reread(article=None, held=held, unread=tuple(sorted({*told, *unread})))
    return Reread(article=replace(anew, is_reread=True), held=held, unread=unread)


def _flags(pages: Mapping[int, Extracted]) -> Iterator[tuple[str, ...]]:
    for page in pages.values():
        yield page.flags


def _is_same(stored: StoredText, page: Extracted) -> bool:
    return (stored.text.title, stored.text.body) == (page.title, page.body)


def _with_page(stored: StoredText, page: Extracted) -> StoredText:
    text = replace(stored.text, title=page.title, body=page.body)
    return replace(stored, text=text, has_media=page.has_media)
