"""Loopback stand-ins of archives: `python -m tests.archives.standin --dir DIR`."""

import argparse
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.archives import folder
from tests.archives.gdelt import MOST_RECORDS
from tests.archives.served import GDELT, WAYBACK, Archives, Manners
from tests.archives.wayback import MOST_LINES
from tests.archives.world import load
from tests.web.server import Answer, reset, send

# Above those of the demo, below those that systems lend to clients.
FIRST_PORT, GDELT_PORT, WAYBACK_PORT = 18821, 18834, 18835
USUAL = Manners()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "standin"
    timeout = 30.0
    # headers and body leave as one packet
    wbufsize = -1
    server: "_Server"

    def do_GET(self) -> None:
        archives = self.server.archives
        assert archives is not None
        answer = archives.answer(self.server.site, self.command, self.path)
        if not isinstance(answer, Answer):
            reset(self)
            return
        promised = dict(answer.headers).get("Content-Length")
        if promised is not None and int(promised) > len(answer.body):
            self.close_connection = True
        send(self, replace(answer, body=b"") if self.command == "HEAD" else answer)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *words: object) -> None:
        """Keep the output clean."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, site: str, host: str, port: int) -> None:
        try:
            super().__init__((host, port), _Handler)
        except OSError:  # other stand-ins are running, or something else has the port
            super().__init__((host, 0), _Handler)
        self.place = (host, self.server_address[1])
        self.site = site
        self.archives: Archives | None = None

    def handle_error(self, *details: object) -> None:
        """Clients that hang up are what interruptions are about."""


@contextmanager
def serve(
    *,
    manners: Manners = USUAL,
    crowd: int = 0,
    fixed: bool = False,
    apart: bool = False,
) -> Iterator[Archives]:
    """Serve all stand-ins until the block ends, on free ports unless `fixed`.

    A fixed port that is taken becomes a free one.

    `crowd`: how many further pieces GDELT knows (see world.load). `apart`: each site
    has an address of its own, 127.0.0.1 to 127.0.0.11, as sites have hosts; on Linux.
    """
    names = [outlet.id for outlet in load().outlets]
    wanted = {name: FIRST_PORT + number for number, name in enumerate(names)}
    wanted |= {GDELT: GDELT_PORT, WAYBACK: WAYBACK_PORT}
    with ExitStack() as stack:
        servers = {}
        for number, (site, port) in enumerate(wanted.items(), start=1):
            host = f"127.0.0.{number if apart else 1}"
            servers[site] = _Server(site, host, port if fixed else 0)
            stack.callback(servers[site].server_close)
        places = {site: server.place for site, server in servers.items()}
        bases = {name: "http://{}:{}".format(*places[name]) for name in names}
        archives = Archives(
            world=load(bases, crowd=crowd), places=places, manners=manners
        )
        for server in servers.values():
            server.archives = archives
            thread = threading.Thread(
                target=server.serve_forever, args=(0.01,), daemon=True
            )
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        stack.callback(archives.stop.set)
        yield archives


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="where files go")
    parser.add_argument("--gdelt-cap", type=int, default=MOST_RECORDS)
    parser.add_argument("--cdx-cap", type=int, default=MOST_LINES)
    parser.add_argument("--crowd", type=int, default=0)
    parser.add_argument("--apart", action="store_true")
    chosen = parser.parse_args()
    manners = Manners(
        gdelt_cap=chosen.gdelt_cap, cdx_cap=chosen.cdx_cap, gdelt_every=0.05
    )
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    with serve(
        manners=manners, crowd=chosen.crowd, fixed=True, apart=chosen.apart
    ) as archives:
        for path in folder.write(
            chosen.dir, archives.world, archives.pairs, archives.gdelt, archives.wayback
        ):
            print(f"wrote {path}")  # noqa: T201
        print("serving until Ctrl-C", flush=True)  # noqa: T201
        done.wait()


if __name__ == "__main__":
    main()
