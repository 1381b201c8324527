"""The state of all outlets on one screen: what needs a person comes first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from tracker.core.diagnosis import Finding, Weight

INDENT = "    "
NARROWEST = 40
# Addresses told of feeds that have the same trouble, and outlets that are told of at
# length though theirs is left to pass: a computer without a network has all in trouble.
MOST_FEEDS = 3
MOST_AT_LENGTH = 8
# What became of a question to an archive: its outcome, and how people call it.
ASKED: Mapping[str, str] = {
    "read": "answered",
    "open": "open",
    "failed": "failed",
    "blocked": "refused",
    "gone": "not there",
    "skipped": "not asked",
}
HEAVIEST_FIRST: tuple[Weight, ...] = ("look", "wait", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """All that was found about one outlet, which has so many `feeds`."""

    outlet: str
    feeds: int
    findings: tuple[Finding, ...]

    @property
    def weight(self) -> Weight | None:
        """The heaviest of its findings; None: all is well."""
        weights = {finding.weight for finding in self.findings}
        return next((each for each in HEAVIEST_FIRST if each in weights), None)


def status_lines(diagnoses: Sequence[Diagnosis], *, width: int) -> Iterator[str]:
    """Write what was found, the heaviest first; outlets that work take one line.

    Dead feeds stand before all others, else outlets in the order given. `width` is in
    characters.
    """
    width = max(width, NARROWEST)
    of_weight = {
        weight: [each for each in diagnoses if each.weight == weight]
        for weight in HEAVIEST_FIRST
    }
    look = sorted(of_weight["look"], key=lambda each: not _has_dead(each))
    if look:
        verb = "needs" if len(look) == 1 else "need"
        yield f"{len(look)} of {_outlets(len(diagnoses))} {verb} a look:"
        for each in look:
            yield ""
            yield from _block(each, width)
        yield ""
    if of_weight["wait"]:
        number = _outlets(len(of_weight["wait"]))
        yield f"{number} in trouble that is left to pass by itself:"
        is_long = len(of_weight["wait"]) > MOST_AT_LENGTH
        for each in of_weight["wait"]:
            lines = list(_brief(each, width))
            yield from _cut(lines, width) if is_long else lines
        yield ""
    works = [each.outlet for each in diagnoses if each.weight in (None, "note")]
    if works:
        verb = "works" if len(works) == 1 else "work"
        yield from _wrapped(f"{_outlets(len(works))} {verb}: {', '.join(works)}", width)
    for each in of_weight["note"]:
        yield from _brief(each, width)


def search_lines(
    outcomes: Mapping[str, Mapping[str, int]], *, width: int
) -> Iterator[str]:
    """Say of each incident what became of its questions to archives, and what is next.

    `outcomes`: incident → outcome → questions. `width` is in characters.
    """
    for incident, found in outcomes.items():
        counts = {ASKED[outcome]: found.get(outcome, 0) for outcome in ASKED}
        counts["failed"] += sum(n for each, n in found.items() if each not in ASKED)
        answered, still = counts.pop("answered"), counts["open"]
        number = "1 question" if answered == 1 else f"{answered:,} questions"
        told = [
            f"{number} answered",
            *(f"{n:,} {how}" for how, n in counts.items() if n),
        ]
        if still:
            what = f"; `tracker backfill {incident}` goes on"
        elif counts["failed"]:
            what = f"; `tracker backfill {incident} --again` asks again"
        else:
            what = "; none is open"
        line = f"backfill of {incident}: {', '.join(told)}{what}"
        yield from _wrapped(line, max(width, NARROWEST))


def _has_dead(diagnosis: Diagnosis) -> bool:
    return any(finding.is_dead for finding in diagnosis.findings)


def _block(diagnosis: Diagnosis, width: int) -> Iterator[str]:
    """Write out an outlet that needs a look: findings, their feeds, what to do."""
    yield diagnosis.outlet
    for alike in _alike(diagnosis.findings):
        first = alike[0]
        which = _which(alike, diagnosis.feeds)
        yield from _wrapped(f"{which}{first.what}", width, indent=INDENT)
        urls = [each.feed_url for each in alike if each.feed_url is not None]
        for url in urls[:MOST_FEEDS]:
            yield f"{INDENT}{INDENT}{url}"
        if len(urls) > MOST_FEEDS:
            yield f"{INDENT}{INDENT}and {len(urls) - MOST_FEEDS} more"
        if first.do:
            yield from _wrapped(f"-> {first.do}", width, indent=INDENT)


def _brief(diagnosis: Diagnosis, width: int) -> Iterator[str]:
    for alike in _alike(diagnosis.findings):
        first = alike[0]
        which = _which(alike, diagnosis.feeds)
        told = f"{diagnosis.outlet}: {which}{first.what}"
        if first.do:
            told += f"; {first.do}"
        yield from _wrapped(told, width, indent="  ")


def _cut(lines: list[str], width: int) -> list[str]:
    """Leave the first of several lines, and a sign that there was more."""
    return lines if len(lines) == 1 else [f"{lines[0][: width - 2]} …"]


def _alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Put findings of one topic together, the heaviest first."""
    found: dict[tuple[Weight, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.weight, finding.topic), []).append(finding)
    return sorted(
        found.values(), key=lambda alike: HEAVIEST_FIRST.index(alike[0].weight)
    )


def _which(alike: Sequence[Finding], feeds: int) -> str:
    """Say of how many feeds this is true, where the outlet has others."""
    if alike[0].feed_url is None or feeds == 1:
        return ""
    number = "all" if len(alike) == feeds else f"{len(alike)} of"
    return f"{number} {feeds} feeds: "


def _outlets(number: int) -> str:
    return f"{number} outlet{'' if number == 1 else 's'}"


def _wrapped(text: str, width: int, *, indent: str = "") -> list[str]:
    return wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
