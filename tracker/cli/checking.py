"""`tracker check`: what the configuration says, and what it finds in a text."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from rich.console import Console

from tracker.cli import clock
from tracker.cli.outdated import hint_of
from tracker.config import warnings
from tracker.config.problems import suggestion
from tracker.core.matching import Matcher, compile_matcher
from tracker.core.names import surface_forms
from tracker.core.queries.misses import listed
from tracker.db import queries
from tracker.errors import InputError
from tracker.model import Actor, Config, Names, Text

# Of a list of ids, so many are named.
IDS_SHOWN = 4


def check_config(config: Config, actors: Collection[str], screen: Console) -> None:
    """Say what is configured, what deserves a look, and every form of every name."""
    _check_ids("--actor", actors, [actor.id for actor in config.actors])
    # Compiling is the last test: a name that yields no pattern fails here.
    _matcher(config)
    for actor in config.actors:
        if not actors or actor.id in actors:
            _print_forms(actor, screen)
    feeds = [
        len(outlet.feeds) + len(outlet.sitemaps) + (outlet.wordpress is not None)
        for outlet in config.outlets
        if outlet.fetch
    ]
    facts = sum(len(incident.facts) for incident in config.incidents)
    for report in queries.reports(config.queries):
        if report.own:
            screen.print(f"your report {report.name}: {report.purpose}", soft_wrap=True)
    for gap in _language_gaps(config):
        screen.print(f"note: {gap}", soft_wrap=True)
    for warning in warnings(config):
        screen.print(f"warning: {warning}", soft_wrap=True)
    crawled = f"{sum(map(bool, feeds))} crawled, with {sum(feeds)} feeds"
    counts = (
        f"outlets: {len(config.outlets)} ({crawled})",
        f"actors: {len(config.actors)}",
        f"incidents: {len(config.incidents)}",
        f"facts: {facts}",
    )
    screen.print(f"{config.path} is good. {'; '.join(counts)}", soft_wrap=True)
    if before := hint_of(config):
        screen.print(f"note: {before}", soft_wrap=True)


def check_text(
    config: Config,
    text: str,
    screen: Console,
    *,
    title: str | None,
    language: str | None,
    day: datetime | None,
    incidents: Collection[str],
    everything: bool,
) -> None:
    """Show what is found in a text of `day`, with the reason for each near miss.

    Without `title` the first line is the title when more lines follow. Of `incidents`,
    or with `everything` of all, nothing is left out.
    """
    from tracker.web.language import KNOWN, Identifier  # noqa: PLC0415 - loads its model

    _check_ids("--incident", incidents, [each.id for each in config.incidents])
    if not (text.strip() or title):
        raise InputError("--text: there is nothing in it; give it a text to look at")
    title, body = _parted(text) if title is None else (title, text)
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
        ),
        incidents=incidents,
        everything=everything,
    )
    screen.print(f"language: {language or guessed} ({how}); day: {when:%Y-%m-%d}")
    for line in lines:
        screen.print(line, soft_wrap=True)


def _language_gaps(config: Config) -> Iterator[str]:
    """Say in which languages of the outlets no query looks for an incident or fact."""
    spoken: Counter[str] = Counter()
    for outlet in config.outlets:
        spoken.update(outlet.languages)
    abouts: dict[frozenset[str], list[str]] = {}
    facts: dict[frozenset[str], list[str]] = {}
    for incident in config.incidents:
        abouts.setdefault(frozenset(incident.about), []).append(incident.id)
        for fact in incident.facts:
            if fact.match:
                facts.setdefault(frozenset(fact.match), []).append(fact.id)
    for key, found in (("about", abouts), ("match", facts)):
        for languages, ids in found.items():
            silent = sorted(spoken.keys() - languages)
            if silent and "*" not in languages:
                counted = [f"{each} ({_outlets(spoken[each])})" for each in silent]
                yield (
                    f"{key} of {listed(ids, IDS_SHOWN)}: only for"
                    f" {', '.join(sorted(languages))}; texts in {', '.join(counted)}"
                    " are not looked at"
                )


def _outlets(count: int) -> str:
    return "1 outlet" if count == 1 else f"{count} outlets"


def _check_ids(option: str, asked: Collection[str], known: Collection[str]) -> None:
    for one in asked:
        if one not in known:
            raise InputError(f"{option} {one}: there is none; {suggestion(one, known)}")


def _parted(text: str) -> tuple[str, str]:
    title, _, body = text.strip().partition("\n")
    return (title, body) if body else ("", title)


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
                forms = ", ".join(surface_forms(entry, language, cap=kind == "places"))
                screen.print(
                    f"  {kind} {language} {entry.text}: {forms}", soft_wrap=True
                )
