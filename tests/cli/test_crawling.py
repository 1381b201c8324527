"""What the ticks of `tracker run` take along."""

from types import SimpleNamespace

import pytest
from rich.console import Console

from tests.db.builders import NOW, held_elsewhere, make_config, make_store
from tests.db.test_searches import search
from tracker.cli import crawling
from tracker.model import SearchState, Visit
from tracker.pipeline import PassResult


def test_archives_wait_for_a_notebook_and_are_asked_when_it_is_closed(
    tmp_path, monkeypatch: pytest.MonkeyPatch
):
    store = make_store(tmp_path)
    left = SearchState(search=search())
    visit = Visit(id="v", run_id="r", feed=None, poll=None, pages=(), searches=(left,))
    store.outbox.write(visit)
    store.apply(now=NOW)
    asked = []

    def one_pass(_shop, *, errand, **_how):
        asked.append([state.search for state in errand.searches])
        return PassResult(visits=(), waiting=0, busy=None, damaged=())

    monkeypatch.setattr(crawling, "one_pass", one_pass)
    tools = SimpleNamespace(clock=lambda: NOW)
    shop = SimpleNamespace(store=store, tools=tools, config=make_config())
    screen = Console(record=True, width=200)
    daemon = crawling._Daemon(shop, screen)
    with held_elsewhere(store.path, read_only=False) as notebook:
        daemon.tick()
    daemon.tick()
    assert asked == [[], [left.search]]
    (line,) = screen.export_text().splitlines()
    assert line.startswith("note: no archive is asked at this tick: ")
    assert f"process {notebook.pid} " in line
