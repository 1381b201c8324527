"""The words of the method card in Albanian; the keys are those of card_words."""

from collections.abc import Mapping

ALBANIAN: Mapping[str, str] = {
    "counted": "u numëruan",
    "counted.grain": "{grain}",
    "counted.first": "tekstet siç u botuan herën e parë",
    "counted.latest": "tekstet siç janë tani",
    "counted.once": "çdo tekst një herë brenda një medieje",
    "counted.all": "çdo kopje e një teksti",
    "window": "periudha",
    "window.days": "{from_day} deri {to_day}, ditë të {zone}",
    "window.articles": "artikuj nga {first_day} deri {last_day}",
    "window.as_of": "siç dihej më {as_of}",
    "outlets": "mediat",
    "outlets.observed": "të vëzhguara {observed} nga {configured}",
    "outlets.partly_observed": "pjesërisht: {names}",
    "outlets.not_observed": "të pavëzhguara: {names}",
    "outlets.visits": "vizita të mira {good_visits} nga {visits}",
    "outlets.gaps": "ndërprerje {gaps}",
    "outlets.unvisited": "asnjë vizitë në këto ditë",
    "archives": "arkivat",
    "archives.outlets": "u pyetën për {outlets} nga {configured} media",
    "archives.listed": "gjithçka e këtyre ditëve e listuar: {archives}",
    "archives.searched": "të kërkuara, jo të listuara plotësisht: {archives}",
    "archives.unanswered": "të mbyllura ose të dështuara: {archives}",
    "archives.unfinished": "të papërfunduara: {archives}",
    "archives.queries": "fjalët e kërkuara: {queries}",
    "articles": "artikujt",
    "articles.found": "u gjetën {articles}, me tekst {with_text}",
    "articles.once": (
        "pa kopje {once_in_outlet} brenda mediave, {once_over_all} mbi të gjitha"
    ),
    "articles.languages": "{languages}",
    "asked": "u pyet",
    "asked.given": "{given}",
    "limits": "kufijtë",
    "limits.values": "{limits}",
    "accuracy": "saktësia",
    "accuracy.validated": (
        "{layer} ({language}): saktësia {precision}, mbulimi {recall}, n={units}"
    ),
    "accuracy.none": (
        "makinë, e paverifikuar: gjithçka e gjetur në tekste, {languages}"
    ),
    "accuracy.not_validated": "makinë, e paverifikuar: {layers}",
    "withheld": "të mbajtura",
    "withheld.cells": "{withheld} nga {cells} qeliza: nuk mjaftojnë",
    "intervals": "intervalet",
    "intervals.meaning": (
        "95 %; në një numërim të plotë: sikur të shkruheshin më shumë artikuj të tillë"
    ),
    "coding": "u koduan me",
    "coding.most": "{hashes} ({texts})",
    "coding.others": "{texts} me konfigurime të tjera: {hashes}",
    "coding.before": "para se të ndryshonte konfigurimi: {coded_before}",
    "coding.recode": "rikodimi më i ri {recoded_at}",
    "coding.after": (
        "pas kohës së pyetur: kodimet, caktimet dhe kopjet janë ato të asaj kohe"
    ),
    "program": "programi",
    "program.version": "{program}",
    "program.configuration": ("konfigurimi {config_hash}, mediat e tij {outlets_hash}"),
}
