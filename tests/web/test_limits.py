import subprocess
import sys

import pytest

from tracker.web import limits

# In a process of its own, because limits end what they hold for.
SCRIPT = """
import resource
from tracker.web import limits

def soft():
    kinds = (resource.RLIMIT_CPU, resource.RLIMIT_AS)
    return [resource.getrlimit(kind)[0] for kind in kinds]

def run(task, memory=2**20):
    return limits.limited(5, memory, lambda: print("forgets"), task)

before, kept = soft(), []
limits.size_at_first()
print(run(soft) != before, soft() == before)
try:
    run(lambda: bytearray(2**30))
except MemoryError as error:
    inner = error.__traceback__.tb_next.tb_next.tb_next
    print(error.__context__, inner, soft() == before)
try:
    run(lambda: 1 // 0)
except ZeroDivisionError:
    print("raises", soft() == before)
run(lambda: kept.append(bytearray(limits.MOST_KEPT + 2**20)), memory=2**25)
print("ends")
run(soft)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_limits_hold_for_the_task_and_no_longer() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert ran.stdout.splitlines() == [
        "True True",
        "None None True",
        "raises True",
        "forgets",
        "ends",
    ], ran.stderr
    assert ran.returncode == limits.MAKES_ROOM == 75
