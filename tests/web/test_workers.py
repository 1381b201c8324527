import importlib
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from tracker.model import Extracted, Failure, ParsedFeed, SitemapIndex
from tracker.web import limits, workers
from tracker.web.workers import Extractor

# Injected into the workers; a module of its own, because they import it by name.
BEHAVIOUR = """
import os, signal, threading
from tracker.model import Extracted, ParsedFeed

kept = []

def misbehave(body):
    if body == b"hang":
        threading.Event().wait()
    if body == b"spin":
        while True:
            pass
    if body == b"die":
        os._exit(3)
    if body == b"end":
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait()
    if body == b"grow":
        bytearray(8 * 2**30)
    if b"take" in body[:9]:
        bytearray(140 * 2**20)
    if body == b"keep":
        kept.append(b"x" * 50 * 2**20)

def extract(body, *, content_type, url):
    misbehave(body)
    if body == b"pid":
        body = str(os.getpid()).encode()
    text = body[:99].decode("latin-1")
    return Extracted(title=url, body=text, language=content_type)

def read(kind, body, *, content_type, base_url):
    misbehave(body)
    return ParsedFeed(entries=(), title=f"{kind} {body[:99]} {content_type} {base_url}")

def meet(folder, body, *, content_type, url):
    # says how many were being read when this one began, itself included
    mine = folder / f"{os.getpid()}"
    mine.touch()
    threading.Event().wait(0.3)
    found = len(list(folder.iterdir()))
    mine.unlink()
    return Extracted(title="", body=str(found))
"""


@pytest.fixture(scope="module")
def behaviour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("behaviour")
    (folder / "worker_behaviour.py").write_text(BEHAVIOUR, encoding="utf-8")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("worker_behaviour")
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def pool(behaviour: ModuleType) -> Iterator[Extractor]:
    with Extractor(
        cpu=timedelta(seconds=1), extract=behaviour.extract, read=behaviour.read
    ) as extractor:
        yield extractor


def run(pool: Extractor, body: bytes) -> Extracted | Failure:
    return pool.extract(body, content_type="sq", url="https://a.example/")


def feed(pool: Extractor, body: bytes) -> ParsedFeed | SitemapIndex | Failure:
    return pool.read("feed", body, content_type="x", base_url="https://a.example/f")


def pids_of(pool: Extractor) -> list[int]:
    return list(pool._pool._pool_manager.worker_manager.workers)


GOOD = Extracted(title="https://a.example/", body="good", language="sq")
GOOD_FEED = ParsedFeed(entries=(), title="feed b'good' x https://a.example/f")


@pytest.mark.parametrize("read", [run, feed])
def test_a_document_that_hangs_is_given_up_and_the_next_one_is_read(
    behaviour: ModuleType, read: Callable[[Extractor, bytes], object]
) -> None:
    with Extractor(
        processes=1,
        wall=timedelta(seconds=1),
        extract=behaviour.extract,
        read=behaviour.read,
    ) as short:
        assert read(short, b"hang") == Failure(
            outcome="failed", detail="reading it took longer than 1 s", deadly=True
        )
        assert read(short, b"good") in (GOOD, GOOD_FEED)


def test_a_dead_worker_costs_its_own_document_only(pool: Extractor) -> None:
    with ThreadPoolExecutor(8) as threads:
        bodies = [b"good", b"die", b"good", b"good", b"die", b"good", b"good", b"good"]
        found = list(threads.map(lambda body: run(pool, body), bodies))
        feeds = list(threads.map(lambda body: feed(pool, body), bodies))
    for body, result, parsed in zip(bodies, found, feeds, strict=True):
        if body == b"good":
            assert (result, parsed) == (GOOD, GOOD_FEED)
        else:
            assert result == parsed
            assert isinstance(result, Failure)
            assert result.deadly
            assert "ended with 3" in result.detail


@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_a_worker_that_somebody_ended_says_nothing_about_its_document(
    pool: Extractor,
) -> None:
    assert run(pool, b"end") == Failure(
        outcome="failed", detail="the process that read it was ended from outside"
    )
    assert run(pool, b"good") == GOOD


@contextmanager
def idle(behaviour: ModuleType, number: int) -> Iterator[tuple[Extractor, list[int]]]:
    """Give a pool that has read a page, and the ids of its idle processes."""
    with Extractor(processes=number, extract=behaviour.extract) as extractor:
        assert run(extractor, b"good") == GOOD
        pids = pids_of(extractor)
        assert len(pids) == number
        yield extractor, pids


def until(happened: Callable[[], bool]) -> None:
    for _ in range(500):
        if happened():
            return
        threading.Event().wait(0.02)
    pytest.fail("it did not happen within 10 seconds")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("moment", ["at once", "when it was seen"])
@pytest.mark.parametrize("number", [1, 2])
def test_an_idle_worker_may_die(
    behaviour: ModuleType, number: int, moment: str
) -> None:
    with idle(behaviour, number) as (extractor, pids):
        os.kill(pids[0], signal.SIGKILL)
        if moment == "when it was seen":
            until(lambda: not extractor._pool.active)
        with ThreadPoolExecutor(6) as threads:
            found = list(threads.map(lambda _: run(extractor, b"good"), range(6)))
        assert found == [GOOD] * 6


def test_a_pool_that_is_closed_gives_up_what_it_reads_and_takes_no_more(
    behaviour: ModuleType,
) -> None:
    stopped = Failure(outcome="failed", detail="reading was stopped")
    with (
        Extractor(processes=1, extract=behaviour.extract) as extractor,
        ThreadPoolExecutor() as one,
    ):
        assert run(extractor, b"good") == GOOD
        reading = one.submit(run, extractor, b"hang")
        threading.Event().wait(0.3)
        extractor.close()
        assert reading.result(10) == stopped
        assert run(extractor, b"good") == stopped


@pytest.mark.skipif(sys.platform == "win32", reason="no CPU limit on Windows")
@pytest.mark.parametrize("read", [run, feed])
def test_a_document_that_only_computes_is_ended_by_its_cpu_time(
    pool: Extractor, read: Callable[[Extractor, bytes], object]
) -> None:
    found = read(pool, b"spin")
    assert isinstance(found, Failure)
    assert "its process ended with -" in found.detail
    assert found.deadly
    assert read(pool, b"good") in (GOOD, GOOD_FEED)


on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="memory is limited on Linux only"
)


@on_linux
@pytest.mark.parametrize("read", [run, feed])
def test_a_document_that_grows_is_refused_its_memory(
    pool: Extractor, read: Callable[[Extractor, bytes], object]
) -> None:
    assert read(pool, b"grow") == Failure(
        outcome="failed",
        detail="reading it needed more memory than it may",
        deadly=True,
    )
    assert read(pool, b"good") in (GOOD, GOOD_FEED)


@on_linux
def test_a_worker_that_keeps_much_makes_room_and_costs_no_document(
    behaviour: ModuleType,
) -> None:
    with Extractor(processes=1, extract=behaviour.extract) as extractor:
        first = run(extractor, b"pid")
        assert run(extractor, b"pid") == first
        assert isinstance(run(extractor, b"keep"), Extracted)
        later = run(extractor, b"pid")
        assert isinstance(later, Extracted)
        assert later != first
        assert run(extractor, b"pid") == later


def test_what_is_being_read_and_what_waits_is_given_up_when_the_program_ends(
    behaviour: ModuleType,
) -> None:
    ends = [math.inf]
    slow = Extractor(processes=1, extract=behaviour.extract, ends_by=lambda: ends[0])
    with slow, ThreadPoolExecutor(3) as threads:
        run(slow, b"ready")
        waiting = [threads.submit(run, slow, b"hang") for _ in range(3)]
        ends[0] = time.monotonic()
        told = [each.result(timeout=20) for each in waiting]
    assert told == [Failure(outcome="failed", detail="reading was stopped")] * 3


def test_a_large_document_is_read_alone_and_small_ones_beside_each_other(
    behaviour: ModuleType, tmp_path: Path
) -> None:
    meet = partial(behaviour.meet, tmp_path)
    with Extractor(extract=meet) as extractor, ThreadPoolExecutor(8) as threads:
        small, large = b"x" * workers.LARGE, b"x" * (workers.LARGE + 1)
        run(extractor, small)
        met = list(threads.map(lambda body: run(extractor, body), [small] * 6))
        assert "2" in [each.body for each in met if isinstance(each, Extracted)]
        bodies = [small, large, small, small, large, large, small, small]
        found = list(threads.map(lambda body: run(extractor, body), bodies))
    for body, result in zip(bodies, found, strict=True):
        assert isinstance(result, Extracted)
        assert body == small or result.body == "1"


@on_linux
def test_what_is_read_alone_may_take_more_memory(pool: Extractor) -> None:
    assert (workers.MEMORY, workers.MEMORY_ALONE) == (64 * 2**20, 128 * 2**20)
    assert (workers.LARGE, workers.MANY_TAGS) == (2**20, 20_000)
    assert limits.MOST_KEPT == 48 * 2**20
    for small in (b"take".ljust(2**20), b"take".ljust(20_004, b"<")):
        found = run(pool, small)
        assert isinstance(found, Failure)
        assert found.detail == "reading it needed more memory than it may"
    packed = b"\x1f\x8btake"
    for large in (b"take".ljust(2**20 + 1), b"take".ljust(20_005, b"<"), packed):
        assert isinstance(run(pool, large), Extracted)


def resident(pids: Iterable[int]) -> int:
    """Add up the bytes of memory that processes hold; those that ended hold none."""
    total = 0
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            total += pages * os.sysconf("SC_PAGE_SIZE")
    return total


@on_linux
@pytest.mark.endurance
def test_two_workers_leave_the_crawler_its_share_of_memory_whatever_they_read() -> None:
    begin = b"<html><body><article><h1>T</h1>"
    pages = [
        begin + b"<p>Nj\xc3\xab fjali e zakonshme.</p>\n" * 5_000,
        begin + b"<p>Nj\xc3\xab fjali e zakonshme.</p>\n" * 30_000,
        begin + b"a<br>" * 200_000,
        begin + b"<p>" * 340_000,
        begin + b"<a href=/x>y</a> " * 60_000,
        begin + b"<p>Nj\xc3\xab fjali e zakonshme.</p>\n" * 150_000,
        begin + b"<p>" * 3_000_000,
        begin + b"<b></b>" * 1_200_000,
    ]
    peak, done = 0, threading.Event()
    with (
        Extractor(cpu=timedelta(seconds=4)) as extractor,
        ThreadPoolExecutor(5) as threads,
    ):

        def watch() -> int:
            most = 0
            while not done.wait(0.01):
                most = max(most, resident(pids_of(extractor)))
            return most

        watched = threads.submit(watch)
        read = partial(extractor.extract, content_type=None, url="https://a.example/")
        found = list(threads.map(read, pages * 2))
        done.set()
        peak = watched.result()
    assert any(isinstance(each, Extracted) for each in found)
    assert any(isinstance(each, Failure) for each in found)
    # 600 MB less what the crawler itself takes, and some room
    assert 150 * 2**20 < peak < 350 * 2**20


def test_the_ordinary_pool_reads_pages() -> None:
    page = (
        "<html lang=sq><body><article><h1>Salla u hap</h1>"
        + "<p>Bashkia njoftoi se salla do të hapet nesër në mëngjes.</p>" * 6
        + "</article></body></html>"
    )
    with Extractor(processes=1) as extractor:
        found = extractor.extract(
            page.encode(), content_type="text/html", url="https://a.example/x"
        )
    assert isinstance(found, Extracted)
    assert found.title == "Salla u hap"
    assert workers.TASKS_PER_WORKER == 200


def test_importing_the_pool_does_not_load_the_extractor() -> None:
    code = "import sys, tracker.web.workers; print('trafilatura' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


SCRIPT = """
import resource
from tracker.web.workers import Extractor
if __name__ == '__main__':
    most = {most} * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with Extractor(processes=1) as extractor:
        page = b'<h1>T</h1><p>' + b'A word and another. ' * 30
        print(extractor.extract(page, content_type='text/html', url='x'))
"""


def under_a_limit(folder: Path, most: int) -> str:
    script = folder / "under_a_limit.py"
    script.write_text(SCRIPT.format(most=most), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    return done.stdout


@on_linux
def test_pages_are_read_under_a_limit_that_the_system_has_set(tmp_path: Path) -> None:
    assert "Extracted(" in under_a_limit(tmp_path, 4096)


@on_linux
def test_processes_that_cannot_even_start_are_a_failure_and_not_a_deadly_one(
    tmp_path: Path,
) -> None:
    told = under_a_limit(tmp_path, 96)
    assert "the processes that read documents ended, and so did new ones" in told
    assert "deadly=False" in told


@on_linux
def test_a_sitemap_that_does_not_fit_is_not_said_to_be_something_else() -> None:
    body = b"<urlset>" + b"<a/>" * 2_000_000
    with Extractor(processes=1) as extractor:
        found = extractor.read("sitemap", body, content_type=None, base_url="x")
    assert found == Failure(
        outcome="failed",
        detail="reading it needed more memory than it may",
        deadly=True,
    )


def test_the_ordinary_pool_reads_every_kind_of_list() -> None:
    feed = (
        b"<rss version='2.0'><channel><ttl>60</ttl><item><title>Salla</title>"
        b"<link>/a</link></item></channel></rss>"
    )
    sitemap = b"<urlset><url><loc>https://a.example/b</loc></url></urlset>"
    index = b"<sitemapindex><sitemap><loc>/c</loc></sitemap></sitemapindex>"
    posts = b'[{"link": "https://a.example/d"}]'
    with Extractor(processes=1) as extractor:
        read = partial(
            extractor.read, content_type=None, base_url="https://a.example/x"
        )
        first, second = read("feed", feed), read("sitemap", sitemap)
        third, fourth = read("sitemap", index), read("wordpress", posts)
        fifth = read("feed", b"<html>")
    assert isinstance(first, ParsedFeed)
    assert first.wishes.every == timedelta(hours=1)
    assert isinstance(second, ParsedFeed)
    assert isinstance(fourth, ParsedFeed)
    urls = [each.url for found in (first, second, fourth) for each in found.entries]
    assert urls == [f"https://a.example/{name}" for name in "abd"]
    assert isinstance(third, SitemapIndex)
    assert third.children[0].url == "https://a.example/c"
    assert fifth == Failure(outcome="failed", detail="not a feed: an HTML page")
