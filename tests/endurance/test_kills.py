"""The scripts of this folder with few kills, as CI runs them."""

import subprocess
import sys

import pytest

from tests.cli.conftest import TOP

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc"),
]
LONGEST = 540


@pytest.mark.parametrize(
    ("script", "kills", "says"),
    [
        ("kills", 25, "no difference"),
        ("commits", 50, "nothing lost, nothing doubled"),
    ],
)
def test_a_kill_at_any_moment_loses_and_doubles_nothing(script, kills, says):
    done = subprocess.run(
        [sys.executable, "-m", f"tests.endurance.{script}", "--kills", str(kills)],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert says in done.stdout
    assert f"{kills} kills" in done.stdout
