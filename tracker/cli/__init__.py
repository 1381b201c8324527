"""The command line: joins the parts, owns the clock, and speaks to people."""

import sys

from tracker.errors import StoreBusyError, TrackerError


def main() -> None:
    """Run the command that was typed; exit 0 done, 1 with failures, 2 a mistake."""
    from tracker.cli.app import app  # noqa: PLC0415 - `--version` need not load it all

    try:
        app()
    except StoreBusyError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line speaks here
        sys.exit(1)
    except TrackerError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line speaks here
        sys.exit(2)
