import pytest

from tracker.config import load, warnings

OUTLET = "outlets: [{id: a, name: A, home: 'https://a.example/', feeds: [%s]}]\n"
GOOD = "contact: x@y.example\n" + OUTLET % "'https://a.example/feed'"


def incident(*actors: str) -> str:
    ids = ", ".join(actor.split(",")[0] for actor in actors)
    listed = "".join(
        f"  - {{id: {actor}, name: N, acronyms: [X]}}\n" for actor in actors
    )
    return (
        f"{GOOD}actors:\n{listed}incidents: [{{id: i, title: {{en: I}}, about: word,"
        f" from: 2026-03-02, to: 2026-03-02, actors: [{ids}]}}]\n"
    )


def test_a_good_configuration_needs_no_advice(write):
    assert warnings(load(write(GOOD))) == ()


@pytest.mark.parametrize("line", ["", "contact: desk@example.org\n"])
def test_a_crawler_without_a_contact_is_named(write, line):
    text = line + GOOD.split("\n", 1)[1]
    [warning] = warnings(load(write(text)))
    assert warning.startswith("contact: ")


def test_a_folder_of_queries_that_is_not_there_is_named(write, tmp_path):
    path = write(GOOD + "queries: mine")
    assert warnings(load(path)) == (
        f"queries: there is no folder {tmp_path / 'mine'}; create it or correct it",
    )
    (tmp_path / "mine").mkdir()
    assert warnings(load(path)) == ()


def test_outlets_without_feed_are_named_in_one_line(write):
    text = GOOD + "".join(
        f"  - {{id: {name}, name: X, home: 'https://{name}.example/'{more}}}\n"
        for name, more in [
            ("b", ""),
            ("c", ", fetch: false"),
            ("d", ", sitemaps: ['https://d.example/s']"),
            ("e", ", wordpress: 'https://e.example/'"),
            ("f", ""),
        ]
    )
    text = text.replace("outlets: [", "outlets:\n  - ").replace("}]", "}")
    text = text.replace("feed']}", "feed']}")
    [warning] = warnings(load(write(text)))
    assert warning.startswith("outlets: 2 without feed")
    assert warning.endswith(": b, f")


def test_no_outlet_at_all_is_named(write):
    [warning] = warnings(load(write("contact: x@y.example")))
    assert warning.startswith("outlets: none is listed")


def test_an_actor_that_cannot_be_found_is_named(write):
    actors = (
        "actors:\n"
        "  - {id: nobody, name: N, generic: {sq: [word]}}\n"
        "  - {id: anchored, name: N, generic: {sq: [word]}, anchors: {sq: [x]}}\n"
    )
    [warning] = warnings(load(write(GOOD + actors)))
    assert warning.startswith("actors, nobody: ")


def test_a_family_that_only_one_side_has_is_named(write):
    text = incident(
        "a, labels: {affirming: {sq: [x]}, hedged: {sq: [y]}}",
        "b, labels: {affirming: {sq: [z]}}",
    )
    assert warnings(load(write(text))) == (
        (
            "actors, b: labels of the families hedged are missing, which a has;"
            " add them or take them out there"
        ),
        (
            "actors, b: labels of the families hedged are missing in 'sq', which a has;"
            " add them or take them out there"
        ),
    )


def test_an_actor_without_any_label_is_a_side_unless_it_is_context(write):
    labelled = "a, labels: {affirming: {sq: [x]}}"
    [warning] = warnings(load(write(incident(labelled, "b"))))
    assert warning.startswith("actors, b: labels of the families affirming")
    assert warnings(load(write(incident(labelled, "b, context: true")))) == ()


def test_a_language_counts_where_every_side_has_labels(write):
    both = "labels: {affirming: {sq: [x], en: [x]}, hedged: {sq: [x], en: [x]}}"
    less = "labels: {affirming: {sq: [x], en: [x]}, hedged: {sq: [x], en: []}}"
    [warning] = warnings(load(write(incident(f"a, {both}", f"b, {less}"))))
    assert "in 'en'" in warning
    only = "labels: {affirming: {sq: [x]}, hedged: {sq: [x]}}"
    assert warnings(load(write(incident(f"a, {both}", f"b, {only}")))) == ()


def test_actors_of_different_incidents_are_no_opponents(write):
    text = incident("a, labels: {affirming: {sq: [x]}}")
    other = "  - {id: b, name: N, acronyms: [X]}\nincidents:"
    assert warnings(load(write(text.replace("incidents:", other)))) == ()


def test_a_fact_that_cannot_be_found_is_named(write):
    text = incident("a").replace("[a]}]", "[a], facts: [{id: f, statement: S}]}]")
    assert warnings(load(write(text))) == (
        "incidents, i, fact f: has no match, so it will never be found; add one",
    )


def with_queries(about: str, match: str) -> str:
    fact = f"[{{id: f, statement: S, match: {{en: fair, sq: '{match}'}}}}]"
    text = incident("a").replace("about: word", f"about: '{about}'")
    return text.replace("[a]}]", f"[a], facts: {fact}}}]")


@pytest.mark.parametrize("word", ["gjuaj123", "11", "полиция"])
def test_forms_of_what_is_no_albanian_word_are_named(write, word):
    told = (
        f"forms:{word} is no Albanian word, so it has no forms; write it without forms:"
    )
    text = with_queries("fair", f"panair* AND (forms:{word} OR 11)")
    assert warnings(load(write(text))) == (f"incidents, i, fact f: {told}",)
    text = with_queries(f'fair AND NOT "(forms:{word} OR a) b"~3', "panair*")
    assert warnings(load(write(text))) == (f"incidents, i, about: {told}",)


@pytest.mark.parametrize(
    ("word", "verb"), [("ndalojnë", "ndaloj"), ("arrestuan", "arrestoj")]
)
def test_forms_of_a_conjugated_verb_are_named_with_the_verb(write, word, verb):
    assert warnings(load(write(with_queries("fair", f"forms:{word}")))) == (
        (
            f"incidents, i, fact f: forms:{word} is a form itself;"
            f" write the verb as in a dictionary: forms:{verb}"
        ),
    )


@pytest.mark.parametrize(
    "word", ["ndaloj", "zyrë", "bastis", "vras", "ish-anëtar", "telefon", "arrestuar"]
)
def test_forms_of_albanian_words_need_no_advice(write, word):
    text = with_queries(f"forms:{word}", f'"forms {word}" OR forms:{word}')
    assert warnings(load(write(text))) == ()


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("{people: {en: [people], sq: [veta]}}", []),
        ("{people: {'*': [people]}}", []),
        (
            "{people: {en: [people]}}",
            [
                (
                    "lists no noun in 'sq', so no number is counted there; add some"
                    " under `of`"
                )
            ],
        ),
        (
            "{en: [people, members], sq: [persona]}",
            [
                (
                    "'people' has no noun in sq, so its numbers are not compared with"
                    " theirs; name what is counted: of: {people: {sq: […], …}}"
                ),
                (
                    "'members' has no noun in sq, so its numbers are not compared with"
                    " theirs; name what is counted: of: {members: {sq: […], …}}"
                ),
                (
                    "'persona' has no noun in en, so its numbers are not compared with"
                    " theirs; name what is counted: of: {persona: {en: […], …}}"
                ),
            ],
        ),
    ],
)
def test_what_a_figure_counts_in_one_language_only_is_named(write, of, told):
    fact = (
        "{id: f, statement: S, match: {en: word, sq: fjala},"
        f" figure: {{quantity: detained, of: {of}}}}}"
    )
    text = incident().replace("actors: []}]", f"actors: [], facts: [{fact}]}}]")
    found = [each for each in warnings(load(write(text))) if "figure" in each]
    assert found == [f"incidents, i, fact f, figure: {each}" for each in told]
