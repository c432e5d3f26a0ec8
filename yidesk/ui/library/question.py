"""A question in its place: what will happen, a button that does it, and one that does not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yidesk.ui.controls import Button, Flow, Words
from yidesk.ui.notices import Action
from yidesk.ui.taking_away import take_away


class Question(QWidget):
    """Hidden until it is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Words(wraps=True)
        self._buttons = QWidget()
        self._flow = Flow()
        self._buttons.setLayout(self._flow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self._buttons)
        self.hide()

    @property
    def buttons(self) -> list[Button]:
        """What can be answered; the last one keeps everything as it is."""
        return self._buttons.findChildren(Button)

    def ask(self, text: str, actions: tuple[Action, ...]) -> None:
        """Ask; the focus is on the answer that changes nothing."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                take_away(widget)
        self.words.setText(text)
        for action in actions:
            self._flow.addWidget(
                Button(action.name, self._answer(action.do), kind="danger", parent=self._buttons)
            )
        keep = Button(self.tr("Keep"), self.hide, parent=self._buttons)
        self._flow.addWidget(keep)
        self.show()
        QTimer.singleShot(0, keep, keep.setFocus)  # once it is really on the screen

    def _answer(self, do: Callable[[], object]) -> Callable[[], object]:
        def answer() -> None:
            self.hide()
            do()

        return answer
