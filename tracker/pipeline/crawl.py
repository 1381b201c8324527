"""One pass over everything that is due, one visitor a host."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event

from tracker.core import urls
from tracker.core.cadence import Waking
from tracker.model import Config, DueFeed, DuePage, Found, Search, SearchState, Visit
from tracker.pipeline.addresses import PAGES_PER_VISIT, left_over
from tracker.pipeline.ports import Known, Store, Tools
from tracker.pipeline.visitor import Visitor

Work = DueFeed | tuple[DuePage, ...] | SearchState
Plan = dict[str, deque[Work]]


class PassStop(Event):
    """Ends one pass: when the program is asked to end, or when the pass goes wrong.

    A program that runs on goes on with its next pass.
    """

    def __init__(self, program: Event) -> None:
        super().__init__()
        self._program = program

    def is_set(self) -> bool:
        """Whether nothing new is to begin."""
        return super().is_set() or self._program.is_set()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassResult:
    """What one pass did: its visits in the order in which they ended.

    `waiting` counts the visits that are still in the outbox, `busy` says why;
    `damaged` names files of the outbox that could not be read, in sentences.
    """

    visits: tuple[Visit, ...]
    waiting: int
    busy: str | None
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What one pass is to do instead of what is due, or `beside_due`.

    `searches` are questions to archives; what follows from their answers is done as
    well, but for what is `asked` already. At most `pages_per_visit` of a host are read
    for one visit, which is lost when the power fails. So long as `store_every` outcomes
    may wait in the outbox, because each opening of the database costs.
    """

    pages: Sequence[DuePage] = ()
    searches: Sequence[SearchState] = ()
    asked: Collection[Search] = ()
    pages_per_visit: int = PAGES_PER_VISIT
    store_every: timedelta = timedelta(0)
    beside_due: bool = False


NOTHING_ELSE = Errand(beside_due=True)


def crawl(
    config: Config,
    *,
    store: Store,
    tools: Tools,
    run_id: str,
    config_hash: str,
    outlets: Collection[str] | None = None,
    force: bool = False,
    errand: Errand = NOTHING_ELSE,
    waking: Waking | None = None,
    pages_for: timedelta | None = None,
    on_start: Callable[[int, int], object] = lambda _feeds, _pages: None,
    on_visit: Callable[[Visit], object] = lambda _visit: None,
) -> PassResult:
    """Visit everything that is due, once, or what else the `errand` says.

    `waking`: a program that runs on has just begun, so what is overdue is spread.
    `pages_for`: no page is begun after so long, so that the next pass is not late;
    None: the pass ends when all is read.
    `on_start` hears how many feeds (and questions to archives) and pages that is,
    `on_visit` of each visit as it ends. What is fetched while the database is held by
    others waits in the outbox.
    Raises StoreBusyError when not even what is due can be read.
    """
    damaged = [*store.apply(now=tools.clock()).damaged]
    due = store.due(now=tools.clock(), outlets=outlets, force=force, waking=waking)
    pages = [_as_known(page, due.known) for page in errand.pages]
    feeds: Sequence[DueFeed] = ()
    if errand.beside_due:
        feeds, pages = due.feeds, [*pages, *due.pages]
    crawled = {outlet.id for outlet in config.outlets if outlet.fetch}
    # The database may know outlets that this program does not, if it began before them.
    feeds = [feed for feed in feeds if feed.outlet in crawled]
    pages = [page for page in pages if page.outlet in crawled]
    known = {outlet.id for outlet in config.outlets}
    # an archive may have been switched off since, an outlet left out
    searches = [
        each
        for each in errand.searches
        if each.search.via in tools.sources and each.search.outlet in known
    ]
    on_start(len(feeds) + len(searches), len(pages))
    tools = replace(
        tools, stop=PassStop(tools.stop), late=_lateness(tools.clock, pages_for)
    )
    visitor = Visitor(
        config, tools=tools, known=due.known, run_id=run_id, config_hash=config_hash
    )
    visitor.asker.claim(errand.asked)
    agenda = Agenda(tools, errand.pages_per_visit)
    for feed in feeds:
        agenda.add(feed)
    for search in searches:
        agenda.add(search)
    agenda.add_pages(pages)
    done: list[Visit] = []
    stored_at = tools.clock()
    for visits in _by_host(visitor, agenda, tools=tools, workers=config.crawl.hosts):
        done.extend(visit.without_texts() for visit in visits)
        if tools.clock() - stored_at >= errand.store_every:
            damaged += store.apply(now=tools.clock()).damaged
            stored_at = tools.clock()
        for visit in visits:
            on_visit(visit)
    applied = store.apply(now=tools.clock())
    return PassResult(
        visits=tuple(done),
        waiting=applied.waiting,
        busy=applied.busy,
        damaged=(*damaged, *applied.damaged),
    )


def note_found(
    answers: Iterable[tuple[Search, Found]],
    *,
    config: Config,
    store: Store,
    tools: Tools,
    run_id: str,
    config_hash: str,
) -> Iterator[Visit]:
    """Note what files say of past articles, as if an archive had answered.

    Yields each visit when it is written down; `store.apply` brings them in.
    """
    known = store.due(now=tools.clock(), outlets=None, force=False).known
    visitor = Visitor(
        config, tools=tools, known=known, run_id=run_id, config_hash=config_hash
    )
    for search, found in answers:
        yield visitor.asker.note(search, found)


def _as_known(page: DuePage, known: Known) -> DuePage:
    """Add to a page that a person named what is known of it already."""
    sight = known.sight(urls.url_hash(page.url))
    if sight is None:
        return page
    return replace(
        page,
        first_seen_at=sight.first_seen_at,
        not_seen_at=sight.not_seen_at,
        outcome="matched" if sight.is_article else page.outcome,
    )


def _lateness(
    clock: Callable[[], datetime], pages_for: timedelta | None
) -> Callable[[], bool]:
    if pages_for is None:
        return lambda: False
    ends_at = clock() + pages_for
    return lambda: clock() >= ends_at


class Agenda:
    """What is still to be done, by host: one thing after the other on each."""

    def __init__(self, tools: Tools, pages_per_visit: int) -> None:
        self._tools, self._pages_per_visit = tools, pages_per_visit
        self._ahead: Plan = defaultdict(deque)

    def hosts(self) -> tuple[str, ...]:
        """Give the hosts that have work."""
        return tuple(host for host, works in self._ahead.items() if works)

    def take(self, host: str) -> Work:
        """Take the first thing to be done at a host."""
        return self._ahead[host].popleft()

    def add(self, work: DueFeed | SearchState) -> None:
        """Put one visit behind what is there."""
        url = work.url if isinstance(work, DueFeed) else work.search.address
        self._ahead[self._tools.host_of(url)].append(work)

    def add_pages(self, pages: Iterable[DuePage]) -> None:
        """Put pages behind what is there, in visits of bounded length."""
        by_host: dict[str, list[DuePage]] = defaultdict(list)
        for page in pages:
            by_host[self._tools.host_of(page.copy_url or page.url)].append(page)
        for host, of_host in by_host.items():
            for start in range(0, len(of_host), self._pages_per_visit):
                chunk = tuple(of_host[start : start + self._pages_per_visit])
                self._ahead[host].append(chunk)

    def add_what_follows(self, visit: Visit) -> None:
        """Add what a visit found and left: questions before pages.

        So it is soon known how much there is.
        """
        for state in reversed(visit.searches[1:]):
            host = self._tools.host_of(state.search.address)
            self._ahead[host].appendleft(state)
        self.add_pages(left_over(visit))


def _by_host(
    visitor: Visitor, agenda: Agenda, *, tools: Tools, workers: int
) -> Iterator[list[Visit]]:
    """Let each host's work be done in order; yield what has ended since last time."""
    running: dict[Future[Visit | None], str] = {}

    def submit_all() -> None:
        busy = set(running.values())
        for host in agenda.hosts():
            if host not in busy and not tools.stop.is_set():
                running[pool.submit(_visit, visitor, agenda.take(host))] = host

    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            submit_all()
            while running:
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                visits = []
                for future in ended:
                    del running[future]
                    visit = future.result()
                    if visit is not None:
                        visits.append(visit)
                    if visit is not None and not tools.late():
                        agenda.add_what_follows(visit)
                submit_all()
                yield visits
        except BaseException:
            # Those in flight stop at their next page; what they have is written down.
            tools.stop.set()
            raise


def _visit(visitor: Visitor, work: Work) -> Visit | None:
    if isinstance(work, DueFeed):
        return visitor.visit_feed(work)
    if isinstance(work, SearchState):
        return visitor.asker.ask(work)
    return visitor.visit_pages(work)
