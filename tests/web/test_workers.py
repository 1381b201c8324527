import importlib
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

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
