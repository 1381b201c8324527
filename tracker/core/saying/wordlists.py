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
NEW_CLAUSE = (
    RELATIVES | COORDINATORS | CONTRAST | _listed("duke se sepse kur if when as")
)
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
# Between a date and what it belongs to: "në datën 5 mars", "ligji nr. 9 i vitit 2014".
YEAR_LINKS = _listed("""
    vitit viti vitin vit të e i së në më me datë datës datën muajit muajin nr
    in on of the year dated no
""")
ARTICLES = _listed("a an the një")
COPULAS = _listed("""
    is are was were be been being remains remained became becomes
    është janë ishte ishin qenë mbetet mbetën bëhet u
""")
PREPOSITIONS = _listed("""
    of in from by to for with at on as about nga në te për me mbi si
""")

# ---------------------------------------------------------------- days

# What began then lasts today: "since 2013", "nga 2016 e deri më sot".
SINCE = _listed("since prej qysh")
TO_TODAY = tuple(
    fold_word(form)
    for form in (
        *("deri sot", "deri më sot", "e deri sot", "e deri më sot", "deri tani"),
        *("e deri tani", "e këtej", "e tutje", "e në vazhdim"),
        *("to today", "to date", "to the present", "to this day", "to now"),
        *("until today", "until now", "till now", "till today", "onwards", "onward"),
    )
)
# The day of the article, or the day before.
NOW = _listed("sot sotme dje mbrëmë tani tashmë today yesterday tonight now")
# The time of the sentence before.
THEN = tuple(
    tuple(fold_word(form).split())
    for form in (
        *("atë vit", "po atë vit", "asokohe", "në atë kohë", "atë ditë"),
        *("that year", "at the time", "at that time", "that day"),
    )
)
# Beginnings of the names of texts that have a date of their own.
DOCUMENTS = tuple(
    _listed("""
        ligj kushtetut rregullor marrëvesh strategj raporti traktat konvent protokoll
        statut rezolut vendimi kodi agreement constitution treaty convention decree
        statute resolution regulation
    """)
)
LAWS = _listed("law laws act acts code")
ANNIVERSARIES = ("pervjetor", "anniversary")
NUMERALS = {
    fold_word(word): number
    for words in (
        "një dy tre katër pesë gjashtë shtatë tetë nëntë dhjetë",
        "a two three four five six seven eight nine ten",
        "one dy tri four five six seven eight nine ten",
    )
    for number, word in enumerate(words.split(), start=1)
}

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
# Those who are told: never the ones who say it.
HEARERS = _listed("""
    reporters journalists media press gazetarëve mediave medias shtypit agjencive
""")
# Somebody behind the verb, but nobody who was named before: "thonë disa se".
SOMEBODY = _listed("disa shumë shumëkush dikush njerëz njerëzit")
# What media do by these is a report, also without "that": "media reported he left".
PUBLISHING = _listed("""
    wrote write written reported report claimed claim
    shkroi shkruan shkruajnë shkruar
    raportoi raportuan raporton raportojnë raportuar
""")
# They may stand between a preposition and media: "in some local media".
SOME = _listed("""
    some several other many most few various certain local foreign
    disa shumë
""")
# Behind "media" or "press" they belong to a body: "the press office of DELTA".
OF_A_BODY = _listed("""
    office officer release conference secretary statement service team adviser advisor
""")
TELLING_TO = _listed("told tells informed")
# "që në mbrëmje", "që nga marsi": since, not that.
SINCE_WORDS = _listed("nga prej kur")
TIMES = _listed("""
    mbrëmje mbrëmjen mëngjes mëngjesin mesditë mesnatë fillim fillimin vitin ditën
    orën orët kohën muajin javën datën
""")
# With the verb they make one phrase.
CLITICS = _listed("e i ia iu u na ju ka kanë kishte kishin has have had also")
# They may stand before a verb whose subject was named before: "më tej tha se".
ADVERBS = _listed("""
    më tej tutje pas gjithashtu ashtu po edhe sot dje ndërkohë madje pastaj këtë pra
    njëkohësisht dhe por gjatë fjalës të hënën martën mërkurën enjten premten shtunën
    dielën duke kështu siç sikurse siq sikundër
""")
# Before a verb of saying these make it no report of something said.
UNREAL = {
    "sq": _listed("të"),
    "en": _listed("""
        to will would could can may might should must shall cannot
        ll d
    """),
}
# A participle without a subject of its own.
GERUNDS = _listed("duke")
AS_IT_SAID = _listed("siç sikurse siq sikundër")
# An object that is named before its verb: "Këtë e tha ministri".
FRONTED = _listed("këtë këto kësaj atë ato")
# It tells what somebody else wrote: "thuhet në njoftimin e policisë".
WRITTEN_IN = _listed("nga në përmes nëpërmjet by")
# Reflexive, not passive: "është shprehur".
REFLEXIVE = _listed(
    "shprehur përgjigjur shpreh shprehen përgjigj përgjigjen ankua ankuan"
)
PRESENT = _listed("bën thotë thonë hedh")
PASSIVE_ALONE = _listed("njoftohet theksohet konfirmohet bëhet shkruhet")
WEEKDAYS = _listed("""
    monday tuesday wednesday thursday friday saturday sunday yesterday today late
    earlier on
""")
# "Kështu tha ministri" hands over the sentence before and what follows.
THUS = _listed("kështu")
# "më shumë se" compares; it hands over no word.
COMPARED = _listed("shumë pak më tjetër para përpara sikur aq sa kaq")
# With these a verb begins: what stands before is all of the speaker.
VERB_AHEAD = {
    "sq": _listed("""
        u është janë ishte ishin ka kanë kishte kishin nuk do po mund duhet s ndodhet
        pati mbetet
    """),
    "en": _listed("is are was were has have had will would"),
}
PASSIVE = {
    "sq": _listed("është janë ishte ishin u"),
    "en": _listed("is are was were be been being"),
}
CHARGED = _listed("për si se")
ACCUSED = _listed("akuzohet akuzohen akuzohej akuzoheshin akuzua")
# What somebody gives to explain a thing, and how he gives it: "the reasons that DELTA
# gives are", "arsyet që jep DELTA janë" ...
EXPLANATIONS = _listed("""
    reason reasons explanation explanations justification justifications pretext
    pretexts arsye arsyeja arsyen arsyes arsyet arsyeve
    shpjegim shpjegimi shpjegimin shpjegimit shpjegime shpjegimet shpjegimeve
    justifikim justifikimi justifikimin justifikimit justifikime justifikimet
    pretekst preteksti pretekstin pretekstit pretekste pretekstet
""")
# ... but behind these nothing is said: "për arsye sigurie", "without any explanation".
GIVING_NONE = _listed("për pa me for without with")
GIVING = _listed("""
    gives give gave given offers offer offered cites cite cited names named states
    presents presented
    jep japin dha dhanë dhënë dhëna jepet jepen paraqet paraqesin paraqiti paraqitën
    përmend përmendin përmendi përmendën parashtron parashtroi
""")
# "The reasons that DELTA gives include …".
INCLUDING = _listed("include includes included përfshijnë përfshin përfshinin")
# Beginnings of what is laid down and says nothing: "sipas ligjit", "according to plan".
NOBODY = tuple(
    _listed("""
        ligj nenit plani rregull kushtetut rastit tradit nevoj programi orari standard
        mosh zakoni marrëveshj kalendar statut form madhësi koha kohës agjend lloji
        afati afatev dëshir mundësi rend shkall interes shij preferenc regulation
        constitution custom tradition schedule statute
    """)
)
RELATIVE_OBJECTS = _listed("whom which cilit cilës cilëve")
NOBODY_WHOLE = _listed("""
    nen plan law laws article plans rules rast age size need rank
""")
# By these somebody has a name or a standing ...
REGARDED = {
    "sq": _listed("""
        konsiderohet konsiderohen konsiderohej konsideroheshin konsideruar
        cilësohet cilësohen cilësohej cilësoheshin cilësuar
        shpallet shpallen shpallur quhet quhen quajtur etiketohet etiketohen etiketuar
        klasifikohet klasifikohen klasifikuar përshkruhet përshkruhen përshkruar
        shpall quajt quajtën cilësua cilësuan konsiderua etiketua klasifikua përshkrua
    """),
    "en": _listed("""
        regarded designated listed described classified considered viewed seen deemed
        branded labelled labeled called dubbed termed characterised characterized
    """),
}
# ... in English with "as", except after these ...
WITHOUT_AS = _listed(
    "considered deemed branded labelled labeled called dubbed termed designated"
)
# ... and by these somebody gives them.
NAMING = {
    "sq": _listed("""
        quajti quajtën quan quajnë quante quanin cilësoi cilësuan cilëson cilësojnë
        konsideroi konsideruan konsideron konsiderojnë shpalli shpallën
        etiketoi etiketuan etiketon përshkroi përshkruan shpall shpallin
        vetëquhet vetëquhen vetëquhej vetëquheshin vetëquajt vetëcilësohet
        vetëcilësohen vetëshpallet vetëshpallen vetëshpall vetëpërshkruhet
    """),
    "en": _listed("""
        called calls considers regards designates lists describes brands labels deems
        terms dubs call consider regard designate describe
    """),
}
NOT_NAMING = _listed("on for off in upon to")
CALLING = _listed("call calls called")
# Forms of many speakers, which may be nouns: somebody is called "a", or "as".
PLURAL_NAMING = _listed("call consider regard designate describe")
GIVEN = _listed("a an as")
ITSELF = _listed("itself themselves himself herself veten vetveten")
# Before the name of the one who gives a description: with a verb of standing, or alone.
AGENTS = _listed("by nga prej")
SOURCE_OF = frozenset(
    tuple(fold_word(form).split())
    for form in (
        *("sipas", "according to"),
        *("words of", "view of", "opinion of", "eyes of"),
    )
)
ALSO = _listed("also even edhe madje")
ACCUSING = ("akuz", "fajes", "accus")
# Before "a …" they describe whoever is named, as a copula does.
DESCRIBING = _listed("""
    like also not only just still now once long ever never always formerly
    become becoming call name style than both either t s
""")
# What is said begins behind them.
OPENERS = _listed("that whether se që")
TRUE = _listed("true correct accurate vërtetë vërteta saktë sakta")
FALSE = _listed("""
    untrue false incorrect inaccurate wrong unfounded baseless pavërtetë pavërteta
    pasaktë pasakta rreme gabuar gabuara pabazë pabaza pabazuar pabazuara
""")
BELIEF = _listed("""
    believe believes believed think thinks thought beson besojnë besoi besuan mendon
    mendojnë mendoi menduan
""")
FORMERLY = _listed("formerly former once erstwhile ex dikur ish dikurshmi dikurshmja")
# They keep back what they might have said: "refused to say that".
KEEPING_BACK = _listed("refused refuses refusing declined declines declining")
# Inside a name: "Drejtoria e Portit", "Ministry of Transport".
LINKING = _listed("i e të së of the for and dhe për")
# They stand before a colon without anybody speaking.
TAGS = _listed("""
    video foto fotot live breaking ekskluzive ekskluzivisht exclusive zyrtare update
    opinion analizë analysis intervistë interview dokument fundit watch photos shënim
    kronikë dosja ora koha vendi data adresa kontakt kontakti tel telefon telefoni
    email burimi lexo lexoni kujdes lajmi programi agjenda rezultati rezultatet moti
    pse çfarë kush ku kur si sa tema titulli nënshkrimi shpjegimi shtojcë
    how why what where when who note contact address date place time source photo
    facts programme agenda result results weather read also subject title caption
    correction corrections clarification updated corrected përditësim përditësuar
    korrigjim korrigjime korrigjuar sqarim
    tiranë tirana durrës durrësi vlorë vlora shkodër shkodra elbasan elbasani fier
    fieri korrë korçë korça berat berati lushnjë kavajë sarandë pogradec gjirokastër
    kukës lezhë dibër prishtinë prishtina pejë prizren shqipëri shqipëria kosovë kosova
""")

# Beginnings of words for what has a title or a name in quotation marks.
WORKS = tuple(
    _listed("""
        film libr roman shfaqj këng emision gazet revist album poem artikull projekt
        shoqat organizat fondacion lëvizj konferenc festival program ekspozit hotel
        restorant shkoll kompleks nismë fushat konkurs çmim titull dokumentar
        book novel song album show newspaper magazine project association foundation
        movement conference exhibition school campaign prize titled entitled called
        named documentary article report
    """)
)

# ---------------------------------------------------------------- denials

# They join clauses as well as words; what "or" joins is denied together.
JOINING = _listed("and but yet dhe por edhe")
AUXILIARY_VERBS = {
    "sq": _listed("""
        u është janë ishte ishin ka kanë kishte kishin do duhet mund nuk s po
    """),
    "en": _listed("""
        is are was were be been being has have had having do does did will would can
        could may might must should shall cannot isn aren wasn weren hasn haven hadn
        don doesn didn won wouldn couldn
    """),
}
# In a query they look for what is denied.
DENYING = NEGATIONS["sq"] | NEGATIONS["en"] | _listed("no nothing without pa s")
# Frequent verbs that their ending does not tell.
OTHER_VERBS = {
    "sq": _listed("""
        gjeti gjetën gjen gjejnë tha thanë thotë thonë hyri hynë doli dolën mori morën
        merr marrin dha dhanë jep japin la lanë vuri vunë bëri bënë bën bëjnë erdhi
        erdhën vjen vijnë ra ranë mbeti mbetën mbetet nisi nisën hapi hapën mbylli
        mbyllën solli sollën zuri zunë mbajti mbajtën bastisi bastisën shtyu shtynë
        pati patën qe qenë gjendet gjenden ndodhet ndodhen shtyhet shtyhen hapet hapen
        mbyllet mbyllen vdiq vdiqën priti pritën pyeti pyetën ndjeu kapi kapën
    """),
    "en": _listed("""
        found said told took gave made held left began went came met saw won lost paid
        sent put wrote led kept shut set cut hid fled broke brought bought sold built
        stood spoke knew thought ran fell hurt says finds takes gives makes holds
    """),
}
VERB_ENDINGS = {
    "sq": ("oi", "uan", "ojne", "ohet", "ohen", "ohej", "oheshin"),
    "en": ("ed",),
}
PARTICIPLES = _listed("""
    bërë thënë marrë lënë dhënë vrarë parë hyrë nxjerrë vënë kapur zënë ngrënë prerë
""")
# Behind "no" and "pa" these leave the rest as it is: "no doubt", "no comment on".
DENYING_NOTHING = _listed("""
    doubt question secret wonder surprise matter less fewer sooner later time than
    comment comments detail details word information reaction reply response
    explanation mention small ordinary mere dyshim tjetër pritur
""")
# What they say of somebody is the opposite.
FAR_FROM = tuple(
    tuple(fold_word(form).split())
    for form in (
        *("anything but", "far from being", "far from a", "far from an"),
        *("gjithçka përveç", "gjithçka përveçse", "gjithçka veç", "gjithçka veçse"),
        *("gjithçka tjetër përveç", "gjithçka tjetër përveçse"),
        *("çdo gjë përveç", "çdo gjë tjetër përveç", "çdo gjë përveçse"),
    )
)
# After these it is just that.
NOTHING_BUT = (
    ("nothing", "but"),
    ("gje", "tjeter", "vecse"),
    ("gje", "tjeter", "pervecse"),
    ("asgje", "tjeter", "vecse"),
    ("asgje", "tjeter", "pervecse"),
)
# What there may be none of: "no evidence that", "nuk ka prova se".
EVIDENCE = _listed("""
    evidence proof sign signs indication indications trace suggestion basis
    provë prova dëshmi fakte shenjë shenja indicie tregues dhëna bazë
""")
SHOWING = _listed("""
    show shows showed suggest suggests suggested indicate indicates indicated prove
    proves proved showing suggesting indicating proving
    tregojë provojë dëshmojë tregojnë provojnë dëshmojnë provon provoi dëshmon
""")
# What may be false: "reports that …", "lajmet se …".
TOLD_THINGS = _listed("""
    report reports claim claims allegation allegations rumour rumours rumor rumors
    news story stories suggestion suggestions statement statements accusation
    accusations lajm lajmi lajmet raportimi raportimet raportime pretendimi
    pretendimet pretendime thashethemet thashetheme akuza akuzat akuzë informacioni
    informacionet deklarata deklaratat deklarimi deklarimet zërat
""")
# Of these also without "that": "reports of weapons found", "lajmi për samitin".
REPORTED = _listed("""
    report reports news story stories rumour rumours rumor rumors
    lajm lajmi lajmet raportimi raportimet raportime thashethemet thashetheme zërat
    pretendimi pretendimet pretendime informacioni informacionet
""")

# ---------------------------------------------------------------- topics

# Behind a colon they begin what a text is about, and nothing that is said.
TOPIC_OPENERS = _listed("what who why how çfarë ç kush pse përse")
# So do these, unless a verb follows them: "photos prove", "pamjet tregojnë".
SHOWN_THINGS = _listed("""
    live video videot videos photo photos foto fotot fotografitë pamje pamjet timeline
    kronologji kronologjia profile profil profili explainer explained analysis analizë
    analiza
""")
PROVING = SHOWING | _listed("""
    reveal reveals revealed confirm confirms confirmed finds found
    tregon zbulon zbulojnë zbuloi zbuluan vërteton vërtetojnë konfirmon konfirmojnë
    dëshmoi tregoi treguan provuan
""")
# So do these, where one of SHOWN follows ("ja çfarë"), or soon one of KNOWN
# ("everything that we know").
HERE_IS = _listed("ja këtu here")
SHOWN = _listed("what who why how çfarë kush pse si is")
ALL_OF_IT = _listed("everything all gjithçka")
KNOWN = _listed("know known dihet dimë dini ditur")
# With a number before them they are a list.
LISTED_THINGS = _listed("""
    questions things facts points reasons answers takeaways photos pictures videos
    ways pyetje pyetjet pyetjeve gjëra gjërat fakte faktet arsye arsyet pika pikat
    përgjigje foto fotot
""")

# ---------------------------------------------------------------- things


def _inflected(stems: str, endings: str) -> frozenset[str]:
    every = ("", *_listed(endings))
    return frozenset(stem + end for stem in _listed(stems) for end in every)


# What somebody does or suffers: "terrorist threats" describes the threats, and no one
# who receives, condemns or reports them.
THINGS = {
    "en": _inflected(
        """
        threat attack assault act action plot plan operation bombing explosion
        blast shooting killing murder incident strike raid offence offense crime danger
        risk alert warning kidnapping hijacking bomb
        """,
        "s",
    )
    | _listed("activity activities violence menace propaganda atrocity atrocities"),
    "sq": _inflected(
        """
        sulm kërcënim akt veprim aktivitet komplot plan operacion shpërthim incident
        krim atentat rrëmbim alarm financim qëllim motiv
        """,
        "i in it e et eve esh",
    )
    | _inflected(
        "bomb vrasj goditj vepr dhun propagand masakr ngjarj veprimtari mësymj",
        "ë a e ën ën en ës es at et ave eve ash esh në së ja",
    )
    | _listed("vepër rrezik rreziku rrezikun rrezikut rreziqe rreziqet rreziqeve"),
}
# What somebody does with such a thing, so that it is his own.
DOING = frozenset(
    tuple(fold_word(form).split())
    for form in (
        *("carried out", "carries out", "committed", "commits", "perpetrated"),
        *("staged", "launched", "launches", "planned", "plotted", "planning"),
        *("plans", "plotting", "plots", "carrying out", "organised", "organized"),
        *("organises", "organizes", "conducted", "conducts", "conducting"),
        *("claimed", "claims", "claimed responsibility for"),
        *("claims responsibility for", "took responsibility for"),
        *("kreu", "kryen", "krye", "kryer", "kryera", "ndërmori", "ndërmarrë"),
        *("mori përsipër", "merr përsipër", "marrë përsipër", "mori përgjegjësinë për"),
        *("planifikoi", "planifikuar", "planifikuara", "organizoi", "organizuar"),
        *("planifikon", "planifikonte", "organizon", "organizonte", "kryente"),
        *("kryejnë", "kryenin", "përgatit", "përgatiti", "përgatiste", "përgatitur"),
        *("zhvillon", "zhvilloi", "zhvillonte", "zhvilluar", "ushtron", "ushtronte"),
    )
)
# Beginnings of verbs that charge somebody as accusing does.
SUSPECTING = ("suspected", "charged", "dyshoh", "dyshua")
# Beginnings of words for those who are a body: "members of DELTA".
PEOPLE = tuple(
    _listed("""
    member leader fighter follower anëtar drejtues lider udhëheqës luftëtar ndjekës
""")
)

# ---------------------------------------------------------------- questions

# By these a question asks for something, and presupposes the rest.
ASK_WHAT = {
    "sq": _listed("""
        pse përse si kush kë kujt kur ku çfarë ç sa qysh
        cili cila cilët cilat cilin cilën cilit cilës cilëve
    """),
    "en": _listed("who whom whose what which when where why how"),
}
# They may stand before the word that asks: "In whose name", "Pra deri kur".
BEFORE_ASKING = _listed("""
    so then now exactly just since until pra atëherë tani e po deri
""")
# These ask for a reason wherever they stand: "A dihet pse u anulua samiti?".
REASON_ASKED = _listed("pse përse why")
# They begin no relative clause.
NEVER_RELATIVE = _listed("pse përse kush kë çfarë ç sa why how what")
# With these a question begins that asks for yes or no.
ASK_WHETHER = {
    "sq": _listed("a mos vallë"),
    "en": _listed("""
        is are was were am has have had do does did will would can could should shall
        may might must isn aren wasn weren hasn haven hadn don doesn didn won wouldn
        couldn shouldn mustn cannot
    """),
}
# Behind these nothing is stated.
CONDITIONS = {"sq": _listed("nëse sikur qoftë"), "en": _listed("whether if")}
# They begin a clause that tells when or why, also before a question.
TIME_CLAUSES = _listed("""
    after before since because although while pas pasi para sepse meqë ndonëse
    megjithëse derisa ndërsa
""")

# ---------------------------------------------------------------- speakers

# A place or a topic, not the one who speaks: "në kampin DELTA ministria tha" ...
PLACING = _listed("""
    in at near about on during inside outside with after before against from over
    në te tek pranë rreth mbi gjatë me pas para kundër ndaj për nga nën under
""")
# ... but where nobody else is named, whoever is from there speaks for it.
AFFILIATED = _listed("from of nga te tek")
FORMER = _listed("ish former ex")
# They speak about whom they are named after, never for him: "critics of DELTA".
OPPOSED = _listed("""
    kundërshtar kundërshtari kundërshtarë kundërshtarët kundërshtarëve kritikë kritikët
    kritikëve viktimë viktima viktimat viktimave rivalë rivalët rivalëve armiq armiqtë
    armiqve opponent opponents critic critics victim victims rival rivals detractors
    adversaries enemies foes survivors
""")
# Between a word for a body and its name: "the opposition group DELTA".
BODY_WORDS = _listed("""
    group club movement network union grup grupi grupit klubi klubit lëvizja lëvizjes
    rrjeti rrjetit
""")
# Beginnings of words for crowds and for bodies of which a place has one: the name
# behind these is another's ("Sipas policisë DELTA u mbyll").
SOLE = tuple(
    _listed("""
        polic qeveri government cabinet prokurori prosecution gjykata gjykatës court
        ministria ministrisë ministrinë ministry parlament parliament kuvend senat
        congress ushtri army military autoritet authorit banor resident protest
        qytetar citizens familjar witness dëshmitar
        media portale gazetat gazetave gazetar outlets newspapers websites journalists
    """)
)
# Beginnings of words for somebody who speaks for others.
RELATIONAL = tuple(
    _listed("""
        zëdhënës spokes përfaqësues representative drejtues drejtori director kryetar
        chair head shef chief kreu kreut lider leader anëtar member avokat lawyer
        attorney president deputet sekretar secretary zyrtar official përgjegjës
        manager menaxher sprecher portavoce
    """)
)
# Beginnings of words for sources, who stay unnamed, and whole ones for what is heard.
SOURCES = tuple(_listed("burim source anonim anonym raportim informacion"))
HEARSAY = _listed(
    "reports information rumours rumors dhënave dhënat zërave thashethemeve"
)
# Over these a head of state presides.
STATES = tuple(_listed("republik vend shtet republic country state nation"))
PRONOUNS = {
    "sq": _listed("ai ajo ata ato tij saj tyre"),
    "en": _listed("he she they it him her them"),
}

# ---------------------------------------------------------------- events

# Beginnings of words for people, to whom an everyday verb does something.
PERSONS = tuple(
    _listed("""
        person shtetas njerëz veta anëtar banor huaj rinj gra grua burr djem
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
