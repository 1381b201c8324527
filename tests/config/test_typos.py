"""The law of the error messages: no slip in a key goes unseen, or unexplained."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.config import load, yamlfile
from tracker.config.schema import MainShape, keys_at
from tracker.errors import ConfigError

SAMPLE = Path(__file__).with_name("sample.yaml").read_text(encoding="utf-8")
LETTERS = "abcdefghijklmnopqrstuvwxyz_"

Steps = tuple[str | int, ...]


def fixed_keys(data: object, path: Steps = ()) -> Iterator[Steps]:
    """Paths of all keys that we name (languages and families are the user's)."""
    if isinstance(data, dict):
        known = keys_at(MainShape, path)
        for key, value in data.items():
            if known:
                yield (*path, key)
            yield from fixed_keys(value, (*path, key))
    if isinstance(data, list):
        for n, value in enumerate(data):
            yield from fixed_keys(value, (*path, n))


DOCUMENT = yamlfile.read(SAMPLE.encode(), name="sample")
KEYS = sorted(fixed_keys(DOCUMENT.data), key=str)


def one_edit(word: str) -> set[str]:
    splits = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    return {
        *(a + b[1:] for a, b in splits if b),
        *(a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1),
        *(a + c + b[1:] for a, b in splits if b for c in LETTERS),
        *(a + c + b for a, b in splits for c in LETTERS),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("typos")


def test_the_sample_has_every_key_there_is(folder):
    path = folder / "whole.yaml"
    path.write_text(SAMPLE, encoding="utf-8")
    load(path)
    for parent in {key[:-1] for key in KEYS}:
        known = keys_at(MainShape, parent)
        used = {key[-1] for key in KEYS if key[:-1] == parent}
        simple = parent == ("actors", 1)
        assert used <= known
        assert simple or known - used <= {"include"}, parent


@given(data=st.data())
def test_a_typo_in_any_key_is_named_with_file_line_and_the_nearest_key(folder, data):
    place = data.draw(st.sampled_from(KEYS))
    parent, key = place[:-1], place[-1]
    known = keys_at(MainShape, parent)
    typo = data.draw(st.sampled_from(sorted(one_edit(key) - {""})))
    assume(typo not in known)
    line = DOCUMENT.line(place)
    lines = SAMPLE.splitlines()
    lines[line - 1] = re.sub(rf"(?<!\w){key}:", f"{typo}:", lines[line - 1], count=1)
    path = folder / "config.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load(path)
    told = [line for line in str(error.value).splitlines() if "unknown key" in line]
    assert len(told) == 1
    assert told[0].startswith(f"{path}:{line}: ")
    found = re.search(r" (\S+): unknown key; did you mean '(.+)'\?$", told[0])
    assert found
    named, meant = found.groups()
    assert named.split(".")[-1] == typo
    assert meant in known
    assert typo in one_edit(meant)


def all_paths(data: object, path: Steps = ()) -> Iterator[Steps]:
    yield path
    entries = data.items() if isinstance(data, dict) else ()
    entries = enumerate(data) if isinstance(data, list) else entries
    for step, value in entries:
        yield from all_paths(value, (*path, step))


PATHS = sorted(all_paths(DOCUMENT.data), key=str)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner)
    ),
    max_leaves=3,
)


@given(place=st.sampled_from(PATHS), odd=ODD)
def test_any_value_in_any_place_is_taken_or_a_told_mistake(folder, place, odd):
    data = {"": json.loads(json.dumps(DOCUMENT.data))}
    parent = data
    *way, last = ("", *place)
    for step in way:
        parent = parent[step]
    parent[last] = odd
    path = folder / "odd.yaml"
    path.write_text(json.dumps(data[""]), encoding="utf-8")
    told = str(path)
    try:
        load(path)
    except ConfigError as error:
        told = str(error)
    assert all(line.startswith((str(path), "    ")) for line in told.splitlines())


@given(st.text())
def test_any_text_is_a_configuration_or_a_told_mistake(folder, text):
    path = folder / "any.yaml"
    path.write_bytes(text.encode(errors="surrogatepass"))
    told = str(path)
    try:
        load(path)
    except ConfigError as error:
        told = str(error)
    assert told.startswith(str(path))
