import base64

import pytest

from tracker.web.addresses import origin_of, same_domain, site_of, taken_apart


def test_user_name_and_password_are_taken_off_and_unescaped():
    bare, login = taken_apart("https://desk:p%40ss@lajme.example/feed?id=7#top")
    assert bare == "https://lajme.example/feed?id=7"
    assert base64.b64decode(login) == b"desk:p@ss"


def test_an_address_without_a_user_name_has_no_login():
    assert taken_apart("http://lajme.example") == ("http://lajme.example", None)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "lajme.example",
        "file:///etc/passwd",
        "http://",
        "http:///x",
        "http://inner.example\\@good.example/",
        "http://good.example\t@inner.example/",
        "http://a b.example/",
        "http://a\r\nb.example/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://a.example:99999/",
        "http://a.example:port/",
        "http://" + "a" * 64 + ".example/",
        "http://a.example/" + "a" * 70_000,
        "http://\ud800.example/",
        "http://0177.0.0.1①/",
    ],
)
def test_what_can_be_read_in_two_ways_or_not_at_all_is_refused(url):
    with pytest.raises(ValueError, match=r"^(not a|the address)"):
        taken_apart(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://desk:hush/word@lajme.example/",
        "https://desk:hush?word@lajme.example/",
        "https://desk:hush#word@lajme.example/",
        "https://desk:hush@lajme.example:hush/",
        "https://desk:hush@lajme.example\\hush/",
        "https://desk:hush@[::1/",
    ],
)
def test_no_refusal_quotes_a_password(url):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the words are what is tested
        taken_apart(url)
    assert "hush" not in str(error.value)
    assert error.value.__context__ is None or error.value.__suppress_context__


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("HTTPS://desk:word@Lajme.example:443/a?b#c", "https://lajme.example"),
        ("http://lajme.example:443", "http://lajme.example:443"),
        ("http://127.0.0.1:8800/a", "http://127.0.0.1:8800"),
        ("http://[::1]:8800/a", "http://[::1]:8800"),
        ("https://çmimet.example/", "https://xn--mimet-xra.example"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url, origin):
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.lajme.com.al/a", "lajme.com.al"),
        ("http://m.lajme.com.al:8080/", "lajme.com.al"),
        ("http://127.0.0.1/", "127.0.0.1:80"),
        ("https://127.0.0.1/", "127.0.0.1:443"),
        ("http://[::1]:8800/", "::1:8800"),
    ],
)
def test_a_site_is_a_registrable_domain_or_an_address_with_its_port(url, site):
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("http://lajme.com.al/", "https://m.lajme.com.al/feed", True),
        ("http://lajme.com.al/", "https://gazeta.com.al/", False),
        ("http://one.github.io/", "http://two.github.io/", False),
        ("http://127.0.0.1:1/", "http://127.0.0.1:2/", True),
    ],
)
def test_two_addresses_share_a_domain_or_do_not(first, second, same):
    assert same_domain(first, second) is same
