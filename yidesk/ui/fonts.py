"""Faces: the system's own, with a companion that writes Chinese in simplified forms.

Left to itself, fontconfig may write Chinese text in a Japanese face; so the companion is named.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

COMPANIONS = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
MONOSPACE_COMPANIONS = ("Noto Sans Mono CJK SC", *COMPANIONS)

INTERFACE_POINTS = 10.5
READING_POINTS = 11.5
SMALL_POINTS = 9.5
LINE_HEIGHT = 1.55
"""Of the conversation, as a multiple of the size of its letters."""


def interface() -> QFont:
    """The face of buttons, labels and lists."""
    return QFont(_faces().interface)


def small() -> QFont:
    """The face of remarks below something else."""
    return QFont(_faces().small)


def reading() -> QFont:
    """The face of the conversation."""
    return QFont(_faces().reading)


def code() -> QFont:
    """The face of programs."""
    return QFont(_faces().code)


def tabular(font: QFont) -> QFont:
    """The same face with digits of equal width, for numbers that change."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def line_pixels(font: QFont, ratio: float = LINE_HEIGHT) -> float:
    """Height of a line of FONT in pixels; the same for Latin and Chinese text."""
    return round(QFontInfo(font).pixelSize() * ratio)


def forget() -> None:
    """Ask the system for its faces again: one was installed."""
    _faces.cache_clear()


class _Faces(NamedTuple):
    interface: QFont
    small: QFont
    reading: QFont
    code: QFont


@functools.cache
def _faces() -> _Faces:
    """Looked up once: the list of all faces is long, and they are asked for while painting."""
    installed = frozenset(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    program = _composed(fixed, MONOSPACE_COMPANIONS, INTERFACE_POINTS, installed)
    program.setStyleHint(QFont.StyleHint.Monospace)
    return _Faces(
        _composed(system, COMPANIONS, INTERFACE_POINTS, installed),
        _composed(system, COMPANIONS, SMALL_POINTS, installed),
        _composed(system, COMPANIONS, READING_POINTS, installed),
        program,
    )


def _composed(
    base: QFont, companions: tuple[str, ...], points: float, installed: frozenset[str]
) -> QFont:
    known = [family for family in companions if family in installed]
    font = QFont(base)
    font.setFamilies([QFontInfo(base).family(), *known])
    font.setPointSizeF(points)
    return font
