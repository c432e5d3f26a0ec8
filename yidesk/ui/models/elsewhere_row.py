"""A model that another program has brought; it can be used where it lies."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from yidesk.services.model_shelf import Elsewhere
from yidesk.ui import numbers
from yidesk.ui.controls import Button, Elided, Words


class ElsewhereRow(QFrame):
    """Program, file and size."""

    use_wanted = Signal(object)
    """Its Path."""

    def __init__(self, found: Elsewhere, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        name = found.path.name
        self.setAccessibleName(name)
        self.add = Button(self.tr("Add"), self._take)
        self.add.setAccessibleName(self.tr("Add {name}").format(name=name))
        self._path = found.path
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(Elided(name, kind="heading", of_file=True), 1)
        row.addWidget(Words(f"{found.program} · {numbers.disk(found.size)}", kind="secondary"))
        row.addWidget(self.add)

    def _take(self) -> None:
        self.use_wanted.emit(self._path)
        self.hide()
