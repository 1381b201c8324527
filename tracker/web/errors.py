"""What an error page says of itself, in the languages of the outlets."""

# ruff: noqa: RUF001 - look-alike letters are what such pages are written in

import re
from typing import Literal

from tracker.core.folding import fold_word

Trouble = Literal["lost", "broken", "refused"]

# The name of a site has few words; what is longer beside a dash is a headline.
LONGEST_NAME = 4

_SITE_NAME = re.compile(r"\s[-|\u2013\u2014\u00bb\u00b7]\s")

# Folded (core.folding), and each the whole of a heading or of a title without the name
# of its site: what an error page says, and no more. "Arma nuk u gjet" is a headline.
_SUBJECT = (
    r"(?:faqja|artikulli|lajmi|postimi|adresa|permbajtja|materiali"
    r"|(?:kjo )?faqe|(?:ky )?(?:artikull|lajm|postim)"
    r"|(?:the |this |that )?(?:page|article|story|content|post|url|document)"
    r"|(?:diese |dieser )?(?:seite|artikel|beitrag)|(?:la |cette )?page"
    r"|(?:la |questa |esta )?pagina|articolo|articulo|contenido"
    r"|stranica|clanak|sayfa|strona|sidan|siden|страница|страницата|η σελιδα"
    r"|صفحه(?: مورد نظر)?)"
)
_ASKED = (
    r"(?:qe (?:po |ju )?(?:kerkoni|kerkuat|kerkon)|e kerkuar|i kerkuar|requested"
    r"|(?:that |which )?you(?:'re| are| were|'ve| have)? (?:requested|wanted"
    r"|looking for|trying to (?:reach|view|find)|tried to reach))"
)
_IS_LOST = (
    r"(?:nuk (?:u|mund te|eshte) gje(?:t|ndet|tur)|nuk gjendet|nuk ekziston(?: me)?"
    r"|nuk eshte me (?:e |i )?disponuesh(?:em|me)|eshte (?:fshire|hequr|zhvendosur)"
    r"|(?:was |is |could |can )?not (?:be )?found|(?:can't|couldn't|cannot) be found"
    r"|(?:does not|doesn't|no longer) exists?(?: anymore)?|isn't available"
    r"|(?:is )?(?:no longer|not|not currently) available(?: anymore)?"
    r"|has been (?:removed|deleted|moved)"
    r"|nicht gefunden|existiert nicht(?: mehr)?|(?:ist )?nicht (?:mehr )?verfugbar"
    r"|introuvable|non trouvee?|n'existe (?:pas|plus)"
    r"|non trovat[oa]|non esiste(?: piu)?|n[oa]o? encontrad[oa]|no existe"
    r"|nije pronaden[oa]?|ne postoji|није пронађена|bulunamadi|niet gevonden"
    r"|hittades inte|ikke fundet|nie istnieje|nie znaleziono"
    r"|не наидена|не е (?:пронајдена|намерена)|δεν βρεθηκε"
    r"|(?:مورد نظر )?یافت نشد|پیدا نشد)"
)
_SORRY = (
    r"(?:(?:oops|ops|ups|whoops|sorry|we're sorry|na vjen keq|me falni|ndjese|gabim"
    r"|error|entschuldigung|desole|spiacenti)\W+)?"
)
_ERROR = r"(?:error|gabimi?|http|status|kodi|code|fehler|errore|erreur)"
_SAYINGS: dict[Trouble, tuple[str, ...]] = {
    "lost": (
        (
            rf"(?:{_ERROR}\W*)?(?:404|410)(?:\W+(?:{_ERROR}|not found|page|file|gone"
            r"|oops|ups|sorry|faqja|faqe|nuk|seite|pagina|introuvable|страница)\b.*)?"
        ),
        rf"{_SORRY}{_SUBJECT}\W+(?:{_ASKED}\W+)?{_IS_LOST}",
        rf"{_SORRY}(?:not found|nuk u gjet|nuk ekziston|no longer available)",
        rf"{_SORRY}(?:nuk gjendet|nicht gefunden|introuvable|non trovata)",
        r"(?:nuk u gjet|nuk ekziston|nie znaleziono) (?:(?:kjo )?faqe|faqja|strony)",
        r"asgje nuk u gjet|nuk u gjet (?:asgje|gje|asnje rezultat)|nothing found",
        r"(?:no|nuk ka|0|asnje) (?:results?|rezultate?)(?: (?:found|u gjet|per)\b.*)?",
    ),
    "broken": (
        (
            rf"(?:{_ERROR}\W*)?50[0-4]"
            rf"(?:\W+(?:{_ERROR}|internal|bad|service|gateway)\b.*)?"
        ),
        r"internal server error|bad gateway|gateway time-?out",
        r"service (?:temporarily )?unavailable|briefly unavailable for .*",
        r"error establishing a database connection",
        r"gabim (?:ne |gjate |ne vendosjen e )?lidhje\w*(?: me .*)?",
        r"there has been a critical error on this website",
        r"ka pasur nje gabim kritik ne kete sajt",
        (
            r"(?:(?:this |the |our )?(?:site|website|page) (?:is )?)?(?:currently )?"
            r"(?:under|down for|closed for) (?:scheduled )?(?:maintenance|construction)"
        ),
        r"(?:scheduled )?maintenance(?: mode)?|wartungsarbeiten|wartungsmodus",
        (
            r"(?:(?:kjo )?(?:faqja|faqe|sajti|portali) (?:jone )?(?:eshte )?)?"
            r"ne (?:mirembajtje|ndertim)"
        ),
        r"(?:this )?account (?:has been )?suspended",
        r"(?:this )?domain (?:name )?(?:is |has )?(?:for sale|expired|parked)",
    ),
    "refused": (
        (
            rf"(?:{_ERROR}\W*)?(?:401|403|451)(?:\W+(?:{_ERROR}|forbidden|unauthorized"
            r"|access|unavailable|qasja|ndalohet)\b.*)?"
        ),
        r"forbidden|unauthorized|access (?:is |was )?(?:denied|forbidden|restricted)",
        r"(?:qasja|aksesi|hyrja) (?:u |e |eshte )?(?:mohua|mohuar|ndaluar|refuzuar?)",
        r"nuk keni (?:qasje|akses|leje)(?: .*)?",
        r"unavailable (?:due to|for) legal reasons",
        r"zugriff verweigert|acces refuse|accesso negato|acceso denegado",
        r"(?:this |the )?\w* ?(?:is )?not available in your (?:country|region)",
    ),
}
_COMPILED = tuple(
    (trouble, re.compile(rf"\W*(?:{'|'.join(sayings)})\W*"))
    for trouble, sayings in _SAYINGS.items()
)
_LONGEST = 200


def trouble(heading: str) -> Trouble | None:
    """Say what a heading says if it is that of an error page, and nothing else.

    >>> trouble("Faqja që kërkuat nuk u gjet!"), trouble("Arma nuk u gjet")
    ('lost', None)
    """
    folded = fold_word(" ".join(heading[:_LONGEST].split()))
    return next((name for name, p in _COMPILED if p.fullmatch(folded)), None)


def trouble_in_title(title: str) -> Trouble | None:
    """Judge the title of a page, beside which the name of its site may stand."""
    parts = [part for part in _SITE_NAME.split(title[:_LONGEST]) if part.strip()]
    troubles = [trouble(part) for part in parts]
    names = [part for part, found in zip(parts, troubles, strict=True) if not found]
    if any(len(name.split()) > LONGEST_NAME for name in names):
        return None
    return next(filter(None, troubles), None)
