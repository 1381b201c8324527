"""The files that `tracker init` writes for somebody who begins."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from tracker.errors import InputError


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write a commented configuration and an example query; give their paths.

    Nothing is ever overwritten: InputError if one of the files exists, and then none
    is written.
    """
    starter = resources.files("tracker") / "data" / "starter"
    targets = {folder / name: file for name, file in _files(starter, "")}
    for target in targets:
        if target.exists():
            raise InputError(
                f"{target} exists and is never overwritten; name another folder"
            )
    try:
        for target, file in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as new:
                new.write(file.read_bytes())
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be written: {error.strerror}; name another folder"
        ) from error
    return tuple(targets)


def _files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry, f"{prefix}{entry.name}/")
        else:
            found.append((f"{prefix}{entry.name}", entry))
    return found
