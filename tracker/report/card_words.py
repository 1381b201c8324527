"""The words of the method card, apart from its values, so that they can be translated.

A name alone is the label of a line, a name with a dot one part of it; `{…}` are the
values of that part.
"""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "counted": "counted",
    "counted.grain": "{grain}",
    "counted.first": "texts as first published",
    "counted.latest": "texts as they are now",
    "counted.once": "a text once within an outlet",
    "counted.all": "every copy of a text",
    "window": "window",
    "window.days": "{from_day} to {to_day}, days of {zone}",
    "window.articles": "articles of {first_day} to {last_day}",
    "window.as_of": "as known at {as_of}",
    "outlets": "outlets",
    "outlets.observed": "observed {observed} of {configured}",
    "outlets.partly_observed": "partly: {names}",
    "outlets.not_observed": "not observed: {names}",
    "outlets.visits": "good visits {good_visits} of {visits}",
    "outlets.gaps": "gaps {gaps}",
    "outlets.unvisited": "no visit in these days",
    "archives": "archives",
    "archives.outlets": "asked for {outlets} of {configured} outlets",
    "archives.listed": "all of these days listed: {archives}",
    "archives.searched": "searched, not listed whole: {archives}",
    "archives.unanswered": "closed or failed: {archives}",
    "archives.unfinished": "not finished: {archives}",
    "archives.queries": "words asked for: {queries}",
    "articles": "articles",
    "articles.found": "found {articles}, with a text {with_text}",
    "articles.once": (
        "without copies {once_in_outlet} within outlets, {once_over_all} over all"
    ),
    "articles.languages": "{languages}",
    "asked": "asked",
    "asked.given": "{given}",
    "limits": "judged by",
    "limits.values": "{limits}",
    "accuracy": "accuracy",
    "accuracy.validated": (
        "{layer} ({language}): precision {precision}, recall {recall}, n={units}"
    ),
    "accuracy.none": "machine, not validated: all that is found in texts, {languages}",
    "accuracy.not_validated": "machine, not validated: {layers}",
    "withheld": "withheld",
    "withheld.cells": "{withheld} of {cells} cells: not enough",
    "intervals": "intervals",
    "intervals.meaning": "95 %; on a full count: as if more such articles were written",
    "coding": "coded by",
    "coding.most": "{hashes} ({texts})",
    "coding.others": "{texts} by other configurations: {hashes}",
    "coding.before": "before the configuration was changed: {coded_before}",
    "coding.recode": "newest recode {recoded_at}",
    "coding.after": (
        "after the time asked for: codings, assignments and copies are those of then"
    ),
    "program": "program",
    "program.version": "{program}",
    "program.configuration": "configuration {config_hash}, its outlets {outlets_hash}",
}
