"""What is selected of one text, over its documents: how it is painted and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QTextBlock,
    QTextCursor,
    QTextDocument,
)

from yidesk.ui.markdown.documents import units
from yidesk.ui.markdown.objects import OBJECT, plain_of
from yidesk.ui.markdown.paragraphs import blocks_of
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.place import Place
from yidesk.ui.markdown.targets import x_of
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
        """What to hand to the painter of the document of piece INDEX.

        Qt would paint over marks and formulas (`behind` tells where they are selected), and the
        paragraph before a table, which is flat.
        """
        cursor = self.cursor(index, document)
        if cursor is None or not cursor.hasSelection():
            return []
        begins_empty = document.blockCount() > 1 and document.begin().length() == 1
        is_plain = OBJECT not in document.toRawText() and not begins_empty
        if is_plain or cursor.hasComplexSelection():  # cells of one table, which are painted whole
            return [_painted(cursor)]
        runs = _runs(document, cursor.selectionStart(), cursor.selectionEnd())
        return [_painted(_between(document, *run)) for run in runs]

    def behind(self, index: int, document: QTextDocument) -> list[QRectF]:
        """The ground of the marks and formulas that are selected, in the document."""
        first, last = self.range_in(index, document)
        if first == last or OBJECT not in document.toRawText():
            return []
        return [
            _box(document, block, at)
            for block in blocks_of(document)
            for at in _objects(block)
            if first <= at < last
        ]

    def range_in(self, index: int, document: QTextDocument) -> tuple[int, int]:
        """The positions between which the document of piece INDEX is selected."""
        cursor = self.cursor(index, document)
        return (cursor.selectionStart(), cursor.selectionEnd()) if cursor is not None else (0, 0)

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


def _runs(document: QTextDocument, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches between two positions that hold letters only, each in one paragraph."""
    for block in blocks_of(document):
        start, end = max(first, block.position()), min(last, block.position() + block.length() - 1)
        stops = [at for at in _objects(block) if start <= at < end]
        edges = zip([start, *(at + 1 for at in stops)], [*stops, end], strict=True)
        yield from ((begin, stop) for begin, stop in edges if begin < stop)


def _objects(block: QTextBlock) -> list[int]:
    """Where in the document the marks and formulas of a paragraph are."""
    text = units(block.text())
    return [block.position() + at for at, letter in enumerate(text) if letter == OBJECT]


def _box(document: QTextDocument, block: QTextBlock, at: int) -> QRectF:
    line = block.layout().lineForTextPosition(at - block.position())
    left, right = (x_of(block, line.lineNumber(), at - block.position() + n) for n in (0, 1))
    box = QRectF(left, line.y(), right - left, line.height())
    return box.translated(document.documentLayout().blockBoundingRect(block).topLeft())


def _between(document: QTextDocument, first: int, last: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _painted(cursor: QTextCursor) -> QAbstractTextDocumentLayout.Selection:
    result = QAbstractTextDocumentLayout.Selection()
    result.cursor = cursor
    result.format.setBackground(QBrush(colour("selection")))
    result.format.setForeground(QBrush(colour("on_selection")))
    return result
