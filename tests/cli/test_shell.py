"""The shell of `tracker sql`, driven by keys as a person would press them."""

from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from tests.queries.conftest import fill_database
from tracker.cli.shell import ShellCompleter, is_whole, run_shell, vocabulary
from tracker.config import load
from tracker.db.connection import opened
from tracker.db.migrate import migrate
from tracker.model import Config

CONFIG = """\
database: coverage.duckdb
outlets:
  - {id: bregu, name: Bregu, home: 'https://bregu.example/', languages: [sq]}
actors:
  - {id: shembulli, name: Shembulli, names: {sq: [Shoqata Shembulli]}}
incidents:
  - {id: durres_fair, title: {en: The fair}, from: 2026-03-02, to: 2026-03-20,
     actors: [shembulli], about: 'actor:shembulli AND panair*'}
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("shell")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    loaded = load(folder / "config.yaml")
    with opened(loaded.database, read_only=False, wait=lambda _: None) as connection:
        migrate(connection)
        fill_database(connection, {"articles": [{"article_id": "a1"}]})
    return loaded


class Typist:
    """Types into a shell and reads what it prints."""

    def __init__(self, config: Config, history: Path) -> None:
        self.config, self.history = config, history

    def types(self, keys: str) -> str:
        screen = Console(width=100, force_terminal=False, record=True, quiet=True)
        screen.quiet = False
        with (
            create_pipe_input() as pipe,
            create_app_session(input=pipe, output=DummyOutput()),
            screen.capture() as printed,
        ):
            pipe.send_text(keys + "\x04")  # Ctrl-D leaves
            run_shell(self.config, screen, history=self.history)
        return printed.get()


@pytest.fixture
def typist(config: Config, tmp_path: Path) -> Typist:
    return Typist(config, tmp_path / "history")


def test_a_statement_of_several_lines_is_answered_at_its_semicolon(typist: Typist):
    printed = typist.types("select outlet\rfrom articles;\r")
    assert "outlet\na\n" in printed


def test_a_report_is_run_by_its_name(typist: Typist):
    printed = typist.types("report headlines incident=durres_fair\r")
    assert "Titulli" in printed


def test_a_mistake_is_one_line_and_ends_nothing(typist: Typist):
    printed = typist.types("selct 1;\rreport headlnes\rselect 41 + 1 as n;\r")
    assert "syntax error" in printed
    assert "did you mean 'headlines'?" in printed
    assert "n\n42\n" in printed


def test_nothing_can_be_changed_and_no_file_read(typist: Typist):
    printed = typist.types("delete from articles;\rfrom '/etc/passwd';\r")
    assert "only SELECT is run" in printed
    assert "root:" not in printed


def test_tables_and_reports_are_listed_with_their_meaning(typist: Typist):
    printed = typist.types("tables\rreport\rhelp\r")
    assert "one row per article" in printed
    assert "tracker report labels incident=" in printed
    assert "up to a semicolon" in printed


def test_words_of_the_shell_may_be_typed_in_capitals(typist: Typist):
    assert "up to a semicolon" in typist.types("HELP\r")


def test_what_was_typed_is_there_again_and_only_for_its_owner(typist: Typist):
    typist.types("select 'yesterday' as day;\r")
    assert "yesterday" in typist.history.read_text(encoding="utf-8")
    assert typist.history.stat().st_mode & 0o077 == 0
    assert "yesterday" in typist.types("\x1b[A\r")  # arrow up


def test_the_shell_does_not_keep_the_database(config: Config, typist: Typist):
    """Between two questions a crawler may write."""
    known = vocabulary(config)
    with opened(config.database, read_only=False, wait=lambda _: None) as connection:
        connection.execute("select 1")
    assert "articles" in known.words


def test_ctrl_c_gives_up_the_line_and_not_the_shell(typist: Typist):
    printed = typist.types("select 1\r\x03select 42 as n;\r")
    assert "n\n42\n" in printed


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("select outlet from artic", "articles"),
        ("select publish", "published_at"),
        ("rep", "report"),
        ("report head", "headlines"),
        ("report headlines inc", "incident="),
        ("report headlines incident=dur", "durres_fair"),
        ("report headlines incident=durres_fair version=l", "latest"),
        ("select share_o", "share_of("),
    ],
)
def test_tab_completes(config: Config, typed: str, offered: str):
    completer = ShellCompleter(vocabulary(config))
    found = completer.get_completions(Document(typed), None)
    assert offered in [each.text for each in found]


def test_a_parameter_that_is_given_is_not_offered_again(config: Config):
    completer = ShellCompleter(vocabulary(config))
    typed = Document("report headlines incident=durres_fair ")
    offered = [each.text for each in completer.get_completions(typed, None)]
    assert "outlet=" in offered
    assert "incident=" not in offered


@pytest.mark.parametrize("typed", ["", "help", "report labels a=b", "select 1;"])
def test_enter_sends_what_is_whole(typed: str):
    assert is_whole(typed)


@pytest.mark.parametrize("typed", ["select 1", "select\n1", "with a as ("])
def test_enter_goes_on_inside_a_statement(typed: str):
    assert not is_whole(typed)
