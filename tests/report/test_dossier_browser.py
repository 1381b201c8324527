"""A hostile dossier in a real browser: nothing leaves the page, nothing in it runs."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.report.dossiers import hostile_answers
from tracker.report.dossier import to_dossier

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.mark.parametrize("policy", ["as it is", "none"])
def test_no_request_leaves_the_page_and_no_script_runs(tmp_path: Path, policy: str):
    page = to_dossier(hostile_answers(), language="en").decode()
    path, log = tmp_path / "page.html", tmp_path / "log.json"
    # Escaping alone must hold as well, where a reader's browser knows no policy.
    page = POLICY.sub("", page) if policy == "none" else page
    path.write_text(page, encoding="utf-8")
    done = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"),
            *("--disable-background-networking", "--disable-component-update"),
            *("--disable-sync", "--no-first-run", "--disable-extensions"),
            f"--user-data-dir={tmp_path / 'profile'}",
            *(f"--log-net-log={log}", "--virtual-time-budget=2000", "--dump-dom"),
            path.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    shown = done.stdout.decode()
    assert "<main" in shown
    assert "<title>owned" not in shown
    noted = json.loads(log.read_text(encoding="utf-8"))
    kinds = noted["constants"]["logEventTypes"]
    asked = {
        str(event["params"]["url"])
        for event in noted["events"]
        if event["type"] == kinds["URL_REQUEST_START_JOB"]
        and "url" in event.get("params", {})
    }
    # The browser itself asks its maker for the time.
    ours = {url for url in asked if "google" not in url}
    assert {url.partition(":")[0] for url in ours} <= {"file", "chrome", "data"}
