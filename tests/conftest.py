import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow, and that is no fault of the program.
settings.register_profile("tracker", deadline=None)
settings.load_profile("tracker")


# A shell lets what it starts in the background ignore SIGINT, nohup SIGHUP, and every
# program started from there does so too, unless a handler stands between.
HANDLERS = {"SIGINT": signal.default_int_handler, "SIGHUP": lambda *_: None}
for name, handler in HANDLERS.items():
    number = getattr(signal, name, None)  # Windows has no SIGHUP
    if number is not None and signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("TRACKER_SHARED", "../shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip(f"needs the shared corpora; {folder} is not there")
    return folder
