"""A text as it is read out: its letters in one string, and where they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtGui import QTextCursor

from yidesk.ui.markdown.blocks import Kind
from yidesk.ui.markdown.objects import plain_of
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.place import Place


class Spoken:
    """Pieces are parted by an empty line; marks and formulas are what they stand for."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._starts: list[int] = []
        """Where in the text every piece begins."""
        parts: list[str] = []
        length = 0
        for piece in pieces:
            joint = "" if not length else "\n" if piece.continues else "\n\n"
            part = read(piece)
            self._starts.append(length + len(joint))
            parts += (joint, part)
            length += len(joint) + len(part)
        self.text = "".join(parts)

    def offset(self, place: Place) -> int:
        """How many characters stand before a place (about, where objects stand before it)."""
        if place.piece >= len(self._starts):
            return len(self.text)
        return min(self._starts[place.piece] + place.at, self._end(place.piece))

    def place(self, offset: int) -> Place:
        """The place before which so many characters stand."""
        piece = max(0, bisect_right(self._starts, offset) - 1)
        start = self._starts[piece] if self._starts else 0
        return Place(piece, max(0, offset - start))

    def _end(self, piece: int) -> int:
        following = piece + 1
        return self._starts[following] - 1 if following < len(self._starts) else len(self.text)


def read(piece: Piece) -> str:
    """One piece as it is read out."""
    if piece.kind is not Kind.TEXT:
        return piece.text
    document = piece.readable
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return plain_of(cursor)
