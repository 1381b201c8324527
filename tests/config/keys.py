"""What each key of the configuration means to those who write one.

For each kind of entry: key → its meaning, and what holds where the key is left out if
the schema does not say that itself.
"""

from datetime import timedelta

from tracker.config import schema

REQUIRED = "must be written"
NOTHING = "nothing"

KINDS: dict[str, tuple[type[schema.Shape], dict[str, str | tuple[str, str]]]] = {
    "Settings, in the main file only": (
        schema.MainShape,
        {
            "include": "Other files whose outlets, actors and incidents are read too.",
            "outlets": "The outlets that are compared.",
            "actors": "The organisations, offices and places that are looked for.",
            "incidents": "The events whose coverage is compared.",
            "database": "The file in which everything is stored.",
            "archive": (
                "A folder for the pages that are kept, as sent, in WARC files.",
                "no archive",
            ),
            "keep": (
                "`matched`: store articles that name an actor or belong to an incident;"
                " `all`: store every article."
            ),
            "timezone": (
                "The zone in which a day begins and ends, and of times that state none."
            ),
            "contact": (
                "Your e-mail or web address, sent to the outlets with every request.",
                "outlets cannot tell who asks",
            ),
            "crawl": ("How fast and how often outlets are visited.", "see below"),
            "backfill": ("Which archives are asked for past articles.", "see below"),
            "queries": ("A folder with reports of your own.", "the shipped ones alone"),
        },
    ),
    "Crawling: `crawl`": (
        schema.CrawlShape,
        {
            "interval": "How often a feed is visited.",
            "delay": "The pause between two requests to one server.",
            "hosts": "How many servers are visited at the same time.",
            "timeout": "The longest wait for an answer.",
            "max_bytes": "Larger pages are not read, and said to be too large.",
            "private_addresses": (
                "Machines of your own that may be visited: `[127.0.0.1:8800]`.",
                "`deny`: none",
            ),
        },
    ),
    "Past articles: `backfill`": (
        schema.BackfillShape,
        {
            "gdelt": "The address of GDELT's DOC 2.0 interface; `off` asks it nothing.",
            "wayback": "The address of the Wayback Machine; `off` asks it nothing.",
            "delay": "The pause between two requests to one of these.",
        },
    ),
    "Outlets: an entry of `outlets`": (
        schema.OutletShape,
        {
            "id": "A short name of your choice, for reports and commands.",
            "name": "The name as readers know it.",
            "home": "The address of its front page; pages below it are its own.",
            "hosts": "Further sites of the same outlet, such as m.lajme.example.",
            "country": "Where it has its seat, in two letters (XK: Kosovo).",
            "languages": (
                "The languages in which it writes, the main one first.",
                "told from each text",
            ),
            "kind": "What sort of outlet it is, in a word of your choice.",
            "feeds": "The addresses of its RSS or Atom feeds.",
            "sitemaps": (
                "The addresses of all its sitemaps of articles; without them `tracker"
                " backfill` asks those that its robots.txt names."
            ),
            "wordpress": (
                "The address of its WordPress interface, ending in /wp-json/.",
                "not asked",
            ),
            "timezone": (
                "The zone of the times on its pages.",
                "`timezone` of the settings",
            ),
            "interval": (
                "How often its feeds are visited.",
                "`interval` of `crawl`",
            ),
            "fetch": "`false`: it is never visited, and reports call it not observed.",
            "note": "A remark for you and your colleagues.",
        },
    ),
    "Actors: an entry of `actors`": (
        schema.ActorShape,
        {
            "id": "A short name of your choice, for reports and queries.",
            "name": "The name under which reports show it.",
            "groups": "The groups to which it belongs, the most important first.",
            "context": (
                "`true`: it is looked for in stored articles, but naming it (police,"
                " government) is no reason to store one."
            ),
            "acronyms": (
                "Its acronyms, found in capitals only, with the endings of the text."
            ),
            "names": "Its names by language; `*` is every language.",
            "places": "Its places by language, found with a capital letter only.",
            "generic": (
                "Words by language that mean it only beside a name, acronym, place or"
                " anchor of it."
            ),
            "anchors": "Words that point to it and are never counted, by language.",
            "labels": "Words by which it is called, by family and language.",
        },
    ),
    "Names: an entry of `names`, `places` or `generic`": (
        schema.NameShape,
        {
            "name": "The name as it is printed; its other forms are found as well.",
            "gender": (
                "`m` or `f`, for its Albanian endings.",
                "guessed from its ending",
            ),
            "plural": (
                "`false`: it has no plural; `true`: it is one already.",
                "singular and plural are found",
            ),
            "cap": "`true`: it counts only with a capital letter.",
            "forms": "Further spellings or forms that count.",
        },
    ),
    "Acronyms: an entry of `acronyms`": (
        schema.AcronymShape,
        {
            "name": "The acronym, in capitals.",
            "title_languages": (
                "Languages that print it like a word (Shsh); so it counts beside an"
                " anchor."
            ),
            "plain_languages": (
                "Languages in which it counts alone; elsewhere only beside an anchor.",
                "it counts alone in all",
            ),
            "not_glued": "Words that look like it with an ending, and are not.",
            "ending_languages": (
                "Languages in which a case ending may follow it (SHSH-ja, SHSH's).",
                "in all",
            ),
            "compound_counts": "`true`: it counts inside a compound (SHSH-Haus) too.",
            "compound_languages": (
                "Languages in which it counts inside a compound, where it does not in"
                " all."
            ),
        },
    ),
    "Incidents: an entry of `incidents`": (
        schema.IncidentShape,
        {
            "id": "A short name of your choice, for reports.",
            "title": "A title for reports, by language.",
            "from": "The first day, such as 2026-03-02, in the zone of the settings.",
            "to": "The last day; it counts as well.",
            "place": "Where it happened; several places are parted by commas.",
            "actors": "The ids of the actors whose coverage is compared.",
            "about": "The query that decides which articles belong to it.",
            "event_nouns": (
                "Words for the event, by class and language; `not`: words for other"
                " events in which one of these stands."
            ),
            "facts": "Statements whose coverage is compared.",
        },
    ),
    "Facts: an entry of `facts`": (
        schema.FactShape,
        {
            "id": "A short name of your choice, for reports.",
            "statement": "What is stated, in one sentence, whether true or not.",
            "stated_by": ("Who stated it first.", "not known"),
            "side": ("The side whose account it supports.", "neither"),
            "public_since": (
                "When it could first be known; earlier articles cannot omit it.",
                "not known: it always counts",
            ),
            "match": "The query that recognises it, for all languages or by language.",
            "within": "`sentence` or `paragraph`: in what the query must be fulfilled.",
            "figure": "The number that it states, and the nouns that are counted.",
        },
    ),
    "Figures: `figure` of a fact": (
        schema.FigureShape,
        {
            "quantity": "What the number counts, in a word of your choice.",
            "of": "The nouns beside the number: by language, or by name and language.",
        },
    ),
}


def tables() -> str:
    """Write one table for each kind of entry."""
    parts = []
    for kind, (shape, keys) in KINDS.items():
        parts.append(
            f"\n### {kind}\n\n| key | meaning | left out |\n| --- | --- | --- |\n"
        )
        for key, told in keys.items():
            meaning, left_out = told if isinstance(told, tuple) else (told, "")
            parts.append(
                f"| `{key}` | {meaning} | {left_out or default(shape, key)} |\n"
            )
    return "".join(parts)


def default(shape: type[schema.Shape], key: str) -> str:
    """Say what holds where a key is left out, as one would write it."""
    (field,) = (
        field
        for name, field in shape.model_fields.items()
        if key == (field.alias or name)
    )
    if field.is_required():
        return REQUIRED
    value = field.get_default()
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"`{seconds}s`" if seconds else f"`{minutes}m`"
    if key == "max_bytes":
        return f"`{value // 1_000_000}MB`"
    return f"`{value}`" if value else NOTHING
