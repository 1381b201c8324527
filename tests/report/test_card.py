import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from tracker.model import Column, Result
from tracker.report.asked import Asked, Given
from tracker.report.card import Counted, card_of, spelled, withheld_cells
from tracker.report.card_words import ENGLISH
from tracker.report.table import print_table

HASHES = {"actors": "a" * 16, "labels": "b" * 16, "incidents": "c" * 16}
CODING = ".".join([*HASHES.values(), "d" * 16, "1"])
ASKED = Asked(
    title="labels",
    typed="tracker report labels incident=durres_fair",
    at=datetime(2026, 3, 9, 12, tzinfo=UTC),
    database="coverage.duckdb",
    program="tracker 1.2",
    grain="one row per outlet, actor and label family",
    given=(Given(name="incident", value="durres_fair"),),
    left_out=("actor", "version", "copies", "as_of"),
)
COUNTED = Counted(
    incident="durres_fair",
    from_day=date(2026, 3, 2),
    to_day=date(2026, 3, 20),
    version="first",
    copies="once",
    as_of=None,
    zone="Europe/Tirane",
    configured=12,
    observed=9,
    partly_observed=["radio-a"],
    not_observed=["arkivi-b", "tv-c"],
    gaps=3,
    visits=1270,
    good_visits=1257,
    articles=49,
    with_text=48,
    once_in_outlet=47,
    once_over_all=42,
    first_day=date(2026, 3, 2),
    last_day=date(2026, 3, 18),
    languages=[{"language": "en", "articles": 16}, {"language": "sq", "articles": 33}],
    codings=[{"coding_hash": CODING, "texts": 49}],
    coded_before=0,
    recoded_at=None,
    recoded_after=False,
    accuracy=[
        {
            "layer": layer,
            "language": language,
            "units": None,
            "precision": None,
            "recall": None,
            "is_validated": False,
        }
        for layer in ("actor", "label")
        for language in ("en", "sq")
    ],
    settings={
        "config_hash": "e" * 16,
        "outlets_hash": "f" * 16,
        **{f"{part}_hash": digest for part, digest in HASHES.items()},
    },
)
NAMES = ("outlet", "share", "share_low", "share_high", "support")
RESULT = Result(
    columns=tuple(
        Column(name=name, type="double" if "share" in name else "varchar")
        for name in NAMES
    ),
    rows=(
        ("a", 0.5, 0.25, 0.75, "enough"),
        ("b", None, None, None, "not enough (n=2)"),
    ),
)
LIMITS = {"least_articles": "5"}


def told(counted=COUNTED, asked=ASKED, result=RESULT, limits=LIMITS):
    return dict(spelled(card_of(asked, counted, limits, result)))


def test_the_card_of_a_table_as_it_is_printed_at_100_columns():
    out = io.StringIO()
    screen = Console(file=out, width=100, color_system=None)
    card = card_of(ASKED, COUNTED, LIMITS, RESULT)
    print_table(RESULT, screen, zone="Europe/Tirane", card=card)
    assert (
        out.getvalue()
        == """\
outlet      share (95 %)
a        0.5 (0.25-0.75)
b       not enough (n=2)
counted: one row per outlet, actor and label family; texts as first published; a text once within an
  outlet
window: 2026-03-02 to 2026-03-20, days of Europe/Tirane
outlets: observed 9 of 12; partly: radio-a; not observed: arkivi-b, tv-c; good visits 1,257 of
  1,270; gaps 3
articles: found 49, with a text 48; without copies 47 within outlets, 42 over all; en 16, sq 33
asked: incident=durres_fair
judged by: least_articles 5
accuracy: machine, not validated: all that is found in texts, en, sq
withheld: 1 of 2 cells: not enough
intervals: 95 %; on a full count: as if more such articles were written
coded by: actors aaaaaaaa, labels bbbbbbbb, incidents cccccccc, facts dddddddd, rules 1 (49)
program: tracker 1.2; configuration eeeeeeee, its outlets ffffffff
"""  # noqa: E501 - as wide as the screen
    )


def test_without_an_incident_only_what_holds_for_it_is_said():
    empty = replace(
        COUNTED,
        incident=None,
        from_day=None,
        to_day=None,
        first_day=None,
        last_day=None,
        languages=[],
        codings=[],
        accuracy=[],
    )
    assert list(told(empty, limits={}, result=None)) == ["counted", "asked", "program"]


def test_a_card_of_no_single_table_says_nothing_of_cells_and_intervals():
    assert not {"withheld", "intervals"} & told(result=None).keys()


def test_intervals_are_explained_only_where_there_are_some():
    rows = tuple((row[0], row[1], None, None, row[4]) for row in RESULT.rows)
    assert "intervals" not in told(result=Result(columns=RESULT.columns, rows=rows))
    assert "as if more such articles were written" in told()["intervals"]


def test_a_layer_that_people_checked_is_named_and_the_others_are_marked():
    checked = {
        "layer": "actor",
        "language": "sq",
        "units": 210,
        "precision": 0.97,
        "recall": 0.934,
        "is_validated": True,
    }
    left = [each for each in COUNTED.accuracy if each["language"] == "en"]
    label = COUNTED.accuracy[3]
    line = told(replace(COUNTED, accuracy=[checked, *left, label]))["accuracy"]
    assert line == (
        "actor (sq): precision 0.97, recall 0.934, n=210; machine, not validated: actor"
        " (en), label (en, sq)"
    )


def test_where_all_was_checked_nothing_is_marked():
    checked = [each | {"is_validated": True} for each in COUNTED.accuracy]
    assert "not validated" not in told(replace(COUNTED, accuracy=checked))["accuracy"]


def test_what_was_coded_otherwise_and_later_is_said():
    later = replace(
        COUNTED,
        as_of=datetime(2026, 3, 5, 12),
        codings=[
            {"coding_hash": CODING, "texts": 1046},
            {"coding_hash": "not known", "texts": 2},
            {"coding_hash": "0" * 16, "texts": 1},
        ],
        coded_before=3,
        recoded_at=datetime(2026, 3, 8, 9),
        recoded_after=True,
    )
    lines = told(later)
    assert lines["window"].endswith("as known at 2026-03-05 13:00 (Europe/Tirane)")
    assert (
        "1 (1,046); 3 by other configurations: not known, 00000000;"
        in (lines["coded by"])
    )
    assert (
        "before the configuration was changed: 3; newest recode 2026-03-08 10:00"
        in (lines["coded by"])
    )
    assert lines["coded by"].endswith(ENGLISH["coding.after"])


def test_articles_after_the_days_of_the_incident_are_said():
    late = replace(COUNTED, last_day=date(2026, 3, 25))
    assert told(late)["window"].endswith("articles of 2026-03-02 to 2026-03-25")


def test_a_long_list_of_outlets_is_cut_on_the_screen_and_whole_in_the_values():
    names = [f"outlet-{n}" for n in range(9)]
    counted = replace(COUNTED, not_observed=names)
    assert "outlet-5 +3" in told(counted)["outlets"]
    assert card_of(ASKED, counted, {}).values["not_observed"] == names


def test_archives_have_a_line_where_some_were_asked_and_else_none():
    one = {"outlets": 5, "listed": 2, "searched": 0, "unanswered": 1, "unfinished": 0}
    other = {"outlets": 12, "listed": 0, "searched": 9, "unanswered": 0}
    counted = replace(
        COUNTED,
        archives=[
            {"archive": "GDELT", **other, "unfinished": 3},
            {"archive": "sitemap", **one},
        ],
        archive_outlets=12,
        archive_queries=["panair", "fair"],
    )
    assert told(counted)["archives"] == (
        "asked for 12 of 12 outlets; all of these days listed: sitemap 2/5;"
        " searched, not listed whole: GDELT 9/12; closed or failed: sitemap 1/5;"
        " not finished: GDELT 3/12; words asked for: fair, panair"
    )
    assert "archives" not in told()


def test_a_password_in_a_parameter_is_not_repeated():
    secret = Given(name="url", value="https://desk:hunter2@a.example/?key=hunter3")
    assert "hunter" not in told(asked=replace(ASKED, given=(secret,)))["asked"]


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "a\nb", "{outlets}", "\u202eabc"])
def test_no_value_acts_on_the_terminal_or_on_the_words(hostile):
    line = told(asked=replace(ASKED, grain=hostile))["counted"]
    assert line.isprintable()
    assert line.startswith(hostile.replace("\n", " ").strip("\x1b\u202e")[:3])


def test_a_card_can_be_put_into_other_words():
    words = {
        key: re.sub(r"[a-z]+(?![^{]*})", "x", text) for key, text in ENGLISH.items()
    }
    card = card_of(ASKED, COUNTED, LIMITS, RESULT)
    assert {label for label, _ in spelled(card, words)} == {"x", "x x"}
    assert dict(spelled(card, words | {"outlets": "mediat"}))["mediat"].count("9")


def test_every_part_has_words_and_every_line_a_label():
    labels = {key for key in ENGLISH if "." not in key}
    assert {key.partition(".")[0] for key in ENGLISH} == labels


def test_only_columns_of_support_are_counted_as_withheld():
    columns = [Column(name=name, type="varchar") for name in ("detail", "own_support")]
    rows = (("not enough", "enough"), ("x", "not enough (no article)"), ("x", None))
    assert withheld_cells(Result(columns=tuple(columns), rows=rows)) == (1, 3)
    assert withheld_cells(Result(columns=(columns[0],), rows=())) is None


def test_where_no_feed_was_visited_no_gaps_are_counted():
    archived = replace(COUNTED, visits=0, good_visits=0, gaps=7)
    assert told(archived)["outlets"] == (
        "observed 9 of 12; partly: radio-a; not observed: arkivi-b, tv-c;"
        " no visit in these days"
    )
