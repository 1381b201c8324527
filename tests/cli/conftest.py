"""A newsroom in a folder: one small outlet on loopback and its configuration."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pytest

from tests.web.server import Answer, Site, site

TOP = Path(__file__).parents[2]
TEXT = (
    "The Vala Association opened its hall on Monday. About two hundred people came, and"
    " the harbour choir sang until the evening. The mayor's office said that the rent"
    " of the hall had been paid for two years, and that the fair would open on Friday."
)
CONFIG = """\
database: data/coverage.duckdb
queries: my-queries
crawl: {{delay: 0s, private_addresses: ['127.0.0.1:{port}']}}
outlets:
  - {{id: bregu, name: Bregu, home: 'http://127.0.0.1:{port}/', languages: [en],
     feeds: ['http://127.0.0.1:{port}/feed/']}}
actors:
  - {{id: vala, name: Vala, names: {{en: [Vala Association]}}}}
incidents:
  - id: fair
    title: {{en: The fair}}
    from: 2026-01-01
    to: 2099-12-31
    actors: [vala]
    about: 'actor:vala AND fair'
"""


@dataclass
class Newsroom:
    folder: Path
    site: Site

    def publish(self, *names: str) -> None:
        """Put these articles on the site and into its feed, newest first."""
        for name in names:
            page = (
                f"<html lang=en><head><title>News of {name}</title></head><body>"
                f"<article><h1>News of {name}</h1><p>{TEXT}</p></article></body></html>"
            )
            self.site.routes[f"/{name}"] = Answer(
                body=page.encode(), headers=(("Content-Type", "text/html"),)
            )
        items = "".join(
            f"<item><title>News of {name}</title><link>/{name}</link></item>"
            for name in names
        )
        feed = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
        self.site.routes["/feed/"] = Answer(body=feed.encode())

    def start(
        self, *arguments: str, stdout: int | TextIO = subprocess.PIPE
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tracker", *arguments],
            cwd=self.folder,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        )

    def tracker(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def make_newsroom(folder: Path, served: Site) -> Newsroom:
    room = Newsroom(folder, served)
    (folder / "config.yaml").write_text(CONFIG.format(port=served.port))
    (folder / "my-queries").mkdir()
    room.publish("one", "two")
    return room


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with site() as served:
        yield make_newsroom(tmp_path, served)


@pytest.fixture(scope="module")
def crawled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with site() as served:
        room = make_newsroom(tmp_path_factory.mktemp("crawled"), served)
        assert room.tracker("crawl").returncode == 0
        yield room


@pytest.fixture
def crawled(crawled_once: Newsroom, tmp_path: Path) -> Newsroom:
    """A newsroom of one's own that has crawled its two articles."""
    shutil.copytree(crawled_once.folder, tmp_path, dirs_exist_ok=True)
    room = Newsroom(tmp_path, crawled_once.site)
    room.publish("one", "two")
    return room
