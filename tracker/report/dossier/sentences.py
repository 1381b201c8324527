"""The sentences behind a figure: found by the keys of a row, told once in the page."""

import shlex
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.report.dossier.cells import Record
from tracker.report.dossier.declared import Behind
from tracker.report.dossier.marking import marked, shortened
from tracker.report.dossier.telling import Teller
from tracker.report.dossier.values import Group, Piece, Sentence
from tracker.report.html import web_address
from tracker.report.text import one_line

# An outlet's own words come first, then whose words it reports.
VOICES = ("outlet", "attributed", "scare", "quoted", "denied", "background")
# Layers of `evidence` whose rows are no sentences, and what those are.
UNITS: Mapping[str, str] = {"poll": "visits", "coverage": "articles"}
Key = tuple[object, ...]


@dataclass(slots=True)
class Evidence:
    """All rows of `evidence` for the incident, by layer, and where to ask for more.

    `given` are the parameters of the page as they were typed, `languages` the language
    of each article; `archived`: whether archives were asked for the incident, `queries`
    are words they were asked for that stand elsewhere in the page, under a name.
    """

    layers: Mapping[str, Sequence[Record]]
    given: Mapping[str, str]
    tell: Teller
    languages: Mapping[str, str] = field(default_factory=dict)
    archived: bool = False
    queries: Mapping[str, str] = field(default_factory=dict)
    _indexes: dict[Key, dict[Key, list[Record]]] = field(default_factory=dict)
    _groups: int = 0

    def group(self, behind: Behind, row: Record, *, heading: str) -> Group | None:
        """Find the sentences behind a row; None where there are none."""
        names = tuple(behind.keys.values())
        wanted = tuple(row[column] for column in behind.keys)
        found = self._index(behind.layer, names).get(wanted, [])
        for column, name in behind.among.items():
            among = f", {row[column]}, "
            found = [each for each in found if f", {each[name]}, " in among]
        keys = dict(zip(names, wanted, strict=True))
        return self._grouped(behind.layer, found, keys, heading, each=behind.each)

    def listed(
        self, layer: str, fits: Callable[[Record], bool], keys: Mapping[str, str]
    ) -> Group | None:
        """Gather the rows of a layer that fit; `keys` ask `evidence` for the same."""
        found = [row for row in self.layers.get(layer, ()) if fits(row)]
        return self._grouped(layer, found, keys, "", each=True)

    def _grouped(
        self,
        layer: str,
        rows: Sequence[Record],
        keys: Mapping[str, object],
        heading: str,
        *,
        each: bool,
    ) -> Group | None:
        """Join what was coded in one sentence; own voice first, then by time."""
        if not rows:
            return None
        joined: dict[Key, list[Record]] = {}
        for row in rows:
            joined.setdefault(_key(row, each=each), []).append(row)
        self._groups += 1
        return Group(
            anchor=f"g{self._groups}",
            heading=heading,
            layer=layer,
            found=sorted(joined.values(), key=lambda same: _voice(same[0])),
            command=self.command({"layer": layer, **keys}),
            unit="answers"
            if layer == "poll" and self.archived
            else UNITS.get(layer, "sentences"),
        )

    def command(self, keys: Mapping[str, object]) -> str:
        """Write the command that lists all of it."""
        told = {name: str(value) for name, value in keys.items() if value is not None}
        pairs = {**self.given, **told}
        pairs.pop("test", None)
        typed = (f"{name}={value}" for name, value in pairs.items())
        return shlex.join(("tracker", "report", "evidence", *typed))

    def rows(self, layer: str, **keys: object) -> Sequence[Record]:
        """Find the rows of a layer that have these values."""
        return self._index(layer, tuple(keys)).get(tuple(keys.values()), [])

    def _index(self, layer: str, names: Sequence[str]) -> dict[Key, list[Record]]:
        known = (layer, *names)
        if known not in self._indexes:
            index: dict[Key, list[Record]] = defaultdict(list)
            for row in self.layers.get(layer, ()):
                index[tuple(row[name] for name in names)].append(row)
            self._indexes[known] = index
        return self._indexes[known]

    def sentence(self, same: Sequence[Record]) -> Sentence:
        """Make a sentence out of the rows that were coded in it."""
        first = same[0]
        text = one_line(str(first["sentence"] or first["surface"] or ""))
        marks = [one_line(str(row["surface"])) for row in same if row["surface"]]
        moment = first["published_at"]
        language = self.languages.get(str(first["article_id"]))
        is_visit = first["article_id"] is None
        return Sentence(
            key=(first["article_id"], first["version"], first["field"], text)
            if not is_visit
            else (first["url"], moment),
            pieces=self._visit(text) if is_visit else shortened(marked(text, marks)),
            outlet=self.tell.name("outlet", first["outlet"]),
            at=moment if isinstance(moment, datetime) else None,
            url=str(first["url"]),
            href=web_address(str(first["url"])),
            tags=self._tags(first),
            lang="en" if is_visit else language,
        )

    def _visit(self, text: str) -> tuple[Piece, ...]:
        """Part what was asked at the words that are listed in the page once."""
        for query, name in self.queries.items():
            before, found, after = text.partition(query)
            if found:
                named = Piece(text=name, to=anchor_of(name))
                return Piece(text=before), named, Piece(text=after)
        return shortened((Piece(text=text),))

    def _tags(self, row: Record) -> tuple[str, ...]:
        if row["article_id"] is None:
            return (self.tell.name("outcome", row["code"]),)
        tags = []
        if row["voice"] is not None:
            told = self.tell.name("voice", row["voice"])
            if row["attributed_to"] is not None:
                name = self.tell.name("speaker", row["attributed_to"])
                told = f"{told} {self.tell.words('voice.to', name=name)}"
            tags.append(told)
        if row["field"] == "title":
            tags.append(self.tell.words("place.title"))
        elif row["field"] == "body" and row["paragraph"] == 1:
            tags.append(self.tell.words("place.lead"))
        return tuple(tags)


def anchor_of(name: str) -> str:
    """Give the place in the page of words that archives were asked for."""
    return f"asked-{name}"


def _key(row: Record, *, each: bool) -> Key:
    if row["article_id"] is None:
        return row["url"], row["published_at"]
    if each:
        return (row["article_id"],)
    return row["article_id"], row["version"], row["field"], row["sentence"]


def _voice(row: Record) -> int:
    voice = row["voice"]
    return VOICES.index(str(voice)) if voice in VOICES else 0
