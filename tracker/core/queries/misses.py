"""Why a boolean query does not hold in a text, term by term, the nearest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tracker.core.queries.other_endings import other_ending
from tracker.core.queries.places import (
    Element,
    Named,
    OneOf,
    Row,
    groups,
    stretches,
)
from tracker.core.queries.scopes import Piece, Scope, Span, reading_order
from tracker.core.queries.syntax import LARGEST_DISTANCE, LARGEST_GROUP
from tracker.core.queries.terms import (
    And,
    Near,
    Node,
    Not,
    Or,
    Term,
    evaluate,
    written,
)
from tracker.core.queries.words import FORMS, shown
from tracker.core.snippets import Snippets

# Of a list of alternatives, so many near misses have a line each, and so many that are
# nowhere are named.
NEAR_SHOWN = 3
ABSENT_SHOWN = 8
NAMES_SHOWN = 2
# Few words have more forms.
FORMS_SHOWN = 60
_INDENT = "    "

# How many terms are missing, and how far off they are together.
Gap = tuple[int, int]


class Far(IntEnum):
    """How far off a term is that does not hold."""

    APART = 0  # all of it is there, but not as it was asked for
    PARTLY = 1  # something of it is there, or something like it
    ELSEWHERE = 2  # not in this part of the article, but in another
    NOWHERE = 3


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a term does not hold."""

    term: str
    reason: str
    far: Far


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Asks why a query does not hold in `scope`, a part of `article` or all of it.

    `unnamed` says of actors that are not named why something like them does not count.
    `part` is what the scope is called. Unless `is_full`, long lists of alternatives are
    cut, and what is cut is counted.
    """

    scope: Scope
    article: Scope
    snippets: Snippets
    unnamed: Mapping[str, Sequence[str]]
    is_full: bool = False
    part: str = "text"

    def gap(self, node: Node) -> Gap:
        """Tell how far from holding a part is that `plain` has made; (0, 0): it holds.

        Of alternatives the nearest counts.
        """
        if isinstance(node, And):
            gaps = [self.gap(part) for part in node.parts]
            return sum(one for one, _ in gaps), sum(other for _, other in gaps)
        if isinstance(node, Or):
            return min(map(self.gap, node.parts))
        if evaluate(node, self.scope) is not None:
            return 0, 0
        return 1, Far.PARTLY if isinstance(node, Not) else self.miss(node).far

    def is_anything_there(self, node: Node) -> bool:
        """Tell whether a term without NOT is found, or something of it.

        `plain` has made the query.
        """
        if isinstance(node, And | Or):
            return any(map(self.is_anything_there, node.parts))
        if isinstance(node, Not):
            return False
        return evaluate(node, self.scope) is not None or (
            self.miss(node).far <= Far.PARTLY
        )

    def lines(self, node: Node, indent: str = "") -> Iterator[str]:
        """Say of a part that does not hold what is found, and what is missing.

        Of alternatives, the nearest; the others are only counted.
        """
        if isinstance(node, And):
            yield from self._of_all(node, indent)
        elif isinstance(node, Or):
            yield from self._of_any(node, indent)
        elif isinstance(node, Not):
            hits = evaluate(node.part, self.scope) or ()
            first = min((hit.span for hit in hits), key=reading_order)
            found = self.snippets.quoted(first)
            yield f"{indent}excluded by {written(node)}: it is there: {found}"
        else:
            miss = self.miss(node)
            yield f"{indent}{miss.term}: {miss.reason}"

    def _of_all(self, node: And, indent: str) -> Iterator[str]:
        for part in node.parts:
            hits = evaluate(part, self.scope)
            if hits:
                first = min(hits, key=lambda hit: reading_order(hit.span))
                times = len({hit.span for hit in hits})
                more = f", and {times - 1} more" if times > 1 else ""
                found = self.snippets.quoted(first.span)
                yield f"{indent}found {first.term}: {found}{more}"
        for part in node.parts:
            if evaluate(part, self.scope) is not None:
                continue
            if isinstance(part, And | Or):
                yield f"{indent}missing {shown(written(part))}"
                yield from self.lines(part, indent + _INDENT)
            else:
                word = "" if isinstance(part, Not) else "missing "
                yield from (indent + word + line for line in self.lines(part))

    def _of_any(self, node: Or, indent: str) -> Iterator[str]:
        misses: list[Miss] = []
        joined: list[And] = []
        for part in node.parts:
            if isinstance(part, And):
                joined.append(part)
            elif isinstance(part, Not):
                yield from self.lines(part, indent)
            elif not isinstance(part, Or):
                misses.append(self.miss(part))
        near = sorted(misses, key=lambda miss: miss.far)
        near = [miss for miss in near if miss.far < Far.NOWHERE]
        most = len(misses) if self.is_full else NEAR_SHOWN
        for miss in near[:most]:
            yield f"{indent}{miss.term}: {miss.reason}"
        if len(near) > most:
            yield f"{indent}nearly there: {len(near) - most} more"
        absent = [miss.term for miss in misses if miss.far == Far.NOWHERE]
        if absent:
            most = len(misses) if self.is_full else ABSENT_SHOWN
            yield f"{indent}not found: {listed(absent, most)}"
        joined.sort(key=self.gap)
        for number, part in enumerate(joined if self.is_full else joined[:1]):
            which = "or" if number or misses else "nearest"
            yield f"{indent}{which} {shown(written(part))}"
            yield from self.lines(part, indent + _INDENT)
        if len(joined) > 1 and not self.is_full:
            yield f"{indent}or {len(joined) - 1} more"

    def miss(self, term: Term) -> Miss:
        """Say why a term is not found."""
        if isinstance(term, Named):
            return Miss(term.text, *self._unnamed(term))
        row = term.elements if isinstance(term, Near) else term.row
        there = [one for one in row if stretches(one, self.scope)]
        if len(there) == len(row) > 1:
            return Miss(term.text, self._apart(term, row), Far.APART)
        whys = {one: self._absent(one) for one in row if one not in there}
        like = [why for why, far in whys.values() if far < Far.NOWHERE]
        nowhere = [one for one, (_, far) in whys.items() if far == Far.NOWHERE]
        # One common word of three tells nothing.
        if nowhere and 2 * len(there) < len(row):
            return Miss(term.text, "not found" + _stood_for(row), Far.NOWHERE)
        reasons = [f"found {self._places_of(there, self.scope)}"] if there else []
        if nowhere:
            reasons.append(f"but not {', '.join(map(_text, nowhere))}")
        far = Far.PARTLY if there else max(far for _, far in whys.values())
        return Miss(term.text, ", ".join((*reasons, *like)), far)

    def _absent(self, element: Element) -> tuple[str, Far]:
        """Say where an element is that is not here, or what is like it here."""
        if isinstance(element, Named):
            return self._unnamed(element)
        if stretches(element, self.article):
            where = self._places_of((element,), self.article)
            return f"not in this {self.part}, but in {where}", Far.ELSEWHERE
        other = other_ending(element, self.scope)
        if other is not None:
            found = self.snippets.quoted(other.span)
            return f"the text has {found}; {other.remedy} finds it", Far.PARTLY
        return "not found", Far.NOWHERE

    def _unnamed(self, actor: Named) -> tuple[str, Far]:
        elsewhere = self.article.actors.get(actor.actor)
        if elsewhere:
            where = self.snippets.quoted(elsewhere[0])
            return f"not named in this {self.part}, but in {where}", Far.ELSEWHERE
        why = self.unnamed.get(actor.actor, ())
        if why:
            return "; ".join(("not named", *why[:NAMES_SHOWN])), Far.PARTLY
        return "not named", Far.NOWHERE

    def _apart(self, term: Term, row: Row) -> str:
        """Say how the elements of a term stand, all of which are there."""
        allowed = term.distance if isinstance(term, Near) else 0
        closest = self._closest(row)
        if closest is None:
            where = self._places_of(row, self.scope)
            return f"found, but never in one sentence: {where}"
        between, span = closest
        quoted = self.snippets.quoted(span)
        if isinstance(term, Near):
            return (
                f"too far apart, {_words(between)} between, {allowed} allowed: {quoted}"
            )
        why = f"{_words(between)} between, a phrase has none"
        why = why if between else "found in another order"
        return f"{why}: {quoted}; {term.text}~{between} finds it"

    def _closest(self, row: Row) -> tuple[int, Span] | None:
        """Return the fewest words that lie between the elements, and where."""
        if len(row) > LARGEST_GROUP:
            return None
        low, high = 0, LARGEST_DISTANCE
        best = None
        while low <= high:
            middle = (low + high) // 2
            found = next(groups(row, middle, self.scope), None)
            if found is None:
                low = middle + 1
            else:
                best, high = (middle, self.scope.span(*found)), middle - 1
        return best

    def _places_of(self, elements: Sequence[Element], scope: Scope) -> str:
        first = [min(stretches(one, scope)) for one in elements]
        return ", ".join(self.snippets.quoted(scope.span(*each)) for each in first)


def plain(node: Node, *, denied: bool = False) -> Node:
    """Write a query so that NOT is before single terms, and no AND in an AND."""
    if isinstance(node, Not):
        return plain(node.part, denied=not denied)
    if not isinstance(node, And | Or):
        return Not(node) if denied else node
    kind = And if isinstance(node, And) != denied else Or
    parts: list[Node] = []
    for part in node.parts:
        made = plain(part, denied=denied)
        parts.extend(made.parts if isinstance(made, kind) else (made,))
    return kind(tuple(parts))


def listed(names: Sequence[str], most: int) -> str:
    """Name some, and count the others."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _stood_for(row: Row) -> str:
    """Say what a single `forms:` was looked for as; nothing of any other term."""
    if len(row) != 1 or not isinstance(row[0], OneOf):
        return ""
    asked = row[0]
    if not asked.text.startswith(FORMS):
        return ""
    forms = sorted(" ".join(map(_text, choice)) for choice in asked.rows)
    return f"; it stands for {listed(forms, FORMS_SHOWN)}"


def _text(element: Element) -> str:
    if isinstance(element, Piece):
        return element.folded + "*" * element.prefix
    return element.text


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"
