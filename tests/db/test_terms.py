"""The words of articles of incidents, as they are stored."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.db.builders import (
    NOW,
    make_config,
    make_draft,
    make_outlet,
    make_page,
    make_store,
    make_visit,
    rows,
)
from tests.recoding import (
    CHOIR,
    FAIR,
    GUILD,
    SENTENCES,
    STRIKE,
    configured,
    crawl,
    piece,
    recode_to,
)
from tracker.db.store import Store
from tracker.model import PageVisit

OURS = make_outlet(languages=("en",), name="Harbour Gazette")
BEFORE = replace(configured(), outlets=(OURS,))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


def terms_of(store: Store, name: str, version: int = 1) -> set[str]:
    found = rows(
        store,
        "select term from tokens inner join pages using (article_id)"
        " where url like '%/' || $name and version = $version",
        name=name,
        version=version,
    )
    return {term for (term,) in found}


def test_an_article_of_an_incident_has_its_words_but_no_names(store: Store):
    text = f"Harbour Gazette. {SENTENCES[0]} {SENTENCES[2]}"
    crawl(store, BEFORE, [piece("one", text)])
    found = terms_of(store, "one")
    assert found >= {"beloved", "ensemble", "sang", "fair", "detained"}
    assert found.isdisjoint({"harbour", "choir", "police", "gazette", "the"})


def test_an_article_of_no_incident_has_none(store: Store):
    crawl(store, BEFORE, [piece("rain", SENTENCES[6]), piece("song", SENTENCES[1])])
    assert rows(store, "select count(*) from tokens") == [(0,)]


def test_each_version_has_its_own_words(store: Store):
    second = f"{SENTENCES[0]} {SENTENCES[5]} {SENTENCES[6]}"
    crawl(store, BEFORE, [piece("one", SENTENCES[0], second)])
    assert "ferry" not in terms_of(store, "one")
    assert "ferry" in terms_of(store, "one", 2)
    assert "ensemble" in terms_of(store, "one")


def test_an_edit_that_joins_an_incident_brings_the_words_of_the_first_text(
    store: Store,
):
    crawl(store, BEFORE, [piece("late", SENTENCES[6], " ".join(SENTENCES[:5]))])
    assert "ferry" in terms_of(store, "late")
    assert "ensemble" in terms_of(store, "late", 2)


def test_an_article_that_leaves_its_incident_loses_its_words(store: Store):
    crawl(store, BEFORE, [piece("one", SENTENCES[0])])
    assert terms_of(store, "one")
    recode_to(store, replace(configured(incidents=(STRIKE,)), outlets=(OURS,)))
    assert terms_of(store, "one") == set()


def test_who_is_no_longer_tracked_is_a_word_again(store: Store):
    crawl(store, BEFORE, [piece("one", f"{SENTENCES[0]} {SENTENCES[2]}")])
    assert "police" not in terms_of(store, "one")
    fair = replace(FAIR, actors=("choir",), facts=())
    recode_to(
        store,
        replace(configured(actors=(CHOIR, GUILD), incidents=(fair,)), outlets=(OURS,)),
    )
    assert {"harbour", "police"} <= terms_of(store, "one")


def test_of_each_word_the_sentence_of_its_first_use_is_known(store: Store):
    crawl(store, BEFORE, [piece("one", " ".join(SENTENCES[:3]))])
    found = rows(
        store,
        "select term, body[start_char + 1 : end_char],"
        " body[sentence_start + 1 : sentence_end], language"
        " from tokens inner join versions using (article_id, version)"
        " where field = 'body' and term in ('ensemble', 'detained') order by term",
    )
    assert found == [
        ("detained", "detained", SENTENCES[2], "en"),
        ("ensemble", "ensemble", SENTENCES[0], "en"),
    ]


AGENCY = " ".join(
    f"Në sallën {word} juria dëgjoi këngëtarët {word} dhe dha çmimin {word} mbrëmë."
    for word in ("ambër", "borë", "cedër", "diell", "erë", "fushë", "gur", "hënë")
)


def own(word: str) -> str:
    """Sixty words that nobody else has."""
    return " ".join(f"{word}{one}{two}" for one in "bdfglm" for two in "aeiouybdfg")


def told_apart(store: Store) -> dict[str, set[str]]:
    """By outlet, the words of which some use stands in what another has as well."""
    found: dict[str, set[str]] = {"a": set(), "b": set()}
    for outlet, term in rows(
        store,
        "select outlet, term from tokens inner join articles using (article_id)"
        " where n_shared > 0",
    ):
        found[str(outlet)].add(str(term))
    return found


def test_words_that_a_later_text_shares_are_marked_in_the_earlier_one_too(
    store: Store,
):
    store.sync(make_config(), now=NOW, program="tracker 1")
    for number, (outlet, word) in enumerate([("a", "veriu"), ("b", "jugu")]):
        if number:
            assert told_apart(store) == {"a": set(), "b": set()}
        url = f"https://{outlet}.example/x"
        draft = make_draft(url, title=word, body=f"{own(word)} {AGENCY}")
        page = make_page(url, outlet=outlet, article=draft)
        store.outbox.write(make_visit(page, visit_id=f"v{number}"))
        store.apply(now=NOW)
    assert rows(store, "select kind from copy_pairs") == [("shared_source",)]
    told = told_apart(store)
    assert {"juria", "degjoi", "cmimin"} <= told["a"]
    assert told["a"] == told["b"]
    assert {word for word in told["a"] if word.startswith(("veriu", "jugu"))} == set()


def test_an_edit_beside_a_text_that_shares_words_marks_the_first_text_too(store: Store):
    store.sync(make_config(), now=NOW, program="tracker 1")
    bodies = {"a": f"{own('veriu')} {AGENCY}", "b": f"{own('jugu')} {AGENCY}"}

    def page(outlet: str, title: str) -> PageVisit:
        url = f"https://{outlet}.example/x"
        draft = make_draft(url, title=title, body=bodies[outlet])
        return make_page(url, outlet=outlet, article=draft)

    store.outbox.write(make_visit(page("a", "veriu"), visit_id="v0"))
    store.apply(now=NOW)
    both = (page("a", "Titull tjetër"), page("b", "jugu"))
    store.outbox.write(make_visit(*both, visit_id="v1"))
    store.apply(now=NOW)
    shared = rows(
        store,
        "select version, count(*) from tokens inner join articles using (article_id)"
        " where outlet = 'a' and n_shared > 0 group by all order by all",
    )
    assert [version for version, _ in shared] == [1, 2]
    assert shared[0][1] == shared[1][1]


def test_what_people_mark_leaves_the_words_as_they_are(store: Store):
    crawl(store, BEFORE, [piece("one", SENTENCES[0])])
    with duckdb.connect(store.path) as connection:
        connection.execute(
            "insert into annotations by name"
            " select article_id, version, day, 'body' as field, 0 as start_char,"
            " 500 as end_char, 'actor' as layer, 'hit' as kind, 'person' as coder"
            " from versions"
        )
    before = terms_of(store, "one")
    fair = replace(FAIR, actors=("choir",), facts=())
    recode_to(store, replace(configured(incidents=(fair,)), outlets=(OURS,)))
    assert "ensemble" in before
    assert terms_of(store, "one") == before
