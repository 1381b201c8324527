import socket
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address

import httpcore
import pytest

from tests.web.server import Answer, site
from tracker.web.guard import DEADLINE, AddressRefused, Guard, is_public

INNER = """127.0.0.1 10.0.0.1 169.254.169.254 0.0.0.0 192.0.0.1 198.18.0.1 240.0.0.1
::1 :: fe80::1 fe80::1%1 fc00::1 100::1 2001:db8::1 ::ffff:127.0.0.1 100.64.0.1
224.0.0.1 192.88.99.1 ff02::1 fec0::1 5f00::1 ::127.0.0.1 64:ff9b::7f00:1
64:ff9b:1::1 2002:7f00:1:: 3fff::1 255.255.255.255 172.16.0.1 192.168.1.1
::ffff:100.64.0.1 64:ff9b::6440:1 2001::1 2001:20::1"""
PUBLIC = "8.8.8.8 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808"
NOTATIONS = """localhost localhost. 127.1 2130706433 0x7f000001 0 0.0.0.0
127.0.0.1 ::1 ::ffff:127.0.0.1 ::ffff:7f00:1"""


@pytest.fixture(autouse=True)
def deadline() -> Iterator[None]:
    token = DEADLINE.set(time.monotonic() + 5)
    yield
    DEADLINE.reset(token)


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
