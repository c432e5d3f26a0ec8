"""Where the letters of a conversation stand on the screen, and which one stands at a point."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QTextDocument

from yidesk.ui.chat.selection import START, Spot
from yidesk.ui.chat.transcript import Transcript
from yidesk.ui.chat.turn_view import TurnView
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.place import Place


class Spots:
    """Points are those of the sheet on which the turns stand."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript

    def at(self, point: QPoint) -> Spot:
        """The spot at a point, or the nearest; there is a turn."""
        row = self._transcript.row_at(point.y())
        return Spot(row, self._place(self._view(row), point, under=False))

    def letter_at(self, point: QPoint) -> Spot:
        """The letter under a point, or the nearest; there is a turn."""
        row = self._transcript.row_at(point.y())
        return Spot(row, self._place(self._view(row), point, under=True))

    def caret(self, spot: Spot) -> QRectF:
        """Where a cursor at a spot stands; a text without letters has none, but its top."""
        view = self._view(spot.row).view
        top = QPointF(view.mapTo(self._transcript.sheet, QPoint(0, 0)))
        pieces = view.column.pieces
        if not pieces:
            return QRectF(top, top)
        return view.caret_at(within(spot.place, pieces)).translated(top)

    def bring(self, spot: Spot) -> None:
        """Scroll to a spot."""
        pieces = self.pieces(spot.row)
        if pieces:
            place = within(spot.place, pieces)
            self._transcript.bring(spot.row, lambda view: view.view.caret_at(place), 24)

    def pieces(self, row: int) -> Sequence[Piece]:
        """The blocks of a turn."""
        return self._transcript.pieces(self._transcript.entries[row])

    def document(self, spot: Spot) -> QTextDocument | None:
        """The letters of the block in which a spot is, on the screen; None without any."""
        pieces = self._view(spot.row).view.column.pieces
        return pieces[min(spot.place.piece, len(pieces) - 1)].document if pieces else None

    def first(self) -> Spot:
        """Before the first letter of the conversation."""
        return Spot(0, START)

    def last(self, row: int = -1) -> Spot:
        """Behind the last letter of a turn, of the last one where none is named."""
        row %= len(self._transcript.entries)
        return Spot(row, end_of(self.pieces(row)))

    def _view(self, row: int) -> TurnView:
        entry = self._transcript.entries[row]
        return entry.view if entry.view is not None else self._transcript.view_of(entry)

    def _place(self, view: TurnView, point: QPoint, *, under: bool) -> Place:
        text = view.view
        column = text.column
        at = text.mapFrom(self._transcript.sheet, point)
        if at.y() < 0 or not column.pieces or text.isHidden():
            return START
        if at.y() >= text.height():
            return end_of(column.pieces)
        return column.letter_at(at.toPointF()) if under else column.place_at(at.toPointF())


def end_of(pieces: Sequence[Piece]) -> Place:
    """Behind the last letter of a text."""
    if not pieces:
        return START
    last = len(pieces) - 1
    return Place(last, pieces[last].readable.characterCount() - 1)


def within(place: Place, pieces: Sequence[Piece]) -> Place:
    """PLACE, or the end of a text that has become shorter."""
    if place.piece >= len(pieces):
        return end_of(pieces)
    return Place(place.piece, min(place.at, pieces[place.piece].readable.characterCount() - 1))
