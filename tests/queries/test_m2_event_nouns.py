"""Event nouns: the fixture of the measures from its sentences to the report."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from tracker.core.matching import compile_matcher
from tracker.db.queries import find
from tracker.model import EventNoun, Incident, Text

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
INCIDENT = Incident(
    id="durres_fair",
    title={},
    first_day=date(2026, 3, 2),
    last_day=date(2026, 3, 20),
    place="Durrës",
    actors=(),
    about={"*": "salla"},
    event_nouns={
        "check": EventNoun(words={"sq": ("kontroll", "inspektim")}),
        "operation": EventNoun(
            words={"sq": ("operacion", "aksion")}, exclude=("operacion shpëtimi",)
        ),
        "raid": EventNoun(words={"sq": ("bastisje",)}),
        "attack": EventNoun(words={"sq": ("sulm",)}, exclude=("sulm kibernetik",)),
    },
)
MATCHER = compile_matcher((), (INCIDENT,), timezone="Europe/Tirane")
# Title and body; the other field only says where.
TEXTS = {
    "a1": ("Salla", "Policia kreu një kontroll në sallë."),
    "a2": ("Bastisje në sallën e shoqatës", "Salla"),
    "a3": ("Salla", "Sulmi kibernetik i vitit të kaluar"),
    "a4": ("Salla", "“Ky është sulm ndaj nesh”, tha drejtori."),
    "a5": ("Salla", "Operacion shpëtimi në mal"),
}
# Own voice in the title, the lead and the text, and any voice in the text.
EXPECTED = {
    "attack": (0, 0, 0, 1),
    "check": (0, 1, 1, 1),
    "operation": (0, 0, 0, 0),
    "raid": (1, 0, 1, 1),
}


def coded(article: str, title: str, body: str) -> list[dict[str, Any]]:
    text = Text(
        title=title, body=body, language="sq", published_at=NOW, first_seen_at=NOW
    )
    return [
        {"article_id": article, "layer": one.layer, "incident": one.incident}
        | {"code": one.code, "kind": one.kind, "voice": one.voice, "field": one.field}
        | {"paragraph": one.paragraph, "surface": one.surface}
        | {"start_char": one.start_char, "end_char": one.end_char}
        for one in MATCHER.code(text).annotations
    ]


@pytest.mark.parametrize("floors", ["of the measures", "none"])
def test_the_sentences_give_the_shares_worked_out_by_hand(
    request: pytest.FixtureRequest, fill: Fill, floors: str
) -> None:
    db = request.getfixturevalue("floorless" if floors == "none" else "db")
    kept = TEXTS if floors == "none" else dict(list(TEXTS.items())[:4])
    fill(
        db,
        {
            "articles": [{"article_id": one} for one in kept],
            "codebook": [
                {"layer": "event_noun", "incident": "durres_fair", "code": code}
                for code in EXPECTED
            ],
            "annotations": [
                row
                for article, (title, body) in kept.items()
                for row in coded(article, title, body)
            ],
        },
    )
    report = find("event_nouns", None)
    values = {param.name: None for param in report.params}
    answer = db.execute(report.sql, values | {"incident": "durres_fair"})
    names = [column for column, *_ in answer.description]
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    found = {
        code: [row for row in rows if row["event_noun"] == code] for code in EXPECTED
    }
    assert len(rows) == 3 * len(EXPECTED)
    for code, (title, lead, text, any_voice) in EXPECTED.items():
        own = [row["using_it"] for row in found[code]]
        assert own == [title, lead, text], code
        assert found[code][2]["in_any_voice"] == any_voice
        shares = [row["share"] for row in found[code]]
        if floors == "none":
            assert shares == [count / 5 for count in own]
        else:
            assert shares == [None] * 3
            assert found[code][0]["support"] == "not enough (n=4)"
