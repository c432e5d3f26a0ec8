"""Words found in the documents of a text, and how they are marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAbstractTextDocumentLayout, QBrush, QColor, QTextCursor, QTextDocument

from yidesk.ui.theme import colour, tokens


class Hits:
    """Where words stand in a sequence of documents; one of them may be the one looked at."""

    def __init__(self) -> None:
        self.words = ""
        self._found: list[tuple[int, QTextCursor]] = []
        self._current = -1

    def __len__(self) -> int:
        return len(self._found)

    def search(self, documents: Sequence[QTextDocument], words: str) -> None:
        """Find WORDS, upper and lower case alike; nothing is found of no words."""
        self.words = words
        self._found = [
            (index, cursor)
            for index, document in enumerate(documents)
            for cursor in _cursors(document, words)
        ]

    def look_at(self, number: int) -> tuple[int, QRectF]:
        """Make a hit the current one; the number of its document, and its line in that."""
        self._current = number
        index, cursor = self._found[number]
        layout = cursor.document().documentLayout()
        block = cursor.document().findBlock(cursor.selectionStart())
        box = layout.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(cursor.selectionStart() - block.position())
        return index, line.naturalTextRect().translated(box.topLeft())

    def look_away(self) -> None:
        """No hit is the current one."""
        self._current = -1

    def in_document(self, index: int) -> list[QAbstractTextDocumentLayout.Selection]:
        """What to hand to the painter of document INDEX."""
        return [
            _selection(cursor, is_current=number == self._current)
            for number, (where, cursor) in enumerate(self._found)
            if where == index
        ]


def _cursors(document: QTextDocument, words: str) -> Iterator[QTextCursor]:
    cursor = document.find(words, 0) if words else QTextCursor()
    while not cursor.isNull():
        yield QTextCursor(cursor)
        cursor = document.find(words, cursor)


def _selection(cursor: QTextCursor, *, is_current: bool) -> QAbstractTextDocumentLayout.Selection:
    result = QAbstractTextDocumentLayout.Selection()
    result.cursor = cursor
    if is_current:
        result.format.setBackground(QBrush(colour("accent")))
        result.format.setForeground(QBrush(colour("on_accent")))
    else:
        marker = QColor(tokens().highlight)
        marker.setAlphaF(tokens().highlight_opacity)
        result.format.setBackground(QBrush(marker))
    return result
