"""What a screen reader meets of a page that is drawn: a document, with what is written on it."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget

from yidesk.ui.document.picture_page import PicturePage


class SpokenPage(QAccessibleWidget):
    """A PicturePage; without this it would be a mere area of the window."""

    def __init__(self, page: PicturePage) -> None:
        super().__init__(page, QAccessible.Role.Document)

    def text(self, kind: QAccessible.Text) -> str:
        """The name; the words on the page as its value."""
        page = self.object()
        if kind is QAccessible.Text.Value and isinstance(page, PicturePage):
            return page.text
        return super().text(kind)

    def state(self) -> QAccessible.State:
        """Read only, selectable."""
        state = super().state()
        state.readOnly = state.selectableText = True
        return state
