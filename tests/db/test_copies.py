"""Which articles are copies of each other, in whatever order they arrive."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count, pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.db.builders import (
    NOW,
    FakeTime,
    make_config,
    make_draft,
    make_page,
    make_store,
    make_visit,
    rows,
)
from tracker.core import urls
from tracker.db import queries
from tracker.db.copies import compare
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.db.visits import apply_visit
from tracker.model import PageVisit

TEXT = "Panairi i librit u hap në qytet. " * 4
OTHER = "Panairi i librit u mbyll në qytet. " * 4
LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Printed:
    """A text as one outlet prints it; `hours` after the first one, None: undated."""

    name: str
    hours: int | None = 0
    body: str = TEXT
    title: str = "Panairi u hap"
    language: str = "sq"

    @property
    def id(self) -> str:
        return urls.article_id(self.url)

    @property
    def url(self) -> str:
        return f"https://{self.name}.example/a"

    @property
    def at(self) -> datetime:
        return NOW + timedelta(hours=self.hours or 0)

    def page(self, *, at: datetime = NOW) -> PageVisit:
        draft = make_draft(
            self.url,
            title=self.title,
            body=self.body,
            published_at=None if self.hours is None else self.at,
        )
        text = replace(draft.text, language=self.language)
        return make_page(
            self.url, at=at, outlet=self.name, article=replace(draft, text=text)
        )


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = make_store(tmp_path_factory.mktemp("blank"))
    store.sync(make_config(), now=NOW, program="tracker 1")
    return store.path


@pytest.fixture
def store(blank: Path, tmp_path: Path) -> Store:
    path = tmp_path / "coverage.duckdb"
    shutil.copyfile(blank, path)
    outbox = Outbox(tmp_path / "outbox")
    outbox.start()
    return Store(path, outbox=outbox, wait=FakeTime().wait)


def read(store: Store, *visits: Sequence[Printed]) -> dict[str, str]:
    """Store visits one after the other; id of each article → its cluster."""
    for number, printed in enumerate(visits):
        pages = [each.page() for each in printed]
        store.outbox.write(make_visit(*pages, visit_id=f"v{number}"))
        store.apply(now=NOW)
    return dict(rows(store, "select article_id, copy_cluster from articles"))


A, B, C = Printed("a"), Printed("b", hours=1), Printed("c", hours=2)


def test_a_text_printed_elsewhere_under_another_headline_is_a_copy(store: Store):
    reprint = replace(B, title="Sot në qytet", body=TEXT.upper().replace(" ", "\n"))
    other = Printed("other", hours=3, body=OTHER)
    assert read(store, [A, reprint], [C, other]) == {
        A.id: A.id,
        B.id: A.id,
        C.id: A.id,
        other.id: other.id,
    }


def test_an_original_that_arrives_last_gives_the_cluster_its_name(store: Store):
    assert set(read(store, [C], [B]).values()) == {B.id}
    assert set(read(store, [C], [B], [A]).values()) == {A.id}


def test_an_undated_article_counts_from_when_it_was_seen(store: Store):
    undated = Printed("undated", hours=None)
    earlier = Printed("earlier", hours=-1)
    assert set(read(store, [B, undated]).values()) == {undated.id}
    assert set(read(store, [B, undated], [earlier]).values()) == {earlier.id}


def test_of_two_at_the_same_time_the_smaller_id_leads(store: Store):
    twins = sorted([A, replace(A, name="twin")], key=lambda each: each.id)
    assert set(read(store, twins[1:], twins[:1]).values()) == {twins[0].id}


def test_a_text_in_another_language_is_no_copy(store: Store):
    foreign = replace(B, language="en")
    assert len(set(read(store, [A, foreign], [C]).values())) == 2


@pytest.mark.parametrize("body", ["", " \n", "Foto nga salla.", "fjalë " * 19])
def test_texts_of_few_words_are_no_copies(store: Store, body: str):
    short = [replace(each, body=body) for each in (A, B, C)]
    clusters = read(store, short[:2], short[2:])
    assert clusters == {each.id: each.id for each in short}
    assert rows(store, "select distinct body_hash from versions") == [(None,)]


@pytest.mark.parametrize(("days", "is_copy"), [(7, True), (8, False), (-7, True)])
@pytest.mark.parametrize("is_one_visit", [True, False])
def test_a_text_is_a_copy_within_seven_days(
    store: Store, days: int, *, is_copy: bool, is_one_visit: bool
):
    again = replace(B, hours=24 * days)
    visits = [[A, again]] if is_one_visit else [[A], [again]]
    assert (len(set(read(store, *visits).values())) == 1) is is_copy


def test_a_third_one_in_between_joins_two_clusters(store: Store):
    week, fortnight = replace(B, hours=24 * 7), replace(C, hours=24 * 14)
    near = Printed("near", hours=24 * 15)
    assert read(store, [A], [fortnight], [near]) == {
        A.id: A.id,
        fortnight.id: fortnight.id,
        near.id: fortnight.id,
    }
    assert set(read(store, [], [], [], [week]).values()) == {A.id}


def test_a_later_version_joins_no_cluster_and_leaves_none(store: Store):
    rewritten = replace(A, body=OTHER).page(at=LATER)
    read(store, [A, B])
    store.outbox.write(make_visit(rewritten, visit_id="later", at=LATER))
    store.apply(now=LATER)
    new = Printed("new", hours=3, body=OTHER)
    store.outbox.write(make_visit(new.page(), visit_id="new"))
    store.apply(now=LATER)
    assert read(store) == {A.id: A.id, B.id: A.id, new.id: new.id}


def test_the_same_body_under_a_new_headline_is_a_new_version(store: Store):
    read(store, [A])
    again = replace(A, title="Sot u hap panairi").page(at=LATER)
    store.outbox.write(make_visit(again, visit_id="later", at=LATER))
    assert store.apply(now=LATER).versions == 1
    assert rows(
        store,
        "select count(distinct text_hash), count(distinct body_hash) from versions",
    ) == [(2, 1)]


TABLES = ("articles", "versions", "pages", "shingles", "copy_pairs", "tokens")
printed = st.builds(
    Printed,
    name=st.just(""),
    hours=st.none() | st.sampled_from([0, 1, *range(-400, 500, 75)]),
    body=st.sampled_from([TEXT, TEXT, TEXT, OTHER, "E shkurtër."]),
    title=st.sampled_from(["Një", "Dy"]),
    language=st.sampled_from(["sq", "sq", "sq", "en"]),
)
articles = st.lists(printed, min_size=2, max_size=8).map(
    lambda listed: [replace(each, name=f"o{n}") for n, each in enumerate(listed)]
)


def expected(listed: Sequence[Printed]) -> dict[str, str]:
    """The clusters by their definition: what is connected, under its earliest id."""

    def is_pair(one: Printed, two: Printed) -> bool:
        return (
            len(one.body.split()) >= 20
            and (one.body, one.language) == (two.body, two.language)
            and abs(one.at.date() - two.at.date()) <= timedelta(days=7)
        )

    clusters = {}
    for each in listed:
        members, fresh = {each}, {each}
        while fresh:
            fresh = {o for o in listed if any(is_pair(o, m) for m in fresh)} - members
            members |= fresh
        clusters[each.id] = min(members, key=lambda member: (member.at, member.id)).id
    return clusters


@given(listed=articles, data=st.data())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_order_of_arrival_changes_neither_members_nor_name(
    opened: duckdb.DuckDBPyConnection, numbers: count, listed, data
):
    arriving = data.draw(st.permutations(listed))
    cuts = data.draw(st.sets(st.integers(1, len(listed) - 1)))
    bounds = [0, *sorted(cuts), len(listed)]
    for table in TABLES:
        opened.execute(f"truncate {table}")
    for start, end in pairwise(bounds):
        pages = [each.page() for each in arriving[start:end]]
        visit = make_visit(*pages, visit_id=f"v{next(numbers)}", feed=None, poll=None)
        apply_visit(opened, visit, now=NOW)
    found = opened.execute("select article_id, copy_cluster from articles").fetchall()
    assert dict(found) == expected(listed)


@pytest.fixture(scope="module")
def opened(blank: Path, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("laws") / "coverage.duckdb"
    shutil.copyfile(blank, path)
    with duckdb.connect(path) as connection:
        yield connection


@pytest.fixture(scope="module")
def numbers() -> count:
    return count()


WORDS = " ".join(f"fjala{n}" for n in range(120))
OTHER_WORDS = " ".join(f"tjetra{n}" for n in range(120))


def mixed(*parts: tuple[str, int]) -> str:
    """A text of so many words of each of these texts."""
    return " ".join(" ".join(text.split()[:count]) for text, count in parts)


LONG = replace(A, body=WORDS, title="Një titull")
NEAR = replace(B, body=mixed((WORDS, 104), (OTHER_WORDS, 16)), title="Tjetër titull")
PART = replace(C, body=mixed((WORDS, 58)), title="Titull i tretë")
EMBEDS = Printed(
    "d", hours=3, body=mixed((WORDS, 60), (OTHER_WORDS, 60)), title="I katërti"
)
ALONE = Printed("e", body=OTHER_WORDS.replace("tjetra", "tretja"), title="I pesti")


def pairs(store: Store) -> list[tuple[object, ...]]:
    return rows(
        store,
        "select article_a, article_b, kind, direction from copy_pairs order by all",
    )


def test_a_text_with_changes_is_a_copy_and_a_part_of_it_an_excerpt(store: Store):
    found = read(store, [LONG, NEAR], [PART, EMBEDS, ALONE])
    assert found == {
        LONG.id: LONG.id,
        NEAR.id: LONG.id,
        PART.id: PART.id,
        EMBEDS.id: EMBEDS.id,
        ALONE.id: ALONE.id,
    }
    low, high = sorted([LONG.id, EMBEDS.id])
    lower, higher = sorted([NEAR.id, EMBEDS.id])
    assert pairs(store) == sorted(
        [
            (LONG.id, NEAR.id, "copy", "earlier"),
            (LONG.id, PART.id, "excerpt", "earlier"),
            (NEAR.id, PART.id, "excerpt", "earlier"),
            (PART.id, EMBEDS.id, "excerpt", "earlier"),
            (low, high, "shared_source", "not_known"),
            (lower, higher, "shared_source", "not_known"),
        ]
    )


def test_a_text_typed_again_without_accents_and_marks_is_a_copy(store: Store):
    typed = "Çështja e këngës, që “u këndua” në shesh: një fjalë. "
    long = " ".join(f"{typed}Numri {n}." for n in range(12))
    plain = long.replace("Ç", "C").replace("ë", "e").replace("ç", "c")
    plain = "".join(char for char in plain if char.isalnum() or char == " ")
    found = read(store, [replace(A, body=long), replace(B, body=plain.upper())])
    assert set(found.values()) == {A.id}
    assert rows(store, "select a_in_b, b_in_a from copy_pairs") == [(1, 1)]


BOILERPLATE = " ".join(f"zyra{n}" for n in range(60))


def test_what_an_outlet_prints_under_all_its_texts_makes_no_pair(store: Store):
    pages = []
    for n in range(6):
        body = " ".join(f"lajmi{n}x{w}" for w in range(90)) + " " + BOILERPLATE
        url = f"https://a.example/{n}"
        draft = make_draft(url, title=f"Titulli {n}", body=body)
        pages.append(make_page(url, outlet="a", article=draft))
    store.outbox.write(make_visit(*pages))
    assert store.apply(now=NOW).articles == 6
    assert pairs(store) == []


def test_a_quotation_that_two_texts_share_makes_no_pair(store: Store):
    quoted = f"“{mixed((WORDS, 30))}”"
    one = replace(A, body=f"{quoted} {mixed((OTHER_WORDS, 100))}")
    two = replace(B, body=f"{quoted} {ALONE.body}")
    assert set(read(store, [one, two])) == {one.id, two.id}
    assert pairs(store) == []


def test_a_credited_outlet_is_the_source_though_its_text_arrives_later(store: Store):
    with duckdb.connect(store.path) as connection:
        connection.execute(
            "insert into outlets by name"
            " select 'a' as outlet, 'Zëri Shembull' as name, 'a.example' as domain"
        )
    credits_it = replace(NEAR, hours=-1, body=f"{NEAR.body}\nBurimi: Zëri Shembull")
    refers = replace(C, body=f"Sipas Zërit Shembull, {WORDS}")
    read(store, [credits_it, refers])
    source = "select url, copied_from from articles order by url"
    assert rows(store, source) == [(credits_it.url, "a"), (refers.url, None)]
    read(store, [], [], [LONG])
    assert rows(store, source) == [
        (LONG.url, None),
        (credits_it.url, "a"),
        (refers.url, "a"),
    ]
    assert (LONG.id, credits_it.id, "copy", "copied_from") in pairs(store)
    assert (LONG.id, refers.id, "copy", "copied_from") in pairs(store)


def test_a_copy_of_a_third_outlet_takes_no_credit_away(store: Store):
    with duckdb.connect(store.path) as connection:
        connection.execute(
            "insert into outlets by name"
            " select 'a' as outlet, 'Zëri Shembull' as name, 'a.example' as domain"
        )
    refers = replace(C, body=f"Sipas Zërit Shembull, {WORDS}")
    read(store, [LONG, refers])
    source = ("select copied_from from articles where copied_from is not null",)
    assert rows(store, *source) == [("a",)]
    read(store, [], [], [NEAR])
    assert rows(store, *source) == [("a",)]


def test_a_stub_under_the_same_headline_is_part_of_the_text(store: Store):
    title = "Tubimi në shesh u mbajt pa incidente"
    full = replace(LONG, title=title)
    stub = replace(B, title=f"{title.upper()} | Lajme", body="Pak fjalë.")
    other = replace(C, title=title, body="Fjalë të tjera.")
    assert len(set(read(store, [stub, other], [full]).values())) == 2
    kinds = {kind for *ends, kind, _ in pairs(store) if full.id in ends}
    assert kinds == {"excerpt"}
    assert rows(store, "select distinct a_in_b, b_in_a from copy_pairs") == [
        (None, None)
    ]


def test_the_page_that_is_named_as_the_original_is_the_source(store: Store):
    with duckdb.connect(store.path) as connection:
        connection.execute(
            "insert into outlets by name"
            " select 'a' as outlet, 'Zëri' as name, 'a.example' as domain"
        )
    page = replace(NEAR, hours=-3).page()
    assert page.article is not None
    named = replace(page, article=replace(page.article, canonical_url=LONG.url))
    store.outbox.write(make_visit(named, visit_id="named"))
    store.apply(now=NOW)
    read(store, [LONG])
    assert pairs(store) == [(LONG.id, NEAR.id, "copy", "copied_from")]
    assert rows(
        store, "select copied_from from articles where copied_from is not null"
    ) == [("a",)]


# Bodies of which some are copies, excerpts and sources of others.
BODIES = [
    WORDS,
    mixed((WORDS, 110), (OTHER_WORDS, 10)),
    mixed((WORDS, 60)),
    mixed((WORDS, 70), (OTHER_WORDS, 70)),
    f"{OTHER_WORDS}\nBurimi: o1",
    f"Sipas O2, {OTHER_WORDS} sipas O3",
    TEXT,
    "E shkurtër.",
]
HEADLINES = ["Një titull me pesë fjalë", "Tjetër titull me pesë fjalë", "Një"]
near_prints = st.builds(
    Printed,
    name=st.just(""),
    hours=st.none() | st.sampled_from([0, 1, *range(-240, 260, 60)]),
    body=st.sampled_from(BODIES),
    title=st.sampled_from(HEADLINES),
    language=st.sampled_from(["sq", "sq", "sq", "en"]),
)
near_articles = st.lists(near_prints, min_size=2, max_size=9).map(
    lambda listed: [replace(each, name=f"o{n}") for n, each in enumerate(listed)]
)
NOTED = (
    "select * from copy_pairs order by all",
    "select * from shingles order by all",
    "select article_id, copy_cluster, copied_from from articles order by all",
)


def noted(opened: duckdb.DuckDBPyConnection, visits: Sequence[Sequence[Printed]], ids):
    for table in TABLES:
        opened.execute(f"truncate {table}")
    for printed in visits:
        pages = [each.page() for each in printed]
        visit = make_visit(*pages, visit_id=f"v{next(ids)}", feed=None, poll=None)
        apply_visit(opened, visit, now=NOW)
    return [opened.execute(sql).fetchall() for sql in NOTED]


@given(listed=near_articles, data=st.data())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_noted_of_copies_does_not_depend_on_the_order_of_arrival(
    opened: duckdb.DuckDBPyConnection, numbers: count, listed, data
):
    opened.execute("delete from outlets")
    opened.execute(
        "insert into outlets by name select 'o' || i as outlet, 'O' || i as name,"
        " 'o' || i || '.example' as domain from range(9) as numbers (i)"
    )
    at_once = noted(opened, [listed], numbers)
    arriving = data.draw(st.permutations(listed))
    cuts = data.draw(st.sets(st.integers(1, len(listed) - 1)))
    bounds = [0, *sorted(cuts), len(listed)]
    visits = [arriving[start:end] for start, end in pairwise(bounds)]
    assert noted(opened, visits, numbers) == at_once
    for check in queries.checks():
        if check.name.startswith("copy"):
            assert queries.run(check, opened, {}).rows == ()
    # As a recode of a database that never knew of copies would find them.
    for table in ("shingles", "copy_pairs"):
        opened.execute(f"truncate {table}")
    opened.execute("update articles set copy_cluster = article_id, copied_from = null")
    days = dict(opened.execute("select article_id, day from articles").fetchall())
    for printed in visits:
        compare(opened, {each.id: days[each.id] for each in printed})
    assert [opened.execute(sql).fetchall() for sql in NOTED] == at_once
