import pytest

from tracker.core.speech import SPEECH, SpeechVerb


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
