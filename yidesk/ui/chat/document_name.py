"""The name of a document as a control: pressed, it shows the pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from yidesk.ui import fonts
from yidesk.ui.controls import Button

WIDTH = 226
LEAST = 80
"""Pixels that it keeps where there is little room."""
MARGIN = 3
"""Left and right of the words, as the stylesheet has it: the border of what has the keyboard."""


class DocumentName(Button):
    """Shortened in its middle where there is no room; the whole of it is the tool tip then."""

    def __init__(
        self, name: str, pressed: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, pressed, kind="name", parent=parent)
        self.setFont(fonts.interface())
        self.setAccessibleName(self.tr("Show the pages of {name}").format(name=name))
        self.setMaximumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(min(LEAST, self.sizeHint().width()))

    def sizeHint(self) -> QSize:
        """As wide as the whole name; style sheets would give a button more."""
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * MARGIN
        return QSize(width, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as fits; an ampersand in a name is no key."""
        from PySide6.QtWidgets import (  # noqa: PLC0415 - no chip is in the first frame
            QStyle,
            QStyleOptionButton,
            QStylePainter,
        )

        option = QStyleOptionButton()
        self.initStyleOption(option)
        metrics, room = self.fontMetrics(), self.width() - 2 * MARGIN
        line = self.text()
        if metrics.horizontalAdvance(line) > room:  # Qt shortens what fits to the pixel, too
            line = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room)
        self.setToolTip(self.text() if line != self.text() else "")
        option.text = line.replace("&", "&&")
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
