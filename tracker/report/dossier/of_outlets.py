"""Sections on outlets: who covered it, when, how much, and how well they were seen."""

from tracker.report.dossier.declared import (
    Behind,
    Chapter,
    Column,
    Days,
    Dots,
    Listing,
    Only,
    Spans,
    Tally,
)

# What is known of an outlet, in the order in which it is told.
STATES = ("covered", "not_covered", "partly_observed", "not_observed")
_OUTLET = Column(name="outlet", kind="outlet")

COVERED: tuple[Chapter, ...] = (
    Chapter(
        anchor="coverage",
        parts=(
            Tally(
                report="coverage",
                column="state",
                words="state",
                values=STATES,
                within="observed",
                of_these={"covered": ("partly_observed", "not_observed")},
            ),
            Listing(
                report="coverage",
                columns=(
                    _OUTLET,
                    Column(name="state", kind="term", words="state"),
                    Column(name="articles", kind="number"),
                    Column(
                        name="first",
                        kind="interval",
                        of=("first_from_at", "first_to_at"),
                    ),
                    Column(name="detail", kind="ours"),
                ),
                behind=(
                    Behind(layer="poll", keys={"outlet": "outlet"}, words="visits"),
                ),
                opens="state",
            ),
        ),
    ),
    Chapter(
        anchor="first_report",
        parts=(
            Spans(
                report="first_report",
                low="first_from_at",
                high="first_to_at",
                only=(Only(column="first_to_at"),),
            ),
            Listing(
                report="first_report",
                columns=(
                    _OUTLET,
                    Column(
                        name="first",
                        kind="interval",
                        of=("first_from_at", "first_to_at"),
                    ),
                    Column(name="may_be_first", kind="number"),
                    Column(
                        name="lag",
                        kind="lag",
                        of=("lag_low_minutes", "lag_high_minutes"),
                    ),
                    Column(name="claimed_at", kind="time"),
                    Column(name="seen_at", kind="time"),
                    Column(name="title", link="url"),
                ),
                only=(Only(column="first_to_at"),),
            ),
        ),
    ),
    Chapter(
        anchor="days",
        parts=(
            Days(report="publications", times=("published_from_at", "published_to_at")),
        ),
    ),
    Chapter(
        anchor="volume",
        parts=(
            Dots(
                report="volume",
                share="attention",
                count="found_in_feeds",
                of="items_seen",
                only=(Only(column="copies", values=("all",)),),
            ),
            Listing(
                report="volume",
                columns=(
                    _OUTLET,
                    Column(name="articles", kind="number"),
                    Column(name="words", kind="number"),
                    Column(
                        name="attention",
                        kind="share",
                        of=("found_in_feeds", "items_seen", "attention", "support"),
                    ),
                    Column(
                        name="contribution",
                        kind="share",
                        of=("contributed", "contributed_by_all", "contribution"),
                    ),
                ),
                behind=(Behind(layer="coverage", keys={"outlet": "outlet"}),),
                opens="articles",
                apart="copies",
                apart_kind="copies",
            ),
        ),
    ),
)
