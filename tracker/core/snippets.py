"""Short quotations from a text, each in one line."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.core.queries.scopes import Span
from tracker.model import TextField

_CONTEXT = 24
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class Snippets:
    """Quotes from the fields of one article."""

    texts: Mapping[TextField, str]

    def quoted(self, span: Span) -> str:
        """Quote a span in brackets, with a little of what is around it."""
        text = self.texts[span.field]
        before = text[max(span.start - _CONTEXT, 0) : span.start]
        if span.start > _CONTEXT:
            before = "…" + before.partition(" ")[2]
        behind = text[span.end : span.end + _CONTEXT]
        if span.end + _CONTEXT < len(text):
            behind = behind.rpartition(" ")[0] + "…"
        surface = _shortened(text[span.start : span.end])
        where = " (title)" if span.field == "title" else ""
        before, behind = before.rpartition("\n")[2], behind.partition("\n")[0]
        return " ".join(f"“{before}[{surface}]{behind}”{where}".split())

    def cited(self, span: Span) -> str:
        """Quote a whole sentence, or what of it fits into a line."""
        text = self.texts[span.field][span.start : span.end]
        return " ".join(f"“{_shortened(text)}”".split())


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
