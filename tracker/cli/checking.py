"""`tracker check`: what the configuration says, and what it finds in a text."""

from collections.abc import Collection, Mapping

from rich.console import Console

from tracker.cli import clock
from tracker.config import warnings
from tracker.core.matching import Matcher, compile_matcher
from tracker.core.names import surface_forms
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
    for warning in warnings(config):
        screen.print(f"warning: {warning}")
    screen.print(
        f"{config.path}: good. {len(config.outlets)} outlets ({crawled} crawled,"
        f" {feeds} feeds), {len(config.actors)} actors,"
        f" {len(config.incidents)} incidents, {facts} facts"
    )


def check_text(
    config: Config, text: str, language: str | None, screen: Console
) -> None:
    """Show what is found in a text, with the reason for each near miss.

    The first line is the title when more lines follow.
    """
    from tracker.web.language import Identifier  # noqa: PLC0415 - loads its model

    title, _, body = text.partition("\n")
    if not body:
        title, body = "", title
    default = config.outlets[0].languages[:1] if config.outlets else ()
    chosen = language or Identifier().identify(
        title, body, default=default[0] if default else "en"
    )
    now = clock.now()
    lines = _matcher(config).explain(
        Text(
            title=title,
            body=body,
            language=chosen,
            published_at=None,
            first_seen_at=now,
        )
    )
    screen.print(f"language: {chosen}; day: {now:%Y-%m-%d} (undated)")
    for line in lines or ("nothing that is tracked",):
        screen.print(line)


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
                screen.print(f"  {kind} {language} {entry.text}: {forms}")
