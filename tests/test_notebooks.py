"""docs/notebooks.md, run as it stands."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.queries.conftest import fill_database
from tracker.db.connection import opened
from tracker.db.migrate import migrate

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "notebooks.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "coverage.duckdb"
    with opened(path, read_only=False, wait=lambda _: None) as connection:
        migrate(connection)
        fill_database(
            connection,
            {
                "incidents": [{"incident": "sea_fair"}],
                "articles": [{"article_id": f"a{n}"} for n in range(6)],
                "incident_articles": [
                    {"incident": "sea_fair", "article_id": f"a{n}", "day": "2026-03-03"}
                    for n in range(6)
                ],
                "annotations": [
                    {"article_id": "a1", "layer": "label", "actor": "shembulli"}
                    | {"code": "affirming"}
                ],
            },
        )
    (tmp_path / "queries").symlink_to(TOP / "queries")
    return tmp_path


def test_the_cells_for_a_notebook_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    for cell in blocks("python"):
        exec(compile(cell, "docs/notebooks.md", "exec"), names)  # noqa: S102 - our page
    assert names["labels"] == [("a", "shembulli", "affirming", "outlet", 1)]
    assert [row[:3] for row in names["coverage"]] == [("a", "a", "covered")]


def test_the_statements_run_in_the_duckdb_shell(folder: Path) -> None:
    beside = shutil.which("duckdb", path=str(Path(sys.executable).parent))
    shell = beside or shutil.which("duckdb")
    if shell is None:
        pytest.skip("the duckdb command line is not installed")
    done = subprocess.run(
        [shell, "-csv"],
        input="\n".join(blocks("sql")),
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert "a,6\n" in done.stdout
    assert "a,1.0\n" in done.stdout
