"""The verbs by which a text hands the word to somebody, in Albanian and English."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tracker.core.folding import fold_word

SpeechClass = Literal[
    "say",
    "affirm",
    "confirm",
    "claim",
    "accuse",
    "deny",
    "admit",
    "warn",
    "ask",
    "anonymous",
]
# How a statement is handed over: by a verb of a class, "according to", a colon after
# the speaker, or by nothing beside it.
StatementClass = SpeechClass | Literal["according", "colon", "none"]
SpeechLanguage = Literal["sq", "en", "de", "fr", "it"]
Stance = Literal[
    "neutral", "affirm", "distance", "accuse", "deny", "admit", "call", "nobody"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechVerb:
    """One surface form of a speech verb.

    `form` is its folded words, to be matched one after the other. An `ambiguous` form
    (pranoi: admitted, took in) needs a clause or a quotation beside it. A `participle`
    needs an auxiliary before it in Albanian (AUXILIARIES). `stance` says what the verb
    does to the statement; "nobody": the speaker stays unnamed.
    """

    verb_class: SpeechClass
    stance: Stance
    language: SpeechLanguage
    form: tuple[str, ...]
    ambiguous: bool
    participle: bool


AUXILIARIES = frozenset(
    ("ka", "kane", "kishte", "kishin", "eshte", "jane", "ishte", "ishin")
)

# What has to follow an ambiguous form within four words, besides a colon or a quote.
CLAUSE_OPENERS = {
    "sq": frozenset(("se", "qe", "nese")),
    "en": frozenset(("that", "whether", "if", "to")),
    "de": frozenset(("dass",)),
    "fr": frozenset(("que", "qu")),
    "it": frozenset(("che",)),
}

# Doubt about a word, not a statement: such a word is a scare quotation without marks.
DOUBT_MARKERS: tuple[tuple[str, ...], ...] = (
    ("gjoja",),
    ("kinse",),
    ("i", "ashtuquajtur"),
    ("e", "ashtuquajtur"),
    ("te", "ashtuquajtur"),
    ("so", "called"),
    ("self", "styled"),
)

# class, stance, (Albanian finite forms, Albanian participles, English);
# a dagger marks an ambiguous form.
_TABLE: tuple[tuple[SpeechClass, Stance, tuple[str, str, str]], ...] = (
    (
        "say",
        "neutral",
        (
            """tha, thanë, thotë, thonë, thoshte, thoshin, deklaroi, deklaruan,
            deklaron, deklarojnë, njoftoi, njoftuan, njofton, njoftojnë, u shpreh,
            u shprehën, shprehet, shprehen, tregoi†, treguan†, tregon†, shtoi†,
            shtuan†, shton†, vijoi†, vazhdoi†, bëri me dije, bënë me dije, bën me
            dije, bëjnë me dije, raportoi, raportuan, raporton, raportojnë,
            komentoi, komentuan, shpjegoi, shpjegon, shkroi†, shkruan†, shkruajnë†,
            shkruhet†, u shkrua†, u përgjigj, u përgjigjën,
            kujtoi†, informoi, informuan, informon, informojnë,
            sqaroi, sqaruan, sqaron, sqarojnë, bëri të ditur, bënë të ditur, bën të
            ditur, bëjnë të ditur, dëshmoi, dëshmuan, u ankua, u ankuan, reagoi†,
            reagon†, reaguan†, premtoi†, premtuan†, zbuloi†, zbuluan†, postoi†,
            kujton†, vijon†, vazhdon†, u njoftua, u deklarua, u raportua, u bë me
            dije, bëhet me dije, njoftohet, u sqarua""",
            """thënë, deklaruar, njoftuar, shprehur, treguar†, shtuar†, raportuar,
            komentuar, shpjeguar, informuar, bërë me dije, sqaruar, bërë të ditur,
            dëshmuar, shkruar†, kujtuar†, përgjigjur†""",
            """said, says, told, tells, stated, states, announced, announces, added†,
            adds†, wrote†, writes†, written†, explained, explains, replied, responded,
            declared, declares, commented, informed, reported†, reports†, noted†,
            notes†, revealed†, disclosed†, testified, complained†, posted†, tweeted†,
            promised†, saying, adding†, telling†, announcing†, explaining†, stating†""",
        ),
    ),
    (
        "affirm",
        "affirm",
        (
            """pohoi, pohuan, pohon, pohojnë, theksoi, theksuan, thekson, theksojnë,
            nënvizoi, nënvizon, siguroi†, garantoi†, vuri në dukje, vunë në dukje,
            vë në dukje, vuri theksin, vlerësoi†, vlerësuan†, argumentoi,
            argumentuan, argumenton, u theksua, theksohet""",
            "pohuar, theksuar, nënvizuar, argumentuar, vlerësuar†",
            """stressed, stresses, emphasised, emphasized, insisted, insists,
            asserted, asserts, underlined, maintained†, maintains†, argued†, argues†,
            pointed out, points out, stressing, insisting, arguing†""",
        ),
    ),
    (
        "confirm",
        "affirm",
        (
            """konfirmoi, konfirmuan, konfirmon, konfirmojnë, konfirmohet, u
            konfirmua, vërtetoi, vërtetuan, vërteton""",
            "konfirmuar, vërtetuar",
            "confirmed, confirms, verified, verifies, confirming†",
        ),
    ),
    (
        "claim",
        "distance",
        (
            """pretendoi, pretenduan, pretendon, pretendojnë, pretendonte,
            pretendonin, hamendësoi, supozoi, supozojnë""",
            "pretenduar",
            """claimed, claims†, alleged, alleges, contended, purported, claiming†,
            alleging†""",
        ),
    ),
    (
        "accuse",
        "accuse",
        (
            """akuzoi, akuzuan, akuzon, akuzojnë, denoncoi, denoncuan, denoncon,
            denoncojnë, fajësoi, fajësuan, fajëson, fajësojnë, kritikoi, kritikuan,
            kritikon""",
            "akuzuar, denoncuar, fajësuar, kritikuar",
            """accused, accuses, blamed, blames, denounced, denounces, condemned†,
            condemns†, criticised, criticized, criticises, criticizes, accusing,
            blaming""",
        ),
    ),
    (
        # English "refuted" implies success; it stands here because it denies as well.
        "deny",
        "deny",
        (
            """mohoi, mohuan, mohon, mohojnë, hodhi poshtë, hodhën poshtë, hedh
            poshtë, hedhin poshtë, përgënjeshtroi, përgënjeshtruan, përgënjeshtron,
            kundërshtoi†, kundërshtuan†, refuzoi†, refuzuan†""",
            "mohuar, hedhur poshtë, përgënjeshtruar",
            """denied, denies, rejected†, rejects†, disputed†, disputes†, dismissed†,
            refuted, refutes, denying†""",
        ),
    ),
    (
        "admit",
        "admit",
        (
            "pranoi†, pranuan†, pranon†, pranojnë†, rrëfeu, rrëfyen",
            "pranuar†",
            """admitted†, admits, acknowledged, acknowledges, conceded, concedes,
            confessed""",
        ),
    ),
    (
        "warn",
        "call",
        (
            """paralajmëroi, paralajmëruan, paralajmëron, paralajmërojnë, kërcënoi†,
            kërcënuan†""",
            "paralajmëruar",
            "warned, warns, cautioned, cautions, threatened†, warning†",
        ),
    ),
    (
        "ask",
        "call",
        (
            """kërkoi†, kërkuan†, kërkon†, kërkojnë†, bëri thirrje, bënë thirrje, bën
            thirrje, bëjnë thirrje, ftoi†, ftuan†, nxiti†, pyeti, pyetën""",
            "kërkuar†, bërë thirrje",
            """asked†, asks†, urged, urges, called on, calls on, called for, calls
            for, demanded, demands†, appealed†, appeals†""",
        ),
    ),
    (
        "anonymous",
        "nobody",
        (
            """mësohet, raportohet, thuhet, dyshohet, pretendohet, bëhet e ditur,
            burime pranë, burimet pranë, burime të besueshme, sipas burimeve, thuhej,
            mësohej, raportohej, flitet†, besohet, u mësua, u bë e ditur""",
            "",
            """reportedly, it is reported, sources said, it is understood, is said to,
            are said to, was said to, were said to, allegedly, purportedly,
            supposedly""",
        ),
    ),
)


# The commonest verbs of three more languages, whose texts are read by the rules of
# English.
_MORE: tuple[tuple[SpeechClass, Stance, tuple[str, str, str]], ...] = (
    (
        "say",
        "neutral",
        (
            "sagte, sagten, sagt, erklärte, erklärten, teilte†, teilten†, berichtete",
            """a dit, ont dit, a déclaré, ont déclaré, a annoncé, ont annoncé, a
            indiqué, ont indiqué, a expliqué, ont expliqué, déclare, indique""",
            """ha detto, hanno detto, ha dichiarato, hanno dichiarato, ha spiegato, ha
            annunciato, ha riferito, dice, spiega""",
        ),
    ),
    (
        "affirm",
        "affirm",
        (
            "betonte, betonten",
            "a affirmé, ont affirmé, a souligné",
            "ha affermato, hanno affermato, ha sottolineato",
        ),
    ),
    (
        "confirm",
        "affirm",
        ("bestätigte, bestätigten", "a confirmé, ont confirmé", "ha confermato"),
    ),
    (
        "claim",
        "distance",
        ("behauptete, behaupteten", "a prétendu, ont prétendu", "ha sostenuto"),
    ),
    (
        "deny",
        "deny",
        (
            "bestritt, bestritten, dementierte",
            "a démenti, ont démenti, a nié",
            "ha smentito, ha negato",
        ),
    ),
    ("warn", "call", ("warnte, warnten", "a averti, a prévenu", "ha avvertito")),
)


def _read_more() -> Iterator[SpeechVerb]:
    languages: tuple[SpeechLanguage, ...] = ("de", "fr", "it")
    for verb_class, stance, cells in _MORE:
        for language, cell in zip(languages, cells, strict=True):
            for form in cell.split(","):
                yield SpeechVerb(
                    verb_class=verb_class,
                    stance=stance,
                    language=language,
                    form=tuple(fold_word(form.strip().rstrip("†")).split()),
                    ambiguous=form.endswith("†"),
                    participle=False,
                )


def _read_table() -> tuple[SpeechVerb, ...]:
    columns: tuple[tuple[Literal["sq", "en"], bool], ...] = (
        ("sq", False),
        ("sq", True),
        ("en", False),
    )
    return tuple(
        SpeechVerb(
            verb_class=verb_class,
            stance=stance,
            language=language,
            form=tuple(fold_word(form.strip().rstrip("†")).split()),
            ambiguous=form.endswith("†"),
            participle=participle,
        )
        for verb_class, stance, cells in _TABLE
        for (language, participle), cell in zip(columns, cells, strict=True)
        for form in cell.split(",")
        if form.strip()
    )


SPEECH: tuple[SpeechVerb, ...] = (*_read_table(), *_read_more())
