"""Shows Markdown that streams in: one document for each block, painted by one widget.

Only the open block is made again when text arrives, and at most thirty times a second, so the
cost does not grow with the length of the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import QToolTip, QWidget

from yidesk.ui.markdown.blocks import Block, Kind, Splitter, typed
from yidesk.ui.markdown.frame_time import FRAME_MS, TEXT_S, frame_time, pause_after
from yidesk.ui.markdown.marks import PRIVATE, Mark, with_marks
from yidesk.ui.markdown.pieces import piece_of
from yidesk.ui.markdown.place import Place
from yidesk.ui.markdown.spoken import Spoken
from yidesk.ui.markdown.surface import Surface
from yidesk.ui.markdown.targets import Target, box_of, targets_of
from yidesk.ui.theme import colour

TOGETHER_MS = 33
"""Text that arrives within this time is shown at once."""
SLICE = 20_000
"""Characters of a complete text that are shown at once."""
CHUNK = 4_000
"""Characters after which it is looked how late it is; what is left then comes in the next frame."""
MANY = 2
"""Pieces that came at once and let what was seen before move out of sight."""


class MarkdownView(Surface):
    """A text that may still be growing."""

    link_activated = Signal(QUrl)
    mark_activated = Signal(object)
    """The Mark that was clicked."""
    sight_wanted = Signal(QRectF)
    """A line that somebody wants to see."""
    choice_wanted = Signal(object, object)
    """Two Places between which a screen reader wants the text to be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target: Target | None = None
        """The link or mark on which the keyboard is."""
        self._parts: list[str] = []
        self._waiting: list[str] = []
        self._marks: tuple[Mark, ...] = ()
        self._is_whole = False
        """Whether no more text comes."""
        self._splitter = Splitter()
        self._closed = 0
        """So many blocks are on the screen and do not change any more."""
        self._spoken: Spoken | None = None
        self._timer = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._timer.timeout.connect(self._work)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    @property
    def source(self) -> str:
        """The text as it came, before any dressing."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    @property
    def closed(self) -> int:
        """So many pieces, from the beginning, do not change any more while the text goes on."""
        return self._closed

    def set_plain(self, text: str) -> None:
        """Show text as it was typed."""
        self._begin(text, (), is_whole=True)
        self._waiting = []
        self._put(typed(text), "", is_all=True)
        self._tell(is_far=False)

    def set_source(self, text: str, marks: Sequence[Mark] = ()) -> None:
        """Show a complete text, with marks where its references are; keep what is shown of it."""
        self._begin(text, tuple(marks), is_whole=True)
        self._work()

    def restart(self, text: str) -> None:
        """Show a text that goes on: what is appended next stands at its end."""
        self._begin(text, (), is_whole=False)
        self._work()

    def append(self, text: str) -> None:
        """Add what has arrived; it is shown within TOGETHER_MS."""
        self._parts.append(text)
        self._waiting.append(PRIVATE.sub("\ufffd", text))
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def flush(self) -> None:
        """Show what has arrived."""
        while self._waiting:
            self._work()
        self._timer.stop()

    def mark_words(self, words: str) -> None:
        """Mark WORDS wherever they stand ("": nowhere)."""
        self.hits.words, self.hits.current = words, None
        self.update()

    def show_hit(self, place: Place) -> QRectF:
        """Mark one of the hits as the one looked at; returns its line in the widget."""
        self.hits.current = place
        return self.line_at(place)

    def selected_text(self) -> str:
        """What is selected, as plain text."""
        return self.selection.text(self.column.pieces)

    def copy_source(self) -> None:
        """Put the whole text on the clipboard, as Markdown."""
        QGuiApplication.clipboard().setText(self.source)

    @property
    def spoken(self) -> Spoken:
        """The whole text as it is read out; made when it is asked for."""
        if self._spoken is None:
            self._spoken = Spoken(self.column.pieces)
        return self._spoken

    def choose(self, anchor: Place, other: Place) -> None:
        """Show what lies between two places as selected."""
        if (self.selection.anchor, self.selection.other) != (anchor, other):
            self.selection.set(anchor, other)
            self.update()

    def _begin(self, text: str, marks: tuple[Mark, ...], *, is_whole: bool) -> None:
        """Begin with another text; the pieces that it has in common with this one stay."""
        self._timer.stop()
        self._parts, self._waiting = [text], [with_marks(text, marks)]
        self._marks, self._is_whole, self.target = marks, is_whole, None
        self._splitter, self._closed = Splitter(), 0

    @Slot()
    def _work(self) -> None:
        """Show what has arrived, or as much of it as one frame has time for."""
        begun, before = perf_counter(), self._closed
        text = "".join(self._waiting)
        at, at_once = 0, SLICE if self._is_whole else CHUNK
        while not at or (at < len(text) and (at < at_once or perf_counter() - begun < TEXT_S)):
            self._take(text[at : at + CHUNK], is_all=at + CHUNK >= len(text))
            at += CHUNK
        self._waiting = [text[at:]] if at < len(text) else []
        self._tell(is_far=self._closed - before >= MANY)
        took = perf_counter() - begun
        frame_time().note_text(took)
        if self._waiting:
            self._timer.start(FRAME_MS)
        else:
            self._timer.setInterval(max(TOGETHER_MS, pause_after(took)))

    def _take(self, text: str, *, is_all: bool) -> None:
        """Make pieces of what comes next."""
        self._splitter.feed(text)
        if self._is_whole and is_all:
            self._splitter.finish()
        self._put(self._splitter.blocks, self._splitter.tail, is_all=is_all)

    def _put(self, blocks: Sequence[Block], tail: str, *, is_all: bool) -> None:
        """Have pieces of the blocks that are new or have grown; TAIL goes on with the last one."""
        if tail and (not blocks or blocks[-1].closed):
            blocks = [*blocks, Block(Kind.TEXT)]
        count = len(blocks)
        # what goes on in the next chunk is not shown half: it may be there whole, from before
        ready = count if is_all or not blocks or blocks[-1].closed else count - 1
        for index in range(self._closed, ready):
            is_end = index + 1 == count or not blocks[index + 1].continues
            end = tail if index + 1 == count else ""
            self.column.show(index, piece_of(blocks[index], end, self._marks, is_end=is_end))
        if is_all:  # what follows may be shown already, from before
            self.column.cut(count)
        self._closed = max(0, count - 1)

    def _tell(self, *, is_far: bool) -> None:
        """The text is another one. IS_FAR: what can be seen now lies far below what was seen."""
        self._spoken = None
        self._become_other()
        if is_far:
            self.take_height()  # who scrolls says where to look, before anything is laid out
        self.settle()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would do."""
        point = event.position()
        mark = self.column.mark_at(point)
        self._hover(mark)
        active = mark >= 0 or self.column.link_at(point)
        self.setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a mark or a link; where something was selected, this does not come here."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        if (mark := self.column.mark_at(point)) >= 0:
            self.mark_activated.emit(self._marks[mark])
        elif link := self.column.link_at(point):
            self.link_activated.emit(QUrl(link))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, mark: int) -> None:
        for piece in self.column.pieces:
            if piece.drawer is not None and piece.drawer.hovered != mark:
                piece.drawer.hovered = mark
                self.update()

    def focusNextPrevChild(self, following: bool) -> bool:
        """Let Tab go through links and marks before it leaves the text."""
        targets = targets_of(self.column.pieces) if self.hasFocus() else []
        at = targets.index(self.target) if self.target in targets else -1
        step = at + 1 if following else at - 1
        if not (0 <= step < len(targets)):
            self.target = None
            return super().focusNextPrevChild(following)
        self.target = targets[step]
        self.sight_wanted.emit(box_of(self.column.pieces[self.target.piece], self.target))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._name_of_target()))
        self.update()
        return True

    @property
    def marks_told(self) -> str:
        """What the comparison found of every mark, a line each; empty without marks."""
        return "\n".join(f"{mark.label}. {mark.told}" for mark in self._marks)

    def _name_of_target(self) -> str:
        """What a screen reader says of the link or mark on which the keyboard is."""
        if self.target is None:
            return ""
        if self.target.mark >= 0:
            mark = self._marks[self.target.mark]
            return f"{mark.label}. {QTextDocumentFragment.fromHtml(mark.tip).toPlainText()}"
        letters = self.column.pieces[self.target.piece].letters
        return f"{letters[self.target.start : self.target.end]}. {self.target.link}"

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is on no link any more."""
        self.target = None
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and a ring around the link or mark on which the keyboard is."""
        super().paintEvent(event)
        if self.target is not None and self.target.piece < len(self.column.pieces):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("accent"), 2))
            box = box_of(self.column.pieces[self.target.piece], self.target)
            painter.drawRoundedRect(box.adjusted(-2, 0, 2, 0), 4, 4)
            painter.end()

    def _follow(self, target: Target) -> None:
        if target.mark >= 0:
            self.mark_activated.emit(self._marks[target.mark])
        else:
            self.link_activated.emit(QUrl(target.link))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link or mark on which the keyboard is."""
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if self.target is not None and event.key() in keys:
            self._follow(self.target)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Explain the mark under the mouse, with its passage."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.column.mark_at(QPointF(event.pos()))
            if mark >= 0:
                QToolTip.showText(event.globalPos(), self._marks[mark].tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
