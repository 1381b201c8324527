import pytest

from tracker.config.problems import Problem, suggestion
from tracker.config.schema import IncidentShape


@pytest.mark.parametrize(
    ("word", "meant"),
    [("fatcs", "facts"), ("fact", "facts"), ("od", "id"), ("fro", "from")],
)
def test_the_nearest_key_is_suggested(word, meant):
    assert suggestion(word, IncidentShape.keys()) == f"did you mean '{meant}'?"


def test_one_edit_beats_a_longer_likeness():
    assert suggestion("ot", ["from", "to", "other"]) == "did you mean 'to'?"


def test_where_nothing_is_near_all_that_is_known_is_listed():
    assert suggestion("xyzzy", ["to", "from"]) == "known here: from, to"


def test_a_message_stays_on_one_line_and_hides_passwords():
    problem = Problem(
        file="c.yaml", line=3, path=("a", 0), text="x\n\x1b[2J https://u:p@h.example/"
    )
    assert str(problem) == "c.yaml:3: a[0]: x  [2J https://…@h.example/"
