"""YAML files as plain values that know the line each of them stands on.

The tree is composed by ruamel.yaml (0.1 s for 1,000 lines) and never constructed, so
that every key keeps its line. Plain words are read by the core schema of YAML 1.2:
`country: NO` is Norway, and `2026-03-02` a text.
"""

import re
from dataclasses import dataclass, replace

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from tracker.config import places, slips
from tracker.config.problems import Path, Pointed, Problem

_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII
)
_BASES = {"0o": 8, "0x": 16}
# Python refuses to read longer ones; no setting needs them.
_LONGEST_NUMBER = 100

# Given to what has no tag; what a plain word means is decided below.
_YAML_TAGS = "tag:yaml.org,2002:"
_UNTAGGED = frozenset(
    _YAML_TAGS + kind
    for kind in (
        "bool",
        "float",
        "int",
        "map",
        "merge",
        "null",
        "seq",
        "str",
        "timestamp",
        "value",
    )
)


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says.

    `name` is how messages call the file. `data` holds dicts with text keys, lists,
    texts, whole numbers, floats, booleans and None; it is None if nothing could be
    read. `problems` are those of the YAML itself. `source` is the file as it stands.
    """

    name: str
    data: object
    problems: tuple[Problem, ...]
    root: Node | None
    source: str = ""

    def existing(self, path: Path) -> Path:
        """Cut a path off where the file has nothing of that kind."""
        return path[: len(self._nodes(path))]

    def line(self, path: Path) -> int:
        """Give the line (1-based) of a key or list item, or of the last one there."""
        nodes = self._nodes(path)
        return nodes[-1][0] if nodes else 1

    def line_of_value(self, path: Path) -> int:
        """Give the line (1-based) on which the value at a path begins."""
        nodes = self._nodes(path)
        node = nodes[-1][1] if nodes else self.root
        return 1 if node is None else int(node.start_mark.line) + 1

    def written(self, path: Path) -> str | None:
        """Give the letters of a single value as they stand in the file, else None."""
        nodes = self._nodes(path)
        node = nodes[-1][1] if nodes else self.root
        if isinstance(node, ScalarNode) and len(nodes) == len(path):
            return _letters(node)
        return None

    def problem(self, path: Path, text: str) -> Problem:
        """Report a mistake at a path of this file."""
        return Problem(file=self.name, line=self.line(path), path=path, text=text)

    def problem_within(self, path: Path, text: str, offset: int) -> Problem:
        """Report a mistake at a character, from 0, of the text at a path."""
        nodes = self._nodes(path)
        node = nodes[-1][1] if nodes else self.root
        if not isinstance(node, ScalarNode) or len(nodes) < len(path):
            return self.problem(path, text)
        written = _letters(node)
        place = places.place(self.source, node, written, offset)
        if place is None:
            pointed = Pointed(written.replace("\n", " "), offset)
            return replace(self.problem(path, text), pointed=pointed)
        before = self.source[:place]
        start = before.rfind("\n") + 1
        end = self.source.find("\n", place)
        line = self.source[start : None if end < 0 else end]
        return Problem(
            file=self.name,
            line=before.count("\n") + 1,
            column=place - start + 1,
            path=path,
            text=text,
            pointed=Pointed(line, place - start),
        )

    def _nodes(self, path: Path) -> list[tuple[int, Node]]:
        """Give line and node of each step of a path, as far as it leads."""
        nodes: list[tuple[int, Node]] = []
        for step in path:
            found = _child(nodes[-1][1] if nodes else self.root, step)
            if found is None:
                break
            nodes.append(found)
        return nodes


def read(raw: bytes, *, name: str) -> Document:
    """Read the bytes of a file; mistakes are in `problems`, nothing raises."""
    text = ""
    try:
        text = raw.decode("utf-8-sig")
        root = YAML(typ="safe", pure=True).compose(text)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _broken(name, line, "is not UTF-8; save the file as UTF-8")
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        told = f"character U+{error.character:04X} is not allowed; take it out"
        return _broken(name, line, told)
    except MarkedYAMLError as error:
        return _broken(name, *slips.explain(text, error))
    except RecursionError:
        return _broken(name, None, "is nested too deeply; check the brackets")
    if root is None:
        return Document(name, {}, (), None)
    reader = _Reader(name)
    data = reader.value(root, ())
    return Document(name, data, tuple(reader.problems), root, text)


class _Reader:
    """Turns nodes into values and notes what cannot be a value."""

    def __init__(self, name: str) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._open: set[int] = set()

    def value(self, node: Node, path: Path) -> object:
        if node.tag not in _UNTAGGED:
            self._note(node, path, f"tags such as {node.tag} are not used; take it out")
            return None
        if isinstance(node, ScalarNode):
            return _letters(node) if node.style else _plain(_letters(node))
        if id(node) in self._open:
            self._note(node, path, "contains itself; write the value out")
            return None
        self._open.add(id(node))
        if isinstance(node, MappingNode):
            value: object = self._mapping(node, path)
        else:
            value = [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        self._open.discard(id(node))
        return value

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, object]:
        lines: dict[str, int] = {}
        values: dict[str, object] = {}
        for key, item in node.value:
            if not isinstance(key, ScalarNode):
                self._note(key, path, "a key must be one word; check the brackets")
                continue
            name = _letters(key)
            if name in values:
                text = f"written twice, first on line {lines[name]}; keep one"
                self._note(key, (*path, name), text)
            else:
                lines[name] = key.start_mark.line + 1
                values[name] = self.value(item, (*path, name))
        return values

    def _note(self, node: Node, path: Path, text: str) -> None:
        line = node.start_mark.line + 1
        self.problems.append(Problem(file=self._name, line=line, path=path, text=text))


def _letters(node: ScalarNode) -> str:
    """Give a text; letters that JSON escapes as two halves are put together."""
    written = str(node.value)
    if written.isascii():
        return written
    return written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _plain(word: str) -> object:
    """Read a word without quotes by the core schema of YAML 1.2, section 10.3.2."""
    if _NULL.fullmatch(word):
        return None
    if _TRUE.fullmatch(word):
        return True
    if _FALSE.fullmatch(word):
        return False
    if len(word) <= _LONGEST_NUMBER:
        if _INTEGER.fullmatch(word):
            base = _BASES.get(word[:2])
            return int(word[2:], base) if base else int(word)
        if _FLOAT.fullmatch(word):
            return float(word)
    return word


def _child(node: Node | None, step: str | int) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        for key, item in node.value:
            if isinstance(key, ScalarNode) and _letters(key) == step:
                return key.start_mark.line + 1, item
    if isinstance(node, SequenceNode) and isinstance(step, int):
        for item in node.value[step : step + 1]:
            return item.start_mark.line + 1, item
    return None


def _broken(name: str, line: int | None, text: str) -> Document:
    problem = Problem(file=name, line=line, path=(), text=text)
    return Document(name, None, (problem,), None)
