"""The addresses that we poll, shown without the passwords and keys in them."""

from tracker.core.hiding import hidden
from tracker.model import Result

# Columns of these addresses, and of what was said of a visit. All other texts are
# evidence: offsets count in them, and their addresses have to lead where they led.
OURS = ("feed_url", "detail")


def public(result: Result) -> Result:
    """Take passwords and keys out of the columns whose names end as in OURS."""
    ours = [column.name.lower().endswith(OURS) for column in result.columns]
    if not any(ours):
        return result
    rows = tuple(
        tuple(
            hidden(value) if is_ours and isinstance(value, str) else value
            for value, is_ours in zip(row, ours, strict=True)
        )
        for row in result.rows
    )
    return Result(columns=result.columns, rows=rows)
