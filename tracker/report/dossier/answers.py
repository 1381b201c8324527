"""What a dossier is made of: the answers of the reports, and who asked what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.model import Result
from tracker.report.asked import Asked
from tracker.report.card import Counted
from tracker.report.dossier.cells import Record
from tracker.report.dossier.telling import Names
from tracker.report.secrets import public


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a report said, or in a line why it could not.

    `typed` is the command that asks it again, `limits` the constants by which it
    judges.
    """

    typed: str
    result: Result | None
    trouble: str = ""
    limits: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> Sequence[Record]:
        """The rows as mappings; none where there was trouble."""
        return () if self.result is None else records(self.result)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that a page needs, fetched in one window of reading.

    `title` names the incident in each language; "en" is always there. `given` are the
    parameters as they were typed, with the incident. `reports` by the name of the
    question (see sections.py), `evidence` by layer, `texts` the bodies of changed
    articles by id and version.
    """

    asked: Asked
    title: Mapping[str, str]
    given: Mapping[str, str]
    counted: Counted
    reports: Mapping[str, Answer]
    evidence: Mapping[str, Answer]
    texts: Mapping[tuple[str, int], str]
    names: Names
    zone: str


def records(result: Result) -> list[Record]:
    """Turn rows into mappings by column, without passwords in addresses of feeds."""
    result = public(result)
    names = [column.name for column in result.columns]
    return [dict(zip(names, row, strict=True)) for row in result.rows]
