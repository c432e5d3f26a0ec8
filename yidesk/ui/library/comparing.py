"""Passages get their vectors in the background: how far that is, with Stop and Go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yidesk.services.retrieval.meaning import Comparing
from yidesk.ui.chat.progress_lines import comparing_line
from yidesk.ui.library.work import WorkBar


class ComparingBar(WorkBar):
    """A line, a bar and a button; hidden while there is nothing to be made."""

    go_on_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paused = False
        self.stop.clicked.disconnect()
        self.stop.clicked.connect(self._press)

    def show_event(self, event: Comparing, *, paused: bool) -> None:
        """Show how far it is; a PAUSED one can go on."""
        self._paused = paused
        line = comparing_line(event, stopped=self.tr("stopped") if paused else "")
        self.stop.say(self.tr("Go on") if paused else self.tr("Stop"))
        self.show_work(line, event.done / event.total)

    def _press(self) -> None:
        (self.go_on_wanted if self._paused else self.stop_wanted).emit()
