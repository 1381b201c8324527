"""Bytes of others as text that is safe to keep."""

import codecs
import re

import webencodings

# WHATWG HTML prescans 1024 bytes, but lets a later meta change the encoding; archives
# and analytics push it down by some kilobytes.
_HEAD = 32_768
# Most name their encoding at once.
_NEAR = 2_048
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    # no mark, but only an XML document begins like this (XML 1.0, appendix F)
    (b"<\x00?\x00", "utf-16le"),
    (b"\x00<\x00?", "utf-16be"),
)
_XML = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(
    rb"""<meta[\s/][^<>]*?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE
)
_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_C0 = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")


def decode(body: bytes, content_type: str | None) -> str:
    """Decode a document by its byte order mark, declaration, header, or as UTF-8.

    The order is that of RFC 7303 section 3 with the document before the header,
    because servers send one header for all documents. Labels are those of the WHATWG
    Encoding Standard; an unknown one leaves it to the next rule. Bytes that are no
    text become U+FFFD one by one; only text without any label that is not UTF-8 is
    read as windows-1252. The result is cleaned.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            text = body.decode(name, errors="replace")
            return clean(text.removeprefix("\ufeff"))
    encoding = _stated(body, content_type)
    if encoding is not None:
        return clean(encoding.codec_info.decode(body, "replace")[0])
    try:
        return clean(body.decode("utf-8"))
    except UnicodeDecodeError:
        if _mostly_utf8(body):
            return clean(body.decode("utf-8", errors="replace"))
        return clean(body.decode("cp1252", errors="replace"))


def utf8(body: bytes, content_type: str | None) -> bytes:
    """Return as UTF-8 what `decode` reads: the bytes as they came, if they are that.

    As they came, they are not cleaned, and broken ones are still in them.
    """
    if body.startswith(codecs.BOM_UTF8):
        return body
    if not any(body.startswith(mark) for mark, _ in _BOMS):
        encoding = _stated(body, content_type)
        if encoding is webencodings.UTF8 or (encoding is None and _is_utf8(body)):
            return body
    return decode(body, content_type).encode()


def _stated(body: bytes, content_type: str | None) -> webencodings.Encoding | None:
    """Return the encoding that the document names, or else its header."""
    declared = _declared(body[:_NEAR])
    # Cut off it might go on, or begin in a comment that does.
    if declared is None or declared.end() == len(declared.string):
        declared = _declared(body[:_HEAD])
    encoding = _lookup(declared[1].decode("ascii")) if declared else None
    if encoding is not None and encoding.name.startswith("utf-16"):
        # read as ASCII so far, so it cannot be (WHATWG HTML, same section)
        encoding = webencodings.UTF8
    if encoding is None:
        stated = _HEADER.search(content_type or "")
        encoding = _lookup(stated[1]) if stated else None
    return encoding


def _declared(head: bytes) -> re.Match[bytes] | None:
    head = _COMMENT.sub(b"", head)
    return _XML.match(head.lstrip()) or _META.search(head)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def clean(text: str) -> str:
    r"""Take off what no honest text needs: controls and lone surrogates.

    Tab and line feed stay; every line end becomes \n.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        encoded = lines.encode()
    except UnicodeEncodeError:
        encoded = lines.encode(errors="ignore")
        lines = encoded.decode()
    # Bytes are looked through in a tenth of the time, and mostly there is none.
    if len(encoded.translate(None, _C0)) < len(encoded) or _C1.search(encoded):
        return _CONTROLS.sub("", lines)
    return lines


def _lookup(label: str) -> webencodings.Encoding | None:
    return webencodings.lookup(label)


def _mostly_utf8(body: bytes) -> bool:
    """Whether broken bytes are rare among sound UTF-8: damage, not another charset."""
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    return sound > 4 * broken
