"""Every request is noted, and faults come when they are asked for."""

import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.archives.asking import NAMES, articles, get, index, posts
from tests.archives.served import Archives
from tests.archives.standin import serve


def test_every_request_is_noted_once(archives: Archives) -> None:
    base = archives.world.bases["fusha"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(get, [f"{base}/?n={number}" for number in range(40)]))
    assert {each.query for each in archives.asked("fusha")} == {
        f"n={number}" for number in range(40)
    }
    assert archives.twice() == []
    get(f"{base}/?n=7")
    assert archives.twice() == ["fusha /?n=7"]
    archives.forget()
    assert archives.asked() == []


def test_wishes_are_not_noted_among_the_requests(archives: Archives) -> None:
    get(f"{archives.world.bases['fusha']}/robots.txt")
    assert archives.asked() == []


@pytest.mark.parametrize("kind", ["500", "503", "429"])
def test_the_nth_request_fails_and_may_be_asked_again(
    archives: Archives, kind: str
) -> None:
    archives.fault("gdelt", kind, nth=2, times=2)  # type: ignore[arg-type]
    statuses = [articles(archives, NAMES).status_code for _ in range(5)]
    assert statuses == [200, int(kind), int(kind), 200, 200]


def test_a_fault_counts_only_what_lies_below_its_path(archives: Archives) -> None:
    base = archives.world.bases["kumbulla"]
    archives.fault("kumbulla", "503", under="/wp-json/")
    assert get(f"{base}/").status_code == 200
    assert posts(archives).status_code == 503
    assert posts(archives).status_code == 200


@pytest.mark.parametrize("kind", ["reset", "cut"])
def test_a_connection_breaks(archives: Archives, kind: str) -> None:
    archives.fault("kumbulla", kind)  # type: ignore[arg-type]
    with pytest.raises(httpx.TransportError):
        posts(archives)
    assert [each.status for each in archives.asked()] == [0]
    assert posts(archives).status_code == 200
    assert archives.twice() == []


def test_a_slow_answer_is_not_waited_for(archives: Archives) -> None:
    archives.fault("fusha", "slow")
    url = f"{archives.world.bases['fusha']}/"
    with httpx.Client(trust_env=False) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get(url, timeout=0.1)
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("site", "status"), [("kumbulla", 401), ("gdelt", 403), ("wayback", 403)]
)
def test_an_interface_can_be_closed_and_opened(
    archives: Archives, site: str, status: int
) -> None:
    def ask() -> httpx.Response:
        if site == "gdelt":
            return articles(archives, NAMES)
        return posts(archives) if site == "kumbulla" else index(archives)

    archives.close(site)
    assert ask().status_code == status
    archives.open(site)
    assert ask().status_code == 200


def test_each_site_may_have_an_address_of_its_own() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems have one loopback address")
    with serve(apart=True) as archives:
        hosts = {host for host, _ in archives.pairs}
        assert len(hosts) == len(archives.pairs) == 11
        assert get(f"{archives.world.bases['fusha']}/").status_code == 200
        assert len(articles(archives, "MEK domainis:127.0.0.5").json()["articles"]) == 4
