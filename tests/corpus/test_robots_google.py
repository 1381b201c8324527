"""Google's verdicts on robots.txt, and the few that ours differ from."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from tracker.web.robotstxt import PARSED_BYTES, decoded, rules_for

pytestmark = pytest.mark.corpus

# RFC 9309, 2.2.2 compares addresses after their escapes have been made alike. Google's
# parser does so with the rules, and leaves the address to whoever asks.
ESCAPES = "an address counts whether or not its characters are escaped"
# By the number of the case in the file, from 0.
DIFFERENT = {63: ESCAPES, 65: ESCAPES, 66: ESCAPES}


def cases(shared: Path) -> list[dict]:
    file = shared / "corpora" / "robots-google" / "cases.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def ours(case: dict) -> bool:
    packed = case["robots_hex"]
    body = bytes.fromhex(packed) if packed else case["robots"].encode()
    return rules_for(case["agent"], decoded(body, PARSED_BYTES)).allows(case["url"])


def test_robots_files_are_read_as_google_reads_them(shared: Path) -> None:
    found = cases(shared)
    assert len(found) == 145
    differing = {n for n, case in enumerate(found) if ours(case) != case["allowed"]}
    assert differing == set(DIFFERENT)


def test_where_ours_differ_rule_and_address_are_the_same_but_for_escapes(
    shared: Path,
) -> None:
    found = cases(shared)
    for number in DIFFERENT:
        robots, url = found[number]["robots"], found[number]["url"]
        rule = robots.rpartition("Allow: ")[2].strip()
        path = url.removeprefix("http://foo.bar")
        assert unquote(rule) == unquote(path)
        assert ours(found[number])
