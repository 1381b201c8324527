import pytest

from tracker.core.diagnosis import Finding
from tracker.report.status import Diagnosis, search_lines, status_lines


def finding(weight: str = "look", topic: str = "x", **fields: object) -> Finding:
    return Finding(**{"weight": weight, "topic": topic, "what": f"{topic}."} | fields)


def diagnosis(outlet: str, *findings: Finding, feeds: int = 1) -> Diagnosis:
    return Diagnosis(outlet=outlet, feeds=feeds, findings=findings)


def shown(*diagnoses: Diagnosis, width: int = 80) -> str:
    return "\n".join(status_lines(diagnoses, width=width))


def test_outlets_that_work_take_one_line():
    assert shown(diagnosis("a"), diagnosis("b")) == "2 outlets work: a, b"
    assert shown(diagnosis("a")) == "1 outlet works: a"


def test_what_needs_a_person_stands_first_and_the_dead_before_all():
    text = shown(
        diagnosis("works"),
        diagnosis("noted", finding("note", "slow")),
        diagnosis("waits", finding("wait", "busy", do="nothing to do")),
        diagnosis("looked", finding("look", "refused", do="write")),
        diagnosis("dead", finding("look", "dead", is_dead=True)),
    )
    assert text == (
        "2 of 5 outlets need a look:\n"
        "\n"
        "dead\n"
        "    dead.\n"
        "\n"
        "looked\n"
        "    refused.\n"
        "    -> write\n"
        "\n"
        "1 outlet in trouble that is left to pass by itself:\n"
        "  waits: busy.; nothing to do\n"
        "\n"
        "2 outlets work: works, noted\n"
        "  noted: slow."
    )


def test_feeds_with_the_same_trouble_are_said_together():
    text = shown(
        diagnosis(
            "a",
            finding("look", "gone", feed_url="f1"),
            finding("note", "moved", feed_url="f1"),
            finding("look", "gone", feed_url="f3"),
            feeds=3,
        ),
        diagnosis("b", finding("wait", "busy", feed_url="g1"), feeds=1),
        diagnosis(
            "c",
            finding("wait", "busy", feed_url="h1"),
            finding("wait", "busy", feed_url="h2"),
            feeds=2,
        ),
    )
    assert "    2 of 3 feeds: gone.\n        f1\n        f3\n" in text
    assert "    1 of 3 feeds: moved.\n        f1\n" in text
    assert "  b: busy.\n" in text
    assert "  c: all 2 feeds: busy." in text


def test_thirty_outlets_fit_a_narrow_screen():
    many = [diagnosis(f"outlet-{number:02}") for number in range(28)]
    long = "the server said something that is quite long " * 3
    many.append(diagnosis("bad", finding(what=long, do=long, feed_url="f")))
    lines = list(status_lines(many, width=80))
    assert max(map(len, lines)) <= 80
    assert len(lines) < 24


def test_many_feeds_with_the_same_trouble_are_counted():
    feeds = [finding("look", "gone", feed_url=f"f{number}") for number in range(5)]
    lines = shown(diagnosis("a", *feeds, feeds=5)).splitlines()
    assert [line.strip() for line in lines[3:]] == [
        "all 5 feeds: gone.",
        "f0",
        "f1",
        "f2",
        "and 2 more",
    ]


def test_without_a_network_each_outlet_takes_one_line():
    long = "the name could not be resolved, which takes many words to be said " * 2
    many = [diagnosis(f"o{number:02}", finding("wait", long)) for number in range(30)]
    lines = list(status_lines(many, width=80))
    assert len(lines) == 32
    assert all(line.endswith(" …") for line in lines[1:31])
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ({"read": 60, "gone": 5, "blocked": 12}, "60 questions answered, 12 refused,"),
        ({"read": 1}, "1 question answered; none is open"),
        ({"open": 6, "failed": 2}, "0 questions answered, 6 open, 2 failed; `tracker"),
        ({"failed": 2, "later": 1}, "3 failed; `tracker backfill fair --again` asks"),
    ],
)
def test_of_questions_to_archives_what_is_left_is_said(
    outcomes: dict[str, int], told: str
):
    lines = list(search_lines({"fair": outcomes}, width=60))
    assert max(map(len, lines)) <= 60
    assert told in " ".join(" ".join(lines).split())
