"""`tracker dossier` on a newsroom that has crawled two articles."""

from pathlib import Path

import pytest
from lxml import html

from tests.cli.conftest import Newsroom


def read(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def test_the_page_of_an_incident_is_written_where_it_is_asked_for(crawled: Newsroom):
    done = crawled.tracker("dossier", "fair", "copies=all", "-o", "page.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "wrote page.html" in done.stderr
    page = read(crawled.folder / "page.html")
    assert page.findtext(".//title") == "Dossier: The fair"
    headlines = page.xpath("//section[@id='headlines']//td//a/text()")
    assert sorted(headlines) == ["News of one", "News of two"]
    assert not page.xpath("//p[contains(@class, 'trouble')]")


def test_without_a_name_the_page_is_named_for_its_incident_in_albanian_as_well(
    crawled: Newsroom,
):
    done = crawled.tracker("dossier", "fair", "--lang", "sq", "language=en")
    assert done.returncode == 0, done.stderr
    page = read(crawled.folder / "dossier-fair.html")
    assert page.get("lang") == "sq"
    typed = page.xpath("string(//pre)")
    assert typed == "tracker dossier fair language=en --lang sq"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("fairs",),
            "dossier: incident=fairs: not in the database; did you mean 'fair'?",
        ),
        (("fair", "--lang", "de"), "--lang de: one of en, sq"),
        (("fair", "-o", "page.pdf"), "-o page.pdf: a dossier is a page; name it .html"),
        (("fair", "actor=vala"), "actor: no such parameter; it takes since, until"),
        (
            ("fair", "since=soon"),
            "dossier: since=soon: is not a day such as 2026-03-02",
        ),
        (("fair", "since"), "since: write it as key=value"),
        (("fair", "outlet=nowhere"), "dossier: outlet=nowhere: not in the database"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_told_and_nothing_is_written(
    crawled: Newsroom, arguments: tuple[str, ...], told: str
):
    done = crawled.tracker("dossier", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert not list(crawled.folder.glob("*.html"))


def test_what_was_known_at_a_time_before_the_first_article_is_an_empty_page(
    crawled: Newsroom,
):
    done = crawled.tracker("dossier", "fair", "as_of=2026-01-01T00:00", "-o", "a.html")
    assert done.returncode == 0, done.stderr
    page = read(crawled.folder / "a.html")
    assert page.xpath("//section[@id='headlines']//p[contains(@class, 'empty')]")
    assert "1 January 2026 00:00" in page.xpath("string(//section[@id='asked'])")
