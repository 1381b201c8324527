"""Lets one request at a time through to each site, with a gap between them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList


def registrable_domain(host: str, port: int | None = None) -> str:
    """Name what one operator runs: `m.lajme.example` and `lajme.example` are one.

    By the public suffix list. An IP address or a name without a dot (localhost) is
    no domain: there each port is a site of its own, `127.0.0.1:8800`. `host` in any
    case, without brackets.

    >>> registrable_domain("www.lajme.co.uk")
    'lajme.co.uk'
    """
    name = host.lower().strip("[]").removesuffix(".")
    if _is_address(name) or "." not in name:
        return name if port is None else f"{name}:{port}"
    domain: str | None = _suffixes().privatesuffix(name)
    return domain or name


class Pace:
    """The turns of all sites; may be shared between threads.

    `wait` sleeps for so many seconds, `ticks` is a clock that never goes back, in
    seconds.
    """

    def __init__(
        self, *, wait: Callable[[float], None], ticks: Callable[[], float]
    ) -> None:
        self._wait, self._ticks = wait, ticks
        self._sites: dict[str, _Site] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, site: str, delay: float) -> Iterator[None]:
        """Hold the turn of a site for the length of one request.

        Waits until nobody else holds it, and until `delay` seconds have gone since
        the last request to the site ended.
        """
        with self._lock:
            state = self._sites.setdefault(site, _Site())
        with state.lock:
            if state.ended is not None:
                left = state.ended + delay - self._ticks()
                if left > 0:
                    self._wait(left)
            try:
                yield
            finally:
                state.ended = self._ticks()


@dataclass(slots=True)
class _Site:
    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: float | None = None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
