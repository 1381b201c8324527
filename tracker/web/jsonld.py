"""What a page states in JSON-LD, in the words of schema.org."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_Element = Any  # lxml ships no types

# More is no metadata but an application's state.
_LONGEST_JSON = 1_000_000
_MOST_NODES = 5_000

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")


def article_node(tree: _Element) -> Mapping[str, Any]:
    """Find the JSON-LD node of the article itself, or of its page, else nothing."""
    dated = [node for node in _nodes(tree) if node.get("datePublished")]
    for node in dated:
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(_ARTICLE_TYPES.search(str(kind)) for kind in kinds):
            return node
    return dated[0] if dated else {}


def kinds(tree: _Element) -> frozenset[str]:
    """Gather the types that the page claims for itself, in lower case.

    What it lists or links to says nothing about the page.
    """
    nodes: list[Any] = []
    for document in _documents(tree):
        for node in document if isinstance(document, list) else [document]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                nodes += graph if isinstance(graph, list) else [node]
    nodes += [node.get("mainEntity") for node in nodes if isinstance(node, dict)]
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, dict):
            stated = node.get("@type")
            stated = stated if isinstance(stated, list) else [stated]
            found.update(kind.lower() for kind in stated if isinstance(kind, str))
    return frozenset(found)


def _nodes(tree: _Element) -> Iterator[Mapping[str, Any]]:
    waiting: list[Any] = list(_documents(tree))
    waiting.reverse()
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            waiting.extend(reversed(node))


def _documents(tree: _Element) -> Iterator[Any]:
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") == "application/ld+json" and len(text) < _LONGEST_JSON:
            try:
                yield json.loads(text, strict=False)
            except (ValueError, RecursionError):
                continue
