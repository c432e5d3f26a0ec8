"""The moment in which a window is seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

FRAME_MS = 500
"""How long what works waits at most for the first frame."""


class FirstFrame(QObject):
    """Tells once that a window was painted, or is not painted at all: it opens minimised."""

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._late = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._late.timeout.connect(self._tell)
        self._late.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the window being painted; its widgets are painted in the same turn."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._late.start(0)
        return super().eventFilter(watched, event)

    @Slot()
    def _tell(self) -> None:
        self._window.removeEventFilter(self)
        self.painted.emit()
        self.deleteLater()
