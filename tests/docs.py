"""Documentation made from the program itself; `python -m tests.docs` writes it anew."""

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from tests.archives import folder as standins
from tests.archives.served import Manners
from tests.archives.standin import serve
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
    "backfill",
    "recode",
    "report",
    "dossier",
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
| `"(eleven OR 11) detained"` | one of several words; also `(book stand OR stall)` |
| `"(eleven OR 11) (held OR arrest*)"~6` | the same in any order; no word serves twice |
| `"actor:police raid*"~5` | an actor, or `forms:ndaloj`, in place of a word |
| `1,100` | the number, also printed 1.100, 1 100 or 1100; so `7.2` finds 7,2 |
| `forms:ndaloj` | every form of an Albanian noun or verb |
| `actor:shembulli` | the actor is named |
| `a AND b`, `a OR b`, `NOT a`, `( )` | NOT binds tightest, then AND, then OR |

Behind `forms:` a verb stands in the first person, as in a dictionary (`gjej`). Verbs in
-oj go by rule, some 170 others by a list; any other word is inflected as a noun.

`about` looks at title and body of one article, `match` at one sentence or the title.
Words between quotation marks stand in one sentence; between them OR goes in brackets. A
group with ~ has up to 8 words, and N is at most 1000.

Queries by language (`{sq: …, en: …}`) see texts in their own language only; `"*"` sees
all others. A text in a language without one is about no incident and states no fact:
`tracker check` notes which languages of the outlets that concerns.

`tracker check` shows a query that it cannot read with file, line, column and a caret
below the place. `tracker check --text "…" --language sq --date 2026-03-05` tries one on
an article (`--text -` reads a long one from a pipe): it tells what is found, which
terms of which incident are missing and why (too far apart, in different sentences, with
another ending, not named), and for each fact the sentence that comes nearest. The
nearest misses come first; `--incident ID` tells everything of one, `--all` of all.

## Which articles belong to an incident

Those in which `about` is fulfilled and which are not from before its first day. An
article without a date is judged by the day on which it was first seen. The role follows
one rule in all languages:

| role | of an article |
| --- | --- |
| `report` | `about` is fulfilled in title and lead alone, up to the last day |
| `follow_up` | the same, up to 60 days after the last day |
| `background` | what fulfils it stands further down, or it is from later still |

The lead is the first two paragraphs, of long ones the first 80 words. The reason names
the actors, terms and places that were found, each where it stands first, and how the
day lies to the window. The place is no condition; but up to the last day, an article
whose title and lead name it and an actor of the query is a report wherever the other
terms stand. Two incidents of the same actors are told apart by their terms alone: one
article may report both.
"""
# How numbers are counted; the rest of that chapter is made from the keys.
FIGURES = """\
A figure is a number with its noun: 36 of what. It is looked for in every article of the
incident, wherever `match` would be fulfilled with another number in place of its own,
and with another noun of `of` beside it: `"11 persona*"~3 AND forms:ndaloj` also finds
the nine members of another outlet. Two outlets contradict each other only about the
same `quantity` and the same thing counted. Give each thing a name, and list under it
what all languages call it:

```yaml
figure:
  quantity: detained
  of:
    people: {en: [people, person], sq: [persona, person, veta]}
    members: {en: [members], sq: [anëtarë]}
```

Without names (`of: {en: [people, members], sq: [persona, anëtarë]}`) each noun is a
thing of its own, named by the first language; lists of equal length say the same in the
same order. Albanian nouns are found in all their forms, English ones in singular and
plural.

| printed | counts as |
| --- | --- |
| 36, thirty-six, tridhjetë e gjashtë | 36 |
| 1,000; 1.000; 1 000; 1 mijë; a thousand | 1000 |
| over 20, more than 20, mbi 20 | 21 or more |
| at least 20, 20 or more, të paktën 20, jo më pak se 20 | 20 or more |
| up to 20, at most 20, deri në 20 | 0 to 20 |
| fewer than 20, nën 20 | 0 to 19 |
| about 1,000, some 1,000, rreth 1000 | 900 to 1100 |
| nearly 1,000, gati 1000 | 900 to 1000 |
| 10 to 20, between 10 and 20, 10 deri në 20 | 10 to 20 |
| several, a few, disa | 3 to 9 |
| a couple | 2 or 3 |
| dozens; dhjetëra | 24 to 99; 20 to 99 |
| hundreds, qindra; thousands, mijëra | 200 to 999; 2000 to 99,999 |

Not counted: a number without one of these nouns (`36 of them`), ordinals, years,
dates, ages, shares, sums of money, numbers of articles and rooms, and numbers in
names. `një` is an article as well: it is one only after `vetëm`, or where the fact
itself counts one. A part with the same noun does not stand beside its whole (of `9 of
the 11 members` only 9 counts), and who speaks is not counted (`three members said
that …`). In other languages than Albanian and English numbers are read in figures
only, directly before their noun. Its voice is that of the sentence, as for a fact: of
`not 11 but nine people` the 11 is denied.
"""
BACK_ISSUES = "docs/back-issues.md"
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
        f"\n{FIGURES}\n## Queries\n\n{QUERIES}"
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
    return filled((TOP / "README.md").read_text(encoding="utf-8"), demo)


def back_issues(folder: Path) -> str:
    """Fill in what each command prints on the stand-ins, in the order of the page."""
    text = (TOP / BACK_ISSUES).read_text(encoding="utf-8")
    manners = Manners(pause=0.0, refuses_first=False)
    with serve(manners=manners, fixed=True, apart=True) as archives:
        told = archives.world, archives.pairs, archives.gdelt, archives.wayback
        standins.write(folder, *told)
        settings = standins.config(*told, delay="0.05s")
        (folder / "config.yaml").write_text(settings, encoding="utf-8")
        return filled(text, folder)


def filled(text: str, folder: Path) -> str:
    """Fill in what the commands of a page print when they are run in a folder."""

    def run(block: re.Match[str]) -> str:
        _, *arguments = shlex.split(block["command"])
        told = tracker(*arguments, folder=folder)
        output = (told.stdout or told.stderr).strip()
        if not told.stdout and told.returncode:
            raise RuntimeError(f"{block['command']}: {told.stderr}")
        if arguments[0] == "backfill":
            output = without_progress(output)
        return f"```console\n$ {block['command']}\n{output}\n```\n"

    return CONSOLE.sub(run, text)


def without_progress(output: str) -> str:
    """Leave out the lines before the last table, whose order depends on threads."""
    lines = output.split("\n")
    tables = [n for n, line in enumerate(lines) if line.startswith("outlet ")]
    if not tables:
        return output
    start = tables[-1]
    while start and re.fullmatch(r"\w+: \S+", lines[start - 1]):
        start -= 1
    return "\n".join(["(…)", *lines[start:]] if start else lines)


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
    with tempfile.TemporaryDirectory() as folder:
        text = back_issues(Path(folder))
    (TOP / BACK_ISSUES).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
