"""What stays of articles of which only the title is kept, when they are coded anew.

What was found in the title may hang on the body: an actor's generic word on its name
there, an event noun on the incident that the body tells. So what the title alone does
not yield stays as it was found, as long as the configuration has what it is about. What
needs no body is found again or goes: a name, and the labels of whom the title names.
"""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from duckdb import DuckDBPyConnection

from tracker.core.saying.speakers import OTHER, ROLES, UNNAMED
from tracker.db.article_rows import EVIDENCE
from tracker.db.recoding import Replacement
from tracker.db.values import Table

Row = tuple[object, ...]
Titles = Mapping[str, Replacement]

INCIDENT_COLUMNS = ("article_id", "incident", "day", "role", "reason")

_ACTORS = "select actor from actors"
_CONFIGURED = "select incident from incidents"
_CODES = "select distinct layer, incident, actor, code from codebook"

_SPAN = itemgetter(
    *map(
        EVIDENCE["annotations"].index,
        (
            "article_id",
            "version",
            "layer",
            "incident",
            "actor",
            "code",
            "field",
            "start_char",
            "end_char",
        ),
    )
)
_KIND, _LAYER, _INCIDENT, _ACTOR, _CODE, _START, _MENTION = map(
    EVIDENCE["annotations"].index,
    ("kind", "layer", "incident", "actor", "code", "start_char", "mention_start"),
)


def keep_of_titles(
    connection: DuckDBPyConnection,
    table: Table,
    stored: Iterable[Row],
    fresh: dict[Row, None],
    titles: Titles,
) -> None:
    """Put into `fresh` which of the `stored` rows stay, in place of what is like them.

    `stored` are rows of the articles in `titles`, all of which were coded for
    everything; rows of the bodies that there are stay out of this.
    """
    if table == "incident_articles":
        _keep_incidents(connection, stored, fresh)
        return
    field = EVIDENCE[table].index("field")
    in_titles = [row for row in stored if row[field] == "title"]
    if table == "annotations":
        _keep_annotations(connection, in_titles, fresh, titles)
    elif table == "figures":
        codes = _codes(connection)
        incident, fact = map(EVIDENCE[table].index, ("incident", "fact"))
        fresh.update(
            (row, None)
            for row in in_titles
            if ("fact", row[incident], None, row[fact]) in codes
            and not _tells(titles, row, row[incident])
        )
    else:
        # Who speaks is looked for where something keeps the article, its body perhaps.
        heard = {row[:2] for row in fresh}
        speaker = EVIDENCE[table].index("speaker")
        actors = connection.execute(_ACTORS).fetchall()
        speakers = {*ROLES, OTHER, UNNAMED, *(actor for (actor,) in actors)}
        fresh.update(
            (row, None)
            for row in in_titles
            if row[:2] not in heard and row[speaker] in speakers
        )


def _keep_incidents(
    connection: DuckDBPyConnection, stored: Iterable[Row], fresh: dict[Row, None]
) -> None:
    configured = {row[0] for row in connection.execute(_CONFIGURED).fetchall()}
    kept = {row[:2]: row for row in stored if row[1] in configured}
    for row in [row for row in fresh if row[:2] in kept]:
        del fresh[row]
    fresh.update(dict.fromkeys(kept.values()))


def _keep_annotations(
    connection: DuckDBPyConnection,
    stored: Iterable[Row],
    fresh: dict[Row, None],
    titles: Titles,
) -> None:
    codes = _codes(connection)
    again = {_SPAN(row): row for row in fresh if row[0] in titles}
    named = {
        (*row[:2], row[_ACTOR])
        for row in again.values()
        if row[_LAYER] == "actor" and row[_KIND] == "hit"
    }
    mentions = {
        (*row[:2], row[_ACTOR], row[_START])
        for row in again.values()
        if row[_LAYER] == "actor"
    }
    for row in stored:
        same = again.get(_SPAN(row))
        if same is not None:
            if row[_KIND] == "hit" and same[_KIND] == "candidate":
                del fresh[same]
                fresh[row] = None
            continue
        known = (row[_LAYER], row[_INCIDENT], row[_ACTOR], row[_CODE]) in codes
        is_judged = (
            row[_LAYER] == "actor"
            or (*row[:2], row[_ACTOR]) in named
            or _tells(titles, row, row[_INCIDENT])
        )
        mention = row[_MENTION]
        hangs = mention is None or (*row[:2], row[_ACTOR], mention) in mentions
        if known and hangs and not is_judged:
            fresh[row] = None


def _tells(titles: Titles, row: Row, incident: object) -> bool:
    """Whether the title alone tells an incident, and so all that is found of it."""
    return any(told == incident for told, _, _ in titles[str(row[0])].incidents)


def _codes(connection: DuckDBPyConnection) -> frozenset[Row]:
    return frozenset(connection.execute(_CODES).fetchall())
