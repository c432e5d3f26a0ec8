"""What a question and an answer in the conversation have in common."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from yidesk.services.chats import TurnId
from yidesk.ui.markdown.view import MarkdownView


class TurnView(QWidget):
    """A widget around a text; its height follows its width."""

    grown = Signal()
    """It may need another height."""
    version_wanted = Signal(object)
    """The TurnId of another turn in this place."""
    delete_wanted = Signal(object)
    """Its TurnId: the question is to be deleted with its answers, or one of several alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turn: TurnId | None = None
        self.view = MarkdownView(self)
        self.view.grown.connect(self.grown)

    @property
    def is_busy(self) -> bool:
        """Whether it holds what would be lost with it: a text that comes, or is being edited."""
        return False

    @property
    def speaker(self) -> str:
        """Who says it."""
        raise NotImplementedError

    @property
    def deletes(self) -> str:
        """What `delete` does, in words."""
        return self.tr("Delete the question and its answer")

    def show_place(self, turn: TurnId, versions: Sequence[TurnId], *, is_last: bool) -> None:
        """It is on disk: its other versions can be seen. IS_LAST: nothing stands below it."""
        raise NotImplementedError

    def height_at(self, width: int) -> int:
        """The height that it needs at WIDTH."""
        self.view.height_at(self.text_width(width))
        layout = self.layout()
        if layout is None:
            raise AssertionError("every turn lays its parts out")
        if layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return layout.totalSizeHint().height()

    def text_width(self, width: int) -> int:
        """What of WIDTH is left for the text."""
        return width

    def delete(self) -> None:
        """Delete what `deletes` says, once it is on disk."""
        if self.turn is not None and not self.is_busy:
            self.delete_wanted.emit(self.turn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, by its key."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell that a part has another size."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return handled
