"""In which order a person reads the lines that were found in a picture of a page.

Recursive cuts (Nagy and Seth's X-Y tree): where a gutter runs down between two blocks of prose,
the left one comes first; else the page is cut at its widest gap across, and what cannot be cut is
read line by line. Rows of a table have gutters too, but their cells are short.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from yidesk.core.page_picture import Rectangle

LEAST_LINES = 3
"""Lines that stand on either side of a gutter at least."""
PROSE_CHARACTERS = 12
"""What they have on average; counted once more for a character that is as wide as it is high."""
GUTTER = 0.8
"""Width of a gutter, in heights of a line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row, and where they stand."""

    text: str
    box: Rectangle


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in reading order, those of one line of a column together."""
    height = median(piece.box.bottom - piece.box.top for piece in pieces) if pieces else 0.0
    return list(_rows(list(pieces), height))


def _rows(pieces: list[Piece], height: float) -> Iterator[list[Piece]]:
    if len(pieces) < 2:
        yield from ([piece] for piece in pieces)
        return
    for parts in (_columns(pieces, height), _bands(pieces)):
        if parts:
            for part in parts:
                yield from _rows(part, height)
            return
    yield from _lines(pieces)


def _columns(pieces: list[Piece], height: float) -> list[list[Piece]]:
    """Left and right of the widest gutter; nothing where there is none with prose beside it."""
    found = _widest_gap([(piece.box.left, piece.box.right) for piece in pieces])
    if found is None or found[0] < GUTTER * height:
        return []
    sides = [
        [piece for piece in pieces if (piece.box.left < found[1]) is left] for left in (True, False)
    ]
    return sides if all(map(_is_prose, sides)) else []


def _is_prose(pieces: list[Piece]) -> bool:
    width = sum(len(p.text) + sum(c >= "\u2e80" for c in p.text) for p in pieces)
    return len(pieces) >= LEAST_LINES and width >= PROSE_CHARACTERS * len(pieces)


def _bands(pieces: list[Piece]) -> list[list[Piece]]:
    """Above and below the widest gap across; nothing where lines overlap everywhere."""
    found = _widest_gap([(piece.box.top, piece.box.bottom) for piece in pieces])
    if found is None:
        return []
    return [[p for p in pieces if (p.box.top < found[1]) is upper] for upper in (True, False)]


def _widest_gap(spans: list[tuple[float, float]]) -> tuple[float, float] | None:
    """Width and middle of the widest piece between spans that none of them covers."""
    best: tuple[float, float] | None = None
    reached = min(start for start, _ in spans)
    for start, end in sorted(spans):
        if start > reached and (best is None or start - reached > best[0]):
            best = (start - reached, (start + reached) / 2)
        reached = max(reached, end)
    return best


def _lines(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces by lines from the top; those of a line overlap each other by half."""
    ordered = sorted(pieces, key=lambda piece: piece.box.top + piece.box.bottom)
    line = ordered[:1]
    for before, piece in pairwise(ordered):
        overlap = min(before.box.bottom, piece.box.bottom) - max(before.box.top, piece.box.top)
        least = min(before.box.bottom - before.box.top, piece.box.bottom - piece.box.top)
        if overlap < least / 2:
            yield sorted(line, key=lambda each: each.box.left)
            line = []
        line.append(piece)
    yield sorted(line, key=lambda each: each.box.left)
