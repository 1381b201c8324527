"""The errors that a user can act on; everything else is a bug and keeps its traceback.

TrackerError            one line: where, what, what to do
├── ConfigError         config.yaml or a file it includes
├── QuerySyntaxError    a boolean query; knows the character
├── ReportError         a report's name, parameter or SQL
├── StoreError          the database file: damaged, newer, not writable
│   └── StoreBusyError  another process holds it
└── InputError          anything else the user typed
"""


class TrackerError(Exception):
    """A mistake or a state of the machine that the user can mend."""


class ConfigError(TrackerError):
    """The configuration says something that cannot be used."""


class QuerySyntaxError(TrackerError):
    """A boolean query cannot be read.

    `offset` is the 0-based character of `query` at which reading stopped.
    """

    def __init__(self, message: str, *, query: str, offset: int) -> None:
        super().__init__(message)
        self.query = query
        self.offset = offset


class ReportError(TrackerError):
    """A report does not exist, or was given what it cannot take."""


class StoreError(TrackerError):
    """The database cannot be used as it is."""


class StoreBusyError(StoreError):
    """Another process holds the database; `holder` says which, where known."""

    def __init__(self, message: str, *, holder: str | None = None) -> None:
        super().__init__(message)
        self.holder = holder


class InputError(TrackerError):
    """An argument that cannot be used."""
