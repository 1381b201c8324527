from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tracker import model
from tracker.config import load
from tracker.errors import ConfigError


def test_every_setting_arrives(write, sample):
    path = write(sample)
    config = load(path)
    assert config.path == path
    assert config.database == path.parent / "data/coverage.duckdb"
    assert config.archive == path.parent / "data/archive"
    assert config.queries == path.parent / "my-queries"
    assert config.contact == "newsroom@lajme.example"
    assert config.crawl == model.CrawlSettings(
        interval=timedelta(minutes=15),
        delay=timedelta(seconds=2),
        hosts=16,
        timeout=timedelta(seconds=30),
        max_bytes=10_000_000,
        private_addresses=frozenset({("127.0.0.1", 8800)}),
    )


def test_every_key_of_an_outlet_arrives(write, sample):
    assert load(write(sample)).outlets == (
        model.Outlet(
            id="lajme-shembull",
            name="Lajme Shembull",
            home="https://lajme.example/",
            hosts=("m.lajme.example", "lajme.cdn.example"),
            country="AL",
            languages=("sq",),
            kind="portal",
            feeds=("https://lajme.example/feed/",),
            wordpress="https://lajme.example/wp-json/",
            timezone="Europe/Tirane",
            interval=timedelta(minutes=10),
        ),
    )


def test_every_key_of_an_actor_arrives(write, sample):
    shembulli, police = load(write(sample)).actors
    assert shembulli == model.Actor(
        id="shembulli",
        name="Shoqata Shembulli",
        groups=("associations",),
        acronyms=(
            model.Acronym(text="SHSH"),
            model.Acronym(
                text="SHMB",
                title_languages=("it",),
                plain_languages=("sq",),
                not_glued=("shmbu",),
                ending_languages=("sq", "sr"),
                compound_counts=True,
                compound_languages=("de",),
            ),
        ),
        names={
            "sq": (
                model.Name(text="Shoqata Shembulli"),
                model.Name(
                    text="Shembulli",
                    gender="m",
                    plural=False,
                    cap=True,
                    forms=("Shemblli",),
                ),
            ),
            "en": (model.Name(text="Example Association"),),
        },
        places={"sq": (model.Name(text="Sheshi Shembull"),)},
        generic={
            "sq": (model.Name(text="shembullist"),),
            "en": (model.Name(text="exampler"),),
        },
        anchors={"*": ("panair*",), "en": ("fair",)},
        labels={
            "descriptive": {"sq": ("shoqatë",), "en": ("association",)},
            "affirming": {"sq": ("bamirës",), "en": ("charity",)},
        },
    )
    assert police.context


def test_every_key_of_an_incident_arrives(write, sample):
    assert load(write(sample)).incidents == (
        model.Incident(
            id="durres_fair",
            title={"en": "Dispute at the fair in Durrës", "sq": "Përplasja në panair"},
            first_day=date(2026, 3, 2),
            last_day=date(2026, 3, 20),
            place="Durrës",
            actors=("shembulli", "police"),
            about={"*": 'actor:shembulli AND (panair* OR fair OR "book stand")'},
            event_nouns={
                "protest": model.EventNoun(
                    words={"en": ("protest",), "sq": ("protestë", "protestoj")}
                ),
                "attack": model.EventNoun(
                    words={"en": ("attack",), "sq": ("sulm", "sulmoj")},
                    exclude=("sulm kibernetik",),
                ),
            },
            facts=(
                model.Fact(
                    id="eleven_detained",
                    statement="Eleven people were detained.",
                    stated_by="police",
                    side="police",
                    public_since=datetime(2026, 3, 2, 14, tzinfo=UTC),
                    within="paragraph",
                    match={
                        "en": '"eleven detained"~6 OR "11 detained"~6',
                        "sq": "njëmbëdhjetë AND forms:ndaloj",
                    },
                    figure=model.Figure(
                        quantity="detained",
                        referents={
                            "people": {"en": ("people",), "sq": ("persona",)},
                            "person": {"en": ("person",), "sq": ("veta",)},
                        },
                    ),
                ),
            ),
        ),
    )


FACT = """
incidents:
  - {{id: i, title: {{en: I}}, about: word, from: 2026-03-02, to: 2026-03-02, facts: [
      {{id: f, statement: S, match: word, figure: {{quantity: q, of: {of}}}}}]}}
"""


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (
            "{people: {en: [people, person], sq: [veta]}, police: {sq: [policë]}}",
            {
                "people": {"en": ("people", "person"), "sq": ("veta",)},
                "police": {"sq": ("policë",)},
            },
        ),
        (
            "{en: [people, members], sq: [persona, anëtarë]}",
            {
                "people": {"en": ("people",), "sq": ("persona",)},
                "members": {"en": ("members",), "sq": ("anëtarë",)},
            },
        ),
        (
            "{en: [people, members], sq: [persona]}",
            {
                "people": {"en": ("people",)},
                "members": {"en": ("members",)},
                "persona": {"sq": ("persona",)},
            },
        ),
    ],
)
def test_nouns_of_a_figure_say_the_same_by_name_or_by_place(write, of, expected):
    [incident] = load(write(FACT.format(of=of))).incidents
    assert incident.facts[0].figure.referents == expected


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("{ens: [people]}", "'ens' is not a language"),
        ("{people: {ens: [people]}}", "'ens' is not a language"),
        ("{people: {en: people}}", "must be a list; write [people]"),
        ("[people]", "must be a mapping by key"),
    ],
)
def test_nouns_of_a_figure_that_cannot_be_read_are_told_with_their_line(
    refused, of, told
):
    [line] = refused(FACT.format(of=of))
    assert line.startswith("config.yaml:4: incidents[0].facts[0].figure.of")
    assert told in line


def test_what_is_not_written_has_a_default(write):
    config = load(write(""))
    assert config.database == config.path.parent / "data/coverage.duckdb"
    assert config.archive is None
    assert (config.keep, config.timezone) == ("matched", "Europe/Tirane")
    assert config.crawl == model.CrawlSettings()
    assert (config.contact, config.queries) == (None, None)
    assert (config.outlets, config.actors, config.incidents) == ((), (), ())


def test_a_key_left_empty_counts_as_not_written(write):
    everything = "\n".join(
        f"{key}:" for key in ("database", "keep", "crawl", "outlets", "contact")
    )
    assert load(write(everything)).crawl == model.CrawlSettings()
    config = load(write("crawl: {interval: null, hosts: ~}"))
    assert config.crawl == model.CrawlSettings()


def test_no_archive_is_kept_when_it_is_null(write):
    assert load(write("archive: null")).archive is None


def test_absolute_paths_and_home_folders_stay(write):
    config = load(write("database: /srv/x.duckdb\narchive: ~/pages"))
    assert config.database == Path("/srv/x.duckdb")
    assert config.archive == Path.home() / "pages"


def test_norway_is_a_country_and_a_language(write):
    text = "outlets: [{id: a, name: A, home: 'https://a.example/', country: NO,"
    [outlet] = load(write(text + " languages: [no]}]")).outlets
    assert (outlet.country, outlet.languages) == ("NO", ("no",))


def test_a_time_without_a_zone_is_in_that_of_the_configuration(write, sample):
    naive = sample.replace("2026-03-02T15:00+01:00", "2026-07-02T15:00")
    moved = naive.replace("timezone: Europe/Tirane", "timezone: Asia/Tehran", 1)
    [incident] = load(write(moved)).incidents
    assert incident.facts[0].public_since == datetime(2026, 7, 2, 11, 30, tzinfo=UTC)


def test_a_day_alone_is_its_midnight(write, sample):
    naive = sample.replace("2026-03-02T15:00+01:00", "2026-07-02")
    [incident] = load(write(naive)).incidents
    assert incident.facts[0].public_since == datetime(2026, 7, 1, 22, tzinfo=UTC)


def test_a_query_may_differ_by_language(write, sample):
    text = sample.replace(
        """about: 'actor:shembulli AND (panair* OR fair OR "book stand")'""",
        "about: {sq: panair*, en: fair}",
    )
    [incident] = load(write(text)).incidents
    assert incident.about == {"sq": "panair*", "en": "fair"}


def test_the_password_of_a_feed_is_kept_apart_from_its_address(write):
    feed = "https://user:word@a.example/feed"
    text = (
        f"outlets: [{{id: a, name: A, home: 'https://a.example/', feeds: ['{feed}']}}]"
    )
    [outlet] = load(write(text)).outlets
    assert outlet.feeds == ("https://a.example/feed",)
    assert outlet.logins == {"https://a.example/feed": "user:word"}
    assert "user:word" not in repr(outlet)


def test_a_missing_file_says_how_to_write_one(tmp_path):
    with pytest.raises(ConfigError, match=r"nothing\.yaml: there is no .*tracker init"):
        load(tmp_path / "nothing.yaml")


def test_a_folder_is_no_configuration(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_all_mistakes_of_a_file_are_told_in_order(refused):
    text = """\
keep: matchd
databse: x
crawl: {interval: 15, hosts: many, hsots: 2}
outlets:
  - id: A B
    name: 24
    languages: sq
    fetch: yes
  - just a text
incidents:
  - id: i
    title: {en: I}
    from: 2026-03-05
    to: 2026-03-02
    actors: [nobody]
    about: word
    fatcs: []
"""
    assert refused(text) == [
        "config.yaml:1: keep: must be 'matched' or 'all', not 'matchd'",
        "config.yaml:2: databse: unknown key; did you mean 'database'?",
        (
            "config.yaml:3: crawl.interval: '15' is no length of time;"
            " write 2s, 15m, 1h30m or 1d"
        ),
        "config.yaml:3: crawl.hosts: must be a whole number, not 'many'",
        "config.yaml:3: crawl.hsots: unknown key; did you mean 'hosts'?",
        (
            "config.yaml:5: outlets[0].id: 'A B' is not an id;"
            " use a to z, 0 to 9, - and _ , such as 'my-id'"
        ),
        "config.yaml:5: outlets[0].home: is missing; add 'home: …'",
        'config.yaml:6: outlets[0].name: must be a text; put it in quotes: "24"',
        "config.yaml:7: outlets[0].languages: must be a list; write [sq]",
        "config.yaml:8: outlets[0].fetch: must be true or false, not 'yes'",
        (
            "config.yaml:9: outlets[1]: must be a mapping of keys to values,"
            " not 'just a text'"
        ),
        (
            "config.yaml:14: incidents[0].to: 2026-03-02 lies before 'from',"
            " 2026-03-05; exchange them"
        ),
        (
            "config.yaml:15: incidents[0].actors[0]: no actor has the id 'nobody';"
            " known here: nothing"
        ),
        "config.yaml:17: incidents[0].fatcs: unknown key; did you mean 'facts'?",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "hosts: 16",
            "hosts: 0",
            "config.yaml:9: crawl.hosts: must be at least 1, not '0'",
        ),
        (
            "context: false",
            "context: 0",
            "config.yaml:34: actors[0].context: must be true or false, not '0'",
        ),
        (
            "- SHSH",
            "- SH SH",
            (
                "config.yaml:36: actors[0].acronyms[0]: must be one word;"
                " phrases belong in 'names'"
            ),
        ),
        (
            "en: [Example Association]",
            "eng: [Example Association]",
            (
                "config.yaml:50: actors[0].names.eng: 'eng' is not a language of"
                " ISO 639-1; write two letters, such as sq"
            ),
        ),
        (
            "en: [Example Association]",
            "en: Example Association",
            (
                "config.yaml:50: actors[0].names.en: must be a list;"
                " write [Example Association]"
            ),
        ),
        (
            "en: [Example Association]",
            "en: [2022]",
            (
                "config.yaml:50: actors[0].names.en[0]: must be a text;"
                ' put it in quotes: "2022"'
            ),
        ),
        (
            "en: [Example Association]",
            "en:",
            (
                "config.yaml:50: actors[0].names.en: is empty;"
                " write a value, or take the key out"
            ),
        ),
        (
            "gender: m",
            "gender: n",
            "config.yaml:46: actors[0].names.sq[1].gender: must be 'm' or 'f', not 'n'",
        ),
        (
            "descriptive: {sq: [shoqatë], en: [association]}",
            "descriptive: [shoqatë]",
            (
                "config.yaml:55: actors[0].labels.descriptive: must be a mapping by"
                " key, such as {sq: […]}, not a list"
            ),
        ),
        (
            "id: police",
            "id: unnamed",
            (
                "config.yaml:57: actors[1].id: 'unnamed' stands for speakers who are no"
                " actor; rename it"
            ),
        ),
        (
            "id: police",
            "id: shembulli",
            (
                "config.yaml:57: actors[1].id: 'shembulli' stands in config.yaml:31"
                " already; rename or remove one"
            ),
        ),
        (
            "actors: [shembulli, police]",
            "actors: [shembuli, police]",
            (
                "config.yaml:64: incidents[0].actors[0]: no actor has the id"
                " 'shembuli'; did you mean 'shembulli'?"
            ),
        ),
        (
            "        figure:\n          quantity: detained\n",
            "        figure:\n",
            (
                "config.yaml:77: incidents[0].facts[0].figure.quantity: is missing;"
                " add 'quantity: …'"
            ),
        ),
    ],
)
def test_a_wrong_value_is_told_with_line_key_and_remedy(
    sample, refused, old, new, expected
):
    assert old in sample
    assert refused(sample.replace(old, new))[0].startswith(expected)


def test_a_query_error_points_to_the_character(sample, refused):
    told, line, caret = refused(sample.replace("panair* OR fair", "panair* OR OR fair"))
    assert told.startswith("config.yaml:65:45: incidents[0].about: at character 33: ")
    assert line[caret.index("^") :].startswith("OR fair OR")
    told, line, caret = refused(sample.replace('"11 detained"~6', '"11 detained'))
    assert told.startswith(
        "config.yaml:76:45: incidents[0].facts[0].match.en: at character "
    )
    assert line[caret.index("^") :].startswith('"11 detained')


def test_a_query_of_several_lines_is_told_with_its_own_line(sample, refused):
    folded = sample.replace("(panair* OR", ">-\n        (panair* or\n       ")
    about = folded.replace("about: 'actor:shembulli AND ", "about: ")
    about = about.replace('"book stand")\'', '"book stand")')
    told, line, caret = refused(about)
    assert told.startswith("config.yaml:66:18: incidents[0].about: at character 10: ")
    assert line[caret.index("^") :] == "or"


def test_a_query_may_only_name_actors_that_exist(sample, refused):
    told, _, _ = refused(sample.replace("'actor:shembulli AND", "'actor:shembuli AND"))
    assert told.startswith("config.yaml:65:19: incidents[0].about: at character 7: ")
    assert "did you mean 'shembulli'?" in told


def test_a_query_that_asks_for_nothing_is_refused(sample, refused):
    line, *_ = refused(sample.replace("sq: 'njëmbëdhjetë AND", "sq: 'NOT gjë AND NOT"))
    assert line.startswith("config.yaml:76:68: incidents[0].facts[0].match.sq: ")


def test_facts_of_different_incidents_may_share_an_id(write, sample, refused):
    again = sample[sample.index("  - id: durres_fair") :]
    other = again.replace("durres_fair", "other_fair")
    first, second = load(write(sample + other)).incidents
    assert first.facts[0].id == second.facts[0].id
    fact = other[other.index("      - id: eleven_detained") :]
    [line] = refused(sample + fact)
    assert line.startswith("config.yaml:80: incidents[0].facts[1].id: ")
    assert "stands in config.yaml:70 already" in line


@pytest.mark.parametrize("key", ["home", "feeds", "hosts"])
def test_an_address_belongs_to_one_outlet(refused, key):
    address = "b.example" if key == "hosts" else "https://u:secret@b.example/feed"
    if key == "home":
        address = "https://b.example/"
    value = address if key == "home" else f"['{address}']"
    home = "" if key == "home" else "home: 'https://{}.example/', "
    text = "outlets:\n" + "".join(
        f"  - {{id: {name}, name: X, {home.format(name)}{key}: {value}}}\n"
        for name in ("x", "y")
    )
    [line] = refused(text)
    assert line.startswith(f"config.yaml:3: outlets[1].{key}")
    assert "stands in config.yaml:2 already" in line
    assert "secret" not in line


def test_a_mistake_elsewhere_hides_no_duplicate(refused):
    text = "actors:\n  - {id: a, name: A, nmae: x}\n  - {id: a, name: 3}\n"
    assert [line.split(": ")[1] for line in refused(text)] == [
        "actors[0].nmae",
        "actors[1].id",
        "actors[1].name",
    ]


def test_a_list_instead_of_a_mapping_is_refused(refused):
    assert refused("- 1\n- 2\n") == [
        "config.yaml:1: must be a mapping of keys to values, not a list"
    ]
