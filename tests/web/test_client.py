import gzip
import hashlib
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
from tracker.web.answers import Redirect, Unanswered
from tracker.web.client import OVERHEAD_BYTES, Client

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
    assert headers["connection"] == "close"
    assert set(headers) == {
        "host",
        "user-agent",
        "accept",
        "accept-encoding",
        "connection",
    }


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


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_ignored(served, monkeypatch, name):
    with site() as proxy:
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        served.routes["/"] = Answer(body=b"direct")
        assert get(served, "/").body == b"direct"
        assert proxy.asked == []


def test_passwords_and_certificates_of_the_environment_are_ignored(
    served, monkeypatch, tmp_path
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login desk password hush\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
    get(served, "/")
    assert "authorization" not in served.asked[0].headers


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
    "location",
    [
        "http://inner.example\\@good.example/",
        "//me@inner.example/x",
        "//",
        "///x",
        "http:",
        "http:/x",
        "https:inner.example",
        "http://a b.example/",
        "javascript:alert(1)",
        "/c?to=\\d",
    ],
)
def test_a_location_with_two_readings_is_left_as_it_stands(served, location):
    served.routes["/"] = redirect(location)
    assert get(served, "/").url == location


@pytest.mark.parametrize("more", [(), (("Location", ""),), (("Location", "  "),)])
def test_a_redirect_that_does_not_say_where_is_a_reply(served, more):
    served.routes["/"] = Answer(status=302, body=b"where to?", headers=more)
    assert get(served, "/").status == 302


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("c", "/a/c"),
        ("/c", "/c"),
        ("?d=1", "/a/b?d=1"),
        ("../../../c", "/c"),
        ("#part", "/a/b#part"),
        ("/c?to=http://x.example/@", "/c?to=http://x.example/@"),
    ],
)
def test_a_relative_location_counts_from_the_address_asked(served, location, url):
    served.routes["/a/b"] = redirect(location)
    assert get(served, "/a/b").url == served.url(url)


def test_a_location_that_comes_twice_is_taken_and_two_that_differ_are_not(served):
    served.routes["/"] = Answer(status=301, headers=(("Location", "/a"),) * 2)
    assert get(served, "/").url == served.url("/a")
    more = (("Location", "/a"), ("location", "/b"))
    answer = failure(served, Answer(status=301, headers=more))
    assert answer.failure.detail == "the server redirects to several addresses at once"


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
        (gzip.compress(bytes(range(256)) * 9, mtime=0)[:-9], "cut"),
        (gzip.compress(b"po", mtime=0) + b"more", "follows"),
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
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
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
    monkeypatch.setattr("tracker.web.troubles.SILENCE_SECONDS", 0.2)
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


# ---------------------------------------------------------------- oddities of HTTP/1.1

OK = b"HTTP/1.1 200 OK\r\n"
PO = b"Content-Length: 2\r\n\r\npo"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "words",
    [
        OK + b"Content-Length: 2\r\n" + PO,
        OK + b"Content-Length: 2, 2\r\n\r\npo",
        CHUNKED + b"2;a=b\r\npo\r\n0\r\nX: y\r\n\r\n",
        OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\npo\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 2\n\npo",
        b"HTTP/1.1 200\r\n" + PO,
        b"HTTP/1.1 200 \xff\xfe\r\n" + PO,
        b"HTTP/1.0 200 OK\r\n\r\npo",
        OK + b"X-A: \xff\xfe\r\n" + PO,
        OK + b"X-A: a\r\n b\r\n" + PO,
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK + PO,
        b"HTTP/1.1 103 Early Hints\r\nLocation: /x\r\n\r\n" + OK + PO,
        OK + PO + b" and what nobody announced",
    ],
)
def test_what_can_be_read_in_one_way_only_is_read(served, words):
    served.routes["/"] = raw(words)
    answer = get(served, "/")
    assert (answer.status, answer.body) == (200, b"po")


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        (OK + b"Content-Length: 3\r\n" + PO, "conflicting Content-Length headers"),
        (OK + b"Content-Length: 2, 3\r\n\r\npo", "conflicting Content-Length headers"),
        (OK + b"Content-Length: -2\r\n\r\npo", "bad Content-Length"),
        (OK + b"Content-Length: +2\r\n\r\npo", "bad Content-Length"),
        (OK + b"Content-Length: two\r\n\r\npo", "bad Content-Length"),
        (OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", "bad Content-Length"),
        (
            OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n",
            "Only Transfer-Encoding: chunked is supported",
        ),
        (OK + b"X-A: a\x00b\r\n" + PO, "illegal header line"),
        (OK + b"X-\xff: a\r\n" + PO, "illegal header line"),
        (OK + b"nonsense\r\n" + PO, "illegal header line"),
        (OK + b"X-A : a\r\n" + PO, "illegal header line"),
        (b"HTTP/1.1 99 X\r\n\r\n", "illegal status line"),
        (b"HTTP/1.1 abc X\r\n\r\n", "illegal status line"),
        (b"\r\n\r\n" + OK + PO, "no response line received"),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "event without a pending"),
        (
            OK + b"Transfer-Encoding: chunked\r\n\r\n-2\r\npo\r\n",
            "illegal chunk header",
        ),
        (
            OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\npo\r\n",
            "illegal chunk header",
        ),
        (
            CHUNKED + b"2;" + b"a" * 300_000,
            "a line of the reply is larger than 100 KiB",
        ),
        (
            CHUNKED + b"0\r\n" + b"X-A: b\r\n" * 60_000 + b"\r\n",
            "a line of the reply is larger than 100 KiB",
        ),
    ],
)
def test_what_breaks_the_rules_of_http_is_a_failure_in_words(served, words, detail):
    answer = failure(served, raw(words))
    assert answer.failure.outcome == "failed"
    assert detail in answer.failure.detail
    assert "bytearray" not in answer.failure.detail


@pytest.mark.parametrize(("status", "body"), [(204, b""), (205, b"po"), (206, b"po")])
def test_a_success_without_the_whole_content_comes_back_with_its_status(
    served, status, body
):
    served.routes["/"] = raw(b"HTTP/1.1 %d X\r\n" % status + PO)
    answer = get(served, "/")
    assert (answer.status, answer.body) == (status, body)


@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        OK + PO,
        CHUNKED + b"2\r\npo\r\n0\r\n\r\n",
    ],
)
def test_what_follows_a_reply_never_answers_the_next_request(served, first):
    def surplus(handler):
        handler.wfile.write(first + OK + b"Content-Length: 5\r\n\r\nwrong")

    served.routes["/"] = surplus
    served.routes["/b"] = Answer(body=b"right")
    with client_for(served) as client:
        client.get_once(served.url("/"), headers={})
        assert client.get_once(served.url("/b"), headers={}).body == b"right"
    assert [one.path for one in served.asked] == ["/", "/b"]


@pytest.mark.parametrize(
    "again",
    [b"HTTP/1.1 102 Processing\r\n\r\n", b"HTTP/1.1 103 Hints\r\nX-A: b\r\n\r\n"],
)
def test_a_flood_of_interim_replies_ends(served, again):
    def flood(handler):
        handler.close_connection = True
        for _ in range(2 * (OVERHEAD_BYTES + MOST) // len(again * 1000)):
            handler.wfile.write(again * 1000)

    answer = failure(served, flood)
    assert answer.failure.detail == "far more came than a reply may hold"


def test_an_echo_of_the_request_is_not_repeated(served):
    def echo(handler):
        handler.close_connection = True
        handler.wfile.write(handler.requestline.encode() + b"\r\n\r\n")

    served.routes["/?key=hush"] = echo
    answer = get(served, "/?key=hush")
    assert "did not answer in HTTP: illegal status line" in answer.failure.detail
    assert "hush" not in answer.failure.detail


@pytest.mark.parametrize(
    "url",
    ["http://desk:hush@lajme.example:hush/", "hush:desk", "http://hush\udcff.example/"],
)
def test_what_cannot_be_asked_is_not_quoted(served, url):
    with client_for(served) as client:
        answer = client.get_once(url, headers={})
    assert answer.failure.detail == "not an address that can be asked"


def test_two_fields_of_one_name_are_joined_and_two_codings_refused(served):
    twice = (("Content-Encoding", "gzip"), ("content-encoding", "gzip"))
    answer = failure(served, Answer(body=b"x", headers=twice))
    assert "'gzip, gzip'" in answer.failure.detail


def test_the_cap_counts_what_is_unpacked_and_what_came(served):
    noise = hashlib.shake_128(b"noise").digest(MOST)
    packed = (("Content-Encoding", "gzip"),)
    served.routes["/"] = Answer(body=gzip.compress(b"a" * MOST), headers=packed)
    assert len(get(served, "/").body) == MOST
    answer = failure(
        served, Answer(body=gzip.compress(b"a" * MOST + b"a"), headers=packed)
    )
    assert answer.failure.outcome == "too_large"
    answer = failure(served, Answer(body=gzip.compress(noise), headers=packed))
    assert answer.failure.outcome == "too_large"


def test_a_slow_look_up_of_a_name_counts_towards_the_deadline(served):
    held = threading.Event()

    def resolve(host, port, **_):
        held.wait(30)
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]

    began = time.monotonic()
    with client_for(served, timeout=0.3, resolve=resolve) as client:
        answer = client.get_once(f"http://slow.example:{served.port}/", headers={})
        assert time.monotonic() - began < 5
        held.set()
    assert answer.failure.outcome == "failed"
    assert "0.3 s" in answer.failure.detail or "in time" in answer.failure.detail
