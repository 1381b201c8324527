import pytest

from tracker.config.yamlfile import read


def data(text: str) -> object:
    document = read(text.encode(), name="f.yaml")
    assert document.problems == ()
    return document.data


def said(text: str | bytes) -> list[str]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [str(problem) for problem in read(raw, name="f.yaml").problems]


def test_plain_words_are_read_as_yaml_1_2():
    assert data("[NO, no, yes, on, off, y]") == ["NO", "no", "yes", "on", "off", "y"]
    assert data("[true, False, null, ~]") == [True, False, None, None]
    assert data("[12, -3, 0x10, 0o17, 1.5, 1e3]") == [12, -3, 16, 15, 1.5, 1000.0]
    assert data("[2026-03-02, 12:30, 1_000]") == ["2026-03-02", "12:30", "1_000"]


def test_a_directive_does_not_bring_yaml_1_1_back():
    assert data("%YAML 1.1\n---\ncountry: NO\n") == {"country": "NO"}


def test_quoted_words_are_always_texts():
    assert data("""['true', "12", '']""") == ["true", "12", ""]


def test_keys_are_texts_even_when_they_look_like_something_else():
    assert data("{no: 1, 2022: 2, true: 3}") == {"no": 1, "2022": 2, "true": 3}


def test_an_empty_file_says_nothing():
    assert data("# only a comment\n") == {}


def test_a_byte_order_mark_is_ignored():
    assert data("\ufeffa: 1") == {"a": 1}


def test_letters_escaped_as_json_does_are_put_together():
    assert data(r'{"\ud83d\ude00": "\ud83d\ude00", "\ud83d": 1}') == {
        "\U0001f600": "\U0001f600",
        "\ufffd": 1,
    }


def test_an_anchor_may_be_used_again():
    assert data("a: &x [1]\nb: *x") == {"a": [1], "b": [1]}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("a",), 1),
        (("a", 0), 2),
        (("a", 1), 3),
        (("a", 1, "b"), 4),
        (("a", 1, "nothing here"), 3),
        (("a", 9), 1),
    ],
)
def test_every_key_and_item_knows_its_line(path, line):
    document = read(b"a:\n  - 1\n  - c: 2\n    b: 3\n", name="f.yaml")
    assert document.line(path) == line


def test_a_value_is_known_as_it_was_written():
    document = read(b"a: 007\nb: [1]\n", name="f.yaml")
    assert document.written(("a",)) == "007"
    assert document.written(("b",)) is None
    assert document.written(("c",)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a: 1\nb: 2\na: 3",
            "f.yaml:3: a: written twice, first on line 1; keep one",
        ),
        (
            "x:\n  - {a: 1,\n     a: 2}",
            "f.yaml:3: x[0].a: written twice, first on line 2; keep one",
        ),
        (
            "a: &b [*b]",
            "f.yaml:1: a[0]: contains itself; write the value out",
        ),
        (
            "a: !!python/object:os.system x",
            (
                "f.yaml:1: a: tags such as tag:yaml.org,2002:python/object:os.system"
                " are not used; take it out"
            ),
        ),
        ("? [1]\n: 2", "f.yaml:1: a key must be one word; check the brackets"),
        ("a: ë\nb: \x01", "f.yaml:2: character U+0001 is not allowed; take it out"),
    ],
)
def test_what_cannot_be_a_value_is_named_with_its_line(text, expected):
    assert said(text) == [expected]


def test_other_encodings_are_refused_with_the_line():
    assert said(b"a: 1\nb: \xeb") == ["f.yaml:2: is not UTF-8; save the file as UTF-8"]


def test_brackets_without_end_are_refused():
    assert said("[" * 600) == ["f.yaml: is nested too deeply; check the brackets"]
