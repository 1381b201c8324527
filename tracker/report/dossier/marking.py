"""Coded words marked in their sentence; a very long sentence cut around them."""

from collections.abc import Iterable, Sequence

from tracker.report.dossier.values import Piece

# Of a longer sentence, what stands around the words that were coded.
LONGEST_SENTENCE = 420


def marked(text: str, marks: Iterable[str]) -> tuple[Piece, ...]:
    """Part a text at the words that were coded, each at its first free place.

    >>> [(piece.text, piece.marked) for piece in marked("a raid, a raid", ["raid"])]
    [('a ', False), ('raid', True), (', a raid', False)]
    """
    taken: list[tuple[int, int]] = []
    for mark in sorted(marks, key=len, reverse=True):
        start = text.find(mark) if mark else -1
        while start >= 0:
            end = start + len(mark)
            if all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
                break
            start = text.find(mark, start + 1)
    pieces: list[Piece] = []
    at = 0
    for start, end in sorted(taken):
        pieces += [Piece(text=text[at:start]), Piece(text=text[start:end], marked=True)]
        at = end
    pieces.append(Piece(text=text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Cut a very long sentence at blanks, far from the words that were coded."""
    if sum(len(piece.text) for piece in pieces) <= LONGEST_SENTENCE:
        return tuple(pieces)
    room = LONGEST_SENTENCE // 2
    kept = []
    for number, piece in enumerate(pieces):
        if piece.marked or len(piece.text) <= room:
            kept.append(piece)
            continue
        start, end = piece.text[: room // 2], piece.text[-room // 2 :]
        start = start.rpartition(" ")[0] or start
        end = end.partition(" ")[2] or end
        parts = [start] if number or len(pieces) == 1 else []
        parts += [end] if number < len(pieces) - 1 else []
        text = " … ".join(parts)
        text = text if number else f"… {text}" if len(pieces) > 1 else text
        text = f"{text} …" if number == len(pieces) - 1 else text
        kept.append(Piece(text=text))
    return tuple(kept)
