"""Read a configuration: YAML files in, a checked `model.Config` out.

`schema` documents the files. The way through: `files` gathers them, `yamlfile` reads
each with its lines, `schema` and `values` check them, `unique` compares them, `build`
makes the nouns; `problems` and `explain` tell what is wrong.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from tracker.config import build, explain, files, unique
from tracker.config.advice import warnings
from tracker.config.files import shipped_names
from tracker.config.problems import Problem, refuse
from tracker.config.schema import Known, ListsShape, MainShape
from tracker.config.starter import write_starter
from tracker.config.yamlfile import Document
from tracker.model import Config

__all__ = ["load", "shipped_names", "warnings", "write_starter"]

_Shape = TypeVar("_Shape", bound=ListsShape)


def load(path: Path) -> Config:
    """Read a configuration and all that it includes.

    Raises ConfigError with every mistake of every file, one a line, each with file,
    line, key, what is wrong and what to do; below a query the place is shown. Relative
    paths in it start at the folder of the file; times without a zone are in its
    `timezone`.
    """
    found = files.gather(path)
    known = Known(actors=unique.actor_ids(found.documents) if found.complete else None)
    problems = [*found.problems, *unique.duplicates(found.documents)]
    first, *others = found.documents
    main = _checked(first, MainShape, known, problems)
    included = [_checked(other, ListsShape, known, problems) for other in others]
    refuse(_in_order(problems, found.documents))
    return build.config(path, main, included)


def _checked(
    document: Document, shape: type[_Shape], known: Known, problems: list[Problem]
) -> _Shape:
    """Give a document its shape; mistakes are added to `problems`."""
    try:
        if document.data is not None:
            return shape.model_validate(document.data, context=known)
    except ValidationError as error:
        problems += explain.problems(error, document, shape)
    return shape()


def _in_order(
    problems: Sequence[Problem], documents: Sequence[Document]
) -> list[Problem]:
    names = [document.name for document in documents]
    return sorted(
        problems, key=lambda found: (names.index(found.file), found.line or 0)
    )
