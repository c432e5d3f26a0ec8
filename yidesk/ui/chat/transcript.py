"""The conversation: one centred column that follows the stream while the person is at its end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

COLUMN = 720
"""Widest the text gets."""
SIDE = 24
ABOVE = 24
"""Pixels above a turn that is scrolled to."""
AT_END = 32
"""Pixels from the end that still count as being there."""


class Transcript(QScrollArea):
    """Questions and answers, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Conversation"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setSpacing(28)
        self._column.setContentsMargins(SIDE, 24, SIDE, 24)
        self._column.addStretch(1)
        self.setWidget(self._sheet)
        self._follows = True
        self._place: int | None = None
        """Where to be once there is enough to scroll."""
        self._wanted: QWidget | None = None
        """The turn to stay at until the person scrolls."""
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._keep_end)
        bar.valueChanged.connect(self._note_place)

    @property
    def follows(self) -> bool:
        """Whether new text is scrolled into sight."""
        return self._follows

    @property
    def views(self) -> list[QWidget]:
        """Questions and answers in their order."""
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        return [widget for item in items if item is not None and (widget := item.widget())]

    def show_line(self, view: QWidget, line: QRectF) -> None:
        """Scroll a line of a text inside into sight."""
        at = view.mapTo(self._sheet, line.center().toPoint())
        self.ensureVisible(at.x(), at.y(), 0, self.viewport().height() // 3)

    def show_view(self, view: QWidget) -> None:
        """Scroll to a turn, and stay there while what stands above it gets its height."""
        self._follows, self._place, self._wanted = False, None, view
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        if self._wanted is not None:
            self.verticalScrollBar().setValue(self._wanted.y() - ABOVE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Who scrolls goes where they want."""
        self._wanted = None
        super().wheelEvent(event)

    def add(self, view: QWidget) -> None:
        """Put a question or an answer at the end."""
        self._column.insertWidget(self._column.count() - 1, view)

    def remove_from(self, view: QWidget | None) -> None:
        """Take a turn and all after it out."""
        if view is not None:
            self._take_from(self._column.indexOf(view))

    def clear(self) -> None:
        """Take everything out."""
        self._take_from(0)
        self._follows, self._wanted = True, None

    def go_to_end(self) -> None:
        """Scroll to the end and follow from now on."""
        self._follows, self._wanted = True, None
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def stay_at(self, place: int) -> None:
        """Do not follow; scroll to PLACE as soon as what stands above it has its height."""
        self._follows, self._place = False, place
        self.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred."""
        super().resizeEvent(event)
        side = max(SIDE, (self.viewport().width() - COLUMN) // 2)
        self._column.setContentsMargins(side, 24, side, 24)

    def _take_from(self, first: int) -> None:
        while self._column.count() > first + 1:
            item = self._column.takeAt(first)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    @Slot(int, int)
    def _keep_end(self, _low: int, high: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(high)
        elif self._wanted is not None:
            self._go_to_wanted()
        elif self._place is not None:
            place, self._place = self._place, self._place if high < self._place else None
            self.verticalScrollBar().setValue(place)

    @Slot(int)
    def _note_place(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - AT_END
