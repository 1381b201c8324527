import importlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tracker.model import Extracted, Failure
from tracker.web.workers import TASKS_PER_WORKER, Extract, Extractor

# Injected into the workers; a module of its own, because they import it by name.
BEHAVIOUR = """
import os, threading
from tracker.model import Extracted

def behave(body, *, content_type, url):
    if body == b"hang":
        threading.Event().wait()
    if body == b"spin":
        while True:
            pass
    if body == b"die":
        os._exit(3)
    if body == b"grow":
        bytearray(8 * 2**30)
    return Extracted(title=url, body=body.decode(), language=content_type)
"""


@pytest.fixture(scope="module")
def behave(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Extract]:
    folder = tmp_path_factory.mktemp("behaviour")
    (folder / "worker_behaviour.py").write_text(BEHAVIOUR, encoding="utf-8")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("worker_behaviour").behave
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def pool(behave: Extract) -> Iterator[Extractor]:
    with Extractor(cpu=timedelta(seconds=1), run=behave) as extractor:
        yield extractor


def run(pool: Extractor, body: bytes) -> Extracted | Failure:
    return pool.extract(body, content_type="sq", url="https://a.example/")


GOOD = Extracted(title="https://a.example/", body="good", language="sq")


def test_a_page_that_hangs_is_given_up_and_the_next_one_is_read(
    behave: Extract,
) -> None:
    with Extractor(processes=1, wall=timedelta(seconds=1), run=behave) as short:
        assert run(short, b"hang") == Failure(
            outcome="failed", detail="extraction took longer than 1 s"
        )
        assert run(short, b"good") == GOOD


def test_a_dead_worker_costs_its_own_page_only(pool: Extractor) -> None:
    with ThreadPoolExecutor(8) as threads:
        bodies = [b"good", b"die", b"good", b"good", b"die", b"good", b"good", b"good"]
        found = list(threads.map(lambda body: run(pool, body), bodies))
    for body, result in zip(bodies, found, strict=True):
        if body == b"good":
            assert result == GOOD
        else:
            assert isinstance(result, Failure)
            assert "ended with 3" in result.detail


@contextmanager
def workers(behave: Extract, number: int) -> Iterator[tuple[Extractor, list[int]]]:
    """Give a pool that has read a page, and the ids of its idle processes."""
    with Extractor(processes=number, run=behave) as extractor:
        assert run(extractor, b"good") == GOOD
        pids = list(extractor._pool._pool_manager.worker_manager.workers)
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
def test_an_idle_worker_may_die(behave: Extract, number: int, moment: str) -> None:
    with workers(behave, number) as (extractor, pids):
        os.kill(pids[0], signal.SIGKILL)
        if moment == "when it was seen":
            until(lambda: not extractor._pool.active)
        with ThreadPoolExecutor(6) as threads:
            found = list(threads.map(lambda _: run(extractor, b"good"), range(6)))
        assert found == [GOOD] * 6


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_processes_that_cannot_even_start_are_a_failure_of_the_page() -> None:
    with Extractor(processes=1, memory=1) as extractor:
        assert run(extractor, b"good") == Failure(
            outcome="failed",
            detail="the processes that read pages ended, and so did new ones",
        )


def test_a_pool_that_is_closed_gives_up_what_it_reads_and_takes_no_more(
    behave: Extract,
) -> None:
    stopped = Failure(outcome="failed", detail="extraction was stopped")
    with Extractor(processes=1, run=behave) as extractor, ThreadPoolExecutor() as one:
        assert run(extractor, b"good") == GOOD
        reading = one.submit(run, extractor, b"hang")
        threading.Event().wait(0.3)
        extractor.close()
        assert reading.result(10) == stopped
        assert run(extractor, b"good") == stopped


@pytest.mark.skipif(sys.platform == "win32", reason="no CPU limit on Windows")
def test_a_page_that_only_computes_is_ended_by_its_cpu_time(pool: Extractor) -> None:
    found = run(pool, b"spin")
    assert isinstance(found, Failure)
    assert "its process ended with -" in found.detail
    assert run(pool, b"good") == GOOD


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_page_that_grows_is_refused_its_memory(pool: Extractor) -> None:
    assert run(pool, b"grow") == Failure(
        outcome="failed", detail="extraction needed more memory than it may"
    )
    assert run(pool, b"good") == GOOD


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
    assert TASKS_PER_WORKER == 200


def test_importing_the_pool_does_not_load_the_extractor() -> None:
    code = "import sys, tracker.web.workers; print('trafilatura' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


def test_pages_are_read_under_a_limit_that_the_system_has_set(tmp_path: Path) -> None:
    script = tmp_path / "under_a_limit.py"
    script.write_text(
        "import resource\n"
        "from tracker.web.workers import Extractor\n"
        "if __name__ == '__main__':\n"
        "    most = 4 * 2**30\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (most, most))\n"
        "    with Extractor(processes=1) as extractor:\n"
        "        page = b'<h1>T</h1><p>' + b'A word and another. ' * 30\n"
        "        print(extractor.extract(page, content_type='text/html', url='x'))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert "Extracted(" in done.stdout, done.stdout
