import pytest

from tracker.config import load, shipped_names
from tracker.errors import ConfigError

OUTLET = "outlets: [{{id: {0}, name: X, home: 'https://{0}.example/'}}]\n"


def outlets(path) -> list[str]:
    return [outlet.id for outlet in load(path).outlets]


def test_files_are_joined_in_the_order_of_the_includes(write):
    write(OUTLET.format("b"), "mine/b.yaml")
    write(OUTLET.format("a"), "mine/a.yaml")
    write(OUTLET.format("z"), "z.yaml")
    path = write("include: [z.yaml, mine/*.yaml]\n" + OUTLET.format("own"))
    assert outlets(path) == ["own", "z", "a", "b"]


def test_an_included_path_starts_at_the_file_that_names_it(write):
    write(OUTLET.format("deep"), "a/b/deep.yaml")
    write("include: [b/*.yaml]", "a/list.yaml")
    assert outlets(write("include: [a/list.yaml]")) == ["deep"]


def test_an_absolute_path_is_included_as_well(write):
    other = write(OUTLET.format("x"), "elsewhere/x.yaml")
    assert outlets(write(f"include: ['{other}']")) == ["x"]


def test_a_file_that_is_reached_twice_is_read_once(write):
    write(OUTLET.format("x"), "x.yaml")
    write("include: [x.yaml]", "y.yaml")
    assert outlets(write("include: ['?.yaml', x.yaml, y.yaml]")) == ["x"]


def test_actors_may_stand_in_one_file_and_incidents_in_another(write):
    write("actors: [{id: shembulli, name: S}]", "who.yaml")
    write(
        "incidents: [{id: i, title: {en: I}, from: 2026-03-02, to: 2026-03-02,"
        " actors: [shembulli], about: 'actor:shembulli'}]",
        "what.yaml",
    )
    [incident] = load(write("include: [what.yaml, who.yaml]")).incidents
    assert incident.actors == ("shembulli",)


def test_shipped_lists_are_included_by_name(write):
    assert "tracker:outlets/kosovo" in shipped_names()
    assert "telegrafi" in outlets(write("include: [tracker:outlets/kosovo]"))


def test_an_unknown_shipped_list_is_told_with_those_there_are(refused):
    [line] = refused("include:\n  - tracker:outlets/kosov\n")
    assert line.startswith("config.yaml:2: include[0]: 'tracker:outlets/kosov' does")
    assert "did you mean 'tracker:outlets/kosovo'?" in line
    assert "tracker:outlets/albania" in line


@pytest.mark.parametrize("name", ["../../config", "starter/config", "outlets/../x"])
def test_only_lists_can_be_reached_inside_the_program(refused, name):
    [line] = refused(f"include: ['tracker:{name}']")
    assert "does not ship with the program" in line


@pytest.mark.parametrize("name", ["nothing.yaml", "nothing/*.yaml"])
def test_an_include_that_finds_nothing_is_an_error(refused, name):
    [line] = refused(f"keep: all\ninclude: ['{name}']")
    assert line.startswith(f"config.yaml:2: include[0]: no file matches '{name}'")


def test_a_folder_cannot_be_included(write, refused):
    write("", "mine/a.yaml")
    [line] = refused("include: [mine]")
    assert line.startswith("config.yaml:1: include[0]: mine cannot be read")


def test_a_circle_is_refused(write, refused):
    write("include: [b.yaml]", "a.yaml")
    write("include: [a.yaml]", "b.yaml")
    assert refused("include: [a.yaml]") == [
        "b.yaml:1: include[0]: 'a.yaml' leads back to a.yaml; take it out"
    ]


def test_a_file_cannot_include_itself(refused):
    [line] = refused("include: ['*.yaml']")
    assert "leads back to config.yaml" in line


def test_settings_stand_in_the_main_file_only(write, refused):
    write("timezone: Europe/Tirane\nactros: []\n", "list.yaml")
    assert refused("include: [list.yaml]") == [
        "list.yaml:1: timezone: is a setting; move it to the main configuration file",
        "list.yaml:2: actros: unknown key; did you mean 'actors'?",
    ]


def test_the_same_id_in_two_files_names_both_places(write, refused):
    write("\n" + OUTLET.format("x"), "list.yaml")
    text = OUTLET.format("x").replace("x.example", "other.example")
    assert refused("include: [list.yaml]\n" + text) == [
        (
            "list.yaml:2: outlets[0].id: 'x' stands in config.yaml:2 already;"
            " rename or remove one"
        )
    ]


def test_mistakes_of_all_files_are_told(write, refused):
    write("outlets: [", "broken.yaml")
    write("outlets: [{id: x}]", "short.yaml")
    lines = refused("keep: some\ninclude: [broken.yaml, short.yaml]")
    assert [line.split(":")[0] for line in lines] == [
        "config.yaml",
        "broken.yaml",
        "short.yaml",
        "short.yaml",
    ]


def test_no_actor_is_called_unknown_while_a_file_is_unreadable(write, refused):
    write("actors: [", "who.yaml")
    lines = refused(
        "include: [who.yaml]\nincidents: [{id: i, title: {en: I}, from: 2026-03-02,"
        " to: 2026-03-02, actors: [shembulli], about: 'actor:shembulli'}]"
    )
    assert [line.split(":")[0] for line in lines] == ["who.yaml"]


def test_the_error_of_an_included_file_names_that_file(write, tmp_path):
    write("outlets: 3", "mine/list.yaml")
    with pytest.raises(ConfigError) as error:
        load(write("include: [mine/list.yaml]"))
    assert str(error.value) == (
        f"{tmp_path}/mine/list.yaml:1: outlets: must be a list; write [3]"
    )
