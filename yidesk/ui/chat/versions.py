"""Which of several versions of a question or an answer is shown: ‹ 2/3 ›."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yidesk.services.chats import TurnId
from yidesk.ui import fonts
from yidesk.ui.controls import Button, Words


class Versions(QWidget):
    """Hidden while there is only one."""

    wanted = Signal(object)
    """The TurnId of the version to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: Sequence[TurnId] = ()
        self._at = 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.hide()

    @property
    def text(self) -> str:
        """What stands between the arrows; empty while there is one version."""
        return self._count.text() if len(self._versions) > 1 else ""

    def show_versions(self, turn: TurnId, versions: Sequence[TurnId]) -> None:
        """TURN is the one of VERSIONS that is on the screen."""
        self._versions = versions
        self._at = versions.index(turn) if turn in versions else 0
        self.setVisible(len(versions) > 1)
        if len(versions) > 1:
            self._show_place()

    def _show_place(self) -> None:
        if not self._row.count():
            self._make()
        total = len(self._versions)
        self._count.setText(f"{self._at + 1}/{total}")
        self.setAccessibleName(
            self.tr("Version {n} of {total}").format(n=self._at + 1, total=total)
        )
        self._back.setEnabled(self._at > 0)
        self._on.setEnabled(self._at < total - 1)

    def _make(self) -> None:
        """Most turns have one version, and need no buttons."""
        self._back = Button(self.tr("Earlier version"), self._go_back, icon="previous", kind="icon")
        self._on = Button(self.tr("Later version"), self._go_on, icon="next", kind="icon")
        self._count = Words(kind="small")
        self._count.setFont(fonts.tabular(fonts.small()))
        for widget in (self._back, self._count, self._on):
            self._row.addWidget(widget)

    def _go_back(self) -> None:
        self.wanted.emit(self._versions[self._at - 1])

    def _go_on(self) -> None:
        self.wanted.emit(self._versions[self._at + 1])
