"""The Albanian verbs of news that are not in -oj, by their principal parts.

After Newmark, Hubbard and Prifti, Standard Albanian (1982), chapters 3 and 4; which
verbs stand here, the news decides. The list is closed, because no ending tells a verb
(kap) from a noun (kamp). Left out are a few that are first of all nouns or particles:
shtyp (the press), vesh (ear), fik (fig), mat, mund (can), has.
"""

# ruff: noqa: SIM905 - word lists read as prose

# The stem never changes: kap, kapi, kapur.
REGULAR = frozenset(
    """armatos bastis bind braktis burgos ec fal fundos fut godit grabit gris hap
    helmos hesht ik kap korr lidh lind mbush mbyll mbyt mbështet ndal ndesh ndez
    ndodh ngjall ngjit ngul ngulit nis nxit plagos plas prek prish përdor përgatit
    përhap përlesh përmbys përmend përplas qesh rrit shfaq shkel shkul shpall shpik
    shpreh shtang tall ther tremb ul var vendos zbut zgjat zgjidh zhduk
    zhvendos""".split()
)

# What of the others does, as `conjugation.of_consonant` reads it.
CONSONANT = {
    "bërtas": "bërtet bërtis - bërtit bërtitur",
    "dal": "del dil - dol dalë",
    "djeg": "djeg digj digj dogj djegur",
    "flas": "flet flis flit fol folur",
    "fsheh": "fsheh fshih fshih fsheh fshehur",
    "godas": "godet godis godit godit goditur",
    "hedh": "hedh hidh hidh hodh hedhur",
    "heq": "heq hiq hiq hoq hequr",
    "kërcas": "kërcet kërcis kërcit kërcit kërcitur",
    "marr": "merr merr merr mor marrë",
    "mbledh": "mbledh mblidh mblidh mblodh mbledhur",
    "mbys": "mbyt mbys mbyt mbyt mbytur",
    "mbështjell": "mbështjell mbështill mbështill mbështoll mbështjellë",
    "ndjek": "ndjek ndiq ndiq ndoq ndjekur",
    "njoh": "njeh njih njih njoh njohur",
    "nxjerr": "nxjerr nxirr nxirr nxor nxjerrë",
    "pjek": "pjek piq piq poq pjekur",
    "pyes": "pyet pyes pyet pyet pyetur",
    "përkas": "përket përkis përkit përkit përkitur",
    "përmbledh": "përmbledh përmblidh përmblidh përmblodh përmbledhur",
    "përndjek": "përndjek përndiq përndiq përndoq përndjekur",
    "përzgjedh": "përzgjedh përzgjidh përzgjidh përzgjodh përzgjedhur",
    "rrah": "rrah rrih rrih rrah rrahur",
    "shes": "shet shis shit shit shitur",
    "sjell": "sjell sill sill soll sjellë",
    "thërras": "thërret thërris thirr thirr thirrur",
    "thërres": "thërret thërris thirr thirr thirrur",
    "tërheq": "tërheq tërhiq tërhiq tërhoq tërhequr",
    "vjedh": "vjedh vidh vidh vodh vjedhur",
    "zgjedh": "zgjedh zgjidh zgjidh zgjodh zgjedhur",
}

# Verbs in a vowel and -j that go by the class of their ending.
IN_CLASSES = frozenset(
    """fshij fyej gatuaj gënjej kryej kthej laj lyej mbërthej ndaj nënshkruaj paguaj
    përfshij përkthej përshkruaj pëlqej qaj rrëfej rrëmbej shkruaj shkëmbej shpërblej
    shpërndaj shpërthej shtrij shuaj thyej ushqej""".split()
)

# Such verbs that keep the -j and add a -t: mbajti, luajtur.
WITH_T = frozenset(("luaj", "mbaj", "mbroj", "quaj", "ruaj", "vuaj"))

# Verbs without an active voice: the stem of the present, of the aorist, the participle.
DEPONENT = {
    "dukem": "duk duk dukur",
    "gjendem": "gjend gjend gjendur",
    "ndodhem": "ndodh ndodh ndodhur",
    "përgjigjem": "përgjigj përgjigj përgjigjur",
    "përleshem": "përlesh përlesh përleshur",
    "përpiqem": "përpiq përpoq përpjekur",
    "përplasem": "përplas përplas përplasur",
}

# All others, as `conjugation.read_parts` reads them: present | stem of the imperfect |
# aorist | aorist after "u" | participles | stem of the non-active. Left out are forms
# that are far more often another word: of kam, kisha and kishe (church), and kesh, the
# power company; of jam, qe (that); of dua, do (will) and duhet (must, a verb of its
# own); of di, dija (knowledge) and dita, ditën (the day); of lë, le (let us) and la
# (the Romance article); of shoh, pa (without) and parë (first); of others the second
# persons dhe (and), re (new), the, bletë (bee), gjeni (genius), hani (the inn).
IRREGULAR = {
    "arrij": """arrij arrin arrijmë arrini arrijnë arrijë|arri|arrita arrite arriti
        arritëm arritët arritën|arrit arritën|arritur|arrih""",
    "bie": "bie biem bini bien bjerë|bi|rashë ra ramë ratë ranë||rënë|",
    "blej": """blej blen blejmë blini blejnë blejë|bli|bleva bleve bleu blemë blenë
        |ble blenë|blerë|blih""",
    "bëj": """bëj bën bëjmë bëni bëjnë bëjë|bë|bëra bëre bëri bëmë bënë|bë bënë|bërë
        |bëh""",
    "di": "di dimë dini dinë|di|diti||ditur|dih",
    "dua": """dua duam doni duan dojë|do|desha deshe deshi deshëm deshët deshën||dashur
        |""",
    "ha": """ha hamë hanë hajë|ha|hëngra hëngre hëngri hëngrëm hëngrët hëngrën
        |hëngër hëngrën|ngrënë|hah""",
    "hyj": "hyj hyn hyjmë hyni hyjnë hyjë|hy|hyra hyre hyri hymë hytë hynë||hyrë|",
    "jam": """jam je është jemi jeni janë jesh isha ishe ishte ishim ishit ishin qenka
        qenkan||qeshë qemë qenë||qenë|""",
    "jap": """jap jep japim jepni japin japë|jep|dhashë dha dhamë dhatë dhanë|dha dhanë
        |dhënë|jep""",
    "kam": """kam ke ka kemi keni kanë kem kishte kishim kishit kishin||pata pati patëm
        patët patën|pat patën|pasur|""",
    "lë": """lëmë lini lënë lërë|li|lashë lamë latë lanë|la lanë|lënë|lih""",
    "mbetem": "||mbeta mbete mbeti mbetëm mbetët mbetën||mbetur|mbet",
    "mbërrij": """mbërrij mbërrin mbërrijmë mbërrini mbërrijnë mbërrijë|mbërri|mbërrita
        mbërrite mbërriti mbërritëm mbërritët mbërritën||mbërritur|""",
    "gjej": """gjej gjen gjejmë gjejnë gjejë|gje|gjet gjeta gjete gjeti gjetëm gjetët
        gjetën|gjet gjetën|gjetur|gjend""",
    "ndërhyj": """ndërhyj ndërhyn ndërhyjmë ndërhyni ndërhyjnë ndërhyjë|ndërhy|ndërhyra
        ndërhyre ndërhyri ndërhymë ndërhytë ndërhynë||ndërhyrë|""",
    "ngre": """ngre ngreh ngremë ngrini ngrenë ngrehin ngrejnë ngrejë|ngri|ngrita ngrite
        ngriti ngritëm ngritët ngritën|ngrit ngritën|ngritur|ngrih""",
    "pi": "pi pimë pini pinë pijnë|pi|piva pive piu pimë pinë|pi pinë|pirë|pih",
    "pres": """pres pret presim prisni presin presë|pris|prita prite priti pritëm pritët
        pritën preva preve preu premë prenë|prit pritën pre prenë|pritur prerë|prit""",
    "rri": """rri rrin rrimë rrini rrinë rrijnë rrijë|rri|ndenja ndenje ndenji ndenjëm
        ndenjët ndenjën||ndenjur|""",
    "shoh": """shoh sheh shohim shihni shohin shohë|shih|pashë pamë panë|pa panë|
        |shih""",
    "shpie": """shpie shpien shpini shpjerë|shpi|shpura shpure shpuri shpunë|shpu shpunë
        |shpënë shpurë|shpih""",
    "shtyj": """shtyj shtyn shtyjmë shtyni shtyjnë shtyjë|shty|shtyva shtyve shtyu
        shtymë shtytë shtynë|shty shtynë|shtyrë|shtyh""",
    "them": """them thua thotë themi thoni thonë thosha thoshte thoshim thoshin||thashë
        tha thamë thanë|tha thanë|thënë|thuh""",
    "vdes": """vdes vdesim vdisni vdesin vdesë|vdis|vdiqa vdiqe vdiq vdiqëm vdiqët
        vdiqën||vdekur|""",
    "vij": """vij vjen vijmë vini vijnë vinë|vi|erdha erdhe erdhi erdhëm erdhët erdhën
        ||ardhur|""",
    "vras": """vras vret vrasim vrisni vrasin vrasë|vris|vrava vrave vrau vramë vratë
        vranë|vra vranë|vrarë|vrit""",
    "vë": "vëmë vini vënë|vi|vura vure vuri vumë vutë vunë|vu vunë|vënë|vih",
    "zë": """zë zëmë zini zënë zërë|zi|zu zura zure zuri zumë zutë zunë|zu zunë|zënë
        |zih""",
}

# Forms of these verbs that tell them only beside another word, and those of zë, voice;
# read like those listed in `verbs`.
BESIDE = {
    "di": "të dijë",
    "jam": "të jetë",
    "kam": "të ketë",
    "lë": "e/i/ia/nuk/do lë, do ta/të lë, e/i/ia/na/nuk/që la",
    "pi": "të pijë",
    "shoh": """kam/ke/ka/kemi/keni/kanë/kishte/kishin/është/janë/ishte/ishin/duke/pa
        parë, për të parë""",
    "ul": "po/nuk/do ulet, do të ulet",
    "vij": "të vijë",
    "vë": "po/nuk/do/të vë, të vërë",
    "zë": "zëri, zërin, zërit, zëra, zërat, zërave",
}

# Forms that the rules would make and that stay out, because Albanian news prints these
# far more often as another word. Folded, so that they are compared as texts are.
OTHER_WORDS = {
    "fala": "greetings (I forgave)",
    "fale": "thanks to (you forgave)",
    "fole": "nest (you spoke)",
    "kreu": "the head (he carried out)",
    "kryet": "the heads (you carried out)",
    "lajme": "news (we wash)",
    "linda": "Linda (I was born)",
    "luani": "the lion (you play)",
    "more": "hey (you took)",
    "ndaj": "towards (I share)",
    "ndalim": "ban, detention (we stop)",
    "perdorim": "use (we use)",
    "ulet": "low (he sits down, it falls)",
    "varka": "the boat (it hangs, to our surprise)",
}

# Verbs that are nouns as well (step) and have the forms of both.
NOUNS_TOO = frozenset(("hap",))

# Verbs that are these only with their ë; without it they are nouns: ve, egg or widow.
ONLY_WITH_E = frozenset(("vë",))
