"""The shell of `tracker sql`: it holds the database no longer than a question takes."""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.console import Console

from tracker.cli.reading import list_reports, reader, run_report, run_sql_text
from tracker.db import queries
from tracker.errors import TrackerError
from tracker.model import Config

# Beside those of psql and sqlite: what was asked may be asked again tomorrow.
HISTORY = ".tracker_history"
LEAVE = ("exit", "quit")
COMMANDS = ("report", "tables", "help", *LEAVE)
HELP = """\
select … ;               SQL, on as many lines as it takes, up to a semicolon
report NAME key=value    runs a report; report alone lists them
tables                   lists tables and views with their meaning
help, exit
Tab completes, arrows bring back what was asked before."""
_TABLES = """
    select table_name as name, comment as meaning
    from duckdb_tables() where not internal and comment is not null
    union all
    select view_name as name, comment as meaning
    from duckdb_views() where not internal and comment is not null
    order by name
"""
_NAMES = """
    select distinct column_name from duckdb_columns() where not internal
    union
    select distinct view_name from duckdb_views() where not internal
    union
    select distinct function_name || '(' from duckdb_functions() where not internal
    union
    select distinct keyword_name from duckdb_keywords()
    where keyword_category = 'reserved'
    union
    select distinct table_name from duckdb_tables() where not internal
    order by all
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What can be typed: words of SQL, and reports with the values of parameters."""

    words: tuple[str, ...]
    reports: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]


class ShellCompleter(Completer):
    """Completes tables, columns and functions; after `report`, names, keys, values."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._known = vocabulary

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - theirs
    ) -> Iterator[Completion]:
        """Yield what may stand at the cursor."""
        line = document.text_before_cursor
        command, *rest = line.lstrip().split(" ")
        if command == "report" and rest:
            yield from self._of_report(rest)
        else:
            word = document.get_word_before_cursor(WORD=False)
            commands = () if " " in line.strip() else COMMANDS
            yield from _starting(word.lower(), (*commands, *self._known.words))

    def _of_report(self, typed: list[str]) -> Iterator[Completion]:
        name, *given = typed
        if not given:
            yield from _starting(name, self._known.reports)
            return
        key, equals, value = given[-1].partition("=")
        if equals:
            yield from _starting(value, self._known.values.get(key, ()))
            return
        taken = {pair.partition("=")[0] for pair in given[:-1]}
        left = (each for each in self._known.reports.get(name, ()) if each not in taken)
        yield from _starting(key, (f"{each}=" for each in left))


def _starting(word: str, known: Iterable[str]) -> Iterator[Completion]:
    for each in known:
        if each.startswith(word) and each != word:
            yield Completion(each, start_position=-len(word))


def run_shell(config: Config, screen: Console, *, history: Path | None = None) -> None:
    """Ask, answer, until Ctrl-D; a mistake is one line and ends nothing.

    What was typed is kept in `history`, by default in the home folder of the user.
    """
    ask = _prompt(vocabulary(config), history or Path.home() / HISTORY)
    screen.print(f"{config.database}, read-only. help says what can be typed.")
    while True:
        try:
            typed = ask().strip()
        except KeyboardInterrupt:  # gives up the line, not the shell
            continue
        except EOFError:
            return
        if typed.rstrip(";").lower() in LEAVE:
            return
        try:
            answer(config, typed, screen)
        except TrackerError as error:
            screen.print(str(error), style="bold", soft_wrap=True)
        except KeyboardInterrupt:
            screen.print("stopped")


def answer(config: Config, typed: str, screen: Console) -> None:
    """Do what one input of the shell asks for; raises TrackerError as commands do."""
    word = typed.rstrip(";").lower().split(maxsplit=1)[:1]
    match word:
        case []:
            return
        case ["help"]:
            screen.print(HELP)
        case ["tables"]:
            run_sql_text(config, _TABLES, "table", None, screen)
        case ["report"]:
            _, *parts = _split(typed)
            if parts:
                run_report(config, parts[0], parts[1:], "table", None, screen)
            else:
                list_reports(config, screen)
        case _:
            run_sql_text(config, typed, "table", None, screen)


def _split(typed: str) -> list[str]:
    try:
        return shlex.split(typed.rstrip(";"))
    except ValueError:  # a quotation mark that is not closed
        return typed.rstrip(";").split()


def vocabulary(config: Config) -> Vocabulary:
    """Read what can be completed, in one short look at the database."""
    with reader(config) as connection:
        words = queries.run_sql(connection, _NAMES).rows
    return Vocabulary(
        words=tuple(str(row[0]) for row in words),
        reports={
            report.name: tuple(param.name for param in report.params)
            for report in queries.reports(config.queries)
        },
        values={
            **queries.WORDS_OF,
            "incident": tuple(sorted(each.id for each in config.incidents)),
            "actor": tuple(sorted(each.id for each in config.actors)),
            "outlet": tuple(sorted(each.id for each in config.outlets)),
        },
    )


def _prompt(known: Vocabulary, history: Path) -> Callable[[], str]:
    session: PromptSession[str] = PromptSession(
        "tracker> ",
        completer=ShellCompleter(known),
        complete_while_typing=False,
        auto_suggest=AutoSuggestFromHistory(),
        history=_history(history),
        multiline=True,
        prompt_continuation="     -> ",
        key_bindings=_keys(),
    )
    return session.prompt


def _history(path: Path) -> History:
    try:
        path.touch(mode=0o600)
    except OSError:  # a home folder that is read-only, or none
        return InMemoryHistory()
    return FileHistory(str(path))


def _keys() -> KeyBindings:
    """Let Enter go on to the next line inside a statement, and send what is whole."""
    keys = KeyBindings()

    @keys.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_whole(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def is_whole(typed: str) -> bool:
    """Whether an input can be answered: SQL up to its semicolon, other words at once.

    >>> is_whole("select 1"), is_whole("select 1;"), is_whole("report labels")
    (False, True, True)
    """
    text = typed.strip()
    first = text.lower().split(maxsplit=1)[:1]
    return text == "" or text.endswith(";") or first[0] in COMMANDS
