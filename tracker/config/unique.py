"""What may exist only once over all files: ids, and the addresses of outlets.

It looks at the data as read, so that a slip elsewhere in a file hides nothing here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from tracker.config.problems import Path, Problem
from tracker.config.yamlfile import Document

_KINDS = ("outlets", "actors", "incidents")
# What the crawler visits is known by its address, of whatever kind it is.
_VISITED = ("feeds", "sitemaps", "wordpress")

# the kind of value, where it stands, and what it is
_Listed = Iterator[tuple[str, Path, str]]


def actor_ids(documents: Iterable[Document]) -> frozenset[str]:
    """Give the ids of all actors, whatever else may be wrong with them."""
    return frozenset(
        value
        for document in documents
        for kind, _, value in _ids(document)
        if kind == "actors"
    )


def duplicates(documents: tuple[Document, ...]) -> tuple[Problem, ...]:
    """Report every id, and every address of an outlet, that occurs a second time.

    Two outlets may share a host, but not a home: an address belongs to the outlet
    whose home matches longest.
    """
    return (*_repeated(documents, _ids), *_repeated(documents, _addresses))


def _repeated(
    documents: tuple[Document, ...], listed: Callable[[Document], _Listed]
) -> Iterator[Problem]:
    seen: dict[tuple[str, str], str] = {}
    for document in documents:
        for kind, path, value in listed(document):
            if (kind, value) in seen:
                first = seen[kind, value]
                text = f"'{value}' stands in {first} already; rename or remove one"
                yield document.problem(path, text)
            else:
                seen[kind, value] = f"{document.name}:{document.line(path)}"


def _ids(document: Document) -> _Listed:
    for kind in _KINDS:
        for path, entry in _entries(document.data, kind, ()):
            yield from _text(kind, (*path, "id"), entry.get("id"))
            for deeper, fact in _entries(entry, "facts", path):
                scope = f"facts of {document.name} {path}"
                yield from _text(scope, (*deeper, "id"), fact.get("id"))


def _addresses(document: Document) -> _Listed:
    for path, outlet in _entries(document.data, "outlets", ()):
        yield from _text("home", (*path, "home"), outlet.get("home"))
        yield from _texts("hosts", (*path, "hosts"), outlet.get("hosts"))
        for key in _VISITED:
            yield from _text("visited", (*path, key), outlet.get(key))
            yield from _texts("visited", (*path, key), outlet.get(key))


def _entries(
    data: object, key: str, path: Path
) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Give the mappings in the list under a key."""
    listed = data.get(key) if isinstance(data, dict) else None
    for n, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            yield (*path, key, n), entry


def _texts(kind: str, path: Path, value: object) -> _Listed:
    for n, item in enumerate(value if isinstance(value, list) else ()):
        yield from _text(kind, (*path, n), item)


def _text(kind: str, path: Path, value: object) -> _Listed:
    if isinstance(value, str):
        yield kind, path, value
