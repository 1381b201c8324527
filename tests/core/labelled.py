"""Code a sentence that labels one of two organisations."""

from datetime import UTC, datetime

from tracker.core.matching import compile_matcher
from tracker.model import Acronym, Actor, Annotation, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LABELS = {
    "armed": {
        "en": ("terrorist", "terrorist group", "sect"),
        "sq": ("terrorist", "grup terrorist", "sekt"),
    },
}
MATCHER = compile_matcher(
    tuple(
        Actor(id=name.lower(), name=name, acronyms=(Acronym(text=name),), labels=LABELS)
        for name in ("DELTA", "GAMMA")
    ),
    (),
    timezone="Europe/Tirane",
)


def label_of(language: str, body: str) -> Annotation:
    coded = MATCHER.code(
        Text(
            title="",
            body=body,
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )
    (label,) = [one for one in coded.annotations if one.layer == "label"]
    return label
