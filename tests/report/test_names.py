import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tracker.report.names import HASH_DIGITS, SLUG_LENGTH, file_stem, inside

RESERVED = re.compile(r"(con|prn|aux|nul|com\w|lpt\w|conin\$|conout\$)", re.IGNORECASE)
LONGEST_NAME = 255  # bytes, on every file system of today


def as_a_file_system_sees_it(name: str) -> str:
    """Without case, without accents, without width: the least that may tell apart."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@given(st.text(), st.text())
@example("../../../etc/passwd", "../x")
@example("CON", "CON")
@example("nul.txt", "")
@example("-rf", "-rf")
@example("." * 3, "...")
@example("a\u202egpj.exe", "\udcff")
@example("x" * 300, "k")
@example("C:\\x\\..\\", "C:")
def test_any_title_gives_a_portable_name(title, key):
    name = file_stem(title, key)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*[a-f0-9]", name)
    assert len(name) <= SLUG_LENGTH + 1 + HASH_DIGITS
    assert not RESERVED.fullmatch(name.partition(".")[0])
    assert len(f"{name}.html.gz") < LONGEST_NAME
    assert name == file_stem(title, key)


@given(st.text(), st.text(), st.text(), st.text())
@example("Tiranë", "k1", "Tirane\u0308", "k2")
@example("Tiranë", "k", "tirane", "K")
@example("Zëri", "ë", "Zëri", "e\u0308")
@example("x", "\ud800", "x", "\ud801")
def test_two_keys_never_share_a_name_on_any_file_system(one, key, other, another):
    assume(key != another)
    names = [file_stem(one, key), file_stem(other, another)]
    assert len(set(map(as_a_file_system_sees_it, names))) == 2


def test_the_words_of_a_title_can_be_read():
    assert file_stem("Çmimet e energjisë: +5 %!", "k").startswith(
        "cmimet-e-energjise-5-"
    )
    assert file_stem("نام", "k").startswith("x-")
    assert "--" not in file_stem("x" * (SLUG_LENGTH - 1) + " y", "k")


@given(st.text(), st.text())
def test_a_name_made_here_always_lies_inside(tmp_path_factory, title, key):
    folder = tmp_path_factory.getbasetemp()
    path = inside(folder, file_stem(title, key) + ".html")
    assert path.parent == folder.resolve()


PATHS = [
    *("", ".", "..", "../x", "a/b", "a/../b", "/etc/passwd", "a/", "a\0b"),
    *("..\\x", "a\\b", "C:x", "C:\\x", "\\\\host\\share\\x"),
]


@pytest.mark.parametrize("name", PATHS)
def test_a_path_is_no_name(tmp_path, name):
    with pytest.raises(ValueError, match=r"not the name of a file|null"):
        inside(tmp_path, name)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="not the name of a file"):
        inside(folder, "link")


def test_a_folder_may_itself_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert inside(tmp_path / "link", "x") == (tmp_path / "real/x").resolve()
