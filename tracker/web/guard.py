"""Dials public addresses only, and ends every wait with the fetch it belongs to."""

import queue
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import inf
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

# What `is_global` of Python 3.11 lets through though nobody publishes there: 6to4
# relays and addresses, protocol assignments, and documentation.
SPECIAL = tuple(
    ip_network(network)
    for network in (
        "192.88.99.0/24",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
GLOBAL_UNICAST, NAT64 = ip_network("2000::/3"), ip_network("64:ff9b::/96")
WEB_PORTS = frozenset({80, 443})

# One dead address must not cost the living one its turn, and a name with hundreds
# of addresses must not become a port scan.
MOST_DIALS = 4
# Look-ups that may be under way at once; abandoned ones end with the resolver's own
# time limit.
MOST_LOOKUPS = 64

# time.monotonic() at which the running fetch ends; set by the thread that makes it.
DEADLINE: ContextVar[float] = ContextVar("DEADLINE")
# Gives the time.monotonic() by which every fetch has to end, however long it may last
# by itself; asked at each step, because the program may be told to stop meanwhile.
CUT_OFF: ContextVar[Callable[[], float]] = ContextVar("CUT_OFF", default=lambda: inf)

Address = IPv4Address | IPv6Address
Resolve = Callable[..., Iterable[tuple[Any, ...]]]
SocketOptions = Iterable[
    tuple[int, int, int]
    | tuple[int, int, bytes | bytearray]
    | tuple[int, int, None, int]
]


class AddressRefused(httpcore.ConnectError):
    """The name leads to an address that we do not dial."""


class NameUnresolved(httpcore.ConnectError):
    """The name leads nowhere."""


class FloodError(httpcore.ReadError):
    """More came over a connection than any reply that we take."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet.

    RFC 6890 and the IANA special-purpose registries; an IPv4 address inside an IPv6
    one (mapped, NAT64) is judged as that IPv4 address. An address with a zone is one
    of this machine's own links.
    """
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        inner = address.ipv4_mapped
        if inner is None and address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in GLOBAL_UNICAST:
            return False
    special = any(address in network for network in SPECIAL)
    return address.is_global and not address.is_multicast and not special


class Stream(httpcore.NetworkStream):
    """A connection on which every wait ends with the fetch.

    It carries one reply, and no more than `most_bytes` of it.
    """

    def __init__(self, inner: httpcore.NetworkStream, most_bytes: int) -> None:
        self._inner, self._most = inner, most_bytes
        self._came = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has arrived; httpcore.ReadTimeout when the fetch is over."""
        came = self._inner.read(max_bytes, _left(timeout))
        self._came += len(came)
        if self._came > self._most:
            raise FloodError
        return came

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`; httpcore.ReadTimeout when the fetch is over."""
        self._inner.write(buffer, _left(timeout))

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Continue encrypted; the certificate is checked against the name."""
        inner = self._inner.start_tls(ssl_context, server_hostname, _left(timeout))
        return Stream(inner, self._most)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        """Answer httpcore's questions about the socket."""
        return self._inner.get_extra_info(info)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()


class Guard(httpcore.SyncBackend):
    """Dials public web addresses, and the pairs that were allowed on purpose.

    `allowed` holds exact pairs of address and port that may be dialled though not
    public. `ports` holds pairs of host name and port of configured outlets: their
    public addresses may be dialled there, too. `resolve` is socket.getaddrinfo.
    `most_bytes`: more are not read from any connection.
    """

    def __init__(
        self,
        allowed: Iterable[tuple[str, int]] = (),
        *,
        ports: Iterable[tuple[str, int]] = (),
        resolve: Resolve = socket.getaddrinfo,
        most_bytes: int = sys.maxsize,
    ) -> None:
        """Raise ValueError when an allowed address is not an IP address."""
        self._most = most_bytes
        self._allowed = frozenset((ip_address(text), port) for text, port in allowed)
        self._ports = frozenset((host.lower(), port) for host, port in ports)
        self._resolve = resolve
        self._lookups = threading.BoundedSemaphore(MOST_LOOKUPS)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to one of the addresses that were checked, and to no other.

        One refused address refuses the name (AddressRefused). Further addresses are
        tried when the first does not answer, all within `timeout`.
        """
        end = time.monotonic() + _left(timeout)
        addresses = self._addresses(host, port, end)
        for address in addresses:
            if not self._may_dial(host, address, port):
                raise AddressRefused(
                    f"refused: {host} is {address}, port {port}: "
                    "not a public web address"
                )
        rest = addresses[:MOST_DIALS]
        while True:
            share = max((end - time.monotonic()) / len(rest), 0.001)
            try:
                inner = super().connect_tcp(
                    str(rest[0]), port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                rest = rest[1:]
                if not rest:
                    raise
            else:
                return Stream(inner, self._most)

    def _may_dial(self, host: str, address: Address, port: int) -> bool:
        if (address, port) in self._allowed:
            return True
        usual = port in WEB_PORTS or (host.lower(), port) in self._ports
        return usual and is_public(address)

    def _addresses(self, host: str, port: int, end: float) -> list[Address]:
        """Resolve a name before `end`; getaddrinfo cannot be interrupted, only left."""
        if not self._lookups.acquire(timeout=max(end - time.monotonic(), 0)):
            raise httpcore.ConnectTimeout("too many names are being looked up")
        answers: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                rows = self._resolve(host, port, type=socket.SOCK_STREAM)
                found = [ip_address(row[4][0]) for row in rows]
                answers.put(list(dict.fromkeys(found)))
            except Exception as error:  # noqa: BLE001 - handed to the thread that asked
                answers.put(error)
            finally:
                self._lookups.release()

        # A daemon, so that a resolver that hangs cannot keep the program from ending.
        threading.Thread(target=look_up, name=f"look-up {host}", daemon=True).start()
        try:
            answer = answers.get(timeout=max(end - time.monotonic(), 0.001))
        except queue.Empty:
            raise httpcore.ConnectTimeout(
                f"the name {host} was not resolved in time"
            ) from None
        if isinstance(answer, OSError | ValueError):
            raise NameUnresolved(f"the name {host} could not be resolved") from answer
        if isinstance(answer, Exception):
            raise answer
        if not answer:
            raise NameUnresolved(f"the name {host} has no address")
        return answer


def transport(guard: Guard) -> httpx.HTTPTransport:
    """Make the transport whose every connection the guard dials.

    httpx 0.28 has no parameter for the backend, hence the private name and the
    pinned version. Nothing of the environment counts: no proxy, no certificates. No
    connection is kept for a second request: what a server sends after the end of its
    reply (a body after a 304, more bytes than it announced) would be taken for the
    answer to that request.
    """
    context = httpx.create_ssl_context(trust_env=False)
    made = httpx.HTTPTransport(verify=context, trust_env=False)
    made._pool = httpcore.ConnectionPool(  # noqa: SLF001 - see the docstring
        ssl_context=context,
        network_backend=guard,
        max_connections=None,
        max_keepalive_connections=0,
    )
    return made


def _left(timeout: float | None) -> float:
    left = min(DEADLINE.get(), CUT_OFF.get()()) - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the whole fetch took too long")
    return left if timeout is None else min(left, timeout)
