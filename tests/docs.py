"""Documentation made from the program itself; `python -m tests.docs` writes it anew."""

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from tests.config import keys
from tracker.config import schema, shipped_names
from tracker.db import queries
from tracker.db.migrate import migrate

TOP = Path(__file__).parents[1]
COMMANDS = (
    "demo",
    "init",
    "check",
    "crawl",
    "run",
    "add",
    "report",
    "sql",
    "status",
    "maintain",
)
QUERIES = """\
`about` and `match` are boolean queries. Accents and case never matter.

| write | finds |
| --- | --- |
| `fair` | the word |
| `panair*` | words that begin so |
| `"book stand"` | the words in this order, in one sentence |
| `"eleven detained"~6` | the words in any order, at most 6 others between them |
| `forms:ndaloj` | every form of an Albanian noun or verb |
| `actor:shembulli` | the actor is named |
| `a AND b`, `a OR b`, `NOT a`, `( )` | NOT binds tightest, then AND, then OR |

`about` looks at title and body of one article, `match` at one sentence or the title.
"""
MADE = "<!-- Made by: python -m tests.docs -->\n"
CONSOLE = re.compile(r"```console\n\$ (?P<command>.+)\n(?P<output>(?:.*\n)*?)```\n")


def tracker(*arguments: str, folder: Path = TOP) -> subprocess.CompletedProcess[str]:
    """Run the program as a user would, on a screen of 80 columns."""
    return subprocess.run(
        [sys.executable, "-m", "tracker", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=300,
        env={
            "PATH": "/usr/bin:/bin",
            "COLUMNS": "80",
            "PYTHONPATH": str(TOP),
            "LC_ALL": "C.UTF-8",
        },
    )


def commands() -> str:
    parts = [MADE, "\n# Commands\n"]
    for command in COMMANDS:
        told = tracker(command, "--help").stdout.replace("python -m tracker", "tracker")
        parts.append(f"\n## tracker {command}\n\n```text\n{told.strip()}\n```\n")
    return "".join(parts)


def configuration() -> str:
    told = schema.__doc__ or ""
    example = told.partition("::\n")[2].replace("\n    ", "\n").strip()
    settings = (TOP / "config.yaml").read_text(encoding="utf-8")
    settings = settings[settings.index("# Where everything") :]
    settings = settings[: settings.index("# To follow an outlet")].strip()
    return (
        f"{MADE}\n# Configuration\n\nYAML 1.2. `tracker check` reads it and names file,"
        " line and key of every mistake.\n\n## Settings\n\nOnly in the main file.\n\n"
        f"```yaml\n{settings}\n```\n\n## Lists\n\nIn the main file, and in files that"
        " it names under `include`: a path, a pattern such as `mine/*.yaml`, or one of"
        f" the lists that ship with the program ({', '.join(shipped_names())})."
        f"\n\n```yaml\n{example}\n```\n\n## What the keys do\n{keys.tables()}"
        f"\n## Queries\n\n{QUERIES}"
    )


def reports() -> str:
    parts = [MADE, "\n# Reports\n"]
    for report in queries.reports(None):
        parts.append(f"\n## {report.name}\n\n{report.purpose}\n\n")
        parts.append(f"{report.grain[:1].upper()}{report.grain[1:]}.\n\n")
        parts.append("| parameter | type | meaning |\n| --- | --- | --- |\n")
        for param in report.params:
            optional = ", optional" if param.optional else ""
            parts.append(f"| {param.name} | {param.type}{optional} | {param.text} |\n")
        parts.append("\n| column | type | meaning |\n| --- | --- | --- |\n")
        parts.extend(
            f"| {column.name} | {column.type} | {column.text} |\n"
            for column in report.columns
        )
        parts.append(f"\n    {report.example}\n")
    parts.append("\n# Checks\n\nEach returns no rows on a sound database.\n\n")
    parts.extend(f"- `{check.name}`: {check.purpose}\n" for check in queries.checks())
    return "".join(parts)


def tables() -> str:
    parts = [MADE, "\n# Tables and views\n\nTimes are UTC, days are local days.\n"]
    with duckdb.connect() as connection:
        migrate(connection)
        for name, comment in connection.execute(
            "select table_name, comment from duckdb_tables() where not internal"
            " order by table_name"
        ).fetchall():
            parts.append(f"\n## {name}\n\n{comment}\n\n")
            parts.append("| column | type | meaning |\n| --- | --- | --- |\n")
            columns = connection.execute(
                "select column_name, data_type, comment from duckdb_columns()"
                " where table_name = ? order by column_index",
                [name],
            ).fetchall()
            for column, kind, told in columns:
                parts.append(f"| {column} | {kind.lower()} | {told} |\n")
        parts.append("\n## Views\n\n")
        for name, comment in connection.execute(
            "select view_name, comment from duckdb_views() where not internal"
            " order by view_name"
        ).fetchall():
            parts.append(f"- `{name}`: {comment}\n")
    return "".join(parts)


def readme(demo: Path) -> str:
    """Fill in what each command of the README prints on the demo in `demo`."""
    text = (TOP / "README.md").read_text(encoding="utf-8")

    def run(block: re.Match[str]) -> str:
        _, *arguments = shlex.split(block["command"])
        told = tracker(*arguments, folder=demo)
        if not told.stdout:
            raise RuntimeError(f"{block['command']}: {told.stderr}")
        return f"```console\n$ {block['command']}\n{told.stdout.rstrip()}\n```\n"

    return CONSOLE.sub(run, text)


MADE_FILES = {
    "docs/commands.md": commands,
    "docs/configuration.md": configuration,
    "docs/queries.md": reports,
    "docs/tables.md": tables,
}


def main() -> None:
    for name, make in MADE_FILES.items():
        (TOP / name).write_text(make(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        tracker("demo", folder=Path(folder))
        text = readme(Path(folder))
    (TOP / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
