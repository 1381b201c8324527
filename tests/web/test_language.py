import pytest

from tracker.web.language import CERTAIN, FEWEST_LETTERS, LONGEST, Identifier

IDENTIFIER = Identifier(["sq", "en", "xx"])
SQ = (
    "Bashkia e qytetit njoftoi se salla do të hapet nesër në mëngjes. Banorët e "
    "lagjes kërkuan që puna të përfundojë para dimrit, ndërsa drejtuesit thanë se "
    "afati do të respektohet dhe se rruga do të jetë e lirë për të gjithë. "
)
PLAIN_SQ = SQ.translate(str.maketrans("ëçËÇ", "ecEC"))
EN = (
    "The town hall announced that the building will open tomorrow morning. People of "
    "the quarter asked for the work to end before winter, and the managers said that "
    "the date will be kept and that the road will be free for everybody. "
)
DE = (
    "Die Stadt teilte mit, dass die Halle morgen früh geöffnet wird. Die Bewohner des "
    "Viertels forderten, dass die Arbeiten vor dem Winter enden. Die Leitung sagte, "
    "dass die Frist eingehalten wird und die Straße für alle frei sein wird. "
)


@pytest.mark.parametrize(
    ("body", "wanted"), [(SQ, "sq"), (PLAIN_SQ, "sq"), (EN, "en"), (DE, "de")]
)
@pytest.mark.parametrize("default", ["sq", "en", "mk"])
def test_a_long_text_tells_its_language_whatever_the_outlet(
    body: str, wanted: str, default: str
) -> None:
    assert IDENTIFIER.identify("", body, default=default) == wanted


def test_a_title_alone_or_a_few_letters_are_left_to_the_outlet() -> None:
    assert IDENTIFIER.identify(EN, "", default="sq") == "sq"
    assert IDENTIFIER.identify("", "The road", default="sq") == "sq"
    assert IDENTIFIER.identify("", "2026 – 15:30 " * 40, default="sq") == "sq"
    assert FEWEST_LETTERS == 20


def test_a_short_text_against_the_outlet_is_resolved_for_the_outlet() -> None:
    short = EN[: CERTAIN - 1].strip()
    assert CERTAIN == 200
    assert IDENTIFIER.identify("", short, default="sq") == "sq"
    assert IDENTIFIER.identify("", short + " and so on", default="sq") == "en"


def test_a_guess_is_made_at_any_length_and_says_whether_to_trust_it() -> None:
    assert IDENTIFIER.guess("", SQ) == ("sq", True)
    assert IDENTIFIER.guess("", EN) == ("en", True)
    short = EN[: CERTAIN - 1].strip()
    assert IDENTIFIER.guess("", short) == ("en", False)
    assert IDENTIFIER.guess("", short + " and so on") == ("en", True)
    assert IDENTIFIER.guess(EN, "") == ("en", False)
    assert IDENTIFIER.guess("", "2026 15:30 " * 40)[1] is False
    assert IDENTIFIER.guess("", "")[1] is False


def test_only_the_beginning_of_a_text_is_read() -> None:
    assert LONGEST == 500
    assert IDENTIFIER.identify("", SQ * 3 + EN * 20, default="mk") == "sq"
