"""The command line: joins the parts, owns the clock, and speaks to people."""

import sys

from tracker.core.hiding import hidden
from tracker.db.faults import FullDiskError
from tracker.errors import StoreBusyError, TrackerError
from tracker.report.text import harmless


def main() -> None:
    """Run the command that was typed; exit 0 done, 1 with failures, 2 a mistake."""
    from tracker.cli.app import app  # noqa: PLC0415 - `--version` need not load it all

    try:
        app()
    except TrackerError as error:
        # Messages of libraries quote what stood in a file or an address.
        print(hidden(harmless(str(error))), file=sys.stderr)  # noqa: T201 - the command line speaks here
        sys.exit(1 if isinstance(error, StoreBusyError | FullDiskError) else 2)
