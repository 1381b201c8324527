import pytest

from tests.cli.conftest import Newsroom
from tracker.cli.lists import read_list
from tracker.errors import InputError


def add(newsroom: Newsroom, name: str, text: str | bytes):
    raw = text if isinstance(text, bytes) else text.encode()
    (newsroom.folder / name).write_bytes(raw)
    return newsroom.tracker("add", "--file", name)


def test_a_bad_line_is_named_and_the_rest_of_the_list_is_fetched(newsroom):
    one, two = newsroom.site.url("/one"), newsroom.site.url("/two")
    done = add(
        newsroom,
        "list.txt",
        f"\ufeff# mine\n{one}\n\nwww.bregu.example/x\n{one} the first\n{two}\n",
    )
    assert done.returncode == 1, done.stderr
    assert newsroom.site.paths() == ["/one", "/two"]
    told = done.stdout
    assert f"{one}: matched" in told
    assert f"{two}: matched" in told
    assert (
        "list.txt:4: www.bregu.example/x: not an http or https address; skipped" in told
    )
    assert f"list.txt:5: {one} the first: the address contains" in told
    assert done.stderr == ""


def test_a_list_of_nothing_but_bad_lines_fetches_nothing_and_says_so(newsroom):
    done = add(newsroom, "list.txt", "one\n")
    assert done.returncode == 1
    assert "list.txt:1: one: not an http or https address; skipped" in done.stdout
    assert newsroom.site.asked == []


def test_a_bad_address_on_the_command_line_is_refused(newsroom):
    done = newsroom.tracker("add", newsroom.site.url("/one"), "bregu.example")
    assert done.returncode == 2
    assert done.stderr == "bregu.example: not an http or https address\n"
    assert newsroom.site.asked == []


def test_an_address_of_an_outlet_that_is_only_listed_is_named(newsroom):
    path = newsroom.folder / "config.yaml"
    path.write_text(path.read_text().replace("id: bregu", "id: bregu, fetch: false"))
    url = newsroom.site.url("/one")
    done = add(newsroom, "list.txt", url)
    assert done.returncode == 1
    assert done.stdout == f"{url}: not fetched: `fetch` of bregu is false\n"
    assert newsroom.site.asked == []


def test_an_empty_list_is_refused(newsroom):
    done = add(newsroom, "list.txt", "# nothing yet\n")
    assert done.returncode == 2
    assert "name addresses" in done.stderr


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_a_spreadsheet_is_read(newsroom, delimiter):
    rows = [
        ["Date", "Title", "URL"],
        ["2.3.2026", '"A, B; C"', newsroom.site.url("/one")],
        ["", "", ""],
        ["3.3.2026", "D", "none"],
        ["4.3.2026", "E", newsroom.site.url("/two")],
    ]
    text = "".join(f"{delimiter.join(row)}\r\n" for row in rows)
    done = add(newsroom, "list.csv", "\ufeff" + text)
    assert done.returncode == 1, done.stderr
    assert "list.csv:4: none: not an http or https address; skipped" in done.stdout
    assert newsroom.site.paths() == ["/one", "/two"]


def addresses(listed):
    return tuple(entry.url for entry in listed.entries)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "list.csv"

    def table(text: str):
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return table


def test_a_row_without_its_address_is_named(table):
    path = table("url;title\nhttps://a.example/;A\n;B\n;\n")
    listed = read_list(path)
    assert addresses(listed) == ("https://a.example/",)
    assert listed.skipped == (f"{path}:3: no address; skipped",)


def test_a_row_that_ends_early_is_named(table):
    path = table("title,url\nA\n")
    assert read_list(path).skipped == (f"{path}:2: no address; skipped",)


def test_a_text_of_two_lines_in_a_cell_keeps_the_number_of_the_next(table):
    path = table('title,url\n"A\nB",https://a.example/\nC,x\n')
    listed = read_list(path)
    assert addresses(listed) == ("https://a.example/",)
    assert listed.skipped[0].startswith(f"{path}:4: x: ")


def test_a_comma_in_a_quoted_column_name_is_no_delimiter(table):
    path = table('"place, date, hour";URL\nx;https://a.example/\n')
    assert addresses(read_list(path)) == ("https://a.example/",)


def test_a_table_with_one_column_needs_no_delimiter(table):
    assert addresses(read_list(table("\r\nUrl\r\nhttps://a.example/,b;c\r\n"))) == (
        "https://a.example/,b;c",
    )


@pytest.mark.parametrize("sep", ["sep=;\r\n", "SEP=|\n", "sep=\t\r", "sep=,\n"])
def test_the_line_in_which_excel_names_the_delimiter_is_heeded(table, sep):
    delimiter, end = sep[4], sep[5:]
    rows = [["a,b;c", "url"], ["x", "https://a.example/"], ["y", ""]]
    rows[0][0] = f'"{rows[0][0]}"'
    path = table(sep + "".join(delimiter.join(row) + end for row in rows))
    listed = read_list(path)
    assert addresses(listed) == ("https://a.example/",)
    assert listed.skipped == (f"{path}:4: no address; skipped",)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('url,title\nhttps://a/,x\nhttps://b/,"x\nhttps://c/,y\n', 3, "not closed"),
        ('url,title\nhttps://a/,"x\nhttps://b/,"y"\n', 2, "not closed"),
        ('url,title\nhttps://a/,"x"y\n', 2, "expected after"),
        ('url,"title\nhttps://a/,x\n', 1, "not closed"),
        ('sep=;\n\nurl;"title"x\n', 3, "expected after"),
        ('sep=;\nurl;title\n\nhttps://a/;"x\n', 4, "not closed"),
    ],
)
def test_a_quotation_mark_out_of_place_is_named_with_its_line(table, text, line, what):
    path = table(text)
    with pytest.raises(InputError) as error:
        read_list(path)
    told = str(error.value)
    assert told.startswith(f"{path}:{line}: cannot be read as a table: ")
    assert what in told
    assert told.endswith("; mend this line, or save it as CSV again")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("title;Web link", "its columns: title, Web link; rename 'Web link' to url"),
        ("Page URL,title", "rename 'Page URL' to url"),
        ("a\tb", "its columns: a, b; name that of the addresses so"),
        ("", "its columns: none; name that of the addresses so"),
    ],
)
def test_a_table_without_the_column_says_what_to_rename(table, header, told):
    with pytest.raises(InputError, match="needs a column named url") as error:
        read_list(table(f"{header}\nx,y\n" if header else ""))
    assert str(error.value).endswith(told)


def test_a_cell_that_is_too_long_is_named_with_its_line(table):
    path = table(f"url\nhttps://a.example/\n{'x' * 200_000}\n")
    with pytest.raises(InputError, match=r"list\.csv:3: cannot be read as a table"):
        read_list(path)


def test_a_table_that_is_not_utf_8_says_how_to_save_it(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("url;title\nhttps://a.example/;Durrës\n".encode("cp1252"))
    with pytest.raises(InputError, match="in Excel: CSV UTF-8"):
        read_list(path)
