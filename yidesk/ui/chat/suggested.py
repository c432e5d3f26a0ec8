"""Questions that the model suggests about documents of which nothing was asked yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yidesk.ui.controls import Button, Words
from yidesk.ui.taking_away import take_away


class _Question(Button):
    """A button whose text takes as many lines as it needs."""

    def __init__(self, text: str, pressed: Callable[[], object]) -> None:
        super().__init__("", pressed, kind="suggestion")
        self.setAccessibleName(text)
        label = Words(text, wraps=True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.addWidget(label)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """As large as its text."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never less than its text."""
        return self._row.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of its text."""
        return self._row.totalHeightForWidth(width)


class Suggested(QWidget):
    """Up to three of them below each other; nothing while there are none."""

    def __init__(self, chosen: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(8)
        self.setAccessibleName(self.tr("Suggested questions"))

    @property
    def buttons(self) -> list[Button]:
        """From the first to the last."""
        return self.findChildren(Button)

    def show_questions(self, questions: Sequence[str]) -> None:
        """Show these and no others."""
        for button in self.buttons:
            self._column.removeWidget(button)
            take_away(button)
        for question in questions:
            self._column.addWidget(_Question(question, partial(self._chosen, question)))
