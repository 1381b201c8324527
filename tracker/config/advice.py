"""What a configuration may say, but probably does not mean."""

import re
from collections.abc import Iterator, Mapping

from tracker.core.folding import fold_word
from tracker.core.forms.verbs import verb_forms
from tracker.core.queries.places import OneOf
from tracker.core.queries.syntax import read
from tracker.core.queries.terms import elements, terms
from tracker.model import EVERY, Actor, Config, Outlet

PLACEHOLDER = "desk@example.org"
_FORMS = "forms:"
_ALBANIAN_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
# Of verbs in -oj; no noun ends so.
_CONJUGATED = re.compile(r"([a-z]{2,})(?:ojne|ohet|ohen|ohej|oheshin|onin|onte|uan)")


def warnings(config: Config) -> tuple[str, ...]:
    """List what deserves a look before numbers are compared, one line each."""
    return tuple(
        dict.fromkeys(
            (
                *_about_settings(config),
                *_about_outlets(config),
                *_about_actors(config),
                *_about_labels(config),
                *_about_facts(config),
                *_about_figures(config),
                *_about_forms(config),
            )
        )
    )


def _about_settings(config: Config) -> Iterator[str]:
    if config.contact in {None, PLACEHOLDER}:
        yield (
            "contact: outlets cannot tell who is asking; write the e-mail or web"
            " address of your desk"
        )
    if config.queries is not None and not config.queries.is_dir():
        yield f"queries: there is no folder {config.queries}; create it or correct it"


def _about_outlets(config: Config) -> Iterator[str]:
    if not config.outlets:
        yield "outlets: none is listed, so nothing is collected; include a list"
    silent = [outlet.id for outlet in config.outlets if _is_never_visited(outlet)]
    if silent:
        yield (
            f"outlets: {len(silent)} without feed, sitemap or WordPress address, never"
            f" visited and counted as not observed: {', '.join(silent)}"
        )


def _is_never_visited(outlet: Outlet) -> bool:
    return outlet.fetch and not (outlet.feeds or outlet.sitemaps or outlet.wordpress)


def _about_actors(config: Config) -> Iterator[str]:
    for actor in config.actors:
        findable = actor.acronyms or actor.names or actor.places
        if not findable and not (actor.generic and actor.anchors):
            yield (
                f"actors, {actor.id}: has no acronym, name or place, nor a generic word"
                " with an anchor, so it will never be found; add one"
            )


def _about_labels(config: Config) -> Iterator[str]:
    """Compare the label families of the actors that one incident brings together.

    A family that only one side has makes its coverage look harsher or kinder than
    that of the other side. Actors that are context and have no labels are no side.
    Languages in which not every side has labels are compared as a whole only.
    """
    actors = {actor.id: actor for actor in config.actors}
    for incident in config.incidents:
        sides = [actors[actor] for actor in incident.actors if _is_side(actors[actor])]
        yield from _unequal(sides, None)
        languages = [set().union(*side.labels.values()) for side in sides]
        for language in sorted(set.intersection(*languages) if languages else ()):
            yield from _unequal(sides, language)


def _is_side(actor: Actor) -> bool:
    return bool(actor.labels) or not actor.context


def _unequal(sides: list[Actor], language: str | None) -> Iterator[str]:
    families = {side.id: _families(side, language) for side in sides}
    everything = frozenset[str]().union(*families.values())
    for side, has in families.items():
        missing = sorted(everything - has)
        if missing:
            others = sorted(o for o in families if families[o] & (everything - has))
            spoken = f" in '{language}'" if language else ""
            yield (
                f"actors, {side}: labels of the families {', '.join(missing)} are"
                f" missing{spoken}, which {', '.join(others)} has; add them or take"
                " them out there"
            )


def _families(actor: Actor, language: str | None) -> frozenset[str]:
    return frozenset(
        family
        for family, words in actor.labels.items()
        if any(words.values() if language is None else words.get(language, ()))
    )


def _about_facts(config: Config) -> Iterator[str]:
    for incident in config.incidents:
        for fact in incident.facts:
            if not fact.match:
                yield (
                    f"incidents, {incident.id}, fact {fact.id}: has no match, so it"
                    " will never be found; add one"
                )


def _about_figures(config: Config) -> Iterator[str]:
    """Find the languages in which a fact is found, but nothing is counted."""
    for incident in config.incidents:
        for fact in incident.facts:
            if fact.figure is None or EVERY in fact.match:
                continue
            where = f"incidents, {incident.id}, fact {fact.id}, figure"
            things = fact.figure.referents
            counted = set().union(*things.values())
            for language in sorted(set(fact.match) - counted):
                if EVERY not in counted:
                    yield (
                        f"{where}: lists no noun in '{language}', so no number is"
                        " counted there; add some under `of`"
                    )
            for thing, words in things.items():
                missing = sorted((counted & set(fact.match)) - set(words))
                if missing and EVERY not in words:
                    yield (
                        f"{where}: '{thing}' has no noun in {', '.join(missing)}, so"
                        " its numbers are not compared with theirs; name what is"
                        f" counted: of: {{{thing}: {{{missing[0]}: […], …}}}}"
                    )


def _about_forms(config: Config) -> Iterator[str]:
    for incident in config.incidents:
        where = f"incidents, {incident.id}"
        yield from (f"{where}, about: {told}" for told in _odd_forms(incident.about))
        for fact in incident.facts:
            for told in _odd_forms(fact.match):
                yield f"{where}, fact {fact.id}: {told}"


def _odd_forms(queries: Mapping[str, str]) -> Iterator[str]:
    """Find words after `forms:` that Albanian does not inflect as they are written."""
    for query in queries.values():
        asked = terms(read(query, actors=None))
        for term in (one for each in asked for one in elements(each)):
            if not isinstance(term, OneOf) or not term.text.startswith(_FORMS):
                continue
            folded = fold_word(term.text.removeprefix(_FORMS))
            verb = _CONJUGATED.fullmatch(folded)
            if not _ALBANIAN_WORD.fullmatch(folded):
                yield (
                    f"{term.text} is no Albanian word, so it has no forms; write it"
                    " without forms:"
                )
            elif verb and not verb_forms(folded):
                yield (
                    f"{term.text} is a form itself; write the verb as in a dictionary:"
                    f" {_FORMS}{verb[1]}oj"
                )
