"""Whose voice a label is in, and whom it describes."""

from datetime import UTC, datetime

import pytest

from tracker.core.matching import compile_matcher
from tracker.model import Acronym, Actor, Annotation, Name, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LABELS = {
    "armed": {
        "en": ("militant group", "armed group", "sect"),
        "sq": ("grup i armatosur", "sekt"),
    },
    "opposition": {"en": ("opposition group", "opposition"), "sq": ("grup opozitar",)},
}
ACTORS = (
    Actor(id="delta", name="DELTA", acronyms=(Acronym(text="DELTA"),), labels=LABELS),
    Actor(id="gamma", name="GAMMA", acronyms=(Acronym(text="GAMMA"),), labels=LABELS),
    Actor(
        id="state_police",
        name="Policia e Shtetit",
        context=True,
        names={
            "sq": (Name(text="Policia e Shtetit"),),
            "en": (Name(text="State Police"),),
        },
    ),
)
MATCHER = compile_matcher(ACTORS, (), timezone="Europe/Tirane")

# language, sentence with the label in brackets, voice, whose label it is
TABLE = [
    (
        "en",
        "Police searched the hall of the [militant group] DELTA.",
        "outlet",
        "delta",
    ),
    (
        "en",
        "The ministry said that DELTA is a [militant group].",
        "attributed",
        "delta",
    ),
    ("en", "DELTA is a [militant group], the ministry said.", "attributed", "delta"),
    (
        "en",
        "“DELTA is a [militant group] and must leave,” the minister said.",
        "quoted",
        "delta",
    ),
    (
        "en",
        "DELTA, regarded in one country as a [militant group], rents the hall.",
        "attributed",
        "delta",
    ),
    (
        "en",
        "According to the ministry, DELTA is a [militant group].",
        "attributed",
        "delta",
    ),
    (
        "en",
        "According to the [militant group] DELTA, the rent was paid.",
        "outlet",
        "delta",
    ),
    ("en", "The so-called [opposition group] DELTA rents the hall.", "scare", "delta"),
    ("en", "The “[opposition]” DELTA rents the hall.", "scare", "delta"),
    ("en", "The [militant group] DELTA denied the report.", "outlet", "delta"),
    (
        "en",
        "A spokesman for the [opposition group] DELTA said that the hall was closed.",
        "outlet",
        "delta",
    ),
    (
        "en",
        "The ministry accused the [militant group] DELTA of fraud.",
        "attributed",
        "delta",
    ),
    (
        "en",
        "The rent was reportedly paid by the [militant group] DELTA.",
        "attributed",
        "delta",
    ),
    ("sq", "[Grupi i armatosur] DELTA mori sallën me qira.", "outlet", "delta"),
    ("sq", "Sipas ministrisë, DELTA është [grup i armatosur].", "attributed", "delta"),
    (
        "sq",
        "DELTA konsiderohet [grup i armatosur] nga një shtet tjetër.",
        "attributed",
        "delta",
    ),
    (
        "sq",
        "I ashtuquajturi [grup opozitar] DELTA mori sallën me qira.",
        "scare",
        "delta",
    ),
    (
        "sq",
        "“DELTA është [grup i armatosur] dhe duhet të largohet”, tha ministri.",
        "quoted",
        "delta",
    ),
    (
        "sq",
        "Zëdhënësi i [grupit opozitar] DELTA mohoi se salla ishte mbyllur.",
        "outlet",
        "delta",
    ),
    (
        "sq",
        "Ministria ka deklaruar se DELTA është [grup i armatosur].",
        "attributed",
        "delta",
    ),
    ("en", "DELTA is not a [militant group].", "denied", "delta"),
    (
        "en",
        "DELTA was removed from the list of [militant groups] in 2012.",
        "denied",
        "delta",
    ),
    ("en", "DELTA is no longer regarded as a [militant group].", "denied", "delta"),
    ("en", "DELTA called GAMMA a [militant group].", "attributed", "gamma"),
    ("en", "GAMMA, an [armed group], and DELTA signed the lease.", "outlet", "gamma"),
    ("sq", "DELTA nuk është [grup i armatosur].", "denied", "delta"),
    ("sq", "DELTA u hoq nga lista e [grupeve të armatosura].", "denied", "delta"),
    ("sq", "DELTA nuk konsiderohet më [grup i armatosur].", "denied", "delta"),
    ("sq", "DELTA e quajti GAMMA-n [grup të armatosur].", "attributed", "gamma"),
    ("sq", "[Grupi i armatosur] GAMMA dhe DELTA firmosën qiranë.", "outlet", "gamma"),
]


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


@pytest.mark.parametrize(("language", "marked", "voice", "actor"), TABLE)
def test_the_voice_table_holds(
    language: str, marked: str, voice: str, actor: str
) -> None:
    before, _, rest = marked.partition("[")
    label, _, after = rest.partition("]")
    found = labels_of(language, before + label + after)
    assert [
        (one.start_char, one.surface, one.voice, one.actor, one.kind) for one in found
    ] == [(len(before), label, voice, actor, "hit")]


SPEAKERS = [
    ("en", "The ministry said that DELTA is a militant group.", "ministry"),
    ("en", "DELTA is a militant group, GAMMA said on Monday.", "gamma"),
    ("en", "According to prosecutors, DELTA is a militant group.", "prosecution"),
    ("en", "DELTA is reportedly a militant group.", "unnamed"),
    ("en", "The judge said that DELTA is a militant group.", "court"),
    ("en", "Arben Shembulli said that DELTA is a militant group.", "other"),
    ("en", "“DELTA is a militant group and must go,” said GAMMA.", "gamma"),
    ("en", "A spokesman for GAMMA said DELTA is a militant group.", "gamma"),
    ("en", "GAMMA accused the militant group DELTA of fraud.", "gamma"),
    ("en", "DELTA was described as a militant group by the embassy.", "embassy"),
    ("en", "The State Police said that DELTA is not a militant group.", "state_police"),
    ("sq", "DELTA është grup i armatosur, tha Policia e Shtetit.", "state_police"),
    ("sq", "Sipas GAMMA-s, DELTA është grup i armatosur.", "gamma"),
    ("sq", "Policia mohoi se DELTA është grup i armatosur.", "police"),
    ("sq", "Qeveria e quajti DELTA-n grup të armatosur.", "government"),
    ("sq", "Mësohet se DELTA është grup i armatosur.", "unnamed"),
    ("sq", "Burimet pranë hetimit thonë se DELTA është grup i armatosur.", "unnamed"),
    ("sq", "Ministri: “DELTA është grup i armatosur e do të largohet.”", "ministry"),
    ("sq", "– DELTA është grup i armatosur, – tha ministri.", "ministry"),
]


@pytest.mark.parametrize(("language", "sentence", "speaker"), SPEAKERS)
def test_the_speaker_is_an_actor_a_role_or_nobody(
    language: str, sentence: str, speaker: str
) -> None:
    (label,) = labels_of(language, sentence)
    assert label.attributed_to == speaker


MORE = [
    # The label of a phrase that is negated as a whole stays the outlet's own word.
    ("en", "The militant group DELTA did not comment.", "outlet"),
    ("en", "The ministry did not name the militant group DELTA.", "outlet"),
    ("en", "DELTA isn’t a militant group.", "denied"),
    ("en", "DELTA is not only a militant group.", "outlet"),
    ("en", "DELTA denied being a militant group.", "denied"),
    ("en", "Police denied that DELTA is a militant group.", "denied"),
    ("en", "DELTA, a militant group, said that the hall was closed.", "outlet"),
    ("en", "DELTA, a militant group, said the hall was closed.", "outlet"),
    ("en", "DELTA, the ministry said, is a militant group.", "attributed"),
    ("en", "DELTA is allegedly a militant group.", "attributed"),
    (
        "en",
        "DELTA is a militant group, officials in the United States think.",
        "outlet",
    ),
    ("en", "DELTA was a militant group in 2003.", "background"),
    ("en", "The militant group DELTA moved here in 2016.", "outlet"),
    ("en", "DELTA was a militant group in 2026.", "outlet"),
    ("en", "The self-styled opposition group DELTA met.", "scare"),
    ("en", "The hall was closed, the opposition group DELTA said.", "outlet"),
    ("en", "According to the law, DELTA is a militant group.", "outlet"),
    ("en", "Former members say DELTA is a militant group.", "attributed"),
    ("en", "DELTA was accused of being a militant group.", "attributed"),
    ("en", "DELTA called on a militant group to leave.", "outlet"),
    ("en", "The United States and DELTA, a militant group, met.", "outlet"),
    ("sq", "DELTA akuzohet si grup i armatosur nga qeveria.", "attributed"),
    ("sq", "DELTA s’është grup i armatosur.", "denied"),
    ("sq", "DELTA nuk është vetëm grup i armatosur.", "outlet"),
    ("sq", "Kinse grupi opozitar DELTA mori sallën.", "scare"),
    ("sq", "DELTA është grup i armatosur, ka deklaruar ministria.", "attributed"),
    ("sq", "DELTA është grup i armatosur sipas ministrisë.", "attributed"),
    ("sq", "Sipas policisë DELTA është grup i armatosur.", "attributed"),
    ("sq", "Policia akuzoi grupin e armatosur DELTA për mashtrim.", "attributed"),
    ("sq", "Tre vjet më parë DELTA ishte grup i armatosur.", "background"),
    ("sq", "Grupi i armatosur DELTA tha se salla ishte mbyllur.", "outlet"),
]


@pytest.mark.parametrize(("language", "sentence", "voice"), MORE)
def test_other_sentences_have_their_voice(
    language: str, sentence: str, voice: str
) -> None:
    (label,) = labels_of(language, sentence)
    assert (label.kind, label.voice) == ("hit", voice)


def test_a_headline_with_a_colon_hands_over_the_word() -> None:
    (label,) = labels_of("sq", "", title="Ministria: DELTA është grup i armatosur")
    assert (label.voice, label.attributed_to) == ("attributed", "ministry")


def test_a_tag_before_a_colon_is_no_speaker() -> None:
    (label,) = labels_of("sq", "", title="Video: DELTA është grup i armatosur")
    assert (label.voice, label.attributed_to) == ("outlet", None)


def test_a_quotation_of_several_sentences_has_the_speaker_of_its_end() -> None:
    (label,) = labels_of(
        "en", "“DELTA is a militant group. It must leave now,” the minister said."
    )
    assert (label.voice, label.attributed_to) == ("quoted", "ministry")


def test_an_undated_text_is_of_the_year_in_which_it_was_first_seen() -> None:
    seen = MATCHER.code(
        Text(
            title="",
            body="DELTA was an armed group in 2026. DELTA was an armed group in 2003.",
            language="en",
            published_at=None,
            first_seen_at=NOW,
        )
    )
    voices = [one.voice for one in seen.annotations if one.layer == "label"]
    assert voices == ["outlet", "background"]


def test_a_longer_name_before_a_colon_is_the_speaker() -> None:
    (label,) = labels_of(
        "sq", "", title="Avokati i DELTA-s: grupi i armatosur GAMMA u largua"
    )
    assert (label.voice, label.attributed_to) == ("attributed", "delta")


def test_a_topic_before_a_colon_is_no_speaker() -> None:
    (label,) = labels_of("en", "", title="Raid in Limanas: armed group DELTA found")
    assert (label.voice, label.attributed_to) == ("outlet", None)


def test_nothing_to_say_is_nothing_said() -> None:
    (label,) = labels_of("en", "GAMMA has nothing to say about the armed group DELTA.")
    assert (label.voice, label.attributed_to) == ("outlet", None)


CREDITED = [
    ("en", "The ministry did not say that DELTA is a militant group.", "denied"),
    ("en", "GAMMA left, saying that DELTA is a militant group.", "attributed"),
    ("en", "“We go,” said GAMMA, a tenant of the militant group DELTA.", "outlet"),
    ("en", "DELTA has been a militant group since 2003.", "outlet"),
    ("en", "Last year DELTA was a militant group.", "background"),
    ("sq", "Ministria nuk tha se DELTA është grup i armatosur.", "denied"),
    ("sq", "Ministri tha se DELTA nuk është grup i armatosur.", "denied"),
    ("sq", "GAMMA u largua, duke thënë se DELTA është grup i armatosur.", "attributed"),
    ("sq", "Kjo do të thotë se DELTA është grup i armatosur.", "outlet"),
    ("sq", "U tha nga ministria se DELTA është grup i armatosur.", "attributed"),
    ("sq", "Që nga viti 2003 DELTA është grup i armatosur.", "outlet"),
    ("sq", "Siç tha ministri, DELTA është grup i armatosur.", "attributed"),
]


@pytest.mark.parametrize(("language", "sentence", "voice"), CREDITED)
def test_who_is_credited_decides_the_voice(
    language: str, sentence: str, voice: str
) -> None:
    (label,) = labels_of(language, sentence)
    assert label.voice == voice


# language, sentence, voice, whose it is; the label is DELTA's in all of them
DESCRIBED = [
    # Who gives the label does not bear it.
    (
        "en",
        "DELTA, designated as a militant group by GAMMA, left.",
        "attributed",
        "gamma",
    ),
    ("en", "DELTA, seen as a sect by GAMMA, left.", "attributed", "gamma"),
    ("en", "DELTA was long described as a sect by GAMMA.", "attributed", "gamma"),
    (
        "sq",
        "DELTA konsiderohet prej vitesh grup i armatosur nga GAMMA.",
        "attributed",
        "gamma",
    ),
    (
        "sq",
        "DELTA, e cilësuar si grup i armatosur nga GAMMA, u largua.",
        "attributed",
        "gamma",
    ),
    ("sq", "DELTA-n, GAMMA e quan sekt.", "attributed", "gamma"),
    ("en", "DELTA calls itself an opposition group.", "attributed", "delta"),
    # An aside after the copula is no subject.
    ("sq", "DELTA është, sipas GAMMA-s, grup i armatosur.", "attributed", "gamma"),
    ("en", "DELTA is, according to GAMMA, a militant group.", "attributed", "gamma"),
    ("en", "DELTA is, in the words of GAMMA, a militant group.", "attributed", "gamma"),
    ("en", "DELTA is, unlike GAMMA, a militant group.", "outlet", None),
    # What somebody is called is the word of those who call him so.
    ("en", "DELTA was designated a militant group by GAMMA.", "attributed", "gamma"),
    ("en", "GAMMA designated DELTA a militant group in March.", "attributed", "gamma"),
    ("en", "GAMMA designated DELTA as a militant group.", "attributed", "gamma"),
    ("en", "GAMMA labelled DELTA a sect.", "attributed", "gamma"),
    ("en", "Critics call DELTA a sect.", "attributed", "other"),
    ("sq", "DELTA u shpall grup i armatosur nga GAMMA.", "attributed", "gamma"),
    ("sq", "GAMMA e shpall DELTA-n grup të armatosur.", "attributed", "gamma"),
    ("sq", "GAMMA e ka shpallur DELTA-n grup të armatosur.", "attributed", "gamma"),
    (
        "en",
        "The so-called helpers left DELTA, a sect.",
        "outlet",
        None,
    ),
    ("sq", "DELTA u quajt sekt nga GAMMA.", "attributed", "gamma"),
    ("sq", "DELTA vetëquhet grup opozitar.", "attributed", "delta"),
    (
        "sq",
        "DELTA, të cilën ministria e quan sekt, u largua.",
        "attributed",
        "ministry",
    ),
    (
        "en",
        "The minister refused to say that DELTA is a militant group.",
        "attributed",
        "ministry",
    ),
    # What is called untrue, or what nobody believes.
    ("sq", "Nuk është grup i armatosur DELTA.", "denied", None),
    ("sq", "Është grup i armatosur DELTA.", "outlet", None),
    ("en", "It is untrue that DELTA is a militant group.", "denied", None),
    ("en", "It is not true that DELTA is a militant group.", "denied", None),
    ("en", "It is not untrue that DELTA is a militant group.", "outlet", None),
    ("en", "Nobody believes that DELTA is a sect.", "denied", None),
    ("sq", "Askush nuk beson se DELTA është sekt.", "denied", None),
    ("sq", "Nuk është e vërtetë se DELTA është sekt.", "denied", None),
    # Who is meant by the verb of what somebody says.
    ("sq", "DELTA thotë se është grup opozitar.", "attributed", "delta"),
    ("sq", "DELTA pretendon se është grup opozitar.", "attributed", "delta"),
    ("sq", "DELTA mohon se është grup i armatosur.", "denied", "delta"),
    ("sq", "DELTA thotë se nuk është sekt.", "denied", "delta"),
    ("en", "DELTA says it is not a sect.", "denied", "delta"),
    ("en", "DELTA says that it is not a sect.", "denied", "delta"),
    ("sq", "GAMMA akuzoi DELTA-n se është grup i armatosur.", "attributed", "gamma"),
    # What it was once it is no longer.
    ("en", "DELTA, formerly a militant group, left.", "denied", None),
    ("sq", "DELTA, dikur grup i armatosur, u largua.", "denied", None),
    ("en", "The former militant group DELTA left.", "denied", None),
    ("en", "DELTA, once a militant group, left.", "denied", None),
    ("sq", "Ish-grupi i armatosur DELTA u largua.", "denied", None),
    ("en", "Former members of the militant group DELTA left.", "outlet", None),
    ("sq", "Ish-kryetari i grupit të armatosur DELTA u largua.", "outlet", None),
    ("en", "Once militant groups like DELTA came, all left.", "outlet", None),
    ("sq", "DELTA u shpall në kërkim si grup i armatosur.", "outlet", None),
]


@pytest.mark.parametrize(("language", "sentence", "voice", "whose"), DESCRIBED)
def test_a_label_is_of_the_one_described_and_the_word_of_the_one_who_describes(
    language: str, sentence: str, voice: str, whose: str | None
) -> None:
    (label,) = labels_of(language, sentence)
    found = (label.actor, label.kind, label.voice, label.attributed_to)
    assert found == ("delta", "hit", voice, whose)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "DELTA is not only a militant group but also a sect."),
        ("en", "DELTA is not only a militant group, but also a sect."),
        ("sq", "DELTA është jo vetëm grup i armatosur, por edhe sekt."),
    ],
)
def test_not_only_denies_neither_label(language: str, sentence: str) -> None:
    found = [(one.actor, one.kind, one.voice) for one in labels_of(language, sentence)]
    assert found == [("delta", "hit", "outlet")] * 2


# language, sentence with a label of DELTA, who is credited with it
OF_MEDIA = [
    ("en", "Some media write that DELTA is a sect.", "media"),
    ("en", "Some media say DELTA is a sect.", "media"),
    ("en", "Some media report DELTA is a sect.", "media"),
    ("en", "The media report that DELTA is a sect.", "media"),
    ("en", "Local media reported DELTA is a sect.", "media"),
    ("en", "Several outlets have written that DELTA is a sect.", "media"),
    ("en", "Some media, citing police, report that DELTA is a sect.", "media"),
    ("en", "The press wrote that DELTA is a sect.", "media"),
    ("en", "DELTA is a sect, some media write.", "media"),
    ("en", "DELTA is a sect, media reported.", "media"),
    ("en", "As some media reported, DELTA is a sect.", "media"),
    ("en", "According to some media DELTA is a sect.", "media"),
    ("en", "It was written in the media that DELTA is a sect.", "unnamed"),
    ("en", "The minister left. Some media write that DELTA is a sect.", "media"),
    ("sq", "Disa media shkruajnë se DELTA është sekt.", "media"),
    ("sq", "Disa media thonë se DELTA është sekt.", "media"),
    ("sq", "Disa media shkruajne se DELTA eshte sekt.", "media"),
    ("sq", "Mediat raportuan se DELTA është sekt.", "media"),
    ("sq", "Disa portale kanë shkruar se DELTA është sekt.", "media"),
    ("sq", "Disa faqe interneti shkruajnë se DELTA është sekt.", "media"),
    ("sq", "Sipas disa mediave, DELTA është sekt.", "media"),
    ("sq", "Sipas disa mediave DELTA është sekt.", "media"),
    ("sq", "DELTA është sekt, shkruajnë disa media.", "media"),
    ("sq", "DELTA është sekt, siç kanë shkruar disa media.", "media"),
    ("sq", "Siç shkruajnë disa media, DELTA është sekt.", "media"),
    ("sq", "Në disa media u shkrua se DELTA është sekt.", "unnamed"),
    ("sq", "Shkruhet se DELTA është sekt.", "unnamed"),
    ("sq", "Flitet se DELTA është sekt.", "unnamed"),
    (
        "sq",
        "Ministri tha se u largua. Shkruajnë portalet se DELTA është sekt.",
        "media",
    ),
    ("sq", "Ministri tha se u largua. Thonë disa se DELTA është sekt.", "other"),
    # Media are told, named or work for somebody: they are not the ones who say it.
    ("en", "GAMMA told local media DELTA is a sect.", "gamma"),
    ("en", "The press office of GAMMA said that DELTA is a sect.", "gamma"),
    ("sq", "Ministri tha për mediat se DELTA është sekt.", "ministry"),
    ("sq", "Ministri u tha mediave se DELTA është sekt.", "ministry"),
    ("sq", "Mediat shkruan se ministri tha se DELTA është sekt.", "ministry"),
]


@pytest.mark.parametrize(("language", "sentence", "speaker"), OF_MEDIA)
def test_what_other_media_write_is_theirs(
    language: str, sentence: str, speaker: str
) -> None:
    (label,) = labels_of(language, sentence)
    found = (label.kind, label.voice, label.attributed_to)
    assert found == ("hit", "attributed", speaker)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Media reported on the militant group DELTA."),
        ("en", "The police report that DELTA is a sect was lost."),
        ("en", "A media report that DELTA is a sect was lost."),
        ("sq", "Mediat shkruan për grupin e armatosur DELTA."),
    ],
)
def test_who_only_writes_about_an_actor_describes_it_not(
    language: str, sentence: str
) -> None:
    (label,) = labels_of(language, sentence)
    assert (label.voice, label.attributed_to) == ("outlet", None)


def test_a_denied_report_of_media_is_denied() -> None:
    (label,) = labels_of(
        "en", "The minister denied media reports that DELTA is a sect."
    )
    assert (label.voice, label.attributed_to) == ("denied", "ministry")


def test_a_pronoun_never_means_the_medium_that_quotes_its_speaker() -> None:
    (label,) = labels_of(
        "sq",
        "Ministri tha se u largua, sipas medias shtetërore."
        " Ai shtoi se DELTA është sekt.",
    )
    assert label.attributed_to == "ministry"


@pytest.mark.parametrize(
    ("language", "sentence", "speaker"),
    [
        ("en", "The reasons that GAMMA gives are that DELTA is a sect.", "gamma"),
        ("en", "The explanation given by GAMMA is that DELTA is a sect.", "gamma"),
        ("en", "The reason given is that DELTA is a sect.", "unnamed"),
        ("sq", "Arsyeja që jep GAMMA është se DELTA është sekt.", "gamma"),
        (
            "sq",
            "Shpjegimi i dhënë nga ministria është se DELTA është sekt.",
            "ministry",
        ),
    ],
)
def test_a_reason_is_the_word_of_whoever_gives_it(
    language: str, sentence: str, speaker: str
) -> None:
    (label,) = labels_of(language, sentence)
    found = (label.actor, label.kind, label.voice, label.attributed_to)
    assert found == ("delta", "hit", "attributed", speaker)
