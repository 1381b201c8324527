"""`tracker check`: a query that cannot be read, and an article nobody understands."""

import re

import pytest

ABOUT = "about: 'actor:vala AND fair'"


def _with(newsroom, about: str) -> None:
    path = newsroom.folder / "config.yaml"
    path.write_text(path.read_text().replace(ABOUT, about))


@pytest.mark.parametrize(
    ("about", "wrong", "told"),
    [
        ("about: 'actor:vala AND fair or hall'", "or hall'", "OR instead of or"),
        ("about: 'actor:vela AND fair'", "vela AND", "did you mean 'vala'?"),
        ("about: '(actor:vala AND fair'", "(actor", "never closed; add a )"),
        ("about: 'actor:vala AND \"fair'", '"fair', 'never closed; add a "'),
        ("about: '\"vala fair\"~ AND fair'", "~ AND", "write ~ and a number"),
        ("about: '\"(vala OR) fair\"~3'", ") fair", "an alternative is missing"),
        ("about: >-\n      actor:vala\n      AND fa*r", "*r", "only at the end"),
    ],
)
def test_a_query_that_cannot_be_read_is_shown_with_a_caret(
    newsroom, about, wrong, told
):
    _with(newsroom, about)
    done = newsroom.tracker("check")
    assert done.returncode == 2
    message, line, caret = done.stderr.splitlines()
    assert told in message
    assert line[caret.index("^") :].startswith(wrong)
    place = re.match(r"config\.yaml:(\d+):(\d+): incidents\[0\]\.about: ", message)
    written = (newsroom.folder / "config.yaml").read_text().splitlines()
    assert written[int(place[1]) - 1][int(place[2]) - 1 :].startswith(wrong)


def test_a_text_is_taken_from_a_pipe_with_its_first_line_as_title(newsroom):
    process = newsroom.folder / "article.txt"
    process.write_text("Vala Association at the fair\n\nNothing more is known.")
    given = ("--title", "Vala Association at the fair", "--date", "2026-02-01")
    one = newsroom.tracker("check", "--text", "Nothing more is known.", *given)
    other = newsroom.tracker(
        "check", "--text", process.read_text(), "--date", "2026-02-01"
    )
    assert one.returncode == other.returncode == 0
    assert "hit vala “Vala Association” (title 0-16)" in one.stdout
    assert one.stdout.splitlines()[1:] == other.stdout.splitlines()[1:]


def test_what_an_article_lacks_is_told_term_by_term(newsroom):
    _with(newsroom, "about: 'actor:vala AND \"fair opens\"~2'")
    text = "Vala Association said that the fair of the town now opens. The vala came."
    given = ("--text", text, "--language", "en", "--date", "2026-02-01")
    lines = newsroom.tracker("check", *given).stdout.splitlines()
    assert "no incident fair: 1 condition is not met" in lines
    [found] = [line for line in lines if line.startswith("    found")]
    assert "found actor:vala: “[Vala Association] said" in found
    [missing] = [line for line in lines if line.startswith("    missing")]
    assert '"fair opens"~2: too far apart, 4 words between, 2 allowed: ' in missing
    assert "[fair of the town now opens]" in missing


def test_one_incident_may_be_asked_for(newsroom):
    given = ("--text", "Rain.", "--language", "en")
    short = newsroom.tracker("check", *given).stdout
    assert "not about 1 incident, of 1 nothing is found; --incident ID or" in short
    for option in (("--incident", "fair"), ("--all",)):
        whole = newsroom.tracker("check", *given, *option).stdout
        assert "    missing actor:vala: not named\n    missing fair: not fou" in whole
    done = newsroom.tracker("check", *given, "--incident", "fare")
    assert done.returncode == 2
    assert "--incident fare: there is none; did you mean 'fair'?" in done.stderr


def test_languages_in_which_nothing_is_looked_for_are_noted(newsroom):
    _with(newsroom, "about: {sq: 'actor:vala AND panair*'}")
    told = newsroom.tracker("check").stdout
    assert (
        "note: about of fair: only for sq; texts in en (1 outlet) are not looked at"
        in told
    )
    text = ("--text", "Vala Association at the fair", "--language", "en")
    assert (
        "no incident fair: no about for en" in newsroom.tracker("check", *text).stdout
    )


def test_where_every_language_has_a_query_nothing_is_noted(newsroom):
    assert "note:" not in newsroom.tracker("check").stdout
