"""Pages, robots.txt and sitemaps of the invented outlets."""

import gzip
import re

import pytest

from tests.archives.asking import get
from tests.archives.served import Archives
from tracker.web.sitemaps import read_sitemap


def test_pages_are_there_or_gone(served: Archives) -> None:
    for article in served.world.articles:
        outlet = served.world.outlet[article.outlet]
        if article.names or not outlet.live:
            status = get(served.world.url(article)).status_code
            assert status == (200 if outlet.live else 404)


def test_robots_name_the_sitemaps_and_keep_out_where_we_do_not_fetch(
    served: Archives,
) -> None:
    def robots(outlet: str) -> list[str]:
        return get(f"{served.world.bases[outlet]}/robots.txt").text.splitlines()

    assert "Disallow: /" in robots("qyteza")
    assert "Disallow:" in robots("ura")
    assert f"Sitemap: {served.world.bases['ura']}/sitemap.xml" in robots("ura")


def test_the_dated_sitemap_has_a_packed_part_for_each_month(served: Archives) -> None:
    base = served.world.bases["ura"]
    index = get(f"{base}/sitemap.xml").text
    parts = re.findall(r"<loc>([^<]+\.gz)</loc>", index)
    assert len(parts) == 24
    found = set()
    for part in parts:
        answer = get(part)
        assert answer.headers["Content-Type"] == "application/gzip"
        found |= set(
            re.findall("<loc>([^<]+)</loc>", gzip.decompress(answer.content).decode())
        )
    assert found == {served.world.url(each) for each in served.world.of("ura")}
    assert get(f"{base}/sitemap-2019-01.xml.gz").status_code == 404


@pytest.mark.parametrize(
    ("outlet", "path"),
    [
        ("ura", "/sitemap.xml"),
        ("porti", "/news-sitemap.xml"),
        ("lantern", "/sitemap.xml"),
        ("fusha", "/sitemap.txt"),
    ],
)
def test_sitemaps_are_well_formed(served: Archives, outlet: str, path: str) -> None:
    url = served.world.bases[outlet] + path
    answer = get(url)
    kind = answer.headers["Content-Type"]
    read = read_sitemap(answer.content, content_type=kind, base_url=url)
    assert getattr(read, "flags", None) == ()


def test_the_rolling_sitemap_does_not_reach_back(served: Archives) -> None:
    news = get(f"{served.world.bases['porti']}/news-sitemap.xml").text
    assert re.findall(r"<news:publication_date>(\d{4})", news) == ["2026", "2026"]


def test_a_last_change_is_no_date_of_publication(served: Archives) -> None:
    listed = get(f"{served.world.bases['lantern']}/sitemap.xml").text
    assert "us-embassy-and-the-mek-summit</loc><lastmod>2023-03" in listed
    assert "mek-in-our-glossary</loc><lastmod>2022-07-23" in listed
