"""What fills the model's window, opened from the meter: documents, conversation, room left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from yidesk.ui import numbers
from yidesk.ui.controls import Words
from yidesk.ui.facts import Fact, Facts

if TYPE_CHECKING:
    from yidesk.core.types import Coverage

WIDTH = 380


class WindowUse(QFrame):
    """Closes with Escape, or with a click beside it."""

    def __init__(
        self,
        used: int | None,
        window: int,
        coverage: Sequence[Coverage],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "card")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("What fills the window"))
        self.facts = Facts(self._facts(used, window, coverage))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(Words(self.tr("What fills the window"), kind="heading"))
        column.addWidget(self.facts)
        told = self.tr(
            "When it is full, an answer ends there and says so; nothing is dropped. Then begin a "
            "new chat, search or sweep the documents, or choose a model with a larger window."
        )
        column.addWidget(Words(told, kind="secondary", wraps=True))

    def open_above(self, place: QPoint) -> None:
        """Show it with its lower left corner at PLACE."""
        if (column := self.layout()) is not None:  # adjustSize takes the height at another width
            self.resize(WIDTH, column.totalHeightForWidth(WIDTH))
        self.move(place - QPoint(0, self.height() + 4))
        self.show()

    def _facts(self, used: int | None, window: int, coverage: Sequence[Coverage]) -> list[Fact]:
        conversation = self.tr("Conversation and instructions")
        whole = (self.tr("The whole window"), numbers.count(window))
        if used is None:
            return [(conversation, self.tr("not counted yet")), whole]
        read = [(each.name, each.tokens_read) for each in coverage if each.tokens_read]
        of_documents = min(used, sum(tokens for _, tokens in read))
        facts = [(name, numbers.count(tokens)) for name, tokens in read]
        facts.append((conversation, numbers.count(used - of_documents)))
        facts.append((self.tr("Room for answers"), numbers.count(max(0, window - used))))
        return [*facts, whole]
