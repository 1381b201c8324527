import re

import pytest

from tests import docs
from tests.config import keys
from tracker.config import load, schema

SHAPES = [
    shape
    for shape in vars(schema).values()
    if isinstance(shape, type)
    and issubclass(shape, schema.Shape)
    and shape not in (schema.Shape, schema.ListsShape)
]


def test_every_kind_of_entry_has_a_table():
    assert {shape for shape, _ in keys.KINDS.values()} == set(SHAPES)


@pytest.mark.parametrize("kind", keys.KINDS)
def test_every_key_has_a_row_in_the_documentation_and_no_other(kind):
    shape, _ = keys.KINDS[kind]
    _, _, rest = docs.configuration().partition(f"\n### {kind}\n")
    table = re.split(r"\n##", rest, maxsplit=1)[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+\.) \| (.+) \|$", table, re.MULTILINE)
    assert {key for key, _, _ in rows} == shape.keys()
    assert len(rows) == len(shape.keys())
    for key, meaning, left_out in rows:
        assert len(meaning) < 120, key
        field = next(
            field
            for name, field in shape.model_fields.items()
            if key in (field.alias, name)
        )
        assert (left_out == keys.REQUIRED) == field.is_required(), key


@pytest.mark.parametrize("kind", keys.KINDS)
def test_the_meanings_use_no_words_of_programmers(kind):
    _, told = keys.KINDS[kind]
    jargon = re.compile(r"\b(null|list of|mapping|dict|string|boolean|integer)\b")
    assert not jargon.search(str(told))


def test_the_defaults_can_be_written_as_they_are_shown(write):
    text = "crawl:\n" + "".join(
        f"  {key}: {keys.default(schema.CrawlShape, key).strip('`')}\n"
        for key in ("interval", "delay", "hosts", "timeout", "max_bytes")
    )
    assert load(write(text)).crawl == load(write("")).crawl
    assert keys.default(schema.CrawlShape, "delay") == "`2s`"
    assert keys.default(schema.OutletShape, "fetch") == "`true`"
