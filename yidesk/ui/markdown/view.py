"""Shows Markdown that streams in: one document for each block, painted by one widget.

Only the open block is made again when text arrives, and at most thirty times a second, so the
cost does not grow with the length of the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from yidesk.ui import fonts
from yidesk.ui.markdown import code, documents
from yidesk.ui.markdown.blocks import Block, Kind, Splitter
from yidesk.ui.markdown.code_head import CodeHead
from yidesk.ui.markdown.finding import Hits
from yidesk.ui.markdown.marks import Mark, with_marks, without_marks
from yidesk.ui.markdown.selection import Place, Selection
from yidesk.ui.theme import colour, tokens

FRAME_MS = 33
"""Text that arrives within this time is shown at once."""
GAP = 12
CODE_MARGIN = 12


@dataclass(slots=True)
class Shown:
    """A block on the screen."""

    kind: Kind
    document: documents.QuietDocument
    top: float = 0.0
    height: float = 0.0
    margin: int = 0
    """Between the edge of the block and its text."""
    head: CodeHead | None = None

    @property
    def above(self) -> int:
        """Between the top of the block and its text."""
        return self.head.height() if self.head is not None else self.margin

    @property
    def origin(self) -> QPointF:
        """Where the document's own (0, 0) lies in the widget."""
        return QPointF(self.margin, self.top + self.above)


class MarkdownView(QWidget):
    """A text that may still be growing. Its height follows its width."""

    link_activated = Signal(QUrl)
    mark_activated = Signal(object)
    """The Mark that was clicked."""
    grown = Signal()
    """The height has changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self._marks: tuple[Mark, ...] = ()
        self._is_plain = False
        self._is_whole = False
        """Whether the text is at its end."""
        self._waiting = ""
        self._dress = tokens()
        self._splitter = Splitter()
        self._shown: list[Shown] = []
        self._selection = Selection()
        self._hits = Hits()
        self._has_key_focus = False
        self._timer = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._timer.timeout.connect(self.flush)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    @property
    def source(self) -> str:
        """The text as it came, before any dressing."""
        return self._source

    def set_plain(self, text: str) -> None:
        """Show text as it was typed."""
        self._timer.stop()
        self._source, self._marks, self._is_plain = text, (), True
        self._rebuild()

    def set_source(self, text: str, marks: Sequence[Mark] = ()) -> None:
        """Show a complete text, with marks where its references are."""
        self._timer.stop()
        self._source, self._marks, self._is_plain, self._is_whole = text, tuple(marks), False, True
        self._rebuild()

    def restart(self, text: str) -> None:
        """Show a text that goes on: what is appended next stands at its end."""
        self._timer.stop()
        self._source, self._marks, self._is_plain, self._is_whole = text, (), False, False
        self._rebuild()

    def append(self, text: str) -> None:
        """Add what has arrived; it is shown within FRAME_MS."""
        self._source += text
        self._waiting += text
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def flush(self) -> None:
        """Show what has arrived."""
        if not self._waiting:
            return
        self._splitter.feed(self._waiting)
        self._waiting = ""
        self._show_blocks()

    def mark_words(self, words: str) -> int:
        """Mark WORDS wherever they stand ("": nowhere); returns how often they do."""
        self._hits.look_away()
        self._hits.search([each.document for each in self._shown], words)
        self.update()
        return len(self._hits)

    def show_hit(self, number: int) -> QRectF:
        """Mark one of the hits as the one looked at; returns its line in the widget."""
        index, line = self._hits.look_at(number)
        self.update()
        return line.translated(self._shown[index].origin)

    def selected_text(self) -> str:
        """What is selected, as plain text."""
        return self._selection.text([each.document for each in self._shown], self._marks)

    def select_all(self) -> None:
        """Select the whole text."""
        if self._shown:
            last = len(self._shown) - 1
            end = self._shown[last].document.characterCount() - 1
            self._selection.set(Place(0, 0), Place(last, end))
            self.update()

    def copy(self) -> None:
        """Put the selection on the clipboard."""
        if text := self.selected_text():
            QGuiApplication.clipboard().setText(text)

    def copy_source(self) -> None:
        """Put the whole text on the clipboard, as Markdown."""
        QGuiApplication.clipboard().setText(self._source)

    def _rebuild(self) -> None:
        """Make everything anew from the source; a text that goes on stays open at its end."""
        self._selection.clear()
        self._drop(0)
        self._splitter, self._waiting, self._dress = Splitter(), "", tokens()
        if self._is_plain:
            self._shown = [Shown(Kind.TEXT, documents.plain(self._source, fonts.reading()))]
            self._arrange(0)
            self.describe()
            return
        self._splitter.feed(with_marks(self._source, self._marks))
        if self._is_whole:
            self._splitter.finish()
        self._show_blocks()
        self.describe()

    def describe(self) -> None:
        """Give the text, as it is read, to screen readers; not at every word that streams in."""
        whole = Selection()
        if self._shown:
            last = len(self._shown) - 1
            end = self._shown[last].document.characterCount() - 1
            whole.set(Place(0, 0), Place(last, end))
        text = whole.text([each.document for each in self._shown], self._marks)
        self.setAccessibleDescription(text)

    def _show_blocks(self) -> None:
        blocks = self._splitter.blocks
        first = max(0, len(self._shown) - 1)
        tail = self._splitter.tail
        for index in range(first, len(blocks)):
            self._show_block(index, blocks[index], tail if index == len(blocks) - 1 else "")
        if tail and (not blocks or blocks[-1].closed):
            self._replace(len(blocks), Shown(Kind.TEXT, documents.markdown(tail, self._marks)))
        if self._hits.words:
            self.mark_words(self._hits.words)
        self._arrange(first)

    def _show_block(self, index: int, block: Block, tail: str) -> None:
        if block.kind is Kind.TEXT:
            open_line = "" if block.closed else tail
            made = documents.markdown(block.source + open_line, self._marks)
            self._replace(index, Shown(Kind.TEXT, made))
            return
        text = without_marks(block.source.rstrip("\n"), self._marks)
        old = self._shown[index] if index < len(self._shown) else None
        if old is not None and old.kind is Kind.CODE:
            code.append(old.document, text[len(old.document.toPlainText()) :])
        else:
            made = code.code(text)
            head = CodeHead(block.language, made.toPlainText, self)
            head.follow(self.last_control())
            old = Shown(Kind.CODE, made, margin=CODE_MARGIN, head=head)
            self._replace(index, old)
        if block.closed:
            code.colourise(old.document, block.language)

    def _replace(self, index: int, shown: Shown) -> None:
        self._drop(index)
        self._shown.append(shown)

    def last_control(self) -> QWidget:
        """The last place the keyboard reaches in this text."""
        heads = [shown.head for shown in self._shown if shown.head is not None]
        return heads[-1].copy if heads else self

    def _drop(self, first: int) -> None:
        for shown in self._shown[first:]:
            if shown.head is not None:
                shown.head.hide()
                shown.head.deleteLater()
        del self._shown[first:]

    def _arrange(self, first: int) -> None:
        """Lay the blocks from FIRST on below each other and take the height they need."""
        width = max(self.width(), 40)
        bottom = self._shown[first - 1].top + self._shown[first - 1].height if first else 0.0
        for index, shown in enumerate(self._shown[first:], first):
            shown.document.setTextWidth(width - 2 * shown.margin)
            shown.top = bottom + (GAP if index else 0)
            shown.height = shown.above + shown.document.size().height() + shown.margin
            if shown.head is not None:
                shown.head.setGeometry(0, round(shown.top), width, shown.head.height())
            bottom = shown.top + shown.height
        height = round(bottom)
        if height != self.height():
            self.setFixedHeight(height)
            self.grown.emit()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, when it was the keyboard that came here."""
        super().focusInEvent(event)
        reasons = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        self._has_key_focus = event.reason() in reasons
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._has_key_focus = False
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the text is."""
        return QSize(400, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again."""
        if event.oldSize().width() != event.size().width():
            self._arrange(0)

    def changeEvent(self, event: QEvent) -> None:
        """Dress the text again when the theme changes (Qt tells it more than once)."""
        super().changeEvent(event)
        is_changed = event.type() == QEvent.Type.PaletteChange and self._dress is not tokens()
        if is_changed and self._shown:
            self._rebuild()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the blocks that can be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        exposed = QRectF(event.rect())
        for index, shown in enumerate(self._shown):
            if shown.top + shown.height >= exposed.top() and shown.top <= exposed.bottom():
                self._paint_block(painter, index, shown, exposed)
        if self._has_key_focus:
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _paint_block(self, painter: QPainter, index: int, shown: Shown, exposed: QRectF) -> None:
        if shown.kind is Kind.CODE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("raised"))
            painter.drawRoundedRect(QRectF(0, shown.top, self.width(), shown.height), 8, 8)
        painter.save()
        painter.translate(shown.origin)
        for quoted in documents.quotations(shown.document):
            painter.fillRect(QRectF(2, quoted.top() + 3, 2, quoted.height()), colour("disabled"))
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, colour("text"))
        context.clip = exposed.translated(-shown.origin)
        context.selections = [
            *self._hits.in_document(index),
            *self._selection.in_block(index, shown.document),
        ]
        shown.document.documentLayout().draw(painter, context)
        painter.restore()

    def _block_at(self, y: float) -> int:
        """The block at height Y, or the nearest."""
        for index, shown in enumerate(self._shown):
            if y < shown.top + shown.height + GAP / 2:
                return index
        return len(self._shown) - 1

    def _place_at(self, point: QPoint) -> Place | None:
        if not self._shown:
            return None
        index = self._block_at(point.y())
        shown = self._shown[index]
        where = QPointF(point) - shown.origin
        layout = shown.document.documentLayout()
        return Place(index, layout.hitTest(where, Qt.HitTestAccuracy.FuzzyHit))

    def _link_at(self, point: QPoint) -> str:
        if not self._shown:
            return ""
        shown = self._shown[self._block_at(point.y())]
        return shown.document.documentLayout().anchorAt(QPointF(point) - shown.origin)

    def _mark_at(self, point: QPoint) -> int:
        """Index of the mark at POINT, or -1."""
        if not self._shown:
            return -1
        shown = self._shown[self._block_at(point.y())]
        drawer = shown.document.drawer
        where = QPointF(point) - shown.origin
        places = drawer.places if drawer else {}
        return next((index for index, box in places.items() if box.contains(where)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection."""
        place = self._place_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._selection.set(self._selection.anchor if extends else place, place)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection, or show what a click would do."""
        point = event.position().toPoint()
        place = self._place_at(point)
        if event.buttons() & Qt.MouseButton.LeftButton and place is not None:
            self._selection.set(self._selection.anchor, place)
            self.update()
            return
        mark = self._mark_at(point)
        self._hover(mark)
        active = mark >= 0 or self._link_at(point)
        self.setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a mark or a link, unless something was selected."""
        if event.button() != Qt.MouseButton.LeftButton or not self._selection.is_empty:
            return
        point = event.position().toPoint()
        if (mark := self._mark_at(point)) >= 0:
            self.mark_activated.emit(self._marks[mark])
        elif link := self._link_at(point):
            self.link_activated.emit(QUrl(link))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self._selection.select_word(place, self._shown[place.block].document)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, mark: int) -> None:
        for shown in self._shown:
            drawer = shown.document.drawer
            if drawer is not None and drawer.hovered != mark:
                drawer.hovered = mark
                self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and Select all."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy and Select all by the mouse."""
        menu = QMenu(self)
        copy = menu.addAction(self.tr("Copy"), self.copy)
        copy.setEnabled(not self._selection.is_empty)
        menu.addAction(self.tr("Copy all as Markdown"), self.copy_source)
        menu.addAction(self.tr("Select all"), self.select_all)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Explain the mark under the mouse, with its passage."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._mark_at(event.pos())
            if mark >= 0:
                QToolTip.showText(event.globalPos(), self._marks[mark].tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
