"""Selecting in the conversation by mouse and keyboard, over all its turns.

Watches the events of the texts and of the sheet on which they stand. What is selected is shown on
every text that has a widget, and on those that get one later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu

from yidesk.ui import icons
from yidesk.ui.chat import chinese
from yidesk.ui.chat.copying import Copied, Copying, Slice
from yidesk.ui.chat.entry import Entry
from yidesk.ui.chat.selection import START, ChatSelection, Spot, Stretch, carried
from yidesk.ui.chat.spots import Spots, within
from yidesk.ui.chat.steps import Steps
from yidesk.ui.chat.transcript import Transcript
from yidesk.ui.markdown.documents import characters
from yidesk.ui.markdown.place import Place
from yidesk.ui.markdown.view import MarkdownView

TRAVEL = 4
"""Pixels that a pressed mouse may move and still only click."""
SCROLL_MS = 16
FASTEST = 60
"""Pixels that are scrolled at once, however far outside the mouse is."""
_Type = QEvent.Type
_MOUSE = frozenset(
    {_Type.MouseButtonPress, _Type.MouseMove, _Type.MouseButtonRelease, _Type.MouseButtonDblClick}
)
_WATCHED = _MOUSE | {_Type.KeyPress, _Type.ShortcutOverride, _Type.ContextMenu}
_LEFT = Qt.MouseButton.LeftButton
_Key = QKeySequence.StandardKey


class Picker(QObject):
    """What is selected in the conversation on the screen."""

    quote_wanted = Signal(str)
    """A text that the next question is to begin with."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(transcript)
        self.selection = ChatSelection()
        self._transcript = transcript
        self._spots = Spots(transcript)
        self._steps = Steps(transcript, self._spots)
        self._copying = Copying(transcript)
        self._entries: dict[int, Entry] = {}
        """The turns in which the selection has its spots."""
        self._known: dict[Spot, str] = {}
        """The first spot of each block that has a spot -> its letters, as they were then."""
        self._drag: _Drag | None = None
        self._doubled = (0, QPoint())
        """When and where a button was pressed twice."""
        self._scrolling = QTimer(self, interval=SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self._early: tuple[Spot, Spot] | None = None
        """What a double click took for a word while the Chinese ones were being read."""
        chinese.workshop().made.connect(self._take_chinese_word)
        transcript.sheet.installEventFilter(self)
        transcript.made.connect(self._take_in)
        transcript.entries_changed.connect(self._follow_entries)
        transcript.verticalScrollBar().valueChanged.connect(self._draw)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self.selection.ends is None

    @Slot()
    def select_all(self) -> None:
        """Select the whole conversation, as far as it is written now."""
        if self._transcript.entries:
            self.selection.begin(Stretch(self._spots.first(), self._spots.last()))
            self._show()
            self._offer()

    @Slot()
    def clear(self) -> None:
        """Select nothing."""
        self.selection.clear()
        self._show()

    @Slot()
    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        self._read(lambda read: QGuiApplication.clipboard().setMimeData(read.mime()))

    @Slot()
    def copy_markdown(self) -> None:
        """Put what is selected on the clipboard as Markdown, to be pasted as letters."""
        self._read(lambda read: QGuiApplication.clipboard().setText(read.markdown))

    @Slot()
    def quote(self) -> None:
        """Let the question begin with what is selected."""
        self._read(lambda read: self.quote_wanted.emit(read.plain))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what selects; leave clicks on links, and every other key."""
        kind = event.type()
        if kind not in _WATCHED or not self._transcript.entries:
            return False
        if isinstance(event, QMouseEvent):
            return self._take_mouse(event)
        if not isinstance(watched, MarkdownView):
            return False
        if isinstance(event, QContextMenuEvent):
            self._open_menu(watched, event.globalPos())
            return True
        return isinstance(event, QKeyEvent) and self._take_key(watched, event)

    def _take_mouse(self, event: QMouseEvent) -> bool:
        kind, point = event.type(), event.globalPosition().toPoint()
        if kind == _Type.MouseMove:
            if self._drag is not None and event.buttons() & _LEFT:
                self._drag.pointer = point
                self._draw()
                return True
            return False
        if event.button() != _LEFT:
            return False
        if kind == _Type.MouseButtonRelease:
            return self._end_drag()
        if kind == _Type.MouseButtonDblClick:
            self._doubled = (event.timestamp(), point)
            self._begin_drag(point, _Drag(point, by_word=True))
            self._early = self.selection.ends if chinese.is_coming() else None
        else:
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            drag = _Drag(point, by_paragraph=self._is_third(event))
            self._begin_drag(point, drag, extends=extends)
        return True

    @Slot()
    def _take_chinese_word(self) -> None:
        """The Chinese words are known: select the one of which only a letter is selected."""
        if self._early is not None and self._early == self.selection.ends:
            self.selection.begin(self._steps.word_at(self._early[0]))
            self._show()
            self._offer()
        self._early = None

    def _is_third(self, event: QMouseEvent) -> bool:
        """Whether a press follows a double click soon, and near it."""
        when, where = self._doubled
        span = QGuiApplication.styleHints().mouseDoubleClickInterval()
        is_near = (event.globalPosition().toPoint() - where).manhattanLength() <= TRAVEL
        return bool(when) and is_near and event.timestamp() - when <= span

    def _begin_drag(self, point: QPoint, drag: _Drag, *, extends: bool = False) -> None:
        at = self._transcript.sheet.mapFromGlobal(point)
        stretch = self._stretch(at, drag)
        view = self._transcript.entries[stretch.first.row].view
        if view is not None and not view.view.hasFocus():
            view.view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drag = drag
        self._steps.forget()
        self.selection.extend(stretch) if extends else self.selection.begin(stretch)
        self._show()

    def _end_drag(self) -> bool:
        """The button is up; whether something was selected, so that it was no click."""
        was_drawing = self._drag is not None
        self._leave_drag()
        if was_drawing and not self.is_empty:
            self._offer()
        return was_drawing and not self.is_empty

    @Slot()
    def _draw(self) -> None:
        """Select up to the mouse, and go on scrolling while it is outside."""
        drag = self._drag
        if drag is None or not drag.has_begun():
            return
        area = self._transcript.viewport()
        at = area.mapFromGlobal(drag.pointer)
        drag.outside = min(0, at.y()) + max(0, at.y() - area.height() + 1)
        if bool(drag.outside) != self._scrolling.isActive():
            self._scrolling.start() if drag.outside else self._scrolling.stop()
        at.setY(min(max(at.y(), 0), area.height() - 1))
        self.selection.extend(
            self._stretch(self._transcript.sheet.mapFromGlobal(area.mapToGlobal(at)), drag)
        )
        if not self.is_empty:
            self._transcript.is_held = True
            self._transcript.stay()
        self._show()

    @Slot()
    def _scroll(self) -> None:
        if self._drag is not None:
            bar, outside = self._transcript.verticalScrollBar(), self._drag.outside
            step = min(abs(outside) // 3 + 2, FASTEST)
            bar.setValue(bar.value() + (step if outside > 0 else -step))

    def _stretch(self, at: QPoint, drag: _Drag) -> Stretch:
        """What is selected at once at a point of the sheet."""
        if drag.by_word:
            return self._steps.word_at(self._spots.letter_at(at))
        if drag.by_paragraph:
            return self._steps.paragraph_at(self._spots.letter_at(at))
        return Stretch.at(self._spots.at(at))

    def _take_key(self, view: MarkdownView, event: QKeyEvent) -> bool:
        is_escape = event.key() == Qt.Key.Key_Escape and not self.is_empty
        if event.type() == _Type.ShortcutOverride:
            event.setAccepted(is_escape)
            return is_escape
        if is_escape:
            self.clear()
        elif event.matches(_Key.Copy):
            self.copy()
        elif event.matches(_Key.SelectAll):
            self.select_all()
        elif (step := self._steps.of(event)) is not None:
            head = self._head(view)
            self.selection.extend(Stretch.at(step(head)))
            self._show()
            if self.selection.head is not None:
                self._spots.bring(self.selection.head)
            self._offer()
        else:
            return False
        return True

    def _head(self, view: MarkdownView) -> Spot:
        """Where a key begins: where the last selection ended, or in the text that has the focus."""
        if self.selection.head is None:
            row = next(n for n, each in enumerate(self._transcript.entries) if each.shows(view))
            self.selection.begin(Stretch.at(Spot(row, START)))
        head = self.selection.head
        if head is None:
            raise AssertionError("a selection that has begun has an end")
        return Spot(head.row, within(head.place, self._spots.pieces(head.row)))

    def _open_menu(self, view: MarkdownView, point: QPoint) -> None:
        menu = QMenu(view)
        copies = (
            menu.addAction(self.tr("Copy"), self.copy),
            menu.addAction(self.tr("Copy as Markdown"), self.copy_markdown),
            menu.addAction(self.tr("Quote in the question"), self.quote),
        )
        for action in copies:
            action.setEnabled(not self.is_empty)
        menu.addSeparator()
        menu.addAction(self.tr("Copy the whole text as Markdown"), view.copy_source)
        menu.addAction(self.tr("Select all"), self.select_all)
        self._add_deletion(menu, view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def _add_deletion(self, menu: QMenu, view: MarkdownView) -> None:
        """Offer to delete the turn of VIEW, where that can be done now."""
        turn = next((each.view for each in self._transcript.entries if each.shows(view)), None)
        if turn is not None and turn.turn is not None and not turn.is_busy:
            menu.addSeparator()
            menu.addAction(icons.icon("trash"), turn.deletes, turn.delete)

    def _slices(self) -> list[Slice]:
        ends = self.selection.ends
        rows = range(ends[0].row, ends[1].row + 1) if ends is not None else ()
        found = ((row, self.selection.slice_of(row)) for row in rows)
        return [Slice(self._transcript.entries[row], *part) for row, part in found if part]

    def _read(self, done: Callable[[Copied], object]) -> None:
        if slices := self._slices():
            self._copying.read(slices, done)

    def _offer(self) -> None:
        """Let the middle button put it elsewhere, where the system has that."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.supportsSelection():
            self._read(lambda read: clipboard.setText(read.plain, QClipboard.Mode.Selection))

    @Slot(object)
    def _take_in(self, entry: Entry) -> None:
        """A turn has its widget: watch it, and show what is selected of it."""
        if entry.view is None:
            return
        text = entry.view.view
        text.installEventFilter(self)
        text.changed.connect(partial(self._follow_text, entry))
        text.choice_wanted.connect(partial(self._choose, entry))
        self._follow_text(entry)
        self._show()

    def _choose(self, entry: Entry, anchor: Place, other: Place) -> None:
        """A screen reader selects."""
        row = self._transcript.entries.index(entry)
        self.selection.begin(Stretch.at(Spot(row, anchor)))
        self.selection.extend(Stretch.at(Spot(row, other)))
        self._show()

    def _show(self) -> None:
        """Show on every text what is selected of it."""
        self._remember()
        for row, view in self._transcript.shown():
            view.view.choose(*(self.selection.slice_of(row) or (START, START)))

    def _remember(self) -> None:
        """Know the turns and the letters among which the selection has its spots."""
        entries = self._transcript.entries
        spots = self._marked()
        self._entries = {spot.row: entries[spot.row] for spot in spots}
        self._known = {spot: self._letters(spot) for spot in map(_block, spots)}

    def _marked(self) -> tuple[Spot, ...]:
        selection = self.selection
        if selection.origin is None or selection.head is None:
            return ()
        return (*selection.origin, selection.head)

    def _letters(self, spot: Spot) -> str:
        """The letters of a block that has a widget; nothing is known of others."""
        view = self._transcript.entries[spot.row].view
        pieces = view.view.column.pieces if view is not None else ()
        return (
            characters(pieces[spot.place.piece].readable) if spot.place.piece < len(pieces) else ""
        )

    def _follow_text(self, entry: Entry) -> None:
        """A text has become another one: stay with the same letters."""
        row = next((row for row, each in self._entries.items() if each is entry), None)
        if row is None:
            return
        before = self._known

        def moved(spot: Spot) -> Spot:
            was, now = before[_block(spot)], self._letters(spot)
            if spot.row != row or not was or not now or was == now:
                return spot
            return self._carried(spot, was, now)

        self.selection.move(moved)
        self._show()

    def _carried(self, spot: Spot, was: str, now: str) -> Spot:
        """The same letter in a block whose letters are others now, or in one it was cut into."""
        piece, at = spot.place
        while was.startswith(now) and at > len(now):
            was, at, piece = was[len(now) + 1 :], at - len(now) - 1, piece + 1
            now = self._letters(Spot(spot.row, Place(piece, 0)))
            if not now:
                return Spot(spot.row, Place(piece, 0))
        return Spot(spot.row, Place(piece, carried(at, was, now)))

    @Slot()
    def _follow_entries(self) -> None:
        """Turns went or came: stay with the same ones."""
        known, entries = self._entries, self._transcript.entries

        def moved(spot: Spot) -> Spot | None:
            entry = known[spot.row]
            same = (row for row, each in enumerate(entries) if each.is_same_turn(entry))
            row = next(same, None)
            return None if row is None else Spot(row, spot.place)

        self.selection.move(moved)
        self._leave_drag()
        self._show()

    def _leave_drag(self) -> None:
        self._drag, self._transcript.is_held = None, False
        self._scrolling.stop()


class _Drag:
    """A button that is down; what it selects grows by letters, words or paragraphs."""

    def __init__(
        self, pointer: QPoint, *, by_word: bool = False, by_paragraph: bool = False
    ) -> None:
        self.pointer = pointer
        self.by_word, self.by_paragraph = by_word, by_paragraph
        self.outside = 0
        """Pixels below the lower edge of what can be seen; above the upper one, less than 0."""
        self._begun_at: QPoint | None = pointer

    def has_begun(self) -> bool:
        """Whether it has moved so far that it is no click."""
        if self._begun_at is not None:
            if (self.pointer - self._begun_at).manhattanLength() < TRAVEL:
                return False
            self._begun_at = None
        return True


def _block(spot: Spot) -> Spot:
    return Spot(spot.row, Place(spot.place.piece, 0))
