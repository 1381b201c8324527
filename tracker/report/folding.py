"""Text cut into lines of so many places of a screen."""

from rich.cells import cell_len, chop_cells

# One character may take two places; narrower nothing can be cut.
NARROWEST = 2


def folded(text: str, width: int, *, indent: int = 0) -> list[str]:
    """Cut a text into lines of `width` places, all but the first indented.

    Between words where there is one, else within it. What takes two places (Chinese,
    emoji) or none (a combining accent) is counted as a terminal draws it.

    >>> folded("Panairi i Detit", 10, indent=2)
    ['Panairi i', '  Detit']
    """
    margin = " " * indent
    lines, line = list[str](), ""
    for word in text.split():
        joined = f"{line} {word}" if line.strip() else f"{line}{word}"
        if cell_len(joined) > width and line.strip():
            lines.append(line)
            line, joined = margin, f"{margin}{word}"
        if cell_len(joined) > width:
            *parts, last = chop_cells(word, max(width - indent, NARROWEST))
            for part in parts:
                lines.append(f"{line}{part}")
                line = margin
            joined = f"{line}{last}"
        line = joined
    return [*lines, line]
