"""What became of a text: its later versions, and its copies in other outlets."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from tracker.report.dossier.cells import Record
from tracker.report.dossier.declared import Chains, Diffs
from tracker.report.dossier.diffs import sentence_changes, word_changes
from tracker.report.dossier.grids import Desk, Source
from tracker.report.dossier.values import (
    Block,
    Chain,
    ChainList,
    Change,
    Note,
    Revision,
    Revisions,
    Step,
)
from tracker.report.html import web_address
from tracker.report.text import one_line

# Chains and revisions above this are left to the command.
MOST_CHAINS = 60
MOST_REVISIONS = 60
_VOICED = re.compile(r"(.*) \((\w+)\)")
_BETWEEN_CODES = re.compile(r"([,;] |: | -> )")

_CHANGES = (
    *(("labels", "layer.label"), ("event_nouns", "layer.event_noun")),
    *(
        ("facts", "layer.fact"),
        ("figures", "layer.figure"),
        ("speakers", "layer.quote"),
    ),
)


def diffs(part: Diffs, source: Source, desk: Desk) -> Iterator[Block]:
    """Hold each changed text against the one before it."""
    rows = source.rows[part.report]
    if rows:
        shown = rows[:MOST_REVISIONS]
        yield Revisions(revisions=tuple(_revision(row, source, desk) for row in shown))
        yield from _more(len(rows) - len(shown), desk)


def _more(number: int, desk: Desk) -> Iterator[Block]:
    if number:
        yield Note(text=desk.tell.words.counted("left", number))


def _revision(row: Record, source: Source, desk: Desk) -> Revision:
    tell = desk.tell
    article, version = str(row["article_id"]), int(str(row["version"]))
    before = source.texts.get((article, version - 1))
    after = source.texts.get((article, version))
    title: tuple[Change, ...] = ()
    if row["title_after"] is not None:
        old = one_line(str(row["title_before"] or ""))
        title = word_changes(old, one_line(str(row["title_after"])))
    body = (
        ()
        if before is None or after is None
        else tuple(sentence_changes(before, after))
    )
    told = []
    for name, words in _CHANGES:
        for end in ("gone", "new"):
            if row[f"{name}_{end}"] is not None:
                what = f"{tell.words(words)}, {tell.words(f'change.{end}')}"
                told.append(f"{what}: {_codes(str(row[f'{name}_{end}']), desk)}")
    if row["modes_changed"] is not None:
        what = tell.words("change.modes")
        told.append(f"{what}: {_codes(str(row['modes_changed']), desk)}")
    if row["declared"]:
        told.append(tell.words("change.declared"))
    language = row["language"]
    return Revision(
        heading=tell.name("outlet", row["outlet"]),
        note=tell.words(
            "change.between",
            number=version,
            low=tell.time(row["previous_check_at"]),
            high=tell.time(row["seen_at"]),
        ),
        href=web_address(str(row["url"])),
        lang=str(language) if language else None,
        title=title,
        body=body,
        told=tuple(told),
    )


def _codes(listed: str, desk: Desk) -> str:
    """Spell codes as a report lists them, with voices and speakers in our words."""
    tell = desk.tell
    parts = []
    for place, part in enumerate(_BETWEEN_CODES.split(one_line(listed))):
        voiced = _VOICED.fullmatch(part)
        if place % 2:
            parts.append(part)  # what stands between two codes
        elif voiced and voiced[1]:
            code = tell.name("coded", voiced[1])
            parts.append(f"{code} ({tell.name('voice', voiced[2])})")
        else:
            known = tell.words.known(f"voice.{part}")
            parts.append(known or tell.name("speaker", part))
    return "".join(parts).replace(" -> ", " → ")


# ---------------------------------------------------------------- copies


def chains(part: Chains, source: Source, desk: Desk) -> Iterator[Block]:
    """Put the pairs of copies in order: a text, and what came after it."""
    articles = {str(row["article_id"]): row for row in source.rows[part.articles]}
    clusters: dict[object, list[Record]] = {}
    for row in source.rows[part.report]:
        alone = row["article_a"], row["article_b"]
        clusters.setdefault(row["cluster"] or alone, []).append(row)
    ordered = sorted(clusters.values(), key=len, reverse=True)
    made = tuple(_chain(pairs, articles, desk) for pairs in ordered[:MOST_CHAINS])
    if made:
        yield ChainList(chains=made)
        yield from _more(len(ordered) - len(made), desk)


def _chain(
    pairs: Sequence[Record], articles: Mapping[str, Record], desk: Desk
) -> Chain:
    """Begin with the texts that came from nowhere, then each copy by its best pair."""
    best: dict[str, Record] = {}
    for pair in sorted(pairs, key=_certainty):
        best.setdefault(str(pair["article_b"]), pair)
    first = [pair for pair in pairs if str(pair["article_a"]) not in best]
    steps = {
        str(pair["article_a"]): _step(pair, "a", articles, desk)
        for pair in sorted(first, key=_time("a"))
    }
    for pair in sorted(best.values(), key=_time("b")):
        steps[str(pair["article_b"])] = _step(pair, "b", articles, desk)
    kinds = dict.fromkeys(desk.tell.name("copies", pair["kind"]) for pair in pairs)
    return Chain(heading=", ".join(kinds), steps=tuple(steps.values()))


def _certainty(pair: Record) -> tuple[int, str, str]:
    known = ("copied_from", "earlier", "not_known").index(str(pair["direction"]))
    return known, str(pair["a_to_at"]), str(pair["article_a"])


def _time(side: str) -> Callable[[Record], tuple[str, str]]:
    return lambda pair: (str(pair[f"{side}_to_at"]), str(pair[f"article_{side}"]))


def _step(pair: Record, side: str, articles: Mapping[str, Record], desk: Desk) -> Step:
    tell = desk.tell
    article = articles.get(str(pair[f"article_{side}"]), {})
    language = article.get("language")
    title = one_line(str(pair[f"title_{side}"] or ""))
    return Step(
        outlet=tell.name("outlet", pair[f"outlet_{side}"]),
        at=tell.time(pair[f"{side}_to_at"]),
        title=title,
        href=web_address(str(article.get("url") or "")),
        lang=str(language) if language else None,
        told=tuple(_told(pair, desk)) if side == "b" else (),
    )


def _told(pair: Record, desk: Desk) -> Iterator[str]:
    """Say how a copy lies to the text before it, and what it changed."""
    tell = desk.tell
    before = tell.name("outlet", pair["outlet_a"])
    yield tell.words(f"copies.{pair['direction']}", name=before)
    if pair["a_in_b"] is not None and pair["b_in_a"] is not None:
        yield tell.words(
            "copies.shared",
            name=before,
            one=tell.percent(float(str(pair["a_in_b"]))),
            other=tell.percent(float(str(pair["b_in_a"]))),
        )
    if pair["copied_from"] is not None:
        yield tell.words(
            "copies.credits", name=tell.name("outlet", pair["copied_from"])
        )
    if pair["headline_changed"]:
        yield tell.words("copies.headline")
    for name in ("labels_added", "labels_dropped", "speakers_dropped"):
        if pair[name] is not None:
            codes = (tell.name("coded", each) for each in str(pair[name]).split(", "))
            yield tell.words(f"copies.{name}", names=", ".join(codes))
