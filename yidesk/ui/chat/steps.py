"""Steps of a cursor through the conversation: letters, words, lines, pages, and back.

A step that leaves a block goes on in the next one, and from the last block of a turn in the next
turn. Words end where Unicode says so (UAX 29), so that every Chinese character is one; a double
click selects the Chinese word around it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTextBoundaryFinder
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from yidesk.ui.chat import chinese
from yidesk.ui.chat.selection import Spot, Stretch
from yidesk.ui.chat.spots import Spots, end_of
from yidesk.ui.chat.transcript import Transcript
from yidesk.ui.markdown.place import Place

LINE_SEARCH = 6
"""Pixels between two heights at which the next line is looked for."""
Step = Callable[[Spot], Spot]
_Key = QKeySequence.StandardKey
_Move = QTextCursor.MoveOperation
_Reason = QTextBoundaryFinder.BoundaryReason


class Steps:
    """Knows the keys, and where each of them leads from a spot."""

    def __init__(self, transcript: Transcript, spots: Spots) -> None:
        self._transcript, self._spots = transcript, spots
        self._goal: int | None = None
        """From line to line, the cursor stays below where it began."""
        self._level: dict[_Key, Step] = {
            _Key.SelectNextLine: lambda spot: self._line(spot, 1),
            _Key.SelectPreviousLine: lambda spot: self._line(spot, -1),
            _Key.SelectNextPage: lambda spot: self._page(spot, 1),
            _Key.SelectPreviousPage: lambda spot: self._page(spot, -1),
        }
        self._steps: dict[_Key, Step] = {
            _Key.SelectNextChar: lambda spot: self._letter(spot, 1),
            _Key.SelectPreviousChar: lambda spot: self._letter(spot, -1),
            _Key.SelectNextWord: lambda spot: self._word(spot, 1),
            _Key.SelectPreviousWord: lambda spot: self._word(spot, -1),
            _Key.SelectStartOfLine: lambda spot: self._in_block(spot, _Move.StartOfLine),
            _Key.SelectEndOfLine: lambda spot: self._in_block(spot, _Move.EndOfLine),
            _Key.SelectStartOfBlock: lambda spot: self._in_block(spot, _Move.StartOfBlock),
            _Key.SelectEndOfBlock: lambda spot: self._in_block(spot, _Move.EndOfBlock),
            _Key.SelectStartOfDocument: lambda _: self._spots.first(),
            _Key.SelectEndOfDocument: lambda _: self._spots.last(),
        }

    def of(self, event: QKeyEvent) -> Step | None:
        """The step of a key that selects; None where it is another key."""
        for key, step in self._level.items():
            if event.matches(key):
                return step
        for key, step in self._steps.items():
            if event.matches(key):
                self._goal = None
                return step
        return None

    def forget(self) -> None:
        """The cursor was put somewhere else."""
        self._goal = None

    def word_at(self, spot: Spot) -> Stretch:
        """The word of a letter; what is no word is one by itself."""
        document = self._spots.document(spot)
        if document is None:
            return Stretch.at(spot)
        text, end = document.toRawText(), document.characterCount() - 1
        at = max(0, min(spot.place.at, end - 1))
        if (word := chinese.word_around(text, at)) is not None:
            return Stretch(_moved(spot, word[0]), _moved(spot, word[1]))
        first, last = boundary(text, at + 1, -1), boundary(text, at)
        return Stretch(_moved(spot, min(first, end)), _moved(spot, min(last, end)))

    def paragraph_at(self, spot: Spot) -> Stretch:
        """The paragraph of a letter: a list item, a cell of a table, a line of a program."""
        document = self._spots.document(spot)
        if document is None:
            return Stretch.at(spot)
        block = document.findBlock(spot.place.at)
        first, last = block.position(), block.position() + block.length() - 1
        return Stretch(_moved(spot, first), _moved(spot, last))

    def _letter(self, spot: Spot, by: int) -> Spot:
        return self._in_block(spot, _Move.NextCharacter if by > 0 else _Move.PreviousCharacter, by)

    def _in_block(self, spot: Spot, move: _Move, by: int = 0) -> Spot:
        """Move a cursor; where it cannot, BY says in which block it goes on."""
        document = self._spots.document(spot)
        if document is None:
            return self._beyond(spot, by)
        cursor = QTextCursor(document)
        cursor.setPosition(min(spot.place.at, document.characterCount() - 1))
        if cursor.movePosition(move) or not by:
            return _moved(spot, cursor.position())
        return self._beyond(spot, by)

    def _word(self, spot: Spot, by: int) -> Spot:
        document = self._spots.document(spot)
        if document is None:
            return self._beyond(spot, by)
        end = document.characterCount() - 1
        if spot.place.at == (end if by > 0 else 0):
            return self._beyond(spot, by)
        return _moved(spot, min(word_start(document.toRawText(), spot.place.at, by), end))

    def _beyond(self, spot: Spot, by: int) -> Spot:
        """The beginning of the next block, or the end of the one before; here, where none is."""
        row, piece = spot.row, spot.place.piece + by
        pieces = self._spots.pieces(row)
        while by and not 0 <= piece < len(pieces):
            row += by
            if not 0 <= row < len(self._transcript.entries):
                return spot
            pieces = self._spots.pieces(row)
            piece = 0 if by > 0 else len(pieces) - 1
        if by < 0:
            return Spot(row, end_of(pieces[: piece + 1]))
        return Spot(row, Place(piece, 0) if by else spot.place)

    def _line(self, spot: Spot, by: int) -> Spot:
        """The line below, or above: the first at another height that another spot is on."""
        caret = self._spots.caret(spot)
        x = self._x(caret.center().x())
        begin = caret.bottom() if by > 0 else caret.top()
        for distance in range(1, self._transcript.viewport().height(), LINE_SEARCH):
            y = begin + by * distance
            if not 0 <= y < self._transcript.sheet.height():
                break
            found = self._spots.at(QPoint(x, round(y)))
            if (found > spot) == (by > 0) and found != spot:
                there = self._spots.caret(found)
                if abs(there.top() - caret.top()) > 1:
                    return self._spots.at(QPoint(x, round(there.center().y())))
        return self._spots.last() if by > 0 else self._spots.first()

    def _page(self, spot: Spot, by: int) -> Spot:
        caret = self._spots.caret(spot)
        reach = self._transcript.viewport().height() - 2 * caret.height()
        y = caret.center().y() + by * reach
        if y < 0:
            return self._spots.first()
        if y >= self._transcript.sheet.height():
            return self._spots.last()
        found = self._spots.at(QPoint(self._x(caret.center().x()), round(y)))
        return max(found, spot) if by > 0 else min(found, spot)

    def _x(self, here: float) -> int:
        if self._goal is None:
            self._goal = round(here)
        return self._goal


def boundary(text: str, at: int, by: int = 1) -> int:
    """The next boundary between words behind AT, or the one before it (BY -1)."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(at)
    found = finder.toNextBoundary() if by > 0 else finder.toPreviousBoundary()
    return found if found >= 0 else (at if by > 0 else 0)


def word_start(text: str, at: int, by: int) -> int:
    """Where the next word begins, or the one before; the end, or the beginning, without one."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(at)
    while (found := finder.toNextBoundary() if by > 0 else finder.toPreviousBoundary()) >= 0:
        if finder.boundaryReasons() & _Reason.StartOfItem:
            return found
    if by < 0:
        return 0
    finder.toEnd()
    return finder.position()


def _moved(spot: Spot, at: int) -> Spot:
    return Spot(spot.row, Place(spot.place.piece, at))
