import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow, and that is no fault of the program.
settings.register_profile("tracker", deadline=None)
settings.load_profile("tracker")


# What runs in the background is told by its shell to hear neither, and every program
# that it starts after it.
for name in ("SIGINT", "SIGHUP"):
    number = getattr(signal, name, None)  # Windows has no SIGHUP
    if number is not None and signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("TRACKER_SHARED", "../shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip(f"needs the shared corpora; {folder} is not there")
    return folder
