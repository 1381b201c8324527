"""Names of exported files: portable, inside their folder, never shared."""

import hashlib
import re
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

SLUG_LENGTH = 60  # short enough for every file system and for a line of `ls -l`
HASH_DIGITS = 12  # 48 bits: of a million names, one pair in 500 exports would meet
_NO_WORD = re.compile(r"[^a-z0-9]+")


def file_stem(title: str, key: str) -> str:
    """Name a file after a title; two keys never share a name, on any file system.

    The words of the title in ASCII, so that they can be read, and digits of a hash of
    the key, so that no two names differ in case or accents only, or are a reserved one.

    >>> file_stem("Çmimet e energjisë bien", "https://lajme.example/7")
    'cmimet-e-energjise-bien-a7545e42f925'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = _NO_WORD.sub("-", plain.lower()).strip("-")[:SLUG_LENGTH].rstrip("-")
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
    return f"{slug or 'x'}-{digest[:HASH_DIGITS]}"


def inside(folder: Path, name: str) -> Path:
    """Join a folder and the name of a file in it, both resolved.

    Raises ValueError when the name is a path on any system, or a link that leads out of
    the folder.
    """
    home = folder.resolve()
    path = (home / name).resolve()
    is_name = name == PurePosixPath(name).name == PureWindowsPath(name).name
    if not is_name or path.parent != home:
        raise ValueError(f"{name!r} is not the name of a file in {folder}")
    return path
