"""What a screen reader meets of a text: a document through whose letters it can walk."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleTextInterface
from PySide6.QtWidgets import QAccessibleWidget

from yidesk.ui.markdown.view import MarkdownView


class _Letters(QAccessibleTextInterface):
    """The text as it is read; nothing is made of it before somebody asks."""

    def __init__(self, view: MarkdownView) -> None:
        super().__init__()
        self._view = view

    def characterCount(self) -> int:
        """How long the text is."""
        return len(self._view.spoken.text)

    def text(self, startOffset: int, endOffset: int) -> str:
        """A part of the text; up to the end when ENDOFFSET is -1."""
        whole = self._view.spoken.text
        return whole[startOffset : len(whole) if endOffset < 0 else endOffset]

    def cursorPosition(self) -> int:
        """Where a selection was ended last."""
        return self._view.spoken.offset(self._view.selection.other)

    def setCursorPosition(self, position: int) -> None:
        """Go there."""
        place = self._view.spoken.place(position)
        self._view.choice_wanted.emit(place, place)

    def selectionCount(self) -> int:
        """One, or none."""
        return int(not self._view.selection.is_empty)

    def selection(self, _selectionIndex: int) -> tuple[int, int]:
        """Beginning and end of what is selected."""
        first, last = self._view.selection.ends
        return self._view.spoken.offset(first), self._view.spoken.offset(last)

    def setSelection(self, _selectionIndex: int, startOffset: int, endOffset: int) -> None:
        """Select a part of the text."""
        spoken = self._view.spoken
        self._view.choice_wanted.emit(spoken.place(startOffset), spoken.place(endOffset))

    def addSelection(self, startOffset: int, endOffset: int) -> None:
        """Select a part of the text instead of what was selected."""
        self.setSelection(0, startOffset, endOffset)

    def removeSelection(self, _selectionIndex: int) -> None:
        """Select nothing."""
        self._view.choice_wanted.emit(self._view.selection.anchor, self._view.selection.anchor)

    def characterRect(self, offset: int) -> QRect:
        """The line of a character, on the screen."""
        line = self._view.line_at(self._view.spoken.place(offset)).toAlignedRect()
        return QRect(self._view.mapToGlobal(line.topLeft()), line.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        """The character at a point of the screen; -1 where there is none."""
        where = self._view.mapFromGlobal(point)
        if not self._view.rect().contains(where) or not self._view.column.pieces:
            return -1
        return self._view.spoken.offset(self._view.column.place_at(where.toPointF()))

    def attributes(self, _offset: int) -> tuple[str, int, int]:
        """No letter differs from the others, as far as is told."""
        return "", 0, self.characterCount()

    def scrollToSubstring(self, startIndex: int, _endIndex: int) -> None:
        """Let a part of the text be seen."""
        self._view.sight_wanted.emit(self._view.line_at(self._view.spoken.place(startIndex)))


class SpokenText(QAccessibleWidget):
    """A MarkdownView as a document that is read and not written."""

    def __init__(self, view: MarkdownView) -> None:
        super().__init__(view, QAccessible.Role.Document)
        self._letters = _Letters(view)

    def text(self, kind: QAccessible.Text) -> str:
        """The name; the letters as its value; as its description what was found of its marks."""
        view = self.object()
        if kind is QAccessible.Text.Value and isinstance(view, MarkdownView):
            return view.spoken.text
        if kind is QAccessible.Text.Description and isinstance(view, MarkdownView):
            return view.marks_told or super().text(kind)
        return super().text(kind)

    def state(self) -> QAccessible.State:
        """Read only, selectable, of several lines."""
        state = super().state()
        state.readOnly = state.multiLine = state.selectableText = True
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]  # an address, which the binding makes of it
        """Offer the letters."""
        if kind is QAccessible.InterfaceType.TextInterface:
            return self._letters
        return super().interface_cast(kind)
