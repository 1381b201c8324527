"""Sections on words: headlines, labels, what the event is called."""

from tracker.report.dossier.declared import (
    Behind,
    Chapter,
    Column,
    Dots,
    Listing,
    Matrix,
    Only,
)

_OUTLET = Column(name="outlet", kind="outlet")

WORDED: tuple[Chapter, ...] = (
    Chapter(
        anchor="headlines",
        parts=(
            Listing(
                report="headlines",
                columns=(
                    Column(
                        name="time",
                        kind="interval",
                        of=("published_from_at", "published_to_at"),
                    ),
                    _OUTLET,
                    Column(name="title", kind="headline", link="url", lang="language"),
                    Column(name="coded", kind="coded"),
                    Column(name="role", kind="term", words="role"),
                ),
            ),
        ),
    ),
    Chapter(
        anchor="labels",
        parts=(
            Dots(
                report="labels",
                share="share",
                count="labelled",
                of="articles",
                panel="label",
                apart="actor",
                apart_kind="actor",
            ),
            Matrix(
                report="labels",
                row="outlet",
                column="label",
                apart="actor",
                apart_kind="actor",
                lines=(
                    Column(
                        name="share",
                        kind="share",
                        of=("labelled", "articles", "share"),
                    ),
                    Column(
                        name="any", kind="any_voice", of=("labelled", "in_any_voice")
                    ),
                ),
                used="in_any_voice",
                base=Column(name="naming", kind="number", of=("articles",)),
                behind=Behind(
                    layer="label",
                    keys={"outlet": "outlet", "actor": "actor", "label": "code"},
                    named="label",
                ),
                also=(
                    Behind(
                        layer="actor",
                        keys={"outlet": "outlet", "actor": "actor"},
                        words="labels.naming",
                        each=True,
                    ),
                ),
            ),
            Matrix(
                report="labelling",
                row="outlet",
                column="actor",
                column_kind="actor",
                lines=(
                    Column(
                        name="share",
                        kind="share",
                        of=("labelled", "mentions", "labelling_rate", "support"),
                    ),
                    Column(
                        name="own",
                        kind="share",
                        of=("labelled_own", "mentions", "own_rate", "support"),
                        words="labelling.own",
                    ),
                ),
            ),
        ),
    ),
    Chapter(
        anchor="event_nouns",
        parts=(
            Dots(
                report="event_nouns",
                share="share",
                count="using_it",
                of="articles",
                panel="event_noun",
                only=(Only(column="place", values=("title",)),),
            ),
            Matrix(
                report="event_nouns",
                row="outlet",
                column="event_noun",
                line="place",
                line_words="place",
                lines_in_order=("title", "lead", "text"),
                lines=(
                    Column(
                        name="share",
                        kind="share",
                        of=("using_it", "articles", "share"),
                    ),
                ),
                used="in_any_voice",
                behind=Behind(
                    layer="event_noun",
                    keys={"outlet": "outlet", "event_noun": "code"},
                    named="event_noun",
                ),
            ),
        ),
    ),
)
