"""Whose a "terrorist threat" is: of whoever is one, makes one, or is accused of one."""

import pytest

from tests.core.labelled import label_of

OWN = [
    # What the actor is, or is called.
    ("en", "DELTA has been called a terrorist threat."),
    ("en", "DELTA is considered a terrorist threat by the ministry."),
    ("en", "DELTA is regarded as a terrorist threat by the ministry."),
    ("en", "DELTA is now also a terrorist threat."),
    ("en", "DELTA is even a terrorist threat."),
    ("en", "They are of DELTA, whose terrorists attack the town."),
    ("sq", "DELTA nuk është kërcënim terrorist."),
    ("sq", "DELTA s'është kërcënim terrorist."),
    ("en", "Members of DELTA are a terrorist threat."),
    ("sq", "DELTA quhet kërcënim terrorist."),
    ("sq", "DELTA konsiderohet kërcënim terrorist."),
    ("sq", "DELTA u cilësua si rrezik terrorist."),
    ("sq", "Anëtarët e DELTA-s janë kërcënim terrorist."),
    # What it does.
    ("en", "DELTA carried out terrorist attacks."),
    ("en", "DELTA has committed terrorist attacks."),
    ("en", "DELTA carried out two terrorist attacks in Limanas."),
    ("en", "DELTA has carried out 12 terrorist attacks."),
    ("en", "DELTA was planning terrorist attacks in Limanas."),
    ("en", "DELTA organised several terrorist attacks."),
    ("en", "DELTA has conducted terrorist operations for years."),
    ("en", "The terrorist attack was carried out by DELTA."),
    ("sq", "Sulmi terrorist i kryer nga DELTA."),
    ("sq", "Sulmi terrorist u krye nga DELTA."),
    ("sq", "DELTA mori përsipër sulmin terrorist."),
    ("sq", "DELTA ka kryer një sulm terrorist."),
    ("sq", "DELTA ka kryer dy sulme terroriste."),
    ("sq", "DELTA kryente disa sulme terroriste."),
    ("sq", "DELTA përgatiste sulme terroriste."),
    ("sq", "DELTA po planifikonte sulme terroriste."),
    ("sq", "DELTA zhvillon veprimtari terroriste."),
    # What it is accused of.
    ("en", "The police accused DELTA of terrorist attacks."),
    ("en", "DELTA, accused of terrorist attacks, left."),
    ("en", "DELTA, accused by the police of terrorist attacks, left."),
    ("en", "DELTA, accused over terrorist attacks, left."),
    ("en", "DELTA, charged with terrorist attacks, left."),
    ("en", "DELTA is suspected of terrorist attacks."),
    ("en", "DELTA was later charged over terrorist attacks."),
    ("sq", "Policia akuzoi DELTA-n për sulme terroriste."),
    ("sq", "DELTA dyshohet për sulmin terrorist."),
    ("sq", "DELTA u akuzua për sulme terroriste."),
    ("sq", "DELTA është akuzuar për sulme terroriste."),
    ("sq", "DELTA, e akuzuar për sulme terroriste, u largua."),
]
OF_OTHERS = [
    ("en", "DELTA called the police about a terrorist threat."),
    ("en", "DELTA has a terrorist threat."),
    ("en", "Former members of DELTA are a terrorist threat."),
    ("en", "Critics of DELTA are a terrorist threat."),
    ("en", "The leaders, and the hall of DELTA, are a terrorist threat."),
    ("en", "The leaders and DELTA are a terrorist threat."),
    ("en", "DELTA, it was said, accused the police of terrorist attacks."),
    ("sq", "DELTA u largua dhe akuzoi policinë për sulme terroriste."),
    ("en", "DELTA condemned terrorist attacks."),
    ("en", "DELTA condemned two terrorist attacks."),
    ("sq", "DELTA dënoi dy sulme terroriste."),
    ("en", "The terrorist attack was condemned by DELTA."),
    ("en", "DELTA accused the police of terrorist attacks."),
    ("en", "DELTA has accused the police of terrorist attacks."),
    ("en", "The police were accused by DELTA of terrorist attacks."),
    ("en", "DELTA condemned those accused of terrorist attacks."),
    ("en", "DELTA suspected the police of terrorist attacks."),
    ("sq", "DELTA akuzoi policinë për sulme terroriste."),
    ("sq", "DELTA ka akuzuar policinë për sulme terroriste."),
    ("sq", "DELTA takoi njerëzit e akuzuar për sulme terroriste."),
    ("sq", "Policia u akuzua nga DELTA për sulme terroriste."),
    ("sq", "Sulmi terrorist u dënua nga DELTA."),
    ("sq", "Ish anëtarët e DELTA-s janë kërcënim terrorist."),
]


@pytest.mark.parametrize(("language", "sentence"), OWN)
def test_a_thing_that_is_the_actors_own_brings_it_the_label(
    language: str, sentence: str
) -> None:
    label = label_of(language, sentence)
    assert (label.kind, label.actor) == ("hit", "delta")


@pytest.mark.parametrize(("language", "sentence"), OF_OTHERS)
def test_a_thing_of_others_brings_the_actor_no_label(
    language: str, sentence: str
) -> None:
    label = label_of(language, sentence)
    assert (label.kind, label.mention_start) == ("candidate", None)


# language, sentence, whether its subject is the one named
SUBJECTS = [
    ("sq", "Lajmi që sot DELTA është sekt u përhap.", True),
    ("sq", "Ministri beson që DELTA është sekt.", True),
    ("sq", "Ministri beson që pa dyshim DELTA është sekt.", True),
    ("sq", "Është e vërtetë që grupi DELTA është sekt.", True),
    ("sq", "Ministri, i cili tha se DELTA është sekt, u largua.", True),
    ("sq", "Ata që thonë se DELTA është sekt gabojnë.", True),
    ("sq", "Ata që thonë që grupi DELTA është sekt gabojnë.", True),
    ("sq", "Raporti që thotë se DELTA është grup terrorist u botua dje.", True),
    ("sq", "Ajo që dihet është se DELTA është sekt.", True),
    ("sq", "Grupi që njihet si DELTA është sekt.", True),
    ("sq", "Grupi që quhet DELTA është sekt.", True),
    ("sq", "Grupi që drejton DELTA është sekt.", False),
    ("sq", "Grupi që vepron si DELTA është sekt.", False),
    ("en", "It is true that DELTA is a sect.", True),
    ("sq", "Në sallën që u mbyll dje në Limanas DELTA është sekt.", True),
    ("sq", "Arsyet që jep DELTA janë një sekt.", False),
    ("sq", "Arsyet që i ka dhënë DELTA janë një sekt.", False),
    ("sq", "Arsyet që po jep DELTA janë një sekt.", False),
    ("en", "The group that DELTA leads is a sect.", False),
    ("en", "The hall that the minister says DELTA leads is a sect.", True),
]


@pytest.mark.parametrize(("language", "sentence", "is_subject"), SUBJECTS)
def test_a_relative_clause_keeps_the_subject_of_the_copula_away(
    language: str, sentence: str, *, is_subject: bool
) -> None:
    assert (label_of(language, sentence).kind == "hit") == is_subject
