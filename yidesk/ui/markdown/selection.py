"""What is selected of one text, over its documents: how it is painted and read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QTextCursor,
    QTextDocument,
)

from yidesk.ui.markdown.objects import plain_of
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.place import Place
from yidesk.ui.theme import colour

_START = Place(0, 0)


class Selection:
    """Two places; what lies between them is selected."""

    def __init__(self) -> None:
        self.anchor = _START
        self.other = _START

    @property
    def ends(self) -> tuple[Place, Place]:
        """The two places, the first one first."""
        return min(self.anchor, self.other), max(self.anchor, self.other)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self.anchor == self.other

    def set(self, anchor: Place, other: Place) -> None:
        """Select what lies between the two, in either order."""
        self.anchor, self.other = anchor, other

    def in_document(
        self, index: int, document: QTextDocument
    ) -> list[QAbstractTextDocumentLayout.Selection]:
        """What to hand to the painter of the document of piece INDEX."""
        cursor = self.cursor(index, document)
        if cursor is None or not cursor.hasSelection():
            return []
        result = QAbstractTextDocumentLayout.Selection()
        result.cursor = cursor
        result.format.setBackground(QBrush(colour("selection")))
        result.format.setForeground(QBrush(colour("on_selection")))
        return [result]

    def text(self, pieces: Sequence[Piece]) -> str:
        """The selected text; blocks are parted by an empty line, marks written as `[p. 12]`."""
        first, last = self.ends
        result = ""
        for index in range(first.piece, min(last.piece + 1, len(pieces))):
            document = pieces[index].readable  # held: a cursor does not keep it alive
            cursor = self.cursor(index, document)
            part = plain_of(cursor) if cursor is not None else ""
            if result and part:
                result += "\n" if pieces[index].continues else "\n\n"
            result += part
        return result

    def cursor(self, index: int, document: QTextDocument) -> QTextCursor | None:
        """What is selected of piece INDEX, in its document; None where it is not touched."""
        first, last = self.ends
        if not first.piece <= index <= last.piece:
            return None
        end = document.characterCount() - 1
        cursor = QTextCursor(document)
        cursor.setPosition(min(first.at, end) if index == first.piece else 0)
        cursor.setPosition(
            min(last.at, end) if index == last.piece else end, QTextCursor.MoveMode.KeepAnchor
        )
        return cursor
