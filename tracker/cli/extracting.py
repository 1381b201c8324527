"""`tracker recode --extract`: the texts of archived pages, as they are read now."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from uuid import uuid4

from rich.console import Console

from tracker import __version__
from tracker.cli import clock
from tracker.cli.archived import ArchivedPage, archive_files, archived_pages
from tracker.cli.outdated import counted
from tracker.cli.replaced import say, tell_replaced
from tracker.cli.stopping import Stop
from tracker.core.fingerprint import coding_hash, config_hash
from tracker.core.recoding import EVERYTHING, StoredArticle
from tracker.core.rereading import Reread, reread
from tracker.db.recoding import read_articles
from tracker.db.replacing import Replaced
from tracker.db.rereading import count_texts, look_up, marked
from tracker.db.store import Store
from tracker.db.values import without_surrogates
from tracker.db.windows import Windows
from tracker.errors import InputError, StoreError
from tracker.model import Config, Extracted, Failure, Reply

NAME = "tracker recode --extract"
# So much is read before the database is asked whose texts it is: some seconds of
# extraction, which is what is lost where somebody stops it.
BATCH = 200
LARGEST_BATCH = 30_000_000
BETWEEN_LINES = 10.0
# Of what cannot be done so many are named.
NAMED = 10

Extract = Callable[[Reply], Extracted | Failure]


@dataclass(slots=True)
class Named:
    """Counts what cannot be done, and has the first NAMED of it in words."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append(words)

    @property
    def more(self) -> int:
        """How many there are of which there are no words."""
        return self.count - len(self.first)


@dataclass(slots=True)
class Tally:
    """What was met in the archive so far; articles are ids, for their pages are apart.

    `texts` are the versions, by article, whose page is there; `unread` are addresses of
    pages that this program makes no text of, `held` those of articles in which people
    marked something. `reserved` are articles whose text is not to be kept.
    """

    pages: int = 0
    texts: set[tuple[str, int]] = field(default_factory=set)
    unread: Named = field(default_factory=Named)
    held: Named = field(default_factory=Named)
    held_articles: set[str] = field(default_factory=set)
    reserved: set[str] = field(default_factory=set)

    def note(self, article_id: str, address: str, anew: Reread) -> None:
        """Note what stays as it is of an article that was read again."""
        if anew.is_reserved:
            self.reserved.add(article_id)
        for _ in anew.unread:
            self.unread.add(address)
        if anew.held and article_id not in self.held_articles:
            self.held_articles.add(article_id)
            self.held.add(address)


def reread_articles(
    windows: Windows, pages: Iterable[ArchivedPage], extract: Extract, tally: Tally
) -> Iterator[tuple[StoredArticle, ...]]:
    """Yield, some at a time, articles whose pages read otherwise than they are stored.

    What is yielded is to be stored before the next is asked for.
    """
    for batch in _batches(pages):
        tally.pages += len(batch)
        with windows.reading() as connection:
            sights = look_up(connection, {(p.address, p.read_at) for p in batch})
        wanted = [page for page in batch if (page.address, page.read_at) in sights]
        with ThreadPoolExecutor() as pool:
            read = list(pool.map(lambda page: extract(page.reply), wanted))
        by_article: dict[str, dict[int, Extracted]] = defaultdict(dict)
        addresses, keys = {}, set()
        for page, extracted in zip(wanted, read, strict=True):
            key, version = sights[page.address, page.read_at]
            tally.texts.add((key[1], version))
            if isinstance(extracted, Failure):
                tally.unread.add(page.address)
                continue
            keys.add(key)
            addresses[key[1]] = page.address
            by_article[key[1]][version] = _storable(extracted)
        if not keys:
            continue
        with windows.reading() as connection:
            articles = read_articles(connection, sorted(keys))
            by_people = marked(connection, by_article)
        others = []
        for article in articles:
            name = article.article_id
            anew = reread(
                article,
                by_article[name],
                marked={version for of, version in by_people if of == name},
            )
            tally.note(name, addresses[name], anew)
            others += [anew.article] if anew.article else []
        if others:
            yield tuple(others)


def find_texts(windows: Windows, pages: Iterable[ArchivedPage], tally: Tally) -> None:
    """Look of which texts the page is in the archive, and read none."""
    for batch in _batches(pages):
        tally.pages += len(batch)
        with windows.reading() as connection:
            sights = look_up(connection, {(p.address, p.read_at) for p in batch})
        tally.texts.update((key[1], version) for key, version in sights.values())


def _batches(pages: Iterable[ArchivedPage]) -> Iterator[list[ArchivedPage]]:
    batch: list[ArchivedPage] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.reply.body)
        if len(batch) == BATCH or size >= LARGEST_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _storable(page: Extracted) -> Extracted:
    """Give the texts as the database holds them, or they would always differ."""
    author = None if page.author is None else without_surrogates(page.author)
    return replace(
        page,
        title=without_surrogates(page.title),
        body=without_surrogates(page.body),
        author=author,
    )


class Extraction:
    """One run over the archive, and what it says."""

    def __init__(self, config: Config, store: Store, screen: Console) -> None:
        """Prepare it; raises InputError where there is no archive, or an empty one."""
        if config.archive is None:
            raise InputError(
                f"{config.path}: names no archive, so there is no page to read again;"
                " `archive: data/archive` has those of the next crawls kept"
            )
        self._files = archive_files(config.archive)
        self._config, self._store, self._screen = config, store, screen
        self._hash = coding_hash(config)
        self._tally, self._done = Tally(), Replaced()
        self._articles: set[str] = set()  # of which something is another now
        self._damages = Named()
        self._run_id: str | None = None
        self._began = self._told_at = time.monotonic()

    def say_what_is_there(self) -> None:
        """Say how many texts have their page in the archive, and do nothing."""
        find_texts(self._store.windows, self._pages(stopped=lambda: False), self._tally)
        self._say_damages()
        self._say_coverage()

    def run(self, jobs: int, stop: Stop) -> int:
        """Read all of the archive again; the exit status."""
        # Here, for it loads all that codes.
        from tracker.cli.coders import spread_here  # noqa: PLC0415
        from tracker.web.workers import Extractor  # noqa: PLC0415

        def extract(reply: Reply) -> Extracted | Failure:
            if stop.is_set():
                return Failure(outcome="pending", detail="stopped as asked")
            content_type = reply.headers.get("content-type", "")
            return extractor.extract(
                reply.body, content_type=content_type, url=reply.url
            )

        problem = None
        spread = spread_here(self._config, self._hash, stop)
        try:
            with Extractor(processes=jobs, ends_by=stop.ends_by) as extractor:
                articles = reread_articles(
                    self._store.windows,
                    self._pages(stopped=stop.is_set),
                    extract,
                    self._tally,
                )
                for found in spread(articles):
                    self._begin()
                    done = self._store.replace(
                        found, coding_hash=self._hash, now=clock.now()
                    )
                    ids = {each.article_id for each in found}
                    self._articles |= ids - done.outdated - done.marked
                    self._done += done
                    self._tell_progress()
                    if stop.is_set():
                        break
        except StoreError as error:
            problem = str(error)
        return self._conclude(problem, stop)

    def _pages(self, *, stopped: Callable[[], bool]) -> Iterator[ArchivedPage]:
        for path in self._files:
            if stopped():
                return
            yield from archived_pages(
                path, stopped=stopped, on_damage=self._damages.add
            )

    def _begin(self) -> None:
        """Note the run with the first text that is another; without one it is none."""
        if self._run_id is None:
            self._run_id = f"{clock.now():%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
            self._store.start_run(
                self._run_id,
                "recode",
                now=clock.now(),
                program=__version__,
                config_hash=config_hash(self._config),
            )

    def _tell_progress(self) -> None:
        now = time.monotonic()
        if now - self._told_at >= BETWEEN_LINES:
            self._told_at = now
            self._say(
                f"read {counted(self._tally.pages, 'page')} of the archive,"
                f" {self._done.texts:,} texts are others now"
            )

    def _conclude(self, problem: str | None, stop: Stop) -> int:
        took = time.monotonic() - self._began
        self._say_damages()
        self._say(
            f"read {counted(self._tally.pages, 'page')} of the archive in {took:.0f} s:"
            f" {counted(self._done.texts, 'text')} of"
            f" {counted(len(self._articles))} read otherwise now"
        )
        if self._articles:
            tell_replaced(
                self._done, EVERYTHING, self._screen, timezone=self._config.timezone
            )
        if not stop.is_set():
            self._say_what_stays()
        problems = [problem]
        if self._run_id is not None:
            problems.append(self._finish())
        told = list(dict.fromkeys(filter(None, problems)))
        for each in told:
            self._say(f"note: {each}")
        if stop.is_set() or problem:
            asked = "stopped as asked; " if stop.is_set() else ""
            self._say(f"note: {asked}what was done stays, `{NAME}` goes on")
            return 1
        self._say_coverage()
        left = self._say_what_is_left()
        return 1 if told or left or self._damages.count else 0

    def _say_what_is_left(self) -> bool:
        """Say what changed under our hands; whether anything did."""
        if outdated := len(self._done.outdated):
            self._say(
                f"note: {counted(outdated)} got another text meanwhile; `{NAME}` takes"
                " them along"
            )
        if marked := len(self._done.marked):
            self._say(
                f"note: in {counted(marked)} somebody marked or coded something"
                f" meanwhile; those texts stay, `{NAME}` takes the others along"
            )
        return bool(outdated or marked)

    def _finish(self) -> str | None:
        counts = {
            "articles": len(self._articles),
            "texts": self._done.texts,
            "rows_added": self._done.added.total(),
            "rows_removed": self._done.removed.total(),
        }
        try:
            return self._store.finish_run(
                str(self._run_id), now=clock.now(), counts=counts
            )
        except StoreError as error:
            return str(error)

    def _say_what_stays(self) -> None:
        tally = self._tally
        if tally.unread.count:
            self._say_named(
                "of these pages this program makes no text that could take the place of"
                " the stored one, which stays",
                tally.unread,
            )
        if tally.held.count:
            self._say_named(
                "somebody marked or coded something in these texts, so they stay"
                " though they read otherwise now",
                tally.held,
            )
        if tally.reserved:
            self._say(
                f"note: {counted(len(tally.reserved))} stay as they are: their"
                " publisher asks not to keep the text"
            )

    def _say_named(self, told: str, those: Named) -> None:
        more = f", and {those.more:,} more" if those.more else ""
        self._say(f"note: {told}: {', '.join(those.first)}{more}")

    def _say_coverage(self) -> None:
        with self._store.windows.reading() as connection:
            texts = count_texts(connection)
        there = len(self._tally.texts)
        self._say(
            f"{there:,} of {counted(texts, 'stored text')} have their page in the"
            f" archive; the other {texts - there:,} stay as they are"
        )

    def _say_damages(self) -> None:
        for each in self._damages.first:
            self._say(f"note: {each}")
        if more := self._damages.more:
            self._say(f"note: {more:,} more places of the archive are damaged")

    def _say(self, text: str) -> None:
        say(text, self._screen)
