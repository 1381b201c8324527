"""What a negation takes back: the words of its own clause, in both languages."""

from datetime import UTC, date, datetime

import pytest

from tracker.core.matching import compile_matcher
from tracker.model import Acronym, Actor, Annotation, Fact, Incident, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LABELS = {
    "armed": {
        "en": ("terrorist group", "sect", "cult"),
        "sq": ("grup terrorist", "sekt"),
    },
}
FACTS = {
    "found": {"en": "weapons AND found", "sq": "arm* AND (gjet* OR gjend*)"},
    "one_word": {"en": "arrested", "sq": "arrestua"},
    "nine": {"sq": "nëntë AND arrest*"},
    "four_words": {
        "en": "postponed AND recommend* AND government AND authorities",
        "sq": "shtyrj* AND rekomand* AND qeveri* AND autoritet*",
    },
    "nothing": {
        "en": '"nothing illegal" OR "no drugs" OR "without drugs" OR "no gas"~3',
        "sq": '"nuk u gjet asgjë" OR "pa drogë"',
    },
}
MATCHER = compile_matcher(
    (
        Actor(
            id="delta", name="DELTA", acronyms=(Acronym(text="DELTA"),), labels=LABELS
        ),
    ),
    (
        Incident(
            id="search",
            title={"en": "The search in Limanas"},
            first_day=date(2026, 3, 1),
            last_day=date(2026, 3, 20),
            place=None,
            actors=("delta",),
            about={"*": "actor:delta"},
            facts=tuple(
                Fact(id=name, statement="It happened.", match=queries)
                for name, queries in FACTS.items()
            ),
        ),
    ),
    timezone="Europe/Tirane",
)


def found(language: str, title: str, layer: str) -> list[Annotation]:
    coded = MATCHER.code(
        Text(
            title=title,
            body="DELTA.",
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )
    return [one for one in coded.annotations if one.layer == layer]


def voices(language: str, title: str, layer: str, name: str) -> list[tuple[str, str]]:
    """Return each voice in a title, and whose."""
    return [
        (str(one.voice), one.attributed_to or "")
        for one in found(language, title, layer)
        if one.code == name and one.field == "title"
    ]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "No weapons were found in the camp."),
        ("en", "Police found no weapons"),
        ("en", "Police found absolutely no weapons in the camp"),
        ("en", "There were no weapons found in the camp"),
        ("en", "No weapons or drugs were found"),
        ("en", "No drugs or weapons have ever been found"),
        ("en", "No trace of weapons was found"),
        ("en", "There is no evidence that weapons were found"),
        ("en", "There is no evidence so far to suggest that weapons were found"),
        ("en", "There is no evidence weapons were found"),
        ("en", "There is no sign the weapons had been found"),
        ("en", "There is no evidence in the file that weapons were found"),
        ("en", "The search ended with no weapons found"),
        ("en", "Under no circumstances will the weapons be found"),
        ("en", "No armed man was there and no weapons were found"),
        ("en", "The search ended without any of the weapons being found"),
        ("en", "No evidence of weapons being found in the camp"),
        ("en", "Nothing suggests that weapons were found"),
        ("en", "No weapons have yet been found"),
        ("en", "Rumours about weapons found in the camp are false"),
        ("en", "The search ended without weapons being found."),
        ("en", "The search ended without any weapons found"),
        ("en", "Police left without having found weapons"),
        ("en", "Reports of weapons found in the camp are false"),
        ("en", "Weapons were not found"),
        ("en", "Weapons and drugs were not found"),
        ("en", "None of the weapons were found"),
        ("en", "Neither drugs nor weapons were found"),
        ("en", "Weapons were neither found nor seized"),
        ("en", "The weapons, police officers complain, were not found"),
        ("sq", "Nuk ka prova se u gjetën armë"),
        ("sq", "Nuk ka asnjë provë që u gjetën armë"),
        ("sq", "Nuk ka prova në dosje se u gjetën armë"),
        ("sq", "Nuk ka prova të mjaftueshme që u gjetën armë"),
        ("sq", "S'ka të dhëna se u gjetën armë"),
        ("sq", "Nuk ka prova për armë të gjetura"),
        ("sq", "Kontrolli përfundoi pa u gjetur armë"),
        ("sq", "Kontrolli u mbyll pa armë të gjetura"),
        ("sq", "Policia u largua pa gjetur armë"),
        ("sq", "Pa gjetur armë policia u largua"),
        ("sq", "Lajmet se u gjetën armë në kamp janë të pavërteta"),
        ("sq", "Lajmet se u gjetën armë në kamp nuk janë të vërteta"),
        ("sq", "Zërat për armë të gjetura janë të rreme"),
        ("sq", "Asnjë armë nuk u gjet në kamp"),
        ("sq", "Nuk u gjetën as armë e as drogë"),
        ("sq", "Armë dhe drogë nuk u gjetën"),
        ("sq", "Kontrolli përfundoi dhe nuk u gjetën armë"),
        ("sq", "Policia nuk gjeti armë dhe kontrolli përfundoi"),
    ],
)
def test_what_there_is_none_of_is_denied(language: str, title: str) -> None:
    assert voices(language, title, "fact", "found") == [("denied", "")]


@pytest.mark.parametrize(
    ("language", "title", "speaker"),
    [
        ("en", "No weapons were found, the Port Prosecution said.", "prosecution"),
        ("en", "The Port Prosecution said that no weapons were found.", "prosecution"),
        ("en", "Police say no weapons found", "police"),
        ("en", "Reports that weapons were found in the camp are false", "other"),
        ("en", "False reports that weapons were found went round", "other"),
        ("sq", "Prokuroria tha se nuk ka prova se u gjetën armë", "prosecution"),
        ("sq", "Raportimet se u gjetën armë janë të rreme, tha policia", "police"),
    ],
)
def test_a_denial_has_its_speaker(language: str, title: str, speaker: str) -> None:
    assert voices(language, title, "fact", "found") == [("denied", speaker)]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Weapons were found in the camp and the police did not comment."),
        ("en", "Weapons found in camp and police do not comment"),
        ("en", "The police did not comment and weapons were found"),
        ("en", "Nobody was hurt and weapons were found"),
        ("en", "Weapons were found in the camp and no one was hurt"),
        ("en", "Weapons were found in the camp but no drugs"),
        ("en", "Weapons were found but not shown to the press"),
        ("en", "The weapons that were found in the camp were not shown"),
        ("en", "Weapons found in the camp were no threat"),
        ("en", "Weapons found in the camp do not belong to DELTA"),
        ("en", "Weapons were found without a warrant"),
        ("en", "Weapons were found in no time"),
        ("en", "No doubt weapons were found in the camp"),
        ("en", "There is no doubt that weapons were found"),
        ("en", "It was no secret that weapons were found"),
        ("en", "Police had no comment on the weapons found in the camp"),
        ("en", "No arrests were made over weapons found in the camp"),
        ("en", "No arrests were made where weapons were found"),
        ("en", "Police did not say why weapons were found"),
        ("en", "DELTA has nothing to do with the weapons found in the camp"),
        ("en", "No more than two weapons were found"),
        ("en", "Weapons were found in hall no 5"),
        ("en", "No, weapons were found"),
        ("en", "A no-go zone in which police found weapons"),
        ("en", "Not only drugs were found but weapons"),
        ("en", "There is evidence that weapons were found"),
        ("en", "Police did not hand over the evidence that weapons were found"),
        ("sq", "Në kamp u gjetën armë dhe policia nuk komentoi."),
        ("sq", "Policia gjeti armë dhe nuk komentoi"),
        ("sq", "Policia nuk komentoi dhe u gjetën armë"),
        ("sq", "U gjetën armë dhe asnjë person nuk u lëndua"),
        ("sq", "Askush nuk u lëndua pasi u gjetën armë"),
        ("sq", "Armët që u gjetën në kamp nuk u treguan"),
        ("sq", "Armët e gjetura në kamp nuk janë të tyre"),
        ("sq", "Policia nuk tha ku u gjetën armë"),
        ("en", "Weapons with no serial number were found"),
        ("en", "No photos of the weapons found in the camp were published"),
        ("en", "No list of weapons found was published"),
        ("en", "There was no sign of the weapons found earlier"),
        ("en", "No one came so the weapons were found"),
        ("en", "No one came as the weapons were found"),
        ("en", "There is no evidence that the weapons found were used"),
        ("en", "The report by DELTA on weapons found in the camp is false"),
        ("en", "Reports of the weapons found in the camp are false"),
        ("en", "Reports of weapons found in the camp are wrong about their number"),
        ("en", "Reports of weapons found in the camp are false in part"),
        ("sq", "Pretendimi i DELTA-s për armët e gjetura është i pabazuar"),
        ("sq", "Nuk ka prova që armët e gjetura janë të tyre"),
        ("sq", "U gjetën armë pa asnjë incident"),
        ("sq", "Nuk dihet kush i gjeti armët"),
        ("en", "A camp without a fence was where weapons were found"),
        ("sq", "U gjetën armë pa urdhër gjykate"),
        ("sq", "Pa dyshim u gjetën armë"),
        ("sq", "Policia doli pa dhënë shpjegime për armët e gjetura"),
        ("sq", "Policia pa armët e gjetura në kamp"),
        ("sq", "Ka prova se u gjetën armë"),
        ("sq", "U gjetën jo vetëm drogë por edhe armë"),
    ],
)
def test_a_negation_of_something_else_denies_nothing(language: str, title: str) -> None:
    assert voices(language, title, "fact", "found") == [("outlet", "")]


@pytest.mark.parametrize(
    ("language", "title", "voice"),
    [
        ("en", "No suspects were arrested", "denied"),
        ("en", "Police arrested no suspects", "denied"),
        ("en", "He was not arrested and charged", "denied"),
        ("en", "He was arrested and not charged", "outlet"),
        ("en", "He was arrested without charge", "outlet"),
        ("en", "No member of DELTA was arrested", "denied"),
        ("en", "No armed man was arrested", "denied"),
        ("en", "No one was arrested", "denied"),
        ("en", "At no point were suspects arrested", "denied"),
        ("en", "By no means was the man arrested", "denied"),
        ("en", "Without any of the men being arrested, it ended", "denied"),
        ("en", "There was no sign the men had been arrested", "denied"),
        ("en", "A man with no documents was arrested at the border", "outlet"),
        ("en", "Two men of no fixed address were arrested", "outlet"),
        ("en", "For no reason the men were arrested", "outlet"),
        ("en", "With no warning the men were arrested", "outlet"),
        ("en", "At no point were the nine arrested told why", "outlet"),
        ("en", "No members of DELTA visited the arrested man", "outlet"),
        ("en", "Without a warrant the police arrested nine people", "outlet"),
        ("en", "Without a warrant police arrested the men", "outlet"),
        ("en", "Police with no warrant arrested the men", "outlet"),
        ("en", "Without giving reasons the ministry had them arrested", "outlet"),
        ("en", "No names of those arrested were given", "outlet"),
        ("en", "No relative of the two men arrested was present", "outlet"),
        ("en", "No sign of DELTA as nine people were arrested", "outlet"),
        ("en", "There is no evidence against the men that were arrested", "outlet"),
        ("en", "Police found no evidence on the man that was arrested", "outlet"),
        ("en", "There is no evidence that the man arrested is a member", "outlet"),
        ("en", "There is no evidence that the arrested man is a member", "outlet"),
        ("en", "It is not known whether the man arrested was a member", "outlet"),
        ("en", "The accusation against the nine people arrested is false", "outlet"),
        ("en", "The claims of the nine people arrested are false", "outlet"),
        ("en", "The story on the nine arrested was wrong about their age", "outlet"),
        ("en", "News of nine people arrested is not true", "denied"),
        ("sq", "Nuk u arrestua askush", "denied"),
        ("sq", "Nuk ka prova se u arrestua dikush", "denied"),
        ("sq", "U arrestua pa urdhër", "outlet"),
        ("sq", "U arrestua pa asnjë incident", "outlet"),
        ("sq", "Nuk dihet kush u arrestua", "outlet"),
        ("sq", "Nuk ka prova ndaj burrit që u arrestua", "outlet"),
        ("sq", "Nuk u gjetën prova te burri në makinë që u arrestua", "outlet"),
    ],
)
def test_no_denies_its_verb(language: str, title: str, voice: str) -> None:
    assert voices(language, title, "fact", "one_word") == [(voice, "")]


@pytest.mark.parametrize(
    ("language", "title", "voice"),
    [
        ("sq", "Policia arrestoi pa urdhër nëntë persona", "outlet"),
        ("sq", "Policia u largua pa arrestuar nëntë persona", "denied"),
        ("sq", "Nuk ka prova për nëntë personat që u arrestuan", "outlet"),
        ("sq", "Nuk ka prova që u arrestuan nëntë persona", "denied"),
        ("sq", "Akuzat ndaj nëntë të arrestuarve janë të pabaza", "outlet"),
        ("sq", "Akuzat ndaj nëntë të arrestuarve nuk janë të vërteta", "outlet"),
        ("sq", "Lajmi për nëntë të arrestuar është i rremë", "denied"),
    ],
)
def test_pa_and_false_deny_their_own_phrase(
    language: str, title: str, voice: str
) -> None:
    assert voices(language, title, "fact", "nine") == [(voice, "")]


def test_one_denied_word_of_many_denies_no_fact() -> None:
    told = "Shtyrjen e rekomandoi qeveria; autoritetet nuk komentuan."
    assert voices("sq", told, "fact", "four_words") == [("outlet", "")]
    told = "Shtyrjen nuk e rekomandoi qeveria dhe as autoritetet."
    assert voices("sq", told, "fact", "four_words") == [("denied", "")]


@pytest.mark.parametrize(
    ("language", "title", "voice"),
    [
        ("en", "Police found nothing illegal", "outlet"),
        ("en", "No drugs seen", "outlet"),
        ("en", "It ended without drugs", "outlet"),
        ("en", "No poison gas in the camp", "outlet"),
        ("en", "It is not true that nothing illegal was seen", "denied"),
        ("sq", "Nuk u gjet asgjë", "outlet"),
        ("sq", "U mbyll pa drogë", "outlet"),
    ],
)
def test_a_negation_that_was_looked_for_denies_nothing(
    language: str, title: str, voice: str
) -> None:
    assert voices(language, title, "fact", "nothing") == [(voice, "")]


@pytest.mark.parametrize(
    ("language", "title", "voice"),
    [
        ("en", "DELTA is no cult", "denied"),
        ("en", "DELTA is not known as a cult", "denied"),
        ("en", "DELTA is not a cult", "denied"),
        ("en", "There is no evidence that DELTA is a cult", "denied"),
        ("en", "There is no evidence DELTA is a cult", "denied"),
        ("en", "DELTA is anything but a terrorist group", "denied"),
        ("en", "DELTA is far from being a sect", "denied"),
        ("en", "DELTA has no link to terrorist groups", "denied"),
        ("en", "DELTA without a permit is a sect", "outlet"),
        ("sq", "DELTA pa leje është sekt", "outlet"),
        ("en", "DELTA is nothing but a sect", "outlet"),
        ("en", "DELTA is no ordinary sect", "outlet"),
        ("en", "DELTA is without doubt a sect", "outlet"),
        ("en", "DELTA did not pay and is a sect", "outlet"),
        ("en", "DELTA is a sect and does not pay", "outlet"),
        ("en", "DELTA is a terrorist group and no charity", "outlet"),
        ("en", "DELTA is not a charity but a sect", "outlet"),
        ("sq", "Nuk ka prova se DELTA është sekt", "denied"),
        ("sq", "Pretendimet se DELTA është sekt janë të rreme", "denied"),
        ("sq", "DELTA është gjithçka tjetër përveçse sekt", "denied"),
        ("sq", "DELTA nuk është gjë tjetër veçse sekt", "outlet"),
        ("sq", "DELTA nuk pagoi dhe është sekt", "outlet"),
        ("sq", "DELTA nuk është shoqatë por sekt", "outlet"),
    ],
)
def test_a_label_is_denied_only_by_its_own_negation(
    language: str, title: str, voice: str
) -> None:
    assert voices(language, title, "label", "armed") == [(voice, "")]


@pytest.mark.parametrize(
    ("language", "title", "speakers"),
    [
        ("en", "DELTA camp: what we know so far", []),
        ("en", "DELTA: who are they and what do they want", []),
        ("en", "DELTA: five key questions about the camp", []),
        ("en", "DELTA: everything you need to know", []),
        ("sq", "DELTA: gjithçka që duhet të dini", []),
        ("sq", "DELTA: Gjithçka që u gjet ishte e ligjshme", ["delta"]),
        ("en", "DELTA: live updates", []),
        ("sq", "Kampi i DELTA-s: pesë pyetje pa përgjigje", []),
        ("sq", "DELTA: çfarë dihet deri tani", []),
        ("sq", "DELTA: Kush janë", []),
        ("sq", "DELTA: video", []),
        ("en", "DELTA: “What we know is little”", ["delta"]),
        ("en", "DELTA: We did not find weapons", ["delta"]),
        ("en", "Police: Photos of the camp", []),
        ("en", "Police: live", []),
        ("en", "Police raid: What was found", []),
        ("en", "Police in Limanas: what we know", []),
        ("sq", "Protesta e banorëve: çfarë dihet", []),
        ("en", "Prime Minister: Who hides weapons is a danger", ["government"]),
        ("en", "Minister of Culture: Why the hall was closed", ["ministry"]),
        ("en", "Minister Fisteku: Why the hall was closed", ["ministry"]),
        ("sq", "Policia: Pamje nga kampi", []),
        ("en", "GAMMA: Photos prove they left", ["other"]),
        ("en", "DELTA: The photos show nobody was there", ["delta"]),
        ("en", "Police: Photos show nine were arrested", ["police"]),
        ("en", "Police: What we found were weapons", ["police"]),
        ("en", "Minister: Analysis proves they left", ["ministry"]),
        ("sq", "DELTA: Pamjet e reja tregojnë se u larguan", ["delta"]),
        ("sq", "Policia: Pamjet tregojnë se u gjetën armë", ["police"]),
        ("sq", "Ministri: Pse u mbyll salla", ["ministry"]),
        ("sq", "Kryeministri: Kush mbron armët mbron krimin", ["government"]),
        ("en", "Ministry: no threat", ["ministry"]),
        ("en", "Ministry: 5 weapons found", ["ministry"]),
        ("sq", "DELTA: nuk u gjet asgjë", ["delta"]),
        ("sq", "Policia: U arrestuan dy persona", ["police"]),
        ("sq", "Policia: Dy persona u arrestuan", ["police"]),
        ("sq", "Policia: Si pasojë u mbyll salla", ["police"]),
    ],
)
def test_only_what_may_be_said_is_said_behind_a_colon(
    language: str, title: str, speakers: list[str]
) -> None:
    text = Text(
        title=title,
        body="DELTA.",
        language=language,
        first_seen_at=NOW,
        published_at=NOW,
    )
    quotes = MATCHER.code(text).quotes
    assert [one.speaker for one in quotes if one.field == "title"] == speakers


@pytest.mark.parametrize(
    ("language", "title", "speaker"),
    [
        (
            "en",
            "The reasons that DELTA gives for it are weapons that were found",
            "delta",
        ),
        (
            "en",
            "The reason that DELTA gives for it is weapons that were found",
            "delta",
        ),
        (
            "en",
            "The reasons the Port Prosecution gives include weapons found",
            "prosecution",
        ),
        ("en", "Weapons were found, which is the reason that DELTA gives", "delta"),
        ("en", "DELTA gave weapons found in the camp as the reason", "delta"),
        ("en", "DELTA cited weapons found in the camp as reasons", "delta"),
        ("sq", "Arsyet që jep DELTA për mbylljen janë armët e gjetura", "delta"),
        ("sq", "Arsyeja që jep DELTA për mbylljen është se u gjetën armë", "delta"),
        ("sq", "U gjetën armë, që është arsyeja që jep DELTA", "delta"),
        ("sq", "U gjetën armë, e cila është arsyeja që jep DELTA", "delta"),
        ("sq", "DELTA dha si arsye armët e gjetura në kamp", "delta"),
        ("sq", "Si arsye DELTA dha armët e gjetura në kamp", "delta"),
    ],
)
def test_a_reason_is_attributed_wherever_its_giver_stands(
    language: str, title: str, speaker: str
) -> None:
    assert voices(language, title, "fact", "found") == [("attributed", speaker)]


@pytest.mark.parametrize(
    ("language", "title", "voice", "speaker"),
    [
        ("en", "The reasons given were clear and weapons were found", "outlet", ""),
        ("en", "The reasons given were clear, but weapons were found", "outlet", ""),
        (
            "en",
            "The explanation given by DELTA is wrong: weapons were found",
            "outlet",
            "",
        ),
        (
            "en",
            "The reasons that DELTA gives are these: weapons were found",
            "attributed",
            "delta",
        ),
        (
            "en",
            "The reasons that DELTA gives are that it left and weapons were found",
            "attributed",
            "delta",
        ),
        (
            "en",
            "The reasons that DELTA gives are weapons found and drugs",
            "attributed",
            "delta",
        ),
        (
            "en",
            "The reason that DELTA gives is the camp and the found weapons",
            "attributed",
            "delta",
        ),
        ("sq", "Arsyet që jep DELTA janë të qarta dhe u gjetën armë", "outlet", ""),
        ("sq", "Arsyet që jep DELTA janë: u gjetën armë", "attributed", "delta"),
    ],
)
def test_a_reason_ends_where_another_clause_begins(
    language: str, title: str, voice: str, speaker: str
) -> None:
    assert voices(language, title, "fact", "found") == [(voice, speaker)]
