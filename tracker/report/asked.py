"""What was asked, of what, and when; an answer that is handed on must say so itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A parameter of a report, its value as it was typed, and its meaning."""

    name: str
    value: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question about one database.

    `typed` is the command or the SQL that asks the same again, `sql` the query that it
    ran, `left_out` the names of the parameters that were not given, `at` aware.
    `hashes` are those of the parts of the configuration as it is now.
    """

    title: str
    typed: str
    at: datetime
    database: str
    program: str
    purpose: str = ""
    grain: str = ""
    given: tuple[Given, ...] = ()
    left_out: tuple[str, ...] = ()
    sql: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)
