"""What a text must have anywhere in it for a query to hold in one of its parts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tracker.core.queries.places import Element, Named, OneOf, Row, spelled
from tracker.core.queries.scopes import Piece
from tracker.core.queries.terms import And, Node, Not, Or, Words


@dataclass(frozen=True, slots=True)
class Needs:
    """Words, actors and further needs, of which all must be there, or any."""

    all_of: bool
    pieces: tuple[Piece, ...] = ()
    actors: tuple[str, ...] = ()
    parts: tuple["Needs", ...] = ()

    def are_met(
        self,
        piece_present: Callable[[Piece], bool],
        actor_present: Callable[[str], bool],
    ) -> bool:
        """Tell whether what is needed is there, by what the two say of one thing."""
        # Of all, the first that is missing decides; of any, the first that is there.
        all_of = self.all_of
        for piece in self.pieces:
            if piece_present(piece) != all_of:
                return not all_of
        for actor in self.actors:
            if actor_present(actor) != all_of:
                return not all_of
        for part in self.parts:
            if part.are_met(piece_present, actor_present) != all_of:
                return not all_of
        return all_of

    def all_pieces(self) -> Iterator[Piece]:
        """Yield every word that may be asked about."""
        yield from self.pieces
        for part in self.parts:
            yield from part.all_pieces()


NOTHING = Needs(all_of=True)


def needs(node: Node, *, denied: bool = False) -> Needs:
    """Return what `node`, or with `denied` its denial, needs.

    Every NOT is taken to hold: in a sentence without the term.
    """
    if isinstance(node, Not):
        return needs(node.part, denied=not denied)
    if isinstance(node, And | Or):
        parts = [needs(part, denied=denied) for part in node.parts]
        return _joined(parts, all_of=isinstance(node, And) != denied)
    if denied:
        return NOTHING
    if isinstance(node, Named):
        return _of_element(node)
    return _of_row(node.row if isinstance(node, Words) else node.elements)


def _of_row(row: Row) -> Needs:
    return _joined(map(_of_element, row), all_of=True)


def _of_element(element: Element) -> Needs:
    if isinstance(element, Named):
        return Needs(all_of=True, actors=(element.actor,))
    if isinstance(element, OneOf):
        return _joined(map(_of_row, element.rows), all_of=False)
    spellings = (Needs(all_of=True, pieces=row) for row in spelled(element))
    return _joined(spellings, all_of=False)


def _joined(several: Iterable[Needs], *, all_of: bool) -> Needs:
    """Join needs into one, with as few parts as can be."""
    pieces: dict[Piece, None] = {}
    actors: dict[str, None] = {}
    parts: list[Needs] = []
    for one in several:
        if one.all_of == all_of or _is_single(one):
            pieces.update(dict.fromkeys(one.pieces))
            actors.update(dict.fromkeys(one.actors))
            parts.extend(one.parts)
        else:
            parts.append(one)
    return Needs(all_of, tuple(pieces), tuple(actors), tuple(parts))


def _is_single(one: Needs) -> bool:
    return len(one.pieces) + len(one.actors) + len(one.parts) == 1
