"""Lets a screen reader say an answer while it is written: politely, a paragraph at a time.

A paragraph is said once nothing can change in it any more. What was finished while the person was
typing waits for the next paragraph; what is left at the end is said then.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QPlainTextEdit

from yidesk.ui.markdown.spoken import read
from yidesk.ui.markdown.view import MarkdownView


class ReadOut(QObject):
    """Knows how much of the answer on the screen was said."""

    def __init__(self, field: QPlainTextEdit) -> None:
        """FIELD is where the person types."""
        super().__init__(field)
        self.is_wanted: Callable[[], bool] = lambda: True
        """Whether anything is to be said before the answer is whole."""
        self._view: MarkdownView | None = None
        self._said = 0
        """Paragraphs of it that were said."""
        self._is_typing = False
        """Whether something was typed since a paragraph was finished."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._say_finished)
        field.textChanged.connect(self._note_typing)

    def follow(self, view: MarkdownView) -> None:
        """Say what is added to a text from now on."""
        if view is not self._view:
            self.leave()
            view.flush()
            self._view, self._said = view, view.closed
            view.changed.connect(self._on_changed)

    def finish(self, view: MarkdownView) -> None:
        """The text is whole: say what is left of it."""
        said = self._said if view is self._view and self.is_wanted() else 0
        self._say(view, said, len(view.column.pieces))
        self.leave()

    def leave(self) -> None:
        """Nothing is read out of that text any more."""
        self._soon.stop()
        self._view, self._said, self._is_typing = None, 0, False

    @Slot()
    def _note_typing(self) -> None:
        self._is_typing = True

    @Slot()
    def _on_changed(self) -> None:
        view = self._view
        if view is not None and self.sender() is view and view.closed > self._said:
            self._soon.start()  # when the frame is done, or together with the end

    @Slot()
    def _say_finished(self) -> None:
        was_typing, self._is_typing = self._is_typing, False
        if self._view is not None and not was_typing and self.is_wanted():
            self._say(self._view, self._said, self._view.closed)
            self._said = self._view.closed

    def _say(self, view: MarkdownView, first: int, last: int) -> None:
        parts = (read(piece) for piece in view.column.pieces[first:last])
        if text := "\n\n".join(filter(None, parts)):
            told = QAccessibleAnnouncementEvent(view, text)
            told.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(told)
