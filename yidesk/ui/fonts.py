"""Faces: the system's own, with a companion that writes Chinese in simplified forms.

Left to itself, fontconfig may write Chinese text in a Japanese face; so the companion is named.
"""

from __future__ import annotations

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
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    return _composed(system, COMPANIONS, INTERFACE_POINTS)


def small() -> QFont:
    """The face of remarks below something else."""
    return _composed(interface(), COMPANIONS, SMALL_POINTS)


def reading() -> QFont:
    """The face of the conversation."""
    return _composed(interface(), COMPANIONS, READING_POINTS)


def code() -> QFont:
    """The face of programs."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font = _composed(system, MONOSPACE_COMPANIONS, INTERFACE_POINTS)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def tabular(font: QFont) -> QFont:
    """The same face with digits of equal width, for numbers that change."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def line_pixels(font: QFont, ratio: float = LINE_HEIGHT) -> float:
    """Height of a line of FONT in pixels; the same for Latin and Chinese text."""
    return round(QFontInfo(font).pixelSize() * ratio)


def _composed(base: QFont, companions: tuple[str, ...], points: float) -> QFont:
    installed = set(QFontDatabase.families())
    known = [family for family in companions if family in installed]
    font = QFont(base)
    font.setFamilies([QFontInfo(base).family(), *known])
    font.setPointSizeF(points)
    return font
