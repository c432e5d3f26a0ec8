"""Line icons (20 px box, 1.5 px stroke) in the colours of the theme."""

from __future__ import annotations

import functools
from math import ceil

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from yidesk.core.paths import resources
from yidesk.ui.theme import tokens

BOX = 20


SCALES = (1, 2, 3)
"""Pixels a point, of the screens that there are."""


def icon(
    name: str,
    tint: str = "secondary",
    *,
    disabled: str = "disabled",
    scales: tuple[int, ...] = SCALES,
) -> QIcon:
    """The icon NAME drawn in the colour of TINT, sharp at SCALES pixels a point."""
    return _composed(name, _colour(tint), _colour(disabled), scales)


def scales_of(widget: QWidget) -> tuple[int, ...]:
    """What an icon needs on the screen where WIDGET is; most of a start would go into others."""
    return (min(ceil(widget.devicePixelRatioF()), SCALES[-1]),)


@functools.lru_cache(maxsize=512)
def _composed(name: str, colour: str, disabled: str, scales: tuple[int, ...]) -> QIcon:
    """Shared by all buttons that look alike: a conversation has many."""
    result = QIcon()
    for mode, each in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        for scale in scales:
            result.addPixmap(_drawn(name, each, BOX, scale), mode)
    return result


def pixmap(name: str, tint: str, size: int = BOX, scale: float = 1.0) -> QPixmap:
    """The icon as a picture SIZE points wide, SCALE pixels a point."""
    return _drawn(name, _colour(tint), size, scale)


@functools.lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, scale: float) -> QPixmap:
    picture = QPixmap(QSize(round(size * scale), round(size * scale)))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _render(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return picture


def paint(painter: QPainter, name: str, tint: str, where: QRectF) -> None:
    """Draw the icon into WHERE."""
    _render(painter, name, _colour(tint), where)


def _render(painter: QPainter, name: str, colour: str, where: QRectF) -> None:
    svg = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    svg.render(painter, where)


@functools.cache
def _source(name: str) -> str:
    """Read once: beside a busy thread every reading of a file costs the window 5 ms."""
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _colour(tint: str) -> str:
    """Of the theme that is worn now."""
    return QColor(getattr(tokens(), tint)).name()


@functools.cache
def application_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resources() / "icons" / "yidesk.svg"))
