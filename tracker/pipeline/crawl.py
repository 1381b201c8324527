"""One pass over everything that is due, one visitor a host."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event

from tracker.core import urls
from tracker.core.cadence import Waking
from tracker.model import Config, DueFeed, DuePage, Visit
from tracker.pipeline.addresses import PAGES_PER_VISIT, left_over
from tracker.pipeline.ports import Known, Store, Tools
from tracker.pipeline.visitor import Visitor

Work = DueFeed | tuple[DuePage, ...]
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


def crawl(
    config: Config,
    *,
    store: Store,
    tools: Tools,
    run_id: str,
    config_hash: str,
    outlets: Collection[str] | None = None,
    force: bool = False,
    pages: Sequence[DuePage] | None = None,
    waking: Waking | None = None,
    pages_for: timedelta | None = None,
    on_start: Callable[[int, int], object] = lambda _feeds, _pages: None,
    on_visit: Callable[[Visit], object] = lambda _visit: None,
) -> PassResult:
    """Visit everything that is due, once; or, when given, just these `pages`.

    `waking`: a program that runs on has just begun, so what is overdue is spread.
    `pages_for`: no page is begun after so long, so that the next pass is not late;
    None: the pass ends when all is read.
    `on_start` hears how many feeds and pages that is, `on_visit` of each visit as it
    ends. What is fetched while the database is held by others waits in the outbox.
    Raises StoreBusyError when not even what is due can be read.
    """
    damaged = [*store.apply(now=tools.clock()).damaged]
    due = store.due(now=tools.clock(), outlets=outlets, force=force, waking=waking)
    feeds = due.feeds if pages is None else ()
    if pages is None:
        pages = due.pages
    else:
        pages = [_as_known(page, due.known) for page in pages]
    crawled = {outlet.id for outlet in config.outlets if outlet.fetch}
    # The database may know outlets that this program does not, if it began before them.
    feeds = tuple(feed for feed in feeds if feed.outlet in crawled)
    pages = [page for page in pages if page.outlet in crawled]
    plan = _plan(feeds, pages, host_of=tools.host_of)
    on_start(len(feeds), len(pages))
    tools = replace(
        tools, stop=PassStop(tools.stop), late=_lateness(tools.clock, pages_for)
    )
    visitor = Visitor(
        config, tools=tools, known=due.known, run_id=run_id, config_hash=config_hash
    )
    done: list[Visit] = []
    for visits in _by_host(visitor, plan, tools=tools, workers=config.crawl.hosts):
        done.extend(visit.without_texts() for visit in visits)
        damaged += store.apply(now=tools.clock()).damaged
        for visit in visits:
            on_visit(visit)
    applied = store.apply(now=tools.clock())
    return PassResult(
        visits=tuple(done),
        waiting=applied.waiting,
        busy=applied.busy,
        damaged=(*damaged, *applied.damaged),
    )


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


def _by_host(
    visitor: Visitor, ahead: Plan, *, tools: Tools, workers: int
) -> Iterator[list[Visit]]:
    """Let each host's work be done in order; yield what has ended since last time."""
    running: dict[Future[Visit | None], str] = {}

    def submit_next(host: str) -> None:
        if ahead[host] and not tools.stop.is_set():
            running[pool.submit(_visit, visitor, ahead[host].popleft())] = host

    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            for host in tuple(ahead):
                submit_next(host)
            while running:
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                visits = []
                for future in ended:
                    host = running.pop(future)
                    visit = future.result()
                    if visit is not None:
                        visits.append(visit)
                    if visit is not None and not tools.late():
                        ahead[host].extend(_chunks(left_over(visit)))
                    submit_next(host)
                yield visits
        except BaseException:
            # Those in flight stop at their next page; what they have is written down.
            tools.stop.set()
            raise


def _plan(
    feeds: Iterable[DueFeed],
    pages: Iterable[DuePage],
    *,
    host_of: Callable[[str], str],
) -> Plan:
    """Host → its feeds one by one, then its pages in visits of bounded length."""
    plan: Plan = defaultdict(deque)
    for feed in feeds:
        plan[host_of(feed.url)].append(feed)
    by_host: dict[str, list[DuePage]] = defaultdict(list)
    for page in pages:
        by_host[host_of(page.url)].append(page)
    for host, of_host in by_host.items():
        plan[host].extend(_chunks(of_host))
    return plan


def _chunks(pages: Sequence[DuePage]) -> Iterator[tuple[DuePage, ...]]:
    for start in range(0, len(pages), PAGES_PER_VISIT):
        yield tuple(pages[start : start + PAGES_PER_VISIT])


def _visit(visitor: Visitor, work: Work) -> Visit | None:
    if isinstance(work, DueFeed):
        return visitor.visit_feed(work)
    return visitor.visit_pages(work)
