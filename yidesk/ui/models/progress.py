"""A thin bar with what it means, and Stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

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
        self.words = Words(kind="small")
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
            self._show(event.done, event.total, self._of_download(event))
        elif isinstance(event, Checking):
            self._show(event.done, event.total, self.tr("Checking"))
        elif isinstance(event, Queued):
            self.words.setText(self.tr("Waiting for {n} before it").format(n=event.before))
        else:
            self.words.setText(
                self.tr("Waiting {n} s, then trying again").format(n=round(event.seconds))
            )

    def _of_download(self, event: Progress) -> str:
        parts = [numbers.disk(round(event.per_second)) + "/s" if event.per_second else ""]
        if event.seconds_left is not None:
            parts.append(numbers.time_left(event.seconds_left))
        return " · ".join(filter(None, parts))

    def _show(self, done: int, total: int, remark: str) -> None:
        self.bar.setValue(round(STEPS * done / total) if total else 0)
        amount = self.tr("{done} of {total}").format(
            done=numbers.disk(done), total=numbers.disk(total)
        )
        self.words.setText(" · ".join(filter(None, (amount, remark))))
        self.bar.setAccessibleName(self.words.text())
