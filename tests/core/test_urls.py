import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.core.urls import (
    BLOCKED_DOMAINS,
    MOST_MIRRORS,
    OutletHosts,
    article_id,
    canonical,
    is_blocked,
    key_hash,
    original_of,
    same_site,
    url_hash,
)
from tracker.model import Outlet

SAME = [
    "https://lajme.example/artikull?id=7",
    "https://lajme.example/artikull?id=7&utm_source=rss&utm_medium=feed",
    "https://lajme.example/artikull?fbclid=abc&id=7",
    "https://lajme.example/artikull?id=7#komente",
    "https://LAJME.example/artikull?id=7",
    "HTTPS://lajme.example:443/artikull?id=7",
    "https://lajme.example/artikull?gclid=1&id=7",
    "https://lajme.example/artikull?id=7&",
    "https://lajme.example/./artikull?id=7",
    "https://lajme.example/x/../artikull?id=7",
    "https://lajme.example./artikull?id=7",
    "https://lajme.example/%61rtikull?id=7",
    "https://lajme.example/artikull?id=7&UTM_Campaign=x&_ga=2&mc_cid=1&igshid=q",
]


def test_one_article_under_many_addresses_is_one() -> None:
    assert {canonical(url) for url in SAME} == {SAME[0]}
    assert len({article_id(url) for url in SAME}) == 1
    assert len({url_hash(url) for url in SAME}) == 1


@pytest.mark.parametrize(
    "other",
    [
        "https://lajme.example/artikull?id=8",
        "http://lajme.example/artikull?id=7",
        "https://www.lajme.example/artikull?id=7",
        "https://lajme.example/artikull/?id=7",
        "https://lajme.example/Artikull?id=7",
        "https://lajme.example:8443/artikull?id=7",
        "https://lajme.example/artikull?id=7&lang=sq",
        "https://lajme.example/artikull?utmost=1&id=7",
    ],
)
def test_what_may_be_another_article_stays_another(other: str) -> None:
    assert canonical(other) != SAME[0]


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://a.example", "http://a.example/"),
        ("http://a.example:80/?", "http://a.example/"),
        ("http://a.example/?b=1&a=2", "http://a.example/?b=1&a=2"),
        ("http://a.example/a/../../b/.", "http://a.example/b/"),
        ("http://a.example/a//b", "http://a.example/a//b"),
        ("http://a.example/ë", "http://a.example/%C3%AB"),
        ("http://a.example/e\u0308", "http://a.example/%C3%AB"),
        ("http://a.example/%65%cc%88", "http://a.example/%C3%AB"),
        ("http://a.example/a%2fb", "http://a.example/a%2Fb"),
        ("http://a.example/100%", "http://a.example/100%25"),
        ("http://a.example/%eb", "http://a.example/%EB"),
        ("http://çmimi.example/", "http://xn--mimi-zoa.example/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://[::1]:80/a", "http://[::1]/a"),
    ],
)
def test_an_address_has_one_spelling(url: str, wanted: str) -> None:
    assert canonical(url) == wanted


@given(
    st.text(
        st.one_of(
            st.sampled_from("%/.?&=;:ab19CDeF@+~#utm_ë\u0308\u0338"), st.characters()
        )
    )
)
@example("%FF%65%CC%88")
@example("%3E%CC%88")
@example("%25%34%31")
def test_the_canonical_form_of_a_canonical_form_is_itself(rest: str) -> None:
    try:
        once = canonical("http://a.example/" + rest)
    except ValueError:
        return
    assert canonical(once) == once


@pytest.mark.parametrize(
    "url",
    [
        "http://inner.example\\@good.example/",
        "http://user:password@good.example/",
        "http://good.example@inner.example",
        "http://good.example/a b",
        "http://good.example/a\tb",
        "http://good.exam\nple/",
        "http://good.example/\x85",
        "http://good.example/\ud800",
        "javascript:alert(1)",
        "\tjavascript:alert(1)",
        "data:text/html,x",
        "file:///etc/hostname",
        "ftp://good.example/",
        "//good.example/",
        "/path",
        "",
        "http://",
        "http:good.example",
        "http://:80/",
        "http://a..example/",
        "http://good.example:99999/",
        "http://good.example:x/",
        "http://%67ood.example/",
        "http://[::1%25eth0]/",
        "http://[::1",
        "http://" + "a" * 64 + ".example/",
    ],
)
def test_what_two_readers_could_take_differently_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|host"):
        canonical(url)


def test_an_at_sign_in_the_path_is_harmless() -> None:
    assert canonical("https://a.example/@b") == "https://a.example/@b"
    assert canonical("https://a.example?x=@") == "https://a.example/?x=@"


def test_identifiers_have_their_promised_shape() -> None:
    assert re.fullmatch("[0-9a-f]{16}", article_id(SAME[0]))
    assert -(2**63) <= url_hash(SAME[0]) < 2**63
    # the digits are stored: another way to compute them would orphan every row
    assert article_id("https://a.example/") == "befde498a45b6c82"
    assert key_hash("guid-1") == -4481501080293222849
    assert key_hash("\ud800") == key_hash("?")


@pytest.mark.parametrize("domain", BLOCKED_DOMAINS)
@pytest.mark.parametrize(
    "pattern",
    [
        "https://{}/",
        "http://{}",
        "https://www.{}/a",
        "https://a.b.{}:8443/x",
        "https://{}./x",
        "//{}/x",
        "{}",
        "https://user@{}/",
        "https://archive.example/web/2022/https://{}/x",
        "https://share.example/?u=https%3A%2F%2F{}%2Fx",
        "https://share.example/?u=https%253A%252F%252F{}%252Fx",
        "https://a.example\\@{}/",
    ],
)
def test_a_blocked_domain_is_blocked_in_every_spelling(
    domain: str, pattern: str
) -> None:
    assert is_blocked(pattern.format(domain))
    assert is_blocked(pattern.format(domain.upper()))
    assert is_blocked(pattern.format(domain.replace(".", "。")))
    assert is_blocked(pattern.format(domain.replace("j", "%6a", 1)))
    assert is_blocked(pattern.format(domain.replace("j", "j\u00ad", 1)))


@pytest.mark.parametrize("domain", BLOCKED_DOMAINS)
@pytest.mark.parametrize(
    "pattern",
    [
        "https://not{}/",
        "https://not-{}/",
        "https://{}.example/",
        "https://{}anisation.example/",
        "https://lajme.example/about-{}-x",
    ],
)
def test_a_name_that_only_resembles_a_blocked_one_is_free(
    domain: str, pattern: str
) -> None:
    assert not is_blocked(pattern.format(domain))


def test_the_block_list_holds_the_site_with_leaked_data() -> None:
    assert "justicehomeland.org" in BLOCKED_DOMAINS
    assert is_blocked("https://justicehomeland-org.translate.goog/")


def outlet(name: str, home: str, *hosts: str) -> Outlet:
    return Outlet(id=name, name=name, home=home, hosts=hosts)


HOSTS = OutletHosts(
    [
        outlet("dw-en", "https://www.dw.example/en/"),
        outlet("dw-sq", "https://www.dw.example/sq/"),
        outlet(
            "lajme", "https://lajme.example/", "cdn.other.example", "M.Lajme.example"
        ),
        outlet("sport", "https://sport.lajme.example/"),
        outlet("news", "https://www.bbc.example/news"),
        outlet("index", "https://tv.example/index.php"),
        outlet("one", "http://127.0.0.1:8801/"),
        outlet("two", "http://127.0.0.1:8802/"),
    ]
)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.dw.example/sq/a-1", "dw-sq"),
        ("http://dw.example/en", "dw-en"),
        ("https://www.dw.example/de/a-1", None),
        ("https://www.dw.example/sqx", None),
        ("https://amp.dw.example/sq/a-1", "dw-sq"),
        ("https://lajme.example/a", "lajme"),
        ("https://www.lajme.example/a", "lajme"),
        ("https://admin.lajme.example/a", "lajme"),
        ("https://sport.lajme.example/a", "sport"),
        ("https://live.sport.lajme.example/a", "sport"),
        ("https://cdn.other.example/a", "lajme"),
        ("https://other.example/a", None),
        ("https://notlajme.example/a", None),
        ("https://lajme.example.evil.example/", None),
        ("https://lajme.example:8443/a", "lajme"),
        ("https://bbc.example/news/world", "news"),
        ("https://bbc.example/sport", None),
        ("https://tv.example/artikull/1", "index"),
        ("http://127.0.0.1:8801/a", "one"),
        ("http://127.0.0.1:8802/a", "two"),
        ("http://127.0.0.1:8803/a", None),
        ("javascript:alert(1)", None),
    ],
)
def test_an_address_belongs_to_the_longest_home_it_matches(
    url: str, wanted: str | None
) -> None:
    found = HOSTS.outlet_of(url)
    assert (found.id if found else None) == wanted


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("https://a.example/x", "http://www.a.example/y", True),
        ("https://m.a.example/x", "https://www.a.example/x", True),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://a.example/x", "https://nota.example/x", False),
        ("https://a.example/x", "mailto:a@a.example", False),
    ],
)
def test_a_site_is_a_host_and_what_lies_below_it(
    first: str, second: str, *, same: bool
) -> None:
    assert same_site(first, second) is same


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "https://web.archive.org/web/20220303081500/https://lajme.example/a?id=7",
            "https://lajme.example/a?id=7",
        ),
        (
            "http://web.archive.org/web/2022id_/http:/lajme.example",
            "http://lajme.example/",
        ),
        ("https://web.archive.org/web/2022/lajme.example/a", "https://lajme.example/a"),
        (
            "https://archive.ph/2022.03.03-081500/https://lajme.example/a",
            "https://lajme.example/a",
        ),
        (
            "https://archive.today/newest/http://lajme.example/a",
            "http://lajme.example/a",
        ),
        (
            "https://archive.is/https%3A%2F%2Flajme.example%2Fa",
            "https://lajme.example/a",
        ),
        (
            "https://archive.ph/o/Ab1cD/https://lajme.example/a",
            "https://lajme.example/a",
        ),
        (
            "https://webcache.googleusercontent.com/search?q=cache:Ab1_-fGh2345:https://lajme.example/a+salla&hl=sq",
            "https://lajme.example/a",
        ),
        (
            "https://webcache.googleusercontent.com/search?q=cache:lajme.example/a",
            "https://lajme.example/a",
        ),
        (
            "https://lajme-shembull-example.translate.goog/a?id=7&_x_tr_sl=sq&_x_tr_tl=en",
            "https://lajme.shembull.example/a?id=7",
        ),
        ("https://dy--fjale-example.translate.goog/", "https://dy-fjale.example/"),
        (
            "https://lajme-example.translate.goog/a?_x_tr_sch=http&_x_tr_hl=sq",
            "http://lajme.example/a",
        ),
        (
            "https://translate.google.com/translate?sl=sq&u=https%3A%2F%2Flajme.example%2Fa%3Fid%3D7",
            "https://lajme.example/a?id=7",
        ),
        (
            "https://lajme-example.cdn.ampproject.org/c/s/lajme.example/a/amp?amp_js_v=0.1",
            "https://lajme.example/a/amp",
        ),
        ("https://cdn.ampproject.org/v/lajme.example/a", "http://lajme.example/a"),
        (
            "https://www.google.com/amp/s/lajme.example/a/amp/",
            "https://lajme.example/a/amp/",
        ),
        ("https://www.google.co.uk/amp/lajme.example/a", "http://lajme.example/a"),
        ("https://www.bing-amp.com/c/s/lajme.example/a", "https://lajme.example/a"),
        (
            "https://translated.turbopages.org/proxy_u/sq-en.a-1/https/lajme.example/a",
            "https://lajme.example/a",
        ),
        (
            "https://web.archive.org/web/2023/https://lajme-example.translate.goog/a",
            "https://lajme.example/a",
        ),
        # the outlet's own variants are no mirrors, nor is what tells no address
        ("https://lajme.example/a/amp", None),
        ("https://amp.lajme.example/a?amp=1", None),
        ("https://lajme.example/go?u=https://other.example/a", None),
        ("https://web.archive.org/", None),
        ("https://web.archive.org/details/salla", None),
        ("https://archive.ph/Ab1cD", None),
        ("https://www.google.com/search?q=lajme.example", None),
        ("https://web.archive.org/web/2022/https://user@lajme.example/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_mirror_tells_whose_page_it_shows(url: str, wanted: str | None) -> None:
    assert original_of(url) == wanted


LABELS = st.text("abz09", min_size=1, max_size=8)
NAMES = st.lists(
    st.lists(LABELS, min_size=1, max_size=2).map("-".join), min_size=1, max_size=3
).map(lambda labels: ".".join([*labels, "example"]))
PATHS = st.text("abz/-._~%20ë", max_size=20)
WRAPPED = {
    "wayback": lambda host, rest: (
        f"https://web.archive.org/web/2022/https://{host}{rest}"
    ),
    "archive": lambda host, rest: (
        f"https://archive.ph/20220303081500/https://{host}{rest}"
    ),
    "amp": lambda host, rest: f"https://x.cdn.ampproject.org/c/s/{host}{rest}",
    "translated": lambda host, rest: (
        f"https://{host.replace('-', '--').replace('.', '-')}.translate.goog{rest}"
    ),
    "unknown": lambda host, rest: f"https://go.example/?to=https://{host}{rest}",
}


@given(st.sampled_from(sorted(WRAPPED)), NAMES, PATHS, st.integers(0, 9))
def test_what_a_mirror_wraps_comes_out_as_it_went_in(
    mirror: str, host: str, path: str, number: int
) -> None:
    rest = f"/{path}?id={number}"
    try:
        address = canonical(f"https://{host}{rest}")
    except ValueError:
        return
    wrapped = WRAPPED[mirror](host, rest_of(address))
    wanted = None if mirror == "unknown" else address
    assert original_of(wrapped) == wanted
    assert original_of(address) is None


def rest_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


@given(
    st.lists(
        st.sampled_from(
            [
                "https://", "web.archive.org/web/2022/", "archive.ph/", "lajme.example",
                "/", "?u=", "translate.google.com/translate", ".translate.goog", "-org",
                "justicehomeland", ".org", "www-", "%2F", "&",
                "cdn.ampproject.org/c/s/",
                "webcache.googleusercontent.com/search?q=cache:",
            ]
        ),
        max_size=8,
    ).map("".join)
)  # fmt: skip
@example("https://www-justicehomeland-org.translate.goog/")
@example("https://www-justicehomeland-org.cdn.ampproject.org/i/s/x.example/")
def test_no_mirror_is_a_way_round_the_block_list(url: str) -> None:
    original = original_of(url)
    if original is not None:
        assert canonical(original) == original
        assert is_blocked(url) or not is_blocked(original)


def test_a_subdomain_of_a_blocked_domain_is_blocked_in_a_mirrors_host() -> None:
    assert is_blocked("https://www-justicehomeland-org.translate.goog/x")
    assert is_blocked("//a-b-justicehomeland-org.cdn.ampproject.org")
    assert not is_blocked("https://not--justicehomeland-org.translate.goog/")
    assert not is_blocked("https://justicehomeland-org-example.translate.goog/")


def test_mirrors_of_mirrors_are_followed_to_an_end() -> None:
    address = "https://lajme.example/a"
    for _ in range(MOST_MIRRORS - 1):
        address = f"https://web.archive.org/web/2022/{address}"
    assert original_of(address) == "https://lajme.example/a"
    assert original_of(f"https://archive.ph/{address}") is None
