"""The automaton finds what the regular expressions alone would find, only faster."""

from typing import SupportsIndex

from hypothesis import given
from hypothesis import strategies as st

from tracker.core.automaton import REACH, Automaton
from tracker.core.names import compile_name, compile_word
from tracker.core.text import fold
from tracker.model import Name

PATTERNS = [
    (compile_name(Name(text="Këshilli Kombëtar i Rinisë"), "sq"), "council"),
    (compile_name(Name(text="Manzë", forms=("Manëz",)), "sq"), "place"),
    (compile_name(Name(text="Example Association"), "en"), "association"),
    (compile_name(Name(text="مجاهدین خلق"), "fa"), "persian"),
    (compile_name(Name(text="/muj[ao]h[ei]din/"), "en"), "expression"),
    (compile_word("grup i armatosur", "sq"), "group"),
    (compile_word("arrestoj", "sq"), "arrest"),
    (compile_word("iran*", "*"), "iran"),
]
WORDS = """
    Këshillit Kombëtar të Rinisë Manzës Manëz Romanza Example Association Associations
    مجاهدین خلق مجاهدینخلق mujahidin grupit të armatosur armatosur u arrestuan iraniane
    diran . , - x
"""
pieces = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=30)


@given(words=pieces, between=st.sampled_from((" ", "", "  ")))
def test_it_finds_the_same_as_every_expression_alone(
    words: list[str], between: str
) -> None:
    automaton = Automaton(PATTERNS)
    text = fold(between.join(words)).text
    found = {(thing, *hit) for _, thing, *hit in automaton.find(text)}
    assert found == {
        (thing, *match.span())
        for pattern, thing in PATTERNS
        for match in pattern.regex.finditer(text)
    }


def test_a_name_far_from_another_is_found_as_well() -> None:
    automaton = Automaton(PATTERNS)
    text = fold("manez" + " x" * REACH + " manez").text
    assert len(list(automaton.find(text))) == 2


def test_nothing_is_found_where_nothing_is_looked_for() -> None:
    nothing: Automaton[str] = Automaton([])
    assert list(nothing.find("manez")) == []


class Counted(str):
    """A text that counts how often one of its characters is asked for."""

    __slots__ = ("asked",)
    asked: int

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        self.asked = getattr(self, "asked", 0) + 1
        return super().__getitem__(key)


def test_a_run_without_white_space_is_read_once() -> None:
    automaton = Automaton(PATTERNS)
    text = Counted("muxhahedin-" * 2000 + "manez-" * 2000)
    assert len(list(automaton.find(text))) == 2000
    # Once by the reach to the right, and the character before each literal.
    assert text.asked <= 2 * len(text)
