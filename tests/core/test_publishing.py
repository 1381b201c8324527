"""What media write without "that", and what reasons are: not all that stands near."""

import pytest

from tests.core.labelled import label_of

# A medium writes, but nothing that it says follows.
OWN = [
    ("en", "A reporter who wrote a novel met the terrorist group DELTA."),
    ("en", "Journalists have written a book about the terrorist group DELTA."),
    ("en", "Journalists wrote a book which is about the terrorist group DELTA."),
    ("en", "Journalists wrote a story based on the terrorist group DELTA."),
    ("en", "Media claim damages from the terrorist group DELTA."),
    ("en", "Media reported widely on the terrorist group DELTA, which left."),
    ("en", "Media reported again on the hall that is the terrorist group DELTA's."),
    ("en", "Media reported widely on what was the terrorist group DELTA."),
    ("en", "Media reported yesterday on a hall and met the terrorist group DELTA."),
    ("en", "Media reported again on a hall and were near the terrorist group DELTA."),
    ("en", "Media reported losses, and there was the terrorist group DELTA."),
    ("en", "Media reported the damaged halls beside the terrorist group DELTA."),
    ("en", "In media reported cases were those of the terrorist group DELTA."),
    ("en", "In the media reported cases were those of the terrorist group DELTA."),
    ("en", "In some media reported cases were those of the terrorist group DELTA."),
    ("en", "The power outlet reported broken by the terrorist group DELTA."),
    ("en", "This media report the terrorist group DELTA is to read was lost."),
    ("sq", "Gazeta shkroi një letër për grupin terrorist DELTA."),
    ("sq", "Gazeta shkroi gjerësisht për atë që është grupi terrorist DELTA."),
    ("sq", "Shkroi gazeta një letër për grupin terrorist DELTA."),
    ("sq", "Gazetari që shkroi librin ishte te grupi terrorist DELTA."),
]
# ... unless a clause follows, or "that".
OF_MEDIA = [
    ("en", "Media reported DELTA is a sect."),
    ("en", "Media have in Limanas reported DELTA is a sect."),
    ("en", "Media wrote he met the terrorist group DELTA."),
    ("en", "Media reported police raided the hall of the terrorist group DELTA."),
    ("en", "Media reported again DELTA is a sect."),
    ("en", "Media reported widely that DELTA is a sect."),
    ("en", "A reporter who left wrote that DELTA is a sect."),
    ("sq", "Gazeta shkroi DELTA është sekt."),
    ("sq", "Gazeta shkroi policia arrestoi krerët e grupit terrorist DELTA."),
    ("sq", "Gazeta shkroi një letër ku tha se DELTA është sekt."),
]


@pytest.mark.parametrize(("language", "sentence"), OWN)
def test_what_media_only_write_about_stays_the_word_of_the_outlet(
    language: str, sentence: str
) -> None:
    label = label_of(language, sentence)
    found = (label.kind, label.voice, label.attributed_to)
    assert found == ("hit", "outlet", None)


@pytest.mark.parametrize(("language", "sentence"), OF_MEDIA)
def test_a_clause_behind_what_media_write_is_theirs(
    language: str, sentence: str
) -> None:
    label = label_of(language, sentence)
    found = (label.kind, label.voice, label.attributed_to)
    assert found == ("hit", "attributed", "media")


@pytest.mark.parametrize(
    "sentence",
    [
        "DELTA është sekt, u shkroi gazetave.",
        "DELTA është sekt, shkroi në disa media.",
    ],
)
def test_the_medium_that_was_written_to_is_credited_with_nothing(sentence: str) -> None:
    assert label_of("sq", sentence).attributed_to != "media"


def test_they_report_as_media_do() -> None:
    label = label_of("en", "They report that DELTA is a sect.")
    assert (label.voice, label.attributed_to) == ("attributed", "other")


# Something is given, but no reason that says what follows.
NO_REASON = [
    ("en", "Without explanation the city gave what is the terrorist group DELTA's."),
    ("en", "Without any reason the city gave the hall is the terrorist group DELTA's."),
    ("en", "The reason the city gave and its hall are the terrorist group DELTA's."),
    ("en", "The reason was lost; the city gave what is the terrorist group DELTA's."),
    ("en", "The reason, the city offers, is the terrorist group DELTA."),
    ("en", "The reasonable price the city gave was the terrorist group DELTA's."),
    ("sq", "Pa shpjegim bashkia dha sallën dhe sot aty është grupi terrorist DELTA."),
    ("sq", "Pa asnjë shpjegim që dha bashkia aty është grupi terrorist DELTA."),
    ("sq", "Për arsye sigurie policia dha sallën ku ishte grupi terrorist DELTA."),
    ("sq", "Për arsyet që jep bashkia është në sallë grupi terrorist DELTA."),
]
REASONS = [
    ("en", "One of the reasons that GAMMA gives is that DELTA is a sect.", "gamma"),
    ("en", "The reason GAMMA gave was the terrorist group DELTA.", "gamma"),
    ("en", "The reasons the city has given are that DELTA is a sect.", "municipality"),
    ("sq", "Arsyet, të cilat i dha GAMMA, janë se DELTA është sekt.", "gamma"),
    ("sq", "Arsyeja e dhënë nga GAMMA është se DELTA është sekt.", "gamma"),
]


@pytest.mark.parametrize(("language", "sentence"), NO_REASON)
def test_where_no_reason_is_told_the_word_stays_that_of_the_outlet(
    language: str, sentence: str
) -> None:
    label = label_of(language, sentence)
    found = (label.kind, label.voice, label.attributed_to)
    assert found == ("hit", "outlet", None)


@pytest.mark.parametrize(("language", "sentence", "speaker"), REASONS)
def test_a_reason_with_its_giver_beside_it_is_his(
    language: str, sentence: str, speaker: str
) -> None:
    label = label_of(language, sentence)
    found = (label.kind, label.voice, label.attributed_to)
    assert found == ("hit", "attributed", speaker)
