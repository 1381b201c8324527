"""The demo's news sites on the loopback address, one port for each outlet."""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType

from tracker.demo.answers import Answer, answer
from tracker.demo.outlets import OUTLETS, DemoOutlet
from tracker.demo.texts import DemoArticle

_LOOPBACK = "127.0.0.1"
# The same addresses give the same identifiers and waits, so a demo can be compared with
# another one, line by line. Below the ports that systems lend to clients.
FIRST_PORT = 18801
# The demo must end promptly; the default of half a second would count once an outlet.
_SHUTDOWN_POLL = 0.02
# How long a kept connection may stay idle, in seconds.
_IDLE = 30.0


class Site:
    """All sites of the demo; they show what has been published by `now`.

    `now` (aware, UTC) is set by whoever plays the week through; requests served
    afterwards see the new moment.
    """

    def __init__(self, articles: tuple[DemoArticle, ...], now: datetime) -> None:
        self.articles = articles
        self.now = now
        self._servers = {
            outlet.id: _Server(self, outlet, port)
            for port, outlet in enumerate(OUTLETS, start=FIRST_PORT)
        }

    @property
    def outlets(self) -> Mapping[str, str]:
        """Outlet id → address of its site, without a trailing slash."""
        return MappingProxyType({id_: each.base for id_, each in self._servers.items()})

    @classmethod
    @contextmanager
    def start(
        cls, articles: tuple[DemoArticle, ...], now: datetime
    ) -> Iterator["Site"]:
        """Serve `articles` until the `with` block is left; `now` is aware, UTC."""
        site = cls(articles, now)
        threads = [
            threading.Thread(
                target=server.serve_forever, args=(_SHUTDOWN_POLL,), daemon=True
            )
            for server in site._servers.values()
        ]
        for thread in threads:
            thread.start()
        try:
            yield site
        finally:
            for server in site._servers.values():
                server.shutdown()
                server.server_close()
            for thread in threads:
                thread.join()


class _Server(ThreadingHTTPServer):
    """The site of one outlet; its threads end with the program."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, site: Site, outlet: DemoOutlet, port: int) -> None:
        try:
            super().__init__((_LOOPBACK, port), _Handler)
        except OSError:  # another demo is running, or something else has the port
            super().__init__((_LOOPBACK, 0), _Handler)
        self.base = f"http://{_LOOPBACK}:{self.server_address[1]}"
        self._site = site
        self._outlet = outlet

    def answer(self, target: str) -> Answer:
        """Answer a path and query at the moment that the site is at."""
        return answer(
            target,
            outlet=self._outlet,
            articles=self._site.articles,
            base=self.base,
            now=self._site.now,
        )


class _Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 with validators (RFC 9110, section 13)."""

    protocol_version = "HTTP/1.1"
    server_version = "demo"
    timeout = _IDLE
    # Headers and body leave as one packet; else delayed acknowledgements cost 40 ms.
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        """Send the document, or 304 if the client has it already."""
        self._send()

    def do_HEAD(self) -> None:
        """Send the headers alone."""
        self._send()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Stay silent: standard error belongs to the crawl."""

    def _send(self) -> None:
        reply = self.server.answer(self.path)
        body = reply.text.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        validated = reply.status == HTTPStatus.OK
        unchanged = validated and self._has(etag, reply.modified)
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else reply.status)
        if validated:
            self.send_header("ETag", etag)
        if validated and reply.modified is not None:
            stamp = format_datetime(reply.modified.astimezone(UTC), usegmt=True)
            self.send_header("Last-Modified", stamp)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if not unchanged:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not unchanged and self.command != "HEAD":
            self.wfile.write(body)

    def _has(self, etag: str, modified: datetime | None) -> bool:
        known = self.headers.get("If-None-Match")
        if known is not None:
            tags = {each.strip().removeprefix("W/") for each in known.split(",")}
            return etag in tags or "*" in tags
        since = self.headers.get("If-Modified-Since")
        if since is None or modified is None:
            return False
        try:
            return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except ValueError:
            return False
