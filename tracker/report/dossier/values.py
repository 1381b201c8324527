"""What a dossier shows, as values that a template only has to write down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Part of a sentence; `marked` are words that were coded, `to` is an anchor."""

    text: str
    marked: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a cell.

    `to` is an anchor in the page, `href` a checked address outside of it, `lang` the
    language of a text of others. `pieces` stand in the place of `text`.
    """

    text: str
    note: str = ""
    to: str | None = None
    href: str | None = None
    lang: str | None = None
    kind: str = ""  # a class of the style sheet
    mark: str = ""  # a sign before the text, for the eye only
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table; `kind` is a class of the style sheet."""

    lines: tuple[Line, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The heading of a column; `note` says what it counts."""

    text: str
    note: str = ""
    kind: str = ""
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article, or a visit, that stands behind a figure.

    `key` tells whether two are the same, whatever they were found for; `at` is naive
    UTC, `tags` are words of ours (voice, field).
    """

    key: tuple[object, ...]
    pieces: tuple[Piece, ...]
    outlet: str
    at: datetime | None
    url: str
    href: str | None
    tags: tuple[str, ...] = ()
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What stands behind one figure, and the command that lists it all.

    `found` are rows of `evidence` of the layer, those of one sentence together; `unit`
    is what they are: the key of their number in the table of words.
    """

    anchor: str
    heading: str
    layer: str
    found: Sequence[Sequence[Mapping[str, object]]]
    command: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table; what its figures open to stands right below it.

    `band` are the words above the rows that begin with this one.
    """

    cells: tuple[Cell, ...]
    groups: tuple[Group, ...] = ()
    name: str = ""  # whose row it is, for the words above its sentences
    band: str = ""

    @property
    def behind(self) -> Mapping[str, int]:
        """How much stands below it, by unit; visits come last."""
        found: dict[str, int] = {}
        for group in sorted(self.groups, key=lambda group: group.layer == "poll"):
            found[group.unit] = found.get(group.unit, 0) + len(group.found)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. `folded` ones are opened by a click, and always in print."""

    block: ClassVar[str] = "grid"
    anchor: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    note: str = ""
    folded: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart as SVG; `told` says in words what it shows."""

    block: ClassVar[str] = "drawing"
    anchor: str
    svg: Markup
    caption: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A paragraph of ours."""

    block: ClassVar[str] = "note"
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An explained thing: a state with its count, a fact of the list, a parameter."""

    term: str
    text: str
    note: str = ""
    kind: str = ""
    mark: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A list of explained things; `kind` says how it is drawn."""

    block: ClassVar[str] = "entries"
    entries: tuple[Entry, ...]
    kind: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A stretch of a text that stayed ("equal"), came ("ins") or went ("del")."""

    how: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What changed in one article from its first text to another."""

    heading: str
    note: str
    href: str | None
    lang: str | None
    title: tuple[Change, ...] = ()
    body: tuple[tuple[Change, ...], ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """Articles that were changed after publication."""

    block: ClassVar[str] = "revisions"
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An article in a chain of copies; `told` is how it lies to the one before it."""

    outlet: str
    at: str
    title: str
    href: str | None
    lang: str | None
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Articles that share a text, in order of time."""

    heading: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainList:
    """All chains of copies."""

    block: ClassVar[str] = "chains"
    chains: tuple[Chain, ...]


Block = Grid | Drawing | Note | Entries | Revisions | ChainList


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A chapter of the page."""

    anchor: str
    heading: str
    lead: str
    blocks: tuple[Block, ...] = field(default=())
