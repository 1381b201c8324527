import pytest

from tracker.core.saying.speech import SPEECH, SpeechVerb
from tracker.core.statements import statements
from tracker.core.text import Reading
from tracker.core.voice import Voices


def _verb(*form: str, language: str) -> SpeechVerb:
    found = [v for v in SPEECH if v.form == form and v.language == language]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("form", "language", "verb_class", "ambiguous", "participle"),
    [
        ("tha", "sq", "say", False, False),
        ("pranoi", "sq", "admit", True, False),
        ("pranuar", "sq", "admit", True, True),
        ("u shprehen", "sq", "say", False, False),
        ("hodhi poshte", "sq", "deny", False, False),
        ("shkruajne", "sq", "say", True, False),
        ("flitet", "sq", "anonymous", True, False),
        ("mesohet", "sq", "anonymous", False, False),
        ("refuted", "en", "deny", False, False),
        ("claims", "en", "claim", True, False),
        ("is said to", "en", "anonymous", False, False),
    ],
)
def test_a_speech_verb_knows_its_class_and_its_doubts(
    form: str, language: str, verb_class: str, *, ambiguous: bool, participle: bool
) -> None:
    verb = _verb(*form.split(), language=language)
    assert verb.verb_class == verb_class
    assert verb.ambiguous is ambiguous
    assert verb.participle is participle


def test_no_form_stands_in_two_classes() -> None:
    forms = [(verb.language, verb.form) for verb in SPEECH]
    assert len(forms) == len(set(forms))


def test_every_form_is_folded_words() -> None:
    assert all(word.isascii() and word.isalpha() for v in SPEECH for word in v.form)


def test_a_class_takes_one_stance() -> None:
    stances = {(verb.verb_class, verb.stance) for verb in SPEECH}
    assert len(stances) == len({verb.verb_class for verb in SPEECH})


# The table of albanian.md, section 8: the first verb class of each sentence.
FIXTURE = [
    ("sq", "“Kemi zbatuar vendimin e gjykatës”, tha ministri.", "say"),
    ("sq", "„Nuk ka pasur asnjë të lënduar“, deklaroi drejtori.", "say"),
    ("sq", "«Ne nuk kemi shkelur rregullat», pretendoi zëdhënësi.", "claim"),
    ("sq", "Zëdhënësi i shoqatës pretendon se porta ishte e mbyllur.", "claim"),
    ("sq", "Policia mohoi se ka përdorur forcë.", "deny"),
    ("sq", "Ish-anëtarët akuzuan drejtuesit për keqtrajtim.", "accuse"),
    ("sq", "Sipas policisë, u sekuestruan pesë kompjuterë.", "according"),
    ("sq", "Ministria pranoi se pati vonesë.", "admit"),
    ("sq", "Spitali pranoi tre pacientë.", None),
    ("sq", "Drejtori theksoi se kontrolli ishte i ligjshëm.", "affirm"),
    ("sq", "Shoqata e hodhi poshtë akuzën.", "deny"),
    ("sq", '"Ky eshte nje akt i paligjshem", u shpreh avokati.', "say"),
    ("sq", "– Nuk kam asgjë për të fshehur, – tha ai.", "say"),
    ("sq", "Ministria: Mbledhja nuk shtyhet", "colon"),
    ("sq", "Avokati pohon se porta ishte e hapur.", "affirm"),
    ("sq", "Burime bëjnë me dije se pritet një njoftim.", "say"),
    ("sq", "Mësohet se policia ka shoqëruar disa persona.", "anonymous"),
    ("sq", "Këtë e ka konfirmuar edhe avokati.", "confirm"),
    ("sq", "Policia konfirmon numrin e dosjeve.", "confirm"),
    ("sq", "Banorët kërkuan që porta të hapej.", "ask"),
    ("sq", "Policia kërkoi në tre dhoma.", None),
    ("sq", "Kryetari paralajmëroi për vonesa.", "warn"),
    ("sq", "Grupi “opozitar” mori sallën me qira.", None),
    ("en", "“We followed the court order,” the minister said.", "say"),
    ("en", "The association claimed that the gate was locked.", "claim"),
    ("en", "The claims were filed on Monday.", None),
    ("en", "Police denied using force.", "deny"),
    ("en", "The ministry acknowledged a delay.", "admit"),
    ("en", "Former members accused the board of neglect.", "accuse"),
    ("en", "According to police, five computers were seized.", "according"),
    ("en", "The board confirmed the date.", "confirm"),
    ("en", "Three people were reportedly escorted out.", "anonymous"),
    ("en", "The so-called “dissidents” rented the hall.", None),
    ("en", "The council urged both sides to wait.", "ask"),
]


@pytest.mark.parametrize(("language", "sentence", "verb_class"), FIXTURE)
def test_the_table_of_speech_verbs_holds(
    language: str, sentence: str, verb_class: str | None
) -> None:
    reading = Reading.of("body", sentence)
    found = statements(reading, Voices(reading, (), language), lambda _: None)
    assert next((one.verb_class for one in found), None) == verb_class
    assert len(found) <= 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sq", "Ministria nuk tha se salla u mbyll."),
        ("sq", "Ministria s’ka deklaruar se salla u mbyll."),
        ("sq", "Ministria nuk komentoi."),
        ("sq", "Kjo do të thotë se salla u mbyll."),
        ("sq", "Ministri do të deklarojë nesër."),
        ("sq", "As konfirmoi, as mohoi ministria."),
        ("en", "The ministry did not say that the hall was closed."),
        ("en", "The ministry hasn’t said that the hall was closed."),
        ("en", "The ministry would say that the hall was closed."),
        ("en", "The ministry has nothing to say."),
        ("en", "Police neither confirmed nor denied the report."),
    ],
)
def test_what_was_not_said_is_no_statement(language: str, sentence: str) -> None:
    reading = Reading.of("body", sentence)
    assert statements(reading, Voices(reading, (), language), lambda _: None) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "speaker"),
    [
        ("sq", "U tha nga ministria se salla u mbyll.", "ministry"),
        ("sq", "U tha se salla u mbyll.", "unnamed"),
        ("sq", "U njoftua se salla u mbyll.", "unnamed"),
        ("sq", "Është konfirmuar nga gjykata se salla u mbyll.", "court"),
        ("sq", "Ministri është shprehur se salla u mbyll.", "ministry"),
        ("sq", "Ministri u ka thënë banorëve se salla u mbyll.", "ministry"),
        ("en", "It was announced that the hall was closed.", "unnamed"),
        (
            "en",
            "It was announced by the ministry that the hall was closed.",
            "ministry",
        ),
        ("en", "The minister was quoted as saying that the hall closed.", "ministry"),
        ("en", "The minister's spokesman said the hall was closed.", "ministry"),
    ],
)
def test_a_passive_is_credited_to_its_agent(
    language: str, sentence: str, speaker: str
) -> None:
    reading = Reading.of("body", sentence)
    found = statements(reading, Voices(reading, (), language), lambda _: None)
    assert [one.speaker for one in found] == [speaker]
