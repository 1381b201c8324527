"""What a feed asks of those who poll it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from lxml import etree

from tracker.model import Wishes

# "yearly" is the slowest word of the syndication module; whoever asks for more has
# mistaken the unit.
LONGEST = timedelta(days=365)
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": LONGEST,
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = 24
_PLACES = {("channel", "skiphours", "hour"), ("channel", "skipdays", "day")}
_LISTS = re.compile(r"<(?:[\w.-]+:)?skip(?:hours|days)\b", re.IGNORECASE)
# Longer is no number and no name, only memory.
_LONGEST_WORD = 40


def read_lists(text: str) -> Wishes:
    """Read `skipHours` (GMT, 24 is 0) and `skipDays` of a document (see `xml_text`).

    feedparser keeps the last of each only. What is no hour or day is left out, and a
    list that forbids all of them is none.
    """
    if not _LISTS.search(text):
        return Wishes()
    found = _Lists()
    parser = etree.XMLParser(
        target=found, recover=True, resolve_entities=False, no_network=True
    )
    try:
        parser.feed(text.encode())
        parser.close()
    except (etree.XMLSyntaxError, UnicodeError):
        pass  # what was listed before stands
    numbers = {int(word) for word in found.words["hour"] if word.isdecimal()}
    hours = {number % _HOURS for number in numbers if number <= _HOURS}
    names = {word.lower() for word in found.words["day"]}
    days = [number for number, day in enumerate(_DAYS) if day in names]
    return Wishes(
        skip_hours=tuple(sorted(hours)) if len(hours) < _HOURS else (),
        skip_days=tuple(days) if len(days) < len(_DAYS) else (),
    )


def read_interval(channel: Mapping[str, Any]) -> timedelta | None:
    """Read `ttl` and the syndication module: the longer one, LONGEST at most.

    `channel` is feedparser's account of the head of the feed. What is no number, zero
    or negative asks for nothing. Without a period but with a frequency, the period is
    a day (RSS 1.0 syndication module).
    """
    asked = [each for each in (_ttl(channel), _syndication(channel)) if each]
    return max(asked) if asked else None


def _ttl(channel: Mapping[str, Any]) -> timedelta | None:
    minutes = _number(channel.get("ttl"))
    most = LONGEST // timedelta(minutes=1)
    return None if minutes is None else timedelta(minutes=min(minutes, most))


def _syndication(channel: Mapping[str, Any]) -> timedelta | None:
    word = channel.get("sy_updateperiod")
    times = channel.get("sy_updatefrequency")
    if word is None and times is None:
        return None
    period = _PERIODS.get(str(word or "daily").strip().lower())
    # servers were seen to ask for 0.1 times an hour (FreshRSS#6812)
    return None if period is None else period / (_number(times) or 1)


def _number(value: object) -> int | None:
    """Give a whole number above zero, or None."""
    digits = value.strip() if isinstance(value, str) else ""
    if not re.fullmatch(rf"[0-9]{{1,{_LONGEST_WORD}}}", digits):
        return None
    return int(digits) or None


class _Lists:
    """Told of each element of a document, keeps the words of both lists of a channel.

    No tree is built, however large the document.
    """

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {"hour": [], "day": []}
        self._open: list[str] = []
        self._word: str | None = None

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self._open.append(tag.rpartition("}")[2].lower())
        if tuple(self._open[-3:]) in _PLACES:
            self._word = ""

    def data(self, text: str) -> None:
        if self._word is not None:
            self._word = (self._word + text)[:_LONGEST_WORD]

    def end(self, _tag: str) -> None:
        name = self._open.pop() if self._open else ""
        if self._word is not None and name in self.words:
            self.words[name].append(self._word.strip())
        self._word = None

    def close(self) -> None:
        """Nothing is left to do."""
