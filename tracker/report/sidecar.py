"""How a file of data was made, to be kept beside it."""

import hashlib
import json
from datetime import UTC

from tracker.core.hiding import hidden
from tracker.model import Result
from tracker.report.asked import Asked
from tracker.report.card import Card, spelled
from tracker.report.files import plain


def about(result: Result, asked: Asked, card: Card | None = None) -> dict[str, object]:
    """Say in plain values how a result was made: what JSON holds, secrets left out.

    The query and its parameters ask the same again; `configuration` has the hashes of
    config.yaml as it was read now, `method` what the database told of itself.
    """
    return {
        "asked": hidden(asked.typed),
        "purpose": asked.purpose,
        "grain": asked.grain,
        "parameters": {
            **{each.name: hidden(each.value) for each in asked.given},
            **dict.fromkeys(asked.left_out),
        },
        "sql": hidden(asked.sql),
        "columns": [
            {"name": each.name, "type": each.type, "meaning": each.text}
            for each in result.columns
        ],
        "rows": len(result.rows),
        "made_at": f"{asked.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "program": asked.program,
        "database": asked.database,
        "configuration": dict(asked.hashes),
        "card": {} if card is None else dict(spelled(card)),
        "method": {} if card is None else plain(dict(card.values)),
    }


def as_json(told: object) -> str:
    """Spell plain values as JSON."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def sidecar(told: dict[str, object], data: bytes, *, name: str) -> bytes:
    """Write what `about` said, and of which bytes under which file name."""
    named = {"file": name, "sha256": hashlib.sha256(data).hexdigest(), **told}
    return as_json(named).encode()
