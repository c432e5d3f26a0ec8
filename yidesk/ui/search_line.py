"""A field in which something is searched."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QLineEdit, QWidget

from yidesk.ui import icons
from yidesk.ui.field import Field


class SearchLine(Field):
    """With a picture, and a button that empties it; both have names."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        """NAME: what is searched; the PLACEHOLDER may be shorter."""
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder or name)
        picture = self._picture = QAction(self._drawn(), name, self)
        self.addAction(picture, QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        clear = self.findChild(QAction, "_q_qlineeditclearaction")  # Qt gives it no name
        if isinstance(clear, QAction):
            clear.setText(self.tr("Empty the search"))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture in the colours of a changed theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._picture.setIcon(self._drawn())

    def event(self, event: QEvent) -> bool:
        """Draw it anew on a screen of another scale."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._picture.setIcon(self._drawn())
        return super().event(event)

    def _drawn(self) -> QIcon:
        return icons.icon("search", disabled="secondary", scales=icons.scales_of(self))
