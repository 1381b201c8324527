import gzip
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.web.server import Answer, drip, hang_up, raw, redirect, reset, site
from tracker.model import Reply
from tracker.web.client import Client, Redirect, Unanswered

MOST = 100_000


@pytest.fixture
def served():
    with site() as one:
        yield one


@contextmanager
def client_for(served, *, timeout=5.0, **more):
    with Client(
        user_agent="framing-tracker/test",
        timeout=timedelta(seconds=timeout),
        max_bytes=MOST,
        allowed=frozenset({served.pair}),
        **more,
    ) as client:
        yield client


def get(served, path, *, timeout=5.0, headers=None, first_bytes=None):
    with client_for(served, timeout=timeout) as client:
        return client.get_once(
            served.url(path), headers=headers or {}, first_bytes=first_bytes
        )


def failure(served, route, **more):
    served.routes["/"] = route
    answer = get(served, "/", **more)
    assert isinstance(answer, Unanswered), answer
    return answer


def test_a_reply_comes_whole_with_lower_case_headers(served):
    served.routes["/a?b=1"] = Answer(
        body=b"po", headers=(("X-Wish", "ë".encode().decode("latin-1")),)
    )
    answer = get(served, "/a?b=1")
    assert isinstance(answer, Reply)
    assert (answer.status, answer.body) == (200, b"po")
    assert answer.asked == answer.url == served.url("/a?b=1")
    assert answer.headers["x-wish"].encode("latin-1") == "ë".encode()


def test_an_error_status_is_a_reply_too(served):
    answer = get(served, "/nowhere")
    assert isinstance(answer, Reply)
    assert (answer.status, answer.body) == (404, b"no")


def test_only_gzip_is_offered_and_the_user_agent_is_ours(served):
    get(served, "/")
    headers = served.asked[0].headers
    assert headers["accept-encoding"] == "gzip"
    assert headers["user-agent"] == "framing-tracker/test"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding"}


def test_a_validator_goes_back_byte_for_byte(served):
    tag = 'W/"ë"'.encode().decode("latin-1")
    served.routes["/"] = Answer(body=b"x", headers=(("ETag", tag),))
    with client_for(served) as client:
        first = client.get_once(served.url("/"), headers={})
        client.get_once(
            served.url("/"), headers={"If-None-Match": first.headers["etag"]}
        )
    assert served.asked[1].headers["if-none-match"] == tag


def test_no_cookie_is_ever_sent(served):
    served.routes["/"] = Answer(body=b"x", headers=(("Set-Cookie", "id=1; Path=/"),))
    with client_for(served) as client:
        for _ in range(2):
            client.get_once(served.url("/"), headers={})
    assert "cookie" not in served.asked[1].headers


def test_a_proxy_of_the_environment_is_ignored(served, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed.getsockname()[1]}")
        served.routes["/"] = Answer(body=b"direct")
        assert get(served, "/").body == b"direct"


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(301, True), (308, True), (302, False), (303, False), (307, False)],
)
def test_a_redirect_is_given_back_and_not_followed(served, status, permanent):
    served.routes["/a/b"] = redirect("../c?d=1", status)
    answer = get(served, "/a/b")
    assert isinstance(answer, Redirect)
    assert (answer.url, answer.permanent) == (served.url("/c?d=1"), permanent)
    assert len(served.asked) == 1


def test_a_location_with_letters_and_blanks_is_spelt_out(served):
    served.routes["/"] = redirect("/çmimet e reja".encode().decode("latin-1"))
    assert get(served, "/").url == served.url("/%C3%A7mimet%20e%20reja")


@pytest.mark.parametrize(
    "location", ["http://inner.example\\@good.example/", "//me@inner.example/x"]
)
def test_a_location_with_two_readings_is_left_as_it_stands(served, location):
    served.routes["/"] = redirect(location)
    assert get(served, "/").url == location


def test_a_300_without_location_is_a_reply(served):
    served.routes["/"] = Answer(status=302, body=b"where to?")
    assert get(served, "/").status == 302


def test_gzip_is_unpacked(served):
    served.routes["/"] = Answer(
        body=gzip.compress(b"po " * 1000), headers=(("Content-Encoding", "X-GZIP"),)
    )
    assert get(served, "/").body == b"po " * 1000


def test_a_304_that_names_a_coding_has_no_body_to_unpack(served):
    served.routes["/"] = raw(b"HTTP/1.1 304 No\r\nContent-Encoding: gzip\r\n\r\n")
    answer = get(served, "/")
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "UTF-8"])
def test_a_coding_that_was_not_offered_is_refused_by_name(served, coding):
    answer = failure(
        served, Answer(body=b"\x00" * 20, headers=(("Content-Encoding", coding),))
    )
    assert answer.failure.outcome == "failed"
    assert repr(coding.lower()) in answer.failure.detail


def test_a_body_at_the_cap_passes_and_one_byte_more_is_too_large(served):
    served.routes["/"] = Answer(body=b"x" * MOST)
    assert len(get(served, "/").body) == MOST
    answer = failure(served, Answer(body=b"x" * (MOST + 1)))
    assert answer.failure.outcome == "too_large"


def test_an_endless_body_stops_at_the_cap(served):
    def endless(handler):
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1000):
            handler.wfile.write(b"x" * 65536)

    answer = failure(served, endless)
    assert answer.failure.outcome == "too_large"


def test_a_gzip_bomb_is_too_large_without_being_unpacked(served):
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < MOST
    tracemalloc.start()
    answer = failure(served, Answer(body=bomb, headers=(("Content-Encoding", "gzip"),)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.failure.outcome == "too_large"
    assert most < 5_000_000


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (gzip.compress(bytes(range(256)) * 9)[:-9], "cut"),
        (gzip.compress(b"po") + b"more", "follows"),
        (b"plain words", "says gzip and is not"),
    ],
)
def test_a_broken_gzip_stream_is_a_failure_in_words(served, body, words):
    answer = failure(served, Answer(body=body, headers=(("Content-Encoding", "gzip"),)))
    assert answer.failure.outcome == "failed"
    assert words in answer.failure.detail


@pytest.mark.parametrize(
    "words",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ],
)
def test_a_short_body_is_a_failure_and_not_content(served, words):
    answer = failure(served, raw(words))
    assert "cut" in answer.failure.detail
    assert answer.kind == "other"


def test_an_error_status_counts_even_when_its_body_is_unreadable(served):
    served.routes["/"] = Answer(
        status=503,
        body=b"??",
        headers=(("Content-Encoding", "br"), ("Retry-After", "120")),
    )
    answer = get(served, "/")
    assert (answer.status, answer.body) == (503, b"")
    assert answer.headers["retry-after"] == "120"


def test_the_first_bytes_are_enough_when_no_more_was_asked_for(served):
    served.routes["/"] = Answer(body=b"x" * (MOST + 1))
    assert get(served, "/", first_bytes=10).body == b"x" * 10
    packed = gzip.compress(b"y" * 1_000_000)
    served.routes["/"] = Answer(body=packed, headers=(("Content-Encoding", "gzip"),))
    assert get(served, "/", first_bytes=10).body == b"y" * 10
    served.routes["/"] = Answer(body=b"short")
    assert get(served, "/", first_bytes=10).body == b"short"


@pytest.mark.parametrize(
    "start",
    [b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"],
)
def test_a_dripping_server_is_left_at_the_total_deadline(served, start):
    began = time.monotonic()
    answer = failure(served, drip(start, b"a", 0.05, 60), timeout=0.5)
    assert time.monotonic() - began < 1.5
    assert answer.failure.detail == "the whole fetch took longer than 0.5 s"


@pytest.mark.parametrize("pause", [0.05, 3.0])
def test_a_shorter_limit_for_one_request_holds(served, pause):
    served.routes["/"] = drip(b"HTTP/1.1 200 OK\r\nX-A: ", b"a", pause, 60)
    began = time.monotonic()
    with client_for(served) as client:
        client.get_once(served.url("/"), headers={}, within=timedelta(milliseconds=300))
    assert time.monotonic() - began < 1.5


def test_a_silent_server_is_named(served, monkeypatch):
    monkeypatch.setattr("tracker.web.client.SILENCE_SECONDS", 0.2)
    answer = failure(served, drip(b"", b"", 0.6, 1))
    assert answer.failure.detail == "127.0.0.1 was silent for 0.2 s"


@pytest.mark.parametrize("route", [hang_up, reset])
def test_a_connection_closed_before_any_reply_is_told_apart(served, route):
    answer = failure(served, route)
    assert answer.kind == "closed"
    assert "closed the connection without a reply" in answer.failure.detail


def test_a_flood_of_headers_is_refused_early(served):
    answer = failure(served, raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200_000))
    assert "header block" in answer.failure.detail


def test_what_is_not_http_is_named(served):
    answer = failure(served, raw(b"SSH-2.0-OpenSSH\r\n\r\n"))
    assert "did not answer in HTTP" in answer.failure.detail


def test_a_refused_connection_is_told_apart():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        pair = closed.getsockname()
        with Client(
            user_agent="t",
            timeout=timedelta(seconds=5),
            max_bytes=MOST,
            allowed=frozenset({pair}),
        ) as client:
            answer = client.get_once(f"http://127.0.0.1:{pair[1]}/", headers={})
    assert answer.kind == "unreachable"
    assert answer.failure.detail == "127.0.0.1 refused the connection"


def test_a_refused_address_keeps_the_words_of_the_guard(served):
    def resolve(_host, port, **_):
        return [(socket.AF_INET, 1, 6, "", ("10.0.0.7", port))]

    with client_for(served, resolve=resolve) as client:
        answer = client.get_once("https://feeds.example/", headers={})
    assert answer.kind == "address"
    assert answer.failure.detail == (
        "refused: feeds.example is 10.0.0.7, port 443: not a public web address"
    )


def test_a_name_that_does_not_resolve_is_named(served):
    def resolve(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    with client_for(served, resolve=resolve) as client:
        answer = client.get_once("http://feeds.example/", headers={})
    assert answer.failure.detail == "the name feeds.example could not be resolved"


@pytest.mark.parametrize(
    "url", ["http://" + "a" * 64 + ".example/", "ftp://a.example/", "http://[::1/", "x"]
)
def test_an_address_that_cannot_be_asked_is_a_failure(served, url):
    with client_for(served) as client:
        answer = client.get_once(url, headers={})
    assert isinstance(answer, Unanswered)
    assert answer.failure.detail


def test_a_header_that_cannot_be_sent_is_a_failure(served):
    answer = get(served, "/", headers={"If-None-Match": "a\r\nX-Evil: 1"})
    assert isinstance(answer, Unanswered)
    assert served.asked == []


def test_a_server_without_encryption_at_an_https_address_is_named(served):
    with client_for(served) as client:
        answer = client.get_once(served.url("/").replace("http:", "https:"), headers={})
    assert "no encrypted connection to 127.0.0.1" in answer.failure.detail


def test_a_certificate_that_nobody_vouches_for_is_a_failure(tmp_path):
    made = [tmp_path / "key.pem", tmp_path / "cert.pem"]
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
    try:
        subprocess.run(
            [*command.split(), "-keyout", made[0], "-out", made[1]],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("needs the openssl command")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made[1], made[0])
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def shake_hands():
            taken, _ = listening.accept()
            with taken, pytest.raises(ssl.SSLError):
                context.wrap_socket(taken, server_side=True)

        thread = threading.Thread(target=shake_hands)
        thread.start()
        port = listening.getsockname()[1]
        with Client(
            user_agent="t",
            timeout=timedelta(seconds=5),
            max_bytes=MOST,
            allowed=frozenset({("127.0.0.1", port)}),
        ) as client:
            answer = client.get_once(f"https://127.0.0.1:{port}/", headers={})
        thread.join()
    assert "the certificate of 127.0.0.1 is not valid" in answer.failure.detail
