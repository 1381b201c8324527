import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.errors import LONGEST_NAME, trouble, trouble_in_title

LOST = [
    "404",
    "404!",
    "404 - Faqja nuk u gjet",
    "Gabim 404",
    "Error 404: Page not found",
    "410 Gone",
    "Faqja nuk u gjet",
    "Faqja që kërkuat nuk u gjet!",
    "Na vjen keq, faqja nuk u gjet.",
    "Kjo faqe nuk ekziston",
    "Lajmi që po kërkoni nuk ekziston më",
    "Artikulli është fshirë",
    "Artikulli nuk është më i disponueshëm",
    "Nuk u gjet asgjë",
    "Nuk ka rezultate",
    "Oops! That page can’t be found.",
    "Page not found",
    "The page you are looking for doesn't exist",
    "The page you requested could not be found",
    "This article is no longer available",
    "This content isn't available",
    "Nothing Found",
    "No results found for salla",
    "Not Found",
    "Seite nicht gefunden",
    "Dieser Artikel existiert nicht mehr",
    "Page introuvable",
    "Pagina non trovata",
    "Página no encontrada",
    "Página não encontrada",
    "Stranica nije pronađena",
    "Страница није пронађена",
    "Страницата не е пронајдена",
    "Страница не найдена",
    "Η σελίδα δεν βρέθηκε",
    "Sayfa bulunamadı",
    "Pagina niet gevonden",
    "صفحه مورد نظر یافت نشد",
]
BROKEN = [
    "500 Internal Server Error",
    "HTTP 503",
    "502 Bad Gateway",
    "Service Temporarily Unavailable",
    "Error establishing a database connection",
    "Gabim lidhjeje me bazën e të dhënave",
    "There has been a critical error on this website.",
    "Ka pasur një gabim kritik në këtë sajt.",
    "Faqja është në mirëmbajtje",
    "Faqja jonë është në ndërtim",
    "Under construction",
    "This site is currently down for maintenance",
    "Account suspended",
]
REFUSED = [
    "403 Forbidden",
    "Error 403",
    "451 Unavailable for legal reasons",
    "Access denied",
    "Qasja u mohua",
    "Nuk keni qasje në këtë faqe",
    "Zugriff verweigert",
    "This content is not available in your country",
]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        *((heading, "lost") for heading in LOST),
        *((heading, "broken") for heading in BROKEN),
        *((heading, "refused") for heading in REFUSED),
    ],
)
def test_an_error_page_says_so_with_or_without_the_name_of_its_site(
    heading: str, wanted: str
) -> None:
    assert trouble(heading) == wanted
    for title in (heading, f"{heading} - Lajme Shembull", f"Lajme | {heading}"):
        assert trouble_in_title(title) == wanted


@pytest.mark.parametrize(
    "heading",
    [
        "Arma nuk u gjet",
        "Nuk u gjet asgjë e paligjshme",
        "Asgjë nuk u gjet te banesa e dyshimtë",
        "Faqja e parë e gazetës nuk u gjet në arkiv",
        "Artikulli 5 i ligjit nuk ekziston",
        "Dosja nuk ekziston, thotë prokuroria",
        "404 të vdekur në përmbytje",
        "404 banorë pa ujë",
        "Gabimi 404 mbush 30 vjet",
        "Bus 404 returns to the coast",
        "403 raste të reja",
        "500 banorë protestuan",
        "502 lekë për një bukë",
        "The page not found in the archive",
        "No results in the vote on the hall",
        "Maintenance of the bridge begins",
        "Access denied to journalists at the hall",
        "Qasja u mohua gazetarëve",
        "Salla në ndërtim prej vitesh",
        "Weapon not found at the scene",
        "Not found guilty",
        "",
    ],
)
def test_a_headline_about_an_error_is_none(heading: str) -> None:
    assert trouble(heading) is None
    assert trouble_in_title(f"{heading} - Lajme") is None


def test_a_headline_behind_a_dash_is_no_name_of_a_site() -> None:
    assert LONGEST_NAME == 4
    assert trouble_in_title("Access denied – Lajme nga e gjithë") == "refused"
    assert trouble_in_title("Access denied – Lajme nga e gjithë bota") is None
    assert trouble_in_title("Nuk u gjet – gazetarët e kërkuan tri ditë") is None


@given(st.text(st.sampled_from("404 nuk ugjetë-|:.'page") | st.characters()))
def test_any_heading_is_judged(heading: str) -> None:
    assert trouble(heading) in {None, "lost", "broken", "refused"}
    assert trouble_in_title(heading) in {None, "lost", "broken", "refused"}
