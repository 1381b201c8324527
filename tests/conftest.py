import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow, and that is no fault of the program.
settings.register_profile("tracker", deadline=None)
settings.load_profile("tracker")


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("TRACKER_SHARED", "../shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip(f"needs the shared corpora; {folder} is not there")
    return folder
