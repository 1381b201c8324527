"""Fingerprints of the configuration: what changed, and what a text was coded with."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from tracker.model import Config

# Enough to tell the configurations of one project apart, short enough to be quoted.
DIGITS = 16
# What decides what is found in a text: four parts of the configuration, and the rules
# of the program itself.
CodingPart = Literal["actors", "labels", "incidents", "facts", "rules"]
CODING_PARTS: tuple[CodingPart, ...] = (
    "actors",
    "labels",
    "incidents",
    "facts",
    "rules",
)
# To be raised whenever the same text under the same configuration would be coded
# otherwise: stored texts then count as coded before, and `tracker recode` redoes them.
# Copies it only looks for where there never were any: a change of their rules comes
# with a step of the schema that empties `shingles` and `copy_pairs` and puts every
# article into a cluster of its own.
RULES = 3


def config_hash(config: Config) -> str:
    """Give 16 hexadecimal digits for what a configuration says about the news.

    Where it lies on this machine, how fast it crawls and where it stores things are
    left out, so that the same study has the same hash everywhere.
    """
    return _digest({**part_hashes(config), "keep": config.keep})


def part_hashes(config: Config) -> dict[str, str]:
    """Give the hash of each part: outlets, actors, labels, incidents, facts.

    `actors` leaves out their labels and `incidents` their facts, which are parts of
    their own; `labels` and `incidents` hold the zone as well, since the year of a text
    and the days of an incident are local. The order in which things are listed does not
    matter.
    """
    actors = sorted(config.actors, key=lambda actor: actor.id)
    incidents = sorted(config.incidents, key=lambda incident: incident.id)
    parts: dict[str, object] = {
        "outlets": sorted(
            (replace(outlet, logins={}) for outlet in config.outlets),
            key=lambda outlet: outlet.id,
        ),
        "actors": [replace(actor, labels={}) for actor in actors],
        "labels": [
            config.timezone,
            {actor.id: actor.labels for actor in actors if actor.labels},
        ],
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


def coding_hashes(config: Config) -> dict[CodingPart, str]:
    """Give the hash of each of CODING_PARTS; that of the rules is their number."""
    hashes = {**part_hashes(config), "rules": str(RULES)}
    return {part: hashes[part] for part in CODING_PARTS}


def coding_hash(config: Config) -> str:
    """Give what `versions.config_hash` holds: the hashes of CODING_PARTS, dotted.

    Outlets are not among them, so that a new outlet recodes nothing; from two of
    these it can be read which part changed.
    """
    return ".".join(coding_hashes(config).values())


def changed_parts(before: str | None, now: str) -> frozenset[CodingPart]:
    """Say which parts differ between two values of `coding_hash`.

    What has none, or fewer parts than there are now, differs in those it lacks.
    """
    known = (before or "").split(".")
    told = known + [""] * (len(CODING_PARTS) - len(known))
    return frozenset(
        part
        for part, one, other in zip(CODING_PARTS, told, now.split("."), strict=False)
        if one != other
    )


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
