"""Sections on substance: facts and omissions, numbers, and who speaks."""

from tracker.report.dossier.declared import (
    Behind,
    Chapter,
    Column,
    Dots,
    Listing,
    Matrix,
    Only,
    Signs,
    Statements,
)

# Why it is not known whether an outlet left a fact out.
UNKNOWNS = (
    *("not_observed", "no_coverage", "other_language", "not_coded", "not_yet_public"),
)
_OUTLET = Column(name="outlet", kind="outlet")

TOLD: tuple[Chapter, ...] = (
    Chapter(
        anchor="facts",
        parts=(
            Statements(report="facts"),
            Signs(),
            Matrix(
                report="facts",
                row="outlet",
                column="fact",
                column_number="F",
                lines=(Column(name="fact", kind="fact", of=("state", "modes")),),
                behind=Behind(
                    layer="fact",
                    keys={"outlet": "outlet", "fact": "code"},
                    named="statement",
                    kind="text",
                ),
                only=(Only(column="outlet_articles", true=True),),
            ),
            Listing(
                report="omissions",
                columns=(
                    Column(name="fact", kind="fact_named", of=("fact", "statement")),
                    Column(
                        name="omission_rate",
                        kind="left_out",
                        of=("left_out", "n", "omission_rate", "support", "wording"),
                    ),
                    Column(
                        name="left_out_by",
                        kind="listed",
                        words="outlet",
                    ),
                    Column(name="covered", kind="number"),
                    Column(name="background_only", kind="number"),
                    Column(name="unknowns", kind="unknowns", of=UNKNOWNS),
                ),
                behind=(Behind(layer="fact", keys={"fact": "code"}),),
                opens="covered",
            ),
            Listing(
                report="blind_spots",
                columns=(
                    Column(
                        name="fact",
                        kind="fact_named",
                        of=("fact", "statement"),
                        words="blind_spots.incident",
                    ),
                    Column(name="outlets", kind="kind"),
                    Column(
                        name="group_share",
                        kind="share",
                        of=("covered", "n", "share", "support"),
                    ),
                    Column(name="other_outlets", kind="kind"),
                    Column(
                        name="other_share",
                        kind="share",
                        of=("other_covered", "other_n", "other_share", "support"),
                    ),
                    Column(name="difference", kind="difference"),
                    Column(name="p", kind="number"),
                    Column(name="q", kind="number"),
                    Column(name="blind_spot", kind="number"),
                ),
                only=(Only(column="support", values=("enough",)),),
                folded=True,
            ),
            Matrix(
                report="fact_similarity",
                row="outlet",
                column="other_outlet",
                column_kind="outlet",
                lines=(
                    Column(
                        name="share",
                        kind="share",
                        of=("in_both", "in_either", "jaccard", "support"),
                    ),
                ),
                folded=True,
            ),
        ),
    ),
    Chapter(
        anchor="value_conflicts",
        parts=(
            Listing(
                report="value_conflicts",
                columns=(
                    _OUTLET,
                    Column(name="surfaces", kind="brief"),
                    Column(name="conflicts_with", kind="brief"),
                    Column(name="other_referents", kind="brief"),
                    Column(name="modes", kind="listed", words="voice"),
                    Column(
                        name="first",
                        kind="interval",
                        of=("first_from_at", "first_to_at"),
                    ),
                    Column(name="articles", kind="number"),
                ),
                behind=(
                    Behind(
                        layer="figure",
                        keys={"outlet": "outlet"},
                        among={"facts": "code", "surfaces": "surface"},
                    ),
                ),
                opens="articles",
                band="what",
                band_with=("what",),
            ),
        ),
    ),
    Chapter(
        anchor="voices",
        parts=(
            Dots(
                report="voices",
                share="share",
                count="speaking",
                of="articles",
                panel="speaker",
                panel_kind="speaker",
            ),
            Matrix(
                report="voices",
                row="outlet",
                column="speaker",
                column_kind="speaker",
                lines=(
                    Column(
                        name="share",
                        kind="share",
                        of=("speaking", "articles", "share"),
                    ),
                    Column(
                        name="words_share",
                        kind="share",
                        of=("words", "attributed_words", "source_share"),
                        words="voices.words",
                    ),
                ),
                used="speaking",
                behind=Behind(
                    layer="quote",
                    keys={"outlet": "outlet", "speaker": "code"},
                    named="speaker",
                    kind="speaker",
                ),
            ),
            Listing(
                report="voices",
                anchor="voices_more",
                columns=(
                    _OUTLET,
                    Column(name="speaker", kind="speaker"),
                    Column(name="statements", kind="number"),
                    Column(name="direct", kind="of", of=("direct", "statements")),
                    Column(
                        name="first_in", kind="of", of=("first_in", "sourced_articles")
                    ),
                    Column(
                        name="distance",
                        kind="share",
                        of=("claims", "verbs", "distance", "distance_support"),
                    ),
                ),
                only=(Only(column="statements", true=True),),
                folded=True,
            ),
            Listing(
                report="sourcing",
                columns=(
                    _OUTLET,
                    Column(name="articles", kind="number"),
                    Column(name="statements", kind="number"),
                    Column(
                        name="anonymous",
                        kind="share",
                        of=(
                            *("anonymous", "statements", "anonymous_share"),
                            "anonymous_support",
                        ),
                    ),
                    Column(name="unsourced", kind="of", of=("unsourced", "articles")),
                ),
                behind=(
                    Behind(
                        layer="quote",
                        keys={"outlet": "outlet"},
                        among={"nobody": "code"},
                    ),
                ),
                opens="anonymous",
                once=("outlet",),
            ),
            Matrix(
                report="sourcing",
                anchor="two_sided",
                row="outlet",
                column="pair",
                column_kind="text",
                lines=(
                    Column(
                        name="share",
                        kind="share",
                        of=("two_sided", "articles", "share"),
                    ),
                ),
                used="two_sided",
                only=(Only(column="pair"),),
            ),
            Listing(
                report="sourcing",
                anchor="distance",
                columns=(
                    _OUTLET,
                    Column(name="pair", kind="brief"),
                    Column(
                        name="distance_one",
                        kind="of",
                        of=("claims_one", "verbs_one"),
                    ),
                    Column(
                        name="distance_other",
                        kind="of",
                        of=("claims_other", "verbs_other"),
                    ),
                    Column(name="difference", kind="difference"),
                ),
                only=(Only(column="difference"),),
            ),
        ),
    ),
    Chapter(
        anchor="shared_quotes",
        parts=(
            Listing(
                report="shared_quotes",
                columns=(
                    _OUTLET,
                    Column(
                        name="time",
                        kind="interval",
                        of=("published_from_at", "published_to_at"),
                    ),
                    Column(name="quotation", of=("text",), link="url", lang="language"),
                    Column(name="how", kind="term", words="how"),
                    Column(name="kept", kind="of", of=("words", "words_of_longest")),
                    Column(name="speaker", kind="speaker"),
                    Column(name="verb", kind="brief", lang="language"),
                    Column(name="copy", kind="number"),
                ),
                band="utterance",
                band_with=("outlets", "texts"),
            ),
        ),
    ),
)
