import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("TRACKER_SHARED", "../shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip(f"needs the shared corpora; {folder} is not there")
    return folder
