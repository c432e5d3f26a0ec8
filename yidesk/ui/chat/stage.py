"""One centred column of turns that follows the stream while the person is at its end.

Only turns near what can be seen have widgets. The height of the others is guessed, and known once
they were near; what is being read stays where it is when a height above it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, NoReturn

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from yidesk.services.chats import Turn
from yidesk.ui.chat.entry import Entry
from yidesk.ui.chat.measures import COLUMN, SIDE
from yidesk.ui.chat.rows import Rows
from yidesk.ui.chat.turn_view import TurnView
from yidesk.ui.controls import Button
from yidesk.ui.markdown.piece import Piece

EDGE = 24
GAP = 28
AT_END = 32
"""Pixels from the end that still count as being there."""
PASSES = 5
"""So often what is seen is laid out anew, because what was guessed was wrong."""


class Anchor(NamedTuple):
    """What stays where it is: a piece of a turn's text, or the turn's own top."""

    entry: Entry
    piece: int
    """-1: the turn itself."""
    above: float
    """Pixels between its top and the top of what can be seen."""


class Stage(QScrollArea):
    """Turns one below the other; what is shown of them is up to who uses it."""

    at_end_changed = Signal(bool)
    """Whether new text is scrolled into sight."""
    made = Signal(object)
    """An Entry has its widget now."""
    entries_changed = Signal()
    """Turns went, or others came between; none does when one is put at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Conversation"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.make_view: Callable[[Turn], TurnView] = _nobody
        """Makes the widget of a turn that comes near."""
        self.make_pieces: Callable[[Turn], list[Piece]] = _nobody
        """Makes the pieces of a turn's text without a widget."""
        self.entries: list[Entry] = []
        self._words = ""
        """What is marked in every text."""
        self._by_view: dict[TurnView, Entry] = {}
        self._rows = Rows(edge=EDGE, gap=GAP)
        self.sheet = QWidget()
        """What the turns stand on."""
        self.setWidget(self.sheet)
        self._follows = True
        self.is_held = False
        """Whether somebody draws on the turns, so that the end is not followed, however near."""
        self._is_settling = False
        self.to_end = Button(
            self.tr("To the end"), self.go_to_end, icon="down", kind="float", parent=self
        )
        self.to_end.hide()
        self._wanted: Anchor | None = None
        """Where to be once this is seen."""
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._make_next)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def follows(self) -> bool:
        """Whether new text is scrolled into sight."""
        return self._follows

    @property
    def views(self) -> list[TurnView]:
        """The widgets that there are, in the order of the conversation."""
        return [entry.view for entry in self.entries if entry.view is not None]

    def row_at(self, y: float) -> int:
        """The number of the turn at a height of the sheet, or of the nearest one above."""
        return self._rows.at(round(y))

    def bring(self, row: int, line: Callable[[TurnView], QRectF], above: int) -> None:
        """Scroll to a LINE of a turn's text, and keep so many pixels above and below it."""
        entry = self.entries[row]
        view = self.view_of(entry)
        bar = self.verticalScrollBar()
        if not self._rows.top(row) - bar.pageStep() < bar.value() < self._rows.bottom(row):
            bar.setValue(self._rows.top(row))
            view = self.view_of(entry)
        at = view.view.mapTo(self.sheet, line(view).center().toPoint())
        self.ensureVisible(at.x(), at.y(), 0, above)

    def shown(self) -> list[tuple[int, TurnView]]:
        """The widgets that there are, with the numbers of their turns."""
        return [(row, view) for row, _, view in self._live()]

    def stay(self) -> None:
        """Do not follow what comes."""
        self._follow(follows=False)

    def view_of(self, entry: Entry) -> TurnView:
        """The widget of an entry, made now if it is not there."""
        row = self.entries.index(entry)
        is_settling, self._is_settling = self._is_settling, True
        self._lay_out(row, *self._seen)
        self._is_settling = is_settling
        if entry.view is None:
            raise AssertionError("what is laid out has a widget")
        return entry.view

    def go_to_end(self) -> None:
        """Scroll to the end and follow from now on."""
        self._follow(follows=True)
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred, break the lines again."""
        anchor = self._anchor()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            width = self._width
            for row, entry in enumerate(self.entries):
                if entry.view is None:
                    self._rows.set_height(row, entry.guess(width))
        self._settle(anchor)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what was added while nobody saw it."""
        super().showEvent(event)
        wanted, self._wanted = self._wanted, None
        self._settle(wanted if wanted and wanted.entry in self.entries else None)

    @property
    def _width(self) -> int:
        return max(self.viewport().width() - 2 * self._side, 40)

    @property
    def _side(self) -> int:
        return max(SIDE, (self.viewport().width() - COLUMN) // 2)

    @property
    def _seen(self) -> tuple[int, int]:
        """What can be seen of the sheet."""
        top = self.verticalScrollBar().value()
        return top, top + self.viewport().height()

    def _live(self) -> Iterator[tuple[int, Entry, TurnView]]:
        for row, entry in enumerate(self.entries):
            if entry.view is not None:
                yield row, entry, entry.view

    def _settle(self, anchor: Anchor | None = None) -> None:
        """Lay out what can be seen, and keep in its place what is being read."""
        if self._is_settling or not self.isVisible():
            return
        self._is_settling = True
        anchor = anchor or self._anchor()
        for _ in range(PASSES):
            self._scroll(anchor)
            rows = self._rows.between(*self._seen)
            changes = [self._lay_out(row, *self._seen) for row in rows]
            if not any(changes):
                break
        self._scroll(anchor)
        self._move_views()
        self._is_settling = False
        self._ahead.start()
        self._place_to_end()

    def _place_to_end(self) -> None:
        """A button in the middle above the lower edge, while one is far from the end."""
        bar = self.verticalScrollBar()
        is_far = bar.value() < bar.maximum() - self.viewport().height() // 2
        if is_far or self.to_end.isVisible():
            self.to_end.setVisible(is_far)
            size = self.to_end.sizeHint()
            area = self.viewport().geometry()
            self.to_end.setGeometry(
                area.center().x() - size.width() // 2,
                area.bottom() - size.height() - 8,
                size.width(),
                size.height(),
            )

    def _anchor(self) -> Anchor | None:
        """What must not move: None at the end, which is followed."""
        if self._follows or not self.entries:
            return None
        top, _ = self._seen
        row = self._rows.at(top)
        entry, above = self.entries[row], top - self._rows.top(row)
        if entry.view is None:
            return Anchor(entry, -1, above)
        text = entry.view.view
        inside = above - text.y()
        if not 0 <= inside < text.height() or not text.column.pieces:
            return Anchor(entry, -1, above)
        piece = text.column.index_at(inside)
        return Anchor(entry, piece, inside - text.column.pieces[piece].top)

    def _scroll(self, anchor: Anchor | None) -> None:
        """Give the sheet the height of its rows, and show the anchor where it was."""
        self.sheet.resize(self.viewport().width(), max(self._rows.total, self.viewport().height()))
        bar = self.verticalScrollBar()
        if anchor is None:
            bar.setValue(bar.maximum())
            return
        place = self._rows.top(self.entries.index(anchor.entry)) + anchor.above
        if anchor.piece >= 0 and anchor.entry.view is not None:
            text = anchor.entry.view.view
            if anchor.piece < len(text.column.pieces):
                place += text.y() + text.column.pieces[anchor.piece].top
        bar.setValue(round(place))

    def _lay_out(self, row: int, top: int, bottom: int) -> bool:
        """Let a turn have its widget, and what of its text is near; whether its height changes."""
        entry = self.entries[row]
        if entry.view is None:
            self._make(row, entry)
        view = entry.view
        if view is None:
            return False
        above = self._rows.top(row) + view.view.y()
        reach = bottom - top
        view.view.look(top - above - reach / 2, bottom - above + reach / 2)
        if entry.width != self._width or entry.is_changed:
            entry.width, entry.is_changed = self._width, False
            changed = self._rows.set_height(row, view.height_at(self._width))
            view.setGeometry(self._side, self._rows.top(row), self._width, self._rows.height(row))
            return changed
        return False

    def _make(self, row: int, entry: Entry) -> None:
        if entry.turn is not None:
            entry.view = self.make_view(entry.turn)
            self._take_in(row, entry.view)
            self._show_place(entry)
            self.made.emit(entry)

    def _take_in(self, row: int, view: TurnView) -> None:
        entry = self.entries[row]
        entry.is_changed = True
        view.setParent(self.sheet)
        view.setGeometry(self._side, self._rows.top(row), self._width, self._rows.height(row))
        view.grown.connect(self._on_grown)
        view.view.sight_wanted.connect(partial(self._show_sight, view.view))
        self._by_view[view] = entry
        view.view.mark_words(self._words)
        view.show()

    def _show_place(self, entry: Entry) -> None:
        if entry.turn is not None and entry.view is not None:
            is_last = entry is self.entries[-1]
            entry.view.show_place(entry.turn.id, entry.turn.versions, is_last=is_last)

    def _move_views(self) -> None:
        top, bottom = self._seen
        far = 2 * (bottom - top)
        for row, entry, view in self._live():
            is_far = self._rows.bottom(row) < top - far or self._rows.top(row) > bottom + far
            if is_far and not entry.is_needed:
                self._drop(entry)
            else:
                view.move(self._side, self._rows.top(row))

    def _drop(self, entry: Entry) -> None:
        view, entry.view = entry.view, None
        if view is not None:
            view.grown.disconnect(self._on_grown)
            del self._by_view[view]
            view.hide()
            view.deleteLater()

    def _cut(self, count: int) -> None:
        for entry in self.entries[count:]:
            self._drop(entry)
        del self.entries[count:]
        self._rows.cut(count)

    def _follow(self, *, follows: bool) -> None:
        if follows != self._follows:
            self._follows = follows
            self.at_end_changed.emit(follows)

    def _show_sight(self, text: QWidget, line: QRectF) -> None:
        at = text.mapTo(self.sheet, line.center().toPoint())
        self.ensureVisible(at.x(), at.y(), 0, SIDE)

    @Slot()
    def _make_next(self) -> None:
        """Make the widget of one turn that is a screen away, before it is needed."""
        top, bottom = self._seen
        reach = bottom - top
        for row in self._rows.between(top - reach, bottom + reach):
            if self.entries[row].view is None:
                anchor = self._anchor()
                self._is_settling = True
                self._lay_out(row, top, bottom)
                self._scroll(anchor)
                self._move_views()
                self._is_settling = False
                self._ahead.start()
                return

    @Slot()
    def _on_grown(self) -> None:
        view = self.sender()
        if isinstance(view, TurnView) and view in self._by_view:
            self._by_view[view].is_changed = True
            self._settle()

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if not self._is_settling:
            is_at_end = value >= self.verticalScrollBar().maximum() - AT_END
            self._follow(follows=is_at_end and not self.is_held)
            self._settle()


def _nobody(_turn: Turn) -> NoReturn:
    raise AssertionError("somebody has to make the widgets")
