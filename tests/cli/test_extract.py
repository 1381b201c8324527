"""Texts read anew from the archive: as if they had been crawled so, or left alone."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Newsroom, make_newsroom
from tests.cli.test_recoding import FULL, STOPPED, run
from tests.db.builders import dump, held_elsewhere, make_page, make_store, rows
from tests.pipeline import fakes
from tests.recoding import LATER, SEEN, SENTENCES, configured, crawl, piece, problems
from tests.web.server import site
from tracker.cli.archived import archive_files, archived_pages
from tracker.cli.coders import spread_here
from tracker.cli.extracting import NAMED, Named, Tally, reread_articles
from tracker.core.fingerprint import coding_hash
from tracker.core.rereading import Reread
from tracker.db.archive import Archive
from tracker.db.replacing import Replaced
from tracker.db.store import Store
from tracker.model import Config, Extracted, Failure, Reply

CONFIG = configured()
Extraction = Callable[[Reply], Extracted | Failure]

# ------------------------------------------------------------ extractions


def old(reply: Reply) -> Extracted | Failure:
    """Title and body as they stand there."""
    return fakes.extract(reply)


def without_the_last_line(reply: Reply) -> Extracted | Failure:
    found = old(reply)
    assert isinstance(found, Extracted)
    return replace(found, body="\n".join(found.body.split("\n")[:-1]))


def spelt_out(reply: Reply) -> Extracted | Failure:
    """Longer texts, so that everything behind their first words moves."""
    found = old(reply)
    assert isinstance(found, Extracted)
    lines = [f"From our desk. {line}" for line in found.body.split("\n")]
    return replace(found, title=f"Morning: {found.title}", body="\n".join(lines))


def with_bylines(reply: Reply) -> Extracted | Failure:
    found = old(reply)
    assert isinstance(found, Extracted)
    return replace(found, author="Mira Shembulli", has_media=True, flags=("cut",))


NEWER = (without_the_last_line, spelt_out, with_bylines)

# ------------------------------------------------------------ archives and stores


def crawled(
    folder: Path, pieces: list, extraction: Extraction, config: Config = CONFIG
) -> Store:
    """A store and the archive beside it, made by crawling with an extraction."""
    folder.mkdir()
    store = make_store(folder)
    archive = Archive(folder / "archive", program="1", contact=None, clock=lambda: SEEN)
    with closing(archive):
        crawl(store, config, pieces, extract=extraction, keep_page=archive.keep)
    return store


def read_again(
    store: Store,
    extraction: Extraction,
    config: Config = CONFIG,
    *,
    most: int | None = None,
) -> tuple[Replaced, Tally]:
    """Read the archive again, or until so many batches of articles were replaced."""
    done, tally, stop = Replaced(), Tally(), Event()

    def pages() -> Iterator:
        for path in archive_files(store.path.parent / "archive"):
            yield from archived_pages(
                path, stopped=lambda: False, on_damage=pytest.fail
            )

    spread = spread_here(config, coding_hash(config), stop)
    articles = reread_articles(store.windows, pages(), extraction, tally)
    for number, found in enumerate(spread(articles), start=1):
        done += store.replace(found, coding_hash=coding_hash(config), now=LATER)
        if number == most:
            break
    return done, tally


def stored(store: Store) -> dict[str, list[str]]:
    """All that is stored; when a page is looked at again is left to the crawler."""
    pages = rows(store, "select * exclude (attempts, retry_at) from pages")
    return {**dump(store), "pages": sorted(map(str, pages))}


def moved(store: Store) -> list[tuple[object, ...]]:
    """Annotations whose words do not stand where they say."""
    return rows(
        store,
        """
        select a.article_id, a.version, a.surface
        from annotations as a inner join versions as v using (article_id, version)
        where a.surface <> substr(
            case a.field when 'title' then v.title else v.body end,
            a.start_char + 1, a.end_char - a.start_char
        )
        """,
    )


ABOUT = piece(
    "a", "\n".join(SENTENCES), "\n".join(SENTENCES[:5]) + "\nUpdate: all are free."
)
RAIN = piece("b", "\n".join(SENTENCES[::-1]))
PIECES = [ABOUT, RAIN, piece("c", f"{SENTENCES[6]}\n{SENTENCES[3]}\nIt is over.")]

# ------------------------------------------------------------ the law


@pytest.mark.parametrize("newer", NEWER)
def test_what_is_read_again_is_stored_as_if_it_had_been_crawled_so(tmp_path, newer):
    store = crawled(tmp_path / "old", PIECES, old)
    expected = crawled(tmp_path / "new", PIECES, newer)
    assert stored(store) != stored(expected)
    read_again(store, newer)
    assert stored(store) == stored(expected)
    assert moved(store) == problems(store) == []


_BODIES = st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=5, unique=True).map(
    "\n".join
)
_TEXTS = st.lists(_BODIES, min_size=1, max_size=3, unique=True)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(_TEXTS, min_size=1, max_size=5), newer=st.sampled_from(NEWER))
def test_any_articles_are_stored_as_if_they_had_been_crawled_so(
    tmp_path_factory, texts, newer
):
    folder = tmp_path_factory.mktemp("law")
    pieces = [piece(f"p{n}", *bodies) for n, bodies in enumerate(texts)]
    store = crawled(folder / "old", pieces, old)
    expected = crawled(folder / "new", pieces, newer)
    versions = "select article_id, version, seen_at from versions order by all"
    # Whether a text is a version of its own was decided by how it read then.
    assume(rows(store, versions) == rows(expected, versions))
    read_again(store, newer)
    assert stored(store) == stored(expected)
    assert moved(store) == []


LONG = "\n".join(
    f"{sentence} {' '.join(f'word{n}{m}' for m in range(12))}"
    for n, sentence in enumerate(SENTENCES)
)
OWN = "\n".join(f"Line {n} of its own: {' '.join('abcdefg')} {n}." for n in range(9))


def parted(reply: Reply) -> Extracted | Failure:
    """Only one of two texts that stood on a page."""
    found = old(reply)
    assert isinstance(found, Extracted)
    return replace(found, body=found.body.split("\nMORE NEWS\n")[0])


def test_copies_clusters_and_credits_are_those_of_the_new_texts(tmp_path):
    pieces = [
        piece("a", LONG),
        # copies of the first, as long as what stands below them is taken for theirs
        piece("b", f"{OWN}\nIt is over.\nMORE NEWS\n{LONG}"),
        piece("c", f"{LONG}\nSource: Lajme Shembull"),
        piece("d", f"{OWN}\nIt rained.\nMORE NEWS\n{LONG}"),
        piece("e", f"{LONG}\nMORE NEWS\n{OWN}\n{OWN[::-1]}"),
    ]
    store = crawled(tmp_path / "old", pieces, old)
    expected = crawled(tmp_path / "new", pieces, parted)
    pairs = "select kind, count(*) from copy_pairs group by all order by all"
    assert rows(store, pairs) != rows(expected, pairs)
    read_again(store, parted)
    assert stored(store) == stored(expected)
    read_again(store, old)
    assert stored(store) == stored(crawled(tmp_path / "again", pieces, old))


def test_a_second_reading_changes_nothing(tmp_path):
    store = crawled(tmp_path / "old", PIECES, old)
    done, _ = read_again(store, spelt_out)
    assert (done.articles, done.texts) == (3, 4)
    before = stored(store)
    done, tally = read_again(store, spelt_out)
    assert (done.articles, done.texts, tally.unread.count) == (0, 0, 0)
    assert stored(store) == before


def test_what_was_interrupted_is_whole_and_is_gone_on_with(tmp_path, monkeypatch):
    monkeypatch.setattr("tracker.cli.extracting.BATCH", 1)
    store = crawled(tmp_path / "old", PIECES, old)
    expected = stored(crawled(tmp_path / "new", PIECES, spelt_out))
    for _ in range(4):
        assert stored(store) != expected
        read_again(store, spelt_out, most=1)
        assert moved(store) == problems(store) == []
    assert stored(store) == expected


def test_pages_are_read_by_the_names_of_today(tmp_path):
    store = crawled(tmp_path / "old", PIECES, old, configured(incidents=()))
    store.sync(CONFIG, now=SEEN, program="tracker 1")
    read_again(store, spelt_out)
    expected = crawled(tmp_path / "new", PIECES, spelt_out)
    assert rows(store, "from incident_articles") == rows(
        expected, "from incident_articles"
    )


# ------------------------------------------------------------ what stays


def test_what_people_marked_stays_with_its_text_and_is_told(tmp_path):
    store = crawled(tmp_path / "old", PIECES, old)
    [(article, url)] = rows(
        store, "select article_id, url from articles where url like '%/a'"
    )
    with duckdb.connect(store.path) as connection:
        connection.execute(
            """
            insert into annotations by name
            select * replace ('MK' as coder) from annotations
            where article_id = ? and version = 2 and field = 'body' limit 1
            """,
            [article],
        )
    text = "select title, body from versions where article_id = $of and version = $n"
    before = [rows(store, text, of=article, n=number) for number in (1, 2)]
    _, tally = read_again(store, spelt_out)
    assert tally.held.first == [url]
    assert rows(store, text, of=article, n=1) != before[0]
    assert rows(store, text, of=article, n=2) == before[1]
    assert rows(store, "select count(*) from annotations where coder = 'MK'") == [(1,)]
    assert moved(store) == []


def test_what_people_coded_stays_with_its_text(tmp_path):
    store = crawled(tmp_path / "old", [RAIN], old)
    with duckdb.connect(store.path) as connection:
        connection.execute(
            "insert into codings by name"
            " select 'MK' as coder, article_id, version from versions"
        )
    done, tally = read_again(store, spelt_out)
    assert (done.articles, tally.held.count) == (0, 1)


MARKS = {
    "a marking": "insert into annotations by name select * replace ('MK' as coder)"
    " from annotations where version = 2 limit 1",
    "a marking of nobody": "insert into annotations by name"
    " select * replace (null as coder) from annotations where version = 2 limit 1",
    "a coding": "insert into codings by name"
    " select 'MK' as coder, article_id, version from versions where version = 2",
}


def marking(store: Store, sql: str) -> None:
    with duckdb.connect(store.path) as connection:
        connection.execute(sql)


@pytest.mark.parametrize("sql", MARKS.values(), ids=MARKS.keys())
def test_what_people_marked_meanwhile_stays_with_its_text(tmp_path, sql):
    store = crawled(tmp_path / "old", [ABOUT, RAIN], old)
    [file] = archive_files(tmp_path / "old" / "archive")
    pages = archived_pages(file, stopped=lambda: False, on_damage=pytest.fail)
    articles = reread_articles(store.windows, pages, spelt_out, Tally())
    [found] = spread_here(CONFIG, coding_hash(CONFIG), Event())(articles)
    marking(store, sql)
    text = "select title, body from versions where version = 2"
    before = rows(store, text)
    done = store.replace(found, coding_hash=coding_hash(CONFIG), now=LATER)
    assert rows(store, text) == before
    assert (done.articles, len(done.marked), done.outdated) == (1, 1, set())
    # The next run takes along what may be.
    _, tally = read_again(store, spelt_out)
    assert rows(store, text) == before
    assert tally.held.count == 1
    assert moved(store) == []
    [(first,)] = rows(
        store,
        "select title from versions where version = 1 and article_id in"
        " (select article_id from versions where version = 2)",
    )
    assert str(first).startswith("Morning: ")


def test_what_nobody_signed_is_theirs_all_the_same(tmp_path):
    store = crawled(tmp_path / "old", [ABOUT], old)
    marking(store, MARKS["a marking of nobody"])
    _, tally = read_again(store, spelt_out)
    assert tally.held.count == 1
    assert moved(store) == []


def test_a_page_of_which_no_text_is_left_keeps_the_stored_one(tmp_path):
    store = crawled(tmp_path / "old", [ABOUT, RAIN], old)
    before = stored(store)

    def emptied(reply: Reply) -> Extracted | Failure:
        found = old(reply)
        assert isinstance(found, Extracted)
        return replace(found, title="Subscribe", body="", flags=("stub",))

    done, tally = read_again(store, emptied)
    assert stored(store) == before
    assert (done.articles, tally.unread.count, tally.reserved) == (0, 3, set())
    assert set(tally.unread.first) == {ABOUT.url, RAIN.url}


def test_only_flags_tell_that_a_text_is_not_to_be_kept(tmp_path):
    store = crawled(tmp_path / "old", [ABOUT, RAIN], old)
    expected = stored(crawled(tmp_path / "new", [ABOUT, RAIN], spelt_out))
    with duckdb.connect(store.path) as connection:
        connection.execute("update versions set body = '' where version = 2")
    _, tally = read_again(store, spelt_out)
    assert (tally.reserved, tally.unread.count) == (set(), 0)
    assert stored(store) == expected


def test_an_article_that_stays_is_counted_once_however_far_its_pages_are_apart():
    tally = Tally()
    for number in (1, 2):
        tally.note("x", RAIN.url, Reread(article=None, held=(number,)))
        tally.note("y", ABOUT.url, Reread(article=None, is_reserved=True))
    assert (tally.held.count, tally.held.first) == (1, [RAIN.url])
    assert tally.reserved == {"y"}


def test_of_what_cannot_be_done_all_is_counted_and_some_is_named():
    those = Named()
    for number in range(NAMED + 5):
        those.add(str(number))
    assert (those.count, those.more) == (NAMED + 5, 5)
    assert those.first == [str(number) for number in range(NAMED)]


def test_a_text_that_is_not_to_be_kept_is_not_brought_in(tmp_path):
    reserved = piece("d", "\n".join(SENTENCES), is_reserved=True)
    store = crawled(tmp_path / "old", [RAIN, reserved], old)
    before = stored(store)

    def wished(reply: Reply) -> Extracted | Failure:
        found = spelt_out(reply)
        assert isinstance(found, Extracted)
        return replace(found, flags=("reserved",))

    _, tally = read_again(store, wished)
    assert len(tally.reserved) == 1  # the other one was never archived
    assert tally.pages == 1
    assert stored(store) == before


def test_a_page_that_cannot_be_read_any_more_keeps_its_text(tmp_path):
    store = crawled(tmp_path / "old", [RAIN], old)
    before = stored(store)
    _, tally = read_again(
        store, lambda _: Failure(outcome="not_article", detail="no text")
    )
    assert tally.unread.first == [RAIN.url]
    assert stored(store) == before


def test_an_article_that_got_another_text_meanwhile_waits_for_the_next_time(tmp_path):
    store = crawled(tmp_path / "old", [RAIN], old)

    def edited(reply: Reply) -> Extracted | Failure:
        with duckdb.connect(store.path) as connection:
            connection.execute(
                "insert into versions select * replace (version + 1 as version,"
                " 'x' as config_hash) from versions where version = 1"
            )
        return spelt_out(reply)

    pages = archived_pages(
        archive_files(tmp_path / "old" / "archive")[0],
        stopped=lambda: False,
        on_damage=pytest.fail,
    )
    articles = reread_articles(store.windows, pages, spelt_out, Tally())
    [slice_] = articles
    edited(Reply(asked="", url="", status=200, headers={}, body=b"T\nx"))
    [found] = spread_here(CONFIG, coding_hash(CONFIG), Event())([slice_])
    done = store.replace(found, coding_hash=coding_hash(CONFIG), now=LATER)
    assert done.articles == done.texts == 0
    assert len(done.outdated) == 1


def test_the_ledger_knows_the_newest_texts_of_what_is_looked_at_again(tmp_path):
    store = crawled(tmp_path / "old", PIECES, old)
    known = store.due(now=SEEN + timedelta(days=2), outlets=None, force=False).known
    hashes = rows(
        store,
        "select url_hash, text_hash from pages"
        " inner join versions using (article_id) where latest",
    )
    assert hashes
    assert all(known.has_text(*each) for each in hashes)
    assert not known.has_text(hashes[0][0], "0" * 64)
    assert not known.has_text(1, str(hashes[0][1]))


# ------------------------------------------------------------ the command


def ask(room: Newsroom, sql: str):
    with duckdb.connect(room.folder / "data/coverage.duckdb", read_only=True) as opened:
        return opened.execute(sql).fetchall()


@pytest.fixture(scope="module")
def archived_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with site() as served:
        room = make_newsroom(tmp_path_factory.mktemp("archived"), served)
        configure(room, "archive: data/archive")
        assert room.tracker("crawl").returncode == 0
        yield room


@pytest.fixture
def archived(archived_once: Newsroom, tmp_path: Path) -> Newsroom:
    """A newsroom of one's own that has its two articles, and their pages archived."""
    shutil.copytree(archived_once.folder, tmp_path, dirs_exist_ok=True)
    room = Newsroom(tmp_path, archived_once.site)
    room.publish("one", "two")
    return room


def configure(room: Newsroom, line: str) -> None:
    path = room.folder / "config.yaml"
    path.write_text(f"{line}\n{path.read_text()}")


TABLES = ("articles", "versions", "annotations", "incident_articles", "pages", "tokens")


FIRST = "article_id = (select min(article_id) from versions)"


def contents(room: Newsroom) -> dict[str, list[str]]:
    return {table: sorted(map(str, ask(room, f"from {table}"))) for table in TABLES}


def spoil(room: Newsroom, which: str = FIRST) -> None:
    """Store what an earlier extraction may have made of some pages, one if not told."""
    with duckdb.connect(room.folder / "data/coverage.duckdb") as connection:
        connection.execute(
            f"update versions set title = 'Menu', body = 'Home' where {which}"  # noqa: S608
        )


def test_the_command_restores_what_the_pages_say(archived: Newsroom):
    before = contents(archived)
    spoil(archived)
    assert contents(archived) != before
    done = archived.tracker("recode", "--extract")
    assert done.returncode == 0, done.stdout
    assert "read 2 pages of the archive in " in done.stdout
    assert ": 1 text of 1 article read otherwise now\n" in done.stdout
    assert "2 of 2 stored texts have their page in the archive" in done.stdout
    assert done.stdout.endswith("every stored text is coded by this configuration\n")
    assert contents(archived) == before
    command, counts = ask(
        archived, "select command, counts from runs order by started_at desc limit 1"
    )[0]
    assert (command, json.loads(counts)["texts"]) == ("recode", 1)


def test_where_nothing_reads_otherwise_nothing_is_written(archived: Newsroom):
    before = (archived.folder / "data/coverage.duckdb").read_bytes()
    done = archived.tracker("recode", "--extract", "--jobs", "1")
    assert done.returncode == 0
    assert ": 0 texts of 0 articles read otherwise now\n" in done.stdout
    assert (archived.folder / "data/coverage.duckdb").read_bytes() == before


def test_a_dry_run_counts_the_pages_and_does_nothing(archived: Newsroom):
    spoil(archived)
    before = (archived.folder / "data/coverage.duckdb").read_bytes()
    done = archived.tracker("recode", "--extract", "--dry-run")
    assert done.returncode == 0
    assert done.stdout.startswith(
        "2 of 2 stored texts have their page in the archive; the other 0 stay"
    )
    assert (archived.folder / "data/coverage.duckdb").read_bytes() == before


def test_texts_without_a_page_are_counted(archived: Newsroom):
    for path in (archived.folder / "data/archive").iterdir():
        path.unlink()
    archived.publish("three", "one", "two")
    archived.tracker("crawl", "--force")
    done = archived.tracker("recode", "--extract", "--dry-run")
    assert "1 of 3 stored texts have their page in the archive" in done.stdout


def test_an_article_whose_pages_are_far_apart_is_counted_once(archived: Newsroom):
    with duckdb.connect(archived.folder / "data/coverage.duckdb") as connection:
        connection.execute(
            f"insert into versions by name select * replace (2 as version,"  # noqa: S608
            f" seen_at + interval 1 day as seen_at) from versions where {FIRST}"
        )
        [(url, seen_at)] = connection.execute(
            "select url, seen_at from versions inner join pages using (article_id)"
            " where version = 2"
        ).fetchall()
    again = Archive(
        archived.folder / "data/archive", program="1", contact=None, clock=lambda: SEEN
    )
    at = seen_at.replace(tzinfo=UTC)
    body = archived.site.routes[urlsplit(url).path].body
    with closing(again):
        again.keep(
            Reply(asked=url, url=url, status=200, headers={}, body=body),
            make_page(url, at=at),
            at,
        )
    spoil(archived, FIRST)
    one_by_one = "from tracker.cli import extracting\nextracting.BATCH = 1\n"
    done = run(archived, one_by_one, "--extract", "--jobs", "1")
    assert ": 2 texts of 1 article read otherwise now\n" in done.stdout


def test_damage_is_named_and_the_rest_is_read(archived: Newsroom):
    [path] = (archived.folder / "data/archive").iterdir()
    path.write_bytes(path.read_bytes()[:-30])
    done = archived.tracker("recode", "--extract")
    assert done.returncode == 1
    assert f"note: {path.name}, record " in done.stdout
    assert "; nothing more of it was read\n" in done.stdout
    assert "what is behind it was read" not in done.stdout
    assert "1 of 2 stored texts have their page in the archive" in done.stdout


@pytest.mark.parametrize("archive", ["null", "data/archive"])
def test_without_an_archive_it_says_how_to_get_one(newsroom: Newsroom, archive):
    newsroom.tracker("crawl")
    configure(newsroom, f"archive: {archive}")
    done = newsroom.tracker("recode", "--extract")
    assert done.returncode == 2
    assert "archive:" in done.stderr


def test_an_archive_that_cannot_be_written_is_told_before_anything_is_fetched(
    newsroom: Newsroom,
):
    configure(newsroom, "archive: my-file")
    (newsroom.folder / "my-file").write_text("")
    done = newsroom.tracker("crawl")
    assert done.returncode == 2
    assert "`archive:`" in done.stderr
    assert newsroom.site.asked == []


def test_told_to_stop_it_says_so_and_goes_on(archived: Newsroom):
    before = contents(archived)
    spoil(archived, "true")
    one_by_one = "from tracker.cli import extracting\nextracting.BATCH = 1\n"
    stops = one_by_one + STOPPED.replace("SIGNAL", "SIGTERM")
    done = run(archived, stops, "--extract", "--jobs", "1")
    assert done.returncode == 1, done.stderr
    assert ": 1 text of 1 article read otherwise now\n" in done.stdout
    assert "note: stopped as asked; what was done stays, `tracker recode" in done.stdout
    assert archived.tracker("recode", "--extract").returncode == 0
    assert contents(archived) == before


def test_a_full_disk_is_told_and_nothing_is_half(archived: Newsroom):
    before = contents(archived)
    spoil(archived)
    spoilt = contents(archived)
    done = run(archived, FULL, "--extract", "--jobs", "1")
    assert (done.returncode, done.stderr) == (1, "")
    assert "the disk is full" in done.stdout
    assert contents(archived) == spoilt
    assert archived.tracker("recode", "--extract").returncode == 0
    assert contents(archived) == before


def test_a_database_that_is_taken_is_told(archived: Newsroom):
    spoil(archived)
    with held_elsewhere(archived.folder / "data/coverage.duckdb", read_only=False):
        done = archived.tracker("recode", "--extract", "--dry-run")
    assert done.returncode != 0
    assert "is open in process" in done.stdout + done.stderr
