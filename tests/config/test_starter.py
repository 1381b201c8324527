import duckdb
import pytest

from tracker.config import load, warnings, write_starter
from tracker.errors import InputError


def test_what_is_written_can_be_used_at_once(tmp_path):
    written = write_starter(tmp_path / "new" / "desk")
    assert [str(path.relative_to(tmp_path / "new/desk")) for path in written] == [
        "config.yaml",
        "my-queries/example.sql",
    ]
    config = load(written[0])
    assert config.outlets
    assert config.queries == tmp_path / "new/desk/my-queries"
    assert [incident.id for incident in config.incidents] == ["durres_fair"]
    assert all(line.startswith(("contact", "outlets")) for line in warnings(config))


@pytest.mark.parametrize("name", ["config.yaml", "my-queries/example.sql"])
def test_nothing_is_overwritten_and_then_nothing_is_written(tmp_path, name):
    mine = tmp_path / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=f"{name} exists and is never overwritten"):
        write_starter(tmp_path)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_starter(tmp_path / "file" / "desk")


def test_the_example_query_is_one_select_with_its_declared_parameter(tmp_path):
    _, query = write_starter(tmp_path)
    [statement] = duckdb.extract_statements(query.read_text(encoding="utf-8"))
    assert statement.type == duckdb.StatementType.SELECT
    assert statement.named_parameters == {"incident"}
