"""Pages are read out of WARC files, whoever wrote them and whatever became of them."""

import gzip
import io
import os
import shutil
import subprocess
import threading
import tracemalloc
import zlib
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.web.server import Answer, site
from tests.web.warcs import HTML, address, answer, by_hand, page, written
from tracker.model import Failure, Reply
from tracker.web import members
from tracker.web.warc import Damaged, Record, read_records

# warcio leaves it to the garbage collector to close what it no longer needs
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

LARGEST = 1_000_000
SEEN = datetime(2022, 7, 15, 10, 20, 30, tzinfo=UTC)


@pytest.fixture(params=["fastest", "zlib"])
def unpacker(request, monkeypatch):
    if request.param == "zlib":
        monkeypatch.setattr(members, "fastest", members.plain_zlib)


class Pipe(io.RawIOBase):
    """Gives few bytes at a time, and cannot go back."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data, self._size = io.BytesIO(data), size

    def read(self, size=-1):
        return self._data.read(min(size, self._size))

    def seek(self, *_place):
        raise AssertionError("a pipe was asked to go back")


def found(data, *, wanted=lambda _url: True, largest=LARGEST, **options):
    stream = data if isinstance(data, io.IOBase) else io.BytesIO(data)
    return list(read_records(stream, wanted=wanted, largest=largest, **options))


def only(data, **options) -> Record:
    (record,) = found(data, **options)
    assert isinstance(record, Record), record
    return record


def bodies(records) -> list[bytes]:
    return [one.reply.body for one in records if isinstance(one, Record)]


def damages(records) -> list[Damaged]:
    return [one for one in records if isinstance(one, Damaged)]


def failure(data, **options) -> tuple[str, str]:
    reply = only(data, **options).reply
    assert isinstance(reply, Failure)
    return reply.outcome, reply.detail


PAGES = [(address(number), page(number)) for number in range(6)]
BODIES = [body for _, body in PAGES]


# ------------------------------------------------------------------ who wrote it


@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_what_warcio_wrote_is_read(unpacker, version, packed):
    records = found(written(PAGES, version=version, packed=packed).data)
    assert [(one.url, one.captured_at) for one in records] == [
        (url, SEEN) for url, _ in PAGES
    ]
    for record, (url, body) in zip(records, PAGES, strict=True):
        assert record.reply == Reply(
            asked=url,
            url=url,
            status=200,
            headers={"content-type": "text/html; charset=utf-8"},
            body=body,
        )


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_pipe_gives_the_same_however_slowly_it_runs(unpacker, packed, size):
    assert bodies(found(Pipe(written(PAGES, packed=packed).data, size))) == BODIES


def test_standard_input_is_read_to_its_end():
    data = written(PAGES).data
    reading, writing = os.pipe()

    def fill() -> None:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(data)

    thread = threading.Thread(target=fill)
    thread.start()
    with os.fdopen(reading, "rb") as pipe:
        assert bodies(found(pipe)) == BODIES
    thread.join()


def test_a_file_packed_as_a_whole_is_read(unpacker):
    assert bodies(found(gzip.compress(written(PAGES, packed=False).data))) == BODIES


def test_a_file_packed_in_blocks_that_know_no_records_is_read(unpacker):
    plain = written(PAGES, packed=False).data
    blocks = [plain[at : at + 700] for at in range(0, len(plain), 700)]
    assert bodies(found(b"".join(map(gzip.compress, blocks)))) == BODIES


@pytest.mark.parametrize("options", [(), ("--no-warc-compression",)], ids=["gz", "no"])
def test_what_wget_wrote_is_read(tmp_path, options):
    if shutil.which("wget") is None:
        pytest.skip("needs wget (apt-get install wget)")
    with site() as here:
        for number in range(3):
            here.routes[f"/{number}"] = Answer(body=page(number), headers=HTML)
        urls = [here.url(f"/{number}") for number in range(3)]
        subprocess.run(
            ["wget", "-q", "--no-proxy", "--warc-file=kept", *options, *urls],
            cwd=tmp_path,
            check=True,
        )
    (path,) = tmp_path.glob("kept.warc*")
    with path.open("rb") as stream:
        records = found(stream)
    assert [one.url for one in records] == urls
    assert bodies(records) == [page(number) for number in range(3)]
    assert all(one.captured_at.year >= 2024 for one in records)


def test_records_of_other_kinds_are_passed_over():
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "x"}))
    asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "bregu.example")], "")
    writer.write_record(
        writer.create_warc_record(address(1), "request", http_headers=asked)
    )
    writer.write_record(
        writer.create_revisit_record(address(2), "sha1:X", address(1), SEEN.isoformat())
    )
    writer.write_record(
        writer.create_warc_record(
            address(3),
            "metadata",
            payload=io.BytesIO(b"outlink: https://bregu.example/"),
            warc_content_type="application/warc-fields",
        )
    )
    for kind in ("text/html; charset=utf-8", "image/png"):
        writer.write_record(
            writer.create_warc_record(
                address(4),
                "resource",
                payload=io.BytesIO(page(4)),
                warc_content_type=kind,
            )
        )
    record = only(out.getvalue())
    assert record.url == address(4)
    assert record.reply.status == 200
    assert record.reply.headers == {"content-type": "text/html; charset=utf-8"}
    assert record.reply.body == page(4)


def test_only_what_is_wanted_is_given_and_each_address_is_asked_for_once():
    asked = []

    def wanted(url: str) -> bool:
        asked.append(url)
        return url == address(3)

    assert bodies(found(written(PAGES).data, wanted=wanted)) == [page(3)]
    assert asked == [url for url, _ in PAGES]


def test_reading_ends_before_the_next_record_when_stopped():
    read = []
    records = read_records(
        io.BytesIO(written(PAGES).data),
        wanted=lambda _url: True,
        largest=LARGEST,
        stopped=lambda: len(read) == 2,
    )
    for record in records:
        read.append(record)  # noqa: PERF402 - it is looked at meanwhile
    assert bodies(read) == BODIES[:2]


class Counted(io.RawIOBase):
    """Goes on with zeros for a long time, and counts how much was taken."""

    def __init__(self, begin: bytes, size: int) -> None:
        self._begin, self._left = io.BytesIO(begin), size
        self.taken = 0

    def read(self, size=-1):
        part = self._begin.read(size) or bytes(min(size, self._left))
        self._left -= len(part)
        self.taken += len(part)
        return part


LONG = 32_000_000


@pytest.mark.parametrize(
    "begin",
    [
        by_hand(answer(b""), length=LONG, end=b""),
        b"rubbish" * 20,
        gzip.compress(by_hand(answer(b""))) + b"rubbish",
    ],
    ids=["a large record", "a search", "a search for packed records"],
)
@pytest.mark.parametrize("is_wanted", [True, False], ids=["wanted", "passed over"])
def test_a_stop_is_heard_wherever_much_is_read(unpacker, begin, is_wanted):
    stream = Counted(begin, LONG)
    found(
        stream,
        wanted=lambda _url: is_wanted,
        largest=2 * LONG,
        stopped=lambda: stream.taken > LONG // 16,
    )
    assert LONG // 16 < stream.taken < LONG // 8


def test_blank_lines_between_records_may_be_many():
    between = b"\r\n" * 1_000_000
    parts = [by_hand(answer(page(n)), end=between) for n in range(3)]
    assert bodies(found(b"".join(parts))) == BODIES[:3]
    assert bodies(found(b"".join(map(gzip.compress, parts)))) == BODIES[:3]


# ------------------------------------------------------------------ the header


@pytest.mark.parametrize(
    "stated",
    [f"<{address(1)}>", f" {address(1)} ", address(1)],
    ids=["brackets", "blanks", "plain"],
)
def test_an_address_is_read_in_each_of_its_spellings(stated):
    data = by_hand(answer(b"<p>"), fields=[("WARC-Target-URI", stated)])
    assert only(data).url == address(1)


@pytest.mark.parametrize(
    "stated, url",
    [
        (b"https://a.example/\xc3\xab b", "https://a.example/ë%20b"),
        (b"https://a.example/%41\xeb?b=c#d", "https://a.example/%41%EB?b=c#d"),
    ],
    ids=["utf-8", "latin-1"],
)
def test_no_byte_of_an_address_is_lost(stated, url):
    data = by_hand(answer(b"<p>")).replace(address(1).encode(), stated)
    assert only(data).url == url


@pytest.mark.parametrize(
    "stated, seen",
    [
        ("2022-07-15T10:20:30Z", SEEN),
        ("2022-07-15T10:20:30.123456789Z", SEEN),
        ("20220715102030", SEEN),
        ("2022-07-15T10:20Z", SEEN.replace(second=59)),
        ("2022-07-15", datetime(2022, 7, 15, 23, 59, 59, tzinfo=UTC)),
        ("2024-02", datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ("2022", datetime(2022, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", None),
        ("2022-13-15T10:20:30Z", None),
        ("2022-02-30T10:20:30Z", None),
        ("0000", None),
        ("today", None),
        ("", None),
    ],
)
def test_a_date_stands_for_the_last_moment_that_it_allows(stated, seen):
    record = only(by_hand(answer(b"<p>"), fields=[("WARC-Date", stated)]))
    assert record.captured_at == seen


def test_names_of_fields_may_be_written_in_any_case_and_folded():
    data = by_hand(answer(b"<p>x")).replace(
        b"WARC-Target-URI: ", b"warc-target-uri:\r\n "
    )
    assert only(data).url == address(1)


@pytest.mark.parametrize(
    "fields, expected",
    [
        ([("WARC-Truncated", "length")], "too_large"),
        ([("WARC-Truncated", "disconnect")], "failed"),
        ([("WARC-Segment-Number", "1")], "failed"),
    ],
    ids=["length", "disconnect", "segment"],
)
def test_a_page_of_which_the_archive_has_a_part_is_not_read(fields, expected):
    assert failure(by_hand(answer(b"<p>x"), fields=fields))[0] == expected


# ------------------------------------------------------------------ the answer


def chunked(body: bytes, size: int = 100) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    chunks = (b"%x;name=x\r\n%s\r\n" % (len(part), part) for part in parts)
    return b"".join(chunks) + b"0\r\nTrailer: x\r\n\r\n"


HTML_LINE = "Content-Type: text/html"
GZIP_LINE = "Content-Encoding: gzip"
CHUNKS_LINE = "Transfer-Encoding: chunked"


@pytest.mark.parametrize(
    "body, lines",
    [
        (page(1), ()),
        (chunked(page(1)), (CHUNKS_LINE,)),
        (gzip.compress(page(1)), (GZIP_LINE,)),
        (chunked(gzip.compress(page(1))), (CHUNKS_LINE, GZIP_LINE)),
        (page(1), (CHUNKS_LINE, GZIP_LINE)),
        (page(1), ("Content-Encoding: br",)),
        (page(1), ("X-Crawler-Content-Encoding: br", "Content-Length: 10")),
        (page(1), ("no field", ": nothing", "X: \xe9")),
    ],
    ids=[
        "plain",
        "chunks",
        "gzip",
        "both",
        "undone, headers left",
        "undone brotli",
        "undone by Common Crawl",
        "broken headers",
    ],
)
def test_the_page_is_what_the_browser_would_have_got(body, lines):
    reply = only(by_hand(answer(body, HTML_LINE, *lines))).reply
    assert (reply.status, reply.body) == (200, page(1))
    assert reply.headers["content-type"] == "text/html"


@pytest.mark.parametrize(
    "block, said",
    [
        (answer(b"\x1b\x07\x00", "Content-Encoding: br"), "packed as 'br'"),
        (answer(gzip.compress(page(1))[:-20], GZIP_LINE), "is cut"),
        (answer(gzip.compress(page(1)) + b"<p>", GZIP_LINE), "something follows"),
        (answer(b"\x1f\x8b\x08" + b"x" * 50, GZIP_LINE), "not, or is damaged"),
        (answer(chunked(page(1))[:-250], CHUNKS_LINE), "is cut"),
        (answer(b"<p>", "Content-Length: 300"), "3 of its 300 bytes"),
        (b"<html>no headers</html>", "no answer of HTTP"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "no answer of HTTP"),
        (b"", "no answer of HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"x" * 300_000, "do not end"),
    ],
)
def test_what_cannot_be_read_whole_is_a_failure(block, said):
    outcome, detail = failure(by_hand(block))
    assert outcome == "failed"
    assert said in detail


@pytest.mark.parametrize("status", ["HTTP/1.0 404", "HTTP/2 404 Not Found"])
def test_an_answer_without_success_is_given_with_its_status(status):
    assert only(by_hand(answer(b"", status=status))).reply.status == 404


def test_headers_may_end_with_line_feeds_alone_or_with_the_record():
    block = answer(b"<p>x").replace(b"\r\n", b"\n")
    assert only(by_hand(block)).reply.body == b"<p>x"
    assert only(by_hand(b"HTTP/1.1 301 Moved\r\nLocation: /b\r\n")).reply.status == 301


# ------------------------------------------------------------------ what is large


def packed_bomb(size: int) -> bytes:
    return gzip.compress(b"<p>" + b" " * size)


@pytest.mark.parametrize(
    "block",
    [
        answer(b"x" * 200_000),
        answer(b"x" * 900_000),
        answer(packed_bomb(200_000_000), GZIP_LINE),
        answer(chunked(b"x" * 200_000, 5000), CHUNKS_LINE),
    ],
    ids=["larger", "much larger", "bomb", "chunks"],
)
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_page_larger_than_the_limit_is_named_and_the_next_is_read(
    unpacker, block, packed
):
    parts = [by_hand(block), written(PAGES[:1], packed=False).data]
    data = b"".join(map(gzip.compress, parts) if packed else parts)
    large, small = found(data, largest=100_000)
    assert large.reply.outcome == "too_large"
    assert small.reply.body == page(0)


def test_a_bomb_takes_no_more_memory_than_the_limit():
    inner = by_hand(answer(packed_bomb(200_000_000), GZIP_LINE))
    outer = gzip.compress(by_hand(answer(b" " * 100_000_000)))
    tracemalloc.start()
    try:
        found(inner, largest=100_000)
        found(outer, largest=100_000)
        found(outer, wanted=lambda _url: False)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 5_000_000


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_ten_thousand_records_take_no_more_memory_than_a_hundred(unpacker, packed):
    data = written([(address(n), page(n)) for n in range(100)], packed=packed).data

    class Repeated(io.RawIOBase):
        def __init__(self, times: int) -> None:
            self._left, self._now = times, io.BytesIO()

        def read(self, size=-1):
            part = self._now.read(size)
            if not part and self._left:
                self._left -= 1
                self._now = io.BytesIO(data)
                part = self._now.read(size)
            return part

    def most_for(times: int) -> int:
        count = 0
        tracemalloc.start()
        try:
            for record in read_records(
                Repeated(times), wanted=lambda _url: True, largest=LARGEST
            ):
                count += isinstance(record, Record)
            return tracemalloc.get_traced_memory()[1]
        finally:
            assert count == 100 * times
            tracemalloc.stop()

    most_for(1)
    assert most_for(100) < most_for(1) + 100_000


# ------------------------------------------------------------------ damage


@pytest.mark.parametrize("off", [-9, -5, -1, 0, 1, 2, 3, 11, 40])
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_of_a_file_that_is_cut_all_is_read_that_is_whole(unpacker, packed, off):
    file = written(PAGES, packed=packed)
    for number, end in enumerate(file.ends[:-1], start=1):
        records = found(file.data[: end + off])
        # The blank lines behind a plain record are no part of it.
        whole = number - (off < (0 if packed else -4))
        assert bodies(records) == BODIES[:whole]
        is_seen = off > 0 or (off < 0 and (packed or off < -4))
        assert [one.ends for one in damages(records)] == [True] * is_seen
        assert records[whole:] == damages(records)


def test_damage_names_the_record_and_the_byte_where_it_begins(unpacker):
    file = written(PAGES)
    data = bytearray(file.data)
    data[(file.ends[2] + file.ends[3]) // 2] ^= 0xFF
    records = found(bytes(data))
    assert records[3] == Damaged(
        where=f"record 4, near byte {file.ends[2]}", what="the gzip data is damaged"
    )
    assert bodies(records) == BODIES[:3] + BODIES[4:]


@pytest.mark.parametrize(
    "rubbish", [b"\0" * 600, b"<html>\r\n" * 99, b"\x1f\x8b\x08" * 9]
)
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_rubbish_between_records_costs_none_of_them(unpacker, packed, rubbish):
    file = written(PAGES, packed=packed)
    for place in (0, *file.ends):
        records = found(file.data[:place] + rubbish + file.data[place:])
        expected = BODIES
        if place == 0 and packed != rubbish.startswith(b"\x1f\x8b"):
            # A file is taken for what it begins as.
            expected = []
        assert bodies(records) == expected
        is_last = place == file.ends[-1] or not expected
        assert [one.ends for one in damages(records)] == [is_last]


@pytest.mark.parametrize("off", [-300, -5, -1, 5, 300, 20_000, 100_000_000])
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_record_with_a_wrong_length_costs_only_itself(unpacker, packed, off):
    block = answer(page(1) + b"<p>" * 100)
    records = [
        by_hand(answer(page(0))),
        by_hand(block, length=len(block) + off),
        by_hand(answer(page(2))),
        by_hand(answer(page(3))),
    ]
    read = found(b"".join(map(gzip.compress, records) if packed else records))
    kept = [page(0), page(2), page(3)]
    if not packed and off > LARGEST:
        # Nothing tells where such a record ends, and it is not kept in memory.
        kept = [page(0)]
    assert bodies(read) == kept
    assert len(damages(read)) == 1


def test_what_a_damaged_page_shows_is_not_taken_for_a_record(unpacker):
    shown = b"<pre>How a record looks:\n" + by_hand(answer(page(9))) + b"</pre>"
    block = answer(gzip.compress(shown), GZIP_LINE)
    bad = bytearray(gzip.compress(by_hand(block), 0))
    bad[-8] ^= 0xFF  # of its checksum
    records = found(bytes(bad) + written(PAGES[:1]).data)
    assert bodies(records) == BODIES[:1]
    assert len(damages(records)) == 1


@pytest.mark.parametrize(
    "broken",
    [
        by_hand(answer(b"<p>"), fields=[("Content-Length", "")]),
        by_hand(answer(b"<p>"), fields=[("Content-Length", "many")]),
        by_hand(answer(b"<p>"), fields=[("WARC-Type", "")]),
        by_hand(answer(b"<p>"), fields=[("X", "y" * 100_000)]),
        by_hand(answer(b"<p>"), version="WARC/7.0"),
    ],
    ids=["no length", "a length in words", "no type", "long", "a later version"],
)
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_record_whose_header_cannot_be_read_costs_only_itself(
    unpacker, packed, broken
):
    parts = [by_hand(answer(page(0))), broken, by_hand(answer(page(2)))]
    records = found(b"".join(map(gzip.compress, parts) if packed else parts))
    assert bodies(records) == [page(0), page(2)]
    assert len(damages(records)) == 1


@pytest.mark.parametrize("end", [b"", b"\r\n", b"\n\n", b"\r\n" * 9])
def test_a_writer_may_end_its_records_otherwise(end):
    parts = [by_hand(answer(page(n)), end=end) for n in range(3)]
    assert bodies(found(b"".join(parts))) == BODIES[:3]
    assert bodies(found(b"".join(map(gzip.compress, parts)))) == BODIES[:3]


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "empty"),
        (b"<html>no archive</html>", "no WARC record"),
        (b"\x28\xb5\x2f\xfd" + b"x" * 50, "zstd -dc"),
        (gzip.compress(b"<html>no archive</html>" * 9), "no WARC record"),
        (b"\x1f\x8bno gzip", "not packed with gzip"),
    ],
    ids=["empty", "html", "zstd", "packed html", "almost gzip"],
)
def test_a_file_that_is_no_warc_file_is_called_so_once(unpacker, data, said):
    (damaged,) = found(data)
    assert said in damaged.what
    assert damaged.ends


def test_a_stream_that_breaks_off_is_read_as_far_as_it_came(unpacker):
    file = written(PAGES)

    class Breaking(io.BytesIO):
        def read1(self, size=-1):
            part = super().read1(size)
            if not part:
                raise OSError(5, "Input/output error")
            return part

    records = found(Breaking(file.data[: file.ends[2]]))
    assert bodies(records) == BODIES[:3]
    assert "Input/output error" in records[-1].what
    assert records[-1].ends
    records = found(Breaking(file.data[: file.ends[2] + 40]))
    assert bodies(records) == BODIES[:3]
    (told,) = damages(records)
    assert ("Input/output error" in told.what, told.ends) == (True, True)


def test_what_only_looks_like_a_record_takes_no_memory_and_is_passed_once(unpacker):
    false = (b"\x1f\x8b\x08" + bytes(1021)) * (16 * 1024)
    file = written(PAGES)
    begin, end = file.data[: file.ends[2]], file.data[file.ends[2] :]
    stream = io.BytesIO(begin + false + end)
    tracemalloc.start()
    try:
        records = found(stream)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert bodies(records) == BODIES
    assert [one.ends for one in damages(records)] == [False]
    assert most < 4_000_000


damage = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut out", "put in"]),
        st.integers(0, 10**6),
        st.binary(min_size=1, max_size=40),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data: bytes, done: list[tuple[str, int, bytes]]) -> bytes:
    for how, at, what in done:
        place = at % (len(data) + 1)
        if how == "flip":
            there = data[place : place + len(what)]
            new = bytes(a ^ b for a, b in zip(there, what, strict=False))
            data = data[:place] + new + data[place + len(new) :]
        elif how == "cut out":
            data = data[:place] + data[place + what[0] :]
        else:
            data = data[:place] + what + data[place:]
    return data


@pytest.mark.parametrize("backend", ["fastest", "plain_zlib"])
@given(done=damage)
def test_damage_to_packed_records_never_invents_or_repeats_one(backend, done):
    file = written(PAGES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(members, "fastest", getattr(members, backend))
        records = found(damaged(file.data, done))
    read = bodies(records)
    # Each member bears a checksum: what is read is what was written, in its order.
    assert read == [body for body in BODIES if body in read]
    assert len(read) == len(set(read))
    # One damage meets two records at most, which are longer than what is cut out.
    if damaged(file.data, done).startswith(b"\x1f\x8b"):
        assert len(read) >= len(BODIES) - 2 * len(done)


@given(done=damage)
def test_damage_to_plain_records_never_repeats_one(done):
    records = found(damaged(written(PAGES, packed=False).data, done))
    urls = [one.url for one in records if isinstance(one, Record)]
    in_order = [url for url, _ in PAGES if url in urls]
    assert [url for url in urls if url in dict(PAGES)] == in_order
    assert len(records) <= 3 * len(PAGES)


@given(data=st.binary(max_size=300), begin=st.sampled_from([b"", b"WARC/1.0\r\n"]))
def test_no_bytes_raise_anything(data, begin):
    found(begin + data)
    found(gzip.compress(begin + data))
    found(zlib.compress(begin + data))


def test_a_record_is_read_whole_wherever_the_pipe_pauses(unpacker):
    file = written(PAGES[:2])

    class Halves(io.RawIOBase):
        def __init__(self, at: int) -> None:
            self._parts = [file.data[:at], file.data[at:], b""]

        def read(self, _size=-1):
            return self._parts.pop(0) if self._parts else b""

    for at, _ in pairwise(range(1, len(file.data), 13)):
        assert bodies(found(Halves(at))) == BODIES[:2]
