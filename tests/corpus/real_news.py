"""Real pages and real feed items, served on loopback as five outlets.

As a script it serves them, runs `tracker crawl` twice, and says what came of it:

    python -m tests.corpus.real_news ../shared DIR
"""

import gzip
import json
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HTML, RSS = "text/html", "application/rss+xml"


@dataclass
class Outlet:
    """The documents of one outlet by path, and what was asked of it."""

    name: str
    documents: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    asked: Counter = field(default_factory=Counter)

    @contextmanager
    def serve(self) -> Iterator[int]:
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outlet.asked[self.path] += 1
                kind, body = outlet.documents.get(self.path, (HTML, b""))
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def outlets(shared: Path) -> tuple[Outlet, ...]:
    return (_pages(shared), *_items(shared))


def _pages(shared: Path) -> Outlet:
    outlet = Outlet("pages")
    for number, path in enumerate(sorted(shared.glob("corpora/html-pages/pages/*"))):
        outlet.documents[f"/page/{number}"] = (HTML, gzip.decompress(path.read_bytes()))
    items = [(path, path, "", "") for path in outlet.documents]
    outlet.documents["/feed"] = (RSS, _rss(items))
    return outlet


def _items(shared: Path) -> tuple[Outlet, ...]:
    found: dict[str, Outlet] = defaultdict(lambda: Outlet(""))
    listed: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    source = shared / "corpora/feed-items-sq/2026-04.jsonl.gz"
    lines = gzip.decompress(source.read_bytes()).decode().splitlines()
    for number, line in enumerate(lines):
        item = json.loads(line)
        name = "".join(c for c in item["source"].lower() if c.isalnum())
        found[name].name = name
        title, text = item["title"], item["description"]
        path = f"/lajm/{number}"
        found[name].documents[path] = (HTML, _page(title, text))
        listed[name].append((path, title, text, item["published"]))
    for name, outlet in found.items():
        outlet.documents["/feed"] = (RSS, _rss(listed[name]))
    return tuple(found.values())


def _page(title: str, text: str) -> bytes:
    return (
        f"<html lang=sq><head><meta charset=utf-8><title>{escape(title)}</title></head>"
        f"<body><article><h1>{escape(title)}</h1><p>{escape(text)}</p></article></body>"
    ).encode()


def _rss(items: list[tuple[str, str, str, str]]) -> bytes:
    rows = "".join(
        f"<item><link>{path}</link><guid isPermaLink='false'>{path}</guid>"
        f"<title>{escape(title)}</title><description>{escape(text)}</description>"
        + (f"<pubDate>{escape(published)}</pubDate>" if published else "")
        + "</item>"
        for path, title, text, published in items
    )
    return (
        f"<rss version='2.0'><channel><title>x</title>{rows}</channel></rss>".encode()
    )


CONFIG = """\
database: coverage.duckdb
archive: null
keep: all
timezone: Europe/Tirane
crawl: {{delay: 0s, private_addresses: [{ports}]}}
include: [tracker:cases/mek_2022]
outlets:
{outlets}
"""
OUTLET = "  - {{id: {name}, name: {name}, home: '{home}', feeds: ['{home}feed']}}"


@contextmanager
def served(shared: Path, folder: Path) -> Iterator[tuple[Path, tuple[Outlet, ...]]]:
    """Serve the outlets and write a configuration for them into `folder`."""
    found = outlets(shared)
    with ExitStack() as stack:
        ports = [stack.enter_context(outlet.serve()) for outlet in found]
        rows = [
            OUTLET.format(name=outlet.name, home=f"http://127.0.0.1:{port}/")
            for outlet, port in zip(found, ports, strict=True)
        ]
        allowed = ", ".join(f"127.0.0.1:{port}" for port in ports)
        config = folder / "config.yaml"
        config.write_text(CONFIG.format(ports=allowed, outlets="\n".join(rows)))
        yield config, found


def crawl(config: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tracker", "crawl", "--force"]
    return subprocess.run(
        [*command, "--config", str(config)],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def main() -> None:
    shared, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with served(shared, folder) as (config, _):
        for _ in range(2):
            done = crawl(config)
            sys.stdout.write(f"{done.stdout}{done.stderr}exit {done.returncode}\n")


if __name__ == "__main__":
    main()
