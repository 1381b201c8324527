import pytest

from tracker.web.robotstxt import LONGEST_LINE, decoded, rules_for, sitemaps_in

HOME = "https://lajme.example"


def allowed(text, path="/a", agent="framing-tracker"):
    return rules_for(agent, text).allows(HOME + path)


@pytest.mark.parametrize(
    ("agent", "is_ours"),
    [
        ("framing-tracker", True),
        ("Framing-Tracker", True),
        ("framing-tracker/0.1 (+desk)", True),
        ("framing-tracker bot", True),
        ("framing", False),
        ("tracker", False),
        ("framing-tracker-pro", False),
        ("*", True),
        ("* all of you", True),
        ("*bot", False),
        ("", False),
    ],
)
def test_a_group_is_ours_when_it_names_our_token(agent, is_ours):
    assert allowed(f"User-agent: {agent}\nDisallow: /\n") is not is_ours


def test_our_own_group_counts_alone_even_when_it_is_empty():
    text = "User-agent: *\nDisallow: /\n\nUser-agent: framing-tracker\n"
    assert allowed(text)
    assert allowed(text + "Disallow:\n")


def test_groups_of_one_agent_are_merged():
    text = (
        "User-agent: framing-tracker\nDisallow: /a\n"
        "User-agent: other\nDisallow: /\n"
        "User-agent: framing-tracker\nDisallow: /b\n"
    )
    assert [allowed(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_several_agents_share_a_group():
    text = "User-agent: other\n\nUser-agent: framing-tracker\nDisallow: /a\n"
    assert not allowed(text)
    assert not allowed(text, agent="other")
    assert allowed(text, agent="third")


def test_lines_that_are_no_rules_end_no_group():
    text = (
        "User-agent: framing-tracker\nSitemap: https://x.example/s.xml\nnonsense\n"
        "Clean-param: ref\nUser-agent: other\nDisallow: /a\n"
    )
    assert not allowed(text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(end):
    assert not allowed(end.join(["User-agent: *", "Disallow: /a", ""]))


@pytest.mark.parametrize(
    "line",
    [
        "  disallow :  /a  # here",
        "DISALLOW:/a",
        "Disallow /a",
        "Dissallow: /a",
    ],
)
def test_a_rule_is_understood_as_it_was_meant(line):
    assert not allowed(f"user-agent:*\n{line}\n")


@pytest.mark.parametrize(
    "line", ["Disallow:", "Disallow /a and more", "Disallow", ":/a"]
)
def test_what_is_no_rule_forbids_nothing(line):
    assert allowed(f"User-agent: *\n{line}\n")


def test_rules_before_any_agent_count_for_nobody():
    assert allowed("Disallow: /\nUser-agent: other\nDisallow: /\n")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 3", 3.0),
        ("crawl-delay:0.5", 0.5),
        ("Crawl-delay: 86400", 86400.0),
        ("Crawl-delay: -3", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: ten", None),
        ("Crawl-delay: " + "9" * 400, None),
    ],
)
def test_a_crawl_delay_is_a_plain_number_of_seconds(line, seconds):
    assert rules_for("x", f"User-agent: *\n{line}\n").crawl_delay == seconds


def test_a_crawl_delay_counts_for_the_agents_named_above_it():
    text = "User-agent: other\nCrawl-delay: 9\nUser-agent: *\nDisallow: /a\n"
    assert rules_for("framing-tracker", text).crawl_delay is None
    assert rules_for("other", text).crawl_delay == 9.0


def test_an_index_page_that_is_allowed_allows_its_folder():
    text = "User-agent: *\nDisallow: /\nAllow: /x/index.html\n"
    assert allowed(text, "/x/")
    assert not allowed(text, "/x/y")


def test_a_line_is_cut_where_others_cut_it():
    path = "/" + "a" * LONGEST_LINE
    text = f"User-agent: *\nDisallow: {path}b\n"
    assert not allowed(text, path)


def test_bytes_that_are_no_utf8_are_compared_as_escapes():
    text = decoded(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\xe7mimet\n", 1000)
    assert not allowed(text, "/%E7mimet")
    assert allowed(text, "/%C3%A7mimet")
    assert text.isascii()


def test_half_a_rule_at_the_limit_is_left_out():
    assert decoded(b"User-agent: *\nDisallow: /archive\n", 30) == "User-agent: *"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{n}\n" for n in range(13_000))
        + "".join(f"Disallow: /{n}\n" for n in range(20_000)),
        "User-agent: framing-tracker\n" * 10_000 + "Disallow: /x\n" * 20_000,
        "User-agent: *\n" + "Disallow: /" + "*a" * 250_000 + "b$\n",
        "User-agent: *\n" + "".join(f"Disallow: /*{n}*$\n" for n in range(25_000)),
    ],
)
def test_half_a_megabyte_made_to_be_slow_is_read_in_time(text):
    assert allowed(text[: 512 * 1024], "/" + "a" * 2000)


def test_a_rule_of_many_stars_is_judged_all_the_same():
    rules = rules_for("any", "User-agent: *\nDisallow: /" + "*a" * 8_000 + "b$\n")
    assert rules.allows(HOME + "/" + "a" * 20_000)
    assert not rules.allows(HOME + "/" + "a" * 20_000 + "b")


def test_sitemaps_are_those_of_all_groups_in_order_and_each_once():
    text = (
        "Sitemap: https://a.example/1.xml\r\nUser-agent: other\rDisallow: /\n"
        "SITE-MAP : https://a.example/2.xml # two\nSitemap:\n"
        "# Sitemap: https://a.example/3.xml\nSitemap: https://a.example/1.xml"
    )
    assert sitemaps_in(text) == ("https://a.example/1.xml", "https://a.example/2.xml")
