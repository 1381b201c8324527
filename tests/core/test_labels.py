"""Which actor a label is attached to."""

from datetime import UTC, datetime

import pytest

from tracker.core.matching import compile_matcher
from tracker.model import Acronym, Actor, Annotation, Name, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
ARMED = {
    "en": ("militant group", "armed group", "militant", "group", "terrorist"),
    "sq": ("grup i armatosur", "grup terrorist", "terrorist", "shoqatë"),
}


def make_actor(acronym: str, *, labels: dict[str, tuple[str, ...]]) -> Actor:
    return Actor(
        id=acronym.lower(),
        name=acronym,
        acronyms=(Acronym(text=acronym),),
        names={"en": (Name(text=f"Free {acronym} Association"),)},
        labels={"armed": labels} if labels else {},
    )


MATCHER = compile_matcher(
    (
        make_actor("DELTA", labels=ARMED),
        make_actor("GAMMA", labels=ARMED),
        # An actor without labels still stands between.
        make_actor("OMEGA", labels={}),
    ),
    (),
    timezone="Europe/Tirane",
)


def labels_of(language: str, body: str, title: str = "") -> list[Annotation]:
    coded = MATCHER.code(
        Text(
            title=title,
            body=body,
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )
    return [one for one in coded.annotations if one.layer == "label"]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        # In apposition, before and after the name.
        ("en", "The militant group DELTA met GAMMA.", [("militant group", "delta")]),
        ("en", "GAMMA met the armed group called DELTA.", [("armed group", "delta")]),
        ("en", "GAMMA met DELTA, a militant group.", [("militant group", "delta")]),
        ("en", "GAMMA met DELTA (an armed group).", [("armed group", "delta")]),
        ("en", "GAMMA saw DELTA militants leave.", [("militants", "delta")]),
        ("en", "The militants of DELTA met GAMMA.", [("militants", "delta")]),
        (
            "en",
            "The armed group Free DELTA Association (DELTA) left GAMMA.",
            [("armed group", "delta")],
        ),
        (
            "en",
            "The Free DELTA Association (DELTA), an armed group, left GAMMA.",
            [("armed group", "delta")],
        ),
        ("sq", "GAMMA takoi terroristët e DELTA-s.", [("terroristët", "delta")]),
        (
            "sq",
            "GAMMA takoi grupin e armatosur DELTA.",
            [("grupin e armatosur", "delta")],
        ),
        # What a copula says.
        (
            "en",
            "DELTA, unlike GAMMA, is a militant group.",
            [("militant group", "delta")],
        ),
        ("en", "DELTA is now also an armed group.", [("armed group", "delta")]),
        (
            "en",
            "DELTA is a charity and a militant group.",
            [("militant group", "delta")],
        ),
        # The nearest name in the clause.
        ("en", "DELTA lives like a militant group.", [("militant group", "delta")]),
        (
            "en",
            "DELTA, which lives like a militant group, met.",
            [("militant group", "delta")],
        ),
        (
            "sq",
            "DELTA, që njihet si grup i armatosur, doli.",
            [("grup i armatosur", "delta")],
        ),
        # Each label has one actor; each actor may have its own.
        (
            "en",
            "The militant group DELTA met the armed group GAMMA.",
            [("militant group", "delta"), ("armed group", "gamma")],
        ),
        # The label of an actor that has no such word is nobody else's.
        ("en", "The militant group OMEGA met DELTA.", []),
        # The words of a longer label are no labels of their own.
        ("en", "DELTA is a militant group.", [("militant group", "delta")]),
        # A word in the name is part of the name.
        ("sq", "Free DELTA Association u mblodh.", []),
    ],
)
def test_a_label_describes_one_actor(
    language: str, sentence: str, expected: list[tuple[str, str]]
) -> None:
    found = labels_of(language, sentence)
    assert [(one.surface, one.actor) for one in found] == expected
    assert all(one.kind == "hit" for one in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "DELTA left because a militant group came.",
        "DELTA met OMEGA near some militant group.",
        "DELTA left; a militant group came.",
        "DELTA said that a militant group came.",
        "DELTA left. A militant group came.",
        "DELTA left.\nA militant group came.",
        # The object of another verb.
        "DELTA fought a militant group.",
        "DELTA left the militant group.",
        # Nobody is called what his subject says of somebody else.
        "DELTA calls it a militant group.",
    ],
)
def test_a_label_in_another_clause_or_behind_another_actor_is_a_candidate(
    sentence: str,
) -> None:
    (label,) = labels_of("en", sentence)
    assert (label.kind, label.actor, label.mention_start) == (
        "candidate",
        "delta",
        None,
    )


def test_a_label_far_from_the_name_in_the_title_is_a_candidate() -> None:
    (label,) = labels_of("en", "A militant group came.", title="DELTA left")
    assert (label.kind, label.actor) == ("candidate", "delta")


def test_a_label_without_any_mention_in_the_article_is_nothing() -> None:
    assert labels_of("en", "A militant group came.") == []


def test_words_of_another_language_are_no_labels() -> None:
    assert labels_of("en", "DELTA është grup i armatosur.") == []


def test_a_label_knows_the_mention_that_it_is_attached_to() -> None:
    (label,) = labels_of("en", "GAMMA met the militant group DELTA.")
    assert label.mention_start == len("GAMMA met the militant group ")


def test_a_label_has_its_cases_and_numbers() -> None:
    surfaces = [
        one.surface
        for one in labels_of(
            "sq",
            "Shoqatës DELTA iu tha. Shoqatat e DELTA-s. Terroristëve të DELTA-s.",
        )
    ]
    assert surfaces == ["Shoqatës", "Shoqatat", "Terroristëve"]


# A label of what somebody does or suffers is no label of whoever is named beside it.
THINGS = [
    ("en", "The hall was shut; the reasons that DELTA gives are terrorist threats."),
    ("en", "The reasons which DELTA gave were terrorist threats."),
    ("en", "The reason DELTA gives is a terrorist threat."),
    ("en", "The reasons given by DELTA are terrorist threats."),
    ("en", "DELTA's reasons are terrorist threats."),
    ("en", "DELTA left because of terrorist threats."),
    ("en", "DELTA is under terrorist threat."),
    ("en", "DELTA was the target of a terrorist attack."),
    ("en", "DELTA condemned the terrorist attack."),
    ("en", "Terrorist threats forced DELTA to leave."),
    ("en", "The terrorist attack on DELTA was condemned."),
    ("en", "Attacks by terrorists on DELTA went on."),
    ("sq", "Salla u mbyll; arsyet që jep DELTA janë kërcënimet terroriste."),
    ("sq", "Arsyeja që ka dhënë DELTA është një kërcënim terrorist."),
    ("sq", "Arsyet e dhëna nga DELTA janë kërcënimet terroriste."),
    ("sq", "Arsyet, që jep DELTA, janë kërcënimet terroriste."),
    ("sq", "Arsyet që DELTA jep janë kercenime terroriste."),
    ("sq", "Arsyeja e DELTA-s janë kërcënimet terroriste."),
    ("sq", "DELTA u largua për shkak të kërcënimeve terroriste."),
    ("sq", "DELTA është nën kërcënim terrorist."),
    ("sq", "DELTA ishte objektiv i një sulmi terrorist."),
    ("sq", "DELTA dënoi sulmin terrorist."),
    ("sq", "Kërcënime të reja terroriste e shtynë DELTA-n të largohet."),
    ("sq", "Sulmet e terroristëve ndaj DELTA-s vazhdojnë."),
]


@pytest.mark.parametrize(("language", "sentence"), THINGS)
def test_a_label_of_a_thing_is_no_label_of_the_actor_beside_it(
    language: str, sentence: str
) -> None:
    (label,) = labels_of(language, sentence)
    assert (label.kind, label.mention_start) == ("candidate", None)


# ... unless the thing is the actor's own, or what the actor is or is accused of.
OWN_THINGS = [
    ("en", "DELTA's terrorist attacks shook the town."),
    ("en", "The terrorist attacks of DELTA shook the town."),
    ("en", "The terrorist attack by DELTA shook the town."),
    ("en", "DELTA is a terrorist threat."),
    ("en", "DELTA was accused of terrorist acts."),
    ("en", "Police call DELTA a terrorist threat."),
    ("en", "DELTA was removed from the terrorist list."),
    ("en", "DELTA terrorists attack the town."),
    ("sq", "Sulmet terroriste të DELTA-s tronditën qytetin."),
    ("sq", "Sulmi terrorist nga DELTA tronditi qytetin."),
    ("sq", "DELTA është kërcënim terrorist."),
    ("sq", "DELTA u akuzua për akte terroriste."),
    ("sq", "Qeveria e quan DELTA-n rrezik terrorist."),
    ("sq", "Sulmi i grupit terrorist DELTA u dënua."),
    ("sq", "Sulmin e kreu terroristi DELTA."),
]


@pytest.mark.parametrize(("language", "sentence"), OWN_THINGS)
def test_a_label_of_what_an_actor_does_or_is_stays_its_label(
    language: str, sentence: str
) -> None:
    (label,) = labels_of(language, sentence)
    assert (label.kind, label.actor) == ("hit", "delta")


# The subject of the copula is another, or others act.
OTHERS = [
    ("en", "The association that DELTA leads is a militant group."),
    ("en", "The hall rented by DELTA became an armed group."),
    ("en", "What DELTA fears is a militant group."),
    ("en", "DELTA was attacked by militants."),
    ("en", "DELTA fought against the militants."),
    ("sq", "Lëvizja që drejton DELTA është grup i armatosur."),
    ("sq", "Lëvizja që DELTA drejton është grup i armatosur."),
    ("sq", "Lëvizja e drejtuar nga DELTA është grup i armatosur."),
    ("sq", "DELTA u sulmua nga terroristët."),
    ("sq", "DELTA lufton kundër terroristëve."),
]


@pytest.mark.parametrize(("language", "sentence"), OTHERS)
def test_a_label_of_others_in_the_clause_is_a_candidate(
    language: str, sentence: str
) -> None:
    (label,) = labels_of(language, sentence)
    assert (label.kind, label.actor) == ("candidate", "delta")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The ministry said that DELTA today is a militant group."),
        ("en", "The fact that DELTA is a militant group is known."),
        ("en", "It is true that DELTA is a militant group."),
        ("sq", "Ministri tha që DELTA është grup i armatosur."),
        ("sq", "Ministri tha që lëvizja DELTA është grup i armatosur."),
        ("sq", "Fakti që DELTA është grup i armatosur dihet."),
    ],
)
def test_that_before_what_is_said_opens_no_relative_clause(
    language: str, sentence: str
) -> None:
    (label,) = labels_of(language, sentence)
    assert (label.kind, label.actor) == ("hit", "delta")
