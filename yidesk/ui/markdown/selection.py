"""A selection that runs over several documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QTextCursor,
    QTextDocument,
)

from yidesk.ui.markdown.marks import MARK_INDEX, MARK_TYPE, OBJECT, Mark
from yidesk.ui.theme import colour


class Place(NamedTuple):
    """A position of a cursor: the number of the block, and the position in it."""

    block: int
    at: int


_START = Place(0, 0)


class Selection:
    """Two places; what lies between them is selected."""

    def __init__(self) -> None:
        self.anchor = _START
        self._other = _START

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self.anchor == self._other

    def set(self, anchor: Place, other: Place) -> None:
        """Select what lies between the two, in either order."""
        self.anchor, self._other = anchor, other

    def clear(self) -> None:
        """Select nothing."""
        self.set(_START, _START)

    def select_word(self, place: Place, document: QTextDocument) -> None:
        """Select the word around PLACE."""
        cursor = QTextCursor(document)
        cursor.setPosition(max(place.at, 0))
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        self.set(
            Place(place.block, cursor.selectionStart()), Place(place.block, cursor.selectionEnd())
        )

    def in_block(
        self, index: int, document: QTextDocument
    ) -> list[QAbstractTextDocumentLayout.Selection]:
        """What to hand to the painter of block INDEX."""
        cursor = self._cursor(index, document)
        if cursor is None or not cursor.hasSelection():
            return []
        result = QAbstractTextDocumentLayout.Selection()
        result.cursor = cursor
        result.format.setBackground(QBrush(colour("accent_soft")))
        return [result]

    def text(self, blocks: Sequence[QTextDocument], marks: Sequence[Mark]) -> str:
        """The selected text; blocks are parted by an empty line, marks written as `[p. 12]`."""
        parts = [
            _plain(cursor, marks)
            for index, document in enumerate(blocks)
            if (cursor := self._cursor(index, document)) is not None
        ]
        return "\n\n".join(part for part in parts if part)

    def _cursor(self, index: int, document: QTextDocument) -> QTextCursor | None:
        first, last = sorted((self.anchor, self._other))
        if not first.block <= index <= last.block:
            return None
        end = document.characterCount() - 1
        cursor = QTextCursor(document)
        cursor.setPosition(min(first.at, end) if index == first.block else 0)
        cursor.setPosition(
            min(last.at, end) if index == last.block else end, QTextCursor.MoveMode.KeepAnchor
        )
        return cursor


def _plain(cursor: QTextCursor, marks: Sequence[Mark]) -> str:
    text = cursor.selection().toPlainText().replace("\u00a0", " ")
    if OBJECT not in text:
        return text
    labels = iter(_labels(cursor, marks))
    return "".join(next(labels, "") if each == OBJECT else each for each in text)


def _labels(cursor: QTextCursor, marks: Sequence[Mark]) -> list[str]:
    """The labels of the marks that are selected, in their order."""
    walk = QTextCursor(cursor.document())
    walk.setPosition(cursor.selectionStart())
    labels = []
    while walk.position() < cursor.selectionEnd() and walk.movePosition(
        QTextCursor.MoveOperation.NextCharacter
    ):
        form = walk.charFormat()
        if form.objectType() == MARK_TYPE:
            labels.append(f"[{marks[form.intProperty(MARK_INDEX)].label}]")
    return labels
