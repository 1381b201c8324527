"""A small web site on the loopback address, whose answers each test writes itself."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as the server saw it; header names are in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A complete answer; Content-Length is added unless the headers have one."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


# Gives an answer, or writes to the connection itself and gives None.
Route = Callable[[BaseHTTPRequestHandler], Answer | None]


@dataclass
class Site:
    """What is served: `routes` by path with query; anything else is a 404."""

    port: int
    routes: dict[str, Answer | Route] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def pair(self) -> tuple[str, int]:
        """What the guard must allow."""
        return ("127.0.0.1", self.port)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order, without those that state a site's wishes."""
        return [one.path for one in self.asked if one.path not in WISHES]


WISHES = ("/robots.txt", "/.well-known/tdmrep.json")


@contextmanager
def site() -> Iterator[Site]:
    """Serve on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            served.asked.append(Asked(path=self.path, headers=headers))
            route = served.routes.get(self.path, Answer(status=404, body=b"no"))
            answer = route if isinstance(route, Answer) else route(self)
            if answer is not None:
                send(self, answer)

        def log_message(self, *words: object) -> None:
            """Keep the test output clean."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *details: object) -> None:
            """Clients that hang up are what these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    served = Site(port=server.server_address[1])
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    handler.send_response(answer.status)
    names = {name.lower() for name, _ in answer.headers}
    for name, value in answer.headers:
        handler.send_header(name, value)
    if not names & {"content-length", "transfer-encoding"}:
        handler.send_header("Content-Length", str(len(answer.body)))
    handler.end_headers()
    handler.wfile.write(answer.body)


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers=(("Location", to),))


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Break the connection off, as a crashed server does."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()


def drip(start: bytes, byte: bytes, pause: float, times: int) -> Route:
    """Write `start`, then one byte after the other; never a whole answer."""

    def route(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(start)
        for _ in range(times):
            if threading.Event().wait(pause):
                return
            handler.wfile.write(byte)

    return route


def raw(words: bytes) -> Route:
    """Write exactly these bytes, then close."""

    def route(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(words)

    return route
