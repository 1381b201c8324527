"""Sections on texts: distinctive words, copies, later versions, place, feeds."""

from tracker.report.dossier.declared import (
    Behind,
    Chains,
    Chapter,
    Column,
    Diffs,
    Listing,
    Only,
)

SIGNS_OF_PROMINENCE = ("in_lead", "long", "has_media", "top_slot")
_OUTLET = Column(name="outlet", kind="outlet")

HANDLED: tuple[Chapter, ...] = (
    Chapter(
        anchor="distinctive_words",
        parts=(
            Listing(
                report="distinctive_words",
                columns=(
                    _OUTLET,
                    Column(name="term", kind="brief", lang="language"),
                    Column(name="uses", kind="number"),
                    Column(name="uses_elsewhere", kind="number"),
                    Column(
                        name="in_articles",
                        kind="of",
                        of=("articles", "outlet_articles"),
                    ),
                    Column(
                        name="in_others",
                        kind="of",
                        of=("articles_elsewhere", "articles_of_others"),
                    ),
                    Column(name="log_odds", kind="number"),
                    Column(name="z", kind="number"),
                    Column(name="p", kind="number"),
                    Column(name="q", kind="number"),
                ),
                behind=(
                    Behind(layer="word", keys={"outlet": "outlet", "term": "code"}),
                ),
                opens="in_articles",
                only=(Only(column="term"),),
                apart="language",
            ),
        ),
    ),
    Chapter(
        anchor="copies",
        parts=(Chains(report="copies", articles="publications"),),
    ),
    Chapter(
        anchor="revisions",
        parts=(Diffs(report="revisions"),),
    ),
    Chapter(
        anchor="prominence",
        parts=(
            Listing(
                report="prominence",
                columns=(
                    _OUTLET,
                    Column(
                        name="title_share",
                        kind="share",
                        of=(
                            *("naming_titles", "naming_articles", "title_share"),
                            "title_support",
                        ),
                    ),
                    *(
                        Column(
                            name=sign, kind="of", of=(f"{sign}_yes", f"{sign}_known")
                        )
                        for sign in SIGNS_OF_PROMINENCE
                    ),
                ),
                behind=(
                    Behind(
                        layer="actor",
                        keys={"outlet": "outlet", "actor": "actor"},
                        each=True,
                    ),
                ),
                opens="title_share",
                apart="actor",
                apart_kind="actor",
            ),
        ),
    ),
    Chapter(
        anchor="outlet_health",
        parts=(
            Listing(
                report="outlet_health",
                columns=(
                    _OUTLET,
                    Column(name="feed_url", kind="brief"),
                    Column(name="health", kind="our_word", of=("state",)),
                    Column(name="last_success_at", kind="time"),
                    Column(name="visits", kind="of", of=("good_visits", "visits")),
                    Column(name="gaps", kind="number"),
                    Column(name="outages_detail", kind="ours"),
                ),
            ),
            Listing(
                report="archives",
                columns=(
                    _OUTLET,
                    Column(name="seen", kind="term", of=("observed",), words="state"),
                    Column(name="detail", kind="ours"),
                ),
            ),
            Listing(
                report="outages",
                columns=(
                    _OUTLET,
                    Column(name="outage", kind="term", of=("kind",), words="outage"),
                    Column(name="between", kind="interval", of=("from_at", "to_at")),
                    Column(name="hours", kind="hours"),
                    Column(name="bad_visits", kind="number", of=("visits",)),
                    Column(name="detail", kind="ours"),
                ),
            ),
        ),
    ),
)
