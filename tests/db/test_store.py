from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.db.builders import (
    FEED,
    NOW,
    FakeTime,
    dump,
    held_elsewhere,
    make_actor,
    make_annotation,
    make_article_page,
    make_config,
    make_draft,
    make_feed_state,
    make_incident,
    make_outlet,
    make_page,
    make_store,
    make_visit,
    rows,
)
from tracker.core import urls
from tracker.db.store import Store
from tracker.errors import StoreBusyError, StoreError
from tracker.model import (
    Assignment,
    Coded,
    DateClaim,
    DueFeed,
    FeedMemory,
    PageVisit,
    Poll,
    Rhythm,
    RobotsFile,
    SiteNotes,
    SiteRest,
    Visit,
    Wishes,
)

A, B, C = (f"https://lajme.example/{name}" for name in "abc")
LATER = NOW + timedelta(hours=1)
NINE, TEN = NOW.replace(tzinfo=None), LATER.replace(tzinfo=None)  # as SQL tells them


def apply(store: Store, *visits: Visit, now: datetime = NOW):
    for visit in visits:
        store.outbox.write(visit)
    return store.apply(now=now)


def read(store: Store, *pages: PageVisit, visit_id: str = "v1", at: datetime = NOW):
    return apply(store, make_visit(*pages, visit_id=visit_id, at=at), now=at)


# ------------------------------------------------------------------ preparing


def test_preparing_makes_folders_and_tables_and_twice_changes_nothing(tmp_path: Path):
    store = make_store(tmp_path / "data" / "deep")
    assert rows(store, "select count(*) from articles") == [(0,)]
    before = store.path.read_bytes()
    assert store.prepare(now=NOW) == ()
    assert store.path.read_bytes() == before


def test_preparing_an_up_to_date_database_works_beside_an_open_notebook(store: Store):
    with held_elsewhere(store.path, read_only=True):
        assert store.prepare(now=NOW) == ()


def test_a_file_that_a_crash_left_empty_is_made_anew(tmp_path: Path):
    (tmp_path / "coverage.duckdb").touch()
    store = make_store(tmp_path)
    assert rows(store, "select count(*) from articles") == [(0,)]


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        make_store(tmp_path / "file" / "data")


# ------------------------------------------------------------------ configuration


def test_the_configuration_can_be_read_in_sql(store: Store):
    assert rows(store, "select value from settings where name = 'zone'") == [
        ("Europe/Tirane",)
    ]
    assert rows(store, "select * exclude (note, hosts) from outlets") == [
        (
            "lajme-shembull",
            "Lajme Shembull",
            "lajme.example",
            "AL",
            "portal",
            ["sq"],
            None,
            True,
        )
    ]
    assert rows(store, "select * from actors") == [
        ("shembulli", "Shoqata Shembulli", ["associations"], False)
    ]
    assert rows(store, "select * from incidents") == [
        (
            "durres_fair",
            "Dispute at the fair",
            "Përplasja në panair",
            date(2026, 3, 2),
            date(2026, 3, 20),
            "Durrës",
            ["shembulli"],
            "actor:shembulli AND fair",
        )
    ]
    assert rows(store, "select fact, public_since_at, languages from facts") == [
        ("eleven_detained", (NINE + timedelta(hours=5)), ["en"])
    ]


def test_everything_that_may_be_coded_stands_in_the_codebook(store: Store):
    found = rows(
        store,
        "select layer, incident, actor, code, language, term, note from codebook"
        " order by layer, language, term",
    )
    assert found == [
        ("actor", None, "shembulli", "shembulli", "*", "SHSH", "acronym"),
        ("actor", None, "shembulli", "shembulli", "*", "Shoqata Shembulli", "title"),
        ("actor", None, "shembulli", "shembulli", "en", "Example Association", "name"),
        (
            "event_noun",
            "durres_fair",
            None,
            "attack",
            "sq",
            "sulm",
            "not: sulm kibernetik",
        ),
        (
            "fact",
            "durres_fair",
            None,
            "eleven_detained",
            "en",
            '"eleven detained"~6',
            "Eleven people were detained.",
        ),
        ("label", None, "shembulli", "affirming", "en", "charity", ""),
        ("label", None, "shembulli", "affirming", "sq", "bamirës", ""),
    ]


def test_queries_that_differ_by_language_are_told_apart(store: Store):
    about = {"sq": "panair*", "en": "fair"}
    config = make_config(incidents=(make_incident(about=about),))
    store.sync(config, now=NOW, program="tracker 1")
    assert rows(store, "select about from incidents") == [("sq: panair*\nen: fair",)]


def test_an_unchanged_configuration_opens_no_write_window(store: Store):
    with held_elsewhere(store.path, read_only=True):
        assert store.sync(make_config(), now=NOW, program="tracker 1") is False


@pytest.mark.parametrize(
    ("config", "program"),
    [
        (make_config(), "tracker 2"),
        (make_config(timezone="Europe/Rome"), "tracker 1"),
        (make_config(actors=(make_actor(name="Tjetër"),)), "tracker 1"),
        (make_config(outlets=(make_outlet(feeds=()),)), "tracker 1"),
        (make_config(keep="all"), "tracker 1"),
    ],
)
def test_a_changed_configuration_replaces_the_old_one(store: Store, config, program):
    assert store.sync(config, now=LATER, program=program) is True
    assert store.sync(config, now=LATER, program=program) is False
    assert rows(store, "select count(*), count(distinct name) from settings") == [
        (10, 10)
    ]
    assert rows(store, "select count(*) from actors") == [(1,)]


def test_a_changed_configuration_waits_in_vain_for_a_notebook(store: Store):
    with held_elsewhere(store.path, read_only=True), pytest.raises(StoreBusyError):
        store.sync(make_config(keep="all"), now=NOW, program="tracker 1")


def test_new_feeds_are_due_now_and_of_every_kind(store: Store):
    outlet = make_outlet(
        sitemaps=("https://lajme.example/sitemap.xml",),
        wordpress="https://lajme.example/wp-json/",
    )
    store.sync(make_config(outlets=(outlet,)), now=LATER, program="tracker 1")
    due = store.due(now=LATER, outlets=None, force=False)
    assert sorted((feed.kind, feed.url) for feed in due.feeds) == [
        ("feed", FEED),
        ("sitemap", "https://lajme.example/sitemap.xml"),
        ("wordpress", "https://lajme.example/wp-json/"),
    ]


def test_a_feed_that_leaves_the_configuration_keeps_its_history(store: Store):
    read(store)
    store.sync(make_config(outlets=(make_outlet(feeds=()),)), now=LATER, program="x")
    assert rows(store, "select state, configured, etag from feeds") == [
        ("off", False, 'W/"1"')
    ]
    assert rows(store, "select count(*) from polls") == [(1,)]
    assert store.due(now=LATER, outlets=None, force=True).feeds == ()
    # An outcome that arrives late does not bring it back.
    read(store, visit_id="late", at=LATER)
    assert rows(store, "select state, configured from feeds") == [("off", False)]
    # Coming back, it is due at once and remembers where it stood.
    store.sync(make_config(), now=LATER, program="x")
    (feed,) = store.due(now=LATER, outlets=None, force=False).feeds
    assert feed.memory.etag == 'W/"1"'


def test_an_outlet_that_is_only_listed_has_no_due_feeds(store: Store):
    read(store, make_page(A, outcome="failed", retry_at=NOW))
    store.sync(make_config(outlets=(make_outlet(fetch=False),)), now=NOW, program="x")
    due = store.due(now=LATER, outlets=None, force=True)
    assert (due.feeds, due.pages) == ((), ())
    assert rows(store, "select fetched from outlets") == [(False,)]
    store.sync(make_config(), now=NOW, program="x")
    assert len(store.due(now=NOW, outlets=None, force=False).feeds) == 1


# ------------------------------------------------------------------ what is due


def due_urls(store: Store, now: datetime, **how: object) -> list[str]:
    how = {"outlets": None, "force": False, **how}
    return [feed.url for feed in store.due(now=now, **how).feeds]


def test_a_feed_is_due_when_its_time_has_come(store: Store):
    read(store)  # next check in 15 minutes
    assert due_urls(store, NOW + timedelta(minutes=14)) == []
    assert due_urls(store, NOW + timedelta(minutes=15)) == [FEED]
    assert due_urls(store, NOW, force=True) == [FEED]


@pytest.mark.parametrize(("days", "is_due"), [(7, False), (7.01, True)])
def test_a_check_beyond_seven_days_was_written_by_a_wrong_clock(
    store: Store, days: float, *, is_due: bool
):
    state = make_feed_state(next_check_at=NOW + timedelta(days=days))
    apply(store, make_visit(feed=state))
    assert (due_urls(store, NOW) == [FEED]) is is_due


def test_a_feed_that_is_gone_is_asked_again_only_by_force_and_by_name(store: Store):
    apply(store, make_visit(feed=make_feed_state(state="gone", next_check_at=NOW)))
    assert due_urls(store, LATER) == []
    assert due_urls(store, LATER, force=True) == []
    named = due_urls(store, LATER, force=True, outlets=["lajme-shembull"])
    assert named == [FEED]


def test_force_never_passes_over_what_a_server_asked_for(store: Store):
    asked = make_feed_state(not_before_at=LATER + timedelta(hours=1))
    apply(store, make_visit(feed=asked))
    assert due_urls(store, LATER, force=True) == []
    assert due_urls(store, LATER + timedelta(hours=2), force=True) == [FEED]


def test_only_the_outlets_asked_for_are_visited(store: Store):
    other = make_outlet(id="tjeter", feeds=("https://tjeter.example/feed/",))
    store.sync(make_config(outlets=(make_outlet(), other)), now=NOW, program="x")
    assert due_urls(store, NOW, outlets=["tjeter"]) == ["https://tjeter.example/feed/"]


def test_a_due_feed_knows_how_it_stood(store: Store):
    memory = FeedMemory(
        etag='W/"1"',
        last_modified="Mon, 2",
        body_hash="b",
        entry_keys=(3, 2, 1),
        proves=False,
        proves_until_at=LATER,
        moved_to="https://lajme.example/rss/",
        asked_plainly_at=NOW,
        same_bodies=2,
        wishes=Wishes(every=timedelta(hours=1), skip_hours=(1, 2), skip_days=(6,)),
        rhythm=Rhythm(a_day=31.5, an_hour=0.25),
        deadly="0.1:abc",
    )
    state = make_feed_state(state="quarantined", failures=3, memory=memory)
    apply(store, make_visit(feed=state))
    (feed,) = store.due(now=LATER, outlets=None, force=False).feeds
    assert feed == DueFeed(
        url=FEED,
        outlet="lajme-shembull",
        kind="feed",
        state="quarantined",
        failures=3,
        last_success_at=NOW,
        memory=memory,
    )


def test_a_bad_visit_forgets_validators_and_move_but_not_the_last_success(store: Store):
    moved = FeedMemory(moved_to="https://lajme.example/rss/", etag='"1"')
    bad = make_feed_state(
        state="failing", failures=1, last_success_at=None, memory=FeedMemory()
    )
    apply(store, make_visit(feed=make_feed_state(memory=moved)))
    apply(store, make_visit(visit_id="v2", feed=bad))
    (feed,) = store.due(now=LATER, outlets=None, force=False).feeds
    assert (feed.memory, feed.failures) == (FeedMemory(), 1)
    assert feed.last_success_at == NOW


def test_what_is_known_of_sites_outlives_the_program(store: Store):
    rest = SiteRest(site="lajme.example", until_at=LATER, reason="asked to wait")
    robots = RobotsFile(origin="https://lajme.example:443", checked_at=NOW, body="")
    first = SiteNotes(rests=(rest,), robots=(robots,))
    apply(store, make_visit(sites=first))
    assert store.sites() == first
    newer = replace(robots, checked_at=LATER, body=None, failing_since_at=LATER)
    with held_elsewhere(store.path, read_only=True):
        later = make_visit(visit_id="v2", sites=SiteNotes(robots=(newer,)))
        assert apply(store, later).waiting == 1
        assert store.sites() == SiteNotes(rests=(rest,), robots=(newer,))
    store.apply(now=LATER)
    assert store.sites() == SiteNotes(rests=(rest,), robots=(newer,))


def test_pages_that_could_not_be_read_are_tried_again_in_time(store: Store):
    read(
        store,
        make_page(
            A,
            outcome="failed",
            retry_at=LATER,
            attempts=2,
            published_text="2 mars 2026",
        ),
        make_page(B, outcome="pending", retry_at=NOW),
        make_page(C, outcome="failed", retry_at=None),
        make_page("https://lajme.example/d", outcome="gone", retry_at=NOW),
    )
    now = store.due(now=NOW, outlets=None, force=False)
    assert [page.url for page in now.pages] == [B]
    later = store.due(now=LATER, outlets=None, force=False)
    assert [page.url for page in later.pages] == [B, A]
    assert later.pages[1].attempts == 2
    assert later.pages[1].published_text == "2 mars 2026"
    assert later.pages[1].not_seen_at == NOW - timedelta(minutes=15)
    assert [
        page.url for page in store.due(now=NOW, outlets=None, force=True).pages
    ] == [B, A]
    assert store.due(now=LATER, outlets=["tjeter"], force=False).pages == ()


def test_the_ledger_knows_addresses_and_what_their_feed_said(store: Store):
    read(store, make_page(A, entry_hash=-5), make_page(B, entry_hash=None))
    known = store.due(now=NOW, outlets=None, force=False).known
    assert known.has(urls.url_hash(A))
    assert known.entry_hash(urls.url_hash(A)) == -5
    assert known.has(urls.url_hash(B))
    assert known.entry_hash(urls.url_hash(B)) is None
    assert not known.has(urls.url_hash(C))
    assert known.entry_hash(urls.url_hash(C)) is None


def test_an_empty_ledger_knows_nothing(store: Store):
    known = store.due(now=NOW, outlets=None, force=False).known
    assert not known.has(urls.url_hash(A))


def test_what_waits_in_the_outbox_counts_as_stored(store: Store):
    """While a notebook is open, no pass may fetch the same things again."""
    with held_elsewhere(store.path, read_only=True):
        applied = read(
            store,
            make_page(A, entry_hash=9),
            make_page(B, outcome="failed", retry_at=LATER),
        )
        assert applied.waiting == 1
        assert due_urls(store, NOW + timedelta(minutes=14)) == []
        due = store.due(now=LATER, outlets=None, force=False)
        assert due.feeds[0].memory.etag == 'W/"1"'
        assert [page.url for page in due.pages] == [B]
        assert due.known.entry_hash(urls.url_hash(A)) == 9
        read(store, make_page(B), visit_id="v2", at=LATER)
        assert store.due(now=LATER, outlets=None, force=True).pages == ()


def test_a_page_read_meanwhile_in_the_outbox_is_not_tried_again(store: Store):
    read(store, make_page(A, outcome="failed", retry_at=NOW))
    store.outbox.write(make_visit(make_page(A), visit_id="v2"))
    assert store.due(now=LATER, outlets=None, force=False).pages == ()


# ------------------------------------------------------------------ polls and pages


def test_a_visit_leaves_its_poll(store: Store):
    poll = Poll(
        polled_at=NOW,
        outcome="read",
        detail="capped",
        http_status=200,
        entries=30,
        new_entries=2,
        complete_from_at=NOW - timedelta(hours=1),
        complete_to_at=NOW,
    )
    applied = apply(store, make_visit(poll=poll))
    assert applied.visits == 1
    assert rows(store, "select * from polls") == [
        (
            FEED,
            NINE,
            "lajme-shembull",
            "read",
            200,
            30,
            2,
            (NINE - timedelta(hours=1)),
            NINE,
            "capped",
            "r1",
            *[None] * 5,  # nothing of an archive
        )
    ]


def test_pages_without_a_feed_need_neither_feed_nor_poll(store: Store):
    apply(store, make_visit(make_page(A), feed=None, poll=None))
    assert rows(store, "select count(*) from polls") == [(0,)]
    assert rows(store, "select url, outcome from pages") == [(A, "matched")]


def test_a_known_page_is_updated_and_keeps_what_is_not_new(store: Store):
    read(store, make_page(A, outcome="failed", title="Titulli", retry_at=LATER))
    read(
        store,
        make_page(
            A,
            outcome="unmatched",
            at=LATER,
            found_via="list",
            feed_url=None,
            entry_hash=None,
            attempts=2,
        ),
        visit_id="v2",
        at=LATER,
    )
    assert rows(
        store,
        "select found_via, feed_url, not_seen_at, first_seen_at, checked_at, title,"
        " outcome, entry_hash, attempts, retry_at from pages",
    ) == [
        (
            "feed",
            FEED,
            (NINE - timedelta(minutes=15)),
            NINE,
            TEN,
            "Titulli",
            "unmatched",
            7,
            2,
            None,
        )
    ]


def test_an_outcome_that_arrives_late_moves_the_first_sight_back(store: Store):
    read(store, make_page(A, at=LATER), visit_id="late", at=LATER)
    read(store, make_page(A), visit_id="early")
    assert rows(store, "select first_seen_at, not_seen_at from pages") == [
        (NINE, (NINE - timedelta(minutes=15)))
    ]


def test_a_page_is_never_checked_before_it_was_seen(store: Store):
    read(store, make_page(A, checked_at=NOW - timedelta(hours=2)))  # a clock set back
    assert rows(store, "select first_seen_at <= checked_at from pages") == [(True,)]


def test_one_address_twice_in_a_visit_is_one_row_with_the_last_word(store: Store):
    read(store, make_page(A, outcome="failed"), make_page(A, outcome="unmatched"))
    assert rows(store, "select url, outcome from pages") == [(A, "unmatched")]


def test_two_spellings_of_an_address_are_two_rows(store: Store):
    read(store, make_page(A), make_page(A + "?utm_source=rss"))
    assert rows(store, "select count(*), count(distinct url_hash) from pages") == [
        (2, 1)
    ]


def test_an_address_without_canonical_form_is_still_recorded(store: Store):
    read(store, make_page("javascript:alert(1)", outcome="skipped"))
    assert rows(store, "select outcome from pages") == [("skipped",)]


# ------------------------------------------------------------------ articles


def test_an_article_is_stored_with_its_text_and_evidence(store: Store):
    applied = read(store, make_article_page(A))
    assert (applied.articles, applied.versions) == (1, 1)
    (article_id,) = rows(store, "select article_id from articles")[0]
    assert article_id == urls.article_id(A)
    assert rows(
        store,
        "select outlet, url, title, language, published_at, published_from_at, day,"
        " feed_position, flags, versions, copy_cluster, copied_from from articles",
    ) == [
        (
            "lajme-shembull",
            A,
            "Panairi u hap",
            "sq",
            NINE,
            NINE,
            date(2026, 3, 2),
            1,
            [],
            1,
            article_id,
            None,
        )
    ]
    assert rows(
        store,
        "select version, day, latest, seen_at, previous_check_at, title, words,"
        " paragraphs, kept, new, title_changed, declared, config_hash from versions",
    ) == [
        (
            1,
            date(2026, 3, 2),
            True,
            NINE,
            None,
            "Panairi u hap",
            9,
            2,
            None,
            None,
            False,
            False,
            "c0",
        )
    ]
    assert rows(
        store,
        "select article_id, version, day, coder, kind, layer, actor, code, field,"
        " start_char, end_char, surface, paragraph, voice from annotations",
    ) == [
        (
            article_id,
            1,
            date(2026, 3, 2),
            "machine",
            "hit",
            "actor",
            "shembulli",
            "shembulli",
            "body",
            0,
            4,
            "SHSH",
            1,
            "outlet",
        )
    ]
    assert rows(store, "select source, value, precision, seen_at from dates") == [
        ("json_ld", NINE, "minute", NINE)
    ]
    assert rows(store, "select incident, role, reason, day from incident_articles") == [
        ("durres_fair", "report", "names SHSH", date(2026, 3, 2))
    ]
    assert rows(store, "select article_id, outcome from pages") == [
        (article_id, "matched")
    ]


def test_evidence_is_found_at_its_offsets_in_sql(store: Store):
    body = "Ë\u0308 😀 \0SHSH hapi"
    start = body.index("SHSH")
    coded = Coded(
        annotations=(make_annotation(start_char=start, end_char=start + 4),),
        assignments=(),
        keep_reason="x",
    )
    read(store, make_article_page(A, body=body, coded=coded))
    assert rows(
        store,
        "select body[start_char + 1 : end_char] from annotations"
        " join versions using (article_id, version)",
    ) == [("SHSH",)]


def test_an_open_beginning_is_minus_infinity(store: Store):
    read(store, make_article_page(A, published_from_at=None))
    assert rows(
        store, "select published_from_at = '-infinity'::timestamp from articles"
    ) == [(True,)]


@pytest.mark.parametrize("counter", ["", "\nLexuar 1,234 herë", "\n3 orë më parë"])
def test_the_same_text_again_only_notes_the_check(store: Store, counter: str):
    body = "SHSH hapi panairin në Durrës të hënën."
    read(store, make_article_page(A, body=body))
    before = dump(store)
    same = make_article_page(A, title="PANAIRI  u hap", body=body + counter, at=LATER)
    applied = read(store, same, visit_id="v2", at=LATER)
    assert (applied.articles, applied.versions) == (0, 0)
    after = dump(store)
    for table in ("articles", "versions", "annotations", "dates", "incident_articles"):
        assert after[table] == before[table]
    assert rows(store, "select checked_at from pages") == [(TEN,)]


def test_a_changed_text_is_a_new_version(store: Store):
    old = "SHSH hapi panairin në Durrës të hënën në mëngjes."
    read(store, make_article_page(A, body=old))
    claim = DateClaim(source="modified", value=LATER, precision="second")
    edited = make_article_page(
        A,
        at=LATER,
        title="Panairi u mbyll",
        body=old + "\nPërditësim: u mbyll mbrëmë pas një sherri.",
        config_hash="c1",
        dates=(DateClaim(source="json_ld", value=NOW, precision="minute"), claim),
        coded=Coded(
            annotations=(make_annotation(code="attack", layer="event_noun"),),
            assignments=(
                Assignment(incident="durres_fair", role="follow_up", reason="later"),
            ),
            keep_reason="x",
        ),
        day=date(2026, 3, 3),
    )
    applied = read(store, edited, visit_id="v2", at=LATER)
    assert (applied.articles, applied.versions) == (0, 1)
    assert rows(store, "select title, versions, day from articles") == [
        ("Panairi u mbyll", 2, date(2026, 3, 2))
    ]
    assert rows(
        store,
        "select version, latest, day, seen_at, previous_check_at, kept, new > 0.4,"
        " title_changed, declared, config_hash from versions order by version",
    ) == [
        (
            1,
            False,
            date(2026, 3, 2),
            NINE,
            None,
            None,
            None,
            False,
            False,
            "c0",
        ),
        (
            2,
            True,
            date(2026, 3, 2),
            TEN,
            NINE,
            1.0,
            True,
            True,
            True,
            "c1",
        ),
    ]
    assert rows(
        store, "select version, layer, day from annotations order by version"
    ) == [
        (1, "actor", date(2026, 3, 2)),
        (2, "event_noun", date(2026, 3, 2)),
    ]
    assert rows(store, "select source from dates order by source") == [
        ("json_ld",),
        ("modified",),
    ]
    assert rows(store, "select role, reason, day from incident_articles") == [
        ("report", "names SHSH", date(2026, 3, 2))
    ]


def test_an_edit_that_names_nothing_any_more_is_a_version_and_stays(store: Store):
    read(store, make_article_page(A))
    nothing = Coded(annotations=(), assignments=(), keep_reason=None)
    read(
        store,
        make_page(
            A,
            outcome="unmatched",
            at=LATER,
            article=make_draft(
                A, body="Tjetër tekst.", coded=nothing, only_if_known=True
            ),
        ),
        visit_id="v2",
        at=LATER,
    )
    assert rows(store, "select count(*) from incident_articles") == [(1,)]
    assert rows(store, "select outcome, article_id is not null from pages") == [
        ("matched", True)
    ]
    assert rows(store, "select version from versions order by all") == [(1,), (2,)]


def test_a_text_that_is_kept_only_if_known_makes_no_article(store: Store):
    draft = make_draft(A, only_if_known=True)
    read(store, make_page(A, outcome="unmatched", article=draft))
    assert rows(store, "select outcome, article_id from pages") == [("unmatched", None)]
    assert rows(store, "select count(*) from articles") == [(0,)]


def test_a_failed_check_keeps_the_article(store: Store):
    read(store, make_article_page(A))
    read(store, make_page(A, outcome="gone", at=LATER), visit_id="v2", at=LATER)
    assert rows(store, "select outcome, article_id from pages") == [
        ("gone", urls.article_id(A))
    ]
    assert rows(store, "select count(*) from articles") == [(1,)]


def test_another_address_of_an_article_is_a_duplicate(store: Store):
    read(store, make_article_page(A))
    mobile = "https://m.lajme.example/a"
    read(store, make_page(mobile, article=make_draft(A)), visit_id="v2")
    read(store, make_page(mobile, at=LATER, article=make_draft(A)), visit_id="v3")
    assert rows(store, "select url, outcome, article_id from pages order by url") == [
        (A, "matched", urls.article_id(A)),
        (mobile, "duplicate", urls.article_id(A)),
    ]
    assert rows(store, "select count(*) from versions") == [(1,)]


def test_a_second_address_of_an_article_brings_no_version_of_it(store: Store):
    mobile = "https://m.lajme.example/a"
    edited = make_draft(A, body="Tekst i ndryshuar krejt.")
    applied = read(store, make_article_page(A), make_page(mobile, article=edited))
    assert (applied.articles, applied.versions) == (1, 1)
    assert rows(store, "select title, versions from articles") == [("Panairi u hap", 1)]
    assert rows(store, "select outcome from pages order by url") == [
        ("matched",),
        ("duplicate",),
    ]


def test_a_later_canonical_address_makes_no_second_article(store: Store):
    read(store, make_article_page(A))
    renamed = make_page(A, at=LATER, article=make_draft(B, body="Tekst i ri."))
    read(store, renamed, visit_id="v2", at=LATER)
    read(store, make_article_page(B, body="Tekst i ri."), visit_id="v3", at=LATER)
    assert rows(store, "select article_id, versions from articles") == [
        (urls.article_id(A), 2)
    ]
    assert rows(store, "select url, outcome, article_id from pages order by url") == [
        (A, "matched", urls.article_id(A)),
        (B, "duplicate", urls.article_id(A)),
    ]


def test_a_page_that_points_to_a_later_address_finds_the_first_article(store: Store):
    read(store, make_article_page(A))
    renamed = make_page(A, at=LATER, article=make_draft(B))
    read(store, renamed, visit_id="v2", at=LATER)
    mobile = "https://m.lajme.example/b"
    read(store, make_page(mobile, article=make_draft(B)), visit_id="v3")
    assert rows(store, "select article_id from articles") == [(urls.article_id(A),)]
    assert rows(
        store, "select outcome, article_id from pages where url = $u", u=mobile
    ) == [("duplicate", urls.article_id(A))]


def test_the_same_span_counts_once_a_code(store: Store):
    coded = Coded(
        annotations=(make_annotation(), make_annotation(voice="quoted")),
        assignments=(
            Assignment(incident="durres_fair", role="report", reason="one"),
            Assignment(incident="durres_fair", role="report", reason="two"),
        ),
        keep_reason="x",
    )
    read(store, make_article_page(A, coded=coded))
    assert rows(store, "select voice from annotations") == [("outlet",)]
    assert rows(store, "select count(*) from incident_articles") == [(1,)]


def test_a_bare_headline_has_no_words(store: Store):
    read(store, make_article_page(A, body=" \n"))
    assert rows(store, "select words, paragraphs from versions") == [(0, 0)]


def test_a_poll_that_no_column_holds_costs_itself_only(store: Store):
    poll = Poll(polled_at=NOW, outcome="read", entries=2**40)
    applied = apply(store, make_visit(make_page(A), poll=poll))
    assert "not stored: the poll: " in applied.damaged[0]
    assert rows(store, "select url from pages") == [(A,)]


def test_a_damaged_outcome_found_while_looking_for_work_is_reported(store: Store):
    store.outbox.write(make_visit()).write_text("{")
    store.due(now=NOW, outlets=None, force=False)
    assert "not stored" in store.apply(now=NOW).damaged[0]
    assert store.apply(now=NOW).damaged == ()


def test_an_outcome_that_another_process_stored_meanwhile_is_no_matter(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    gone = store.outbox.write(make_visit())
    listed = store.outbox.waiting()
    gone.unlink()
    monkeypatch.setattr(store.outbox, "waiting", lambda: listed)
    store.due(now=NOW, outlets=None, force=False)
    monkeypatch.undo()
    assert store._apply_some(listed, NOW).visits == ()


def test_a_second_address_stays_one_though_it_could_not_be_read(store: Store):
    mobile = "https://m.lajme.example/a"
    read(store, make_article_page(A), make_page(mobile, article=make_draft(A)))
    read(store, make_page(mobile, outcome="failed", at=LATER), visit_id="v2")
    again = make_page(mobile, article=make_draft(A, body="Tekst i ri."), at=LATER)
    read(store, again, visit_id="v3")
    assert rows(store, "select outcome from pages order by url") == [
        ("matched",),
        ("duplicate",),
    ]


def test_a_damaged_outcome_is_reported_and_the_others_are_stored(store: Store):
    store.outbox.write(make_visit(visit_id="v1")).write_text("{")
    applied = apply(store, make_visit(visit_id="v2"))
    assert applied.visits == 1
    assert "not stored" in applied.damaged[0]


# ------------------------------------------------------------------ once, and at last


def test_a_visit_is_applied_once_whatever_happens_to_its_file(store: Store):
    visit = make_visit(make_article_page(A), make_page(B))
    apply(store, visit)
    before = dump(store)
    assert apply(store, visit, now=LATER).visits == 0
    assert dump(store) == before
    assert store.outbox.waiting() == ()


def test_nothing_waiting_opens_nothing(store: Store):
    with held_elsewhere(store.path, read_only=False):
        assert store.apply(now=NOW).busy is None


def test_a_busy_file_delays_and_loses_nothing(tmp_path: Path):
    time = FakeTime()
    store = make_store(tmp_path, time)
    with held_elsewhere(store.path, read_only=True) as process:
        applied = read(store, make_article_page(A))
        assert f"process {process.pid}" in (applied.busy or "")
        assert (applied.visits, applied.waiting) == (0, 1)
        assert time.seconds < 10
        # Once it is known to be taken, the crawl hardly stops for it.
        before = time.seconds
        assert read(store, make_article_page(B), visit_id="v2").waiting == 2
        assert time.seconds - before < 1
    applied = store.apply(now=LATER)
    assert (applied.visits, applied.articles, applied.waiting) == (2, 2, 0)
    assert applied.busy is None


def test_a_long_queue_lets_readers_in_between(store: Store, monkeypatch):
    ticks = iter(range(10_000))
    opened = []
    original = Store._apply_some

    def count(self, waiting, now):
        opened.append(len(waiting))
        return original(self, waiting, now)

    monkeypatch.setattr(Store, "_apply_some", count)
    store.windows.clock = lambda: next(ticks) * 0.4
    for number in range(5):
        store.outbox.write(make_visit(visit_id=f"v{number}"))
    assert store.apply(now=NOW).visits == 5
    assert len(opened) > 1


# ------------------------------------------------------------------ runs


def test_a_run_leaves_its_row(store: Store):
    how = {"now": NOW, "program": "tracker 1", "config_hash": "c"}
    assert store.start_run("r1", "crawl", **how) is None
    assert rows(store, "select finished_at from runs") == [(None,)]
    assert store.finish_run("r1", now=LATER, counts={"pages": 3, "articles": 1}) is None
    assert rows(store, "select * from runs") == [
        (
            "r1",
            "crawl",
            NINE,
            TEN,
            "tracker 1",
            "c",
            '{"articles": 1, "pages": 3}',
        )
    ]


def test_a_run_that_began_beside_a_notebook_is_noted_at_its_end(store: Store):
    how = {"now": NOW, "program": "tracker 1", "config_hash": "c"}
    with held_elsewhere(store.path, read_only=True) as process:
        told = store.start_run("r1", "crawl", **how)
        assert f"process {process.pid}" in (told or "")
        assert store.finish_run("r1", now=LATER, counts={}) is not None
    assert store.finish_run("r1", now=LATER, counts={}) is None
    assert rows(store, "select run_id, started_at, finished_at from runs") == [
        ("r1", NINE, TEN)
    ]
