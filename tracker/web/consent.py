"""Forms that ask for consent to cookies: beside an article, or instead of it."""

import re
from typing import Any
from urllib.parse import urljoin

import lxml.etree

from tracker.core.folding import fold_word
from tracker.core.sniff import asks_consent

_Element = Any  # lxml ships no types

# A form explains itself at length.
LONGEST_FORM = 4000
# Beside so much text a frame of a platform is a banner.
LONGEST_BESIDE_FRAME = 200

# Ids and classes of the usual platforms, whole or before a hyphen or underscore.
_PLATFORMS = (
    "onetrust-consent-sdk",
    "onetrust-banner-sdk",
    "onetrust-pc-sdk",
    "didomi-host",
    "didomi-popup",
    "didomi-notice",
    "qc-cmp2-container",
    "qc-cmp2-ui",
    "qc-cmp-ui-container",
    "sp_message_container",
    "sp-message-container",
    "truste-consent-track",
    "truste-consent-content",
    "truste_overlay",
    "truste_box_overlay",
    "consent_blackbar",
    "usercentrics-root",
    "usercentrics-cmp-ui",
    "uc-banner-modal",
    "cybotcookiebotdialog",
    "cookiebotdialog",
    "fc-consent-root",
    "fc-dialog-container",
    "iubenda-cs-banner",
    "cmplz-cookiebanner",
    "cky-consent-container",
    "cky-consent-bar",
    "cookie-law-info-bar",
    "borlabscookiebox",
    "borlabs-cookie",
    "klaro",
    "osano-cm-window",
    "axeptio_overlay",
    "tarteaucitronroot",
    "cmpbox",
    "cmpwrapper",
    "moove_gdpr_cookie_info_bar",
    "cc-window",
    "cookiefirst-root",
    "termly-code-snippet-support",
    "evidon-banner",
    "hs-eu-cookie-confirmation",
    "as-oil",
    "cookie-notice",
    "cookie-banner",
    "cookie-consent",
    "cookie-wall",
    "cookie-modal",
    "cookie-popup",
    "cookieconsent",
    "cookiebanner",
    "cookiewall",
    "consent-wall",
    "consent-banner",
    "consent-modal",
    "consent-popup",
    "gdpr-consent",
    "gdpr-banner",
    "privacy-wall",
)
# A page that has been told of a consent says so in a class of what holds all of it.
_STATE = r"(?:active|given|enabled|open|shown?|visible|accepted|required|set|yes|no)"
_BOX = re.compile(
    rf"(?:^|\s)(?:{'|'.join(map(re.escape, _PLATFORMS))})"
    rf"(?=$|[\s_-])(?!\S*[_-]{_STATE}(?:\s|$))",
    re.IGNORECASE,
)
# Frames in which platforms show a form that is not in the page.
_FRAME = re.compile(
    r"//(?:[\w.-]+\.)?(?:privacy-mgmt\.com|sp-prod\.net|consensu\.org|consentframework"
    r"\.com|trustarc\.com|truste\.com|cookiepro\.com|privacymanager\.io|didomi\.io"
    r"|consentmanager\.net)/",
    re.IGNORECASE,
)
# Folded: the whole of a heading or title.
_HEADING = re.compile(
    r"\W*(?:before you continue(?: to .{1,60})?"
    r"|(?:we (?:value|respect|care about)|about) your privacy"
    r"|your privacy(?: choices| matters)?|(?:this (?:site|website) uses|we use) cookies"
    r"|(?:cookie|privacy) (?:consent|settings|preferences)"
    r"|manage (?:cookie )?(?:consent|preferences)|consent"
    r"|para se te vazhdo(?:ni|sh)(?: .{1,60})?"
    r"|(?:ne )?(?:e )?(?:respektojme|vleresojme) privatesine tuaj|privatesia juaj"
    r"|(?:kjo faqe perdor|(?:ne )?perdorim) (?:cookies?|kuki|biskota)"
    r"|pelqimi per (?:cookies?|kuki|perdorimin e .{1,20})"
    r"|cilesimet e (?:cookies?|kuki)"
    r"|bevor (?:sie|du) (?:fortfahren|weiterlesen).{0,60}"
    r"|(?:wir schatzen )?ihre privatsphare.{0,40}|datenschutz-?einstellungen"
    r"|(?:nous respectons )?votre vie privee|avant de continuer.{0,60}"
    r"|(?:rispettiamo )?la (?:tua|sua|vostra) privacy|prima di continuare.{0,60}"
    r"|(?:respetamos |valoramos )?(?:tu|su) privacidad|antes de continuar.{0,60}"
    r")\W*"
)
_ACCEPT = re.compile(
    r"\W*(?:i (?:agree|accept)|agree"
    r"|accept(?: (?:all|cookies|all cookies|and .{1,30}))?"
    r"|allow all(?: cookies)?|got it|ok|consent|continue|reject(?: all)?"
    r"|prano(?:j|ni|je)?(?: te gjitha| te gjithe| cookies| dhe .{1,30})?"
    r"|pajtohem|dakord"
    r"|refuzo(?:j|ni)?(?: te gjitha)?|vazhdo(?:ni)?"
    r"|(?:alle(?:s)? )?(?:akzeptieren|zustimmen|annehmen)(?: und .{1,30})?|zustimmen"
    r"|(?:tout )?accepter(?: .{1,30})?|accetta(?: .{1,30})?|aceptar(?: .{1,30})?"
    r")\W*"
)
_COOKIES = re.compile(
    r"cookie|kuki|biskota|consent|pelqim|privacy|privatesi|datenschutz"
)
_SAID = lxml.etree.XPath(
    ".//text()[not(parent::script or parent::style)]", smart_strings=False
)
_BUTTONS = ("button", "input", "a")
_HEADINGS = ("title", "h1", "h2")


def take_boxes(tree: _Element) -> bool:
    """Take the boxes of the usual platforms out of a page; whether one says anything.

    A box that holds an article, or more than LONGEST_FORM characters, is none; an empty
    one waits for a script.
    """
    boxes = [
        element
        for element in tree.iter("div", "section", "aside", "dialog", "form")
        if _BOX.search(_names(element))
        and next(element.iter("article", "main"), None) is None
    ]
    sizes = {box: size for box in boxes if (size := _size(box)) <= LONGEST_FORM}
    for box in sizes:
        if box.getparent() is not None:
            box.drop_tree()
    return any(sizes.values())


def is_form(tree: _Element, text: str, *, url: str) -> bool:
    """Whether a page without any mark of an article is a form that asks for consent.

    That is a heading that says so above a button that accepts, a text about cookies
    beside a form that is sent to an address for consent, or next to nothing beside a
    frame of one of the usual platforms. `text` is what was extracted of the page.
    """
    if len(text) > LONGEST_FORM:
        return False
    accepts = any(_ACCEPT.fullmatch(fold_word(_label(b))) for b in tree.iter(*_BUTTONS))
    headed = any(
        _HEADING.fullmatch(fold_word(_line(element)))
        for element in tree.iter(*_HEADINGS)
    )
    if accepts and headed:
        return True
    sent = any(_leads_to_consent(form, url) for form in tree.iter("form"))
    if accepts and sent and len(_COOKIES.findall(fold_word(text))) > 1:
        return True
    return len(text) < LONGEST_BESIDE_FRAME and any(
        _FRAME.search((frame.get("src") or "")[:500]) for frame in tree.iter("iframe")
    )


def _leads_to_consent(form: _Element, url: str) -> bool:
    action = (form.get("action") or "").strip()
    try:
        return bool(action) and asks_consent(urljoin(url, action))
    except ValueError:
        return False


def _names(element: _Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}"[:500]


def _label(button: _Element) -> str:
    return _line(button) or button.get("value") or button.get("aria-label") or ""


def _line(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())[:200]


def _size(element: _Element) -> int:
    return sum(len(" ".join(piece.split())) for piece in _SAID(element))
