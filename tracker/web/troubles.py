"""Says in words why a server gave no reply that could be used."""

import re
import ssl
import time
from collections.abc import Iterator
from datetime import timedelta

import httpx

from tracker.model import Failure
from tracker.web.answers import Kind, Unanswered
from tracker.web.guard import DEADLINE, AddressRefused, FloodError, NameUnresolved

# Seconds without a byte (or without a connection) after which a server counts as
# silent; the whole fetch has a longer limit of its own.
SILENCE_SECONDS = 10.0

# How the guard's own time-outs begin; they say more than "timed out".
_GUARD_WORDS = ("the name ", "too many names")
# How h11 and httpcore say that the other side hung up.
_CLOSED = re.compile("peer closed|disconnected")
# h11 quotes what a server wrote, which may be an echo of the request, secrets included.
_QUOTED = re.compile(r":? (?:bytearray\()?b['\"]")


def explained(
    error: httpx.TransportError, host: str, timeout: timedelta, *, replied: bool
) -> Unanswered:
    """Explain what the libraries below raised, in a sentence about the server.

    `timeout` is what the whole fetch had; `replied`: the headers of a reply were in.
    Call it within the fetch: its DEADLINE counts.
    """
    if time.monotonic() >= DEADLINE.get():
        seconds = timeout.total_seconds()
        return _unanswered(f"the whole fetch took longer than {seconds:g} s")
    if isinstance(error, httpx.TimeoutException):
        return _silent(error, host)
    if isinstance(error, httpx.ConnectError):
        return _unanswered(*_unconnected(error, host))
    return _unanswered(*_broken(error, host, replied=replied))


def _unanswered(detail: str, kind: Kind = "other") -> Unanswered:
    return Unanswered(failure=Failure(outcome="failed", detail=detail), kind=kind)


def _silent(error: httpx.TimeoutException, host: str) -> Unanswered:
    if not isinstance(error, httpx.ConnectTimeout):
        return _unanswered(f"{host} was silent for {SILENCE_SECONDS:g} s")
    words = str(error)
    if not words.startswith(_GUARD_WORDS):
        words = f"{host} took no connection within {SILENCE_SECONDS:g} s"
    return _unanswered(words, "unreachable")


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


def _broken(
    error: httpx.TransportError, host: str, *, replied: bool
) -> tuple[str, Kind]:
    words = _QUOTED.split(str(error), maxsplit=1)[0][:200]
    kind: Kind = "other"
    if any(isinstance(cause, FloodError) for cause in _causes(error)):
        detail = "far more came than a reply may hold"
    elif "Receive buffer too long" in words:
        part = "a line" if replied else "the header block"
        detail = f"{part} of the reply is larger than 100 KiB"
    elif isinstance(error, httpx.NetworkError) or _CLOSED.search(words):
        detail, kind = f"{host} closed the connection without a reply", "closed"
        if replied:
            detail = "the reply was cut: the connection ended before all of it had come"
            kind = "other"
    elif isinstance(error, httpx.LocalProtocolError):
        detail = f"the request cannot be sent: {words}"
    elif replied:
        detail = f"the reply breaks the rules of HTTP: {words}"
    else:
        detail = f"{host} did not answer in HTTP: {words}"
    return detail, kind


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what led to it; httpcore raises some of its own from None."""
    step: BaseException | None = error
    while step is not None:
        yield step
        step = step.__cause__ or step.__context__
