"""Resident memory of all processes of a crawl, with the worst pages in it."""

import gzip
import json
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import TEXT, TOP
from tests.endurance.processes import resident
from tests.web.server import Answer, Site, site

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
]

# What is promised for the pages of the fault server.
MOST = 600 * 10**6
# Pages of our own are worse: each of several sites sends nine megabytes at a time.
MOST_OF_OUR_OWN = 750 * 10**6
LONGEST = 420.0
SAMPLED = 0.1
# As many as there are workers: each holds a page while it waits for one of them.
HOSTS = 2
MEGABYTE = 10**6
BETWEEN = (
    "<html lang=en><head><title>News of {name}</title></head><body><article>"
    "<h1>News of {name}</h1><p>{text}</p>{more}</article></body></html>"
)


def _paragraphs(size: int) -> str:
    dice = random.Random(1)  # noqa: S311 - no secret
    words = [f"word{number}" for number in range(5000)]
    found, length = [], 0
    while length < size:
        found.append("<p>" + " ".join(dice.choices(words, k=60)) + ".</p>")
        length += len(found[-1])
    return "".join(found)


# What makes a parser large: bytes, depth, width, attributes, patterns, one long text.
WORST: dict[str, Callable[[], str]] = {
    "paragraphs-9mb": lambda: _paragraphs(9 * MEGABYTE),
    "paragraphs-3mb": lambda: _paragraphs(3 * MEGABYTE),
    "one-text": lambda: "<p>" + "harbour " * (9 * MEGABYTE // 8) + "</p>",
    "deep": lambda: "<div>" * 20_000 + "deep" + "</div>" * 20_000,
    "empty-elements": lambda: "<b></b>" * (9 * MEGABYTE // 7),
    "just-few-enough": lambda: "<p>x <b>y</b> z</p>" * 45_000,
    "wide-table": lambda: (
        "<table>"
        + ("<tr>" + "<td colspan=9007199254740991>1</td>" * 100 + "</tr>") * 400
        + "</table>"
    ),
    "attributes": lambda: (
        "<p " + " ".join(f"a{n}='{n}'" for n in range(400_000)) + ">x</p>"
    ),
    "digits": lambda: "<p>" + "2026-" * 400_000 + "</p><p>" + "1" * MEGABYTE + "</p>",
    "entities": lambda: "<p>" + "&euml;&ccedil;" * 600_000 + "</p>",
    "comments": lambda: "<!-- x -->" * 800_000,
    "script": lambda: (
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>"
    ),
}


def feed(names: list[str], *, port: int, more: int = 0) -> bytes:
    items = [
        f"<item><title>News of {name}</title>"
        f"<link>http://127.0.0.1:{port}/{name}</link>"
        "<pubDate>Tue, 03 Mar 2026 09:15:00 +0100</pubDate></item>"
        for name in names
    ]
    items += [
        f"<item><title>Old news {number}</title><description>{TEXT * 4}</description>"
        f"<link>http://127.0.0.1:{port}/old/{number}</link>"
        "<pubDate>Mon, 02 Mar 2026 09:15:00 +0100</pubDate></item>"
        for number in range(more)
    ]
    text = (
        f"<rss version='2.0'><channel><title>x</title>{''.join(items)}</channel></rss>"
    )
    return text.encode()


def fill(served: Site, number: int) -> None:
    """Put the worst pages onto a site, in another order on each."""
    html = (("Content-Type", "text/html"),)
    names = list(WORST)
    names = names[number:] + names[:number]
    for name in names:
        text = BETWEEN.format(name=name, text=TEXT, more=_made(name))
        served.routes[f"/{name}"] = Answer(body=text.encode(), headers=html)
    bomb = gzip.compress(b"<p>" + b" " * (256 * MEGABYTE))
    served.routes["/bomb"] = Answer(
        body=bomb, headers=(*html, ("Content-Encoding", "gzip"))
    )
    served.routes["/larger"] = Answer(body=b"<p>" + b"x" * 12 * MEGABYTE, headers=html)
    more = 2_500 if number == 0 else 0
    body = feed([*names, "bomb", "larger"], port=served.port, more=more)
    served.routes["/feed/"] = Answer(body=body)


_MADE: dict[str, str] = {}


def _made(name: str) -> str:
    if name not in _MADE:
        _MADE[name] = WORST[name]()
    return _MADE[name]


def config(feeds: list[tuple[str, str]], pairs: list[str]) -> str:
    outlets = "".join(
        f"  - {{id: {name}, name: {name}, home: '{url}', languages: [en],"
        f" feeds: ['{url}']}}\n"
        for name, url in feeds
    )
    return (
        "database: data/coverage.duckdb\nkeep: all\n"
        f"crawl: {{delay: 0s, hosts: {HOSTS},"
        f" private_addresses: {json.dumps(pairs)}}}\n"
        f"outlets:\n{outlets}"
        "actors:\n  - {id: vala, name: Vala, names: {en: [Vala Association]}}\n"
    )


def peak_of_a_crawl(folder: Path) -> tuple[int, str]:
    """Crawl, and give the largest sum of resident bytes, and what was printed."""
    output = folder / "output.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", "crawl"],
            cwd=folder,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        )
        peak, ends = 0, time.monotonic() + LONGEST
        while process.poll() is None and time.monotonic() < ends:
            peak = max(peak, resident(process.pid))
            time.sleep(SAMPLED)
        hung = process.poll() is None
        process.kill()
        process.wait()
    told = output.read_text(errors="replace")
    assert not hung, told
    assert "Traceback" not in told, told
    return peak, told


def test_pages_of_nine_megabytes_from_two_sites_at_once_stay_within_bounds(tmp_path):
    with ExitStack() as stack:
        served = [stack.enter_context(site()) for _ in range(HOSTS)]
        for number, each in enumerate(served):
            fill(each, number)
        ports = [each.port for each in served]
        (tmp_path / "config.yaml").write_text(
            config(
                [(f"o{port}", f"http://127.0.0.1:{port}/feed/") for port in ports],
                [f"127.0.0.1:{port}" for port in ports],
            )
        )
        peak, told = peak_of_a_crawl(tmp_path)
    print(f"peak: {peak / 10**6:.0f} MB")  # noqa: T201 - shown by pytest -s
    assert peak < MOST_OF_OUR_OWN, told
    with duckdb.connect(
        tmp_path / "data/coverage.duckdb", read_only=True
    ) as connection:
        found = dict(
            connection.execute(
                "select outcome, count(*) from pages group by 1"
            ).fetchall()
        )
    # the crawl has been through them, rather than given up early
    assert found["too_large"] >= 2 * HOSTS
    assert found.get("matched", 0) + found.get("unmatched", 0) >= 2 * HOSTS


@contextmanager
def fault_server(program: Path, ready: Path) -> Iterator[dict[str, object]]:
    process = subprocess.Popen(
        [sys.executable, str(program), "--ready-file", str(ready)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ends = time.monotonic() + 60
        while not ready.exists() and time.monotonic() < ends:
            time.sleep(0.05)
        told = json.loads(ready.read_text())
        main = told["main"] if "main" in told else told["index"]
        base = str(main).removesuffix("/").removesuffix("/cases")
        with urllib.request.urlopen(f"{base}/cases") as answer:  # noqa: S310 - loopback
            yield json.load(answer)
    finally:
        process.terminate()
        process.wait()


@pytest.mark.corpus
def test_all_cases_of_the_fault_server_in_one_crawl_need_less_than_600_mb(
    shared, tmp_path
):
    program = shared.resolve() / "tools/faults/chaos_server.py"
    if not program.exists():
        pytest.skip("the fault server is not there")
    with fault_server(program, tmp_path / "ready.json") as index, site() as lists:
        cases = index["cases"]
        feeds = [
            (each["name"], each["url"]) for each in cases if each["kind"] == "feed"
        ]
        pages = [each["url"] for each in cases if each["kind"] == "article"]
        items = "".join(
            f"<item><title>Page {number}</title><link>{url}</link></item>"
            for number, url in enumerate(pages)
        )
        channel = f"<channel><title>x</title>{items}</channel>"
        lists.routes["/feed/"] = Answer(
            body=f"<rss version='2.0'>{channel}</rss>".encode()
        )
        pairs = [*index["allow"], f"127.0.0.1:{lists.port}"]
        feeds.append(("pages", lists.url("/feed/")))
        (tmp_path / "config.yaml").write_text(config(feeds, pairs))
        peak, told = peak_of_a_crawl(tmp_path)
    print(f"peak: {peak / 10**6:.0f} MB")  # noqa: T201 - shown by pytest -s
    assert peak < MOST, told
