"""Asks one address once, and gives back a whole reply or the reason why not."""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Literal, Self

import httpx

from tracker.model import Failure, Reply
from tracker.web.body import UnreadableError, headers_of, read_body
from tracker.web.guard import (
    DEADLINE,
    AddressRefused,
    Guard,
    NameUnresolved,
    Resolve,
    transport,
)

# Seconds without a byte (or without a connection) after which a server counts as
# silent; the whole fetch has a longer limit of its own.
SILENCE_SECONDS = 10.0
ERROR_STATUS = 400
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})

# How the guard's own time-outs begin; they say more than "timed out".
GUARD_WORDS = ("the name ", "too many names")

Kind = Literal["address", "unreachable", "closed", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A reply that sends us elsewhere; `url` is absolute and not yet judged."""

    url: str
    status: int

    @property
    def permanent(self) -> bool:
        """Whether the old address is given up (RFC 9110 section 15.4)."""
        return self.status in PERMANENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """No reply that could be used.

    `kind`: the address is one that we do not dial; the server takes no connection;
    it closed the connection before any reply; anything else.
    """

    failure: Failure
    kind: Kind = "other"


class Client:
    """Speaks HTTP/1.1 with one server at a time; may be shared between threads.

    No cookies, no proxy, no redirects, nothing from the environment. `timeout` is
    for a whole request, look-up of the name included; `max_bytes` for a body, on the
    wire as well as unpacked. `allowed` and `ports` are those of Guard.
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
    ) -> None:
        """Raise ValueError when an allowed address is not an IP address."""
        self.timeout = timeout
        self._user_agent = user_agent
        self._max_bytes = max_bytes
        self._transport = transport(Guard(allowed, ports=ports, resolve=resolve))

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
        try:
            with _in_words(url, self.timeout) as trouble:
                request = self._request(url, headers)
                with closing(self._transport.handle_request(request)) as answer:
                    trouble.replied = True
                    return self._read(url, request, answer, first_bytes)
        finally:
            DEADLINE.reset(ends)
        assert trouble.unanswered is not None  # noqa: S101 - the block above either returns or says why
        return trouble.unanswered

    def _request(self, url: str, headers: Mapping[str, str]) -> httpx.Request:
        ours = {
            "User-Agent": self._user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
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
        if status in REDIRECTS and "location" in headers:
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
    that whoever judges it sees what the server wrote.
    """
    raw = next(v for k, v in answer.headers.raw if k.lower() == b"location").strip()
    try:
        location = raw.decode()
    except UnicodeDecodeError:
        location = raw.decode("latin-1")
    scheme, colon, rest = location.partition("//")
    authority = rest.split("/")[0].split("?")[0].split("#")[0] if colon else ""
    network = colon and (not scheme or scheme.endswith(":"))
    odd = not authority or "@" in authority or " " in authority
    if "\\" in location or (network and odd):
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
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        trouble.unanswered = _unanswered(f"not an address that can be asked: {error}")
    except httpx.TransportError as error:
        trouble.unanswered = _explained(
            error, httpx.URL(url).host, timeout, replied=trouble.replied
        )


def _unanswered(detail: str, kind: Kind = "other") -> Unanswered:
    return Unanswered(failure=Failure(outcome="failed", detail=detail), kind=kind)


def _explained(
    error: httpx.TransportError, host: str, timeout: timedelta, *, replied: bool
) -> Unanswered:
    words = str(error)[:200]  # h11 quotes what the server wrote
    kind: Kind = "other"
    if time.monotonic() >= DEADLINE.get():
        detail = f"the whole fetch took longer than {timeout.total_seconds():g} s"
    elif isinstance(error, httpx.ConnectTimeout):
        detail = f"{host} took no connection within {SILENCE_SECONDS:g} s"
        detail, kind = words if words.startswith(GUARD_WORDS) else detail, "unreachable"
    elif isinstance(error, httpx.TimeoutException):
        detail = f"{host} was silent for {SILENCE_SECONDS:g} s"
    elif isinstance(error, httpx.ConnectError):
        detail, kind = _unconnected(error, host)
    elif "Receive buffer too long" in words:
        detail = "the header block of the reply is larger than 100 KiB"
    elif replied:
        detail = "the reply was cut: the connection ended before all of it had come"
    elif isinstance(error, httpx.NetworkError) or "disconnected" in words:
        detail, kind = f"{host} closed the connection without a reply", "closed"
    elif isinstance(error, httpx.LocalProtocolError):
        detail = f"the request cannot be sent: {words}"
    else:
        detail = f"{host} did not answer in HTTP: {words}"
    return _unanswered(detail, kind)


def _unconnected(error: httpx.ConnectError, host: str) -> tuple[str, Kind]:
    detail = f"no connection to {host}: {error}"
    for cause in _causes(error):
        if isinstance(cause, AddressRefused):
            return str(cause), "address"
        if isinstance(cause, ssl.SSLCertVerificationError):
            detail = f"the certificate of {host} is not valid: {cause.verify_message}"
        elif isinstance(cause, ssl.SSLError):
            detail = f"no encrypted connection to {host}: {cause.reason or cause}"
        elif isinstance(cause, ConnectionRefusedError):
            return f"{host} refused the connection", "unreachable"
        elif isinstance(cause, NameUnresolved):
            detail = str(cause)
        elif isinstance(cause, ConnectionResetError):
            return f"{host} closed the connection without a reply", "closed"
    return detail, "other"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what led to it; httpcore raises some of its own from None."""
    step: BaseException | None = error
    while step is not None:
        yield step
        step = step.__cause__ or step.__context__
