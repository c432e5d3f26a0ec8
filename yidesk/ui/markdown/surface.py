"""The widget that a column of pieces is painted on. Its height follows its width."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextLine,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from yidesk.ui.markdown import dress, formulas, lexers
from yidesk.ui.markdown.blocks import Kind
from yidesk.ui.markdown.column import Column
from yidesk.ui.markdown.finding import Hits
from yidesk.ui.markdown.frame_time import FRAME_MS, frame_time, pause_after
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.place import Place
from yidesk.ui.markdown.selection import Selection
from yidesk.ui.markdown.targets import x_of
from yidesk.ui.theme import colour, tokens

NEAR = (0.0, 4_000.0)
"""What is laid out of a text of which nobody has said what can be seen."""
LEAST_WIDTH = 40


class Surface(QWidget):
    """Paints what is near what can be seen; the rest is not even made."""

    grown = Signal()
    """The height has changed."""
    changed = Signal()
    """The text, as it is read, is another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = Column(self)
        self.selection = Selection()
        self.hits = Hits()
        self.revision = 0
        """Another number when the text, as it is read, is another one."""
        self._near = NEAR
        self._dress = tokens()
        self._has_key_focus = False
        self._slices = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._slices.timeout.connect(self._colour)
        lexers.workshop().made.connect(self._colour_soon)
        self._formulas = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._formulas.timeout.connect(self._take_formulas)
        formulas.workshop().made.connect(self._take_formulas_soon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def look(self, top: float, bottom: float) -> None:
        """What lies between these heights can be seen, or nearly: lay it out."""
        self._near = (top, bottom)
        self.settle()

    def height_at(self, width: int) -> int:
        """Break the lines at WIDTH; returns the height that this needs."""
        self.column.set_width(max(width, LEAST_WIDTH))
        self.settle()
        return self.minimumHeight()

    def settle(self) -> None:
        """Lay out what is near, and take the height of it all, once there is a width."""
        if not self.column.width:
            return
        self.column.look(*self._near)
        self.take_height()
        if self.column.colours.are_wanted:
            self._colour_soon()
        self.update()

    def take_height(self) -> None:
        """Be as high as the text, as far as its height is known."""
        height = round(self.column.height)
        if self.column.width and height != self.minimumHeight():
            self.setFixedHeight(height)
            self.grown.emit()

    def line_at(self, place: Place) -> QRectF:
        """The line in which a letter stands."""
        _, line, above = self._line_of(place)
        return line.naturalTextRect().translated(above)

    def caret_at(self, place: Place) -> QRectF:
        """Where a cursor before a letter stands: as high as its line, without a width."""
        block, line, above = self._line_of(place)
        x = x_of(block, line.lineNumber(), place.at - block.position())
        return QRectF(x, line.y(), 0, line.height()).translated(above)

    def _line_of(self, place: Place) -> tuple[QTextBlock, QTextLine, QPointF]:
        """A letter's paragraph and line, and by how much the line's own rectangle is moved."""
        piece = self.column.pieces[place.piece]
        self.column.look(piece.top, piece.top)
        self.settle()
        document = piece.document
        block = document.findBlock(place.at)
        box = document.documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(place.at - block.position())
        return block, line, box.topLeft() + piece.origin

    def sizeHint(self) -> QSize:
        """As high as the text is."""
        return QSize(400, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again."""
        if event.oldSize().width() != event.size().width():
            self.height_at(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        """Dress the text again when the theme changes (Qt tells it more than once)."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._dress is not tokens():
            self._dress = tokens()
            self.column.undress()
            self.settle()

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pieces that can be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        exposed = QRectF(event.rect())
        seen = list(self.column.between(exposed.top(), exposed.bottom()))
        for index, piece in seen:
            if piece.made is not None:
                self._paint_piece(painter, index, piece, exposed)
        if any(piece.made is None for _, piece in seen):  # nobody has said that it can be seen
            QTimer.singleShot(0, self, self._look_around)
        if self._has_key_focus:
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _paint_piece(self, painter: QPainter, index: int, piece: Piece, exposed: QRectF) -> None:
        if piece.kind is Kind.CODE:
            self._paint_ground(painter, piece)
        document = piece.document
        painter.save()
        painter.translate(piece.origin)
        dress.paint_behind(painter, document, document.marked)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, colour("text"))
        context.clip = exposed.translated(-piece.origin)
        context.selections = [
            *self.hits.in_document(index, document),
            *self.selection.in_document(index, document),
        ]
        for box in self.selection.behind(index, document):
            painter.fillRect(box, colour("selection"))
        if document.drawer is not None:
            document.drawer.picked = self.selection.range_in(index, document)
        document.documentLayout().draw(painter, context)
        dress.paint_boxes(painter, document, document.marked)
        painter.restore()

    def _paint_ground(self, painter: QPainter, piece: Piece) -> None:
        """A ground with round corners where a program begins and where it ends."""
        box = QRectF(0, piece.top, self.width(), piece.height)
        painter.save()
        painter.setClipRect(box)
        box.adjust(0, -20 if piece.continues else 0, 0, 0 if piece.is_end else 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("raised"))
        painter.drawRoundedRect(box, 8, 8)
        painter.restore()

    @Slot()
    def _look_around(self) -> None:
        seen = self.visibleRegion().boundingRect()
        if 0 < seen.height() < NEAR[1]:  # no screen is higher
            self.look(seen.top() - seen.height(), seen.bottom() + seen.height())

    @Slot()
    def _colour_soon(self) -> None:
        if self.column.colours.are_wanted and not self._slices.isActive():
            self._slices.start()

    @Slot()
    def _take_formulas_soon(self) -> None:
        if not self._formulas.isActive():
            self._formulas.start()

    @Slot()
    def _take_formulas(self) -> None:
        """Formulas have come; perhaps some of this text."""
        begun = perf_counter()
        if self.column.take_formulas():
            self._become_other()
            self.settle()
        took = perf_counter() - begun
        frame_time().note_text(took)
        self._formulas.setInterval(pause_after(took))

    def _become_other(self) -> None:
        self.revision += 1
        self.changed.emit()

    @Slot()
    def _colour(self) -> None:
        began = perf_counter()
        if self.column.colours.work(began + frame_time().left()):
            self.update()
        frame_time().note_other(perf_counter() - began)
        self._colour_soon()
