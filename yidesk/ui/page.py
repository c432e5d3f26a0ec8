"""The frame of every screen but the chat: a header, what there is to say, a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from yidesk.ui.controls import Button, Elided, Words
from yidesk.ui.notices import Notices

COLUMN = 760
"""Widest column of text and rows, in pixels."""
SIDE = 24
HEADER = 48


class Page(QWidget):
    """A screen: put widgets into `column`; `header` takes more on its right."""

    sidebar_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.first: QWidget | None = None
        """What is used first. No focus proxy: with one, Tab takes the whole page for one control,
        and passes by everything that stands before it."""
        self.title = Elided(title, kind="heading")
        self.notices = Notices()
        """What is said here; the window's own, once `say_through` was called."""
        self._place = QWidget()
        QVBoxLayout(self._place).setContentsMargins(0, 0, 0, 0)
        self.hold(self.notices)
        self.header = QHBoxLayout()
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self._scrolled = self._make_scrolled()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_header())
        outer.addWidget(self._scrolled, 1)
        self._said = _centred(self._place, 8)
        outer.addWidget(self._said)

    def take_keys(self) -> None:
        """Give the keys to what is used first."""
        (self.first or self).setFocus()

    def say_through(self, notices: Notices) -> None:
        """Say everything in the window's own bars, which are seen on every screen."""
        self.notices.deleteLater()
        self.notices = notices

    def hold(self, notices: Notices) -> None:
        """Give the bars their place below the column."""
        place = self._place.layout()
        if place is not None:
            place.addWidget(notices)

    def fill(self, body: QWidget) -> None:
        """Put BODY, which scrolls by itself, in the place of the column."""
        outer = self.layout()
        if outer is not None:
            outer.replaceWidget(self._scrolled, body)
        self._scrolled.hide()
        self._scrolled.deleteLater()

    def search_here(self) -> None:
        """Go to the search of this screen; one that has none stays as it is."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the title is read whole, and quiet buttons are their pictures."""
        super().resizeEvent(event)
        quiet = [each for each in self._header.findChildren(Button) if _folds(each)]
        for button in quiet:
            button.fold(folded=False)
        is_narrow = self.header.sizeHint().width() > event.size().width()
        for button in quiet:
            button.fold(folded=is_narrow)

    def _make_header(self) -> QFrame:
        frame = self._header = QFrame()
        frame.setProperty("kind", "header")
        frame.setFixedHeight(HEADER)
        self.header.setContentsMargins(8, 0, 16, 0)
        self.header.setSpacing(8)
        frame.setLayout(self.header)
        self.header.addWidget(
            Button(
                self.tr("Show or hide the sidebar (Ctrl+B)"),
                self.sidebar_wanted.emit,
                icon="sidebar",
                kind="icon",
            )
        )
        self.header.addWidget(self.title, 1)
        return frame

    def _make_scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._make_middle())
        area.verticalScrollBar().rangeChanged.connect(self._stand_below)
        return area

    @Slot(int, int)
    def _stand_below(self, least: int, most: int) -> None:
        """Keep what is said right below the column, which a scroll bar moves."""
        if (row := self._said.layout()) is not None:
            bar = self._scrolled.verticalScrollBar().sizeHint().width() if most > least else 0
            row.setContentsMargins(SIDE, 8, SIDE + bar, 8)

    def _make_middle(self) -> QWidget:
        inner = QWidget()
        inner.setLayout(self.column)
        self.column.setContentsMargins(0, SIDE, 0, SIDE)
        return _centred(inner, 0, stretches=True)


class Section(QWidget):
    """A heading, perhaps a remark, and what belongs to it in `column`."""

    def __init__(self, title: str, remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 8, 0, 12)
        self.column.setSpacing(8)
        self.title = Words(title, kind="section", wraps=True)
        self.column.addWidget(self.title)
        self.remark = Words(remark, kind="secondary", wraps=True)
        self.column.addWidget(self.remark)
        self.remark.setVisible(bool(remark))


class Line(QFrame):
    """A hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line")


def _folds(button: Button) -> bool:
    return button.property("kind") == "quiet" and not button.icon().isNull()


def _centred(inner: QWidget, above: int, *, stretches: bool = False) -> QWidget:
    """INNER in the middle, at most as wide as a column."""
    inner.setMaximumWidth(COLUMN)
    inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    outer = QWidget()
    row = QHBoxLayout(outer)
    row.setContentsMargins(SIDE, above, SIDE, above)
    row.addStretch(1)
    where = Qt.AlignmentFlag.AlignTop if stretches else Qt.AlignmentFlag(0)
    row.addWidget(inner, 100, where)
    row.addStretch(1)
    return outer
