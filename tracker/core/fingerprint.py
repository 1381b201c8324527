"""Fingerprints of the configuration: what changed, and what a text was coded with."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta

from tracker.model import Config

# Enough to tell the configurations of one project apart, short enough to be quoted.
DIGITS = 16
CODING_PARTS = ("actors", "labels", "incidents", "facts")


def config_hash(config: Config) -> str:
    """Give 16 hexadecimal digits for what a configuration says about the news.

    Where it lies on this machine, how fast it crawls and where it stores things are
    left out, so that the same study has the same hash everywhere.
    """
    return _digest({**part_hashes(config), "keep": config.keep})


def part_hashes(config: Config) -> dict[str, str]:
    """Give the hash of each part: outlets, actors, labels, incidents, facts.

    `actors` leaves out their labels and `incidents` their facts, which are parts of
    their own; `incidents` holds the zone as well, since its days are local days. The
    order in which things are listed does not matter.
    """
    actors = sorted(config.actors, key=lambda actor: actor.id)
    incidents = sorted(config.incidents, key=lambda incident: incident.id)
    parts: dict[str, object] = {
        "outlets": sorted(
            (replace(outlet, logins={}) for outlet in config.outlets),
            key=lambda outlet: outlet.id,
        ),
        "actors": [replace(actor, labels={}) for actor in actors],
        "labels": {actor.id: actor.labels for actor in actors if actor.labels},
        "incidents": [
            config.timezone,
            *(replace(incident, facts=()) for incident in incidents),
        ],
        "facts": {
            incident.id: sorted(incident.facts, key=lambda fact: fact.id)
            for incident in incidents
            if incident.facts
        },
    }
    return {name: _digest(part) for name, part in parts.items()}


def coding_hash(config: Config) -> str:
    """Give what `versions.config_hash` holds: the hashes of CODING_PARTS, dotted.

    Outlets are not among them, so that a new outlet recodes nothing; from two of
    these it can be read which part changed.
    """
    hashes = part_hashes(config)
    return ".".join(hashes[name] for name in CODING_PARTS)


def _digest(value: object) -> str:
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _plain(value: object) -> object:
    """Spell a value in JSON, the same for equal values on every machine."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return _spelled(value)


def _spelled(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value
