"""Asks one address once, and gives back a whole reply or the reason why not."""

import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from types import TracebackType
from typing import Self

import httpx

from tracker.model import Failure, Reply
from tracker.web.answers import Redirect, Unanswered
from tracker.web.body import UnreadableError, headers_of, read_body
from tracker.web.guard import CUT_OFF, DEADLINE, Guard, Resolve, transport
from tracker.web.troubles import SILENCE_SECONDS, explained

# What may come beside a body: headers, interim replies, the sizes of chunks.
OVERHEAD_BYTES = 1024 * 1024
ERROR_STATUS = 400
REDIRECTS = frozenset({301, 302, 303, 307, 308})

# A backslash, a scheme without a host, or a host that is empty or has a blank or an @
# beside it: browsers and libraries disagree about where these lead.
_ODD_LOCATION = re.compile(
    r"""
    .*\\
    | [a-z][a-z0-9+.-]*:(?!//)
    | (?:[a-z][a-z0-9+.-]*:)?//(?:[/?\#]|$|[^/?\#]*[@\s])
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Client:
    """Speaks HTTP/1.1 with one server at a time; may be shared between threads.

    No cookies, no proxy, no redirects, nothing from the environment; every request has
    a connection of its own. `timeout` is for a whole request, look-up of the name
    included; `max_bytes` for a body, on the wire as well as unpacked. `allowed` and
    `ports` are those of Guard.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        timeout: timedelta,
        max_bytes: int,
        allowed: frozenset[tuple[str, int]] = frozenset(),
        ports: frozenset[tuple[str, int]] = frozenset(),
        resolve: Resolve = socket.getaddrinfo,
        ends_by: Callable[[], float] = lambda: inf,
    ) -> None:
        """Raise ValueError when an allowed address is not an IP address.

        `ends_by` gives the time.monotonic() by which whatever is in flight has to
        end; it is asked again and again.
        """
        self.timeout = timeout
        self._ends_by = ends_by
        self._user_agent = user_agent
        self._max_bytes = max_bytes
        guard = Guard(
            allowed,
            ports=ports,
            resolve=resolve,
            most_bytes=max_bytes + OVERHEAD_BYTES,
        )
        self._transport = transport(guard)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._transport.close()

    def get_once(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        within: timedelta | None = None,
        first_bytes: int | None = None,
    ) -> Reply | Redirect | Unanswered:
        """Send one GET and read the whole reply; no redirect is followed.

        `within` shortens the time limit. `first_bytes` reads no more than so many
        bytes of the body and leaves the rest; without it a body over the cap is
        `too_large`. A reply with an error status whose body cannot be read comes
        back with an empty one, because the status is what counts.
        """
        limit = self.timeout if within is None else min(within, self.timeout)
        ends = DEADLINE.set(time.monotonic() + limit.total_seconds())
        cut_off = CUT_OFF.set(self._ends_by)
        try:
            with _in_words(url, self.timeout) as trouble:
                request = self._request(url, headers)
                with closing(self._transport.handle_request(request)) as answer:
                    trouble.replied = True
                    return self._read(url, request, answer, first_bytes)
        finally:
            CUT_OFF.reset(cut_off)
            DEADLINE.reset(ends)
        assert trouble.unanswered is not None  # noqa: S101 - the block above either returns or says why
        return trouble.unanswered

    def _request(self, url: str, headers: Mapping[str, str]) -> httpx.Request:
        ours = {
            "User-Agent": self._user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **headers,
        }
        waits = httpx.Timeout(min(SILENCE_SECONDS, self.timeout.total_seconds()))
        return httpx.Request(
            "GET",
            url,
            # Byte for byte: what came as latin-1 goes back as latin-1 (RFC 9110 5.5).
            headers=[
                (name.encode("ascii"), value.encode("latin-1", "replace"))
                for name, value in ours.items()
            ],
            extensions={"timeout": waits.as_dict()},
        )

    def _read(
        self,
        url: str,
        request: httpx.Request,
        answer: httpx.Response,
        first_bytes: int | None,
    ) -> Reply | Redirect:
        headers = headers_of(answer)
        status = answer.status_code
        if status in REDIRECTS and headers.get("location"):
            return Redirect(url=_target(request.url, answer), status=status)
        try:
            body = read_body(answer, most=self._max_bytes, first_bytes=first_bytes)
        except (UnreadableError, httpx.TransportError):
            if status < ERROR_STATUS:
                raise
            body = b""
        return Reply(
            asked=url, url=str(request.url), status=status, headers=headers, body=body
        )


def _target(asked: httpx.URL, answer: httpx.Response) -> str:
    """Give the absolute address of a Location header, or the header as it stands.

    An address that two readers could understand differently is not resolved, so
    that whoever judges it sees what the server wrote. Raises UnreadableError for
    several addresses.
    """
    found = {v.strip() for k, v in answer.headers.raw if k.lower() == b"location"}
    if len(found) > 1:
        raise UnreadableError("the server redirects to several addresses at once")
    raw = found.pop()
    try:
        location = raw.decode()
    except UnicodeDecodeError:
        location = raw.decode("latin-1")
    if _ODD_LOCATION.match(location):
        return location
    try:
        return str(asked.join(location))
    except (httpx.InvalidURL, ValueError):
        return location


@dataclass(slots=True)
class _Trouble:
    replied: bool = False
    unanswered: Unanswered | None = None


@contextmanager
def _in_words(url: str, timeout: timedelta) -> Iterator[_Trouble]:
    """Turn every error of the libraries below into a sentence about the server."""
    trouble = _Trouble()
    try:
        yield trouble
    except UnreadableError as error:
        trouble.unanswered = Unanswered(
            failure=Failure(outcome=error.outcome, detail=str(error))
        )
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        # The library quotes what it cannot read, which may be a secret.
        trouble.unanswered = Unanswered(
            failure=Failure(outcome="failed", detail="not an address that can be asked")
        )
    except httpx.TransportError as error:
        trouble.unanswered = explained(
            error, httpx.URL(url).host, timeout, replied=trouble.replied
        )
