"""A field in which something is searched."""

from __future__ import annotations

from PySide6.QtGui import QAction
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
        picture = self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        picture.setText(name)
        self.setClearButtonEnabled(True)
        clear = self.findChild(QAction, "_q_qlineeditclearaction")  # Qt gives it no name
        if isinstance(clear, QAction):
            clear.setText(self.tr("Empty the search"))
