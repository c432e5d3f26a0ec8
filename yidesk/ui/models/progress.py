"""A thin bar with what it means, and Stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from yidesk.core import words
from yidesk.services.model_shelf import Checking, Event, Progress, Queued
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Words

STEPS = 1000


class RowProgress(QWidget):
    """What is under way with one model."""

    stop_wanted = Signal()

    def __init__(self, stop: str, parent: QWidget | None = None) -> None:
        """STOP: what the button says."""
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How far it is"))
        self.bar.setFixedHeight(4)
        self.words = Words(kind="small", wraps=True)
        self.stop = Button(stop, self.stop_wanted.emit, kind="quiet")
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.bar)
        column.addLayout(line)

    def show_event(self, event: Event) -> None:
        """Show how far it is."""
        if isinstance(event, Progress):
            self._show(event, "")
        elif isinstance(event, Checking):
            self._show(event, self.tr("Checking"))
        elif isinstance(event, Queued):
            self.words.setText(self.tr("Waiting for {n} before it").format(n=event.before))
        else:
            reason = words.say_error(event.reason)[0]
            line = self.tr("{reason} The next try is in {n} s.")
            self.words.setText(line.format(reason=reason, n=round(event.seconds)))

    def _show(self, event: Progress | Checking, doing: str) -> None:
        self.bar.setValue(round(STEPS * event.done / event.total) if event.total else 0)
        amount = self.tr("{done} of {total}").format(
            done=numbers.disk(event.done), total=numbers.disk(event.total)
        )
        rate = numbers.byte_rate(event.per_second) if event.per_second else ""
        left = "" if event.seconds_left is None else numbers.time_left(event.seconds_left)
        self.words.setText(" · ".join(filter(None, (amount, doing, rate, left))))
        self.bar.setAccessibleName(self.words.text())
