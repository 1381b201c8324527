"""The validator's findings as sentences for the people who wrote the file."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tracker.config import slips
from tracker.config.problems import Path, Problem, suggestion
from tracker.config.schema import SETTINGS, ListsShape, Shape, keys_at
from tracker.config.yamlfile import Document
from tracker.errors import QuerySyntaxError

_WANTED = {
    "string_type": "one text",
    "dict_type": "a mapping by key, such as {{sq: […]}}",
    "model_type": "a mapping of keys to values",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
}


_KEYED = ("dict_type", "model_type")


def problems(
    error: ValidationError, document: Document, shape: type[Shape]
) -> tuple[Problem, ...]:
    """Say what is wrong in a document that does not have its shape."""
    return tuple(
        _without_blank(found, path, document)
        or _in_query(found, path, document)
        or document.problem(path, _sentence(found, path, document, shape))
        for found in error.errors(include_url=False)
        for path in [_path(found, document)]
    )


def _without_blank(
    found: ErrorDetails, path: Path, document: Document
) -> Problem | None:
    """Find `key:value`, which YAML takes for one text or for a key without value."""
    written, line = "", document.line(path)
    if found["type"] == "extra_forbidden":
        written = str(path[-1])
    elif found["type"] in _KEYED and isinstance(found["input"], str):
        written, line = found["input"], document.line_of_value(path)
    wanted = slips.without_blank(written)
    if wanted is None:
        return None
    return Problem(file=document.name, line=line, path=path, text=wanted)


def _in_query(found: ErrorDetails, path: Path, document: Document) -> Problem | None:
    """Point at the character of a query that cannot be read."""
    raised = found.get("ctx", {}).get("error")
    if not isinstance(raised, ValueError):
        return None
    cause = raised.__cause__
    if not isinstance(cause, QuerySyntaxError):
        return None
    return document.problem_within(path, str(raised), cause.offset)


def _path(found: ErrorDetails, document: Document) -> Path:
    path = tuple(step for step in found["loc"] if step != "[key]")
    return path if found["type"] == "missing" else document.existing(path)


def _sentence(
    found: ErrorDetails, path: Path, document: Document, shape: type[Shape]
) -> str:
    if found["type"] == "extra_forbidden":
        return _unknown_key(path, shape)
    if found["type"] == "missing":
        return f"is missing; add '{path[-1]}: …'"
    if found["type"] == "value_error":
        return str(found["ctx"]["error"])
    return _wrong_value(found, document.written(path))


def _wrong_value(found: ErrorDetails, written: str | None) -> str:
    kind, context, given = found["type"], found.get("ctx", {}), found["input"]
    if given is None:
        return "is empty; write a value, or take the key out"
    if kind == "literal_error":
        return f"must be {context['expected']}, not {_told(given)}"
    if kind == "string_type" and written is not None:
        return f'must be a text; put it in quotes: "{written}"'
    if kind == "tuple_type":
        return f"must be a list; write [{written or '…'}]"
    if kind in _WANTED:
        return f"must be {_WANTED[kind].format(**context)}, not {_told(given)}"
    return found["msg"]


def _unknown_key(path: Path, shape: type[Shape]) -> str:
    key = str(path[-1])
    if shape is ListsShape and len(path) == 1 and key in SETTINGS:
        return "is a setting; move it to the main configuration file"
    return f"unknown key; {suggestion(key, keys_at(shape, path[:-1]))}"


def _told(given: object) -> str:
    if isinstance(given, list):
        return "a list"
    if isinstance(given, dict):
        return "a mapping"
    return f"'{given}'"
