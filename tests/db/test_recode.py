from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.db.builders import dump, held_elsewhere, make_store, rows
from tests.recoding import (
    CHOIR,
    DETAINED,
    FAIR,
    GUILD,
    LATER,
    OPENED,
    POLICE,
    SENTENCES,
    STRIKE,
    Piece,
    configured,
    crawl,
    found,
    piece,
    problems,
    recode_to,
    visit,
)
from tracker.core.fingerprint import coding_hash
from tracker.db import recoding
from tracker.db.store import Store
from tracker.errors import StoreBusyError
from tracker.model import Name

BEFORE = configured()
FERRY = replace(GUILD, names={"en": (Name(text="ferry"),)})
UNLIKE = {
    "actors": configured(actors=(replace(CHOIR, acronyms=()), FERRY, POLICE)),
    "labels": configured(
        actors=(replace(CHOIR, labels={"cold": {"en": ("ensemble",)}}), GUILD, POLICE)
    ),
    "incidents": configured(incidents=(replace(STRIKE, facts=FAIR.facts), FAIR)),
    "facts": configured(incidents=(replace(FAIR, facts=(OPENED,)),)),
    "zone": configured(timezone="Pacific/Kiritimati"),
}
FIRST, OTHER = " ".join(SENTENCES[:4]), " ".join(SENTENCES[3:])
PIECES = (
    piece("one", FIRST),
    piece("two", OTHER),
    piece("three", SENTENCES[6]),
    piece("edited", FIRST, f"{OTHER} {SENTENCES[6]}"),
)


@pytest.fixture
def paper(tmp_path: Path) -> Store:
    store = make_store(tmp_path)
    crawl(store, BEFORE, PIECES)
    return store


def expected(folder: Path, config, pieces=PIECES):
    folder.mkdir()
    store = make_store(folder)
    crawl(store, config, pieces)
    return found(store)


@pytest.mark.parametrize("part", UNLIKE)
def test_what_is_recoded_is_what_a_crawl_would_have_stored(paper, tmp_path, part):
    recode_to(paper, UNLIKE[part])
    assert found(paper) == expected(tmp_path / "crawled", UNLIKE[part])
    assert problems(paper) == []


PARTS = {
    "choir": st.sampled_from(
        [
            CHOIR,
            replace(CHOIR, acronyms=(), generic={}),
            replace(CHOIR, context=True),
            replace(CHOIR, names={}, anchors={"en": ("Monday",)}),
            replace(CHOIR, groups=("fans", "singers")),
        ]
    ),
    "labels": st.sampled_from([CHOIR.labels, {}, {"cold": {"en": ("ensemble",)}}]),
    "guild": st.sampled_from([(), (GUILD,)]),
    "facts": st.sampled_from([(), (DETAINED,), (DETAINED, OPENED)]),
    "strike": st.sampled_from([(), (STRIKE,)]),
    "about": st.sampled_from(["actor:choir AND fair", "fair", "protest"]),
    "days": st.sampled_from(
        [(FAIR.first_day, FAIR.last_day), (date(2026, 2, 1), date(2026, 3, 2))]
    ),
    "place": st.sampled_from([FAIR.place, "bakery"]),
    "nouns": st.sampled_from([FAIR.event_nouns, STRIKE.event_nouns, {}]),
    "zone": st.sampled_from(["Europe/Tirane", "Pacific/Kiritimati"]),
}
CONFIGS = st.fixed_dictionaries(PARTS).map(
    lambda chosen: configured(
        actors=(replace(chosen["choir"], labels=chosen["labels"]), POLICE, GUILD)
        if chosen["strike"]  # which asks for the guild
        else (
            replace(chosen["choir"], labels=chosen["labels"]),
            POLICE,
            *chosen["guild"],
        ),
        incidents=(
            replace(
                FAIR,
                about={"*": chosen["about"]},
                facts=chosen["facts"],
                first_day=chosen["days"][0],
                last_day=chosen["days"][1],
                place=chosen["place"],
                event_nouns=chosen["nouns"],
            ),
            *chosen["strike"],
        ),
        timezone=chosen["zone"],
    )
)
BODIES = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map(" ".join)
PAPERS = st.lists(
    st.lists(BODIES, min_size=1, max_size=2, unique=True), min_size=1, max_size=4
).map(lambda texts: tuple(piece(f"n{n}", *bodies) for n, bodies in enumerate(texts)))


@settings(max_examples=4)
@given(pieces=PAPERS, before=CONFIGS, after=CONFIGS, size=st.integers(1, 4))
def test_a_recode_is_the_crawl_that_knew_better(pieces, before, after, size):
    with TemporaryDirectory() as folder:
        recoded = make_store(Path(folder))
        crawl(recoded, before, pieces)
        recode_to(recoded, after, size=size)
        crawled = expected(Path(folder) / "crawled", after, pieces)
        assert found(recoded) == crawled
        assert problems(recoded) == []


def test_the_same_configuration_opens_no_window_to_write(paper: Store):
    before = dump(paper)
    with held_elsewhere(paper.path, read_only=True):
        assert recode_to(paper, BEFORE) == []
    assert dump(paper) == before


def test_a_recode_that_stopped_goes_on_where_it_was(paper, tmp_path):
    assert len(recode_to(paper, UNLIKE["actors"], size=1, slices=2)) == 2
    assert paper.outdated(coding_hash(UNLIKE["actors"])).articles == 2
    assert len(recode_to(paper, UNLIKE["actors"], size=1)) == 2
    assert found(paper) == expected(tmp_path / "crawled", UNLIKE["actors"])


@pytest.mark.parametrize(
    ("part", "stays"),
    [
        ("labels", ["actor", "fact", "quotes"]),
        ("incidents", ["actor", "label"]),
        ("facts", ["actor", "label", "quotes"]),
    ],
)
def test_only_what_is_affected_is_looked_at(paper: Store, part, stays):
    with duckdb.connect(paper.path) as connection:
        # What is not redone is not even compared, so that this must stay.
        connection.execute(
            "update annotations set surface = 'x' where list_contains($layers, layer)",
            {"layers": stays},
        )
        if "quotes" in stays:
            connection.execute("update quotes set speaker = 'x'")
        if part != "incidents":
            connection.execute("update incident_articles set reason = 'x'")
            connection.execute("update pages set detail = 'x'")
    before = rows(paper, SPOILT)
    assert {table for table, *_ in before} >= set(stays)
    recode_to(paper, UNLIKE[part])
    assert rows(paper, SPOILT) == before


SPOILT = """
    select layer as found, article_id, start_char from annotations where surface = 'x'
    union all
    select 'quotes' as found, article_id, start_char from quotes where speaker = 'x'
    union all
    select 'incidents' as found, article_id, 0 as start_char
    from incident_articles where reason = 'x'
    union all
    select 'pages' as found, article_id, 0 as start_char from pages where detail = 'x'
    order by all
"""


def test_rows_that_are_the_same_are_left_alone(paper: Store):
    before = Counter(found(paper)["annotations"])
    (done,) = recode_to(paper, UNLIKE["actors"])
    after = Counter(found(paper)["annotations"])
    layers = ("actor", "label", "event_noun", "fact")
    assert sum(done.removed[each] for each in layers) == (before - after).total()
    assert sum(done.added[each] for each in layers) == (after - before).total()
    assert before & after


def test_every_row_is_counted_as_it_was_came_and_went(paper: Store):
    def counts():
        return dict(
            rows(paper, "select layer, count(*) from annotations group by layer")
        )

    before = counts()
    (done,) = recode_to(paper, UNLIKE["labels"])
    assert done.before["label"] == before["label"]
    assert done.removed["label"] > 0
    assert (
        before["label"] - done.removed["label"] + done.added["label"]
        == counts()["label"]
    )
    assert set(done.before) == {"label"}


def test_incidents_that_articles_join_and_leave_are_counted(paper: Store):
    (done,) = recode_to(paper, configured(actors=(GUILD, POLICE), incidents=(STRIKE,)))
    assert done.left["fair"] == 3
    assert done.joined["strike"] == 3
    assert done.pages == {}


def test_older_versions_are_coded_again_too(paper: Store):
    recode_to(paper, UNLIKE["labels"])
    assert rows(
        paper,
        "select version, surface from annotations inner join pages using (article_id)"
        " where code = 'cold' and url like '%/edited' order by all",
    ) == [(1, "ensemble")]
    assert rows(paper, "select distinct config_hash from versions") == [
        (coding_hash(UNLIKE["labels"]),)
    ]


def test_what_people_coded_stays(paper: Store):
    with duckdb.connect(paper.path) as connection:
        connection.execute(
            "insert into annotations by name"
            " select distinct article_id, version, day, 'ab' as coder, 'hit' as kind,"
            " 'label' as layer, 'choir' as actor, 'cold' as code, 'title' as field,"
            " 0 as start_char, 4 as end_char, 'News' as surface from annotations"
        )
        connection.execute(
            "insert into codings by name"
            " select article_id, 'ab' as coder, 1 as version, 'label' as layer,"
            " 'done' as code from articles"
        )
    mine = rows(paper, "select * from annotations where coder = 'ab' order by all")
    codings = rows(paper, "select * from codings order by all")
    recode_to(paper, configured(actors=(POLICE,), incidents=()))
    assert (
        rows(paper, "select * from annotations where coder <> 'machine' order by all")
        == mine
    )
    assert rows(paper, "select * from codings order by all") == codings
    assert mine
    assert codings


def test_an_article_that_got_another_text_meanwhile_is_read_anew(paper, tmp_path):
    after = UNLIKE["actors"]
    changed = replace(PIECES[0], texts=(*PIECES[0].texts, PIECES[1].texts[0]))
    paper.sync(after, now=LATER, program="tracker 1")
    stale = list(paper.outdated_slices(coding_hash(after)))
    visit(paper, BEFORE, [changed], 1)

    class Late:
        """Gives what was read before the visit first."""

        def outdated_slices(self, coding_hash, *, size):
            return iter([stale.pop()]) if stale else paper.outdated_slices(coding_hash)

        def replace(self, found, *, coding_hash, now):
            return paper.replace(found, coding_hash=coding_hash, now=now)

        sync = paper.sync

    first, second = recode_to(Late(), after)
    assert (first.articles, second.articles) == (len(PIECES) - 1, 1)
    pieces = (changed, *PIECES[1:])
    assert (
        found(paper)["annotations"]
        == (expected(tmp_path / "crawled", after, pieces)["annotations"])
    )


def test_of_a_reserved_text_the_title_is_coded_and_its_incidents_stay(tmp_path: Path):
    store = make_store(tmp_path)
    text = f"The Bakers Guild came\n{FIRST}"
    crawl(store, BEFORE, [Piece("kept-out", (text,), is_reserved=True)])
    assert rows(store, "select body from versions") == [("",)]
    before = rows(store, "select * from incident_articles")
    assert len(before) == 1
    recode_to(store, configured(actors=(GUILD, POLICE, CHOIR)))
    assert rows(store, "select * from incident_articles") == before
    assert rows(store, "select surface, field from annotations") == [
        ("Bakers Guild", "title")
    ]
    assert rows(store, "select outcome from pages") == [("matched",)]


def test_a_reserved_text_leaves_an_incident_that_is_no_more(tmp_path: Path):
    store = make_store(tmp_path)
    crawl(store, BEFORE, [piece("kept-out", FIRST, is_reserved=True)])
    recode_to(store, configured(incidents=(STRIKE,), actors=(CHOIR, GUILD, POLICE)))
    assert rows(store, "select * from incident_articles") == []


IN_BODY = "The Harbour Choir, a beloved ensemble, sang at the fair on Monday."
OTHER_GROUPS = configured(actors=(replace(CHOIR, groups=("fans",)), GUILD, POLICE))


@pytest.mark.parametrize(
    ("title", "layers"),
    [
        ("Choirist spoke of a protest", {"actor", "event_noun"}),
        ("Choirist of a charity", {"actor", "label"}),
        ("Beloved ensemble sang", {"label"}),
        ("“We shall sing again,” said the police chief", {"quotes"}),
        (
            "Eleven people detained at a protest",
            {"event_noun", "fact", "figures"},
        ),
    ],
)
@pytest.mark.parametrize("after", [OTHER_GROUPS, UNLIKE["zone"]], ids=["names", "zone"])
def test_what_a_title_owes_to_a_body_that_was_not_kept_stays(
    tmp_path: Path, title, layers, after
):
    store = make_store(tmp_path)
    crawl(store, BEFORE, [Piece("x", (f"{title}\n{IN_BODY}",), is_reserved=True)])
    before = evidence(store)
    assert {row[0] for row in before} >= layers
    recode_to(store, after)
    assert evidence(store) == before
    assert problems(store) == []


def evidence(store: Store):
    return rows(
        store,
        "select layer, kind, code, start_char, end_char from annotations"
        " union all select 'quotes', 'hit', speaker, start_char, end_char from quotes"
        " union all select 'figures', 'hit', fact, start_char, end_char from figures"
        " order by all",
    )


@pytest.mark.parametrize(
    ("title", "after", "stays"),
    [
        (
            "Harbour Choir, a charity",
            configured(actors=(replace(CHOIR, labels={}), GUILD, POLICE)),
            {"actor"},
        ),
        (
            "HCX and choirist",
            configured(actors=(replace(CHOIR, acronyms=()), GUILD, POLICE)),
            {"actor"},
        ),
        (
            "Eleven people detained at a protest",
            configured(incidents=(replace(FAIR, facts=()),)),
            {"event_noun"},
        ),
        (
            "Eleven people detained at a protest",
            configured(incidents=(replace(FAIR, event_nouns={}),)),
            {"fact", "figures"},
        ),
        (
            "Eleven people detained at a protest",
            configured(incidents=(STRIKE,)),
            set(),
        ),
    ],
    ids=["labels", "names", "facts", "event nouns", "incident"],
)
def test_of_a_reserved_title_goes_what_the_configuration_has_no_more(
    tmp_path: Path, title, after, stays
):
    store = make_store(tmp_path)
    crawl(store, BEFORE, [Piece("x", (f"{title}\n{IN_BODY}",), is_reserved=True)])
    before = evidence(store)
    recode_to(store, after)
    assert {row[0] for row in evidence(store)} == stays
    assert len(evidence(store)) < len(before)
    assert problems(store) == []


def test_a_teaser_without_a_body_is_judged_by_its_title(tmp_path: Path):
    store = make_store(tmp_path)
    crawl(store, BEFORE, [Piece("t", ("Harbour Choir at the fair\n",), ("stub",))])
    assert rows(store, "select body from versions") == [("",)]
    recode_to(store, configured(actors=(POLICE,), incidents=()))
    assert rows(store, "select outcome from pages") == [("paywalled",)]
    assert found(store)["annotations"] == []


def test_a_crawler_with_old_names_that_reads_the_same_text_undoes_nothing(paper: Store):
    nothing = configured(actors=(POLICE,), incidents=())
    recode_to(paper, nothing)
    before = found(paper)
    visit(paper, BEFORE, PIECES[:1], 0)
    assert found(paper) == before
    assert paper.outdated(coding_hash(nothing)).articles == 0


def test_a_slice_ends_where_its_letters_are_too_many(paper: Store):
    now = coding_hash(UNLIKE["actors"])

    def sizes(largest: int) -> list[int]:
        found = recoding.slices(paper.windows, now, size=3, largest=largest)
        return [len(articles) for articles in found]

    (most,) = rows(paper, "select sum(length(title) + length(body)) from versions")[0]
    assert sizes(most) == [3, 1]
    assert sizes(1) == [1, 1, 1, 1]
    (whole,) = recoding.slices(paper.windows, now, size=9, largest=most)
    one, two = (
        sum(len(each.text.title + each.text.body) for each in article.texts)
        for article in whole[:2]
    )
    assert sizes(one + two)[0] == 2
    assert sizes(one + two - 1)[0] == 1


def test_a_teaser_that_names_nothing_is_behind_a_wall_again(tmp_path: Path):
    store = make_store(tmp_path)
    teaser = piece("teaser", SENTENCES[0], flags=("stub",))
    crawl(store, BEFORE, [teaser])
    assert rows(store, "select outcome from pages") == [("matched",)]
    nothing = configured(actors=(POLICE,), incidents=())
    recode_to(store, nothing)
    assert rows(store, "select outcome from pages") == [("paywalled",)]
    recode_to(store, BEFORE)
    assert rows(store, "select outcome from pages") == [("matched",)]


def test_an_article_that_nothing_keeps_stays_and_its_page_says_so(paper: Store):
    nothing = configured(actors=(POLICE,), incidents=())
    articles = rows(paper, "select * from articles order by all")
    recode_to(paper, nothing)
    assert rows(paper, "select * from articles order by all") == articles
    assert rows(paper, "select distinct outcome, detail from pages") == [
        ("unmatched", "names nothing that is tracked")
    ]
    assert problems(paper) == []


def test_a_page_that_is_matched_now_is_looked_at_again_while_it_is_young(
    tmp_path: Path,
):
    store = make_store(tmp_path)
    crawl(store, BEFORE, [piece("rain", SENTENCES[6])])
    assert rows(store, "select outcome, retry_at from pages") == [("unmatched", None)]
    recode_to(store, configured(actors=(FERRY,), incidents=()))
    # LATER is 40 days on: old enough to be left alone.
    assert rows(store, "select outcome, retry_at from pages") == [("matched", None)]


def test_a_visit_that_finds_nothing_either_leaves_the_page_unmatched(paper: Store):
    nothing = replace(configured(actors=(POLICE,), incidents=()), keep="matched")
    recode_to(paper, nothing)
    changed = replace(PIECES[0], texts=(*PIECES[0].texts, f"News\n{SENTENCES[6]}"))
    visit(paper, nothing, [changed], 1)
    assert rows(
        paper, "select outcome, detail from pages where url = $url", url=changed.url
    ) == [("unmatched", "names nothing that is tracked")]


def test_a_file_that_is_taken_ends_the_run_and_keeps_what_was_done(paper: Store):
    after = UNLIKE["actors"]
    recode_to(paper, after, size=1, slices=1)
    done = found(paper)
    with held_elsewhere(paper.path, read_only=True), pytest.raises(StoreBusyError):
        recode_to(paper, after, size=1)
    assert found(paper) == done
    assert paper.outdated(coding_hash(after)).articles == len(PIECES) - 1


def test_a_window_that_fails_changes_nothing(paper: Store):
    after = UNLIKE["actors"]
    paper.sync(after, now=LATER, program="tracker 1")
    before = found(paper)
    with duckdb.connect(paper.path) as connection:
        connection.execute("alter table figures rename to figures_elsewhere")
    with pytest.raises(duckdb.CatalogException):
        recode_to(paper, after)
    with duckdb.connect(paper.path) as connection:
        connection.execute("alter table figures_elsewhere rename to figures")
    assert found(paper) == before


@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_database_that_is_older_than_its_copies_catches_up(tmp_path: Path, size):
    long = " ".join(f"word{n}" for n in range(100))
    pieces = (
        *PIECES,
        piece("first", f"{FIRST} {long}"),
        piece("again", f"{FIRST} {long} Ferries."),
        piece("part", " ".join(long.split()[:60])),
        piece("same", FIRST),
    )
    store = make_store(tmp_path)
    crawl(store, BEFORE, pieces)
    crawled = found(store)
    assert {row.split(", ")[2] for row in crawled["copy_pairs"]} == {
        "'copy'",
        "'excerpt'",
    }
    with duckdb.connect(store.path) as connection:
        connection.execute("truncate copy_pairs; truncate shingles")
        connection.execute("update articles set copy_cluster = article_id")
        connection.execute(
            "update versions set"
            " config_hash = regexp_replace(config_hash, '[0-9]+$', '1')"
        )
    recode_to(store, BEFORE, size=size)
    assert found(store) == crawled
    assert problems(store) == []


def test_the_first_run_after_rules_changed_redoes_everything(paper: Store):
    with duckdb.connect(paper.path) as connection:
        connection.execute(
            "update versions set"
            " config_hash = regexp_replace(config_hash, '[.][0-9]+$', '')"
        )
        connection.execute("delete from annotations")
    assert paper.outdated(coding_hash(BEFORE)).parts == {"rules"}
    recode_to(paper, BEFORE)
    assert rows(paper, "select count(*) > 0 from annotations") == [(True,)]
    assert paper.outdated(coding_hash(BEFORE)).articles == 0
