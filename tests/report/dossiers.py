"""Answers for a dossier, made of a few rows; columns are those of the real reports."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from tracker.db import queries
from tracker.model import Result
from tracker.report.asked import Asked
from tracker.report.card import Counted
from tracker.report.dossier import LAYERS, QUESTIONS, Answer, Answers, Names

MORNING = datetime(2026, 3, 3, 7, 20)
HOSTILE = (
    "</title><script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "{{ 7 * 7 }} </style><img src=https://leak.example/><svg onload=alert(1)>",
)
JAVASCRIPT = "javascript:document.title='owned'"

Rows = Sequence[Mapping[str, Any]]


def result_of(report: str, rows: Rows) -> Result:
    """Give rows the columns that the report declares; what a row leaves out is null."""
    columns = queries.find(report, None).columns
    for row in rows:
        assert row.keys() <= {column.name for column in columns}, report
    return Result(
        columns=columns,
        rows=tuple(tuple(row.get(column.name) for column in columns) for row in rows),
    )


def article(number: int, title: str, **more: Any) -> dict[str, Any]:
    return {
        "outlet": "a",
        "published_from_at": MORNING,
        "published_to_at": MORNING,
        "title": title,
        "role": "report",
        "language": "sq",
        "url": f"https://a.example/{number}",
        "article_id": f"a{number}",
        "version": 1,
        **more,
    }


def evidence(layer: str, number: int, sentence: str, **more: Any) -> dict[str, Any]:
    return {
        "outlet": "a",
        "published_at": MORNING,
        "layer": layer,
        "voice": "outlet",
        "surface": sentence[:4],
        "sentence": sentence,
        "url": f"https://a.example/{number}",
        "article_id": f"a{number}",
        "version": 1,
        "field": "body",
        "paragraph": 1,
        "start_char": 0,
        "end_char": 4,
        **more,
    }


LABEL = {
    "outlet": "a",
    "actor": "vala",
    "label": "security_charge",
    "articles": 25,
    "labelled": 10,
    "share": 0.4,
    "share_low": 0.234,
    "share_high": 0.593,
    "support": "enough",
    "in_any_voice": 12,
}
COVERAGE = [
    {"outlet": "a", "name": "A", "state": "covered", "articles": 2},
    {"outlet": "b", "name": "B", "state": "not_covered", "articles": 0},
]
FACT = {
    "outlet": "a",
    "fact": "door_forced",
    "state": "covered",
    "modes": "attributed, outlet",
    "articles": 1,
    "statement": "The door was forced.",
    "outlet_articles": 2,
}


def answers_of(
    reports: Mapping[str, Rows] | None = None,
    layers: Mapping[str, Rows] | None = None,
    **more: Any,
) -> Answers:
    """A page's answers; questions that are not named found nothing."""
    asked = {"coverage": COVERAGE} | dict(reports or {})
    found = {
        name: Answer(
            typed=f"tracker report {question.report} incident=fair",
            result=result_of(question.report, asked.get(name, ())),
            limits={"least_articles": "5"},
        )
        for name, question in QUESTIONS.items()
    }
    told = {
        layer: Answer(
            typed="", result=result_of("evidence", (layers or {}).get(layer, ()))
        )
        for layer in LAYERS
    }
    return Answers(
        **{
            "asked": Asked(
                title="fair",
                typed="tracker dossier fair",
                at=datetime(2026, 3, 9, 12, tzinfo=UTC),
                database="coverage.duckdb",
                program="tracker 0",
            ),
            "title": {"en": "The fair", "sq": "Panairi"},
            "given": {"incident": "fair"},
            "counted": COUNTED,
            "reports": found,
            "evidence": told,
            "texts": {},
            "names": Names(
                outlets={"a": "Gazeta A", "b": "Gazeta B"}, actors={"vala": "Vala"}
            ),
            "zone": "Europe/Tirane",
        }
        | more
    )


COUNTED = Counted(
    incident="fair",
    from_day=date(2026, 3, 2),
    to_day=date(2026, 3, 8),
    version="first",
    copies="once",
    as_of=None,
    zone="Europe/Tirane",
    configured=2,
    observed=2,
    partly_observed=[],
    not_observed=[],
    gaps=0,
    visits=10,
    good_visits=10,
    articles=2,
    with_text=2,
    once_in_outlet=2,
    once_over_all=2,
    first_day=date(2026, 3, 3),
    last_day=date(2026, 3, 4),
    languages=[{"language": "sq", "articles": 2}],
    codings=[],
    coded_before=0,
    recoded_at=None,
    recoded_after=False,
    accuracy=[],
    settings={"config_hash": "0123456789abcdef", "outlets_hash": "0123"},
)


def hostile_answers() -> Answers:
    """Every place of the page in which a text of others stands, with markup in it."""
    markup = " ".join(HOSTILE)
    titles = [
        article(number, title, url=JAVASCRIPT, title_now=markup, language='"><b')
        for number, title in enumerate(HOSTILE)
    ]
    told = {
        layer: [
            evidence(
                layer,
                number,
                title,
                code="security_charge" if layer == "label" else "door_forced",
                actor="vala",
                url=JAVASCRIPT,
                surface="<script>",
                attributed_to="<img>",
            )
            for number, title in enumerate(HOSTILE)
        ]
        for layer in LAYERS
        if layer != "poll"
    }
    told["poll"] = [
        evidence("poll", 0, markup, outlet=each, article_id=None, url=JAVASCRIPT)
        for each in ("a", "b")
    ]
    return answers_of(
        {
            "coverage": [row | {"detail": markup} for row in COVERAGE],
            "first_report": [
                {
                    "outlet": "a",
                    "state": "covered",
                    "first_to_at": MORNING,
                    "title": markup,
                    "url": JAVASCRIPT,
                }
            ],
            "publications": titles,
            "headlines": titles,
            "labels": [LABEL, LABEL | {"label": markup}],
            "facts": [FACT | {"statement": markup, "attributed_to": markup}],
            "value_conflicts": [
                {"outlet": "a", "quantity": markup, "referent": "x", "surfaces": markup}
            ],
            "shared_quotes": [
                {
                    "utterance": "u",
                    "outlet": "a",
                    "text": markup,
                    "url": JAVASCRIPT,
                    "speaker": markup,
                    "verb": markup,
                    "language": "sq",
                }
            ],
            "copies": [
                {
                    "outlet_a": "a",
                    "outlet_b": "b",
                    "kind": "copy",
                    "direction": "earlier",
                    "title_a": markup,
                    "title_b": markup,
                    "article_a": "a0",
                    "article_b": "a1",
                    "copied_from": markup,
                    "labels_added": markup,
                }
            ],
            "revisions": [
                {
                    "outlet": "a",
                    "title_before": markup,
                    "title_after": "x",
                    "url": JAVASCRIPT,
                    "article_id": "a0",
                    "version": 2,
                    "labels_new": markup,
                }
            ],
            "outlet_health": [{"outlet": "a", "feed_url": JAVASCRIPT, "state": markup}],
        },
        told,
        title={"en": markup, "sq": markup},
        texts={("a0", 1): markup, ("a0", 2): "x"},
        names=Names(outlets={"a": markup, "b": "B"}, actors={"vala": markup}),
    )
