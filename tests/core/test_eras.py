"""Which days a sentence names, and whether they are another event's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.saying.eras import SLACK, Era
from tracker.core.text import Reading
from tracker.core.voice import Voices

ERA = Era(first=date(2026, 9, 10), last=date(2026, 9, 30), day=date(2026, 9, 20))
EARLIER, OWN = "background", "outlet"

# language, sentence with the word for the event in brackets, its voice
TABLE = [
    ("sq", "Më 20 qershor policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Më 20 qershor 2026 policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Më 12 shtator policia [kontrolloi] sallën.", OWN),
    ("sq", "Më 8 shtator policia [kontrolloi] sallën.", OWN),
    ("sq", "Më 1 shtator policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Më 5 tetor gjykata shqyrton [kontrollin].", OWN),
    ("sq", "Policia [kontrolloi] sallën më 20.06.2026.", EARLIER),
    ("sq", "Policia [kontrolloi] sallën më 11.09.2026.", OWN),
    ("sq", "Policia [kontrolloi] sallën më 20/06/2026.", EARLIER),
    ("sq", "Në vitin 2018 policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Policia [kontrolloi] sallën në qershor të vitit 2018.", EARLIER),
    ("sq", "Tre vjet më parë policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Para dy vitesh policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Vite më parë policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Muajin e kaluar policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Javën e kaluar policia [kontrolloi] sallën.", OWN),
    ("sq", "Vitin e kaluar policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Katër muaj më parë policia [kontrolloi] sallën.", EARLIER),
    ("sq", "Dy ditë më parë policia [kontrolloi] sallën.", OWN),
    ("sq", "Policia [kontrollon] sallën që nga viti 2013.", OWN),
    ("sq", "Nga 2016 e deri më sot policia [kontrollon] sallën.", OWN),
    ("sq", "Policia [kontrolloi] sallën sipas ligjit nr. 45 të vitit 2014.", OWN),
    ("sq", "Ligji i vitit 2014 lejon [kontrollin] e sallës.", OWN),
    (
        "sq",
        "Në përvjetorin e themelimit në vitin 1995 policia [kontrolloi] sallën.",
        OWN,
    ),
    ("sq", "Policia [kontrolloi] sallën pas mbledhjes Agjenda 2030.", OWN),
    ("sq", "Policia [kontrolloi] sallën dhe gjeti 2000 fletë.", OWN),
    (
        "sq",
        "Pas kontrollit të vitit 2022, policia [bastisi] sallën më 12 shtator 2026.",
        OWN,
    ),
    (
        "sq",
        "Pas [kontrollit] të vitit 2022, policia bastisi sallën më 12 shtator 2026.",
        EARLIER,
    ),
    (
        "sq",
        "Në vitin 2018 policia hyri në sallë. Atë vit u bë edhe një [kontroll].",
        EARLIER,
    ),
    ("sq", "Policia hyri në sallë. Asokohe u bë edhe një [kontroll].", OWN),
    ("sq", "Në vitin 2018 policia hyri në sallë, ndërsa sot nisi [kontrolli].", OWN),
    ("sq", "Regjistrimi u përtëri në janar pas [kontrollit].", OWN),
    ("sq", "Nga viti 2016 deri në vitin 2018 u bënë tre [kontrolle].", EARLIER),
    ("en", "On 3 March police [searched] the hall.", EARLIER),
    ("en", "On March 3, police [searched] the hall.", EARLIER),
    ("en", "On 3rd March 2026 police [searched] the hall.", EARLIER),
    ("en", "On the 12th of September police [searched] the hall.", OWN),
    ("en", "On September 8 police [searched] the hall.", OWN),
    ("en", "On September 1 police [searched] the hall.", EARLIER),
    ("en", "On 5 October the court will hear of the [search].", OWN),
    ("en", "Police [searched] the hall on 20/06/2026.", EARLIER),
    ("en", "Police [searched] the hall on 2026-06-20.", EARLIER),
    ("en", "In 2018 police [searched] the hall.", EARLIER),
    ("en", "In June 2018 police [searched] the hall.", EARLIER),
    ("en", "Three years ago police [searched] the hall.", EARLIER),
    ("en", "A decade ago police [searched] the hall.", EARLIER),
    ("en", "Last month police [searched] the hall.", EARLIER),
    ("en", "Last week police [searched] the hall.", OWN),
    ("en", "Last year police [searched] the hall.", EARLIER),
    ("en", "Four months ago police [searched] the hall.", EARLIER),
    ("en", "Two days ago police [searched] the hall.", OWN),
    ("en", "Police have [searched] the hall since 2013.", OWN),
    ("en", "From 2016 to today police [searched] the hall five times.", OWN),
    ("en", "From 2016 to 2018 police [searched] the hall five times.", EARLIER),
    ("en", "Police [searched] the hall under the 2014 law.", OWN),
    ("en", "Police [searched] the hall under Law No. 45/2014.", OWN),
    (
        "en",
        "On the tenth anniversary of the fire of 2016, police [searched] the hall.",
        OWN,
    ),
    ("en", "Police [searched] the hall before Agenda 2030 was read.", OWN),
    ("en", "Police [searched] the hall and counted 2000 members.", OWN),
    (
        "en",
        "After the 2022 fire, police [searched] the hall on 12 September 2026.",
        OWN,
    ),
    ("en", "The [raid] of 2022 was recalled on 12 September 2026.", OWN),
    ("en", "In 2018 police came to the hall. That year a [search] failed.", EARLIER),
    ("en", "Police came to the hall. At the time a [search] failed.", OWN),
    ("en", "In 2018 police came to the hall, while today the [search] began.", OWN),
    ("en", "The registration was renewed in January after the [search].", OWN),
    ("en", "Police may [search] 5 halls and 3 rooms.", OWN),
]


def voice(language: str, marked: str, era: Era = ERA, use: str = "event") -> str:
    before, _, rest = marked.partition("[")
    word, _, after = rest.partition("]")
    voices = Voices(Reading.of("body", before + word + after), (), language)
    start = len(before)
    return voices.of(start, start + len(word), use=use, era=era).voice  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "marked", "expected"), TABLE)
def test_a_word_is_dated_by_its_clause_and_its_sentence(
    language: str, marked: str, expected: str
) -> None:
    assert voice(language, marked) == expected


def test_both_languages_have_thirty_sentences() -> None:
    assert sum(language == "sq" for language, _, _ in TABLE) >= 30
    assert sum(language == "en" for language, _, _ in TABLE) >= 30


def test_the_eve_of_an_event_belongs_to_it() -> None:
    eve, before = ERA.first - SLACK, ERA.first - SLACK * 2
    assert voice("sq", f"Më {eve.day} shtator nisi [kontrolli].") == OWN
    assert voice("sq", f"Më {before.day} shtator nisi [kontrolli].") == EARLIER


def test_an_anniversary_article_may_tell_of_last_year() -> None:
    era = Era(first=date(2025, 6, 20), last=date(2025, 7, 20), day=date(2026, 6, 20))
    assert voice("en", "Last year police [searched] the hall.", era) == OWN
    assert voice("en", "Two years ago police [searched] the hall.", era) == EARLIER
    assert voice("en", "On 21 June police [searched] the hall.", era) == OWN


def test_a_date_without_a_year_means_the_one_near_by() -> None:
    era = Era(first=date(2026, 1, 5), last=date(2026, 1, 20), day=date(2026, 1, 8))
    assert voice("sq", "Më 20 dhjetor nisi [kontrolli].", era) == EARLIER
    assert voice("sq", "Më 6 janar nisi [kontrolli].", era) == OWN


def test_a_label_is_dated_by_the_year_of_its_article() -> None:
    era = Era.of_year(date(2026, 3, 5))
    assert voice("en", "It was a [group] in 2003.", era, "predicate") == EARLIER
    assert voice("en", "It was a [group] in 2026.", era, "predicate") == OWN
    assert voice("en", "It has been a [group] since 2003.", era, "predicate") == OWN
    assert voice("en", "The [group] moved here in 2016.", era, "attribute") == OWN


def test_without_an_era_nothing_is_earlier() -> None:
    voices = Voices(Reading.of("body", "A raid in 2003."), (), "en")
    assert voices.of(2, 6, use="event").voice == OWN


DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))


@given(first=DAYS, length=st.integers(0, 60), late=st.integers(0, 400), at=DAYS)
def test_days_of_the_window_are_its_own_and_earlier_years_are_not(
    first: date, length: int, late: int, at: date
) -> None:
    last = date.fromordinal(first.toordinal() + length)
    era = Era(first=first, last=last, day=date.fromordinal(first.toordinal() + late))
    assert era.owns(first, last)
    if at < first - SLACK:
        assert not era.owns(at, at)
