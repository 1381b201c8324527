"""A database that is ready for a crawl, made once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.db.builders import NOW, make_config, make_store
from tracker.db.store import Store


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    make_store(folder).sync(make_config(), now=NOW, program="tracker 1")
    return folder


@pytest.fixture
def store(tmp_path: Path, template: Path) -> Store:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return make_store(tmp_path)
