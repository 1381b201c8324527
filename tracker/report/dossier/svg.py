"""An SVG drawing made fit for a page: shapes, texts and the page's own colours."""

import re

from lxml import etree
from markupsafe import Markup

# Placeholders in a chart for the colours of the page's style sheet.
INK, SOFT, LINE = "#000001", "#000002", "#000003"
_COLOURS = {INK: "var(--ink)", SOFT: "var(--soft)", LINE: "var(--line)"}
_SPACE = "{http://www.w3.org/2000/svg}"
_SHAPES = ("svg", "g", "path", "rect", "line", "circle", "text", "tspan")
_KEPT = frozenset(
    {
        *("viewBox", "width", "height", "transform", "d", "x", "y", "dx", "dy"),
        *("x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fill", "fill-opacity"),
        *("stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity"),
        *("text-anchor", "font-size", "font-weight"),
    }
)
_DEFAULTS = {("opacity", "1"), ("stroke-width", "1"), ("stroke-dasharray", "1,0")}
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def cleaned(svg: str, anchor: str) -> Markup:
    """Rebuild a drawing out of what a chart needs, labelled by its title.

    Scripts, styles, links, classes, ids and everything else go; so a page may hold many
    drawings, and texts in them are only texts. The element `ANCHOR-name` of the page
    says what the drawing is, `ANCHOR-told` what it shows.
    """
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False))
    made = _rebuilt(root)
    made.set("role", "img")
    made.set("aria-labelledby", f"{anchor}-name")
    made.set("aria-describedby", f"{anchor}-told")
    text = etree.tostring(made, encoding="unicode")
    return Markup(text)  # noqa: S704 - rebuilt above, element by element


def _rebuilt(node: etree._Element) -> etree._Element:
    made = etree.Element(str(node.tag).removeprefix(_SPACE))
    for name, value in node.attrib.items():
        if name in _KEPT and (name, value) not in _DEFAULTS:
            made.set(str(name), _LONG_NUMBER.sub(_short, _COLOURS.get(value, value)))
    if made.tag in ("text", "tspan"):
        made.text = node.text
    for child in node:
        if str(child.tag).removeprefix(_SPACE) in _SHAPES and not _is_hidden(child):
            below = _rebuilt(child)
            if len(below) or below.tag != "g":
                made.append(below)
    return made


def _is_hidden(node: etree._Element) -> bool:
    """Whether nothing of it is seen: Vega's frames and its empty paths."""
    is_frame = node.get("class") in ("background", "foreground")
    is_clear = node.get("fill") == "transparent" and node.get("stroke") is None
    return node.get("display") == "none" or is_clear or is_frame


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")
