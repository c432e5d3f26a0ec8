"""A page as it looks: at any size, with what is marked on it; its words can be selected.

The whole page is drawn sharp while that is cheap. Larger, the page drawn before is stretched, and
the piece in sight is drawn sharp over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from yidesk.core.page_picture import PageLayout, PagePicture, Rectangle
from yidesk.core.types import Document, Page
from yidesk.services.page_pictures import Region
from yidesk.ui.document.drawing import WHOLE, PageDrawer
from yidesk.ui.document.page_view import Marks
from yidesk.ui.document.passage import Span
from yidesk.ui.document.selected_words import SelectedWords
from yidesk.ui.theme import LIGHT, PAPER, is_dark, tokens

FULL_SIZE = 96 / 72
"""Points of the screen to a point of the page at 100 %."""
SMALLEST, LARGEST = 0.25, 4.0
STEP = 1.25
MARGIN = 16
RING = 2
"""Width of the line that tells where the keyboard is."""
WHOLE_PIXELS = 6_000_000
"""Up to so many pixels the whole page is drawn; more only where it is looked at."""
ROUGH_SCALE = 1.0
"""Pixels to a point of the page that is stretched below a sharp piece."""
A4 = QSizeF(595, 842)
"""A page until its size is known."""
DIM = 0.14
"""How much of its light a page loses in the dark theme."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture and the part of the page, in points, that it shows."""

    image: QImage
    where: QRectF


class PicturePage(QAbstractScrollArea):
    """One page of a PDF."""

    turn_wanted = Signal(int)
    """The wheel went past the page's end: +1 or -1."""
    zoom_changed = Signal(float)
    """The size now; 1 is 100 %."""
    copy_wanted = Signal()
    failed = Signal(object)

    def __init__(self, drawer: PageDrawer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Picture of the page"))
        # always there: the width that is fitted must not depend on what fitting makes of it
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._drawer = drawer
        drawer.drawn.connect(self._take_picture)
        drawer.laid_out.connect(self._take_layout)
        drawer.failed.connect(self.failed)
        self._fingerprint, self._page, self._pages = "", 0, 0
        self._size = A4
        self._zoom: float | None = None
        """What a person chose; None fits the width."""
        self._marks = Marks()
        self._whole: _Drawn | None = None
        self._piece: _Drawn | None = None
        self._words = SelectedWords()
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self._draw_piece)

    # --- what is shown -------------------------------------------------------------------

    @property
    def selected(self) -> str:
        """The words that a person has selected."""
        return self._words.text

    @property
    def text(self) -> str:
        """Everything that is written on the page, once it is known."""
        return self._words.layout.text if self._words.layout else ""

    @property
    def highlighted(self) -> str:
        """The words that are marked."""
        spans = [span for span in (self._marks.cited, self._marks.hit) if span]
        return " ".join(self.text[slice(*span)] for span in spans)

    @property
    def is_drawn(self) -> bool:
        """Whether the page is there, and not only its paper."""
        return self._whole is not None

    @property
    def zoom(self) -> float:
        """The size now; 1 is 100 %."""
        if self._zoom is not None:
            return self._zoom
        width = max(self.viewport().width() - 2 * MARGIN, 80)
        return min(max(width / (self._size.width() * FULL_SIZE), SMALLEST), LARGEST)

    def show_page(self, document: Document, page: Page, marks: Marks) -> None:
        """Show a page, with what is to be seen of it in sight."""
        self._fingerprint, self._page = document.fingerprint, page.number
        self._pages = len(document.pages)
        self._marks = marks
        self._words.forget()
        self._whole = self._piece = None
        self._drawer.stop()
        self.verticalScrollBar().setValue(0)
        self._arrange()
        self._draw_whole()
        self._drawer.lay_out(self._fingerprint, self._page)
        self.viewport().update()

    def show_marks(self, marks: Marks) -> None:
        """Mark something else on the same page."""
        self._marks = marks
        self._bring_into_sight()
        self.viewport().update()

    def zoom_to(self, zoom: float | None) -> None:
        """Show the page at this size; None fits the width."""
        share = self._middle()
        self._zoom = None if zoom is None else min(max(zoom, SMALLEST), LARGEST)
        self._arrange()
        self._go_to_middle(share)
        self._draw_whole()
        self.zoom_changed.emit(self.zoom)

    def zoom_in(self) -> None:
        """Larger."""
        self.zoom_to(self.zoom * STEP)

    def zoom_out(self) -> None:
        """Smaller."""
        self.zoom_to(self.zoom / STEP)

    # --- drawing -------------------------------------------------------------------------

    @property
    def _points(self) -> float:
        """Points of the screen to a point of the page."""
        return self.zoom * FULL_SIZE

    @property
    def _sharp(self) -> float:
        """Pixels to a point of the page."""
        return round(self._points * self.devicePixelRatioF(), 4)

    @property
    def _is_large(self) -> bool:
        return self._size.width() * self._size.height() * self._sharp**2 > WHOLE_PIXELS

    def _draw_whole(self) -> None:
        if not self._page:
            return
        if not self._is_large:
            self._piece = None
            self._drawer.draw(self._fingerprint, self._page, self._sharp)
        elif self._whole is None:
            self._drawer.draw(self._fingerprint, self._page, ROUGH_SCALE)
        else:
            self._draw_piece()

    @Slot()
    def _draw_piece(self) -> None:
        """Draw what is in sight sharp, where the whole page would be too much."""
        if not self._page or not self._is_large or self._whole is None:
            return
        sharp, points = self._sharp, self._points
        page = QRectF(self._place().topLeft(), self._size * points)
        seen = page.intersected(QRectF(self.viewport().rect())).translated(-page.topLeft())
        to_pixels = sharp / points
        region = QRectF(seen.topLeft() * to_pixels, seen.size() * to_pixels).toAlignedRect()
        if not region.isEmpty():
            piece: Region = (region.left(), region.top(), region.width(), region.height())
            self._drawer.draw(self._fingerprint, self._page, sharp, piece)

    def event(self, event: QEvent) -> bool:
        """Draw the page anew on a screen of another scale."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._draw_whole()
        return super().event(event)

    @Slot(object, object)
    def _take_picture(self, picture: PagePicture, region: Region) -> None:
        image = QImage(
            picture.pixels,
            picture.width,
            picture.height,
            picture.width * 4,
            QImage.Format.Format_RGB32,
        ).copy()
        where = QRectF(
            picture.left / picture.scale,
            picture.top / picture.scale,
            picture.width / picture.scale,
            picture.height / picture.scale,
        )
        size = QSizeF(picture.page_width, picture.page_height)
        if region != WHOLE:
            self._piece = _Drawn(image, where)
        else:
            self._whole = _Drawn(image, where)
            self._take_size(size)
        self.viewport().update()

    def _take_size(self, size: QSizeF) -> None:
        if size != self._size:
            self._size = size
            self._arrange()
            self._bring_into_sight()
            self._draw_whole()
        elif self._is_large:
            self._draw_piece()
        else:
            near = (self._page + 1, self._page - 1)
            pages = tuple(page for page in near if 1 <= page <= self._pages)
            self._drawer.draw_ahead(self._fingerprint, pages, self._sharp)

    @Slot(object)
    def _take_layout(self, layout: PageLayout) -> None:
        self._words.layout = layout
        self._bring_into_sight()
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, page, marks."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._place()
        painter.fillRect(self.viewport().rect(), QColor(tokens().raised))
        painter.fillRect(place, QColor(PAPER))
        for drawn in filter(None, (self._whole, self._piece)):
            painter.drawImage(self._on_screen(drawn.where), drawn.image)
        if is_dark():
            painter.fillRect(place, QColor.fromRgbF(0, 0, 0, DIM))
        self._paint_marks(painter)
        painter.setPen(QColor(tokens().hairline))
        painter.drawRect(place)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().accent), RING))
            inset = RING // 2
            painter.drawRect(self.viewport().rect().adjusted(inset, inset, -inset, -inset))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put it away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        marks = self._marks
        for span in marks.hits:
            self._fill(painter, span, LIGHT.highlight, 0.4)
        for chosen in (marks.cited, marks.hit):
            if chosen:
                self._fill(painter, chosen, LIGHT.highlight, 1.0)
        if self._words.span:
            self._fill(painter, self._words.span, LIGHT.accent_soft, 1.0)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _fill(self, painter: QPainter, span: Span, colour: str, strength: float) -> None:
        """Lay a colour over words as a marker does: the letters stay dark."""
        ink = QColor(colour)
        ink.setAlphaF(strength)
        for box in self._boxes(span):
            painter.fillRect(self._on_screen_of(box).adjusted(-1, -1, 1, 1), ink)

    def _boxes(self, span: Span) -> Iterable[Rectangle]:
        return self._words.layout.rectangles(*span) if self._words.layout else ()

    # --- places --------------------------------------------------------------------------

    def _place(self) -> QRectF:
        """Where the page lies in the viewport."""
        size = self._size * self._points
        free = self.viewport().width() - size.width()
        left = free / 2 if free > 2 * MARGIN else MARGIN - self.horizontalScrollBar().value()
        # on a whole point, so that the picture's pixels are those of the screen
        return QRectF(QPointF(round(left), MARGIN - self.verticalScrollBar().value()), size)

    def _on_screen(self, where: QRectF) -> QRectF:
        place, points = self._place(), self._points
        return QRectF(place.topLeft() + where.topLeft() * points, where.size() * points)

    def _on_screen_of(self, box: Rectangle) -> QRectF:
        size = QSizeF(box.right - box.left, box.bottom - box.top)
        return self._on_screen(QRectF(QPointF(box.left, box.top), size))

    def _arrange(self) -> None:
        """Let the bars reach everything."""
        room = self.viewport().size()
        size = self._size * self._points
        for bar, wanted, has in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(0, round(wanted + 2 * MARGIN - has)))
            bar.setPageStep(has)
            bar.setSingleStep(40)
        self.viewport().update()

    def _middle(self) -> QPointF:
        """The share of the page, across and down, that lies in the middle of the viewport."""
        place = self._place()
        centre = QPointF(self.viewport().rect().center()) - place.topLeft()
        return QPointF(centre.x() / place.width(), centre.y() / place.height())

    def _go_to_middle(self, share: QPointF) -> None:
        size = self._size * self._points
        room = self.viewport().size()
        self.horizontalScrollBar().setValue(
            round(MARGIN + share.x() * size.width() - room.width() / 2)
        )
        self.verticalScrollBar().setValue(
            round(MARGIN + share.y() * size.height() - room.height() / 2)
        )

    def _bring_into_sight(self) -> None:
        boxes = [*self._boxes(self._marks.wanted)] if self._marks.wanted else []
        if not boxes:
            return
        seen, box = self.viewport().rect(), self._on_screen_of(boxes[0]).toRect()
        if not seen.adjusted(0, MARGIN, 0, -MARGIN).contains(box):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + box.center().y() - seen.height() // 3)
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + box.left() - MARGIN - seen.left())

    # --- hand and keys -------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width anew."""
        super().resizeEvent(event)
        self._arrange()
        if self._page:
            self._draw_whole()
            self.zoom_changed.emit(self.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl changes the size; past the end comes the next page."""
        steps = event.angleDelta().y()
        bar = self.verticalScrollBar()
        before = bar.value()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * STEP ** (steps / 120))
            return
        super().wheelEvent(event)
        if bar.value() == before and steps:
            self.turn_wanted.emit(-1 if steps > 0 else 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and scroll as usual."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            event.ignore()  # turns pages, which is the pane's
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select."""
        self._words.begin(*self._on_page(event))
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to here."""
        self._words.reach(*self._on_page(event))
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word."""
        self._words.take_word(*self._on_page(event))
        self.viewport().update()

    def _on_page(self, event: QMouseEvent) -> tuple[float, float]:
        """Where the mouse is, in points of the page."""
        point = (event.position() - self._place().topLeft()) / self._points
        return point.x(), point.y()
