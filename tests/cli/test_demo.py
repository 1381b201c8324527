"""A demo that was tried out is not lost when the demo is run again."""

from pathlib import Path

from rich.console import Console

from tracker.cli.demo import BEFORE, write_config


def test_a_changed_configuration_stays_beside_the_new_one(tmp_path: Path):
    path = tmp_path / "config.yaml"
    screen = Console(quiet=True)
    write_config(path, "first", screen)
    write_config(path, "first", screen)
    assert not (tmp_path / BEFORE).exists()
    path.write_text("mine")
    write_config(path, "second", screen)
    assert path.read_text() == "second"
    assert (tmp_path / BEFORE).read_text() == "mine"
