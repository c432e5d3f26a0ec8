"""The line above a program: its language, and a button that copies it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yidesk.ui.controls import Button, Words
from yidesk.ui.markdown import dress


class CodeHead(QWidget):
    """Lies on the ground that the view paints below it."""

    def __init__(self, language: str, source: Callable[[], str], parent: QWidget) -> None:
        """SOURCE gives the program as it is when the button is pressed."""
        super().__init__(parent)
        self._source, self.language = source, language
        name = language.split(maxsplit=1)[0] if language else self.tr("Code")
        self._label = Words(name, kind="small")
        self.copy = Button(self.tr("Copy"), self._put, icon="copy", kind="quiet")
        self.copy.setAccessibleName(self.tr("Copy the code ({language})").format(language=name))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 0)
        row.addWidget(self._label, 1)
        row.addWidget(self.copy)
        self.setFixedHeight(dress.HEAD)
        self.show()

    def _put(self) -> None:
        QGuiApplication.clipboard().setText(self._source())
        self.copy.say(self.tr("Copied"))
