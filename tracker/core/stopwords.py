"""Words that hold sentences together and tell nothing of what an outlet writes.

Short lists of our own, a language each, as they are written; they are compared folded.
Verbs of saying, and all that could describe, stay words.
"""

# ruff: noqa: RUF001 - letters of other scripts are meant

from collections.abc import Mapping

from tracker.core.folding import fold_word

_SOUTH_SLAVIC = """
    i u je se na da su za od sa s o a ne što koji koja koje kojih kojim kojima koju kao
    iz bi bio bila bilo bili do će kako nije nisu ali ili sam smo ste li to taj ta te
    tog tom tim ti toga tome ovaj ova ovo ove ovog ovom ovi on ona ono oni one njega nju
    njih njegov njegova njihov njihova svoj svoja svoje sve svi svih samo još već jer
    kad kada gde gdje ako po pre prije posle nakon pri između prema protiv oko zbog bez
    kroz među nad pod uz koga kome čega ga mu joj im ih nas vas mi vi ja bude biti jedan
    jedna jedno ni niti pa dok čak također takođe tako ovde ovdje tamo sada tada sutra
    danas juče и у је се на да су за од са с о а не што који која које којих којим
    којима коју као из би био била било били до ће како није нису али или сам смо сте ли
    то тај та те тог том тим ти тога томе овај ова ово ове овог овом ови он она оно они
    оне њега њу њих његов његова њихов њихова свој своја своје све сви свих само још већ
    јер кад када где ако по пре после након при између према против око због без кроз
    међу над под уз кога коме чега га му јој им их нас вас ми ви ја буде бити један
    једна једно ни нити па док чак такође тако овде тамо сада тада сутра данас јуче
"""
_LISTS: Mapping[str, str] = {
    "sq": """
        e i u a të së ne në me nga për që si një ky kjo këta këto ai ajo ata ato tij saj
        tyre këtij kësaj këtyre atij asaj atyre këtë atë unë ti ju mua ty na nesh jush
        im ime mi tim time yt jote ynë jonë tonë tona tanë juaj vetë vet vetes tek te pa
        mbi nën ndër midis mes ndërmjet para pas gjatë rreth derisa deri sepse pse por
        edhe dhe apo ose as nuk s mos jo po do kam ke ka kemi keni kanë kisha kishte
        kishin kishim pasur paskan jam je është jemi jeni janë isha ishte ishin ishim qe
        qenë qenka jetë jet duke mund duhet sipas kur ku nëse ndërsa ndërkohë sa sic siç
        cila cili cilët cilat cilin cilën cilit cilës cilëve kush kujt kë ç çka çfarë
        dikush diçka asnjë asgjë askush disa ca shumë më pak gjithë gjitha gjithçka tërë
        vetëm tjetër tjera tjerë tjerët tjerat tani sot dje nesër atëherë aty këtu këtej
        andej pastaj pra madje gjithashtu megjithatë prej drejt kundër përmes nëpër ndaj
        lidhur pasi porse cdo çdo secili secila ndonjë ndonëse megjithëse edhepse sikur
        ashtu kështu tillë tilla tillët ende akoma tashmë herë kaq aq dot le ja jashtë
        brenda afër larg rreth krahas sidomos veç përveç veçse sesa kësisoj
    """,
    "en": """
        a an the and or but nor so yet if then than that this these those there here it
        its he him his she her hers they them their theirs we us our ours you your yours
        i me my mine who whom whose which what when where why how as at by for from in
        into of off on onto out over to under up down with within without about above
        across after against along among around before behind below beneath beside
        besides between beyond during except inside near outside since through
        throughout till until toward towards upon via per am is are was were be been
        being have has had having do does did doing done will would shall should can
        could may might must ought not no none neither either both each every all any
        some many much more most few fewer less least other others another such same own
        only just also too very even still again once ever never now today yesterday
        tomorrow already while because although though whether unless however therefore
        thus else instead rather quite almost well don doesn didn isn aren wasn weren
        hasn haven hadn won wouldn couldn shouldn can cannot ll re ve itself himself
        herself themselves ourselves myself yourself something anything nothing
        everything someone anyone everyone nobody
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber denn doch
        sondern wenn weil dass daß ob als wie wo wer was wann warum welche welcher
        welches ich du er sie es wir ihr ihn ihm ihnen uns euch mich dich sich mein dein
        sein seine seinen seinem seiner ihre ihren ihrem ihrer unser dieser diese dieses
        diesem diesen jener jene jenes alle allem allen aller alles an am auf aus bei
        beim bis durch für gegen in im ins mit nach ohne seit über um unter von vom vor
        zu zum zur zwischen während wegen hinter neben ist sind war waren bin bist wird
        werden wurde wurden worden hat haben hatte hatten habe kann können konnte muss
        müssen soll sollen sollte will wollen darf nicht kein keine keinen keiner auch
        nur noch schon sehr mehr so da dann dort hier nun jetzt heute gestern morgen man
        etwa bereits immer wieder damit dazu davon dabei darauf
    """,
    "fr": """
        le la les l un une des du de d et ou mais donc or ni car que qui quoi dont où
        quand comme si je tu il elle on nous vous ils elles me te se lui leur leurs y en
        ce cet cette ces ça cela celui celle ceux celles mon ton son ma ta sa mes tes
        ses notre votre nos vos à au aux dans par pour sur sous avec sans chez vers
        entre contre depuis pendant avant après dès est sont était étaient être été suis
        a ont avait avaient avoir eu sera seront serait fait ne pas plus moins très
        aussi même tout tous toute toutes autre autres quel quelle c j m n s t qu lors
        alors ainsi encore déjà ici là aujourd hui hier demain deux
    """,
    "it": """
        il lo la i gli le l un uno una di del dello della dei degli delle d a al allo
        alla ai agli alle da dal dallo dalla dai dagli dalle in nel nello nella nei
        negli nelle con col su sul sullo sulla sui sugli sulle per tra fra e ed o ma
        anche se che chi cui quale quali quando come dove perché non né più meno molto
        tutto tutti tutta tutte altro altri altra altre io tu lui lei noi voi loro mi ti
        si ci vi ne suo sua suoi sue mio questo questa questi queste quello quella
        quelli quelle è sono era erano essere stato stata stati state ha hanno aveva
        avevano avere sarà fa già ancora poi così solo dopo prima durante contro senza
        verso oggi ieri domani c ad dell all dall nell sull
    """,
    "es": """
        el la los las un una unos unas lo de del a al en con por para sin sobre entre
        desde hasta contra hacia según tras durante y e o u pero sino si que quien
        quienes cual cuales cuyo cuando como donde porque no ni más menos muy también ya
        aún solo yo tú él ella nosotros ellos ellas me te se le les nos su sus mi mis
        este esta esto estos estas ese esa eso esos esas aquel aquella otro otra otros
        otras todo toda todos todas es son era eran ser sido fue fueron está están
        estaba ha han había habían haber hay será así después antes ahora hoy ayer
        mañana
    """,
    "nl": """
        de het een en of maar want dat die dit deze wie wat waar wanneer hoe als dan
        toen ik jij hij zij ze wij we jullie u hem haar hen hun mij me je zich mijn jouw
        zijn ons onze in op aan bij van voor met naar uit over onder tussen tegen tot
        door na om te ten ter zonder sinds tijdens is was waren ben bent word wordt
        worden werd werden geworden heeft hebben had hadden kan kunnen kon moet moeten
        zal zullen zou zouden wil niet geen ook nog al meer zeer er daar hier nu vandaag
        gisteren morgen alle alles andere veel zo wel
    """,
    "tr": """
        ve veya ya da de ile için gibi kadar ama fakat ancak çünkü ki bu şu o bunu bunun
        buna bunlar şunu onu onun ona onlar onların ben sen biz siz bir her hiç bazı tüm
        bütün çok daha en az ise mi mı mu mü ne neden nasıl nerede kim hangi olan olarak
        oldu olduğu olduğunu olur olacak olmak değil var yok sonra önce göre karşı üzere
        tarafından arasında üzerinde içinde diye bile sadece hem şimdi bugün dün yarın
    """,
    "sr": _SOUTH_SLAVIC,
    "hr": _SOUTH_SLAVIC,
    "bs": _SOUTH_SLAVIC,
    "mk": """
        и а но или ни ниту да не што кој која кое кои кого кому чиј како кога каде зошто
        ако дека бидејќи јас ти тој таа тоа тие ние вие него неа нив му ѝ им го ја ги ме
        те се си негов нејзин нивен свој своја свое свои овој оваа ова овие оној онаа
        она оние во на од до за со без под над пред по меѓу кон низ преку против околу
        поради според е се сум сме сте беше беа биде бил била било биле ќе има имаат
        имаше нема може треба само исто уште веќе многу повеќе сите секој друг друга
        други сега денес вчера утре тука таму така потоа еден една едно
    """,
    "el": """
        ο η το οι τα του της των τον την τους τις ένας μια μία ένα και κι ή αλλά όμως
        ούτε αν εάν ότι πως που όταν όπως γιατί διότι για από με σε στο στη στην στον
        στους στις στα προς χωρίς μετά πριν κατά υπό μέχρι ως μεταξύ εγώ εσύ αυτός αυτή
        αυτό αυτοί αυτές αυτά αυτού αυτής αυτών αυτόν αυτήν εμείς εσείς μου σου μας σας
        τους ποιος ποια ποιο οποίος οποία οποίο οποίοι οποίες οποίους οποίων εκείνος
        εκείνη εκείνο είναι ήταν είχε είχαν έχει έχουν έχω θα να δεν μην μη πολύ πιο όλα
        όλοι όλες κάθε άλλος άλλη άλλο και μόνο ακόμη ακόμα ήδη τώρα σήμερα χθες αύριο
        εδώ εκεί έτσι επίσης
    """,
    "ar": """
        في من إلى على عن مع بعد قبل بين حتى منذ خلال عند ضد دون حول و أو ثم لكن بل إن أن
        أنه أنها إنه إنها لا لم لن ما هل قد لقد كان كانت كانوا يكون تكون هو هي هم هما
        أنا نحن أنت هذا هذه ذلك تلك هؤلاء الذي التي الذين كل بعض غير أي كما حيث إذا لو
        له لها لهم به بها بهم فيه فيها منه منها عليه عليها اليوم أمس غدا الآن أيضا
    """,
    "fa": """
        و در به از که این آن را با برای تا بر است بود شد شده شود می نمی هم یا اما اگر نه
        هر همه یک دو من تو او ما شما آنها آنان ایشان خود خویش چه چرا کجا کی چون زیرا پس
        پیش بعد قبل بین میان بدون ضد علیه روی زیر دیگر نیز باید هست هستند بودند شدند کرد
        کرده کردند کند کنند دارد دارند داشت امروز دیروز فردا اکنون ها های
    """,
}
# By language; what has no list keeps all of its words.
STOPWORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(
        piece for word in words.split() for piece in fold_word(word).split()
    )
    for language, words in _LISTS.items()
}
