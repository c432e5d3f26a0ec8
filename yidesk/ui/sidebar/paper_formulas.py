"""Formulas on paper: outlines, sharp at any size, in a document that was made from HTML."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from yidesk.ui.markdown.formulas import FORMULA_INDEX, FORMULA_TYPE, Formula
from yidesk.ui.markdown.objects import object_format
from yidesk.ui.markdown.tex import Tex

_NAME = "formula:"
_MIDDLE = QTextBlockFormat()
_MIDDLE.setAlignment(Qt.AlignmentFlag.AlignHCenter)
_NO_STROKE = 'stroke="black" stroke-opacity="0"'
"""Where none is named, Qt draws every outline on paper with a black pen, and letters are bold."""
_ROOM = 6.0
"""Dots above and below a formula that stands on a line of its own."""


class PaperFormulas(QPyTextObject):
    """Those of one document; each stands in its HTML as what `stand_in` gives."""

    def __init__(self, font: QFont, parent: QObject) -> None:
        """FONT is that of the text beside them."""
        super().__init__(parent)
        self._font = font
        self._formulas: list[tuple[Tex, Formula]] = []
        self._em = self._half_x = 0.0

    def stand_in(self, tex: Tex, formula: Formula) -> str:
        """An element that stands for the formula until `place` is called."""
        self._formulas.append((tex, formula))
        return f'<img src="{_NAME}{len(self._formulas) - 1}" width="1" height="1">'

    def place(self, document: QTextDocument, paper: QPagedPaintDevice) -> None:
        """Put the formulas in the places of what stands for them; PAPER is what is drawn upon."""
        self._em = self._font.pointSizeF() * paper.logicalDpiY() / 72
        self._half_x = QFontMetricsF(self._font, paper).xHeight() / 2
        document.documentLayout().registerHandler(FORMULA_TYPE, self)
        cursor = QTextCursor(document)
        for position, index in list(_stand_ins(document)):
            tex, _formula = self._formulas[index]
            form = object_format(FORMULA_TYPE, tex.source)
            form.setProperty(FORMULA_INDEX, index)
            form.setFont(self._font)
            if not tex.is_display:
                form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
            cursor.setPosition(position)
            if tex.is_display and cursor.block().length() == 2:  # itself, and the block's end
                cursor.mergeBlockFormat(_MIDDLE)
            cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)

    def intrinsicSize(self, document: QTextDocument, _at: int, of: QTextFormat) -> QSizeF:
        """The room of a formula."""
        tex, formula = self._formulas[of.intProperty(FORMULA_INDEX)]
        scale = self._scale(document, formula)
        above, below = formula.ascent * scale, formula.descent * scale
        if tex.is_display:
            return QSizeF(formula.width * scale, above + below + 2 * _ROOM)
        # Qt lays its middle half the height of an x above the line
        height = max(2 * above - self._half_x, 2 * below + self._half_x)
        return QSizeF(formula.width * scale, height)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        _at: int,
        of: QTextFormat,
    ) -> None:
        """Draw one formula, its line on the line of the letters beside it."""
        tex, formula = self._formulas[of.intProperty(FORMULA_INDEX)]
        box, scale = QRectF(rect), self._scale(document, formula)
        size = QSizeF(formula.width, formula.ascent + formula.descent) * scale
        top = box.top() + _ROOM
        if not tex.is_display:
            top = box.top() + (box.height() + self._half_x) / 2 - formula.ascent * scale
        place = QRectF(box.left(), top, size.width(), size.height())
        unstroked = formula.svg.replace("<svg ", f"<svg {_NO_STROKE} ", 1)
        QSvgRenderer(QByteArray(unstroked.encode())).render(painter, place)

    def _scale(self, document: QTextDocument, formula: Formula) -> float:
        """Dots of an em; fewer where the formula is wider than the paper."""
        return min(self._em, document.pageSize().width() * 0.9 / formula.width)


def _stand_ins(document: QTextDocument) -> Iterator[tuple[int, int]]:
    """Where formulas are to stand: position and index."""
    block = document.begin()
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            fragment = walk.fragment()
            form = fragment.charFormat()
            name = form.toImageFormat().name() if form.isImageFormat() else ""
            if name.startswith(_NAME):
                yield fragment.position(), int(name.removeprefix(_NAME))
            walk += 1
        block = block.next()
