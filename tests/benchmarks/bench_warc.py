"""What a page of a WARC file costs: reading it, looking at its bytes, extracting it.

    pytest tests/benchmarks/bench_warc.py -m benchmark -s

The files are written by warcio as Common Crawl writes them, of real pages, all of
tracked outlets, so that only their bytes tell them apart. Of 1 % or 50 % one of 5,000
tracked names is in the text. `WARC_MEGABYTES` is the length of the stream that is read
for the first (1024). Processor times of this process and of its workers; Linux only.
"""

# ruff: noqa: T201 - a benchmark prints

import io
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from tests.benchmarks.bench_prefilter import aliases, milliseconds, pages_of
from tests.pipeline.fakes import Desk, FakeKnown, make_config
from tests.web.warcs import written
from tracker.core.matching import compile_matcher
from tracker.core.prefilter import Prefilter
from tracker.model import Actor, Config, Extracted, Failure, Name, Outlet, Reply
from tracker.pipeline.pages import PageReader
from tracker.pipeline.records import RecordReader
from tracker.web import members
from tracker.web.decode import utf8
from tracker.web.warc import Record, read_records
from tracker.web.workers import Extractor

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

NAMES = 5_000
MEGABYTES = int(os.environ.get("WARC_MEGABYTES", "1024"))
LARGEST = 10_000_000
WORKERS = 2


@dataclass(frozen=True, kw_only=True)
class World:
    """Real pages, the names that none of them bears, and who publishes them."""

    pages: tuple[tuple[str, bytes], ...]
    config: Config
    prefilter: Prefilter


@cache
def world(shared: Path) -> World:
    pages = tuple(
        (url, body)
        for url, body in pages_of(shared)
        if urlsplit(url).hostname and " " not in url
    )
    actors = actors_named(aliases(pages, NAMES + 500))
    prefilter = Prefilter(actors, ())
    named = [prefilter.actors_in(utf8(body, None)) for _, body in pages]
    told = [page for page, who in zip(pages, named, strict=True) if who is not None]
    met = {actor for who in named if who is not None for actor in who}
    actors = [actor for actor in actors if actor.id not in met][:NAMES]
    hosts = tuple({urlsplit(url).hostname or "" for url, _ in told})
    outlet = Outlet(id="all", name="All", home=f"https://{hosts[0]}/", hosts=hosts)
    config = replace(
        make_config(), outlets=(outlet,), actors=tuple(actors), incidents=()
    )
    print(f"\n{len(told)} of {len(pages)} pages can be told by their bytes")
    return World(
        pages=tuple(told), config=config, prefilter=Prefilter(config.actors, ())
    )


def actors_named(names: list[str]) -> list[Actor]:
    return [
        Actor(id=name, name=name, names={"sq": (Name(text=name),)}) for name in names
    ]


def planted(here: World, every: int) -> tuple[bytes, int]:
    """Put a name into the longest paragraph of each so many pages; give the file."""
    pages, count = [], 0
    for place, (url, body) in enumerate(here.pages):
        new = body
        if place % every == 0:
            name = here.config.actors[place].name
            new, count = with_name(body, name), count + 1
        pages.append((url, new))
    return written(pages).data, count


def with_name(body: bytes, name: str) -> bytes:
    found = max(
        re.finditer(rb"<p[^>]*>([^<]{20,})<", body),
        key=lambda match: len(match[1]),
        default=None,
    )
    end = found.end() - 1 if found else body.rfind(b"</body")
    return body[:end] + f" {name} ".encode() + body[end:]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`each`: milliseconds of processor a page; `sizes`: megabytes, along the way."""

    records: int
    matches: int
    each: float
    sizes: list[float]


def cpu() -> float:
    """Give the seconds of this process and of the workers that live or have ended."""
    times = os.times()
    own = times.user + times.system
    ended = times.children_user + times.children_system
    return own + ended + sum(map(spent_by, workers()))


def workers() -> list[int]:
    task = Path(f"/proc/{os.getpid()}/task")
    pids = {int(pid) for one in task.iterdir() for pid in children_of(one)}
    return [pid for pid in pids if b"spawn_main" in command_of(pid)]


def children_of(thread: Path) -> list[str]:
    try:
        return (thread / "children").read_text().split()
    except OSError:  # a thread that has just ended
        return []


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def spent_by(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def rss() -> float:
    """Give the megabytes that this process holds now."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def numbered(stream, reader: RecordReader, sizes: list[float]) -> Iterator[Record]:
    """Read a stream that repeats a file; each page has an address of its own."""
    count, last = 0, ""

    def wanted(url: str) -> bool:
        nonlocal count, last
        if count % 500 == 0:
            sizes.append(rss())
        count, last = count + 1, f"{url}{'&' if '?' in url else '?'}round={count}"
        return reader.wanted(last)

    for record in read_records(stream, wanted=wanted, largest=LARGEST):
        assert isinstance(record, Record), record
        yield replace(record, url=last)


class Reading:
    """Reads streams as the program does, with workers that have begun before."""

    def __init__(self, here: World, extractor: Extractor) -> None:
        self._here, self._extractor = here, extractor
        self._matcher = compile_matcher(here.config.actors, (), timezone="UTC")
        for url, body in here.pages[:4]:
            extractor.extract(body, content_type=None, url=url)

    def looks_at(self, reply: Reply) -> bool:
        kind = reply.headers.get("content-type")
        return self._here.prefilter.may_contain(utf8(reply.body, kind))

    def extracts(self, reply: Reply) -> Extracted | Failure:
        kind = reply.headers.get("content-type")
        return self._extractor.extract(reply.body, content_type=kind, url=reply.url)

    def read(
        self, stream, may_contain: Callable[[Reply], bool] | None = None
    ) -> Measured:
        tools = replace(
            Desk().tools(make_config()),
            extract=self.extracts,
            matcher=self._matcher,
            write=lambda _visit: None,
            clock=lambda: datetime.now(UTC),
        )
        config, sizes = self._here.config, []
        pages = PageReader(config, tools=tools, config_hash="hash")
        reader = RecordReader(
            config,
            name="bench",
            run_id="run",
            config_hash="hash",
            known=FakeKnown(),
            tools=tools,
            may_contain=may_contain or self.looks_at,
            read_copy=pages.read_copy,
            workers=WORKERS,
        )
        start = cpu()
        done = reader.read(numbered(stream, reader, sizes))
        spent = cpu() - start
        assert done.whole
        return Measured(
            records=done.records["all"],
            matches=done.matches,
            each=spent / done.records["all"] * 1000,
            sizes=sizes,
        )


@contextmanager
def repeated(data: bytes, times: int) -> Iterator[io.BufferedReader]:
    """Give a pipe into which another process writes a file again and again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "part.warc.gz"
        path.write_bytes(data)
        command = ["cat", *[str(path)] * times]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            yield process.stdout


def reading_alone(data: bytes) -> Callable[[], object]:
    def read() -> int:
        return sum(
            len(record.reply.body)
            for record in read_records(
                io.BytesIO(data), wanted=lambda _url: True, largest=LARGEST
            )
        )

    return read


def with_fastwarc(data: bytes) -> None:
    for record in FastIterator(io.BytesIO(data)):
        record.reader.read()


def with_warcio(data: bytes) -> None:
    for record in WarcioIterator(io.BytesIO(data)):
        record.content_stream().read()


def test_what_a_page_of_an_archive_costs(shared: Path, monkeypatch) -> None:
    here = world(shared)
    count = len(here.pages)
    sparse, few = planted(here, 100)
    dense, many = planted(here, 2)
    print(
        f"{count} pages of {sum(len(b) for _, b in here.pages) / count / 1000:.0f} kB,"
        f" packed {len(sparse) / count / 1000:.0f} kB; {NAMES} names;"
        f" planted in {few} and in {many}"
    )
    alone = milliseconds(reading_alone(sparse), 5) / count
    print(f"(a) reading alone: {alone:.3f} ms of processor a page")
    with monkeypatch.context() as patch:
        patch.setattr(members, "fastest", members.plain_zlib)
        print(f"    with zlib: {milliseconds(reading_alone(sparse), 5) / count:.3f} ms")
    for what, act in (("fastwarc", with_fastwarc), ("warcio", with_warcio)):
        cost = milliseconds(lambda act=act: act(sparse), 3) / count
        print(f"    {what}, the same file: {cost:.3f} ms")
    with Extractor(processes=WORKERS) as extractor:
        reading = Reading(here, extractor)
        for share, data, times in (
            ("1 %", sparse, max(1, MEGABYTES * 10**6 // len(sparse))),
            ("50 %", dense, 1),
        ):
            everything = reading.read(io.BytesIO(data), may_contain=lambda _reply: True)
            with repeated(data, times) as stream:
                real = reading.read(stream)
            print(
                f"{share}: {real.records} records, {len(data) * times / 1e6:.0f} MB,"
                f" {real.matches} matched\n"
                f"(b) reading, looking, extracting what may match: {real.each:.3f} ms,"
                f" {1000 / real.each:.0f} records a second of processor\n"
                f"(c) extracting everything: {everything.each:.2f} ms;"
                f" c/b {everything.each / real.each:.1f};"
                f" b/a {real.each / alone:.1f}"
            )
            tenth = max(1, len(real.sizes) // 10)
            print(
                f"memory: {max(real.sizes[:tenth]):.0f} MB at most in the first tenth,"
                f" {max(real.sizes[-tenth:]):.0f} MB in the last"
            )
