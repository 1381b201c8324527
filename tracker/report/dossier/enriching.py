"""What the page adds to the rows of reports: counts and names for its tables."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from tracker.report.dossier.cells import Record
from tracker.report.dossier.of_texts import SIGNS_OF_PROMINENCE
from tracker.report.dossier.sentences import Evidence

# Words of one outlet; after these, z is small and chance is more.
MOST_WORDS = 8
NOBODY = "(unnamed)"
# Characters of a list of outlets of which more is shown than any cell has room for.
_NAMES = 800
# The outlets behind a number, as value_conflicts lists them.
_LISTED = re.compile(r"\(([^()]*)\)?")


def enriched(
    rows: Mapping[str, Sequence[Record]], evidence: Evidence
) -> dict[str, Sequence[Record]]:
    """Add columns to the rows of some questions; the others stay as they are."""
    adding: Mapping[str, Callable[[Sequence[Record]], Sequence[Record]]] = {
        "headlines": lambda found: [_coded(row, evidence) for row in found],
        "distinctive_words": _most_distinctive,
        "prominence": _counted,
        "outlet_health": lambda found: [_unvisited(row) for row in found],
        "sourcing": lambda found: [_paired(row, evidence) for row in found],
        "value_conflicts": lambda found: [_what(row, evidence) for row in found],
    }
    return {
        name: adding[name](found) if name in adding else found
        for name, found in rows.items()
    }


def _coded(row: Record, evidence: Evidence) -> Record:
    """Add to a headline the words coded in it, as rows of `evidence`."""
    found = [
        each
        for layer in ("label", "event_noun")
        for each in evidence.rows(layer, article_id=row["article_id"], field="title")
    ]
    return {**row, "coded": found, "marks": [str(each["surface"]) for each in found]}


def _most_distinctive(rows: Sequence[Record]) -> list[Record]:
    """Keep the first words of each outlet and language; the report has them all."""
    number = Counter[tuple[object, object]]()
    kept = []
    for row in rows:
        of = row["outlet"], row["language"]
        number[of] += 1
        if number[of] <= MOST_WORDS:
            kept.append(row)
    return kept


def _counted(rows: Sequence[Record]) -> list[Record]:
    """Join the articles of an outlet and actor: signs that hold, of those known."""
    joined: dict[tuple[object, object], list[Record]] = {}
    for row in rows:
        joined.setdefault((row["outlet"], row["actor"]), []).append(row)
    counted = []
    for same in joined.values():
        signs: dict[str, int] = {}
        for sign in SIGNS_OF_PROMINENCE:
            known = [row[sign] for row in same if row[sign] is not None]
            signs |= {f"{sign}_yes": known.count(True), f"{sign}_known": len(known)}
        counted.append({**same[0], **signs})
    return sorted(counted, key=lambda row: (str(row["actor"]), str(row["outlet"])))


def _paired(row: Record, evidence: Evidence) -> Record:
    """Name the two speakers that are compared, and those behind whom nobody stands."""
    pair = None
    if row["one"] is not None and row["other"] is not None:
        pair = " + ".join(
            evidence.tell.name("speaker", row[side]) for side in ("one", "other")
        )
    return {**row, "pair": pair, "nobody": NOBODY}


def _unvisited(row: Record) -> Record:
    """Take back that a feed has no gaps of which no visit was good."""
    return row if row["good_visits"] else {**row, "gaps": None}


def _what(row: Record, evidence: Evidence) -> Record:
    """Name what is counted, the quantity and of whom, and outlets by their names."""
    names = (str(row[name]).replace("_", " ") for name in ("quantity", "referent"))
    what = " · ".join(dict.fromkeys(names))
    others = {
        name: row[name]
        and _LISTED.sub(partial(_renamed, evidence), str(row[name])[:_NAMES])
        for name in ("conflicts_with", "other_referents", "hint")
    }
    return {**row, "what": what, **others}


def _renamed(evidence: Evidence, listed: re.Match[str]) -> str:
    names = (evidence.tell.name("outlet", each) for each in listed[1].split(", "))
    return f"({', '.join(names)})"
