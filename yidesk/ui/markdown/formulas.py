"""Formulas set by ziamath in a thread of their own, kept, and drawn in the colour of the text.

TeX of a model is not trusted: ziamath needs twice the time for every level of nesting, so what is
nested deeply is not set, and its source is shown instead.
"""

from __future__ import annotations

import functools
import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPixmap,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from yidesk.ui import fonts
from yidesk.ui.markdown.objects import object_format
from yidesk.ui.markdown.tex import MOST, Tex
from yidesk.ui.markdown.workshop import Workshop
from yidesk.ui.theme import colour

_log = logging.getLogger(__name__)
FORMULA_TYPE = QTextFormat.ObjectTypes.UserObject.value + 2
FORMULA_INDEX = QTextFormat.Property.UserProperty.value + 3
KEPT = 2 * (MOST + 1)
"""Formulas that are remembered, the latest ones: more than one text can have, or its first ones
would be forgotten before its last ones are set, and it would be set again for ever."""
LONGEST, DEEPEST = 600, 6
"""Characters and levels of nesting of what is set: half a second on a slow core."""
_SIZE = 20.0
"""Pixels of an em in what ziamath makes."""
_ROOM = 6
"""Pixels above and below a formula that stands on a line of its own."""
_UNREADABLE = re.compile("[\u2e80-\uffef\U00010000-\U0010ffff]")
"""Letters for which the face of formulas has no shapes."""
_VIEW_BOX = re.compile(r'viewBox="([-\d.e]+) ([-\d.e]+) ([-\d.e]+) ([-\d.e]+)"')


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was set; sizes in ems."""

    svg: str
    """Its picture in black."""
    width: float
    ascent: float
    """Above the line on which letters stand."""
    descent: float


class _Shelf:
    """What was set so far. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Tex, Formula | None] = OrderedDict()

    def get(self, tex: Tex) -> Asked | None:
        """What is known of a formula; None: it was not set, or has gone again."""
        with self._lock:
            if tex not in self._known:
                return None
            self._known.move_to_end(tex)
            return Asked(self._known[tex], is_coming=False)

    def put(self, tex: Tex, formula: Formula | None) -> None:
        with self._lock:
            self._known[tex] = formula
            while len(self._known) > KEPT:
                self._known.popitem(last=False)


_shelf = _Shelf()
_setting = threading.Lock()
"""One formula is set at a time: the workshop's, or one that goes into a file."""


@functools.cache
def workshop() -> Workshop:
    """Where formulas are set; its `made` tells that one has come."""
    return Workshop("formulas")


class Asked(NamedTuple):
    """What is known of a formula now."""

    formula: Formula | None
    is_coming: bool
    """Whether it is being set; if not and there is none, its source is shown."""


def ask(tex: Tex) -> Asked:
    """The formula, if it is there; else it is set from now on."""
    known = _shelf.get(tex)
    if known is not None:
        return known
    if not _can_be_set(tex.tex):
        return Asked(None, is_coming=False)
    workshop().order(tex, partial(_set, tex))
    return Asked(None, is_coming=True)


def settle(tex: Tex) -> Formula | None:
    """The formula, set here and now where it must be; None: its source is shown.

    Half a second on a slow core: not for the window's thread.
    """
    if _shelf.get(tex) is None and _can_be_set(tex.tex):
        _set(tex)
    known = _shelf.get(tex)
    return known.formula if known is not None else None


def formula_format(index: int, tex: Tex) -> QTextCharFormat:
    """The format of the letter that stands for formula number INDEX; copied as its TeX."""
    form = object_format(FORMULA_TYPE, tex.source)
    form.setProperty(FORMULA_INDEX, index)
    form.setFont(fonts.reading())
    if not tex.is_display:
        form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
    return form


class _Fitted(NamedTuple):
    """A formula in a line of some width."""

    formula: Formula
    scale: float
    """Pixels of an em."""
    size: QSizeF
    is_display: bool


class FormulaDrawer(QPyTextObject):
    """Draws the formulas of one document, whose letters do not change any more."""

    def __init__(self, formulas: Sequence[tuple[Tex, Formula]], parent: QTextDocument) -> None:
        super().__init__(parent)
        self._formulas = formulas
        self._fitted: dict[int, _Fitted] = {}
        """Qt asks for every size about ten times whenever it paints."""
        self._width = -1.0
        """Of the document for which they are fitted."""

    def intrinsicSize(self, document: QTextDocument, at: int, of: QTextFormat) -> QSizeF:
        """The room of a formula; one on a line of its own takes the line."""
        return self._fit(document, at, of).size

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        at: int,
        of: QTextFormat,
    ) -> None:
        """Draw one formula, its line on the line of the letters beside it."""
        formula, scale, _, is_display = self._fit(document, at, of)
        box = QRectF(rect)
        if is_display:
            left, top = box.center().x() - formula.width * scale / 2, box.top() + _ROOM
        else:
            line = box.top() + (box.height() + _half_x()) / 2
            left, top = box.left(), line - formula.ascent * scale
        ratio = painter.device().devicePixelRatioF()
        picture = _picture(formula, scale, colour("text").name(), ratio)
        painter.drawPixmap(QPointF(left, top), picture)

    def _fit(self, document: QTextDocument, at: int, of: QTextFormat) -> _Fitted:
        if document.textWidth() != self._width:
            self._width, self._fitted = document.textWidth(), {}
        index = of.intProperty(FORMULA_INDEX)
        if index not in self._fitted:
            self._fitted[index] = _fitted(*self._formulas[index], _room(document, at))
        return self._fitted[index]


def _fitted(tex: Tex, formula: Formula, room: float) -> _Fitted:
    """A formula in a line with so much ROOM."""
    scale = _scale(formula, room)
    above, below = formula.ascent * scale, formula.descent * scale
    if tex.is_display:
        return _Fitted(formula, scale, QSizeF(room, above + below + 2 * _ROOM), is_display=True)
    # Qt lays its middle half the height of an x above the line
    half = _half_x()
    size = QSizeF(formula.width * scale, max(2 * above - half, 2 * below + half))
    return _Fitted(formula, scale, size, is_display=False)


def _room(document: QTextDocument, at: int) -> float:
    """The width of the line in which a formula stands."""
    form = document.findBlock(at).blockFormat()
    indent = form.indent() * document.indentWidth() + form.leftMargin()
    items = document.findBlock(at).textList()
    if items is not None:
        indent += items.format().indent() * document.indentWidth()
    return max(document.textWidth() - indent, 60.0)


def _scale(formula: Formula, room: float) -> float:
    """Pixels of an em; fewer where the formula is wider than the line."""
    em = float(QFontInfo(fonts.reading()).pixelSize())
    return min(em, room / formula.width)


def _half_x() -> float:
    return QFontMetrics(fonts.reading()).xHeight() / 2


@functools.lru_cache(maxsize=256)
def _picture(formula: Formula, scale: float, name: str, ratio: float) -> QPixmap:
    """A formula in a colour, RATIO pixels a point."""
    size = QSizeF(formula.width, formula.ascent + formula.descent) * scale
    picture = QPixmap((size * ratio).toSize().expandedTo(QSizeF(1, 1).toSize()))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    coloured = formula.svg.replace('"black"', f'"{name}"')
    QSvgRenderer(QByteArray(coloured.encode())).render(painter, QRectF(QPointF(), size))
    painter.end()
    return picture


def _can_be_set(tex: str) -> bool:
    if not tex or len(tex) > LONGEST or _UNREADABLE.search(tex):
        return False
    depth = deepest = 0
    for step in re.findall(r"\\left\b|\\right\b|\\begin\b|\\end\b|\\.|[{}]", tex):
        depth += {"{": 1, "\\left": 1, "\\begin": 1, "}": -1, "\\right": -1, "\\end": -1}.get(
            step, 0
        )
        deepest = max(deepest, depth)
    return deepest <= DEEPEST


def _set(tex: Tex) -> None:
    """Set a formula, beside the window's thread; what cannot be set is known as such."""
    formula: Formula | None = None
    try:
        with _setting:
            formula = _made(tex)
    except Exception as error:  # noqa: BLE001 - a model's TeX has faults of all kinds
        _log.info("a formula cannot be set: %s", type(error).__name__)
    _shelf.put(tex, formula)


def _made(tex: Tex) -> Formula | None:
    # a third of a second, and only when there is a formula
    from ziamath.config import config  # noqa: PLC0415
    from ziamath.tex import tex2mml  # noqa: PLC0415
    from ziamath.zmath import Latex  # noqa: PLC0415

    config.svg2 = False  # Qt draws SVG Tiny
    if "\\" in tex2mml(tex.tex, inline=not tex.is_display):
        return None  # a command that ziamath does not know would be shown by its name
    svg = Latex(tex.tex, size=_SIZE, inline=not tex.is_display).svg()
    found = _VIEW_BOX.search(svg)
    if found is None:
        return None
    _, top, width, height = (float(each) / _SIZE for each in found.groups())
    return Formula(svg, width, -top, height + top)
