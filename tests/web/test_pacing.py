import threading
import time

import pytest

from tracker.web.pacing import Pace, registrable_domain


class Clock:
    """A clock that moves only while somebody waits for it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def ticks(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pace(clock):
    return Pace(wait=clock.wait, ticks=clock.ticks)


def test_the_first_request_to_a_site_does_not_wait(pace, clock):
    with pace.turn("lajme.example", 2.0):
        pass
    assert clock.waits == []


def test_the_gap_runs_from_the_end_of_one_to_the_start_of_the_next(pace, clock):
    with pace.turn("lajme.example", 2.0):
        clock.now += 7.0
    clock.now += 0.5
    with pace.turn("lajme.example", 2.0):
        assert clock.waits == [1.5]


def test_a_gap_that_has_passed_anyway_costs_nothing(pace, clock):
    with pace.turn("lajme.example", 2.0):
        pass
    clock.now += 2.0
    with pace.turn("lajme.example", 2.0):
        assert clock.waits == []


def test_another_site_does_not_wait(pace, clock):
    with pace.turn("lajme.example", 2.0), pace.turn("gazeta.example", 2.0):
        assert clock.waits == []


def test_the_gap_holds_after_a_request_that_failed(pace, clock):
    with pytest.raises(RuntimeError), pace.turn("lajme.example", 2.0):
        raise RuntimeError
    with pace.turn("lajme.example", 2.0):
        assert clock.waits == [2.0]


def test_two_threads_never_hold_the_same_turn():
    pace = Pace(wait=lambda _: None, ticks=time.monotonic)
    inside, most = [], []

    def work() -> None:
        for _ in range(50):
            with pace.turn("lajme.example", 0.0):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.0001)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 200
    assert max(most) == 1


@pytest.mark.parametrize(
    ("host", "port", "site"),
    [
        ("lajme.example", 443, "lajme.example"),
        ("www.Lajme.example.", 443, "lajme.example"),
        ("m.lajme.com.al", 80, "lajme.com.al"),
        ("com.al", 80, "com.al"),
        ("one.github.io", 443, "one.github.io"),
        ("127.0.0.1", 8800, "127.0.0.1:8800"),
        ("[::1]", 8800, "::1:8800"),
        ("localhost", 8800, "localhost:8800"),
        ("localhost", None, "localhost"),
    ],
)
def test_a_site_is_what_one_operator_runs(host, port, site):
    assert registrable_domain(host, port) == site
