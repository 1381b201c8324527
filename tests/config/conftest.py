from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.config import load
from tracker.errors import ConfigError

SAMPLE = Path(__file__).with_name("sample.yaml")

Write = Callable[..., Path]


@pytest.fixture
def sample() -> str:
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "config.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def refused(write: Write) -> Callable[[str], list[str]]:
    """The lines of the error that a text causes, without the folder of the file."""

    def refused(text: str) -> list[str]:
        path = write(text)
        with pytest.raises(ConfigError) as error:
            load(path)
        return str(error.value).replace(f"{path.parent}/", "").splitlines()

    return refused
