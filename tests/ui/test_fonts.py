"""Faces: Chinese is written in simplified forms, whatever the system prefers."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QTextLayout

from yidesk.ui import fonts
from yidesk.ui.markdown.documents import plain


@pytest.mark.parametrize("make", [fonts.interface, fonts.reading, fonts.small])
def test_chinese_shows_no_japanese_forms(qapp, make):
    if not set(fonts.COMPANIONS) & set(QFontDatabase.families()):
        pytest.fail("no Chinese face is installed: make test installs fonts-noto-cjk")
    layout = QTextLayout("直骨角", make())  # drawn differently in Japan
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    families = {run.rawFont().familyName() for run in layout.glyphRuns()}
    assert families <= set(fonts.COMPANIONS)


def test_lines_are_as_high_in_both_scripts(qapp):
    latin, chinese = (
        plain(text, fonts.reading()).size().height() for text in ("Two\nlines", "两\n行")
    )
    assert latin == chinese == 2 * fonts.line_pixels(fonts.reading())
