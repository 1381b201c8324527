"""`tracker check`: what the configuration says, and what it finds in a text."""

from collections.abc import Collection, Mapping
from datetime import datetime

from rich.console import Console

from tracker.cli import clock
from tracker.config import warnings
from tracker.core.matching import Matcher, compile_matcher
from tracker.core.names import surface_forms
from tracker.db import queries
from tracker.errors import InputError
from tracker.model import Actor, Config, Names, Text


def check_config(config: Config, actors: Collection[str], screen: Console) -> None:
    """Say what is configured, what deserves a look, and every form of every name."""
    known = {actor.id for actor in config.actors}
    for wanted in actors:
        if wanted not in known:
            raise InputError(
                f"--actor {wanted}: no such actor; known: {', '.join(sorted(known))}"
            )
    # Compiling is the last test: a name that yields no pattern fails here.
    _matcher(config)
    for actor in config.actors:
        if not actors or actor.id in actors:
            _print_forms(actor, screen)
    crawled = sum(outlet.fetch for outlet in config.outlets)
    feeds = sum(
        len(outlet.feeds) + len(outlet.sitemaps) + (outlet.wordpress is not None)
        for outlet in config.outlets
        if outlet.fetch
    )
    facts = sum(len(incident.facts) for incident in config.incidents)
    for report in queries.reports(config.queries):
        if report.own:
            screen.print(f"your report {report.name}: {report.purpose}", soft_wrap=True)
    for warning in warnings(config):
        screen.print(f"warning: {warning}", soft_wrap=True)
    counts = (
        f"outlets: {len(config.outlets)} ({crawled} crawled, with {feeds} feeds)",
        f"actors: {len(config.actors)}",
        f"incidents: {len(config.incidents)}",
        f"facts: {facts}",
    )
    screen.print(f"{config.path} is good. {'; '.join(counts)}", soft_wrap=True)


def check_text(
    config: Config,
    text: str,
    screen: Console,
    *,
    language: str | None,
    day: datetime | None,
) -> None:
    """Show what is found in a text of `day`, with the reason for each near miss.

    The first line is the title when more lines follow.
    """
    from tracker.web.language import KNOWN, Identifier  # noqa: PLC0415 - loads its model

    title, _, body = text.partition("\n")
    if not body:
        title, body = "", title
    of_outlets = {each for outlet in config.outlets for each in outlet.languages}
    known = sorted({*KNOWN, *of_outlets})
    if language is not None and language not in known:
        raise InputError(f"--language {language}: one of {', '.join(known)}")
    guessed, is_sure = Identifier(of_outlets).guess(title, body)
    how = "as you said" if language else "guessed"
    if not language and not is_sure:
        how = "guessed from a short text; --language says it"
    when = day or clock.now()
    lines = _matcher(config).explain(
        Text(
            title=title,
            body=body,
            language=language or guessed,
            published_at=when,
            first_seen_at=when,
        )
    )
    screen.print(f"language: {language or guessed} ({how}); day: {when:%Y-%m-%d}")
    for line in lines:
        screen.print(line, soft_wrap=True)


def _matcher(config: Config) -> Matcher:
    return compile_matcher(config.actors, config.incidents, timezone=config.timezone)


def _print_forms(actor: Actor, screen: Console) -> None:
    screen.print(f"{actor.id}: {actor.name}")
    if actor.acronyms:
        screen.print("  acronyms: " + ", ".join(each.text for each in actor.acronyms))
    lists: Mapping[str, Names] = {
        "names": actor.names,
        "places": actor.places,
        "generic": actor.generic,
    }
    for kind, by_language in lists.items():
        for language, entries in by_language.items():
            for entry in entries:
                forms = ", ".join(surface_forms(entry, language))
                screen.print(
                    f"  {kind} {language} {entry.text}: {forms}", soft_wrap=True
                )
