"""A desk in a folder that looks for past articles in the stand-ins, for tests."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.console import Console

from tests.archives import folder
from tests.archives.folder import TOP
from tests.archives.served import Archives
from tests.archives.world import INCIDENT
from tests.web.server import WISHES
from tracker.cli import backfilling, joining
from tracker.cli.backfill_order import order_of
from tracker.config import load, yamlfile
from tracker.core import decide, searching
from tracker.core.matching import Matcher, compile_matcher
from tracker.web.archives import gdelt
from tracker.web.workers import Extractor

SHORT = timedelta(seconds=0.1)
# A program for `python -c`: the command line with waits that nobody has to sit out.
HASTY = """
import sys
from datetime import timedelta
from tracker.cli import main
from tracker.core import decide, searching
from tracker.web.archives import gdelt
gdelt.WAIT = searching.FIRST_WAIT = decide.SHORTEST_RETRY = timedelta(seconds=0.1)
sys.modules["__main__"].__spec__ = None
main()
"""
LONGEST = 120.0
_ARTICLES = """
    select articles.url
    from articles
    semi join incident_articles
        on articles.article_id = incident_articles.article_id
        and incident_articles.incident = $incident
    semi join pages on articles.url = pages.url and pages.found_via like $via
    where articles.day between '2022-07-20' and '2022-08-05'
"""


@contextmanager
def hasty() -> Iterator[None]:
    """Wait shortly for whoever asks us to; read files and names, and start, once."""
    matchers: list[Matcher] = []
    extractor = Extractor()

    def compiled(*given: Any, **more: Any) -> Matcher:
        if not matchers:
            matchers.append(compile_matcher(*given, **more))
        return matchers[0]

    with extractor, pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "FIRST_WAIT", SHORT)
        patch.setattr(decide, "SHORTEST_RETRY", SHORT)
        patch.setattr(gdelt, "WAIT", SHORT)
        patch.setattr(yamlfile, "read", cache(yamlfile.read))
        patch.setattr(joining, "compile_matcher", compiled)
        patch.setattr(joining, "Extractor", lambda **_: nullcontext(extractor))
        yield


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    status: int
    told: str


@dataclass
class Desk:
    """A folder with a configuration; `made` gives one."""

    folder: Path
    archives: Archives

    @property
    def database(self) -> Path:
        return self.folder / "data/coverage.duckdb"

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    def backfill(
        self,
        *outlets: str,
        vias: Collection[str] = (),
        files: Collection[Path] = (),
        complete: bool = False,
        again: bool = False,
        dry_run: bool = False,
    ) -> Done:
        """Run the command in this process."""
        config, screen = load(self.config), io.StringIO()
        order = order_of(
            config,
            INCIDENT,
            outlets=outlets,
            vias=vias,
            files=files,
            complete=complete,
            again=again,
        )
        console = Console(file=screen, width=200)
        status = backfilling.backfill(config, console, order, dry_run=dry_run)
        return Done(status, screen.getvalue())

    def start(self, *arguments: str, program: str = HASTY) -> subprocess.Popen[str]:
        """Start a command in a process of its own, with its own configuration."""
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments, "--config", str(self.config)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        )

    def tracker(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a process of its own, and wait for its end."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=LONGEST)
        assert "Traceback" not in err + out, err + out
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def rows(self, sql: str, **values: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.database, read_only=True) as connection:
            return connection.execute(sql, values).fetchall()

    def articles(self, via: str = "%") -> set[str]:
        """Give the addresses of the articles of the incident that a way found."""
        return {url for (url,) in self.rows(_ARTICLES, via=via, incident=INCIDENT)}

    def titles(self) -> set[str]:
        """Give the addresses of which no more than a title is had."""
        told = self.rows("select url from pages where outcome = 'skipped'")
        return {url for (url,) in told}

    def observed(self) -> dict[str, str]:
        return {outlet: each for outlet, each, _ in self._observations()}

    def detail(self, outlet: str) -> str:
        details = {each: detail for each, _, detail in self._observations()}
        return details[outlet]

    def _observations(self) -> list[tuple[str, str, str]]:
        return self.rows(
            "select outlet, observed, detail from observations"
            " where incident = $incident",
            incident=INCIDENT,
        )

    def stored(self) -> Mapping[str, list[tuple[Any, ...]]]:
        """Give what must be the same, however often the work was interrupted."""
        return {
            name: self.rows(sql)
            for name, sql in {
                "pages": "select url, outcome, captured_at from pages order by all",
                "searches": "select via, address, outcome, whole, entries, total"
                " from searches order by all",
                "articles": "select url, title, published_at from articles"
                " order by all",
                "observations": "select outlet, observed from observations"
                " order by all",
            }.items()
        }


def made(where: Path, archives: Archives, *, delay: str = "0s") -> Desk:
    """Make a folder with a configuration in which all outlets are, and lists."""
    folder.write(
        where, archives.world, archives.pairs, archives.gdelt, archives.wayback
    )
    text = folder.config(
        archives.world, archives.pairs, archives.gdelt, archives.wayback, delay
    )
    (where / "config.yaml").write_text(text, encoding="utf-8")
    return Desk(where, archives)


@contextmanager
def at_requests(
    archives: Archives, moments: Collection[int], act: Callable[[], object]
) -> Iterator[list[int]]:
    """Act when so many requests have come in all, before the last one is answered.

    Gives the list of the moments that came.
    """
    came: list[int] = []
    answer = archives.answer
    numbers = count(len(archives.asked()) + 1)

    def answered(site: str, method: str, target: str) -> Any:
        if target not in WISHES:
            number = next(numbers)
            if number in moments:
                came.append(number)
                act()
        return answer(site, method, target)

    archives.answer = answered  # type: ignore[method-assign]
    try:
        yield came
    finally:
        archives.answer = answer  # type: ignore[method-assign]


def interrupt() -> None:
    """Do to this process what Ctrl-C does."""
    os.kill(os.getpid(), signal.SIGINT)
