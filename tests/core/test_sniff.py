import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.sniff import (
    LEAST_SAID,
    LONGEST_CHALLENGE,
    MOST_SAID,
    asks_consent,
    challenge,
    not_html,
    what_came,
)

SENTENCE = "Banorët pyetën pse faqja kërkon prej tyre të zgjidhin një figurë. "


def page(head: str = "", body: str = "", title: str = "lajme.example") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


# Shaped as the vendors' pages are; names and numbers are invented.
CHALLENGES = [
    ("Cloudflare", page("<script>window._cf_chl_opt={cvId:'3'};</script>")),
    (
        "Cloudflare",
        page(
            body="<script>a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1';</script>"
        ),
    ),
    ("Cloudflare", page(body="<h1>One more step</h1>", title="Just a moment...")),
    (
        "Cloudflare",
        page(
            body="<h1>Sorry, you have been blocked</h1>",
            title="Attention Required! | Cloudflare",
        ),
    ),
    ("DDoS-Guard", page(title="DDoS-Guard")),
    (
        "DDoS-Guard",
        page('<script src="/.well-known/ddos-guard/js-challenge/a.js"></script>'),
    ),
    ("Sucuri", page("<script>sucuri_cloudproxy_js='';</script>")),
    ("Sucuri", page(title="Sucuri WebSite Firewall - Access Denied")),
    (
        "Imperva",
        page(
            body='<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=1">'
            "Request unsuccessful. Incapsula incident ID: 1-2</iframe>"
        ),
    ),
    (
        "Imperva",
        page(body="<p>Request unsuccessful. Incapsula incident ID: 7-1</p>"),
    ),
    (
        "Cloudflare",
        page(body="<h1>Checking your browser before accessing lajme.example</h1>"),
    ),
    ("Imperva", page(title="Pardon Our Interruption")),
    ("HUMAN", page(body='<div id="px-captcha"></div><p>Press and hold.</p>')),
    (
        "DataDome",
        page("<script>var dd={'host':'geo.captcha-delivery.com'}</script>"),
    ),
    ("Akamai", page('<script src="/_sec/cp_challenge/a-3-4.js"></script>')),
    (
        "Akamai",
        page("<meta http-equiv=refresh content=\"5; URL='/?bm-verify=AAQ'\">"),
    ),
    (
        "Anubis",
        page(
            '<script id="anubis_challenge" type="application/json">{}</script>',
            title="Making sure you&#39;re not a bot!",
        ),
    ),
    ("Anubis", page('<link href="/.within.website/x/xess.css">', title="Po presim")),
    ("AWS WAF", page("<script>window.gokuProps={};</script>")),
    (
        "AWS WAF",
        page(
            "<script>window.awsWafCookieDomainList=[];</script>",
            "<noscript>JavaScript is disabled. Enable it and reload.</noscript>",
        ),
    ),
    (
        "SiteGround",
        b'<html><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F">',
    ),
    ("Vercel", page(title="Vercel Security Checkpoint")),
    ("Imunify360", page("<script>a.value='wsidchk';</script>")),
    ("ArvanCloud", page("<script>document.cookie='__arcsjs=1'</script>")),
]


@pytest.mark.parametrize(("vendor", "body"), CHALLENGES)
def test_a_challenge_is_known_by_its_vendors_marks(vendor: str, body: bytes) -> None:
    assert challenge(body) == vendor
    assert challenge(body.upper().replace(b"&#39;", b"&#39;")) == vendor


@pytest.mark.parametrize(("vendor", "body"), CHALLENGES)
def test_an_article_that_shows_the_marks_of_a_challenge_is_read(
    vendor: str, body: bytes
) -> None:
    article = f"<p>{SENTENCE * (MOST_SAID // len(SENTENCE) + 1)}</p>".encode()
    assert challenge(body.replace(b"<body>", b"<body>" + article) + article) is None
    shown = body.replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    said = f"<p>{SENTENCE * (LEAST_SAID // len(SENTENCE) + 1)}</p><p>".encode()
    assert challenge(b"<html><title>Captcha</title>" + said + shown) is None


@pytest.mark.parametrize(
    "head",
    [
        # what the same vendors put into the pages that they let through
        (
            "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"
            "<script>window.__CF$cv$params={r:'1'};</script>"
        ),
        '<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>',
        (
            '<script src="https://client.px-cloud.net/PX1/main.min.js"></script>'
            "<script>window._pxAppId='PX1';</script>"
        ),
        '<script src="https://js.datadome.co/tags.js"></script>',
        (
            '<script src="https://a.token.awswaf.com/b/challenge.js" defer></script>'
            "<script>window.awsWafCookieDomainList=['lajme.example'];</script>"
        ),
        "<script>window.KPSDK={};</script>",
    ],
)
def test_a_page_that_a_guard_has_let_through_is_no_challenge(head: str) -> None:
    short = page(head, f"<p>{SENTENCE * (LEAST_SAID // len(SENTENCE) + 1)}</p>")
    assert challenge(short) is None


def test_an_article_about_captchas_is_no_challenge() -> None:
    about = page(
        body="<h1>Just a moment: si na vonojnë captcha-t</h1>"
        f"<p>{SENTENCE}Skedari quhet px-captcha, tjetri cf_chl_opt, dhe gabimi thotë "
        "Incapsula incident ID: 12. Te të tjerët geo.captcha-delivery.com.</p>",
        title="Just a moment: si na vonojnë captcha-t",
    )
    assert challenge(about) is None


def test_the_measures_of_a_challenge_hold() -> None:
    assert (LONGEST_CHALLENGE, MOST_SAID, LEAST_SAID) == (100_000, 1_500, 300)
    body = page("<script>window._cf_chl_opt={};</script>")
    assert challenge(body + b" " * (LONGEST_CHALLENGE - len(body)))
    assert challenge(body + b" " * (LONGEST_CHALLENGE - len(body) + 1)) is None
    said = page("<script>window._cf_chl_opt={};</script>", "a" * (MOST_SAID - 14))
    assert challenge(said)
    assert challenge(said + b"bb") is None


def test_a_feed_about_challenges_is_a_feed() -> None:
    feed = (
        b"<rss><channel><item><title>Captcha</title><description><![CDATA[<div "
        b'id="px-captcha"></div>]]></description></item></channel></rss>'
    )
    assert challenge(feed) is None


@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "<!--", "<script", "</script", "cf_chl_opt", "a", " "]
        )
    )
)
def test_broken_markup_is_judged_all_the_same(pieces: list[str]) -> None:
    body = "".join(pieces).encode()
    assert challenge(body) in (None, "Cloudflare")


@pytest.mark.parametrize("piece", [b"<", b"<!--", b"<script", b"<a ", b"</script"])
def test_a_page_of_open_ends_is_looked_through_once(piece: bytes) -> None:
    rest = b"<html>_cf_chl_opt"
    body = rest + piece * ((LONGEST_CHALLENGE - len(rest)) // len(piece))
    assert challenge(body) in (None, "Cloudflare")


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ("https://consent.lajme.example/m?continue=https://lajme.example/a", True),
        ("https://cookie-consent.lajme.example/", True),
        ("https://myprivacy.lajme.example/consent?siteKey=1", True),
        ("https://guce.lajme.example/copyConsent?sessionId=1", True),
        ("https://lajme.example/cookie-consent/?url=%2Fa", True),
        ("https://lajme.example/consent", True),
        ("https://lajme.example/zustimmung?url=a", True),
        ("https://lajme.example/consent-of-the-governed", False),
        ("https://lajme.example/lajme/consent/a-1", False),
        ("https://lajme.example/2026/03/02/pelqimi-per-cookie", False),
        ("https://consentnews.example/a", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_a_form_that_asks_for_consent_is_known_by_its_address(
    url: str, *, asks: bool
) -> None:
    assert asks_consent(url) is asks


@pytest.mark.parametrize(
    ("body", "content_type", "kind", "words"),
    [
        (b"%PDF-1.7", "text/html", "file", "a PDF"),
        (b"<!-- x --><html>", "application/pdf", "html", "an HTML page"),
        (b"<rss><title>x</title>", "text/html", "feed", "a feed"),
        (b"<urlset>", None, "feed", "a sitemap"),
        (b"\xef\xbb\xbf [{}]", "text/html", "json", "JSON"),
        (b"po", "application/json", "json", "JSON"),
        (b"po", "text/plain; charset=utf-8", "file", "plain text"),
        (b"po", None, "unknown", "something else (no media type)"),
        (b" \n", "text/html", "nothing", "an empty body"),
        (b"\0\0\0\x18ftypmp42", "text/html", "file", "a video"),
    ],
)
def test_a_body_is_judged_by_its_beginning(
    body: bytes, content_type: str | None, kind: str, words: str
) -> None:
    came = what_came(body, content_type)
    assert (came.kind, came.words) == (kind, words)
    refused = kind in {"feed", "json", "file"}
    assert not_html(body, content_type or "") == (words if refused else None)
