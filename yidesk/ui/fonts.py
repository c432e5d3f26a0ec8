"""Faces: the system's own, with a companion that writes Chinese in simplified forms.

Left to itself, fontconfig may write Chinese text in a Japanese face; so the companion is named.
"""

from __future__ import annotations

import functools
import sys
from typing import NamedTuple

from PySide6.QtCore import QLocale
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
    "SimSun",
    # the other forms, rather than boxes: what a Windows for Taiwan brings
    "Microsoft JhengHei UI",
    "Microsoft JhengHei",
)
MONOSPACE_COMPANIONS = ("Noto Sans Mono CJK SC", *COMPANIONS)

_OTHER_FORMS = (" JP", " KR", " TC", " HK")
"""How families end that draw the same letters as they are written elsewhere (Noto, Source Han)."""
_HAN = (
    QFontDatabase.WritingSystem.Japanese,
    QFontDatabase.WritingSystem.TraditionalChinese,
    QFontDatabase.WritingSystem.SimplifiedChinese,
)

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


def can_write_chinese() -> bool:
    """Whether there is any face with Chinese letters; without one they show as boxes."""
    installed = frozenset(QFontDatabase.families())
    simplified = QFontDatabase.WritingSystem.SimplifiedChinese
    return not installed.isdisjoint(COMPANIONS) or bool(QFontDatabase.families(simplified))


def where_chinese_comes_from(platform: str = sys.platform) -> str:
    """What a person does to have a Chinese face; in English, which is what can be read then."""
    if platform == "win32":
        return (
            "Add “Chinese (Simplified) Supplemental Fonts” in Windows’ settings, under optional "
            "features, and start YiDesk again."
        )
    if platform == "darwin":
        return "Restore the standard fonts in Font Book, and start YiDesk again."
    return (
        "Install fonts-noto-cjk (Debian, Ubuntu) or google-noto-sans-cjk-fonts (Fedora), and "
        "start YiDesk again."
    )


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
    own = QFontInfo(base).family()
    font = QFont(base)
    font.setFamilies([*known, own] if _writes_other_forms(own) else [own, *known])
    font.setPointSizeF(points)
    return font


def _writes_other_forms(family: str) -> bool:
    """Whether the system's own face has Chinese letters, in the forms of Japan or elsewhere.

    A face of the person's own choice on a system in simplified Chinese is taken at its word.
    """
    if family in COMPANIONS:
        return False
    if family.endswith(_OTHER_FORMS):
        return True
    system = QLocale.system()
    is_simplified = system.language() == QLocale.Language.Chinese and (
        system.script() != QLocale.Script.TraditionalHanScript
    )
    written = QFontDatabase.writingSystems(family)
    return not is_simplified and any(each in written for each in _HAN)
