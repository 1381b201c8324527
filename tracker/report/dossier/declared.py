"""What a section of a dossier is: a report, what of it is shown, where its proof lies.

A section is a value of these types. Names in quotes are columns of the report; a
heading is the entry `head.NAME` of the table of words, a caption `ANCHOR.caption`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The layer of `evidence` behind a row, and its keys by column of the report.

    `keys`: column of the report → column of the evidence. `named`: the column whose
    value heads the sentences of one figure; `kind` says what sort of value it is.
    `words`: a key of the table of words that heads them instead. `each`: one sentence
    an article. `among`: columns that list several values, of which evidence has one.
    """

    layer: str
    keys: Mapping[str, str]
    named: str = ""
    kind: str = "code"
    words: str = ""
    each: bool = False
    among: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: how its cells are made, and of which columns of the report.

    `kind` names a maker of `cells`; `of` defaults to the column of the same name.
    `words`: where in the table of words its values stand, or what stands before a
    share. `link`, `lang`: columns that hold the address and the language of a text of
    others.
    """

    name: str
    kind: str = "text"
    of: tuple[str, ...] = ()
    words: str = ""
    link: str = ""
    lang: str = ""

    @property
    def source(self) -> tuple[str, ...]:
        """The columns of the report that it is made of."""
        return self.of or (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Rows of which a column has one of these values.

    Without values: is known at all, or with `true` is neither 0, no, nor unknown.
    """

    column: str
    values: tuple[object, ...] | None = None
    true: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table with a row for each row of the report.

    `apart` makes a table of its own for each value of a column, `band` a stretch of the
    table under words of its own. `opens`: the column whose figure leads to the first of
    `behind`. `once`: columns of whose values only the first row is shown.
    """

    report: str
    columns: tuple[Column, ...]
    behind: tuple[Behind, ...] = ()
    opens: str = ""
    apart: str = ""
    apart_kind: str = "code"
    only: tuple[Only, ...] = ()
    anchor: str = ""
    folded: bool = False
    band: str = ""
    band_with: tuple[str, ...] = ()
    once: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A table with a row for each `row`, a column for each `column` of the report.

    `lines` make the lines of a cell; with `line`, there is a report row for each of its
    values, and each becomes a line. Columns whose `used` is 0 in every row are named
    below the table instead. `base`: a column before them, of what they are parts of,
    whose figure leads to the first of `also`, as do figures without sentences of
    their own.
    """

    report: str
    row: str
    column: str
    lines: tuple[Column, ...]
    base: Column | None = None
    behind: Behind | None = None
    also: tuple[Behind, ...] = ()
    column_kind: str = "code"
    column_number: str = ""  # a letter: columns are numbered, and listed elsewhere
    line: str = ""
    line_words: str = ""
    lines_in_order: tuple[str, ...] = ()
    apart: str = ""
    apart_kind: str = "code"
    used: str = ""
    only: tuple[Only, ...] = ()
    anchor: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """A chart of shares with their intervals, a row an outlet, a panel a `panel`."""

    report: str
    share: str
    count: str
    of: str
    row: str = "outlet"
    panel: str = ""
    panel_kind: str = "code"
    apart: str = ""
    apart_kind: str = "code"
    only: tuple[Only, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """A chart of intervals of time, a row an outlet."""

    report: str
    low: str
    high: str
    row: str = "outlet"
    only: tuple[Only, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A chart and a table of how many rows fall on each local day."""

    report: str
    times: tuple[str, ...]  # the first that is known counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many rows have each value of a column, drawn as large figures.

    `of_these`: value → values of the column `within` that are counted below its figure.
    """

    report: str
    column: str
    words: str
    values: tuple[str, ...]
    within: str = ""
    of_these: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The facts of the list, numbered as the columns of the matrix."""

    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the signs of a table mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffs:
    """Articles that were changed, each with what went and what came."""

    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """Pairs of copies as chains; `articles`: the question that knows the addresses."""

    report: str
    articles: str


Part = (
    Listing | Matrix | Dots | Spans | Days | Tally | Statements | Signs | Diffs | Chains
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A section: its heading and first words stand under its name in the words."""

    anchor: str
    parts: tuple[Part, ...] = field(default=())
