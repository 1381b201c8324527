from collections import defaultdict
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tracker.config import load
from tracker.core.matching import Matcher, compile_matcher
from tracker.demo.outlets import OUTLETS
from tracker.demo.scenario import demo_config
from tracker.demo.texts import DemoArticle, load_articles
from tracker.model import Annotation, Coded, Text

EXPECTED = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "expected.yaml").read_text(encoding="utf-8")
)
LANGUAGES = {outlet.id: outlet.language for outlet in OUTLETS}
# Names a tracked association, but tells of a concert.
KEPT_WITHOUT_INCIDENT = {"lajme-bregu/koncert-i-korit"}


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    path = tmp_path_factory.mktemp("demo") / "config.yaml"
    bases = {
        outlet.id: f"http://127.0.0.1:{8800 + number}"
        for number, outlet in enumerate(OUTLETS)
    }
    path.write_text(demo_config(bases), encoding="utf-8")
    config = load(path)
    return compile_matcher(config.actors, config.incidents, timezone=config.timezone)


@pytest.fixture(scope="module")
def coded(matcher: Matcher) -> dict[str, Coded]:
    return {
        key + (f"#{number}" if number > 1 else ""): matcher.code(
            Text(
                title=wording.title,
                body="\n".join(wording.paragraphs),
                language=LANGUAGES[article.outlet],
                published_at=article.published,
                first_seen_at=wording.since,
            )
        )
        for key, article in _articles().items()
        for number, wording in enumerate(article.wordings, start=1)
    }


def _articles() -> dict[str, DemoArticle]:
    return {f"{each.outlet}/{each.slug}": each for each in load_articles()}


def _voices(annotations: list[Annotation]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for each in annotations:
        code = f"{each.actor}.{each.code}" if each.layer == "label" else each.code
        found[code].add(each.voice)
    return {code: sorted(voices) for code, voices in found.items()}


def _hits(coded: Coded, layer: str) -> list[Annotation]:
    return [
        each for each in coded.annotations if (each.layer, each.kind) == (layer, "hit")
    ]


@pytest.mark.parametrize("key", sorted(EXPECTED))
def test_an_article_is_coded_as_it_was_meant(key: str, coded: dict[str, Coded]) -> None:
    expected, found = EXPECTED[key], coded[key]
    assert [each.incident for each in found.assignments] == [expected["incident"]]
    assert _voices(_hits(found, "fact")) == expected.get("facts", {})
    labels = [each for each in _hits(found, "label") if each.code != "descriptive"]
    assert _voices(labels) == expected.get("labels", {})
    own = {each.code for each in _hits(found, "event_noun") if each.voice == "outlet"}
    assert sorted(own) == expected.get("event_nouns", [])


def test_only_what_is_listed_and_its_copies_belong_to_an_incident(
    coded: dict[str, Coded],
) -> None:
    copies = {key for key, each in _articles().items() if each.copy_of in EXPECTED}
    assert len(copies) >= 10
    assigned = {key for key, each in coded.items() if each.assignments}
    assert assigned == set(EXPECTED) | copies


def test_everyday_news_is_not_kept(coded: dict[str, Coded]) -> None:
    everyday = {key for key, each in coded.items() if each.keep_reason is None}
    assert len(everyday) >= 45
    kept = {key for key, each in coded.items() if each.keep_reason is not None}
    without = {key for key in kept if not coded[key].assignments}
    assert without == KEPT_WITHOUT_INCIDENT


def test_some_outlets_reach_the_floor_of_five_articles_and_some_do_not(
    coded: dict[str, Coded],
) -> None:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for key, each in coded.items():
        for assignment in each.assignments:
            if "#" not in key:
                counts[assignment.incident, key.split("/")[0]] += 1
    for incident in ("limanas_search", "sea_fair"):
        amounts = [n for (of, _), n in counts.items() if of == incident]
        assert sum(n >= 6 for n in amounts) >= 5
        assert sum(n < 5 for n in amounts) >= 2
    assert ("sea_fair", "ditari-shembull") not in counts
    assert ("sea_fair", "radio-skela") not in counts


@pytest.mark.parametrize(
    ("incident", "classes"),
    [
        ("limanas_search", {"check", "operation", "raid", "intervention"}),
        ("sea_fair", {"attack", "clash", "dispute", "protest"}),
    ],
)
def test_outlets_call_one_event_by_words_far_apart(
    incident: str, classes: set[str], coded: dict[str, Coded]
) -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for key, each in coded.items():
        if any(found.incident == incident for found in each.assignments):
            for noun in _hits(each, "event_noun"):
                if noun.voice == "outlet" and noun.code in classes:
                    used[noun.code].add(key.split("/")[0])
    assert set(used) == classes
    strongest = used["raid"] if incident == "limanas_search" else used["attack"]
    mildest = used["operation"] if incident == "limanas_search" else used["dispute"]
    assert strongest.isdisjoint(mildest)
    assert len(strongest) >= 3


def test_every_fact_is_told_and_all_but_two_are_left_out_by_somebody(
    coded: dict[str, Coded],
) -> None:
    tellers: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    outlets: dict[str | None, set[str]] = defaultdict(set)
    for key, each in coded.items():
        for assignment in each.assignments:
            outlets[assignment.incident].add(key.split("/")[0])
        for fact in _hits(each, "fact"):
            tellers[fact.incident, fact.code].add(key.split("/")[0])
    assert len(tellers) == 24
    by_all = {code for (of, code), those in tellers.items() if those == outlets[of]}
    assert by_all == {"model_damaged", "people_escorted"}


@pytest.mark.parametrize(
    ("outlet", "told", "left_out"),
    [
        (
            "gazeta-shembull",
            {"radio_room", "money_from_ostrania", "visitors_fled"},
            {"all_legal", "all_let_go", "door_forced", "guard_pushed_first"},
        ),
        (
            "zeri-i-limanit",
            {"all_legal", "all_let_go", "door_forced", "visitors_fled"},
            {"radio_room", "money_from_ostrania", "court_order", "guard_pushed_first"},
        ),
        (
            "coast-tribune",
            {"radio_room", "guard_pushed_first", "dredging"},
            {"all_legal", "all_let_go", "door_forced", "visitors_fled"},
        ),
    ],
)
def test_outlets_choose_other_facts(
    outlet: str, told: set[str], left_out: set[str], coded: dict[str, Coded]
) -> None:
    found = {
        fact.code
        for key, each in coded.items()
        if key.startswith(outlet)
        for fact in _hits(each, "fact")
    }
    assert told <= found
    assert left_out.isdisjoint(found)
