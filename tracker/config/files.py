"""The main file of a configuration and all that it includes, each read once."""

import glob
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from tracker.config import yamlfile
from tracker.config.problems import Problem, suggestion
from tracker.config.yamlfile import Document
from tracker.errors import ConfigError

SHIPPED = "tracker:"
# The folders of tracker/data whose files may be included by name.
_SHIPPED_FOLDERS = ("outlets", "cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The documents in the order of reading, the main file first.

    `complete` is False if one of them could not be found or read.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file: how messages call it, what tells it from others, where it lies."""

    name: str
    key: str
    folder: Path | None  # None: shipped with the program
    read: Callable[[], bytes]


def gather(path: Path) -> Files:
    """Read a configuration file and its includes.

    Raises ConfigError if the main file cannot be read; what is wrong with others is
    among the problems.
    """
    reading = _Reading()
    try:
        reading.take(_local(path, str(path)), ())
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: there is no such file; write one with 'tracker init'"
        ) from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    return Files(
        documents=tuple(reading.documents),
        problems=tuple(reading.problems),
        complete=reading.complete,
    )


def shipped_names() -> tuple[str, ...]:
    """List the names that may be included from the program itself."""
    data = resources.files("tracker") / "data"
    return tuple(
        f"{SHIPPED}{folder}/{file.name.removesuffix('.yaml')}"
        for folder in _SHIPPED_FOLDERS
        if (data / folder).is_dir()
        for file in sorted((data / folder).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    )


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True
    done: set[str] = field(default_factory=set)

    def take(self, source: _Source, chain: tuple[str, ...]) -> None:
        """Read a file and then what it includes; `chain` leads to it."""
        self.done.add(source.key)
        document = yamlfile.read(source.read(), name=source.name)
        self.documents.append(document)
        self.problems.extend(document.problems)
        if document.data is None:
            self.complete = False
        data = document.data
        included = data.get("include") if isinstance(data, dict) else None
        for n, wanted in enumerate(included if isinstance(included, list) else ()):
            if isinstance(wanted, str):
                self._include(wanted, n, document, source, (*chain, source.key))

    def _include(
        self,
        wanted: str,
        n: int,
        document: Document,
        source: _Source,
        chain: tuple[str, ...],
    ) -> None:
        found, trouble = _find(wanted, source)
        self.complete = self.complete and not trouble
        for target in found:
            if target.key in chain:
                trouble = f"'{wanted}' leads back to {target.name}; take it out"
            elif target.key not in self.done:
                try:
                    self.take(target, chain)
                except OSError as error:
                    trouble = f"{target.name} cannot be read: {error.strerror}"
                    self.complete = False
        if trouble:
            self.problems.append(document.problem(("include", n), trouble))


def _find(wanted: str, source: _Source) -> tuple[tuple[_Source, ...], str]:
    """Find the files that an entry of `include` names, or say why there are none."""
    if wanted.startswith(SHIPPED):
        names = shipped_names()
        if wanted in names:
            return (_from_program(wanted),), ""
        meant = suggestion(wanted, names)
        return (), (
            f"'{wanted}' does not ship with the program; {meant}"
            + (f" There are {', '.join(names)}" if meant.startswith("did") else "")
        )
    if source.folder is None:
        return (), f"'{wanted}' must begin with {SHIPPED} in a shipped file"
    folder = source.folder
    matches = sorted(glob.glob(wanted, root_dir=folder, recursive=True))  # noqa: PTH207 - Path.glob refuses absolute patterns
    if not matches:
        return (), f"no file matches '{wanted}' in {folder}; check its name"
    return tuple(_local(folder / match, str(folder / match)) for match in matches), ""


def _from_program(name: str) -> _Source:
    file = resources.files("tracker") / "data" / f"{name.removeprefix(SHIPPED)}.yaml"
    return _Source(name=name, key=name, folder=None, read=file.read_bytes)


def _local(path: Path, name: str) -> _Source:
    return _Source(
        name=name, key=str(path.resolve()), folder=path.parent, read=path.read_bytes
    )
