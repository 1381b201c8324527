"""The cases of the fault server and our own, one test each, where it is at hand."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("TRACKER_SHARED", "../shared"))
FAULTS = (SHARED / "tools/faults").resolve()
ADAPTER = Path(__file__).with_name("fault_adapter.py")
OUR_CASES = str(Path(__file__).with_name("fault_cases.py"))

pytestmark = pytest.mark.faults
if not FAULTS.is_dir():
    pytest.skip(
        f"needs the fault server; {FAULTS} is not there", allow_module_level=True
    )
sys.path.insert(0, str(FAULTS))

from chaos_server import CASES, load_plugin  # noqa: E402 - found by the line above
from run_suite import run_case, server  # noqa: E402

load_plugin(OUR_CASES)


@pytest.fixture(scope="module")
def index() -> Iterator[dict]:
    with server([OUR_CASES]) as running:
        yield running


@pytest.mark.parametrize("name", CASES)
def test_fault(index: dict, name: str) -> None:
    assert run_case(index, name, str(ADAPTER))["wrong"] == []
