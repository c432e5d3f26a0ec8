"""The field in which chats are searched."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from yidesk.ui.search_line import SearchLine

REST_MS = 120
"""Rest after a key before the search is asked."""


class SearchField(SearchLine):
    """Down and Enter lead to the list; Esc clears, and leaves when there is nothing to clear."""

    asked = Signal(str)
    """Words to look for; empty: everything is to be listed."""
    down = Signal()
    chosen = Signal()
    """The first of what is found is wanted, as soon as it is there."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        # not by self.tr: nothing can be asked of a widget before it is made
        super().__init__(_tr("Search chats and documents"), _tr("Search"), parent)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.ask)
        self.textChanged.connect(self._rest.start)

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.text().strip()

    @property
    def is_resting(self) -> bool:
        """Whether what was typed has not been asked yet."""
        return self._rest.isActive()

    @Slot()
    def ask(self) -> None:
        """Ask now."""
        self._rest.stop()
        self.asked.emit(self.words)

    def event(self, event: QEvent) -> bool:
        """Take Esc before the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            if event.isAccepted():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, Down and Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear() if self.text() else self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchField", text)
