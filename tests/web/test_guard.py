import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address

import httpcore
import pytest

from tests.web.server import Answer, site
from tracker.web.client import Client
from tracker.web.guard import (
    DEADLINE,
    AddressRefused,
    FloodError,
    Guard,
    NameUnresolved,
    is_public,
)

INNER = """127.0.0.1 10.0.0.1 169.254.169.254 0.0.0.0 192.0.0.1 198.18.0.1 240.0.0.1
::1 :: fe80::1 fe80::1%1 fc00::1 100::1 2001:db8::1 ::ffff:127.0.0.1 100.64.0.1
224.0.0.1 192.88.99.1 ff02::1 fec0::1 5f00::1 ::127.0.0.1 64:ff9b::7f00:1
64:ff9b:1::1 2002:7f00:1:: 3fff::1 255.255.255.255 172.16.0.1 192.168.1.1
::ffff:100.64.0.1 64:ff9b::6440:1 2001::1 2001:20::1
2001:4860:4860::8888%eth0 ::ffff:8.8.8.8%1"""
PUBLIC = "8.8.8.8 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808"
NOTATIONS = """localhost localhost. 127.1 2130706433 0x7f000001 0 0.0.0.0
127.0.0.1 ::1 ::ffff:127.0.0.1 ::ffff:7f00:1"""
URLS = """localhost localhost. LOCALHOST 127.1 2130706433 0x7f000001 0 0.0.0.0
127.0.0.1 127。0。0。1 [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] 0177.0.0.1 ①②⑦.0.0.1
[::1%25lo] [fe80::1%25lo] 127.0.0.1.. 017700000001"""


@pytest.fixture(autouse=True)
def deadline() -> Iterator[None]:
    token = DEADLINE.set(time.monotonic() + 5)
    yield
    DEADLINE.reset(token)


@contextlib.contextmanager
def silent_listener() -> Iterator[int]:
    """A port of 127.0.0.2 whose queue is full: it neither takes nor refuses."""
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.2", 0))
        listening.listen(0)
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)  # noqa: FBT003 - the library has it so
            with contextlib.suppress(BlockingIOError):
                waiting.connect(listening.getsockname())
        yield listening.getsockname()[1]


def answering(*addresses: str):
    calls = []

    def resolve(host, port, **_):
        calls.append(host)
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in addresses]

    resolve.calls = calls
    return resolve


@pytest.mark.parametrize("address", INNER.split())
def test_an_inner_or_special_address_is_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_of_the_internet_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", INNER.split())
def test_a_name_that_leads_to_an_inner_address_is_refused_in_words(address):
    guard = Guard(resolve=answering(address))
    with pytest.raises(
        AddressRefused, match=r"^refused: feeds\.example is .*, port 80: "
    ):
        guard.connect_tcp("feeds.example", 80)


@pytest.mark.parametrize("host", NOTATIONS.split())
def test_every_notation_of_this_machine_is_refused(host):
    # ConnectError, because some machines do not know some of the notations at all.
    with site() as served, pytest.raises(httpcore.ConnectError):
        Guard(ports=[(host, served.port)]).connect_tcp(host, served.port)


@pytest.mark.parametrize("host", URLS.split())
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_this_machine_in_an_address_reaches_it(host, scheme):
    with (
        site() as canary,
        Client(user_agent="x", timeout=timedelta(seconds=5), max_bytes=1000) as client,
    ):
        # The port that goes without saying is refused for its address alone.
        answers = [
            client.get_once(f"{scheme}://{host}{port}/", headers={})
            for port in (f":{canary.port}", "")
        ]
        assert canary.asked == []
    for answer in answers:
        assert answer.failure.outcome == "failed"
        assert answer.failure.detail.startswith(
            ("refused: ", "the name ", "not an address")
        )


def test_one_inner_address_among_public_ones_refuses_the_name():
    guard = Guard(resolve=answering("8.8.8.8", "127.0.0.1"))
    with pytest.raises(AddressRefused, match=r"127\.0\.0\.1"):
        guard.connect_tcp("feeds.example", 80)


def test_the_address_dialled_is_the_one_checked_though_the_name_moves():
    with site() as served:
        turns = iter(["127.0.0.1", "10.0.0.1"])

        def resolve(_host, port, **_):
            return [(socket.AF_INET, 1, 6, "", (next(turns), port))]

        guard = Guard([served.pair], resolve=resolve)
        stream = guard.connect_tcp("feeds.example", served.port)
        assert stream.get_extra_info("server_addr") == served.pair
        stream.close()
        with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
            guard.connect_tcp("feeds.example", served.port)


def test_an_allowed_pair_does_not_allow_its_neighbour_port():
    with site() as served, site() as neighbour:
        guard = Guard([served.pair])
        guard.connect_tcp("127.0.0.1", served.port).close()
        with pytest.raises(AddressRefused):
            guard.connect_tcp("127.0.0.1", neighbour.port)


def test_an_allowed_pair_is_an_address_and_not_a_name():
    with pytest.raises(ValueError, match="localhost"):
        Guard([("localhost", 8800)])


def test_a_public_address_is_refused_on_an_unusual_port():
    with pytest.raises(AddressRefused, match="port 8443"):
        Guard(resolve=answering("8.8.8.8")).connect_tcp("feeds.example", 8443)


def test_a_port_configured_with_an_outlet_does_not_open_inner_addresses():
    guard = Guard(ports=[("Feeds.example", 8443)], resolve=answering("10.0.0.1"))
    assert guard._may_dial("feeds.example", ip_address("8.8.8.8"), 8443)
    assert not guard._may_dial("other.example", ip_address("8.8.8.8"), 8443)
    with pytest.raises(AddressRefused):
        guard.connect_tcp("feeds.example", 8443)


def test_the_next_address_is_tried_when_the_first_does_not_answer():
    with site() as served:
        allowed = [served.pair, ("127.0.0.2", served.port)]
        guard = Guard(allowed, resolve=answering("127.0.0.2", "127.0.0.1"))
        stream = guard.connect_tcp("feeds.example", served.port, timeout=2)
        assert stream.get_extra_info("server_addr") == served.pair
        stream.close()


def test_the_next_address_is_tried_when_the_first_stays_silent():
    with silent_listener() as port, socket.create_server(("127.0.0.1", port)):
        allowed = [("127.0.0.2", port), ("127.0.0.1", port)]
        guard = Guard(allowed, resolve=answering("127.0.0.2", "127.0.0.1"))
        stream = guard.connect_tcp("feeds.example", port, timeout=0.6)
        assert stream.get_extra_info("server_addr") == ("127.0.0.1", port)
        stream.close()


def test_an_address_that_stays_silent_is_left_at_the_time_limit():
    with silent_listener() as port:
        guard = Guard([("127.0.0.2", port)], resolve=answering("127.0.0.2"))
        began = time.monotonic()
        with pytest.raises(httpcore.ConnectTimeout):
            guard.connect_tcp("feeds.example", port, timeout=0.3)
        assert time.monotonic() - began < 3


def test_a_name_with_hundreds_of_addresses_is_no_port_scan(monkeypatch):
    dialled = []

    def dial(_self, host, *_):
        dialled.append(host)
        raise httpcore.ConnectError

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", dial)
    guard = Guard(resolve=answering(*[f"8.8.8.{n}" for n in range(200)]))
    with pytest.raises(httpcore.ConnectError):
        guard.connect_tcp("feeds.example", 80)
    assert dialled == ["8.8.8.0", "8.8.8.1", "8.8.8.2", "8.8.8.3"]


@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror(-2, "Name or service not known"),
        TimeoutError(),
        UnicodeError("label too long"),
        ValueError("embedded null character"),
    ],
)
def test_whatever_the_resolver_raises_is_a_connect_error(error):
    def resolve(*_, **__):
        raise error

    with pytest.raises(NameUnresolved, match="could not be resolved"):
        Guard(resolve=resolve).connect_tcp("feeds.example", 80)


def test_a_name_without_an_address_is_a_connect_error():
    with pytest.raises(NameUnresolved, match="has no address"):
        Guard(resolve=answering()).connect_tcp("feeds.example", 80)


def test_names_that_hang_do_not_pile_up_without_end(monkeypatch):
    held, started = threading.Event(), []

    def resolve(host, port, **_):
        started.append(host)
        held.wait(30)
        return []

    monkeypatch.setattr("tracker.web.guard.MOST_LOOKUPS", 2)
    guard = Guard(resolve=resolve)
    for _ in range(2):
        with pytest.raises(httpcore.ConnectTimeout, match="not resolved in time"):
            guard.connect_tcp("slow.example", 80, timeout=0.05)
    with pytest.raises(httpcore.ConnectTimeout, match="too many names"):
        guard.connect_tcp("slow.example", 80, timeout=0.05)
    assert len(started) == 2
    held.set()


def test_a_connection_that_brings_too_much_is_ended():
    with site() as served:
        served.routes["/"] = Answer(body=b"x" * 1000)
        guard = Guard([served.pair], most_bytes=500)
        stream = guard.connect_tcp("127.0.0.1", served.port)
        stream.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while stream._came <= 400:
            stream.read(100)
        with pytest.raises(FloodError):
            stream.read(200)
        stream.close()


def test_a_name_that_cannot_be_resolved_is_a_connect_error():
    def resolve(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(httpcore.ConnectError, match="could not be resolved"):
        Guard(resolve=resolve).connect_tcp("feeds.example", 80)


def test_a_slow_resolver_is_left_at_the_deadline_and_others_go_on():
    held = threading.Event()

    def resolve(host, port, **_):
        if host == "slow.example":
            held.wait(30)
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]

    with site() as served:
        guard = Guard([served.pair], resolve=resolve)
        began = time.monotonic()
        with pytest.raises(httpcore.ConnectTimeout, match="not resolved in time"):
            guard.connect_tcp("slow.example", served.port, timeout=0.2)
        assert time.monotonic() - began < 1
        guard.connect_tcp("good.example", served.port).close()
    held.set()


def test_no_read_begins_after_the_deadline():
    with site() as served:
        served.routes["/"] = Answer(body=b"late")
        stream = Guard([served.pair]).connect_tcp("127.0.0.1", served.port)
        token = DEADLINE.set(time.monotonic() - 1)
        try:
            with pytest.raises(httpcore.ReadTimeout, match="too long"):
                stream.read(10, timeout=10)
        finally:
            DEADLINE.reset(token)
            stream.close()
