"""The small words of Albanian and English by which clauses and speakers are told.

All are folded. `sq` serves Albanian texts, `en` every other one.
"""

from tracker.core.folding import fold_word


def _listed(words: str) -> frozenset[str]:
    return frozenset(fold_word(words).split())


# ---------------------------------------------------------------- clauses

# They begin a clause of their own.
SUBORDINATORS = {
    "sq": _listed("""
        se që por ndërsa kurse sepse megjithëse nëse kur ndonëse edhepse derisa meqë
        cili cila cilët cilat
    """),
    "en": _listed("""
        that which who whom whose because but while whereas although though if when
        after before since unless until
    """),
}
RELATIVES = _listed("which who whose that që cili cila cilët cilat")
COORDINATORS = _listed("and but or dhe por ose")
CONTRAST = _listed("ndërsa kurse while whereas")
NEGATIONS = {
    "sq": _listed("nuk jo as mos askush asnjë askënd asgjë kurrë asnjëherë"),
    "en": _listed("not never nor neither nobody none cannot"),
}
# "jo vetëm", "nuk është thjesht", "is not just": this adds something, denies nothing.
ONLY = _listed("vetëm thjesht only just merely simply")
# "2000 members" is a number; these words before it make it a year.
YEAR_CUES = _listed("""
    në vitin vitit viti vitet që prej nga in since year of until by from during
""")
ARTICLES = _listed("a an the një")
COPULAS = _listed("""
    is are was were be been being remains remained became becomes
    është janë ishte ishin qenë mbetet mbetën bëhet u
""")
PREPOSITIONS = _listed("""
    of in from by to for with at on as about nga në te për me mbi si
""")

# ---------------------------------------------------------------- reports

# English leaves "that" out after these.
BARE = _listed("""
    said says say claimed claims alleged alleges allege insisted insists
    insist
""")
ADVERBIAL = _listed("""
    on in at to by during after before for via through
    yesterday today tomorrow late early earlier
    monday tuesday wednesday thursday friday saturday sunday
    në te tek për me sot dje pardje nesërmen gjatë pas para përmes nëpërmjet
""")
# With the verb they make one phrase.
CLITICS = _listed("e i ia iu u na ju ka kanë kishte kishin has have had also")
# "më shumë se" compares; it hands over no word.
COMPARED = _listed("shumë pak më tjetër")
RUMOUR = {
    "sq": _listed("thuhej mësohej raportohej besohet"),
    "en": _listed("allegedly purportedly supposedly"),
}
PASSIVE = {
    "sq": _listed("është janë ishte ishin u"),
    "en": _listed("is are was were be been being"),
}
ACCUSED = _listed("akuzohet akuzohen akuzohej akuzoheshin")
# Beginnings of what is laid down and says nothing: "sipas ligjit", "according to plan".
NOBODY = tuple(_listed("ligj nen plan law article rregullor kushtetut rast"))
# By these somebody has a name or a standing ...
REGARDED = {
    "sq": _listed("""
        konsiderohet konsiderohen konsiderohej konsideroheshin konsideruar
        cilësohet cilësohen cilësohej cilësoheshin cilësuar
        shpallet shpallen shpallur quhet quhen quajtur etiketohet etiketohen etiketuar
        klasifikohet klasifikohen klasifikuar përshkruhet përshkruhen përshkruar
    """),
    "en": _listed("""
        regarded designated listed described classified considered viewed seen deemed
        branded labelled labeled called dubbed termed characterised characterized
    """),
}
# ... in English with "as", except after these ...
WITHOUT_AS = _listed("considered deemed branded labelled labeled called dubbed termed")
# ... and by these somebody gives them.
NAMING = {
    "sq": _listed("""
        quajti quajtën quan quajnë quante quanin cilësoi cilësuan cilëson cilësojnë
        konsideroi konsideruan konsideron konsiderojnë shpalli shpallën
        etiketoi etiketuan etiketon përshkroi përshkruan
    """),
    "en": _listed("""
        called calls considers regards designates lists describes brands labels deems
        terms dubs
    """),
}
NOT_NAMING = _listed("on for off in upon to")
# Inside a name: "Drejtoria e Portit", "Ministry of Transport".
LINKING = _listed("i e të së of the for and dhe për")
# They stand before a colon without anybody speaking.
TAGS = _listed("""
    video foto fotot live breaking ekskluzive ekskluzivisht exclusive zyrtare update
    opinion analizë analysis intervistë interview dokument fundit watch photos shënim
    kronikë dosja ora koha
""")

# ---------------------------------------------------------------- speakers

# A place or a topic, not the one who speaks: "në kampin DELTA ministria tha".
PLACING = _listed("""
    in at near about on during inside outside në te tek pranë rreth mbi gjatë
""")

# ---------------------------------------------------------------- events

# Beginnings of words for people, to whom an everyday verb does something.
PERSONS = tuple(
    _listed("""
        person shtetas njerëz veta anëtar banor huaj irania rinj gra grua burr djem
        vajz gazetar protestues pjesëmarrës zyrtar efektiv
    """)
)
# Figures stand for people as well: "ndalohen dy".
COUNTS = _listed("""
    një dy tre tri katër pesë gjashtë shtatë tetë nëntë dhjetë njëmbëdhjetë
    dymbëdhjetë trembëdhjetë katërmbëdhjetë pesëmbëdhjetë gjashtëmbëdhjetë
    shtatëmbëdhjetë tetëmbëdhjetë nëntëmbëdhjetë njëzet dhjetëra qindra disa
""")
MONTHS = {
    month + ending: number
    for names in (
        "janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor",
        """january february march april may june july august september october
        november december""",
    )
    for number, month in enumerate(names.split(), start=1)
    for ending in ("", "it", "ut", "in", "un", "i", "u")
}
