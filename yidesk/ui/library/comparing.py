"""Passages get their vectors in the background: how far that is, with Stop and Go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yidesk.services.retrieval.meaning import Comparing
from yidesk.ui import numbers
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
        line = self.tr("Preparing {name} for the search by meaning: passage {done} of {total}")
        parts = [
            line.format(
                name=event.name, done=numbers.count(event.done), total=numbers.count(event.total)
            )
        ]
        if paused:
            parts.append(self.tr("stopped"))
        elif event.tokens_per_second:
            parts.append(numbers.rate(event.tokens_per_second))
        if event.seconds_left is not None and not paused:
            parts.append(numbers.time_left(event.seconds_left))
        self.stop.say(self.tr("Go on") if paused else self.tr("Stop"))
        self.show_work(" · ".join(parts), event.done / event.total)

    def _press(self) -> None:
        (self.go_on_wanted if self._paused else self.stop_wanted).emit()
