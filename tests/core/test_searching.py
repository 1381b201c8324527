from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.folding import fold_word
from tracker.core.searching import (
    FIRST_WAIT,
    MOST_ATTEMPTS,
    after_failure,
    is_outdated,
    next_search,
    ready_searches,
    search_terms,
)
from tracker.model import Acronym, Actor, Incident, Name, Search, SearchState

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


def incident(*actors: str) -> Incident:
    return Incident(
        id="fair",
        title={"en": "The fair"},
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 8),
        place=None,
        actors=actors,
        about={"*": "fair"},
    )


VALA = Actor(
    id="vala",
    name="Shoqata Vala",
    acronyms=(Acronym(text="SHVB"), Acronym(text="ΣΒΒ"), Acronym(text="V")),
    names={
        "sq": (
            Name(text="Valëtarët e Bregut"),
            Name(text="Organizata e Valëtarëve të Bregut"),
        ),
        "en": (Name(text="Wave Riders' Union"), Name(text="coast gang")),
    },
    generic={"sq": (Name(text="valëtarët"),), "en": (Name(text="surfers"),)},
    labels={"discrediting": {"en": ("coast gang",), "sq": ("bandë",)}},
)
POLICE = Actor(
    id="police",
    name="Policia",
    context=True,
    names={"sq": (Name(text="Policia e Bregut"),)},
)


def terms(*languages: str, actors=("vala", "police")):
    return search_terms(incident(*actors), (VALA, POLICE), languages=languages)


def test_a_word_that_stands_for_an_actor_alone_is_asked_for_instead_of_its_names():
    assert terms("sq").words == ("shvb", "valetare")


def test_names_of_a_language_without_such_a_word_are_asked_for_as_they_are():
    assert terms("en").words == ("shvb", "wave riders' union")


def test_no_label_is_ever_asked_for():
    asked = terms("en")
    everything = {*asked.words, *asked.phrases, *asked.slugs, *asked.acronyms}
    assert not any("gang" in fold_word(each) for each in everything)


def test_other_scripts_are_asked_for_where_they_are_read():
    assert "σββ" in terms("el").words
    assert "σββ" not in terms("sq").words


def test_an_acronym_of_one_letter_is_not_asked_for():
    assert "v" not in terms("sq").acronyms


def test_police_are_asked_for_only_where_nobody_else_is_named():
    assert not any("polic" in word for word in terms("sq").words)
    alone = terms("sq", actors=("police",)).words
    assert [word.split()[0][:5] for word in alone] == ["polic"]


def test_english_names_are_phrases_as_printed():
    assert terms("sq").phrases == ("SHVB", "Wave Riders' Union")


def test_an_outlet_of_no_stated_language_is_asked_in_albanian_and_english():
    assert set(terms().words) == {*terms("sq").words, *terms("en").words}


def test_addresses_are_searched_for_long_words_and_for_acronyms_that_stand_alone():
    asked = terms("sq")
    assert asked.slugs == ("valetare",)
    assert asked.acronyms == ("shvb",)


NAMES = st.lists(
    st.text(alphabet="abcdeë ", min_size=3, max_size=12).filter(
        lambda text: len(text.replace(" ", "")) >= 3 and text.strip()
    ),
    min_size=1,
    max_size=6,
)


@given(NAMES)
def test_every_name_holds_all_words_of_one_of_the_questions(names):
    actor = Actor(id="a", name="A", names={"de": tuple(Name(text=n) for n in names)})
    asked = search_terms(incident("a"), (actor,), languages=["de"]).words
    for name in names:
        folded = fold_word(name)
        long_enough = [word for word in folded.split() if len(word) >= 3]
        assert not long_enough or any(
            all(word in folded for word in each.split()) for each in asked
        )


# ------------------------------------------------------------ what is asked when


def state(via="wordpress", **changes) -> SearchState:
    search = Search(
        incident="fair",
        outlet="bregu",
        via=via,
        address=f"https://bregu.example/{via}",
        listing="https://bregu.example/",
        from_at=NOW,
        to_at=NOW,
    )
    return SearchState(search=search, **changes)


def test_a_question_falls_with_the_one_before_for_other_days_or_in_another_list():
    robots = "https://bregu.example/robots.txt"
    root = replace(state("sitemap").search, listing="https://bregu.example/sitemap")
    one = replace(root, listing=f"{robots}#{root.address}")
    other = replace(one, address="https://bregu.example/b", listing=f"{robots}#b")
    days = replace(root, to_at=NOW + timedelta(days=1))
    apart = replace(one, outlet="another")
    archive = replace(one, via="wayback")
    assert [is_outdated(each, one, root) for each in (one, other)] == [True, True]
    assert [is_outdated(each, root, days) for each in (root, other)] == [True, True]
    assert not is_outdated(days, root, days)
    half = replace(root, from_at=NOW + timedelta(hours=1), to_at=NOW)
    assert not is_outdated(half, root, days)
    assert not is_outdated(root, one, root)
    assert not is_outdated(apart, one, root)
    assert not is_outdated(archive, root, days)


def test_a_site_that_cannot_be_reached_is_given_up_like_any_failure():
    tried = state()
    for _ in range(MOST_ATTEMPTS):
        tried = after_failure(tried, "later", retry_at=None, now=NOW)
    assert (tried.outcome, tried.retry_at) == ("later", None)


@pytest.mark.parametrize("outcome", ["blocked", "gone", "skipped"])
def test_a_closed_door_is_an_answer(outcome):
    after = after_failure(state(), outcome, retry_at=None, now=NOW)
    assert (after.outcome, after.retry_at) == (outcome, None)


def test_what_fails_is_asked_again_after_waits_that_double_and_then_given_up():
    waits, tried = [], state()
    for _ in range(MOST_ATTEMPTS):
        tried = after_failure(tried, "failed", retry_at=None, now=NOW)
        waits.append(tried.retry_at and tried.retry_at - NOW)
    assert waits == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, None]
    assert tried.outcome == "failed"


def test_a_server_that_asks_to_wait_is_waited_for_and_uses_up_no_attempt():
    until = NOW + timedelta(hours=1)
    after = after_failure(
        state(attempts=3), "later", retry_at=until, now=NOW, is_attempt=False
    )
    assert (after.outcome, after.attempts, after.retry_at) == ("open", 3, until)


def test_the_wayback_machine_waits_for_what_the_outlet_itself_may_have():
    first, last = state(), state("wayback")
    soon = state(retry_at=NOW + timedelta(minutes=1))
    late = state(retry_at=NOW + timedelta(days=1))

    def ready(*states, unread=()):
        return ready_searches(states, now=NOW, unread=unread)

    assert ready(last, first) == [first]
    assert ready(last, unread={"bregu"}) == []
    assert ready(last, soon) == []
    assert ready(last, unread={"another"}) == [last]
    assert ready(last, late) == [last]
    assert ready(last, state(outcome="read")) == [last]


def test_the_next_question_is_the_one_that_waits_least():
    sooner, later = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
    states = [state(retry_at=later), state(retry_at=sooner), state(outcome="read")]
    assert next_search(states) == sooner
    assert next_search([state()]) is None
