"""Values of reports in the words of the page's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from zoneinfo import ZoneInfo

from tracker.report.dossier.words import Words
from tracker.report.text import one_line

# Below it, a number needs a third digit: p = 0.004.
SMALL = 0.1
_THIN = re.compile(r"not enough \((.*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What outlets and actors are called, by id."""

    outlets: Mapping[str, str]
    actors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Says values of reports as a reader of this language expects them.

    `usual_year` is that of days without a year; None: none is without.
    """

    words: Words
    zone: ZoneInfo
    names: Names
    usual_year: int | None

    def name(self, kind: str, value: object) -> str:
        """Name an outlet, an actor, a speaker, a code or any other value."""
        text = one_line(str(value))
        told = text
        match kind:
            case "text":
                pass
            case "outlet":
                told = one_line(self.names.outlets.get(text, text))
            case "actor":
                told = one_line(self.names.actors.get(text, text))
            case "speaker":
                told = self._speaker(text) or text.replace("_", " ")
            case "coded":  # an actor and a label family, or a code alone
                actor, _, family = text.partition(" ")
                told = f"{self._speaker(actor) or actor} {family}".replace("_", " ")
            case "code":
                told = text.replace("_", " ")
            case _:
                told = self.words.known(f"{kind}.{text}") or text
        return told.strip()

    def _speaker(self, text: str) -> str | None:
        known = self.words.known(f"speaker.{text}")
        return known or (one_line(self.names.actors.get(text, "")) or None)

    def number(self, value: object) -> str:
        """Write a count, or a measured number with up to two digits."""
        match value:
            case None:
                return self.words("unknown")
            case bool():
                return self.words("yes" if value else "no")
            case float() if not value.is_integer():
                text = f"{value:,.2f}" if abs(value) >= SMALL else f"{value:.3f}"
                text = text.rstrip("0").rstrip(".")
            case int() | float():
                text = f"{int(value):,}"
            case _:
                return one_line(str(value))
        return self._localised(text)

    def percent(self, value: float) -> str:
        """Write a share of 1 in per cent, with a digit below 10."""
        hundred = value * 100
        digits = 1 if 0 < hundred < 10 else 0  # noqa: PLR2004 - 2.5 %, but 25 %
        return self._localised(f"{hundred:.{digits}f}".removesuffix(".0")) + " %"

    def points(self, value: float) -> str:
        """Write a difference of two shares in points, with its sign."""
        return self._localised(f"{value * 100:+.0f}").replace("-", "−")  # noqa: RUF001

    def support(self, text: object) -> str:
        """Say why a share is withheld: `not enough (n=3)`."""
        told = one_line(str(text))
        if _THIN.fullmatch(told):
            return self.words("thin", why=self.reason(told))
        return self.reason(told)

    def reason(self, text: object) -> str:
        """Say the reason alone: n=3 of `not enough (n=3)`."""
        told = one_line(str(text))
        if thin := _THIN.fullmatch(told):
            return self.words.known(f"why.{thin[1]}") or thin[1]
        return self.words.known(f"state.{told.replace(' ', '_')}") or told

    def time(self, moment: object, *, long: bool = False) -> str:
        """Write a naive UTC time as local day and time."""
        if not isinstance(moment, datetime):
            return self.words("unknown")
        if moment.year in (MINYEAR, MAXYEAR):
            return self.words("open")
        local = self.local(moment)
        return f"{self.day(local.date(), long=long)} {local:%H:%M}"

    def day(self, day: date, *, long: bool = False) -> str:
        """Write a day as 3 March 2026, or short as 3 Mar, in another year with it."""
        months = self.words("months" if long else "short months").split()
        month = months[day.month - 1]
        has_year = long or day.year != self.usual_year
        return f"{day.day} {month} {day.year}" if has_year else f"{day.day} {month}"

    def local(self, moment: datetime) -> datetime:
        """Turn a naive UTC time into an aware local one."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(self.zone)

    def _localised(self, text: str) -> str:
        if self.words("decimal") == ",":
            return text.translate(str.maketrans(",.", ".,"))
        return text
