"""On what terms a page is shown: whether it may be kept, and whether it is whole."""

import re
from functools import lru_cache
from typing import Any

from tracker.core.folding import fold_word
from tracker.web.metadata import Metadata

_Element = Any  # lxml ships no types

# Below a longer text, a box that asks for a subscription asks for something else.
LONGEST_TEASER = 1500
# A box says what one gets and what it costs; longer is the article that it covers.
LONGEST_BOX = 1500
SHORTEST_BOX = 20

_WISHES = frozenset({"noarchive", "none", "noindex", "unavailable_after"})
# As in the header, a wish counts whichever robot it names.
_ROBOTS = re.compile(r"robots|[\w-]*bot(?:-\w+)?|slurp|yandex|baiduspider")

_BOX = re.compile(
    r"(?:^|[\s_-])(?:paywall|pay-?wall|regwall|piano-(?:inline|modal|offer|container)|tp-container|tp-modal|pelcro"
    r"|leaky.?paywall|pmpro_content_message|mepr-unauthorized-message|poool(?:-widget)?"
    r"|(?:wc-)?memberships?-restrict\w*|rcp[-_]restricted|swpm-\S*(?:protected|msg)"
    r"|subscri(?:ber|bers|ption)[-_]?(?:only|wall|required|gate|box|prompt)"
    r"|premium[-_](?:only|wall|gate|box|overlay|teaser)"
    r"|(?:content|article|metered|member)[-_]?gate|gated[-_]content|restricted-content"
    r"|abonim\w*|abonohu|vetem-abonent\w*|only-subscribers|locked-content)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
# Folded. What a box calls for; a newsletter is subscribed to, too, but never read on.
_CALL = re.compile(
    r"abon(?:o|e|im)|pajtohu|pajtim|subscri|log ?in|sign ?in|sign up|kycu|identifikohu"
    r"|regjistrohu|register|member|anetar|premium|weiterlesen|anmelden|s'abonner|abonne|suscri"
    r"|abbona|pretplat|unlock|continue reading|vazhdo leximin"
)
_NEWSLETTER = re.compile(r"newsletter|buletin")
# Folded, at the beginning of a short line: nobody reports in the imperative.
_READ_ON = re.compile(
    r"\W*(?:"
    r"(?:abonohu|pajtohu|kycu|regjistrohu|identifikohu)(?:ni)?"
    r"\W+(?:\w+\W+){0,4}per te (?:lexuar|vazhduar|pare|vijuar)"
    r"|per te (?:lexuar|vazhduar)\W+(?:\w+\W+){0,6}"
    r"(?:abonohu|pajtohu|kycu|regjistrohu|duhet te (?:abonoh|jeni abonu|kyce))"
    r"|(?:ky|kjo) (?:artikull|lajm|shkrim|permbajtje|analize)\W+(?:\w+\W+){0,3}"
    r"vetem per (?:abone|abonu|anetar|pajtim)"
    r"|vetem per (?:abonentet?|abonuesit?|anetaret?)\W*$"
    r"|(?:subscribe|sign (?:in|up)|log ?in|register|join"
    r"|become a (?:member|subscriber))\W+(?:\w+\W+){0,5}"
    r"to (?:continue|keep|read|unlock|access|view)"
    r"|to (?:continue|keep) reading\W+(?:\w+\W+){0,4}"
    r"(?:subscribe|sign|log|register|become|please)"
    r"|(?:this|the) (?:article|story|content|post)\W+(?:\w+\W+){0,2}"
    r"(?:only|exclusively|reserved|available|for) (?:\w+ ){0,3}"
    r"(?:subscribers|members|premium)"
    r"|(?:jetzt|artikel) (?:abonnieren|weiterlesen)(?: und (?:weiter)?lesen)? mit"
    r"|(?:dieser|der) (?:artikel|text|inhalt) ist (?:nur )?(?:abonnenten|fur abonn)"
    r"|(?:cet article|la suite|article)\W+(?:\w+\W+){0,2}reserve\w* aux abonnes"
    r"|(?:abonnez-vous|suscribete|abbonati|registrate)\W+(?:\w+\W+){0,4}"
    r"(?:pour|para|per) (?:lire|continuer|leer|seguir|continuare|leggere)"
    r"|(?:contenuto|articolo) riservato agli abbonati"
    r"|(?:contenido|articulo) (?:exclusivo )?(?:solo )?para suscriptores"
    r")"
)
_LONGEST_LINE = 300
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINES = ("p", "div", "span", "h2", "h3", "h4", "h5", "strong", "a", "section", "aside")


def is_reserved(tree: _Element) -> bool:
    """Whether the page asks not to keep its text.

    Meta elements `robots`, or those for one robot, with noarchive, noindex, none or
    unavailable_after; `tdm-reservation` of 1 (TDMRep 2024).
    """
    for meta in tree.iter("meta"):
        name = (meta.get("name") or "").strip().lower()
        content = (meta.get("content") or "").strip().lower()
        if name == "tdm-reservation" and content == "1":
            return True
        if _ROBOTS.fullmatch(name) and _wishes(content) & _WISHES:
            return True
    return False


def _wishes(content: str) -> set[str]:
    """Give the names of directives; "max-image-preview: none" is not "none"."""
    return {
        word
        for rule in re.split("[,;]", content)
        for word in rule.partition(":")[0].split()
    }


def is_stub(tree: _Element, metadata: Metadata, text: str) -> bool:
    """Whether `text` is what a page shows of an article before it asks for money.

    That is what it says of the whole article. Where it says so of a part, where a box
    with one of the usual names calls for a subscription, or a line makes reading on
    depend on one, only a text of at most LONGEST_TEASER characters is a stub; nothing
    depends on a newsletter.
    """
    if metadata.paywalled:
        return True
    if len(text) > LONGEST_TEASER:
        return False
    return (
        metadata.partly_free
        or any(map(_is_box, tree.iter("div", "section", "aside", "form", "p")))
        or any(map(_calls, tree.iter(*_LINES)))
    )


def _is_box(element: _Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(names) == 1 or not _is_named(names[:500]) or _is_hidden(element):
        return False
    said = fold_word(" ".join("".join(element.itertext()).split()))
    return (
        SHORTEST_BOX <= len(said) <= LONGEST_BOX
        and _CALL.search(said) is not None
        and _NEWSLETTER.search(said) is None
    )


@lru_cache(maxsize=4096)
def _is_named(names: str) -> bool:
    """Whether a box has one of the usual names; pages of a site share theirs."""
    return _BOX.search(names) is not None


def _is_hidden(element: _Element) -> bool:
    around = element
    while around is not None:
        if around.tag == "template" or around.get("hidden") is not None:
            return True
        if _HIDDEN.search((around.get("style") or "")[:500]):
            return True
        around = around.getparent()
    return False


def _calls(element: _Element) -> bool:
    """Whether an element begins with a short line that calls for a subscription."""
    line = " ".join((element.text or "")[:_LONGEST_LINE].split())
    return (
        bool(line)
        and _READ_ON.match(fold_word(line)) is not None
        and not _is_hidden(element)
    )
